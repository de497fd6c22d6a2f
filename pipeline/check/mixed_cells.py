"""Finds cells with the text of another column, too, or only `as above`: for `check`.

Assumes identified rows. Each cell is published as it is printed: nothing is split here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from pipeline.check.findings import Finding, rows_with_texts, text_counts
from pipeline.identify import Identified
from pipeline.model import TEXT_COLUMNS
from pipeline.normalize.departments import joined_parts, parted_at_blanks
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME
from pipeline.reference.patterns import NONE

_SPACE = re.compile(r"\s")
_BEHIND_BRACKET = re.compile(r"\), \S")


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
    about where they look like several (`_Joined`), and a name of one word where a line
    was broken, for it may be half a name.
    """
    normalized = identified.normalized
    if normalized.aligned.column_index("departments") is None:
        return
    words = normalized.aligned.words
    cells = ((words[code], items) for code, items in normalized.items.items())
    joined = _Joined.of(cells, reference)
    is_several = cache(joined.may_be_several)
    printed = {
        code: item
        for code, items in normalized.items.items()
        if (item := next(filter(is_several, items), ""))
        or (item := joined.half_of(words[code], items))
    }
    for row, code in (
        rows_with_texts(identified, "departments", printed) if printed else ()
    ):
        yield Finding(
            row, "DEPARTMENTS_TOGETHER", "departments", {"printed": printed[code]}
        )


@dataclass(frozen=True)
class _Joined:
    """What a list shows of units that are joined in one text.

    Attributes:
        every: the units as they are parted, where no line is broken.
        alone: those that stand alone in a cell.
        again: the items that are a part, between signs, words or blanks, of others, and
            the parts of several.
    """

    every: frozenset[str]
    alone: frozenset[str]
    again: frozenset[str]
    reference: Reference

    @classmethod
    def of(
        cls, cells: Iterable[tuple[str, tuple[str, ...]]], reference: Reference
    ) -> _Joined:
        """Return what the cells of a list show: text -> its items."""
        unbroken = [items for text, items in cells if "\n" not in text]
        alone = frozenset(items[0] for items in unbroken if len(items) == 1)
        every = {*chain.from_iterable(unbroken)}
        parts = Counter(
            part
            for item in every
            for part in {item, *chain(*joined_parts(item)), *_parts_at_blanks(item)}
        )
        again = frozenset(part for part, count in parts.items() if count > 1)
        return cls(frozenset(every), alone, again, reference)

    def may_be_several(self, item: str) -> bool:
        """Whether a text looks like several units.

        Each part between signs looks like one or is a part of another text, or one
        stands alone, or behind a comma stands one, or they have several words each; of
        two that only a space parts one stands alone, and the other looks like a unit.
        """
        return (
            any(map(self._are_units, joined_parts(item)))
            or self._are_behind_commas(item)
            or any(map(self._is_unit, _rests(item, self.alone)))
            or any(
                part in self.alone or part in self.again
                for part in _parts_at_blanks(item)
            )
        )

    def half_of(self, text: str, items: Sequence[str]) -> str:
        """Return the item that a broken line may have made of half a name, or of two.

        "" if there is none.
        """
        if "\n" not in text or self.alone.issuperset(items):
            return ""
        lines = {line.strip() for line in text.split("\n")} - {*items}
        if not self.every.isdisjoint(lines):
            return next(item for item in items if item not in self.alone)
        words = (i for i in items if " " not in i and not EAST_ASIAN.search(i))
        one = (word for word in words if word not in self.alone)
        return next(one, "") if len(items) > 1 else ""

    def _are_units(self, parts: Sequence[str]) -> bool:
        return not self.alone.isdisjoint(parts) or all(
            self._is_unit(part) or part in self.again for part in parts
        )

    def _are_behind_commas(self, item: str) -> bool:
        if len(item) > LONGEST_NAME or EAST_ASIAN.search(item):
            return False
        if _BEHIND_BRACKET.search(item):
            return True
        parts = item.split(", ")
        words = chain(parts, *joined_parts(item))
        several = len(parts) > 1 and all(" " in part.strip() for part in words)
        behind = any(map(self._is_unit, parts[1:]))
        return behind or (several and self._is_unit(parts[0]))

    def _is_unit(self, text: str) -> bool:
        roles = ("partner_unit", "institution")  # a Business School may be either
        return any(self.reference.looks_like(text, role) > NONE for role in roles)


def _parts_at_blanks(item: str) -> list[str]:
    """Return the parts of an East Asian text at its blanks; none of any other."""
    parts = item.split() if len(item) <= LONGEST_NAME else []
    return parts if len(parts) > 1 and all(map(EAST_ASIAN.search, parts)) else []


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
