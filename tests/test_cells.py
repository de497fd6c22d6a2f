"""What cells hold beside a name: remarks, faculties, places; and what is asked once."""

from __future__ import annotations

from pipeline import build_bytes, edition_of
from tests.stages import checked_of, findings_of
from tests.tables import grid


def codes(drawn: str, *wanted: str) -> list[tuple[int, str, str]]:
    found = findings_of(checked_of(drawn))
    return [entry for entry in found if entry[1] in wanted]


def test_agreement_that_the_list_calls_ended_is_counted_and_asked_about():
    drawn = """
        | 国 | 協定校 | 協定種別 | 備考 |
        | タイ | 北都大学（失効） | 部局間 | |
        | タイ | 南海大学 | 部局間 | 2021年3月満了 |
        | タイ | 西湖大学 | 終了 | |
        | タイ | 東雲大学 | 部局間 | 自動更新 |
        | タイ | 中原大学*2 | 大学間 | |
        | タイ | 上野大学*1 | 大学間 | |
        | タイ | 下野大学 | 大学間 | |
        | タイ | 左近大学 | 大学間 | |

        *1 双方の署名あり
        *2 2020年度で終了
    """
    assert codes(drawn, "ENDED_AGREEMENT") == [
        (2, "ENDED_AGREEMENT", ""),
        (3, "ENDED_AGREEMENT", ""),
        (4, "ENDED_AGREEMENT", ""),
        (6, "ENDED_AGREEMENT", ""),
    ]
    edition = edition_of(grid(drawn))
    assert edition.agreements["institution_text"].tolist() == [
        "北都大学",
        "南海大学",
        "西湖大学",
        "東雲大学",
        "中原大学",
        "上野大学",
        "下野大学",
        "左近大学",
    ]
    repairs = edition.repairs[["source_row", "before", "after", "rule"]]
    assert repairs.values.tolist() == [
        [2, "北都大学（失効）", "北都大学", "dropped_remark"],
        [6, "中原大学*2", "中原大学", "dropped_sign"],
        [7, "上野大学*1", "上野大学", "dropped_sign"],
    ]


def test_agreements_about_to_be_renewed_are_asked_about_once():
    found = checked_of("""
        | Country | University | Type | Status |
        | Chile | University of Alder | MOU | under renewal |
        | Chile | University of Birch | MOU | |
        | Chile | University of Cedar (under renewal) | MOU | |
        | Chile | University of Elder | MOU | expired |
    """).findings.query("severity == 'check'")
    assert found[["source_row", "code"]].to_numpy().tolist() == [
        [0, "PENDING_AGREEMENT"],
        [5, "ENDED_AGREEMENT"],
    ]


def test_doubt_of_many_rows_is_asked_once():
    rows = "\n".join(f"| Chile | University {c} (expired) | MOU |" for c in "ABCDEFG")
    found = checked_of(f"| Country | University | Type |\n{rows}").findings
    ended = found[found["code"] == "ENDED_AGREEMENT"]
    assert ended[["source_row", "severity"]].values.tolist() == [[0, "check"]]
    assert (
        ended["text_en"]
        .item()
        .startswith(
            "7 rows have the same doubt (rows 2, 3, 4, 5, 6, 7, 8). For example: The"
        )
    )
    assert "7 行に同じ確認事項があります" in ended["text_ja"].item()


def faculties(*names: str) -> list[str]:
    others = [f"Other University {c}" for c in "ABCDEF"]
    rows = "\n".join(f"| Chile | {name} |" for name in [*names, *others])
    found = checked_of(f"| Country | University |\n{rows}").findings
    asked = set(found.loc[found["code"] == "FACULTY_IN_NAME", "source_row"])
    return [name for row, name in enumerate(names, start=2) if row in asked]


def test_faculty_inside_of_an_institutions_name_is_asked():
    with_faculty = [
        "University of Alder, Faculty of Law",
        "School of Public Health, Birch University",
        "Cedar University – Fakultät für Physik",
        "Alder Technical University School of Design",
        "北都大学大学院工学研究科",
        "南海大学（農学部）",
        "Birch College, Scuola di Lettere",
        "TU Cedar, كلية الآداب",
        "University of Elder, Alder Polytechnic",
        "มหาวิทยาลัยดาราภาควิชาเคมี",
        "白山學院法學院",
        "南都大學機械系",
        "한빛대학교공과대학",
        "강남경영대학원법과대학",
        "ROYAL ELDER UNIVERSITY理学部",
        "Elderdağ Yüksek Teknoloji Enstitüsü, Hukuk Fakültesi",
        "Konserwatorium Olszowskie管理學院",
    ]
    for at in range(0, len(with_faculty), 5):
        some = with_faculty[at : at + 5]
        assert faculties("Elder University", *some) == some


def test_faculty_in_one_of_two_scripts_of_a_name_is_asked():
    with_faculty = [
        "南海大学（農学部） Nankai University",
        "Hokuto University 北都大学工学部",
        "西山大学 Faculty of Law, Nishiyama University",
    ]
    assert faculties("東川大学 Higashikawa University", *with_faculty) == with_faculty


def test_name_that_only_the_list_shows_to_hold_a_faculty_is_asked():
    names = ["高山大学教育学部", "高山大学文科大学", "Maple University (Law)"]
    assert faculties(*names) == names[:2]
    assert faculties(*names, "Maple University (Arts)") == [
        *names,
        "Maple University (Arts)",
    ]


def test_units_of_the_list_are_found_inside_of_its_names():
    drawn = """
        | Country | University | Our department |
        | Chile | University of Alder, Design | Malerei |
        | Chile | University of Birch: Malerei | Design |
        | Chile | University of Cedar, Architektur | Design |
        | Chile | University of Elder, UoE | Malerei |
        | Chile | University of Fir, Chile | Malerei |
        | Chile | University of Hazel | Malerei, Design |
    """
    found = checked_of(drawn).findings
    asked = found.loc[found["code"] == "FACULTY_IN_NAME", "source_row"]
    assert asked.tolist() == [2, 3, 4]


def test_units_that_only_a_space_parts_are_parted_or_asked_about():
    drawn = """
        | Country | University | Our department |
        | Chile | University of Alder | Faculty of Law School of Design |
        | Chile | University of Birch | Faculty of Law Graduate School |
        | Chile | University of Elder | School of Design |
        | Chile | University of Fir | Faculty of Law |
    """
    edition = edition_of(grid(drawn))
    assert edition.agreements["departments_text"].tolist() == [
        "Faculty of Law|School of Design",
        "Faculty of Law Graduate School",
        "School of Design",
        "Faculty of Law",
    ]
    assert codes(drawn, "DEPARTMENTS_TOGETHER") == [
        (3, "DEPARTMENTS_TOGETHER", "departments_text")
    ]


def test_units_that_may_be_joined_or_half_a_name_are_asked_about():
    drawn = """
        | Country | University | Our unit |
        | Chile | University of Alder | 理學院 全校 |
        | Chile | University of Birch | 理學院 |
        | Chile | University of Cedar | Kemian laitos ja Oikeustieteellinen osasto |
        | Chile | University of Elder | Kemian laitos ja Humanistinen osasto |
        | Chile | University of Fir | Humanistinen osasto ja Oikeustieteellinen osasto |
    """
    wanted = "DEPARTMENTS_TOGETHER"
    assert [row for row, _, _ in codes(drawn, wanted)] == [2, 4, 5]
    commas = """
        | Country | University | Our unit |
        | Chile | University of Gorse | Khoa Vật lý, Phòng Hợp tác |
        | Chile | University of Hazel | School of Art, Design and Media |
    """
    assert [row for row, _, _ in codes(commas, wanted)] == [2]
    half = b'Country,University,Our unit\nPeru,Alder College,"Medical\nSchool"\n'
    found = findings_of(build_bytes(half, "half.csv"))
    assert [row for row, code, _ in found if code == wanted] == [2]


def test_column_with_two_names_in_nearly_each_cell_is_asked_about_once():
    rows = "".join(
        f"| Chile | Universidad de {c} / University of {c} |\n"
        for c in ("Aysen", "Biobio", "Maule", "Osorno", "Tarapaca")
    )
    found = checked_of(f"| Country | University |\n{rows}").findings.query(
        "severity == 'check'"
    )
    assert found[["code", "source_row", "column"]].to_numpy().tolist() == [
        ["TWO_NAMES_EACH", 0, "institution_text|institution_id"]
    ]


def test_name_of_a_whole_institution_holds_no_faculty():
    names = [
        "University College of Alderland",
        "Alder School of Economics",
        "University of Economics, Alderville",
        "Alder Business School",
        "University of Alder (UoA)",
        "東西学院大学",
        "北嶺大学連合（大学）",
        "School of Alder Studies, Birchtown",
        "Economics, Alder School of",
        "西湖大学 Alder School of Business",
        "Đại học Bách khoa Hồ Tây",
    ]
    assert faculties(*names) == []


def exchange(heading: str, *cells: str) -> list[bool | None]:
    rows = "\n".join(f"| Chile | University {i} | {c} |" for i, c in enumerate(cells))
    edition = edition_of(grid(f"| Country | University | {heading} |\n{rows}"))
    return [
        None if marked is None else bool(marked)
        for marked in edition.agreements["exchange_marked"].astype(object).tolist()
    ]


def test_mark_with_a_remark_is_a_mark_and_a_number_is_one_of_places():
    assert exchange(
        "Student exchange",
        "Yes (law only)",
        "No – research",
        "3 places",
        "0",
        "✓ 2 students",
        "",
        "Oui: 2",
    ) == [True, False, True, False, True, False, True]


def test_sign_that_no_table_has_is_the_same_mark_with_a_remark():
    assert exchange("Student exchange", "※", "", "※ (law)", "※", "※（2）") == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_students_sent_and_received_say_exchange_with_one_question():
    drawn = """
        | Country | University | Outgoing | Incoming |
        | Chile | Alder University | 2 | 0 |
        | Chile | Birch University | 0 | 1 |
        | Chile | Cedar University | 0 | 0 |
        | Chile | Elder University | | |
    """
    edition = edition_of(grid(drawn))
    marked = edition.agreements["exchange_marked"].tolist()
    assert marked == [True, True, False, False]
    assert codes(drawn, "EXCHANGE_FROM_STUDENTS") == [
        (0, "EXCHANGE_FROM_STUDENTS", "exchange_text|exchange_marked")
    ]
    origins = edition.provenance.query("column == 'exchange_marked'")
    assert origins["source_text"].tolist() == [" 2 ", " 0 ", " 0 ", ""]
    assert origins["rule"].iloc[0] == "printed+exchange_from_students"


def test_type_that_is_not_for_exchange_is_not_marked_where_another_type_is():
    drawn = """
        | Country | University | Type |
        | Chile | Alder University | Student exchange |
        | Chile | Birch University | Memorandum |
        | Chile | Cedar University | |
    """
    asked = (0, "EXCHANGE_FROM_TYPES", "exchange_text|exchange_marked")
    assert codes(drawn, "EXCHANGE_FROM_TYPES") == [asked]
    assert codes(drawn.replace("Memorandum", "Student exchange"), asked[1]) == []
    edition = edition_of(grid(drawn))
    marked = edition.agreements["exchange_marked"]
    assert marked.astype(object).where(marked.notna(), None).tolist() == [
        True,
        False,
        None,
    ]


def test_one_text_under_many_territories_puts_the_column_in_doubt():
    drawn = """
        | Country | University | Places |
        | Chile | Level B2 | 1 |
        | Spain | Level B2 | 2 |
        | Italy | Level B2 | 1 |
        | Peru | Alder University | 2 |
    """
    assert codes(drawn, "ONE_TEXT_MANY_TERRITORIES", "WRITTEN_TWICE") == [
        (0, "ONE_TEXT_MANY_TERRITORIES", "institution_text|institution_id")
    ]


def test_many_types_that_are_not_in_our_table_are_one_note():
    rows = "\n".join(f"| Chile | University {c} | Scheme {c} |" for c in "ABCDEF")
    drawn = f"| Country | University | Type |\n{rows}"
    assert codes(drawn, "UNKNOWN_TYPE", "UNKNOWN_TYPES", "UNUSUAL_TYPE") == [
        (0, "UNKNOWN_TYPES", "agreement_type_text|agreement_type_id")
    ]
