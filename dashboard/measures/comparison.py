"""The concentration of the agreements, and comparisons of two values of a dimension.

Assumes an edition and filters.
"""

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
from dashboard.measures.pivot import pivot
from pipeline.model import Edition

TOP = (1, 3, 5)
"""Numbers of largest territories whose joint shares are shown."""

COMPARED = {
    "region": "region_id",
    "department": "department_id",
    "territory": "territory_code",
    "agreement_type": "agreement_type_id",
}
"""The dimensions that can be compared, and their id columns."""

SHARED = {
    "department": ("agreements_in_common", "institutions_in_common"),
    "agreement_type": ("institutions_in_common",),
}
"""Dimension -> what two of its values can have in common."""


@memoize_by_identity
def concentration(edition: Edition, filters: Filters) -> Measure:
    """Measure how much the agreements concentrate in few territories.

    Returns:
        One row: agreements (of known territory; the shares are of these), territories,
        top_1_share, top_3_share, top_5_share (0-1, of the territories with most
        agreements), concentration_index (Herfindahl-Hirschman: the sum of the squared
        shares of all territories; 1 if all agreements are in one territory, one n-th if
        n territories have equally many), effective_territories (1 divided by the index:
        that number of equal territories would be as concentrated). All 0 if no
        agreement passes the filters.
        `missing`: agreements whose territory is unknown.
    """
    counter = count_without_departments(edition, filters)
    agreements = counter.agreements(("territory",))
    has_id = np.array([bool(code) for code in counter.cube.ids["territory"]], bool)
    sizes = np.sort(agreements[has_id & (agreements > 0)])[::-1]
    shares = share_of(sizes, int(sizes.sum()))
    index = float(np.square(shares).sum())
    table = pd.DataFrame(
        {
            "agreements": [int(sizes.sum())],
            "territories": [len(sizes)],
            **{f"top_{top}_share": [float(shares[:top].sum())] for top in TOP},
            "concentration_index": [index],
            "effective_territories": [1 / index if index else 0.0],
        }
    )
    missing = counter.n - int(sizes.sum())
    return Measure(table, "agreements", adds_up=False, n=counter.n, missing=missing)


@memoize_by_identity
def compare(
    edition: Edition, filters: Filters, dimension: str, first: str, second: str
) -> Measure:
    """Put two departments, regions, territories or agreement types side by side.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        dimension: one of COMPARED.
        first: the id of the first.
        second: the id of the second.

    Returns:
        Two rows, `first` and `second`: the column of the dimension, agreements,
        institutions, territories, marked, marked_share (0-1, of its agreements); then,
        where two values can have them in common (`SHARED`), agreements_in_common (that
        name both departments), institutions_in_common (the same number in both rows),
        institutions_only (of this id and not of the other). Does not add up: an
        agreement may name both departments.

    Raises:
        ValueError: the dimension is none of COMPARED.
        FilterError: the edition has no such id in it.
    """
    if dimension not in COMPARED:
        message = f"Can't compare by '{dimension}': one of {', '.join(COMPARED)}."
        raise ValueError(message)
    counter = count(edition, filters)
    masks = [_mask_of(counter, dimension, value) for value in (first, second)]
    rows = [_side(counter, np.flatnonzero(mask)) for mask in masks]
    either = np.flatnonzero(masks[0] | masks[1])
    institutions = int(counter.distinct((), "institution", either)[0])
    shared = rows[0]["institutions"] + rows[1]["institutions"] - institutions
    both = int(counter.cube.agreements[masks[0] & masks[1]].sum())
    for row in rows:
        row["agreements_in_common"] = both
        row["institutions_in_common"] = shared
        row["institutions_only"] = row["institutions"] - shared
    table = pd.DataFrame(rows)
    table["marked_share"] = share_of(
        table["marked"].to_numpy(int), table["agreements"].to_numpy(int)
    )
    columns = ["agreements", "institutions", "territories", "marked", "marked_share"]
    if common := SHARED.get(dimension):
        columns += [*common, "institutions_only"]
    table = table[columns]
    table.insert(0, COMPARED[dimension], [first, second])
    return Measure(table, "agreements", adds_up=False, n=counter.n)


@memoize_by_identity
def compare_by(
    edition: Edition, filters: Filters, dimension: str, pair: tuple[str, str], by: str
) -> Measure:
    """Break the agreements of two values of a dimension down by another dimension.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        dimension: one of COMPARED.
        pair: the two ids.
        by: a dimension of `pivot` with one value per agreement.

    Returns:
        One row per id of the pair and value with agreements: the columns of the two
        dimensions, agreements. The first id comes first, values with most agreements
        first. Adds up for each id to its agreements in `compare`, but not over both.
    """
    crossed = pivot(edition, filters, PIVOT_NAMES[dimension], by, "agreements")
    rows = [crossed.table[crossed.table["row_id"] == one] for one in pair]
    names = {"row_id": COMPARED[dimension], "column_id": crossed.column_key}
    table = pd.concat(rows, ignore_index=True).rename(columns=names)
    return Measure(table, "agreements", adds_up=False, n=crossed.n)


PIVOT_NAMES = {name: name for name in COMPARED} | {"agreement_type": "type"}
"""The dimensions that can be compared -> their names in `pivot`."""


def _mask_of(counter: Counter, dimension: str, value: str) -> BoolArray:
    """Mask the filtered cells of a department, region, territory or type."""
    cube = counter.cube
    if value not in cube.ids[dimension]:
        message = f"Can't compare {dimension} '{value}': this edition has no such."
        raise FilterError(message)
    code = cube.ids[dimension].index(value)
    if dimension == "department":
        named = np.zeros(len(counter.mask), bool)
        named[cube.pair_cell[cube.pair_department == code]] = True
        return counter.mask & named
    same: BoolArray = cube.codes[dimension] == code
    return counter.mask & same


def _side(counter: Counter, cells: IntArray) -> dict[str, int]:
    cube = counter.cube
    weight = cube.agreements[cells]
    return {
        "agreements": int(weight.sum()),
        "institutions": int(counter.distinct((), "institution", cells)[0]),
        "territories": int(counter.distinct((), "territory", cells)[0]),
        "marked": int(weight[cube.exchange[cells] == 1].sum()),
    }
