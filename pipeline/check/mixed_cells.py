"""Finds cells with the text of another column, too, or only `as above`: for `check`.

Assumes identified rows. Each cell is published as it is printed: nothing is split here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import numpy as np

from pipeline.check.findings import Finding, rows_with_texts, text_counts
from pipeline.identify import Identified
from pipeline.model import TEXT_COLUMNS
from pipeline.normalize.departments import joined_parts, parted_at_blanks
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN
from pipeline.reference.patterns import NONE

_SPACE = re.compile(r"\s")


def find_mixed_cells(identified: Identified, reference: Reference) -> Iterator[Finding]:
    """Find cells that hold the next column's text, too, where a separator was lost.

    An institution with its territory counts only where the row prints no other. Only
    East Asian texts are looked at: others have words that are marks or names.
    """
    normalized = identified.normalized
    aligned = normalized.aligned
    own = aligned.row == np.arange(len(aligned.body))[:, None]
    for role in ("institution", "partner_unit", "agreement_type", "departments"):
        codes = text_counts(identified, role)
        other_role = {
            code: other
            for code in codes
            if EAST_ASIAN.search(text := aligned.words[code])
            and _SPACE.search(text)
            and (other := _other_role(role, text, reference))
        }
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


def find_joined_departments(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find units joined by a sign or word that is also a part of names (・, と, and).

    They are split only where the list has each of them alone elsewhere. They are asked
    about where each part looks like a unit, or where one of them stands alone; of two
    that only a space parts, where one stands alone and the other looks like a unit.
    """
    normalized = identified.normalized
    if normalized.aligned.column_index("departments") is None:
        return
    alone = {items[0] for items in normalized.items.values() if len(items) == 1}

    @cache
    def is_joined(item: str) -> bool:
        return any(
            all(reference.looks_like(part, "partner_unit") > NONE for part in parts)
            or not alone.isdisjoint(parts)
            for parts in joined_parts(item)
        ) or any(
            reference.looks_like(rest, "partner_unit") > NONE
            for rest in _rests(item, alone)
        )

    joined = {
        code: item
        for code, items in normalized.items.items()
        if (item := next(filter(is_joined, items), ""))
    }
    for row, code in (
        rows_with_texts(identified, "departments", joined) if joined else ()
    ):
        names = {"printed": joined[code]}
        yield Finding(row, "DEPARTMENTS_TOGETHER", "departments", names)


def _rests(item: str, alone: Collection[str]) -> Iterator[str]:
    """Yield what only a space parts from a unit of several words that stands alone."""
    for before, after in parted_at_blanks(item):
        if before in alone:
            yield after
        if after in alone and " " in after:
            yield before


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
