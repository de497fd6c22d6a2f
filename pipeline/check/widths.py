"""Finds texts that a column cut off at one width: for `check`.

Assumes identified rows. A column, or a form that was copied, may cut every text at one
number of letters or one printed width: then several end there, in the middle of words.
Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from math import comb

from pipeline.check.notes import Note, held_in, holding
from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN

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
        if EAST_ASIAN.match(text[-1])
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
        w for w, text in zip(widths, texts, strict=True) if not EAST_ASIAN.search(text)
    )
    limit = max(widths, default=0)
    below = max((latin[limit - n] for n in range(1, BELOW)), default=0)
    many = max(FEWEST_AT_LIMIT, TIMES_MORE * below)
    return {limit} if latin[limit] >= many and len(latin) > BELOW else set()
