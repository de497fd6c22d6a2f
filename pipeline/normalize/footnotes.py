"""Parts footnote signs and status remarks from names, and reads footnotes: for `normalize`.

Knows no rows. Promises what stands before the sign or remark, unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from pipeline.model import SourceGrid
from pipeline.normalize.status import ended_status
from pipeline.reference.normal_forms import LONGEST_NAME, normal_form

_SUPERSCRIPTS = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_NUMBERED = r"\s?\d{1,2}"
_SIGN = (
    rf"[※*＊](?:{_NUMBERED})?|[†‡§¶★☆]{{1,3}}|[{_SUPERSCRIPTS}]{{1,2}}|[①-⑳]"
    rf"|[注註]{_NUMBERED}|[(（]\s?(?:[注註※*＊]\s?\d{{0,2}}|\d{{1,2}}|[†‡])\s?[)）]"
    rf"|[\[［](?:[注註]\s?)?\d{{1,2}}[\]］]"
)
_SIGNS_BEHIND = re.compile(rf"(?<![\s,，、])[\s,，、]*+((?:(?:{_SIGN})[\s,，、]*+)++)$")
_SIGNS_BEFORE = re.compile(
    rf"^((?:(?:[※*＊]{_NUMBERED}(?![\dA-Za-z])|[※*＊★☆†‡])\s*+)++)(?=\w)"
)
_ONE_SIGN = re.compile(_SIGN)
_EXPLAINED = re.compile(rf"({_SIGN})\s*+[:：.．)）]?\s*+")
_REMARK_BEHIND = re.compile(
    r"(?<!\s)\s*+[(（\[［【〔]([^()（）\[\]［］【】〔〕]*+)[)）\]］】〕]\s*$"
)
_REMARK_BEFORE = re.compile(
    r"^\s*[(（\[［【〔]([^()（）\[\]［］【】〔〕]*+)[)）\]］】〕]\s*+(?=.)"
)
_DASHED_REMARK = re.compile(
    r"(?<!\s)\s*+(?:[-–—―]{1,2}|[:：,，;；、／/])\s*+(?=[^-–—―:：,，;；、／/]++$)"
)
MAX_NOTE_LINES = 2000
"""Footnotes are looked for in so many lines at each end of a list."""


class Parted(NamedTuple):
    """A name, and what was parted from it: footnote signs, and a status remark."""

    name: str
    signs: tuple[str, ...] = ()
    remark: str = ""


def part_name(text: str) -> Parted:
    """Part the footnote signs and the status remark from a name, if it has any.

    A text that is nothing but a sign or a remark stays as it is.
    """
    name, signs, remark = text, list[str](), ""
    for _ in range(3):  # 大学※1（終了）: one may stand behind the other
        if len(name) > LONGEST_NAME:
            break
        rest, found = _without_signs(name)
        signs += found
        shorter, ended = _without_remark(rest)
        remark = ended or remark
        if shorter == name:
            break
        name = shorter
    return Parted(name, tuple(dict.fromkeys(signs)), remark)


def _without_signs(text: str) -> tuple[str, list[str]]:
    behind = _SIGNS_BEHIND.search(text)
    name = text[: behind.start()] if behind else text
    before = _SIGNS_BEFORE.match(name)
    rest = name[before.end() :] if before else name
    if not any(map(str.isalpha, rest)):
        return text, []
    signs = (before.group() if before else "") + (behind[1] if behind else "")
    return rest, [sign_key(sign) for sign in _ONE_SIGN.findall(signs)]


def sign_key(sign: str) -> str:
    """Return a footnote sign in the form in which it is compared: `(※１)` is `※1`."""
    plain = normal_form("NFKC", sign).replace("註", "注").strip("()[]")
    return "".join(plain.split())


def _without_remark(text: str) -> tuple[str, str]:
    """Return a name without the remark that its agreement has ended, and the remark."""
    for pattern in (_REMARK_BEHIND, _REMARK_BEFORE):
        match = pattern.search(text)
        if match and ended_status(match[1]):
            rest = (text[: match.start()] + text[match.end() :]).strip()
            return (rest, match[1].strip()) if rest else (text, "")
    match = _DASHED_REMARK.search(text)
    if match and match.start() and ended_status(text[match.end() :]):
        return text[: match.start()], text[match.end() :].strip()
    name, _, last = text.rpartition(" ")
    if name.strip() and ended_status(last):
        return name.strip(), last
    return text, ""


def is_footnote(text: str) -> bool:
    """Whether a text begins with a footnote sign and explains it."""
    match = _EXPLAINED.match(text.strip())
    return match is not None and match.end() < len(text.strip())


def read_footnotes(grid: SourceGrid) -> Mapping[str, str]:
    """Return the text of each footnote sign that a line of the page explains."""
    notes: dict[str, str] = {}
    for line in _lines(grid):
        match = _EXPLAINED.match(line)
        while match:
            following = _next_explained(line, match.end())
            end = following.start() if following else len(line)
            if note := line[match.end() : end].strip(" 　、,;；"):
                notes.setdefault(sign_key(match[1]), note)
            match = following
    return notes


def _next_explained(line: str, start: int) -> re.Match[str] | None:
    """Find the next sign with a space before it."""
    match = _EXPLAINED.search(line, start)
    while match and not line[match.start() - 1].isspace():
        match = _EXPLAINED.search(line, match.end())
    return match


def _lines(grid: SourceGrid) -> Iterable[str]:
    """Return the first and last lines of a text, or of the rows with one cell."""
    if grid.text:
        lines = grid.text.split("\n")
    else:
        lone = grid.encoded.filled.sum(axis=1) == 1
        lines = ["".join(grid.cells[row]) for row in np.flatnonzero(lone).tolist()]
    if len(lines) > 2 * MAX_NOTE_LINES:
        lines = lines[:MAX_NOTE_LINES] + lines[-MAX_NOTE_LINES:]
    return (line.strip() for line in lines if 0 < len(line) <= 10 * LONGEST_NAME)
