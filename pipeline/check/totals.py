"""Compares the counts that a list prints with what was read: for `check`.

Assumes identified rows and the lines of totals that `layout` found. A count may be of
agreements or institutions, of the lines since any total above or of all, and a number in
a column of numbers their sum. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.check.findings import LIST_ROW, Finding
from pipeline.identify import Identified

MAX_DIGITS = 10
"""A longer number counts nothing, and Python may refuse to read it."""


MAX_TOTALS, MAX_BLOCKS = 1000, 8
"""How many totals are compared, and with the rows below how many earlier ones."""


def find_wrong_totals(identified: Identified) -> Iterator[Finding]:
    """Note each line of totals, and ask about those whose count fits nothing above."""
    aligned = identified.normalized.aligned
    for source_row, reason in aligned.layout.skipped:
        if reason == "total":
            yield Finding(LIST_ROW, "TOTAL_ROW", "", {}, source_row)
    rows = np.flatnonzero(aligned.is_agreement)
    totals = aligned.layout.totals
    starts = np.searchsorted(aligned.body[rows], [total.row for total in totals])
    ends = [0, *starts.tolist()]
    for i, total in enumerate(totals[:MAX_TOTALS]):
        number = total.count.number
        if number < 0 or not total.counts_rows:
            continue
        above = {*ends[max(0, i + 1 - MAX_BLOCKS) : i + 1], 0}
        below = ends[i + 2] if i + 2 < len(ends) else len(rows)
        blocks = [rows[first : ends[i + 1]] for first in sorted(above)]
        blocks += [rows[ends[i + 1] : below], rows]
        if not any(_counts(identified, block, number) for block in blocks):
            names = {"number": str(number), "agreements": str(ends[i + 1] - ends[i])}
            yield Finding(LIST_ROW, "COUNT_DIFFERS", "", names, total.source_row)


def _counts(identified: Identified, rows: npt.NDArray[np.intp], number: int) -> bool:
    """Whether a number counts some rows or their institutions, or sums a column."""
    institutions = np.unique(identified.institution[rows])
    return number in (len(rows), len(institutions), *_column_sums(identified, rows))


def _column_sums(identified: Identified, rows: npt.NDArray[np.intp]) -> Iterator[int]:
    """Yield the sum of each column of the rows that holds whole numbers."""
    aligned = identified.normalized.aligned
    for at in range(len(aligned.layout.columns)):
        texts = [aligned.words[code] for code in aligned.text[rows, at]]
        numbers = [int(t) for t in texts if t.isdecimal() and len(t) < MAX_DIGITS]
        if numbers:
            yield sum(numbers)
