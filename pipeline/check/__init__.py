"""Sixth in the line: finds contradictions, duplicates, cut-off texts, unknown names.

Assumes identified rows. Promises a finding for each doubt, in both languages, with its
source row and evidence, and for every row that is not published. Changes no cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.check.columns import (
    find_column_contradictions,
    find_exchange_questions,
)
from pipeline.check.duplicates import find_repeated_rows, find_shared_units
from pipeline.check.ended import find_ended_agreements
from pipeline.check.faculty_in_name import (
    faculties_in_names,
    find_faculties_in_names,
)
from pipeline.check.file_marks import (
    find_hidden_columns,
    find_marked_rows,
    find_texts_outside,
)
from pipeline.check.filled_down import find_alignment_doubts
from pipeline.check.findings import (
    LIST_ROW,
    Finding,
    findings_table,
    list_questions,
    question_finding,
    region_fits,
    region_labels,
    text_by_row,
)
from pipeline.check.grouping import group_alike
from pipeline.check.lone_rows import find_unread_labels
from pipeline.check.mixed_cells import (
    find_dittos,
    find_joined_departments,
    find_mixed_cells,
)
from pipeline.check.names import (
    find_misread_texts,
    find_other_spellings,
    find_unknown_names,
)
from pipeline.check.totals import find_wrong_totals
from pipeline.check.truncation import find_cut_off_texts, find_texts_cut_at_width
from pipeline.check.written_twice import find_names_written_twice
from pipeline.identify import Identified, lone_mark
from pipeline.model import ListQuestion, SourceGrid
from pipeline.normalize import Settled
from pipeline.reference import Reference
from pipeline.reference.exchange_marks import bare_mark, exchange_meaning
from pipeline.reference.footnotes import read_footnote_line


@dataclass(frozen=True)
class Checked:
    """Identified rows and their findings.

    Attributes:
        identified: the rows.
        published: mask of the rows that are published.
        findings: one row per doubt, columns `findings.FINDING_COLUMNS`.
        questions: finding_id -> what is asked about the whole list or many rows.
    """

    identified: Identified
    published: npt.NDArray[np.bool_]
    findings: pd.DataFrame
    questions: Mapping[str, ListQuestion]


MAX_SHEETS_QUOTED = 6
"""So many sheets are named in a finding."""


def check_rows(
    identified: Identified, reference: Reference, grid: SourceGrid
) -> Checked:
    """Run all checks, and collect their findings; `grid` is the table of the list."""
    settled = identified.normalized.settled
    kept_rows = {
        s.row for s in settled if s.decision.value == "keep" and s.role == "row"
    }
    repeats, left_out = find_repeated_rows(identified, reference)
    repeats = [finding for finding in repeats if finding.row not in kept_rows]
    dropped = {s.row for s in settled if s.changed and s.role == "row"}
    rest = _without_rows(identified, (left_out - kept_rows) | dropped)
    findings = [
        *_alignment_doubts(rest, reference),
        *repeats,
        *_contradictions(rest, reference),
        *find_unknown_names(rest, reference),
        *find_other_spellings(rest, reference),
        *find_misread_texts(rest, reference),
        *find_cut_off_texts(rest, reference),
        *find_texts_cut_at_width(rest, reference),
        *find_shared_units(rest),
        *find_mixed_cells(rest, reference),
        *_names_of_institutions(rest, reference),
        *find_ended_agreements(rest, reference),
        *find_exchange_questions(rest, reference),
        *find_marked_rows(rest, grid),
        *find_hidden_columns(rest, grid),
        *find_texts_outside(rest, grid),
        *find_dittos(rest, reference),
        *find_joined_departments(rest, reference),
        *find_wrong_totals(rest),
        *_other_tables(rest),
        *_joined_sheets(rest),
        *find_unread_labels(rest),
        *map(question_finding, rest.normalized.aligned.questions),
    ]
    findings = _asked_once(findings)
    agreements = int(np.count_nonzero(rest.normalized.aligned.is_agreement))
    findings = [
        *group_alike(_unsettled(findings, settled), agreements),
        *map(_decision_finding, settled),
    ]
    published = rest.normalized.aligned.is_agreement
    source_rows = rest.normalized.aligned.source_row.tolist()
    return Checked(
        identified,
        published,
        findings_table(findings, source_rows, reference),
        list_questions(findings, source_rows),
    )


def _alignment_doubts(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Report what `align` doubts, but for marks with a remark, numbers and footnotes."""
    aligned = identified.normalized.aligned

    at = aligned.column_index("exchange")
    lone = "" if at is None else lone_mark(identified.normalized, at, reference)

    @cache
    def is_understood(cell: str) -> bool:
        return (
            bare_mark(cell) == lone
            or exchange_meaning(cell, reference.mark_meaning) != ""
        )

    for finding in find_alignment_doubts(identified, reference):
        if finding.code == "UNKNOWN_MARK" and is_understood(finding.names["cell"]):
            continue
        if finding.code == "UNPLACED_ROW":
            texts = [aligned.words[c] for c in aligned.plain[finding.row].tolist() if c]
            if len(texts) == 1 and read_footnote_line(texts[0]):
                names = {"printed": texts[0]}
                yield Finding(finding.row, "FOOTNOTE_ROW", "", names)
                continue
        yield finding


def _unsettled(
    findings: Sequence[Finding], settled: Sequence[Settled]
) -> list[Finding]:
    """Return the findings that no decision has settled."""
    rows = {s.row for s in settled if s.role == "row"}
    cells = {(s.row, s.role) for s in settled}
    return [n for n in findings if n.row not in rows and (n.row, n.role) not in cells]


def _asked_once(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what is missing in single rows where the whole list is asked for it."""
    asked = {
        f"MISSING_{role.upper()}"
        for finding in findings
        if finding.code == "TERRITORIES_INSIDE"
        for role in finding.roles
    }
    return [finding for finding in findings if finding.code not in asked]


def _decision_finding(settled: Settled) -> Finding:
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
    return Finding(settled.row, code, role, names)


def _without_rows(identified: Identified, left_out: Collection[int]) -> Identified:
    """Mark the rows left out as no agreements, so that no other check sees them."""
    aligned = identified.normalized.aligned
    is_agreement = aligned.is_agreement.copy()
    is_agreement[list(left_out)] = False
    ambiguities = [
        ambiguity for ambiguity in aligned.ambiguities if ambiguity.row not in left_out
    ]
    rest = replace(aligned, is_agreement=is_agreement, ambiguities=ambiguities)
    return replace(identified, normalized=replace(identified.normalized, aligned=rest))


def _other_tables(identified: Identified) -> Iterator[Finding]:
    """Report sheets with a list of other institutions: only one list is read."""
    for name, rows in identified.normalized.aligned.layout.left_out:
        names = {"table": name or "-", "rows": str(rows)}
        yield Finding(LIST_ROW, "OTHER_TABLE", "", names)


def _joined_sheets(identified: Identified) -> Iterator[Finding]:
    """Ask once whether the sheets that were read as one list are its parts."""
    sheets = identified.normalized.aligned.layout.sheets
    if sheets:
        shown = [f"{name} ({rows})" for name, rows in sheets[:MAX_SHEETS_QUOTED]]
        more = ["…"] if len(sheets) > MAX_SHEETS_QUOTED else []
        names = {"sheets": str(len(sheets)), "examples": ", ".join([*shown, *more])}
        yield Finding(LIST_ROW, "SHEETS_JOINED", "", names)


def _names_of_institutions(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find what is to be asked about the column of institutions and its names.

    Names are compared only in a column that holds names, and those with a faculty in
    them are left to their own check.
    """
    contradictions = [*find_column_contradictions(identified)]
    yield from contradictions
    faculties = faculties_in_names(identified, reference)
    yield from find_faculties_in_names(identified, faculties)
    if not any("institution" in finding.roles for finding in contradictions):
        texts = set(map(identified.normalized.words.__getitem__, faculties))
        yield from find_names_written_twice(identified, reference, texts)


def _contradictions(identified: Identified, reference: Reference) -> Iterator[Finding]:
    aligned = identified.normalized.aligned
    printed = text_by_row(identified, "region")
    territory = text_by_row(identified, "territory")
    region_of, regions = pd.factorize(identified.region_id)
    territory_of, territories = pd.factorize(identified.territory_code)
    pair = territory_of * len(regions) + region_of
    both = aligned.is_agreement & ~identified.region_from_territory
    both &= (regions != "")[region_of] & (territories != "")[territory_of]
    wrong = sorted(
        (region, code, i)
        for i in pd.unique(pair[both]).tolist()
        for region, code in [
            (regions[i % len(regions)], territories[i // len(regions)])
        ]
        if not region_fits(reference, region, code)
    )
    for _, code, i in wrong:
        filed = both & (territory_of == i // len(regions))
        rows = np.flatnonzero(both & (pair == i)).tolist()
        usual = region_labels(reference, reference.territories[code].region_id)
        names = [
            usual | {"printed": printed(row), "territory": territory(row)}
            for row in rows
        ]
        if len(rows) == np.count_nonzero(filed) > 1 and _prints_labels(
            identified, "region", rows
        ):
            names[0] |= {"agreements": str(len(rows))}
            yield Finding(rows[0], "REGION_FILED_OTHERWISE", "region", names[0])
            continue
        for row, values in zip(rows, names, strict=True):
            yield Finding(row, "REGION_CONTRADICTS_TERRITORY", "region", values)


def _prints_labels(identified: Identified, role: str, rows: Sequence[int]) -> bool:
    """Whether each of the rows prints its own label: none was filled down."""
    aligned = identified.normalized.aligned
    at = aligned.column_index(role)
    return at is not None and bool((aligned.row[rows, at] == rows).all())
