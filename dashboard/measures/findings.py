"""What is in doubt: findings, listed and counted.

Assumes an edition and filters. Promises that to count findings costs by their number,
and that a line of the source is read only for what is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import IntArray, agreement_positions, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.measures.base import Measure, count_without_departments
from dashboard.measures.counts import counts
from dashboard.questions import open_questions
from dashboard.redaction import redacted_line
from pipeline.model import Edition
from pipeline.reference import load_reference

SEVERITIES = ("check", "note")
"""`check`: a person should look. `note`: worth knowing."""

NAMED_ROWS = 12


@dataclass(frozen=True, eq=False)
class Doubts:
    """The findings of an edition, in the order in which they are listed.

    Attributes:
        row: of each finding in `edition.findings`.
        cell: the cell of the cube its agreement is in; one past the last where its row
            is not published.
        kind: its number among `kinds`; those of one kind stand together.
        kinds: severity and code.
    """

    row: IntArray
    cell: IntArray
    kind: IntArray
    kinds: list[tuple[str, str]]


def findings_listed(
    edition: Edition, filters: Filters, severity: str = "", most: int | None = None
) -> Measure:
    """List the findings on what the filters keep.

    Args:
        edition: what is listed.
        filters: what is kept.
        severity: one of SEVERITIES; "" for both.
        most: at most so many, the first of all.

    Returns:
        One row per finding, those to check first, then by kind in the order of the
        reference table, then by source row: the columns of `edition.findings` and `line`,
        the source row exactly as printed. Findings on rows that are not published are
        listed only while nothing is filtered.
    """
    doubts = _doubts(edition)
    kept = _kept_doubts(edition, filters)
    if severity:
        wanted = np.array([kind[0] == severity for kind in doubts.kinds], bool)
        kept = kept[wanted[doubts.kind[kept]]]
    found = edition.findings.iloc[doubts.row[kept[:most]]].reset_index(drop=True)
    lines = [redacted_line(edition, row) for row in found["source_row"].tolist()]
    n = count_without_departments(edition, filters).n
    return Measure(found.assign(line=lines), "findings", adds_up=True, n=n)


@memoize_by_identity
def findings_by_code(edition: Edition, filters: Filters) -> Measure:
    """Count the findings of each kind.

    Returns:
        One row per code, in the order of `findings_listed`: severity, code, findings,
        source_rows_listed (the rows they are on, as text, at most NAMED_ROWS). Adds up.
    """
    doubts = _doubts(edition)
    kept = _kept_doubts(edition, filters)
    kinds = doubts.kind[kept]
    first = np.searchsorted(kinds, np.arange(len(doubts.kinds) + 1))
    places = edition.findings["source_row"].to_numpy()[doubts.row[kept]]
    rows = [
        (*kind, int(after - at), _rows_named(places[at:after]))
        for kind, at, after in zip(doubts.kinds, first[:-1], first[1:], strict=True)
        if after > at
    ]
    columns = ["severity", "code", "findings", "source_rows_listed"]
    table = pd.DataFrame(rows, columns=columns)
    n = count_without_departments(edition, filters).n
    return Measure(table, "findings", adds_up=True, n=n)


def findings_counted(edition: Edition, filters: Filters, severity: str = "") -> int:
    """How many findings `findings_listed` lists."""
    table = findings_by_code(edition, filters).table
    if severity:
        table = table[table["severity"] == severity]
    return int(table["findings"].sum())


def _rows_named(places: IntArray) -> str:
    """The first of some source rows, which are sorted, as text."""
    distinct = pd.unique(places)
    more = "…" if len(distinct) > NAMED_ROWS else ""
    return ", ".join(map(str, distinct[:NAMED_ROWS].tolist())) + more


@memoize_by_identity
def _doubts(edition: Edition) -> Doubts:
    found = edition.findings
    severity, code = (found[name].array for name in ("severity", "code"))
    rank = _ranks(severity.categories, SEVERITIES)[severity.codes]
    kind = _ranks(code.categories, load_reference().finding_texts)[code.codes]
    numbers = code.codes.astype(np.intp)
    order = np.lexsort((found["source_row"].to_numpy(), numbers, kind, rank))
    cube = cube_of(edition)
    cells = np.append(cube.cell, len(cube.agreements))
    place = agreement_positions(edition, found["agreement_id"])[order]
    pairs = (
        severity.codes[order].astype(np.intp) * len(code.categories) + numbers[order]
    )
    group, groups = pd.factorize(pairs)
    kinds = [
        (
            str(severity.categories[pair // len(code.categories)]),
            str(code.categories[pair % len(code.categories)]),
        )
        for pair in groups.tolist()
    ]
    return Doubts(order, cells[place], group, kinds)


def _ranks(names: Iterable[str], order: Iterable[str]) -> IntArray:
    """The place of each name in an order; what is not in it comes last."""
    places = {name: place for place, name in enumerate(order)}
    return np.array([places.get(name, len(places)) for name in names], np.intp)


def _kept_doubts(edition: Edition, filters: Filters) -> IntArray:
    """Which findings the filters keep, by their place in `Doubts`."""
    doubts = _doubts(edition)
    if not filters.active:
        return np.arange(len(doubts.row))
    kept = np.append(cell_mask(edition, filters), False)
    return np.flatnonzero(kept[doubts.cell])


def reading_numbers(edition: Edition) -> dict[str, int]:
    """What a list was read as, in numbers that show what another reading changes.

    Returns:
        agreements, institutions, territories, regions, departments; marked and typed
        (agreements marked for exchange, and with a type); questions (open ones).
    """
    row = counts(edition, Filters()).table.iloc[0]
    kinds = ("agreements", "institutions", "territories", "regions", "marked")
    return {
        **{name: int(row[name]) for name in kinds},
        "typed": int((edition.agreements["agreement_type_text"] != "").sum()),
        "departments": len(edition.departments),
        "questions": len(open_questions(edition)),
    }
