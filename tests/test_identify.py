"""From names to ids: what is known, and what is never guessed.

The traps of territory names are in tests/territory_names.csv (read by test_data).
"""

from __future__ import annotations

from pipeline import edition_of
from pipeline.identify import Identified, hashed_id
from tests.stages import HEADING, identified_of
from tests.tables import grid


def one(drawn: str) -> Identified:
    return identified_of(HEADING + drawn)


def institution(drawn: str) -> tuple[str, str, str]:
    found = identified_of("| 国 | 大学名 |\n" + drawn)
    entry = found.institutions[found.institution[-1]][2]
    return entry.institution_id, entry.how, entry.usual


def test_names_of_a_row_lead_to_their_ids():
    found = one("| アジア | 台湾 | 国立台湾大学 | 工学院 | 部局間 | 工学部 | ○ |")
    assert found.region_id.tolist() == ["asia"]
    assert found.territory_code.tolist() == ["TWN"]
    assert found.agreement_type_id.tolist() == ["inter_faculty"]
    assert found.institutions[0][2].institution_id == "national-taiwan-university-twn"
    assert found.department_ids == {"工学部": "faculty-of-engineering"}
    assert found.exchange.tolist() == [1]
    assert not found.region_from_territory.any()


def test_institution_is_looked_for_only_in_the_territory_of_its_row():
    # Kobe row 42: 東北大学 in China is not the one in Sendai.
    assert institution("| 中国 | 東北大学 |")[:2] == (
        "northeastern-university-chn",
        "name",
    )
    assert institution("| 韓国 | 東北大学 |") == (
        hashed_id("i", "KOR", "東北大学"),
        "elsewhere",
        "CHN",
    )


def test_one_name_in_two_territories_is_two_institutions():
    # Kobe rows 28 and 37.
    taiwan = institution("| 台湾 | 国立清華大学 |")[0]
    china = institution("| 中国 | 清華大学 |")[0]
    assert (taiwan, china) == (
        "national-tsing-hua-university-twn",
        "tsinghua-university-chn",
    )


def test_other_spelling_of_a_known_name_is_the_same_institution():
    # Kobe rows 43 and 10.
    old = institution("| 中国 | 同濟大学 |")
    slip = institution("| インドネシア | フルタミナ大学 |")
    assert old[1:] == ("old_form", "同済大学")
    assert slip[1:] == ("kana_slip", "プルタミナ大学")
    assert old[0] == institution("| 中国 | 同済大学 |")[0]


def test_unknown_institution_has_an_id_of_its_own_name_and_territory():
    kor = institution("| 韓国 | 北都大学 |")
    twn = institution("| 台湾 | 北都大学 |")
    assert kor == (hashed_id("i", "KOR", "北都大学"), "unknown", "")
    assert kor[0] != twn[0]
    assert institution("| 韓国 | 漢陽大学校 |\n| | 北　都 大学 |") == kor


def test_institution_without_a_territory_is_not_guessed():
    assert institution("| ナルニア | 東北大学 |")[1] == "unknown"
    assert institution("| | 東北大学 |")[1] == "unknown"


def test_own_id_is_its_kind_and_eight_digits():
    assert hashed_id("d", "謎センター") == hashed_id("d", "謎 センター")
    assert len(hashed_id("d", "謎センター")) == 9
    assert hashed_id("i", "AB", "C") != hashed_id("i", "A", "BC")


def test_region_is_the_territorys_where_the_list_has_none():
    found = identified_of(
        "| 国 | 大学名 |\n| 韓国 | 漢陽大学校 |\n| ナルニア | 北都大学 |"
    )
    assert found.region_id.tolist() == ["asia", ""]
    assert found.region_from_territory.tolist() == [True, False]


def test_region_is_the_territorys_where_the_printed_one_is_unknown():
    found = one("| 極東 | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |")
    assert found.region_id.tolist() == ["asia"]
    assert found.region_from_territory.tolist() == [True]


def test_printed_region_stands_even_against_the_territory():
    found = one("| 北米 | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |")
    assert found.region_id.tolist() == ["north_america"]


def test_unknown_type_is_other_and_no_type_is_none():
    found = one("""| アジア | 韓国 | 漢陽大学校 | 工学部 | 申合せ | 工学部 | ○ |
        | | | 漢陽大学校 | 理学部 | | 工学部 | ○ |""")
    assert found.agreement_type_id.tolist() == ["other", ""]
    without = identified_of("| 国 | 大学名 |\n| 韓国 | 漢陽大学校 |")
    assert without.agreement_type_id.tolist() == [""]


def test_departments_known_and_unknown_have_ids():
    found = one(
        "| アジア | 韓国 | 漢陽大学校 | 理学部 | 部局間 | 工学部、謎センター、謎 センター | ○ |"
    )
    unknown = hashed_id("d", "謎センター")
    assert list(found.departments.values()) == [("faculty-of-engineering", unknown)]
    assert found.department_ids == {
        "工学部": "faculty-of-engineering",
        "謎センター": unknown,
        "謎 センター": unknown,
    }


def test_exchange_is_marked_not_marked_or_not_in_the_list():
    rows = "| 国 | 大学名 | 交換留学 |\n| 韓国 | 漢陽大学校 | {} |"
    marks = {mark: identified_of(rows.format(mark)).exchange[0] for mark in "○◎×－"}
    assert marks == {"○": 1, "◎": 1, "×": 0, "－": 0}
    assert identified_of(rows.format("")).exchange.tolist() == [0]
    assert identified_of(rows.format("要相談")).exchange.tolist() == [0]
    without = identified_of("| 国 | 大学名 |\n| 韓国 | 漢陽大学校 |")
    assert without.exchange.tolist() == [-1]


def test_a_word_beside_blanks_or_no_says_yes_and_is_asked_about():
    rows = "| 国 | 大学名 | 交換留学 |\n" + "\n".join(
        f"| 韓国 | 大学{n} | {cell} |" for n, cell in enumerate(("zyup", "{0}", "zyup"))
    )
    assert identified_of(rows.format("")).exchange.tolist() == [1, 0, 1]
    assert identified_of(rows.format("×")).exchange.tolist() == [1, 0, 1]
    assert identified_of(rows.format("zyno")).exchange.tolist() == [0, 0, 0]
    assert identified_of(rows.format("○")).exchange.tolist() == [0, 1, 0]
    found = edition_of(grid(rows.format("×"))).findings
    asked = found[found["column"].str.contains("exchange_marked")]
    assert asked["code"].tolist() == ["MARK_READ_AS_YES"]
