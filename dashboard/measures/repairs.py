"""What was changed: repairs, listed and counted.

Assumes an edition and filters. Promises that to count repairs needs no table of them.
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
        cell: the cell of the cube that the agreement of each repair is in.
        rule: of each repair, a number among `rules`.
        rules: rules, joined by `+` where several worked on one cell.
        source_row: of each repair.
        likely: whether it is not sure.
    """

    cell: IntArray
    rule: IntArray
    rules: tuple[str, ...]
    source_row: IntArray
    likely: BoolArray


@memoize_by_identity
def _changes(edition: Edition) -> Changes:
    changed = edition.cells.changed()
    among = agreement_positions(edition, pd.Series(edition.cells.agreement_ids))
    place = among[changed.place]
    return Changes(
        cube_of(edition).cell[place],
        changed.rule,
        changed.rules,
        edition.agreements["source_row"].to_numpy(np.int32)[place],
        ~changed.sure,
    )


def repairs_listed(
    edition: Edition, filters: Filters, most: int | None = None
) -> Measure:
    """List the changed cells of the agreements the filters keep.

    Args:
        edition: what is listed.
        filters: what is kept.
        most: at most so many, the first of all.

    Returns:
        One row per repair, in the order of the list: the columns of `edition.repairs`.
    """
    n = count_without_departments(edition, filters).n
    if most is None and not filters.active:
        return Measure(edition.repairs, "repairs", adds_up=True, n=n)
    kept = np.flatnonzero(cell_mask(edition, filters)[_changes(edition).cell])
    if most is None:
        table = edition.repairs.iloc[kept].reset_index(drop=True)
    else:
        table = edition.cells.repairs(kept[:most])
    return Measure(table, "repairs", adds_up=True, n=n)


@memoize_by_identity
def repairs_by_rule(edition: Edition, filters: Filters) -> Measure:
    """Count the changed cells by the rule that changed them.

    Returns:
        One row per rule: rule, repairs (cells changed), source_rows (rows touched),
        likely (repairs that are not sure). Most frequent first. Does not add up: two
        rules may have worked on one cell.
    """
    changes = _changes(edition)
    kept = cell_mask(edition, filters)[changes.cell]
    joined = [set(one.split("+")) for one in changes.rules]
    rows = []
    for name in sorted(set().union(*joined)):
        worked = kept & np.array([name in one for one in joined], bool)[changes.rule]
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
    kept = cell_mask(edition, filters)[changes.cell]
    n = count_without_departments(edition, filters).n
    table = pd.DataFrame(
        {
            "repairs": [int(kept.sum())],
            "repaired_rows": [_distinct(changes.source_row[kept])],
            "likely": [int((kept & changes.likely).sum())],
            "checks": [findings_counted(edition, filters, "check")],
            "notes": [findings_counted(edition, filters, "note")],
            "agreements": [n],
        }
    )
    return Measure(table, "repairs", adds_up=True, n=n)


def _distinct(source_rows: IntArray) -> int:
    """How many different source rows."""
    seen = np.zeros(int(source_rows.max(initial=0)) + 1, bool)
    seen[source_rows] = True
    return int(seen.sum())
