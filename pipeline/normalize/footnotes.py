"""Parts footnote signs and status remarks from names, and reads footnotes: for `normalize`.

Knows no rows. Promises what stands before the sign or remark, unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.footnotes import part_footnotes, read_footnote_line
from pipeline.reference.normal_forms import LONGEST_NAME

_NUMBER_BEHIND = re.compile(r"(?<!\s)\s*+[(（]\s?(\d{1,2})\s?[)）]$")
_REMARK_BEHIND = re.compile(
    r"(?<!\s)\s*+[(（\[［【〔]([^()（）\[\]［］【】〔〕]*+)[)）\]］】〕]\s*$"
)
_REMARK_BEFORE = re.compile(
    r"^\s*[(（\[［【〔]([^()（）\[\]［］【】〔〕]*+)[)）\]］】〕]\s*+(?=.)"
)
_DASHED_REMARK = re.compile(
    r"(?<!\s)\s*+(?:[-–—―]{1,2}|[:：,，;；、／/])\s*+(?=[^-–—―:：,，;；、／/]++$)"
)
_REMARK_AND_COLON = re.compile(r"^([^:：]{2,40}+)[:：]\s*(?=.)")

LONGEST_STATUS = 60
"""A longer text is prose, not a remark."""

MAX_NOTE_LINES = 2000
"""Footnotes are looked for in so many lines at each end of a list."""


class Parted(NamedTuple):
    """A name, and what was parted from it: footnote signs, and a status remark."""

    name: str
    signs: tuple[str, ...] = ()
    remark: str = ""


def says_ended(text: str, reference: Reference) -> bool:
    """Whether a remark says that an agreement has ended, and is no sentence about it."""
    return len(text) <= LONGEST_STATUS and reference.ended_status(text) != ""


def part_name(text: str, reference: Reference) -> Parted:
    """Part the footnote signs and the status remark from a name, if it has any.

    A text that is nothing but a sign or a remark stays as it is.
    """
    name, signs, remark = text, list[str](), ""
    for _ in range(3):  # 大学※1（終了）: one may stand behind the other
        if len(name) > LONGEST_NAME:
            break
        rest, found = part_footnotes(name)
        number = _NUMBER_BEHIND.search(rest)
        if number and any(map(str.isalpha, rest[: number.start()])):
            rest, found = rest[: number.start()], (number[1], *found)
        signs += found
        shorter, ended = _without_remark(rest, reference)
        remark = ended or remark
        if shorter == name:
            break
        name = shorter
    return Parted(name, tuple(dict.fromkeys(signs)), remark)


def _without_remark(text: str, reference: Reference) -> tuple[str, str]:
    """Return a name without the remark that its agreement has ended, and the remark."""
    for pattern in (_REMARK_BEHIND, _REMARK_BEFORE, _REMARK_AND_COLON):
        match = pattern.search(text)
        if match and says_ended(match[1], reference):
            rest = (text[: match.start()] + text[match.end() :]).strip()
            return (rest, match[1].strip()) if rest else (text, "")
    match = _DASHED_REMARK.search(text)
    if match and match.start() and says_ended(text[match.end() :], reference):
        return text[: match.start()], text[match.end() :].strip()
    name, _, last = text.rpartition(" ")
    if name.strip() and says_ended(last, reference):
        return name.strip(), last
    return text, ""


def read_footnotes(grid: SourceGrid) -> Mapping[str, str]:
    """Return the text of each footnote sign that a line of the page explains."""
    notes: dict[str, str] = {}
    for line in _lines(grid):
        if 0 < len(line) <= 10 * LONGEST_NAME:
            notes = read_footnote_line(line.strip()) | notes
    return notes


def _lines(grid: SourceGrid) -> Sequence[str]:
    """Return the first and last lines of a text, or of the rows with one cell."""
    if grid.text:
        lines = grid.text.split("\n")
    else:
        lone = grid.encoded.filled.sum(axis=1) == 1
        lines = ["".join(grid.cells[row]) for row in np.flatnonzero(lone).tolist()]
    if len(lines) > 2 * MAX_NOTE_LINES:
        return lines[:MAX_NOTE_LINES] + lines[-MAX_NOTE_LINES:]
    return lines
