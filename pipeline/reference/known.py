"""What the reference tables say of all words of a list at once: for `align` and later.

Stands behind `reference`. Promises for each word exactly what the look-up of that name
in `reference` says of it alone; words that a look-up takes apart are asked one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import compress, count

import numpy as np

from pipeline.reference import Reference
from pipeline.reference.folds import Mask, Strengths, Words
from pipeline.reference.patterns import NONE, is_cased

_BRACKETS = frozenset("()（）")
_DASHES = frozenset("-–—")
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_FIRST_EASTERN, _LAST_EASTERN = "\u0e00", "\uffee"
_THAI_WORD = "ประเทศ"


def words_of(texts: Iterable[str], reference: Reference) -> Words:
    """Distinct texts, compared as the look-ups of `reference` compare them."""
    return Words(texts, reference.character_forms, reference.lookalikes)


def regions_of(words: Words, reference: Reference) -> list[str]:
    """`Reference.find_region` of each word."""
    apart = words.letters.holding(_BRACKETS.__contains__)
    return _found(words, reference.region_names, apart, reference.find_region)


def territories_of(words: Words, reference: Reference) -> list[str]:
    """`Reference.find_territory` of each word.

    Asked one by one are words in which a name may be one of several, or beside a sign.
    """
    holding = words.letters.holding
    apart = holding(_BRACKETS.__contains__) | holding("/／|\n".__contains__)
    apart |= holding(str.isspace) & holding(_DASHES.__contains__)
    apart |= holding(_LATIN.__contains__) & holding(_is_eastern)
    apart |= [word[:1] in " ป" or word[-1:] == " " for word in words]
    return _found(words, reference.territory_names, apart, reference.find_territory)


def _is_eastern(letter: str) -> bool:
    return _FIRST_EASTERN <= letter <= _LAST_EASTERN


def types_of(words: Words, reference: Reference) -> list[str]:
    """`Reference.find_agreement_type` of each word."""
    nowhere = np.zeros(len(words), np.bool_)
    names = reference.agreement_type_names
    return _found(words, names, nowhere, reference.find_agreement_type)


def _found(
    words: Words, names: Mapping[str, str], apart: Mask, find: Callable[[str], str]
) -> list[str]:
    found = [""] * len(words)
    for keys in (words.scripts, words.accents, words.folded):
        for i in compress(count(), map(names.__contains__, keys)):
            found[i] = names[keys[i]]
    for i in np.flatnonzero(apart).tolist():
        found[i] = find(words[i])
    for i in np.flatnonzero(words.long).tolist():
        found[i] = ""
    return found


def strengths_of(words: Words, role: str, reference: Reference) -> Strengths:
    """`Reference.looks_like` of each word."""
    if role not in words.strengths:
        words.strengths[role] = _strengths(words, role, reference)
    return words.strengths[role]


def _strengths(words: Words, role: str, reference: Reference) -> Strengths:
    short = ~words.long
    cased = words.letters.holding(is_cased) & short
    strength = np.full(len(words), NONE, np.int8)
    for pattern in reference.name_patterns[role]:
        for searched, among in ((pattern.always, short), (pattern.cased, cased)):
            for search in searched:
                left = np.flatnonzero((strength == NONE) & among).tolist()
                hits = [i for i in left if search(words[i])]
                strength[hits] = pattern.strength
    return strength
