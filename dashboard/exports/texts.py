"""What every form made of cells does with a text of the list, once.

No text may act in a spreadsheet, and none is cut without saying so.
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
"""Characters a cell of a spreadsheet can hold."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def csv_literal(text: str) -> str:
    """A text for CSV: what a spreadsheet would run is quoted with an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def width(text: str) -> int:
    """The half-width columns of the longest line of a text."""
    return max(map(display_width, text.split("\n")))


def column_width(texts: Iterable[str], widest: int = WIDEST_COLUMN) -> int:
    """How wide a column is that holds these texts; wider ones are wrapped."""
    return min(max(map(width, set(texts)), default=0) + 2, widest)


def lines_of(text: str, places: float) -> int:
    """How many lines a text takes in a column of so many places."""
    if "\n" in text:
        return sum(lines_of(line, places) for line in text.split("\n"))
    return max(1, ceil(display_width(text) / places))


def fitted(text: str, notice: str, longest: int = LONGEST_CELL_TEXT) -> str:
    """A text as a cell can hold it: a longer one is cut and ends with the notice."""
    if len(text) <= longest:
        return text
    return text[: longest - len(notice)] + notice


def spreadsheet_text(text: str, notice: str) -> str:
    """A text for `write_string`, which takes `<r>…</r>` for marked-up runs.

    Such a text is given as one run whose text it is, so that it stands there as it is.
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
    """A text for places that take no control characters: their pictures instead."""
    return _CONTROL.sub(lambda found: chr(_PICTURES.get(ord(found[0]), 0xFFFD)), text)
