"""Gaps in the partnerships: missing exchange, and territories with one agreement.

Assumes an edition and filters. Every statement is about the filtered agreements: "none
marked" means none of those. Unknown territories, institutions and departments have no
row; `missing` counts their agreements. If the list has no column of marks (or of types),
the tables that need it are empty.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.cube import BoolArray, IntArray, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.measures.base import CellIndex, Counter, Measure, count
from dashboard.measures.counts import agreements_by_region, agreements_by_territory
from dashboard.measures.departments import agreements_by_department
from pipeline.model import Edition
from pipeline.reference import load_reference

GAP_DIMENSIONS = {"region": "region_id", "territory": "territory_code"}
"""The dimensions that `exchange_gaps` accepts, and their id columns."""

INTER_UNIVERSITY = "inter_university"

MIN_SEVERAL = 2
"""The fewest agreements or home units that count as several."""


@memoize_by_identity
def exchange_gaps(edition: Edition, filters: Filters, by: str = "region") -> Measure:
    """Count marked agreements for each department and region or territory, with zeros.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        by: `region` or `territory`.

    Returns:
        One row for each pair of a filtered department and a filtered region or
        territory, whether they have an agreement together or not: department_id,
        research (boolean: a research centre, set apart), region_id or territory_code
        ("" if unknown), agreements, marked. Pairs with unmarked agreements and pairs
        with none are both gaps; `agreements` distinguishes them. Teaching departments
        first, then research centres, each with most marked agreements first; regions
        and territories as in `agreements_by_region` and `agreements_by_territory`. Does
        not add up over departments, but over the regions or territories of one
        department. Empty if the list has no marks. `missing`: agreements that name no
        department.

    Raises:
        ValueError: `by` is neither.
    """
    if by not in GAP_DIMENSIONS:
        message = f"Can't show gaps in exchange by '{by}': region or territory."
        raise ValueError(message)
    counter = count(edition, filters)
    key = GAP_DIMENSIONS[by]
    ours = agreements_by_department(edition, filters).table
    ours = ours.sort_values(
        ["research", "marked"], ascending=[True, False], kind="stable"
    )
    ranked = agreements_by_region if by == "region" else agreements_by_territory
    across = ranked(edition, filters).table[key]
    if not counter.cube.has_exchange:
        ours, across = ours.head(0), across.head(0)
    rows = _codes_of(counter.cube.ids["department"], ours["department_id"])[:, None]
    columns = _codes_of(counter.cube.ids[by], across)
    agreements = _departments_by(counter, by, counter.pairs)[rows, columns]
    marked = _departments_by(counter, by, counter.marked_pairs)[rows, columns]
    table = pd.DataFrame(
        {
            "department_id": np.repeat(ours["department_id"].to_numpy(), len(across)),
            "research": np.repeat(ours["research"].to_numpy(bool), len(across)),
            key: np.tile(across.to_numpy(), len(ours)),
            "agreements": agreements.ravel(),
            "marked": marked.ravel(),
        }
    )
    missing = counter.n - _naming_a_department(counter)
    return Measure(table, "marked", adds_up=False, n=counter.n, missing=missing)


@memoize_by_identity
def territories_without_exchange(edition: Edition, filters: Filters) -> Measure:
    """List territories with agreements, none of them marked for exchange.

    Returns:
        One row per territory: territory_code, region_id, agreements, institutions.
        Most agreements first. Adds up to the agreements of these territories, not to
        all. Empty if the list has no marks. `missing`: agreements whose territory is
        unknown.
    """
    measure = agreements_by_territory(edition, filters)
    table = measure.table
    unmarked = (table["marked"] == 0) & (table["territory_code"] != "")
    columns = ["territory_code", "region_id", "agreements", "institutions"]
    listed = _answered(edition, table.loc[unmarked, columns])
    missing = int(table.loc[table["territory_code"] == "", "agreements"].sum())
    return Measure(listed, "territories", adds_up=False, n=measure.n, missing=missing)


@memoize_by_identity
def departments_without_exchange(edition: Edition, filters: Filters) -> Measure:
    """List departments on our side that no agreement marked for exchange names.

    Returns:
        One row per department: department_id, research (boolean: a research centre,
        set apart), agreements, institutions. Teaching departments first, then by
        agreements. Does not add up: an agreement may name several. Empty if the list has
        no marks. `missing`: agreements that name no department.
    """
    counter = count(edition, filters)
    table = agreements_by_department(edition, filters).table
    columns = ["department_id", "research", "agreements", "institutions"]
    listed = table.loc[table["marked"] == 0, columns]
    listed = listed.sort_values("research", kind="stable")
    missing = counter.n - _naming_a_department(counter)
    return Measure(
        _answered(edition, listed),
        "departments",
        adds_up=False,
        n=counter.n,
        missing=missing,
    )


@memoize_by_identity(entries=FEW_RESULTS)
def institutions_without_inter_university(
    edition: Edition, filters: Filters
) -> Measure:
    """List institutions with several agreements but no inter-university agreement.

    Returns:
        One row per institution that has several agreements, or whose agreements name
        several of our home units, and none of whose agreements is inter_university:
        institution_id, territory_code, agreements, home_units (how many of ours; a
        faculty and its graduate school are one), marked. Most agreements first, then
        most home units. Agreements add up to those of these institutions, not to all.
        Empty if the list never uses that type. `missing`:
        agreements whose type or institution is unknown; one of unknown type may still
        be inter_university.
    """
    counter = count(edition, filters)
    cube = counter.cube
    by = ("institution",)
    agreements = counter.agreements(by)
    units = _home_units_of_institutions(counter)
    several = (agreements >= MIN_SEVERAL) | (units >= MIN_SEVERAL)
    wide = counter.agreements(by, _of_type(counter, INTER_UNIVERSITY))
    has_id = _has_id(cube.ids["institution"])
    used = has_inter_university(edition)
    chosen = np.flatnonzero(several & (wide == 0) & has_id & used)
    order = chosen[np.lexsort((-units[chosen], -agreements[chosen]))]
    facts = edition.institutions["territory_code"].to_numpy(object)
    table = pd.DataFrame(
        {
            "institution_id": np.array(cube.ids["institution"], object)[order],
            "territory_code": facts[order],
            "agreements": agreements[order],
            "home_units": units[order],
            "marked": counter.agreements(by, counter.marked)[order],
        }
    )
    untyped = ~_has_id(cube.ids["agreement_type"])[cube.codes["agreement_type"]]
    nameless = ~has_id[cube.codes["institution"]]
    missing = int(cube.agreements[counter.mask & (untyped | nameless)].sum())
    return Measure(table, "institutions", adds_up=False, n=counter.n, missing=missing)


def has_inter_university(edition: Edition) -> bool:
    """Whether the list uses the type inter_university for any agreement."""
    cube = cube_of(edition)
    wide = _of_type(
        Counter(cube, np.ones(len(cube.agreements), bool)), INTER_UNIVERSITY
    )
    return bool(len(wide))


def with_several_agreements(measure: Measure) -> int:
    """Count the rows of a measure that have several agreements.

    The other rows of `institutions_without_inter_university` have a single agreement
    that names several home units. 0 if each row is one agreement.
    """
    if "agreements" not in measure.table:
        return 0
    return int((measure.table["agreements"] >= MIN_SEVERAL).sum())


@memoize_by_identity
def single_agreement_territories(edition: Edition, filters: Filters) -> Measure:
    """List the territories with exactly one agreement.

    Returns:
        One row per territory with exactly one filtered agreement: territory_code,
        region_id, institution_id ("" where unknown), agreement_id, marked (1 if that
        agreement is marked for exchange, else 0). By region, then territory, in the
        edition's order. `missing`: agreements whose territory is unknown.
    """
    cube = cube_of(edition)
    mask = cell_mask(edition, filters)
    has_id = _has_id(cube.ids["territory"])
    territory = cube.codes["territory"]
    weight = np.bincount(
        territory[mask], cube.agreements[mask], minlength=len(has_id)
    ).astype(int)
    single = mask & ((weight == 1) & has_id)[territory]
    row = np.flatnonzero(single[cube.cell])
    cell = cube.cell[row]
    region_ids = edition.territories["region_id"].to_numpy(object)[territory[cell]]
    region = pd.Index(edition.regions["region_id"]).get_indexer(region_ids)
    order = np.lexsort((territory[cell], region))
    row, cell = row[order], cell[order]
    table = pd.DataFrame(
        {
            "territory_code": np.array(cube.ids["territory"], object)[territory[cell]],
            "region_id": region_ids[order],
            "institution_id": np.array(cube.ids["institution"], object)[
                cube.codes["institution"][cell]
            ],
            "agreement_id": edition.agreements["agreement_id"].array.take(row),
            "marked": (cube.exchange[cell] == 1).astype(int),
        }
    )
    n = int(cube.agreements[mask].sum())
    missing = n - int(weight[has_id].sum())
    return Measure(table, "territories", adds_up=False, n=n, missing=missing)


def _answered(edition: Edition, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the table, without rows if the edition has no marks."""
    answered = listed if cube_of(edition).has_exchange else listed.head(0)
    return answered.reset_index(drop=True)


def _departments_by(counter: Counter, by: str, pairs: CellIndex) -> IntArray:
    """Count agreements by department (down) and value of a dimension (across)."""
    cube = counter.cube
    cell, department = cube.pair_cell[pairs], cube.pair_department[pairs]
    shape = (counter.departments, len(cube.ids[by]))
    group = department * shape[1] + cube.codes[by][cell]
    weight = np.bincount(group, cube.agreements[cell], minlength=shape[0] * shape[1])
    return weight.astype(np.intp).reshape(shape)


def _naming_a_department(counter: Counter) -> int:
    named = np.zeros(len(counter.mask), bool)
    named[counter.cube.pair_cell[counter.pairs]] = True
    return int(counter.cube.agreements[named].sum())


def _home_units_of_institutions(counter: Counter) -> IntArray:
    """Count for each institution our home units that its agreements name."""
    cube = counter.cube
    known = load_reference().departments
    homes = [
        (key in known and known[key].home_unit) or key for key in cube.ids["department"]
    ]
    units = pd.factorize(pd.Series(homes, dtype=object))[0]
    owner = cube.codes["institution"][cube.pair_cell[counter.pairs]]
    pairs = owner * counter.departments + units[cube.pair_department[counter.pairs]]
    owners = pd.unique(pairs) // max(counter.departments, 1)
    return np.bincount(owners, minlength=len(cube.ids["institution"]))


def _of_type(counter: Counter, agreement_type: str) -> IntArray:
    """Return the index of the filtered cells of an agreement type."""
    cube = counter.cube
    wanted = np.array([kind == agreement_type for kind in cube.ids["agreement_type"]])
    return np.flatnonzero(counter.mask & wanted[cube.codes["agreement_type"]])


def _has_id(ids: tuple[str, ...]) -> BoolArray:
    """Mask the ids of a dimension that are not the unknown id "", which comes last."""
    return np.arange(len(ids)) < len(ids) - ids.count("")


def _codes_of(ids: tuple[str, ...], wanted: pd.Series) -> IntArray:
    return pd.Index(ids, dtype=object).get_indexer(pd.Index(wanted, dtype=object))
