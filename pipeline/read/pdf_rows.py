"""Puts the lines of a table without ruled rows together to its rows: for the PDF reader.

Assumes the lines of one page and the columns of its table. A cell may take several
lines, its row's other cells stand at the first, the last or the middle of them. Promises
that lines are joined only on evidence: rules around them, boxes that overlap, lines
closer than rows are, or a text that had no room in the line before. Without, each line is
a row of its own, and whether it goes on is asked later.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.pdf_columns import Columns
from pipeline.read.pdf_lines import Line, Word, are_joined, blank_between, join_words

ANCHOR_SHARE = 0.9
"""Share of the lines of several cells in which a column of every row is filled."""

OVERLAP_SHARE = 0.9
"""Of the size: lines whose baselines are closer stand in one row."""

CLOSE_SHARE = 0.95
"""Of the usual distance of rows: closer lines may stand in one row."""

MIN_RULED_SHARE = 0.6
"""Rules part the rows if there are so many strips between them for each line of cells."""

MIN_RULED_ROWS = 3

MAX_CONNECTOR = 3
"""A word of so many small letters at the end of a line leads to the next."""


@dataclass(frozen=True)
class CellLines:
    """A line, and its words by column."""

    line: Line
    cells: dict[int, tuple[Word, ...]]


Row = list[CellLines]
"""Lines of one row, from the top."""


class RowFinder:
    """Finds the rows of a table's pages; learns from all of them what a row looks like.

    Args:
        columns: of the table.
        pages: the lines of each of its pages, from the top.
    """

    def __init__(self, columns: Columns, pages: Sequence[Sequence[Line]]) -> None:
        self.columns = columns
        self._learn_edges([line for page in pages for line in page])
        groups = [self._overlapping(filter(self.is_cell, page)) for page in pages]
        filled = [_filled(group) for page in groups for group in page]
        several = [columns for columns in filled if len(columns) > 1]
        often = Counter(at for columns in several for at in columns)
        self.anchors = {
            at for at, many in often.items() if many >= ANCHOR_SHARE * len(several)
        }
        self.close = self._close_distance(groups)

    def _learn_edges(self, lines: Sequence[Line]) -> None:
        """Learn where the texts of each column begin, and how far they reach."""
        starts: dict[int, Counter[int]] = {}
        self.right: dict[int, float] = {}
        gutters = (*self.columns.gutters, float("inf"))
        for cells in map(self.columns.cells, lines):
            for at, words in cells.items() if len(cells) > 1 else ():
                starts.setdefault(at, Counter())[round(words[0].x0)] += 1
                if words[-1].x1 < gutters[at]:
                    self.right[at] = max(self.right.get(at, 0), words[-1].x1)
        self.left = {at: found.most_common(1)[0][0] for at, found in starts.items()}

    def is_cell(self, line: Line) -> bool:
        """Whether a line holds cells: a title reaches over the columns.

        A single text that reaches over its column is a cell if it begins where the
        cells of that column do.
        """
        cells = self.columns.cells(line)
        if len(cells) > 1 or not self.columns.crosses(line):
            return True
        ((column, words),) = cells.items()
        return column > 0 and abs(words[0].x0 - self.left.get(column, -9)) <= 1

    def find(self, lines: Sequence[Line], rules: Sequence[float]) -> list[Row]:
        """Return the rows of one page, from the top.

        Args:
            lines: of the page, from the top.
            rules: where horizontal lines are drawn, from the top.
        """
        groups = self._overlapping(lines)
        strips = [
            bisect_right(rules, group[-1].line.baseline - group[-1].line.size / 3)
            for group in groups
        ]
        same = [above == below for above, below in pairwise(strips)]
        if _are_rows_ruled(groups, strips):
            joins = [
                equal and 0 < strip < len(rules)
                for equal, strip in zip(same, strips, strict=False)
            ]
        else:
            found = self._joins(groups)
            joins = [join and equal for join, equal in zip(found, same, strict=True)]
        rows: list[Row] = []
        for group, join in zip(groups, [False, *joins], strict=False):
            if join:
                rows[-1].extend(group)
            else:
                rows.append(group)
        return rows

    def texts(self, row: Row) -> list[str]:
        """Return the text of each cell of a row, without the breaks of wrapping."""
        texts = []
        for at in range(self.columns.count):
            lines = [part.cells[at] for part in row if at in part.cells]
            text = join_words(lines[0]) if lines else ""
            for above, below in pairwise(lines):
                gap = blank_between(text, below[0].text)
                wrapped = not self._had_room(at, above, below)
                text += (gap if wrapped else "\n") + join_words(below)
            texts.append(text)
        return texts

    def _overlapping(self, lines: Iterable[Line]) -> list[Row]:
        """Group the lines whose boxes overlap and that fill different columns."""
        groups: list[Row] = []
        for line in lines:
            part = CellLines(line, self.columns.cells(line))
            above = groups[-1][-1] if groups else None
            if (
                above
                and line.baseline - above.line.baseline
                < OVERLAP_SHARE * max(line.size, above.line.size)
                and not above.cells.keys() & part.cells
            ):
                groups[-1].append(part)
            else:
                groups.append([part])
        return groups

    def _is_full(self, group: Row) -> bool:
        filled = _filled(group)
        return len(filled) > 1 and filled >= self.anchors

    def _close_distance(self, pages: Sequence[Sequence[Row]]) -> float:
        """Return the distance under which lines may belong to one row; 0: none."""
        between_rows: list[float] = []
        every: set[float] = set()
        for groups in pages:
            for above, below in pairwise(groups):
                gap = below[0].line.baseline - above[-1].line.baseline
                every.add(round(gap, 1))
                if self._is_full(above) and self._is_full(below):
                    between_rows.append(gap)
        if len(between_rows) > 1:
            return CLOSE_SHARE * median(between_rows)
        steps = [(b / a, (a + b) / 2) for a, b in pairwise(sorted(every)) if a > 0]
        step, middle = max(steps, default=(1.0, 0.0))
        return middle if step * CLOSE_SHARE > 1 else 0.0

    def _joins(self, groups: Sequence[Row]) -> list[bool]:
        """Whether each group of lines but the first belongs to the row of the last."""
        full = list(map(self._is_full, groups))
        joins = [
            b[0].line.baseline - a[-1].line.baseline < self.close
            and not (self._is_full(a) and self._is_full(b))
            and not _are_overprinted(a, b)
            for a, b in pairwise(groups)
        ]
        for at, group in enumerate(groups):
            if full[at] or any(joins[max(at - 1, 0) : at + 1]):
                continue
            up = at > 0 and self._goes_on(groups[at - 1], group, group)
            down = at + 1 < len(groups) and self._goes_on(group, groups[at + 1], group)
            if up != down:
                joins[at - 1 if up else at] = True
        return joins

    def _goes_on(self, above: Row, below: Row, part: Row) -> bool:
        """Whether the only cell of a line, `part`, goes on from or to its neighbour."""
        filled = _filled(part)
        if len(filled) != 1:
            return False
        (column,) = filled
        first = next((p.cells[column] for p in above[::-1] if column in p.cells), None)
        second = next((p.cells[column] for p in below if column in p.cells), None)
        if not first or not second or self._had_room(column, first, second):
            return False
        other_anchors = len(self.anchors - {column})
        return other_anchors > 1 or (
            other_anchors == 1 and _leads_on(first[-1].text, second[0].text)
        )

    def _had_room(
        self, column: int, above: Sequence[Word], below: Sequence[Word]
    ) -> bool:
        """Whether the first word of a line would have fitted behind the line above."""
        word, last = below[0], above[-1]
        letters = max(len(word.text), 1)
        breaks_anywhere = are_joined(word.text, word.text)
        needed = (word.x1 - word.x0) / (letters if breaks_anywhere else 1)
        blank = 0 if are_joined(last.text, word.text) else word.size / 4
        return last.x1 + blank + needed <= self.right.get(column, 0)


def _filled(group: Row) -> set[int]:
    return {column for part in group for column in part.cells}


def _are_overprinted(above: Row, below: Row) -> bool:
    """Whether the last line of one and the first of another share a place in a cell."""
    last, first = above[-1], below[0]
    size = max(last.line.size, first.line.size)
    gap = first.line.baseline - last.line.baseline
    return gap < OVERLAP_SHARE * size and bool(last.cells.keys() & first.cells)


def _are_rows_ruled(groups: Sequence[Row], strips: Sequence[int]) -> bool:
    several = sum(len(_filled(group)) > 1 for group in groups)
    used = len(set(strips))
    return used >= MIN_RULED_ROWS and used >= MIN_RULED_SHARE * several


def _leads_on(last: str, first: str) -> bool:
    """Whether a line that ends with one word goes on in a line that begins so."""
    if last[-1] in "-‐,、・／/&(（" or first[0] in ")）、・":
        return True
    connector = last.isalpha() and last.islower() and len(last) <= MAX_CONNECTOR
    return connector or first[0].islower() or are_joined(last, first)
