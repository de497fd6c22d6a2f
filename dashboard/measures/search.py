"""The search box: from a typed text to institutions, units, departments and places.

Assumes `search_index` and `fuzzy`. Promises that exact matches are never mixed with
approximate ones: slips are corrected only if nothing matches, and the result says so.
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
"""How an entity matches, best first: its name equals the text, begins with it or
contains it; a part of it has that name (Hawaii); its name differs by a slip."""

WHOLE, START, PART, WIDER, SLIP = range(len(MATCHES))

MOST_HITS = 50
"""How many entities are shown at most."""

Hit = tuple[int, int]
"""The index of an entity in `Names.ids`, and how it matches, an index of MATCHES."""


@dataclass(frozen=True, eq=False)
class SearchResult:
    """The result of a search.

    Attributes:
        table: one row per entity with filtered agreements: kind (one of
            SEARCHED_KINDS), found_id (the id for filters and profiles; the text of a
            unit), agreements (the filtered), match (one of MATCHES). Best match first,
            then in the order of SEARCHED_KINDS, then by agreements. Does not add up.
        slipped: whether nothing matches exactly and the rows match approximately.
        agreements: how many `agreements_listed` lists for the same text and filters.
        left_out: how many more it would list without the filters.
        more: how many entities match besides the MOST_HITS in the table.
    """

    table: pd.DataFrame
    slipped: bool = False
    agreements: int = 0
    left_out: int = 0
    more: int = 0

    def first(self, most: int) -> tuple[dict[str, list[tuple[str, int]]], int]:
        """Return the best hits, grouped by kind, and the number of the others.

        Returns:
            kind -> (found_id, agreements) of the `most` best hits, kinds in the order
            of their best hit; then how many entities are not among them.
        """
        best = self.table.head(most)
        kinds = {
            str(kind): list(zip(part["found_id"], part["agreements"], strict=True))
            for kind, part in best.groupby("kind", sort=False)
        }
        return kinds, len(self.table) - len(best) + self.more


@memoize_by_identity
def search(edition: Edition, filters: Filters, text: str) -> SearchResult:
    """Find the entities that a text names, in either language and any spelling.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    text = text[:LONGEST_SEARCH]
    counter = count(edition, filters)
    whole, words = search_key(text), word_keys(text)
    if not words:
        return _result(edition, counter, {})
    matching = search_mask(edition, text)
    filtered = cell_mask(edition, filters)[cube_of(edition).cell]
    names = searchable_names(edition)
    hits = {kind: list(_hits(names[kind], whole, words)) for kind in SEARCHED_KINDS}
    if matching.any() or any(hits.values()):
        listed = int((matching & filtered).sum())
        return replace(
            _result(edition, counter, hits),
            agreements=listed,
            left_out=int(matching.sum()) - listed,
        )
    near = {
        kind: spelling_indexes(edition)[kind].slips(whole, words)
        for kind in SEARCHED_KINDS
    }
    fewest = min(slips.min(initial=TOO_MANY_SLIPS) for slips in near.values())
    if fewest == TOO_MANY_SLIPS:
        return _result(edition, counter, {})
    hits = {
        kind: [(int(index), SLIP) for index in np.flatnonzero(slips == fewest)]
        for kind, slips in near.items()
    }
    return replace(_result(edition, counter, hits), slipped=True)


def _hits(names: Names, whole: str, words: list[str]) -> Iterator[Hit]:
    """Yield the entities that match, each with its best match."""
    best: dict[int, int] = {}

    def add(index: int, match: int) -> None:
        best[index] = min(match, best.get(index, match))

    for i in names.keys_containing(whole):
        key = names.keys[i]
        starts = START if key.startswith(whole) else PART
        add(int(names.owner[i]), WHOLE if key == whole else starts)
    if len(words) > 1:
        mask = np.logical_and.reduce([names.matching(word) for word in words])
        for index in np.flatnonzero(mask):
            add(int(index), PART)
    for whole_names, match in ((names.same, WHOLE), (names.wider, WIDER)):
        if whole in whole_names:
            add(whole_names[whole], match)
    yield from best.items()


def _result(
    edition: Edition, counter: Counter, hits: dict[str, list[Hit]]
) -> SearchResult:
    """Return the entities that have filtered agreements, best match first."""
    rows = []
    for order, (kind, kind_hits) in enumerate(hits.items()):
        agreements = _agreements(edition, counter, kind)
        ids = searchable_names(edition)[kind].ids
        rows += [
            (match, order, -int(agreements[index]), index, kind, ids[index])
            for index, match in kind_hits
            if agreements[index]
        ]
    rows.sort()
    table = pd.DataFrame(
        [
            (kind, key, -negative, MATCHES[match])
            for match, _, negative, _, kind, key in rows[:MOST_HITS]
        ],
        columns=["kind", "found_id", "agreements", "match"],
    )
    return SearchResult(table, more=max(0, len(rows) - MOST_HITS))


def _agreements(edition: Edition, counter: Counter, kind: str) -> IntArray:
    """Count the filtered agreements with each entity of a kind."""
    if kind == "department":
        return counter.agreements_by_department()
    if kind != "unit":
        return counter.agreements((kind,))
    codes = unit_codes(edition)[counter.mask[counter.cube.cell]]
    size = len(searchable_names(edition)["unit"].ids)
    return np.bincount(codes[codes >= 0], minlength=size)
