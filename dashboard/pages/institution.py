"""Institution: names, location, agreements and neighbours of a partner."""

import streamlit as st

from dashboard import html, measures, tables
from dashboard.ui.frame import link, nothing_left, open_page
from dashboard.ui.handouts import offer_partner
from dashboard.ui.profile import ask_institution, show_location, show_names

view = open_page("institution")
words, labels = view.words, view.labels

chosen = None if nothing_left(view) else ask_institution(view)
if chosen:
    profile = measures.institution_profile(view.edition, chosen)
    st.html(html.section_head(labels.of("institutions", chosen)))
    if view.filters.active:
        st.html(html.paragraph(words("institution.unfiltered")))
    facts, location = st.columns([3, 2])
    with facts:
        show_names(view, profile)
    with location:
        show_location(view, profile)
    offer_partner(view, chosen)

    for name, table in (
        ("types", profile.types),
        ("departments", profile.departments),
    ):
        if not table.empty:
            title = words(f"institution.{name}")
            st.html(html.section_head(title, words(f"institution.{name}_lead")))
            st.html(html.table(tables.labelled(table, labels, words), words, title))

    st.html(html.section_head(words("institution.agreements")))
    rows = tables.agreement_table(profile.agreements, labels, words)
    rows = rows.set_axis(
        list(tables.agreement_headings(rows, labels, words).values()), axis="columns"
    )
    st.html(html.table(rows, words, words("institution.agreements")))
    for agreement in profile.agreements.to_dict("records"):
        row = str(agreement["source_row"])
        link(
            "agreements",
            words("institution.to_agreement", row=row),
            agreement=agreement["agreement_id"],
        )

    st.html(html.section_head(words("institution.neighbours")))
    if profile.neighbours.empty:
        st.html(html.paragraph(words("institution.no_neighbours")))
    else:
        columns = ["institution_id", "agreements", "marked", "city_en"]
        neighbours = tables.labelled(profile.neighbours[columns], labels, words)
        st.html(html.table(neighbours, words, words("institution.neighbours")))
elif chosen is not None:
    st.html(html.paragraph(words("institution.choose"), "note"))
