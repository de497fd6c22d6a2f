"""What a measure is, and the three ways of counting all measures are made of.

Assumes a cube and the cells a filter keeps. Promises exact integers: agreements by
weight, institutions and territories as distinct things.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.cube import BoolArray, Cube, IntArray, cube_of, cube_without_departments
from dashboard.filters import Filters, cell_mask, check_filters, cube_mask
from pipeline.model import Edition


@dataclass(frozen=True)
class Measure:
    """A small table of numbers with what they mean.

    Attributes:
        table: the numbers; columns bear what they count.
        unit: what the figure of this measure counts: `agreements`, `institutions`.
        adds_up: whether the unit's column adds up to the total.
        n: agreements kept by the filters, what every caption states.
        missing: how many of them the measure can say nothing about, for what it asks
            is not known of them; its docstring says what.
    """

    table: pd.DataFrame
    unit: str
    adds_up: bool
    n: int
    missing: int = 0

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(self.table)

    @property
    def empty(self) -> bool:
        """Whether no agreement is left."""
        return self.n == 0


CellIndex = IntArray | slice
"""Some cells of a cube: their places, or all of them."""


@dataclass(frozen=True, eq=False)
class Counter:
    """Counts over the cells of a cube that a filter keeps."""

    cube: Cube
    mask: BoolArray

    @cached_property
    def cells(self) -> CellIndex:
        """The cells kept."""
        return slice(None) if self.mask.all() else np.flatnonzero(self.mask)

    @cached_property
    def marked(self) -> CellIndex:
        """The cells kept that are marked for exchange."""
        return np.flatnonzero(self.mask & (self.cube.exchange == 1))

    @cached_property
    def pairs(self) -> CellIndex:
        """The places in `pair_cell` of the cells kept."""
        if isinstance(self.cells, slice):
            return self.cells
        return np.flatnonzero(self.mask[self.cube.pair_cell])

    @cached_property
    def marked_pairs(self) -> CellIndex:
        """The places in `pair_cell` of the cells kept and marked for exchange."""
        marked = self.mask & (self.cube.exchange == 1)
        return np.flatnonzero(marked[self.cube.pair_cell])

    @cached_property
    def n(self) -> int:
        """All agreements kept."""
        return int(self.cube.agreements[self.cells].sum())

    def agreements(
        self, by: tuple[str, ...], cells: CellIndex | None = None
    ) -> IntArray:
        """Agreements in each group. Adds up."""
        chosen = self.cells if cells is None else cells
        group, size = self.cube.grouped(by)
        return _weigh(group[chosen], self.cube.agreements[chosen], size)

    def distinct(
        self, by: tuple[str, ...], of: str, cells: CellIndex | None = None
    ) -> IntArray:
        """Different things in each group. Does not add up."""
        number, owner = self.cube.distinct(by, of)
        chosen = number[self.cells if cells is None else cells]
        return _different(chosen, owner, self.cube.grouped(by)[1])

    def agreements_by_department(self, pairs: CellIndex | None = None) -> IntArray:
        """Agreements that name each department. Does not add up."""
        chosen = self.pairs if pairs is None else pairs
        weight = self.cube.agreements[self.cube.pair_cell[chosen]]
        return _weigh(self.cube.pair_department[chosen], weight, self.departments)

    def distinct_by_department(self, of: str) -> IntArray:
        """Different things in the agreements that name each department."""
        number, owner = self.cube.distinct_by_department(of)
        return _different(number[self.pairs], owner, self.departments)

    @property
    def departments(self) -> int:
        """How many departments the edition has."""
        return len(self.cube.ids["department"])


@memoize_by_identity(entries=FEW_RESULTS)
def count(edition: Edition, filters: Filters) -> Counter:
    """A counter over what the filters keep, for all that counts departments.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    return Counter(cube_of(edition), cell_mask(edition, filters))


@memoize_by_identity(entries=FEW_RESULTS)
def count_without_departments(edition: Edition, filters: Filters) -> Counter:
    """The same for what asks nothing of departments: it counts far fewer cells.

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


def share_of(part: IntArray, whole: IntArray | int) -> np.ndarray:
    """Part of whole, 0-1; 0 where the whole is nothing."""
    whole = np.broadcast_to(np.asarray(whole, float), np.shape(part))
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=whole > 0)


def _weigh(group: IntArray, weight: IntArray, size: int) -> IntArray:
    return np.bincount(group, weight, minlength=size).astype(np.intp)


def _different(number: IntArray, owner: IntArray, size: int) -> IntArray:
    seen = np.zeros(len(owner), bool)
    seen[number] = True
    groups = owner[seen]
    return np.bincount(groups[groups >= 0], minlength=size)
