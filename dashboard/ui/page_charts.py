"""The figures of the pages, as values: nothing here shows or remembers anything.

A page shows them in its run; a reader who filters gets them before it (`live.endpoint`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from dashboard import measures, narration
from dashboard.caching import memoize_by_identity
from dashboard.figures import (
    MAP_CONFIG,
    VIEWS,
    Drawing,
    Spec,
    department_region_figure,
    drawn,
    map_figure,
    region_type_figure,
    region_type_share_figure,
    side_figure,
    territory_figure,
)
from dashboard.filters import Filters
from dashboard.i18n import Words
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.theme import Palette
from dashboard.ui import legend
from dashboard.ui.figure import Chart
from dashboard.ui.live.charts import static_url
from dashboard.ui.state import View
from pipeline.model import Edition

MAP_HEIGHT = {"wide": 500, "narrow": 236}


def map_chart(view: View, color: str, region: str, *, markers: bool) -> Chart:
    """The map; with markers it says what it can't place."""
    words, labels = view.words, view.labels
    chosen = (view.edition, view.filters)
    territories = measures.agreements_by_territory(*chosen)
    more = (color, region, markers, view.phone, labels, words, view.palette)
    caption = words(f"caption.map_{color}")
    if markers:
        caption += " " + words("caption.map_markers")
        missing = measures.unplaced_institutions(*chosen)
        if missing:
            caption += " " + words.count("caption.map_unplaced", missing)
        institutions = measures.agreements_by_institution(*chosen)
        if institutions.rows > measures.MARKERS_SHOWN:
            caption += " " + words("caption.map_most", shown=measures.MARKERS_SHOWN)
    marks = markers and measures.has_exchange(view.edition)
    return Chart(
        drawn_map(*chosen, *more),
        key="map",
        title=words("overview.map"),
        reading=_ranked(view, territories, "territory_code", "territories", color),
        measure=territories,
        caption=caption,
        legend=legend.of_markers(view) if marks else "",
        config=MAP_CONFIG,
    )


@memoize_by_identity
def drawn_map(
    edition: Edition,
    filters: Filters,
    color: str,
    region: str,
    markers: bool,
    phone: bool,
    labels: Labels,
    words: Words,
    palette: Palette,
) -> Spec:
    """The map of what the filters keep, drawn once for all readers."""
    territories = measures.agreements_by_territory(edition, filters)
    placed = pd.DataFrame()
    if markers:
        placed = measures.placed_institutions(edition, filters).table
    return map_figure(
        territories.table,
        placed,
        color,
        labels,
        words,
        palette,
        outlines_url=outlines_url(),
        view=region,
        height=MAP_HEIGHT["narrow" if phone else "wide"],
        scale=0.6 if phone else 1.0,
    ).stating(territories.n)


def outlines_url() -> str:
    """Where the browser gets the outlines."""
    return static_url("world_geo.geojson")


def map_colors(view: View) -> tuple[str, ...]:
    """What the map can be coloured by, the first without being asked."""
    marked = ("marked",) if measures.has_exchange(view.edition) else ()
    return ("agreements", "institutions", *marked)


def map_views(view: View) -> tuple[str, ...]:
    """The world, and the regions that the filters keep and the map can show."""
    regions = measures.agreements_by_region(view.edition, view.filters).table
    shown = [one for one in regions["region_id"] if one in VIEWS]
    return ("world", *shown)


def territory_chart(view: View, color: str) -> Chart:
    """Territories as bars, most first."""
    words, labels = view.words, view.labels
    territories = measures.agreements_by_territory(view.edition, view.filters)
    adds = "institutions_of_place" if color == "institutions" else "agreements_add_up"
    return Chart(
        drawn(territories, territory_figure, color, labels, words, view.palette),
        key="territories",
        title=words("map.ranking", unit=words(f"unit.{color}")),
        reading=_ranked(view, territories, "territory_code", "territories", color),
        measure=territories,
        caption=words(f"caption.{adds}"),
        legend=legend.of_regions(view, territories.table["region_id"]),
    )


def region_type_chart(view: View) -> Chart:
    """Agreements of regions by type, on the overview."""
    measure = measures.region_by_type(view.edition, view.filters, "agreements")
    return _by_type(
        view,
        measure,
        region_type_figure,
        key="region_type",
        title=view.words("overview.types"),
        reading=_ranked(view, measure, "region_id", "regions", "agreements"),
        caption=view.words("caption.agreements_add_up"),
    )


REGION_TYPE_UNITS = ("agreements", "institutions")
"""What regions by type can be counted in, the first without being asked."""


def count_chart(view: View, unit: str) -> Chart:
    """Regions by type as counts."""
    chosen = (view.edition, view.filters)
    measure = measures.region_by_type(*chosen, unit)
    regions = measures.agreements_by_region(*chosen)
    adds = "agreements_add_up" if measure.adds_up else "institutions_of_types"
    return _by_type(
        view,
        measure,
        region_type_figure,
        key="counts",
        title=view.words("regions_types.counts"),
        reading=_ranked(view, regions, "region_id", "regions", unit),
        caption=view.words(f"caption.{adds}"),
    )


def share_chart(view: View, unit: str) -> Chart:
    """Regions by type as shares of each region."""
    chosen = (view.edition, view.filters)
    types = measures.agreements_by_type(*chosen)
    return _by_type(
        view,
        measures.region_by_type(*chosen, unit),
        region_type_share_figure,
        key="shares",
        title=view.words("regions_types.shares"),
        reading=_ranked(view, types, "agreement_type_id", "types", unit),
        caption=view.words(f"caption.shares_of_{unit}"),
    )


def _by_type(
    view: View, measure: Measure, draw: Callable[..., Drawing], **said: str
) -> Chart:
    """Regions by type, drawn one way or the other; `said` is key and texts."""
    return Chart(
        drawn(measure, draw, view.labels, view.words, view.palette),
        measure=measure,
        legend=legend.of_types(view, measure.table["agreement_type_id"]),
        **said,
    )


def _ranked(view: View, measure: Measure, column: str, kind: str, unit: str) -> str:
    """Who comes first, in one sentence."""
    return narration.ranking_sentence(
        measure.table, column, kind, unit, view.labels, view.words
    )


SIDES = {"teaching": False, "research": True}
"""Departments that teach, and those that only do research."""


def side_table(measure: Measure, side: str) -> pd.DataFrame:
    """The departments of one side."""
    return measure.table[measure.table["research"] == SIDES[side]]


def side_chart(view: View, side: str) -> Chart | None:
    """Departments of one side by region; None where there is none."""
    words, labels = view.words, view.labels
    measure = measures.agreements_by_department(view.edition, view.filters)
    part = side_table(measure, side)
    if part.empty:
        return None
    marks = measures.has_exchange(view.edition)
    return Chart(
        drawn(measure, side_figure, SIDES[side], labels, words, view.palette),
        key=side,
        title=words(f"departments.{side}"),
        reading=narration.department_sentence(part, labels, words),
        measure=measure,
        caption=_of_departments(view),
        legend=legend.of_marks(view) if marks else "",
        rows=part.shape[0],
    )


def department_region_chart(view: View) -> Chart | None:
    """Marked agreements of departments by region; None where none is marked."""
    words, labels = view.words, view.labels
    measure = measures.marked_by_department_and_region(view.edition, view.filters)
    if measure.table.empty:
        return None
    return Chart(
        drawn(measure, department_region_figure, labels, words, view.palette),
        key="department_region",
        title=words("departments.regions"),
        reading=_ranked(view, measure, "department_id", "departments", "marked"),
        measure=measure,
        caption=_of_departments(view),
        legend=legend.of_regions(view, measure.table["region_id"]),
        rows=measure.table["department_id"].nunique(),
    )


def _of_departments(view: View) -> str:
    caption = view.words("caption.departments")
    if view.filters.departments:
        caption += " " + view.words("caption.departments_filtered")
    return caption


Controls = Mapping[str, str]


def _one_of(choices: tuple[str, ...], asked: str) -> str:
    return asked if asked in choices else choices[0]


def _overview(view: View, _controls: Controls) -> Iterator[Chart | None]:
    yield map_chart(view, "agreements", "world", markers=False)
    yield region_type_chart(view)


def _map(view: View, controls: Controls) -> Iterator[Chart | None]:
    color = _one_of(map_colors(view), controls.get("color", ""))
    region = _one_of(map_views(view), controls.get("view", ""))
    yield map_chart(view, color, region, markers=True)
    yield territory_chart(view, color)


def _regions_types(view: View, controls: Controls) -> Iterator[Chart | None]:
    unit = _one_of(REGION_TYPE_UNITS, controls.get("unit", ""))
    yield count_chart(view, unit)
    yield share_chart(view, unit)


def _departments(view: View, _controls: Controls) -> Iterator[Chart | None]:
    for side in SIDES:
        yield side_chart(view, side)
    yield department_region_chart(view)


CHARTS: Mapping[str, Callable[[View, Controls], Iterator[Chart | None]]] = {
    "overview": _overview,
    "map": _map,
    "regions_types": _regions_types,
    "departments": _departments,
}
"""Page -> its figures, from what is looked at and how a link asks to show it."""


def charts_of(page: str, view: View, controls: Controls) -> list[Chart]:
    """The figures of a page, in its order; none of a page that is not in `CHARTS`."""
    made = CHARTS[page](view, controls) if page in CHARTS else ()
    return [chart for chart in made if chart]
