"""How much room a text takes: widths in em, line breaks, the font size that fits.

Full-width characters are an em wide, Latin ones as wide as in Arial or in the bundled
font, whichever is wider; others are overestimated. So a text that fits here fits on the
slide in whatever font; the widths of exports.text_metrics alone would not ensure that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial

from dashboard.exports.text_metrics import text_width
from dashboard.line_breaks import break_lines, truncated

LEADING = 1.25
"""Height of a line, in font sizes."""

WIDTH_SAFETY = 1.04
"""Allowance for letters set wider than calculated."""

TEMPLATE_WIDENING = 1.18
"""Allowance for the typeface of a template, which may be wider than Arial."""

_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 "
    "556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 "
    "722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 "
    "278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 "
    "556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 "
    "556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 "
    "722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 "
    "278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 "
    "611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
_WIDTHS = {
    bold: {chr(32 + i): int(w) / 1000 for i, w in enumerate(row.split())}
    for bold, row in ((False, _REGULAR), (True, _BOLD))
}
_UNSEEN = ("Mn", "Me", "Cf", "Cc")
_EMOJI = "\U0001f000"
_EAST = "\u2e80"
_wider: ContextVar[float] = ContextVar("wider", default=1.0)


@lru_cache(maxsize=20_000)
def char_em(char: str, bold: bool = False) -> float:
    """Return the width of a character in em, in Arial or the bundled font."""
    if unicodedata.category(char) in _UNSEEN:
        return 0.0
    kind = unicodedata.east_asian_width(char)
    bundled = text_width(char, 1.0, bold=bold)
    base = unicodedata.normalize("NFKD", char)[:1]
    if kind not in "FW" and base in _WIDTHS[bold]:
        arial = _WIDTHS[bold][base] * (1.0 if char == base else 1.1)
        return max(arial, bundled) if kind != "A" else max(arial, 1.0)
    if kind in "WFA":
        return 1.35 if char >= _EMOJI else 1.0
    return max(0.8, min(bundled, 1.0))


@contextmanager
def letters_wider(share: float) -> Iterator[None]:
    """Calculate with Latin letters wider by this factor, for an unknown typeface."""
    before = _wider.set(share)
    try:
        yield
    finally:
        _wider.reset(before)


def em(text: str, bold: bool = False) -> float:
    """Return the width of a text in em, with an allowance."""
    latin = sum(char_em(char, bold) for char in text if char < _EAST)
    other = sum(char_em(char, bold) for char in text if char >= _EAST)
    return WIDTH_SAFETY * (latin * _wider.get() + other)


def wrap_lines(text: str, room: float, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `room` em; at least one line."""
    return break_lines(text, room, partial(em, bold=bold)) or [""]


def text_height(text: str, size: float, room: float, bold: bool = False) -> float:
    """Return the height of a text set in `size` in a box `room` points wide."""
    return len(wrap_lines(text, room / size, bold)) * size * LEADING


def largest_fitting(
    text: str, sizes: Sequence[float], room: tuple[float, float], bold: bool = False
) -> float:
    """Return the first size in which a text fits (width, height), else the last."""
    for size in sizes:
        if text_height(text, size, room[0], bold) <= room[1]:
            return size
    return sizes[-1]


def shortened(text: str, room: float, lines: int, bold: bool = False) -> str:
    """Shorten a text to so many lines of `room` em: its start and '…' if too long."""
    return truncated(text, room, lines, partial(em, bold=bold))


def broken_at_spaces(text: str, room: float) -> str:
    """Break a bold text only at its spaces if it then takes no more lines.

    Japanese titles are words between spaces; a line should not end inside one.
    """
    lines = wrap_lines(text, room, bold=True)
    rows: list[str] = []
    for word in text.split(" "):
        if rows and em(f"{rows[-1]} {word}", True) <= room:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    fits = all(em(line, True) <= room for line in rows)
    return "\v".join(rows) if fits and len(rows) <= len(lines) else text
