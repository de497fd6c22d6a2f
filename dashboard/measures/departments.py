"""Counts by department on our side, none of which adds up to the agreements.

An agreement that names three departments is counted for each of them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.filters import Filters
from dashboard.measures.base import Measure, count, share_of
from pipeline.model import Edition

RESEARCH = ("research_centre",)
"""Kinds whose agreements are research cooperation; shown apart if none is marked."""


@memoize_by_identity
def agreements_by_department(edition: Edition, filters: Filters) -> Measure:
    """Count agreements, institutions and territories for each department on our side.

    Returns:
        One row per department named: department_id, kind, research (boolean: a research
        centre, shown apart), agreements, marked, marked_share (0-1, of the agreements
        naming it), institutions, territories. Sorted by agreements, then the edition's
        order. Does not add up to the total: an agreement naming three departments is in
        three rows.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    counter = count(edition, filters)
    agreements = counter.agreements_by_department()
    marked = counter.agreements_by_department(counter.marked_pairs)
    kind = edition.departments["kind"].astype(object).to_numpy()
    table = pd.DataFrame(
        {
            "department_id": np.array(counter.cube.ids["department"], object),
            "kind": kind,
            "research": np.isin(kind, RESEARCH),
            "agreements": agreements,
            "marked": marked,
            "marked_share": share_of(marked, agreements),
            "institutions": counter.distinct_by_department("institution"),
            "territories": counter.distinct_by_department("territory"),
        }
    )
    table = table[table["agreements"] > 0]
    table = table.sort_values("agreements", ascending=False, kind="stable")
    table = table.reset_index(drop=True)
    return Measure(table, "agreements", adds_up=False, n=counter.n)


@memoize_by_identity
def marked_by_department_and_region(edition: Edition, filters: Filters) -> Measure:
    """Count agreements marked for exchange for each pair of department and region.

    Returns:
        One row per department and region that has any: department_id, region_id,
        marked. Departments with most marked agreements first, regions likewise, in
        all departments alike. Does not add up over departments, but over the regions of a department.
    """
    counter = count(edition, filters)
    cube = counter.cube
    regions = cube.ids["region"]
    pairs = counter.marked_pairs
    cell, department = cube.pair_cell[pairs], cube.pair_department[pairs]
    group = department * len(regions) + cube.codes["region"][cell]
    size = len(regions) * counter.departments
    marked = np.bincount(group, cube.agreements[cell], minlength=size).astype(int)
    marked = marked.reshape(counter.departments, len(regions))
    order = np.argsort(-marked.sum(axis=1), kind="stable")
    across = np.argsort(-marked.sum(axis=0), kind="stable")
    marked = marked[order][:, across]
    department, region = np.nonzero(marked)
    ids = np.array(cube.ids["department"], object)
    table = pd.DataFrame(
        {
            "department_id": ids[order[department]],
            "region_id": np.array(regions, object)[across[region]],
            "marked": marked[department, region],
        }
    )
    return Measure(table, "agreements", adds_up=False, n=counter.n)
