"""Texts that name several institutions, by themselves or by how the list parts names."""

from __future__ import annotations

from pipeline.reference import load_reference
from pipeline.reference.institution_parts import find_several_institutions

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


def test_name_that_stands_alone_elsewhere_is_one_of_several():
    assert several("Charité", "Charité / Insel", "Ponts / Chaussées") == {
        "Charité / Insel"
    }


def test_broken_line_names_one():
    broken = "Indian Institute of\nTechnology College Madras"
    assert several(broken, "Sjöholm University\nEkdal College") == {
        "Sjöholm University\nEkdal College"
    }
