"""Names that differ from what was typed by a slip: for `search`.

Assumes folded names. Promises the number of slips exactly: a character too many, too
few, another one, or two neighbours swapped; anywhere in a name, for people type parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.caching import memoize_by_identity
from dashboard.cube import Ints
from dashboard.measures.named import Names, names_of
from pipeline.model import Edition
from pipeline.reference import load_reference
from pipeline.spelling import loose_key

ALLOWED = ((8, 2), (4, 1))
"""A text of at least so many characters may have so many slips; a shorter one none."""

FAR = 99
"""More slips than are allowed."""

SHORTEST_SOUND = 2
"""Kana that sound alike are compared from so many characters on."""


@dataclass(frozen=True, eq=False)
class Spelled:
    """The names of one kind, made ready for comparing.

    Attributes:
        names: the names.
        letters: per key the set of its characters, one bit for each of 64 classes.
        sounds: per key what is left where kana that are misread are equal.
    """

    names: Names
    letters: npt.NDArray[np.uint64]
    sounds: tuple[str, ...]

    def slips(self, whole: str, words: list[str]) -> Ints:
        """For each thing how many slips the text has as its name, FAR if too many.

        A text of several words may also have them in another order.
        """
        near = np.minimum(self._slips_of(whole), self._sounding(whole))
        if len(words) > 1:
            each = np.array([self._slips_of(word) for word in words])
            near = np.minimum(near, np.minimum(each.sum(axis=0), FAR))
        return near

    def _sounding(self, whole: str) -> Ints:
        """One slip where only kana differ that are easily misread."""
        sound = loose_key(whole, load_reference().character_forms)
        near = np.full(len(self.names.ids), FAR)
        if len(sound) >= SHORTEST_SOUND:
            same = [i for i, one in enumerate(self.sounds) if sound in one]
            near[self.names.owner[same]] = 1
        return near

    def _slips_of(self, key: str) -> Ints:
        allowed = next((slips for length, slips in ALLOWED if len(key) >= length), 0)
        if not allowed:
            return np.where(self.names.holding(key), 0, FAR)
        missing = np.bitwise_count(letters_of(key) & ~self.letters)
        candidates = np.flatnonzero(missing <= allowed)
        slips = slips_in(key, [self.names.keys[i] for i in candidates])
        near = np.full(len(self.names.ids), FAR)
        close = slips <= allowed
        np.minimum.at(near, self.names.owner[candidates[close]], slips[close])
        return near


@memoize_by_identity
def spelled(edition: Edition) -> dict[str, Spelled]:
    """The names of each kind of FOUND, made ready when a slip is first looked for."""
    forms = load_reference().character_forms
    return {
        kind: Spelled(
            names,
            np.array([letters_of(key) for key in names.keys], np.uint64),
            tuple(loose_key(key, forms) for key in names.keys),
        )
        for kind, names in names_of(edition).items()
    }


def letters_of(key: str) -> np.uint64:
    """The set of characters of a text, in 64 classes."""
    bits = 0
    for letter in set(key):
        bits |= 1 << (ord(letter) % 64)
    return np.uint64(bits)


def slips_in(key: str, texts: list[str]) -> Ints:
    """For each text the fewest slips with which the key stands anywhere in it.

    The optimal string alignment distance to the best part of the text, column by column
    for all texts at once.
    """
    width = max(map(len, texts), default=0)
    letters = np.array(texts, f"<U{width or 1}").view(np.uint32)
    letters = letters.reshape(len(texts), width or 1).T
    wanted = [ord(letter) for letter in key]
    older: list[Ints] = []
    last = [np.full(len(texts), i) for i in range(len(key) + 1)]
    best = last[-1]
    for at, letter in enumerate(letters):
        now = [np.zeros(len(texts), np.intp)]
        for i, one in enumerate(wanted, start=1):
            slips = np.minimum(last[i - 1] + (letter != one), last[i] + 1)
            slips = np.minimum(slips, now[i - 1] + 1)
            if i > 1 and at:
                swapped = (letter == wanted[i - 2]) & (letters[at - 1] == one)
                slips = np.where(swapped, np.minimum(slips, older[i - 2] + 1), slips)
            now.append(slips)
        best = np.minimum(best, now[-1])
        older, last = last, now
    return best
