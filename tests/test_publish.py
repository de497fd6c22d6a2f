"""The published tables, whole, and the invariants that stop what must not be published."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline import edition_of
from pipeline.check import Checked
from pipeline.errors import PublishError
from pipeline.model import AGREEMENT_COLUMNS, Decision, Edition
from pipeline.publish import publish_edition
from pipeline.read.edition import UNTITLED
from tests.stages import HEADING, REFERENCE, checked_of
from tests.tables import grid

DRAWN = HEADING.replace("\n", "備考|\n") + (
    """
    | アジア | 台湾 | 国立台湾大学 | 工学院 | 部局間 | 工学部、謎センター | ○ | 更新  中 |
    | | 国立清華大学 | 理学院 | 大学間 | 工学部 | | | |
    | 北米 | ナルニア | 北都大学 | | その他 | 工学部 | - | |
""".strip()
)

SMALL = """
    | 国 | 大学名 |
    | 韓国 | 漢陽大学校 |
    | | 慶尚大学校 |
    | ドイツ | 漢陽大学校 |
"""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(grid(DRAWN))


@pytest.fixture(scope="module")
def small() -> Edition:
    return edition_of(grid(SMALL))


def drawn(frame: pd.DataFrame) -> list[str]:
    """A table as rows of cells between pipes; nothing where nothing is known."""
    texts = frame.astype("object").map(lambda cell: "" if pd.isna(cell) else str(cell))
    return [" | ".join(row) for row in texts.itertuples(index=False, name=None)]


def test_agreements_are_published_with_texts_and_ids(edition: Edition):
    assert list(edition.agreements) == [*AGREEMENT_COLUMNS, "備考"]
    ids = edition.agreements["institution_id"]
    assert drawn(edition.agreements.drop(columns="institution_id")) == [
        "A0001 | 2 | アジア | asia | 台湾 | TWN | 国立台湾大学 | 工学院 | 部局間"
        " | inter_faculty | 工学部|謎センター | ○ | True | 更新 中",
        "A0002 | 3 | アジア | asia | 台湾 | TWN | 国立清華大学 | 理学院 | 大学間"
        " | inter_university | 工学部 |  | False | ",
        "A0003 | 4 | 北米 | north_america | ナルニア |  | 北都大学 |  | その他 | other"
        " | 工学部 | - | False | ",
    ]
    assert ids.tolist()[:2] == [
        "national-taiwan-university-twn",
        "national-tsing-hua-university-twn",
    ]


def test_columns_the_list_does_not_have_are_blank(small: Edition):
    columns = ["region_text", "region_id", "territory_code", "exchange_marked"]
    assert drawn(small.agreements[columns]) == [
        " | asia | KOR | ",
        " | asia | KOR | ",
        " | europe | DEU | ",
    ]
    assert small.agreements["exchange_marked"].dtype == "boolean"
    assert drawn(small.agreement_departments) == []
    assert drawn(small.departments) == []
    assert drawn(small.agreement_types) == []


def test_each_department_of_an_agreement_is_a_row(edition: Edition):
    unknown = edition.departments["department_id"].tolist()[1]
    assert drawn(edition.agreement_departments) == [
        "A0001 | faculty-of-engineering",
        f"A0001 | {unknown}",
        "A0002 | faculty-of-engineering",
        "A0003 | faculty-of-engineering",
    ]
    assert drawn(edition.departments.drop(columns="department_id")) == [
        "工学部 | Faculty of Engineering | faculty",
        "謎センター |  | research_centre",
    ]


def test_institutions_are_listed_once_known_and_unknown(small: Edition):
    columns = ["name_ja", "name_text", "territory_code", "known"]
    assert drawn(small.institutions[columns]) == [
        "漢陽大学校 | 漢陽大学校 | KOR | True",
        "慶尚大学校 | 慶尚大学校 | KOR | True",
        "漢陽大学校 | 漢陽大学校 | DEU | False",
    ]
    unknown = small.institutions.iloc[2]
    assert (unknown["name_en"], unknown["ror_id"], unknown["city_en"]) == ("", "", "")
    assert unknown[["latitude", "longitude"]].isna().all()


def test_two_spellings_of_one_institution_are_one():
    found = edition_of(
        grid("| 国 | 大学名 |\n| 中国 | 同濟大学 |\n| | 同済大学 |\n| | 同濟大学 |")
    )
    assert drawn(found.institutions[["name_ja", "name_text"]]) == [
        "同済大学 | 同濟大学"
    ]


def test_regions_territories_and_types_of_the_edition_are_labelled(edition: Edition):
    assert drawn(edition.regions) == [
        "asia | アジア | Asia",
        "north_america | 北米 | North America",
    ]
    places = edition.territories[
        ["territory_code", "label_ja", "label_en", "region_id"]
    ]
    assert drawn(places) == ["TWN | 台湾 | Taiwan | asia"]
    assert drawn(edition.agreement_types[["agreement_type_id", "label_ja"]]) == [
        "inter_university | 大学間",
        "inter_faculty | 部局間",
        "other | その他",
    ]


def test_territory_is_filed_under_the_region_most_of_its_rows_name():
    found = edition_of(
        grid("""
        | 地域 | 国 | 大学名 |
        | アジア | ロシア | 北都大学 |
        | ヨーロッパ | ロシア | 南海大学 |
        | ヨーロッパ | ロシア | 西湖大学 |
    """)
    )
    assert found.territories["region_id"].tolist() == ["europe"]


def test_layout_says_what_each_column_is(edition: Edition):
    columns = ["source_column", "heading", "role", "column", "meaning", "why_en"]
    by_words = "by the words of its heading"
    assert drawn(edition.layout[columns])[5:] == [
        f"6 | 関連部署 | departments | departments_text | departments | {by_words}",
        f"7 | 交換留学 | exchange | exchange_text | exchange | {by_words}",
        f"8 | 備考 | other | 備考 | remarks | {by_words}",
    ]


def test_repairs_are_the_changes_against_a_plain_reading(edition: Edition):
    assert drawn(edition.repairs) == [
        "R0001 | A0001 | 2 | 備考 | 更新 中 | 更新 中 | folded_space | sure",
        "R0002 | A0002 | 3 | region_text |  | アジア | carried_down | sure",
        "R0003 | A0002 | 3 | territory_text | 国立清華大学 | 台湾 | carried_down | sure",
        "R0004 | A0002 | 3 | institution_text | 理学院 | 国立清華大学 | moved_right | sure",
        "R0005 | A0002 | 3 | partner_unit_text | 大学間 | 理学院 | moved_right | sure",
        "R0006 | A0002 | 3 | agreement_type_text | 工学部 | 大学間 | moved_right | sure",
        "R0007 | A0002 | 3 | departments_text |  | 工学部 | moved_right | sure",
    ]


def test_provenance_of_an_agreement_has_one_row_for_each_cell(edition: Edition):
    columns = ["column", "source_row", "source_column", "source_text", "rule"]
    origin = edition.provenance
    second = origin[origin["agreement_id"] == "A0002"]
    assert drawn(second[columns]) == [
        "agreement_type_id | 3 | 4 |  大学間  | moved_right+looked_up",
        "agreement_type_text | 3 | 4 |  大学間  | moved_right",
        "departments_text | 3 | 5 |  工学部  | moved_right",
        "exchange_marked | 3 | 0 |  | blank+looked_up",
        "exchange_text | 3 | 0 |  | blank",
        "institution_id | 3 | 2 |  国立清華大学  | moved_right+looked_up",
        "institution_text | 3 | 2 |  国立清華大学  | moved_right",
        "partner_unit_text | 3 | 3 |  理学院  | moved_right",
        "region_id | 2 | 1 |  アジア  | carried_down+looked_up",
        "region_text | 2 | 1 |  アジア  | carried_down",
        "territory_code | 2 | 2 |  台湾  | carried_down+looked_up",
        "territory_text | 2 | 2 |  台湾  | carried_down",
        "備考 | 3 | 0 |  | blank",
    ]


def test_provenance_says_what_the_list_does_not_have(small: Edition):
    origin = small.provenance
    first = origin[origin["agreement_id"] == "A0001"].set_index("column")
    assert first.loc["exchange_text", "rule"] == "not_in_list"
    assert first.loc["exchange_marked", "rule"] == "not_in_list"
    assert first.loc["region_id"].tolist() == [
        "A0001",
        2,
        1,
        " 韓国 ",
        "printed+region_from_territory",
    ]


def test_every_rule_of_an_edition_is_explained(edition: Edition, small: Edition):
    explained = set(edition.rules["rule"])
    for one in (edition, small):
        rules = {*one.provenance["rule"], *one.repairs["rule"]}
        assert {part for rule in rules for part in rule.split("+")} <= explained


def test_findings_lead_to_the_agreement_of_their_row(edition: Edition):
    places = edition.findings[["code", "source_row", "agreement_id"]]
    assert "UNKNOWN_TERRITORY | 4 | A0003" in drawn(places)


def test_finding_on_a_row_that_is_not_published_leads_to_no_agreement():
    found = edition_of(
        grid(
            HEADING
            + """| 中南米 | アメリカ合衆国 | アーカンソー大学 | 工学部 | 部局間 | 工学部 | |
            | 北米 | アメリカ合衆国 | アーカンソー大学 | 工学部 | 部局間 | 工学部 | |"""
        )
    )
    places = drawn(found.findings[["source_row", "code", "agreement_id"]])
    assert "2 | REPEATED_ROW | " in places


def publish(checked: Checked) -> Edition:
    return publish_edition(checked, grid(DRAWN), REFERENCE, UNTITLED)


def test_list_without_any_agreement_is_no_edition():
    with pytest.raises(PublishError, match="at least one agreement"):
        edition_of(grid("| 国 | 大学名 |\n| 韓国 | |"))


def test_row_neither_published_nor_named_in_a_finding_stops_the_line():
    checked = checked_of(DRAWN)
    silent = replace(
        checked,
        published=np.array([True, False, True]),
        findings=checked.findings[checked.findings["source_row"] != 3],
    )
    with pytest.raises(PublishError, match=r"source rows \[3\] are neither"):
        publish(silent)


def test_finding_of_an_unknown_severity_stops_the_line():
    checked = checked_of(DRAWN)
    odd = replace(checked, findings=checked.findings.assign(severity="maybe"))
    with pytest.raises(PublishError, match=r"table findings must fit.*'maybe'"):
        publish(odd)


def test_departments_are_those_that_published_rows_name():
    drawn = HEADING + (
        "| アジア | 台湾 | 国立台湾大学 | 工学院 | 部局間 | 工学部 | ○ |\n"
        "| アジア | 韓国 | 漢陽大学校 | 工学院 | 部局間 | 理学部、謎センター | ○ |\n"
    )
    whole = edition_of(grid(drawn))
    assert whole.departments["label_ja"].tolist() == ["工学部", "理学部", "謎センター"]
    dropped = Decision(3, "row", "漢陽大学校", "drop")
    edition = edition_of(grid(drawn), decisions=[dropped])
    assert len(edition.agreements) == 1
    assert edition.departments["label_ja"].tolist() == ["工学部"]
