"""One institution in two spellings is asked about; two institutions are not."""

from __future__ import annotations

import pytest

from tests.stages import checked_of


def pairs(*names: str, territory: str = "France") -> list[str]:
    rows = "\n".join(f"| {territory} | {name} |" for name in names)
    found = checked_of(f"| Country | University |\n{rows}").findings
    return found.loc[found["code"] == "WRITTEN_TWICE", "text_en"].tolist()


def ids(*names: str) -> int:
    rows = "\n".join(f"| France | {name} |" for name in names)
    found = checked_of(f"| Country | University |\n{rows}").identified
    return len({match.institution_id for _, _, match in found.institutions})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Alder University", "Alder University, Alderville"),
        ("Alder University", "Alder University (Alderville)"),
        ("Alder University - Alderville", "Alder University"),
        ("Alder Institute of Technology", "Alder Inst. of Tech."),
        ("Universidad Politécnica del Sol", "Univ. Politécnica Sol"),
        ("University of Alderville", "Alderville, University of"),
        ("The University of Alder", "University of Alder"),
        ("University of Wisterton", "Univeristy of Wisterton"),
        ("Kitaminato University", "Kitaminatto University"),
        ("Universität Schönbrück", "Universität Schoenbrueck"),
        ("Alder Polytechnic Institute", "Alder Polytehcnic Institute"),
        ("ヴィラ大学", "ビラ大学"),
        ("東濟大學", "東済大学"),
    ],
)
def test_two_spellings_of_one_name_are_asked(first: str, second: str):
    (text,) = pairs("Other University", first, second)
    assert text.startswith(f"'{first}' (rows 3) and '{second}' (rows 4) may be one")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("University Paris 1", "University Paris 2"),
        ("Université Lyon II", "Université Lyon III"),
        ("University of East Alder", "University of West Alder"),
        ("Northeast Alder University", "Northwest Alder University"),
        ("Hunan University", "Henan University"),
        ("湖北大学", "河北大学"),
        ("Alder University", "Alder Technical University"),
        ("University of Alder", "University of Elder"),
        ("Alder State University", "Elder State University"),
        ("Alder University", "Alder University College"),
    ],
)
def test_two_names_that_differ_in_a_word_are_two(first: str, second: str):
    assert pairs(first, second, "Other University") == []


def test_tails_that_tell_campuses_apart_are_no_doubt():
    assert (
        pairs(
            "University of Alderland",
            "University of Alderland, Birchley",
            "University of Alderland, Cedarvis",
        )
        == []
    )


def test_names_of_two_territories_are_not_compared():
    rows = "| France | Alder University |\n| Spain | Alder University, Alderville |"
    found = checked_of(f"| Country | University |\n{rows}").findings
    assert "WRITTEN_TWICE" not in set(found["code"])


def test_names_that_differ_in_signs_and_accents_only_are_one():
    assert ids("Institut Bel-Été", "INSTITUT BEL ETE", "Institut Bel Été.") == 1
    assert pairs("Institut Bel-Été", "INSTITUT BEL ETE") == []
