"""What a text may be, judged by itself and by the rows that fit: used by `align`.

Assumes the reference tables. Promises one score per role for each distinct text: above
zero speaks for the role, below zero against it. Scores are logarithms of odds by
intention, set by hand and proved on generated damage (tests/test_properties.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.layout import BLANK, OTHER
from pipeline.model import ROLES
from pipeline.reference import Reference
from pipeline.spelling import fold

HELD = {
    "other_place": ("region", "territory"),
    "other_mark": ("exchange",),
    "other_type": ("agreement_type",),
}
"""An uncounted column that itself holds what is known -> the roles of what it holds.

A city may be called as a territory is (Granada, Singapore), and a list may mark more
than exchange: in such a column a known text stands as well as in that of its role.
"""

SCORED = (*ROLES, OTHER, BLANK)

AT = {role: i for i, role in enumerate((*SCORED, *HELD))}
"""The order of the scores in a vector."""

Scores = tuple[float, ...]

KNOWN, AGAINST, NEVER = 5.0, -5.0, -12.0
LONGEST_TERRITORY = 40

_DASHES = frozenset("-－―ー–—‐")
_PARTS = re.compile(r"[、､；;\n]+")
_PARTS_WITH_COMMA = re.compile(r"[、､，,；;\n]+")
_EAST_ASIAN = re.compile(r"[぀-ヿ㐀-鿿가-힯ｦ-ﾟ]")
_DIGITS = re.compile(r"\d")


def split_departments(text: str) -> list[str]:
    """Split a cell of departments into its items, in printed order.

    A comma parts East Asian names only: English names of faculties hold commas.
    """
    parts = _PARTS_WITH_COMMA if _EAST_ASIAN.search(text) else _PARTS
    return [part.strip() for part in parts.split(text) if part.strip()]


def evidence(text: str, reference: Reference) -> Scores:
    """Score what a text may be, by itself."""
    folded = fold(text)
    if text in _DASHES:
        return _vector(exchange=2, region=-1, territory=-1, institution=-1, type_=-1)
    if reference.mark(text):
        territory = 0.0 if reference.find_code(text) else NEVER  # NO is Norway, too
        return _with_held((NEVER, territory, *[NEVER] * 4, KNOWN, 0.0, AGAINST - 1))
    known = {
        "region": bool(reference.find_region(text)),
        "territory": bool(reference.find_territory(text)),
        "type_": bool(reference.find_agreement_type(text)),
    }
    if any(known.values()):
        scores = dict.fromkeys(("institution", "partner_unit", "departments"), AGAINST)
        if not (known["region"] or known["territory"]):
            scores |= {"departments": -2.0}
        scores |= {role: KNOWN if yes else AGAINST for role, yes in known.items()}
        return _vector(**scores, exchange=NEVER, other=-2)
    return _free_text(text, folded, reference)


def _free_text(text: str, folded: str, reference: Reference) -> Scores:
    institution = reference.looks_like(text, "institution")
    unit = reference.looks_like(text, "partner_unit")
    named = institution > 0 or unit > 0 or len(text) > LONGEST_TERRITORY
    territory = -6.0 if named or _DIGITS.search(text) else -1.0
    if reference.find_code(text):
        territory = 0.0
    return _vector(
        region=-6,
        territory=territory,
        institution=1.5 * institution - (1.5 if unit == 2 > institution else 0),
        partner_unit=unit - (2.0 if institution == 2 else 0),
        type_=-5 if institution or unit or _DIGITS.search(text) else -2,
        departments=0.5 * unit - 0.5 - (1.5 if institution == 2 else 0),
        exchange=-4 if len(folded) < 3 else -8,
    )


def _vector(
    region: float = 0,
    territory: float = 0,
    institution: float = 0,
    partner_unit: float = 0,
    type_: float = 0,
    departments: float = 0,
    exchange: float = 0,
    other: float = 0,
) -> Scores:
    return _with_held(
        (
            *(region, territory, institution, partner_unit, type_, departments),
            *(exchange, other, AGAINST - 1),
        )
    )


def _with_held(scores: Scores) -> Scores:
    held = (max(scores[AT[role]] for role in roles) for roles in HELD.values())
    other = scores[AT[OTHER]]
    return (*scores, *(score if score >= KNOWN else other for score in held))


def learned(
    texts: Sequence[str],
    scores: Sequence[Scores],
    seen: Mapping[str, Mapping[int, int]],
) -> list[Scores]:
    """Add to the scores what the rows that fit teach.

    Args:
        texts: the distinct texts.
        scores: what `evidence` said of each.
        seen: for a role, how many rows that fit hold each text there.
    """
    total: dict[int, int] = {}
    for counts in seen.values():
        for text, rows in counts.items():
            total[text] = total.get(text, 0) + rows
    better = [list(vector) for vector in scores]
    for role, bonus in (("institution", 3.0), ("partner_unit", 3.0)):
        for text, rows in seen.get(role, {}).items():
            better[text][AT[role]] += bonus * rows / total[text]
    for role in ("agreement_type", "region"):
        for text, rows in seen.get(role, {}).items():
            if rows >= 2 and better[text][AT[role]] < 0:
                better[text][AT[role]] = 4.0 * rows / total[text]
    items = _known_items(texts, seen.get("departments", {}))
    if items:
        for i, word in enumerate(texts):
            if better[i][AT["departments"]] > AGAINST:
                better[i][AT["departments"]] += _share_known(word, items)
    return [tuple(vector) for vector in better]


def _known_items(texts: Sequence[str], rows: Iterable[int]) -> frozenset[str]:
    return frozenset(item for i in rows for item in split_departments(texts[i]))


def _share_known(text: str, items: frozenset[str]) -> float:
    parts = split_departments(text)
    share = sum(part in items for part in parts) / len(parts) if parts else 0.0
    return 4.5 * share if share >= 0.5 else 0.0
