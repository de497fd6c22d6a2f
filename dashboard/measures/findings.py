"""Findings, listed and counted.

Assumes an edition and filters. Promises that counting takes time in proportion to the
findings, and that source lines are read only for the findings that are listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import IntArray, agreement_positions, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.labels import english_names, with_english
from dashboard.measures.base import Measure, count_without_departments
from dashboard.measures.counts import counts
from dashboard.questions import count_questions, open_questions
from dashboard.redaction import redacted_line
from pipeline.model import Edition
from pipeline.reference import load_reference

SEVERITIES = ("check", "note")
"""`check`: a person should check it. `note`: worth knowing."""

NAMED_ROWS = 12
"""How many source rows are named for each kind of finding."""


@dataclass(frozen=True, eq=False)
class Doubts:
    """The findings of an edition as codes, in the order in which they are listed.

    Attributes:
        row: the index of each finding in `edition.findings`.
        cell: the cell of the cube of its agreement; one past the last if its row is not
            published.
        kind: its index in `kinds`; findings of the same kind are adjacent.
        kinds: severity and code.
    """

    row: IntArray
    cell: IntArray
    kind: IntArray
    kinds: list[tuple[str, str]]


def findings_listed(
    edition: Edition, filters: Filters, severity: str = "", most: int | None = None
) -> Measure:
    """List the findings on the filtered agreements.

    Args:
        edition: what is listed.
        filters: which agreements are listed.
        severity: one of SEVERITIES; "" for both.
        most: how many to list at most, from the first.

    Returns:
        One row per finding, those to check first, then by kind: those on the whole list
        (source row 0), others in the order of the reference table, then by source row:
        the columns of `edition.findings` (`text_en` with the English names of what it
        quotes) and `line`, the source row exactly as printed. Findings on
        rows that are not published are listed only while nothing is filtered; those on
        the whole list always are, as each of its figures rests on them.
    """
    doubts = _doubts(edition)
    selected = _filtered_doubts(edition, filters)
    if severity:
        wanted = np.array([kind[0] == severity for kind in doubts.kinds], bool)
        selected = selected[wanted[doubts.kind[selected]]]
    table = edition.findings.iloc[doubts.row[selected[:most]]].reset_index(drop=True)
    lines = [redacted_line(edition, row) for row in table["source_row"].tolist()]
    n = count_without_departments(edition, filters).n
    table = findings_in_english(edition, table).assign(line=lines)
    return Measure(table, "findings", adds_up=True, n=n)


def findings_in_english(edition: Edition, findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings with the English names of what `text_en` quotes in brackets."""
    names = english_names(edition)
    texts = [with_english(text, names) for text in findings["text_en"].tolist()]
    return findings.assign(text_en=texts)


@memoize_by_identity
def findings_by_code(edition: Edition, filters: Filters) -> Measure:
    """Count the findings of each kind.

    Returns:
        One row per code, in the order of `findings_listed`: severity, code, findings,
        source_rows_listed (the rows they are on, as text, at most NAMED_ROWS; `0` for
        the whole list). Adds up, but for findings on the whole list under a filter.
    """
    doubts = _doubts(edition)
    selected = _filtered_doubts(edition, filters)
    kinds = doubts.kind[selected]
    first = np.searchsorted(kinds, np.arange(len(doubts.kinds) + 1))
    source_rows = edition.findings["source_row"].to_numpy()[doubts.row[selected]]
    rows = [
        (*kind, int(end - start), _rows_named(source_rows[start:end]))
        for kind, start, end in zip(doubts.kinds, first[:-1], first[1:], strict=True)
        if end > start
    ]
    columns = ["severity", "code", "findings", "source_rows_listed"]
    table = pd.DataFrame(rows, columns=columns)
    n = count_without_departments(edition, filters).n
    return Measure(table, "findings", adds_up=True, n=n)


def findings_counted(edition: Edition, filters: Filters, severity: str = "") -> int:
    """Count the findings that `findings_listed` lists."""
    table = findings_by_code(edition, filters).table
    if severity:
        table = table[table["severity"] == severity]
    return int(table["findings"].sum())


def _rows_named(source_rows: IntArray) -> str:
    """Join the first of some sorted source rows."""
    distinct = pd.unique(source_rows)
    more = "…" if len(distinct) > NAMED_ROWS else ""
    return ", ".join(map(str, distinct[:NAMED_ROWS].tolist())) + more


@memoize_by_identity
def _doubts(edition: Edition) -> Doubts:
    findings = edition.findings
    severity, code = (findings[name].array for name in ("severity", "code"))
    rank = _ranks(severity.categories, SEVERITIES)[severity.codes]
    kind = _ranks(code.categories, load_reference().finding_texts)[code.codes]
    numbers = code.codes.astype(np.intp)
    rows = findings["source_row"].to_numpy()
    on_rows = ~np.isin(numbers, numbers[rows == 0])
    order = np.lexsort((rows, numbers, kind, on_rows, rank))
    cube = cube_of(edition)
    cells = np.append(cube.cell, len(cube.agreements))
    position = agreement_positions(edition, findings["agreement_id"])[order]
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
    return Doubts(order, cells[position], group, kinds)


def _ranks(names: Iterable[str], order: Iterable[str]) -> IntArray:
    """Return the index of each name in an order; any other name comes last."""
    ranks = {name: rank for rank, name in enumerate(order)}
    return np.array([ranks.get(name, len(ranks)) for name in names], np.intp)


def _filtered_doubts(edition: Edition, filters: Filters) -> IntArray:
    """Return the index into `Doubts` of the findings that pass the filters."""
    doubts = _doubts(edition)
    if not filters.active:
        return np.arange(len(doubts.row))
    mask = np.append(cell_mask(edition, filters), False)
    whole_list = edition.findings["source_row"].to_numpy()[doubts.row] == 0
    return np.flatnonzero(mask[doubts.cell] | whole_list)


def reading_numbers(edition: Edition) -> dict[str, int]:
    """Return figures of a reading, which show what another reading would change.

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
        "questions": count_questions(open_questions(edition)),
    }
