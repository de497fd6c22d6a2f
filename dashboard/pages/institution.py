"""Institution: names, location, agreements and neighbours of a partner, or all of them."""

import streamlit as st

from dashboard import html, measures, tables
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.handouts import offer_partner
from dashboard.ui.profile import (
    ask_institution,
    name_of_chosen,
    show_agreements,
    show_location,
    show_names,
)
from dashboard.ui.table import show_measure, show_table

view = open_page("institution", title=name_of_chosen)
words, labels = view.words, view.labels

chosen = None if nothing_left(view) else ask_institution(view)
if chosen:
    profile = measures.institution_profile(view.edition, chosen)
    if view.filters.active:
        st.html(html.paragraph(words("institution.unfiltered")))
    facts, location = st.columns([3, 2])
    with facts:
        show_names(view, profile)
    with location:
        show_location(view, profile)
    offer_partner(view, chosen)

    st.html(html.section_head(words("institution.agreements")))
    show_agreements(view, profile)
    if len(profile.agreements) > 1:
        for name in ("types", "departments"):
            title, lead = words(f"institution.{name}"), f"institution.{name}_lead"
            counted = getattr(profile, name)
            if not counted.empty:
                st.html(html.section_head(title, words(lead)))
                shown = tables.labelled(counted, labels, words)
                show_table(view, shown, key=f"institution_{name}", label=title)

    st.html(html.section_head(words("institution.neighbours")))
    if profile.neighbours.empty:
        st.html(html.paragraph(words("institution.no_neighbours")))
    else:
        columns = ["institution_id", "agreements", "marked", "city_en"]
        title = words("institution.neighbours")
        show_measure(view, profile.neighbours[columns], "neighbours", title)
elif chosen is not None:
    institutions = measures.agreements_by_institution(view.edition, view.filters).table
    title = words("institution.all")
    st.html(html.section_head(title, words("institution.choose")))
    show_measure(view, institutions, "institution_rows", title)
