"""Counts of agreements, institutions and territories: in total, by region and by type.

The three counts are given side by side and never mixed. Unknown regions, territories and
types have the id "" and a row of their own, so that agreements add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.cube import IntArray
from dashboard.filters import Filters, apply
from dashboard.measures.base import (
    Counter,
    Measure,
    count_without_departments,
    share_of,
)
from pipeline.model import Edition

Columns = dict[str, npt.NDArray[Any]]
"""The columns of a table by name: codes, numbers and texts."""

MARKERS_SHOWN = 1500
"""How many institutions a map shows at most, those with most agreements."""

COORDINATES = ("latitude", "longitude")
"""Columns of numbers, NaN where unknown."""


@memoize_by_identity
def counts(edition: Edition, filters: Filters) -> Measure:
    """Count all filtered agreements, with their institutions, territories and regions.

    Returns:
        One row: agreements, institutions, territories, regions, marked (agreements
        marked for exchange), marked_share (0-1, of the agreements),
        marked_institutions (with at least one marked agreement).
    """
    counter = count_without_departments(edition, filters)
    n = counter.n
    marked = int(counter.agreements((), counter.marked)[0])
    table = pd.DataFrame(
        {
            "agreements": [n],
            "institutions": counter.distinct((), "institution"),
            "territories": counter.distinct((), "territory"),
            "regions": counter.distinct((), "region"),
            "marked": [marked],
            "marked_share": [marked / n if n else 0.0],
            "marked_institutions": counter.distinct((), "institution", counter.marked),
        }
    )
    return Measure(table, "agreements", adds_up=True, n=n)


@memoize_by_identity
def agreements_by_region(edition: Edition, filters: Filters) -> Measure:
    """Count for each region.

    Returns:
        One row per region with agreements: region_id, agreements, share (0-1, of all
        filtered agreements), institutions, marked, marked_share (0-1, of the region's),
        territories. Sorted by agreements. Agreements and marked add up; institutions
        and territories need not.
    """
    counter = count_without_departments(edition, filters)
    columns = _columns(counter, "region", "region_id")
    columns["territories"] = counter.distinct(("region",), "territory")
    table = _ranked(columns)
    return Measure(table, "agreements", adds_up=True, n=counter.n)


@memoize_by_identity
def agreements_by_territory(edition: Edition, filters: Filters) -> Measure:
    """Count for each territory.

    Returns:
        One row per territory with agreements: territory_code, agreements, share,
        institutions, marked, marked_share, then region_id, latitude and longitude of a
        point inside. Sorted by agreements. Agreements and marked add up.
    """
    counter = count_without_departments(edition, filters)
    columns = _columns(counter, "territory", "territory_code")
    columns |= _facts(edition.territories, ("region_id", "latitude", "longitude"))
    table = _ranked(columns)
    return Measure(table, "agreements", adds_up=True, n=counter.n)


@memoize_by_identity(entries=FEW_RESULTS)
def agreements_by_institution(edition: Edition, filters: Filters) -> Measure:
    """Count for each institution, with the city it is in.

    Returns:
        One row per institution with agreements: institution_id, agreements, share,
        marked, marked_share, then territory_code, city_en, latitude, longitude (NA
        where the city is unknown). Sorted by agreements. Adds up.
    """
    counter = count_without_departments(edition, filters)
    columns = _columns(counter, "institution", "institution_id")
    del columns["institutions"]
    facts = ("territory_code", "city_en", "latitude", "longitude")
    columns |= _facts(edition.institutions, facts)
    table = _ranked(columns)
    return Measure(table, "agreements", adds_up=True, n=counter.n)


def placed_institutions(
    edition: Edition, filters: Filters, most: int = MARKERS_SHOWN
) -> Measure:
    """Return the institutions that can be drawn on a map: those with a known city.

    Returns:
        Rows of `agreements_by_institution`, at most `most`, those with most agreements.
    """
    measure = agreements_by_institution(edition, filters)
    placed = measure.table.dropna(subset=["latitude", "longitude"])
    return replace(measure, table=placed.head(most).reset_index(drop=True))


def unplaced_institutions(edition: Edition, filters: Filters) -> int:
    """Count the filtered institutions whose city is unknown."""
    table = agreements_by_institution(edition, filters).table
    return int(table["latitude"].isna().sum())


@memoize_by_identity
def agreements_by_type(edition: Edition, filters: Filters) -> Measure:
    """Count for each agreement type.

    Returns:
        One row per type with agreements: agreement_type_id, agreements, share,
        institutions, marked, marked_share. Sorted by agreements. Agreements and marked
        add up; an institution with agreements of two types is in two rows.
    """
    counter = count_without_departments(edition, filters)
    table = _ranked(_columns(counter, "agreement_type", "agreement_type_id"))
    return Measure(table, "agreements", adds_up=True, n=counter.n)


@memoize_by_identity
def agreements_by_printed_type(edition: Edition, filters: Filters) -> Measure:
    """Count for each type as it is printed.

    Returns:
        One row per text: agreement_type_text ("" where the cell is blank),
        agreement_type_id, agreements. Most agreements first. Adds up.
    """
    rows = apply(edition, filters)[["agreement_type_text", "agreement_type_id"]]
    table = rows.astype("str").value_counts().rename("agreements").reset_index()
    order = ["agreements", "agreement_type_text"]
    table = table.sort_values(order, ascending=[False, True], ignore_index=True)
    return Measure(table, "agreements", adds_up=True, n=len(rows))


def other_leads(edition: Edition, filters: Filters) -> bool:
    """Whether most agreements are of no known type, but of several printed ones."""
    first = agreements_by_type(edition, filters).table["agreement_type_id"].head(1)
    if not first.eq("other").any():
        return False
    printed = agreements_by_printed_type(edition, filters).table
    return bool((printed["agreement_type_id"] == "other").sum() > 1)


@memoize_by_identity
def region_by_type(edition: Edition, filters: Filters, unit: str) -> Measure:
    """Count for each region and agreement type together.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        unit: `agreements` or `institutions`.

    Returns:
        One row per region and type that has any: region_id, agreement_type_id, the
        unit's column, share (0-1, of the region's). Sorted as `agreements_by_region`
        and `agreements_by_type`. Agreements add up; institutions do not, for one may
        have agreements of several types.

    Raises:
        ValueError: the unit is neither.
    """
    if unit not in {"agreements", "institutions"}:
        message = f"Can't count region by type in '{unit}': agreements or institutions."
        raise ValueError(message)
    counter = count_without_departments(edition, filters)
    ids = counter.cube.ids
    regions = _order(ids["region"], counter.agreements(("region",)))
    types = _order(ids["agreement_type"], counter.agreements(("agreement_type",)))
    shape = (len(ids["region"]), len(ids["agreement_type"]))
    counted = _in_unit(counter, ("region", "agreement_type"), unit).reshape(shape)
    whole = _in_unit(counter, ("region",), unit)[:, None]
    counted, shares = counted[regions][:, types], share_of(counted, whole)
    region, kind = np.nonzero(counted)
    table = pd.DataFrame(
        {
            "region_id": np.array(ids["region"], object)[regions[region]],
            "agreement_type_id": np.array(ids["agreement_type"], object)[types[kind]],
            unit: counted[region, kind],
            "share": shares[regions[region], types[kind]],
        }
    )
    return Measure(table, unit, adds_up=unit == "agreements", n=counter.n)


def _in_unit(counter: Counter, by: tuple[str, ...], unit: str) -> IntArray:
    if unit == "agreements":
        return counter.agreements(by)
    return counter.distinct(by, "institution")


def _columns(counter: Counter, dimension: str, column: str) -> Columns:
    """Count for each id of a dimension."""
    by = (dimension,)
    agreements = counter.agreements(by)
    marked = counter.agreements(by, counter.marked)
    return {
        column: np.array(counter.cube.ids[dimension], object),
        "agreements": agreements,
        "share": share_of(agreements, counter.n),
        "institutions": counter.distinct(by, "institution"),
        "marked": marked,
        "marked_share": share_of(marked, agreements),
    }


def _facts(table: pd.DataFrame, columns: tuple[str, ...]) -> Columns:
    """Return columns of a table of the edition, in the order of the cube's ids."""
    return {
        # pandas-stubs do not allow None as na_value
        name: table[name].to_numpy(object, na_value=None)  # type: ignore[call-overload]
        for name in columns
    }


def _ranked(columns: Columns) -> pd.DataFrame:
    """Select the ids with agreements: most first, unknown last, else in edition order.

    Columns of facts have no value for the unknown id, which comes last.
    """
    agreements = columns["agreements"]
    order = _order(list(next(iter(columns.values()))), agreements)
    order = order[agreements[order] > 0]
    filled = {}
    for name, values in columns.items():
        blank = None if name in COORDINATES else ""
        unknown = np.full(len(agreements) - len(values), blank, object)
        chosen = np.append(values, unknown)[order] if len(unknown) else values[order]
        filled[name] = chosen.astype(float) if name in COORDINATES else chosen
    return pd.DataFrame(filled)


def _order(ids: Sequence[str], agreements: IntArray) -> IntArray:
    unknown = np.array([value == "" for value in ids], bool)
    return np.lexsort((-agreements, unknown))
