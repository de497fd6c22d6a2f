"""Handouts before any rendering: sections, each with its headline and numbers.

Knows no file format and no screen. Every number comes from a measure; every text is in
the language of the report; texts of the list are as printed and not escaped yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Chart

PARTS = (
    "summary",
    "headline",
    "map",
    "regions_types",
    "departments",
    "coverage",
    "timeline",
    "agreements",
    "rules",
    "source",
)
"""Parts that a reader can choose for a handout, in its order."""

EXHIBIT, APPENDIX, SHEETS = "exhibit", "appendix", "sheets"
"""Places of a section: what the committee sees first, what it looks up, and what only
files with sheets have."""


@dataclass(frozen=True)
class Section:
    """A figure, table or text of a handout, with everything it must state.

    Attributes:
        key: its name, unique in a report, the same in every language.
        part: the part of PARTS it belongs to.
        title: what it is about.
        headline: one sentence saying what it shows, written from the numbers.
        caption: unit, and whether it adds up.
        chart: what is drawn, if anything.
        table: the same numbers for reading, or the list itself, cut to the rows that
            renderers with pages show; None if there is no table.
        terms: terms and their definitions.
        items: sentences, one below the other.
        rows: number of rows before `table` was cut; 0 if it is never cut.
        make_table: builds the table with all its rows, for renderers without pages.
        place: EXHIBIT (its figure; the table is in the appendix), APPENDIX or SHEETS.
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
    place: str = APPENDIX

    @property
    def adds_up(self) -> bool:
        """Whether what is drawn adds up to the n of the report."""
        return self.chart is not None and self.chart.adds_up

    @property
    def table_caption(self) -> str:
        """The caption of the table by itself."""
        return (self.chart and self.chart.table_caption) or self.caption

    def whole_table(self) -> pd.DataFrame | None:
        """The table with all its rows, possibly built at each call."""
        return self.make_table() if self.make_table else self.table


@dataclass(frozen=True)
class Report:
    """A handout in one language.

    Attributes:
        lang: `ja` or `en`.
        title, publisher: of the list.
        edition, sha256: which list.
        n: number of agreements that pass the filters.
        facts: n, filters and edition, which every figure states.
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
