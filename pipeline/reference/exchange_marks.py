"""Reads a cell of a column of exchange: a mark, a mark with a remark, a number of places.

Used by `align`, `identify` and `check`. Knows no list. A cell that is none of these, a
year or a date among them, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.reference.content_kinds import DATE, PHONE, content_kind
from pipeline.reference.normal_forms import LONGEST_NAME, normal_form

_REMARK = re.compile(r"\s*[(\[{【:：,，、;；/／※*†+~〜]|\s+[-–—]|\s*\d|\s+\W")
_IN_BRACKETS = re.compile(r"(?<!\s)\s*+[(（\[［][^()（）\[\]［］]*+[)）\]］]\s*$")
_AROUND = " ()[]{}/／・"
_NUMBER = re.compile(r"\d+")
_WORDS_AND_NUMBERS = re.compile(r"\d++|[^\W\d_]++")
MOST_WORDS_BEFORE = 3
"""Before a number of places stand at most so many words."""

LONGEST_NUMBERED = 40
"""A longer text with a number is prose."""


def mark_before_remark(text: str, mark_meaning: Callable[[str], str]) -> str:
    """Return what the mark at the start of a text means, if a remark follows; else "".

    A mark that is a word is followed by a bracket, a sign or a number: `No exchange` and
    `Si hay plazas` are sentences.
    """
    if len(text) > LONGEST_NAME or not text:
        return ""
    plain = normal_form("NFKC", text).strip()
    if plain and not plain[0].isalnum() and not plain[0].isspace():
        meaning = mark_meaning(plain[0])
        bare = plain[1:].strip()
        if meaning and bare and not mark_meaning(bare) and plain[0] not in "-–—+*":
            return meaning
    found = _REMARK.search(plain, 1)
    if not found or mark_meaning(plain[found.end() :].strip(_AROUND)):  # Y/N, ○・×
        return ""
    return mark_meaning(plain[: found.start()])


def bare_mark(text: str) -> str:
    """Return a text without the remark in brackets behind it."""
    if len(text) > LONGEST_NAME:
        return text
    return _IN_BRACKETS.sub("", text) or text


def places_meaning(text: str) -> str:
    """Return `yes` for a number of places, `no` for none; "" if a text gives no number."""
    if len(text) > LONGEST_NUMBERED:
        return ""
    plain = normal_form("NFKC", text).strip()
    if not _begins_with_places(plain) or content_kind(plain) in (DATE, PHONE):
        return ""
    numbers = [int(number) for number in _NUMBER.findall(plain)]
    if max(numbers) >= 1000:
        return ""
    return "yes" if any(numbers) else "no"


def _begins_with_places(text: str) -> bool:
    """Whether one of the first words is a number of up to three digits."""
    words = _WORDS_AND_NUMBERS.findall(text)[: MOST_WORDS_BEFORE + 1]
    number: str = next(filter(str.isdecimal, words), "")
    return 0 < len(number) <= 3


def exchange_meaning(text: str, mark_meaning: Callable[[str], str]) -> str:
    """Return `yes`, `no` or `cross` for a cell of a column of exchange, else ""."""
    return (
        mark_meaning(text)
        or mark_before_remark(text, mark_meaning)
        or places_meaning(text)
    )
