"""Reads what a line of a list says about the lines around it: for `reference`.

A label may go on from the page before (`Asia (cont.)`), and a line may count those above
(`アジア 計 3件`). Knows the words of data/reference in all their languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.reference.files import read_table
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME, fold, normal_form

MAX_TAIL_WORDS = 4
"""How many words of a text may be those of a total."""

_OPEN, _CLOSE = "(（\\[［【〔〈<＜《", ")）\\]］】〕〉>＞》"
_IN_BRACKETS_BEHIND = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}]{{1,24}})[{_CLOSE}]$")
_IN_BRACKETS_BEFORE = re.compile(rf"^[{_OPEN}]([^{_OPEN}{_CLOSE}]{{1,24}})[{_CLOSE}]")
_BETWEEN = " \t\n\u3000,、;；:：.…-–—~〜=＝"
_AROUND = f"{_BETWEEN}()（）[]［］【】<>＜＞〈〉《》"
_COUNT_BEHIND = re.compile(r"(?<!\d)\d{1,7}[^\W\d]{0,24}[)）\]］.]?\s{0,3}$")
_COUNT = re.compile(r"(\d{1,3}(?:[,.]\d{3})+|\d{1,7})\s{0,3}([^\W\d]{0,24})")


@dataclass(frozen=True)
class PrintedCount:
    """What a line of totals says.

    Attributes:
        label: of what it is the total, as printed; "" for all or if it does not say.
        number: the printed number; -1 if the text has none.
    """

    label: str
    number: int


@dataclass(frozen=True)
class LineWords:
    """The words of labels that go on and of lines of totals.

    Attributes:
        continued, totals: folded.
        total_texts, continued_ends: as printed, in lower case: a quick look.
    """

    continued: frozenset[str]
    totals: frozenset[str]
    total_texts: tuple[str, ...]
    continued_ends: tuple[str, ...]

    def without_continued(self, text: str, is_label: Callable[[str], bool]) -> str:
        """Return a label without the words that say that it goes on from above.

        In brackets those are enough; without, what is left must be a label.
        """
        plain = text.strip()
        if len(plain) > LONGEST_NAME or not self._may_continue(plain):
            return text
        if (behind := _IN_BRACKETS_BEHIND.search(plain)) and self._continues(behind[1]):
            return plain[: behind.start()].rstrip(_BETWEEN) or text
        if (before := _IN_BRACKETS_BEFORE.match(plain)) and self._continues(before[1]):
            return plain[before.end() :].lstrip(_BETWEEN) or text
        for rest, tail in _tails(plain):
            if self._continues(tail) and is_label(rest):
                return rest
        return text

    def _may_continue(self, plain: str) -> bool:
        """Whether a text has brackets at an end, or ends in a word that continues."""
        if plain[-1:] in _CLOSE or plain[:1] in _OPEN:
            return True
        end = plain.casefold().rstrip(_BETWEEN)
        return end[-1:] in self._continued_letters and end.endswith(self.continued_ends)

    @cached_property
    def _continued_letters(self) -> frozenset[str]:
        return frozenset(text[-1:] for text in self.continued_ends)

    def _continues(self, text: str) -> bool:
        return fold(text) in self.continued

    def read_total(
        self,
        text: str,
        is_label: Callable[[str], bool],
        is_institution: Callable[[str], bool],
    ) -> PrintedCount | None:
        """Read a text that a word of totals begins or ends; None for any other.

        Within the name of an institution such a word is none (Université de la Somme).
        """
        if len(text) > LONGEST_NAME or not self._may_be_total(text):
            return None
        plain = normal_form("NFKC", text).strip()
        number, rest = _cut_count(plain)
        if fold(rest) in self.totals:
            return PrintedCount("", number)
        named = is_institution(rest)
        for label, tail in _tails(rest):
            parted = not named and rest[len(label) : len(label) + 1] in _BETWEEN
            if fold(tail) in self.totals and (parted or is_label(label)):
                return PrintedCount(label, number)
        for head, label in _heads(rest):
            parted = not named and rest[len(head)] in _BETWEEN
            if fold(head) in self.totals and (parted or is_label(label)):
                return PrintedCount(label, number)
        return None

    def _may_be_total(self, text: str) -> bool:
        """Whether a text begins or ends in a word of totals, counts left out."""
        plain = _COUNT_BEHIND.sub("", text.casefold()).strip(_AROUND)
        first, last = self._total_letters
        return (plain[:1] in first and plain.startswith(self.total_texts)) or (
            plain[-1:] in last and plain.endswith(self.total_texts)
        )

    @cached_property
    def _total_letters(self) -> tuple[frozenset[str], frozenset[str]]:
        """The letters that begin and end a word of totals: most texts have neither."""
        return (
            frozenset(text[:1] for text in self.total_texts),
            frozenset(text[-1:] for text in self.total_texts),
        )


def _cut_count(text: str) -> tuple[int, str]:
    """Return the only number of a text, and the text without it and its unit."""
    found = list(_COUNT.finditer(text))
    if len(found) != 1:
        return -1, text.strip(_AROUND)
    number = int(re.sub(r"\D", "", found[0][1]))
    before = text[: found[0].start()].strip(_AROUND)
    return number, before or text[found[0].end() :].strip(_AROUND)


def _tails(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts before and behind each gap near the end; East Asian: each letter."""
    gaps = [i for i in range(1, len(text)) if text[i] in _BETWEEN]
    starts = [i for i in gaps if text[i - 1] not in _BETWEEN][-MAX_TAIL_WORDS:]
    if EAST_ASIAN.search(text[-1:]):
        starts += range(max(1, len(text) - 8), len(text))
    for at in starts:
        rest, tail = text[:at].rstrip(_BETWEEN + "のノ"), text[at:].strip(_BETWEEN)
        if rest and tail:
            yield rest, tail


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts before and behind each gap near the start, or letter."""
    gaps = [i for i in range(1, len(text)) if text[i] in _BETWEEN]
    ends = gaps[:MAX_TAIL_WORDS]
    if EAST_ASIAN.match(text[:1]):
        ends += range(1, min(8, len(text)))
    for at in ends:
        if rest := text[at:].strip(_BETWEEN):
            yield text[:at], rest


def read_line_words(folder: Path) -> LineWords:
    """Read the words of labels that go on and of lines of totals."""
    continued = read_table(folder / "continued_words.csv", ("word", "language"), "word")
    totals = read_table(folder / "total_words.csv", ("word", "language"), "word")
    return LineWords(
        frozenset(fold(row["word"]) for row in continued),
        frozenset(fold(row["word"]) for row in totals),
        tuple(row["word"].casefold() for row in totals),
        tuple(row["word"].casefold().rstrip(_BETWEEN) for row in continued),
    )
