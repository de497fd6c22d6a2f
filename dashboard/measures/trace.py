"""The trace of an agreement back to the cells in which it was printed.

Assumes an edition. Cells of contact persons stay redacted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.measures.findings import findings_in_english
from dashboard.redaction import redacted_line, redacted_row
from dashboard.source import mark_signs, positions_of_cells
from pipeline.model import Edition

PUBLISHED = (
    "region_text",
    "territory_text",
    "institution_text",
    "partner_unit_text",
    "agreement_type_text",
    "departments_text",
    "exchange_text",
)
"""The printed columns, in the order in which an agreement is shown."""


@dataclass(frozen=True)
class Trace:
    """An agreement and the source of each of its cells.

    Attributes:
        agreement_id: the id of the agreement.
        source_row: the row it was printed in.
        line: that row exactly as printed, see `redaction.redacted_line`.
        printed: a row is a column of the list: source_column, heading, source_text
            (the text at that position).
        reading: a row is a published cell: column, published (its text), source_row,
            source_column, source_text (exact), rule.
        repairs: the repairs of this agreement, numbered from 1.
        findings: the findings on this agreement.
        institution: the row of `edition.institutions`.
    """

    agreement_id: str
    source_row: int
    line: str
    printed: pd.DataFrame
    reading: pd.DataFrame
    repairs: pd.DataFrame
    findings: pd.DataFrame
    institution: pd.Series


def trace_agreement(edition: Edition, agreement_id: str) -> Trace:
    """Trace an agreement back to the list.

    Raises:
        ValueError: the edition has no such agreement.
    """
    ids = edition.agreements["agreement_id"]
    matches = np.flatnonzero((ids == agreement_id).to_numpy())
    if not len(matches):
        message = f"Can't trace '{agreement_id}': this edition has no such agreement."
        raise ValueError(message)
    agreement = edition.agreements.iloc[int(matches[0])]
    source_row = int(agreement["source_row"])
    cells = edition.cells.of_agreement(_printed_index(edition, agreement_id))
    institutions = edition.institutions
    own = institutions["institution_id"] == agreement["institution_id"]
    return Trace(
        agreement_id,
        source_row,
        redacted_line(edition, source_row),
        printed_cells(edition, source_row),
        read_cells(cells.provenance(), agreement),
        cells.repairs(),
        findings_in_english(edition, _rows_of(edition.findings, agreement_id)),
        institutions[own].iloc[0],
    )


def trace_signs(edition: Edition, trace: Trace) -> dict[tuple[int, int], str]:
    """Return the printed cells of an agreement that were changed or are in doubt.

    Returns:
        (source row, printed column from 1) -> sign, as in `source.cell_signs`.
    """
    ids = [trace.agreement_id] * len(trace.reading)
    positions = positions_of_cells(ids, trace.reading)
    return mark_signs(edition, positions, trace.repairs, trace.findings)


def trace_row_sign(trace: Trace) -> dict[int, str]:
    """Return the sign of an agreement's row, as in `source.row_signs`."""
    if (trace.findings["severity"] == "check").any():
        return {trace.source_row: "check"}
    return {trace.source_row: "repaired"} if len(trace.repairs) else {}


def printed_cells(edition: Edition, source_row: int) -> pd.DataFrame:
    """Return the cells of a source row with the headings at their positions."""
    cells = redacted_row(edition, source_row)
    headings = edition.layout.set_index("source_column")["heading"]
    columns = range(1, max(len(cells), int(headings.index.max())) + 1)
    texts = [*cells, *[""] * len(columns)]
    return pd.DataFrame(
        {
            "source_column": list(columns),
            "heading": [str(headings.get(column, "")) for column in columns],
            "source_text": texts[: len(columns)],
        }
    )


def read_cells(provenance: pd.DataFrame, agreement: pd.Series) -> pd.DataFrame:
    """Return the published cells of an agreement with the origin and rule of each."""
    origin = provenance.set_index("column")
    others = [c for c in origin.index if c in agreement and c not in PUBLISHED]
    others = [c for c in others if not c.endswith(("_id", "_code", "_marked"))]
    columns = [c for c in (*PUBLISHED, *others) if c in origin.index]
    reading = origin.loc[columns].drop(columns="agreement_id").reset_index()
    published = [str(agreement[column]) for column in columns]
    reading.insert(1, "published", published)
    return reading[reading["rule"] != "not_in_list"].reset_index(drop=True)


def _printed_index(edition: Edition, agreement_id: str) -> int:
    """Return the index of an agreement in the order of the list."""
    ids = pd.Series(edition.cells.agreement_ids)
    return int(np.flatnonzero((ids == agreement_id).to_numpy())[0])


def _rows_of(table: pd.DataFrame, agreement_id: str) -> pd.DataFrame:
    return table[table["agreement_id"] == agreement_id].reset_index(drop=True)
