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
from pipeline.reference.normal_forms import (
    LONGEST_NAME,
    collapse_spaces,
    normal_form,
)

ENDED, DITTO = "ended", "ditto"

_FOOTNOTE = re.compile(
    r"(?<=.)(?:"
    r"[※†‡§¶★☆⁂]\s?\d{0,2}|[*＊]{1,4}\s?\d{0,2}|[⁰¹²³⁴-⁹]{1,3}"
    r"|[(（\[［](?:[※*＊†‡]{1,3}\s?\d{0,2}|注\s?\d{0,2}|註\s?\d{0,2}|note\s?\d{1,2})[)）\]］]"
    r"|[\[［]\d{1,2}[\]］]|[注註]\s?\d{1,2}|[【〔]注?\s?\d{1,2}[】〕])$"
)
_MOST_FOOTNOTES = 3
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5
"""The longest remark that an agreement has ended has so many words."""

_DATE_IN_BRACKETS = re.compile(r"(?<=[(（])\d[\d年月日./-]{0,11}+(?=[^\W\d_])")
_AROUND_DITTO = " \t\u3000-–—―=().（）"


@dataclass(frozen=True)
class RemarkWords:
    """What tells remarks from names.

    Attributes:
        ended: remarks that an agreement has ended or is not in force, their words
            folded and parted by blanks.
        dittos: texts that mean `as above`, as `_plain` makes them.
    """

    ended: frozenset[str]
    dittos: frozenset[str]


def read_remark_words(folder: Path) -> RemarkWords:
    """Read the words of remarks."""
    columns = ("kind", "word", "language")
    words: dict[str, list[str]] = {ENDED: [], DITTO: []}
    for row in read_table(folder / "remark_words.csv", columns):
        words[row["kind"]].append(row["word"])
    return RemarkWords(
        frozenset(" ".join(_WORD.findall(_plain(word))) for word in words[ENDED]),
        frozenset(map(_plain, words[DITTO])),
    )


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


def _plain(text: str) -> str:
    if len(text) > LONGEST_NAME:
        return ""
    return collapse_spaces(normal_form("NFKC", text).casefold())
