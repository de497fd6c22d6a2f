"""Parts of an institution's profile: choosing one, its names, its place on a map."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures
from dashboard.charts import institution_map
from dashboard.figures import MAP_CONFIG, spec_of
from dashboard.filters import Filters
from dashboard.measures import Profile
from dashboard.ui.figure import ROWS_SHOWN, outlines_url
from dashboard.ui.live.charts import Plot, show_plot
from dashboard.ui.state import View, control, set_control, set_widget_value
from dashboard.ui.trace import location_facts

ROR = "https://ror.org/"
"""Where the public identifiers of institutions lead."""


def ask_institution(view: View) -> str:
    """Which institution is shown: of those kept, or the one a link names."""
    known = measures.agreements_by_institution(view.edition, view.filters).table
    named = view.labels.tables["institutions"]
    most = known["institution_id"].head(ROWS_SHOWN).tolist()
    ids = sorted(most, key=lambda one: named.get(one, one))
    chosen = control("institution")
    if chosen and chosen not in ids:
        ids.append(chosen)
    set_widget_value("aa_institution", chosen or None)

    def remember() -> None:
        set_control("institution", st.session_state["aa_institution"] or "")

    st.selectbox(
        view.words("institution.which"),
        [one for one in ids if one],
        format_func=lambda one: _both_names(view, one),
        key="aa_institution",
        placeholder=view.words("institution.which_hint"),
        on_change=remember,
    )
    if len(known) > ROWS_SHOWN:
        note = view.words("institution.most_listed", shown=ROWS_SHOWN)
        st.html(html.paragraph(note))
    return chosen


def _both_names(view: View, institution_id: str) -> str:
    """The name in the reader's language, with the English one to find it by."""
    name = view.labels.of("institutions", institution_id)
    english = view.labels.tables["institutions_en"].get(institution_id, "")
    return name if english in ("", name) else f"{name} / {english}"


def show_names(view: View, profile: Profile) -> None:
    """Names, place and the public identifier, which is shown and not fetched."""
    known = profile.institution
    st.html(html.facts(location_facts(view, known)))
    if str(known["ror_id"]).startswith(ROR):
        label = view.words("institution.ror")
        st.html(html.outside_link(label, str(known["ror_id"])))


def show_location(view: View, profile: Profile) -> None:
    """The institution on a small map of its region."""
    own = measures.agreements_by_institution(view.edition, Filters()).table
    key = str(profile.institution["institution_id"])
    own = own[own["institution_id"] == key]
    if own["latitude"].isna().all():
        st.html(html.paragraph(view.words("institution.no_city")))
        return
    chart = institution_map(view.edition, key, view.labels, view.words)
    spec = spec_of(chart, view.words, view.palette, "small", outlines_url())
    show_plot(Plot("institution_map", spec, chart.alt, MAP_CONFIG))
    st.html(html.paragraph(view.words("institution.city_note")))
