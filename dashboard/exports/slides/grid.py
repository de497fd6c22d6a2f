"""How a table is laid out over slides: sizes, widths of columns, which rows go where.

Pure arithmetic in points and em; knows no file. Every row is on exactly one page of each
band of columns; heads are repeated on every page, the first column in every band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.exports.slides.columns import TableTexts, bands_of, widths_of
from dashboard.exports.slides.fit import LEADING, em, shortened, wrap_lines

SHORT_SIZES = (18, 16, 14, 12)
"""Of letters, tried in order, for a table that fits one slide."""

LONG_SIZE = 12
DENSE_SIZE = 10
DENSE_FROM = 7
"""Columns; long tables with so many have letters of DENSE_SIZE."""

MOST_LINES = 5


@dataclass(frozen=True)
class TableSheet:
    """What one slide shows of a table.

    Attributes:
        columns: their places in the table.
        first, last: the rows shown, `last` not included.
        size: of the letters.
        pads: points left and right of a text, and above and below it.
        widths: of the columns.
        head: height of the head.
        heights: of the rows.
        heads, cells: the texts as they are shown.
    """

    columns: tuple[int, ...]
    first: int
    last: int
    size: float
    pads: tuple[float, float]
    widths: tuple[float, ...]
    head: float
    heights: tuple[float, ...]
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """Of the whole table on this slide."""
        return self.head + sum(self.heights)


def sheets(texts: TableTexts, room: tuple[float, float]) -> list[TableSheet]:
    """Lay a table out over slides with so much room (width, height).

    A table that fits one slide has letters as large as do; a longer one as many pages
    as small letters need, filled alike, with letters as large as those pages allow.
    """
    everything = tuple(range(len(texts.heads)))
    for size in SHORT_SIZES:
        if len(texts.rows) * size * LEADING > room[1]:
            continue
        laid = _laid(texts, everything, size, _pads(size), room)
        if laid and laid.height <= room[1]:
            return [laid]
    dense = len(texts.heads) >= DENSE_FROM
    size = DENSE_SIZE if dense else LONG_SIZE
    found: list[TableSheet] = []
    for band in bands_of(texts, size, _pads(size), room[0]):
        pages = _paged(_laid(texts, band, size, _pads(size), room, force=True), room[1])
        for larger in (size + 3, size + 2, size + 1):
            laid = _laid(texts, band, larger, _pads(larger), room)
            if laid and len(tried := _paged(laid, room[1])) <= len(pages):
                pages = tried
                break
        found += pages
    return found


def _pads(size: float) -> tuple[float, float]:
    """Room beside and above letters: less where there is much to show."""
    return (size * 0.6, size * 0.42) if size > LONG_SIZE else (size * 0.5, size * 0.3)


def _laid(
    texts: TableTexts,
    band: tuple[int, ...],
    size: float,
    pads: tuple[float, float],
    room: tuple[float, float],
    force: bool = False,
) -> TableSheet | None:
    """The whole table on one endless slide; None where a text would be cut."""
    widths = widths_of(texts, band, size, pads[0], room[0])
    if widths is None and not force:
        return None
    widths = widths or [room[0] / len(band)] * len(band)
    rooms = [(width - 2 * pads[0]) / size for width in widths]
    most = _most_lines(size, pads[1], room[1])
    rows = [_row([row[at] for at in band], rooms, most) for row in texts.rows]
    heads = _row([texts.heads[at] for at in band], rooms, most, bold=True)
    whole = all(
        kept == tuple(row[at] for at in band)
        for (kept, _), row in zip(
            [heads, *rows], [texts.heads, *texts.rows], strict=True
        )
    )
    if not whole and not force:
        return None
    line = size * LEADING
    return TableSheet(
        band,
        0,
        len(rows),
        size,
        pads,
        tuple(widths),
        heads[1] * line + 2 * pads[1],
        tuple(lines * line + 2 * pads[1] for _, lines in rows),
        heads[0],
        tuple(kept for kept, _ in rows),
    )


def _most_lines(size: float, pad: float, tall: float) -> int:
    """Lines a cell may have: a head and a row of them always fit a slide."""
    fitting = int((tall / 2 - 2 * pad) / (size * LEADING))
    return max(1, min(MOST_LINES, fitting))


def _row(
    cells: Sequence[str], rooms: Sequence[float], most: int, bold: bool = False
) -> tuple[tuple[str, ...], int]:
    """The cells of a row, shortened where they must be, and its number of lines."""
    kept = tuple(
        shortened(text, room, most, bold)
        for text, room in zip(cells, rooms, strict=True)
    )
    lines = (
        1 if em(text, bold) <= room else len(wrap_lines(text, room, bold))
        for text, room in zip(kept, rooms, strict=True)
    )
    return kept, max(lines)


def _paged(whole: TableSheet, tall: float) -> list[TableSheet]:
    """Cut an endless slide where its height is used up, the pages filled alike."""
    cuts = _cuts(whole, tall)
    even = whole.head + 1.02 * sum(whole.heights) / (len(cuts) - 1)
    alike = _cuts(whole, min(tall, even + max(whole.heights, default=0) / 2))
    if len(alike) == len(cuts):
        cuts = alike
    return [_part(whole, first, last) for first, last in pairwise(cuts)]


def _cuts(whole: TableSheet, tall: float) -> list[int]:
    """The first row of each page, then the number of rows."""
    cuts, used = [0], whole.head
    for at, height in enumerate(whole.heights):
        if used + height > tall and at > cuts[-1]:
            cuts.append(at)
            used = whole.head
        used += height
    return [*cuts, len(whole.heights)]


def _part(whole: TableSheet, first: int, last: int) -> TableSheet:
    return TableSheet(
        whole.columns,
        first,
        last,
        whole.size,
        whole.pads,
        whole.widths,
        whole.head,
        whole.heights[first:last],
        whole.heads,
        whole.cells[first:last],
    )
