"""Finds names that may have changed places with those of another column: for `align`.

Names of units, departments and institutions are unknown texts, so that no such cell is
moved. But where the other rows of the list have the names of a row the other way round,
a person is asked. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.align.model import Aligned, Ambiguity
from pipeline.align.scoring import split_departments
from pipeline.grid import Floats, Ints, Mask, group_codes
from pipeline.model import ListQuestion
from pipeline.reference import Reference
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import STRONG

MIN_LOG_ODDS = 1.0
"""From here on the other rows speak for the other column."""


MIN_EXCHANGED_ROWS, MIN_EXCHANGED_SHARE = 2, 0.03
"""From so many rows on others may be exchanged too, that look alike either way."""

MAX_ROUNDS = 8
"""How often the rows found so far may help to find others."""

_EXCHANGED = (
    ("partner_unit", "departments"),
    ("agreement_type", "departments"),
    ("partner_unit", "institution"),
)
"""Roles whose names may have changed places."""


def find_exchanged_names(
    aligned: Aligned, reference: Reference
) -> tuple[list[Ambiguity], list[ListQuestion]]:
    """Ask about units and types that may be our departments, units institutions."""
    ambiguities = [
        *_exchanged_institutions(aligned, reference),
        *_printed_twice(aligned),
    ]
    questions = []
    for role, other in _EXCHANGED:
        at, beside = aligned.column_index(role), aligned.column_index(other)
        if at is None or beside is None:
            continue
        rows = _exchanged_rows(aligned, at, beside)
        known = {a.row for a in ambiguities if a.role == role}
        found = [a for a in _ask(aligned, rows, at, other) if a.row not in known]
        agreements = int(np.count_nonzero(aligned.is_agreement))
        if len(found) >= max(MIN_EXCHANGED_ROWS, MIN_EXCHANGED_SHARE * agreements):
            questions.append(_ask_once(aligned, found, role, other, reference))
        else:
            ambiguities += found
    return ambiguities, questions


def _ask_once(
    aligned: Aligned,
    found: Sequence[Ambiguity],
    role: str,
    other: str,
    reference: Reference,
) -> ListQuestion:
    """Ask about two columns in all rows: what was found leaves the others in doubt.

    The rows that were found are named, and not asked about one by one as well.
    """
    rows = ", ".join(str(aligned.source_row[a.row]) for a in found[:MAX_EXAMPLES])
    one, two = reference.roles[role], reference.roles[other]
    detail = (
        ("cells", str(len(found))),
        ("examples", rows),
        ("one_ja", one.label_ja),
        ("one_en", one.label_en),
        ("two_ja", two.label_ja),
        ("two_en", two.label_en),
    )
    return ListQuestion("NAMES_EXCHANGED", (role, other), detail)


MAX_EXAMPLES = 20


_SIDE_BY_SIDE = (
    ("institution", "partner_unit"),
    ("partner_unit", "agreement_type"),
    ("agreement_type", "departments"),
    ("departments", "exchange"),
)
"""Roles whose texts are never equal in one row."""

MAX_EQUAL_SHARE = 0.2
"""In more rows than this equal texts are a habit of the list."""


def _printed_twice(aligned: Aligned) -> list[Ambiguity]:
    """Ask about rows that hold one text under two headings."""
    found = []
    for role, other in _SIDE_BY_SIDE:
        at, beside = aligned.column_index(role), aligned.column_index(other)
        if at is None or beside is None:
            continue
        equal = (aligned.text[:, at] == aligned.text[:, beside]) & (
            aligned.text[:, at] > 0
        )
        names = role == "institution"
        if not names or equal.mean() <= MAX_EQUAL_SHARE:
            found += _ask(aligned, equal, at, other)
    return found


def _exchanged_rows(aligned: Aligned, at: int, other: int) -> Mask:
    """Return a mask of the rows whose texts the other rows have the other way round.

    Rows that are found count as put right for the next round: a whole run of rows hides
    itself, but for its clearest.
    """
    text = aligned.text
    pair = group_codes(text[:, at], text[:, other])
    example = np.unique(pair, return_index=True)[1]
    pairs = text[example][:, [at, other]]
    items = _items_of(aligned.words, pairs)
    exchanged = np.zeros(len(pairs), np.bool_)
    possible = (pairs[:, 0] > 0) & (pairs[:, 0] != pairs[:, 1])
    for _ in range(MAX_ROUNDS):
        turned = np.where(exchanged[:, None], pairs[:, ::-1], pairs)[pair]
        here, there = (
            np.bincount(turned[:, side], minlength=len(aligned.words))
            for side in (0, 1)
        )
        odds = _log_odds(items, here, there)[pairs[:, 0]]
        odds += _log_odds(items, there, here)[pairs[:, 1]]
        new = exchanged | (possible & (odds >= MIN_LOG_ODDS))
        if (new == exchanged).all():
            break
        exchanged = new
    return np.asarray(exchanged[pair], np.bool_)


def _exchanged_institutions(aligned: Aligned, reference: Reference) -> list[Ambiguity]:
    """Ask about units named as institutions are, beside a name that says nothing.

    Not about one that stands beside an institution elsewhere: École d'ingénieurs.
    """
    unit, name = (aligned.column_index(r) for r in ("partner_unit", "institution"))
    if unit is None or name is None:
        return []
    rows = _strong(aligned, unit, "institution", reference)
    rows &= ~_strong(aligned, unit, "partner_unit", reference)
    codes = aligned.text[:, unit]
    named = _strong(aligned, name, "institution", reference)
    rows &= ~named & (aligned.text[:, name] > 0) & ~np.isin(codes, codes[named])
    return _ask(aligned, rows, unit, "institution")


def _strong(aligned: Aligned, column: int, role: str, reference: Reference) -> Mask:
    codes, row = np.unique(aligned.text[:, column], return_inverse=True)
    strong = [
        reference.looks_like(aligned.words[code], role) == STRONG
        for code in codes.tolist()
    ]
    return np.array(strong, np.bool_)[row]


def _ask(aligned: Aligned, rows: Mask, at: int, other: str) -> list[Ambiguity]:
    return [
        Ambiguity(
            row,
            "EXCHANGED_CELLS",
            aligned.layout.columns[at].role,
            (("cell", aligned.words[aligned.text[row, at]]), ("other", other)),
        )
        for row in np.flatnonzero(rows & aligned.is_agreement).tolist()
    ]


_Counts = npt.NDArray[np.integer] | Floats
"""How many rows hold each text, or item."""


class _Items(NamedTuple):
    """The items of some texts: item `item[k]` is one of the text `code[k]`."""

    code: Ints
    item: Ints


def _items_of(words: Sequence[str], codes: Ints) -> _Items:
    """Number the items of texts; one that is too long to be names has none."""
    number: dict[str, int] = {}
    pairs = [
        (code, number.setdefault(item, len(number)))
        for code in np.unique(codes[codes > 0]).tolist()
        if len(words[code]) <= LONGEST_NAME
        for item in split_departments(words[code])
    ]
    code, item = np.array(pairs, np.int32).reshape(-1, 2).T
    return _Items(code, item)


def _log_odds(items: _Items, here: _Counts, there: _Counts) -> Floats:
    """Return for each text how much the other rows speak for the other column.

    By its items, or by the whole text if other rows have it and it says more; 0 for no
    items. The row itself doesn't count. `here` and `there`: how many rows hold a text.
    """
    rows_here, rows_there = (
        np.bincount(items.item, weights=rows[items.code]) for rows in (here, there)
    )
    by_item = _odds(rows_here, rows_there)[items.item]
    size = len(here)
    count = np.bincount(items.code, minlength=size)
    mean = np.bincount(items.code, by_item, size) / np.maximum(count, 1)
    whole = (count > 0) & (here + there > 1)
    return np.where(whole, np.maximum(mean, _odds(here, there)), mean)


def _odds(here: _Counts, there: _Counts) -> Floats:
    odds: Floats = np.log((there + 0.5) / (np.maximum(0, here - 1) + 0.5))
    return odds
