"""Finds institutions that the list seems to write in two ways: for `check`.

Assumes identified rows. Names are compared within a territory only; both stay two
institutions until a person says that they are one. Names that differ in a number, in a
direction or in a whole word are two (Paris 1 and Paris 2, East and West London).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import OSA

from pipeline.check.findings import Finding, list_rows, rows_of_institutions
from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.normal_forms import (
    EAST_ASIAN,
    LONGEST_NAME,
    fold_accents,
    normal_form,
)
from pipeline.reference.patterns import NONE

_T = TypeVar("_T")

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’‘`´]")
_ROMAN = re.compile(r"[ivx]{1,4}")
_TAIL = re.compile(
    r"(?<!\s)(?:\s*+[(（\[]([^()（）\[\]]++)[)）\]]|\s*+[,，、]\s*+([^,，、\s][^,，、]*+)"
    r"|\s++[-–—]\s++([^-–—\s][^-–—]*+))\s*+$"
)
_INVERTED = re.compile(r"^([^,]++),\s*+([^,\s][^,]*+)$")
PARTICLES = frozenset(
    [
        "the",
        "of",
        "and",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "der",
        "die",
        "das",
        "da",
        "do",
        "di",
        "del",
        "dos",
        "y",
        "e",
        "et",
        "und",
        "for",
        "für",
        "to",
        "at",
        "in",
        "zu",
        "van",
        "von",
        "of",
        "a",
    ]
)
"""Words that one writer leaves out of a name and another does not."""

SHORTEST_LETTERS = 5
"""A shorter word that differs in one letter is another word: Hunan and Hubei."""

SHORTEST_SUBSTITUTED = 8
"""The same where the letter is another one, not one too many or too few."""

SHORTEST_TWO_LETTERS = 9
"""The same for two letters."""

MAX_GROUP = 60
"""Of more names that differ in one word only those next to each other are compared."""

MIN_ABBREVIATED = 3
"""An abbreviation has so many letters (Uni, Inst)."""


@dataclass(frozen=True)
class Name:
    """A printed name as it is compared: `words` without particles, accents and case."""

    index: int
    text: str
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """The words as one."""
        return "".join(self.words)


def find_names_written_twice(
    identified: Identified, reference: Reference, left_out: Collection[str] = ()
) -> Iterator[Finding]:
    """Find pairs of names that seem to be one institution.

    Args:
        identified: the rows.
        reference: patterns of names.
        left_out: names that another check asks about.
    """
    aligned = identified.normalized.aligned
    used = np.unique(identified.institution[aligned.is_agreement]).tolist()
    names = defaultdict[str, list[Name]](list)
    for index in used:
        code, text, _ = identified.institutions[index]
        if text and len(text) <= LONGEST_NAME and text not in left_out:
            names[code].append(Name(index, text, _words(text, reference)))
    pairs = {
        pair: None
        for group in names.values()
        for pair in _pairs(group, reference)
        if _are_two(*pair, identified)
    }
    rows = rows_of_institutions(identified, {i for pair in pairs for i in pair})
    source_row = aligned.source_row.tolist()
    for first, second in sorted(pairs):
        detail = {
            "printed": identified.institutions[first][1],
            "other_name": identified.institutions[second][1],
            "rows": list_rows(source_row, rows[first]),
            "other_rows": list_rows(source_row, rows[second]),
        }
        later = max(rows[first][0], rows[second][0])
        yield Finding(later, "WRITTEN_TWICE", "institution", detail)


def _are_two(first: int, second: int, identified: Identified) -> bool:
    """Whether two names have two ids, and are not both names that we know."""
    one, other = (identified.institutions[i][2] for i in (first, second))
    both_known = {one.how, other.how} <= {"name"}
    return one.institution_id != other.institution_id and not both_known


def _words(text: str, reference: Reference) -> tuple[str, ...]:
    """Return the words of a name without particles; East Asian names are one word."""
    if EAST_ASIAN.search(text):
        return (reference.loose_key(text),)
    plain = normal_form("NFKC", text).casefold()
    inverted = _INVERTED.match(plain)
    if inverted and inverted[2].split()[-1] in PARTICLES:  # Wallaby, University of
        plain = f"{inverted[2]} {inverted[1]}"
    words = _WORD.findall(_APOSTROPHES.sub("", plain))
    return tuple(fold_accents(w) for w in words if w not in PARTICLES) or tuple(words)


def _pairs(names: Sequence[Name], reference: Reference) -> Iterator[tuple[int, int]]:
    for first, second in (
        *_same_key(names),
        *_same_without_tail(names, reference),
        *_abbreviated(names),
        *_misspelled(names),
    ):
        low, high = sorted((first.index, second.index))
        if low != high:
            yield low, high


def _same_key(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Names that differ in particles, signs or old forms of characters only."""
    groups = defaultdict[str, list[Name]](list)
    for name in names:
        groups[name.key].append(name)
    for group in groups.values():
        yield from pairwise(group)


def _same_without_tail(
    names: Iterable[Name], reference: Reference
) -> Iterator[tuple[Name, Name]]:
    """Names of which one has a city or the like behind it (Keele University, Keele).

    Where a name has several such tails, they tell campuses apart.
    """
    whole = {name.key: name for name in names}
    tails = defaultdict[str, list[Name]](list)
    for name in names:
        tail = _TAIL.search(name.text)
        if not tail or any(map(str.isdecimal, tail.group())):
            continue
        inside = next(filter(None, tail.groups()), "")
        base = "".join(_words(name.text[: tail.start()], reference))
        if base in whole and reference.looks_like(inside, "partner_unit") == NONE:
            tails[base].append(name)
    for base, group in tails.items():
        if len(group) == 1:
            yield whole[base], group[0]


def _abbreviated(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Names of which one abbreviates words of the other (Univ., Inst. of Tech.)."""
    groups = defaultdict[tuple[str, ...], list[Name]](list)
    for name in names:
        if not EAST_ASIAN.search(name.text):
            groups[tuple(word[:MIN_ABBREVIATED] for word in name.words)].append(name)
    for group in groups.values():
        for first, second in _near(group):
            if all(map(_is_abbreviation, first.words, second.words)):
                yield first, second


def _is_abbreviation(first: str, second: str) -> bool:
    """Whether two words are equal, or one is a short beginning of the other."""
    short, long = sorted((first, second), key=len)
    return first == second or (
        len(short) >= MIN_ABBREVIATED
        and long.startswith(short)
        and 2 * len(short) <= len(long)
    )


def _misspelled(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Names that are equal but for one or two letters of one word."""
    groups = defaultdict[tuple[str, ...], list[tuple[str, Name]]](list)
    for name in names:
        if EAST_ASIAN.search(name.text) or len(name.words) < 2:
            continue
        for i, word in enumerate(name.words):
            if len(word) >= SHORTEST_LETTERS - 1:
                rest = (*name.words[:i], "", *name.words[i + 1 :], word[0])
                groups[rest].append((word, name))
    for group in groups.values():
        ordered = sorted(group, key=lambda entry: entry[0])
        for (word, first), (other, second) in _near(ordered):
            if _is_misspelling(word, other):
                yield first, second


def _near(group: Sequence[_T]) -> Iterator[tuple[_T, _T]]:
    if len(group) <= MAX_GROUP:
        yield from combinations(group, 2)
    else:
        yield from pairwise(group)


def _is_misspelling(first: str, second: str) -> bool:
    """Whether one word seems to be the other with one or two letters wrong."""
    length, unequal = max(len(first), len(second)), len(first) - len(second)
    if abs(unequal) > 2:
        return False
    distance = OSA.distance(first, second, score_cutoff=2)
    if distance not in (1, 2) or _tells_apart(first) or _tells_apart(second):
        return False
    swapped = not unequal and sorted(first) == sorted(second)
    if distance == 2:
        return length >= SHORTEST_TWO_LETTERS and (swapped or abs(unequal) == 2)
    if unequal:
        return length > SHORTEST_LETTERS
    return length >= (SHORTEST_LETTERS if swapped else SHORTEST_SUBSTITUTED)


def _tells_apart(word: str) -> bool:
    """Whether a word is or holds a number."""
    return any(map(str.isdecimal, word)) or _ROMAN.fullmatch(word) is not None
