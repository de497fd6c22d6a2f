r"""Reads Markdown and other pipe tables: one line is one row, `|` separates the cells.

Every line with any text becomes a row, even without a pipe (a title, a row whose pipes
were lost): whether it belongs to the list is not decided here. The lines of a torn row
are joined under the number of the first. Cells keep their padding; `\|` inside a cell is
text, `<br>` a line break, `**` around it and other tags are markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.grid import DictionaryEncodedRows, Mask, encode_texts, rows_from_codes
from pipeline.model import SourceGrid
from pipeline.read import refusals
from pipeline.read.refusals import MAX_COLUMNS, MAX_ROWS
from pipeline.read.superscripts import raise_sign
from pipeline.read.torn_rows import find_torn_lines, join_torn_cell, known_items
from pipeline.reference import load_reference

Offsets = npt.NDArray[np.intp]

_PIPE, _LINE_END, _BACKSLASH = b"|\n\\"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"^(\s*)(\*\*|__)(?=\S)(.*\S)\2(\s*)$", re.DOTALL)

_TAG = re.compile(
    r"</?(?:a|abbr|b|em|font|i|small|span|strong|sub|sup|u)\b[^<>]{0,300}>", re.I
)
_SUPERSCRIPT = re.compile(r"<sup>([^<>]{1,40})</sup>", re.I)
_ESCAPED = re.compile(r"\\([*_#`~\[\]()+.!<>{}-])")

_MARKUP = ("<", "&", "**", "__", "](", "\\")
MANY_TO_ONE, RULES = 4, 1
"""So many rows without outer pipes to one with them, beside the rule below the heading:
pipes stand only between cells."""

_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,400}+)\]\((?:[^()\s]|\([^()\s]{0,99}+\)){0,999}+(?: \"[^\"\n]{0,99}+\")?\)"
)
"""Markup of a link: its text is shown, its address is not."""


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
    delimiters = _Delimiters(f"{text}\n".encode("utf-8", "surrogatepass"))
    torn = np.zeros(rows, np.bool_)
    if len(np.unique(delimiters.pipes[delimiters.pipes > 0])) > 1:
        torn[find_torn_lines(text.split("\n"), delimiters.pipes.tolist())] = True
    first_lines = np.flatnonzero(~torn)
    pipes = np.add.reduceat(delimiters.pipes, first_lines)
    for row in np.flatnonzero(pipes > MAX_COLUMNS + 1)[:1].tolist():
        where, where_ja = (
            f"line {first_lines[row] + 1}",
            f" {first_lines[row] + 1} 行目",
        )
        columns = int(pipes[row]) + 1
        raise refusals.too_many_columns(name, where, where_ja, columns)
    has_markup = any(sign in text for sign in _MARKUP)
    cells, printed = _cells(delimiters, torn, marked=has_markup)
    numbers = (first_lines[printed] + 1).tolist()
    _check_whole(text, numbers[-1], name)
    return SourceGrid(tuple(numbers), cells, "markdown", "utf-8", text)


@dataclass(frozen=True)
class _Delimiters:
    """The pipes and line ends of a text.

    Attributes:
        received: the text as bytes of UTF-8; each line has its end.
    """

    received: bytes

    @cached_property
    def byte_values(self) -> npt.NDArray[np.uint8]:
        """The bytes as numbers."""
        return np.frombuffer(self.received, np.uint8)

    @cached_property
    def offsets(self) -> Offsets:
        """The offsets of all pipes and line ends."""
        return np.flatnonzero(
            (self.byte_values == _PIPE) | (self.byte_values == _LINE_END)
        )

    @cached_property
    def ends_line(self) -> Mask:
        """Mask of the line ends among them."""
        return np.asarray(self.byte_values[self.offsets] == _LINE_END)

    @property
    def escaped(self) -> Mask:
        """Mask of those behind a backslash."""
        return np.asarray(self.byte_values[self.offsets - 1] == _BACKSLASH)

    @cached_property
    def line_ends(self) -> Offsets:
        """The indices of the line ends among them."""
        return np.flatnonzero(self.ends_line)

    @cached_property
    def pipes(self) -> Offsets:
        """The number of pipes in each line."""
        return np.diff(self.line_ends, prepend=-1) - 1


def _cells(
    delimiters: _Delimiters, torn: Mask, *, marked: bool
) -> tuple[DictionaryEncodedRows, Mask]:
    """Return the cells of the rows with any text, and the mask of these rows.

    A piece of the text ends at a pipe or the end of a row. The first and the last of
    several are cells only if they hold text, or where pipes stand only between cells.
    """
    parts = delimiters.ends_line | ~delimiters.escaped
    parts[delimiters.line_ends[:-1][torn[1:]]] = False
    ends = delimiters.offsets[parts]
    last = np.flatnonzero(delimiters.ends_line[parts])
    first = np.concatenate([[0], last[:-1] + 1])
    pieces, codes = _pieces(delimiters.received, ends)
    blank = np.array([not piece.strip() for piece in pieces])[codes]
    several = first < last
    printed = several | ~blank[first]
    is_cell = np.ones(len(codes), np.bool_)
    between = _are_between(last - first, blank[first] & several)
    is_cell[first[blank[first] & ~between]] = False
    is_cell[last[several & blank[last] & ~between]] = False
    lengths = np.add.reduceat(is_cell, first, dtype=np.int32)[printed]
    if torn.any():
        pieces = _joined(pieces)
    texts, code_of = encode_texts(map(rendered, pieces) if marked else pieces)
    return rows_from_codes(texts, code_of[codes[is_cell]], lengths), printed


def _are_between(pipes: Offsets, begins_blank: Mask) -> Mask:
    """Return the mask of the rows whose pipes stand only between cells.

    In a table without outer pipes a row whose first cell is blank begins with a pipe,
    and has as many pipes as those that begin with a text.
    """
    none = np.zeros(len(pipes), np.bool_)
    others = pipes[(pipes > 0) & ~begins_blank]
    if not others.size:
        return none
    usual = int(np.bincount(others).argmax())
    between = int(np.count_nonzero(begins_blank & (pipes == usual)))
    framed = int(np.count_nonzero(begins_blank & (pipes > usual)))
    if not between or between < MANY_TO_ONE * (framed - RULES):
        return none
    return np.asarray(pipes == usual)


def _pieces(received: bytes, ends: Offsets) -> tuple[list[str], npt.NDArray[np.int32]]:
    """Return the distinct texts that end at these offsets, and the code of each."""
    offsets = np.concatenate([[0], ends + 1]).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(received)]
    every = pa.BinaryArray.from_buffers(pa.binary(), len(ends), buffers)
    distinct = every.dictionary_encode()
    texts = distinct.dictionary.to_pylist()
    codes = np.asarray(distinct.indices.to_numpy(), np.int32)
    return [text[:-1].decode("utf-8", "surrogatepass") for text in texts], codes


def _joined(pieces: list[str]) -> list[str]:
    """Join the lines of torn cells."""
    items = known_items(piece for piece in pieces if "\n" not in piece)
    joins = load_reference().joining_words
    return [
        join_torn_cell(piece, items, joins)
        if "\n" in piece and piece.strip()
        else piece
        for piece in pieces
    ]


def rendered(cell: str) -> str:
    """Return the text of a cell without its markup."""
    cell = _LINK.sub(r"\1", cell) if "](" in cell else cell
    cell = _BREAK.sub("\n", _BOLD.sub(r"\1\3\4", cell))
    cell = _SUPERSCRIPT.sub(lambda found: raise_sign(found[1]), cell)
    cell = _ESCAPED.sub(r"\1", _TAG.sub("", cell))
    try:
        return unescape(cell)
    except ValueError:  # a character by a number of thousands of digits
        return cell


def _check_whole(text: str, last: int, name: str) -> None:
    """Refuse a file that ends in the middle of a row, if its rows end with a pipe."""
    above, _, end = text.rpartition("\n")
    if "|" not in end or end.rstrip().endswith("|"):
        return
    rows = [line.rstrip() for line in above.split("\n") if "|" in line]
    if len(rows) > 1 and all(row.endswith("|") for row in rows):
        raise refusals.breaks_off(name, last, end.strip())
