"""Contradictions and repeats: when a doubt is raised, where, and in which words."""

from __future__ import annotations

from pipeline.check import Checked
from pipeline.check.findings import findings_table, question_finding
from pipeline.model import ListQuestion
from tests.stages import REFERENCE, check, findings_of, words


def left_out(checked: Checked) -> list[int]:
    rows = checked.identified.normalized.aligned.source_row
    return rows[~checked.published].tolist()


def test_clean_list_has_no_findings():
    assert (
        findings_of(
            check("""
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | 台湾 | 国立台湾大学 | 工学院 | 大学間 | 工学部 | |
    """)
        )
        == []
    )


def test_same_agreement_under_a_region_that_does_not_fit_is_not_published():
    # Kobe row 78 repeats row 79 under 中南米.
    checked = check("""
        | 中南米 | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
        | 北米 | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
    """)
    assert findings_of(checked) == [(2, "REPEATED_ROW", "region_text")]
    assert left_out(checked) == [2]
    severity, text_ja, text_en = words(checked, "REPEATED_ROW")
    assert severity == "check"
    for part in ("アーカンソー大学", "3 行目", "「中南米」", "北米"):
        assert part in text_ja
    for part in ("アーカンソー大学", "row 3", "'中南米'", "North America"):
        assert part in text_en


def test_wrong_copies_are_left_out_wherever_they_stand():
    checked = check("""
        | 北米 | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
        | アジア | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
        | 中南米 | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
    """)
    assert left_out(checked) == [3, 4]


def test_row_that_is_left_out_is_counted_in_no_finding():
    checked = check("""
        | 北米 | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
        | 中南米 | アメリカ合衆国 | アーカンソー大学 | 評議員会 | 部局間 | 工学部 | |
    """)
    assert findings_of(checked) == [(3, "REPEATED_ROW", "region_text")]


def test_note_of_a_list_does_not_fall_with_the_row_left_out():
    checked = check("""
        | 中南米 | アメリカ合衆国 | 北都大学 | 評議員会 | 部局間 | 工学部 | |
        | 北米 | アメリカ合衆国 | 北都大学 | 評議員会 | 部局間 | 工学部 | |
    """)
    assert findings_of(checked) == [
        (2, "REPEATED_ROW", "region_text"),
        (3, "UNKNOWN_INSTITUTION", "institution_text"),
    ]


def test_copies_whose_regions_all_contradict_are_published():
    checked = check("""
        | 中南米 | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | |
        | 北米 | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | |
    """)
    assert left_out(checked) == []
    assert findings_of(checked) == [
        (2, "REGION_CONTRADICTS_TERRITORY", "region_text"),
        (2, "SEVERAL_AGREEMENTS", "partner_unit_text"),
        (3, "REGION_CONTRADICTS_TERRITORY", "region_text"),
        (3, "REPEATED_AGREEMENT", ""),
    ]


def test_rows_alike_in_all_cells_are_published_and_asked():
    checked = check("""
        | アジア | 韓国 | 漢陽大学校 | | 部局間 | 工学部 | ○ |
        | アジア | 韓国 | 漢陽大学校 | | 部局間 | 工学部 | ○ |
        | アジア | ナルニア | 北都大学 | | 部局間 | 工学部 | ○ |
        | アジア | ナルニア | 北都大学 | | 部局間 | 工学部 | ○ |
    """)
    assert left_out(checked) == []
    repeats = [f for f in findings_of(checked) if f[1] == "REPEATED_AGREEMENT"]
    assert repeats == [(3, "REPEATED_AGREEMENT", ""), (5, "REPEATED_AGREEMENT", "")]


def test_many_rows_of_one_finding_are_counted_beyond_five():
    row = "| アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |\n"
    text = words(check(row * 8), "REPEATED_AGREEMENT")[2]
    assert "Rows 2, 3, 4, 5, 6 (+3) for" in text


def test_several_agreements_with_one_unit_are_a_note_at_the_first():
    checked = check("""
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | アジア | 韓国 | 漢陽大学校 | 工学部 | | 工学部 | ○ |
        | アジア | 韓国 | 漢陽大学校 | 理学部 | 部局間 | 工学部 | ○ |
    """)
    assert findings_of(checked) == [(2, "SEVERAL_AGREEMENTS", "partner_unit_text")]
    severity, _, text = words(checked, "SEVERAL_AGREEMENTS")
    assert severity == "note"
    assert "2 agreements with '工学部' (rows 2, 3; types: 部局間, -)" in text


def test_region_that_contradicts_its_territory_is_asked():
    checked = check("| 北米 | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |")
    assert findings_of(checked) == [(2, "REGION_CONTRADICTS_TERRITORY", "region_text")]
    text = words(checked, "REGION_CONTRADICTS_TERRITORY")[1]
    assert "「韓国」が地域「北米」に置かれています。通常は「アジア」です。" in text


def test_territory_that_lists_file_under_two_regions_is_no_doubt():
    rows = "| {} | ロシア | モスクワ大学 | 工学部 | 部局間 | 工学部 | ○ |"
    for region in ("ヨーロッパ", "アジア"):
        codes = [code for _, code, _ in findings_of(check(rows.format(region)))]
        assert "REGION_CONTRADICTS_TERRITORY" not in codes


def test_findings_stand_in_the_order_of_the_rows():
    checked = check("""
        | 北米 | 韓国 | 東北大学 | 工学部 | 部局間 | 工学部 | ○ |
        | アジア | ナルニア | 北都大学 | 理学部・ | 部局間 | 工学部 | ○ |
    """)
    assert findings_of(checked) == [
        (2, "INSTITUTION_ELSEWHERE", "institution_text"),
        (2, "REGION_CONTRADICTS_TERRITORY", "region_text"),
        (3, "TRUNCATED_TEXT", "partner_unit_text"),
        (3, "UNKNOWN_INSTITUTION", "institution_text"),
        (3, "UNKNOWN_TERRITORY", "territory_text"),
    ]
    assert checked.findings["finding_id"].tolist() == [f"F000{i}" for i in range(1, 6)]


def test_roles_are_named_in_the_language_of_the_finding():
    _, text_ja, text_en = words(
        check("""
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 慶尚大学校 | 工学部 | 部局間 | 工学部 |
    """),
        "SHORT_ROW",
    )
    assert "「交換留学」" in text_ja
    assert "student exchange" in text_en


def together(drawn: str) -> list[tuple[int, str]]:
    found = findings_of(check(drawn))
    codes = ("CELLS_TOGETHER", "FACULTY_IN_NAME")
    return [(row, column) for row, code, column in found if code in codes]


def test_cell_that_holds_its_neighbour_too_is_asked():
    assert together("""
        | アジア | 韓国 | 北都大学 工学部 | | 部局間 | 工学部 | ○ |
        | | | 西湖大学生命科学研究科 | | 部局間 | 工学部 | ○ |
        | | | 東雲大学 | 工学部 | 部局間 | 工学部 ○ | |
        | | | 台湾 南海大学 | 工学部 | 部局間 | 工学部 | ○ |
    """) == [
        (2, "institution_text"),
        (3, "institution_text"),
        (4, "departments_text"),
        (5, "institution_text"),
    ]


def test_unit_behind_a_name_is_seen_beside_brackets_separators_and_letters():
    assert together("""
        | アジア | 韓国 | 北都大学物理専攻（旧称） | | 部局間 | 工学部 | ○ |
        | | | 西湖大学物理専攻、 | | 部局間 | 工学部 | ○ |
        | | | 東雲大学Faculty of Law | | 部局間 | 工学部 | ○ |
    """) == [(row, "institution_text") for row in (2, 3, 4)]


def test_names_of_several_words_are_one_cell():
    assert (
        together("""
        | アジア | 韓国 | 北都大学 南校 | 工学部 | 部局間 | 工学部 | ○ |
        | | | 西湖大学附属研究科 | 理学部 | 部局間 | 工学部 | ○ |
        | | 台湾 | 台湾 南海大学 | 工学部 | 部局間 | 工学部 | ○ |
        | | | Y O University | | 部局間 | GITST O GIF | ○ |
    """)
        == []
    )


def test_ditto_marks_are_asked_and_not_replaced():
    found = findings_of(
        check("""
        | アジア | 韓国 | 北都大学 | 工学部 | 部局間 | 工学部 | ○ |
        | 〃 | 韓国 | 〃 | 工学部 | 同上 | 工学部 | ○ |
    """)
    )
    assert [(row, column) for row, code, column in found if code == "DITTO_MARK"] == [
        (3, "agreement_type_text"),
        (3, "institution_text"),
        (3, "region_text"),
    ]


def test_departments_joined_by_a_dot_are_asked_where_none_stands_alone():
    checked = check("""
        | アジア | 韓国 | 北都大学 | 工学部 | 部局間 | 医学部・農学研究科 | ○ |
        | | | 西湖大学 | 工学部 | 部局間 | 教育・国際センター | ○ |
        | | | 東雲大学 | 工学部 | 部局間 | 工学部・理学部 | |
        | | | 南海大学 | 工学部 | 部局間 | 工学部 | |
        | | | 東湖大学 | 工学部 | 部局間 | 理学部 | |
    """)
    asked = [found for found in findings_of(checked) if found[2] == "departments_text"]
    assert asked == [(2, "DEPARTMENTS_TOGETHER", "departments_text")]


def test_question_for_the_whole_list_names_what_follows_from_its_roles():
    asked = ListQuestion("MISSING_TERRITORY", ("territory", "exchange", "departments"))
    table = findings_table([question_finding(asked)], [], REFERENCE)
    assert table["source_row"].tolist() == [0]
    assert table["column"].tolist() == [
        "territory_text|territory_code|exchange_text|exchange_marked|departments_text"
    ]
