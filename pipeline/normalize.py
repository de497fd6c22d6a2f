"""Fourth in the line: one spelling of white space per text, lists split into items.

Assumes aligned rows. Promises texts as printed but for white space: what a text means
is not decided here. Works on the distinct texts, not on the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.aligned import Aligned
from pipeline.evidence import split_departments


@dataclass(frozen=True)
class Normalized:
    """Aligned rows with folded words.

    Attributes:
        aligned: the rows; its codes point into the lists below.
        words: for each code the text as printed, white space folded.
        items: for each code in the departments column its items, in printed order,
            each once.
    """

    aligned: Aligned
    words: list[str]
    items: dict[int, tuple[str, ...]]


def normalize_rows(aligned: Aligned) -> Normalized:
    """Fold the white space of every text and split the cells of departments."""
    words = [" ".join(word.split()) for word in aligned.words]
    at = aligned.at("departments")
    items: dict[int, tuple[str, ...]] = {}
    if at is not None:
        for code in sorted(set(aligned.text[:, at].tolist())):
            parts = split_departments(aligned.words[code])
            folded = (" ".join(part.split()) for part in parts)
            items[code] = tuple(dict.fromkeys(folded))
    return Normalized(aligned, words, items)
