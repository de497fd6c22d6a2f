"""Lines that count others, repeated headings, and lines that number the columns."""

from __future__ import annotations

import pytest

from pipeline import edition_of
from tests.stages import REFERENCE, findings_of
from tests.tables import grid, published

ROLES = ("territory", "institution")


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("Gesamt", "", -1),
        ("Europa gesamt: 12", "Europa", 12),
        ("Total Afrique (3 universités)", "Afrique", 3),
        ("Toplam 1.154", "", 1154),
        ("유럽 소계 4개교", "유럽", 4),
        ("欧州計", "欧州", -1),
    ],
)
def test_total_is_read_at_either_end_of_a_text(text: str, label: str, number: int):
    count = REFERENCE.read_total(text)
    assert count is not None
    assert (count.label, count.number) == (label, number)


@pytest.mark.parametrize("text", ["統計", "計画", "Totally Unknown", "12 校", "会計 3"])
def test_text_that_only_holds_the_letters_of_a_total_is_none(text: str):
    assert REFERENCE.read_total(text) is None


TOTALS = """
    | Nr | Kontinent | Land | Hochschule |
    | 1 | Europa | Italien | Università di Pisa |
    | 2 | Europa | Polen | Uniwersytet Gdański |
    | | Europa gesamt | | {europe} |
    | 3 | Asien | Japan | Kobe University |
    | | Summe Asien: 1 | | |
    | | | | 3 Hochschulen |
"""


def test_lines_of_totals_are_no_agreements_and_prove_the_counts():
    edition = edition_of(grid(TOTALS.format(europe="2 Hochschulen")))
    assert published(edition, ROLES) == {
        2: ("Italien", "Università di Pisa"),
        3: ("Polen", "Uniwersytet Gdański"),
        5: ("Japan", "Kobe University"),
    }
    assert [f for f in findings_of(edition) if f[0] in (4, 6, 7)] == [
        (4, "TOTAL_ROW", ""),
        (6, "TOTAL_ROW", ""),
        (7, "TOTAL_ROW", ""),
    ]


def test_printed_count_that_nothing_gives_is_asked():
    edition = edition_of(grid(TOTALS.format(europe="5 Hochschulen")))
    assert (4, "COUNT_DIFFERS", "") in findings_of(edition)


def test_number_in_a_column_of_numbers_is_its_sum():
    edition = edition_of(
        grid("""
        | Pays | Université | Places |
        | Pérou | Universidad de Lima | 4 |
        | Chili | Universidad de Arica | 5 |
        | Total | | 9 |
    """)
    )
    assert findings_of(edition)[-1][:2] == (4, "TOTAL_ROW")
    assert "COUNT_DIFFERS" not in set(edition.findings["code"])


def test_row_that_numbers_the_columns_and_one_of_units_are_no_agreements():
    edition = edition_of(
        grid("""
        | País | Universidad | Plazas | Duración |
        | (1) | (2) | (3) | (4) |
        | | | (personas) | (años) |
        | Perú | Universidad de Lima | 4 | 2 |
        | PAÍS | Universidad | PLAZAS (cont.) | Duración |
        | 1 | 2 | 3 | 4 |
        | Chile | Universidad de Arica | 5 | 2 |
    """)
    )
    assert published(edition, ROLES) == {
        4: ("Perú", "Universidad de Lima"),
        7: ("Chile", "Universidad de Arica"),
    }
