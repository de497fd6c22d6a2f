"""What a finding is before it has words, and how checks look at rows: used by `check`.

Assumes identified rows. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from pipeline.identify import Identified
from pipeline.reference import Reference


class Note(NamedTuple):
    """A finding before it has words: array row, code, role, and what the words name.

    `source_row` stands for `row` where the row is none of the list's (a line of totals).
    """

    row: int
    code: str
    role: str
    names: dict[str, str]
    source_row: int = 0


def texts_of(identified: Identified, role: str) -> Callable[[int], str]:
    """The published texts of a role, by array row; "" where there is no such column."""
    normalized = identified.normalized
    at = normalized.aligned.at(role)
    if at is None:
        return lambda _row: ""
    words, codes = normalized.words, normalized.aligned.text[:, at].tolist()
    return lambda row: words[codes[row]]


def held_in(identified: Identified, role: str) -> dict[int, int]:
    """The codes of the texts of a role, rising, and how many agreements hold each."""
    return identified.held.get(role, {})


def holding(
    identified: Identified, role: str, codes: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """The array row of each agreement that holds one of some texts, and its code."""
    aligned = identified.normalized.aligned
    wanted = np.zeros(len(aligned.words), np.bool_)
    wanted[list(codes)] = True
    text = aligned.text[:, aligned.at(role)]
    rows = np.flatnonzero(wanted[text] & aligned.kept)
    return zip(rows.tolist(), text[rows].tolist(), strict=True)


def region_names(reference: Reference, region_id: str) -> dict[str, str]:
    """The labels of a region, as `usual_ja` and `usual_en`."""
    region = reference.regions[region_id]
    return {"usual_ja": region.label_ja, "usual_en": region.label_en}


def fits(reference: Reference, region_id: str, territory_code: str) -> bool:
    """Whether lists may well file a territory under a region."""
    territory = reference.territories[territory_code]
    return region_id in (territory.region_id, *territory.also_regions)
