"""A list as printed beside what was read of it: which cells changed or are in doubt.

Assumes an edition; pure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.model import TEXT_COLUMNS, Edition

SIGNS = ("check", "repaired", "left_out")
"""What a row or a cell can be marked with, the most urgent first."""


def printed_rows(edition: Edition, first: int, rows: int) -> pd.DataFrame:
    """Rows of the source as printed, with a sign for each that changed or is in doubt.

    Returns:
        One row per source row from position `first`: row (source row), sign (one of
        `SIGNS` or ""), then one column for each printed position, from 1.
    """
    numbers = edition.grid.numbers[first : first + rows]
    width = max((len(edition.grid.row(number)) for number in numbers), default=0)
    found = edition.findings
    doubtful = set(found.loc[found["severity"] == "check", "source_row"])
    repaired = set(edition.repairs["source_row"])
    published = set(edition.agreements["source_row"])
    records = []
    for number in numbers:
        sign = "" if number in published else "left_out"
        sign = "repaired" if number in repaired else sign
        sign = "check" if number in doubtful else sign
        cells = [cell.strip() for cell in edition.grid.row(number)]
        records.append([number, sign, *cells, *[""] * (width - len(cells))])
    names = ["row", "sign", *(str(i) for i in range(1, width + 1))]
    return pd.DataFrame(records, columns=names)


def cell_signs(
    edition: Edition, source_rows: Sequence[int]
) -> dict[tuple[int, int], str]:
    """The printed cells that were changed or are in doubt.

    A cell that was left blank and filled from above is marked where it was left blank.

    Returns:
        (source row, printed column from 1) -> `repaired` or `check`.
    """
    kept = edition.agreements["source_row"].isin(source_rows)
    ids = set(edition.agreements.loc[kept, "agreement_id"])
    cells = edition.provenance[edition.provenance["agreement_id"].isin(ids)]
    places = {
        (cell.agreement_id, cell.column): (cell.source_row, cell.source_column)
        for cell in cells.itertuples()
    }
    usual = dict(
        zip(edition.layout["column"], edition.layout["source_column"], strict=True)
    )
    found = edition.findings
    marked: dict[tuple[int, int], str] = {}
    for sign, table in (
        ("repaired", edition.repairs),
        ("check", found[found["severity"] == "check"]),
    ):
        for row in table[table["agreement_id"].isin(ids)].itertuples():
            place = places.get((row.agreement_id, row.column), (0, 0))
            if place[0] != row.source_row or not place[1]:
                place = (row.source_row, usual.get(row.column, 0))
            if place[1]:
                marked[int(place[0]), int(place[1])] = sign
    return marked


def column_examples(edition: Edition, most: int = 3) -> list[str]:
    """For each column of the layout some of the texts it holds, joined by ` / `."""
    rows = [edition.grid.row(n) for n in edition.agreements["source_row"][:200]]
    examples = []
    for source_column in edition.layout["source_column"]:
        seen: dict[str, None] = {}
        for cells in rows:
            printed = cells[source_column - 1 : source_column] if source_column else ()
            for text in filter(None, map(str.strip, printed)):
                seen.setdefault(text)
        examples.append(" / ".join(list(seen)[:most]))
    return examples


def reading_of_rows(edition: Edition, source_rows: Sequence[int]) -> pd.DataFrame:
    """What was read of some source rows.

    Returns:
        One row per agreement of these rows: source_row, then the texts of the columns
        that say something anywhere in the list.
    """
    texts = edition.agreements[list(TEXT_COLUMNS.values())]
    columns = ["source_row", *texts.columns[(texts != "").any()]]
    rows = edition.agreements["source_row"].isin(source_rows)
    return edition.agreements.loc[rows, columns].reset_index(drop=True)
