"""Parts a text into the institutions it names: for `layout` and `check`.

Signs between names are also signs inside of them; so a text is parted only where each
part looks like a name, and a name in two scripts (北京大学 / Peking University) is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.reference.normal_forms import HANGUL, KANA, KANJI, LONGEST_NAME
from pipeline.reference.patterns import NONE, STRONG, WEAK

_BETWEEN_NAMES = re.compile(r"\s*(?:[\n;；／＋]|\s/\s)+\s*")
_BETWEEN_FULL_NAMES = re.compile(
    r"\s*[\n;；／＋、・/&＆]\s*|\s*(?:および|及び|並びに|ならびに)\s*|\s+(?:and|und|et|y|e|i|och|og|en)\s+"
)
_ASIAN_SCRIPT = re.compile(f"[{KANA}{KANJI}{HANGUL}\u0e00-\u0e7f]")
"""Thai too: the other of two names is in Latin letters."""

MIN_NAME_LENGTH = 3


def split_institutions(
    text: str, strength: Callable[[str], int], proved: bool = False
) -> tuple[str, ...]:
    """Return the institutions that a text names, in their order; the text if it is one.

    `proved`: their number is known from elsewhere; then a strong sign between them is
    enough.
    """
    plain = text.strip()
    if len(plain) > LONGEST_NAME:
        return (plain,)
    parts = _parts(_BETWEEN_NAMES, plain)
    if len(parts) > 1:
        strengths = [strength(part) for part in parts]
        named = min(strengths) >= WEAK and max(strengths) == STRONG
        both = "\n" not in plain or min(strengths) == STRONG
        if (proved and max(strengths) > NONE) or (named and both):
            return parts if not _in_two_scripts(parts) else (plain,)
    parts = _parts(_BETWEEN_FULL_NAMES, plain)
    full = len(parts) > 1 and all(strength(part) == STRONG for part in parts)
    return parts if full and not _in_two_scripts(parts) else (plain,)


def _parts(between: re.Pattern[str], text: str) -> tuple[str, ...]:
    parts = tuple(part for p in between.split(text) if (part := p.strip()))
    return parts if min(map(len, parts), default=0) >= MIN_NAME_LENGTH else (text,)


def _in_two_scripts(parts: tuple[str, ...]) -> bool:
    """Whether parts are one name in two scripts."""
    asian = sum(bool(_ASIAN_SCRIPT.search(part)) for part in parts)
    return len(parts) == 2 and asian == 1
