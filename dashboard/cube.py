"""The agreements of an edition, dictionary-encoded and grouped, for every count.

Assumes a published edition. Promises that everything countable is an integer code,
computed once for each edition. Agreements that are equal in every dimension share one
weighted cell, so the cost of a count grows with the distinct cells, not the agreements.
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
FloatArray = npt.NDArray[np.float64]
ObjectArray = npt.NDArray[np.object_]

_SOURCES = {
    "region": ("regions", "region_id"),
    "territory": ("territories", "territory_code"),
    "agreement_type": ("agreement_types", "agreement_type_id"),
    "institution": ("institutions", "institution_id"),
}
"""Dimensions with exactly one value per agreement: the table and its id column."""


@dataclass(frozen=True, eq=False)
class Cube:
    """The agreements of an edition as weighted cells.

    Attributes:
        ids: for each dimension and `department` the ids that its codes stand for, in
            the order of the edition's table; "" comes last if an agreement has none.
        codes: for each dimension one code per cell.
        exchange: per cell 1 marked, 0 not marked, -1 if the list has no such column.
        agreements: per cell how many agreements it stands for. Adds up.
        cell: per agreement the index of its cell, in the order of `edition.agreements`.
        pair_cell, pair_department: one pair of codes for each department of a cell.
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
        """Return one code per cell for a combination of dimensions, and their number."""
        if dimensions not in self._groups:
            code, size = np.zeros(len(self.agreements), np.intp), 1
            for dimension in dimensions:
                code = code * len(self.ids[dimension]) + self.codes[dimension]
                size *= len(self.ids[dimension])
            self._groups[dimensions] = code, size
        return self._groups[dimensions]

    def distinct(self, by: tuple[str, ...], of: str) -> tuple[IntArray, IntArray]:
        """Encode the distinct pairs of a group and a value of a dimension.

        Args:
            by: the dimensions of the groups.
            of: the dimension whose distinct values are counted.

        Returns:
            Per cell the code of its pair; per pair the group it belongs to, -1 if the
            value is unknown and therefore not counted. Cached for each combination.
        """
        key = (*by, of)
        if key not in self._pairs:
            group, _ = self.grouped(by)
            self._pairs[key] = encode_pairs(group, self.codes[of], self.ids[of])
        return self._pairs[key]

    def distinct_by_department(self, of: str) -> tuple[IntArray, IntArray]:
        """Encode the same pairs for departments, per entry of `pair_cell`."""
        key = ("department", of)
        if key not in self._pairs:
            values = self.codes[of][self.pair_cell]
            self._pairs[key] = encode_pairs(self.pair_department, values, self.ids[of])
        return self._pairs[key]


def encode_pairs(
    group: IntArray, values: IntArray, ids: tuple[str, ...]
) -> tuple[IntArray, IntArray]:
    """Encode the distinct pairs of two code arrays; see `Cube.distinct`."""
    width = max(len(ids), 1)
    codes, pairs = pd.factorize(group.astype(np.int64) * width + values)
    has_id = np.array([bool(value) for value in ids] or [True])
    owner = np.where(has_id[pairs % width], pairs // width, -1)
    return codes.astype(np.int32), owner.astype(np.int32)


@memoize_by_identity
def cube_of(edition: Edition) -> Cube:
    """Return the cube of an edition, built on first use."""
    return build_cube(edition)


@memoize_by_identity
def cube_without_departments(edition: Edition) -> Cube:
    """Return the cube without departments: far fewer cells, if they are not counted."""
    cube = cube_of(edition)
    example, cell, _ = fold_rows([*cube.codes.values(), cube.exchange + 1])
    empty = np.zeros(0, np.int32)
    return replace(
        cube,
        codes={dimension: code[example] for dimension, code in cube.codes.items()},
        exchange=cube.exchange[example],
        agreements=np.bincount(cell, cube.agreements).astype(np.int32),
        cell=empty,
        pair_cell=empty,
        pair_department=empty,
        _groups={},
        _pairs={},
    )


def build_cube(edition: Edition) -> Cube:
    """Group the agreements of an edition into weighted cells."""
    agreements = edition.agreements
    ids: dict[str, tuple[str, ...]] = {}
    codes: dict[str, IntArray] = {}
    for dimension, (table, column) in _SOURCES.items():
        catalogued = getattr(edition, table)[column].tolist()
        encoded = encode_column(agreements[column], catalogued)
        ids[dimension], codes[dimension] = encoded
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
    column: pd.Series, catalogued: list[str]
) -> tuple[tuple[str, ...], IntArray]:
    """Encode a column of categories by a list of ids; any other value becomes ""."""
    values = column.astype("category").array
    matches = pd.Index(catalogued, dtype="str").get_indexer(
        values.categories.astype("str")
    )
    unknown = len(catalogued)
    codes = np.where(matches < 0, unknown, matches).astype(np.int32)[values.codes]
    ids = (*catalogued, "") if (codes == unknown).any() else tuple(catalogued)
    return ids, codes


def agreement_positions(edition: Edition, ids: pd.Series) -> IntArray:
    """Return the position of each id among the agreements, -1 if it has none.

    If the ids are those of the edition in order, nothing is looked up. Otherwise the
    number at the end of an id gives its position; any id that is not there is searched.
    """
    own = edition.agreements["agreement_id"].array
    if ids.array.equals(own):
        return np.arange(len(own))
    catalogued, wanted = pa.array(own), pa.array(ids.array)
    digits = pc.utf8_slice_codeunits(wanted, 1)
    digits = pc.if_else(pc.ascii_is_decimal(digits), digits, "0")
    last = len(catalogued) - 1
    position: IntArray = np.clip(np.asarray(digits.cast(pa.int64())) - 1, 0, last)
    hits = np.asarray(pc.equal(catalogued.take(pa.array(position)), wanted), bool)
    misses = np.asarray(pc.not_equal(wanted, ""), bool) & ~hits
    position[~hits] = -1
    if misses.any():
        rest = wanted.filter(pa.array(misses))
        position[misses] = np.asarray(pc.index_in(rest, catalogued).fill_null(-1))
    return position.astype(np.intp)


def starts_of_runs(ids: pd.Series) -> BoolArray:
    """Mask the ids that differ from the id before them; the first always does."""
    texts = pa.array(ids.array)
    differs = pc.not_equal(texts.slice(1), texts.slice(0, max(len(texts) - 1, 0)))
    return np.append(np.ones(min(len(texts), 1), bool), np.asarray(differs, bool))


def exchange_codes(marked: pd.Series) -> IntArray:
    """Encode marks: 1 marked, 0 not marked, -1 no such column."""
    return marked.astype("boolean").astype("Int8").fillna(-1).to_numpy(np.int8)


def department_sets(edition: Edition) -> tuple[IntArray, IntArray, IntArray]:
    """Encode the combinations of departments.

    Returns:
        Per agreement the code of its combination; then, for each department of each
        combination, the codes of the combination and of the department.
    """
    named, n = edition.agreement_departments, len(edition.agreements)
    catalogued = pd.Index(edition.departments["department_id"])
    begins = starts_of_runs(named["agreement_id"])
    each = np.diff(np.append(np.flatnonzero(begins), len(named)))
    row = np.repeat(
        agreement_positions(edition, named.loc[begins, "agreement_id"]), each
    )
    width = len(catalogued) + 1
    values = named["department_id"].astype("category").array
    department = catalogued.get_indexer(values.categories.astype("str"))[values.codes]
    pairs = np.sort(row * width + department, kind="stable")
    row, department = pairs // width, pairs % width
    start = np.searchsorted(row, np.arange(n + 1))
    length = np.diff(start)
    nth: list[IntArray] = [np.zeros(n, np.int8)]
    for step in range(int(length.max(initial=0))):
        has = step < length
        nth.append(np.zeros(n, np.min_scalar_type(width)))
        nth[-1][has] = department[start[:-1][has] + step] + 1
    example, sets, _ = fold_rows(nth)
    pair_set, offset = repeat_indices(length[example])
    first = np.repeat(start[example], length[example])
    return sets, pair_set, department[first + offset]


def repeat_indices(length: IntArray) -> tuple[IntArray, IntArray]:
    """Repeat each index by its length: the indices, and the offset within each."""
    index = np.repeat(np.arange(len(length), dtype=np.int32), length)
    return index, np.arange(len(index)) - np.repeat(np.cumsum(length) - length, length)


def fold_rows(columns: list[IntArray]) -> tuple[IntArray, IntArray, IntArray]:
    """Group rows that are equal in all columns: example row, cell per row, weight."""
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
    """Repeat each cell for each department of its combination."""
    start = np.searchsorted(pair_set, np.arange(int(sets.max(initial=0)) + 2))
    cell, offset = repeat_indices(np.diff(start)[sets])
    return cell, department[start[sets[cell]] + offset].astype(np.int16)
