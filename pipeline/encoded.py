"""The cells of a table as codes into its distinct texts: for `layout` and `align`.

Stands behind `headings`. Assumes rows of any length. What is asked of a cell is asked of
each distinct text once, and then of all rows together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Encoded:
    """Rows of cells.

    Attributes:
        texts: the distinct texts, exactly as printed; 0 is "".
        codes: for each row and position its text; 0 behind the end of a row, too.
        lengths: how many cells each row has.
    """

    texts: list[str]
    codes: Ints
    lengths: Ints

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

    def filled(self) -> Mask:
        """Which cells hold more than white space."""
        marked = np.array([bool(text.strip()) for text in self.texts])
        return np.asarray(marked[self.codes], np.bool_)


def encode(rows: Sequence[tuple[str, ...]]) -> Encoded:
    """Give each distinct text a code."""
    lengths = np.fromiter(map(len, rows), np.int32, len(rows))
    code_of = defaultdict[str, int](count().__next__)
    code_of[""]
    codes = np.zeros((len(rows), int(lengths.max(initial=0))), np.int32)
    codes[np.arange(codes.shape[1]) < lengths[:, None]] = np.fromiter(
        map(code_of.__getitem__, chain.from_iterable(rows)), np.int32, lengths.sum()
    )
    return Encoded(list(code_of), codes, lengths)
