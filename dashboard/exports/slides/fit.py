"""How much room a text takes: widths in em, line breaks, the size that fits.

Full-width characters are one em, Latin ones as wide as in Arial or the bundled font,
whichever is wider; others are taken wider than they are. What fits here
fits on the slide; lines have an exact height there, so fonts do not change it.
Slides are not set in the bundled font, so its own widths (exports.text_metrics) would
not hold on them.
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
"""Height of a line, in sizes of its letters."""

WIDTH_SAFETY = 1.04
"""Letters may be set so much wider than reckoned."""

TEMPLATE_WIDENING = 1.18
"""How much wider than Arial the letters of a template may be."""

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
    """The width of one character in em, in the wider of Arial and the bundled font."""
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
    """Reckon with Latin letters so many times as wide: those of an unknown typeface."""
    before = _wider.set(share)
    try:
        yield
    finally:
        _wider.reset(before)


def em(text: str, bold: bool = False) -> float:
    """The width of a text in em, room to spare included."""
    latin = sum(char_em(char, bold) for char in text if char < _EAST)
    other = sum(char_em(char, bold) for char in text if char >= _EAST)
    return WIDTH_SAFETY * (latin * _wider.get() + other)


def wrap_lines(text: str, room: float, bold: bool = False) -> list[str]:
    """The lines of a text, at least one, each at most `room` em wide."""
    return break_lines(text, room, partial(em, bold=bold)) or [""]


def text_height(text: str, size: float, room: float, bold: bool = False) -> float:
    """The height of a text in points, set in `size` in a box `room` points wide."""
    return len(wrap_lines(text, room / size, bold)) * size * LEADING


def largest_fitting(
    text: str, sizes: Sequence[float], room: tuple[float, float], bold: bool = False
) -> float:
    """The first of the sizes in which a text fits a box (width, height), else the last."""
    for size in sizes:
        if text_height(text, size, room[0], bold) <= room[1]:
            return size
    return sizes[-1]


def shortened(text: str, room: float, lines: int, bold: bool = False) -> str:
    """The text if it takes at most so many lines of `room` em, else its start and '…'."""
    return truncated(text, room, lines, partial(em, bold=bold))


def broken_at_spaces(text: str, room: float) -> str:
    """A bold text of several lines, broken where it has spaces if it then takes no more.

    Japanese titles are words between spaces; a line should not end inside one.
    """
    lines = wrap_lines(text, room, bold=True)
    kept: list[str] = []
    for word in text.split(" "):
        if kept and em(f"{kept[-1]} {word}", True) <= room:
            kept[-1] += f" {word}"
        else:
            kept.append(word)
    fits = all(em(line, True) <= room for line in kept)
    return "\v".join(kept) if fits and len(kept) <= len(lines) else text
