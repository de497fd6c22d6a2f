"""A list as printed beside what was read of it: which cells changed or are in doubt.

Assumes an edition; pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.redaction import redacted_row
from pipeline.model import TEXT_COLUMNS, Edition


def row_signs(edition: Edition) -> dict[int, str]:
    """Source row -> its most urgent sign, of `check`, `repaired` and `left_out`.

    Rows that are published as printed have none.
    """
    found = edition.findings
    published = set(edition.agreements["source_row"])
    signs = {n: "left_out" for n in edition.grid.numbers if n not in published}
    signs |= dict.fromkeys(edition.repairs["source_row"], "repaired")
    return signs | dict.fromkeys(
        found.loc[found["severity"] == "check", "source_row"], "check"
    )


def rows_around(edition: Edition, source_row: int, around: int = 2) -> list[int]:
    """A source row, with so many before and after it."""
    numbers = edition.grid.numbers
    at = bisect_left(numbers, source_row)
    return list(numbers[max(0, at - around) : at + around + 1])


def printed_rows(
    edition: Edition, source_rows: Sequence[int], signs: Mapping[int, str]
) -> pd.DataFrame:
    """Rows of the source as printed, with their signs.

    Cells of contact persons that are not published are not shown here either.

    Returns:
        One row per source row: row, sign (see `row_signs`, or ""), then one column for
        each printed position from 1, called by its number and heading.
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
    found = edition.findings
    return mark_signs(
        edition,
        places,
        edition.repairs[edition.repairs["agreement_id"].isin(ids)],
        found[found["agreement_id"].isin(ids)],
    )


def mark_signs(
    edition: Edition,
    places: Mapping[tuple[str, str], tuple[int, int]],
    repairs: pd.DataFrame,
    findings: pd.DataFrame,
) -> dict[tuple[int, int], str]:
    """The signs of `cell_signs`, for the repairs and findings of some agreements.

    `places` says for an agreement and a column in which row and column it was printed.
    """
    layout = edition.layout
    usual = dict(zip(layout["column"], layout["source_column"], strict=True))
    marked: dict[tuple[int, int], str] = {}
    for sign, table in (
        ("repaired", repairs),
        ("check", findings[findings["severity"] == "check"]),
    ):
        for row in table.itertuples():
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
        One row per source row, so that it stands beside the row as printed:
        source_row as text, then the texts of the columns that say something anywhere
        in the list, all "" where the row is no agreement.
    """
    texts = edition.agreements[list(TEXT_COLUMNS.values())]
    columns = texts.columns[(texts != "").any()]
    kept = edition.agreements["source_row"].isin(source_rows)
    read = edition.agreements[kept].drop_duplicates("source_row")
    read = read.set_index("source_row")[columns].astype(object)
    read = read.reindex(list(source_rows), fill_value="").reset_index()
    return read.assign(source_row=read["source_row"].astype(str))
