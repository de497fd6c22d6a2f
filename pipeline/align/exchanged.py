"""Finds names that may have changed places with those of another column: for `align`.

Names of units, departments and institutions are unknown texts, so that no such cell is
moved. But where the other rows of the list have the names of a row the other way round,
a person is asked. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import log

import numpy as np

from pipeline.align.model import Aligned, Ambiguity
from pipeline.align.scoring import split_departments
from pipeline.grid import Ints, Mask, group_codes
from pipeline.reference import Reference
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import STRONG

MIN_LOG_ODDS = 1.0
"""From here on the other rows speak for the other column."""


def find_exchanged_names(aligned: Aligned, reference: Reference) -> list[Ambiguity]:
    """Ask about units that may be our departments, or institutions."""
    return [
        *_exchanged_departments(aligned),
        *_exchanged_institutions(aligned, reference),
    ]


def _exchanged_departments(aligned: Aligned) -> list[Ambiguity]:
    unit, ours = (aligned.column_index(r) for r in ("partner_unit", "departments"))
    if unit is None or ours is None:
        return []
    text, words = aligned.text, aligned.words
    by_items = _odds(aligned, unit, ours, split_departments)
    whole = _odds(aligned, unit, ours, lambda text: (text,))
    pair = group_codes(text[:, unit], text[:, ours])
    example = np.unique(pair, return_index=True)[1]
    exchanged = np.array(
        [
            u > 0
            and max(by_items(words[u], words[d]), whole(words[u], words[d]))
            >= MIN_LOG_ODDS
            for u, d in text[example][:, [unit, ours]].tolist()
        ]
    )
    return _ask(aligned, exchanged[pair], unit, "departments")


def _exchanged_institutions(aligned: Aligned, reference: Reference) -> list[Ambiguity]:
    unit, name = (aligned.column_index(r) for r in ("partner_unit", "institution"))
    if unit is None or name is None:
        return []
    is_name = _strong(aligned, unit, "institution", reference)
    no_unit = ~_strong(aligned, unit, "partner_unit", reference)
    no_name = ~_strong(aligned, name, "institution", reference)
    rows = is_name & no_unit & no_name & (aligned.text[:, name] > 0)
    return _ask(aligned, rows, unit, "institution")


def _strong(aligned: Aligned, column: int, role: str, reference: Reference) -> Mask:
    codes, row = np.unique(aligned.text[:, column], return_inverse=True)
    strong = [
        reference.looks_like(aligned.words[code], role) == STRONG
        for code in codes.tolist()
    ]
    return np.array(strong, np.bool_)[row]


def _ask(aligned: Aligned, rows: Mask, unit: int, other: str) -> list[Ambiguity]:
    return [
        Ambiguity(
            row,
            "EXCHANGED_CELLS",
            "partner_unit",
            (("cell", aligned.words[aligned.text[row, unit]]), ("other", other)),
        )
        for row in np.flatnonzero(rows & aligned.is_agreement).tolist()
    ]


Items = Callable[[str], tuple[str, ...]]


def _odds(
    aligned: Aligned, unit: int, ours: int, items: Items
) -> Callable[[str, str], float]:
    """Return how much the other rows speak for the exchange of two cells of a row."""
    units = _count_items(aligned.words, aligned.text[:, unit], items)
    departments = _count_items(aligned.words, aligned.text[:, ours], items)
    return lambda unit_text, our_text: (
        _log_odds(unit_text, units, departments, items)
        + _log_odds(our_text, departments, units, items)
    )


def _count_items(words: Sequence[str], codes: Ints, items: Items) -> Counter[str]:
    counts: Counter[str] = Counter()
    for code, rows in enumerate(np.bincount(codes).tolist()):
        if rows and code and len(words[code]) <= LONGEST_NAME:
            for item in items(words[code]):
                counts[item] += rows
    return counts


def _log_odds(
    text: str, here: Counter[str], there: Counter[str], items: Items
) -> float:
    """Return how much the other rows speak for the other column, 0 for no text.

    The row itself does not count.
    """
    if not text or len(text) > LONGEST_NAME:
        return 0.0
    odds = [
        log((there[item] + 0.5) / (max(0, here[item] - 1) + 0.5))
        for item in items(text)
    ]
    return sum(odds) / len(odds) if odds else 0.0
