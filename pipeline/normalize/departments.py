"""Splits cells of departments into names, by the evidence of the list: for `normalize`.

Assumes the printed texts. Promises that nothing inside of brackets is parted, and that a
word or sign that is also a part of names (`と`, `and`, `／`, a space) parts two only where
each part is then a name by the list's own evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.align.scoring import split_departments
from pipeline.reference.brackets import HIDDEN, mask_brackets, split_outside_brackets
from pipeline.reference.normal_forms import (
    HANGUL,
    KANJI,
    LONGEST_NAME,
    collapse_spaces,
    fold,
)

_SIGNS = re.compile(r"(?:(?<!\s)\s++)?+[／/]\s*+|(?<!\s)[^\S ]*+ \s*+|及び|並びに")
_BETWEEN = r"(?:(?<!\s)\s++)?+(?:{})\s*+"
_EAST_ASIAN_WORDS = (
    *(
        re.compile(_BETWEEN.format(words))
        for words in (
            "及び|および|並びに|ならびに|以及|및|[／/&＆+＋]",
            "と",
            "和",
            "[及与與暨]",
        )
    ),
    re.compile(rf"(?<=[{HANGUL}])[와과]\s++"),
)
_LETTER_WORDS = re.compile(
    r"(?<!\s)\s*+[,;/&+،؛]\s*+(?:(?:and|und|et|y|e)\s++)?+"
    r"|(?<!\s)\s++(?:and|und|et|y|e|i|a|og|och|ja|en|ve|dan|và|és|și|ir|и|і|й|та|και|و|और|एवं|तथा)\s++"
    r"|(?<!\s)\s*+และ\s*+"
    r"|(?<!\s)\s++[وו](?=\S)",
    re.IGNORECASE,
)
_DOT = re.compile("[・·‧•]")
_AT_EDGES = "・·‧•／/&＆ "
"""Signs that join names: at the edge of one they are left over from a broken line."""

_KANJI_OR_HANGUL = re.compile(f"[{KANJI}{HANGUL}]")

JOINS = (*_EAST_ASIAN_WORDS, _DOT)
"""What may join two East Asian names, and may be a part of one."""

MIN_ENDED_NAME = 2
"""A name is longer than its last letter; parted by a word, than its usual ending."""

MIN_SHARED = 2
"""A word that so many names begin or end with is one that names begin or end with."""


def split_department_cells(cells: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """Split cells of departments into names, by the names that the list has alone.

    Names may also be joined by signs and words that are a part of other names (`／`, a
    space, 及び, と, and), and may hold a line break. They are split there, or the break
    is ignored, where each part is then a name: one that the list has alone in a cell, or
    one that ends (in Latin letters: begins or ends) as those do (院, 系, 中心, Faculty).
    """
    plain = {code: _plain_items(text) for code, text in cells.items()}
    unbroken = {*chain(*(g for c, g in plain.items() if "\n" not in cells[c]))}
    names = LoneNames.of(unbroken)
    every = {*chain.from_iterable(plain.values())}
    parts = {item: names.split(item) for item in every}
    items = {}
    for code, group in plain.items():
        if "\n" in cells[code]:
            group = names.unbroken(cells[code], group)
        split = (parts.get(item) or names.split(item) for item in group)
        items[code] = tuple(dict.fromkeys(chain.from_iterable(split)))
    return items


def _plain_items(text: str) -> tuple[str, ...]:
    items = (collapse_spaces(item) for item in split_departments(text))
    return tuple(dict.fromkeys(item.strip(_AT_EDGES) or item for item in items))


def joined_parts(item: str) -> list[list[str]]:
    """Return the parts of an item at each kind of sign or word that may join names."""
    joins = JOINS if _KANJI_OR_HANGUL.search(item) else (_LETTER_WORDS,)
    splits = (split_outside_brackets(join, item) for join in joins)
    return [parts for parts in splits if len(parts) > 1 and all(parts)]


def _without_brackets(name: str) -> str:
    """Return a name without the remark in brackets behind it."""
    return mask_brackets(name).rstrip(HIDDEN + " ").replace(HIDDEN, "")


@dataclass(frozen=True)
class LoneNames:
    """The departments that a list has alone in a cell, and what they have in common.

    Attributes:
        names: the names.
        folded: the same, folded.
        endings: the last letters of those that no sign may part.
        edges: the words that several of them begin (True) or end (False) with.
    """

    names: frozenset[str]
    folded: frozenset[str]
    endings: frozenset[str]
    edges: frozenset[tuple[bool, str]]

    @classmethod
    def of(cls, items: Iterable[str]) -> LoneNames:
        """Return the names among items that may hold several."""
        every = frozenset(items)
        names = frozenset(
            item
            for item in every
            if not (_KANJI_OR_HANGUL.search(item) and _splits(_SIGNS, item))
        )
        bare = [_without_brackets(name) for name in names]
        words = Counter(
            edge
            for name in bare
            if len(split := name.casefold().split()) > 1
            for edge in ((True, split[0]), (False, split[-1]))
        )
        return cls(
            names,
            frozenset(map(fold, names)),
            frozenset(name[-1] for name in bare if name),
            frozenset(edge for edge, count in words.items() if count >= MIN_SHARED),
        )

    def all_names(self, parts: Iterable[str], length: int = MIN_ENDED_NAME) -> bool:
        """Whether each part stands alone in a cell, or ends as such names do."""
        return all(
            part in self.names or self._ends_as_name(part, length) for part in parts
        )

    def _ends_as_name(self, part: str, length: int) -> bool:
        name = _without_brackets(part)
        ends = len(name) >= length and name[-1] in self.endings
        return ends and bool(_KANJI_OR_HANGUL.search(name))

    def stands_alone(self, part: str) -> bool:
        """Whether a part stands alone in a cell, in any width or case."""
        return fold(part) in self.folded

    def share(self, group: Sequence[str]) -> float:
        """Return the share of a group that stands alone in cells."""
        return sum(part in self.names for part in group) / len(group)

    def split(self, item: str) -> Sequence[str]:
        """Split an item where all its parts are names."""
        if not _KANJI_OR_HANGUL.search(item):
            return self._split_letters(item)
        parts = split_outside_brackets(_SIGNS, item)
        if len(parts) > 1 and self.all_names(parts):
            return parts
        for words in _EAST_ASIAN_WORDS:
            parts = split_outside_brackets(words, item)
            if len(parts) > 1 and self.all_names(parts, MIN_ENDED_NAME + 1):
                return [*chain.from_iterable(map(self.split, parts))]
        dotted = split_outside_brackets(_DOT, item)
        return dotted if self.names.issuperset(dotted) else [item]

    def _split_letters(self, item: str) -> Sequence[str]:
        """Split an item in letters with case, where all its parts are names."""
        parts = split_outside_brackets(_LETTER_WORDS, item)
        if len(parts) < 2 or not all(parts):
            return self._run_on(item)
        if all(map(self.stands_alone, parts)):
            return parts
        words = [_without_brackets(part).casefold().split() for part in parts]
        if min(map(len, words)) < 2:
            return [item]
        first = {(True, w[0]) for w in words}
        last = {(False, w[-1]) for w in words}
        alike = any(len(e) == 1 and e <= self.edges for e in (first, last))
        return parts if alike else [item]

    def _run_on(self, item: str) -> Sequence[str]:
        """Split an item of two names of the list that only a space parts.

        Each has several words: one word may be a part of the other's name.
        """
        for parts in parted_at_blanks(item):
            if " " in parts[1] and self.names.issuperset(parts):
                return parts
        return [item]

    def unbroken(self, text: str, group: tuple[str, ...]) -> tuple[str, ...]:
        """Return the items of a cell of several lines: `group`, or without the breaks."""
        between = "" if _KANJI_OR_HANGUL.search(text) else " "
        items = _plain_items(text.replace("\n", between))
        parted = tuple(chain.from_iterable(map(self.split, items)))
        if all(map(self.stands_alone, parted)):
            return parted
        return self.choose(items, group)

    def choose(
        self, unbroken: tuple[str, ...], group: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the items of a cell without its line breaks if more of them are names."""
        better = self.all_names(unbroken) and (
            not self.all_names(group) or self.share(unbroken) > self.share(group)
        )
        return unbroken if better else group


def parted_at_blanks(item: str) -> Iterator[tuple[str, str]]:
    """Yield a text parted at each of its blanks that has several words before it."""
    words = item.split() if len(item) <= LONGEST_NAME else []
    for i in range(2, len(words)):
        yield " ".join(words[:i]), " ".join(words[i:])


def _splits(separators: re.Pattern[str], item: str) -> bool:
    return separators.search(mask_brackets(item)) is not None
