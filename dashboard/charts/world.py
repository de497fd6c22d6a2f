"""Maps: territories by one of their counts, institutions at their city.

The caption says how many institutions have no known city, and if only some are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from dashboard import measures, narration, tables
from dashboard.caching import memoize_by_identity
from dashboard.charts.bars import territory_lines
from dashboard.charts.crossed import MeasureRow
from dashboard.charts.model import HoverLines, WorldMap
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.map_window import MapWindow, Point, fitted_window
from dashboard.measures import MARKERS_SHOWN, Measure
from pipeline.model import Edition

WORLD = "world"
"""The view of all the world."""

NAMED_OUTSIDE = 5
"""So many territories are named that lie outside of a map, those with most agreements."""

MARKER_COLUMNS = [
    *("institution_id", "name", "latitude", "longitude"),
    *("agreements", "marked", "hover"),
]
NO_MARKERS = pd.DataFrame(columns=MARKER_COLUMNS)


@memoize_by_identity
def territory_map(
    edition: Edition,
    filters: Filters,
    counted: str,
    labels: Labels,
    words: Translator,
    *,
    markers: bool = True,
    view: str = WORLD,
) -> WorldMap:
    """Territories by one of their counts, with institutions as markers if wanted.

    `view` is WORLD or a region's id. Of the world a map shows all, but where the reader
    has chosen regions or territories it shows those.
    """
    measure = measures.agreements_by_territory(edition, filters)
    within = _within(measure.table, filters, view)
    caption = words(f"caption.map_{counted}")
    located = None
    if markers:
        located = measures.placed_institutions(edition, filters).table
        if len(located):
            caption += " " + words("caption.map_markers")
        missing = measures.unplaced_institutions(edition, filters)
        if missing:
            caption += " " + words.count("caption.map_unplaced", missing)
        if measures.agreements_by_institution(edition, filters).rows > MARKERS_SHOWN:
            caption += " " + words("caption.map_most", shown=MARKERS_SHOWN)
    caption += _outside(measure.table, within, labels, words)
    table = measure.table
    shown = table[table["territory_code"].isin(within)] if within else table
    return _map(
        measure,
        counted,
        located,
        labels,
        words,
        within=within,
        alt=narration.ranking_sentence(
            shown, "territory_code", "territories", counted, labels, words
        ),
        caption=caption,
        home=home_of(edition, words.lang),
    )


def home_of(edition: Edition, lang: str) -> tuple[Point, str] | None:
    """Place and name of the home institution, if the list's edition.toml gives them."""
    about = edition.about
    latitude, longitude = about.get("home_latitude"), about.get("home_longitude")
    if latitude is None or longitude is None:
        return None
    return (float(longitude), float(latitude)), about.get(f"home_{lang}", "")


@memoize_by_identity
def institution_map(
    edition: Edition, institution_id: str, labels: Labels, words: Translator
) -> WorldMap:
    """One institution and its territory on the map of their region, unfiltered."""
    everything = Filters()
    own = measures.agreements_by_institution(edition, everything).table
    own = own[own["institution_id"] == institution_id]
    territories = measures.agreements_by_territory(edition, everything).table
    here = territories[territories["territory_code"] == own["territory_code"].iloc[0]]
    n = int(own["agreements"].iloc[0])
    return _map(
        Measure(here, "agreements", adds_up=False, n=n),
        "agreements",
        own.dropna(subset=["latitude", "longitude"]),
        labels,
        words,
        within=_codes(here),
        alt=words("institution.map"),
    )


def _within(table: pd.DataFrame, filters: Filters, view: str) -> tuple[str, ...]:
    """The territories a map is fitted to; () for the whole world."""
    if view != WORLD:
        return _codes(table[table["region_id"] == view])
    return _codes(table) if filters.regions or filters.territories else ()


def _window(
    rows: Sequence[MeasureRow], located: pd.DataFrame | None, within: tuple[str, ...]
) -> MapWindow | None:
    """The window around territories, with the markers of their institutions."""
    placed = {row["territory_code"]: _point(row) for row in rows}
    seen = {c: point for c in within if (point := placed.get(c))}
    places: list[Point] = []
    if located is not None:
        inside = located[located["territory_code"].isin(within)]
        places = list(filter(None, map(_point, inside.to_dict("records"))))
    return fitted_window(seen, places)


def _point(row: MeasureRow) -> Point | None:
    """Longitude and latitude; None where unknown."""
    point = row["longitude"], row["latitude"]
    return None if any(map(pd.isna, point)) else point


def _codes(table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(code for code in table["territory_code"] if code)


def _outside(
    table: pd.DataFrame, within: tuple[str, ...], labels: Labels, words: Translator
) -> str:
    """What the caption says of counted territories that the map does not show."""
    if not within:
        return ""
    outside = [code for code in _codes(table) if code not in within]
    if not outside:
        return ""
    names = [labels.of("territories", code) for code in outside[:NAMED_OUTSIDE]]
    ending = "" if len(outside) <= NAMED_OUTSIDE else "_more"
    named = words.listed(names)
    sentence = words.count(f"caption.map_outside{ending}", len(outside), names=named)
    return " " + sentence


def _map(
    measure: Measure,
    counted: str,
    located: pd.DataFrame | None,
    labels: Labels,
    words: Translator,
    *,
    within: tuple[str, ...],
    alt: str,
    caption: str = "",
    home: tuple[Point, str] | None = None,
) -> WorldMap:
    """Map of a measure by territory, with markers for the `located` institutions."""
    rows = [row for row in measure.table.to_dict("records") if row["territory_code"]]
    codes = [row["territory_code"] for row in rows]
    lines = [territory_lines(labels, words, row) for row in rows]
    adds = "institutions_of_place" if counted == "institutions" else "agreements_add_up"
    return WorldMap(
        {row["territory_code"]: row[counted] for row in rows},
        {code: name for code, (name, *_) in zip(codes, lines, strict=True)},
        words(f"unit.{counted}"),
        NO_MARKERS if located is None else _markers(located, labels, words),
        "marked" not in labels.absent,
        hovers=dict(zip(codes, lines, strict=True)),
        points={row["territory_code"]: p for row in rows if (p := _point(row))},
        measure=measure,
        make_table=partial(tables.labelled, measure.table, labels, words),
        window=_window(rows, located, within),
        within=within,
        home=home,
        alt=alt,
        caption=caption,
        table_caption=words(f"caption.{adds}"),
    )


def _markers(located: pd.DataFrame, labels: Labels, words: Translator) -> pd.DataFrame:
    """Rows of `measures.placed_institutions` with names and hover lines."""
    hovers = [_marker_lines(row, labels, words) for row in located.to_dict("records")]
    names = [name for name, *_ in hovers]
    lines = pd.Series(hovers, index=located.index, dtype=object)
    shown = located.assign(name=names, hover=lines)[MARKER_COLUMNS]
    return shown.reset_index(drop=True)


def _marker_lines(row: MeasureRow, labels: Labels, words: Translator) -> HoverLines:
    """Hover lines of an institution: its name, city and counts."""
    territory = labels.of("territories", row["territory_code"])
    city = labels.tables["cities"].get(row["institution_id"], "")
    return (
        labels.of("institutions", row["institution_id"]),
        " · ".join(filter(None, (territory, city))),
        *(
            words.count(f"count.{unit}", row[unit])
            for unit in ("agreements", "marked")
            if unit not in labels.absent
        ),
    )
