"""Formats, literal texts, and sheets that print on A4, for all parts of the workbook.

Depends on no section and no measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.texts import spreadsheet_text, visible
from dashboard.i18n import Translator
from dashboard.report import Report
from dashboard.theme import Palette

SHEET_NAME = 31
"""Characters, counted in UTF-16; none of []:*?/\\ and no apostrophe at either end."""

HEADER = 120
"""Characters of a text in a header: each part must stay under 255."""

_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
LINE_POINTS = 15.5
"""Height of a line of text, in points."""

HIGHEST_ROW = 405
"""Points; a spreadsheet takes no row above 409."""

_FONTS = {"ja": "Yu Gothic", "en": "Calibri"}


@dataclass(frozen=True, eq=False)
class Pen:
    """Writes into a workbook.

    Attributes:
        book: the workbook.
        report: the source of the facts on every sheet.
        words: its language.
        palette: its colours, those of the light theme.
        styles: formats by name.
        names: case-folded names of the sheets added so far.
    """

    book: Workbook
    report: Report
    words: Translator
    palette: Palette
    styles: Mapping[str, Format]
    names: set[str] = field(default_factory=set)

    def add_sheet(self, title: str, color: str) -> Worksheet:
        """Add an A4 landscape sheet that fits the page's width, with header and footer."""
        sheet: Worksheet = self.book.add_worksheet(sheet_name(title, self.names))
        sheet.set_tab_color(color)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        name = self.report.edition
        title = header_text(self.report.title)
        sheet.set_header(f"&L{title}&R{header_text(name)}")
        sheet.set_footer(f"&L{header_text(sheet.get_name())}&R&P / &N")
        return sheet

    def text(
        self, sheet: Worksheet, row: int, column: int, text: str, style: str = "text"
    ) -> None:
        """Write a text literally, whatever it begins with."""
        shown = spreadsheet_text(visible(text), self.words("workbook.cut"))
        sheet.write_string(row, column, shown, self.styles[style])

    def value(
        self, sheet: Worksheet, row: int, column: int, value: object, style: str = ""
    ) -> None:
        """Write a text, boolean or number as such, anything else as a blank cell."""
        if isinstance(value, str):
            self.text(sheet, row, column, value, style or "text")
        elif isinstance(value, bool | np.bool_):
            sheet.write_boolean(row, column, bool(value), self.styles[style or "text"])
        elif isinstance(value, int | float | np.integer | np.floating) and not (
            np.isnan(float(value))
        ):
            whole = float(value).is_integer()
            kind = "number" if whole else "decimal"
            sheet.write_number(row, column, float(value), self.styles[style or kind])
        else:
            sheet.write_blank(row, column, None, self.styles[style or "text"])


def make_styles(book: Workbook, palette: Palette) -> dict[str, Format]:
    """Return the formats of the workbook by name."""
    top = {"valign": "top", "text_wrap": True}
    cell = {"bottom": 1, "bottom_color": palette.grid, **top}
    head = {
        "bold": True,
        "bg_color": palette.land,
        "bottom": 2,
        "bottom_color": palette.accent,
        "text_wrap": True,
        "valign": "vcenter",
    }
    number = {"num_format": "#,##0", "align": "right", "indent": 1}
    total = {**cell, "bold": True, "top": 1, "top_color": palette.ink}
    looks = {
        "title": {"bold": True, "font_size": 16, "font_color": palette.accent},
        "subtitle": {"bold": True, "font_size": 12, "font_color": palette.accent},
        "headline": {"bold": True, "font_size": 12, **top},
        "caption": {"font_color": palette.muted, **top},
        "facts": {"font_color": palette.muted, "valign": "vcenter"},
        "link": {"font_color": palette.accent, "underline": 1, **top},
        "head": head,
        "head_right": {**head, "align": "right", "indent": 1},
        "gap": {**cell, "align": "right", "indent": 1, "font_color": palette.muted},
        "text": cell,
        "name": {**cell, "bold": True},
        "code": {**cell, "font_name": "Consolas", "font_color": palette.muted},
        "number": {**cell, **number},
        "decimal": {**cell, **number, "num_format": "#,##0.0##"},
        "one_decimal": {**cell, **number, "num_format": "#,##0.0"},
        "share": {**cell, **number, "num_format": "0.0%"},
        "total": total,
        "total_number": {**total, **number},
        "check": {**cell, "align": "center", "bold": True},
        "big": {"bold": True, "font_size": 22, "num_format": "#,##0", "align": "left"},
        "big_share": {
            **{"bold": True, "font_size": 22, "align": "left"},
            "num_format": '0.0"%"',
        },
        "plain": {"valign": "top"},
        "wrap": top,
        "plain_number": {"valign": "top", "num_format": "#,##0"},
        "coordinate": {"valign": "top", "num_format": "0.0000"},
        "count": {**cell, "num_format": "#,##0", "align": "left"},
        "item": {**cell, "align": "right", "font_color": palette.muted},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def font_of(lang: str) -> dict[str, object]:
    """Return the default font of all cells."""
    return {"font_name": _FONTS[lang], "font_size": 10}


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a legal, unique sheet name, and add it to `taken`."""
    legal = " ".join(_ILLEGAL.sub(" ", title).split()).strip("' ") or "-"
    name, number = _cut(legal), 2
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" {number}"
        name = _cut(legal, SHEET_NAME - len(ending)) + ending
        number += 1
    taken.add(name.casefold())
    return name


def _cut(text: str, length: int = SHEET_NAME) -> str:
    """Truncate a text to a length, with an ellipsis, at a word's end where possible."""
    if _units(text) <= length:
        return text
    start = text[: length - 1]
    while _units(start) > length - 1:
        start = start[:-1]
    whole = start if text[len(start)] == " " else start.rpartition(" ")[0]
    return (whole if len(whole) > length * 2 // 3 else start).strip("' ") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def header_text(text: str) -> str:
    """Escape a text for a header or footer, where `&` would begin a command."""
    short = visible(text).replace("\n", " ")
    short = short if len(short) <= HEADER else short[: HEADER - 1] + "…"
    return short.replace("&", "&&")


def quoted(sheet: str) -> str:
    """Quote a sheet's name for formulas and links."""
    return "'" + sheet.replace("'", "''") + "'"


def row_height(lines: float) -> float:
    """Return the height in points of a row of text lines, capped at the highest."""
    return min(LINE_POINTS * lines, HIGHEST_ROW)


def set_widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    """Set the widths of the first columns."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
