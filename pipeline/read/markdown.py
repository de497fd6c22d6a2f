r"""Reads Markdown and other pipe tables: one line is one row, `|` parts the cells.

Every line that holds anything becomes a row, also one without a pipe (a title, a row
whose pipes were lost): whether it belongs to the list is not decided here. Lines into
which a row was torn are that row, under the number of the first. Cells keep their
padding; `\|` inside a cell is text, `<br>` a line break, and `**` around it no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import numpy as np
import numpy.typing as npt
import pyarrow as pa  # type: ignore[import-untyped]

from pipeline.grid import DictionaryEncodedRows, encode_texts, rows_from_codes
from pipeline.model import SourceGrid
from pipeline.read import refusals
from pipeline.read.refusals import MAX_COLUMNS, MAX_ROWS

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_PIPE, _LINE_END, _BACKSLASH = b"|\n\\"
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
    signs = _Signs(f"{text}\n".encode("utf-8", "surrogatepass"))
    torn = np.zeros(rows, np.bool_)
    torn[_torn_lines(text, signs)] = True
    begins = np.flatnonzero(~torn)
    pipes = np.add.reduceat(signs.pipes, begins)
    for row in np.flatnonzero(pipes > MAX_COLUMNS + 1)[:1].tolist():
        where, where_ja = f"line {begins[row] + 1}", f" {begins[row] + 1} 行目"
        columns = int(pipes[row]) + 1
        raise refusals.too_many_columns(name, where, where_ja, columns)
    marked = "<" in text or "&" in text or "**" in text or "__" in text
    cells, printed = _cells(signs, torn, marked=marked)
    numbers = (begins[printed] + 1).tolist()
    _check_whole(text, numbers[-1], name)
    return SourceGrid(tuple(numbers), cells, "markdown", "utf-8", text)


@dataclass(frozen=True)
class _Signs:
    """Where the pipes and line ends of a text are.

    Attributes:
        received: the text as bytes of UTF-8; each line has its end.
    """

    received: bytes

    @cached_property
    def letters(self) -> npt.NDArray[np.uint8]:
        """The bytes as numbers."""
        return np.frombuffer(self.received, np.uint8)

    @cached_property
    def places(self) -> Places:
        """Of every pipe and line end."""
        return np.flatnonzero((self.letters == _PIPE) | (self.letters == _LINE_END))

    @cached_property
    def ends_line(self) -> Mask:
        """Which of them are line ends."""
        return np.asarray(self.letters[self.places] == _LINE_END)

    @property
    def escaped(self) -> Mask:
        """Which of them stand behind a backslash."""
        return np.asarray(self.letters[self.places - 1] == _BACKSLASH)

    @cached_property
    def line_ends(self) -> Places:
        """Which of them are line ends, as numbers."""
        return np.flatnonzero(self.ends_line)

    @cached_property
    def pipes(self) -> Places:
        """How many pipes each line holds."""
        return np.diff(self.line_ends, prepend=-1) - 1

    def closed(self) -> Mask:
        """Lines with several pipes, one at their start and one at their end."""
        ends = self.places[self.line_ends]
        starts = np.concatenate([[0], ends[:-1] + 1])
        closed: Mask = (self.pipes > 1) & (self.letters[starts] == _PIPE)
        behind = self.places[self.line_ends - 1] + 1
        for line in np.flatnonzero(closed & (behind < ends)).tolist():
            rest = self.received[behind[line] : ends[line]]
            closed[line] = rest.decode("utf-8", "surrogatepass").isspace()
        return closed


def _cells(
    signs: _Signs, torn: Mask, *, marked: bool
) -> tuple[DictionaryEncodedRows, Mask]:
    """The cells of the rows that hold anything, and which of all rows these are.

    A piece of the text is what stands before a pipe or the end of a row. The first and
    the last of several are cells only if they hold text.
    """
    parts = signs.ends_line | ~signs.escaped
    parts[signs.line_ends[:-1][torn[1:]]] = False
    ends = signs.places[parts]
    last = np.flatnonzero(signs.ends_line[parts])
    first = np.concatenate([[0], last[:-1] + 1])
    pieces, codes = _pieces(signs.received, ends)
    blank = np.array([not piece.strip() for piece in pieces])[codes]
    several = first < last
    printed = several | ~blank[first]
    is_cell = np.ones(len(codes), np.bool_)
    is_cell[first[blank[first]]] = False
    is_cell[last[several & blank[last]]] = False
    lengths = np.add.reduceat(is_cell, first, dtype=np.int32)[printed]
    texts, code_of = encode_texts(map(_shown, pieces) if marked else pieces)
    return rows_from_codes(texts, code_of[codes[is_cell]], lengths), printed


def _pieces(received: bytes, ends: Places) -> tuple[list[str], npt.NDArray[np.int32]]:
    """The distinct texts before signs at these places, and which of them each is."""
    offsets = np.concatenate([[0], ends + 1]).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(received)]
    every = pa.BinaryArray.from_buffers(pa.binary(), len(ends), buffers)
    distinct = every.dictionary_encode()
    texts = distinct.dictionary.to_pylist()
    codes = np.asarray(distinct.indices.to_numpy(), np.int32)
    return [text[:-1].decode("utf-8", "surrogatepass") for text in texts], codes


def _torn_lines(text: str, signs: _Signs) -> list[int]:
    """The lines, from 0, that go on the row of the line above.

    Parts of a row follow each other, have fewer pipes than a row and together as many,
    and the tear shows: a part does not end, or the next does not begin, with a pipe.
    """
    pipes = signs.pipes
    closed = pipes[signs.closed()].tolist()
    usual, rows = Counter(closed).most_common(1)[0] if closed else (0, 0)
    few = rows < WHOLE_ROWS or 2 * rows < np.count_nonzero(pipes)
    if few or not ((pipes > 0) & (pipes < usual)).any():
        return []
    return _going_on(text.split("\n"), pipes.tolist(), usual)


def _going_on(lines: Sequence[str], pipes: Sequence[int], usual: int) -> list[int]:
    """The lines that have the usual pipes only together with those above."""
    found: list[int] = []
    at = 0
    while at < len(lines):
        end = at + 1
        taken = pipes[at]
        while 0 < taken < usual and end < len(lines) and _is_torn(lines, end):
            taken += pipes[end]
            end += 1
        if taken != usual:
            end = at + 1
        found += range(at + 1, end)
        at = end
    return found


def _is_torn(lines: Sequence[str], at: int) -> bool:
    above, below = lines[at - 1].rstrip(), lines[at].lstrip()
    return bool(below) and not (above.endswith("|") and below.startswith("|"))


def _shown(cell: str) -> str:
    """What a page shows of the marks in a cell."""
    return unescape(_BREAK.sub("\n", _BOLD.sub(r"\1\3\4", cell)))


def _check_whole(text: str, last: int, name: str) -> None:
    """A file that ends in the middle of a row was cut, wherever rows close by a pipe."""
    above, _, end = text.rpartition("\n")
    if "|" not in end or end.rstrip().endswith("|"):
        return
    rows = [line.rstrip() for line in above.split("\n") if "|" in line]
    if len(rows) > 1 and all(row.endswith("|") for row in rows):
        raise refusals.breaks_off(name, last, end.strip())
