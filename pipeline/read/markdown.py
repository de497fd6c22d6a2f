r"""Reads Markdown and other pipe tables: one line is one row, `|` parts the cells.

Every line that holds anything becomes a row, also one without a pipe (a title, a row
whose pipes were lost): whether it belongs to the list is not decided here. Cells keep
their padding; `\|` inside a cell is text.
"""

from __future__ import annotations

import re

from pipeline.model import SourceGrid
from pipeline.read import refusals
from pipeline.read.refusals import MAX_COLUMNS, MAX_ROWS

_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(text: str, name: str) -> SourceGrid:
    """Read a pipe table.

    Raises:
        SourceError: no cell holds any text, there are more than MAX_ROWS lines or
            MAX_COLUMNS cells in one, or the text breaks off in the middle of a row.
    """
    rows = text.count("\n") + 1
    if not text.strip(" \u3000|:-\r\n\t"):
        raise refusals.only_rules(name, rows)
    if rows > MAX_ROWS:
        raise refusals.too_many_rows(name, rows)
    if text.count("|") > refusals.MAX_CELLS + rows:
        raise refusals.too_much_text(name)
    numbers: list[int] = []
    cells: list[tuple[str, ...]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.isspace():
            continue
        if len(line) > MAX_COLUMNS and line.count("|") > MAX_COLUMNS + 1:
            where, where_ja = f"line {number}", f" {number} 行目"
            columns = line.count("|") + 1
            raise refusals.too_many_columns(name, where, where_ja, columns)
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
        raise refusals.breaks_off(name, last, lines[-1].strip())


def _split(line: str) -> tuple[str, ...]:
    if line[0] == line[-1] == "|" and "\\" not in line and len(line) > 1:
        return tuple(line[1:-1].split("|"))
    parts = _PIPE.split(line) if "\\|" in line else line.split("|")
    if len(parts) == 1:
        return (line,)
    first = 0 if parts[0].strip() else 1
    last = len(parts) if parts[-1].strip() else len(parts) - 1
    return tuple(parts[first:last])
