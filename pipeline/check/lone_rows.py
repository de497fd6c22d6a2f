"""Rows that no check can read and that stand where the labels of a list stand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.check.findings import LIST_ROW, Finding
from pipeline.identify import Identified

UNREAD = ("LABEL_ALONE", "REMARK_ROW", "UNPLACED_ROW")
LABEL_ROLES = ("region", "territory", "agreement_type", "departments")


def find_unread_labels(identified: Identified) -> Iterator[Finding]:
    """Ask once whether unread rows are labels: the first stands above all agreements.

    What a row between the heading and the first agreement says, it says of those below;
    it may be of what the list has no column for.
    """
    aligned = identified.normalized.aligned
    agreements = np.flatnonzero(aligned.is_agreement)
    lone = sorted(a.row for a in aligned.ambiguities if a.code in UNREAD)
    absent = tuple(r for r in LABEL_ROLES if aligned.column_index(r) is None)
    if len(agreements) and lone and lone[0] < agreements[0] and absent:
        names = {"row": str(aligned.source_row[lone[0]])}
        yield Finding(LIST_ROW, "UNREAD_LABELS", "", names, roles=absent)
