"""Reads the cells of a stored edition and their origins on demand: for `cache`.

Assumes whole bytes in memory, verified by the caller; later changes of the file have no
effect. Both are Parquet files in small row groups: showing one row unpacks its group,
not the million rows beside it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model import ChangedCells, FileMarks, OutsideText, SourceGrid
from pipeline.publish.provenance import (
    PublishedCells,
    find_changes,
    numbered_ids,
    to_changed_cells,
)

_SETS_OF_MARKS = ("hidden_rows", "filtered_rows", "hidden_columns")
_CELLS_OF_MARKS = ("struck", "partly_struck")

GROUP_ROWS = 4096
"""Rows of a row group, which is unpacked in two milliseconds."""

MATRICES = ("text", "plain", "source_row", "source_column", "flags")
"""`plain` and `source_row` are stored as differences to `text` and `own_row`, which are
almost always 0."""

VECTORS = ("own_row", "sure", "own_region")


def pack(table: Any, rows: int = GROUP_ROWS) -> bytes:
    """Pack an Arrow table into the bytes of a Parquet file with row groups of `rows`."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd", row_group_size=max(rows, 1))
    return file.getvalue()


class PackedTable:
    """A packed table whose single rows are read on demand, by any thread."""

    def __init__(self, packed: bytes) -> None:
        self._file = pq.ParquetFile(pa.BufferReader(packed))
        self._read_lock = Lock()
        self._group = lru_cache(8)(self._read_group)
        self.rows = int(self._file.metadata.num_rows)

    def locate(self, row: int) -> tuple[Any, int]:
        """Return the row group with a row, and the index of the row in it."""
        return self._group(row // GROUP_ROWS), row % GROUP_ROWS

    def take(self, rows: npt.NDArray[np.integer]) -> Any:
        """Return some rows, in the given order."""
        slices = [group.slice(within, 1) for group, within in map(self.locate, rows)]
        return pa.concat_tables(slices) if slices else self._group(0).slice(0, 0)

    def read(self, columns: list[str] | None = None) -> Any:
        """Unpack the whole table, or some columns of it."""
        with self._read_lock:
            return self._file.read(columns)

    def groups(self, columns: list[str]) -> Iterator[tuple[int, Any]]:
        """Yield some columns by row group, each with the index of its first row."""
        for group in range(self._file.num_row_groups):
            with self._read_lock:
                columns_read = self._file.read_row_group(
                    group, columns, use_threads=False
                )
            yield group * GROUP_ROWS, columns_read

    def _read_group(self, group: int) -> Any:
        with self._read_lock:
            return self._file.read_row_group(group).combine_chunks()


def pack_marks(marks: FileMarks) -> dict[str, Any]:
    """Return the marks of a file as JSON holds them."""
    return {
        **{name: sorted(getattr(marks, name)) for name in _SETS_OF_MARKS},
        **{
            name: [(row, sorted(at)) for row, at in getattr(marks, name).items()]
            for name in _CELLS_OF_MARKS
        },
        "outside": [(text.place, text.text, text.rows) for text in marks.outside],
    }


def _unpack_marks(packed: Mapping[str, Any]) -> FileMarks:
    fields: dict[str, Any] = {
        **{name: frozenset(packed[name]) for name in _SETS_OF_MARKS},
        **{
            name: {row: frozenset(at) for row, at in packed[name]}
            for name in _CELLS_OF_MARKS
        },
        "outside": tuple(OutsideText(*text) for text in packed["outside"]),
    }
    return FileMarks(**fields)


class LazyGrid(SourceGrid):
    """A SourceGrid whose rows and lines are unpacked on demand."""

    _rows: PackedTable
    _all_lines: PackedTable

    def __init__(self, about: Mapping[str, Any], rows: bytes, lines: bytes) -> None:
        """Take the packed rows and lines of `pack_rows` and `pack_lines`."""
        repeated = ((tuple(cell), tuple(first)) for cell, first in about["spans"])
        own = {
            "kind": about["kind"],
            "encoding": about["encoding"],
            "name": about["name"],
            "spans": dict(repeated),
            "wide": {tuple(cell): width for cell, width in about["wide"]},
            "marks": _unpack_marks(about["marks"]),
            "_rows": PackedTable(rows),
            "_all_lines": PackedTable(lines),
        }
        vars(self).update(own)

    @cached_property
    def _row_numbers(self) -> npt.NDArray[np.int64]:
        """The source row of each row."""
        return _column(self._rows.read(["number"]), "number")

    @cached_property
    def _order(self) -> npt.NDArray[np.intp]:
        return np.argsort(self._row_numbers, kind="stable")

    @property
    def numbers(self) -> tuple[int, ...]:
        """The source row of each row; built anew each time."""
        return tuple(self._row_numbers.tolist())

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The texts of all rows; built anew each time because they are large."""
        return tuple(map(tuple, self._rows.read(["cells"])["cells"].to_pylist()))

    @property
    def text(self) -> str:
        """The whole text of a text file; built anew each time."""
        return "\n".join(self._all_lines.read()["line"].to_pylist())

    def row(self, source_row: int) -> tuple[str, ...]:
        """The cells printed in a source row; empty where the row holds no table."""
        numbers = self._row_numbers
        at = int(np.searchsorted(numbers, source_row, "right", sorter=self._order)) - 1
        index = int(self._order[at]) if at >= 0 else -1
        if index < 0 or int(numbers[index]) != source_row:
            return ()
        group, within = self._rows.locate(index)
        return tuple(group["cells"][within].as_py())

    def line(self, source_row: int) -> str:
        """The physical line of a text file, or the cells joined by tabs."""
        if 0 < source_row <= self._all_lines.rows:
            group, within = self._all_lines.locate(source_row - 1)
            return str(group["line"][within].as_py()).rstrip("\r")
        return "\t".join(self.row(source_row))


def pack_rows(grid: SourceGrid) -> bytes:
    """Pack the numbers and cells of a grid."""
    numbers = pa.array(grid.numbers, pa.int64())
    encoded = grid.encoded
    ends = np.concatenate([[0], np.cumsum(encoded.lengths)]).astype(np.int32)
    codes = encoded.codes[np.arange(encoded.codes.shape[1]) < encoded.lengths[:, None]]
    cells = pa.ListArray.from_arrays(
        ends, pa.array(encoded.texts, pa.string()).take(codes)
    )
    return pack(pa.table({"number": numbers, "cells": cells}))


def pack_lines(grid: SourceGrid) -> bytes:
    """Pack the lines of a text in batches; other kinds have none."""
    file, schema = io.BytesIO(), pa.schema({"line": pa.string()})
    lines = _lines(grid.text)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(lines, GROUP_ROWS)):
            writer.write_table(pa.table({"line": batch}, schema))
    return file.getvalue()


def _lines(text: str) -> Iterator[str]:
    start = 0
    while text and start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


class LazyCells:
    """The origins of the published cells, unpacked on demand."""

    def __init__(
        self,
        about: Mapping[str, Any],
        agreement_ids: pd.api.extensions.ExtensionArray,
        words: Any,
        packed: bytes,
        grid: SourceGrid,
    ) -> None:
        """Take what `pack_cells` packed, and the words as an Arrow array."""
        self.columns = tuple(about["columns"])
        self._type_in_title = bool(about["type_in_title"])
        self._exchange_columns = tuple(about["exchange_columns"])
        self.agreement_ids = agreement_ids
        self._words = words
        self._packed = PackedTable(packed)
        self._grid = grid

    def provenance(self) -> pd.DataFrame:
        """One row per published cell of the printed and the derived columns."""
        return self.whole().provenance()

    def repairs(self, indices: npt.NDArray[np.intp] | None = None) -> pd.DataFrame:
        """One row per cell whose published text is not the one at its position.

        Args:
            indices: of the wanted rows among all, in their order; all if None. Only the
                cells of their agreements are unpacked, row by row: for a few thousand.
        """
        if indices is None:
            return self.whole().repairs()
        agreement = self.changed().agreement_index
        agreements = np.unique(agreement[indices])
        repairs_of_them = np.flatnonzero(np.isin(agreement, agreements))
        ids = self.agreement_ids.take(agreements)
        table = self._to_published(self._packed.take(agreements), ids).repairs()
        table["repair_id"] = numbered_ids("R", repairs_of_them, len(agreement))
        return table[np.isin(repairs_of_them, indices)].reset_index(drop=True)

    def changed(self) -> ChangedCells:
        """Return the changed cells, in the order of the repairs, by row group."""
        names = [f"flags {i}" for i in range(len(self.columns))]
        agreement, changed_flags = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for first, group in self._packed.groups(names):
            row, _, flags = find_changes(_matrix(group, names))
            agreement.append(row + np.int32(first))
            changed_flags.append(flags)
        sure = _column(self._packed.read(["sure"]), "sure")
        return to_changed_cells(
            np.concatenate(agreement), np.concatenate(changed_flags), sure
        )

    def of_agreement(self, index: int) -> PublishedCells:
        """Return the cells of one agreement, by its index among the agreements."""
        group, within = self._packed.locate(index)
        ids = self.agreement_ids[index : index + 1]
        return self._to_published(group.slice(within, 1), ids)

    def of_agreements(self, indices: npt.NDArray[np.intp]) -> PublishedCells:
        """Return the cells of some agreements, by their indices."""
        return self.whole().of_agreements(indices)

    def whole(self) -> PublishedCells:
        """Return the cells of all agreements."""
        return self._to_published(self._packed.read(), self.agreement_ids)

    def _to_published(
        self, table: Any, agreement_ids: pd.api.extensions.ExtensionArray
    ) -> PublishedCells:
        arrays: dict[str, Any] = {
            name: _matrix(table, [f"{name} {i}" for i in range(len(self.columns))])
            for name in MATRICES
        }
        arrays |= {name: _column(table, name) for name in VECTORS}
        arrays["plain"] = arrays["text"] - arrays["plain"]
        arrays["source_row"] = arrays["own_row"][:, None] - arrays["source_row"]
        used = np.zeros(len(self._words), np.bool_)
        used[0] = True
        for name in ("text", "plain"):
            used[arrays[name]] = True
        new_code = np.cumsum(used, dtype=np.int32) - 1
        for name in ("text", "plain"):
            arrays[name] = new_code[arrays[name]]
        return PublishedCells(
            agreement_ids=agreement_ids,
            columns=self.columns,
            words=self._words.filter(pa.array(used)).to_pylist(),
            type_in_title=self._type_in_title,
            exchange_columns=self._exchange_columns,
            grid=self._grid,
            **arrays,
        )


def pack_cells(cells: PublishedCells) -> bytes:
    """Pack the matrices of the published cells, column by column."""
    matrices = {name: getattr(cells, name) for name in MATRICES}
    matrices["plain"] = cells.text - cells.plain
    matrices["source_row"] = cells.own_row[:, None] - cells.source_row
    columns = {
        f"{name} {i}": pa.array(matrices[name][:, i])
        for name in MATRICES
        for i in range(len(cells.columns))
    }
    vectors = {name: pa.array(getattr(cells, name)) for name in VECTORS}
    return pack(pa.table({**columns, **vectors}))


def _column(table: Any, name: str) -> npt.NDArray[Any]:
    return np.asarray(table[name].to_numpy(zero_copy_only=False))


def _matrix(table: Any, names: list[str]) -> npt.NDArray[np.int32]:
    if not names:
        return np.zeros((table.num_rows, 0), np.int32)
    return np.column_stack([_column(table, name) for name in names]).astype(np.int32)
