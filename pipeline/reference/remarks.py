"""Tells remarks from names: continued, ended, as above, totals, signs of footnotes.

Used through `Reference`. The words stand in remark_words.csv and total_words.csv, in the
languages of lists. Promises that a word counts only where it stands by itself: 会計 is
no total and `Terminated` in a longer word no remark.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.reference.files import read_table
from pipeline.reference.normal_forms import (
    LONGEST_NAME,
    collapse_spaces,
    normal_form,
)
from pipeline.reference.patterns import compile_pattern

CONTINUED, ENDED, DITTO, NEGATION = "continued", "ended", "ditto", "negation"

_EITHER = "either"
"""The place of a word of totals that may also stand at the end of a text."""

_FOOTNOTE = re.compile(
    r"(?<=.)(?:"
    r"[※†‡§¶★☆⁂]\s?\d{0,2}|[*＊]{1,4}\s?\d{0,2}|[⁰¹²³⁴-⁹]{1,3}"
    r"|[(（\[［](?:[※*＊†‡]{1,3}\s?\d{0,2}|注\s?\d{0,2}|註\s?\d{0,2}|note\s?\d{1,2})[)）\]］]"
    r"|[\[［]\d{1,2}[\]］]|[注註]\s?\d{1,2}|[【〔]注?\s?\d{1,2}[】〕])$"
)
_MOST_FOOTNOTES = 3
_COUNT = re.compile(
    r"(?<![\s:：(（\[=])[\s:：(（\[=]*+\d[\d,]{0,9}+\s?(?:校|件|機関|大学|か国|カ国|ヶ国|所|名|人"
    r"|所學校|개교|개|건)?[)）\]]?$"
)
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5
"""The longest remark that an agreement has ended has so many words."""

_DATE_IN_BRACKETS = re.compile(r"(?<=[(（])\d[\d年月日./-]{0,11}+(?=[^\W\d_])")
_OPEN, _CLOSE = r"[(（\[［【〔<＜〈《]", r"[)）\]］】〕>＞〉》]"
_AROUND_TOTAL = " \t\u3000()（）[]［］【】<>＜＞〈〉《》:：=-–—・.*＊"
_AROUND_DITTO = " \t\u3000-–—―=().（）"


@dataclass(frozen=True)
class RemarkWords:
    """What tells remarks from names.

    Attributes:
        continued: a remark that its table goes on, in brackets or parted by a sign.
        ended: remarks that an agreement has ended or is not in force, their words
            folded and parted by blanks.
        dittos: texts that mean `as above`, as `_plain` makes them.
        negations: words that deny what stands beside them.
        total_starts: words that texts of totals begin with, the longest first.
        total_ends: those that they end with; others do only behind a known name.
    """

    continued: re.Pattern[str]
    ended: frozenset[str]
    dittos: frozenset[str]
    negations: tuple[str, ...]
    total_starts: tuple[str, ...]
    total_ends: frozenset[str]


def read_remark_words(folder: Path) -> RemarkWords:
    """Read the words of remarks and of totals."""
    columns = ("kind", "word", "language")
    words: dict[str, list[str]] = {
        CONTINUED: [],
        ENDED: [],
        DITTO: [],
        NEGATION: [],
    }
    for row in read_table(folder / "remark_words.csv", columns):
        words[row["kind"]].append(row["word"])
    continued = _alternatives(words[CONTINUED])
    totals = read_table(
        folder / "total_words.csv", ("word", "language", "place"), "word"
    )
    return RemarkWords(
        compile_pattern(
            rf"(?<!\s)\s*+{_OPEN}\s?(?:{continued})\s?{_CLOSE}"
            rf"|(?<![\s,，、:：~〜…–—-])[\s,，、:：~〜…–—-]++(?:{continued})$"
        ),
        frozenset(" ".join(_WORD.findall(_plain(word))) for word in words[ENDED]),
        frozenset(map(_plain, words[DITTO])),
        tuple(words[NEGATION]),
        _longest_first(row["word"].casefold() for row in totals),
        frozenset(r["word"].casefold() for r in totals if r["place"] == _EITHER),
    )


def without_continued(text: str, words: RemarkWords) -> str:
    """Return a text without a remark that its table goes on: タイ（続き）, Asia, cont."""
    if len(text) > LONGEST_NAME:
        return text
    return words.continued.sub("", text).strip() or text


def ended_status(text: str, words: RemarkWords) -> str:
    """Return the remark in a text that an agreement has ended or is not in force."""
    if len(text) > LONGEST_NAME:
        return ""
    parts = list(_WORD.finditer(_DATE_IN_BRACKETS.sub("", text)))
    folded = [_plain(part[0]) for part in parts]
    for length in range(min(_MOST_WORDS, len(parts)), 0, -1):
        for i in range(len(parts) - length + 1):
            if " ".join(folded[i : i + length]) in words.ended:
                whole = parts[i].string
                return whole[parts[i].start() : parts[i + length - 1].end()]
    return ""


def is_ditto(text: str, words: RemarkWords) -> bool:
    """Whether a text means `as above`: 〃, 同上, idem, dto."""
    plain = _plain(text)
    return bool(plain) and (
        plain in words.dittos or plain.strip(_AROUND_DITTO) in words.dittos
    )


def without_footnote(text: str) -> str:
    """Return a text without the signs that lead to footnotes: ※1, *, 注1, †, ¹, [1]."""
    if len(text) > LONGEST_NAME:
        return text
    bare = text.strip()
    for _ in range(_MOST_FOOTNOTES):
        bare = _FOOTNOTE.sub("", bare).strip()
    return bare or text


def is_total_start(text: str, words: RemarkWords) -> bool:
    """Whether a text begins with a word of totals: 合計, Total 12."""
    plain = text.strip(_AROUND_TOTAL).casefold()
    return plain.startswith(words.total_starts) and any(
        plain.startswith(word) and not plain[len(word) : len(word) + 1].isalpha()
        for word in words.total_starts
    )


def named_by_total_end(text: str, words: RemarkWords) -> tuple[str, bool]:
    """Return what stands before a word of totals at the end of a text (アジア 計 3).

    And whether the word alone proves a total; if not, it does behind a known name.
    """
    plain = _COUNT.sub("", text).strip(_AROUND_TOTAL)
    folded = plain.casefold()
    if not folded.endswith(words.total_starts):
        return "", False
    word = next(word for word in words.total_starts if folded.endswith(word))
    before = plain[: -len(word)]
    if plain[len(before) :].casefold() != word:
        return "", False
    parted = not before[-1:].isalnum()
    if not parted and word.isascii():
        return "", False
    return before.strip(_AROUND_TOTAL), parted and word in words.total_ends


def _plain(text: str) -> str:
    if len(text) > LONGEST_NAME:
        return ""
    return collapse_spaces(normal_form("NFKC", text).casefold())


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


def _alternatives(words: Collection[str]) -> str:
    """Join words for a pattern, the longest first."""
    return "|".join(map(re.escape, _longest_first(words)))
