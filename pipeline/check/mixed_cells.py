"""Finds cells with the text of another column, too, or only `as above`: for `check`.

Assumes identified rows. Each cell is published as it is printed: nothing is split here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from pipeline.check.findings import Finding, rows_with_texts, text_counts
from pipeline.identify import Identified
from pipeline.model import TEXT_COLUMNS
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME
from pipeline.reference.patterns import NONE, STRONG, is_cased

MIN_UNIT_SHARE = 0.3
"""Share of rows that name a unit with the institution, in a column that is for both."""
_BETWEEN = " \u3000\n/／,、，・"
_BRACKETS = "()（）"
_SPACE = re.compile(r"\s")
_BRACKET = re.compile(f"[{_BRACKETS}]")
_ADDED = re.compile(rf"(?<!\s)\s*+[(（][^{_BRACKETS}]*+[)）]$")
_ENDS_OF_NAME = re.compile(f"大学校?|大學校?|대학교|[{_BETWEEN}]")


def find_mixed_cells(identified: Identified, reference: Reference) -> Iterator[Finding]:
    """Find cells that hold the next column's text, too, where a separator was lost.

    An institution with its unit counts only where the row names no other unit, one
    with its territory where the row prints no other; in a list without a column of
    units only where that is the habit. Only East Asian texts are looked at: others
    have words that are marks or names.
    """
    normalized = identified.normalized
    aligned = normalized.aligned
    own = aligned.row == np.arange(len(aligned.body))[:, None]
    for role in ("institution", "partner_unit", "agreement_type", "departments"):
        codes = text_counts(identified, role)
        other_role = {
            code: other
            for code in codes
            if _may_be_mixed(role, aligned.words[code], reference)
            and (other := _other_role(role, aligned.words[code], reference))
        }
        if role == "institution" and aligned.column_index("partner_unit") is None:
            both = sum(map(codes.__getitem__, other_role))
            other_role = (
                other_role if both >= MIN_UNIT_SHARE * sum(codes.values()) else {}
            )
        for row, code in (
            rows_with_texts(identified, role, other_role) if other_role else ()
        ):
            index = aligned.column_index(other_role[code])
            has_own_cell = (
                index is not None and aligned.text[row, index] and own[row, index]
            )
            if not (role == "institution" and has_own_cell):
                names = {"printed": normalized.words[code], "other": other_role[code]}
                yield Finding(row, "CELLS_TOGETHER", role, names)


def _may_be_mixed(role: str, text: str, reference: Reference) -> bool:
    """Whether an East Asian text has a space, or may be an institution with its unit.

    A unit at the end of a text is recognized in the whole text, too, except before an
    addition or where its pattern needs whole words.
    """
    if not EAST_ASIAN.search(text):
        return False
    if _SPACE.search(text) or role != "institution":
        return bool(_SPACE.search(text))
    return (
        is_cased(text)
        or text[-1:] in _BETWEEN
        or bool(_BRACKET.search(text))
        or reference.looks_like(text, "partner_unit") != NONE
    )


def find_joined_departments(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find units joined by the dot that is also a part of names (工学部・農学部).

    They are split only where the list has each of them alone elsewhere.
    """
    normalized = identified.normalized
    aligned = normalized.aligned
    at = aligned.column_index("departments")

    @cache
    def is_joined(item: str) -> bool:
        parts = item.split("・")
        return len(parts) > 1 and all(
            reference.looks_like(part, "partner_unit") == STRONG for part in parts
        )

    for code, items in normalized.items.items() if at is not None else ():
        for item in items:
            if is_joined(item):
                for row, _ in rows_with_texts(identified, "departments", [code]):
                    names = {"printed": item}
                    yield Finding(row, "DEPARTMENTS_TOGETHER", "departments", names)


def find_dittos(identified: Identified, reference: Reference) -> Iterator[Finding]:
    """Find cells that only say `as above`: they are published as printed."""
    aligned = identified.normalized.aligned
    for role in TEXT_COLUMNS:
        for code in text_counts(identified, role):
            text = aligned.words[code]
            beside = reference.looks_like(text, "ditto") > NONE
            if code == 0 or not (beside or reference.is_ditto(text)):
                continue
            for row, _ in rows_with_texts(identified, role, [code]):
                yield Finding(row, "DITTO_MARK", role, {"printed": text})


def _other_role(role: str, text: str, reference: Reference) -> str:
    """Return the other role whose text a cell holds beside its own; "" if none."""
    if role == "institution" and _is_with_unit(text, reference):
        return "partner_unit"
    parts = text.split()
    if len(parts) < 2:
        return ""
    if role == "institution":
        rest = reference.looks_like(" ".join(parts[1:]), "institution")
        return "territory" if rest and reference.find_territory(parts[0]) else ""
    finders = {
        "agreement_type": reference.find_agreement_type,
        "departments": reference.find_department,
        "exchange": reference.mark_meaning,
    }
    if role in finders and finders[role](text):
        return ""
    others = (r for r in finders if r != role)
    return next((r for r in others if any(map(finders[r], parts))), "")


def _is_with_unit(text: str, reference: Reference) -> bool:
    """Whether a text is an institution followed by its unit: 東京大学 工学部."""
    text = _ADDED.sub("", text)
    if len(text) > LONGEST_NAME:
        return False
    for end in _ENDS_OF_NAME.finditer(text):
        name, rest = text[: end.end()].strip(), text[end.end() :].strip(_BETWEEN)
        if not rest:
            continue
        parted = end.group() in _BETWEEN or text[end.end() :][:1] in (*_BETWEEN,)
        if (
            reference.looks_like(rest, "partner_unit") >= (1 if parted else STRONG)
            and reference.looks_like(name, "institution") == STRONG
            and reference.looks_like(rest, "institution") < STRONG
        ):
            return True
    return False
