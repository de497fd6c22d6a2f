"""One value for what is chosen: sidebar, URL and measures all read the same `Filters`.

Assumes stable ids only, never labels, so a link works in both languages. Promises that
an unknown id never silently changes a figure: a link's is reported, a call's raises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from dashboard.cube import BoolArray, Cube, cube_of
from dashboard.labels import Labels
from pipeline.model import Edition


class FilterError(ValueError):
    """A filter names something that this edition does not have."""


@dataclass(frozen=True)
class Filters:
    """What is chosen. An empty field means no restriction.

    Attributes:
        regions, territories, types, departments: ids; an agreement is kept if it has
            any of them (a department: if it names any of them).
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
        """The same filters less one chosen value."""
        if name == "exchange":
            return replace(self, exchange="")
        left = tuple(kept for kept in getattr(self, name) if kept != value)
        return replace(self, **{name: left})


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
"""The dimension each field chooses from."""

EXCHANGES = ("marked", "not_marked")


def options(edition: Edition, name: str) -> tuple[str, ...]:
    """The values that can be chosen in a field, in the order of the edition."""
    cube = cube_of(edition)
    if name == "exchange":
        return EXCHANGES if cube.has_exchange else ()
    return tuple(value for value in cube.ids[DIMENSION[name]] if value)


def from_query(
    query: Mapping[str, str], edition: Edition
) -> tuple[Filters, tuple[str, ...]]:
    """Read filters out of URL parameters; several values are joined by commas.

    Returns:
        The filters, each field in the edition's order, and the values that this edition
        does not have, as `name=value`, which are left out.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    ignored: list[str] = []
    for name, parameter in PARAMETERS.items():
        asked = set(query.get(parameter, "").split(","))
        known = options(edition, name)
        chosen[name] = tuple(value for value in known if value in asked)
        ignored += sorted(f"{parameter}={v}" for v in asked - set(known) - {""})
    exchange = chosen.pop("exchange")
    one = exchange[0] if len(exchange) == 1 else ""
    return Filters(**chosen, exchange=one), tuple(ignored)


def to_query(filters: Filters) -> dict[str, str]:
    """Write filters as URL parameters; what is not restricted is left out."""
    query = {}
    for name, parameter in PARAMETERS.items():
        value = getattr(filters, name)
        if value:
            query[parameter] = value if isinstance(value, str) else ",".join(value)
    return query


def narrow(filters: Filters, marks: Sequence[str], edition: Edition) -> Filters:
    """Choose just what one mark of a figure, or one row of its table, stands for.

    Args:
        filters: what is chosen so far; fields the mark says nothing of stay.
        marks: name in the URL, id, name, id ...: `("region", "asia", "type", "other")`.
        edition: what can be chosen.

    Returns:
        The filters with those fields set to that one id. An id that can't be chosen
        (what is unknown has none) leaves its field as it is.
    """
    named = {parameter: name for name, parameter in PARAMETERS.items()}
    for parameter, value in zip(marks[::2], marks[1::2], strict=True):
        name = named.get(parameter, "")
        if name and value in options(edition, name):
            one = value if name == "exchange" else (value,)
            filters = replace(filters, **{name: one})
    return filters


def check_filters(edition: Edition, filters: Filters) -> None:
    """Raise FilterError if a field holds an id that this edition does not have."""
    for each in fields(filters):
        value = getattr(filters, each.name)
        values = {value} - {""} if isinstance(value, str) else set(value)
        if each.name == "exchange":
            unknown = sorted(values - set(EXCHANGES))
        else:
            unknown = sorted(values - set(options(edition, each.name)))
        if unknown:
            named = ", ".join(f"'{one}'" for one in unknown[:5])
            message = f"Can't filter {each.name} by {named}: this edition has no such."
            raise FilterError(message)


def cell_mask(edition: Edition, filters: Filters) -> BoolArray:
    """Which cells of the edition's cube the filters keep.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    check_filters(edition, filters)
    return cube_mask(cube_of(edition), filters)


def cube_mask(cube: Cube, filters: Filters) -> BoolArray:
    """Which cells of a cube the filters keep."""
    kept = np.ones(len(cube.agreements), bool)
    for name in ("regions", "territories", "types"):
        chosen = getattr(filters, name)
        if chosen:
            dimension = DIMENSION[name]
            kept &= _wanted(cube, dimension, chosen)[cube.codes[dimension]]
    if filters.departments:
        wanted = _wanted(cube, "department", filters.departments)
        named = np.zeros(len(kept), bool)
        named[cube.pair_cell[wanted[cube.pair_department]]] = True
        kept &= named
    if filters.exchange:
        marked = cube.exchange == 1
        kept &= marked if filters.exchange == "marked" else ~marked
    return kept


def _wanted(cube: Cube, dimension: str, chosen: tuple[str, ...]) -> BoolArray:
    return np.isin(np.array(cube.ids[dimension], object), np.array(chosen, object))


def apply(edition: Edition, filters: Filters) -> pd.DataFrame:
    """The agreements the filters keep, in the order of the list.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    kept = cell_mask(edition, filters)
    return edition.agreements[kept[cube_of(edition).cell]]


def active_filters(filters: Filters, labels: Labels) -> list[tuple[str, str, str]]:
    """The active filters as (field, id, label), in the order of the sidebar."""
    active = []
    for name in PARAMETERS:
        value = getattr(filters, name)
        values = [value] if isinstance(value, str) else value
        active += [(name, one, labels.of(name, one)) for one in values if one]
    return active
