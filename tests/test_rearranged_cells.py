"""Cells that refer to those above, that are torn over two rows, or hold several names."""

from __future__ import annotations

import pytest

from pipeline import build_bytes, edition_of
from pipeline.model import Edition
from tests.stages import findings_of
from tests.tables import grid, published

PLACES = ("region", "territory", "institution")


def read(drawn: str) -> Edition:
    return edition_of(grid(drawn))


def repairs(edition: Edition) -> list[tuple]:
    columns = ["source_row", "column", "before", "after", "rule"]
    found = edition.repairs
    found = found[~found["rule"].isin(["carried_down", "folded_space"])]
    return list(found[columns].itertuples(index=False, name=None))


def origin(edition: Edition, agreement: int, column: str) -> tuple:
    cells = edition.provenance.set_index(["agreement_id", "column"])
    columns = ["source_row", "source_column", "source_text"]
    return tuple(cells.loc[(f"A{agreement:04d}", column), columns])


def test_label_that_goes_on_is_the_label_before():
    edition = read("""
        | Kontinent | Land | Hochschule | Art |
        | Europa | Polen | Uniwersytet Gdański | Erasmus+ |
        | Kontinent | Land | Hochschule (Forts.) | Art |
        | Europa (Forts.) | | Uniwersytet Łódzki | Erasmus+ |
        | | Polen – Fortsetzung | Uniwersytet Opolski | Erasmus+ |
    """)
    assert published(edition, PLACES) == {
        2: ("Europa", "Polen", "Uniwersytet Gdański"),
        4: ("Europa", "Polen", "Uniwersytet Łódzki"),
        5: ("Europa", "Polen", "Uniwersytet Opolski"),
    }
    assert repairs(edition)[0] == (
        *(4, "region_text", "Europa (Forts.)", "Europa", "dropped_continued"),
    )
    assert "CARRIED_FROM_DOUBT" not in set(edition.findings["code"])


def test_section_label_that_goes_on_begins_no_new_group():
    edition = read("""
        | University | Signed |
        | < Asia > | |
        | Japan | |
        | University of Tsukuba | 2001 |
        | < Asia > (continued) | |
        | University of Toyama | 2002 |
    """)
    assert published(edition, PLACES) == {
        4: ("Asia", "Japan", "University of Tsukuba"),
        6: ("Asia", "Japan", "University of Toyama"),
    }


def test_ditto_takes_the_text_of_the_row_above():
    edition = read("""
        | Pays | Université | Type |
        | Italie | Università di Pisa | Accord-cadre |
        | idem | Università di Siena | 〃 |
        | 〃 | Università di Bari | 〃 |
    """)
    roles = ("territory", "institution", "agreement_type")
    assert published(edition, roles) == {
        2: ("Italie", "Università di Pisa", "Accord-cadre"),
        3: ("Italie", "Università di Siena", "Accord-cadre"),
        4: ("Italie", "Università di Bari", "Accord-cadre"),
    }
    before, after = "idem", "Italie"
    assert repairs(edition)[0] == (3, "territory_text", before, after, "as_above")
    assert origin(edition, 3, "territory_text") == (2, 1, " Italie ")


def test_ditto_without_a_text_above_is_asked():
    edition = read("""
        | Pays | Université | Type |
        | Italie | Università di Pisa | 〃 |
        | Italie | Università di Siena | Accord-cadre |
    """)
    assert (2, "DITTO_MARK", "agreement_type_text") in findings_of(edition)


@pytest.mark.parametrize(
    ("above", "rest", "whole"),
    [
        ("Faculty of", "Law", "Faculty of Law"),
        ("Faculty of Engineer-", "ing", "Faculty of Engineering"),
        ("Faculty of Arts (main", "campus)", "Faculty of Arts (main campus)"),
        ("Faculty of Fine", "Arts", "Faculty of Fine Arts"),
        ("法学", "研究科", "法学研究科"),
        ("農学部、", "工学部", "農学部|工学部"),
    ],
)
def test_rest_of_a_cell_goes_back_to_the_row_above(above: str, rest: str, whole: str):
    edition = read(f"""
        | Country | University | Department |
        | Peru | Universidad de Lima | {above} |
        | | | {rest} |
        | Chile | Universidad de Arica | Faculty of Fine Arts |
        | Chile | Universidad de Talca | Faculty of Music |
    """)
    texts = edition.agreements["departments_text"].tolist()
    assert texts[:2] == [whole, "Faculty of Fine Arts"]
    assert [r[4] for r in repairs(edition)][:1] == ["joined_lines"]
    assert "3 (joined)" in edition.about["skipped_rows"]


def test_word_that_only_begins_others_goes_on_in_the_row_below():
    edition = read("""
        | Land | Universiteit | Soort | Faculteit |
        | Spanje | Universidad de Jaén | MoU | Faculteit Letteren |
        | Italië | Università di Bari | MoU | Faculteit Rechten |
        | Polen | Uniwersytet Opolski | MoU | Faculteit |
        | | | | Geneeskunde |
        | Polen | Uniwersytet Łódzki | MoU | Faculteit Letteren |
        | | | | / Faculteit Rechten |
    """)
    cells = published(edition, ("institution", "departments"))
    assert list(cells.values())[2:] == [
        ("Uniwersytet Opolski", "Faculteit Geneeskunde"),
        ("Uniwersytet Łódzki", "Faculteit Letteren|Faculteit Rechten"),
    ]


@pytest.mark.parametrize(
    ("above", "rest", "whole"),
    [
        ("Fakulta práva a", "Fakulta chemie", "Fakulta práva a Fakulta chemie"),
        ("Edebiyat Fakültesi", "ve Hukuk Fakültesi", "Edebiyat Fakültesi ve Hukuk"),
        ("كلية الآداب", "وكلية الحقوق", "كلية الآداب وكلية الحقوق"),
        ("文学部と", "法学部", "文学部と法学部"),
    ],
)
def test_joining_word_at_the_tear_proves_it(above: str, rest: str, whole: str):
    edition = read(f"""
        | Country | Partner institution | Partner faculty |
        | Peru | Universidad de Lima | {above} |
        | | | {rest} |
        | Chile | Universidad de Arica | كلية الحقوق |
        | Chile | Universidad de Talca | 文学部 |
    """)
    units = published(edition, ("partner_unit",))
    assert [*units] == [2, 4, 5]
    assert units[2][0].startswith(whole)
    assert "TORN_ROW_JOINED" not in set(edition.findings["code"])


def test_unit_alone_below_whole_rows_is_joined_and_asked_about():
    edition = read("""
        | Country | University | Type | Department |
        | Peru | Universidad de Lima | MoU | Faculty of Law |
        | | | | Faculty of Music |
        | Chile | Universidad de Arica | MoU | Faculty of Arts |
        | Chile | Universidad de Talca | MoU | Faculty of Arts |
    """)
    assert published(edition, ("institution", "departments")) == {
        2: ("Universidad de Lima", "Faculty of Law|Faculty of Music"),
        4: ("Universidad de Arica", "Faculty of Arts"),
        5: ("Universidad de Talca", "Faculty of Arts"),
    }
    assert (2, "TORN_ROW_JOINED", "") in findings_of(edition)
    assert edition.repairs["confidence"].tolist() == ["likely"]


def test_row_that_may_stand_for_itself_is_not_joined():
    edition = read("""
        | Country | University | Department |
        | Peru | Universidad de Lima | Faculty of Law |
        | | | Faculty of Music |
        | Chile | Universidad de Arica | Faculty of Arts |
    """)
    assert "joined_lines" not in set(edition.repairs["rule"])


SEVERAL = """
    | Continent | Number | Country | Partner |
    | Europe | 3 | Italy | University of Pisa; University of Siena |
    | | | Others | University of Porto (Portugal) |
    | Asia | 1 | Japan | {asia} |
"""


def test_institutions_are_parted_where_the_printed_count_proves_it():
    edition = read(SEVERAL.format(asia="Kobe University"))
    names = edition.agreements[["source_row", "territory_code", "institution_text"]]
    assert list(names.itertuples(index=False, name=None)) == [
        (2, "ITA", "University of Pisa"),
        (2, "ITA", "University of Siena"),
        (3, "PRT", "University of Porto"),
        (4, "JPN", "Kobe University"),
    ]
    printed = " University of Pisa; University of Siena "
    assert origin(edition, 2, "institution_text") == (2, 4, printed)
    assert {r[4] for r in repairs(edition)} == {
        "parted_institutions",
        "territory_in_name",
    }
    assert "SEVERAL_INSTITUTIONS" not in set(edition.findings["code"])


def test_institutions_that_no_count_proves_are_asked_about():
    edition = read(SEVERAL.format(asia="神戸大学／大阪大学"))
    asked = [f for f in findings_of(edition) if f[1] == "SEVERAL_INSTITUTIONS"]
    assert [f[0] for f in asked] == [2, 4]
    assert len(edition.agreements) == 3


@pytest.mark.parametrize(
    "name", ["北京大学／Peking University", "カリフォルニア大学・バークレー校"]
)
def test_one_name_with_a_sign_inside_is_no_doubt(name: str):
    edition = read(f"""
        | 国 | 大学名 | 種別 |
        | 中国 | {name} | 大学間 |
        | 日本 | 神戸大学 | 大学間 |
    """)
    assert "SEVERAL_INSTITUTIONS" not in set(edition.findings["code"])


def test_what_a_program_writes_for_no_value_is_a_blank():
    edition = read(r"""
        | Land | Hochschule | Partnerfakultät | Art |
        | Polen | Uniwersytet Gdański | NULL | Erasmus+ |
        | Italien | Università di Pisa | Economia | \N |
        | Italien | Null University | #N/A | Erasmus+ |
    """)
    roles = ("institution", "partner_unit", "agreement_type")
    assert published(edition, roles) == {
        2: ("Uniwersytet Gdański", "", "Erasmus+"),
        3: ("Università di Pisa", "Economia", ""),
        4: ("Null University", "", "Erasmus+"),
    }
    assert repairs(edition) == [
        (2, "partner_unit_text", "NULL", "", "no_value"),
        (3, "agreement_type_text", r"\N", "", "no_value"),
        (4, "partner_unit_text", "#N/A", "", "no_value"),
    ]


TWO_TYPES = """
    | Land | Hochschule | Zyxk | Qwrt |
    | Polen | Uniwersytet Gdański | Rahmenvertrag | |
    | Italien | Università di Pisa | Rahmenvertrag | Austausch |
    | Italien | Università di Siena | | Austausch |
"""


def test_columns_of_one_role_that_a_person_gives_are_read_together():
    said = {1: "territory", 2: "institution", 3: "agreement_type", 4: "agreement_type"}
    edition = edition_of(grid(TWO_TYPES), roles=said)
    assert published(edition, ("agreement_type",)) == {
        2: ("Rahmenvertrag",),
        3: ("Rahmenvertrag, Austausch",),
        4: ("Austausch",),
    }
    assert repairs(edition) == [
        (
            *(3, "agreement_type_text", "Rahmenvertrag"),
            *("Rahmenvertrag, Austausch", "joined_columns"),
        ),
        (4, "agreement_type_text", "", "Austausch", "joined_columns"),
    ]
    assert not edition.findings["code"].str.contains("COLUMN").any()


def test_columns_under_one_heading_of_types_are_joined_and_asked_about():
    drawn = TWO_TYPES.replace("Zyxk", "Vertragsart").replace("Qwrt", "Vertragsart")
    edition = edition_of(grid(drawn))
    assert published(edition, ("agreement_type",))[3] == ("Rahmenvertrag, Austausch",)
    asked = edition.findings.query("code == 'COLUMNS_JOINED'")
    assert asked["column"].tolist() == ["agreement_type_text|agreement_type_id"]
    question = edition.questions[asked["finding_id"].iloc[0]]
    assert question.options == ("agreement_type", "other")


def test_list_with_a_row_for_each_territory_has_one_for_each_line_of_its_names():
    table = """<html><table><tr><th>Continent</th><th>Country</th><th>Universities</th></tr>
    <tr><td>Europe</td><td>Italy</td><td>University of Pisa<br>Siena School</td></tr>
    <tr><td>Europe</td><td>Portugal</td><td>University of Porto</td></tr>
    <tr><td>Asia</td><td>Japan</td><td>Kobe University<br>Osaka University</td></tr>
    </table></html>"""
    edition = build_bytes(table.encode(), "list")
    names = edition.agreements[["region_text", "territory_code", "institution_text"]]
    assert list(names.itertuples(index=False, name=None)) == [
        ("Europe", "ITA", "University of Pisa"),
        ("Europe", "ITA", "Siena School"),
        ("Europe", "PRT", "University of Porto"),
        ("Asia", "JPN", "Kobe University"),
        ("Asia", "JPN", "Osaka University"),
    ]
    assert {r[4] for r in repairs(edition)} == {"parted_of_territory"}


def test_lines_of_names_beside_a_date_are_one_agreement_that_is_asked_about():
    table = """<html><table><tr><th>Country</th><th>Universities</th><th>Signed</th></tr>
    <tr><td>Italy</td><td>University of Pisa<br>Siena University</td><td>2001</td></tr>
    <tr><td>Portugal</td><td>University of Porto</td><td>2002</td></tr>
    <tr><td>Japan</td><td>Kobe University<br>Osaka University</td><td>2003</td></tr>
    </table></html>"""
    edition = build_bytes(table.encode(), "list")
    assert len(edition.agreements) == 3
    asked = [f[0] for f in findings_of(edition) if f[1] == "SEVERAL_INSTITUTIONS"]
    assert asked == [2, 4]
