"""Runs of rows in which the partner's unit and our departments changed places."""

from __future__ import annotations

from tests.stages import HEADING, aligned_of

ROW = "| アジア | 韓国 | 第{}大学校 | {} | 部局間 | {} | ○ |\n"
UNITS = ("音楽院", "薬学院", "舞踊院", "体育院", "神学院", "農学院")
OURS = ("工学部", "理学部")


def row(i: int, exchanged: bool) -> str:
    names = UNITS[i % len(UNITS)], OURS[i % 2]
    return ROW.format(i, *(reversed(names) if exchanged else names))


def asked(exchanged: range) -> tuple[set[int], list[str]]:
    """The rows that are asked about, and the questions for the list."""
    rows = "".join(row(i, i in exchanged) for i in range(24))
    aligned = aligned_of(HEADING + rows)
    found = {d.row for d in aligned.ambiguities if d.code == "EXCHANGED_CELLS"}
    return found, [q.code for q in aligned.questions]


def test_names_that_no_row_has_the_other_way_round_are_not_asked_about():
    assert asked(range(0)) == (set(), [])


def test_row_that_has_its_names_the_other_way_round_is_asked_about():
    assert asked(range(7, 8)) == ({7}, [])


def test_long_run_is_asked_about_once_with_its_rows():
    assert asked(range(4, 12)) == (set(), ["NAMES_EXCHANGED"])
    rows = "".join(map(row, range(24), [4 <= i < 12 for i in range(24)]))
    question = aligned_of(HEADING + rows).questions[0]
    named = {"cells": "8", "examples": "6, 7, 8, 9, 10, 11, 12, 13"}
    assert named.items() <= dict(question.detail).items()


def test_unit_that_stands_beside_institutions_elsewhere_is_no_exchanged_one():
    aligned = aligned_of(
        HEADING
        + "| ヨーロッパ | フランス | Université Alba | École d'ingénieurs |\n"
        + "| ヨーロッパ | フランス | ALBATECH | École d'ingénieurs |\n"
        + "| ヨーロッパ | フランス | Lettres | École des Mines |\n"
    )
    found = {d.row for d in aligned.ambiguities if d.code == "EXCHANGED_CELLS"}
    assert found == {2}
