"""Texts of the list in spreadsheet cells and CSV, for every export that has cells.

No text may act as a formula or markup, and none is truncated without a notice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from math import ceil

from dashboard.line_breaks import display_width

WIDEST_COLUMN = 40
"""Characters; longer texts are wrapped."""

LONGEST_CELL_TEXT = 32_767
"""Characters a cell of a spreadsheet can have."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def csv_literal(text: str) -> str:
    """Prefix an apostrophe to a text that a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def width(text: str) -> int:
    """Return the half-width characters of the longest line of a text."""
    return max(map(display_width, text.split("\n")))


def column_width(texts: Iterable[str], widest: int = WIDEST_COLUMN) -> int:
    """Return the width of a column with these texts; wider ones are wrapped."""
    return min(max(map(width, set(texts)), default=0) + 2, widest)


def lines_of(text: str, columns: float) -> int:
    """Count the lines of a text in a column `columns` half-width characters wide."""
    if "\n" in text:
        return sum(lines_of(line, columns) for line in text.split("\n"))
    return max(1, ceil(display_width(text) / columns))


def fitted(text: str, notice: str, longest: int = LONGEST_CELL_TEXT) -> str:
    """Truncate a text to what a cell can have; a truncated one ends with the notice."""
    if len(text) <= longest:
        return text
    return text[: longest - len(notice)] + notice


def spreadsheet_text(text: str, notice: str) -> str:
    """Escape a text for `write_string`, which reads `<r>…</r>` as rich text.

    Such a text becomes a single run that contains it, so that it is shown literally.
    """
    fit = fitted(text, notice)
    if not (fit.startswith("<r>") and fit.endswith("</r>")):
        return fit
    run = f'<r><t xml:space="preserve">{html.escape(fit, quote=False)}</t></r>'
    return (
        run
        if len(run) <= LONGEST_CELL_TEXT
        else f"{fit[: LONGEST_CELL_TEXT - len(notice)]}{notice}"
    )


def visible(text: str) -> str:
    """Replace control characters by their pictures."""
    return _CONTROL.sub(lambda match: chr(_PICTURES.get(ord(match[0]), 0xFFFD)), text)
