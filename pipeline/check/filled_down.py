"""What known institutions say of territories that were carried down: for `check`.

Assumes identified rows. A name that we know in one territory only proves the label that
was carried to it, or speaks against all that were carried like it. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.align.model import Ambiguity
from pipeline.check.findings import Note
from pipeline.grid import Ints, Mask
from pipeline.identify import Identified
from pipeline.reference import Reference

SURE_OF_NONE = 2
"""Where the labels of so many printed cells are contradicted, none that was carried is
sure: the rows do not stand below their labels."""


@dataclass(frozen=True)
class _Carried:
    """For each row, whether its territory was carried, from where, and what is known."""

    carried: Mask
    from_row: Ints
    proved: Mask
    contradicted: Mask


def carried_doubts(identified: Identified, reference: Reference) -> Iterator[Note]:
    """The doubts of `align`, but those that a known institution settles, and more.

    Where a known institution speaks against a label, the other rows that took it are
    in doubt, unless their institution is known there.
    """
    doubts = identified.normalized.aligned.ambiguities
    known = _carried(identified, reference)
    for doubt in doubts:
        if known is None or not (_is_of_label(doubt) and known.proved[doubt.row]):
            yield Note(doubt.row, doubt.code, doubt.role, dict(doubt.detail))
    if known is not None:
        for row in _in_doubt(known, doubts):
            yield Note(row, "CARRIED_FROM_DOUBT", "territory", {})


def _is_of_label(doubt: Ambiguity) -> bool:
    return (doubt.code, doubt.role) == ("CARRIED_FROM_DOUBT", "territory")


def _carried(identified: Identified, reference: Reference) -> _Carried | None:
    aligned = identified.normalized.aligned
    at, name = aligned.column_index("territory"), aligned.column_index("institution")
    if at is None:
        return None
    every, of_row = np.arange(len(aligned.body)), identified.institution
    printed = aligned.row[:, name] == every
    carried = (
        (aligned.row[:, at] != every) & (aligned.text[:, at] > 0) & aligned.is_agreement
    )
    known = np.unique(of_row[carried & printed & (identified.how == "name")[of_row]])
    here = np.zeros(len(identified.institutions), bool)
    for i in known.tolist():
        _, text, _ = identified.institutions[i]
        here[i] = _in_one_territory(text, reference)
    return _Carried(
        carried,
        aligned.row[:, at],
        here[of_row] & printed & carried,
        (identified.how == "elsewhere")[of_row] & printed & carried,
    )


def _in_one_territory(text: str, reference: Reference) -> bool:
    return len(reference.territories_of_institution(text)) == 1


def _in_doubt(known: _Carried, doubts: Iterable[Ambiguity]) -> list[int]:
    labels = np.unique(known.from_row[known.contradicted])
    doubtful = known.carried & ~known.proved
    if len(labels) < SURE_OF_NONE:
        doubtful &= np.isin(known.from_row, labels)
    asked = {d.row for d in doubts if _is_of_label(d)}
    return [row for row in np.flatnonzero(doubtful).tolist() if row not in asked]
