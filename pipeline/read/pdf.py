"""Reads a PDF that holds text: its tables, joined over pages, and the lines between.

A row's number counts the lines outside of tables and the rows of tables, from 1.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import chars_to_textmap

from pipeline.read import refusals
from pipeline.read.joining import Block, TextLine, join_blocks
from pipeline.read.kinds import PDF
from pipeline.read.table import Budget, Table

MAX_PAGES = 2_000
"""Longer documents are not lists."""

_WITHOUT_RULES = {"vertical_strategy": "text", "horizontal_strategy": "text"}


def read_pdf(received: bytes, name: str) -> list[Table]:
    """Read all tables.

    Raises:
        SourceError: the PDF is damaged, locked, a scan, or has no table with two
            columns, or its tables hold more than a list can.
    """
    try:
        with pdfplumber.open(io.BytesIO(received)) as pdf:
            pages = len(pdf.pages)
            items = list(_items(pdf, name))
    except PdfminerException as error:
        if any(isinstance(e, PDFPasswordIncorrect) for e in (*error.args, error)):
            raise refusals.encrypted(name) from error
        raise refusals.not_readable(name, PDF, repr(error)) from error
    if not items:
        raise refusals.no_text_in_pdf(name, pages)
    tables = join_blocks(items, Budget(name))
    if not tables:
        read = next(i.text for i in items if isinstance(i, TextLine))
        raise refusals.no_table(name, "PDF", read)
    return tables


def _items(pdf: Any, name: str) -> Iterator[TextLine | Block]:
    at = 0
    ruled: bool | None = None
    if len(pdf.pages) > MAX_PAGES:
        raise refusals.too_many_rows(name, len(pdf.pages))
    for page in pdf.pages:
        tables = page.find_tables()
        tables = [t for t in tables if len(t.rows) > 1 or len(t.rows[0].cells) > 1]
        ruled = ruled or bool(tables)
        if not tables and not ruled and page.chars:
            tables = page.find_tables(_WITHOUT_RULES)
        for item in _items_of_page(page, tables):
            if isinstance(item, str):
                at += 1
                yield TextLine(at, item)
            else:
                block = _block(page, item, at + 1)
                at += len(block.rows)
                yield block
        page.close()


def _items_of_page(page: Any, tables: list[Any]) -> Iterator[Any]:
    """Yield the tables of a page and the lines of text outside of them, from the top."""
    boxes = [table.bbox for table in tables]

    def outside(obj: dict[str, Any]) -> bool:
        return not any(_holds(box, obj) for box in boxes)

    positioned: list[tuple[float, int, Any]] = [
        (table.bbox[1], i, table) for i, table in enumerate(tables)
    ]
    if page.chars:
        lines = page.filter(
            lambda obj: obj["object_type"] != "char" or outside(obj)
        ).extract_text_lines(return_chars=False)
        positioned += [
            (x["top"], len(positioned) + i, x["text"]) for i, x in enumerate(lines)
        ]
    for _, _, item in sorted(positioned, key=lambda entry: entry[:2]):
        if not isinstance(item, str) or item.strip():
            yield item


def _block(page: Any, table: Any, first: int) -> Block:
    """Build the block of a table; a cell merged down is repeated in its rows."""
    texts = table.extract(x_tolerance=1.5)
    rows = [
        (
            first + i,
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
        if len(covered) < 2 or column >= len(rows[covered[0]][1]):
            continue
        text = rows[covered[0]][1][column]
        for i in covered[1:]:
            if text and not rows[i][1][column]:
                rows[i][1][column] = text
                block.spans[i, column] = (covered[0], column)
    return block


def _unwrapped(page: Any, box: tuple[float, float, float, float], text: str) -> str:
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
        gap = "" if _joins(whole[-1:], below["text"][:1]) else " "
        needed = word[-1]["x1"] - word[0]["x0"] + (word[0]["size"] / 4 if gap else 0)
        wrapped = room < needed
        whole += (gap if wrapped else "\n") + below["text"].strip()
    return whole


def _holds(box: tuple[float, float, float, float], char: dict[str, Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _first_word(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first unbreakable part: a word, or a character without spaces."""
    word = chars[:1]
    for char in chars[1:]:
        if char["text"].isspace() or _joins(word[-1]["text"], char["text"]):
            break
        word.append(char)
    return word


def _joins(before: str, after: str) -> bool:
    """Whether two characters stand together without a space, as in Japanese."""
    return before > "\u2e7f" and after > "\u2e7f"
