"""Programs that read a damaged list: by position, filled down, and this pipeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline import edition_of
from pipeline.errors import AgreementsError
from pipeline.model import ROLES, TEXT_COLUMNS, SourceGrid
from tests.support.damage.kinds import LABELS
from tests.support.damage.lists import Row


@dataclass(frozen=True)
class Reading:
    """What a program made of a list.

    Attributes:
        rows: position of a damaged row, from 0 -> its cells under the headings; a row
            that is missing was not read.
        asked: positions of the rows that a person is asked to check.
        asked_columns: positions of the columns that are asked about once for all rows.
    """

    rows: dict[int, Row]
    asked: frozenset[int]
    asked_columns: frozenset[int] = frozenset()


Reader = Callable[[Sequence[str], Sequence[Row]], Reading]


def by_position(headings: Sequence[str], rows: Sequence[Row]) -> Reading:
    """Each cell under the heading it stands below; nobody is asked."""
    width = len(headings)
    padded = (tuple([*row, *[""] * width][:width]) for row in rows)
    return Reading(dict(enumerate(padded)), frozenset())


def filled_down(headings: Sequence[str], rows: Sequence[Row]) -> Reading:
    """The same, and a blank label is the one above it."""
    above = [""] * LABELS
    read = {}
    for i, row in by_position(headings, rows).rows.items():
        above = [new or old for new, old in zip(row, above, strict=False)]
        read[i] = (*above, *row[LABELS:])
    return Reading(read, frozenset())


def pipeline_reading(headings: Sequence[str], rows: Sequence[Row]) -> Reading:
    """What this pipeline publishes, and the rows it has questions about."""
    cells = (tuple(headings), *rows)
    numbers = tuple(range(len(cells)))
    grid = SourceGrid(tuple(n + 1 for n in numbers), cells, "csv")
    try:
        edition = edition_of(grid)
    except AgreementsError:
        return Reading({}, frozenset(range(len(rows))))
    columns = ["source_row", *(TEXT_COLUMNS[role] for role in ROLES)]
    checks = edition.findings[edition.findings["severity"] == "check"]
    asked = checks.loc[checks["source_row"] > 0, "source_row"]
    for_list = "|".join(checks.loc[checks["source_row"] == 0, "column"]).split("|")
    asked_columns = frozenset(
        i for i, role in enumerate(ROLES) if TEXT_COLUMNS[role] in for_list
    )
    read = {
        int(number) - 2: tuple(text.replace("|", "、") for text in texts)
        for number, *texts in edition.agreements[columns].itertuples(index=False)
    }
    rows_asked = frozenset(int(number) - 2 for number in asked)
    return Reading(read, rows_asked, asked_columns)


READERS: dict[str, Reader] = {
    "by position": by_position,
    "filled down": filled_down,
    "this pipeline": pipeline_reading,
}
