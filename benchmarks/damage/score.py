"""How good a reading is, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.damage.readers import Reading
from tests.support.damage.lists import Row


@dataclass(frozen=True)
class Score:
    """Rows of damaged lists by what became of them; `right + asked + silent = rows`.

    Attributes:
        right: every cell is as it was before the damage.
        asked: a cell is not, and a person is asked to check the row.
        silent: a cell is not, and nobody is asked.
        alarms: right rows that a person is asked about all the same.
    """

    rows: int = 0
    right: int = 0
    asked: int = 0
    silent: int = 0
    alarms: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.rows + other.rows,
            self.right + other.right,
            self.asked + other.asked,
            self.silent + other.silent,
            self.alarms + other.alarms,
        )


def score(clean: Sequence[Row], reading: Reading) -> Score:
    """Compare a reading with the list before its damage."""
    right = {i for i, row in enumerate(clean) if reading.rows.get(i) == row}
    wrong = set(range(len(clean))) - right
    asked = reading.asked | {i for i in wrong if _is_asked_once(clean[i], i, reading)}
    return Score(
        rows=len(clean),
        right=len(right),
        asked=len(wrong & asked),
        silent=len(wrong - asked),
        alarms=len(right & reading.asked),
    )


def _is_asked_once(row: Row, position: int, reading: Reading) -> bool:
    """Whether all wrong cells of a row are in columns that are asked about as a whole."""
    read = reading.rows.get(position)
    return read is not None and reading.asked_columns.issuperset(
        i for i, (a, b) in enumerate(zip(read, row, strict=False)) if a != b
    )
