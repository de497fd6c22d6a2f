"""Folds all words of a list at once, and asks all of them what letters they hold.

Stands behind `spelling`. A fold changes nearly every text letter by letter, so it is
made once for each letter that the words hold, and then for all words together.
Promises for each word exactly what the fold gives for it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from unicodedata import is_normalized

import numpy as np
import numpy.typing as npt

from pipeline.spelling import CharacterForms, fold, fold_accents, fold_script, loose_key

Mask = npt.NDArray[np.bool_]
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
    """The letters of many texts, one text behind the other; none of them holds `_END`."""

    def __init__(self, texts: Sequence[str]) -> None:
        joined = _END.join([*texts, ""])
        encoded = joined.encode("utf-32-le", "surrogatepass")
        self._codes = np.frombuffer(encoded, np.uint32).astype(np.intp)
        lengths = np.fromiter(map(len, texts), np.intp, len(texts))
        self._starts = np.cumsum(lengths + 1) - lengths - 1
        counts = np.bincount(self._codes, minlength=1)
        counts[0] = 0
        self._numbers = np.flatnonzero(counts)

    @property
    def used(self) -> list[str]:
        """The distinct letters, in the order of their numbers."""
        return [chr(number) for number in self._numbers.tolist()]

    def holding(self, wanted: Callable[[str], object]) -> Mask:
        """Which texts hold a letter that is wanted."""
        table = np.zeros(self._numbers.max(initial=0) + 1, np.bool_)
        table[self._numbers] = [bool(wanted(letter)) for letter in self.used]
        if not table.any():
            return np.zeros(len(self._starts), np.bool_)
        found = np.logical_or.reduceat(table[self._codes], self._starts)
        return np.asarray(found, np.bool_)

    def folded(self, by_letter: Mapping[str, str]) -> list[str]:
        """The texts, each letter become the one it is folded to, or dropped."""
        table = np.zeros(self._numbers.max(initial=0) + 1, np.uint32)
        table[self._numbers] = [ord(by_letter[c][:1] or _END) for c in self.used]
        codes = table[self._codes]
        codes = codes[(codes != 0) | (self._codes == 0)]
        joined: str = codes.tobytes().decode("utf-32-le", "surrogatepass")
        return joined.split(_END)[:-1]


class Words(list[str]):
    """The distinct texts of a list by code, with what they are compared by.

    Never changed once it is made: what it says of its texts is kept.
    """

    def __init__(
        self, texts: Iterable[str], forms: CharacterForms, lookalikes: CharacterForms
    ) -> None:
        super().__init__(texts)
        self._forms, self._lookalikes = forms, lookalikes

    def respelt(self, texts: Iterable[str]) -> Words:
        """Words with other texts; the same words if no text is another."""
        words = Words(texts, self._forms, self._lookalikes)
        return self if words == self else words

    @cached_property
    def letters(self) -> Letters:
        """The letters that the words hold."""
        return Letters([word.replace(_END, " ") for word in self])

    @cached_property
    def folded(self) -> list[str]:
        """`spelling.fold` of each word."""
        loose = [not is_normalized("NFKC", word) for word in self]
        return _each(self, self, str, fold, np.array(loose, np.bool_))

    @cached_property
    def accents(self) -> list[str]:
        """`spelling.fold_accents` of each word."""
        return _each(self, self.folded, fold, fold_accents)

    @cached_property
    def scripts(self) -> list[str]:
        """`spelling.fold_script` of each word."""
        script = partial(fold_script, forms=self._forms)
        return _each(self, self.accents, fold_accents, script)

    @cached_property
    def loose_keys(self) -> list[str]:
        """`spelling.loose_key` of each word."""
        script = partial(fold_script, forms=self._forms)
        key = partial(loose_key, forms=self._forms, lookalikes=self._lookalikes)
        return _each(self, self.scripts, script, key)


def _each(
    words: list[str],
    before: list[str],
    fold_before: Fold,
    fold_word: Fold,
    apart: Mask | None = None,
) -> list[str]:
    """Fold words, starting from what a fold that forgives less made of them.

    Words that are more than their letters are folded one by one: where a letter becomes
    several or is folded with its neighbour, and where letters were or would be joined
    (they are not in a composed form).

    Args:
        words: the words.
        before: each of them as folded before.
        fold_before: the fold that made them.
        fold_word: the fold of a whole word; it forgives all that `fold_before` does.
        apart: words that must be folded one by one.
    """
    if len(words) < _FEW or _END in "".join(words):
        return [fold_word(word) for word in words]
    letters = Letters(before)
    by_letter = {c: fold_word(_INSIDE + c)[1:] for c in letters.used}
    odd = {
        c
        for c, one in by_letter.items()
        if len(one) > 1
        or fold_before(_INSIDE + c) != _INSIDE + c
        or fold_word(_INSIDE + c + _AFTER_V)[1:] != one + fold_word(_AFTER_V)
    }
    same = all(letter == one for letter, one in by_letter.items())
    found = before if same else letters.folded(by_letter)
    one_by_one = letters.holding(odd.__contains__)
    if apart is not None:
        one_by_one |= apart
    if not is_normalized("NFC", _END.join(found)):
        one_by_one |= [not is_normalized("NFC", text) for text in found]
    one_by_one |= [not text for text in found]
    if same and not one_by_one.any():
        return before
    found = list(found)
    for i in np.flatnonzero(one_by_one).tolist():
        found[i] = fold_word(words[i])
    return found
