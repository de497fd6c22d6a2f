"""Drops cells that a page prints twice in a row that is longer by one: for `align`.

Assumes flags (`known_texts`). A cell is dropped only if it equals the one before it, and
the row's known texts stand under their headings without it but not with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipeline.align.known_texts import CONTRADICTS, KnownTexts
from pipeline.align.slippage import misplaced
from pipeline.grid import Ints, Mask


def drop_repeated_cells(
    codes: Ints,
    lengths: Ints,
    known: KnownTexts,
    flags_of: Callable[[Ints], Ints],
) -> tuple[Ints, Ints, Ints | None]:
    """Drop the repeated cell of each row that has one too many.

    Args:
        codes: [row, position]: the texts; 0 where blank.
        lengths: how many cells each row has, blank ones too.
        known: where known texts belong.
        flags_of: gives the flags of the cells of such codes.

    Returns:
        The codes; the lengths; and the printed position of each cell, None if no cell
        was dropped.
    """
    usual = int(np.bincount(lengths).argmax()) if len(lengths) else 0
    equal = (codes[:, 1:] == codes[:, :-1]) & (codes[:, 1:] > 0)
    rows = np.flatnonzero((lengths == usual + 1) & (equal.sum(axis=1) == 1))
    if not len(rows):
        return codes, lengths, None
    positions = np.tile(np.arange(codes.shape[1], dtype=np.int32), (len(rows), 1))
    at = equal[rows].argmax(axis=1) + 1
    behind = positions >= at[:, None]
    positions = np.where(behind, np.roll(positions, -1, axis=1), positions)
    shorter = np.take_along_axis(codes[rows], positions, axis=1)
    shorter[:, -1] = 0
    better = _is_odd(flags_of(codes[rows]), known) & ~_is_odd(flags_of(shorter), known)
    if not better.any():
        return codes, lengths, None
    codes, lengths = codes.copy(), lengths.copy()
    codes[rows[better]] = shorter[better]
    lengths[rows[better]] -= 1
    printed = np.tile(np.arange(codes.shape[1], dtype=np.int32), (len(codes), 1))
    printed[rows[better]] = positions[better]
    return codes, lengths, printed


def _is_odd(flags: Ints, known: KnownTexts) -> Mask:
    """Return a mask of the rows with a text that is known to be out of place."""
    beyond = (flags[:, len(known.kinds) :] > 0).any(axis=1)
    against = (flags & CONTRADICTS > 0).any(axis=1)
    return np.asarray(beyond | against | misplaced(flags, known).any(axis=1), np.bool_)
