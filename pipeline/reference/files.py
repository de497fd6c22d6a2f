"""Reads the CSV files of data/reference: UTF-8, one row to a line. Used by `tables`.

Promises that a table has its columns, that its lines are whole and its keys filled and
unique, or a ReferenceDataError that says where.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from pipeline.errors import ReferenceDataError

REFERENCE_FOLDER = Path(__file__).resolve().parents[2] / "data" / "reference"

TableRow = dict[str, str]

FIRST_LINE = 2
"""The first line below the heading."""


def read_table(path: Path, columns: Sequence[str], key: str = "") -> list[TableRow]:
    """Read a table of reference data.

    Args:
        path: a CSV file.
        columns: the columns it must have; others are allowed.
        key: the column that must be filled and unique, if there is one.

    Raises:
        ReferenceDataError: the file can't be read, a column is missing, a line has too
            few or too many cells, or a key is empty or repeated.
    """
    heading, lines = _lines(path, columns)
    if key:
        at = heading.index(key)
        _check_key(path.name, key, [cells[at] for cells in lines])
    return [dict(zip(heading, cells, strict=True)) for cells in lines]


def read_columns(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Read some columns of a large table; as `read_table`, but many times faster.

    Raises:
        ReferenceDataError: as `read_table`; the first column is the key.
    """
    heading, lines = _lines(path, columns)
    at = list(map(heading.index, columns))
    keys = [cells[at[0]] for cells in lines]
    if len(set(keys)) != len(keys) or not all(keys):
        _check_key(path.name, columns[0], keys)
    return map(itemgetter(*at), lines)


def read_pairs(path: Path, key: str, value: str) -> dict[str, str]:
    """Read two columns of a large table; as `read_columns`.

    Raises:
        ReferenceDataError: as `read_table`.
    """
    return {row[0]: row[1] for row in read_columns(path, (key, value))}


def _lines(path: Path, columns: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            heading = next(reader, [])
            lines = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = (
            f"Reference table '{path.name}' can't be read: {error}. Restore it from the"
            " repository."
        )
        raise ReferenceDataError(message) from error
    missing = [column for column in columns if column not in heading]
    if missing:
        message = (
            f"Reference table '{path.name}' must have the column '{missing[0]}', but its"
            f" heading reads '{','.join(heading)}'."
        )
        raise ReferenceDataError(message)
    for line, cells in enumerate(lines, start=FIRST_LINE):
        if len(cells) != len(heading):
            message = (
                f"Each line of '{path.name}' must have {len(heading)} cells, but line"
                f" {line} has {len(cells)}. Read: '{','.join(cells)[:80]}'."
            )
            raise ReferenceDataError(message)
    return heading, lines


def _check_key(name: str, key: str, texts: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for line, text in enumerate(texts, start=FIRST_LINE):
        if not text.strip():
            message = (
                f"Each line of '{name}' must have a '{key}', but line {line} has none."
            )
            raise ReferenceDataError(message)
        if text in seen:
            message = (
                f"Each '{key}' of '{name}' must stand there once, but lines"
                f" {seen[text]} and {line} both have '{text}'. Delete one of them."
            )
            raise ReferenceDataError(message)
        seen[text] = line


def split_values(cell: str) -> tuple[str, ...]:
    """Split a cell with several values, separated by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def parse_number(row: TableRow, column: str, name: str) -> float:
    """Parse a cell that must hold a number.

    Raises:
        ReferenceDataError: it does not.
    """
    try:
        return float(row[column])
    except ValueError as error:
        key = next(iter(row.values()))
        message = (
            f"Column '{column}' of '{name}' must hold a number, but the line of '{key}'"
            f" reads '{row[column]}'."
        )
        raise ReferenceDataError(message) from error
