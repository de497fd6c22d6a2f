"""Pivot tables with a chosen row dimension, column dimension and count.

Assumes a cube. Promises that a total is counted over its whole row or column, never
summed from cells that count the same institution twice, and states along which axis the
cells add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.cube import Cube, IntArray, ObjectArray
from dashboard.filters import EXCHANGES, Filters
from dashboard.measures.base import Counter, count, share_of
from pipeline.model import Edition

PIVOTED = {
    "region": "region_id",
    "territory": "territory_code",
    "type": "agreement_type_id",
    "department": "department_id",
    "institution": "institution_id",
    "exchange": "exchange",
    "": "",
}
"""The dimensions of rows and columns, and their id columns; "" is no dimension."""

COUNTED = ("agreements", "institutions", "territories", "marked_share")

_DIMENSION = {"type": "agreement_type"}
_DISTINCT = {"institutions": "institution", "territories": "territory"}


@dataclass(frozen=True, eq=False)
class Pivot:
    """A pivot table in tidy form, with its totals.

    Attributes:
        table: one row for each pair with agreements: row_id, column_id, then the count.
            A pair that is absent has none.
        row_totals: row_id and the count over all columns together.
        column_totals: column_id and the count over all rows together.
        total: the count over all filtered agreements.
        row_key, column_key: the column that the ids belong to (`region_id` ...), "" if
            there is no dimension on that axis and its only id is "".
        unit: what is counted, one of COUNTED; marked_share is 0-1.
        adds_up_rows: whether the rows of each column add up to the column's total, and
            the totals of the rows to the total.
        adds_up_columns: the same for the columns of each row.
        n: agreements that pass the filters.
    """

    table: pd.DataFrame
    row_totals: pd.DataFrame
    column_totals: pd.DataFrame
    total: float
    row_key: str
    column_key: str
    unit: str
    adds_up_rows: bool
    adds_up_columns: bool
    n: int


@memoize_by_identity(entries=FEW_RESULTS)
def pivot(
    edition: Edition, filters: Filters, rows: str, columns: str, counted: str
) -> Pivot:
    """Count for each pair of a row id and a column id.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        rows: the row dimension, one of PIVOTED.
        columns: the column dimension, another of PIVOTED; both may be "".
        counted: one of COUNTED.

    Returns:
        Rows and columns with most agreements first, unknown ("") last. An agreement
        that names no department is counted under the department "", one that names
        three under all three. Exchange has `marked` and `not_marked`, or only "" if the
        list has no marks. Unknown institutions and territories have rows and columns
        but are not counted.

    Raises:
        ValueError: a name is not allowed, or rows and columns are the same.
        FilterError: a filter names an id that this edition does not have.
    """
    _check(rows, columns, counted)
    counter = count(edition, filters)
    row_ids, column_ids = _ids(counter.cube, rows), _ids(counter.cube, columns)
    down = _ranked(_count(counter, rows, "", counted), "row", row_ids)
    across = _ranked(_count(counter, "", columns, counted), "column", column_ids)
    cells = _count(counter, rows, columns, counted)
    order = np.lexsort(
        (
            _ranks(across["column"], column_ids)[cells["column"]],
            _ranks(down["row"], row_ids)[cells["row"]],
        )
    )
    cells = cells.iloc[order]
    whole: float = _count(counter, "", "", counted)[counted].to_numpy().sum().item()
    return Pivot(
        _named(cells, counted, row_id=row_ids, column_id=column_ids),
        _named(down, counted, row_id=row_ids),
        _named(across, counted, column_id=column_ids),
        whole,
        PIVOTED[rows],
        PIVOTED[columns],
        counted,
        _adds_up(cells, "column", across, down[counted].sum() == whole, counted),
        _adds_up(cells, "row", down, across[counted].sum() == whole, counted),
        counter.n,
    )


def _check(rows: str, columns: str, counted: str) -> None:
    for name in (rows, columns):
        if name not in PIVOTED:
            message = f"Can't put '{name}' down or across: {', '.join(PIVOTED)}."
            raise ValueError(message)
    if rows and rows == columns:
        message = f"Can't put '{rows}' both down and across: choose two."
        raise ValueError(message)
    if counted not in COUNTED:
        message = f"Can't count '{counted}': one of {', '.join(COUNTED)}."
        raise ValueError(message)


def _ids(cube: Cube, name: str) -> ObjectArray:
    """Return the ids of an axis, "" last; ids without agreements may be among them."""
    ids = EXCHANGES if name == "exchange" else cube.ids.get(_dimension(name), ())
    return np.array([*ids, *[""] * ("" not in ids)], object)


def _dimension(name: str) -> str:
    return _DIMENSION.get(name, name)


def _count(counter: Counter, rows: str, columns: str, counted: str) -> pd.DataFrame:
    """Count for each pair: row and column (codes of their ids), agreements, counted."""
    cube = counter.cube
    cell, department = _entries(counter, "department" in (rows, columns))
    row = _codes(cube, rows, cell, department)
    column = _codes(cube, columns, cell, department)
    width = len(_ids(cube, columns))
    group, groups = pd.factorize(row * width + column)
    table = pd.DataFrame({"row": groups // width, "column": groups % width})
    weight = cube.agreements[cell]
    table["agreements"] = _sums(group, weight, len(groups))
    if counted == "marked_share":
        marked = _sums(group, weight * (cube.exchange[cell] == 1), len(groups))
        table[counted] = share_of(marked, table["agreements"].to_numpy())
    elif counted in _DISTINCT:
        table[counted] = _different(cube, _DISTINCT[counted], cell, group, len(groups))
    return table


def _entries(counter: Counter, by_department: bool) -> tuple[IntArray, IntArray]:
    """Return the filtered cells; by department, once for each that they name.

    Returns:
        The cells, and for each the code of its department; one past the last if it
        names none.
    """
    cells = np.flatnonzero(counter.mask)
    unnamed = counter.departments
    if not by_department:
        return cells, np.full(len(cells), unnamed)
    cell = counter.cube.pair_cell[counter.pairs]
    bare_mask = counter.mask.copy()
    bare_mask[cell] = False
    bare = np.flatnonzero(bare_mask)
    department = counter.cube.pair_department[counter.pairs]
    department = np.concatenate([department, np.full(len(bare), unnamed)])
    return np.concatenate([cell, bare]), department


def _codes(cube: Cube, name: str, cell: IntArray, department: IntArray) -> IntArray:
    """Return for each entry the code of its id on an axis."""
    if name == "department":
        return department
    if name == "exchange":
        marked = np.where(cube.exchange[cell] == 1, 0, 1)
        return marked if cube.has_exchange else np.full(len(cell), len(EXCHANGES))
    return cube.codes[_dimension(name)][cell] if name else np.zeros(len(cell), np.intp)


def _sums(group: IntArray, weight: IntArray, size: int) -> IntArray:
    return np.bincount(group, weight, minlength=size).astype(np.intp)


def _different(
    cube: Cube, of: str, cell: IntArray, group: IntArray, size: int
) -> IntArray:
    """Count the distinct known values of a dimension in each group."""
    codes, width = cube.codes[of][cell], len(cube.ids[of])
    has_id = codes < width - cube.ids[of].count("")
    pairs = pd.unique(group[has_id] * width + codes[has_id])
    return np.bincount(pairs // max(width, 1), minlength=size)


def _ranked(totals: pd.DataFrame, axis: str, ids: ObjectArray) -> pd.DataFrame:
    """Sort by most agreements first, unknown last, else in the edition's order."""
    unknown = ids[totals[axis]] == ""
    order = np.lexsort((totals[axis], -totals["agreements"], unknown))
    return totals.iloc[order]


def _ranks(ranked: pd.Series, ids: ObjectArray) -> IntArray:
    """Return the rank of each id, given their codes in ranked order."""
    ranks = np.zeros(len(ids), np.intp)
    ranks[ranked] = np.arange(len(ranked))
    return ranks


def _named(table: pd.DataFrame, counted: str, **ids: ObjectArray) -> pd.DataFrame:
    named = {key: names[table[key.removesuffix("_id")]] for key, names in ids.items()}
    return pd.DataFrame({**named, counted: table[counted].to_numpy()})


def _adds_up(
    cells: pd.DataFrame, axis: str, totals: pd.DataFrame, margin: bool, counted: str
) -> bool:
    """Return whether the cells of each row or column, and the other totals, add up.

    Sums of distinct counts are never less than the count over all, so equal sums mean
    that nothing is counted in two cells.
    """
    if counted == "marked_share":
        return False
    sums = cells.groupby(axis)[counted].sum().reindex(totals[axis])
    equal = sums.to_numpy() == totals[counted].to_numpy()
    return bool(margin and equal.all())
