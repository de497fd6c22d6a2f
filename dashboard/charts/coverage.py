"""The matrix of gaps in exchange, and the filters that coverage leaves unused.

A filter that would decide the answer by itself is not applied; the caption says so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard import measures
from dashboard.caching import memoize_by_identity
from dashboard.charts.crossed import MeasureRow, crossed_table, selection_by
from dashboard.charts.model import SHOWN_BARS, SHOWN_COLUMNS, HoverLines, Matrix
from dashboard.filters import Filters, active_filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import GAP_DIMENSIONS, Measure
from dashboard.tables import LABEL_KINDS
from pipeline.model import Edition

UNUSED_FILTERS = {
    "coverage_gaps": ("exchange",),
    "coverage_territories": ("exchange",),
    "coverage_departments": ("exchange",),
    "coverage_institutions": ("types", "exchange"),
}
"""Section -> filters that it does not apply, because they would decide the answer by
themselves or hide the agreements in question."""


def usable_filters(key: str, filters: Filters) -> Filters:
    """Return the filters without those that a section of coverage leaves unused."""
    nothing = Filters()
    unused = {name: getattr(nothing, name) for name in UNUSED_FILTERS.get(key, ())}
    return replace(filters, **unused)


def coverage_caption(
    key: str,
    text_id: str,
    measure: Measure,
    filters: Filters,
    labels: Labels,
    words: Translator,
) -> str:
    """The unit, the unused filters, and how many agreements give no answer."""
    used = active_filters(usable_filters(key, filters), labels)
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

    Applies the filters that `usable_filters("coverage_gaps", filters)` returns.
    """
    used = usable_filters("coverage_gaps", filters)
    measure, column = measures.exchange_gaps(edition, used, by), GAP_DIMENSIONS[by]
    table = measure.table
    keys = ("department_id", column)
    ids = [table[key].drop_duplicates().tolist() for key in keys]
    rows = table.to_dict("records")
    across = max(len(ids[1]), 1)
    lines = [rows[at : at + across] for at in range(0, len(rows), across)]
    drawn = [line[:SHOWN_COLUMNS] for line in lines[:SHOWN_BARS]]
    selection, hover = selection_by(*keys), partial(_hover, column, labels, words)
    cell = partial(_cell, words)
    return Matrix(
        tuple(labels.of("departments", key) for key in ids[0]),
        tuple(labels.of(LABEL_KINDS[column], key) for key in ids[1]),
        tuple(tuple(row["marked"] for row in line) for line in lines),
        tuple(tuple(row["agreements"] == 0 for row in line) for line in lines),
        words("unit.marked"),
        hovers=tuple(tuple(map(hover, line)) for line in drawn),
        selections=tuple(tuple(map(selection, line)) for line in drawn),
        measure=measure,
        alt=_headline(table, column, words),
        caption=coverage_caption(
            "coverage_gaps", "caption.gaps", measure, filters, labels, words
        ),
        make_table=partial(crossed_table, table, keys, cell, "", labels, words),
        length=len(ids[0]),
        across=len(ids[1]),
    )


def _hover(
    column: str, labels: Labels, words: Translator, row: MeasureRow
) -> HoverLines:
    """Hover lines of a pair of department and region or territory."""
    value = words(
        "figure.marked_of", marked=row["marked"], agreements=row["agreements"]
    )
    name = labels.of(LABEL_KINDS[column], row[column])
    pair = words("figure.pair", column=name, value=value)
    return labels.of("departments", row["department_id"]), pair


def _cell(words: Translator, row: MeasureRow) -> object:
    """Content of a table cell; a dash where there is no agreement at all."""
    return row["marked"] if row["agreements"] else words("matrix.nothing")


def _headline(table: pd.DataFrame, column: str, words: Translator) -> str:
    """Say how many pairs there are, and how many are gaps of either kind."""
    teaching = table[~table["research"].astype(bool)]
    gaps = teaching[teaching["marked"] == 0]
    return words(
        f"headline.gaps_{column}",
        cells=len(teaching),
        gaps=len(gaps),
        unmarked=int((gaps["agreements"] > 0).sum()),
    )
