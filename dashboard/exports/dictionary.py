"""The data dictionary: what each column of each tidy table is, in both languages.

Assumes the reference table columns.csv; a test compares it with the real columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.reference import REFERENCE_FOLDER
from pipeline.reference.files import read_table, split_values

_CELLS = (
    *("table", "column", "type", "key", "required", "refers_to", "allowed"),
    *("title_ja", "title_en", "description_ja", "description_en"),
)


@dataclass(frozen=True)
class ColumnDescription:
    """A described column of a tidy table.

    Attributes:
        name: as in the tables and files.
        type: `string`, `category` (a string of few values), `integer`, `number` or
            `boolean`.
        titles, descriptions: by language.
        key: whether it is part of the table's key.
        required: whether it is never empty.
        refers_to: `table.column` it points to, or "".
        allowed: all values it may have; empty for any.
    """

    name: str
    type: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    key: bool = False
    required: bool = False
    refers_to: str = ""
    allowed: tuple[str, ...] = field(default=())


@lru_cache(maxsize=1)
def read_columns() -> Mapping[str, tuple[ColumnDescription, ...]]:
    """Return the described columns of each table, in their order.

    Raises:
        ReferenceDataError: the table of columns can't be read.
    """
    tables: dict[str, tuple[ColumnDescription, ...]] = {}
    for row in read_table(REFERENCE_FOLDER / "columns.csv", _CELLS):
        column = ColumnDescription(
            row["column"],
            row["type"],
            {"ja": row["title_ja"], "en": row["title_en"]},
            {"ja": row["description_ja"], "en": row["description_en"]},
            row["key"] == "yes",
            row["required"] == "yes",
            row["refers_to"],
            split_values(row["allowed"]),
        )
        tables[row["table"]] = (*tables.get(row["table"], ()), column)
    return tables
