"""Sixth in the line: contradictions, repeats, cut-off texts and unknown names.

Assumes identified rows. Promises a finding for each doubt, in both languages, with its
source row and evidence, and names every row that is not published. Changes no cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.carried import carried_doubts
from pipeline.endings import cut_off_texts
from pipeline.identify import Identified
from pipeline.model import TEXT_COLUMNS
from pipeline.names import misread_texts, other_spellings, unknown_names
from pipeline.normalize import Settled
from pipeline.notes import Note, fits, region_names, texts_of
from pipeline.reference import Reference
from pipeline.repeats import repeated_rows, same_unit
from pipeline.together import cells_together, dittos, joined_departments
from pipeline.widths import cut_at_a_width

FINDING_COLUMNS = (
    "finding_id",
    "code",
    "severity",
    "source_row",
    "column",
    "text_ja",
    "text_en",
)


@dataclass(frozen=True)
class Checked:
    """Identified rows and what was found.

    Attributes:
        identified: the rows.
        published: for each row, whether it is published.
        findings: one row per doubt, columns FINDING_COLUMNS.
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
    published = rest.normalized.aligned.kept
    return Checked(identified, published, _table(notes, identified, reference))


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
    kept = aligned.kept.copy()
    kept[list(left_out)] = False
    doubts = [doubt for doubt in aligned.doubts if doubt.row not in left_out]
    rest = replace(aligned, kept=kept, doubts=doubts)
    return replace(identified, normalized=replace(identified.normalized, aligned=rest))


def _other_tables(identified: Identified) -> Iterator[Note]:
    """Sheets that hold a list of other institutions: only one is read."""
    for name, rows in identified.normalized.aligned.layout.left_out:
        yield Note(0, "OTHER_TABLE", "", {"table": name or "-", "rows": str(rows)})


def _totals(identified: Identified) -> Iterator[Note]:
    for source_row, reason in identified.normalized.aligned.layout.skipped:
        if reason == "total":
            yield Note(0, "TOTAL_ROW", "", {}, source_row)


def _table(
    notes: Sequence[Note], identified: Identified, reference: Reference
) -> pd.DataFrame:
    rows = identified.normalized.aligned.source_row
    placed = [(n.source_row or int(rows[n.row]), n) for n in notes]
    placed.sort(key=lambda p: (p[0], p[1].code, p[1].role))
    worded = cache(partial(_worded, reference))
    records = []
    for number, (source_row, note) in enumerate(placed, start=1):
        severity, text_ja, text_en = worded(
            note.code, note.role, tuple(note.names.items())
        )
        column = TEXT_COLUMNS.get(note.role, note.role)
        finding_id = f"F{number:04d}"
        records.append(
            (finding_id, note.code, severity, source_row, column, text_ja, text_en)
        )
    return pd.DataFrame(records, columns=list(FINDING_COLUMNS))


def _worded(
    reference: Reference, code: str, role: str, detail: tuple[tuple[str, str], ...]
) -> tuple[str, str, str]:
    words = reference.finding_texts[code]
    return (
        words.severity,
        words.template_ja.format(**_in_language("ja", role, detail, reference)),
        words.template_en.format(**_in_language("en", role, detail, reference)),
    )


def _in_language(
    language: str,
    role: str,
    detail: tuple[tuple[str, str], ...],
    reference: Reference,
) -> dict[str, str]:
    """What a finding names: roles by their labels, what differs by language in one."""
    ending = f"_{language}"
    names = dict(detail)
    for name, named in (("role", role), ("other", names.get("other", ""))):
        if label := reference.roles.get(named):
            names[name] = getattr(label, f"label{ending}")
    for name, text in detail:
        if name.endswith(ending):
            names[name.removesuffix(ending)] = text
    return names


def _contradictions(identified: Identified, reference: Reference) -> Iterator[Note]:
    aligned = identified.normalized.aligned
    printed = texts_of(identified, "region")
    territory = texts_of(identified, "territory")
    pairs = pd.DataFrame(
        {"region": identified.region_id, "territory": identified.territory_code}
    )
    known = pairs[
        (pairs["region"] != "")
        & (pairs["territory"] != "")
        & aligned.kept
        & ~identified.region_from_territory
    ]
    wrong = {
        (region, code)
        for region, code in known.drop_duplicates().itertuples(index=False)
        if not fits(reference, region, code)
    }
    for region, code in sorted(wrong):
        filed = known[known["territory"] == code]
        rows = filed[filed["region"] == region].index
        usual = region_names(reference, reference.territories[code].region_id)
        names = [
            usual | {"printed": printed(row), "territory": territory(row)}
            for row in rows
        ]
        if len(rows) == len(filed) > 1 and _printed_there(identified, "region", rows):
            names[0] |= {"agreements": str(len(rows))}
            yield Note(int(rows[0]), "REGION_FILED_OTHERWISE", "region", names[0])
            continue
        for row, said in zip(rows, names, strict=True):
            yield Note(int(row), "REGION_CONTRADICTS_TERRITORY", "region", said)


def _printed_there(identified: Identified, role: str, rows: Sequence[int]) -> bool:
    """Whether each of the rows prints the label itself: none was carried down."""
    aligned = identified.normalized.aligned
    at = aligned.at(role)
    return at is not None and bool((aligned.row[rows, at] == rows).all())
