"""Parts of an institution's profile: its selection, names, and location on a map."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures, tables
from dashboard.charts import institution_map
from dashboard.figures import MAP_CONFIG, spec_of
from dashboard.filters import Filters
from dashboard.measures import Profile
from dashboard.report import institution_facts
from dashboard.report.texts import unique_headings
from dashboard.ui.figure import ROWS_SHOWN, outlines_url
from dashboard.ui.live.charts import Plot, show_plot
from dashboard.ui.state import View, control, set_control, set_widget_value
from dashboard.ui.table import show_table

KNOWN_COLUMNS = ("institution_text", "institution_other", "territory_code", "region_id")
"""Columns that are the same for all agreements of an institution."""

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


def name_of_chosen(view: View) -> str:
    """Return the name of the institution that is shown; "" for none."""
    chosen = control("institution")
    return view.labels.of("institutions", chosen) if chosen else ""


def show_names(view: View, profile: Profile) -> None:
    """Show names, location and public identifier, which is not fetched."""
    institution = profile.institution
    st.html(html.facts(institution_facts(institution, view.labels, view.words)))
    if str(institution["ror_id"]).startswith(ROR):
        label = view.words("institution.ror")
        st.html(html.outside_link(label, str(institution["ror_id"])))


def show_agreements(view: View, profile: Profile) -> None:
    """Show the agreements of an institution; each row leads to its printed line."""
    words, labels = view.words, view.labels
    ids = profile.agreements["agreement_id"].tolist()
    table = tables.agreement_table(profile.agreements, labels, words)
    table = table.drop(columns=[c for c in KNOWN_COLUMNS if c in table])
    rows = [words("trace.row", row=str(row)) for row in table.pop("source_row")]
    table.insert(0, "source_row", rows)
    headings = [*tables.agreement_headings(table, labels, words).values()]
    show_table(
        view,
        table.set_axis(unique_headings(headings), axis="columns"),
        key="institution_agreements",
        label=words("institution.agreements"),
        leads={headings[0]: [("agreement", id_) for id_ in ids]},
    )


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
