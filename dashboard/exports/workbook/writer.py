"""How the workbook writes: formats, texts that stay texts, sheets that print on A4.

Knows no section and no measure.
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
"""Characters, counted in UTF-16; none of []:*?/\\ and no apostrophe at an end."""

HEADER = 120
"""Characters of a text in a header: all of one part must stay under 255."""

_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
LINE_POINTS = 15.5
"""Height of a line of text in points."""

HIGHEST_ROW = 405
"""Points; a spreadsheet takes no row above 409."""

_FONTS = {"ja": "Yu Gothic", "en": "Calibri"}


@dataclass(frozen=True, eq=False)
class Pen:
    """Writes into one workbook.

    Attributes:
        book: the workbook.
        report: what it states on every sheet.
        words: its language.
        palette: its colours, those of the light theme.
        styles: formats by name.
        names: sheet names given so far, folded.
    """

    book: Workbook
    report: Report
    words: Translator
    palette: Palette
    styles: Mapping[str, Format]
    names: set[str] = field(default_factory=set)

    def add_sheet(self, title: str, color: str) -> Worksheet:
        """A new sheet, A4 landscape, as wide as the paper, with header and footer."""
        sheet: Worksheet = self.book.add_worksheet(sheet_name(title, self.names))
        sheet.set_tab_color(color)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        name = self.words("facts.edition", edition=self.report.edition)
        title = header_text(self.report.title)
        sheet.set_header(f"&L{title}&R{header_text(name)}")
        sheet.set_footer(f"&L{header_text(sheet.get_name())}&R&P / &N")
        return sheet

    def text(
        self, sheet: Worksheet, row: int, column: int, text: str, style: str = "text"
    ) -> None:
        """Write a text as a text, whatever it begins with."""
        shown = spreadsheet_text(visible(text), self.words("workbook.cut"))
        sheet.write_string(row, column, shown, self.styles[style])

    def value(
        self, sheet: Worksheet, row: int, column: int, value: object, style: str = ""
    ) -> None:
        """Write a number as a number, nothing as nothing, all else as a text."""
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
    """The formats of the workbook by name."""
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
    made = {
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
        "one": {**cell, **number, "num_format": "#,##0.0"},
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
        "place": {"valign": "top", "num_format": "0.0000"},
        "count": {**cell, "num_format": "#,##0", "align": "left"},
        "item": {**cell, "align": "right", "font_color": palette.muted},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def font_of(lang: str) -> dict[str, object]:
    """The font every cell has unless its format says otherwise."""
    return {"font_name": _FONTS[lang], "font_size": 10}


def sheet_name(title: str, taken: set[str]) -> str:
    """A legal sheet name that no other sheet has; it is remembered in `taken`."""
    legal = " ".join(_ILLEGAL.sub(" ", title).split()).strip("' ") or "-"
    name, number = _cut(legal), 2
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" {number}"
        name = _cut(legal, SHEET_NAME - len(ending)) + ending
        number += 1
    taken.add(name.casefold())
    return name


def _cut(text: str, places: int = SHEET_NAME) -> str:
    """A text in so many places: a longer one ends in …, at a word's end if it can."""
    if _units(text) <= places:
        return text
    kept = text[: places - 1]
    while _units(kept) > places - 1:
        kept = kept[:-1]
    whole = kept if text[len(kept)] == " " else kept.rpartition(" ")[0]
    return (whole if len(whole) > places * 2 // 3 else kept).strip("' ") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def header_text(text: str) -> str:
    """A text for a header or footer, where `&` would begin a command."""
    short = visible(text).replace("\n", " ")
    short = short if len(short) <= HEADER else short[: HEADER - 1] + "…"
    return short.replace("&", "&&")


def quoted(sheet: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def row_height(lines: float) -> float:
    """The height in points of a row of so many lines, as high as a row can be."""
    return min(LINE_POINTS * lines, HIGHEST_ROW)


def set_widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    """Set the widths of the first columns."""
    for column, places in enumerate(widths):
        sheet.set_column(column, column, places)
