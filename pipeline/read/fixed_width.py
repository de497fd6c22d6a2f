"""Reads text whose columns are kept by blanks, as printed pages and terminals have it.

Used by `read`. Columns part where blanks run through the lines of a table; East Asian
letters take two places. A table may stand between lines of prose, which become rows of
one cell. Promises that no letter is lost and none is cut: a text that crosses a gutter
stays whole in the column where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from pipeline.read.refusals import MAX_COLUMNS
from pipeline.read.table import Table

MIN_LINES = 3
"""A table has at least as many lines."""

MAX_APART = 3
"""Lines of a table are interrupted by at most so many others."""

MIN_TABLE_SHARE = 0.2
"""Share of the lines with text that must belong to tables."""

MIN_FILLED_SHARE = 0.25
"""Share of a table's lines that must have text in several columns."""

MAX_CROSSED_SHARE = 0.05
"""Share of the lines whose text may cross a gutter."""

MIN_LINES_CROSSED = 5
"""In a table of so many lines one may cross a gutter."""

WIDE_GUTTER = 2
"""Blanks that part two cells; a single one may part two words."""

MIN_APART_SHARE = 0.6
"""Share of the cells behind a gutter that must stand apart from the text before."""

LONGEST_LINE = 500
"""Longer lines are no rows of a printed page."""

MAX_LINES, SAMPLE_LINES = 100_000, 300
"""A text with more lines is not searched; gutters are found in a sample of them."""

MAX_PLACES = 50_000
"""Nor one with more blocks of lines, times the places of the longest line."""

MIN_COLUMNS_FILLED, MIN_COLUMNED_SHARE = 3, 0.4
"""Where so many lines fill so many columns, labels among them make no outline."""

TAB_WIDTH = 8

_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_SENTENCE = re.compile(r"[.!?:;]\s{2}(?=\S)")

_SPACE = 0x20
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Line:
    """A line with its number from 1."""

    number: int
    text: str

    @cached_property
    def places(self) -> Sequence[int]:
        """Where each character begins, and where the line ends."""
        if self.text.isascii() and "\t" not in self.text:
            return range(len(self.text) + 1)
        places, at = [], 0
        for character in self.text:
            places.append(at)
            if character == "\t":
                at += TAB_WIDTH - at % TAB_WIDTH
            else:
                at += 1 + (east_asian_width(character) in "WF")
        return [*places, at]

    def fill(self, row: Mask) -> None:
        """Mark the places of characters that are no blanks."""
        places = self.places
        if isinstance(places, range):
            letters = np.frombuffer(self.text.encode("ascii"), np.uint8)
            row[: len(letters)] = letters > _SPACE
            return
        for at, character in enumerate(self.text):
            if not character.isspace():
                row[places[at] : places[at + 1]] = True


def read_fixed_width(text: str) -> Table | None:
    """Read a text whose columns are kept by blanks; None if it has none."""
    lines = [
        _Line(number, line.rstrip())
        for number, line in enumerate(text.replace("\f", "").split("\n"), start=1)
        if line.strip()
    ]
    if len(lines) > MAX_LINES or any(len(x.text) > LONGEST_LINE for x in lines):
        return None
    blocks = [block for block in _blocks(lines) if len(block) >= MIN_LINES]
    if len(blocks) * max((len(x.text) for x in lines), default=0) > MAX_PLACES:
        return None
    tables = [(block, found) for block in blocks if (found := _gutters(block))]
    in_tables = sum(len(block) for block, _ in tables)
    if not tables or in_tables < MIN_TABLE_SHARE * len(lines):
        return None
    return _table(lines, _joined(tables))


def is_columned(table: Table) -> bool:
    """Whether many lines fill several columns, as no outline's items do."""
    several = sum(sum(map(bool, cells)) >= MIN_COLUMNS_FILLED for cells in table.cells)
    return several >= MIN_COLUMNED_SHARE * len(table.cells)


def _blocks(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Return runs of lines with gaps inside, and the lines among them."""
    blocks: list[list[_Line]] = []
    last = -MAX_APART - 2
    for at, line in enumerate(lines):
        if not _GAP.search(_SENTENCE.sub(". ", line.text.lstrip())):
            continue
        if at - last > MAX_APART + 1:
            blocks.append([])
        blocks[-1].append(line)
        last = at
    return blocks


@dataclass(frozen=True)
class _Gutter:
    """Places from `start` up to `end` where lines are blank."""

    start: int
    end: int


def _gutters(block: Sequence[_Line]) -> list[_Gutter]:
    """Return the gutters of a table between its first and last column."""
    block = block[:: 1 + len(block) // SAMPLE_LINES]
    width = max(line.places[-1] for line in block)
    filled = np.zeros((len(block), width), np.bool_)
    for row, line in zip(filled, block, strict=True):
        line.fill(row)
    crossing = filled.sum(axis=0)
    crossed = max(MAX_CROSSED_SHARE * len(block), len(block) >= MIN_LINES_CROSSED)
    blank = crossing <= int(crossed)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], blank.astype(np.int8), [0]])))
    runs = [
        _Gutter(int(start), int(end))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start > 0 and end < width
    ]
    ends = [run.start for run in runs[1:]] + [width]
    places = np.where(filled, np.arange(width), -WIDE_GUTTER - 1)
    last = np.maximum.accumulate(places, axis=1)
    kept = [
        run
        for run, end in zip(runs, ends[: len(runs)], strict=True)
        if _parts_columns(run, end, filled, last)
    ]
    return kept if len(kept) < MAX_COLUMNS and _fill_several(kept, filled) else []


def _parts_columns(
    gutter: _Gutter, end: int, filled: Mask, last: npt.NDArray[np.intp]
) -> bool:
    """Whether the texts up to the next gutter are cells, not words of one text.

    Behind a gap of one blank a text may be a word of the text before it.

    Args:
        gutter: places that are blank.
        end: where the next one begins.
        filled: by line and place.
        last: the nearest filled place up to each.
    """
    inside = filled[:, gutter.end : end]
    crossed = filled[:, gutter.start : gutter.end].any(axis=1)
    rows = np.flatnonzero(inside.any(axis=1) & ~crossed)
    starts = gutter.end + inside[rows].argmax(axis=1)
    apart = int((starts - 1 - last[rows, starts - 1] >= WIDE_GUTTER).sum())
    return apart > 1 and apart > MIN_APART_SHARE * len(rows)


def _fill_several(gutters: Sequence[_Gutter], filled: Mask) -> bool:
    """Whether enough lines have text in two columns."""
    starts = [0, *(g.end for g in gutters)]
    ends = [*(g.start for g in gutters), filled.shape[1]]
    columns = [
        filled[:, a:b].any(axis=1) for a, b in zip(starts, ends, strict=True) if a < b
    ]
    several = np.sum(columns, axis=0) > 1
    return len(columns) > 1 and several.sum() >= max(2, MIN_FILLED_SHARE * len(filled))


def _joined(
    tables: Sequence[tuple[list[_Line], list[_Gutter]]],
) -> list[tuple[list[_Line], list[_Gutter]]]:
    """Join tables that have the same columns: a page may part them."""
    joined: list[tuple[list[_Line], list[_Gutter]]] = []
    for block, gutters in tables:
        if joined:
            both = [*joined[-1][0], *block]
            common = _gutters(both)
            if len(common) >= max(len(joined[-1][1]), len(gutters)):
                joined[-1] = (both, common)
                continue
        joined.append((block, gutters))
    return joined


def _table(
    lines: Sequence[_Line], tables: Sequence[tuple[list[_Line], list[_Gutter]]]
) -> Table:
    """Build the table of all lines; those outside of tables are rows of one cell.

    A line among those of a table, or an indented one right below, may fill one column.
    """
    gutters_of = {line.number: found for block, found in tables for line in block}
    spans = [(block[0].number, block[-1].number, found) for block, found in tables]
    table = Table()
    for line in lines:
        gutters = gutters_of.get(line.number)
        if gutters is None:
            inside = (
                found
                for first, last, found in spans
                if first < line.number <= last + 1 and _fills_one(line, found)
            )
            gutters = next(inside, [])
        table.add(line.number, _cells(line, gutters))
    return table


def _fills_one(line: _Line, gutters: Sequence[_Gutter]) -> bool:
    """Whether a line stands in one column, behind the first gutter."""
    places = line.places
    start = places[len(line.text) - len(line.text.lstrip())]
    return start >= gutters[0].end and not any(
        start < gutter.start and places[-1] > gutter.end for gutter in gutters
    )


def _cells(line: _Line, gutters: Sequence[_Gutter]) -> list[str]:
    """Cut a line in its gutters; one that crosses some, at its own gaps.

    If these do not part as many texts as there are columns, a text that crosses a
    gutter ends at the next gap.
    """
    if not gutters:
        return [line.text.strip()]
    places = line.places
    cells: list[str] = []
    start, crossed = 0, False
    for gutter in gutters:
        end = start
        while end < len(line.text) and places[end] < gutter.end:
            end += 1
        if end < len(line.text) and line.text[start:end][-1:].strip():
            crossed = True
            while end < len(line.text) and line.text[end : end + 2].strip():
                end += 1
        cells.append(line.text[start:end].strip())
        start = end
    cells.append(line.text[start:].strip())
    apart = _GAP.split(line.text.strip())
    return apart if crossed and len(apart) == len(cells) else cells
