"""The chosen filters as one value, shared by the sidebar, the URL and the measures.

Assumes stable ids, never labels, so a link works in both languages. Promises that an
unknown id never silently changes a figure: in a link it is reported, in a call it raises
an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.cube import BoolArray, Cube, cube_of
from dashboard.labels import Labels
from pipeline.model import Edition


class FilterError(ValueError):
    """A filter names something that this edition does not have."""


@dataclass(frozen=True)
class Filters:
    """The chosen values. An empty field restricts nothing.

    Attributes:
        regions, territories, types, departments: ids; an agreement passes if it has
            any of them (for departments: if it names any of them).
        exchange: "" all, `marked`, or `not_marked`.
    """

    regions: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    exchange: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is restricted."""
        return self != Filters()

    def without(self, name: str, value: str) -> Filters:
        """Return the filters without one chosen value."""
        if name == "exchange":
            return replace(self, exchange="")
        rest = tuple(chosen for chosen in getattr(self, name) if chosen != value)
        field: dict[str, Any] = {name: rest}
        return replace(self, **field)


PARAMETERS = {
    "regions": "region",
    "territories": "territory",
    "types": "type",
    "departments": "department",
    "exchange": "exchange",
}
"""The name of each field in the URL."""

DIMENSION = {
    "regions": "region",
    "territories": "territory",
    "types": "agreement_type",
    "departments": "department",
}
"""The dimension that each field chooses from."""

FIELDS = {dimension: name for name, dimension in DIMENSION.items()}
"""Dimension -> the field that has its ids."""

EXCHANGES = ("marked", "not_marked")


def options(edition: Edition, name: str) -> tuple[str, ...]:
    """Return the values that can be chosen in a field, in the edition's order."""
    cube = cube_of(edition)
    if name == "exchange":
        return EXCHANGES if cube.has_exchange else ()
    return tuple(value for value in cube.ids[DIMENSION[name]] if value)


def from_query(
    query: Mapping[str, str], edition: Edition
) -> tuple[Filters, tuple[str, ...]]:
    """Read filters out of URL parameters; several values are joined by commas.

    Returns:
        The filters, each field in the edition's order, and the ignored values, which
        this edition does not have, as `name=value`.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    ignored: list[str] = []
    for name, parameter in PARAMETERS.items():
        requested = set(query.get(parameter, "").split(","))
        available = options(edition, name)
        chosen[name] = tuple(value for value in available if value in requested)
        unknown = requested - set(available) - {""}
        ignored += sorted(f"{parameter}={value}" for value in unknown)
    marks = chosen.pop("exchange")
    exchange = marks[0] if len(marks) == 1 else ""
    return Filters(**chosen, exchange=exchange), tuple(ignored)


def to_query(filters: Filters) -> dict[str, str]:
    """Write filters as URL parameters, without the fields that restrict nothing."""
    query = {}
    for name, parameter in PARAMETERS.items():
        value = getattr(filters, name)
        if value:
            query[parameter] = value if isinstance(value, str) else ",".join(value)
    return query


def narrow(filters: Filters, marks: Sequence[str], edition: Edition) -> Filters:
    """Restrict the filters to a mark of a figure or a row of its table.

    Args:
        filters: what is chosen so far; fields that the mark does not name stay.
        marks: name in the URL, id, name, id ...: `("region", "asia", "type", "other")`.
        edition: what can be chosen.

    Returns:
        The filters with those fields set to that single id. An id that can't be chosen
        (an unknown value has none) leaves its field as it is.
    """
    named = {parameter: name for name, parameter in PARAMETERS.items()}
    for parameter, value in zip(marks[::2], marks[1::2], strict=True):
        name = named.get(parameter, "")
        if name and value in options(edition, name):
            field: dict[str, Any] = {name: value if name == "exchange" else (value,)}
            filters = replace(filters, **field)
    return filters


def check_filters(edition: Edition, filters: Filters) -> None:
    """Raise FilterError if a field holds an id that this edition does not have."""
    for field in fields(filters):
        value = getattr(filters, field.name)
        values = {value} - {""} if isinstance(value, str) else set(value)
        if field.name == "exchange":
            unknown = sorted(values - set(EXCHANGES))
        else:
            unknown = sorted(values - set(options(edition, field.name)))
        if unknown:
            named = ", ".join(f"'{value_id}'" for value_id in unknown[:5])
            message = f"Can't filter {field.name} by {named}: this edition has no such."
            raise FilterError(message)


def cell_mask(edition: Edition, filters: Filters) -> BoolArray:
    """Mask the cells of the edition's cube that pass the filters.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    check_filters(edition, filters)
    return cube_mask(cube_of(edition), filters)


def cube_mask(cube: Cube, filters: Filters) -> BoolArray:
    """Mask the cells of a cube that pass the filters."""
    mask = np.ones(len(cube.agreements), bool)
    for name in ("regions", "territories", "types"):
        chosen = getattr(filters, name)
        if chosen:
            dimension = DIMENSION[name]
            mask &= _wanted(cube, dimension, chosen)[cube.codes[dimension]]
    if filters.departments:
        wanted = _wanted(cube, "department", filters.departments)
        named = np.zeros(len(mask), bool)
        named[cube.pair_cell[wanted[cube.pair_department]]] = True
        mask &= named
    if filters.exchange:
        marked = cube.exchange == 1
        mask &= marked if filters.exchange == "marked" else ~marked
    return mask


def _wanted(cube: Cube, dimension: str, chosen: tuple[str, ...]) -> BoolArray:
    return np.isin(np.array(cube.ids[dimension], object), np.array(chosen, object))


def apply(edition: Edition, filters: Filters) -> pd.DataFrame:
    """Return the agreements that pass the filters, in the order of the list.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    mask = cell_mask(edition, filters)
    return edition.agreements[mask[cube_of(edition).cell]]


def active_filters(filters: Filters, labels: Labels) -> list[tuple[str, str, str]]:
    """Return the active filters as (field, id, label), in the sidebar's order."""
    active: list[tuple[str, str, str]] = []
    for name in PARAMETERS:
        value = getattr(filters, name)
        values = [value] if isinstance(value, str) else value
        active += [
            (name, chosen, labels.of(name, chosen)) for chosen in values if chosen
        ]
    return active
