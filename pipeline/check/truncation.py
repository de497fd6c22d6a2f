"""Finds texts that were cut off: names that end mid-word, and columns of one width.

Part of `check`. Assumes identified rows. A column, or a form that was copied, may cut
every text at one number of letters or one printed width: then several end there, in the
middle of words. Changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from math import comb

from pipeline.check.findings import Note, held_in, holding
from pipeline.identify import Identified
from pipeline.reference import Reference

ENDINGS_BY_HABIT = 0.2
"""A tail that ends more of the list's units than this is no cut-off word."""

_LAST_ITEM = re.compile(r"[、，,/／]|及び|並びに|ならびに")
_LOOSE_END = re.compile(r"(?:[-,&、・]|\b(?:and|of|the|for|in|de|der|und|et|y))$", re.I)
_LAST_OF_LOOSE_END = frozenset("-,&、・dfenrtyDFENRTY")
_EAST_ASIAN_END = re.compile(r"[぀-ヿ㐀-鿿ー]$")

FEWEST_CUT = 3
"""Fewer texts of one width with an unusual end are no pile."""

BY_CHANCE = 1e-4
"""A pile that chance makes so seldom is made by a limit."""

BY_CHANCE_THERE = 0.02
"""The same at a width that another column shows to be a limit."""

SHARED_END = 2
"""An end that so many texts of other widths share is usual."""

SHOWN = 2000
"""So many texts show at which width a column is cut."""

FEWEST_AT_LIMIT, TIMES_MORE, BELOW = 6, 4, 5
"""Texts in letters that all look alike at the end are cut if so many have the greatest
width, and so many times as many as any of the widths just below."""

_EAST_ASIAN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


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
    if not _EAST_ASIAN_END.search(item) or item.endswith(endings):
        return ""
    if len(item) == 1:
        return item
    return max((s for s in starts if item.endswith(s)), key=len, default="")


Measure = Callable[[str], int]


def printed_width(text: str) -> int:
    """The width in half-width letters; a kanji or full-width letter takes two."""
    return len(text.encode("cp932", "replace"))


MEASURES: tuple[Measure, ...] = (len, printed_width)


def cut_at_a_width(identified: Identified, reference: Reference) -> Iterator[Note]:
    """Find the institutions and units that reach a width at which texts are cut."""
    words = identified.normalized.words
    held = {role: held_in(identified, role) for role in ("institution", "partner_unit")}
    shown = {
        role: [words[code] for code in islice(filter(None, codes), SHOWN)]
        for role, codes in held.items()
    }
    whole = cache(lambda i: _is_whole(identified, i, reference))
    for role, limit, measure in _limits(shown):
        reach = {c: words[c] for c in held[role] if measure(words[c]) == limit}
        for row, text in holding(identified, role, reach) if reach else ():
            if role == "institution" and whole(int(identified.institution[row])):
                continue
            names = {"printed": reach[text], "texts": str(len(reach))}
            yield Note(row, "CUT_AT_WIDTH", role, names)


def _is_whole(identified: Identified, at: int, reference: Reference) -> bool:
    """Whether an institution is known by that name, and none by a longer one."""
    code, text, found = identified.institutions[at]
    longer = reference.institution_names.goes_on(text, code)
    return found.how == "name" and not longer


def _limits(shown: dict[str, list[str]]) -> list[tuple[str, int, Measure]]:
    """Role, width and measure of every limit; of the two measures the first that has."""
    for measure in MEASURES:
        found = {r: _piles(some, measure, BY_CHANCE) for r, some in shown.items()}
        if known := set[int]().union(*found.values()):
            there = {
                r: known & _piles(some, measure, BY_CHANCE_THERE)
                for r, some in shown.items()
            }
            return [(r, w, measure) for r in shown for w in sorted(found[r] | there[r])]
    return []


def _piles(texts: Sequence[str], measure: Measure, chance: float) -> set[int]:
    """The widths at which more texts end in an unusual way than chance explains."""
    widths = [measure(text) for text in texts]
    at = Counter(widths)
    ends = Counter(text[-1] for text in texts)
    ends_at = Counter(zip(widths, (text[-1] for text in texts), strict=True))
    unusual = Counter(
        w
        for w, text in zip(widths, texts, strict=True)
        if _EAST_ASIAN.match(text[-1])
        and ends[text[-1]] - ends_at[w, text[-1]] < SHARED_END
    )
    every = unusual.total()
    piles = set()
    for width, found in unusual.items():
        share = (every - found + 1) / (len(texts) - at[width] + 2)
        if found >= FEWEST_CUT and _at_least(found, at[width], share) < chance:
            piles.add(width)
    return piles | _last_pile(texts, widths)


def _at_least(found: int, tries: int, share: float) -> float:
    """How seldom chance gives so many of so many, if each has that share."""
    return 1 - sum(
        comb(tries, k) * share**k * (1 - share) ** (tries - k) for k in range(found)
    )


def _last_pile(texts: Sequence[str], widths: Sequence[int]) -> set[int]:
    """The greatest width, where Latin texts that go on all end there."""
    latin = Counter(
        w for w, text in zip(widths, texts, strict=True) if not _EAST_ASIAN.search(text)
    )
    limit = max(widths, default=0)
    below = max((latin[limit - n] for n in range(1, BELOW)), default=0)
    many = max(FEWEST_AT_LIMIT, TIMES_MORE * below)
    return {limit} if latin[limit] >= many and len(latin) > BELOW else set()
