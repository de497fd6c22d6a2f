"""The figures of each page, under given filters and controls; nothing is shown here.

The page shows them when it runs; the endpoint sends them before (`live.endpoint`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dashboard import charts, measures
from dashboard.charts import SIDES, WORLD, Bars, Plotted
from dashboard.filters import FIELDS, Filters, options
from dashboard.measures import COMPARED, COUNTED, GAP_DIMENSIONS, PIVOTED
from dashboard.ui.controls import NOTHING
from dashboard.ui.state import View

Controls = Mapping[str, str]
Made = TypeVar("Made", bound=Plotted)


@dataclass(frozen=True)
class PageChart:
    """A figure of a page.

    Attributes:
        key: its name, unique on the page.
        title: what it is about.
        chart: what it shows.
        filters: those that it uses.
        lead: an introduction below the title.
        has_table: whether its table is below it, not elsewhere on the page.
    """

    key: str
    title: str
    chart: Plotted
    filters: Filters
    lead: str = ""
    has_table: bool = True


def charts_of(page: str, view: View, controls: Controls) -> list[PageChart]:
    """Return the figures of a page in its order; none if it is not in `CHARTS`."""
    return list(CHARTS[page](view, controls)) if page in CHARTS else []


def map_colors(view: View) -> tuple[str, ...]:
    """Return what the map can be coloured by, the default first."""
    return ("agreements", "institutions", *(() if view.labels.absent else ("marked",)))


def map_views(view: View) -> tuple[str, ...]:
    """Return the world, and the regions that pass the filters."""
    regions = measures.agreements_by_region(view.edition, view.filters).table
    return (WORLD, *filter(None, regions["region_id"]))


REGION_TYPE_UNITS = ("agreements", "institutions")
"""The units of regions by type, the default first."""


def pivot_rows(view: View) -> list[str]:
    """Return what the rows of the pivot table can be, the default first."""
    absent = ("", "exchange") if view.labels.absent else ("",)
    return [side for side in PIVOTED if side not in absent]


def pivot_columns(view: View, rows: str) -> list[str]:
    """Return what the columns of the pivot table can be beside `rows`."""
    return [NOTHING, *(side for side in pivot_rows(view) if side != rows)]


def pivot_units(view: View) -> list[str]:
    """Return what the pivot table can count."""
    return [unit for unit in COUNTED if unit not in view.labels.absent]


def compared_kinds(view: View) -> list[str]:
    """Return the dimensions of which two values can be compared, the default first."""
    return [kind for kind in COMPARED if len(options(view.edition, FIELDS[kind])) > 1]


def compared_pair(view: View, kind: str, controls: Controls) -> tuple[str, str]:
    """Return the two ids that are compared: those asked for, else the two largest.

    They may be the same, which the page says.
    """
    ids = charts.ranked_choices(view.edition, view.filters, kind)
    first, second = ids[:2]
    asked = [controls.get(name, "") for name in ("one", "two")]
    one, two = (id_ if id_ in ids else "" for id_ in asked)
    one = one or (second if two == first else first)
    return one, two or (second if one == first else first)


def _chosen(choices: Sequence[str], requested: str | None) -> str:
    return requested if requested and requested in choices else choices[0]


def _describe(
    view: View, make: Callable[..., Made], /, *arguments: object, **options: object
) -> Made:
    return make(
        view.edition, view.filters, *arguments, view.labels, view.words, **options
    )


def _overview(view: View, _controls: Controls) -> Iterator[PageChart]:
    world = _describe(view, charts.territory_map, "agreements", markers=False)
    yield PageChart("map", view.words("overview.map"), world, view.filters)
    bars = _describe(view, charts.region_type_bars, "agreements")
    yield PageChart("region_type", view.words("overview.types"), bars, view.filters)


def _map(view: View, controls: Controls) -> Iterator[PageChart]:
    words = view.words
    color = _chosen(map_colors(view), controls.get("color"))
    region = _chosen(map_views(view), controls.get("view"))
    world = _describe(view, charts.territory_map, color, view=region)
    bars = _describe(view, charts.territory_bars, color)
    ranking = words("map.ranking", unit=words(f"unit.{color}"))
    for key, title, chart in (
        ("map", words("overview.map"), world),
        ("territories", ranking, bars),
    ):
        yield PageChart(key, title, chart, view.filters, has_table=False)


def _regions_types(view: View, controls: Controls) -> Iterator[PageChart]:
    unit = _chosen(REGION_TYPE_UNITS, controls.get("unit"))
    for key, make in (
        ("counts", charts.region_type_bars),
        ("shares", charts.region_type_shares),
    ):
        title = view.words(f"regions_types.{key}")
        yield PageChart(key, title, _describe(view, make, unit), view.filters)
    if measures.other_leads(view.edition, view.filters):
        printed = _describe(view, charts.printed_type_bars)
        title = view.words("regions_types.printed")
        yield PageChart("printed", title, printed, view.filters)


def _departments(view: View, _controls: Controls) -> Iterator[PageChart]:
    sides = {side: _describe(view, charts.department_bars, side) for side in SIDES}
    reach = max(length for bars in sides.values() for length in (*bars.totals, 0))
    for side, bars in sides.items():
        used = charts.side_filters(view.edition, view.filters, side)
        yield from _of_departments(view, side, side, replace(bars, reach=reach), used)
    marked = charts.marked_only(view.filters)
    by_region = _describe(view, charts.department_region_bars)
    yield from _of_departments(view, "department_region", "regions", by_region, marked)


def _of_departments(
    view: View, key: str, name: str, bars: Bars, used: Filters
) -> Iterator[PageChart]:
    if bars.length:
        title, lead = (view.words(f"departments.{name}{end}") for end in ("", "_lead"))
        yield PageChart(key, title, bars, used, lead)


def _coverage(view: View, controls: Controls) -> Iterator[PageChart]:
    by = _chosen(list(GAP_DIMENSIONS), controls.get("by"))
    matrix = _describe(view, charts.gap_matrix, by)
    if matrix.length:
        filters = charts.usable_filters("coverage_gaps", view.filters)
        yield PageChart("gaps", view.words("coverage.gaps"), matrix, filters)


def _compare(view: View, controls: Controls) -> Iterator[PageChart]:
    words = view.words
    if not (kinds := compared_kinds(view)):
        return
    kind = _chosen(kinds, controls.get("compare"))
    pair = compared_pair(view, kind, controls)
    if pair[0] == pair[1]:
        return
    used = charts.compared_filters(view.filters, kind, pair)
    if measures.counts(view.edition, used).empty:
        return
    parts = ["region" if kind == "agreement_type" else "type"]
    parts += [] if view.labels.absent else ["exchange"]
    for by in parts:
        bars = _describe(view, charts.comparison_bars, kind, pair, by)
        title = words("compare.by", by=words(f"column.{PIVOTED[by]}"))
        yield PageChart(f"compare_{by}", title, bars, used)


def _explore(view: View, controls: Controls) -> Iterator[PageChart]:
    rows = _chosen(pivot_rows(view), controls.get("rows"))
    columns = _chosen(pivot_columns(view, rows), controls.get("columns"))
    counted = _chosen(pivot_units(view), controls.get("counted"))
    pivot = (rows, "" if columns == NOTHING else columns, counted)
    chart = _describe(view, charts.pivot_chart, pivot)
    title = view.words("explore.title")
    yield PageChart("pivot", title, chart, view.filters, has_table=False)


def _timeline(view: View, _controls: Controls) -> Iterator[PageChart]:
    if "signed_on" in measures.optional_columns(view.edition):
        bars = _describe(view, charts.year_bars)
        if bars.alt:
            title = view.words("timeline.signed")
            yield PageChart("years", title, bars, view.filters)


def _findings(view: View, _controls: Controls) -> Iterator[PageChart]:
    bars = _describe(view, charts.rule_bars)
    if bars.length:
        yield PageChart("rules", view.words("findings.repairs"), bars, view.filters)


CHARTS: Mapping[str, Callable[[View, Controls], Iterator[PageChart]]] = {
    "overview": _overview,
    "map": _map,
    "regions_types": _regions_types,
    "departments": _departments,
    "coverage": _coverage,
    "compare": _compare,
    "explore": _explore,
    "timeline": _timeline,
    "findings": _findings,
}
"""Page -> the function that makes its figures from a view and the controls."""
