"""Fourth in the line: normalizes white space, and splits lists into items.

Assumes aligned rows. Promises texts as printed but for white space: their meaning is
not decided here. Works on the distinct texts, not on the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import numpy as np

from pipeline.align.model import Aligned
from pipeline.align.scoring import split_departments
from pipeline.model import Decision
from pipeline.reference.folds import Words
from pipeline.reference.normal_forms import (
    HANGUL,
    KANJI,
    collapse_spaces,
    is_collapsible,
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
    words: Words
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
    words = _collapse_spaces(aligned.words)
    at = aligned.column_index("departments")
    codes = sorted(set(aligned.text[:, at].tolist())) if at is not None else []
    items = split_department_cells({code: aligned.words[code] for code in codes})
    return Normalized(aligned, words, items, counted)


def _collapse_spaces(words: Words) -> Words:
    """Collapse white space to single spaces; only words with any may change."""
    spaced = list(words)
    for i in np.flatnonzero(words.letters.holding(is_collapsible)).tolist():
        spaced[i] = collapse_spaces(spaced[i])
    return words.respelt(spaced)


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
    labelled_words = aligned.words.respelt(words)
    return replace(aligned, words=labelled_words, text=text), frozenset(counted)


def split_department_cells(cells: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """Split cells of departments into names, by the names that the list has alone.

    Names may also be joined by signs that are a part of other names (`／`, a space,
    及び), and may hold a line break. They are split there, or the break is ignored, where
    each part is then a name: one that the list has alone in a cell, or one that ends as
    those do (院, 系, 中心). East Asian names hold no spaces of their own.
    """
    spaced = cache(collapse_spaces)

    def names_in(parts: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(spaced, parts)))

    plain = {c: names_in(split_departments(text)) for c, text in cells.items()}
    unbroken = {*chain(*(g for c, g in plain.items() if "\n" not in cells[c]))}
    alone = {item for item in unbroken if not _JOINS.search(item)}
    endings = {item[-1] for item in alone}

    def is_name(part: str) -> bool:
        ends = len(part) > 1 and part[-1] in endings and _KANJI_OR_HANGUL.search(part)
        return part in alone or bool(ends)

    def share_alone(group: Sequence[str]) -> float:
        return sum(part in alone for part in group) / len(group)

    @cache
    def parts(item: str) -> Sequence[str]:
        if not _KANJI_OR_HANGUL.search(item):
            return [item]
        split = _JOINS.split(item)
        dotted = item.split("・")
        if len(split) > 1 and all(map(is_name, split)):
            return split
        return dotted if alone.issuperset(dotted) else [item]

    every = {*chain.from_iterable(plain.values())}
    split_items = {item for item in every if list(parts(item)) != [item]}
    items = {}
    for code, group in plain.items():
        if "\n" in cells[code]:
            unbroken_items = names_in(split_departments(cells[code].replace("\n", "")))
            if all(map(is_name, unbroken_items)) and (
                not all(map(is_name, group))
                or share_alone(unbroken_items) > share_alone(group)
            ):
                group = unbroken_items
        if "\n" in cells[code] or not split_items.isdisjoint(group):
            group = tuple(dict.fromkeys(chain.from_iterable(map(parts, group))))
        items[code] = group
    return items
