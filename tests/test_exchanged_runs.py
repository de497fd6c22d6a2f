"""Runs of rows in which the partner's unit and our departments changed places."""

from __future__ import annotations

from tests.stages import HEADING, aligned_of

ROW = "| アジア | 韓国 | 第{}大学校 | {} | 部局間 | {} | ○ |\n"
UNITS = ("音楽院", "薬学院", "舞踊院", "体育院", "神学院", "農学院")
OURS = ("工学部", "理学部")


def asked(exchanged: range) -> tuple[set[int], list[str]]:
    """The rows that are asked about, and the questions for the list."""
    rows = ""
    for i in range(24):
        names = UNITS[i % len(UNITS)], OURS[i % 2]
        rows += ROW.format(i, *(reversed(names) if i in exchanged else names))
    aligned = aligned_of(HEADING + rows)
    found = {d.row for d in aligned.ambiguities if d.code == "EXCHANGED_CELLS"}
    return found, [q.code for q in aligned.questions]


def test_names_that_no_row_has_the_other_way_round_are_not_asked_about():
    assert asked(range(0)) == (set(), [])


def test_row_that_has_its_names_the_other_way_round_is_asked_about():
    assert asked(range(7, 8)) == ({7}, [])


def test_long_run_is_asked_about_row_by_row_and_once_for_the_rows_that_hide():
    found, questions = asked(range(4, 12))
    assert found == {*range(4, 12)}
    assert questions == ["NAMES_EXCHANGED"]
