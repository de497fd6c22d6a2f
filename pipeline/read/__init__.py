"""First in the line: reads a received file of any kind into SourceGrids.

Assumes only a path or bytes. Promises that no character of a table is lost, that files
that are no plain text are read in a child process, and one clear SourceError for a file
that cannot be a list: missing, empty, huge, binary, locked, damaged.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import sandbox
from pipeline.errors import SourceError
from pipeline.model import FileMarks, OutsideText, SourceGrid
from pipeline.read import refusals
from pipeline.read.csv import (
    KIND_OF_DELIMITER,
    find_delimiter,
    is_pipe_table,
    read_delimited,
)
from pipeline.read.encodings import decode
from pipeline.read.kinds import HTML, PLAIN_TEXT, find_kind, is_html
from pipeline.read.markdown import read_markdown
from pipeline.read.refusals import MAX_BYTES, FileRole
from pipeline.read.table import Table

__all__ = ["MAX_BYTES", "read_bytes", "read_grid", "read_grids"]


def read_bytes(path: Path, role: FileRole = refusals.LIST) -> bytes:
    """Read the received bytes of a list, or of another file that messages name so.

    Raises:
        SourceError: there is no such file, it is empty, or it is larger than MAX_BYTES.
    """
    if not path.is_file():
        raise refusals.no_file(str(path), role, is_folder=path.is_dir())
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refusals.too_many_bytes(path.name, size, role)
        received = path.read_bytes()
    except OSError as error:
        msg = f"'{path}' can't be opened: {error.strerror}. Check who may read it."
        ja = f"「{path}」を開けません。読む権限があるか確かめてください。"
        raise SourceError(msg, ja) from error
    if not received.strip():
        raise refusals.empty(path.name, len(received), role)
    return received


def read_grids(
    received: bytes, name: str = "the list", encoding: str = ""
) -> tuple[SourceGrid, ...]:
    """Read every table of a file that could be the list, in the order of the file.

    Args:
        received: the bytes of the file, as received. Their kind is detected.
        name: of the file, for messages.
        encoding: of a text file or page; detected if it is not given.

    Returns:
        At least one grid: the sheets of a workbook (hidden ones last), the tables of a
        page or document (those with the same columns joined), one for a text.

    Raises:
        SourceError: the bytes hold no table, are damaged, locked, hostile or too much.
    """
    if len(received) > MAX_BYTES:
        raise refusals.too_many_bytes(name, len(received))
    if not received.strip():
        raise refusals.empty(name, len(received))
    kind = find_kind(received, name)
    if kind != PLAIN_TEXT:
        tables = _read_isolated(received, kind, name)
        return tuple(_grid(table, kind) for table in tables)
    text, encoding = decode(received, name, encoding)
    if is_html(text):
        tables = _read_isolated(text.encode("utf-8", "replace"), HTML, name)
        return tuple(_grid(table, HTML, encoding) for table in tables)
    return (_read_text(text, name, encoding),)


def read_grid(
    received: bytes, name: str = "the list", encoding: str = ""
) -> SourceGrid:
    """Read the first table of a file.

    Raises:
        SourceError: see `read_grids`.
    """
    return read_grids(received, name, encoding)[0]


def _read_isolated(received: bytes, kind: str, name: str) -> list[Table]:
    """Read the tables of a file in a process of its own, if this is none already."""
    task = "pipeline.read.tables:read_tables"
    try:
        tables: list[Table] = sandbox.run(task, received, kind, name, bare=True)
    except sandbox.TaskEndedError as end:
        if end.reason == sandbox.FAULT:
            raise refusals.not_readable(name, kind, end.detail) from end
        raise refusals.limit_reached(name, end) from end
    return tables


def _read_text(text: str, name: str, encoding: str) -> SourceGrid:
    delimiter = find_delimiter(text)
    if not delimiter and "|" not in text:
        first = next((line for line in text.splitlines() if line.strip()), "")
        raise refusals.no_delimiter(name, first.strip())
    if delimiter in ("", "|") and is_pipe_table(text):
        return replace(read_markdown(text, name), encoding=encoding)
    table = read_delimited(text, delimiter or "|", name)
    kind = KIND_OF_DELIMITER.get(delimiter, "csv")
    return _grid(table, kind, encoding, text)


def _grid(table: Table, kind: str, encoding: str = "", text: str = "") -> SourceGrid:
    return SourceGrid(
        tuple(table.numbers),
        tuple(table.cells),
        kind,
        encoding,
        text,
        table.spans,
        table.name,
        table.wide,
        _marks(table),
    )


def _marks(table: Table) -> FileMarks:
    return FileMarks(
        frozenset(table.hidden_rows),
        frozenset(table.filtered_rows),
        frozenset(table.hidden_columns),
        table.struck,
        table.partly_struck,
        tuple(OutsideText(*found) for found in table.outside),
    )
