"""Reads an HTML page: its tables, and the headings between them. Runs no script.

A row's number is the line of its `<tr>`, or the next free one where several begin in
the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from pipeline.read import refusals
from pipeline.read.html_marks import is_hidden, mark_hidden, strike_of
from pipeline.read.joining import Block, TextLine, build_block, join_blocks
from pipeline.read.superscripts import raise_sign
from pipeline.read.table import WHOLE, Budget, Table
from pipeline.read.zip_xml import Element

MAX_LINE = 65_535
"""The parser counts lines only so far."""

MAX_HEADING = 200
"""A longer text is not a heading."""

SILENT = {"script", "style", "template", "noscript", "head", "select", "svg", "object"}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img"),
    *("ins", "kbd", "label", "mark", "q", "rb", "ruby", "s", "small", "span", "strong"),
    *("strike", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "acronym"),
    *("rt", "rp", "del", "script", "style", "template", "noscript"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary", "dt"}
BOLD = {"b", "strong"}
_UNREAD = {"rt", "rp", "del"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG_WITH_LINE = re.compile(
    r"<(tr|table|h[1-6]|caption|p|div|b|strong|li|dt|dd|a)(?=[\s>/])", re.IGNORECASE
)
_COUNT = re.compile(r"(?<!\s)\s*+\+?([0-9]{1,6})")
_LINE_ATTRIBUTE = "data-source-line"


def read_html(received: bytes, name: str) -> list[Table]:
    """Read all tables of a page that came as UTF-8.

    Raises:
        SourceError: no table with two columns is there, or they hold more than a list
            can.
    """
    root = parse_page(received, name)
    tables = join_blocks(_items(root, name), Budget(name))
    if not tables:
        read = folded(" ".join(islice(root.itertext("title", "h1", "p"), 20)))
        raise refusals.no_table(name, "HTML", read)
    return tables


def parse_page(received: bytes, name: str) -> Element:
    """Return the root of a page that came as UTF-8.

    Raises:
        SourceError: the page is empty or can't be parsed.
    """
    text = received.decode("utf-8", "replace")
    if text.count("\n") >= MAX_LINE:
        text = _with_line_attributes(text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise refusals.not_readable(name, "html", str(error)) from error
    if root is None:
        raise refusals.no_table(name, "HTML", "")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise refusals.not_readable(name, "html", parser.error_log.last_error.message)
    for raised in root.iter("sup"):
        if not len(raised) and raised.text:
            raised.text = raise_sign(raised.text)
    return root


def _with_line_attributes(text: str) -> str:
    """Add a line attribute to each tag, for pages with more lines than are counted."""
    return "\n".join(
        _TAG_WITH_LINE.sub(rf'<\1 {_LINE_ATTRIBUTE}="{number}"', line)
        if "<" in line
        else line
        for number, line in enumerate(text.split("\n"), start=1)
    )


def source_line(element: Element) -> int:
    """Return the line in which an element begins."""
    line = element.get(_LINE_ATTRIBUTE) or ""
    return int(line) if line.isdigit() else int(element.sourceline or 0)


class _TextFlow:
    """The text outside of tables, split where a reader would see a new line."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.number = 0
        self.heading = self.bold = 0
        self.plain = False
        self.last = TextLine(0, "")

    def add(self, text: str | None, element: Element) -> None:
        if not text:
            return
        if text.strip():
            self.number = self.number or source_line(element)
            self.plain = self.plain or not (self.heading or self.bold)
        self.text.append(text)

    def end(self) -> Iterator[TextLine]:
        """End a line: yield it if it is a heading, else remember it."""
        text = folded("".join(self.text))
        if text:
            line = TextLine(self.number, text)
            short = len(text) <= MAX_HEADING
            self.last = line if short and self.plain else TextLine(0, "")
            if short and not self.plain:
                yield line
        self.text, self.number, self.plain = [], 0, False

    def before_table(self) -> Iterator[TextLine]:
        """Yield plain text right above a table as its heading, too."""
        yield from self.end()
        if self.last.text:
            yield self.last
        self.last = TextLine(0, "")


def _items(root: Element, name: str) -> Iterator[TextLine | Block]:
    flow = _TextFlow()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            flow.add(element.tail, element)
        elif event == "start":
            if tag in SILENT:
                walk.skip_subtree()
            elif tag == "table" and (block := _block(element, name)):
                yield from flow.before_table()
                for caption in element.iterchildren("caption"):
                    yield TextLine(source_line(caption), cell_text(caption))
                yield block
                walk.skip_subtree()
            else:
                if tag not in INLINE:
                    yield from flow.end()
                flow.heading += tag in _HEADINGS
                flow.bold += tag in BOLD
                flow.add(element.text, element)
        else:
            if tag not in INLINE:
                yield from flow.end()
            flow.heading -= tag in _HEADINGS and flow.heading > 0
            flow.bold -= tag in BOLD and flow.bold > 0
            flow.add(element.tail, element)


def _block(table: Element, name: str) -> Block | None:
    """Return the table's cells; None where it only lays out other elements."""
    inner = list(table.iterdescendants("table"))
    if inner:
        whole = _length(table)
        outermost = [t for t in inner if next(t.iterancestors("table")) is table]
        if sum(map(_length, outermost)) * 2 > whole:
            return None
    rows = [
        row
        for row in table.iterdescendants("tr")
        if not inner or next(row.iterancestors("table")) is table
    ]
    cells = [list(row.iterchildren("td", "th")) for row in rows]
    spanned_cells = [
        [
            (cell_text(c), _span(c, "colspan", 1000), _span(c, "rowspan", 65_534))
            for c in row
        ]
        for row in cells
    ]
    first = next((row for row in cells if row), [])
    headed = len(first) > 1 and all(cell.tag == "th" for cell in first)
    strikes = [[strike_of(cell) for cell in row] for row in cells]
    block = build_block(
        spanned_cells,
        [source_line(row) for row in rows],
        name,
        headed=headed,
        strikes=strikes,
    )
    mark_hidden(block, rows, table)
    return block if block.width > 1 else None


def _length(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _span(cell: Element, attribute: str, most: int) -> int:
    if not (value := cell.get(attribute)):
        return 1
    match = _COUNT.match(value)
    wanted = int(match[1]) if match else 1
    return min(wanted, most) or (most if attribute == "rowspan" else 1)


def cell_text(cell: Element) -> str:
    """Return the visible text of a cell: lines end at `<br>` and blocks, space folds."""
    if not len(cell):
        return folded(cell.text or "")
    pieces: list[str] = []
    unread = _UNREAD - {"del"} if strike_of(cell) == WHOLE else _UNREAD
    walk = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            pieces.append(element.tail or "")
            continue
        if tag not in INLINE and element is not cell:
            pieces.append("\x00")
        if event == "end":
            if element is not cell:
                pieces.append(element.tail or "")
        elif (
            tag in SILENT
            or tag in unread
            or (element is not cell and is_hidden(element))
        ):
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
            if tag == "img":
                pieces.append(element.get("alt") or "")
    lines = "".join(pieces).split("\x00")
    return "\n".join(text for line in lines if (text := folded(line)))


def folded(text: str) -> str:
    """Return a text as a page shows it: runs of white space are one space."""
    return _SPACE.sub(" ", text).strip(" ")
