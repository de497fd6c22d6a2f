"""Rows that lack their first cells because these were printed once for several rows."""

from __future__ import annotations

from pipeline import edition_of
from tests.tables import grid, published

ROLES = ("region", "territory", "institution", "agreement_type")

UNMERGED = """
    | Kontinent | Land | Hochschule | Art | Fakultät |
    | Europa | Polen | Uniwersytet Dębowy | Erasmus+ | Fakultät Bau |
    | Uniwersytet Lipowy | MoU | Fakultät Recht |
    | Italien | Università di Alba | Erasmus+ | Fakultät Bau |
    | Università di Brina | MoU | Fakultät Recht |
    | Asien | Japan | Kawabe University | MoU | Fakultät Recht |
    | Nagisa University | Erasmus+ | Fakultät Bau |
"""


def test_rows_that_begin_with_what_was_not_merged_end_under_the_last_heading():
    assert published(edition_of(grid(UNMERGED)), ROLES) == {
        2: ("Europa", "Polen", "Uniwersytet Dębowy", "Erasmus+"),
        3: ("Europa", "Polen", "Uniwersytet Lipowy", "MoU"),
        4: ("Europa", "Italien", "Università di Alba", "Erasmus+"),
        5: ("Europa", "Italien", "Università di Brina", "MoU"),
        6: ("Asien", "Japan", "Kawabe University", "MoU"),
        7: ("Asien", "Japan", "Nagisa University", "Erasmus+"),
    }


def test_rows_of_other_lengths_tell_where_short_rows_end():
    """One row has all cells, and no short row ends with its texts."""
    edition = edition_of(
        grid("""
        | Verdensdel | Land | Universitet | Type |
        | Oceania | Fiji | Suva College | Rammeavtale |
        | Nadi College | MoU |
        | Tonga | Nuku College | MoU |
        | Lifuka College | Utveksling |
        | Samoa | Apia College | Utveksling |
    """)
    )
    assert published(edition, ROLES[:3]) == {
        2: ("Oceania", "Fiji", "Suva College"),
        3: ("Oceania", "Fiji", "Nadi College"),
        4: ("Oceania", "Tonga", "Nuku College"),
        5: ("Oceania", "Tonga", "Lifuka College"),
        6: ("Oceania", "Samoa", "Apia College"),
    }


def test_rows_that_lack_their_last_cells_are_left_as_they_are():
    edition = edition_of(
        grid("""
        | Land | Hochschule | Art | Fakultät |
        | Polen | Uniwersytet Dębowy | Erasmus+ | Fakultät Bau |
        | Polen | Uniwersytet Lipowy | MoU |
        | Italien | Università di Alba | MoU |
        | Italien | Università di Brina | Erasmus+ | Fakultät Recht |
        | Italien | Università di Cedro | Erasmus+ |
    """)
    )
    assert [r[:3] for r in published(edition, ROLES[1:]).values()][1] == (
        *("Polen", "Uniwersytet Lipowy", "MoU"),
    )


def test_rows_that_keep_their_blank_labels_lack_a_cell_behind_them():
    edition = edition_of(
        grid("""
        | Region | Country | University | Faculty | Type | Exchange |
        | Asia | Japan | Kawabe University | Faculty of Law | MoU | ○ |
        | | | Nagisa University | Faculty of Arts | MoU | ○ |
        | | | Minato University | MoU | ○ |
        | | Nepal | Ganga University | MoU | ○ |
        | | | Yamuna University | MoU | |
    """)
    )
    lost = edition.findings[edition.findings["code"] == "CELL_LOST"]
    assert lost["source_row"].tolist() == [4, 5, 6]
    assert set(lost["column"]) == {"partner_unit_text"}
