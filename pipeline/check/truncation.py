"""Finds texts that were cut off, mid-word or at the width of their column: for `check`.

Assumes identified rows. A column, or a form that was copied, may cut every text at one
number of letters or one printed width: then several end there, in the middle of words.
Changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from math import comb

from pipeline.check.findings import Finding, rows_with_texts, text_counts
from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN, KANA, KANJI
from pipeline.reference.patterns import NONE, STRONG

MAX_TAIL_SHARE = 0.2
"""A tail that ends a larger share of the texts is not a cut-off word."""

_LAST_ITEM = re.compile(r"[、，,/／]|及び|並びに|ならびに")
_LOOSE_END = re.compile(r"(?:[-,&、・]|\b(?:and|of|the|for|in|de|der|und|et|y))$", re.I)
_PREPOSITION_END = re.compile(r"\s(?:of|the|for|in|de|der|zu|van|di|da)$", re.I)
_ARTICLE = re.compile(
    r"(?<!\s)\s*+(?:the|der|die|das|le|la|les|el|los|las|il|het)", re.I
)
_LAST_OF_LOOSE_END = frozenset("-,&、・dfenrtyDFENRTY")
_KANA_OR_KANJI_END = re.compile(f"[{KANA}{KANJI}]$")

MIN_CUT_TEXTS = 3
"""Fewer texts of one width with an unusual end are not a pile."""

MAX_CHANCE = 1e-4
"""A pile less probable than this by chance shows a limit."""

MAX_CHANCE_AT_KNOWN_LIMIT = 0.02
"""The same at a width that is a limit in another column."""

USUAL_END_TEXTS = 2
"""An end shared by so many texts of other widths is usual."""

SAMPLE_TEXTS = 2000
"""How many texts of a column are sampled."""

MIN_AT_LIMIT, MIN_RATIO_TO_BELOW, WIDTHS_BELOW = 6, 4, 5
"""Latin texts, whose ends prove nothing, are cut if at least so many have the greatest
width, and at least so many times the number of any width just below."""


def find_cut_off_texts(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find names of institutions and units that end in the middle of a word."""
    for role in ("institution", "partner_unit"):
        codes = text_counts(identified, role)
        endings = reference.unit_endings if role == "partner_unit" else ()
        words = {c: identified.normalized.words[c] for c in codes if c}
        cut = _cut_off_words(words, endings)
        inverted = _inverted_names({c: words[c] for c in cut}, role, reference)
        cut = {code: tail for code, tail in cut.items() if code not in inverted}
        for row, code in rows_with_texts(identified, role, cut) if cut else ():
            names = {"printed": words[code], "tail": cut[code]}
            yield Finding(row, "TRUNCATED_TEXT", role, names)


def _inverted_names(
    words: Mapping[int, str], role: str, reference: Reference
) -> set[int]:
    """Return the codes of names sorted by their place: `Leeds, University of`.

    Behind the last comma stands what names of the role have, or what other names end in
    as well, and then a preposition; or only an article.
    """
    ends = {code: text.rpartition(",") for code, text in words.items()}
    often = Counter(end.strip().casefold() for _, _, end in ends.values())

    def is_inverted(place: str, end: str) -> bool:
        if _ARTICLE.fullmatch(end):
            return place != ""
        if not place or not _PREPOSITION_END.search(end):
            return False
        return (
            reference.looks_like(place, role) < STRONG
            and reference.looks_like(place, "partner_unit") < STRONG
            and (
                reference.looks_like(end, role) != NONE
                or often[end.strip().casefold()] > 1
            )
        )

    return {code for code, (place, _, end) in ends.items() if is_inverted(place, end)}


def _cut_off_words(words: dict[int, str], endings: tuple[str, ...]) -> dict[int, str]:
    """Return the tail of each text that ends mid-word, by code."""
    starts = frozenset(e[:n] for e in endings for n in range(1, len(e)))
    tails = {
        code: tail
        for code, text in words.items()
        if (
            tail := _open_tail(text)
            or (_partial_ending(text, endings, starts) if endings else "")
        )
    }
    usual = max(1, MAX_TAIL_SHARE * len(words))
    often = {t for t, rows in Counter(tails.values()).items() if rows > usual}
    return {code: tail for code, tail in tails.items() if tail not in often}


def _open_tail(text: str) -> str:
    """Return the end of an unfinished text: an open bracket, a comma, an `and`."""
    if "(" in text or "（" in text:
        opened = text.count("(") + text.count("（")
        if opened > text.count(")") + text.count("）"):
            return text[max(text.rfind("("), text.rfind("（")) :]
    if text[-1:] not in _LAST_OF_LOOSE_END:
        return ""
    match = _LOOSE_END.search(text)
    return match.group() if match else ""


def _partial_ending(text: str, endings: tuple[str, ...], starts: frozenset[str]) -> str:
    """Return the end of a unit's name that is only the start of a usual ending."""
    item = _LAST_ITEM.split(text)[-1].strip()
    if not _KANA_OR_KANJI_END.search(item) or item.endswith(endings):
        return ""
    if len(item) == 1:
        return item
    return max((s for s in starts if item.endswith(s)), key=len, default="")


WidthFunction = Callable[[str], int]


def printed_width(text: str) -> int:
    """Return the width in half-width letters; a kanji or full-width letter takes two."""
    return len(text.encode("cp932", "replace"))


WIDTH_FUNCTIONS: tuple[WidthFunction, ...] = (len, printed_width)


def find_texts_cut_at_width(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find the institutions and units that reach a width at which texts are cut."""
    words = identified.normalized.words
    counts = {
        role: text_counts(identified, role) for role in ("institution", "partner_unit")
    }
    samples = {
        role: [words[code] for code in islice(filter(None, codes), SAMPLE_TEXTS)]
        for role, codes in counts.items()
    }
    whole = cache(lambda i: _is_whole(identified, i, reference))
    for role, limit, width in _limits(samples):
        texts = {c: words[c] for c in counts[role] if width(words[c]) == limit}
        for row, code in rows_with_texts(identified, role, texts) if texts else ():
            if role == "institution" and whole(int(identified.institution[row])):
                continue
            names = {"printed": texts[code], "texts": str(len(texts))}
            yield Finding(row, "CUT_AT_WIDTH", role, names)


def _is_whole(identified: Identified, at: int, reference: Reference) -> bool:
    """Whether an institution is known by that name, and no other by a longer one."""
    code, text, match = identified.institutions[at]
    longer = reference.institution_names.has_longer_name(text, code)
    return match.how == "name" and not longer


def _limits(samples: dict[str, list[str]]) -> list[tuple[str, int, WidthFunction]]:
    """Return role, width and width function of the limits, by the first with any."""
    for width in WIDTH_FUNCTIONS:
        limits = {
            r: _pile_widths(texts, width, MAX_CHANCE) for r, texts in samples.items()
        }
        if known_limits := set[int]().union(*limits.values()):
            also_limits = {
                r: known_limits & _pile_widths(texts, width, MAX_CHANCE_AT_KNOWN_LIMIT)
                for r, texts in samples.items()
            }
            return [
                (r, w, width)
                for r in samples
                for w in sorted(limits[r] | also_limits[r])
            ]
    return []


def _pile_widths(
    texts: Sequence[str], width_of: WidthFunction, chance: float
) -> set[int]:
    """Return the widths at which more texts end unusually than chance explains."""
    widths = [width_of(text) for text in texts]
    at = Counter(widths)
    ends = Counter(text[-1] for text in texts)
    ends_at = Counter(zip(widths, (text[-1] for text in texts), strict=True))
    unusual = Counter(
        w
        for w, text in zip(widths, texts, strict=True)
        if EAST_ASIAN.match(text[-1])
        and ends[text[-1]] - ends_at[w, text[-1]] < USUAL_END_TEXTS
    )
    every = unusual.total()
    piles = set()
    for width, unusual_texts in unusual.items():
        share = (every - unusual_texts + 1) / (len(texts) - at[width] + 2)
        if (
            unusual_texts >= MIN_CUT_TEXTS
            and _chance_of_at_least(unusual_texts, at[width], share) < chance
        ):
            piles.add(width)
    return piles | _greatest_pile(texts, widths)


def _chance_of_at_least(successes: int, tries: int, share: float) -> float:
    """Return the binomial probability of at least so many successes."""
    return 1 - sum(
        comb(tries, k) * share**k * (1 - share) ** (tries - k) for k in range(successes)
    )


def _greatest_pile(texts: Sequence[str], widths: Sequence[int]) -> set[int]:
    """Return the greatest width, if it cuts Latin texts."""
    latin = Counter(
        w for w, text in zip(widths, texts, strict=True) if not EAST_ASIAN.search(text)
    )
    limit = max(widths, default=0)
    below = max((latin[limit - n] for n in range(1, WIDTHS_BELOW)), default=0)
    many = max(MIN_AT_LIMIT, MIN_RATIO_TO_BELOW * below)
    return {limit} if latin[limit] >= many and len(latin) > WIDTHS_BELOW else set()
