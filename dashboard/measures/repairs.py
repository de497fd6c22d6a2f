"""Repairs, listed and counted.

Assumes an edition and filters. Promises that counting needs no table of the repairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import BoolArray, IntArray, agreement_positions, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.measures.base import Measure, count_without_departments
from dashboard.measures.findings import findings_counted
from pipeline.model import Edition


@dataclass(frozen=True, eq=False)
class Changes:
    """The repairs of an edition, in its order, as codes.

    Attributes:
        cell: the cell of the cube of the agreement of each repair.
        rule: the index of its rule in `rules`.
        rules: rules, joined by `+` if several changed the same cell.
        source_row: the source row of each repair.
        likely: whether the repair is likely rather than sure.
    """

    cell: IntArray
    rule: IntArray
    rules: tuple[str, ...]
    source_row: IntArray
    likely: BoolArray


@memoize_by_identity
def _changes(edition: Edition) -> Changes:
    changed = edition.cells.changed()
    positions = agreement_positions(edition, pd.Series(edition.cells.agreement_ids))
    position = positions[changed.agreement_index]
    return Changes(
        cube_of(edition).cell[position],
        changed.rule,
        changed.rules,
        edition.agreements["source_row"].to_numpy(np.int32)[position],
        ~changed.sure,
    )


def repairs_listed(
    edition: Edition, filters: Filters, most: int | None = None
) -> Measure:
    """List the changed cells of the filtered agreements.

    Args:
        edition: what is listed.
        filters: which agreements are listed.
        most: how many to list at most, from the first.

    Returns:
        One row per repair, in the order of the list: the columns of `edition.repairs`.
    """
    n = count_without_departments(edition, filters).n
    if most is None and not filters.active:
        return Measure(edition.repairs, "repairs", adds_up=True, n=n)
    selected = np.flatnonzero(cell_mask(edition, filters)[_changes(edition).cell])
    if most is None:
        table = edition.repairs.iloc[selected].reset_index(drop=True)
    else:
        table = edition.cells.repairs(selected[:most])
    return Measure(table, "repairs", adds_up=True, n=n)


@memoize_by_identity
def repairs_by_rule(edition: Edition, filters: Filters) -> Measure:
    """Count the changed cells by the rule that changed them.

    Returns:
        One row per rule: rule, repairs (cells changed), source_rows (rows changed),
        likely (repairs that are not sure). Most frequent first. Does not add up: two
        rules may have changed the same cell.
    """
    changes = _changes(edition)
    mask = cell_mask(edition, filters)[changes.cell]
    rule_sets = [set(rules.split("+")) for rules in changes.rules]
    rows = []
    for name in sorted(set().union(*rule_sets)):
        applies = np.array([name in rules for rules in rule_sets], bool)
        worked = mask & applies[changes.rule]
        if worked.any():
            source_rows = _distinct(changes.source_row[worked])
            likely = int((worked & changes.likely).sum())
            rows.append((name, int(worked.sum()), source_rows, likely))
    columns = ["rule", "repairs", "source_rows", "likely"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.sort_values("repairs", ascending=False, kind="stable")
    n = count_without_departments(edition, filters).n
    return Measure(table.reset_index(drop=True), "repairs", adds_up=False, n=n)


@memoize_by_identity
def repair_counts(edition: Edition, filters: Filters) -> Measure:
    """Count repairs and findings side by side.

    Returns:
        One row: repairs (cells), repaired_rows (source rows with any), likely (repairs
        that are not sure), checks and notes (findings by severity), agreements.
    """
    changes = _changes(edition)
    mask = cell_mask(edition, filters)[changes.cell]
    n = count_without_departments(edition, filters).n
    table = pd.DataFrame(
        {
            "repairs": [int(mask.sum())],
            "repaired_rows": [_distinct(changes.source_row[mask])],
            "likely": [int((mask & changes.likely).sum())],
            "checks": [findings_counted(edition, filters, "check")],
            "notes": [findings_counted(edition, filters, "note")],
            "agreements": [n],
        }
    )
    return Measure(table, "repairs", adds_up=True, n=n)


def _distinct(source_rows: IntArray) -> int:
    """Count the distinct source rows."""
    seen = np.zeros(int(source_rows.max(initial=0)) + 1, bool)
    seen[source_rows] = True
    return int(seen.sum())
