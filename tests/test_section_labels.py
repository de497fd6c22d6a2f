"""Labels in rows of their own that give the rows below a type, a department or a place."""

from __future__ import annotations

from pipeline import edition_of
from pipeline.model import Edition
from tests.stages import findings_of
from tests.tables import grid, published

SECTIONS = ("region", "territory", "institution", "agreement_type", "departments")


def read(drawn: str, roles: dict[int, str] | None = None) -> Edition:
    return edition_of(grid(drawn), roles=roles)


def test_rows_below_have_the_type_of_their_section():
    edition = read("""
        | Country | University | Signed |
        | University-wide agreements (2) | | |
        | Peru | Universidad de Lima | 2001 |
        | Chile | Universidad de Arica | 2002 |
        | Faculty agreements (1) | | |
        | Peru | Universidad de Piura | 2003 |
    """)
    assert published(edition, SECTIONS) == {
        3: ("", "Peru", "Universidad de Lima", "University-wide agreements", ""),
        4: ("", "Chile", "Universidad de Arica", "University-wide agreements", ""),
        6: ("", "Peru", "Universidad de Piura", "Faculty agreements", ""),
    }


def test_rows_below_have_the_department_of_their_section():
    edition = read("""
        | Country | University | Signed |
        | Faculty of Law | | |
        | Peru | Universidad de Lima | 2001 |
        | 2. Faculty of Arts: | | |
        | Chile | Universidad de Arica | 2002 |
        | Chile | Universidad de Talca | 2002 |
    """)
    assert [r[4] for r in published(edition, SECTIONS).values()] == [
        "Faculty of Law",
        "Faculty of Arts",
        "Faculty of Arts",
    ]


def test_sections_stand_inside_of_others_and_a_new_outer_one_ends_them():
    edition = read("""
        | 大学名 | 締結 |
        | 工学部 | |
        | 大学間協定 | |
        | タイ | |
        | マヒドン大学 | 2001 |
        | 部局間協定 | |
        | タイ | |
        | チェンマイ大学 | 2002 |
        | 農学部 | |
        | 大学間協定 | |
        | カセサート大学 | 2003 |
    """)
    assert published(edition, SECTIONS) == {
        5: ("", "タイ", "マヒドン大学", "大学間協定", "工学部"),
        8: ("", "タイ", "チェンマイ大学", "部局間協定", "工学部"),
        11: ("", "", "カセサート大学", "大学間協定", "農学部"),
    }
    assert (11, "MISSING_TERRITORY", "territory_text") in findings_of(edition)


UNKNOWN = """
    | Country | University | Signed |
    | A. Broad league | | |
    | Peru | Universidad de Lima | 2001 |
    | Chile | Universidad de Arica | 2002 |
    | B. Narrow league | | |
    | Peru | Universidad de Piura | 2003 |
    | Peru | Universidad del Sur | 2003 |
"""


def test_labels_that_are_not_understood_are_asked_about_once():
    edition = read(UNKNOWN)
    assert [r[3] for r in published(edition, SECTIONS).values()] == [
        *("Broad league", "Broad league", "Narrow league", "Narrow league"),
    ]
    asked = [f for f in findings_of(edition) if f[1] == "SECTION_LABELS"]
    assert [f[0] for f in asked] == [0]
    columns = {"region_text", "agreement_type_text", "departments_text"}
    assert columns <= {*asked[0][2].split("|")}


def test_person_says_what_the_labels_are():
    edition = read(UNKNOWN, {0: "departments"})
    assert [r[3:] for r in published(edition, SECTIONS).values()] == [
        *(("", "Broad league"), ("", "Broad league")),
        *(("", "Narrow league"), ("", "Narrow league")),
    ]
    assert "SECTION_LABELS" not in set(edition.findings["code"])


def test_label_never_changes_a_type_that_a_column_prints():
    edition = read("""
        | Country | University | Type |
        | University-wide agreements | | |
        | Peru | Universidad de Lima | Faculty agreement |
        | Chile | Universidad de Arica | Faculty agreement |
    """)
    assert [r[3] for r in published(edition, SECTIONS).values()] == [
        "Faculty agreement",
        "Faculty agreement",
    ]
    assert 2 in set(edition.findings["source_row"])


def test_institutions_alone_in_their_rows_are_no_labels():
    edition = read("""
        | Country | University | Signed |
        | Peru | Universidad de Lima | 2001 |
        | | Universidad de Piura | |
        | | Universidad del Sur | |
        | Chile | Universidad de Arica | 2002 |
        | Chile | Universidad de Talca | 2002 |
    """)
    assert len(edition.agreements) == 5


def test_names_like_those_of_other_rows_are_no_labels():
    edition = read("""
        | Kurum | Bölüm |
        | Politechnika Wielka (Polonya) | Hukuk Fakültesi |
        | Akademia Mała (Polonya) | Hukuk Fakültesi |
        | Højskolen Birkeborg (Danimarka) | Hukuk Fakültesi |
        | Højskolen Sydborg (Danimarka) | |
        | Universitet Nordhavn (Danimarka) | Hukuk Fakültesi |
        | Højskolen Limhavn (Danimarka) | |
        | Universitet Limfjord (Danimarka) | Hukuk Fakültesi |
    """)
    assert len(edition.agreements) == 7


def test_word_for_faculties_beside_a_type_of_agreement_is_a_type():
    edition = read("""
        | University-wide | | |
        | Country | University | Signed |
        | Peru | Universidad de Lima | 2001 |
        | Chile | Universidad de Arica | 2002 |
        | Faculties' own | | |
        | Country | University | Signed |
        | Peru | Universidad de Piura | 2003 |
    """)
    assert [r[3] for r in published(edition, SECTIONS).values()] == [
        "University-wide",
        "University-wide",
        "Faculties' own",
    ]
    asked = edition.findings.query("severity == 'check'")["code"].tolist()
    assert "SECTION_LABELS" in asked


def test_labels_of_regions_that_a_column_prints_are_no_types():
    edition = read("""
        | Continente | País | Universidad |
        | Europa | | |
        | | Italia | Università di Pisa |
        | | España | Universidad de Jaén |
        | Asia | | |
        | | Japón | Universidad de Kioto |
        | | India | Universidad de Goa |
    """)
    assert [r[0] for r in published(edition, SECTIONS).values()] == [
        *("Europa", "Europa", "Asia", "Asia"),
    ]
    assert [r[3] for r in published(edition, SECTIONS).values()] == [""] * 4


def test_titles_above_a_repeated_heading_are_the_types_of_the_rows_below():
    edition = read("""
        | Nivel superior | | | |
        | País | Universidad | Área | Fecha |
        | Perú | Universidad de Lima | A | 2001 |
        | Chile | Universidad de Arica | B | 2002 |
        | Chile | Universidad de Talca | A | 2002 |
        | Nivel inferior | | | |
        | País | Universidad | Área | Fecha |
        | Perú | Universidad de Piura | B | 2003 |
        | Perú | Universidad de Tacna | A | 2004 |
    """)
    assert [r[3:] for r in published(edition, SECTIONS).values()] == [
        ("Nivel superior", ""),
        ("Nivel superior", ""),
        ("Nivel superior", ""),
        ("Nivel inferior", ""),
        ("Nivel inferior", ""),
    ]
    asked = {row: code for row, code, _ in findings_of(edition) if not row}
    assert asked == {0: "SECTION_LABELS"}


def test_titles_that_differ_by_the_number_of_the_page_are_no_types():
    edition = read("""
        | Página 1 | | |
        | País | Universidad | Fecha |
        | Perú | Universidad de Lima | 2001 |
        | Página 2 | | |
        | País | Universidad | Fecha |
        | Perú | Universidad de Piura | 2003 |
    """)
    types = {r[3] for r in published(edition, SECTIONS).values()}
    assert types == {""}


def test_sections_may_be_named_by_what_is_agreed_on_alone():
    edition = read("""
        | Country | University | Signed |
        | MOU | | |
        | Peru | Universidad de Lima | 2001 |
        | LOI | | |
        | Chile | Universidad de Arica | 2002 |
    """)
    assert [r[3] for r in published(edition, SECTIONS).values()] == ["MOU", "LOI"]


def test_a_section_may_be_numbered_in_a_cell_before_it():
    edition = read("""
        | No | University | Country | Signed |
        | I | Europe | | |
        | 1 | Universität Graz | Austria | 2001 |
        | 2 | Università di Bari | Italy | 2002 |
        | II | Asia | | |
        | 3 | Mahidol University | Thailand | 2003 |
        | III | Asia and the Americas | | |
        | 4 | Universidad de Lima | Peru | 2004 |
    """)
    assert published(edition, SECTIONS) == {
        3: ("Europe", "Austria", "Universität Graz", "", ""),
        4: ("Europe", "Italy", "Università di Bari", "", ""),
        6: ("Asia", "Thailand", "Mahidol University", "", ""),
        8: ("Asia and the Americas", "Peru", "Universidad de Lima", "", ""),
    }


def test_rows_whose_first_cells_are_letters_are_no_sections():
    edition = read("""
        | Level | University | Country |
        | A | Universität Graz | |
        | B | Università di Bari | |
        | A | Mahidol University | |
    """)
    assert [row[2] for row in published(edition, SECTIONS).values()] == [
        "Universität Graz",
        "Università di Bari",
        "Mahidol University",
    ]


def test_a_date_may_stand_between_a_label_and_the_heading():
    edition = read("""
        | University-wide agreements | | |
        | As of 1 May 2024 | | |
        | Country | University | Signed |
        | Peru | Universidad de Lima | 2001 |
        | Faculty agreements | | |
        | Chile | Universidad de Arica | 2002 |
    """)
    assert [row[3] for row in published(edition, SECTIONS).values()] == [
        "University-wide agreements",
        "Faculty agreements",
    ]


def test_a_remark_below_a_section_is_no_agreement():
    edition = read("""
        | Country | University | Signed |
        | Faculty agreements | | |
        | Chile | Universidad de Arica | 2002 |
        | Peru | Universidad de Lima | 2001 |
        | ○ with a waiver of tuition | | |
    """)
    assert [*published(edition, SECTIONS)] == [3, 4]


def test_institutes_among_labels_of_departments_are_departments():
    edition = edition_of(
        grid("""
        | No. | Country | University |
        | Department of Music | | |
        | 1 | Peru | Universidad de Lima |
        | 2 | Chile | Universidad de Arica |
        | Institute of Technology | | |
        | 3 | Chile | Universidad de Talca |
        | Department of Law | | |
        | 4 | Kenya | University of Nairobi |
    """)
    )
    assert published(edition, ("institution", "departments")) == {
        3: ("Universidad de Lima", "Department of Music"),
        4: ("Universidad de Arica", "Department of Music"),
        6: ("Universidad de Talca", "Institute of Technology"),
        8: ("University of Nairobi", "Department of Law"),
    }


def test_unknown_label_above_a_heading_is_what_most_of_these_labels_are():
    edition = read("""
        | Asia | | |
        | Country | University | Signed |
        | Peru | Universidad de Lima | 2001 |
        | Europe and the Highlands | | |
        | Country | University | Signed |
        | Chile | Universidad de Arica | 2002 |
        | Africa | | |
        | Country | University | Signed |
        | Peru | Universidad de Piura | 2003 |
    """)
    assert [r[0] for r in published(edition, SECTIONS).values()] == [
        "Asia",
        "Europe and the Highlands",
        "Africa",
    ]


def test_rest_of_a_name_below_it_is_no_label_where_all_rows_print_their_territory():
    edition = read("""
        | Country | University | Unit | Valid to |
        | Peru | Universidad | Law | 2031 |
        | | del Mar | | |
        | Chile | Universidad de Arica | Law | 2032 |
        | Chile | Universidad de la Costa | Arts | 2032 |
        | | Andina | | |
        | Peru | Universidad de Piura | Law | 2033 |
        | Peru | Universidad de Tacna | Arts | 2033 |
    """)
    assert [r[2:4] for r in published(edition, SECTIONS).values()] == [
        ("Universidad del Mar", ""),
        ("Universidad de Arica", ""),
        ("Universidad de la Costa Andina", ""),
        ("Universidad de Piura", ""),
        ("Universidad de Tacna", ""),
    ]
    asked = [(f[0], f[1]) for f in findings_of(edition) if f[1].startswith("TORN")]
    assert asked == [(5, "TORN_ROW_JOINED")]


def test_short_label_is_known_behind_its_number():
    """A number with a word behind it is no count where nothing stands before it."""
    edition = read("""
        | University | Signed |
        | 1. Asia | |
        | Kobe University | 2001 |
        | 2. Africa | |
        | Cairo University | 2002 |
    """)
    assert [r[0] for r in published(edition, SECTIONS).values()] == ["Asia", "Africa"]


def test_rows_without_partner_and_territory_have_those_above_in_a_list_that_repeats():
    edition = read("""
        | Country | University | Partner's faculty | Valid |
        | Peru | Universidad de Lima | Law | 2031 |
        | Peru | Universidad de Piura | Law | 2032 |
        | | | Arts | 2032 |
        | Peru | Universidad de Tacna | Law | 2033 |
        | | | Arts | 2034 |
        | Chile | Universidad de Arica | Law | 2033 |
        | | | Medicine | 2034 |
    """)
    lima, piura, tacna, arica = ("Lima", "Piura", "Tacna", "Arica")
    assert [
        (r[1], r[2].rpartition(" ")[2]) for r in published(edition, SECTIONS).values()
    ] == [
        ("Peru", lima),
        ("Peru", piura),
        ("Peru", piura),
        ("Peru", tacna),
        ("Peru", tacna),
        ("Chile", arica),
        ("Chile", arica),
    ]
    asked = [f for f in findings_of(edition) if f[1].startswith(("CARRIED", "MISSING"))]
    assert [(f[0], f[1]) for f in asked] == [(0, "CARRIED_TOGETHER")]
