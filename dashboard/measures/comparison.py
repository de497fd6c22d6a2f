"""How the agreements are spread, and how two departments or two places differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import BoolArray, IntArray
from dashboard.filters import FilterError, Filters
from dashboard.measures.base import (
    Counter,
    Measure,
    count,
    count_without_departments,
    share_of,
)
from pipeline.model import Edition

TOP = (1, 3, 5)
"""The shares of so many territories are shown."""

COMPARED = {
    "department": "department_id",
    "region": "region_id",
    "territory": "territory_code",
    "agreement_type": "agreement_type_id",
}
"""What can be compared, and its column."""


@memoize_by_identity
def concentration(edition: Edition, filters: Filters) -> Measure:
    """Say how much the agreements gather in few territories.

    Returns:
        One row: agreements (of known territory; the shares are of these), territories,
        top_1_share, top_3_share, top_5_share (0-1, of the territories with most
        agreements), concentration_index (Herfindahl-Hirschman: the sum of the squared
        shares of all territories; 1 if all agreements are in one territory, one n-th if
        n territories have equally many), effective_territories (1 divided by the index:
        so many equal territories would be as concentrated). All 0 if nothing is kept.
        `missing`: agreements whose territory is unknown.
    """
    counter = count_without_departments(edition, filters)
    agreements = counter.agreements(("territory",))
    known = np.array([bool(one) for one in counter.cube.ids["territory"]], bool)
    told = np.sort(agreements[known & (agreements > 0)])[::-1]
    shares = share_of(told, int(told.sum()))
    index = float(np.square(shares).sum())
    table = pd.DataFrame(
        {
            "agreements": [int(told.sum())],
            "territories": [len(told)],
            **{f"top_{top}_share": [float(shares[:top].sum())] for top in TOP},
            "concentration_index": [index],
            "effective_territories": [1 / index if index else 0.0],
        }
    )
    missing = counter.n - int(told.sum())
    return Measure(table, "agreements", adds_up=False, n=counter.n, missing=missing)


@memoize_by_identity
def compare(
    edition: Edition, filters: Filters, dimension: str, one: str, two: str
) -> Measure:
    """Put two departments, regions, territories or agreement types side by side.

    Args:
        edition: what is counted.
        filters: what is kept.
        dimension: one of COMPARED.
        one: the id of the first.
        two: the id of the second.

    Returns:
        Two rows, `one` and `two`: the column of the dimension, agreements,
        institutions, territories, marked, marked_share (0-1, of its agreements), then
        agreements_in_common (that name both departments), institutions_in_common (the
        same number in both rows), institutions_only (of this one and not of the other).
        Does not add up: an agreement may name both departments.

    Raises:
        ValueError: the dimension is none of COMPARED.
        FilterError: the edition has no such id in it.
    """
    if dimension not in COMPARED:
        message = f"Can't compare by '{dimension}': one of {', '.join(COMPARED)}."
        raise ValueError(message)
    counter = count(edition, filters)
    first, second = (_kept_of(counter, dimension, value) for value in (one, two))
    rows = [_side(counter, np.flatnonzero(side)) for side in (first, second)]
    either = np.flatnonzero(first | second)
    institutions = int(counter.distinct((), "institution", either)[0])
    shared = rows[0]["institutions"] + rows[1]["institutions"] - institutions
    common = int(counter.cube.agreements[first & second].sum())
    for row in rows:
        row["agreements_in_common"] = common
        row["institutions_in_common"] = shared
        row["institutions_only"] = row["institutions"] - shared
    table = pd.DataFrame(rows)
    table["marked_share"] = share_of(table["marked"], table["agreements"])
    columns = ["agreements", "institutions", "territories", "marked", "marked_share"]
    columns += ["agreements_in_common", "institutions_in_common", "institutions_only"]
    table = table[columns]
    table.insert(0, COMPARED[dimension], [one, two])
    return Measure(table, "agreements", adds_up=False, n=counter.n)


def _kept_of(counter: Counter, dimension: str, value: str) -> BoolArray:
    """Which cells are kept and of one department, place or type."""
    cube = counter.cube
    if value not in cube.ids[dimension]:
        message = f"Can't compare {dimension} '{value}': this edition has no such."
        raise FilterError(message)
    code = cube.ids[dimension].index(value)
    if dimension == "department":
        named = np.zeros(len(counter.mask), bool)
        named[cube.pair_cell[cube.pair_department == code]] = True
        return counter.mask & named
    return counter.mask & (cube.codes[dimension] == code)


def _side(counter: Counter, cells: IntArray) -> dict[str, int]:
    cube = counter.cube
    weight = cube.agreements[cells]
    return {
        "agreements": int(weight.sum()),
        "institutions": int(counter.distinct((), "institution", cells)[0]),
        "territories": int(counter.distinct((), "territory", cells)[0]),
        "marked": int(weight[cube.exchange[cells] == 1].sum()),
    }
