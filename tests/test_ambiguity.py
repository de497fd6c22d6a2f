"""Rows whose reading is in doubt are asked, and rows that fit are not."""

from __future__ import annotations

import pytest

from tests.stages import HEADING, aligned_of, assert_read, doubts_of


def test_row_with_two_good_readings_is_asked_and_so_are_the_labels_past_it():
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | ゼータ | ユーレカ | | 部局間 | 工学部 | ○ | |
        | | | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | 漢陽大学校 | | 工学部 | 部局間 | 工学部 | ○ | |
        | | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | ゼータ | ユーレカ | 部局間 | 工学部 | ○
        4 | アジア | 韓国 | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○
        5 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        6 | アジア | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○
        """,
        (3, "AMBIGUOUS_ROW", "institution"),
        (3, "AMBIGUOUS_ROW", "partner_unit"),
        (3, "CARRIED_FROM_DOUBT", "territory"),
        (4, "CARRIED_FROM_DOUBT", "territory"),
        (5, "CARRIED_FROM_DOUBT", "territory"),
    )


def test_row_that_ends_early_is_asked():
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 漢陽大学校 | 工学部 | 部局間 |
        | | | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 |  |
        4 | アジア | 韓国 | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○
        """,
        (3, "SHORT_ROW", "departments"),
        (3, "SHORT_ROW", "exchange"),
    )


def test_list_that_always_leaves_out_blank_cells_at_the_end_is_not_asked():
    marked = "| アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |"
    short = "| アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 |"
    aligned = aligned_of(HEADING + "\n".join([marked] * 5 + [short] * 20))
    assert doubts_of(aligned) == set()
    few = aligned_of(HEADING + "\n".join([marked] * 5 + [short] * 19))
    assert len(doubts_of(few)) == 19


def test_label_alone_in_its_row_is_no_agreement_and_is_asked():
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | タイ | | | | | |
        | | | マヒドン大学 | 工学部 | 部局間 | 工学部 | ○ |
        | ヨーロッパ | ドイツ | キール大学 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○
        5 | アジア | タイ | マヒドン大学 | 工学部 | 部局間 | 工学部 | ○
        6 | ヨーロッパ | ドイツ | キール大学 | 工学部 | 部局間 | 工学部 | ○
        """,
        (4, "LABEL_ALONE", "territory"),
    )


def test_blank_in_a_row_out_of_place_is_asked_where_the_list_has_no_blank():
    full = "| 部局間 | 慶尚大学校 | ○ | 韓国 |\n"
    aligned = aligned_of(
        "| 協定タイプ | 大学名 | 交換留学 | 国 |\n"
        + full * 8
        + "| キール大学 | ○ | ドイツ | |\n"
        + "| | ボン大学 | ○ | ドイツ |"
    )
    assert doubts_of(aligned) == {(10, "BLANK_AGAINST_HABIT", "agreement_type")}


def test_unknown_type_under_its_heading_is_read_there():
    assert_read(
        """
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 慶尚大学校 | 工学部 | 申合せ | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 慶尚大学校 | 工学部 | 申合せ | 工学部 | ○
        """,
    )


@pytest.mark.parametrize(
    ("row", "code", "role"),
    [
        (
            "| 極東 | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |",
            "UNKNOWN_REGION",
            "region",
        ),
        (
            "| アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | 要相談 |",
            "UNKNOWN_MARK",
            "exchange",
        ),
        (
            "| アジア | BK21 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |",
            "UNLIKELY_CELL",
            "territory",
        ),
    ],
)
def test_cell_that_hardly_fits_its_column_is_asked(row: str, code: str, role: str):
    first = "| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |\n"
    aligned = aligned_of(HEADING + first * 3 + row)
    assert (5, code, role) in doubts_of(aligned)


def test_row_that_cannot_be_placed_is_no_agreement_and_is_asked():
    assert_read(
        """
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | a | b | c | d | e | f | g | h |
        | | | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        4 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        """,
        (3, "UNPLACED_ROW", ""),
        (4, "CARRIED_FROM_DOUBT", "territory"),
    )


def test_unit_alone_below_an_agreement_may_be_the_rest_of_its_unit():
    found = aligned_of(
        HEADING
        + "| アジア | 韓国 | 第一大学校 | 音楽院 | 部局間 | 工学部 | ○ |\n"
        + "| | | 第二大学校 | 舞踊院 | 部局間 | 理学部 | ○ |\n"
        + "| | | | 附属研究所 | | | |\n"
        + "| | | 第三大学校 | 体育院 | 大学間 | 工学部 | ○ |\n"
    )
    assert (3, "TORN_ROW", "") in doubts_of(found)
