"""Sections on coverage: gaps in exchange, single agreements, concentration.

The headline of each list says how many there are of how many, also if there are none.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard import measures, tables
from dashboard.charts import coverage_caption, gap_matrix, usable_filters
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.narration import listed_labels
from dashboard.report.content import SHEETS, Section
from dashboard.report.figures import figure_section
from dashboard.report.texts import PAGED_ROWS
from pipeline.model import Edition

LISTS = {
    "coverage_territories": (measures.territories_without_exchange, "territory_code"),
    "coverage_departments": (measures.departments_without_exchange, "department_id"),
    "coverage_institutions": (
        measures.institutions_without_inter_university,
        "institution_id",
    ),
    "coverage_single": (measures.single_agreement_territories, "territory_code"),
}
"""Section -> the measure that it lists, and its column of ids."""

EXCHANGE_LISTS = ("coverage_territories", "coverage_departments")
"""Sections that have no answer if the list does not mark exchange."""


def coverage_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """The matrix of gaps, the lists, and the concentration."""
    marks = measures.has_exchange(edition)
    gaps = gap_matrix(edition, filters, "region", labels, words)
    if gaps.rows:
        title = words("coverage.gaps")
        yield figure_section("coverage_gaps", "coverage", title, gaps.alt, gaps)
    unanswered = set() if marks else {*EXCHANGE_LISTS}
    if not measures.has_inter_university(edition):
        unanswered.add("coverage_institutions")
    for key in LISTS:
        if key not in unanswered:
            yield _listed(key, edition, filters, labels, words)
    yield concentration_section(edition, filters, labels, words)


def coverage_rows(key: str, edition: Edition, filters: Filters) -> pd.DataFrame | None:
    """Rows of a section's list with their ids; None if the section is not a list."""
    if key not in LISTS:
        return None
    measure, _ = LISTS[key]
    return measure(edition, usable_filters(key, filters)).table


def concentration_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Section:
    """How strongly agreements are concentrated in few territories."""
    measure = measures.concentration(edition, filters)
    row = measure.table.iloc[0]
    return Section(
        "concentration",
        "coverage",
        words("coverage.concentration"),
        words(
            "headline.concentration",
            territories=int(row["territories"]),
            share=words.percent(float(row["top_3_share"])),
            effective=words.decimal(float(row["effective_territories"])),
        ),
        coverage_caption(
            "concentration",
            "caption.concentration",
            measure,
            filters,
            labels,
            words,
        ),
        table=tables.labelled(
            measure.table.assign(
                concentration_index=round(float(row["concentration_index"]), 3),
                effective_territories=round(float(row["effective_territories"]), 1),
            ),
            labels,
            words,
        ),
        place=SHEETS,
    )


def _listed(
    key: str, edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Section:
    """Section of a list with its headline: how many of all, and which."""
    list_rows, column = LISTS[key]
    used = usable_filters(key, filters)
    measure = list_rows(edition, used)
    table = measure.table
    whole = _of_all(edition, used, column)
    headline = words(f"headline.{key}_none", whole=whole)
    if len(table):
        ids = table[column].astype(object)
        shown = listed_labels(ids, tables.LABEL_KINDS[column], labels, words)
        several = measures.with_several_agreements(measure)
        headline = words(
            f"headline.{key}",
            found=len(table),
            whole=whole,
            several=several,
            single=len(table) - several,
            labels=shown,
        )
    caption = coverage_caption(key, f"caption.{key}", measure, filters, labels, words)
    if len(table) > PAGED_ROWS:
        caption += " " + words("caption.rest_in_workbook")
    whole_table = _labelled(table, labels, words) if len(table) else None
    return Section(
        key,
        "coverage",
        words(f"coverage.{key}"),
        headline,
        caption,
        table=None if whole_table is None else whole_table.head(PAGED_ROWS),
        rows=len(table),
        make_table=lambda: whole_table,
    )


def _labelled(table: pd.DataFrame, labels: Labels, words: Translator) -> pd.DataFrame:
    """The list for reading, with exchange in words if its rows are agreements."""
    if "agreement_id" in table:
        marked = table["marked"].map({1: "marked", 0: "not_marked"})
        table = table.drop(columns=["agreement_id", "marked"]).assign(exchange=marked)
        table = table.drop(columns=["exchange"] if "exchange" in labels.absent else [])
    return tables.labelled(table, labels, words)


def _of_all(edition: Edition, filters: Filters, column: str) -> int:
    """Number of all candidates of a list, whether it names them or not."""
    if column == "department_id":
        return measures.agreements_by_department(edition, filters).rows
    return int(
        measures.counts(edition, filters).table.iloc[0][tables.LABEL_KINDS[column]]
    )
