"""Source rows as printed, with signs on the cells that changed or are in doubt.

Assumes an edition; pure. Cells of contact persons stay redacted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.redaction import redacted_row
from pipeline.model import TEXT_COLUMNS, Edition

Positions = Mapping[tuple[str, str], tuple[int, int]]
"""Agreement id and published column -> printed row and column, from 1."""


@memoize_by_identity
def row_signs(edition: Edition) -> dict[int, str]:
    """Map source rows to their most urgent sign: `check`, `repaired` or `left_out`.

    Rows that are published as printed have no sign. Cached for each edition; it must not
    be written to.
    """
    findings = edition.findings
    published = set(edition.agreements["source_row"])
    signs = {n: "left_out" for n in edition.grid.numbers if n not in published}
    changed = np.unique(edition.cells.changed().agreement_index)
    ids = edition.cells.agreement_ids.take(changed)
    repaired = edition.agreements["agreement_id"].isin(set(ids))
    rows = edition.agreements.loc[repaired, "source_row"]
    signs |= dict.fromkeys(rows.tolist(), "repaired")
    on_rows = (findings["severity"] == "check") & (findings["source_row"] > 0)
    return signs | dict.fromkeys(findings.loc[on_rows, "source_row"], "check")


def rows_around(edition: Edition, source_row: int, around: int = 2) -> list[int]:
    """Return a source row with up to `around` rows before and after it."""
    numbers = edition.grid.numbers
    index = bisect_left(numbers, source_row)
    return list(numbers[max(0, index - around) : index + around + 1])


def printed_rows(
    edition: Edition, source_rows: Sequence[int], signs: Mapping[int, str]
) -> pd.DataFrame:
    """Return source rows as printed, with their signs.

    Cells of contact persons that are not published are redacted.

    Returns:
        One row per source row: row, sign (see `row_signs`, or ""), then one column for
        each printed position from 1, named by its number and heading.
    """
    rows = [[cell.strip() for cell in redacted_row(edition, n)] for n in source_rows]
    width = max(map(len, rows), default=0)
    layout = edition.layout
    headings = dict(zip(layout["source_column"], layout["heading"], strict=True))
    records = [
        [number, signs.get(number, ""), *cells, *[""] * (width - len(cells))]
        for number, cells in zip(source_rows, rows, strict=True)
    ]
    names = [f"{i} {headings.get(i, '')}".strip() for i in range(1, width + 1)]
    return pd.DataFrame(records, columns=["row", "sign", *names])


def cell_signs(
    edition: Edition, source_rows: Sequence[int]
) -> dict[tuple[int, int], str]:
    """Return the printed cells that were changed or are in doubt.

    A blank cell that was filled down is marked where it was left blank.

    Returns:
        (source row, printed column from 1) -> `repaired` or `check`.
    """
    wanted = edition.agreements["source_row"].isin(source_rows)
    ids = set(edition.agreements.loc[wanted, "agreement_id"])
    indices = np.flatnonzero(pd.Series(edition.cells.agreement_ids).isin(ids))
    origins = edition.cells.of_agreements(indices)
    cells, findings = origins.provenance(), edition.findings
    return mark_signs(
        edition,
        positions_of_cells(cells["agreement_id"], cells),
        origins.repairs(),
        findings[findings["agreement_id"].isin(ids)],
    )


def positions_of_cells(agreement_ids: Iterable[str], cells: pd.DataFrame) -> Positions:
    """Map the published cells of agreements to their printed row and column."""
    printed = zip(cells["source_row"], cells["source_column"], strict=True)
    return dict(
        zip(zip(agreement_ids, cells["column"], strict=True), printed, strict=True)
    )


def mark_signs(
    edition: Edition,
    positions: Positions,
    repairs: pd.DataFrame,
    findings: pd.DataFrame,
) -> dict[tuple[int, int], str]:
    """Return the signs of `cell_signs` for the repairs and findings of some agreements.

    `positions` maps an agreement and a column to the printed row and column.
    """
    layout = edition.layout
    usual = dict(zip(layout["column"], layout["source_column"], strict=True))
    marked: dict[tuple[int, int], str] = {}
    for sign, table in (
        ("repaired", repairs),
        ("check", findings[findings["severity"] == "check"]),
    ):
        keys = zip(table["agreement_id"], table["column"], strict=True)
        for key, source_row in zip(keys, table["source_row"], strict=True):
            row, column = positions.get(key, (0, 0))
            if row != source_row or not column:
                row, column = source_row, usual.get(key[1], 0)
            if column:
                marked[int(row), int(column)] = sign
    return marked


def reading_of_rows(edition: Edition, source_rows: Sequence[int]) -> pd.DataFrame:
    """Return the published texts of some source rows, to show beside the printed rows.

    Returns:
        One row per source row: source_row as text, then the texts of the columns that
        are not blank throughout the list, all "" if the row is no agreement.
    """
    texts = edition.agreements[list(TEXT_COLUMNS.values())]
    columns = texts.columns[(texts != "").any()]
    wanted = edition.agreements["source_row"].isin(source_rows)
    read = edition.agreements[wanted].drop_duplicates("source_row")
    read = read.set_index("source_row")[columns].astype(object)
    read = read.reindex(list(source_rows), fill_value="").reset_index()
    return read.assign(source_row=read["source_row"].astype(str))
