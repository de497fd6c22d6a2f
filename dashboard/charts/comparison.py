"""Two values of a dimension side by side, as bars by type, region or mark."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from dashboard import measures
from dashboard.caching import memoize_by_identity
from dashboard.charts.crossed import (
    Crossing,
    MeasureRow,
    crossed_bars,
    crossed_table,
    selection_by,
)
from dashboard.charts.model import Bars, HoverLines
from dashboard.filters import FIELDS, PARAMETERS, Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import COMPARED, PIVOTED
from dashboard.tables import LABEL_KINDS
from pipeline.model import Edition


def compared_filters(
    filters: Filters, dimension: str, pair: tuple[str, str]
) -> Filters:
    """The filters of the agreements of both sides; others of their field are unused."""
    field: dict[str, Any] = {FIELDS[dimension]: pair}
    return replace(filters, **field)


def ranked_choices(edition: Edition, filters: Filters, dimension: str) -> list[str]:
    """The values of a dimension, those with most agreements under other filters first."""
    table = measures.agreements_by_choice(edition, filters).table
    rows = table[table["field"] == PARAMETERS[FIELDS[dimension]]]
    ranked = rows.sort_values("agreements", ascending=False, kind="stable")
    choices: list[str] = ranked["choice"].tolist()
    return choices


@memoize_by_identity
def comparison_bars(
    edition: Edition,
    filters: Filters,
    dimension: str,
    pair: tuple[str, str],
    by: str,
    labels: Labels,
    words: Translator,
) -> Bars:
    """Two bars, in parts of another dimension: `type`, `region` or `exchange`."""
    used = compared_filters(filters, dimension, pair)
    measure = measures.compare_by(edition, used, dimension, pair, by)
    ids = COMPARED[dimension], PIVOTED[by]
    kinds = LABEL_KINDS[ids[0]], LABEL_KINDS[ids[1]]

    def hover(row: MeasureRow) -> HoverLines:
        side, part = (labels.of(k, row[c]) for k, c in zip(kinds, ids, strict=True))
        number = words.count("count.agreements", row["agreements"])
        return side, words("figure.pair", column=part, value=number)

    crossing = Crossing(*ids, "agreements", hover, selection_by(*ids))
    names, series = crossed_bars(measure.table, crossing, labels)
    if by == "exchange":
        series = tuple(replace(one, color=("mark", one.color[1])) for one in series)
    bars = Bars(
        names,
        series,
        stacked=True,
        unit=words("unit.agreements"),
        numbers_inside=True,
        labels_above=dimension == "department",
        measure=measure,
        alt=words("compare.reading", sides=words.listed(list(names))),
        caption=words("caption.compare_bars"),
    )
    table = partial(
        crossed_table,
        *(measure.table, ids, lambda row: row["agreements"], 0, labels, words),
        bars.totals,
    )
    return replace(bars, make_table=table)
