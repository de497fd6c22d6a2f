"""Prepares the pages of a PDF: ruled tables, lines outside of them, text set aside.

Assumes pages as pdfplumber opens them. Promises that every letter of a page stands in a
cell of a ruled table, in a line, or in a text that is set aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pdfplumber.utils.text import chars_to_textmap

from pipeline.read.joining import Block
from pipeline.read.pdf_columns import Columns, has_cells
from pipeline.read.pdf_lines import (
    Char,
    Line,
    are_joined,
    blank_between,
    find_lines,
    settle_letters,
    split_off_stray_chars,
)

Box = tuple[float, float, float, float]

MIN_RULE_SHARE = 0.4
"""Of the width of the text: a shorter horizontal line does not part rows."""

SAME_HEIGHT = 1.5
"""Points by which the same row may stand higher or lower on another page."""

MIN_NARROW_ROWS = 3
"""A ruled column with fewer rows is a frame around a text."""

OVERPRINT_LINES, MIN_OVERPRINTED = 0.5, 2
"""Of the size: lines of one column that are closer were printed over each other; with so
many of them the rules do not part the rows."""

MIN_OUTSIDE_ROWS, MIN_OUTSIDE_SHARE = 2, 0.3
"""With so many lines outside that fit the columns of a ruled table, and such a share of
its rows, not all of its rows are ruled."""

MIN_UNRULED_LINES = 4
"""So many lines of several cells in one ruled row are rows that no line parts."""


@dataclass(frozen=True)
class RuledTable:
    """A table whose cells are ruled: its rows, and where they stand.

    Attributes:
        edges: the left edges of its columns, and its right one.
        tops: of its rows, from the top of the page.
        block: its rows, numbered from 0.
    """

    edges: tuple[float, ...]
    tops: tuple[float, ...]
    block: Block


@dataclass
class PdfPage:
    """What stands on one page.

    Attributes:
        number: from 1.
        width: in points.
        tables: its ruled tables, from the top.
        lines: the lines outside of these.
        rules: where horizontal lines are drawn, from the top.
        edges: of its columns, where they are ruled but cells run over their rows.
        aside: texts that belong to no row: turned ones, watermarks, page numbers.
    """

    number: int
    width: float
    tables: list[RuledTable]
    lines: list[Line]
    rules: list[float] = field(default_factory=list)
    edges: tuple[float, ...] = ()
    aside: list[str] = field(default_factory=list)


def prepare_page(page: Any) -> PdfPage:
    """Find the ruled tables of a page, and the lines outside of them."""
    settle_letters(page.chars)
    upright, stray = split_off_stray_chars(page.chars)
    if stray:
        ids = {id(char) for char in stray}
        page = page.filter(lambda obj: id(obj) not in ids)
    found = page.find_tables()
    tables = [table for table in found if _has_columns(table)] or [
        table for table in found if _is_narrow(table, upright)
    ]
    inside = {id(char) for table in tables for char in _chars_inside(table, upright)}
    lines = find_lines([char for char in upright if id(char) not in inside])
    prepared = PdfPage(
        page.page_number, float(page.width), [], lines, aside=_texts(stray)
    )
    overprinted = next((t for t in tables if _is_overprinted(t, upright)), None)
    if overprinted is not None:
        prepared.lines = find_lines(upright)
        prepared.edges = _edges(overprinted)
    elif _are_rows_unruled(tables, lines, upright):
        prepared.lines = find_lines(upright)
        prepared.rules = _rules(page, prepared.lines)
    elif tables:
        prepared.tables = [_ruled_table(page, table) for table in tables]
    else:
        prepared.rules = _rules(page, lines)
    return prepared


def _has_columns(table: Any) -> bool:
    return len({cell[0] for cell in table.cells}) > 1


def _is_narrow(table: Any, chars: Sequence[Char]) -> bool:
    """Whether a table is one column of cells: not a frame around a whole table."""
    inside = list(_chars_inside(table, chars))
    return len(table.rows) >= MIN_NARROW_ROWS and not any(
        has_cells(line, blanks_printed=True) for line in find_lines(inside)
    )


def _chars_inside(table: Any, chars: Sequence[Char]) -> Iterator[Char]:
    """Yield the characters in the cells of a table."""
    near = [char for char in chars if _holds(table.bbox, char)]
    for row in table.rows:
        in_row = [char for char in near if _holds(row.bbox, char)]
        for cell in row.cells:
            if cell is not None:
                yield from (char for char in in_row if _holds(cell, char))


def _are_rows_unruled(
    tables: Sequence[Any], lines: Sequence[Line], chars: Sequence[Char]
) -> bool:
    """Whether lines or fills are drawn, but not for every row of the table.

    Around the heading only, below every other row, or between the columns only.
    """
    ruled = sum(len(table.rows) for table in tables)
    if not ruled:
        return False
    columns = [edges_columns(_edges(table)) for table in tables]
    outside = sum(any(fits(c, line) for c in columns) for line in lines)
    if outside >= max(MIN_OUTSIDE_ROWS, MIN_OUTSIDE_SHARE * ruled):
        return True
    return ruled <= 2 and any(_holds_rows(table, chars) for table in tables)


def _is_overprinted(table: Any, chars: Sequence[Char]) -> bool:
    """Whether cells that take several lines are printed over those above and below."""
    edges = _edges(table)
    box = table.bbox
    overprinted = 0
    for left, right in pairwise(edges):
        column = (left, box[1], right, box[3])
        lines = find_lines([char for char in chars if _holds(column, char)])
        overprinted += sum(
            b.baseline - a.baseline < OVERPRINT_LINES * min(a.size, b.size)
            and a.words[0].x0 < b.words[-1].x1
            and b.words[0].x0 < a.words[-1].x1
            for a, b in pairwise(lines)
        )
    return overprinted >= MIN_OVERPRINTED


def _holds_rows(table: Any, chars: Sequence[Char]) -> bool:
    """Whether the last row of a table is as many as its cells have lines."""
    cells = [cell for cell in table.rows[-1].cells if cell is not None]
    lines = [find_lines([c for c in chars if _holds(cell, c)]) for cell in cells]
    many = sum(len(in_cell) >= MIN_UNRULED_LINES for in_cell in lines)
    return many > 1 and many >= len(cells) / 2


def edges_columns(edges: Sequence[float]) -> Columns:
    """Return the columns between the edges of ruled cells."""
    return Columns(tuple(edges[1:-1]), blanks_printed=True)


def fits(columns: Columns, line: Line) -> bool:
    """Whether a line outside of a table holds cells of its columns."""
    return len(columns.cells(line)) > 1 and not columns.crosses(line)


def _edges(table: Any) -> tuple[float, ...]:
    return (*sorted({float(cell[0]) for cell in table.cells}), float(table.bbox[2]))


def _rules(page: Any, lines: Sequence[Line]) -> list[float]:
    if not lines:
        return []
    left = min(line.words[0].x0 for line in lines)
    width = max(line.words[-1].x1 for line in lines) - left
    drawn: Counter[float] = Counter()
    for edge in page.edges:
        if edge["orientation"] == "h":
            drawn[round(float(edge["top"]))] += edge["x1"] - edge["x0"]
    tops = sorted(y for y, length in drawn.items() if length >= MIN_RULE_SHARE * width)
    return [y for y, last in zip(tops, [-9.0, *tops], strict=False) if y - last > 2]


def _texts(stray: Sequence[Char]) -> list[str]:
    text = "".join(char["text"] for char in stray).strip()
    return [text] if text else []


def _ruled_table(page: Any, table: Any) -> RuledTable:
    block = _block(page, table)
    tops = tuple(float(row.bbox[1]) for row in table.rows)
    return RuledTable(_edges(table), tops, block)


def _block(page: Any, table: Any) -> Block:
    """Build the block of a table; a cell merged down is repeated in its rows."""
    texts = table.extract(x_tolerance=1.5)
    rows = [
        (
            i,
            [
                _unwrapped(page, box, text) if text and "\n" in text else text or ""
                for box, text in zip(row.cells, line, strict=True)
            ],
        )
        for i, (row, line) in enumerate(zip(table.rows, texts, strict=True))
    ]
    block = Block(rows)
    tops = [row.bbox[1] for row in table.rows]
    lefts = sorted({cell[0] for cell in table.cells})
    for box in table.cells:
        covered = [i for i, top in enumerate(tops) if box[1] - 1 <= top < box[3] - 1]
        column = lefts.index(box[0])
        if not covered or column >= len(rows[covered[0]][1]):
            continue
        columns = sum(box[0] <= left < box[2] - 1 for left in lefts)
        if columns > 1 and rows[covered[0]][1][column]:
            block.wide[covered[0], column] = columns
        text = rows[covered[0]][1][column]
        for i in covered[1:]:
            if text and not rows[i][1][column]:
                rows[i][1][column] = text
                block.spans[i, column] = (covered[0], column)
    return block


def _unwrapped(page: Any, box: Box, text: str) -> str:
    """Return the text of a cell without the line breaks of automatic wrapping.

    A line was wrapped if the first word of the next would not have fitted behind it,
    with the same margin on the right as on the left.
    """
    inside = [char for char in page.chars if _holds(box, char)]
    lines = chars_to_textmap(inside, x_tolerance=1.5).extract_text_lines()
    if len(lines) != text.count("\n") + 1:
        return text.strip()
    margin = min(line["x0"] for line in lines) - box[0]
    whole: str = lines[0]["text"].strip()
    for above, below in pairwise(lines):
        word = _first_word(below["chars"])
        room = box[2] - max(margin, 0) - above["x1"]
        gap = blank_between(whole, below["text"])
        needed = word[-1]["x1"] - word[0]["x0"] + (word[0]["size"] / 4 if gap else 0)
        wrapped = room < needed
        whole += (gap if wrapped else "\n") + below["text"].strip()
    return whole


def _holds(box: Box, char: Char) -> bool:
    """Whether the middle of a character is in a box, as pdfplumber judges it."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _first_word(chars: list[Char]) -> list[Char]:
    """Return the first unbreakable part: a word, or a character without blanks."""
    word = chars[:1]
    for char in chars[1:]:
        if char["text"].isspace() or are_joined(word[-1]["text"], char["text"]):
            break
        word.append(char)
    return word


def beside(left: PdfPage, right: PdfPage) -> PdfPage:
    """Put the rows of one page to the right of another's, as on one wide page."""
    tables = left.tables
    if tables and right.tables:
        tables = [_beside(tables[0], right.tables[0])]
        lines = left.lines
    else:
        lines = _beside_lines(left, right)
    return replace(
        left,
        width=left.width + right.width,
        tables=tables,
        lines=lines,
        aside=[*left.aside, *right.aside],
    )


def _beside(left: RuledTable, right: RuledTable) -> RuledTable:
    width = left.block.width
    rows = [
        (number, [*cells, *[""] * (width - len(cells)), *more])
        for (number, cells), (_, more) in zip(
            left.block.rows, right.block.rows, strict=True
        )
    ]
    spans = dict(left.block.spans) | {
        (at, i + width): (origin, first + width)
        for (at, i), (origin, first) in right.block.spans.items()
    }
    wide = dict(left.block.wide) | {
        (at, i + width): columns for (at, i), columns in right.block.wide.items()
    }
    edges = (*left.edges, *(left.edges[-1] + edge for edge in right.edges))
    return RuledTable(edges, left.tops, Block(rows, spans, wide=wide))


def _beside_lines(left: PdfPage, right: PdfPage) -> list[Line]:
    """Join the lines at equal heights; the others stay lines of their own."""
    lines = list(left.lines)
    for line in right.lines:
        words = tuple(
            word.moved(left.width, spaced=word.spaced and i > 0)
            for i, word in enumerate(line.words)
        )
        at = next(
            (
                i
                for i, x in enumerate(left.lines)
                if is_level(x.baseline, line.baseline)
            ),
            None,
        )
        if at is None:
            lines.append(replace(line, words=words))
        else:
            lines[at] = replace(lines[at], words=(*lines[at].words, *words))
    return sorted(lines, key=lambda line: line.baseline)


def is_level(height: float, other: float) -> bool:
    """Whether two things stand at the same height of their pages."""
    return abs(height - other) <= SAME_HEIGHT
