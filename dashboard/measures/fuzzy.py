"""Names that differ from what was typed by a slip: for `search`.

Assumes folded names. Promises the number of slips exactly: a character too many, too
few, another one, or two neighbours swapped; anywhere in a name, for people type parts.
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
"""A text of at least so many characters may have so many slips; a shorter one none."""

TOO_MANY_SLIPS = 99
"""More slips than are allowed."""

EXACT_RATIO = 64
"""Up to so many characters RapidFuzz finds the best part of a name exactly."""

SHORTEST_SOUND = 2
"""Kana that sound alike are compared from so many characters on."""


@dataclass(frozen=True, eq=False)
class SpellingIndex:
    """The names of one kind, made ready for comparing.

    Attributes:
        names: the names.
        sounds: per key what is left where kana that are misread are equal.
    """

    names: Names
    sounds: tuple[str, ...]

    def slips(self, whole: str, words: list[str]) -> IntArray:
        """For each thing how many slips the text has as its name, TOO_MANY_SLIPS if too many.

        A text of several words may also have them in another order.
        """
        near = np.minimum(self._slips_of(whole), self._sounding(whole))
        if len(words) > 1:
            each = np.array([self._slips_of(word) for word in words])
            near = np.minimum(near, np.minimum(each.sum(axis=0), TOO_MANY_SLIPS))
        return near

    def _sounding(self, whole: str) -> IntArray:
        """One slip where only kana differ that are easily misread."""
        sound = loose_key(whole, load_reference().character_forms)
        near = np.full(len(self.names.ids), TOO_MANY_SLIPS)
        if len(sound) >= SHORTEST_SOUND:
            same = [i for i, one in enumerate(self.sounds) if sound in one]
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
        """The names that may hold the key with so many slips; nearly all are ruled out.

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
    """The names of each kind of SEARCHED_KINDS, made ready when a slip is first looked for."""
    forms = load_reference().character_forms
    return {
        kind: SpellingIndex(names, tuple(loose_key(key, forms) for key in names.keys))
        for kind, names in searchable_names(edition).items()
    }


def fewest_slips(key: str, texts: Sequence[str], most: int | None = None) -> IntArray:
    """For each text the fewest slips with which the key stands anywhere in it.

    The optimal string alignment distance to the best part of the text. Where it is more
    than `most` (if given), it is the length of the key: none of it stands there.
    """
    most = len(key) if most is None else most
    sizes = range(max(len(key) - most, 0), len(key) + most + 1)
    fewest = np.full(len(texts), len(key))
    for at, text in enumerate(texts):
        parts = [text[i : i + n] for n in sizes for i in range(len(text) - n + 1)]
        found = process.extractOne(
            key, parts, scorer=OSA.distance, score_cutoff=min(most, len(key))
        )
        if found:
            fewest[at] = found[1]
    return fewest
