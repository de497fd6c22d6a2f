"""About these figures: source, terms, counting rules, columns, and the map."""

import streamlit as st

from dashboard import html, tables
from dashboard.report import source_facts
from dashboard.ui.frame import open_page

view = open_page("about")
words = view.words

st.html(html.section_head(words("about.source")))
st.html(html.facts(source_facts(view.edition, words)))

st.html(html.section_head(words("about.words")))
st.html(html.facts((term.label, term.definition) for term in words.glossary.values()))

st.html(html.section_head(words("about.rules")))
st.html(html.items([words(f"about.rule_{i}") for i in range(1, 8)]))

st.html(html.section_head(words("about.columns"), words("about.columns_lead")))
st.html(
    html.table(
        tables.layout_table(view.edition, view.labels, words),
        words,
        words("about.columns"),
    )
)

st.html(html.section_head(words("about.map")))
st.html(html.paragraph(words("about.map_text"), "text"))
