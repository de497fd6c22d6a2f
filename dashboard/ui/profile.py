"""Parts of an institution's profile: its selection, names, and location on a map."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures
from dashboard.charts import institution_map
from dashboard.figures import MAP_CONFIG, spec_of
from dashboard.filters import Filters
from dashboard.measures import Profile
from dashboard.report import institution_facts
from dashboard.ui.figure import ROWS_SHOWN, outlines_url
from dashboard.ui.live.charts import Plot, show_plot
from dashboard.ui.state import View, control, set_control, set_widget_value

ROR = "https://ror.org/"
"""The prefix of the public identifiers of institutions, which are URLs."""


def ask_institution(view: View) -> str:
    """Ask for an institution: one that passes the filters, or that of the link."""
    institutions = measures.agreements_by_institution(view.edition, view.filters).table
    names = view.labels.tables["institutions"]
    shown = institutions["institution_id"].head(ROWS_SHOWN).tolist()
    ids = sorted(shown, key=lambda id_: names.get(id_, id_))
    chosen = control("institution")
    if chosen and chosen not in ids:
        ids.append(chosen)
    set_widget_value("aa_institution", chosen or None)

    def remember() -> None:
        set_control("institution", st.session_state["aa_institution"] or "")

    st.selectbox(
        view.words("institution.which"),
        [id_ for id_ in ids if id_],
        format_func=lambda id_: _both_names(view, id_),
        key="aa_institution",
        placeholder=view.words("institution.which_hint"),
        on_change=remember,
    )
    if len(institutions) > ROWS_SHOWN:
        note = view.words("institution.most_listed", shown=ROWS_SHOWN)
        st.html(html.paragraph(note))
    return chosen


def _both_names(view: View, institution_id: str) -> str:
    """Return the name in the reader's language with the English name, to find it by."""
    name = view.labels.of("institutions", institution_id)
    english = view.labels.tables["institutions_en"].get(institution_id, "")
    return name if english in ("", name) else f"{name} / {english}"


def show_names(view: View, profile: Profile) -> None:
    """Show names, location and public identifier, which is not fetched."""
    institution = profile.institution
    st.html(html.facts(institution_facts(institution, view.labels, view.words)))
    if str(institution["ror_id"]).startswith(ROR):
        label = view.words("institution.ror")
        st.html(html.outside_link(label, str(institution["ror_id"])))


def show_location(view: View, profile: Profile) -> None:
    """Show the institution on a small map of its region."""
    table = measures.agreements_by_institution(view.edition, Filters()).table
    key = str(profile.institution["institution_id"])
    table = table[table["institution_id"] == key]
    if table["latitude"].isna().all():
        st.html(html.paragraph(view.words("institution.no_city")))
        return
    chart = institution_map(view.edition, key, view.labels, view.words)
    spec = spec_of(chart, view.words, view.palette, "small", outlines_url())
    show_plot(Plot("institution_map", spec, chart.alt, MAP_CONFIG))
    st.html(html.paragraph(view.words("institution.city_note")))
