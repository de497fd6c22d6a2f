"""Judges over the whole list whether its rows have slipped: before `assignment`.

Assumes known texts. Position is trusted until the list itself shows that it slipped:
known texts stand under the headings of other kinds, and one move of the row puts them
right, where their own column lacks them. A row with two such texts proves it, or one in
a row with more or fewer cells than most. An unknown text is evidence of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.align.known_texts import (
    CONTRADICTS,
    FILLED,
    IS_DEPARTMENT,
    IS_INSTITUTION,
    NAMES_OR_TYPES,
    KnownTexts,
)
from pipeline.grid import Ints, Mask
from pipeline.layout.header import BLANK
from pipeline.model import ROLES

LONGEST_MOVE = 3
"""How many columns a row may slip."""

PROOF_TEXTS = 2
"""So many known texts, put right by one move, prove that a row has slipped."""

MIN_SLIPPED_SHARE = 0.02
"""Share of proved rows from which the whole list counts as slipped."""

_NAME_ROLES = ("institution", "partner_unit", "departments")
"""Roles of columns where a name of an institution or unit contradicts nothing."""


MIN_GAP_ROWS = 2


@dataclass(frozen=True)
class Slippage:
    """Which rows have slipped.

    Attributes:
        of_list: the list as a whole has slipped: then any row may have.
        proved: mask of the rows that prove it by themselves.
        fitting: mask of the rows whose known texts all stand under their headings, and
            that have an institution and as many cells as most.
        crowded: mask of the rows with more texts than headings, some of them misplaced.
    """

    of_list: bool
    proved: Mask
    fitting: Mask
    crowded: Mask

    def may_move(self, flags: Ints) -> Mask:
        """Return a mask of the rows that are assigned anew; the others stay.

        A text alone in its row is a label or a remark, not a cell out of place.
        """
        alone = (flags > 0).sum(axis=1) <= 1
        moved = ~self.fitting if self.of_list else self.proved
        return np.asarray(moved | self.crowded | alone, np.bool_)


def judge_slippage(
    flags: Ints, lengths: Ints, counts: Ints, known: KnownTexts
) -> Slippage:
    """Judge a list by its distinct rows.

    Args:
        flags: [row, position]: the flags of the cells; 0 where blank.
        lengths: how many cells each row has.
        counts: how many rows of the list are like each.
        known: where known texts belong.
    """
    odd = lengths != _usual_length(lengths, counts)
    wrong = misplaced(flags, known)
    hits = _most_put_right(flags, wrong, known)
    proved = (hits >= PROOF_TEXTS) | ((hits > 0) & odd)
    proved |= _beside_a_gap(flags, counts, known)
    proved |= _alike_moves(flags, wrong, counts, known)
    calm = ~wrong.any(axis=1) & ~(flags & CONTRADICTS > 0).any(axis=1)
    crowded = ~calm & ((flags > 0).sum(axis=1) > len(known.kinds))
    fitting = calm & ~odd
    if "institution" in known.kinds:
        fitting &= flags[:, known.kinds.index("institution")] > 0
    share = float(counts[proved].sum()) / max(1, int(counts.sum()))
    return Slippage(share >= MIN_SLIPPED_SHARE, proved, fitting, crowded)


def _usual_length(lengths: Ints, counts: Ints) -> int:
    return int(np.bincount(lengths, weights=counts).argmax()) if len(lengths) else 0


def misplaced(flags: Ints, known: KnownTexts) -> Mask:
    """Return [row, position]: known texts under the heading of another kind.

    Only of kinds that have a column of their own. A name contradicts no column of names,
    and no column that nobody counts.
    """
    homes = _padded_homes(known, flags.shape[1])
    somewhere = int(np.bitwise_or.reduce(known.at_home)) if len(known.at_home) else 0
    kinds = [*known.kinds, *[BLANK] * (flags.shape[1] - len(known.kinds))]
    takes_names = np.array(
        [k in _NAME_ROLES or k not in (*ROLES, BLANK) for k in kinds]
    )
    names = np.where(takes_names, IS_DEPARTMENT | IS_INSTITUTION, 0)
    return np.asarray((flags & somewhere & ~names > 0) & (flags & homes == 0), np.bool_)


def _beside_a_gap(flags: Ints, counts: Ints, known: KnownTexts) -> Mask:
    """Return a mask of the rows with a text under no heading, but beside a gap.

    The gap is a blank cell of a column of names or types: proof in two rows and more.
    """
    rows = np.zeros(len(flags), np.bool_)
    kinds = known.kinds
    for c in (c for c, kind in enumerate(kinds) if kind == BLANK):
        beside = [
            k
            for k in (c - 1, c + 1)
            if 0 <= k < len(kinds) and kinds[k] in NAMES_OR_TYPES
        ]
        gap = (flags[:, c] > 0) & (flags[:, beside] == 0).any(axis=1)
        if int(counts[gap].sum()) >= MIN_GAP_ROWS:
            rows |= gap
    return rows


_CLOSED = ("region", "territory", "agreement_type", "exchange", BLANK)
"""Kinds of columns whose texts are few: another kind's text there is out of place."""

MIN_ALIKE_ROWS = 2


def _alike_moves(flags: Ints, wrong: Mask, counts: Ints, known: KnownTexts) -> Mask:
    """Return a mask of the rows with one misplaced text that moves as in other rows.

    It leaves a column of few texts, its own column is blank, and nothing is between.
    """
    rows = np.zeros(len(flags), np.bool_)
    for at in (c for c, kind in enumerate(known.kinds) if kind in _CLOSED):
        for to, home in enumerate(known.at_home.tolist()):
            if to == at or abs(to - at) > LONGEST_MOVE:
                continue
            found = flags[:, at] & home & ~IS_INSTITUTION
            between = flags[:, min(at + 1, to) : max(at, to + 1)]
            alike = wrong[:, at] & (found > 0) & ~(between > 0).any(axis=1)
            if int(counts[alike].sum()) >= MIN_ALIKE_ROWS:
                rows |= alike
    return rows


def _padded_homes(known: KnownTexts, width: int) -> Ints:
    return np.pad(known.at_home, (0, max(0, width - len(known.at_home))))[:width]


def _most_put_right(flags: Ints, wrong: Mask, known: KnownTexts) -> Ints:
    """Return for each row how many misplaced texts the best move puts right."""
    homes = _padded_homes(known, flags.shape[1])
    kinds = [*known.kinds, *[BLANK] * (flags.shape[1] - len(known.kinds))]
    counted = np.array([kind in (*ROLES, BLANK) for kind in kinds])
    right = np.asarray(flags & homes > 0, np.int32)
    most = np.zeros(len(flags), np.int32)
    for move in range(-LONGEST_MOVE, LONGEST_MOVE + 1):
        if not move or abs(move) >= flags.shape[1]:
            continue
        arrives = flags & _shifted(homes[None, :], -move) > 0
        hits = wrong & arrives & (_shifted(right, -move) == 0)
        sure = (hits & counted).any(axis=1)
        sure &= (hits & (flags & ~(FILLED | IS_INSTITUTION | CONTRADICTS) > 0)).any(
            axis=1
        )
        sure &= ~(_between(hits) & (right > 0) & ~arrives).any(axis=1)
        most = np.maximum(most, np.where(sure, hits.sum(axis=1), 0)).astype(np.int32)
    return most


def _shifted(cells: Ints, by: int) -> Ints:
    """Move the columns by some places, and fill with zeros."""
    result = np.zeros_like(cells)
    if by > 0:
        result[:, by:] = cells[:, :-by]
    else:
        result[:, :by] = cells[:, -by:]
    return result


def _between(hits: Mask) -> Mask:
    """Return a mask of the cells from the first to the last hit of each row."""
    begun = np.logical_or.accumulate(hits, axis=1)
    ahead = np.logical_or.accumulate(hits[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(begun & ahead, np.bool_)


def find_swaps(flags: Ints, known: KnownTexts) -> dict[int, tuple[int, int]]:
    """Find rows in which two cells stand in each other's column.

    Returns:
        Row -> the two positions; only where exactly one pair of misplaced texts is put
        right by an exchange, and both columns are counted.
    """
    wrong = misplaced(flags, known)
    slipped = _most_put_right(flags, wrong, known) >= PROOF_TEXTS
    kinds = [*known.kinds, *[BLANK] * (flags.shape[1] - len(known.kinds))]
    wrong &= np.array([kind in ROLES for kind in kinds])
    homes = _padded_homes(known, flags.shape[1])
    swaps = {}
    for row in np.flatnonzero((wrong.sum(axis=1) > 1) & ~slipped).tolist():
        at = np.flatnonzero(wrong[row]).tolist()
        pairs = [
            (i, j)
            for i in at
            for j in at
            if i < j and flags[row, i] & homes[j] and flags[row, j] & homes[i]
        ]
        if len(pairs) == 1:
            swaps[row] = pairs[0]
    return swaps
