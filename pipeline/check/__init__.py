"""Sixth in the line: contradictions, repeats, cut-off texts and unknown names.

Assumes identified rows. Promises a finding for each doubt, in both languages, with its
source row and evidence, and names every row that is not published. Changes no cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.check.duplicates import repeated_rows, same_unit
from pipeline.check.filled_down import carried_doubts
from pipeline.check.findings import Note, findings_of, fits, region_names, texts_of
from pipeline.check.mixed_cells import cells_together, dittos, joined_departments
from pipeline.check.names import misread_texts, other_spellings, unknown_names
from pipeline.check.truncation import cut_at_a_width, cut_off_texts
from pipeline.identify import Identified
from pipeline.normalize import Settled
from pipeline.reference import Reference


@dataclass(frozen=True)
class Checked:
    """Identified rows and what was found.

    Attributes:
        identified: the rows.
        published: for each row, whether it is published.
        findings: one row per doubt, columns `worded.FINDING_COLUMNS`.
    """

    identified: Identified
    published: npt.NDArray[np.bool_]
    findings: pd.DataFrame


def check_rows(identified: Identified, reference: Reference) -> Checked:
    """Look for doubts in every row."""
    settled = identified.normalized.settled
    kept = {s.row for s in settled if s.decision.value == "keep" and s.role == "row"}
    repeats, left_out = repeated_rows(identified, reference)
    repeats = [note for note in repeats if note.row not in kept]
    dropped = {s.row for s in settled if s.changed and s.role == "row"}
    rest = _without(identified, (left_out - kept) | dropped)
    notes = [
        *carried_doubts(rest, reference),
        *repeats,
        *_contradictions(rest, reference),
        *unknown_names(rest, reference),
        *other_spellings(rest, reference),
        *misread_texts(rest, reference),
        *cut_off_texts(rest, reference),
        *cut_at_a_width(rest, reference),
        *same_unit(rest),
        *cells_together(rest, reference),
        *dittos(rest, reference),
        *joined_departments(rest, reference),
        *_totals(rest),
        *_other_tables(rest),
    ]
    notes = [*_open(notes, settled), *map(_decided, settled)]
    published = rest.normalized.aligned.is_agreement
    source_rows = rest.normalized.aligned.source_row.tolist()
    return Checked(identified, published, findings_of(notes, source_rows, reference))


def _open(notes: Sequence[Note], settled: Sequence[Settled]) -> list[Note]:
    """The findings that no decision has settled."""
    rows = {s.row for s in settled if s.role == "row"}
    cells = {(s.row, s.role) for s in settled}
    return [n for n in notes if n.row not in rows and (n.row, n.role) not in cells]


def _decided(settled: Settled) -> Note:
    decision = settled.decision
    names = {
        "expect": decision.expect,
        "value": decision.value,
        "reason": decision.reason or "-",
        "decided_by": decision.decided_by or "-",
        "decided_on": decision.decided_on or "-",
    }
    code = "DECIDED" if settled.changed else "DECIDED_AS_PRINTED"
    role = "" if settled.role == "row" else settled.role
    return Note(settled.row, code, role, names)


def _without(identified: Identified, left_out: Collection[int]) -> Identified:
    """The rows as if those left out were no agreements: no other check sees them."""
    aligned = identified.normalized.aligned
    kept = aligned.is_agreement.copy()
    kept[list(left_out)] = False
    doubts = [doubt for doubt in aligned.ambiguities if doubt.row not in left_out]
    rest = replace(aligned, is_agreement=kept, ambiguities=doubts)
    return replace(identified, normalized=replace(identified.normalized, aligned=rest))


def _other_tables(identified: Identified) -> Iterator[Note]:
    """Sheets that hold a list of other institutions: only one is read."""
    for name, rows in identified.normalized.aligned.layout.left_out:
        yield Note(0, "OTHER_TABLE", "", {"table": name or "-", "rows": str(rows)})


def _totals(identified: Identified) -> Iterator[Note]:
    for source_row, reason in identified.normalized.aligned.layout.skipped:
        if reason == "total":
            yield Note(0, "TOTAL_ROW", "", {}, source_row)


def _contradictions(identified: Identified, reference: Reference) -> Iterator[Note]:
    aligned = identified.normalized.aligned
    printed = texts_of(identified, "region")
    territory = texts_of(identified, "territory")
    region_of, regions = pd.factorize(identified.region_id)
    place_of, places = pd.factorize(identified.territory_code)
    pair = place_of * len(regions) + region_of
    both = aligned.is_agreement & ~identified.region_from_territory
    both &= (regions != "")[region_of] & (places != "")[place_of]
    wrong = sorted(
        (region, code, i)
        for i in pd.unique(pair[both]).tolist()
        for region, code in [(regions[i % len(regions)], places[i // len(regions)])]
        if not fits(reference, region, code)
    )
    for _, code, i in wrong:
        filed = both & (place_of == i // len(regions))
        rows = np.flatnonzero(both & (pair == i)).tolist()
        usual = region_names(reference, reference.territories[code].region_id)
        names = [
            usual | {"printed": printed(row), "territory": territory(row)}
            for row in rows
        ]
        if len(rows) == np.count_nonzero(filed) > 1 and _printed_there(
            identified, "region", rows
        ):
            names[0] |= {"agreements": str(len(rows))}
            yield Note(rows[0], "REGION_FILED_OTHERWISE", "region", names[0])
            continue
        for row, said in zip(rows, names, strict=True):
            yield Note(row, "REGION_CONTRADICTS_TERRITORY", "region", said)


def _printed_there(identified: Identified, role: str, rows: Sequence[int]) -> bool:
    """Whether each of the rows prints the label itself: none was carried down."""
    aligned = identified.normalized.aligned
    at = aligned.column_index(role)
    return at is not None and bool((aligned.row[rows, at] == rows).all())
