"""Fourth in the line: normalizes white space, and splits lists into items.

Assumes aligned rows. Promises texts as printed but for white space: their meaning is
not decided here. Works on the distinct texts, not on the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from pipeline.align.model import Aligned
from pipeline.align.scoring import split_departments
from pipeline.model import Decision
from pipeline.reference.normal_forms import (
    HANGUL,
    KANJI,
    collapse_spaces,
)

COUNTED_ROLES = ("region", "territory")

_COUNT = re.compile(r"(?<!\s)\s*+[(（]\s*+\d++\s*+[^()（）\d]{0,3}+[)）]$")
_JOINS = re.compile(r"(?:(?<!\s)\s++)?+[／/]\s*+|(?<!\s)[^\S ]*+ \s*+|及び|並びに")
_KANJI_OR_HANGUL = re.compile(f"[{KANJI}{HANGUL}]")


@dataclass(frozen=True)
class Settled:
    """A decision and the array row and role it settles; `row` for a whole row."""

    row: int
    role: str
    decision: Decision
    changed: bool


@dataclass(frozen=True)
class Normalized:
    """Aligned rows with folded words.

    Attributes:
        aligned: the rows; its codes point into the lists below.
        words: for each code the text as printed, white space folded.
        items: for each code in the departments column its items, in printed order,
            each once.
        counted: codes of labels that are printed with a count behind them, `アジア州(6)`,
            and published without it.
        settled: the decisions that were applied, in their order.
    """

    aligned: Aligned
    words: list[str]
    items: dict[int, tuple[str, ...]]
    counted: frozenset[int] = frozenset()
    settled: tuple[Settled, ...] = ()

    def published(self, row: int, at: int) -> str:
        """The text of an array cell as it is published, items joined by `|`."""
        code = int(self.aligned.text[row, at])
        if self.aligned.layout.columns[at].role == "departments":
            return "|".join(self.items[code])
        return self.words[code]


def normalize_rows(aligned: Aligned) -> Normalized:
    """Fold white space, cut counts off labels, split the cells of departments."""
    aligned, counted = _without_counts(aligned)
    words = list(map(collapse_spaces, aligned.words))
    at = aligned.column_index("departments")
    codes = sorted(set(aligned.text[:, at].tolist())) if at is not None else []
    items = split_department_cells({code: aligned.words[code] for code in codes})
    return Normalized(aligned, words, items, counted)


def _without_counts(aligned: Aligned) -> tuple[Aligned, frozenset[int]]:
    """Cut the count of following rows off the labels of regions and territories."""
    words, text = list(aligned.words), aligned.text
    counted = set()
    for role in COUNTED_ROLES:
        at = aligned.column_index(role)
        for code in np.unique(text[:, at]).tolist() if at is not None else ():
            label = _COUNT.sub("", words[code])
            if label and label != words[code]:
                text = np.where(
                    (text == code) & (np.arange(text.shape[1]) == at), len(words), text
                )
                counted.add(len(words))
                words.append(label)
    if not counted:
        return aligned, frozenset()
    return replace(aligned, words=words, text=text), frozenset(counted)


def split_department_cells(cells: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """Split cells of departments into names, by the names that the list has alone.

    Names may also be joined by signs that are a part of other names (`／`, a space,
    及び), and may hold a line break. They are split there, or the break is ignored, where
    each part is then a name: one that the list has alone in a cell, or one that ends as
    those do (院, 系, 中心). East Asian names hold no spaces of their own.
    """
    plain = {code: _plain_items(text) for code, text in cells.items()}
    unbroken = {*chain(*(g for c, g in plain.items() if "\n" not in cells[c]))}
    names = _LoneNames.of(item for item in unbroken if not _JOINS.search(item))
    every = {*chain.from_iterable(plain.values())}
    parts = {item: names.split(item) for item in every}
    items = {}
    for code, group in plain.items():
        if "\n" in cells[code]:
            group = names.choose(_plain_items(cells[code].replace("\n", "")), group)
        split = (parts.get(item) or names.split(item) for item in group)
        items[code] = tuple(dict.fromkeys(chain.from_iterable(split)))
    return items


def _plain_items(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(collapse_spaces, split_departments(text))))


@dataclass(frozen=True)
class _LoneNames:
    """The departments that a list has alone in a cell, and the letters they end in."""

    names: frozenset[str]
    endings: frozenset[str]

    @classmethod
    def of(cls, items: Iterable[str]) -> _LoneNames:
        """Return the names, with their endings."""
        names = frozenset(items)
        return cls(names, frozenset(name[-1] for name in names))

    def all_names(self, parts: Iterable[str]) -> bool:
        """Whether each part stands alone in a cell, or ends as such names do."""
        return all(part in self.names or self._ends_as_name(part) for part in parts)

    def _ends_as_name(self, part: str) -> bool:
        ends = len(part) > 1 and part[-1] in self.endings
        return ends and bool(_KANJI_OR_HANGUL.search(part))

    def share(self, group: Sequence[str]) -> float:
        """Return the share of a group that stands alone in cells."""
        return sum(part in self.names for part in group) / len(group)

    def split(self, item: str) -> Sequence[str]:
        """Split an item where all its parts are names."""
        if not _KANJI_OR_HANGUL.search(item):
            return [item]
        split = _JOINS.split(item)
        dotted = item.split("・")
        if len(split) > 1 and self.all_names(split):
            return split
        return dotted if self.names.issuperset(dotted) else [item]

    def choose(
        self, unbroken: tuple[str, ...], group: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the items of a cell without its line breaks if more of them are names."""
        better = self.all_names(unbroken) and (
            not self.all_names(group) or self.share(unbroken) > self.share(group)
        )
        return unbroken if better else group
