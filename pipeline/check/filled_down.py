"""Checks filled-down territories against known institutions: for `check`.

Assumes identified rows. An institution that we know in one territory only confirms the
label that was filled down to it, or contradicts all from that label. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.align.model import Ambiguity
from pipeline.check.findings import Finding
from pipeline.grid import Ints, Mask
from pipeline.identify import Identified
from pipeline.reference import Reference

MIN_CONTRADICTED_LABELS = 2
"""With at least so many contradicted labels, no filled-down label is sure: the rows are
not below their labels."""


@dataclass(frozen=True)
class _FilledDownLabels:
    """Whether each row's territory was filled down, from where, and what confirms it."""

    filled_down: Mask
    from_row: Ints
    confirmed: Mask
    contradicted: Mask


def find_alignment_doubts(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Report the ambiguities of `align` that no known institution settles, and more.

    Where a known institution contradicts a label, the other rows filled from it are in
    doubt, unless their institution is known there.
    """
    ambiguities = identified.normalized.aligned.ambiguities
    labels = _filled_down_labels(identified, reference)
    for ambiguity in ambiguities:
        if labels is None or not (
            _is_of_label(ambiguity) and labels.confirmed[ambiguity.row]
        ):
            yield Finding(
                ambiguity.row, ambiguity.code, ambiguity.role, dict(ambiguity.detail)
            )
    if labels is not None:
        for row in _in_doubt(labels, ambiguities):
            yield Finding(row, "CARRIED_FROM_DOUBT", "territory", {})


def _is_of_label(ambiguity: Ambiguity) -> bool:
    return (ambiguity.code, ambiguity.role) == ("CARRIED_FROM_DOUBT", "territory")


def _filled_down_labels(
    identified: Identified, reference: Reference
) -> _FilledDownLabels | None:
    aligned = identified.normalized.aligned
    at, name = aligned.column_index("territory"), aligned.column_index("institution")
    if at is None:
        return None
    every, of_row = np.arange(len(aligned.body)), identified.institution
    printed = aligned.row[:, name] == every
    filled_down = (
        (aligned.row[:, at] != every) & (aligned.text[:, at] > 0) & aligned.is_agreement
    )
    known_institutions = np.unique(
        of_row[filled_down & printed & (identified.how == "name")[of_row]]
    )
    known_here = np.zeros(len(identified.institutions), bool)
    for i in known_institutions.tolist():
        _, text, _ = identified.institutions[i]
        known_here[i] = _in_one_territory(text, reference)
    return _FilledDownLabels(
        filled_down,
        aligned.row[:, at],
        known_here[of_row] & printed & filled_down,
        (identified.how == "elsewhere")[of_row] & printed & filled_down,
    )


def _in_one_territory(text: str, reference: Reference) -> bool:
    return len(reference.territories_of_institution(text)) == 1


def _in_doubt(labels: _FilledDownLabels, ambiguities: Iterable[Ambiguity]) -> list[int]:
    contradicted = np.unique(labels.from_row[labels.contradicted])
    doubtful = labels.filled_down & ~labels.confirmed
    if len(contradicted) < MIN_CONTRADICTED_LABELS:
        doubtful &= np.isin(labels.from_row, contradicted)
    reported = {d.row for d in ambiguities if _is_of_label(d)}
    return [row for row in np.flatnonzero(doubtful).tolist() if row not in reported]
