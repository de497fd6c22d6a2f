"""A cell that a page prints twice in a row that is longer by one."""

from __future__ import annotations

from pipeline.model import ROLES
from tests.stages import aligned_of, doubts_of, rows_of

HEADING = "| Region | Country | Institution | Faculty | Agreement type | Exchange |\n"
ROW = "| Europe | France | {} Academy | Law | University-wide | ○ |\n"
MEANT = ("Europe", "France", "Stone Academy", "University-wide", "Law", "○")


def read(row: str) -> tuple[tuple[str, ...], set[tuple[int, str, str]]]:
    """The last of some rows, and the doubts about it."""
    rows = [ROW.format(name) for name in ("North", "South", "East", "West")]
    aligned = aligned_of(HEADING + "".join(rows) + row)
    roles = [role for role in ROLES if aligned.column_index(role) is not None]
    return rows_of(aligned, roles)[6], {d for d in doubts_of(aligned) if d[0] == 6}


def test_cell_printed_twice_is_dropped_where_the_cells_behind_fit_without_it():
    row = "| Europe | France | Stone Academy | Law | Law | University-wide | ○ |"
    assert read(row) == (MEANT, set())


def test_equal_cells_stay_in_a_row_of_the_usual_length():
    row = "| Europe | France | Law | Law | University-wide | ○ |"
    assert read(row)[0] == ("Europe", "France", "Law", "University-wide", "Law", "○")
