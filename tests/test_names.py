"""Unknown names, other spellings, texts that are cut off: asked, never changed."""

from __future__ import annotations

import pytest

from tests.stages import check, checked_of, findings_of, words


def found(drawn: str) -> list[tuple[int, str, str]]:
    """The findings but the one that only counts unknown institutions."""
    every = findings_of(check(drawn))
    return [f for f in every if f[1] != "UNKNOWN_INSTITUTION"]


def test_unknown_territory_is_asked_on_every_row_it_is_carried_to():
    assert found("""
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | ナルニア | 北都大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 南海大学 | 工学部 | 部局間 | 工学部 | ○ |
    """) == [
        (3, "UNKNOWN_TERRITORY", "territory_text"),
        (4, "UNKNOWN_TERRITORY", "territory_text"),
    ]


def test_a_state_that_is_several_today_is_counted_as_before_and_asked_about():
    checked = checked_of("""
        | 国名 | 大学名 |
        | ソビエト連邦 | 北都大学 |
        | | 東都大学 |
        | USSR（2） | 西都大学 |
        | ロシア | 南都大学 |
        | ビルマ | 中都大学 |
        | ナルニア | 山都大学 |
    """)
    assert checked.identified.territory_code.tolist() == (
        ["RUS", "RUS", "RUS", "RUS", "MMR", ""]
    )
    asked = [f for f in findings_of(checked) if f[2] == "territory_text"]
    assert asked == [
        (2, "DISSOLVED_STATE", "territory_text"),
        (3, "DISSOLVED_STATE", "territory_text"),
        (4, "DISSOLVED_STATE", "territory_text"),
        (7, "UNKNOWN_TERRITORY", "territory_text"),
    ]


def test_what_a_state_that_is_several_today_is_counted_as_is_named():
    checked = checked_of("""
        | 国名 | 大学名 |
        | ソビエト連邦 | 北都大学 |
        | ロシア | 南都大学 |
    """)
    _, japanese, english = words(checked, "DISSOLVED_STATE")
    assert "「ソビエト連邦」は今はない国の名で" in japanese
    assert "「ロシア」として数えています" in japanese
    assert "It is counted as Russia." in english


def test_unknown_institutions_are_one_note_for_the_list():
    checked = checked_of("""
        | 国 | 大学名 |
        | 韓国 | 漢陽大学校 |
        | 韓国 | 北都大学 |
        | 韓国 | 南海大学 |
        | 韓国 | 北都大学 |
    """)
    notes = [f for f in findings_of(checked) if f[1] == "UNKNOWN_INSTITUTION"]
    assert notes == [(3, "UNKNOWN_INSTITUTION", "institution_text")]
    assert words(checked, "UNKNOWN_INSTITUTION")[2].startswith("2 institutions")


def test_institution_known_elsewhere_is_asked():
    checked = check("| アジア | 韓国 | 東北大学 | 工学部 | 部局間 | 工学部 | ○ |")
    assert (2, "INSTITUTION_ELSEWHERE", "institution_text") in findings_of(checked)
    _, japanese, text = words(checked, "INSTITUTION_ELSEWHERE")
    assert "中国" in japanese
    assert "'東北大学' in China, but this row is under '韓国'" in text


@pytest.mark.parametrize(
    ("territory", "printed", "usual", "code"),
    [
        (
            "インドネシア",
            "バジャジャラン大学",
            "パジャジャラン大学",
            "KANA_SLIP",
        ),  # row 8
        ("インドネシア", "フルタミナ大学", "プルタミナ大学", "KANA_SLIP"),  # row 10
        ("中国", "同濟大学", "同済大学", "OLD_FORM_CHARACTER"),  # row 43
        ("中国", "浙江大學", "浙江大学", "OLD_FORM_CHARACTER"),  # row 47
    ],
)
def test_other_spelling_is_published_as_printed_with_the_usual_name_beside(
    territory: str, printed: str, usual: str, code: str
):
    # The row numbers are those of the Kobe list.
    others = "| アジア | 韓国 | 漢陽大学校 | | 部局間 | 工学部 | ○ |\n"
    names = [
        "慶尚大学校",
        "成均館大学校",
        "忠南大学校",
        "国立大学",
        "北都大学",
        "南海大学",
    ]
    others += "".join(f"| | | {n} | | 部局間 | 工学部 | ○ |\n" for n in names)
    checked = check(
        others + f"| アジア | {territory} | {printed} | | 部局間 | 工学部 | ○ |"
    )
    assert (9, code, "institution_text") in findings_of(checked)
    severity, text_ja, text_en = words(checked, code)
    assert severity == "check"
    assert f"「{printed}」" in text_ja
    assert f"「{usual}」" in text_ja
    assert f"'{printed}'" in text_en
    assert f"'{usual}'" in text_en


def test_old_forms_are_no_doubt_in_a_list_written_in_them():
    assert (
        found("""
        | アジア | 中国 | 同濟大學 | | 部局間 | 工学部 | ○ |
        | アジア | 中国 | 浙江大學 | | 部局間 | 工学部 | ○ |
    """)
        == []
    )


UNITS = ["工学部", "理学部", "農学部", "医学部", "法学部", "文学部"]


def cut_off(unit: str, institution: str = "漢陽大学校") -> list[str]:
    """The codes found on a row with this unit, in a list of whole ones."""
    rows = [
        f"| アジア | 韓国 | 漢陽大学校 | {u} | 部局間 | 工学部 | ○ |" for u in UNITS
    ]
    rows.append(f"| アジア | 韓国 | {institution} | {unit} | 大学間 | 工学部 | ○ |")
    return [code for row, code, _ in found("\n".join(rows)) if row == 8]


@pytest.mark.parametrize(
    "unit",
    [
        "情報技術学部、建築デザイン学",  # row 13
        "生命科学・バイオテクノロジー大学院、情報通信工学大学院、工",  # row 23
        "国立国際膜科学研究センター/分離膜と膜処理国家重点実験",  # row 40
        "理学部・",
        "School of Arts and",
        "エネルギー工学部(BK21 FOUR",
        "工学部（機械",
    ],
)
def test_unit_cut_off_in_the_middle_of_a_word_is_asked(unit: str):
    # The rows are those of the Kobe list.
    assert "TRUNCATED_TEXT" in cut_off(unit)


@pytest.mark.parametrize(
    "unit",
    [
        "エネルギー工学部(BK21 FOURセンター)",
        "工科大学及び大学院工学系",
        "評議員会",
        "Faculty of Science",
        "",
    ],
)
def test_whole_unit_is_no_doubt(unit: str):
    assert "TRUNCATED_TEXT" not in cut_off(unit)


def test_institution_cut_off_is_asked():
    assert "TRUNCATED_TEXT" in cut_off("経済学部", "University of")


def test_way_of_writing_of_the_whole_list_is_no_cut_off_text():
    rows = [
        f"| アジア | 韓国 | 漢陽大学校 | {u} | 部局間 | 工学部 | ○ |"
        for u in ("機械工", "電気工", "建築工", "理学部")
    ]
    assert found("\n".join(rows)) == []


def test_texts_are_checked_in_a_list_without_territories_too():
    checked = checked_of("""
        | 大学名 | 協定タイプ |
        | 漢陽大学校 | 部局間 |
        | University of | 部局間 |
    """)
    assert findings_of(checked) == [
        (0, "TERRITORIES_INSIDE", "territory_text|territory_code"),
        (2, "UNKNOWN_INSTITUTION", "institution_text"),
        (3, "TRUNCATED_TEXT", "institution_text"),
    ]


def test_text_that_differs_from_a_known_one_only_in_lookalikes_is_asked():
    checked = check("""
        | アジア | 韓国 | 漢陽大学校 | エ学部 | 部局問 | エ学部 | ○ |
        | | | 北都太学 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 南海大学 | 工学部 | 部局間 | 工学部 | ○ |
    """)
    asked = [f for f in findings_of(checked) if f[1] == "MISREAD_TEXT"]
    assert asked == [
        (2, "MISREAD_TEXT", "agreement_type_text"),
        (2, "MISREAD_TEXT", "departments_text"),
        (2, "MISREAD_TEXT", "partner_unit_text"),
        (3, "MISREAD_TEXT", "institution_text"),
    ]
    texts = words(checked, "MISREAD_TEXT")[2].tolist()
    assert texts[0].startswith("'部局問' is probably a misreading of '部局間'")


def test_type_unlike_all_others_is_asked_where_it_stands():
    others = "| アジア | 韓国 | 南海大学 | | 部局間 | 工学部 | ○ |\n" * 20
    checked = check(others + "| アジア | 韓国 | 北都大学 | | 甲乙丙 | 工学部 | ○ |")
    assert (22, "UNUSUAL_TYPE", "agreement_type_text") in findings_of(checked)
