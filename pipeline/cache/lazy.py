"""What of a stored edition is read only when asked for: its cells and their origins.

Stands before `store`. Assumes whole bytes in memory, checked by whoever read them, so
nothing that happens to the file later can be seen here. Both are Parquet files in small
groups of rows: to show one row unpacks the group it stands in, not the million beside it.
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

from pipeline.model import ChangedCells, SourceGrid
from pipeline.publish.provenance import (
    PublishedCells,
    changed_cells,
    changes_in,
    numbered,
)

ROWS = 4096
"""Rows of a group: one is unpacked in two milliseconds."""

MATRICES = ("text", "plain", "source_row", "source_column", "flags")
"""Of `plain` and `source_row` the difference to `text` and `own_row` is kept, which is
almost always 0."""

VECTORS = ("own_row", "sure", "own_region")


def pack(table: Any, rows: int = ROWS) -> bytes:
    """An Arrow table as the bytes of a Parquet file, so many rows in a group."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd", row_group_size=max(rows, 1))
    return file.getvalue()


class Packed:
    """A packed table of which single rows are asked for, by any thread."""

    def __init__(self, packed: bytes) -> None:
        self._file = pq.ParquetFile(pa.BufferReader(packed))
        self._one_at_a_time = Lock()
        self._group = lru_cache(8)(self._read_group)
        self.rows = int(self._file.metadata.num_rows)

    def one(self, place: int) -> tuple[Any, int]:
        """The group of rows that holds a row, and the place of the row in it."""
        return self._group(place // ROWS), place % ROWS

    def some(self, places: npt.NDArray[np.integer]) -> Any:
        """Some rows, in the order they are asked for."""
        found = [group.slice(within, 1) for group, within in map(self.one, places)]
        return pa.concat_tables(found) if found else self._group(0).slice(0, 0)

    def all(self, columns: list[str] | None = None) -> Any:
        """The whole table, or some columns of it, unpacked."""
        with self._one_at_a_time:
            return self._file.read(columns)

    def groups(self, columns: list[str]) -> Iterator[tuple[int, Any]]:
        """Some columns, group by group, each with the place of its first row."""
        for group in range(self._file.num_row_groups):
            with self._one_at_a_time:
                some = self._file.read_row_group(group, columns, use_threads=False)
            yield group * ROWS, some

    def _read_group(self, group: int) -> Any:
        with self._one_at_a_time:
            return self._file.read_row_group(group).combine_chunks()


class StoredGrid(SourceGrid):
    """A SourceGrid whose rows and lines are unpacked when they are asked for."""

    _rows: Packed
    _all_lines: Packed

    def __init__(self, about: Mapping[str, Any], rows: bytes, lines: bytes) -> None:
        """Take the packed rows and lines of `pack_rows` and `pack_lines`."""
        repeated = ((tuple(place), tuple(first)) for place, first in about["spans"])
        own = {
            "kind": about["kind"],
            "encoding": about["encoding"],
            "name": about["name"],
            "spans": dict(repeated),
            "_rows": Packed(rows),
            "_all_lines": Packed(lines),
        }
        vars(self).update(own)

    @cached_property
    def _places(self) -> npt.NDArray[np.int64]:
        """The source row of each row."""
        return _column(self._rows.all(["number"]), "number")

    @cached_property
    def _order(self) -> npt.NDArray[np.intp]:
        return np.argsort(self._places, kind="stable")

    @property
    def numbers(self) -> tuple[int, ...]:
        """The source row of each row; made anew each time."""
        return tuple(self._places.tolist())

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The texts of all rows; made anew each time, for it is large."""
        return tuple(map(tuple, self._rows.all(["cells"])["cells"].to_pylist()))

    @property
    def text(self) -> str:
        """The whole text of a text file; made anew each time."""
        return "\n".join(self._all_lines.all()["line"].to_pylist())

    def row(self, source_row: int) -> tuple[str, ...]:
        """The cells printed in a source row; empty where the row holds no table."""
        numbers = self._places
        at = int(np.searchsorted(numbers, source_row, "right", sorter=self._order)) - 1
        place = int(self._order[at]) if at >= 0 else -1
        if place < 0 or int(numbers[place]) != source_row:
            return ()
        group, within = self._rows.one(place)
        return tuple(group["cells"][within].as_py())

    def line(self, source_row: int) -> str:
        """The physical line of a text file, or the cells joined by tabs."""
        if 0 < source_row <= self._all_lines.rows:
            group, within = self._all_lines.one(source_row - 1)
            return str(group["line"][within].as_py()).rstrip("\r")
        return "\t".join(self.row(source_row))


def pack_rows(grid: SourceGrid) -> bytes:
    """The numbers and cells of a grid."""
    numbers = pa.array(grid.numbers, pa.int64())
    every = grid.encoded
    ends = np.concatenate([[0], np.cumsum(every.lengths)]).astype(np.int32)
    held = every.codes[np.arange(every.codes.shape[1]) < every.lengths[:, None]]
    cells = pa.ListArray.from_arrays(
        ends, pa.array(every.texts, pa.string()).take(held)
    )
    return pack(pa.table({"number": numbers, "cells": cells}))


def pack_lines(grid: SourceGrid) -> bytes:
    """The lines of a text; none for other kinds. A million at once would be large."""
    file, schema = io.BytesIO(), pa.schema({"line": pa.string()})
    lines = _lines(grid.text)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(lines, ROWS)):
            writer.write_table(pa.table({"line": some}, schema))
    return file.getvalue()


def _lines(text: str) -> Iterator[str]:
    start = 0
    while text and start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


class StoredCells:
    """Knows where each published cell came from; unpacks what is asked for."""

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
        self.agreement_ids = agreement_ids
        self._words = words
        self._packed = Packed(packed)
        self._grid = grid

    def provenance(self) -> pd.DataFrame:
        """One row per published cell of the printed and the looked-up columns."""
        return self.whole().provenance()

    def repairs(self, places: npt.NDArray[np.intp] | None = None) -> pd.DataFrame:
        """One row per cell that is published otherwise than a plain reading has it.

        Args:
            places: of the wanted rows among all, in their order; all if None. Only the
                cells of their agreements are unpacked, one by one: for a few thousand.
        """
        if places is None:
            return self.whole().repairs()
        agreement = self.changed().place
        own = np.unique(agreement[places])
        theirs = np.flatnonzero(np.isin(agreement, own))
        ids = self.agreement_ids.take(own)
        table = self._published(self._packed.some(own), ids).repairs()
        table["repair_id"] = numbered("R", theirs, len(agreement))
        return table[np.isin(theirs, places)].reset_index(drop=True)

    def changed(self) -> ChangedCells:
        """The changed cells, in the order of the repairs, found group by group."""
        names = [f"flags {i}" for i in range(len(self.columns))]
        place, found = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for first, group in self._packed.groups(names):
            row, _, flags = changes_in(_matrix(group, names))
            place.append(row + np.int32(first))
            found.append(flags)
        sure = _column(self._packed.all(["sure"]), "sure")
        return changed_cells(np.concatenate(place), np.concatenate(found), sure)

    def of_agreement(self, place: int) -> PublishedCells:
        """The cells of one agreement, by its place among the agreements."""
        group, within = self._packed.one(place)
        ids = self.agreement_ids[place : place + 1]
        return self._published(group.slice(within, 1), ids)

    def whole(self) -> PublishedCells:
        """The cells of all agreements."""
        return self._published(self._packed.all(), self.agreement_ids)

    def _published(
        self, table: Any, agreement_ids: pd.api.extensions.ExtensionArray
    ) -> PublishedCells:
        read: dict[str, Any] = {
            name: _matrix(table, [f"{name} {i}" for i in range(len(self.columns))])
            for name in MATRICES
        }
        read |= {name: _column(table, name) for name in VECTORS}
        read["plain"] = read["text"] - read["plain"]
        read["source_row"] = read["own_row"][:, None] - read["source_row"]
        used = np.zeros(len(self._words), np.bool_)
        used[0] = True
        for name in ("text", "plain"):
            used[read[name]] = True
        place = np.cumsum(used, dtype=np.int32) - 1
        for name in ("text", "plain"):
            read[name] = place[read[name]]
        return PublishedCells(
            agreement_ids=agreement_ids,
            columns=self.columns,
            words=self._words.filter(pa.array(used)).to_pylist(),
            type_in_title=self._type_in_title,
            grid=self._grid,
            **read,
        )


def pack_cells(cells: PublishedCells) -> bytes:
    """The matrices of the published cells, column by column."""
    kept = {name: getattr(cells, name) for name in MATRICES}
    kept["plain"] = cells.text - cells.plain
    kept["source_row"] = cells.own_row[:, None] - cells.source_row
    columns = {
        f"{name} {i}": pa.array(kept[name][:, i])
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
