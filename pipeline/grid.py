"""Dictionary-encoded tables: cells as codes into the distinct texts.

Lowest but for the errors; used by `read`, `layout` and `align`. Knows no rule. Assumes
rows of any length. A fact of cells is computed once for each distinct text, then looked
up for all rows together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Any, cast, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

TextRow = tuple[str, ...]
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

MAX_COMBINED_CODE = 2**62
"""Codes of several columns are combined into one number up to this."""


@dataclass(frozen=True, eq=False)
class DictionaryEncodedRows(Sequence[TextRow]):
    """Rows of cells as codes; as a sequence, the texts of each row, built on demand.

    Attributes:
        texts: the distinct texts, exactly as printed; 0 is "".
        codes: [row, position]: index into `texts`; 0 also behind the end of a row.
        lengths: how many cells each row has.
    """

    texts: list[str]
    codes: Ints
    lengths: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, at: int) -> TextRow: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[TextRow, ...]: ...

    def __getitem__(self, at: int | slice) -> TextRow | tuple[TextRow, ...]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        return self._texts_of(self.codes[at].tolist(), int(self.lengths[at]))

    def __iter__(self) -> Iterator[TextRow]:
        for codes, length in zip(self.codes, self.lengths.tolist(), strict=True):
            yield self._texts_of(codes.tolist(), length)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # rows may be compared, not looked up

    def _texts_of(self, codes: list[int], length: int) -> TextRow:
        return tuple(map(self.texts.__getitem__, codes[:length]))

    def column_texts(self, rows: Sequence[int], position: int) -> list[str]:
        """Return the texts at one position of some rows; "" behind the end of a row."""
        if position >= self.codes.shape[1]:
            return [""] * len(rows)
        codes = self.codes[np.array(rows, np.intp), position]
        return list(map(self.texts.__getitem__, codes.tolist()))

    def take(self, rows: Sequence[int]) -> DictionaryEncodedRows:
        """Select rows by index."""
        at = np.array(rows, np.intp)
        lengths = self.lengths[at]
        codes = self.codes[at][:, : int(lengths.max(initial=0))]
        return DictionaryEncodedRows(self.texts, codes, lengths)

    def used_codes(self) -> list[int]:
        """Return the codes that the rows hold, in order of first occurrence."""
        every = self.codes.ravel()
        first = np.full(len(self.texts), -1, np.int64)
        first[every[::-1]] = np.arange(len(every))[::-1]
        return [c for c in np.argsort(first).tolist() if first[c] >= 0]

    @cached_property
    def filled(self) -> Mask:
        """Mask of the cells that hold more than white space."""
        marked = np.array([bool(text.strip()) for text in self.texts])
        return np.asarray(marked[self.codes], np.bool_)


def group_codes(*columns: npt.NDArray[np.integer]) -> Ints:
    """Number the groups of rows that are equal in all columns of codes.

    Groups are numbered from 0, in order of first occurrence.
    """
    rows, many = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        most = int(column.max(initial=0)) + 1
        if many * most > MAX_COMBINED_CODE:
            rows = pd.factorize(rows)[0].astype(np.int64)
            many = int(rows.max(initial=0)) + 1
        rows, many = rows * most + column, many * most
    return pd.factorize(rows)[0].astype(np.int32)


def encode_rows(rows: Sequence[TextRow]) -> DictionaryEncodedRows:
    """Dictionary-encode rows of texts; encoded rows are returned as they are."""
    if isinstance(rows, DictionaryEncodedRows):
        return rows
    texts, codes = encode_texts(chain.from_iterable(rows))
    return rows_from_codes(
        texts, codes, np.fromiter(map(len, rows), np.int32, len(rows))
    )


def encode_texts(texts: Iterable[str]) -> tuple[list[str], Ints]:
    """Return the distinct texts, "" first, and the code of each text."""
    code_of = defaultdict[str, int](count().__next__)
    code_of[""]
    codes = np.fromiter(map(code_of.__getitem__, texts), np.int32)
    return list(code_of), codes


def rows_from_codes(
    texts: list[str], codes: Ints, lengths: Ints
) -> DictionaryEncodedRows:
    """Build rows of these lengths from the codes of all their cells in sequence."""
    rows = np.zeros((len(lengths), int(lengths.max(initial=0))), np.int32)
    rows[np.arange(rows.shape[1]) < lengths[:, None]] = codes
    return DictionaryEncodedRows(texts, rows, lengths)


def distinct_categorical(
    codes: npt.NDArray[np.integer], categories: pd.Index
) -> pd.Categorical:
    """Build a categorical of codes into categories that are known to be distinct.

    pandas would check it, and retain an index for that: a fifth of opening a million
    agreements and 45 MiB.
    """
    dtype = cast(Any, pd.CategoricalDtype)._from_fastpath(  # noqa: SLF001  # no check
        categories, ordered=False
    )
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
