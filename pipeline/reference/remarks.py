"""Tells remarks from names: ended, as above, signs of footnotes.

Used through `Reference`. The words stand in remark_words.csv, in the languages of lists.
Promises that a word counts only where it stands by itself: `Terminated` in a longer word
is no remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.reference.files import read_table
from pipeline.reference.footnotes import part_footnotes
from pipeline.reference.normal_forms import (
    EAST_ASIAN,
    KANJI,
    LONGEST_NAME,
    collapse_spaces,
    normal_form,
)
from pipeline.text_caches import cache_texts

ENDED, PENDING = "ended", "pending"
CONDITION, DITTO, NEGATION = "condition", "ditto", "negation"

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5
"""The longest remark that an agreement has ended has so many words."""

_DATE_IN_BRACKETS = re.compile(r"(?<=[(（])\d[\d年月日./-]{0,11}+(?=[^\W\d_])")
_DATE_BEFORE = re.compile(
    rf"\d[\d年月日度./-]{{0,14}}+(?:[でに]|付け?|限り|をもって)?+(?=[{KANJI}])"
)
_INFLECTED = re.compile("(?:予定|しました|した|となった|となる|됨|예정)(?!\\w)")
"""What stands around the word in East Asian remarks: 2020年度で終了, 終了予定."""

_AROUND_DITTO = " \t\u3000-–—―=().（）"


@dataclass(frozen=True)
class RemarkWords:
    """What tells remarks from names.

    Attributes:
        ended: remarks that an agreement has ended or is not in force, their words
            folded and parted by blanks.
        pending: those of them that say that it is about to be signed or renewed.
        starts: the first word of each of them.
        conditions: words that make a sentence of a remark (`unless terminated`).
        dittos: texts that mean `as above`, as `_plain` makes them.
        negations: words that deny what stands beside them.
    """

    ended: frozenset[str]
    pending: frozenset[str]
    starts: frozenset[str]
    conditions: tuple[str, ...]
    dittos: frozenset[str]
    negations: tuple[str, ...]


def read_remark_words(folder: Path) -> RemarkWords:
    """Read the words of remarks."""
    columns = ("kind", "word", "language")
    words: dict[str, list[str]] = {
        ENDED: [],
        PENDING: [],
        CONDITION: [],
        DITTO: [],
        NEGATION: [],
    }
    for row in read_table(folder / "remark_words.csv", columns):
        words[row["kind"]].append(row["word"])
    pending = frozenset(map(_spaced, words[PENDING]))
    ended = frozenset(map(_spaced, words[ENDED])) | pending
    return RemarkWords(
        ended,
        pending,
        frozenset(remark.split(" ")[0] for remark in ended),
        tuple(map(_plain, words[CONDITION])),
        frozenset(map(_plain, words[DITTO])),
        tuple(words[NEGATION]),
    )


def ended_status(text: str, words: RemarkWords) -> str:
    """Return the remark in a text that an agreement has ended or is not in force."""
    if len(text) > LONGEST_NAME or not _may_have_ended(_plain(text), words):
        return ""
    if _is_conditional(text, words):
        return ""
    bare = _DATE_IN_BRACKETS.sub("", text)
    undated = _INFLECTED.sub(" ", _DATE_BEFORE.sub(" ", bare))
    return _ended_words(bare, words) or _ended_words(undated, words)


def is_pending(status: str, words: RemarkWords) -> bool:
    """Whether a remark says that an agreement is about to be signed or renewed."""
    return _spaced(status) in words.pending


def _may_have_ended(plain: str, words: RemarkWords) -> bool:
    """Whether a text has the first word of such a remark: a quick look, few do."""
    if not words.starts.isdisjoint(_WORD.findall(plain)):
        return True
    changed = _INFLECTED.search(plain) or _DATE_BEFORE.search(plain)
    return bool(changed or _DATE_IN_BRACKETS.search(plain))


def _is_conditional(text: str, words: RemarkWords) -> bool:
    """Whether a text says when an agreement would end, not that it has."""
    plain = _plain(text)
    spaced = f" {' '.join(_WORD.findall(plain))} "
    return any(
        (word in plain if EAST_ASIAN.search(word) else f" {word} " in spaced)
        for word in words.conditions
    )


def _ended_words(text: str, words: RemarkWords) -> str:
    parts = list(_WORD.finditer(text))
    folded = [_plain(part[0]) for part in parts]
    for length in range(min(_MOST_WORDS, len(parts)), 0, -1):
        for i in range(len(parts) - length + 1):
            if " ".join(folded[i : i + length]) in words.ended:
                return text[parts[i].start() : parts[i + length - 1].end()]
    return ""


def is_ditto(text: str, words: RemarkWords) -> bool:
    """Whether a text means `as above`: 〃, 同上, idem, dto."""
    plain = _plain(text)
    return bool(plain) and (
        plain in words.dittos or plain.strip(_AROUND_DITTO) in words.dittos
    )


def without_footnote(text: str) -> str:
    """Return a text without the signs that lead to footnotes: ※1, *, 注1, †, ¹, [1]."""
    name, signs = part_footnotes(text.strip())
    return name if signs else text


def _spaced(text: str) -> str:
    """Return the words of a remark, folded and parted by blanks."""
    return " ".join(_WORD.findall(_plain(text)))


@cache_texts
def _plain(text: str) -> str:
    if len(text) > LONGEST_NAME:
        return ""
    return collapse_spaces(normal_form("NFKC", text).casefold())
