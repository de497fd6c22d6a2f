"""Reads XLSX and XLSM: every sheet a table, visible ones first; no macro is run.

Reads the stored cells, never the range that a sheet claims: one cell at XFD1048576 costs
no more than any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from pipeline.read import refusals
from pipeline.read.kinds import XLSX
from pipeline.read.number_formats import BUILT_IN, format_number
from pipeline.read.table import PART, WHOLE, Budget, Table, mark_struck, sheet_table
from pipeline.read.zip_xml import Element, ZipParts, get_attribute, local_name, to_int

_CELL_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_READ = ("sheetPr", "col", "row", "mergeCell", "filterColumn")


def read_xlsx(received: bytes, name: str) -> list[Table]:
    """Read all sheets.

    Raises:
        SourceError: the workbook is damaged, or holds more than a list can.
    """
    parts = ZipParts(received, name, XLSX)
    book_path = _book_path(parts)
    book = parts.tree(book_path)
    links = _links(parts, book_path)
    texts, struck_texts = _shared_texts(parts, links)
    formats, struck_styles = _styles(parts, links)
    from_1904 = any(
        get_attribute(e, "date1904") in ("1", "true")
        for e in book.iter("{*}workbookPr")
    )
    budget = Budget(name)
    shown: list[Table] = []
    hidden: list[Table] = []
    for sheet in book.iter("{*}sheet"):
        path = links.get(_relation(sheet), ("", ""))[1]
        if path not in parts or "chartsheet" in path:
            continue
        title = get_attribute(sheet, "name")
        reader = _SheetReader(texts, formats, from_1904=from_1904)
        reader.struck_styles, reader.struck_texts = struck_styles, struck_texts
        table = reader.read(parts, path, title, budget)
        if table.cells:
            table.shown = get_attribute(sheet, "state") in ("", "visible")
            (shown if table.shown else hidden).append(table)
    if not shown + hidden:
        raise refusals.no_cells(name)
    return shown + hidden


class _SheetReader:
    struck_styles: frozenset[int] = frozenset()
    struck_texts: Mapping[int, str] = MappingProxyType({})

    def __init__(
        self, texts: list[str], formats: list[str], *, from_1904: bool
    ) -> None:
        self.texts = texts
        self.formats = formats
        self.from_1904 = from_1904

    def read(self, parts: ZipParts, path: str, title: str, budget: Budget) -> Table:
        cells: dict[int, dict[int, str]] = {}
        merged: list[tuple[int, int, int, int]] = []
        marks = Table()
        is_filtered = False
        row = stored = 0
        for element in parts.elements(path, *_READ):
            tag = local_name(element)
            if tag == "mergeCell":
                if cell_range := _range(get_attribute(element, "ref")):
                    merged.append(cell_range)
            elif tag == "col":
                marks.hidden_columns |= _hidden_columns(element)
            elif tag in ("filterColumn", "sheetPr"):
                is_filtered |= tag == "filterColumn" or _is_on(element, "filterMode")
            else:
                row = to_int(get_attribute(element, "r"), row + 1)
                row_texts = self._read_row(element, row, marks)
                if row_texts:
                    cells.setdefault(row, {}).update(row_texts)
                    stored += len(row_texts)
                    if stored > refusals.MAX_CELLS:
                        raise refusals.too_much_text(budget.name)
        if is_filtered:
            marks.filtered_rows = marks.hidden_rows
        return sheet_table(cells, merged, title, budget).with_marks_of(marks)

    def _read_row(self, row: Element, number: int, marks: Table) -> dict[int, str]:
        """Return the texts of a row; record what it shows beside them."""
        texts = dict(self._cells(row))
        struck = {at: strike for at, (_, strike) in texts.items() if strike}
        mark_struck(marks.struck, number, (a for a, x in struck.items() if x == WHOLE))
        mark_struck(
            marks.partly_struck, number, (a for a, x in struck.items() if x == PART)
        )
        if texts and (_is_on(row, "hidden") or row.get("ht") == "0"):
            marks.hidden_rows.add(number)
        return {at: text for at, (text, _) in texts.items()}

    def _cells(self, row: Element) -> Iterator[tuple[int, tuple[str, str]]]:
        column = -1
        for cell in row.iterchildren("{*}c"):
            reference = _CELL_REFERENCE.fullmatch(cell.get("r") or "")
            column = _column(reference[1]) if reference else column + 1
            text, strike = self._text(cell), self._strike(cell)
            if text.strip():
                yield column, (text, strike)

    def _strike(self, cell: Element) -> str:
        """Return whether the WHOLE text of a cell is struck through, or a PART."""
        if self.struck_styles and to_int(cell.get("s") or "") in self.struck_styles:
            return WHOLE
        kind = cell.get("t")
        if kind == "s" and self.struck_texts:
            at = to_int(cell.findtext("{*}v") or "", -1)
            return self.struck_texts.get(at, "")
        inline = cell.find("{*}is") if kind == "inlineStr" else None
        return "" if inline is None else _strike_of_runs(inline)

    def _text(self, cell: Element) -> str:
        kind = cell.get("t") or "n"
        value = formula = ""
        for child in cell:
            tag = child.tag
            if tag.endswith("}v"):
                value = child.text or ""
            elif tag.endswith("}is"):
                return _rich_text(child)
            elif tag.endswith("}f"):
                formula = child.text or ""
        if not value:
            return f"={formula}" if formula else ""
        if kind == "s":
            at = to_int(value, -1)
            return self.texts[at] if 0 <= at < len(self.texts) else ""
        if kind == "n":
            style = to_int(cell.get("s") or "")
            code = self.formats[style] if style < len(self.formats) else ""
            return format_number(value, code, from_1904=self.from_1904)
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        return _unescaped(value)


def _book_path(parts: ZipParts) -> str:
    if "_rels/.rels" in parts:
        for kind, path in _links(parts, "").values():
            if kind == "officeDocument" and path in parts:
                return path
    return "xl/workbook.xml"


def _links(parts: ZipParts, path: str) -> dict[str, tuple[str, str]]:
    """Map each relation id to its kind and target part."""
    folder, _, file = path.rpartition("/")
    links_path = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    links: dict[str, tuple[str, str]] = {}
    if links_path not in parts:
        return links
    for relation in parts.tree(links_path).iter("{*}Relationship"):
        kind = get_attribute(relation, "Type").rpartition("/")[2]
        target = get_attribute(relation, "Target")
        steps = [] if target.startswith("/") or not folder else folder.split("/")
        for step in target.strip("/").split("/"):
            if step == "..":
                steps = steps[:-1]
            elif step != ".":
                steps.append(step)
        links[get_attribute(relation, "Id")] = (kind, "/".join(steps))
    return links


def _relation(sheet: Element) -> str:
    """Return the relation id: `r:id`, in either of its two namespaces."""
    for key, value in sheet.items():
        if key.endswith("}id"):
            return str(value)
    return ""


def _linked(links: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for link_kind, path in links.values() if link_kind == kind), "")


def _shared_texts(
    parts: ZipParts, links: dict[str, tuple[str, str]]
) -> tuple[list[str], dict[int, str]]:
    """Return the texts that cells share, and how much of some is struck through."""
    path = _linked(links, "sharedStrings") or "xl/sharedStrings.xml"
    if path not in parts:
        return [], {}
    texts: list[str] = []
    struck: dict[int, str] = {}
    for element in parts.elements(path, "si"):
        if strike := _strike_of_runs(element):
            struck[len(texts)] = strike
        texts.append(_rich_text(element))
    return texts, struck


def _rich_text(element: Element) -> str:
    """Return the text of a cell without the readings (rPh) printed above it."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return _unescaped(element[0].text or "")
    runs = (
        text.text or ""
        for text in element.iter("{*}t")
        if local_name(text.getparent()) != "rPh"
    )
    return _unescaped("".join(runs))


def _unescaped(text: str) -> str:
    """Decode characters that XML cannot hold: they are written as `_x000D_`."""
    if "_x" not in text:
        return text
    whole = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _strike_of_runs(element: Element) -> str:
    """Return whether the WHOLE of a rich text is struck through, or a PART."""
    if len(element) < 2 and next(element.iterchildren("{*}r"), None) is None:
        return ""
    runs = [
        r for r in element.iterchildren("{*}r") if (r.findtext("{*}t") or "").strip()
    ]
    struck = sum(_is_struck(run.find("{*}rPr")) for run in runs)
    return "" if not struck else WHOLE if struck == len(runs) else PART


def _is_struck(font: Element | None) -> bool:
    strike = None if font is None else font.find("{*}strike")
    return strike is not None and strike.get("val") not in ("0", "false")


def _is_on(element: Element, name: str) -> bool:
    return get_attribute(element, name) in ("1", "true")


def _hidden_columns(column: Element) -> set[int]:
    """Return the positions of the columns that a `<col>` hides."""
    if not (_is_on(column, "hidden") or column.get("width") == "0"):
        return set()
    first = to_int(get_attribute(column, "min"), 1)
    last = min(to_int(get_attribute(column, "max"), first), refusals.MAX_COLUMNS)
    return set(range(first - 1, last))


def _styles(
    parts: ZipParts, links: dict[str, tuple[str, str]]
) -> tuple[list[str], frozenset[int]]:
    """Return the number format of each cell style, and the styles that strike through."""
    path = _linked(links, "styles") or "xl/styles.xml"
    if path not in parts:
        return [], frozenset()
    styles = parts.tree(path)
    own = {
        to_int(get_attribute(e, "numFmtId")): get_attribute(e, "formatCode")
        for e in styles.iter("{*}numFmt")
    }
    codes = {**BUILT_IN, **own}
    used = [
        style
        for group in styles.iter("{*}cellXfs")
        for style in group.iterchildren("{*}xf")
    ]
    fonts = [
        _is_struck(font)
        for group in styles.iter("{*}fonts")
        for font in group.iterchildren("{*}font")
    ]
    struck = {i for i, font in enumerate(fonts) if font}
    return [
        codes.get(to_int(get_attribute(style, "numFmtId")), "") for style in used
    ], frozenset(
        i for i, x in enumerate(used) if to_int(get_attribute(x, "fontId")) in struck
    )


def _range(reference: str) -> tuple[int, int, int, int] | None:
    """Parse a range such as `A5:A179` into first and last row, first and last column."""
    ends = [_CELL_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        return None
    (left, top), (right, bottom) = ((e[1], int(e[2])) for e in ends if e)
    return top, bottom, _column(left), _column(right)


@cache
def _column(letters: str) -> int:
    """Return the position of a column, from 0: A, B ... AA."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1
