"""The filtered agreements as a list, and the search over them.

Assumes an edition, filters and the names of `search_index`.
"""

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
"""The first columns of `agreements_listed`, before the list's others and findings."""

ORDERS = ("list", "institution", "territory", "type", "findings")
"""The orders in which agreements can be listed; the first is that of the list."""


def agreements_listed(
    edition: Edition, filters: Filters, search: str = "", most: int | None = None
) -> Measure:
    """List the agreements that pass the filters and match the search.

    Args:
        edition: what is listed.
        filters: which agreements are listed.
        search: words that must all occur in the names (both languages), units,
            departments or territories of an agreement, in any spelling (see
            `search_index`); typing slips are corrected only by `search`.
        most: how many to list at most, from the first; n counts all.

    Returns:
        One row per agreement in the order of the list: the columns LISTED (exchange is
        `marked`, `not_marked` or "" if the list has no such column), the list's other
        columns, findings (integer: those on this agreement).
    """
    cube = cube_of(edition)
    mask = cell_mask(edition, filters)[cube.cell]
    if search.strip():
        mask = mask & search_mask(edition, search)
    n = int(mask.sum())
    rows = np.flatnonzero(mask)[:most]
    table = edition.agreements.iloc[rows]
    marks = np.array(["", "not_marked", "marked"], object)
    exchange = marks[cube.exchange[cube.cell[rows]] + 1]
    others = [column for column in table if column not in AGREEMENT_COLUMNS]
    listed = table.assign(exchange=exchange)[[*LISTED, *others]]
    findings = _finding_counts(edition)[rows]
    listed = listed.assign(findings=findings).reset_index(drop=True)
    return Measure(listed, "agreements", adds_up=True, n=n)


@memoize_by_identity
def _finding_counts(edition: Edition) -> IntArray:
    """Count the findings on each agreement."""
    positions = agreement_positions(edition, edition.findings["agreement_id"])
    return np.bincount(positions[positions >= 0], minlength=len(edition.agreements))


def in_order(table: pd.DataFrame, order: str, labels: Labels) -> pd.DataFrame:
    """Sort the rows of `agreements_listed` in one of ORDERS.

    Institutions by name in the reader's language, territories and types in the edition's
    order, most findings first; rows that are equal in the order of the list. Unknown
    values come last.

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
    names = labels.tables[kind]
    ids = sorted(names, key=names.__getitem__) if order == "institution" else [*names]
    ranks = {key: rank for rank, key in enumerate(ids)}
    rank = table[column].map(ranks).fillna(len(ranks))
    return table.iloc[rank.to_numpy().argsort(kind="stable")]


def search_mask(edition: Edition, search: str) -> BoolArray:
    """Mask the agreements that contain every word of the search, or its whole name."""
    search = search[:LONGEST_SEARCH]
    mask = np.ones(len(edition.agreements), bool)
    for key in word_keys(search):
        mask &= _containing(edition, key)
    return mask | _in_territory(edition, search_key(search))


def _containing(edition: Edition, key: str) -> BoolArray:
    """Mask the agreements with a name or a text that contains a key."""
    mask = np.zeros(len(edition.agreements), bool)
    for kind, names in searchable_names(edition).items():
        matches = names.matching(key)
        if matches.any():
            mask |= agreements_naming(edition, kind, matches)
    for codes, keys in _texts(edition):
        mask |= np.array([key in text_key for text_key in keys], bool)[codes]
    return mask


def _in_territory(edition: Edition, key: str) -> BoolArray:
    """Mask the agreements in a territory of that name in any language."""
    names = searchable_names(edition)["territory"]
    matches = np.zeros(len(names.ids), bool)
    if key in names.same:
        matches[names.same[key]] = True
    return agreements_naming(edition, "territory", matches)


@memoize_by_identity
def _texts(edition: Edition) -> list[tuple[IntArray, list[str]]]:
    """Encode each column of texts: a code per agreement, and the key of each code.

    Without the columns of institutions and units, whose texts are among their names.
    """
    columns = []
    named = {"institution_text", "partner_unit_text"}
    texts_of = {column for column in AGREEMENT_COLUMNS if column.endswith("_text")}
    for column in edition.agreements:
        if column not in AGREEMENT_COLUMNS or column in texts_of - named:
            texts = edition.agreements[column].astype("category").array
            keys = [search_key(str(text)) for text in texts.categories]
            columns.append((texts.codes, [*keys, ""]))  # code -1: no text
    return columns
