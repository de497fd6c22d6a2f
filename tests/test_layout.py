"""Which rows are the list, and what its columns are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import edition_of
from pipeline.errors import SourceError
from pipeline.layout import Layout, find_layout, find_list
from pipeline.layout.main_row import HEADER_SEARCH_ROWS
from pipeline.model import SourceGrid
from pipeline.read import read_grids
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
        ("other", "column 7"),
        ("other", "column 8"),
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


def questions(found: Layout) -> list[tuple[str, tuple[str, ...], int]]:
    """Code, roles and printed column of each question for the whole list."""
    return [(q.code, q.roles, q.source_column) for q in found.questions]


def test_list_whose_headings_nobody_knows_is_read_and_asked_about():
    found = layout("""
        | Nafn | Staður | Hvar | Hvernig |
        | Háskólinn í Reykjavík | Reykjavík | Iceland | tvíhliða |
        | University of Tartu | Tartu | Estonia | Erasmus+ |
        | Universität Wien | Wien | Austria | Erasmus+ |
        | Université de Liège | Liège | Belgium | tvíhliða |
    """)
    assert found.heading_row == 1
    assert [c.role for c in found.columns] == [
        "institution",
        "other",
        "territory",
        "agreement_type",
    ]
    assert {code for code, *_ in questions(found)} >= {"HEADER_GUESSED"}


def test_table_of_other_things_is_shown_and_its_names_are_asked_about():
    found = layout("| 品名 | 価格 |\n| 鉛筆 | 100 |\n| 消しゴム | 80 |\n| 紙 | 20 |")
    assert [c.role for c in found.columns] == ["institution", "other"]
    assert ("COLUMN_GUESSED", "institution") in [
        (code, roles[0]) for code, roles, _ in questions(found) if roles
    ]


@pytest.mark.parametrize(
    "drawn",
    ["| 国 | 地域 |\n| 韓国 | アジア |", "| 12 | 34 |\n| 56 | 78 |", "| a | b |"],
)
def test_table_without_any_names_is_refused(drawn: str):
    with pytest.raises(SourceError, match="An agreement list must have"):
        layout(drawn)


def test_heading_far_below_is_not_looked_for():
    rows = [["x", "y"]] * HEADER_SEARCH_ROWS
    found = find_layout(grid_of(["x", "y"], [*rows, ["国", "大学名"]]), REFERENCE)
    assert found.heading_row == 0


def test_of_two_columns_of_one_meaning_the_first_has_it():
    found = layout("""
        | 国 | 大学名 | 国・地域 |
        | 韓国 | 漢陽大学校 | 韓国 |
    """)
    assert [c.role for c in found.columns] == ["territory", "institution", "other"]


def test_heading_of_two_rows_tells_columns_of_one_name_apart():
    found = layout("""
        | | | GPA Requirement from | No. of Places in |
        | Country | Partner University | Partner University | Spring 2019 |
        | Morocco | ESCA School of Management | GPA 3.0 | 2 |
    """)
    assert [(c.role, c.heading) for c in found.columns] == [
        ("territory", "Country"),
        ("institution", "Partner University"),
        ("other", "GPA Requirement from Partner University"),
        ("other", "No. of Places in Spring 2019"),
    ]


def test_list_without_a_heading_is_read_by_what_its_columns_hold():
    found = layout("""
        | 韓国 | 漢陽大学校 | 大学間 | ○ |
        | 台湾 | 元智大学 | 部局間 | |
        | 台湾 | 国立台湾大学 | 部局間 | ○ |
    """)
    assert [c.role for c in found.columns] == [
        "territory",
        "institution",
        "agreement_type",
        "other",
    ]
    assert ("MARKS_UNEXPLAINED", ("exchange",), 4) in questions(found)
    assert found.heading_row == 0


def test_one_column_of_regions_and_territories_becomes_two():
    found = layout("""
        | 地域・国名 | 大学名 |
        | アジア州(6) | |
        | 中国 | 西北大学 |
    """)
    assert [(c.role, c.source) for c in found.columns] == [
        ("region", 0),
        ("territory", 0),
        ("institution", 1),
    ]


def test_headings_of_columns_with_places_are_departments():
    found = layout("""
        | País | Nombre Universidad | GITST | GTDM | GIF |
        | AUSTRIA | TECHNISCHE UNIVERSITÄT WIEN | 3 | | 2 |
        | ALEMANIA | UNIVERSITÄT BREMEN | | 4 | 1 |
        | ALEMANIA | UNIVERSITÄT KIEL | 1 | 1 | |
    """)
    assert (found.columns[-1].role, found.columns[-1].heading) == (
        "departments",
        "GITST|GTDM|GIF",
    )


def test_line_of_totals_is_skipped():
    found = layout("""
        | 国 | 大学名 |
        | 韓国 | 漢陽大学校 |
        | 合計 | 1 |
    """)
    assert found.skipped == ((1, "heading"), (3, "total"))


def test_heading_without_rows_is_refused():
    with pytest.raises(SourceError, match="none follows source row 1"):
        layout("| 国 | 大学名 |\n|---|---|\n| | |")


def test_heading_printed_again_in_other_places_is_no_agreement():
    assert body("""
        | 地域 | 国・地域 | 大学・機関等名 | 学部等名 |
        | アジア | 韓国 | 漢陽大学校 | 工学部 |
        | | 地 域 | 国・ 地域 | 大学・機関等名 |
        | | | 慶尚大学校 | 工学部 |
    """) == [2, 4]


def test_heading_that_lost_a_cell_stands_above_its_columns_again():
    found = layout("""
        | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 交換留学 | |
        | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | ○ |
        | | 台湾 | 国立台湾大学 | 工学院 | 大学間 | |
        | 北米 | カナダ | トロント大学 | | 部局間 | ○ |
    """)
    assert [(c.heading, c.role) for c in found.columns] == [
        ("", "region"),
        ("国・地域", "territory"),
        ("大学・機関等名", "institution"),
        ("学部等名", "partner_unit"),
        ("協定タイプ", "agreement_type"),
        ("交換留学", "exchange"),
    ]


def test_column_without_a_heading_that_holds_labels_is_one_of_the_list():
    found = layout("""
        | | 国・地域 | 大学・機関等名 |
        | アジア | 韓国 | 漢陽大学校 |
        | | | 慶尚大学校 |
        | | 台湾 | 国立台湾大学 |
        | 北米 | カナダ | トロント大学 |
    """)
    assert [c.role for c in found.columns] == ["region", "territory", "institution"]


def test_row_of_parts_belongs_to_the_heading():
    found = layout("""
        | 編號 | 國別 | 學校名稱 | | 合作內容 | | 備註 |
        | | | 中文 | 英文 | 學術交流 | 交換學生 | |
        | 1 | 日本 | 神戶大學 | Kobe University | ✓ | | |
        | 2 | 日本 | 京都大學 | Kyoto University | ✓ | ✓ | |
    """)
    assert [(c.heading, c.role, c.meaning) for c in found.columns] == [
        ("編號", "other", "number"),
        ("國別", "territory", "territory"),
        ("學校名稱 中文", "institution", "institution"),
        ("學校名稱 英文", "other", "institution_en"),
        ("合作內容 學術交流", "other", ""),
        ("合作內容 交換學生", "exchange", "exchange"),
        ("備註", "other", "remarks"),
    ]
    assert found.heading_row == 2


def test_first_row_of_the_list_is_no_row_of_parts():
    found = layout("""
        | 국가 | 대학 | |
        | | 도쿄대학 | The University of Tokyo |
        | 일본 | 교토대학 | Kyoto University |
    """)
    assert found.heading_row == 1
    assert len(found.body) == 2


def test_label_column_is_what_it_holds_where_its_heading_says_another_label():
    found = layout("""
        | 구분 | 국가 | 대학 | 종류 |
        | 아시아 | 일본 | 도쿄대학 | 교환학생 |
        | 유럽 | 독일 | 본대학교 | 교환학생 |
        | 유럽 | 프랑스 | 리옹대학교 | MOU |
    """)
    roles = ["region", "territory", "institution", "agreement_type"]
    assert [c.role for c in found.columns] == roles


@pytest.mark.parametrize(
    ("units", "role"),
    [
        (("Jura", "Medizin", "Jura", "Jura", "Medizin", "Jura"), "departments"),
        (("Law", "Arts", "Medicine", "Music", "History", "Law"), "partner_unit"),
    ],
)
def test_faculties_are_ours_where_few_are_named_again_and_again(units, role):
    rows = "".join(f"| Italien | Università {i} | {u} |\n" for i, u in enumerate(units))
    found = layout(f"| Land | Hochschule | Fakultät |\n{rows}")
    assert [c.role for c in found.columns] == ["territory", "institution", role]


def test_region_and_territory_may_share_a_column_and_a_cell():
    found = layout("""
        | Región / País | Universidad |
        | Europa / Italia | Università di Pisa |
    """)
    assert [(c.role, c.source) for c in found.columns] == [
        ("region", 0),
        ("territory", 0),
        ("institution", 1),
    ]


ERASMUS = """<h2>Erasmus+</h2><table>
<tr><th>Kraj</th><th>Uczelnia</th><th>Kod Erasmus</th></tr>
<tr><td>Niemcy</td><td>Universität Kassel</td><td>D KASSEL01</td></tr>
<tr><td>Belgia</td><td>Universiteit Gent</td><td>B GENT01</td></tr>
<tr><td>Dania</td><td>Aarhus Universitet</td><td>DK ARHUS01</td></tr>
</table>"""
BILATERAL = """<h2>Umowy bilateralne</h2><table>
<tr><th>Uczelnia</th><th>Kraj</th><th>Miasto</th><th>Rodzaj umowy</th></tr>
<tr><td>Kobe University</td><td>Japonia</td><td>Kobe</td><td>Umowa ogólna</td></tr>
<tr><td>Duke University</td><td>USA</td><td>Durham</td><td>Umowa ogólna</td></tr>
<tr><td>McGill University</td><td>Kanada</td><td>Montreal</td><td>Umowa ogólna</td></tr>
</table>"""


def test_tables_of_one_page_with_other_columns_are_one_list():
    tables = read_grids(f"{ERASMUS}\n{BILATERAL}".encode(), "a.html")
    united, found = find_list(tables, REFERENCE)
    assert [(c.heading, c.role) for c in found.columns] == [
        ("Kraj", "territory"),
        ("Uczelnia", "institution"),
        ("Kod Erasmus", "other"),
        ("Miasto", "other"),
        ("Rodzaj umowy", "agreement_type"),
    ]
    assert [united.cells[i] for i in found.body] == [
        ("Niemcy", "Universität Kassel", "D KASSEL01", "", ""),
        ("Belgia", "Universiteit Gent", "B GENT01", "", ""),
        ("Dania", "Aarhus Universitet", "DK ARHUS01", "", ""),
        ("Japonia", "Kobe University", "", "Kobe", "Umowa ogólna"),
        ("USA", "Duke University", "", "Durham", "Umowa ogólna"),
        ("Kanada", "McGill University", "", "Montreal", "Umowa ogólna"),
    ]
    assert [united.numbers[i] for i in found.body] == [3, 4, 5, 9, 10, 11]


def sheet(name: str, *rows: tuple[str, str]) -> SourceGrid:
    return replace(grid_of(("País", "Universidad"), rows), kind="xlsx", name=name)


EUROPE = sheet(
    "Europa",
    ("Italia", "Università di Pisa"),
    ("Suecia", "Lunds universitet"),
    ("Francia", "Université de Lille"),
)
ASIA = sheet(
    "Asia",
    ("Japón", "Kobe University"),
    ("Corea", "Yonsei University"),
    ("China", "Fudan University"),
)


SHEET_COLUMNS = ["region_text", "territory_code", "institution_text"]


def test_sheets_with_the_same_headings_are_one_list_however_few_their_rows_are():
    africa = sheet("África", ("Marruecos", "Université Cadi Ayyad"))
    united, found = find_list((EUROPE, ASIA, africa), REFERENCE)
    assert found.sheets == (("Europa", 3), ("Asia", 3), ("África", 1))
    assert [united.lines.get(n, n) for n in united.numbers] == [1, 2, 3, 4, 2, 3, 4, 2]
    edition = edition_of((EUROPE, ASIA, africa))
    rows = edition.agreements[SHEET_COLUMNS]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("Europa", "ITA", "Università di Pisa"),
        ("Europa", "SWE", "Lunds universitet"),
        ("Europa", "FRA", "Université de Lille"),
        ("Asia", "JPN", "Kobe University"),
        ("Asia", "KOR", "Yonsei University"),
        ("Asia", "CHN", "Fudan University"),
        ("África", "MAR", "Université Cadi Ayyad"),
    ]
    asked = edition.findings[edition.findings["code"] == "SHEETS_JOINED"]
    assert asked["severity"].tolist() == ["check"]
    assert "Europa (3), Asia (3), África (1)" in asked["text_en"].iloc[0]


def test_sheets_whose_names_are_no_labels_keep_them_in_a_column():
    first, second = (replace(s, name=n) for s, n in ((EUROPE, "A-M"), (ASIA, "N-Z")))
    edition = edition_of((first, second))
    assert edition.agreements["シート / Sheet"].tolist() == ["A-M"] * 3 + ["N-Z"] * 3
    assert "COLUMN_UNEXPLAINED" not in set(edition.findings["code"])


@pytest.mark.parametrize(
    "other",
    [
        replace(ASIA, shown=False),
        replace(ASIA, name="Expired"),
        replace(ASIA, cells=(("País", "Partner"), *ASIA.cells[1:])),
    ],
    ids=["hidden", "ended", "other headings"],
)
def test_other_sheet_with_other_institutions_is_named(other: SourceGrid):
    _, found = find_list((EUROPE, other), REFERENCE)
    assert (found.left_out, found.sheets) == (((other.name, 3),), ())
    findings = edition_of((EUROPE, other)).findings
    asked = findings[findings["code"] == "OTHER_TABLE"]
    assert asked["severity"].tolist() == ["check"]
    assert f"'{other.name}' holds 3 rows" in asked["text_en"].iloc[0]


def test_sheet_that_repeats_the_list_is_not_named():
    again = replace(EUROPE, name="Copia")
    found = find_list((EUROPE, again), REFERENCE)[1]
    assert (found.left_out, found.sheets) == ((), ())


def test_rows_pushed_aside_do_not_prove_that_the_heading_lost_a_cell():
    found = layout("""
        | 地域 | 国・地域 | 大学・機関等名 | 協定タイプ |
        | アジア | 韓国 | 漢陽大学校 | 部局間 |
        | | アジア | 台湾 | 国立台湾大学 | 大学間 |
        | | 北米 | カナダ | トロント大学 | 大学間 |
        | | アジア | タイ | マヒドン大学 | 部局間 |
    """)
    named = [c.role for c in found.columns][:4]
    assert named == ["region", "territory", "institution", "agreement_type"]


STACKED = """
    | 1. University-wide agreements | | | |
    | Country | Partner university | Signed | |
    | Peru | Universidad de Lima | 2001 | |
    | Chile | Universidad de Arica | 2002 | |
    | 2. Faculty agreements | | | |
    | Our faculty | Country | Partner university | Signed |
    | Law | Peru | Universidad de Lima | 2011 |
    | Arts | Chile | Universidad de Talca | 2012 |
"""


def test_tables_below_one_another_with_other_headings_are_one_list():
    rows = edition_of(grid(STACKED)).agreements
    columns = ["territory_text", "institution_text", "departments_text"]
    rows = rows[["source_row", *columns, "agreement_type_text", "Signed"]]
    wide, narrow = "University-wide agreements", "Faculty agreements"
    assert list(rows.itertuples(index=False, name=None)) == [
        (3, "Peru", "Universidad de Lima", "", wide, "2001"),
        (4, "Chile", "Universidad de Arica", "", wide, "2002"),
        (7, "Peru", "Universidad de Lima", "Law", narrow, "2011"),
        (8, "Chile", "Universidad de Talca", "Arts", narrow, "2012"),
    ]


def test_columns_that_a_person_names_are_those_of_the_first_of_the_tables():
    edition = edition_of(grid(STACKED), roles={3: "other", 1: "territory"})
    assert edition.agreements["territory_code"].tolist() == ["PER", "CHL"] * 2


def test_heading_printed_again_in_other_words_is_no_agreement():
    drawn = grid("""
        | Country | University | Signed |
        | Peru | Universidad de Lima | 2001 |
        | Chile | Universidad de Arica | 2002 |
        | Page 2 | | |
        | Country | Partner university | Date of signature |
        | Peru | Universidad de Piura | 2003 |
        | Chile | Universidad de Talca | 2004 |
    """)
    united, found = find_list((drawn,), REFERENCE)
    assert [united.numbers[i] for i in found.body] == [2, 3, 6, 7]
    assert found.left_out == ()


def test_row_below_data_is_no_heading_though_its_words_are_headings():
    rows = "".join(
        f"| University of {c} | 인문대학 | 대학간 | 프랑스 |\n" for c in "ABCDE"
    )
    known = "| University of Elm | 의과대학 | 교환학생 | 베트남 |\n"
    more = "".join(f"| College of {c} | 법학부 | 대학간 | 태국 |\n" for c in "FGHI")
    edition = edition_of(grid(rows + known + more))
    assert len(edition.agreements) == 10


def test_number_sign_above_numbers_is_a_heading():
    edition = edition_of(
        grid("""
        | № | Регион | Страна | Вуз-контрагент |
        | 1 | Азия | Япония | Университет Киото |
        | 2 | Азия | Китай | Университет Цинхуа |
        | 3 | Европа | Италия | Университет Пизы |
    """)
    )
    assert len(edition.agreements) == 3
