"""About these figures: words, rules of counting, source, licence, versions."""

import streamlit as st

from dashboard import markup, tables
from dashboard.pages._frame import open_page
from dashboard.report import source_facts

view = open_page("about")
words = view.words

st.html(markup.section_head(words("about.source")))
st.html(markup.facts(source_facts(view.edition, words)))

st.html(markup.section_head(words("about.words")))
st.html(markup.facts((term.label, term.definition) for term in words.glossary.values()))

st.html(markup.section_head(words("about.rules")))
st.html(markup.items([words(f"about.rule_{i}") for i in range(1, 8)]))

st.html(markup.section_head(words("about.columns"), words("about.columns_lead")))
st.html(
    markup.table(
        tables.layout_table(view.edition, view.labels, words),
        words,
        words("about.columns"),
    )
)

st.html(markup.section_head(words("about.map")))
st.html(markup.paragraph(words("about.map_text"), "text"))
