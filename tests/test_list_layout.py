"""How a list's layout is shown to its reader, and what changing it records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.list_layout import (
    column_decision,
    decided_columns,
    first_rows,
    header_decision,
    heading_row,
    missing_roles,
    printed_columns,
    role_choices,
    without_superseded,
)
from pipeline import Decision, edition_of
from pipeline.model import Edition
from tests.tables import grid

LIST = """
    | Stand 2031 | | | |
    | 国・地域 | 大学名 | 段階 | 担当者 |
    | 韓国 | 北都大学 | 強い | 山田太郎 |
    | 韓国 | 南海大学 | 弱い | |
    | 台湾 | 西湖大学 | 強い | 佐藤花子 |
"""
SAID = Decision(0, "", "", "departments", "確認済み", "国際課", "2026-11-24")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(grid(LIST))


def test_columns_are_shown_with_their_role_and_what_they_hold(edition):
    assert [
        (c.number, c.heading, c.role, c.understood, c.distinct, c.filled, c.top_texts)
        for c in printed_columns(edition)
    ] == [
        (1, "国・地域", "territory", True, 2, 3, (("韓国", 2), ("台湾", 1))),
        (
            *(2, "大学名", "institution", True, 3, 3),
            (("北都大学", 1), ("南海大学", 1), ("西湖大学", 1)),
        ),
        (3, "段階", "other", False, 2, 3, (("強い", 2), ("弱い", 1))),
        (4, "担当者", "contact", True, 2, 2, ()),
    ]
    assert missing_roles(edition) == [
        *("region", "partner_unit", "agreement_type", "departments", "exchange"),
    ]


def test_rows_are_shown_as_received_with_the_heading_marked(edition):
    assert [(number, kind) for number, kind, _ in first_rows(edition)] == [
        *((1, "other"), (2, "heading"), (3, "row"), (4, "row"), (5, "row")),
    ]
    assert first_rows(edition)[2][2] == (" 韓国 ", " 北都大学 ", " 強い ", "···")
    assert heading_row(edition) == 2


def test_role_said_of_a_column_is_recorded_by_its_heading(edition):
    decision = column_decision(edition, 3, SAID)
    assert decision == Decision(
        *(0, "column_role", "段階", "departments", "確認済み", "国際課"),
        *("2026-11-24", "3 of 4"),
    )
    after = edition_of(grid(LIST), decisions=[decision])
    assert printed_columns(after)[2].role == "departments"
    assert decided_columns(after, [decision]) == {3: decision}


def test_row_said_to_be_the_heading_is_recorded_by_its_text(edition):
    decision = header_decision(edition, 2, SAID)
    assert (decision.source_row, decision.column, decision.value) == (
        *(2, "header_row", "heading"),
    )
    assert decision.expect == "国・地域 | 大学名 | 段階 | 担当者"
    assert heading_row(edition_of(grid(LIST), decisions=[decision])) == 2


def test_later_decision_replaces_those_it_contradicts(edition):
    header = header_decision(edition, 2, SAID)
    third = column_decision(edition, 3, SAID)
    again = replace(third, value="partner_unit")
    other = column_decision(edition, 4, SAID)
    cell = Decision(3, "territory_text", "韓国", "台湾")
    assert without_superseded([header, third, cell], [again]) == (header, cell)
    assert without_superseded([header, third, cell], [other]) == (header, cell)
    assert without_superseded([header, third], [replace(header, source_row=3)]) == (
        third,
    )
    assert without_superseded([cell], [cell]) == (cell,)


def test_present_role_is_the_first_to_choose(edition):
    column = printed_columns(edition)[2]
    assert role_choices(column, ("agreement_type",))[:3] == [
        *("other", "agreement_type", "region"),
    ]
    assert role_choices(replace(column, role="blank"))[0] == "region"


def test_role_said_of_labels_between_rows_is_recorded_without_a_heading(edition):
    decision = column_decision(edition, 0, SAID)
    assert (decision.expect, decision.context) == ("", "labels")
    assert decided_columns(edition, [decision]) == {0: decision}
