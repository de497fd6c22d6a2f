"""What the columns of a grid hold, and the roles they get by it: for `columns`.

Assumes a grid and its rows. Promises texts without outer white space, blanks left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.layout.header import Column
from pipeline.model import SourceGrid

SAMPLE = 2000
"""So many rows show what a column holds."""

FEWEST_ROWS = 2
"""Fewer texts say nothing."""


@dataclass(frozen=True)
class Held:
    """The texts a column holds in the sample, and the share of its rows left blank."""

    texts: list[str]
    blank: float


def held_in(grid: SourceGrid, sample: Sequence[int], source: int) -> Held:
    """What a column holds in the rows of the sample."""
    cells = grid.encoded.at(sample, source)
    filled = [text for cell in cells if (text := cell.strip())]
    return Held(filled, 1 - len(filled) / len(sample))


def share(texts: Sequence[str], shown: Callable[[str], bool]) -> float:
    """The share of texts that show a role; 0 where too few say anything."""
    if len(texts) < FEWEST_ROWS:
        return 0.0
    distinct = {text: shown(text) for text in set(texts)}
    return sum(distinct[text] for text in texts) / len(texts)


def with_role(columns: list[Column], index: int, role: str) -> list[Column]:
    """The columns, one of them with the role that its content shows."""
    return [
        replace(c, role=role, meaning=role, why="content") if c.index == index else c
        for c in columns
    ]
