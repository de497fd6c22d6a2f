"""The figure of gaps in exchange, and which filters a question of coverage can't use."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard import measures
from dashboard.caching import memoize_by_identity
from dashboard.charts.crossed import Row, crossed_table, marks_by
from dashboard.charts.model import SHOWN_BARS, SHOWN_COLUMNS, Lines, Matrix
from dashboard.filters import Filters, active_filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import GAP_DIMENSIONS, Measure
from dashboard.tables import KINDS
from pipeline.model import Edition

UNUSED = {
    "coverage_gaps": ("exchange",),
    "coverage_territories": ("exchange",),
    "coverage_departments": ("exchange",),
    "coverage_institutions": ("types", "exchange"),
}
"""Filters that would decide the answer by themselves, or hide the agreement that is
asked for: these questions leave them unused, and say so."""


def asked_with(key: str, filters: Filters) -> Filters:
    """The filters that a question of coverage uses."""
    nothing = Filters()
    unused = {name: getattr(nothing, name) for name in UNUSED.get(key, ())}
    return replace(filters, **unused)


def coverage_caption(
    key: str,
    text_id: str,
    measure: Measure,
    filters: Filters,
    labels: Labels,
    words: Translator,
) -> str:
    """The unit, the filters left unused, and what the list does not tell."""
    used = active_filters(asked_with(key, filters), labels)
    left = [choice for choice in active_filters(filters, labels) if choice not in used]
    parts = [words(text_id)]
    if left:
        named = words.listed([label for *_, label in left])
        parts.append(words("caption.filters_unused", filters=named))
    if measure.missing:
        parts.append(words.count("caption.untold", measure.missing))
    return " ".join(parts)


@memoize_by_identity
def gap_matrix(
    edition: Edition, filters: Filters, by: str, labels: Labels, words: Translator
) -> Matrix:
    """Departments by `region` or `territory`: agreements marked for exchange, and gaps.

    Of `filters` it uses those of `asked_with("coverage_gaps", filters)`.
    """
    asked = asked_with("coverage_gaps", filters)
    measure, column = measures.exchange_gaps(edition, asked, by), GAP_DIMENSIONS[by]
    table = measure.table
    keys = ("department_id", column)
    ids = [table[key].drop_duplicates().tolist() for key in keys]
    rows = table.to_dict("records")
    across = max(len(ids[1]), 1)
    lines = [rows[at : at + across] for at in range(0, len(rows), across)]
    drawn = [line[:SHOWN_COLUMNS] for line in lines[:SHOWN_BARS]]
    marks, hover = marks_by(*keys), partial(_hover, column, labels, words)
    cell = partial(_cell, words)
    return Matrix(
        tuple(labels.of("departments", key) for key in ids[0]),
        tuple(labels.of(KINDS[column], key) for key in ids[1]),
        tuple(tuple(row["marked"] for row in line) for line in lines),
        tuple(tuple(row["agreements"] == 0 for row in line) for line in lines),
        words("unit.marked"),
        hovers=tuple(tuple(map(hover, line)) for line in drawn),
        marks=tuple(tuple(map(marks, line)) for line in drawn),
        measure=measure,
        alt=_headline(table, column, words),
        caption=coverage_caption(
            "coverage_gaps", "caption.gaps", measure, filters, labels, words
        ),
        make_table=partial(crossed_table, table, keys, cell, "", labels, words),
        length=len(ids[0]),
    )


def _hover(column: str, labels: Labels, words: Translator, row: Row) -> Lines:
    """What a pair of department and region or territory says."""
    value = words(
        "figure.marked_of", marked=row["marked"], agreements=row["agreements"]
    )
    name = labels.of(KINDS[column], row[column])
    pair = words("figure.pair", column=name, value=value)
    return labels.of("departments", row["department_id"]), pair


def _cell(words: Translator, row: Row) -> object:
    """What a cell of the table holds: no agreement at all is a dash."""
    return row["marked"] if row["agreements"] else words("matrix.nothing")


def _headline(table: pd.DataFrame, column: str, words: Translator) -> str:
    """How many pairs there are, and how many of them are gaps of either kind."""
    teaching = table[~table["research"].astype(bool)]
    gaps = teaching[teaching["marked"] == 0]
    return words(
        f"headline.gaps_{column}",
        cells=len(teaching),
        gaps=len(gaps),
        unmarked=int((gaps["agreements"] > 0).sum()),
    )
