"""Generated damage: aligning gives the clean list back or asks; it is never silent."""

from __future__ import annotations

from hypothesis import given

from pipeline import edition_of
from pipeline.model import TEXT_COLUMNS
from tests.damage import CleanList, damaged_lists
from tests.tables import HEADINGS, grid_of, published, to_check


def silent_errors(clean: CleanList, rows: list[list[str]]) -> list[str]:
    """The rows that are published otherwise than drawn, and nobody is asked."""
    edition = edition_of(grid_of([HEADINGS[role] for role in clean.roles], rows))
    ours = published(edition, clean.roles)
    asked = to_check(edition)
    at = clean.roles.index("departments")
    wrong = []
    for source_row, row in enumerate(clean.rows, start=2):
        want = list(row)
        want[at] = row[at].replace("、", "|")
        if source_row not in asked and ours.get(source_row) != tuple(want):
            wrong.append(f"row {source_row}: {want} read as {ours.get(source_row)}")
    return wrong


@given(damaged_lists())
def test_damage_is_repaired_or_reported(case: tuple[CleanList, list[list[str]]]):
    clean, rows = case
    assert silent_errors(clean, rows) == []


def test_text_columns_cover_every_role():
    assert set(HEADINGS) == set(TEXT_COLUMNS)
