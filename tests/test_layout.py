"""Which rows are the list, and what its columns are."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.layout import HEADING_ROWS, Layout, find_layout
from tests.stages import REFERENCE
from tests.tables import grid, grid_of


def layout(drawn: str) -> Layout:
    return find_layout(grid(drawn), REFERENCE)


def body(drawn: str) -> list[int]:
    table = grid(drawn)
    return [table.numbers[i] for i in find_layout(table, REFERENCE).body]


def test_heading_gives_each_column_its_role():
    found = layout("""
        | 地域 | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 | |
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ | |
    """)
    assert [(c.index, c.heading, c.role, c.name) for c in found.columns] == [
        (0, "地域", "region", "region"),
        (1, "国・地域", "territory", "territory"),
        (2, "大学・機関等名", "institution", "institution"),
        (3, "学部等名", "partner_unit", "partner_unit"),
        (4, "協定タイプ", "agreement_type", "agreement_type"),
        (5, "関連部署", "departments", "departments"),
        (6, "交換留学", "exchange", "exchange"),
        (7, "", "blank", "blank"),
    ]


def test_headings_may_be_in_another_language_and_order():
    found = layout("""
        | Partner University | Country | Region |
        | Kiel University | Germany | Europe |
    """)
    assert [c.role for c in found.columns] == ["institution", "territory", "region"]


def test_other_columns_are_kept_under_names_of_their_own():
    found = layout("""
        | 国 | 大学名 | 備考 | 備考 | 締結日 | source_row | | |
        | 韓国 | 漢陽大学校 | a | b | c | d | e | f |
    """)
    assert [(c.role, c.name) for c in found.columns[2:]] == [
        ("other", "備考"),
        ("other", "備考 (2)"),
        ("other", "締結日"),
        ("other", "source_row (2)"),
        ("blank", "blank"),
        ("blank", "blank (2)"),
    ]


def test_title_above_the_heading_is_skipped():
    found = layout("""
        国際交流協定一覧
        | 2026 年 4 月 | |
        | 国 | 大学名 |
        |---|:-:|
        | 韓国 | 漢陽大学校 |
    """)
    assert found.heading_row == 3
    assert found.skipped == ((1, "title"), (2, "title"), (3, "heading"), (4, "rule"))
    assert found.body == (4,)


def test_heading_printed_again_and_empty_rows_are_no_agreements():
    found = layout("""
        | 国 | 大学名 |
        | 韓国 | 漢陽大学校 |
        |国|大学名|
        | | |
        | | 慶尚大学校 |
        | === | |
    """)
    assert found.skipped == ((1, "heading"), (3, "heading"), (4, "empty"), (6, "rule"))
    assert found.body == (1, 4)


def test_first_cell_like_that_of_the_heading_is_no_heading():
    assert body("""
        | 国 | 大学名 |
        | 国 | 漢陽大学校 |
    """) == [2]


def test_dash_in_each_cell_is_a_row_and_no_rule():
    assert body("""
        | 国 | 大学名 | 交換留学 |
        | - | - | - |
    """) == [2]


def test_row_that_names_most_columns_is_the_heading():
    found = layout("""
        | 大学名 | 国 | |
        | 地域 | 国 | 大学名 |
        | アジア | 韓国 | 漢陽大学校 |
    """)
    assert found.heading_row == 2


@pytest.mark.parametrize(
    "drawn",
    [
        "| 品名 | 価格 |\n| 鉛筆 | 100 |",
        "| 氏名 | 住所 | 電話 |\n| 山田 | 神戸市 | 078 |",
        "| 大学名 | 住所 |\n| 神戸大学 | 神戸市 |",
        "| 国 | 地域 |\n| 韓国 | アジア |",
        "| 韓国 | 漢陽大学校 | 工学部 |\n| 台湾 | 元智大学 | 工学部 |",
    ],
)
def test_table_that_is_no_agreement_list_is_refused(drawn: str):
    with pytest.raises(SourceError, match="must have a row that names its columns"):
        layout(drawn)


def test_heading_far_below_is_not_looked_for():
    rows = [["x", "y"]] * HEADING_ROWS
    with pytest.raises(SourceError, match="none of the first 200 rows does"):
        find_layout(grid_of(["x", "y"], [*rows, ["国", "大学名"]]), REFERENCE)


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(SourceError, match="columns 1 and 3 both mean territory"):
        layout("""
            | 国 | 大学名 | 国・地域 |
            | 韓国 | 漢陽大学校 | 韓国 |
        """)


def test_heading_without_rows_is_refused():
    with pytest.raises(SourceError, match="none follows source row 1"):
        layout("| 国 | 大学名 |\n|---|---|\n| | |")
