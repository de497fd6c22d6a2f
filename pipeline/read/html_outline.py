"""Finds the levels of an outline in an HTML page: headings, lists, terms. For `outline`.

Menus, heads and feet of a page are left out. A row's number is the line of its element.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from pipeline.read.html import (
    BOLD,
    INLINE,
    SILENT,
    cell_text,
    folded,
    parse_page,
    source_line,
)
from pipeline.read.outline_items import (
    CELLS,
    HEADING,
    ITEM,
    LABEL_RANK,
    LINE,
    MAX_ITEMS,
    OutlineItem,
)
from pipeline.read.zip_xml import Element

_AROUND = {"nav", "header", "footer", "aside", "form", "menu"}
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_LABELS = {"dt", "summary", "legend", "caption"}
_LISTS = {"ul", "ol", "dl"}
_ITEMS = {"li", "dd"}


def read_html_outline(received: bytes, name: str) -> list[OutlineItem]:
    """Return the headings, items and lines of a page that came as UTF-8.

    Raises:
        SourceError: the page can't be parsed.
    """
    return list(islice(_Walk().items(parse_page(received, name)), MAX_ITEMS))


def _lines_before(text: str, element: Element, *, after: bool) -> int:
    """Count the lines from an element's start to the first letter of its text or tail.

    Behind an element that holds others only the lines of the tail itself are known.
    """
    inside = (element.text or "").count("\n") if after and not len(element) else 0
    return inside + text[: len(text) - len(text.lstrip())].count("\n")


class _Walk:
    """Walks a page and splits its text where a reader would see a new line."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.number = 0
        self.open: list[str] = []
        self.bold, self.plain = 0, False
        self.fresh = False

    def items(self, root: Element) -> Iterator[OutlineItem]:
        """Yield the items of a page in their order."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event in ("comment", "pi"):
                self._add(element.tail, element, after=True)
            elif event == "end":
                yield from self._leave(tag, element)
            elif tag in SILENT or tag in _AROUND:
                yield from self._end()
                walk.skip_subtree()
            elif tag == "tr":
                yield from self._end()
                cells = [cell_text(cell) for cell in element.iterchildren("td", "th")]
                if len(cells) > 1 and next(element.iterdescendants("li"), None) is None:
                    flat = "\t".join(" ".join(cell.split()) for cell in cells)
                    yield OutlineItem(source_line(element), CELLS, 0, flat)
                    walk.skip_subtree()
            else:
                yield from self._enter(tag, element)

    def _enter(self, tag: str, element: Element) -> Iterator[OutlineItem]:
        if tag not in INLINE:
            yield from self._end()
        if tag in _HEADINGS or tag in _LABELS or tag in _LISTS or tag in _ITEMS:
            self.open.append(tag)
            self.fresh = tag in _ITEMS
        self.bold += tag in BOLD
        self._add(element.text, element)

    def _leave(self, tag: str, element: Element) -> Iterator[OutlineItem]:
        if tag not in INLINE:
            yield from self._end()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        self.bold -= tag in BOLD and self.bold > 0
        self._add(element.tail, element, after=True)

    def _add(self, text: str | None, element: Element, *, after: bool = False) -> None:
        """Add a text inside an element or right after it; know the line it begins in."""
        if not text:
            return
        if text.strip():
            self.number = self.number or source_line(element) + _lines_before(
                text, element, after=after
            )
            self.plain = self.plain or not self.bold
        self.text.append(text)

    def _end(self) -> Iterator[OutlineItem]:
        """End a line: yield it with its level."""
        text = folded("".join(self.text))
        if text:
            yield self._item(text)
        self.text, self.number, self.plain = [], 0, False

    def _item(self, text: str) -> OutlineItem:
        inside = self.open[-1] if self.open else ""
        depth = sum(tag in _LISTS for tag in self.open)
        if inside in _HEADINGS:
            return OutlineItem(self.number, HEADING, _HEADINGS[inside], text)
        if inside in _LABELS and depth < 2:
            return OutlineItem(self.number, HEADING, LABEL_RANK, text, inside)
        if inside in _ITEMS or inside in _LABELS:
            first, self.fresh = self.fresh or inside in _LABELS, False
            kind = ITEM if first else LINE
            return OutlineItem(self.number, kind, depth, text, inside)
        if not self.plain:
            return OutlineItem(self.number, HEADING, LABEL_RANK, text, "bold")
        return OutlineItem(self.number, LINE, 0, text)
