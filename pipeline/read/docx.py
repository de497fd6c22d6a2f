"""Reads DOCX: its tables, and the paragraphs between them.

A row's number counts the paragraphs outside of tables and the rows of tables, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.read import refusals
from pipeline.read.joining import Block, TextLine, build_block, join_blocks
from pipeline.read.kinds import DOCX
from pipeline.read.outline_items import (
    CELLS,
    HEADING,
    ITEM,
    LINE,
    MAX_ITEMS,
    OutlineItem,
)
from pipeline.read.table import PART, WHOLE, Budget, Table
from pipeline.read.zip_xml import Element, ZipParts, get_attribute, local_name, to_int

_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"}
_STRIKES = ("strike", "dstrike")
_OFF = ("0", "false", "off")
_UNREAD = {"del", "moveFrom", "Fallback", "rt", "instrText", "pPr", "rPr", "tblPr"}


def read_docx(received: bytes, name: str) -> list[Table]:
    """Read all tables.

    Raises:
        SourceError: the document is damaged or has no table with two columns, or its
            tables hold more than a list can.
    """
    parts = ZipParts(received, name, DOCX)
    root = parts.tree("word/document.xml")
    body = next(root.iter("{*}body"), root)
    tables = join_blocks(_items(body, name), Budget(name))
    if not tables:
        read = " ".join(_text(body).split())
        raise refusals.no_table(name, "DOCX", read)
    return tables


class _Style(NamedTuple):
    """What a style says of its paragraphs: heading or list level, -1 if neither."""

    heading: int = -1
    item: int = -1


def read_docx_outline(received: bytes, name: str) -> list[OutlineItem]:
    """Return the paragraphs with their levels: headings, items of lists, lines.

    Raises:
        SourceError: the document is damaged.
    """
    parts = ZipParts(received, name, DOCX)
    styles = _styles(parts)
    root = parts.tree("word/document.xml")
    items: list[OutlineItem] = []
    at = 0
    for child in _unwrapped(next(root.iter("{*}body"), root)):
        if local_name(child) == "p":
            at += 1
            items += _paragraph_items(child, at, styles)
        elif local_name(child) == "tbl":
            for row in _unwrapped(child):
                if local_name(row) == "tr":
                    at += 1
                    items.append(OutlineItem(at, CELLS, 0, _flat(row)))
    return items[:MAX_ITEMS]


def _flat(row: Element) -> str:
    cells = [_text(cell) for _, _, cell in _cells_with_columns(row) if cell is not None]
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _styles(parts: ZipParts) -> dict[str, _Style]:
    """Return the styles of headings and lists; by their levels, not by their names."""
    styles: dict[str, _Style] = {}
    if "word/styles.xml" not in parts:
        return styles
    for style in parts.tree("word/styles.xml").iter("{*}style"):
        name = get_attribute(style, "styleId")
        outline = next(style.iterfind("{*}pPr/{*}outlineLvl"), None)
        if outline is not None:
            styles[name] = _Style(heading=to_int(get_attribute(outline, "val")))
        elif next(style.iterfind("{*}pPr/{*}numPr"), None) is not None:
            depth = to_int(name[-1:], 1) - 1  # ListBullet2 is a level below ListBullet
            styles[name] = _Style(item=max(depth, 0))
    return styles


def _paragraph_items(
    paragraph: Element, number: int, styles: dict[str, _Style]
) -> list[OutlineItem]:
    """Return the first line of a paragraph with its level, and the others as lines."""
    lines = [*filter(None, map(str.strip, _text(paragraph).split("\n")))]
    if not lines:
        return []
    named = next(paragraph.iterfind("{*}pPr/{*}pStyle"), None)
    style = styles.get("" if named is None else get_attribute(named, "val"), _Style())
    numbered = next(paragraph.iterfind("{*}pPr/{*}numPr"), None)
    level = next(paragraph.iterfind("{*}pPr/{*}numPr/{*}ilvl"), None)
    if 0 <= style.heading < 9:
        item = OutlineItem(number, HEADING, 1 + style.heading, lines[0])
    elif numbered is not None:
        depth = 0 if level is None else to_int(get_attribute(level, "val"))
        item = OutlineItem(number, ITEM, depth, lines[0])
    elif style.item >= 0:
        item = OutlineItem(number, ITEM, style.item, lines[0])
    else:
        item = OutlineItem(number, LINE, 0, lines[0])
    return [item, *(OutlineItem(number, LINE, 0, text) for text in lines[1:])]


def _unwrapped(element: Element) -> Iterator[Element]:
    """Yield the children of an element; wrappers are replaced by their children."""
    for child in element:
        if local_name(child) in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _items(body: Element, name: str) -> Iterator[TextLine | Block]:
    at = 0
    for child in _unwrapped(body):
        if local_name(child) == "p":
            at += 1
            if text := _text(child).strip():
                yield TextLine(at, text)
        elif local_name(child) == "tbl":
            rows = [r for r in _unwrapped(child) if local_name(r) == "tr"]
            numbers = list(range(at + 1, at + 1 + len(rows)))
            at += len(rows)
            yield _block(rows, numbers, name)


def _block(rows: list[Element], numbers: list[int], name: str) -> Block:
    """Build the block of a table; cells merged down span their continuations."""
    rows_with_columns = [list(_cells_with_columns(row)) for row in rows]
    spanned_cells: list[list[tuple[str, int, int]]] = []
    strikes: list[list[str]] = []
    for i, row in enumerate(rows_with_columns):
        cells: list[tuple[str, int, int]] = []
        struck: list[str] = []
        for column, columns, cell in row:
            if cell is None:
                cells.append(("", columns, 1))
            elif _merge(cell) != "continue":
                down = _continued(rows_with_columns[i + 1 :], column, cell)
                cells.append((_text(cell), columns, 1 + down))
            elif not _continues(rows_with_columns[:i], column):
                cells.append((_text(cell), columns, 1))
            else:
                continue
            struck.append("" if cell is None else _share_of_runs(cell, _STRIKES))
        spanned_cells.append(cells)
        strikes.append(struck)
    headed = bool(rows) and next(rows[0].iter("{*}tblHeader"), None) is not None
    block = build_block(spanned_cells, numbers, name, headed=headed, strikes=strikes)
    block.marks.hidden_rows |= {i for i, row in enumerate(rows) if _is_hidden(row)}
    return block


def _is_hidden(row: Element) -> bool:
    """Whether a row, or all of its text, is marked as hidden."""
    marked = next(row.iterfind("{*}trPr/{*}hidden"), None)
    return _is_on(marked) or _share_of_runs(row, ("vanish",)) == WHOLE


def _share_of_runs(element: Element, properties: tuple[str, ...]) -> str:
    """Return whether the WHOLE text below an element has a property, or a PART."""
    runs = [
        any(_is_on(next(run.iterfind(f"{{*}}rPr/{{*}}{p}"), None)) for p in properties)
        for run in element.iter("{*}r")
        if any((text.text or "").strip() for text in run.iterchildren("{*}t"))
    ]
    return "" if not any(runs) else WHOLE if all(runs) else PART


def _is_on(toggle: Element | None) -> bool:
    return toggle is not None and get_attribute(toggle, "val") not in _OFF


def _cells_with_columns(row: Element) -> Iterator[tuple[int, int, Element | None]]:
    """Yield first column, columns spanned, and cell (None for a leading gap)."""
    column = 0
    before = next(row.iter("{*}gridBefore"), None)
    if before is not None and (gap := to_int(get_attribute(before, "val"))):
        yield 0, gap, None
        column = gap
    for cell in _unwrapped(row):
        if local_name(cell) == "tc":
            spanned = next(cell.iterfind("{*}tcPr/{*}gridSpan"), None)
            columns = 1 if spanned is None else to_int(get_attribute(spanned, "val"), 1)
            columns = max(columns, 1)
            yield column, columns, cell
            column += columns


def _merge(cell: Element) -> str:
    """Return `restart` for a cell merged with those below, `continue` for those."""
    merge = next(cell.iterfind("{*}tcPr/{*}vMerge"), None)
    return "" if merge is None else get_attribute(merge, "val") or "continue"


def _continued(
    below: list[list[tuple[int, int, Element | None]]], column: int, cell: Element
) -> int:
    if _merge(cell) != "restart":
        return 0
    for down, row in enumerate(below):
        here = next((c for at, _, c in row if at == column), None)
        if here is None or _merge(here) != "continue":
            return down
    return len(below)


def _continues(above: list[list[tuple[int, int, Element | None]]], column: int) -> bool:
    for row in reversed(above):
        here = next((c for at, _, c in row if at == column), None)
        if here is None or not _merge(here):
            return False
        if _merge(here) == "restart":
            return True
    return False


def _text(element: Element) -> str:
    """Return the text of a paragraph or cell; its paragraphs are lines."""
    pieces: list[str] = []
    stack = [(element, False)]
    while stack:
        here, left = stack.pop()
        tag = local_name(here)
        if left:
            pieces.append("\n")
        elif tag == "t":
            pieces.append(here.text or "")
        elif tag == "sym":
            pieces.append(_symbol(get_attribute(here, "char")))
        elif tag in _CHARACTERS:
            pieces.append(_CHARACTERS[tag])
        elif tag not in _UNREAD:
            if tag == "p" and here is not element:
                stack.append((here, True))
            stack.extend((child, False) for child in reversed(here))
    return "".join(pieces).removesuffix("\n")


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
