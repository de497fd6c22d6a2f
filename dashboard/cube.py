"""Stands between an edition and every count: the agreements, folded and numbered.

Assumes a published edition. Promises that everything countable is an integer, made once
for each edition: agreements alike in all that is counted by are one cell with a weight,
so a count costs by the kinds of agreements, not by their number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.caching import memoize_by_identity
from pipeline.model import Edition

IntArray = npt.NDArray[np.integer]
BoolArray = npt.NDArray[np.bool_]

_SOURCES = {
    "region": ("regions", "region_id"),
    "territory": ("territories", "territory_code"),
    "agreement_type": ("agreement_types", "agreement_type_id"),
    "institution": ("institutions", "institution_id"),
}
"""What an agreement has exactly one of; departments and the mark stand apart."""


@dataclass(frozen=True, eq=False)
class Cube:
    """The agreements of an edition as weighted cells.

    Attributes:
        ids: for each dimension and `department` the ids its codes stand for, in the
            order of the edition's table; "" comes last where an agreement has none.
        codes: for each dimension one code per cell.
        exchange: per cell 1 marked, 0 not marked, -1 the list has no such column.
        agreements: per cell how many agreements it stands for. Adds up.
        cell: per agreement the cell it is in, in the order of `edition.agreements`.
        pair_cell, pair_department: one entry for each department a cell names.
    """

    ids: dict[str, tuple[str, ...]]
    codes: dict[str, IntArray]
    exchange: IntArray
    agreements: IntArray
    cell: IntArray
    pair_cell: IntArray
    pair_department: IntArray
    _groups: dict[tuple[str, ...], tuple[IntArray, int]] = field(default_factory=dict)
    _pairs: dict[tuple[str, ...], tuple[IntArray, IntArray]] = field(
        default_factory=dict
    )

    @property
    def has_exchange(self) -> bool:
        """Whether the list has a column that marks student exchange."""
        return bool((self.exchange >= 0).any())

    def grouped(self, dimensions: tuple[str, ...]) -> tuple[IntArray, int]:
        """One code per cell for a combination of dimensions, and how many there are."""
        if dimensions not in self._groups:
            code, size = np.zeros(len(self.agreements), np.intp), 1
            for dimension in dimensions:
                code = code * len(self.ids[dimension]) + self.codes[dimension]
                size *= len(self.ids[dimension])
            self._groups[dimensions] = code, size
        return self._groups[dimensions]

    def distinct(self, by: tuple[str, ...], of: str) -> tuple[IntArray, IntArray]:
        """Number the pairs of a group and one thing in it.

        Returns:
            Per cell the number of its pair; per pair the group it belongs to, -1 where
            the thing is unknown and so is not counted. Made once for each question.
        """
        key = (*by, of)
        if key not in self._pairs:
            group, _ = self.grouped(by)
            thing = self.codes[of]
            self._pairs[key] = encode_pairs(group, thing, self.ids[of])
        return self._pairs[key]

    def distinct_by_department(self, of: str) -> tuple[IntArray, IntArray]:
        """The same for departments, per entry of `pair_cell`."""
        key = ("department", of)
        if key not in self._pairs:
            thing = self.codes[of][self.pair_cell]
            self._pairs[key] = encode_pairs(self.pair_department, thing, self.ids[of])
        return self._pairs[key]


def encode_pairs(
    group: IntArray, thing: IntArray, ids: tuple[str, ...]
) -> tuple[IntArray, IntArray]:
    """Number the distinct pairs of two code arrays; see `Cube.distinct`."""
    width = max(len(ids), 1)
    number, pairs = pd.factorize(group.astype(np.int64) * width + thing)
    known = np.array([bool(value) for value in ids] or [True])
    owner = np.where(known[pairs % width], pairs // width, -1)
    return number.astype(np.int32), owner.astype(np.int32)


@memoize_by_identity
def cube_of(edition: Edition) -> Cube:
    """The cube of an edition, made when first asked for."""
    return build_cube(edition)


@memoize_by_identity
def cube_without_departments(edition: Edition) -> Cube:
    """The same without departments: far fewer cells, for all that asks for none."""
    cube = cube_of(edition)
    example, cell, _ = fold_rows([*cube.codes.values(), cube.exchange + 1])
    none = np.zeros(0, np.int32)
    return replace(
        cube,
        codes={dimension: code[example] for dimension, code in cube.codes.items()},
        exchange=cube.exchange[example],
        agreements=np.bincount(cell, cube.agreements).astype(np.int32),
        cell=none,
        pair_cell=none,
        pair_department=none,
        _groups={},
        _pairs={},
    )


def build_cube(edition: Edition) -> Cube:
    """Fold the agreements of an edition into weighted cells."""
    agreements = edition.agreements
    ids: dict[str, tuple[str, ...]] = {}
    codes: dict[str, IntArray] = {}
    for dimension, (table, column) in _SOURCES.items():
        known = getattr(edition, table)[column].tolist()
        ids[dimension], codes[dimension] = encode_column(agreements[column], known)
    exchange = exchange_codes(agreements["exchange_marked"])
    sets, pair_set, pair_department = department_sets(edition)
    ids["department"] = tuple(edition.departments["department_id"].tolist())
    columns = [*codes.values(), exchange + 1, sets]
    example, cell, weight = fold_rows(columns)
    cells = {dimension: code[example] for dimension, code in codes.items()}
    pair_cell, department = pair_cells_with_departments(
        sets[example], pair_set, pair_department
    )
    return Cube(ids, cells, exchange[example], weight, cell, pair_cell, department)


def encode_column(
    column: pd.Series, known: list[str]
) -> tuple[tuple[str, ...], IntArray]:
    """Number a column of categories by a list of ids; what is not in it becomes ""."""
    values = column.astype("category").array
    found = pd.Index(known, dtype="str").get_indexer(values.categories.astype("str"))
    place = np.where(found < 0, len(known), found).astype(np.int32)[values.codes]
    ids = (*known, "") if (place == len(known)).any() else tuple(known)
    return ids, place


def agreement_positions(edition: Edition, ids: pd.Series) -> IntArray:
    """The place of each id among the agreements, -1 where it is none.

    All ids in their order need no look. Otherwise an id ends with the number of its
    agreement, so it stands where that says; one that does not is searched for.
    """
    own = edition.agreements["agreement_id"].array
    if ids.array.equals(own):
        return np.arange(len(own))
    known, sought = pa.array(own), pa.array(ids.array)
    digits = pc.utf8_slice_codeunits(sought, 1)
    digits = pc.if_else(pc.ascii_is_decimal(digits), digits, "0")
    place = np.clip(np.asarray(digits.cast(pa.int64())) - 1, 0, len(known) - 1)
    stands = np.asarray(pc.equal(known.take(pa.array(place)), sought), bool)
    astray = np.asarray(pc.not_equal(sought, ""), bool) & ~stands
    place[~stands] = -1
    if astray.any():
        found = pc.index_in(sought.filter(pa.array(astray)), known).fill_null(-1)
        place[astray] = np.asarray(found)
    return place.astype(np.intp)


def starts_of_runs(ids: pd.Series) -> BoolArray:
    """Which ids are not the same as the one before them; the first is not."""
    texts = pa.array(ids.array)
    differs = pc.not_equal(texts.slice(1), texts.slice(0, max(len(texts) - 1, 0)))
    return np.append(np.ones(min(len(texts), 1), bool), np.asarray(differs, bool))


def exchange_codes(marked: pd.Series) -> IntArray:
    """1 marked, 0 not marked, -1 no such column."""
    return marked.astype("boolean").astype("Int8").fillna(-1).to_numpy(np.int8)


def department_sets(edition: Edition) -> tuple[IntArray, IntArray, IntArray]:
    """Number the combinations of departments.

    Returns:
        Per agreement its combination; then, for each department of each combination,
        the combination and the department.
    """
    named, n = edition.agreement_departments, len(edition.agreements)
    known = pd.Index(edition.departments["department_id"])
    begins = starts_of_runs(named["agreement_id"])
    each = np.diff(np.append(np.flatnonzero(begins), len(named)))
    row = np.repeat(
        agreement_positions(edition, named.loc[begins, "agreement_id"]), each
    )
    width = len(known) + 1
    values = named["department_id"].astype("category").array
    department = known.get_indexer(values.categories.astype("str"))[values.codes]
    pairs = np.sort(row * width + department, kind="stable")
    row, department = pairs // width, pairs % width
    start = np.searchsorted(row, np.arange(n + 1))
    length = np.diff(start)
    nth = [np.zeros(n, np.int8)]
    for step in range(int(length.max(initial=0))):
        has = step < length
        nth.append(np.zeros(n, np.min_scalar_type(width)))
        nth[-1][has] = department[start[:-1][has] + step] + 1
    example, sets, _ = fold_rows(nth)
    pair_set, offset = repeat_indices(length[example])
    first = np.repeat(start[example], length[example])
    return sets, pair_set, department[first + offset]


def repeat_indices(length: IntArray) -> tuple[IntArray, IntArray]:
    """Repeat each place so many times: the places, and the number within each."""
    place = np.repeat(np.arange(len(length), dtype=np.int32), length)
    return place, np.arange(len(place)) - np.repeat(np.cumsum(length) - length, length)


def fold_rows(columns: list[IntArray]) -> tuple[IntArray, IntArray, IntArray]:
    """Fold rows that are alike in all columns: example row, cell per row, weight."""
    code, size = columns[0].astype(np.int64), int(columns[0].max(initial=0)) + 1
    for column in columns[1:]:
        width = int(column.max(initial=0)) + 1
        if size * width >= 2**62:
            code, values = pd.factorize(code)
            size = len(values)
        code, size = code * width + column, size * width
    cell, values = pd.factorize(code)
    example = np.zeros(len(values), np.intp)
    example[cell[::-1]] = np.arange(len(cell))[::-1]
    weight = np.bincount(cell, minlength=len(values))
    return example, cell.astype(np.int32), weight.astype(np.int32)


def pair_cells_with_departments(
    sets: IntArray, pair_set: IntArray, department: IntArray
) -> tuple[IntArray, IntArray]:
    """Repeat each cell for every department of its combination."""
    start = np.searchsorted(pair_set, np.arange(int(sets.max(initial=0)) + 2))
    cell, offset = repeat_indices(np.diff(start)[sets])
    return cell, department[start[sets[cell]] + offset].astype(np.int16)
