"""What is asked once for the whole list, and what is read until it is answered."""

from __future__ import annotations

import pytest

from pipeline import edition_of
from pipeline.layout import Layout, find_layout
from tests.stages import REFERENCE
from tests.tables import grid, published

NORDIC = """
    | Lärosäte | Var | Slag | Egen enhet | Påskrivet |
    | Universität Kassel | Germany | ramavtal | Lantmäteri | 2019-03-01 |
    | Université de Lille | France | utbyte | Lantmäteri | 2019-04-01 |
    | Kobe University | Japan | utbyte | Bergsbruk | 2020-05-01 |
    | Osaka University | Japan | ramavtal | Bergsbruk | 2020-06-01 |
    | University of Tartu | Estonia | utbyte | Skogsvård | 2021-07-01 |
    | University of Latvia | Latvia | utbyte | Lantmäteri | 2021-08-01 |
"""
"""Only two of the headings are in a language whose words we know for sure."""


def roles(found: Layout) -> list[str]:
    return [column.role for column in found.columns]


def asked(found: Layout) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Code of each question -> printed column and roles."""
    return {q.code: (q.source_column, q.roles) for q in found.questions}


def layout(drawn: str, given: dict[int, str] | None = None) -> Layout:
    return find_layout(grid(drawn), REFERENCE, given)


def test_roles_that_only_the_cells_show_are_asked_about():
    found = layout(NORDIC.replace("Lärosäte", "Xyz").replace("Slag", "Qwrt"))
    assert roles(found)[:3] == ["institution", "territory", "agreement_type"]
    questions = {q.source_column: q for q in found.questions}
    assert questions[3].roles[0] == "agreement_type"
    assert questions[3].options[0] == "agreement_type"
    assert questions[3].options[-1] == "other"


def test_what_a_person_says_is_asked_no_more():
    said = {1: "institution", 2: "territory", 3: "agreement_type", 4: "departments"}
    found = layout(NORDIC, said)
    assert roles(found) == [*said.values(), "other"]
    assert not [q for q in found.questions if q.source_column]


def test_question_names_every_published_column_that_it_puts_in_doubt():
    edition = edition_of(
        grid("""
        | Country | University | Meals |
        | Japan | Kobe University | ○ |
        | France | Université de Lille | |
        | France | Université de Caen | ○ |
    """)
    )
    found = edition.findings[edition.findings["source_row"] == 0]
    assert found[["code", "severity", "column"]].values.tolist() == [
        ["MARKS_UNEXPLAINED", "check", "exchange_text|exchange_marked"]
    ]
    assert found["agreement_id"].tolist() == [""]
    assert published(edition, ("exchange",)) == {2: ("",), 3: ("",), 4: ("",)}


@pytest.mark.parametrize(
    ("units", "role"),
    [
        (("Lantmäteri", "Bergsbruk"), "departments"),
        (("Faculty of Law", "School of Music"), "departments"),
    ],
)
def test_repeated_units_under_a_heading_of_no_side_are_ours_and_asked(units, role):
    rows = "".join(
        f"| Japan | University of Place {i} | {units[i % 2]} |\n" for i in range(8)
    )
    found = layout(f"| Country | University | Faculty |\n{rows}")
    assert roles(found) == ["territory", "institution", role]
    assert asked(found)["WHOSE_UNITS"] == (3, ("partner_unit", "departments"))


def test_column_that_holds_what_its_heading_does_not_say_is_asked_about():
    rows = "".join(
        f"| 2.{i % 4} | Japan | Kobe University of Subject {i} |\n" for i in range(6)
    )
    found = layout(f"| University | Country | Host |\n{rows}")
    assert roles(found) == ["other", "territory", "institution"]
    assert "COLUMN_GUESSED" in asked(found)


def test_territories_that_are_none_are_asked_about_once():
    found = layout("""
        | Country | University |
        | Accounting | Kobe University |
        | Botany | Osaka University |
        | Law | Kyoto University |
        | Music | Nagoya University |
        | Botany | Tohoku University |
    """)
    assert asked(found)["COLUMN_CONTRADICTS"] == (1, ("territory",))


def test_other_institutions_in_a_second_column_are_asked_about_but_translations_not():
    twice = """
        | Country | University | Partner |
        | Japan | University of One | Kobe University |
        | Japan | University of One | Osaka University |
        | Korea | University of Two | Yonsei University |
        | Korea | University of Two | Inha University |
    """
    assert asked(layout(twice))["SECOND_INSTITUTION"][0] == 3
    translated = """
        | 国 | 大学名 | 大学の別の名前 |
        | 韓国 | 漢陽大学校 | Hanyang University |
        | 韓国 | 仁荷大学校 | Inha University |
        | 台湾 | 元智大学 | Yuan Ze University |
    """
    assert "SECOND_INSTITUTION" not in asked(layout(translated))


def test_many_columns_that_nothing_explains_are_asked_about_together():
    names = [f"Zyx{letter}" for letter in "klmnopqrs"]
    rows = "\n".join(
        f"| Japan | University of Place {i} | "
        + " | ".join(f"{n.lower()}{'abc'[i % 3]}{'de'[i % 2]}" for n in names)
        + " |"
        for i in range(6)
    )
    found = layout(f"| Country | University | {' | '.join(names)} |\n{rows}")
    codes = [q.code for q in found.questions]
    assert codes.count("COLUMN_UNEXPLAINED") == 6
    assert codes.count("COLUMNS_UNEXPLAINED") == 1
    assert dict(found.questions[-1].detail)["columns"] == "3"


def test_dates_numbers_addresses_and_cities_explain_themselves():
    found = layout("""
        | Country | University | Aa | Bb | Cc | Dd |
        | Japan | Kobe University | 2019-04-01 | 12 | a.example@kobe.ac.jp | Kobe |
        | Japan | Hyogo University | 2019-05-01 | 9 | b.example@hyogo.ac.jp | Kobe |
        | France | Université de Lille | 2020-01-31 | 3 | c.example@lille.fr | Lille |
        | Italy | Università di Pisa | 2021-11-01 | 4 | d.example@pisa.it | Pisa |
        | Italy | Università di Bari | 2021-12-01 | 5 | e.example@bari.it | Bari |
    """)
    assert found.questions == ()
    assert [c.hidden for c in found.columns] == [False] * 4 + [True, False]


def test_heading_row_that_a_person_says_is_taken():
    table = grid("""
        | Lista | 2024 |
        | Country | University |
        | Japan | Kobe University |
        | France | Université de Lille |
    """)
    assert find_layout(table, REFERENCE).heading_row == 2
    assert find_layout(table, REFERENCE, header_row=1).heading_row == 1


def test_two_columns_that_a_person_calls_exchange_are_of_students_sent_and_received():
    drawn = """
        | Country | University | Ut | In |
        | Japan | Kobe University | x | |
        | France | Université de Lille | | x |
        | France | Université de Caen | | |
    """
    edition = edition_of(grid(drawn), roles={3: "exchange", 4: "exchange"})
    assert edition.agreements["exchange_marked"].tolist() == [True, True, False]


def test_column_of_regions_and_territories_stays_both_whatever_it_is_called():
    drawn = """
        | 地域・国名 | 大学名 |
        | アジア州(6) | |
        | 中国 | 西北大学 |
    """
    assert roles(layout(drawn, {1: "territory"})) == roles(layout(drawn))


def test_few_short_words_or_signs_may_mark_exchange():
    found = layout("""
        | Country | University | Zyxk | Zyxl |
        | Japan | Kobe University | zyup | / |
        | France | Université de Lille | zyno | |
        | Italy | Università di Pisa | zyup | / |
        | Spain | Universidad de Jaén | zyup | / |
        | Greece | University of Crete | zyno | |
    """)
    roles = {q.source_column: q.roles for q in found.questions}
    assert "exchange" in roles[3]
    assert roles[4] == ("exchange",)


NAMED = """
    | Land | Hochschule | Zyxk |
    | Japan | Kobe University | Ina Roth |
    | France | Université de Lille | Uwe Klein |
    | Italy | Università di Pisa | Ina Roth |
"""


def test_a_column_that_may_name_persons_is_left_out_and_asked_about():
    found = layout(NAMED)
    assert found.columns[2].hidden
    question = next(q for q in found.questions if q.source_column == 3)
    assert question.code == "PERSONS_LEFT_OUT"
    assert question.options[:2] == ("contact", "other")
    assert "Ina Roth" not in str(question.detail)


IN_CHARGE = """
    | Country | University | Coordinator |
    | Japan | Kobe University | {} |
    | France | Université de Lille | {} |
    | Italy | Università di Pisa | {} |
    | Spain | Universidad de Jaén | {} |
    | Greece | University of Crete | {} |
"""


def test_units_under_a_heading_of_persons_are_not_left_out():
    units = ("Faculty of Law", "Faculty of Law") * 2
    found = layout(IN_CHARGE.format(*units, "School of Law"))
    assert roles(found) == ["territory", "institution", "departments"]
    assert asked(found) == {"WHOSE_UNITS": (3, ("partner_unit", "departments"))}


def test_texts_under_a_heading_of_persons_that_name_none_are_asked_about():
    found = layout(IN_CHARGE.format("zyup", "qwer 3", "zyno", "qwer 3", "zyup"))
    assert found.columns[2].hidden
    assert asked(found)["PERSONS_LEFT_OUT"][0] == 3
    named = ("Ina Roth", "Uwe Klein", "Ina Roth", "Ada Winter", "Uwe Klein")
    assert "PERSONS_LEFT_OUT" not in asked(layout(IN_CHARGE.format(*named)))


def test_types_of_which_no_table_has_any_are_asked_about_once():
    rows = "".join(
        f"| Japan | University {i} | {('Law', 'Music')[i % 2]} |\n" for i in range(6)
    )
    found = layout(f"| Country | University | Agreement type |\n{rows}")
    assert asked(found)["COLUMN_CONTRADICTS"] == (3, ("agreement_type",))


def test_a_column_that_a_person_has_read_is_not_left_out():
    found = layout(NAMED, {3: "departments"})
    assert not found.columns[2].hidden
    assert not [q for q in found.questions if q.source_column == 3]


def test_fields_and_levels_are_taken_for_no_types():
    found = layout("""
        | Country | University | Zyxk |
        | Japan | Kobe University | Fysik |
        | France | Université de Lille | Juridik |
        | Italy | Università di Pisa | Fysik |
        | Italy | Università di Siena | Fysik |
        | Spain | Universidad de Jaén | Juridik |
    """)
    assert roles(found)[2] == "other"
    question = next(q for q in found.questions if q.source_column == 3)
    assert "agreement_type" in question.roles


@pytest.mark.parametrize(
    ("cells", "role"),
    [
        (
            ("Faculty of Law", "", "Faculty of Law", "", "Faculty of Arts"),
            "partner_unit",
        ),
        (
            (
                "Faculty of Law",
                "Faculty of Arts; Faculty of Law",
                "Faculty of Music; Faculty of Law",
                "Faculty of Music",
                "Faculty of Arts",
            ),
            "departments",
        ),
    ],
)
def test_a_cell_that_lists_several_units_names_ours(cells: tuple[str, ...], role: str):
    names = (
        "Kobe University",
        "Lille University",
        "Pisa University",
        "Jaen University",
        "Graz University",
    )
    rows = "\n".join(
        f"| {n} | Italy | {c} |" for n, c in zip(names, cells, strict=True)
    )
    found = layout(f"| University | Country | Zyxk |\n{rows}")
    assert roles(found) == ["institution", "territory", role]


def test_a_word_that_says_no_may_head_a_column_of_numbers():
    found = layout("""
        | No | Zyxk | Qwrt |
        | 1 | Italy | Università di Pisa |
        | 2 | Japan | Kobe University |
        | 3 | Spain | Universidad de Jaén |
    """)
    assert found.heading_row == 1


TWO_MARKED = """
    | Country | University | Zyxk | Qwrt |
    | Japan | Kobe University | ○ | |
    | France | Université de Lille | | |
    | Italy | Università di Pisa | ○ | ○ |
    | Spain | Universidad de Jaén | | ○ |
"""


def test_two_columns_of_marks_side_by_side_are_of_students_sent_and_received():
    edition = edition_of(grid(TWO_MARKED))
    marked = edition.agreements["exchange_marked"].tolist()
    assert marked == [True, False, True, True]
    found = edition.findings.query("severity == 'check'")
    assert found["code"].tolist() == ["EXCHANGE_FROM_STUDENTS"]


def test_two_columns_that_a_person_gives_to_exchange_are_asked_no_more():
    drawn = TWO_MARKED.replace("○", "zyup")
    said = {3: "exchange", 4: "exchange"}
    edition = edition_of(grid(drawn), roles=said)
    marked = edition.agreements["exchange_marked"].tolist()
    assert marked == [True, False, True, True]
    assert not len(edition.findings.query("severity == 'check'"))


def test_two_columns_of_marks_apart_are_asked_about_one_by_one():
    found = layout("""
        | Zyxk | Country | University | Qwrt |
        | ○ | Japan | Kobe University | |
        | | France | Université de Lille | ○ |
        | ○ | Italy | Università di Pisa | ○ |
    """)
    questions = [q for q in found.questions if q.code == "MARKS_UNEXPLAINED"]
    assert [q.source_column for q in questions] == [1, 4]


def test_cells_outweigh_a_heading_that_says_another_thing():
    found = layout("""
        | Qwrt | University | Country |
        | Japan | Kobe University | renewed |
        | France | Université de Lille | running |
        | Italy | Università di Pisa | running |
        | Spain | Universidad de Jaén | renewed |
        | Greece | University of Crete | running |
    """)
    assert roles(found) == ["territory", "institution", "other"]
    assert 3 in {q.source_column for q in found.questions}


def test_institutions_and_units_under_each_others_headings_are_exchanged():
    found = layout("""
        | Country | University | Partner faculty |
        | Japan | Faculty of Law | Kobe University |
        | France | Faculty of Arts | Université de Lille |
        | Italy | Faculty of Law | Università di Pisa |
        | Spain | Faculty of Law | Universidad de Jaén |
    """)
    assert roles(found) == ["territory", "partner_unit", "institution"]
    assert {q.source_column for q in found.questions} >= {2, 3}


def test_texts_that_share_a_word_or_are_listed_together_are_departments():
    drawn = """
        | Land | Hochschule | Zyxk | Qwrt |
        | Japan | Kobe University | vibu karat | sona |
        | France | Université de Lille | vibu moli | sona, lume |
        | Italy | Università di Pisa | vibu teka | lume |
        | Spain | Universidad de Jaén | vibu zora | lume |
        | Greece | University of Crete | vibu karat | sona |
    """
    alike = layout(
        "\n".join(r.rsplit("|", 2)[0] + "|" for r in drawn.strip().split("\n"))
    )
    assert roles(alike)[2] == "departments"
    assert 3 in {q.source_column for q in alike.questions}
    listed = layout(drawn, {3: "other"})
    assert roles(listed)[3] == "departments"
    assert 4 in {q.source_column for q in listed.questions}


def test_labels_printed_once_may_be_regions():
    found = layout("""
        | Zyxk | Country | University |
        | Qwrtland | Japan | Kobe University |
        | | France | Université de Lille |
        | | Italy | Università di Pisa |
        | Asdfland | Spain | Universidad de Jaén |
        | | Greece | University of Crete |
    """)
    asked = next(q for q in found.questions if q.source_column == 1)
    assert "region" in asked.roles


def test_different_texts_in_every_row_beside_blank_institutions_are_asked_about():
    found = layout("""
        | Country | University | Zyxk |
        | Japan | Qwrt College | Vibukarat |
        | France | | Molizora |
        | Italy | Qwrt College | Tekasoni |
        | Italy | | Lumevora |
        | Spain | Asdf College | Karatesu |
    """)
    asked = next(q for q in found.questions if q.source_column == 3)
    assert asked.code == "SECOND_INSTITUTION"
    assert "partner_unit" in asked.roles


def test_telephone_numbers_are_left_out_whatever_their_heading_says():
    found = layout("""
        | Country | University | Website |
        | Japan | Kobe University | +81-78-803-1111 |
        | France | Université de Lille | +33 3 2043 4343 |
        | Italy | Università di Pisa | +39 050 221 2111 |
    """)
    assert found.columns[2].hidden


def test_nought_and_one_are_marks():
    found = layout("""
        | Country | University | Zyxk |
        | Japan | Kobe University | 1 |
        | France | Université de Lille | 0 |
        | Italy | Università di Pisa | 1 |
    """)
    question = next(q for q in found.questions if q.source_column == 3)
    assert question.roles == ("exchange",)


def test_column_whose_cells_join_two_of_its_units_is_ours():
    drawn = """
        | Country | University | Zyxk |
        | Japan | Kobe University | Faculty of Law og Faculty of Arts |
        | France | Université de Lille | Faculty of Arts |
        | Italy | Università di Pisa | Faculty of Law |
        | Spain | Universidad de Jaén | Faculty of Letters |
    """
    assert roles(layout(drawn))[2] == "departments"


def test_several_types_in_a_cell_are_no_institutions():
    found = layout("""
        | 国名 | 大学名 | 協定区分 |
        | タイ | マヒドン大学 | 大学間交流協定、学生交流覚書 |
        | タイ | カセサート大学 | 大学間交流協定、学生交流覚書 |
        | チリ | チリ大学 | 大学間交流協定・学生交流覚書 |
        | ペルー | リマ大学 | 部局間交流協定 |
        | ペルー | アレキパ大学 | 大学間交流協定、学生交流覚書 |
    """)
    assert roles(found) == ["territory", "institution", "agreement_type"]
    assert asked(found) == {}


def test_our_departments_may_differ_in_a_few_rows():
    found = layout("""
        | Paese | Ateneo partner | Dipartimento proponente |
        | Cile | Universidad de Talca | Lettere |
        | Cile | Universidad de Arica | Economia |
        | Francia | Université de Lille | Fisica |
        | Francia | Université de Caen | Chimica |
        | Giappone | Kobe University | Lettere |
        | Giappone | Osaka University | Economia |
        | Germania | Universität Kassel | Agraria |
    """)
    assert roles(found) == ["territory", "institution", "departments"]
    assert asked(found) == {}
