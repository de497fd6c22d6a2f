"""How wide a text is, and where it breaks into lines: the same on every machine.

Measures with the bundled font, which has no kerning: the width of a text is the sum of
the widths of its characters. Characters it lacks (emoji, Arabic, ...) count as wide as
the widest font that may stand in for it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
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
"""What a character that the font lacks counts, in sizes; see data/build/font.py."""

NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％…"
)
"""Never begin a line, as Japanese is set."""

NOT_LAST = frozenset("（［｛〔〈《「『【‘“")
"""Never end a line."""

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
    """How wide a text stands in one line, in the unit of `size`."""
    return size * sum(_advance(character, bold=bold) for character in text)


def is_bundled(text: str) -> bool:
    """Whether the bundled font has every character of a text, control marks aside."""
    return not any(
        character >= " " and _advance(character, bold=False) == FALLBACK_WIDTH
        for character in set(text)
    )


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `width`.

    Breaks at spaces and between the characters of Chinese and Japanese; a word wider
    than a line is broken where the line ends. White space is folded.

    Returns:
        The lines, none of them empty; no line for no text.
    """
    lines: list[str] = []
    line = ""
    for part in _parts(" ".join(text.split())):
        if line and text_width((line + part).rstrip(), size, bold=bold) > width:
            lines.append(line.rstrip())
            line = ""
        line += part if line else part.lstrip()
        if text_width(line.rstrip(), size, bold=bold) > width and len(line) > 1:
            *full, line = _cut(line, size, width, bold=bold)
            lines += full
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(text: str, size: float, width: float, *, bold: bool) -> list[str]:
    """A word cut wherever a line is full; each line has at least one character.

    A space at its end needs no room.
    """
    cuts, used = [0], 0.0
    for i, character in enumerate(text.rstrip()):
        advance = size * _advance(character, bold=bold)
        used += advance
        if used > width and i > cuts[-1]:
            cuts.append(i)
            used = advance
    return [text[a:b] for a, b in pairwise([*cuts, len(text)])]


def _parts(text: str) -> list[str]:
    """The pieces between which a line may break."""
    cuts = [i for i in range(1, len(text)) if _may_break(text[i - 1], text[i])]
    return [text[a:b] for a, b in pairwise([0, *cuts, len(text)])] if text else []


def _may_break(before: str, after: str) -> bool:
    if after in NOT_FIRST or before in NOT_LAST or unicodedata.combining(after):
        return False
    if before == " ":
        return after != " "
    return _is_wide(before) or _is_wide(after)


@lru_cache(maxsize=1 << 16)
def _is_wide(character: str) -> bool:
    """Whether lines may break beside it; Korean breaks at its spaces."""
    wide = unicodedata.east_asian_width(character) in "WF"
    return wide and not "\uac00" <= character <= "\ud7a3"
