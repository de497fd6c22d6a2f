"""Whole lists: each cell under its own heading. See test_fill_down and test_ambiguity too."""

from __future__ import annotations

from pipeline.align.model import ABSENT
from tests.stages import HEADING, aligned_of, assert_read, doubts_of, rows_of, table


def test_rows_one_column_to_the_left_go_back_under_their_heading():
    # Kobe rows 24-34: from the lost label of row 24 on, cells lost one column or two.
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 成均館大学校 | 理学部 | 大学間 | 工学部、大学院工学研究科 | ○ |
        | 忠南大学校 | | 工学部 | 部局間 | 工学部、大学院工学研究科 | ○ | |
        | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部、大学院工学研究科 | ○ | |
        | | 国立高雄大学 | 工学院 | 部局間 | 工学部、大学院工学研究科 | ○ | |
        | | 国立台湾科技大学 | 高等膜物質研究センター | 部局間 | 工学部 | | |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 成均館大学校 | 理学部 | 大学間 | 工学部、大学院工学研究科 | ○
        4 | アジア | 韓国 | 忠南大学校 | 工学部 | 部局間 | 工学部、大学院工学研究科 | ○
        5 | アジア | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部、大学院工学研究科 | ○
        6 | アジア | 台湾 | 国立高雄大学 | 工学院 | 部局間 | 工学部、大学院工学研究科 | ○
        7 | アジア | 台湾 | 国立台湾科技大学 | 高等膜物質研究センター | 部局間 | 工学部 |
        """,
    )


def test_rows_one_column_to_the_right_go_back_under_their_heading():
    # Kobe rows 49-52: a blank cell put in behind the region.
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ | |
        | オセアニア | | オーストラリア | ヴィクトリア大学 | | 部局間 | 工学部 | |
        | | | | シドニー工科大学 | | 部局間 | 工学部 | |
        | | | | モナシュ大学 | 芸術・デザイン・建築学部 | 部局間 | 工学部 | ○ |
        | | ロイヤルメルボルン工科大学 | | | 部局間 | 工学部 | | |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | オセアニア | オーストラリア | ヴィクトリア大学 |  | 部局間 | 工学部 |
        4 | オセアニア | オーストラリア | シドニー工科大学 |  | 部局間 | 工学部 |
        5 | オセアニア | オーストラリア | モナシュ大学 | 芸術・デザイン・建築学部 | 部局間 | 工学部 | ○
        6 | オセアニア | オーストラリア | ロイヤルメルボルン工科大学 |  | 部局間 | 工学部 |
        """,
    )


def test_columns_may_stand_in_another_order():
    aligned = aligned_of("""
        | 協定タイプ | 大学・機関等名 | 交換留学 | 国・地域 | 地域 | 関連部署 | 学部等名 |
        | 部局間 | 慶尚大学校 | ○ | 韓国 | アジア | 工学部 | 理学部 |
        | 大学間 | 成均館大学校 | | | | 工学部、大学院工学研究科 | |
        | キール大学 | ○ | ドイツ | ヨーロッパ | 工学部 | 工学部 | |
        | | 部局間 | ボン大学 | ○ | | | 工学部 | 理学部 |
    """)
    assert rows_of(aligned) == table("""
        2 | アジア | 韓国 | 慶尚大学校 | 理学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 成均館大学校 |  | 大学間 | 工学部、大学院工学研究科 |
        4 | ヨーロッパ | ドイツ | キール大学 | 工学部 |  | 工学部 | ○
        5 | ヨーロッパ | ドイツ | ボン大学 | 理学部 | 部局間 | 工学部 | ○
    """)


def test_list_without_region_type_or_mark_is_aligned_as_well():
    aligned = aligned_of("""
        | 国 | 大学名 | 学部等名 |
        | 韓国 | 漢陽大学校 | 工学部 |
        | 慶尚大学校 | 理学部 | |
        | | ドイツ | キール大学 | 工学部 |
    """)
    assert rows_of(aligned, ["territory", "institution", "partner_unit"]) == table("""
        2 | 韓国 | 漢陽大学校 | 工学部
        3 | 韓国 | 慶尚大学校 | 理学部
        4 | ドイツ | キール大学 | 工学部
    """)
    assert doubts_of(aligned) == set()


def test_other_columns_stay_in_their_place():
    aligned = aligned_of("""
        | 国 | 大学名 | 備考 |
        | 韓国 | 漢陽大学校 | 更新中 |
        | | 慶尚大学校 | |
    """)
    words = [aligned.words[code] for code in aligned.text[:, 2]]
    assert words == ["更新中", ""]


def test_heading_printed_again_is_skipped():
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        |地域|国・地域|大学・機関等名|学部等名|協定タイプ|関連部署|交換留学|
        | | | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        4 | アジア | 韓国 | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○
        """,
    )


FITTING = """
    | アジア | 韓国 | ユーレカ | ゼータ | 部局間 | 工学部 | ○ |
    | | | 漢陽大学校 | ゼータ | 申合せ | 工学部 | ○ |
    | | | 慶尚大学校 | 工学部 | 申合せ | 工学部 | ○ |
"""


def test_words_learned_from_rows_that_fit_decide_a_shifted_row():
    assert_read(
        FITTING.strip() + "\n| ユーレカ | | ゼータ | 申合せ | 工学部 | ○ | |",
        """
        2 | アジア | 韓国 | ユーレカ | ゼータ | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 漢陽大学校 | ゼータ | 申合せ | 工学部 | ○
        4 | アジア | 韓国 | 慶尚大学校 | 工学部 | 申合せ | 工学部 | ○
        5 | アジア | 韓国 | ユーレカ | ゼータ | 申合せ | 工学部 | ○
        """,
    )


def test_shifted_row_of_words_that_no_row_teaches_is_asked():
    rows = """
        | アジア | 韓国 | 漢陽大学校 | 理学部 | 部局間 | 工学部 | ○ |
        | | | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 成均館大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 忠南大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | ユーレカ | | ゼータ | 申合せ | 工学部 | ○ | |
    """
    asked = {row for row, _, _ in doubts_of(aligned_of(HEADING + rows.strip()))}
    assert asked == {6}


def test_each_published_cell_knows_the_row_and_column_it_was_printed_in():
    aligned = aligned_of("""
        | 国 | 大学名 | 協定タイプ | 交換留学 |
        | 韓国 | 漢陽大学校 | 部局間 | ○ |
        | 慶尚大学校 | 部局間 | ○ | |
    """)
    assert aligned.row.tolist() == [[0, 0, 0, 0], [0, 1, 1, 1]]
    assert aligned.column.tolist() == [[0, 1, 2, 3], [0, 0, 1, 2]]
    assert ABSENT not in aligned.column
