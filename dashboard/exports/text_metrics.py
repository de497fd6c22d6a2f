"""Widths of texts in the bundled font: the same on every machine.

The font has no kerning: the width of a text is the sum of the widths of its characters.
A character it lacks (emoji, Arabic, ...) counts as wide as in the widest fallback font.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from PIL import ImageFont

FONT_FAMILY = "Atlas Sans"
FONT_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "fonts"
REGULAR = FONT_FOLDER / "AtlasSans-Regular.otf"
BOLD = FONT_FOLDER / "AtlasSans-Bold.otf"

EM = 1000
"""Measured at this size, one pixel to a unit of the font."""

FALLBACK_WIDTH = 1.3
"""Em; the width of a character that the font lacks, see data/build/font.py."""

_lock = Lock()


@lru_cache(maxsize=2)
def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    path = BOLD if bold else REGULAR
    return ImageFont.truetype(path, EM, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1 << 16)
def _advance(character: str, *, bold: bool) -> float:
    with _lock:
        return _font(bold=bold).getlength(character) / EM


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text on a single line, in the unit of `size`."""
    return size * sum(_advance(character, bold=bold) for character in text)


def is_bundled(text: str) -> bool:
    """Whether the bundled font has every character of a text but control characters."""
    return not any(
        character >= " " and _advance(character, bold=False) == FALLBACK_WIDTH
        for character in set(text)
    )
