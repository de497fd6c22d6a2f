"""What a made-up list says, row by row: the reading that is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

CELLS = {
    "region": "region_text",
    "country_code": "territory_code",
    "institution_raw": "institution_text",
    "faculty_raw": "partner_unit_text",
    "agreement_type_raw": "agreement_type_text",
    "departments_raw": "departments_text",
    "exchange": "exchange_marked",
}
"""What is compared: the name in `gold.csv` -> the published column."""

ROLE_CELLS = {
    "region": "region",
    "territory": "country_code",
    "institution": "institution_raw",
    "unit": "faculty_raw",
    "type": "agreement_type_raw",
    "departments": "departments_raw",
    "exchange": "exchange",
}
"""The role of a column of ours -> what is compared."""

OUR_ROLES = {
    "unit": "partner_unit",
    "type": "agreement_type",
    "sent": "exchange",
    "received": "exchange",
}
"""The names of ours that `pipeline.model` has other ones for."""

Accepted = tuple[str, ...]
"""The readings of a cell that are right; none: it is not compared."""


@dataclass(frozen=True)
class RowTruth:
    """One agreement as it must be read.

    Attributes:
        cells: what is compared -> the readings that are right; ("",): blank.
        source_row: where it stands.
        ask: what a person must be asked about, however it is read: one of `CELLS`, or
            `row`: an ended agreement.
        optional: it need not be published.
    """

    cells: Mapping[str, Accepted]
    source_row: int = 0
    ask: str = ""
    optional: bool = False

    def at(self, source_row: int) -> RowTruth:
        """The same in a row of the file."""
        return replace(self, source_row=source_row)


@dataclass(frozen=True)
class MadeList:
    """A list as a stranger would drop it in, and its truth.

    Attributes:
        family: what kind of list it is.
        received, suffix: the file.
        rows: its agreements.
        header_row: the source row of its heading; 0: it has none.
        roles: printed column from 1 -> its role, as a person would say it.
        persons: texts that must not be published.
    """

    family: str
    received: bytes
    suffix: str
    rows: tuple[RowTruth, ...]
    header_row: int = 0
    roles: Mapping[int, str] | None = None
    persons: frozenset[str] = frozenset()
