"""What a handout holds, before any form: sections, each with its sentence and numbers.

Knows no file format and no screen. Every number comes from a measure; every text is in
the language of the report; texts of the list stand as they are, escaped by no one yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Chart

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
class Section:
    """One figure, table or text of a handout, with all it must state.

    Attributes:
        key: its name, unique in a report, the same in every language.
        part: the part of PARTS it belongs to.
        title: what it is about.
        headline: one sentence saying what it shows, made from the numbers.
        caption: unit, and whether it adds up.
        chart: what is drawn, if anything.
        table: the same numbers for reading, or the list itself, of a long one only the
            rows that a form with pages shows; None if there is none.
        terms: words and what they mean.
        items: sentences, one below the other.
        rows: how many a long table has in all; 0 where `table` holds all.
        make_table: makes a long table with all its rows, for a form without pages.
    """

    key: str
    part: str
    title: str
    headline: str
    caption: str = ""
    chart: Chart | None = None
    table: pd.DataFrame | None = None
    terms: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()
    rows: int = 0
    make_table: Callable[[], pd.DataFrame | None] | None = None

    @property
    def adds_up(self) -> bool:
        """Whether what is drawn adds up to the n of the report."""
        return self.chart is not None and self.chart.adds_up

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
        created_on: the day, as this language writes it; "" if unknown.
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
    created_on: str
    sections: tuple[Section, ...]
