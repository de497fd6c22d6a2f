"""Figures before any rendering: bars, a matrix, a map of the world, cards.

Knows no file format and no screen. Every number comes from a measure; every text is in
one language and not escaped yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.map_window import MapWindow, Point
from dashboard.measures import Measure, Pivot

SHOWN_BARS = 30
"""Most rows that a figure on a page draws; its table has all."""

SHOWN_COLUMNS = 24
"""Most columns that a matrix on a page draws."""

HoverLines = tuple[str, ...]
"""Lines shown at the pointer, the first of them the name of what is pointed at."""

Selection = tuple[str, ...]
"""What a click selects: URL parameter, id, parameter, id ... (`filters.narrow`)."""


@dataclass(frozen=True)
class Card:
    """One headline number: what it is, its value, its unit or context, its meaning."""

    label: str
    value: str
    unit: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Described:
    """What every figure drawn from a measure states beside its numbers.

    Attributes:
        measure: what is drawn; its rows are those of the table.
        alt: what the figure shows, in one sentence, for screen readers.
        caption: unit, and whether it adds up.
        table_caption: of the table by itself, where the caption explains the drawing.
        make_table: builds the table with the same numbers, and further columns.
        length: number of rows, of which a page draws the first SHOWN_BARS; 0 where it
            draws all.
        across: number of columns, of which it draws the first SHOWN_COLUMNS.
        make_whole: builds the figure with all its rows, where this one has only those
            that a page draws.
    """

    measure: Measure | Pivot | None = None
    alt: str = ""
    caption: str = ""
    table_caption: str = ""
    make_table: Callable[[], pd.DataFrame] | None = None
    length: int = 0
    across: int = 0
    make_whole: Callable[[], Chart] | None = None

    @property
    def n(self) -> int:
        """The agreements that the figure is drawn from."""
        return self.measure.n if self.measure else 0

    @property
    def adds_up(self) -> bool:
        """Whether what is drawn adds up to the agreements it is drawn from."""
        return isinstance(self.measure, Measure) and self.measure.adds_up

    @property
    def clickable(self) -> bool:
        """Whether a click on what is drawn filters by it or opens it."""
        return False

    @property
    def table(self) -> pd.DataFrame | None:
        """The same numbers as a table, built at each access."""
        return self.make_table() if self.make_table else None


@dataclass(frozen=True)
class Series:
    """One colour of a bar chart.

    Attributes:
        label: its name.
        numbers: a number for each category of the chart.
        color: the kind and id that have this colour everywhere: `("type", "other")`,
            `("region", "asia")`, `("mark", "marked")`, `("accent", "")`.
        hovers: for each category; () where there is no bar, not even one of length 0.
        selections: for each category.
    """

    label: str
    numbers: tuple[float, ...]
    color: tuple[str, str]
    hovers: tuple[HoverLines, ...] = ()
    selections: tuple[Selection, ...] = ()

    def head(self, most: int) -> Series:
        """The series with its first `most` categories."""
        cut = {
            name: getattr(self, name)[:most]
            for name in ("numbers", "hovers", "selections")
        }
        return replace(self, **cut)


@dataclass(frozen=True)
class Bars(Described):
    """Horizontal bars, the first category on top; or upright, the first at the left.

    Attributes:
        categories: the label of each bar; two may be the same.
        series: stacked in this order where they add up, else side by side.
        stacked: whether the series of a category add up.
        unit: what the length of a bar counts.
        shares: whether the numbers are shares of 0-1.
        numbers_inside: whether each series shows its number inside its bar.
        ends: texts at the end of each bar on a page; () for its length.
        labels_above: whether labels are so long that they stand above their bars.
        reach: the length that the axis reaches at least, so that a figure has the scale
            of its neighbour.
        upright: whether the bars stand beside each other, as years do; all are drawn.
        running: a line over upright bars: for each category, the total so far.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool
    unit: str
    shares: bool = False
    numbers_inside: bool = False
    ends: tuple[str, ...] = ()
    labels_above: bool = False
    reach: float = 0
    upright: bool = False
    running: tuple[float, ...] = ()

    @property
    def totals(self) -> tuple[float, ...]:
        """The length of each whole bar, where the series add up."""
        lengths = (series.numbers for series in self.series)
        return tuple(map(sum, zip(*lengths, strict=True)))

    @property
    def clickable(self) -> bool:
        """Whether its bars filter."""
        return any(series.selections for series in self.series)

    def head(self, most: int) -> Bars:
        """The chart with its first `most` categories."""
        if len(self.categories) <= most:
            return self
        return replace(
            self,
            categories=self.categories[:most],
            series=tuple(series.head(most) for series in self.series),
            ends=self.ends[:most],
        )


@dataclass(frozen=True)
class WorldMap(Described):
    """Territories coloured by a count, institutions at their city.

    Attributes:
        counts: territory code (ISO 3166-1 alpha-3) to its count; others have none.
        names: territory code to label, for every territory counted.
        unit: what is counted.
        markers: a row is an institution whose city is known: institution_id, name,
            latitude, longitude (of the city), agreements, marked, hover.
        marks_exchange: whether the list marks exchange at all.
        hovers: territory code to its hover.
        points: territory code to longitude and latitude of a point inside, if known.
        window: the part of the world that is shown; None for all.
        within: the territories that it is fitted to; only these are coloured, as the
            caption names the others. () for all.
        home: the place and name of the home institution, if known.
    """

    counts: Mapping[str, int]
    names: Mapping[str, str]
    unit: str
    markers: pd.DataFrame
    marks_exchange: bool = True
    hovers: Mapping[str, HoverLines] = field(default_factory=dict)
    points: Mapping[str, Point] = field(default_factory=dict)
    window: MapWindow | None = None
    within: tuple[str, ...] = ()
    home: tuple[Point, str] | None = None

    @property
    def seen(self) -> dict[str, int]:
        """The counts above 0 that are coloured: those the map is fitted to."""
        codes = self.within or self.counts
        seen = {code: self.counts.get(code, 0) for code in codes}
        return {code: count for code, count in seen.items() if count > 0}

    def shows(self, place: Point) -> bool:
        """Whether a place lies in the part of the world that is shown."""
        if self.window is None:
            return True
        (west, east), (south, north) = self.window.longitudes, self.window.latitudes
        return (place[0] - west) % 360 <= east - west and south <= place[1] <= north

    @property
    def clickable(self) -> bool:
        """Whether land or markers are drawn."""
        return bool(self.counts) or not self.markers.empty


@dataclass(frozen=True)
class Matrix(Described):
    """Counts of pairs of a row and a column, gaps included.

    Attributes:
        rows, columns: their labels.
        counts: row by row.
        empty: row by row, whether nothing could count: a gap of another kind.
        unit: what is counted.
        shares: whether the counts are shares of 0-1.
        hovers: row by row, of what a page draws; () where it leaves the cell blank.
        selections: row by row, of the same cells.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[float, ...], ...]
    empty: tuple[tuple[bool, ...], ...]
    unit: str
    shares: bool = False
    hovers: tuple[tuple[HoverLines, ...], ...] = ()
    selections: tuple[tuple[Selection, ...], ...] = ()

    @property
    def clickable(self) -> bool:
        """Whether its cells filter."""
        return bool(self.selections)


@dataclass(frozen=True)
class Cards(Described):
    """Headline numbers side by side, which are never added to each other."""

    cards: tuple[Card, ...]

    @property
    def adds_up(self) -> bool:
        """False: headline numbers are never added."""
        return False


Chart = Bars | WorldMap | Matrix | Cards
Plotted = Bars | WorldMap | Matrix
"""Charts that are drawn on a page; cards are text there."""
