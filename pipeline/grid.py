"""The cells of a table as codes into its distinct texts: for `read`, `layout`, `align`.

Knows no rule. Assumes rows of any length. What is asked of a cell is asked of each
distinct text once, and then of all rows together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd

Row = tuple[str, ...]
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

LARGEST = 2**62
"""Numbers are not put together beyond this."""


@dataclass(frozen=True, eq=False)
class Encoded(Sequence[Row]):
    """Rows of cells; as a sequence, the texts of each row, made when asked for.

    Attributes:
        texts: the distinct texts, exactly as printed; 0 is "".
        codes: for each row and position its text; 0 behind the end of a row, too.
        lengths: how many cells each row has.
    """

    texts: list[str]
    codes: Ints
    lengths: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        return self._texts_of(self.codes[at].tolist(), int(self.lengths[at]))

    def __iter__(self) -> Iterator[Row]:
        for codes, length in zip(self.codes, self.lengths.tolist(), strict=True):
            yield self._texts_of(codes.tolist(), length)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # rows may be compared, not looked up

    def _texts_of(self, codes: list[int], length: int) -> Row:
        return tuple(map(self.texts.__getitem__, codes[:length]))

    def at(self, rows: Sequence[int], position: int) -> list[str]:
        """The texts at one position of some rows; "" behind the end of a row."""
        if position >= self.codes.shape[1]:
            return [""] * len(rows)
        codes = self.codes[np.array(rows, np.intp), position]
        return list(map(self.texts.__getitem__, codes.tolist()))

    def take(self, rows: Sequence[int]) -> Encoded:
        """Some of the rows."""
        at = np.array(rows, np.intp)
        lengths = self.lengths[at]
        codes = self.codes[at][:, : int(lengths.max(initial=0))]
        return Encoded(self.texts, codes, lengths)

    def used(self) -> list[int]:
        """The codes that the rows hold, in the order in which they first come."""
        every = self.codes.ravel()
        first = np.full(len(self.texts), -1, np.int64)
        first[every[::-1]] = np.arange(len(every))[::-1]
        return [c for c in np.argsort(first).tolist() if first[c] >= 0]

    @cached_property
    def filled(self) -> Mask:
        """Which cells hold more than white space."""
        marked = np.array([bool(text.strip()) for text in self.texts])
        return np.asarray(marked[self.codes], np.bool_)


def alike(*columns: npt.NDArray[np.integer]) -> Ints:
    """Rows of numbers from 0 that are equal in all columns get one number.

    They are numbered from 0, in the order in which they first come.
    """
    rows, many = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        most = int(column.max(initial=0)) + 1
        if many * most > LARGEST:
            rows = pd.factorize(rows)[0].astype(np.int64)
            many = int(rows.max(initial=0)) + 1
        rows, many = rows * most + column, many * most
    return pd.factorize(rows)[0].astype(np.int32)


def encode(rows: Sequence[Row]) -> Encoded:
    """Give each distinct text of rows a code; rows that have theirs keep them."""
    if isinstance(rows, Encoded):
        return rows
    texts, codes = coded(chain.from_iterable(rows))
    return laid_out(texts, codes, np.fromiter(map(len, rows), np.int32, len(rows)))


def coded(texts: Iterable[str]) -> tuple[list[str], Ints]:
    """The distinct texts, "" first, and of each text its place among them."""
    code_of = defaultdict[str, int](count().__next__)
    code_of[""]
    codes = np.fromiter(map(code_of.__getitem__, texts), np.int32)
    return list(code_of), codes


def laid_out(texts: list[str], codes: Ints, lengths: Ints) -> Encoded:
    """Rows of these lengths, made of the codes of all their cells one after another."""
    rows = np.zeros((len(lengths), int(lengths.max(initial=0))), np.int32)
    rows[np.arange(rows.shape[1]) < lengths[:, None]] = codes
    return Encoded(texts, rows, lengths)
