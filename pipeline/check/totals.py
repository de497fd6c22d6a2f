"""Compares the counts that a list prints with what was read: for `check`.

Assumes identified rows and the lines of totals that `layout` found. A count may be of
agreements or institutions, of the lines since any total above or of all, and a number in
a column of numbers their sum. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.check.findings import WHOLE_LIST, Finding
from pipeline.identify import Identified
from pipeline.layout.rows import TotalRow


def find_wrong_totals(identified: Identified) -> Iterator[Finding]:
    """Note each line of totals, and ask about those whose count fits nothing above."""
    layout = identified.normalized.aligned.layout
    totals = {total.row: total for total in layout.totals}
    for source_row, reason in layout.skipped:
        if reason == "total":
            yield Finding(WHOLE_LIST, "TOTAL_ROW", "", {}, source_row)
    starts = [-1, *sorted(totals)]
    for total in totals.values():
        number = total.count.number
        if number < 0:
            continue
        blocks = [_rows_between(identified, s, total.row) for s in starts]
        blocks = [rows for rows in blocks if len(rows)]
        following = [row for row in starts if row > total.row]
        end = following[0] if following else np.iinfo(np.int32).max
        blocks.append(_rows_between(identified, total.row, end))
        blocks.append(_rows_between(identified, -1, np.iinfo(np.int32).max))
        if not any(_counts(identified, rows, total) for rows in blocks):
            above = [row for row in starts if row < total.row]
            read = len(_rows_between(identified, above[-1], total.row))
            names = {"number": str(number), "agreements": str(read)}
            yield Finding(WHOLE_LIST, "COUNT_DIFFERS", "", names, total.source_row)


def _rows_between(identified: Identified, first: int, end: int) -> npt.NDArray[np.intp]:
    """Return the array rows of the agreements between two positions of the grid."""
    aligned = identified.normalized.aligned
    between = (aligned.body > first) & (aligned.body < end)
    return np.flatnonzero(between & aligned.is_agreement)


def _counts(
    identified: Identified, rows: npt.NDArray[np.intp], total: TotalRow
) -> bool:
    """Whether the number of a total counts some rows or sums a column of theirs."""
    number = total.count.number
    institutions = np.unique(identified.institution[rows])
    return number in (len(rows), len(institutions)) or number == _column_sum(
        identified, rows, total.column
    )


def _column_sum(
    identified: Identified, rows: npt.NDArray[np.intp], position: int
) -> int:
    """Return the sum of the whole numbers in a printed column; -1 without any."""
    aligned = identified.normalized.aligned
    at = [c.index for c in aligned.layout.columns if c.source == position >= 0]
    texts = [aligned.words[code] for code in aligned.text[rows, at[0]]] if at else []
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 10]
    return sum(numbers) if numbers else -1
