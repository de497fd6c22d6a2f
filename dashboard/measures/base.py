"""The type of every measure, and the counter that all measures are computed with.

Assumes a cube and the mask of its filtered cells. Promises exact integers: agreements
by weight, institutions and territories as distinct values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.cube import (
    BoolArray,
    Cube,
    FloatArray,
    IntArray,
    cube_of,
    cube_without_departments,
)
from dashboard.filters import Filters, cell_mask, check_filters, cube_mask
from pipeline.model import Edition


@dataclass(frozen=True)
class Measure:
    """A small table of numbers and their meaning.

    Attributes:
        table: the numbers; each column is named by what it counts.
        unit: what the figure of this measure counts: `agreements`, `institutions`.
        adds_up: whether the unit's column adds up to the total.
        n: agreements that pass the filters; every caption states it.
        missing: how many of them the measure leaves out because a value it needs is
            unknown; its docstring says which.
    """

    table: pd.DataFrame
    unit: str
    adds_up: bool
    n: int
    missing: int = 0

    @property
    def rows(self) -> int:
        """The number of rows of the table."""
        return len(self.table)

    @property
    def empty(self) -> bool:
        """Whether no agreement passes the filters."""
        return self.n == 0


CellIndex = IntArray | slice
"""An index of cells of a cube: their positions, or a slice of all."""


@dataclass(frozen=True, eq=False)
class Counter:
    """Counts over the masked cells of a cube."""

    cube: Cube
    mask: BoolArray

    @cached_property
    def cells(self) -> CellIndex:
        """The index of the cells in the mask."""
        return slice(None) if self.mask.all() else np.flatnonzero(self.mask)

    @cached_property
    def marked(self) -> CellIndex:
        """The index of the cells in the mask that are marked for exchange."""
        return np.flatnonzero(self.mask & (self.cube.exchange == 1))

    @cached_property
    def pairs(self) -> CellIndex:
        """The index into `pair_cell` of the cells in the mask."""
        if isinstance(self.cells, slice):
            return self.cells
        return np.flatnonzero(self.mask[self.cube.pair_cell])

    @cached_property
    def marked_pairs(self) -> CellIndex:
        """The index into `pair_cell` of the marked cells in the mask."""
        marked = self.mask & (self.cube.exchange == 1)
        return np.flatnonzero(marked[self.cube.pair_cell])

    @cached_property
    def n(self) -> int:
        """The number of agreements in the mask."""
        return int(self.cube.agreements[self.cells].sum())

    def agreements(
        self, by: tuple[str, ...], cells: CellIndex | None = None
    ) -> IntArray:
        """Count the agreements in each group. Adds up."""
        chosen = self.cells if cells is None else cells
        group, size = self.cube.grouped(by)
        return _weigh(group[chosen], self.cube.agreements[chosen], size)

    def distinct(
        self, by: tuple[str, ...], of: str, cells: CellIndex | None = None
    ) -> IntArray:
        """Count the distinct values of a dimension in each group. Does not add up."""
        codes, owner = self.cube.distinct(by, of)
        chosen = codes[self.cells if cells is None else cells]
        return _different(chosen, owner, self.cube.grouped(by)[1])

    def agreements_by_department(self, pairs: CellIndex | None = None) -> IntArray:
        """Count the agreements that name each department. Does not add up."""
        chosen = self.pairs if pairs is None else pairs
        weight = self.cube.agreements[self.cube.pair_cell[chosen]]
        return _weigh(self.cube.pair_department[chosen], weight, self.departments)

    def distinct_by_department(self, of: str) -> IntArray:
        """Count the distinct values in the agreements that name each department."""
        codes, owner = self.cube.distinct_by_department(of)
        return _different(codes[self.pairs], owner, self.departments)

    @property
    def departments(self) -> int:
        """The number of departments of the edition."""
        return len(self.cube.ids["department"])


@memoize_by_identity(entries=FEW_RESULTS)
def count(edition: Edition, filters: Filters) -> Counter:
    """Return the counter of the filtered agreements, with departments.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    return Counter(cube_of(edition), cell_mask(edition, filters))


@memoize_by_identity(entries=FEW_RESULTS)
def count_without_departments(edition: Edition, filters: Filters) -> Counter:
    """Return the same counter without departments, which has far fewer cells.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    if filters.departments:
        return count(edition, filters)
    check_filters(edition, filters)
    cube = cube_without_departments(edition)
    return Counter(cube, cube_mask(cube, filters))


def has_exchange(edition: Edition) -> bool:
    """Whether the list marks student exchange at all."""
    return cube_of(edition).has_exchange


def share_of(part: IntArray, whole: IntArray | int) -> FloatArray:
    """Return the share (0-1) of a part in a whole; 0 where the whole is 0."""
    wholes = np.broadcast_to(np.asarray(whole, float), np.shape(part))
    shares = np.zeros(np.shape(part))
    np.divide(part, wholes, out=shares, where=wholes > 0)
    return shares


def _weigh(group: IntArray, weight: IntArray, size: int) -> IntArray:
    return np.bincount(group, weight, minlength=size).astype(np.intp)


def _different(codes: IntArray, owner: IntArray, size: int) -> IntArray:
    seen = np.zeros(len(owner), bool)
    seen[codes] = True
    groups = owner[seen]
    return np.bincount(groups[groups >= 0], minlength=size)
