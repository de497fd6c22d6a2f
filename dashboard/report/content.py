"""What a handout holds, before any form: sections, each with its sentence and numbers.

Knows no file format and no screen. Every number comes from a measure; every text is in
the language of the report; texts of the list stand as they are, escaped by no one yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.html import Card

PARTS = (
    "headline",
    "map",
    "regions_types",
    "departments",
    "coverage",
    "agreements",
    "rules",
    "source",
)
"""What a reader can choose to put into a handout, in its order."""


@dataclass(frozen=True)
class Series:
    """One colour of a bar chart.

    Attributes:
        label: what it is called.
        numbers: one per category of the chart.
        color: the kind and id whose colour it has everywhere: `("type", "other")`,
            `("region", "asia")`, `("mark", "marked")`, `("accent", "")`.
    """

    label: str
    numbers: tuple[float, ...]
    color: tuple[str, str]


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first category on top.

    Attributes:
        categories: what each bar is called; two may be called alike.
        series: stacked in this order where they add up, else side by side.
        stacked: whether the series of a category add up.
        unit: what the length of a bar counts.
        shares: whether the numbers are shares of 0-1.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool
    unit: str
    shares: bool = False

    @property
    def totals(self) -> tuple[float, ...]:
        """The length of each whole bar, where the series add up."""
        lengths = (series.numbers for series in self.series)
        return tuple(map(sum, zip(*lengths, strict=True)))


@dataclass(frozen=True)
class WorldMap:
    """Territories coloured by a count, institutions at their city.

    Attributes:
        counts: territory code (ISO 3166-1 alpha-3) to its count; others have none.
        names: territory code to label, for every territory counted.
        unit: what is counted.
        markers: a row is an institution whose city is known: institution_id, name,
            latitude, longitude (of the city), agreements, marked.
        marks: whether the list marks exchange at all.
    """

    counts: Mapping[str, int]
    names: Mapping[str, str]
    unit: str
    markers: pd.DataFrame
    marks: bool = True


@dataclass(frozen=True)
class Matrix:
    """Counts of two things together, gaps included.

    Attributes:
        rows, columns: their labels.
        counts: row by row.
        empty: where there is nothing that could count: a gap of another kind.
        unit: what is counted.
        shares: whether the counts are shares of 0-1.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[float, ...], ...]
    empty: tuple[tuple[bool, ...], ...]
    unit: str
    shares: bool = False


@dataclass(frozen=True)
class Cards:
    """Headline numbers side by side."""

    cards: tuple[Card, ...]


Drawing = Bars | WorldMap | Matrix | Cards


@dataclass(frozen=True)
class Section:
    """One figure, table or text of a handout, with all it must state.

    Attributes:
        key: its name, unique in a report, the same in every language.
        part: the part of PARTS it belongs to.
        title: what it is about.
        headline: one sentence saying what it shows, made from the numbers.
        caption: unit, and whether it adds up.
        drawing: what is drawn, if anything.
        table: the same numbers for reading, or the list itself, of a long one only the
            rows that a form with pages shows; None if there is none.
        terms: words and what they mean.
        items: sentences, one below the other.
        rows: how many a long table has in all; 0 where `table` holds all.
        make_table: makes a long table with all its rows, for a form without pages.
        adds_up: whether what is drawn adds up to the n of the report.
    """

    key: str
    part: str
    title: str
    headline: str
    caption: str = ""
    drawing: Drawing | None = None
    table: pd.DataFrame | None = None
    terms: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()
    rows: int = 0
    make_table: Callable[[], pd.DataFrame | None] | None = None
    adds_up: bool = False

    def whole_table(self) -> pd.DataFrame | None:
        """The table with all its rows, which may be made anew each time."""
        return self.make_table() if self.make_table else self.table


@dataclass(frozen=True)
class Report:
    """A handout in one language.

    Attributes:
        lang: `ja` or `en`.
        title, publisher: of the list.
        edition, sha256: which list.
        n: agreements kept by the filters.
        facts: what every figure states: n, filters, edition.
        link: the address of the same view; "" if unknown.
        made_on: the day, as this language writes it; "" if unknown.
        sections: in order.
    """

    lang: str
    title: str
    publisher: str
    edition: str
    sha256: str
    n: int
    facts: tuple[str, ...]
    link: str
    made_on: str
    sections: tuple[Section, ...]
