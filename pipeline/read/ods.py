"""Reads ODS: every table of an OpenDocument sheet (or text), visible ones first."""

from __future__ import annotations

from pipeline.read import refusals
from pipeline.read.kinds import ODS
from pipeline.read.table import PART, WHOLE, Budget, Table, mark_struck, sheet_table
from pipeline.read.zip_xml import Element, ZipParts, get_attribute, local_name, to_int

_READ = ("style", "table-column", "table-row", "table")
_HIDDEN = ("collapse", "filter")

MAX_REPEATS = 1_048_576
"""More rows or columns than a sheet has: a repetition counts no further."""


def read_ods(received: bytes, name: str) -> list[Table]:
    """Read all sheets.

    Raises:
        SourceError: the file is damaged, locked, or holds more than a list can.
    """
    parts = ZipParts(received, name, ODS)
    manifest = "META-INF/manifest.xml"
    if manifest in parts and b"encryption-data" in parts.read(manifest):
        raise refusals.encrypted(name)
    budget = Budget(name)
    hidden_styles: set[str] = set()
    struck_styles = _struck_styles(parts)
    shown: list[Table] = []
    hidden: list[Table] = []
    sheet = _SheetReader(budget, struck_styles)
    for element in parts.elements("content.xml", *_READ):
        tag = local_name(element)
        if tag == "style":
            _add_style(element, struck_styles)
            if any(get_attribute(e, "display") == "false" for e in element):
                hidden_styles.add(get_attribute(element, "name"))
        elif tag == "table-column":
            sheet.add_columns(element)
        elif tag == "table-row":
            sheet.add(element)
        else:
            title = get_attribute(element, "name")
            table = sheet_table(sheet.texts, sheet.merged, title, budget)
            table.with_marks_of(sheet.marks)
            sheet = _SheetReader(budget, struck_styles)
            if table.cells:
                style = get_attribute(element, "style-name")
                table.shown = style not in hidden_styles
                (shown if table.shown else hidden).append(table)
    if not shown + hidden:
        raise refusals.no_cells(name)
    return shown + hidden


class _SheetReader:
    def __init__(self, budget: Budget, struck_styles: set[str]) -> None:
        self.struck_styles = struck_styles
        self.column_styles: list[str] = []
        self.marks = Table()
        self.texts: dict[int, dict[int, str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.budget = budget
        self.row = 1

    def add_columns(self, column: Element) -> None:
        """Note the style of a column, and whether it is shown."""
        first = len(self.column_styles)
        repeats = _repeats(column, "number-columns-repeated")
        repeats = min(repeats, refusals.MAX_COLUMNS - first)
        style = get_attribute(column, "default-cell-style-name")
        self.column_styles += [style] * repeats
        if get_attribute(column, "visibility") in _HIDDEN:
            self.marks.hidden_columns |= set(range(first, first + repeats))

    def add(self, row: Element) -> None:
        """Add a row as often as it is repeated."""
        repeats = _repeats(row, "number-rows-repeated")
        row_texts: dict[int, str] = {}
        struck: dict[int, str] = {}
        column = 0
        for cell in row:
            tag = local_name(cell)
            if tag not in ("table-cell", "covered-table-cell"):
                continue
            columns = _repeats(cell, "number-columns-repeated")
            text = _text(cell) if tag == "table-cell" else ""
            if text.strip():
                if column + columns > refusals.MAX_COLUMNS:
                    where, where_ja = f"row {self.row}", f" {self.row} 行目"
                    wide = column + columns
                    raise refusals.too_many_columns(
                        self.budget.name, where, where_ja, wide
                    )
                row_texts.update(dict.fromkeys(range(column, column + columns), text))
                if strike := self._strike(row, cell, column):
                    struck[column] = strike
                high = _repeats(cell, "number-rows-spanned")
                wide = _repeats(cell, "number-columns-spanned")
                if high > 1 or wide > 1:
                    last = (self.row + high - 1, column, column + wide - 1)
                    self.merged.append((self.row, *last))
            column += columns
        if row_texts:
            if len(self.texts) + repeats > refusals.MAX_ROWS:
                rows = len(self.texts) + repeats
                raise refusals.too_many_rows(self.budget.name, rows)
            for i in range(repeats):
                self.texts[self.row + i] = row_texts
                self._mark(row, self.row + i, struck)
        self.row += repeats

    def _mark(self, row: Element, number: int, struck: dict[int, str]) -> None:
        visibility = get_attribute(row, "visibility")
        if visibility in _HIDDEN:
            self.marks.hidden_rows.add(number)
        if visibility == "filter":
            self.marks.filtered_rows.add(number)
        for marked, much in (
            (self.marks.struck, WHOLE),
            (self.marks.partly_struck, PART),
        ):
            mark_struck(marked, number, (at for at, x in struck.items() if x == much))

    def _strike(self, row: Element, cell: Element, column: int) -> str:
        """Return whether the WHOLE text of a cell is struck through, or a PART."""
        style = get_attribute(cell, "style-name")
        style = style or get_attribute(row, "default-cell-style-name")
        if not style and column < len(self.column_styles):
            style = self.column_styles[column]
        if style in self.struck_styles:
            return WHOLE
        if not self.struck_styles:
            return ""
        struck = "".join(
            "".join(span.itertext())
            for span in cell.iter("{*}span")
            if get_attribute(span, "style-name") in self.struck_styles
        )
        if not struck.strip():
            return ""
        return WHOLE if struck.strip() == _text(cell).strip() else PART


def _struck_styles(parts: ZipParts) -> set[str]:
    """Return the names of the common styles that strike through."""
    struck: set[str] = set()
    if "styles.xml" in parts:
        for style in parts.elements("styles.xml", "style"):
            _add_style(style, struck)
    return struck


def _add_style(style: Element, struck: set[str]) -> None:
    """Note a style that strikes through, by itself or by the style it is based on."""
    lines = {
        get_attribute(properties, name)
        for properties in style.iterchildren("{*}text-properties")
        for name in ("text-line-through-style", "text-line-through-type")
    } - {""}
    inherited = get_attribute(style, "parent-style-name") in struck
    if lines - {"none"} or (inherited and not lines):
        struck.add(get_attribute(style, "name"))


def _repeats(element: Element, name: str) -> int:
    return min(max(to_int(get_attribute(element, name), 1), 1), MAX_REPEATS)


def _text(cell: Element) -> str:
    """Return the text shown in a cell; dates as ISO 8601."""
    if get_attribute(cell, "value-type") == "date" and (
        iso_date := get_attribute(cell, "date-value")
    ):
        return iso_date.removesuffix("T00:00:00").replace("T", " ")
    lines = [_line(p) for p in cell if local_name(p) in ("p", "h")]
    if not lines:
        lines = [
            _line(p)
            for group in cell
            if local_name(group) in ("list", "section")
            for p in group.iter("{*}p")
        ]
    shown = "\n".join(lines)
    return shown or get_attribute(cell, "value")


def _line(paragraph: Element) -> str:
    pieces = [paragraph.text or ""]
    for element in paragraph.iterdescendants():
        tag = local_name(element)
        if tag == "s":
            pieces.append(" " * min(to_int(get_attribute(element, "c"), 1), 1000))
        elif tag == "tab":
            pieces.append("\t")
        elif tag == "line-break":
            pieces.append("\n")
        elif tag not in ("annotation", "ruby-text", "") and _is_read(
            element, paragraph
        ):
            pieces.append(element.text or "")
        if element.tail and _is_read(element.getparent(), paragraph):
            pieces.append(element.tail)
    return "".join(pieces)


def _is_read(element: Element, paragraph: Element) -> bool:
    while element is not paragraph and element is not None:
        if local_name(element) in ("annotation", "ruby-text", "note"):
            return False
        element = element.getparent()
    return True
