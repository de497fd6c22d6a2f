"""A report as screens of a presentation: one figure, or as much text as can be read.

Knows no page. A screen is 1920 by 1080 pixels with nothing smaller than 24; what is
longer than a screen goes on over the next ones, and what is too long for that says how
much of it is shown and where the rest is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pandas as pd

from dashboard.charts import Bars, Card, Cards, Chart, WorldMap
from dashboard.exports.texts import lines_of
from dashboard.figures import bars_that_fit
from dashboard.i18n import Translator
from dashboard.line_breaks import display_width
from dashboard.report import PARTS, Report, Section

LINES = 21.2
"""Lines of text on a screen without its headline and caption."""

LINE_WIDTH = 128
"""Half-width characters in a line of text."""

HEADLINE_WIDTH, HEADLINE_LINES = 66, 1.8
"""Half-width characters in a line of the headline; lines of text such a line takes."""

LONG_HEADLINE = 2 * HEADLINE_WIDTH
"""A longer headline is smaller: `SMALLER` of its usual size."""

SMALLER = 0.8

LARGER = 1.2
"""Where there is room, text is so much larger."""

ROW_SPACE = 0.45
"""Lines of empty space that a row or a sentence takes beside its text."""

TERM_WIDTH = 26
"""Half-width characters before the text of a term."""

MOST_SCREENS = 4
"""A table that needs more screens shows only its first."""

MOST_TABLE_ROWS = 80
"""More rows than fit on `MOST_SCREENS`, however short they are."""

LONGEST_COLUMN = 60
"""Half-width characters that a column asks for at most."""

SECTION_PAGES = {
    "headline": "overview",
    "rules": "about",
    "source": "about",
    "findings": "findings",
}
"""Key or part of a section -> the page that shows the same at length, if not alike."""

LEFT_OUT = {
    "agreements": {"findings", "region_id", "source_row"},
}
"""Columns of a section's table for which a screen has no room."""

CUT_CAPTIONS = {"agreements": "caption.agreements_each"}
"""The caption of a section of which only a part is shown, where it says how much."""

OTHER_NAME = {"ja": "institution_other", "en": "institution_text"}

Item = TypeVar("Item")


@dataclass(frozen=True)
class Screen:
    """What stands on one screen.

    Attributes:
        section: the section it shows, or that part of it which fits.
        page: the page that shows the same at length.
        part, parts: which screen of the section it is, counted from 1, and of how many.
        large: whether it has so little text that this can be larger.
        shown, rows: how many rows or bars are shown of how many, where some are on no
            screen; else 0.
    """

    section: Section
    page: str
    part: int = 1
    parts: int = 1
    large: bool = False
    shown: int = 0
    rows: int = 0


@dataclass(frozen=True)
class _TextArea:
    """The room for text: lines, and half-width characters in each."""

    lines: float
    width: float

    def larger(self) -> _TextArea:
        """The same room in larger lines."""
        return _TextArea(self.lines / LARGER, self.width / LARGER)


def screens_of(report: Report, words: Translator) -> tuple[Screen, ...]:
    """The screens of a report, in its order."""
    return tuple(
        screen
        for section in report.sections
        for screen in _screens(_prepared(section, words), words)
    )


def is_long(headline: str) -> bool:
    """Whether a headline must be smaller to leave room."""
    return display_width(headline) > LONG_HEADLINE


def has_screens(page: str) -> bool:
    """Whether a presentation may show what a page shows."""
    return page in SECTION_PAGES.values() or page in {
        SECTION_PAGES.get(one, one) for one in PARTS
    }


def screen_named(screens: Sequence[Screen], name: str) -> int | None:
    """The place, from 1, of a screen given by number or by section or page.

    Returns:
        None where there is no such screen.
    """
    if name.isascii() and name.isdigit():
        return int(name) if len(name) < 10 and 1 <= int(name) <= len(screens) else None
    for place, screen in enumerate(screens, start=1):
        if name in (screen.section.key, screen.section.part):
            return place
    for place, screen in enumerate(screens, start=1):
        if name == screen.page:
            return place
    return None


def _screens(section: Section, words: Translator) -> Iterator[Screen]:
    area = _text_area(section)
    pieces = list(_pieces(section, area))
    shown, rows = _shown(section, pieces)
    if rows and section.key in CUT_CAPTIONS:
        caption = words(CUT_CAPTIONS[section.key])
        pieces = [replace(piece, caption=caption) for piece in pieces]
    page = SECTION_PAGES.get(section.key, SECTION_PAGES.get(section.part, section.part))
    large = all(_fits(piece, area.larger()) for piece in pieces)
    for part, piece in enumerate(pieces, start=1):
        yield Screen(piece, page, part, len(pieces), large, shown, rows)


def _prepared(section: Section, words: Translator) -> Section:
    """The section without columns that have no room; a single row as cards."""
    table = section.table
    if table is None or _is_drawn(section.chart):
        return section
    left_out = LEFT_OUT.get(section.key, set())
    if left_out:
        left_out = left_out | {OTHER_NAME[words.lang]}
    names = {words(f"column.{one}") for one in left_out}
    table = table[[one for one in table.columns if one not in names]]
    if len(table) == 1 and not section.terms:
        cards = [_card(name, table[name].iloc[0], words) for name in table.columns]
        return replace(section, table=None, chart=Cards(tuple(cards)))
    return replace(section, table=table)


def _card(name: str, value: object, words: Translator) -> Card:
    if not isinstance(value, int | float | np.integer | np.floating):
        return Card(name, str(value), "", "")
    write = words.decimal if name.endswith("%") else words.number
    return Card(name, write(float(value)), "", "")


def _text_area(section: Section) -> _TextArea:
    """The room that headline and caption leave."""
    size = SMALLER if is_long(section.headline) else 1.0
    lines = lines_of(section.headline, HEADLINE_WIDTH / size)
    taken = lines * HEADLINE_LINES * size + lines_of(section.caption, LINE_WIDTH)
    return _TextArea(LINES - taken, LINE_WIDTH)


def _shown(section: Section, pieces: Sequence[Section]) -> tuple[int, int]:
    """How many rows or bars are on a screen, of how many; zeros where all are."""
    if isinstance(section.chart, Bars):
        shown = bars_that_fit(section.chart.categories)
        rows = len(section.chart.categories)
    elif section.table is not None and not _is_drawn(section.chart):
        shown = sum(0 if one.table is None else len(one.table) for one in pieces)
        rows = section.rows or len(section.table)
    else:
        return 0, 0
    return (shown, rows) if shown < rows else (0, 0)


def _pieces(section: Section, area: _TextArea) -> Iterator[Section]:
    """The section, one screen at a time."""
    bare = replace(section, chart=None, table=None, terms=(), items=())
    drawn = _is_drawn(section.chart)
    if drawn:
        yield replace(bare, chart=section.chart)
    for terms in _filled(section.terms, area, _term_lines):
        yield replace(bare, terms=tuple(terms))
    for items in _filled(section.items, area, _item_lines):
        yield replace(bare, items=tuple(items))
    if section.table is not None and not drawn:
        for table in _table_pieces(section.table, area):
            yield replace(bare, table=table)
    elif not (drawn or section.terms or section.items):
        yield bare


def _is_drawn(chart: Chart | None) -> bool:
    """A matrix is read as its table; all else has a figure."""
    return isinstance(chart, Bars | WorldMap | Cards)


def _fits(piece: Section, area: _TextArea) -> bool:
    """Whether the text of a screen fits into a room."""
    if piece.table is not None:
        return _table_lines(_sizes(piece.table), area.width) <= area.lines
    return len(list(_filled(piece.terms, area, _term_lines))) <= 1 and (
        len(list(_filled(piece.items, area, _item_lines))) <= 1
    )


def _filled(
    rows: Sequence[Item], area: _TextArea, lines: Callable[[Item, float], float]
) -> Iterator[list[Item]]:
    """Rows in groups that each fit on a screen; a row too long for one has its own."""
    group: list[Item] = []
    used = 0.0
    for row in rows:
        needed = lines(row, area.width) + ROW_SPACE
        if group and used + needed > area.lines:
            yield group
            group, used = [], 0.0
        group.append(row)
        used += needed
    if group:
        yield group


def _term_lines(term: tuple[str, str], width: float) -> float:
    return max(lines_of(term[0], TERM_WIDTH), lines_of(term[1], width - TERM_WIDTH))


def _item_lines(item: str, width: float) -> float:
    return lines_of(item, width - 4)


def _table_pieces(table: pd.DataFrame, area: _TextArea) -> list[pd.DataFrame]:
    """The rows in groups that each fit on a screen; only the first where too many."""
    heading, *sizes = _sizes(table.head(MOST_TABLE_ROWS))
    starts = [0]
    for row in range(1, len(sizes)):
        group = sizes[starts[-1] : row + 1]
        if _table_lines([heading, *group], area.width) > area.lines:
            starts.append(row)
    if len(starts) > MOST_SCREENS or len(table) > MOST_TABLE_ROWS:
        return [table.iloc[: starts[1]].copy()]
    return [table.iloc[a:b].copy() for a, b in pairwise([*starts, len(table)])]


def _sizes(table: pd.DataFrame) -> list[list[int]]:
    """Half-width characters of each cell, the headings first."""
    rows = [list(map(str, table.columns)), *table.astype(str).to_numpy().tolist()]
    return [[display_width(text) + 2 for text in row] for row in rows]


def _table_lines(sizes: Sequence[Sequence[int]], width: float) -> float:
    """Lines a table takes, its columns as wide as their texts ask for."""
    wanted: list[int] = [
        min(LONGEST_COLUMN, max(column)) for column in zip(*sizes, strict=True)
    ]
    widths = [max(6.0, width * size / sum(wanted)) for size in wanted]
    return sum(
        max(math.ceil(size / at) for size, at in zip(row, widths, strict=True))
        + ROW_SPACE
        for row in sizes
    )
