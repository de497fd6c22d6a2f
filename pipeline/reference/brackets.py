"""Tells what stands inside of brackets: for every stage that splits texts.

Knows no list. A bracket that is never closed encloses nothing.
"""

from __future__ import annotations

import re

_CLOSING = {
    ")": "(",
    "]": "[",
    "}": "{",
    "】": "【",
    "〕": "〔",
    "」": "「",
    "』": "『",
}
_FULL_WIDTH = str.maketrans("（）［］｛｝", "()[]{}")
_OPENING = frozenset(_CLOSING.values())
_ANY = re.compile(r"[()\[\]{}（）［］｛｝【】〔〕「」『』]")

HIDDEN = "\ue000"
"""Stands for each character inside of brackets: no text has it, no pattern splits it."""


def mask_brackets(text: str) -> str:
    """Return the text with every character inside of closed brackets replaced by HIDDEN.

    The brackets are replaced, too; the length stays.
    """
    if not _ANY.search(text):
        return text
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for match in _ANY.finditer(text):
        sign = match.group().translate(_FULL_WIDTH)
        if sign in _OPENING:
            opened.append((sign, match.start()))
        elif opened and opened[-1][0] == _CLOSING[sign]:
            start = opened.pop()[1]
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, match.end()))
    masked, done = "", 0
    for start, end in pairs:
        masked += text[done:start] + HIDDEN * (end - start)
        done = end
    return masked + text[done:]


def split_outside_brackets(separators: re.Pattern[str], text: str) -> list[str]:
    """Split a text at the separators that stand outside of all brackets."""
    masked = mask_brackets(text)
    parts, start = [], 0
    for match in separators.finditer(masked):
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]
