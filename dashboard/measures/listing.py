"""The agreements themselves, one by one, and the search over them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import BoolArray, IntArray, agreement_positions, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.labels import Labels
from dashboard.measures.base import Measure
from dashboard.measures.search_index import (
    LONGEST_SEARCH,
    agreements_naming,
    search_key,
    searchable_names,
    word_keys,
)
from pipeline.model import AGREEMENT_COLUMNS, Edition

LISTED = (
    "agreement_id",
    "source_row",
    "region_id",
    "territory_code",
    "institution_text",
    "institution_id",
    "partner_unit_text",
    "agreement_type_id",
    "departments_text",
    "exchange",
)
"""The columns of `agreements_listed`; the list's other columns and findings follow."""

ORDERS = ("list", "institution", "territory", "type", "findings")
"""In what order agreements can be listed; the first is that of the list."""


def agreements_listed(
    edition: Edition, filters: Filters, search: str = "", most: int | None = None
) -> Measure:
    """List the agreements the filters keep and the search finds.

    Args:
        edition: what is listed.
        filters: what is kept.
        search: words that must all occur in the names (both languages), units,
            departments or places of an agreement, however they are written (see
            `named`); a typing slip is not forgiven here but in `search`.
        most: at most so many, the first of all; n counts all.

    Returns:
        One row per agreement in the order of the list: the columns LISTED (exchange is
        `marked`, `not_marked` or "" where the list has no such column), the list's other
        columns, findings (integer: those on this agreement).
    """
    cube = cube_of(edition)
    kept = cell_mask(edition, filters)[cube.cell]
    if search.strip():
        kept = kept & search_mask(edition, search)
    n = int(kept.sum())
    kept = np.flatnonzero(kept)[:most]
    table = edition.agreements.iloc[kept]
    named = np.array(["", "not_marked", "marked"], object)
    exchange = named[cube.exchange[cube.cell[kept]] + 1]
    others = [column for column in table if column not in AGREEMENT_COLUMNS]
    listed = table.assign(exchange=exchange)[[*LISTED, *others]]
    doubts = _doubts_each(edition)[kept]
    listed = listed.assign(findings=doubts).reset_index(drop=True)
    return Measure(listed, "agreements", adds_up=True, n=n)


@memoize_by_identity
def _doubts_each(edition: Edition) -> IntArray:
    """Per agreement how many findings are on it."""
    places = agreement_positions(edition, edition.findings["agreement_id"])
    return np.bincount(places[places >= 0], minlength=len(edition.agreements))


def in_order(table: pd.DataFrame, order: str, labels: Labels) -> pd.DataFrame:
    """Agreements as `agreements_listed` gives them, in one of ORDERS.

    Institutions by their name in the reader's language, territories and types in the
    edition's order, most findings first; otherwise in the order of the list. What is
    unknown comes last.

    Raises:
        ValueError: there is no such order.
    """
    if order == "list":
        return table
    if order == "findings":
        return table.sort_values("findings", ascending=False, kind="stable")
    columns = {
        "institution": ("institution_id", "institutions"),
        "territory": ("territory_code", "territories"),
        "type": ("agreement_type_id", "types"),
    }
    if order not in columns:
        message = f"Can't list agreements by '{order}': {', '.join(ORDERS)}."
        raise ValueError(message)
    column, kind = columns[order]
    named = labels.tables[kind]
    ids = sorted(named, key=named.__getitem__) if order == "institution" else [*named]
    places = {one: place for place, one in enumerate(ids)}
    rank = table[column].map(places).fillna(len(places))
    return table.iloc[rank.to_numpy().argsort(kind="stable")]


def search_mask(edition: Edition, search: str) -> BoolArray:
    """Which agreements hold every word of the search, or are called so as a whole."""
    search = search[:LONGEST_SEARCH]
    found = np.ones(len(edition.agreements), bool)
    for key in word_keys(search):
        found &= _holding(edition, key)
    return found | _called(edition, search_key(search))


def _holding(edition: Edition, key: str) -> BoolArray:
    """Which agreements have a name or a text that holds a key."""
    found = np.zeros(len(edition.agreements), bool)
    for kind, names in searchable_names(edition).items():
        things = names.matching(key)
        if things.any():
            found |= agreements_naming(edition, kind, things)
    for codes, keys in _texts(edition):
        found |= np.array([key in one for one in keys], bool)[codes]
    return found


def _called(edition: Edition, key: str) -> BoolArray:
    """Which agreements are with a place of that name in any language."""
    names = searchable_names(edition)["territory"]
    things = np.zeros(len(names.ids), bool)
    if key in names.same:
        things[names.same[key]] = True
    return agreements_naming(edition, "territory", things)


@memoize_by_identity
def _texts(edition: Edition) -> list[tuple[IntArray, list[str]]]:
    """For each column of texts a code per agreement, and the key of each code.

    Without those of institutions and units, which are among their names.
    """
    columns = []
    named = {"institution_text", "partner_unit_text"}
    texts_of = {column for column in AGREEMENT_COLUMNS if column.endswith("_text")}
    for column in edition.agreements:
        if column not in AGREEMENT_COLUMNS or column in texts_of - named:
            texts = edition.agreements[column].astype("category").array
            keys = [search_key(str(text)) for text in texts.categories]
            columns.append((texts.codes, [*keys, ""]))  # -1 is where there is none
    return columns
