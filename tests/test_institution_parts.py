"""Texts that name several institutions, by themselves or by how the list parts names."""

from __future__ import annotations

from pipeline.reference import load_reference
from pipeline.reference.institution_parts import (
    are_two_names_each,
    find_several_institutions,
)

REFERENCE = load_reference()


def several(*texts: str) -> set[str]:
    return find_several_institutions(
        texts, lambda text: REFERENCE.looks_like(text, "institution")
    )


def test_sign_that_parts_known_names_twice_parts_unknown_ones():
    known = (
        "Universität Auhof; Universität Birkau",
        "Hochschule Tannried; Universität Seewald",
    )
    assert several(*known, "Bocconi; Sant'Anna", "Bocconi, Milano") == {
        *known,
        "Bocconi; Sant'Anna",
    }


def test_comma_parts_only_full_names():
    assert several(
        "Universität Auhof, Hochschule Birkau",
        "University of Alder, Elm Hall",
        "Faculty of Law, University of Oak",
        "Universidad del Lago, Universidad del Río y otras",
    ) == {
        "Universität Auhof, Hochschule Birkau",
        "Universidad del Lago, Universidad del Río y otras",
    }


def test_line_breaks_part_names_most_of_which_are_known():
    names = "Elder University\nConservatoire Montclair\nRoyal Alder University"
    broken = "Elder University\nand Conservatoire\nof Alder University"
    assert several(names, broken, "Birch College") == {names}


def test_name_that_stands_alone_elsewhere_is_one_of_several():
    assert several("Charité", "Charité / Insel", "Ponts / Chaussées") == {
        "Charité / Insel"
    }


def test_broken_line_names_one():
    broken = "Indian Institute of\nTechnology College Madras"
    assert several(broken, "Sjöholm University\nEkdal College") == {
        "Sjöholm University\nEkdal College"
    }


def test_strong_sign_beside_one_known_name_parts_a_list_of_names():
    assert several(
        "Technische Hochschule Auental / TU Birkau / ETW",
        "Universität Seewald, Campus Nord",
        "Universität Tannried",
    ) == {"Technische Hochschule Auental / TU Birkau / ETW"}


def test_one_name_printed_twice_is_two():
    assert several("ACADEMIA ALDER/ACADEMIA ALDER", "Elm/Oak") == {
        "ACADEMIA ALDER/ACADEMIA ALDER"
    }


def test_name_in_two_scripts_is_one():
    assert not several(
        "Университет Лесной / Lesnoy University",
        "אוניברסיטת אלון / Alon University",
        "北都大学・南岡校",
    )


def test_list_that_parts_nearly_each_cell_in_two_prints_two_names_each():
    twice = [f"Universität {c} / University of {c}" for c in "ABCDE"]
    assert are_two_names_each([*twice, "Kobe University"])
    assert not are_two_names_each([*twice, *"KLMNO"])
