"""Slides read back by other means than they were made: numbers, texts, room."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from PIL import ImageFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.exports.text_metrics import BOLD, REGULAR
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import make_report

POINT = 12700
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FONTS = {
    bold: ImageFont.truetype(path, 100) for bold, path in ((0, REGULAR), (1, BOLD))
}


def report_of(edition, lang, filters=None, **more):
    words = load_words(lang)
    labels = label_edition(edition, words)
    return make_report(edition, filters or Filters(), labels, words, **more), words


def opened(made: bytes):
    return Presentation(io.BytesIO(made))


def notes_of(slide) -> str:
    return slide.notes_slide.notes_text_frame.text


def charts_of(deck) -> Iterator:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield slide, shape.chart


def tables_of(deck) -> Iterator:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows = [[c.text for c in row.cells] for row in shape.table.rows]
                yield slide, rows


@lru_cache(maxsize=50_000)
def char_em(char: str, bold: bool) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if ord(char) > 0x24F:
        return 1.0
    return FONTS[bold].getlength(char) / 100


def lines_of(text: str, room: float, size: float, bold: bool) -> int:
    """Lines a text takes, set greedily; breaks at spaces and beside full-width signs."""
    lines, used, pending = 1, 0.0, 0.0
    for char in text:
        wide = char_em(char, bold) * size
        breakable = char == " " or unicodedata.east_asian_width(char) in "WF"
        pending += wide
        if used + pending > room + 0.01 and char != " ":
            if used:
                lines, used = lines + 1, 0.0
            while pending > room + 0.01:
                lines, pending = lines + 1, pending - room
        if breakable:
            used, pending = used + pending, 0.0
    return lines


def text_height(body, room: float) -> float:
    """The height of all paragraphs of a text body in a box `room` points wide."""
    return sum(_paragraph_height(one, room) for one in body.findall(f"{A}p"))


def _paragraph_height(paragraph, room: float) -> float:
    properties = paragraph.find(f"{A}pPr")
    hang = int(properties.get("marL", 0)) / POINT
    leading = int(properties.find(f"{A}lnSpc/{A}spcPts").get("val")) / 100
    before = int(properties.find(f"{A}spcBef/{A}spcPts").get("val")) / 100
    rows, size, bold = [""], 0.0, False
    for part in paragraph:
        if part.tag == f"{A}br":
            rows.append("")
        if part.tag == f"{A}r":
            text = part.find(f"{A}t").text or ""
            rows[-1] += "" if text.endswith("\t") else text
            style = part.find(f"{A}rPr")
            size = max(size, int(style.get("sz")) / 100)
            bold = bold or (style.get("b") == "1" and not text.endswith("\t"))
    count = sum(lines_of(row, room - hang, size or 1, bold) for row in rows)
    return count * leading + before


def boxes(slide) -> list[tuple[str, float, float, float, float]]:
    """Name and edges of every shape that stands by itself."""
    found = []
    for shape in slide.shapes:
        edges = [shape.left, shape.top, shape.width, shape.height]
        left, top, width, height = (edge / POINT for edge in edges)
        if shape.has_table:
            width = sum(c.width for c in shape.table.columns) / POINT
            height = sum(r.height for r in shape.table.rows) / POINT
        found.append((shape.name, left, top, left + width, top + height))
    return found


def overlaps(slide) -> list[tuple[str, str]]:
    every = boxes(slide)
    return [
        (one[0], other[0])
        for at, one in enumerate(every)
        for other in every[at + 1 :]
        if min(one[3], other[3]) - max(one[1], other[1]) > 0.5
        and min(one[4], other[4]) - max(one[2], other[2]) > 0.5
    ]


def overflows(slide, width: float, height: float, insets=(0.0, 0.0)) -> list[str]:
    """What does not fit: texts in their boxes, cells in their rows, shapes on the slide."""
    found = [
        f"{name} leaves the slide"
        for name, left, top, right, bottom in boxes(slide)
        if left < -0.5 or top < -0.5 or right > width + 0.5 or bottom > height + 0.5
    ]
    for shape in slide.shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.TABLE:
            found += _cells_too_small(shape.table)
        elif (
            shape.has_text_frame
            and "Number" not in shape.name
            and shape.text_frame.text
        ):
            aside, above = insets if shape.is_placeholder else (0.0, 0.0)
            room = shape.width / POINT - 2 * aside
            needed = text_height(shape._element.txBody, room) + 2 * above
            if needed > shape.height / POINT + 0.5:
                found.append(f"{shape.name}: {shape.text_frame.text}")
    return found


def _cells_too_small(table) -> list[str]:
    found = []
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            edges = (cell.margin_left + cell.margin_right) / POINT
            above = (cell.margin_top + cell.margin_bottom) / POINT
            room = column.width / POINT - edges
            if text_height(cell._tc.txBody, room) + above > row.height / POINT + 0.5:
                found.append(cell.text)
    return found
