"""Filters: one value for sidebar, URL and measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cube import agreement_positions, cube_of
from dashboard.filters import (
    EXCHANGES,
    PARAMETERS,
    FilterError,
    Filters,
    active_filters,
    apply,
    cell_mask,
    from_query,
    narrow,
    options,
    to_query,
)
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from tests import plain


def test_nothing_chosen_keeps_everything(kobe):
    assert not Filters().active
    assert apply(kobe, Filters()).equals(kobe.agreements)


def test_options_depend_on_the_edition(kobe):
    assert options(kobe, "regions") == tuple(kobe.regions["region_id"])
    assert options(kobe, "territories") == tuple(kobe.territories["territory_code"])
    assert options(kobe, "exchange") == EXCHANGES
    assert len(options(kobe, "departments")) == 8


@given(data=st.data())
def test_url_gives_the_filters_back(kobe, data):
    drawn = {
        name: data.draw(st.sets(st.sampled_from(options(kobe, name)), max_size=3))
        for name in ("regions", "territories", "types", "departments")
    }
    chosen = {
        name: tuple(one for one in options(kobe, name) if one in values)
        for name, values in drawn.items()
    }
    filters = Filters(**chosen, exchange=data.draw(st.sampled_from(("", *EXCHANGES))))
    assert from_query(to_query(filters), kobe) == (filters, ())


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(sorted(PARAMETERS.values())), st.text(max_size=5)),
        st.text(max_size=12),
    )
)
def test_any_link_gives_filters_that_count(kobe, query):
    filters, ignored = from_query(query, kobe)
    apply(kobe, filters)
    assert all("=" in one for one in ignored)


def test_unknown_values_of_a_link_are_named(kobe):
    query = {"region": "asia,narnia", "exchange": "maybe", "lang": "ja"}
    filters, ignored = from_query(query, kobe)
    assert filters == Filters(regions=("asia",))
    assert ignored == ("region=narnia", "exchange=maybe")


@pytest.mark.parametrize(
    "filters",
    [
        Filters(regions=("narnia",)),
        Filters(territories=("XXX",)),
        Filters(types=("friendship",)),
        Filters(departments=("faculty-of-magic",)),
        Filters(exchange="yes"),
    ],
)
def test_unknown_values_of_a_call_raise(kobe, filters):
    with pytest.raises(FilterError, match="this edition has no such"):
        apply(kobe, filters)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(regions=("asia", "europe")),
        Filters(types=("double_degree",)),
        Filters(departments=("faculty-of-engineering",)),
        Filters(exchange="marked"),
        Filters(exchange="not_marked"),
        Filters(regions=("latin_america",), exchange="marked"),
        Filters(territories=("TWN",), types=("inter_university",)),
    ],
)
def test_kept_agreements_equal_a_plain_choice(kobe, filters):
    assert len(apply(kobe, filters)) == len(plain.rows(kobe, filters))


def test_department_filter_keeps_agreements_naming_any_of_them(kobe):
    filters = Filters(departments=("faculty-of-engineering",))
    kept = apply(kobe, filters)
    assert len(kept) == 47
    assert all("工学部" in text.split("|") for text in kept["departments_text"])


def test_cells_stand_for_all_agreements(kobe):
    cube = cube_of(kobe)
    assert cube.agreements.sum() == 78
    assert len(cube.cell) == 78
    assert len(cell_mask(kobe, Filters())) == len(cube.agreements)


@pytest.mark.parametrize(
    ("known", "places"),
    [
        (["A1", "A2", "A3"], [0, 2, 1, -1, -1, -1]),
        (["A3", "A1", "A2"], [1, 0, 2, -1, -1, -1]),
        (["x", "A3", "é"], [-1, 1, -1, -1, 0, -1]),
    ],
)
def test_agreements_are_found_by_their_ids_in_any_order(kobe, known, places):
    agreements = kobe.agreements[:3].assign(agreement_id=pd.array(known, "str"))
    sought = pd.Series(["A1", "A3", "A2", "", "x", "A99"], dtype="str")
    found = agreement_positions(replace(kobe, agreements=agreements), sought)
    assert found.tolist() == places


def test_the_same_ids_in_the_same_order_are_at_their_own_places(kobe):
    assert agreement_positions(kobe, kobe.agreements["agreement_id"]).tolist() == [
        *range(78)
    ]


@pytest.mark.parametrize("step", [1, 2, 3])
def test_departments_are_counted_wherever_their_rows_stand(kobe, step):
    """Also where an agreement names none, and its rows do not stand together."""
    left = kobe.agreement_departments.iloc[5:]
    turned = pd.concat([left.iloc[i::step] for i in range(step)], ignore_index=True)
    cube = cube_of(replace(kobe, agreement_departments=turned))
    weight = cube.agreements[cube.pair_cell]
    counted = dict(enumerate(np.bincount(cube.pair_department, weight)))
    named = left["department_id"].value_counts()
    assert named.to_dict() == {
        one: counted[i] for i, one in enumerate(cube.ids["department"]) if counted[i]
    }


def test_active_filters_are_described_in_the_readers_language(kobe):
    filters = Filters(regions=("asia",), territories=("TWN",), exchange="marked")
    ja = label_edition(kobe, load_words("ja"))
    assert [label for _, _, label in active_filters(filters, ja)] == [
        "アジア",
        "台湾",
        "交換留学 ○",
    ]
    en = label_edition(kobe, load_words("en"))
    assert [label for _, _, label in active_filters(filters, en)][:2] == [
        "Asia",
        "Taiwan",
    ]


def test_a_chip_takes_one_value_away():
    filters = Filters(regions=("asia", "europe"), exchange="marked")
    assert filters.without("regions", "asia").regions == ("europe",)
    assert filters.without("exchange", "marked").exchange == ""


def test_a_mark_of_a_figure_chooses_just_what_it_stands_for(kobe):
    before = Filters(regions=("asia", "europe"), departments=())
    after = narrow(before, ("region", "asia", "type", "other"), kobe)
    assert after == Filters(regions=("asia",), types=("other",))
    marked = narrow(after, ("exchange", "not_marked"), kobe)
    assert marked == Filters(regions=("asia",), types=("other",), exchange="not_marked")


def test_a_mark_of_something_unknown_changes_nothing(kobe):
    before = Filters(types=("other",))
    assert narrow(before, ("region", "", "type", "narnia"), kobe) == before
    assert narrow(before, ("rule", "moved"), kobe) == before
