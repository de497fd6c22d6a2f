"""The agreements themselves, one by one, and the search over them."""

from __future__ import annotations

import pandas as pd

from dashboard.cube import cube_of, once_per_edition
from dashboard.filters import Filters, kept_cells
from dashboard.measures.measure import Measure
from pipeline.model import AGREEMENT_COLUMNS, Edition
from pipeline.spelling import fold_accents

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


def agreements_listed(edition: Edition, filters: Filters, search: str = "") -> Measure:
    """List the agreements the filters keep and the search finds.

    Args:
        edition: what is listed.
        filters: what is kept.
        search: words that must all occur in the names (both languages), units,
            departments or places of an agreement, whatever their width and case.

    Returns:
        One row per agreement in the order of the list: the columns LISTED (exchange is
        `marked`, `not_marked` or "" where the list has no such column), the list's other
        columns, findings (integer: those on this agreement).
    """
    cube = cube_of(edition)
    kept = kept_cells(edition, filters)[cube.cell]
    if search.strip():
        kept = kept & found_by(edition, search)
    table = edition.agreements[kept]
    named = {1: "marked", 0: "not_marked", -1: ""}
    exchange = pd.Series(cube.exchange[cube.cell[kept]], index=table.index).map(named)
    others = [column for column in table if column not in AGREEMENT_COLUMNS]
    listed = table.assign(exchange=exchange)[[*LISTED, *others]]
    doubts = edition.findings["agreement_id"].value_counts()
    doubts = listed["agreement_id"].map(doubts).fillna(0).astype(int)
    listed = listed.assign(findings=doubts).reset_index(drop=True)
    return Measure(listed, "agreements", adds_up=True, n=len(listed))


def found_by(edition: Edition, search: str) -> pd.Series:
    """Which agreements hold every word of the search."""
    found = pd.Series(data=True, index=edition.agreements.index)
    texts = searchable_texts(edition)
    for word in search.split():
        folded = fold_accents(word)
        found &= pd.Series([folded in text for text in texts], index=found.index)
    return found


@once_per_edition
def searchable_texts(edition: Edition) -> list[str]:
    """For each agreement everything it can be found by, folded."""
    agreements = edition.agreements
    columns = [
        _folded_names(edition.institutions, "institution_id", agreements),
        _folded_names(edition.territories, "territory_code", agreements),
        _folded_names(edition.regions, "region_id", agreements),
        _folded_names(edition.agreement_types, "agreement_type_id", agreements),
        _folded_departments(edition),
    ]
    for column in agreements:
        if column not in AGREEMENT_COLUMNS or column.endswith("_text"):
            columns.append(_folded(agreements[column]))
    return ["\n".join(texts) for texts in zip(*columns, strict=True)]


def _folded(column: pd.Series) -> list[str]:
    values = column.astype(object).where(column.notna(), "").tolist()
    folded = {value: fold_accents(str(value)) for value in set(values)}
    return [folded[value] for value in values]


def _folded_names(table: pd.DataFrame, key: str, agreements: pd.DataFrame) -> list[str]:
    names = [column for column in table if column.startswith(("name_", "label_"))]
    folded = {
        row[key]: " ".join(fold_accents(str(row[name])) for name in names)
        for row in table[[key, *names]].to_dict("records")
    }
    return [folded.get(value, "") for value in agreements[key].tolist()]


def _folded_departments(edition: Edition) -> list[str]:
    cube = cube_of(edition)
    english = [fold_accents(str(label)) for label in edition.departments["label_en"]]
    cells: dict[int, list[str]] = {}
    for cell, department in zip(
        cube.pair_cell.tolist(), cube.pair_department.tolist(), strict=True
    ):
        cells.setdefault(cell, []).append(english[department])
    joined = {cell: " ".join(texts) for cell, texts in cells.items()}
    return [joined.get(cell, "") for cell in cube.cell.tolist()]
