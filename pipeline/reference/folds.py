"""Folds all words of a list at once, and asks all of them what letters they hold.

Stands behind `spelling`. A fold changes nearly every text letter by letter, so it is
made once for each letter that the words hold, and then for all words together.
Promises for each word exactly what the fold gives for it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple
from unicodedata import is_normalized

import numpy as np
import numpy.typing as npt

from pipeline.reference.normal_forms import (
    LONGEST_NAME,
    CharacterForms,
    fold,
    fold_accents,
    fold_script,
    loose_key,
)

Mask = npt.NDArray[np.bool_]
Strengths = npt.NDArray[np.int8]
Fold = Callable[[str], str]

_END = "\0"
"""Stands behind each text. No fold moves it or joins it to a letter."""

_INSIDE = "\ue000"
"""A letter without a meaning, that no fold changes: others are folded behind it."""

_FEW = 200
"""So few words are folded sooner one by one."""

_AFTER_V = "ァ"
"""With a letter of this kind behind it, ヴ is folded otherwise than alone."""


class Letters:
    """The letters of many texts, one text behind the other, each ended by `_END`."""

    def __init__(self, codes: npt.NDArray[np.int32]) -> None:
        self._codes = codes
        self._ends = np.flatnonzero(codes == 0)
        self._starts = np.r_[0, self._ends[:-1] + 1][: len(self._ends)]
        counts = np.bincount(codes, minlength=1)
        counts[0] = 0
        self._numbers = np.flatnonzero(counts)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Letters:
        """The letters of texts; an `_END` inside of one counts as a space."""
        letters = cls(_codes_of(texts))
        if len(letters._ends) == len(texts):
            return letters
        return cls(_codes_of([text.replace(_END, " ") for text in texts]))

    @property
    def joined(self) -> str:
        """The texts, each with `_END` behind it."""
        return self._codes.tobytes().decode("utf-32-le", "surrogatepass")

    @property
    def used(self) -> list[str]:
        """The distinct letters, in the order of their numbers."""
        return [chr(number) for number in self._numbers.tolist()]

    @property
    def blank(self) -> Mask:
        """Which texts hold no letter."""
        return np.asarray(self._starts == self._ends, np.bool_)

    def holding(self, wanted: Callable[[str], object]) -> Mask:
        """Which texts hold a letter that is wanted."""
        table = np.zeros(self._numbers.max(initial=0) + 1, np.bool_)
        table[self._numbers] = [bool(wanted(letter)) for letter in self.used]
        if not table.any():
            return np.zeros(len(self._starts), np.bool_)
        found = np.logical_or.reduceat(table[self._codes], self._starts)
        return np.asarray(found, np.bool_)

    def folded(self, by_letter: Mapping[str, str]) -> Letters:
        """The texts, each letter become the one it is folded to, or dropped."""
        table = np.zeros(self._numbers.max(initial=0) + 1, np.int32)
        table[self._numbers] = [ord(by_letter[c][:1] or _END) for c in self.used]
        codes = table[self._codes]
        return Letters(codes[(codes != 0) | (self._codes == 0)])


def _codes_of(texts: Sequence[str]) -> npt.NDArray[np.int32]:
    joined = _END.join([*texts, ""]).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, np.int32)


class Folded(NamedTuple):
    """Words as a fold made them; some were folded apart, and `letters` are not theirs."""

    texts: list[str]
    letters: Letters
    apart: Mask


class Words(list[str]):
    """The distinct texts of a list by code, with what they are compared by.

    Never changed once it is made: what it says of its texts is kept, and so is how much
    they look like a role, once it was asked (`known.strengths_of`).
    """

    def __init__(
        self, texts: Iterable[str], forms: CharacterForms, lookalikes: CharacterForms
    ) -> None:
        super().__init__(texts)
        self._forms, self._lookalikes = forms, lookalikes
        self.strengths: dict[str, Strengths] = {}

    def respelt(self, texts: Iterable[str]) -> Words:
        """Words with other texts; the same words if no text is another."""
        words = Words(texts, self._forms, self._lookalikes)
        return self if words == self else words

    @cached_property
    def letters(self) -> Letters:
        """The letters that the words hold."""
        return Letters.of(self)

    @cached_property
    def long(self) -> Mask:
        """Which words are longer than LONGEST_NAME: they are not looked up."""
        return np.array([len(word) > LONGEST_NAME for word in self], np.bool_)

    @property
    def folded(self) -> list[str]:
        """`spelling.fold` of each word."""
        return self._folds[0]

    @property
    def accents(self) -> list[str]:
        """`spelling.fold_accents` of each word."""
        return self._folds[1]

    @property
    def scripts(self) -> list[str]:
        """`spelling.fold_script` of each word."""
        return self._folds[2]

    @property
    def loose_keys(self) -> list[str]:
        """`spelling.loose_key` of each word."""
        return self._folds[3]

    @cached_property
    def _folds(self) -> list[list[str]]:
        """All folds, one from the other, so that no letters but the words' are kept."""
        script = partial(fold_script, forms=self._forms)
        key = partial(loose_key, forms=self._forms, lookalikes=self._lookalikes)
        loose = [_END in word or not is_normalized("NFKC", word) for word in self]
        made = Folded(self, self.letters, np.array(loose, np.bool_))
        folds: list[Fold] = [str, fold, fold_accents, script, key]
        found = []
        for before, one in pairwise(folds):
            made = _each(self, made, before, one)
            found.append(made.texts)
        return found


def _each(
    words: list[str], before: Folded, fold_before: Fold, fold_word: Fold
) -> Folded:
    """Fold words, starting from what a fold that forgives less made of them.

    Words that are more than their letters are folded one by one: where a letter becomes
    several or is folded with its neighbour, and where letters were or would be joined
    (they are not in a composed form).

    Args:
        words: the words.
        before: the words as folded before.
        fold_before: the fold that made them.
        fold_word: the fold of a whole word; it forgives all that `fold_before` does.
    """
    letters = before.letters
    if len(words) < _FEW:
        return Folded([fold_word(word) for word in words], letters, before.apart)
    by_letter = {c: fold_word(_INSIDE + c)[1:] for c in letters.used}
    odd = {
        c
        for c, one in by_letter.items()
        if len(one) > 1
        or fold_before(_INSIDE + c) != _INSIDE + c
        or fold_word(_INSIDE + c + _AFTER_V)[1:] != one + fold_word(_AFTER_V)
    }
    apart = before.apart | letters.holding(odd.__contains__)
    if all(letter == one for letter, one in by_letter.items()):
        texts = before.texts
    else:
        letters = letters.folded(by_letter)
        texts = letters.joined.split(_END)[:-1]
    if not is_normalized("NFC", letters.joined):
        apart |= [not is_normalized("NFC", text) for text in texts]
    apart |= letters.blank
    one_by_one = np.flatnonzero(apart).tolist()
    if one_by_one:
        texts = list(texts)
        for i in one_by_one:
            texts[i] = fold_word(words[i])
    return Folded(texts, letters, apart)
