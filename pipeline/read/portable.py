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
from pipeline.read.joining import Block, Line, join_blocks
from pipeline.read.kinds import PORTABLE
from pipeline.read.table import Budget, Table

MAX_PAGES = 2_000
"""Longer documents are no lists."""

_WITHOUT_RULES = {"vertical_strategy": "text", "horizontal_strategy": "text"}


def read_portable(received: bytes, name: str) -> list[Table]:
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
        raise refusals.not_readable(name, PORTABLE, repr(error)) from error
    if not items:
        raise refusals.no_text_in_pdf(name, pages)
    tables = join_blocks(items, Budget(name))
    if not tables:
        read = next(i.text for i in items if isinstance(i, Line))
        raise refusals.no_table(name, "PDF", read)
    return tables


def _items(pdf: Any, name: str) -> Iterator[Line | Block]:
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
        for item in _in_order(page, tables):
            if isinstance(item, str):
                at += 1
                yield Line(at, item)
            else:
                block = _block(page, item, at + 1)
                at += len(block.rows)
                yield block
        page.close()


def _in_order(page: Any, tables: list[Any]) -> Iterator[Any]:
    """The tables of a page and the lines of text outside of them, from the top."""
    boxes = [table.bbox for table in tables]

    def outside(thing: dict[str, Any]) -> bool:
        return not any(_holds(box, thing) for box in boxes)

    found: list[tuple[float, int, Any]] = [
        (table.bbox[1], i, table) for i, table in enumerate(tables)
    ]
    if page.chars:
        lines = page.filter(
            lambda thing: thing["object_type"] != "char" or outside(thing)
        ).extract_text_lines(return_chars=False)
        found += [(x["top"], len(found) + i, x["text"]) for i, x in enumerate(lines)]
    for _, _, item in sorted(found, key=lambda one: one[:2]):
        if not isinstance(item, str) or item.strip():
            yield item


def _block(page: Any, table: Any, first: int) -> Block:
    """The cells of a table; one merged down is repeated in the rows it covers."""
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
    """The text of a cell without the line breaks that only its width made.

    A line was broken for want of room where the first word of the next would not have
    fitted behind it, with the margin that the first line leaves on the left.
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


def _holds(box: tuple[float, float, float, float], thing: dict[str, Any]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _first_word(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What may not be broken: a word, or one character of a script without spaces."""
    word = chars[:1]
    for char in chars[1:]:
        if char["text"].isspace() or _joins(word[-1]["text"], char["text"]):
            break
        word.append(char)
    return word


def _joins(before: str, after: str) -> bool:
    """Whether two characters stand together without a space, as in Japanese."""
    return before > "\u2e7f" and after > "\u2e7f"
