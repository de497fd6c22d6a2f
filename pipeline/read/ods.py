"""Reads ODS: every table of an OpenDocument sheet (or text), visible ones first."""

from __future__ import annotations

from pipeline.read import refusals
from pipeline.read.kinds import ODS
from pipeline.read.table import Budget, Table, sheet_table
from pipeline.read.zip_xml import Element, ZipParts, get_attribute, local_name, to_int

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
    shown: list[Table] = []
    hidden: list[Table] = []
    sheet = _SheetReader(budget)
    tags = ("style", "table-row", "table")
    for element in parts.elements("content.xml", *tags):
        tag = local_name(element)
        if tag == "style":
            if any(get_attribute(e, "display") == "false" for e in element):
                hidden_styles.add(get_attribute(element, "name"))
        elif tag == "table-row":
            sheet.add(element)
        else:
            title = get_attribute(element, "name")
            table = sheet_table(sheet.texts, sheet.merged, title, budget)
            sheet = _SheetReader(budget)
            if table.cells:
                style = get_attribute(element, "style-name")
                (hidden if style in hidden_styles else shown).append(table)
    if not shown + hidden:
        raise refusals.no_cells(name)
    return shown + hidden


class _SheetReader:
    def __init__(self, budget: Budget) -> None:
        self.texts: dict[int, dict[int, str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.budget = budget
        self.row = 1

    def add(self, row: Element) -> None:
        """Add a row as often as it is repeated."""
        repeats = _repeats(row, "number-rows-repeated")
        row_texts: dict[int, str] = {}
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
                high = _repeats(cell, "number-rows-spanned")
                wide = _repeats(cell, "number-columns-spanned")
                if high > 1:
                    last = (self.row + high - 1, column, column + wide - 1)
                    self.merged.append((self.row, *last))
            column += columns
        if row_texts:
            if len(self.texts) + repeats > refusals.MAX_ROWS:
                rows = len(self.texts) + repeats
                raise refusals.too_many_rows(self.budget.name, rows)
            for i in range(repeats):
                self.texts[self.row + i] = row_texts
        self.row += repeats


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
