"""Finds the columns of a table whose cells no line parts: for the PDF reader.

Assumes the lines of one or several pages. A column ends at a gutter: a strip down the
page in which most lines that have text on both sides leave a gap between two cells.
Promises that no word is cut: one that reaches over a gutter stays whole in the column
where it begins, with the words that follow it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np
import numpy.typing as npt

from pipeline.read.pdf_lines import Line, Word, join_words

Counts = npt.NDArray[np.int64]

STEPS = 2
"""Places looked at in each point of the page's width."""

MAX_PLACES = 30_000
"""Places to the right of these are not looked at: no paper is so wide."""

WIDE_GAP, WIDE_BLANK = 0.8, 1.5
"""Of the size of the letters: such a gap parts cells where nothing is printed in it; and
where blanks are."""

MIN_BLANKS, MIN_BLANKS_SHARE = 3, 0.5
"""From so many, and such a share of, narrow gaps with a printed blank in them on, a gap
without one parts cells."""

MIN_VOTES_SHARE = 0.6
"""Share of the lines with text on both sides that must leave a gap in a gutter."""

MAX_CROSSING_SHARE = 0.2
"""Share of the lines that may reach over a gutter: titles, and texts that run over."""

MIN_ALIGNED_SHARE, MIN_FILLED_SHARE = 0.6, 0.8
"""Share of a column's cells that begin at one place; and of the lines that fill it."""

SAME_START = 0.7
"""Points by which the cells of a column may begin further left or right."""

MAX_LEVELS = 12
"""So many numbers of crossing lines are tried."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table.

    Attributes:
        gutters: a place in each, from left to right.
        blanks_printed: whether the blanks between words are printed.
        starts: where the cells of each column begin, if nearly all lines fill it and
            most of them begin there; -1 otherwise.
    """

    gutters: tuple[float, ...]
    blanks_printed: bool
    starts: tuple[float, ...] = ()

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.gutters) + 1

    def cells(self, line: Line) -> dict[int, tuple[Word, ...]]:
        """Return the words of each column that a line fills."""
        cells: dict[int, list[Word]] = {}
        column, running_over, last = -1, False, None
        for word, begins in self._parted(line.words):
            own = self._column_at(word.x0)
            goes_on = last is not None and not self._parts_cells(last, word)
            if begins or not (running_over and goes_on and own > column):
                column, running_over = max(own, column), False
            cells.setdefault(column, []).append(word)
            running_over |= self._column_at(word.x1) > column
            last = word
        return {at: tuple(words) for at, words in cells.items()}

    def texts(self, line: Line) -> list[str]:
        """Return the text of each column in a line."""
        cells = self.cells(line)
        return [join_words(cells.get(at, ())) for at in range(self.count)]

    def crosses(self, line: Line) -> bool:
        """Whether a text of the line reaches over a gutter."""
        return any(
            self._column_at(words[-1].x1) > column
            for column, words in self.cells(line).items()
        )

    def _parted(self, words: Sequence[Word]) -> Iterator[tuple[Word, bool]]:
        """Yield the words; part those that run into the cell on their right.

        Each is with whether it is such a part, which begins a cell.

        A heading may be wider than its column, and touch the next one: a letter that
        stands where the cells of the next column begin is the first of a cell there, if
        nearly all other lines have one and this has no other.
        """
        columns = [self._column_at(word.x0) for word in words]
        begun = set(columns)
        for word, first in zip(words, columns, strict=True):
            ends = self._column_at(word.x1)
            rest, begins = word, False
            for column in range(first + 1, ends + 1):
                start = self.starts[column] if self.starts else -1
                if start < 0 or column in begun:
                    continue
                at = bisect_left(rest.starts, start - SAME_START)
                if 0 < at < len(rest.starts) and rest.starts[at] <= start + SAME_START:
                    whole, rest = rest.split(at)
                    yield whole, begins
                    begins = True
            yield rest, begins

    def _column_at(self, x: float) -> int:
        return bisect_right(self.gutters, x)

    def _parts_cells(self, left: Word, right: Word) -> bool:
        return parts_cells(left, right, blanks_printed=self.blanks_printed)


def parts_cells(left: Word, right: Word, *, blanks_printed: bool) -> bool:
    """Whether the gap between two words of a line is one between cells."""
    gap, size = right.x0 - left.x1, max(left.size, right.size)
    if gap < 0 or (blanks_printed and not right.spaced):
        return True
    return gap > (WIDE_BLANK if right.spaced else WIDE_GAP) * size


def are_blanks_printed(lines: Iterable[Line]) -> bool:
    """Whether the blanks between words are printed, so that other gaps part cells."""
    narrow = [
        right.spaced
        for line in lines
        for left, right in pairwise(line.words)
        if 0 < right.x0 - left.x1 < 0.5 * line.size
    ]
    blanks = sum(narrow)
    return blanks >= MIN_BLANKS and blanks >= MIN_BLANKS_SHARE * len(narrow)


def has_cells(line: Line, *, blanks_printed: bool) -> bool:
    """Whether a line holds more than one cell."""
    return any(
        parts_cells(left, right, blanks_printed=blanks_printed)
        for left, right in pairwise(line.words)
    )


def learn_columns(lines: Sequence[Line], *, blanks_printed: bool) -> Columns:
    """Learn the columns of a table from its lines, whatever else stands among them."""
    rows = [line for line in lines if has_cells(line, blanks_printed=blanks_printed)]
    if not rows:
        return Columns((), blanks_printed)
    gaps = _Gaps(rows, blanks_printed)
    accepted: list[tuple[int, int]] = []
    most = 1 + int(MAX_CROSSING_SHARE * len(rows))
    for level in sorted({*np.linspace(0, most, MAX_LEVELS).astype(int).tolist()}):
        for first, last in gaps.free_ranges(level):
            if any(first <= b and a <= last for a, b in accepted):
                continue
            if gaps.is_gutter(first, last):
                accepted.append((first, last))
    gutters = tuple(sorted((a + b) / 2 / STEPS for a, b in accepted))
    columns = _without_separate_headings(Columns(gutters, blanks_printed), rows)
    return _with_starts(columns, rows)


class _Gaps:
    """Where the lines leave gaps, place by place across the page."""

    def __init__(self, lines: Sequence[Line], blanks_printed: bool) -> None:
        self.left = np.array([line.words[0].x1 for line in lines])
        self.right = np.array([line.words[-1].x0 for line in lines])
        self.start = _place(min(line.words[0].x0 for line in lines))
        end = _place(max(line.words[-1].x1 for line in lines)) + 1
        texts = (x for line in lines for x in _texts(line, blanks_printed))
        self.covered = _counted(texts, end)
        self.voted = _counted(
            (
                (left.x1, right.x0)
                for line in lines
                for left, right in pairwise(line.words)
                if parts_cells(left, right, blanks_printed=blanks_printed)
            ),
            end,
        )

    def free_ranges(self, level: int) -> Iterator[tuple[int, int]]:
        """Yield the strips that at most so many words touch."""
        free = np.concatenate(([False], self.covered <= level, [False]))
        edges = np.flatnonzero(free[1:] != free[:-1])
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if first > self.start and end < len(self.covered):
                yield first, end - 1

    def is_gutter(self, first: int, last: int) -> bool:
        """Whether most lines with text on both sides of a strip have a gap there."""
        middle = (first + last) // 2
        x = middle / STEPS
        both = int(np.count_nonzero((self.left <= x) & (self.right >= x)))
        votes = int(self.voted[middle])
        return votes > 0 and votes >= MIN_VOTES_SHARE * both


def _texts(line: Line, blanks_printed: bool) -> Iterator[tuple[float, float]]:
    """Yield where each text of a line begins and ends that no wide gap parts."""
    start = line.words[0].x0
    for left, right in pairwise(line.words):
        if parts_cells(left, right, blanks_printed=blanks_printed):
            yield start, left.x1
            start = right.x0
    yield start, line.words[-1].x1


def _place(x: float) -> int:
    return min(max(int(x * STEPS), 0), MAX_PLACES)


def _counted(ranges: Iterable[tuple[float, float]], end: int) -> Counts:
    """Count for each place the ranges that hold it."""
    change = np.zeros(end + 2, np.int64)
    for first, last in ranges:
        change[min(_place(first), end)] += 1
        change[min(max(_place(last), _place(first)) + 1, end + 1)] -= 1
    return np.cumsum(change)[:end]


def _without_separate_headings(columns: Columns, rows: Sequence[Line]) -> Columns:
    """Remove gutters between a heading and the cells below that stand beside it.

    Numbers on the right of a column under a heading on its left: no line fills both
    sides, and one of them holds nothing but the heading.
    """
    texts: list[dict[int, str]] = [
        {at: join_words(words) for at, words in columns.cells(row).items()}
        for row in rows
    ]
    gutters = list(columns.gutters)
    for at in range(len(gutters) - 1, -1, -1):
        both = any(at in row and at + 1 in row for row in texts)
        sides = [{row[side] for row in texts if side in row} for side in (at, at + 1)]
        if both or not all(sides) or min(map(len, sides)) > 1:
            continue
        del gutters[at]
        texts = [{c - (c > at): text for c, text in row.items()} for row in texts]
    return replace(columns, gutters=tuple(gutters))


def _with_starts(columns: Columns, rows: Sequence[Line]) -> Columns:
    found: list[Counter[float]] = [Counter() for _ in range(columns.count)]
    for row in rows:
        for at, words in columns.cells(row).items():
            found[at][round(words[0].x0, 1)] += 1
    starts = []
    for counted in found:
        start, often = counted.most_common(1)[0] if counted else (-1.0, 0)
        total = counted.total()
        aligned = often >= MIN_ALIGNED_SHARE * total
        filled = total >= MIN_FILLED_SHARE * len(rows)
        starts.append(start if aligned and filled else -1.0)
    return replace(columns, starts=tuple(starts))


def typical_fill(columns: Columns, lines: Sequence[Line]) -> float:
    """Return how many columns most lines fill; 0 where there are none."""
    return median(len(columns.cells(line)) for line in lines) if lines else 0
