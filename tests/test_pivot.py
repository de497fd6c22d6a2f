"""The table of one's own: every choice against a plain recount, totals included."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import COUNTED, PIVOTED, agreements_by_region, pivot
from tests import plain
from tests.test_coverage import ENGINEERING, LETTERS, MEMBRANE, SCIENCE, THIN
from tests.test_measures import BARE, EVERYTHING, KOBE, as_rows, filters_of

EDITIONS = {"kobe": KOBE, "thin": THIN, "bare": BARE}
CHOICES = [
    (rows, columns)
    for rows, columns in product(PIVOTED, repeat=2)
    if not rows or rows != columns
]


def lines_of(edition, row, name):
    """The lines an agreement is in: one, or one for each department."""
    if name == "department":
        return row.departments or ("",)
    if name == "exchange":
        marks = edition.agreements["exchange_marked"].notna().any()
        return (("marked" if row.marked else "not_marked") if marks else "",)
    return (getattr(row, name) if name else "",)


def recount(rows, counted):
    if counted == "agreements":
        return len(rows)
    if counted == "marked_share":
        return plain.marked(rows) / len(rows)
    return getattr(plain, counted)(rows)


def grouped(edition, kept, rows, columns, counted):
    groups = {}
    for one in kept:
        for place in product(
            lines_of(edition, one, rows), lines_of(edition, one, columns)
        ):
            groups.setdefault(place, []).append(one)
    return {place: recount(part, counted) for place, part in groups.items()}


def as_mapping(table, key, counted):
    return dict(as_rows(table, key, counted))


@pytest.mark.parametrize("name", EDITIONS)
@given(data=st.data())
def test_every_choice_equals_a_plain_recount(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    rows, columns = data.draw(st.sampled_from(CHOICES))
    counted = data.draw(st.sampled_from(COUNTED))
    kept = plain.rows(edition, filters)
    found = pivot(edition, filters, rows, columns, counted)
    cells = grouped(edition, kept, rows, columns, counted)
    assert {(r, c): v for r, c, v in as_rows(found.table, *found.table)} == cells
    down = grouped(edition, kept, rows, "", counted)
    across = grouped(edition, kept, "", columns, counted)
    assert as_mapping(found.row_totals, "row_id", counted) == {
        one: value for (one, _), value in down.items()
    }
    assert as_mapping(found.column_totals, "column_id", counted) == {
        one: value for (_, one), value in across.items()
    }
    assert found.total == (recount(kept, counted) if kept else 0)
    assert found.n == len(kept)


@pytest.mark.parametrize("name", EDITIONS)
@given(data=st.data())
def test_cells_add_up_to_the_totals_exactly_where_it_is_said(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    rows, columns = data.draw(st.sampled_from(CHOICES))
    counted = data.draw(st.sampled_from(COUNTED[:3]))
    found = pivot(edition, filters, rows, columns, counted)

    def adds_up(line, totals, margin):
        sums = found.table.groupby(line)[counted].sum().to_dict()
        return (
            sums == as_mapping(totals, line, counted)
            and margin[counted].sum() == found.total
        )

    assert found.adds_up_rows == adds_up(
        "column_id", found.column_totals, found.row_totals
    )
    assert found.adds_up_columns == adds_up(
        "row_id", found.row_totals, found.column_totals
    )


def test_departments_down_and_regions_across_with_honest_totals():
    found = pivot(THIN, EVERYTHING, "department", "region", "agreements")
    assert as_rows(found.table, *found.table) == [
        (ENGINEERING, "asia", 3),
        (ENGINEERING, "europe", 1),
        (LETTERS, "asia", 1),
        (LETTERS, "europe", 2),
        (SCIENCE, "asia", 1),
        (MEMBRANE, "asia", 1),
        ("", "europe", 1),
    ]
    assert as_rows(found.column_totals, "column_id", "agreements") == [
        ("asia", 4),
        ("europe", 3),
    ]
    assert as_rows(found.row_totals, "row_id", "agreements")[:2] == [
        (ENGINEERING, 4),
        (LETTERS, 3),
    ]
    assert found.total == found.n == 7
    assert (found.adds_up_rows, found.adds_up_columns) == (False, True)
    assert (found.row_key, found.column_key) == ("department_id", "region_id")


def test_institutions_add_up_over_places_but_not_over_types():
    found = pivot(KOBE, EVERYTHING, "region", "type", "institutions")
    assert as_rows(found.row_totals, "row_id", "institutions") == as_rows(
        agreements_by_region(KOBE, EVERYTHING).table, "region_id", "institutions"
    )
    assert found.total == 70
    assert (found.adds_up_rows, found.adds_up_columns) == (True, False)


def test_shares_never_add_up():
    found = pivot(KOBE, EVERYTHING, "region", "", "marked_share")
    assert as_rows(found.table.round(3), *found.table) == [
        ("asia", "", 0.682),
        ("europe", "", 0.826),
        ("north_america", "", 0.0),
        ("oceania", "", 0.25),
        ("latin_america", "", 0.0),
        ("middle_east", "", 1.0),
    ]
    assert not found.adds_up_rows
    assert not found.adds_up_columns


@pytest.mark.parametrize(
    ("rows", "columns", "counted", "named"),
    [
        ("city", "region", "agreements", "city"),
        ("region", "city", "agreements", "city"),
        ("region", "type", "students", "students"),
        ("region", "region", "agreements", "both"),
    ],
)
def test_what_cannot_be_chosen_raises(rows, columns, counted, named):
    with pytest.raises(ValueError, match=named):
        pivot(KOBE, EVERYTHING, rows, columns, counted)
