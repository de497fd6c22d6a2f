"""One row at a time: which cell belongs under which heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.align.assignment import (
    FIRST_RULES,
    NEAR_MARGIN,
    Assignment,
    AssignmentRules,
    ScoredRow,
    assign_rows,
)
from pipeline.align.scoring import score_text
from pipeline.model import ROLES
from tests.stages import REFERENCE

TIDY = AssignmentRules(FIRST_RULES.blank_cost, shift_cost=2.0, usual_length=7)


def cells_of(drawn: str) -> list[str]:
    return [cell.strip() for cell in drawn.strip().strip("|").split("|")]


def row_of(drawn: str) -> ScoredRow:
    row = cells_of(drawn)
    cells = [(i, score_text(cell, REFERENCE)) for i, cell in enumerate(row) if cell]
    return cells, len(row)


def read(drawn: str, rules: AssignmentRules = FIRST_RULES, roles=ROLES) -> Assignment:
    return assign_rows([row_of(drawn)], roles, rules)[0]


def drawn_again(drawn: str, reading: Assignment) -> str:
    row = cells_of(drawn)
    cells = ["" if at < 0 else row[at] for at in reading.columns]
    return "| " + " | ".join(cells) + " |"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (
            "| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |",
            "| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |",
        ),
        (  # rows 25-34 of the Kobe list stand one column to the left
            "| 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ | |",
            "|  | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |",
        ),
        (  # rows 24, 38-48: the institution lost two columns, its unit one
            "| 忠南大学校 | | 工学部 | 部局間 | 工学部 | ○ | |",
            "|  |  | 忠南大学校 | 工学部 | 部局間 | 工学部 | ○ |",
        ),
        (  # row 49: one column to the right from the territory on
            "| オセアニア | | オーストラリア | ヴィクトリア大学 | | 部局間 | 工学部 |",
            "| オセアニア | オーストラリア | ヴィクトリア大学 |  | 部局間 | 工学部 |  |",
        ),
        (  # row 76: the region under the heading of the territory
            "| | 中東 | サウジアラビア | アブドラ王立科学技術大学 | | 部局間 | 工学部 | ○ |",
            "| 中東 | サウジアラビア | アブドラ王立科学技術大学 |  | 部局間 | 工学部 | ○ |",
        ),
    ],
)
def test_cells_go_back_under_their_heading(printed: str, meant: str):
    assert drawn_again(printed, read(printed)) == meant


def test_mark_is_kept_with_a_shifted_row():
    reading = read("| 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |")
    assert reading.columns == (-1, -1, 0, 1, 2, 3, 4)


def test_cells_never_change_their_order():
    reading = read("| 部局間 | アジア |", roles=("region", "agreement_type"))
    assert reading.columns == (0, 1)
    assert reading.unlikely == ((0, "region"), (1, "agreement_type"))


def test_rows_read_together_are_read_as_each_alone():
    drawn = [
        "| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |",
        "| 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ | |",
        "| | | | | | | |",
        "| オセアニア | | オーストラリア | ヴィクトリア大学 | | 部局間 | 工学部 |",
        "| | 中東 | サウジアラビア | 元智大学 | | 部局間 | 工学部 | ○ |",
        "| 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |",
    ]
    rows = [row_of(row) for row in drawn]
    assert assign_rows(rows, ROLES, TIDY) == [read(row, TIDY) for row in drawn]


def test_blank_row_is_read_as_blank():
    reading = read("| | | | | | | |")
    assert reading == Assignment((-1,) * 7, margin=99.0, covered=7)


def test_row_with_more_texts_than_headings_is_not_assigned():
    reading = read("| a | b | c |", roles=("territory", "institution"))
    assert reading == Assignment((-1, -1), 0.0, unassigned=(0, 1, 2))


def test_two_near_readings_are_told():
    printed = "| ゼータ | オメガ | | 部局間 | 工学部 | ○ | |"
    reading = read(printed)
    assert reading.other == (
        (0, "institution", "territory"),
        (1, "partner_unit", "institution"),
    )
    assert reading.margin < NEAR_MARGIN


def test_cell_that_hardly_fits_is_told():
    reading = read(
        "| アジア | 韓国 | 漢陽大学校 | 工学部 | 2019年 | 工学部 | ○ |", TIDY
    )
    assert reading.unlikely == ((4, "agreement_type"),)


def test_unshifted_row_has_the_usual_length():
    printed = "| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |"
    assert read(printed, TIDY).unshifted
    assert not read(printed, replace(TIDY, usual_length=8)).unshifted
    assert not read(
        "| 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ | |", TIDY
    ).unshifted


@pytest.mark.parametrize(
    ("printed", "covered"),
    [
        ("| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | |", 7),
        ("| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 |", 5),
        ("| 漢陽大学校 | 工学部 | 部局間 |", 5),
    ],
)
def test_headings_beyond_the_end_of_a_row_are_not_covered(printed: str, covered: int):
    assert read(printed).covered == covered


def test_text_stays_under_its_heading_where_rows_never_slip():
    printed = "| アジア | 韓国 | ゼータ | | 部局間 | 工学部 | ○ |"
    assert read(printed, TIDY).columns == (0, 1, 2, -1, 4, 5, 6)


def test_region_is_read_with_its_territory_even_an_unknown_one():
    printed = "| オセアニア | | ゼータ | 北都大学 | | 部局間 | 工学部 |"
    assert read(printed).columns == (0, 2, 3, -1, 5, 6, -1)


def test_marks_of_several_columns_stay_where_they_are_printed():
    roles = ("territory", "institution", "exchange", "other_mark", "other_mark")
    for marks in ("x | | ", " | x | ", " | | x", "x | | x"):
        reading = read(f"| Italien | Università di Pisa | {marks} |", roles=roles)
        assert drawn_again(f"| Italien | Università di Pisa | {marks} |", reading) == (
            "| Italien | Università di Pisa | "
            + " | ".join(cell.strip() for cell in marks.split("|"))
            + " |"
        )
        assert reading.other == ()
