r"""Reads Markdown and other pipe tables: one line is one row, `|` parts the cells.

Every line that holds anything becomes a row, also one without a pipe (a title, a row
whose pipes were lost): whether it belongs to the list is not decided here. Lines into
which a row was torn are that row, under the number of the first. Cells keep their
padding; `\|` inside a cell is text, `<br>` a line break, and `**` around it no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from pipeline.model import SourceGrid
from pipeline.read import refusals
from pipeline.read.refusals import MAX_COLUMNS, MAX_ROWS

_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"^(\s*)(\*\*|__)(?=\S)(.*\S)\2(\s*)$", re.DOTALL)

WHOLE_ROWS = 10
"""So many rows of one width, open and closed by a pipe, show what a torn one is."""


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
    once = dict[str, str]().setdefault  # a text that repeats is kept once
    marked = "<" in text or "&" in text or "**" in text or "__" in text
    for number, line in _whole_lines(text.split("\n")):
        if not line or line.isspace():
            continue
        if len(line) > MAX_COLUMNS and line.count("|") > MAX_COLUMNS + 1:
            where, where_ja = f"line {number}", f" {number} 行目"
            columns = line.count("|") + 1
            raise refusals.too_many_columns(name, where, where_ja, columns)
        numbers.append(number)
        parts = _shown(_split(line)) if marked else _split(line)
        cells.append(tuple(map(once, parts, parts)))
    _check_whole(text, numbers[-1], name)
    return SourceGrid(tuple(numbers), tuple(cells), "markdown", "utf-8", text)


def _whole_lines(lines: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Lines with their numbers from 1; the parts of a torn row become one again.

    Parts follow each other, have fewer pipes than a row and together as many, and
    the tear shows: a part does not end, or the next does not begin, with a pipe.
    """
    pipes = [line.count("|") for line in lines]
    closed = [
        count
        for line, count in zip(lines, pipes, strict=True)
        if count > 1 and line[0] == "|" and line.rstrip()[-1] == "|"
    ]
    usual, rows = Counter(closed).most_common(1)[0] if closed else (0, 0)
    few = rows < WHOLE_ROWS or 2 * rows < sum(map(bool, pipes))
    if few or not any(0 < count < usual for count in pipes):
        return enumerate(lines, start=1)
    return _mended(lines, pipes, usual)


def _mended(
    lines: Sequence[str], pipes: Sequence[int], usual: int
) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, those put together that have the usual pipes so."""
    at = 0
    while at < len(lines):
        end = at + 1
        taken = pipes[at]
        while 0 < taken < usual and end < len(lines) and _is_torn(lines, end):
            taken += pipes[end]
            end += 1
        if taken != usual:
            end = at + 1
        yield at + 1, "\n".join(lines[at:end])
        at = end


def _is_torn(lines: Sequence[str], at: int) -> bool:
    above, below = lines[at - 1].rstrip(), lines[at].lstrip()
    return bool(below) and not (above.endswith("|") and below.startswith("|"))


def _shown(cells: tuple[str, ...]) -> tuple[str, ...]:
    """What a page shows of the marks in cells."""
    return tuple(
        unescape(_BREAK.sub("\n", _BOLD.sub(r"\1\3\4", cell))) for cell in cells
    )


def _check_whole(text: str, last: int, name: str) -> None:
    """A file that ends in the middle of a row was cut, wherever rows close by a pipe."""
    above, _, end = text.rpartition("\n")
    if "|" not in end or end.rstrip().endswith("|"):
        return
    rows = [line.rstrip() for line in above.split("\n") if "|" in line]
    if len(rows) > 1 and all(row.endswith("|") for row in rows):
        raise refusals.breaks_off(name, last, end.strip())


def _split(line: str) -> tuple[str, ...]:
    if line[0] == line[-1] == "|" and "\\" not in line and len(line) > 1:
        return tuple(line[1:-1].split("|"))
    parts = _PIPE.split(line) if "\\|" in line else line.split("|")
    if len(parts) == 1:
        return (line,)
    first = 0 if parts[0].strip() else 1
    last = len(parts) if parts[-1].strip() else len(parts) - 1
    return tuple(parts[first:last])
