"""Approximate matching of names with typing slips, for `search`.

Assumes folded names. Promises the exact number of slips: an inserted, deleted or
replaced character, or two adjacent characters swapped, in any part of a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dashboard.caching import memoize_by_identity
from dashboard.cube import IntArray
from dashboard.measures.search_index import Names, searchable_names
from pipeline.model import Edition
from pipeline.reference import load_reference
from pipeline.reference.normal_forms import loose_key

SLIPS_ALLOWED = ((8, 2), (4, 1))
"""The least length of a text and the slips it may have; a shorter text has none."""

TOO_MANY_SLIPS = 99
"""Stands for more slips than are allowed."""

EXACT_RATIO = 64
"""The longest key for which RapidFuzz finds the best part of a name exactly."""

SHORTEST_SOUND = 2
"""The shortest key whose easily misread kana are compared."""


@dataclass(frozen=True, eq=False)
class SpellingIndex:
    """The names of a kind, prepared for approximate matching.

    Attributes:
        names: the names.
        sounds: each key with easily misread kana unified.
    """

    names: Names
    sounds: tuple[str, ...]

    def slips(self, whole: str, words: list[str]) -> IntArray:
        """Count the slips of a text against each entity, at most TOO_MANY_SLIPS.

        The words of a text may also be in another order.
        """
        near = np.minimum(self._slips_of(whole), self._sounding(whole))
        if len(words) > 1:
            each = np.array([self._slips_of(word) for word in words])
            near = np.minimum(near, np.minimum(each.sum(axis=0), TOO_MANY_SLIPS))
        return near

    def _sounding(self, whole: str) -> IntArray:
        """Count one slip if only easily misread kana differ."""
        sound = loose_key(whole, load_reference().character_forms)
        near = np.full(len(self.names.ids), TOO_MANY_SLIPS)
        if len(sound) >= SHORTEST_SOUND:
            same = [i for i, name in enumerate(self.sounds) if sound in name]
            near[self.names.owner[same]] = 1
        return near

    def _slips_of(self, key: str) -> IntArray:
        allowed = next(
            (slips for length, slips in SLIPS_ALLOWED if len(key) >= length), 0
        )
        if not allowed:
            return np.where(self.names.matching(key), 0, TOO_MANY_SLIPS)
        candidates = self._candidates(key, allowed)
        slips = fewest_slips(key, [self.names.keys[i] for i in candidates], allowed)
        near = np.full(len(self.names.ids), TOO_MANY_SLIPS)
        close = slips <= allowed
        np.minimum.at(near, self.names.owner[candidates[close]], slips[close])
        return near

    def _candidates(self, key: str, allowed: int) -> IntArray:
        """Return the names that may contain the key with the allowed slips.

        A slip costs at most two insertions or deletions, which `partial_ratio` counts;
        it is exact for keys of up to 64 characters.
        """
        names = self.names.keys
        if len(key) > EXACT_RATIO:
            return np.flatnonzero([len(name) >= len(key) - allowed for name in names])
        least = 100 * (1 - allowed / (len(key) - allowed)) - 0.1
        likeness = process.cdist(
            [key], names, scorer=fuzz.partial_ratio, score_cutoff=least
        )
        return np.flatnonzero(likeness[0])


@memoize_by_identity
def spelling_indexes(edition: Edition) -> dict[str, SpellingIndex]:
    """Return the spelling index of each kind, built for the first search of slips."""
    forms = load_reference().character_forms
    return {
        kind: SpellingIndex(names, tuple(loose_key(key, forms) for key in names.keys))
        for kind, names in searchable_names(edition).items()
    }


def fewest_slips(key: str, texts: Sequence[str], most: int | None = None) -> IntArray:
    """Return for each text the fewest slips with which any part of it equals the key.

    This is the optimal string alignment distance to the best part of the text, or the
    length of the key if the distance exceeds `most`.
    """
    most = len(key) if most is None else most
    sizes = range(max(len(key) - most, 0), len(key) + most + 1)
    fewest = np.full(len(texts), len(key))
    for index, text in enumerate(texts):
        parts = [text[i : i + n] for n in sizes for i in range(len(text) - n + 1)]
        match = process.extractOne(
            key, parts, scorer=OSA.distance, score_cutoff=min(most, len(key))
        )
        if match:
            fewest[index] = match[1]
    return fewest
