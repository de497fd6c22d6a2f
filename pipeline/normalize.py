"""Fourth in the line: one spelling of white space per text, lists split into items.

Assumes aligned rows. Promises texts as printed but for white space: what a text means
is not decided here. Works on the distinct texts, not on the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pipeline.aligned import Aligned
from pipeline.evidence import split_departments
from pipeline.model import Decision

LABELS = ("region", "territory")

_COUNT = re.compile(r"\s*[(（]\s*\d+\s*[^()（）\d]{0,3}[)）]$")
_EAST_ASIAN = re.compile(r"[㐀-鿿가-힯]")


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
    """Fold white space, part labels from counts, split the cells of departments."""
    aligned, counted = _without_counts(aligned)
    words = [" ".join(word.split()) for word in aligned.words]
    at = aligned.at("departments")
    items: dict[int, tuple[str, ...]] = {}
    if at is not None:
        for code in sorted(set(aligned.text[:, at].tolist())):
            parts = split_departments(aligned.words[code])
            folded = (" ".join(part.split()) for part in parts)
            items[code] = tuple(dict.fromkeys(folded))
    return Normalized(aligned, words, _parted_by_space(items), counted)


def _without_counts(aligned: Aligned) -> tuple[Aligned, frozenset[int]]:
    """A label names a region or territory; how many follow is not part of its name."""
    words, text = list(aligned.words), aligned.text
    counted = set()
    for role in LABELS:
        at = aligned.at(role)
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


def _parted_by_space(
    items: dict[int, tuple[str, ...]],
) -> dict[int, tuple[str, ...]]:
    """Part names joined by spaces, where the list shows each part as a name elsewhere.

    A part counts as a name if the list has it alone, or if it ends as names of the
    list do (院, 系, 中心). East Asian names hold no spaces of their own.
    """
    alone = {item for group in items.values() for item in group if " " not in item}
    endings = {item[-1] for item in alone}

    def parts(item: str) -> Iterable[str]:
        split = item.split(" ")
        named = all(
            part in alone
            or (_EAST_ASIAN.search(part) and len(part) > 1 and part[-1] in endings)
            for part in split
        )
        return split if named and _EAST_ASIAN.search(item) else [item]

    return {
        code: tuple(dict.fromkeys(part for item in group for part in parts(item)))
        for code, group in items.items()
    }
