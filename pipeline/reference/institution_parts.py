"""Parts a text into the institutions it names: for `layout` and `check`.

Signs between names are also signs inside of them; so a text is parted only where each
part looks like a name, and a name in two scripts (北京大学 / Peking University) is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import NONE, STRONG, WEAK

_BETWEEN_NAMES = re.compile(
    r"(?:(?<!\s)\s++)?(?:[;；／＋]|(?<=\s)/(?=\s))[\s;；／＋]*+"
    r"|(?<!\s)[^\S\n]*+\n[\s;；／＋]*+"
)
_BETWEEN_FULL_NAMES = re.compile(
    r"(?:(?<!\s)\s++)?(?:[;；／＋、・/&＆]|および|及び|並びに|ならびに)\s*+"
    r"|(?<!\s)[^\S\n]*+\n\s*+|(?<!\s)\s++(?:and|und|et|y|e|i|och|og|en)\s++"
)
_SEMICOLON = re.compile("[;；]")
_COMMA = re.compile(r"[,，]\s++")
_IN_SIGNS = re.compile(r"[\n;；／＋、・/&＆お及並な\s]")
"""A text without one of these is not parted: a quick look."""

_OPEN_END = re.compile(
    r"(?:[,&-]|\s(?:of|for|and|the|in|at|de|del|der|des|du|da|do|di|la|för|van|voor|w|v"
    r"|für|und|et|y|e|i|och|og|en))$",
    re.IGNORECASE,
)
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\uffdc]")
"""A letter of another script: the other of two names is in Latin letters."""

_SIGNS_IN_NAMES = frozenset("・&＆")
"""Signs that parts of one name are joined by: a university and its campus."""

MIN_TWO_NAMES_SHARE = 0.8
"""A list that parts so many of its cells in two prints each name in two ways."""

MIN_PARTED_TEXTS = 2
"""In so many texts a sign parts known names before it parts unknown ones."""

MIN_NAME_LENGTH = 3

LONGEST_CELL = 20_000
"""A longer cell is not parted in its lines."""


def split_institutions(
    text: str, strength: Callable[[str], int], proved: bool = False
) -> tuple[str, ...]:
    """Return the institutions that a text names, in their order; the text if it is one.

    `proved`: their number is known from elsewhere; then a strong sign between them is
    enough.
    """
    plain = text.strip()
    if len(plain) > LONGEST_NAME or not _IN_SIGNS.search(plain):
        return (plain,)
    parts = _parts(_BETWEEN_NAMES, plain)
    if len(parts) > 1:
        strengths = [strength(part) for part in parts]
        named = min(strengths) >= WEAK and max(strengths) == STRONG
        both = "\n" not in plain or min(strengths) == STRONG or _begin_names(parts)
        if (proved and max(strengths) > NONE) or (named and both):
            return parts if not _in_two_scripts(parts) else (plain,)
    parts = _parts(_BETWEEN_FULL_NAMES, plain)
    full = len(parts) > 1 and all(strength(part) == STRONG for part in parts)
    return parts if full and not _in_two_scripts(parts) else (plain,)


def split_lines(text: str) -> tuple[str, ...]:
    """Return the names in the lines of a text; the text if a line goes on or is none.

    Two lines in two scripts are one name.
    """
    plain = text.strip()
    parts = tuple(part for line in plain.split("\n") if (part := line.strip()))
    if min(map(len, parts), default=0) < MIN_NAME_LENGTH or len(plain) > LONGEST_CELL:
        return (plain,)
    if max(map(len, parts)) > LONGEST_NAME or _in_two_scripts(parts):
        return (plain,)
    return parts if _begin_names(parts) else (plain,)


def find_several_institutions(
    texts: Collection[str], strength: Callable[[str], int]
) -> set[str]:
    """Return the texts of a list that name several institutions.

    A sign that parts names in other texts of the list parts unknown names, too; and so
    does one beside a name that the list has alone. A sign that is hardly a part of names
    parts them beside one known name, a line break where none of the parts may go on
    with the one before; the same name printed twice is two, and so is what a semicolon
    parts, in any case.
    """
    alone = {text.strip() for text in texts}
    texts = [text for text in texts if _IN_SIGNS.search(text)]
    several = {t for t in texts if len(split_institutions(t, strength)) > 1}
    more = {text for text in texts if _are_between_commas(text, strength)}
    for between in (_BETWEEN_NAMES, _BETWEEN_FULL_NAMES):
        split = {t: _parts(between, t) for t in texts if len(t) <= LONGEST_NAME}
        strengths = {t: [*map(strength, p)] for t, p in split.items() if len(p) > 1}
        likely = {
            t for t, s in strengths.items() if min(s) >= WEAK and max(s) == STRONG
        }
        signs = Counter(s for t in several | likely for s in _signs(between, t))
        for text, of_parts in strengths.items():
            parts = split[text]
            if _in_two_scripts(parts) or not _begin_names(parts):
                continue
            usual = all(signs[s] >= MIN_PARTED_TEXTS for s in _signs(between, text))
            named = between is _BETWEEN_NAMES or max(of_parts) > NONE
            twice = len({*map(str.casefold, parts)}) == 1
            apart = _SEMICOLON.search(text) or _are_full_lines(text, parts, of_parts)
            if (usual and named) or twice or apart or not alone.isdisjoint(parts):
                more.add(text)
            elif max(of_parts) > NONE and _are_signs(between, text):
                strong = max(of_parts) == STRONG
                whole = strong and between is _BETWEEN_NAMES and "\n" not in text
                if whole or min(of_parts) > NONE:
                    more.add(text)
    return several | more


def _are_between_commas(text: str, strength: Callable[[str], int]) -> bool:
    """Whether each part between commas is a full name: a place or unit is none."""
    if len(text) > LONGEST_NAME:
        return False
    parts = _parts(_COMMA, text)
    return (
        len(parts) > 1
        and _begin_names(parts)
        and all(strength(part) == STRONG for part in parts)
    )


def are_two_names_each(texts: Collection[str]) -> bool:
    """Whether nearly all texts of a list are parted in two: each name in two ways."""
    parted = sum(len(_parts(_BETWEEN_NAMES, text)) == 2 for text in texts)
    return parted >= MIN_TWO_NAMES_SHARE * len(texts)


def _are_signs(between: re.Pattern[str], text: str) -> bool:
    """Whether no word stands between the parts, and no sign that names have inside."""
    signs = _signs(between, text)
    return signs.isdisjoint(_SIGNS_IN_NAMES) and not any(map(str.isalpha, signs))


def _are_full_lines(text: str, parts: Sequence[str], strengths: Sequence[int]) -> bool:
    """Whether each line of a text may be a name: of several words, or known as one.

    Of several lines most are known.
    """
    if "\n" not in text:
        return False
    known = sum(strength > NONE for strength in strengths)
    whole = all(
        strength == STRONG or " " in part
        for part, strength in zip(parts, strengths, strict=True)
    )
    return (whole and max(strengths) == STRONG) or (
        known > 1 and 2 * known > len(parts) > 2
    )


def _signs(between: re.Pattern[str], text: str) -> set[str]:
    """Return the signs between names, without the white space around them."""
    return {m[0].strip() or "\n" for m in between.finditer(text.strip())}


def _begin_names(parts: Sequence[str]) -> bool:
    """Whether no part goes on with the part before, as a broken line does."""
    return all(
        part[0].isalnum() and not part[0].islower() for part in parts
    ) and not any(map(_OPEN_END.search, parts[:-1]))


def _parts(between: re.Pattern[str], text: str) -> tuple[str, ...]:
    parts = tuple(part for p in between.split(text.strip()) if (part := p.strip()))
    return parts if min(map(len, parts), default=0) >= MIN_NAME_LENGTH else (text,)


def _in_two_scripts(parts: tuple[str, ...]) -> bool:
    """Whether parts are one name in two scripts."""
    other = sum(bool(_NOT_LATIN.search(part)) for part in parts)
    return len(parts) == 2 and other == 1
