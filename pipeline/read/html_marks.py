"""Tells which parts of a page are hidden or struck through: for the HTML reader.

Knows elements, attributes and the `style` of single elements; not style sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from pipeline.read.joining import Block
from pipeline.read.table import PART, WHOLE
from pipeline.read.zip_xml import Element

_STRUCK_TAGS = {"s", "strike", "del"}
_LONGEST_STYLE = 2_000
_HIDING = re.compile(r"(?:display\s*+:\s*+none|visibility\s*+:\s*+(?:hidden|collapse))")
_STRIKING = re.compile(r"text-decoration(?:-line)?\s*+:[^;]{0,80}?line-through")


def is_hidden(element: Element) -> bool:
    """Whether an element says of itself that it is not shown."""
    return element.get("hidden") is not None or bool(_HIDING.search(_style(element)))


def is_struck(element: Element) -> bool:
    """Whether an element strikes its text through."""
    return element.tag in _STRUCK_TAGS or bool(_STRIKING.search(_style(element)))


def strike_of(cell: Element) -> str:
    """Return whether the WHOLE text of a cell is struck through, or a PART."""
    row = cell.getparent()
    if any(is_struck(outer) for outer in (cell, row) if outer is not None):
        return WHOLE
    if not len(cell):
        return ""
    depth = 0
    struck = plain = False
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        inside = element is not cell and is_struck(element)
        if event == "start":
            depth += inside
            text = element.text
        else:
            depth -= inside
            text = element.tail if element is not cell else ""
        if text and text.strip():
            struck, plain = struck or depth > 0, plain or depth == 0
    return "" if not struck else PART if plain else WHOLE


def mark_hidden(block: Block, rows: Sequence[Element], table: Element) -> None:
    """Mark the rows and columns of a table that the page does not show."""
    hidden_cells: dict[int, int] = {}
    for at, row in enumerate(rows):
        outer = row.getparent()
        cells = list(row.iterchildren("td", "th"))
        hidden = [is_hidden(cell) for cell in cells]
        groups = () if outer is None or outer is table else (outer,)
        if any(map(is_hidden, (row, *groups))) or (cells and all(hidden)):
            block.marks.hidden_rows.add(at)
        for i, cell_hidden in enumerate(hidden):
            hidden_cells[i] = hidden_cells.get(i, 0) + cell_hidden
    block.marks.hidden_columns |= {
        i for i, many in hidden_cells.items() if many > len(rows) / 2
    }


def _style(element: Element) -> str:
    return (element.get("style") or "")[:_LONGEST_STYLE].lower()
