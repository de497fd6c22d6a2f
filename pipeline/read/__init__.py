"""First in the line: reads a received file of any kind into SourceGrids.

Assumes only a path or bytes. Promises that no character of a table is lost, that files
that are no plain text are read in a child process, and one clear SourceError for a file
that cannot be a list: missing, empty, huge, binary, locked, damaged.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import sandbox
from pipeline.errors import SourceError
from pipeline.model import FileMarks, OutsideText, SourceGrid
from pipeline.read import refusals
from pipeline.read.csv import (
    KIND_OF_DELIMITER,
    find_delimiter_and_evenness,
    is_pipe_table,
    parts_few_lines,
    read_delimited,
)
from pipeline.read.encodings import decode
from pipeline.read.fixed_width import is_columned, read_fixed_width
from pipeline.read.kinds import HTML, PLAIN_TEXT, find_kind, is_html
from pipeline.read.line_cells import read_line_cells
from pipeline.read.markdown import read_markdown
from pipeline.read.other_tables import part_tables
from pipeline.read.outline import build_outline
from pipeline.read.outline_items import OutlineItem
from pipeline.read.outline_levels import MIN_LIKENESS, without_keys
from pipeline.read.outline_text import (
    bears_signs,
    mark_lines,
    outline_items,
    without_prose,
)
from pipeline.read.refusals import MAX_BYTES, FileRole
from pipeline.read.table import Table
from pipeline.read.tables import OUTLINE_READERS
from pipeline.reference import load_reference

__all__ = ["MAX_BYTES", "read_bytes", "read_grid", "read_grids"]


OUTLINE = "outline"
"""Kind of a grid whose columns we made of headings, items and brackets."""

SURE_EVENNESS = 1.6
"""A delimiter that splits the lines more evenly is the delimiter."""


SAMPLE_ROWS = 1_000
"""Tables are judged by so many of their rows."""

MAX_SMALL_ROWS = 4
"""A table below each item of an outline has on average fewer rows."""


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
        return _read_file(received, kind, name)
    text, encoding = decode(received, name, encoding)
    if is_html(text):
        return _read_file(text.encode("utf-8", "replace"), HTML, name, encoding)
    return _read_text(text, name, encoding)


def _read_file(
    received: bytes, kind: str, name: str, encoding: str = ""
) -> tuple[SourceGrid, ...]:
    """Read the tables of a file that is no text, or its outline if it has none."""
    try:
        tables = _read_isolated(received, kind, name)
    except SourceError:
        if outline := _read_outline(received, kind, name, encoding):
            return (outline,)
        raise
    grids = tuple(_grid(table, kind, encoding) for table in tables)
    if kind in OUTLINE_READERS and all(_is_below_items(g) for g in grids):
        outline = _read_outline(received, kind, name, encoding)
        return (outline,) if outline else grids
    return grids


def _is_below_items(grid: SourceGrid) -> bool:
    """Whether a table is small ones below lines of text, as in an outline."""
    rows = grid.encoded.take(range(min(len(grid.cells), SAMPLE_ROWS)))
    several = rows.filled.sum(axis=1) > 1
    if several.sum() * MAX_SMALL_ROWS > len(several) * (MAX_SMALL_ROWS - 1):
        return False
    looks_like = load_reference().looks_like
    names = sum(
        looks_like(text, "institution") > 0
        for row, several_cells in zip(rows, several.tolist(), strict=True)
        if several_cells
        for text in row
    )
    return bool(names < MIN_LIKENESS * several.sum())


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
    tables: list[Table] = _run_isolated("read_tables", received, kind, name)
    return tables


def _run_isolated(function: str, received: bytes, kind: str, name: str) -> Any:
    task = f"pipeline.read.tables:{function}"
    try:
        return sandbox.run(task, received, kind, name, bare=True)
    except sandbox.TaskEndedError as end:
        if end.reason == sandbox.FAULT:
            raise refusals.not_readable(name, kind, end.detail) from end
        raise refusals.limit_reached(name, end) from end


def _read_outline(
    received: bytes, kind: str, name: str, encoding: str = ""
) -> SourceGrid | None:
    """Read a page or document without tables as an outline; None if it is none."""
    if kind not in OUTLINE_READERS:
        return None
    found = _run_isolated("read_outline", received, kind, name)
    reference = load_reference()
    items = without_keys([OutlineItem(*item) for item in found], reference)
    table = build_outline(items, reference, keep_rest=False) or build_outline(
        mark_lines(without_prose(items), reference),
        reference,
        keep_rest=False,
        by_words=True,
    )
    return _grid(table, OUTLINE, encoding) if table else None


def _read_text(text: str, name: str, encoding: str) -> tuple[SourceGrid, ...]:
    """Read a text by the first of the readers that find a table in it."""
    delimiter, evenness = find_delimiter_and_evenness(text)
    if "|" in text and delimiter in ("", "|") and is_pipe_table(text):
        reference = load_reference()
        table = read_line_cells(text, reference)
        if table:
            return (_grid(table, "markdown", encoding, text),)
        grid = replace(read_markdown(text, name), encoding=encoding)
        return part_tables(grid, reference)
    if evenness < SURE_EVENNESS or (delimiter in ",;" and bears_signs(text)):
        reference = load_reference()
        fixed = read_fixed_width(text)
        outline = (
            None
            if fixed and is_columned(fixed)
            else build_outline(outline_items(text, reference), reference)
        )
        if outline:
            return (_grid(outline, OUTLINE, encoding, text),)
        if fixed:
            return (_grid(fixed, "text", encoding, text),)
    if not delimiter or parts_few_lines(text, delimiter, evenness):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        raise refusals.no_delimiter(name, lines[0], few=evenness > 0)
    table = read_delimited(text, delimiter, name)
    kind = KIND_OF_DELIMITER.get(delimiter, "csv")
    return (_grid(table, kind, encoding, text),)


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
        table.lines,
        _marks(table),
        heading_row=table.heading_row,
        shown=table.shown,
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
