"""Handouts: choose language and parts, preview the contents, download each format."""

import streamlit as st

from dashboard import html
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.handout_choices import ask_choices
from dashboard.ui.handouts import (
    ask_language,
    ask_parts,
    handout_report,
    offer,
    offered_formats,
)
from dashboard.ui.upload import is_own

view = open_page("handouts")
words = view.words

with st.container(key="aa-handout-choices", gap="medium"):
    lang = ask_language(view)
    parts = ask_parts(view)
report = handout_report(view, lang, parts)
if not parts:
    st.html(html.paragraph(words("handouts.no_parts"), "notice"))

if not nothing_left(view):
    lead = "take_lead" if report.link else "take_lead_local"
    lead = "take_lead_own" if is_own(view.edition) else lead
    st.html(html.section_head(words("handouts.take"), words(f"handouts.{lead}")))
    choices = ask_choices(view)
    formats = offered_formats(view)
    for pair in (formats[at : at + 2] for at in range(0, len(formats), 2)):
        for column, file_format in zip(st.columns(2), pair, strict=False):
            with column:
                offer(view, file_format, report, choices)

    st.html(html.section_head(words("handouts.contents"), words("handouts.preview")))
    st.html(
        html.section_outline(
            (section.title, section.headline) for section in report.sections
        )
    )

    st.html(html.section_head(words("handouts.other_ways")))
    st.html(html.items([words("handouts.present"), words("handouts.print")]))
