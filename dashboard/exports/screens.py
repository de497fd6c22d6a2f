"""A report as screens of a presentation: a figure, or as much text as can be read.

Depends on no page. A screen is 1920 by 1080 pixels with no letter below 24; a longer
section continues on the next screens, and a section too long for that states how much
of it is shown and where the rest is.
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
from dashboard.report import PARTS, SHEETS, Report, Section

LINES = 21.2
"""Lines of text on a screen without its headline and caption."""

LINE_WIDTH = 128
"""Half-width characters in a line of text."""

HEADLINE_WIDTH, HEADLINE_LINES = 66, 1.8
"""Half-width characters in a line of the headline; lines of text such a line takes."""

LONG_HEADLINE = 2 * HEADLINE_WIDTH
"""A longer headline is reduced to `SMALLER` of its usual size."""

SMALLER = 0.8

LARGER = 1.2
"""Text is enlarged by this factor where there is space."""

ROW_SPACE = 0.45
"""Lines of empty space around the text of a row or a sentence."""

TERM_WIDTH = 26
"""Half-width characters before the text of a term."""

MOST_SCREENS = 2
"""A table that needs more screens shows only its first."""

MOST_TABLE_ROWS = 80
"""More rows than fit on `MOST_SCREENS`, however short they are."""

LONGEST_COLUMN = 60
"""Half-width characters that a column requests at most."""

SECTION_PAGES = {"summary": "overview", "headline": "overview"}
"""Key or part of a section -> the page with the whole, if its name differs."""

LOOKED_UP = ("agreements", "rules", "source")
"""Parts that are read on paper or on their pages, never from a distance."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Screen:
    """The contents of a screen.

    Attributes:
        section: the section it shows, or the part of it that fits.
        page: the page that shows the whole.
        part, parts: which screen of the section it is, counted from 1, and of how many.
        large: whether it has so little text that this can be larger.
        shown, rows: how many of how many rows or bars are shown, if some are on no
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
    """The space for text: lines, and half-width characters in each."""

    lines: float
    width: float

    def larger(self) -> _TextArea:
        """Return the same space in larger lines."""
        return _TextArea(self.lines / LARGER, self.width / LARGER)


def screens_of(report: Report, words: Translator) -> tuple[Screen, ...]:
    """Return the screens of a report, in its order, without what is looked up."""
    return tuple(
        screen
        for section in report.sections
        if section.part not in LOOKED_UP and section.place != SHEETS
        for screen in _screens(_prepared(section, words))
    )


def is_long(headline: str) -> bool:
    """Whether a headline must be reduced to leave space."""
    return display_width(headline) > LONG_HEADLINE


def has_screens(page: str) -> bool:
    """Whether a presentation may have screens of a page."""
    return page in SECTION_PAGES.values() or page in {
        SECTION_PAGES.get(part, part) for part in PARTS if part not in LOOKED_UP
    }


def screen_named(screens: Sequence[Screen], name: str) -> int | None:
    """Find a screen by number, section or page; return its number, from 1.

    Returns:
        None where there is no such screen.
    """
    if name.isascii() and name.isdigit():
        return int(name) if len(name) < 10 and 1 <= int(name) <= len(screens) else None
    for number, screen in enumerate(screens, start=1):
        if name in (screen.section.key, screen.section.part):
            return number
    for number, screen in enumerate(screens, start=1):
        if name == screen.page:
            return number
    return None


def _screens(section: Section) -> Iterator[Screen]:
    area = _text_area(section)
    pieces = list(_pieces(section, area))
    shown, rows = _shown(section, pieces)
    page = SECTION_PAGES.get(section.key, SECTION_PAGES.get(section.part, section.part))
    large = all(_fits(piece, area.larger()) for piece in pieces)
    for part, piece in enumerate(pieces, start=1):
        yield Screen(piece, page, part, len(pieces), large, shown, rows)


def _prepared(section: Section, words: Translator) -> Section:
    """Turn a single row into cards."""
    table = section.table
    if table is None or _is_drawn(section.chart):
        return section
    if len(table) == 1 and not section.terms:
        cards = [_card(name, table[name].iloc[0], words) for name in table.columns]
        return replace(section, table=None, chart=Cards(tuple(cards)))
    return section


def _card(name: str, value: object, words: Translator) -> Card:
    if not isinstance(value, int | float | np.integer | np.floating):
        return Card(name, str(value), "", "")
    write = words.decimal if name.endswith("%") else words.number
    return Card(name, write(float(value)), "", "")


def _text_area(section: Section) -> _TextArea:
    """Return the space that headline and caption leave."""
    size = SMALLER if is_long(section.headline) else 1.0
    lines = lines_of(section.headline, HEADLINE_WIDTH / size)
    taken = lines * HEADLINE_LINES * size + lines_of(section.caption, LINE_WIDTH)
    return _TextArea(LINES - taken, LINE_WIDTH)


def _shown(section: Section, pieces: Sequence[Section]) -> tuple[int, int]:
    """Return how many of how many rows or bars are on screens; zeros if all are."""
    if isinstance(section.chart, Bars) and not section.chart.upright:
        shown = bars_that_fit(section.chart.categories)
        rows = len(section.chart.categories)
    elif section.table is not None and not _is_drawn(section.chart):
        shown = sum(0 if piece.table is None else len(piece.table) for piece in pieces)
        rows = section.rows or len(section.table)
    else:
        return 0, 0
    return (shown, rows) if shown < rows else (0, 0)


def _pieces(section: Section, area: _TextArea) -> Iterator[Section]:
    """Yield the section's parts, each for a screen."""
    bare = replace(section, chart=None, table=None, terms=(), items=())
    drawn = _is_drawn(section.chart)
    if drawn:
        yield replace(bare, chart=section.chart)
    for terms in _grouped(section.terms, area, _term_lines):
        yield replace(bare, terms=tuple(terms))
    for items in _grouped(section.items, area, _item_lines):
        yield replace(bare, items=tuple(items))
    if section.table is not None and not drawn:
        for table in _table_pieces(section.table, area):
            yield replace(bare, table=table)
    elif not (drawn or section.terms or section.items):
        yield bare


def _is_drawn(chart: Chart | None) -> bool:
    """Whether a chart is drawn; a matrix is shown as its table."""
    return isinstance(chart, Bars | WorldMap | Cards)


def _fits(piece: Section, area: _TextArea) -> bool:
    """Whether the text of a screen fits into a text area."""
    if piece.table is not None:
        return _table_lines(_sizes(piece.table), area.width) <= area.lines
    return len(list(_grouped(piece.terms, area, _term_lines))) <= 1 and (
        len(list(_grouped(piece.items, area, _item_lines))) <= 1
    )


def _grouped(
    rows: Sequence[Item], area: _TextArea, lines: Callable[[Item, float], float]
) -> Iterator[list[Item]]:
    """Yield rows in groups that fit on a screen; a longer row is a group of its own."""
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
    """Split a table evenly into parts that fit on a screen; the first if too many."""
    heading, *sizes = _sizes(table.head(MOST_TABLE_ROWS))

    def fit(cuts: Sequence[int]) -> bool:
        groups = (sizes[first:last] for first, last in pairwise(cuts))
        lines = (_table_lines([heading, *group], area.width) for group in groups)
        return all(taken <= area.lines for taken in lines)

    starts = [0]
    for row in range(1, len(sizes)):
        if not fit([starts[-1], row + 1]):
            starts.append(row)
    if len(starts) > MOST_SCREENS or len(table) > MOST_TABLE_ROWS:
        return [table.iloc[: starts[1]].copy()]
    cuts = [*starts, len(table)]
    even = [round(len(table) * at / len(starts)) for at in range(len(starts) + 1)]
    if fit(even):
        cuts = even
    return [table.iloc[a:b].copy() for a, b in pairwise(cuts)]


def _sizes(table: pd.DataFrame) -> list[list[int]]:
    """Return the half-width characters of each cell, the headings first."""
    rows = [list(map(str, table.columns)), *table.astype(str).to_numpy().tolist()]
    return [[display_width(text) + 2 for text in row] for row in rows]


def _table_lines(sizes: Sequence[Sequence[int]], width: float) -> float:
    """Return the lines a table takes, its columns as wide as their texts need."""
    wanted: list[int] = [
        min(LONGEST_COLUMN, max(column)) for column in zip(*sizes, strict=True)
    ]
    widths = [max(6.0, width * size / sum(wanted)) for size in wanted]
    return sum(
        max(math.ceil(size / at) for size, at in zip(row, widths, strict=True))
        + ROW_SPACE
        for row in sizes
    )
