"""Labels that were filled down, and what known institutions say of them."""

from tests.stages import checked_of, findings_of

HEADING = "| 国・地域 | 大学・機関等名 | 協定タイプ |\n"
ASKED = "CARRIED_FROM_DOUBT"


def asked(rows: str) -> set[int]:
    found = findings_of(checked_of(HEADING + rows.strip()))
    return {row for row, code, _ in found if code == ASKED}


def test_known_institution_under_another_label_puts_the_label_of_its_rows_in_doubt():
    rows = """
    | 韓国 | 漢陽大学校 | 部局間 |
    |  | 第一大学 | 部局間 |
    |  | 清華大学 | 部局間 |
    | タイ | マヒドン大学 | 部局間 |
    |  | 第二大学 | 部局間 |
    """
    assert asked(rows) == {3, 4}


def test_two_labels_so_contradicted_leave_no_filled_down_label_sure_but_the_known():
    rows = """
    | 韓国 | 漢陽大学校 | 部局間 |
    |  | 清華大学 | 部局間 |
    | タイ | マヒドン大学 | 部局間 |
    |  | ピサ大学 | 部局間 |
    | 中国 | 天津大学 | 部局間 |
    |  | 第二大学 | 部局間 |
    |  | 東北大学 | 部局間 |
    """
    assert asked(rows) >= {3, 5, 7}


def test_known_institution_settles_a_doubt_about_its_label():
    row = "| 韓国 | 漢陽大学校 | 部局間 |\n| 韓国 | 釜山大学校 | 部局間 |\n"
    blank = "| | 慶尚大学校 | 部局間 |\n| | 第一大学 | 部局間 |\n"
    found = findings_of(checked_of(HEADING + row * 5 + blank))
    assert [f for f in found if f[0] > 11] == [
        (13, "MISSING_TERRITORY", "territory_text")
    ]
