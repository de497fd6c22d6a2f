"""Finds names that end in the middle of a word: for `check`.

Assumes identified rows. Changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.check.notes import Note, held_in, holding
from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.normal_forms import KANA, KANJI

ENDINGS_BY_HABIT = 0.2
"""A tail that ends more of the list's units than this is no cut-off word."""

_LAST_ITEM = re.compile(r"[、，,/／]|及び|並びに|ならびに")
_LOOSE_END = re.compile(r"(?:[-,&、・]|\b(?:and|of|the|for|in|de|der|und|et|y))$", re.I)
_LAST_OF_LOOSE_END = frozenset("-,&、・dfenrtyDFENRTY")
_KANA_OR_KANJI_END = re.compile(f"[{KANA}{KANJI}]$")


def cut_off_texts(identified: Identified, reference: Reference) -> Iterator[Note]:
    """Find names of institutions and units that end in the middle of a word."""
    for role in ("institution", "partner_unit"):
        codes = held_in(identified, role)
        endings = reference.unit_endings if role == "partner_unit" else ()
        words = {c: identified.normalized.words[c] for c in codes if c}
        cut = _cut_off_words(words, endings)
        for row, code in holding(identified, role, cut) if cut else ():
            names = {"printed": words[code], "tail": cut[code]}
            yield Note(row, "TRUNCATED_TEXT", role, names)


def _cut_off_words(words: dict[int, str], endings: tuple[str, ...]) -> dict[int, str]:
    """The texts that end mid-word, with the tail that shows it."""
    starts = frozenset(e[:n] for e in endings for n in range(1, len(e)))
    tails = {
        code: tail
        for code, text in words.items()
        if (
            tail := _open_tail(text)
            or (_begun_ending(text, endings, starts) if endings else "")
        )
    }
    usual = max(1, ENDINGS_BY_HABIT * len(words))
    often = {t for t, found in Counter(tails.values()).items() if found > usual}
    return {code: tail for code, tail in tails.items() if tail not in often}


def _open_tail(text: str) -> str:
    """The end of a text that goes on: an open bracket, a comma, an `and`."""
    if "(" in text or "（" in text:
        opened = text.count("(") + text.count("（")
        if opened > text.count(")") + text.count("）"):
            return text[max(text.rfind("("), text.rfind("（")) :]
    if text[-1:] not in _LAST_OF_LOOSE_END:
        return ""
    match = _LOOSE_END.search(text)
    return match.group() if match else ""


def _begun_ending(text: str, endings: tuple[str, ...], starts: frozenset[str]) -> str:
    """The end of a unit's name that only begins as names of units end."""
    item = _LAST_ITEM.split(text)[-1].strip()
    if not _KANA_OR_KANJI_END.search(item) or item.endswith(endings):
        return ""
    if len(item) == 1:
        return item
    return max((s for s in starts if item.endswith(s)), key=len, default="")
