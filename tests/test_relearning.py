"""Roles that the cells of a slipped list show only where each is under its heading."""

from __future__ import annotations

from pipeline import edition_of
from tests.tables import grid, published

SLIPPED = """
    | Continent | Ziemia | Uczelnia | Level of agreement | Student exchange |
    | Europe | Italy | Università di Alba | MoU | ○ |
    | | | Università di Brina | Erasmus+ | ○ |
    | Università di Cedro | MoU | ○ | | |
    | Università di Dora | Erasmus+ | ○ | | |
    | Università di Elba | MoU | ○ | | |
    | Poland | Uniwersytet Lipowy | MoU | ○ | |
    | Uniwersytet Klonowy | MoU | ○ | | |
    | Uniwersytet Bukowy | Erasmus+ | ○ | | |
    | | Malta | University of Gozo | MoU | ○ |
"""
"""Of the headings two are in no table; below one stand types and names, too."""


def test_roles_are_learned_again_from_cells_put_under_their_headings():
    edition = edition_of(grid(SLIPPED))
    roles = ("region", "territory", "institution", "agreement_type")
    italy, poland = ("Europe", "Italy"), ("Europe", "Poland")
    assert published(edition, roles) == {
        2: (*italy, "Università di Alba", "MoU"),
        3: (*italy, "Università di Brina", "Erasmus+"),
        4: (*italy, "Università di Cedro", "MoU"),
        5: (*italy, "Università di Dora", "Erasmus+"),
        6: (*italy, "Università di Elba", "MoU"),
        7: (*poland, "Uniwersytet Lipowy", "MoU"),
        8: (*poland, "Uniwersytet Klonowy", "MoU"),
        9: (*poland, "Uniwersytet Bukowy", "Erasmus+"),
        10: ("Europe", "Malta", "University of Gozo", "MoU"),
    }
    codes = set(edition.findings["code"])
    assert not codes & {"COLUMN_UNEXPLAINED", "TERRITORIES_INSIDE"}
