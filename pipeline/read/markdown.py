r"""Reads Markdown and other pipe tables: one line is one row, `|` parts the cells.

Every line that holds anything becomes a row, also one without a pipe (a title, a row
whose pipes were lost): whether it belongs to the list is not decided here. Cells keep
their padding; `\|` inside a cell is text.
"""

from __future__ import annotations

import re

from pipeline.errors import SourceError
from pipeline.model import SourceGrid

MAX_COLUMNS = 500
"""A row with more cells is no row of a list."""

MAX_ROWS = 1_100_000
"""The agreements of a whole nation over decades are fewer."""

_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(text: str, name: str) -> SourceGrid:
    """Read a pipe table.

    Raises:
        SourceError: no cell holds any text, there are more than MAX_ROWS lines or
            MAX_COLUMNS cells in one, or the text breaks off in the middle of a row.
    """
    if not text.strip(" \u3000|:-\r\n\t"):
        msg = (
            f"The cells of the list must hold text, but all {text.count(chr(10)) + 1:,}"
            f" lines of '{name}' hold only pipes and dashes. Check that it is the list."
        )
        raise SourceError(msg)
    rows = text.count("\n") + 1
    if rows > MAX_ROWS:
        msg = (
            f"A list must have at most {MAX_ROWS:,} lines, but '{name}' has {rows:,}."
            " Check that it is the list, or cut it into parts."
        )
        raise SourceError(msg)
    numbers: list[int] = []
    cells: list[tuple[str, ...]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.isspace():
            continue
        if len(line) > MAX_COLUMNS and line.count("|") > MAX_COLUMNS + 1:
            msg = (
                f"A row must have at most {MAX_COLUMNS} cells, but line {number} of"
                f" '{name}' has {line.count('|') + 1:,}. Check that it is the list."
            )
            raise SourceError(msg)
        numbers.append(number)
        cells.append(_split(line))
    _check_whole(text, numbers[-1], name)
    return SourceGrid(tuple(numbers), tuple(cells), "markdown", "utf-8", text)


def _check_whole(text: str, last: int, name: str) -> None:
    """A file that ends in the middle of a row was cut, wherever rows close by a pipe."""
    lines = text.split("\n")
    if "|" not in lines[-1] or lines[-1].rstrip().endswith("|"):
        return
    rows = [line.rstrip() for line in lines[:-1] if "|" in line]
    if len(rows) > 1 and all(row.endswith("|") for row in rows):
        msg = (
            f"The list must be whole, but '{name}' breaks off in line {last}: every row"
            f" before it ends with '|'. Read: '{lines[-1].strip()[-60:]}'. Save or copy"
            " the whole list again."
        )
        raise SourceError(msg)


def _split(line: str) -> tuple[str, ...]:
    if line[0] == line[-1] == "|" and "\\" not in line and len(line) > 1:
        return tuple(line[1:-1].split("|"))
    parts = _PIPE.split(line) if "\\|" in line else line.split("|")
    if len(parts) == 1:
        return (line,)
    first = 0 if parts[0].strip() else 1
    last = len(parts) if parts[-1].strip() else len(parts) - 1
    return tuple(parts[first:last])
