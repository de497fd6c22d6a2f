"""Carries labels down to the rows that a page prints them for: part of `align`.

A region, a territory and, where no new label was printed since, an institution stand
for the rows below. A blank unit is really blank. Promises a doubt wherever a label comes
from, or over, a row that is itself in doubt.
"""

from __future__ import annotations

import numpy as np

from pipeline.align.ambiguity import row_doubts
from pipeline.align.assignment import PlacingRules
from pipeline.align.model import Aligned, Doubt, Ints, Mask, Placed, column_of
from pipeline.layout import Layout
from pipeline.layout.header import UNCOUNTED
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.folds import Words

NEARLY_ALWAYS_FILLED = 0.8
"""Share of rows: then a column is blank only in a row that is no agreement."""

CARRIED_ROLES = ("region", "territory", "institution")
"""Labels that a page prints once for the rows below. A blank unit is really blank."""


def carry_labels(
    grid: SourceGrid,
    layout: Layout,
    words: Words,
    codes: Ints,
    placed: Placed,
    rules: PlacingRules,
    reference: Reference,
) -> Aligned:
    """Carry labels down, and say where the page leaves a doubt."""
    n, m = len(codes), len(layout.columns)
    every = np.arange(n, dtype=np.int32)
    column = placed.column
    own = np.where(column >= 0, codes[every[:, None], np.maximum(column, 0)], 0)
    own = _without_remarks(own, layout, words, reference)
    row = np.repeat(every[:, None], m, axis=1)
    text = own.copy()
    kept = _agreement_rows(own, layout)
    doubts = row_doubts(placed, layout, codes, words, own, kept, rules)
    for role in CARRIED_ROLES:
        at = column_of(layout, role)
        if at is None:
            continue
        carries = layout.columns[at].printed
        from_row = last_printed(own[:, at])
        blank = (own[:, at] == 0) & kept & (from_row >= 0) & carries
        if role == "institution":
            blank &= _same_entry(own, layout, from_row)
        if role == "territory":
            blank &= ~_across_new_region(own, layout, from_row)
        text[blank, at] = own[from_row[blank], at]
        row[blank, at] = from_row[blank]
        cut = [d.row for d in doubts if d.code == "SHORT_ROW" and d.role == role]
        doubts += _label_doubts(role, own, layout, placed, kept, from_row, blank, cut)
    taken = column[row, np.arange(m)[None, :]]
    return Aligned(
        layout,
        np.array(layout.body, np.int32),
        np.array([grid.numbers[i] for i in layout.body], np.int32),
        words,
        text.astype(np.int32),
        codes[:, :m],
        row.astype(np.int32),
        taken.astype(np.int32),
        sorted(doubts, key=lambda doubt: (doubt.row, doubt.code, doubt.role)),
        kept,
    )


def _without_remarks(
    own: Ints, layout: Layout, words: list[str], reference: Reference
) -> Ints:
    """Rows with nothing but a text under the institutions that is none hold nothing.

    Only where the list nearly always fills another column: a remark below it.
    """
    at = column_of(layout, "institution")
    printed = [c.index for c in layout.columns if c.printed and c.index != at]
    alone = (own[:, at] > 0) & ~(own[:, printed] > 0).any(axis=1)
    filled = (own[:, printed] > 0).mean(axis=0).max(initial=0)
    if not alone.any() or filled < NEARLY_ALWAYS_FILLED:
        return own
    own = own.copy()
    for i in np.flatnonzero(alone):
        if not reference.looks_like(words[own[i, at]], "institution"):
            own[i, :] = 0
    return own


def last_printed(labels: Ints) -> Ints:
    """For each row the last row up to it that prints a label; -1 if none."""
    rows = np.where(labels > 0, np.arange(len(labels), dtype=np.int32), -1)
    return np.maximum.accumulate(rows)


def _agreement_rows(own: Ints, layout: Layout) -> Mask:
    """Rows with an institution, or with what an institution above them may have."""
    says = [
        c.index
        for c in layout.columns
        if c.role not in ("region", "territory", *UNCOUNTED)
    ]
    return np.asarray((own[:, says] > 0).any(axis=1), np.bool_)


def _same_entry(own: Ints, layout: Layout, from_row: Ints) -> Mask:
    """An institution is carried only where no new label was printed since."""
    same = np.ones(len(own), bool)
    for role in ("region", "territory"):
        at = column_of(layout, role)
        if at is not None:
            same &= last_printed(own[:, at]) <= from_row
    return same


def _label_doubts(
    role: str,
    own: Ints,
    layout: Layout,
    placed: Placed,
    kept: Mask,
    from_row: Ints,
    carried: Mask,
    cut: list[int],
) -> list[Doubt]:
    at = column_of(layout, role)
    missing = kept & (own[:, at] == 0) & ~carried
    code = f"MISSING_{role.upper()}"
    doubts = [Doubt(int(r), code, role) for r in np.flatnonzero(missing)]
    if role == "institution":
        return doubts + [
            Doubt(int(r), "CARRIED_INSTITUTION", role) for r in np.flatnonzero(carried)
        ]
    doubtful = carried & (
        _across_doubt(role, placed, from_row, cut)
        | _against_habit(own[:, at], kept, carried)
        | _begins_without(own[:, at], kept)
    )
    if role == "region" and column_of(layout, "territory") is not None:
        doubtful[:] = False  # the region of the territory is checked instead
    return doubts + [
        Doubt(int(r), "CARRIED_FROM_DOUBT", role) for r in np.flatnonzero(doubtful)
    ]


def _across_doubt(role: str, placed: Placed, from_row: Ints, cut: list[int]) -> Mask:
    """Rows whose label comes from, or over, a row where that label is in doubt.

    `cut` are the rows that end before the label's column.
    """
    in_doubt = np.array(
        [
            bool(r.unplaced)
            or any(role in (read, other) for _, read, other in r.other)
            or any(role == read for _, read in r.unlikely)
            for r in placed.reading
        ]
    )[placed.of_row]
    in_doubt[cut] = True
    last = last_printed(in_doubt.astype(np.int32))
    return (last >= 0) & (last >= from_row)


def _against_habit(labels: Ints, kept: Mask, carried: Mask) -> Mask:
    """True everywhere if the list usually prints a label again on each row."""
    printed = labels[kept]
    repeated = np.count_nonzero((printed[1:] == printed[:-1]) & (printed[1:] > 0))
    against = repeated > 3 * np.count_nonzero(carried)
    return np.full(len(labels), against)


def _begins_without(labels: Ints, kept: Mask) -> Mask:
    """True everywhere if the list's first rows have no label, though others print it.

    A label that stands in the middle or at the end of its rows (centred in a merged
    cell) leaves the first rows of all without one; no carried label is then sure.
    """
    printed = np.flatnonzero(labels > 0)
    first = np.flatnonzero(kept)
    late = len(printed) > 1 and len(first) > 0 and first[0] < printed[0]
    return np.full(len(labels), bool(late))


def _across_new_region(own: Ints, layout: Layout, from_row: Ints) -> Mask:
    """A territory is not carried past the row where another region begins."""
    at = column_of(layout, "region")
    if at is None:
        return np.zeros(len(own), bool)
    regions = own[np.maximum(last_printed(own[:, at]), 0), at]
    changed = np.zeros(len(own), np.int32)
    changed[1:] = regions[1:] != regions[:-1]
    return np.asarray(last_printed(changed) > from_row, np.bool_)
