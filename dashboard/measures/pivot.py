"""A table of one's own: what stands down, what across, and what is counted.

Assumes a cube. Promises that a total is always a count over all of its line, never a
sum of what was counted twice, and says along which side the cells add up to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.cube import Cube, IntArray
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
"""What can stand down or across, and the column of its ids; "" is nothing."""

COUNTED = ("agreements", "institutions", "territories", "marked_share")

_DIMENSION = {"type": "agreement_type"}
_DISTINCT = {"institutions": "institution", "territories": "territory"}


@dataclass(frozen=True, eq=False)
class Pivot:
    """A table of one's own, tidy, with its totals.

    Attributes:
        table: a row for each pair that has agreements: row_id, column_id, then what is
            counted. A pair that is not there has none.
        row_totals: row_id and what is counted, over all columns together.
        column_totals: column_id and what is counted, over all rows together.
        total: the same over everything kept.
        row_key, column_key: the column that the ids belong to (`region_id` ...), ""
            where nothing stands on that side and the only id is "".
        unit: what is counted, one of COUNTED; marked_share is 0-1.
        adds_up_rows: whether the rows of each column add up to the column's total, and
            the totals of the rows to the total.
        adds_up_columns: the same for the columns of each row.
        n: agreements kept by the filters.
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
    """Count for each pair of a thing down and a thing across.

    Args:
        edition: what is counted.
        filters: what is kept.
        rows: what stands down, one of PIVOTED.
        columns: what stands across, another of PIVOTED; "" is allowed for both.
        counted: one of COUNTED.

    Returns:
        Lines with most agreements first, unknown ("") last. An agreement naming no
        department is in the line "" of departments, one naming three in three lines.
        Exchange has `marked` and `not_marked`, or only "" where the list has no marks.
        Unknown institutions and territories have lines but are not counted.

    Raises:
        ValueError: a name is none of those, or one stands down and across.
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
    whole = _count(counter, "", "", counted)[counted].sum().item()
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


def _ids(cube: Cube, name: str) -> npt.NDArray[np.object_]:
    """The ids of a side, "" last; more than are needed do no harm."""
    known = EXCHANGES if name == "exchange" else cube.ids.get(_dimension(name), ())
    return np.array([*known, *[""] * ("" not in known)], object)


def _dimension(name: str) -> str:
    return _DIMENSION.get(name, name)


def _count(counter: Counter, rows: str, columns: str, counted: str) -> pd.DataFrame:
    """Count for each pair: row and column (places in their ids), agreements, counted."""
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
    """The cells kept; by department once for each they name, or once for none.

    Returns:
        The cells, and for each the place of its department; one past the last where it
        names none.
    """
    cells = np.flatnonzero(counter.mask)
    nobody = counter.departments
    if not by_department:
        return cells, np.full(len(cells), nobody)
    cell = counter.cube.pair_cell[counter.pairs]
    bare = counter.mask.copy()
    bare[cell] = False
    bare = np.flatnonzero(bare)
    department = counter.cube.pair_department[counter.pairs]
    department = np.concatenate([department, np.full(len(bare), nobody)])
    return np.concatenate([cell, bare]), department


def _codes(cube: Cube, name: str, cell: IntArray, department: IntArray) -> IntArray:
    """For each entry the place of its id on a side."""
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
    """Different known things in each group."""
    thing, width = cube.codes[of][cell], len(cube.ids[of])
    known = thing < width - cube.ids[of].count("")
    pairs = pd.unique(group[known] * width + thing[known])
    return np.bincount(pairs // max(width, 1), minlength=size)


def _ranked(totals: pd.DataFrame, side: str, ids: npt.NDArray) -> pd.DataFrame:
    """Most agreements first, unknown last, else the edition's order."""
    unknown = ids[totals[side]] == ""
    order = np.lexsort((totals[side], -totals["agreements"], unknown))
    return totals.iloc[order]


def _ranks(places: pd.Series, ids: npt.NDArray) -> IntArray:
    """For each id the rank it was given."""
    ranks = np.zeros(len(ids), np.intp)
    ranks[places] = np.arange(len(places))
    return ranks


def _named(table: pd.DataFrame, counted: str, **ids: npt.NDArray) -> pd.DataFrame:
    named = {key: names[table[key.removesuffix("_id")]] for key, names in ids.items()}
    return pd.DataFrame({**named, counted: table[counted].to_numpy()})


def _adds_up(
    cells: pd.DataFrame, line: str, totals: pd.DataFrame, margin: bool, counted: str
) -> bool:
    """Whether the cells of each line, and the other side's totals, add up.

    Counts of different things never fall short of what they add up to, so equal sums
    mean that nothing stands in two cells.
    """
    if counted == "marked_share":
        return False
    sums = cells.groupby(line)[counted].sum()
    return bool(
        margin and sums.reindex(totals[line]).eq(totals[counted].tolist()).all()
    )
