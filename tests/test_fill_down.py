"""Labels are filled down to the rows they are printed for; nothing else is."""

from __future__ import annotations

from tests.stages import aligned_of, assert_read, doubts_of, rows_of


def test_label_printed_once_covers_the_rows_below():
    assert_read(
        """
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 慶尚大学校 | 理学部 | 大学間 | 工学部 | ○ |
        | | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |
        | ヨーロッパ | ドイツ | キール大学 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 慶尚大学校 | 理学部 | 大学間 | 工学部 | ○
        4 | アジア | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○
        5 | ヨーロッパ | ドイツ | キール大学 | 工学部 | 部局間 | 工学部 | ○
        """,
    )


def test_unit_type_departments_and_mark_are_never_filled_down():
    assert_read(
        """
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 慶尚大学校 | | | | |
        | | | 成均館大学校 | 理学部 | 大学間 | 工学部 | |
        """,
        """
        2 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 慶尚大学校 |  |  |  |
        4 | アジア | 韓国 | 成均館大学校 | 理学部 | 大学間 | 工学部 |
        """,
    )


def test_territory_is_not_filled_down_past_a_new_region():
    assert_read(
        """
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | 北米 | | トロント大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | | ワシントン大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | カナダ | トロント大学 | 理学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | 北米 | | トロント大学 | 工学部 | 部局間 | 工学部 | ○
        4 | 北米 | | ワシントン大学 | 工学部 | 部局間 | 工学部 | ○
        5 | 北米 | カナダ | トロント大学 | 理学部 | 部局間 | 工学部 | ○
        """,
        (3, "MISSING_TERRITORY", "territory"),
        (4, "MISSING_TERRITORY", "territory"),
    )


def test_unknown_territory_under_its_heading_is_filled_down_as_printed():
    assert_read(
        """
        | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | ナルニア | 北都大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 南海大学 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | ナルニア | 北都大学 | 工学部 | 部局間 | 工学部 | ○
        4 | アジア | ナルニア | 南海大学 | 工学部 | 部局間 | 工学部 | ○
        """,
    )


def test_labels_in_rows_of_their_own_are_headings_of_the_rows_below():
    assert_read(
        """
        | アジア | | | | | | |
        | | 韓国 | | | | | |
        | | | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | ヨーロッパ | | | | | | |
        | | ドイツ | | | | | |
        | | | キール大学 | 工学部 | 部局間 | 工学部 | ○ |
        """,
        """
        4 | アジア | 韓国 | 慶尚大学校 | 工学部 | 部局間 | 工学部 | ○
        7 | ヨーロッパ | ドイツ | キール大学 | 工学部 | 部局間 | 工学部 | ○
        """,
    )


def test_institution_filled_down_is_asked():
    assert_read(
        """
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | | 理学部 | 部局間 | 工学部 | |
        """,
        """
        2 | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 漢陽大学校 | 理学部 | 部局間 | 工学部 |
        """,
        (3, "CARRIED_INSTITUTION", "institution"),
    )


def test_institution_is_not_filled_down_past_a_new_label():
    aligned = aligned_of("""
        | 国 | 大学名 | 協定タイプ | 交換留学 |
        | 韓国 | 漢陽大学校 | 部局間 | ○ |
        | 台湾 | | 部局間 | ○ |
    """)
    assert rows_of(aligned, ["territory", "institution"]) == {
        2: ("韓国", "漢陽大学校"),
        3: ("台湾", ""),
    }
    assert (3, "MISSING_INSTITUTION", "institution") in doubts_of(aligned)


def test_label_that_no_row_above_gives_is_missing():
    assert_read(
        """
        | | | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | アジア | 韓国 | 慶尚大学校 | 理学部 | 部局間 | 工学部 | ○ |
        """,
        """
        2 |  |  | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○
        3 | アジア | 韓国 | 慶尚大学校 | 理学部 | 部局間 | 工学部 | ○
        """,
        (2, "MISSING_REGION", "region"),
        (2, "MISSING_TERRITORY", "territory"),
    )


def test_blank_label_is_asked_where_the_list_prints_it_on_every_row():
    row = "| 韓国 | 漢陽大学校 | 部局間 |\n"
    aligned = aligned_of(
        "| 国 | 大学名 | 協定タイプ |\n" + row * 6 + "| | 慶尚大学校 | 部局間 |"
    )
    assert rows_of(aligned, ["territory"])[8] == ("韓国",)
    assert doubts_of(aligned) == {(8, "CARRIED_FROM_DOUBT", "territory")}


FULL = "| {} | 第{}大学 | 工学部 | 部局間 | 工学部 | ○ |\n"
HEADED = "| 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |\n"


def of_twenty(*rows: str) -> str:
    usual = "".join(FULL.format("" if i else "カナダ", i) for i in range(18))
    return HEADED + usual + "\n".join(rows)


def test_blank_where_every_other_row_has_a_text_is_in_doubt():
    found = aligned_of(of_twenty("| | 南海大学 | | 部局間 | | ○ |"))
    assert doubts_of(found) == {(20, "BLANK_AGAINST_HABIT", "departments")}


def test_rest_of_a_torn_cell_puts_the_row_above_in_doubt():
    found = aligned_of(
        of_twenty(
            "| | 南海大学 | 生命科 | 部局間 | 工学部 | ○ |", "| | | 学研究科 | | | |"
        )
    )
    assert {(20, "TORN_ROW", ""), (21, "CARRIED_INSTITUTION", "institution")} <= (
        doubts_of(found)
    )


def test_list_that_begins_without_a_label_is_asked_about_once():
    found = aligned_of("""
        | アジア | | 北都大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | 韓国 | 南海大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 西湖大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | 台湾 | 東雲大学 | 工学部 | 部局間 | 工学部 | ○ |
    """)
    assert doubts_of(found) == set()
    assert ("LABELS_LAST", ("territory",)) in {
        (q.code, q.roles) for q in found.questions
    }


def test_rest_that_stands_alone_puts_the_row_above_in_doubt():
    rows = "| 韓国 | 第{}大学 | 工学部 | 部局間 | 工学部 | ○ |\n"
    found = aligned_of(
        HEADED
        + "".join(rows.format(i) for i in range(9))
        + "| 韓国 | 慶尚大 | 工学部 | 部局間 | 工学部 | ○ |\n| | 学 | | | | |\n"
    )
    assert doubts_of(found) == {(11, "TORN_ROW", ""), (12, "UNPLACED_ROW", "")}
