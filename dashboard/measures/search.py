"""One box: from what a person types to institutions, units, departments and places.

Assumes `named` and `slips`. Promises that what is found as typed comes alone: a typing
slip is forgiven only where nothing is called so, and then it is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import IntArray, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.measures.base import Counter, count
from dashboard.measures.fuzzy import TOO_MANY_SLIPS, spelling_indexes
from dashboard.measures.listing import search_mask
from dashboard.measures.search_index import (
    LONGEST_SEARCH,
    SEARCHED_KINDS,
    Names,
    search_key,
    searchable_names,
    unit_codes,
    word_keys,
)
from pipeline.model import Edition

MATCHES = ("whole", "start", "part", "wider", "slip")
"""How a thing was found, best first: its name is what was typed, begins with it, or
holds it; a part of it is called so (Hawaii); its name differs by a slip."""

WHOLE, START, PART, WIDER, SLIP = range(len(MATCHES))

MOST_HITS = 50
"""At most so many things are shown."""

Hit = tuple[int, int]
"""A thing by its place in `Names.ids`, and how it was found, an index of MATCHES."""


@dataclass(frozen=True, eq=False)
class SearchResult:
    """What a search found.

    Attributes:
        table: a row is a thing with agreements kept: kind (one of SEARCHED_KINDS), found_id (the
            id that filters and profiles take; the text of a unit), agreements (those
            kept with it), match (one of MATCHES). Best match first, then in the order of
            SEARCHED_KINDS, then by agreements. Does not add up.
        slipped: nothing is called so; the rows are called something like it.
        agreements: how many `agreements_listed` finds by the same words and filters.
        left_out: how many more it would find without the filters.
        more: how many things were found besides the MOST_HITS in the table.
    """

    table: pd.DataFrame
    slipped: bool = False
    agreements: int = 0
    left_out: int = 0
    more: int = 0

    def first(self, most: int) -> tuple[dict[str, list[tuple[str, int]]], int]:
        """The best hits, kind by kind, and how many more there are.

        Returns:
            kind -> (found_id, agreements) of the `most` best hits, kinds in the order
            of their best hit; then how many things are not among them.
        """
        best = self.table.head(most)
        kinds = {
            str(kind): list(zip(part["found_id"], part["agreements"], strict=True))
            for kind, part in best.groupby("kind", sort=False)
        }
        return kinds, len(self.table) - len(best) + self.more


@memoize_by_identity
def search(edition: Edition, filters: Filters, text: str) -> SearchResult:
    """Find what a text names, in either language and however it is written.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    text = text[:LONGEST_SEARCH]
    counter = count(edition, filters)
    whole, words = search_key(text), word_keys(text)
    if not words:
        return _found(edition, counter, {})
    holding = search_mask(edition, text)
    kept = cell_mask(edition, filters)[cube_of(edition).cell]
    names = searchable_names(edition)
    things = {kind: list(_called(names[kind], whole, words)) for kind in SEARCHED_KINDS}
    if holding.any() or any(things.values()):
        listed = int((holding & kept).sum())
        return replace(
            _found(edition, counter, things),
            agreements=listed,
            left_out=int(holding.sum()) - listed,
        )
    near = {
        kind: spelling_indexes(edition)[kind].slips(whole, words)
        for kind in SEARCHED_KINDS
    }
    fewest = min(slips.min(initial=TOO_MANY_SLIPS) for slips in near.values())
    if fewest == TOO_MANY_SLIPS:
        return _found(edition, counter, {})
    things = {
        kind: [(int(place), SLIP) for place in np.flatnonzero(slips == fewest)]
        for kind, slips in near.items()
    }
    return replace(_found(edition, counter, things), slipped=True)


def _called(names: Names, whole: str, words: list[str]) -> Iterator[Hit]:
    """The things called so, each with its best match."""
    best: dict[int, int] = {}

    def note(place: int, match: int) -> None:
        best[place] = min(match, best.get(place, match))

    for at in names.keys_containing(whole):
        key = names.keys[at]
        starts = START if key.startswith(whole) else PART
        note(int(names.owner[at]), WHOLE if key == whole else starts)
    if len(words) > 1:
        held = np.logical_and.reduce([names.matching(word) for word in words])
        for place in np.flatnonzero(held):
            note(int(place), PART)
    for called, match in ((names.same, WHOLE), (names.wider, WIDER)):
        if whole in called:
            note(called[whole], match)
    yield from best.items()


def _found(
    edition: Edition, counter: Counter, things: dict[str, list[Hit]]
) -> SearchResult:
    """The things that have agreements kept, in their order."""
    rows = []
    for order, (kind, places) in enumerate(things.items()):
        agreements = _agreements(edition, counter, kind)
        ids = searchable_names(edition)[kind].ids
        rows += [
            (match, order, -int(agreements[place]), place, kind, ids[place])
            for place, match in places
            if agreements[place]
        ]
    rows.sort()
    table = pd.DataFrame(
        [
            (kind, one, -less, MATCHES[m])
            for m, _, less, _, kind, one in rows[:MOST_HITS]
        ],
        columns=["kind", "found_id", "agreements", "match"],
    )
    return SearchResult(table, more=max(0, len(rows) - MOST_HITS))


def _agreements(edition: Edition, counter: Counter, kind: str) -> IntArray:
    """Agreements kept with each thing of a kind."""
    if kind == "department":
        return counter.agreements_by_department()
    if kind != "unit":
        return counter.agreements((kind,))
    codes = unit_codes(edition)[counter.mask[counter.cube.cell]]
    size = len(searchable_names(edition)["unit"].ids)
    return np.bincount(codes[codes >= 0], minlength=size)
