"""How a table is laid out over slides: font sizes, column widths and page breaks.

Pure arithmetic in points and em. Every row is on exactly one page of each band of
columns; heads are repeated on every page, the first column in every band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import eq

from dashboard.exports.slides.columns import TableTexts, bands_of, widths_of
from dashboard.exports.slides.fit import LEADING, em, shortened, wrap_lines

SHORT_SIZES = (18, 16, 14, 12)
"""Font sizes, tried in order, for a table that fits on a single slide."""

LONG_SIZE = 12
DENSE_SIZE = 10
DENSE_FROM = 7
"""Long tables with at least this many columns have the font size DENSE_SIZE."""

MOST_LINES = 5


@dataclass(frozen=True)
class TableSheet:
    """What a slide shows of a table.

    Attributes:
        columns: their positions in the table.
        first, last: the rows shown, `last` not included.
        size: font size.
        pads: points left and right of a text, and above and below it.
        widths: of the columns.
        head: height of the header row.
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
        """Height of the table on this slide."""
        return self.head + sum(self.heights)


def sheets(texts: TableTexts, room: tuple[float, float]) -> list[TableSheet]:
    """Lay a table out over slides with so much room (width, height).

    A table that fits on a single slide has the largest font size that does. A longer
    one has as few pages as a small size needs, evenly filled, then the largest size
    that needs no more pages.
    """
    every = tuple(range(len(texts.heads)))
    for size in SHORT_SIZES:
        if len(texts.rows) * size * LEADING > room[1]:
            continue
        sheet = _uncut(texts, every, size, room)
        if sheet and sheet.height <= room[1]:
            return [sheet]
    size = DENSE_SIZE if len(texts.heads) >= DENSE_FROM else LONG_SIZE
    bands = bands_of(texts, size, _pads(size), room[0])
    return [page for band in bands for page in _pages(texts, band, size, room)]


def _pages(
    texts: TableTexts, band: tuple[int, ...], size: float, room: tuple[float, float]
) -> list[TableSheet]:
    """Divide a band of columns into pages, in the largest size that needs no more."""
    widths = widths_of(texts, band, size, _pads(size)[0], room[0])
    widths = widths or [room[0] / len(band)] * len(band)
    pages = _paginate(_lay_out(texts, band, size, widths, room[1]), room[1])
    for larger in (size + 3, size + 2, size + 1):
        sheet = _uncut(texts, band, larger, room)
        if sheet and len(tried := _paginate(sheet, room[1])) <= len(pages):
            return tried
    return pages


def _pads(size: float) -> tuple[float, float]:
    """Return the padding beside and above texts: less where there is much to show."""
    return (size * 0.6, size * 0.42) if size > LONG_SIZE else (size * 0.5, size * 0.3)


def _uncut(
    texts: TableTexts, band: tuple[int, ...], size: float, room: tuple[float, float]
) -> TableSheet | None:
    """Lay columns out on an endless slide; None where a text would be cut."""
    widths = widths_of(texts, band, size, _pads(size)[0], room[0])
    if widths is None:
        return None
    sheet = _lay_out(texts, band, size, widths, room[1])
    shown = (sheet.heads, *sheet.cells)
    full = (tuple(row[at] for at in band) for row in (texts.heads, *texts.rows))
    return sheet if all(map(eq, shown, full)) else None


def _lay_out(
    texts: TableTexts,
    band: tuple[int, ...],
    size: float,
    widths: Sequence[float],
    tall: float,
) -> TableSheet:
    """Lay columns out on an endless slide, cutting texts that have too many lines."""
    pads = _pads(size)
    rooms = [(width - 2 * pads[0]) / size for width in widths]
    most = _most_lines(size, pads[1], tall)
    rows = [_row([row[at] for at in band], rooms, most) for row in texts.rows]
    heads = _row([texts.heads[at] for at in band], rooms, most, bold=True)
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
        tuple(cells for cells, _ in rows),
    )


def _most_lines(size: float, pad: float, tall: float) -> int:
    """Return the most lines of a cell, so that the head and a row fit on a slide."""
    fitting = int((tall / 2 - 2 * pad) / (size * LEADING))
    return max(1, min(MOST_LINES, fitting))


def _row(
    cells: Sequence[str], rooms: Sequence[float], most: int, bold: bool = False
) -> tuple[tuple[str, ...], int]:
    """Return the cells of a row, shortened if need be, and its number of lines."""
    shown = tuple(
        shortened(text, room, most, bold)
        for text, room in zip(cells, rooms, strict=True)
    )
    lines = (
        1 if em(text, bold) <= room else len(wrap_lines(text, room, bold))
        for text, room in zip(shown, rooms, strict=True)
    )
    return shown, max(lines)


def _paginate(whole: TableSheet, tall: float) -> list[TableSheet]:
    """Divide an endless slide into pages, evenly filled."""
    cuts = _cuts(whole, tall)
    even = whole.head + 1.02 * sum(whole.heights) / (len(cuts) - 1)
    alike = _cuts(whole, min(tall, even + max(whole.heights, default=0) / 2))
    if len(alike) == len(cuts):
        cuts = alike
    return [_part(whole, first, last) for first, last in pairwise(cuts)]


def _cuts(whole: TableSheet, tall: float) -> list[int]:
    """Return the first row of each page, then the number of rows."""
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
