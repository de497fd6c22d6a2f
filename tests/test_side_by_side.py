"""Lists that a page prints in two or three parts side by side."""

from __future__ import annotations

from pipeline import edition_of
from pipeline.model import Edition
from tests.tables import grid, published

COLUMNS = ("territory", "institution", "agreement_type")


def read(drawn: str) -> Edition:
    return edition_of(grid(drawn))


def rows(edition: Edition) -> list[tuple[int, ...]]:
    columns = ["source_row", "territory_text", "institution_text"]
    return list(edition.agreements[columns].itertuples(index=False, name=None))


TWO = """
    | Land | Hochschule | | Land | Hochschule |
    | Italien | Università di Pisa | | Peru | Universidad de Lima |
    | | Università di Siena | | | Universidad de Piura |
    | Polen | Uniwersytet Gdański | | | |
"""


def test_second_part_follows_all_of_the_first():
    assert rows(read(TWO)) == [
        (2, "Italien", "Università di Pisa"),
        (3, "Italien", "Università di Siena"),
        (4, "Polen", "Uniwersytet Gdański"),
        (2, "Peru", "Universidad de Lima"),
        (3, "Peru", "Universidad de Piura"),
    ]


def test_cell_of_the_second_part_is_traced_to_its_printed_column():
    edition = read(TWO)
    cells = edition.provenance.set_index(["agreement_id", "column"])
    columns = ["source_row", "source_column", "source_text", "rule"]
    name = cells.loc[("A0005", "institution_text"), columns]
    assert tuple(name) == (3, 5, " Universidad de Piura ", "printed")
    place = cells.loc[("A0005", "territory_text"), columns]
    assert tuple(place) == (2, 4, " Peru ", "carried_down")
    assert edition.grid == grid(TWO)


def test_three_parts_with_numbered_headings_and_titles_of_their_own():
    edition = read("""
        | Partners 2020 | | | | | |
        | Country (1) | University (1) | Country (2) | University (2) | Country (3) | University (3) |
        | Italy | University of Pisa | Peru | University of Lima | Ghana | University of Accra |
        | Poland | University of Gdansk | Chile | University of Arica | | |
    """)
    assert [row[2] for row in rows(edition)] == [
        "University of Pisa",
        "University of Gdansk",
        "University of Lima",
        "University of Arica",
        "University of Accra",
    ]


def test_parts_without_any_heading_are_told_by_what_they_hold():
    edition = read("""
        | Italy | University of Pisa | Peru | University of Lima |
        | Poland | University of Gdansk | Chile | University of Arica |
        | Poland | University of Lodz | Ghana | University of Accra |
    """)
    assert [row[1] for row in rows(edition)] == [
        *("Italy", "Poland", "Poland"),
        *("Peru", "Chile", "Ghana"),
    ]


def test_translation_beside_a_list_is_no_second_part():
    edition = read("""
        | Italy | University of Pisa | Italia | Università di Pisa |
        | Poland | University of Gdansk | Polonia | Uniwersytet Gdański |
        | Peru | University of Lima | Perù | Universidad de Lima |
    """)
    assert len(edition.agreements) == 3


def test_columns_of_years_that_repeat_are_no_parts():
    edition = read("""
        | Land | Hochschule | Art | entsandt | empfangen | entsandt | empfangen |
        | Italien | Università di Pisa | Erasmus+ | 1 | 2 | 3 | 4 |
        | Polen | Uniwersytet Gdański | Erasmus+ | 2 | 2 | 1 | 0 |
    """)
    assert published(edition, COLUMNS) == {
        2: ("Italien", "Università di Pisa", "Erasmus+"),
        3: ("Polen", "Uniwersytet Gdański", "Erasmus+"),
    }


def test_roles_said_for_both_parts_leave_them_apart():
    roles = {1: "territory", 2: "institution", 4: "territory", 5: "institution"}
    assert rows(edition_of(grid(TWO), roles=roles)) == rows(read(TWO))


def test_other_role_said_for_the_second_part_makes_it_no_part():
    edition = edition_of(grid(TWO), roles={1: "territory", 4: "other"})
    assert len(rows(edition)) == 3
