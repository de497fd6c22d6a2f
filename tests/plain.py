"""A second, plain way of counting: row by row, with sets; slow and easy to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.filters import Filters
from pipeline.model import Edition


@dataclass(frozen=True)
class Row:
    """One agreement with all it is counted by."""

    region: str
    territory: str
    institution: str
    type: str
    departments: tuple[str, ...]
    marked: bool
    agreement: str


def rows(edition: Edition, filters: Filters) -> list[Row]:
    """The agreements the filters keep."""
    return [row for row in _all_rows(edition) if keeps(filters, row)]


def _all_rows(edition: Edition) -> Iterator[Row]:
    named: dict[str, list[str]] = {}
    for pair in edition.agreement_departments.to_dict("records"):
        named.setdefault(pair["agreement_id"], []).append(pair["department_id"])
    for one in edition.agreements.to_dict("records"):
        yield Row(
            one["region_id"],
            one["territory_code"],
            one["institution_id"],
            one["agreement_type_id"],
            tuple(named.get(one["agreement_id"], ())),
            one["exchange_marked"] is True,
            one["agreement_id"],
        )


def keeps(filters: Filters, row: Row) -> bool:
    """Whether the filters keep an agreement."""
    return (
        (not filters.regions or row.region in filters.regions)
        and (not filters.territories or row.territory in filters.territories)
        and (not filters.types or row.type in filters.types)
        and (
            not filters.departments
            or any(one in filters.departments for one in row.departments)
        )
        and (filters.exchange != "marked" or row.marked)
        and (filters.exchange != "not_marked" or not row.marked)
    )


def institutions(kept: list[Row]) -> int:
    """How many different institutions."""
    return len({row.institution for row in kept if row.institution})


def territories(kept: list[Row]) -> int:
    """How many different territories."""
    return len({row.territory for row in kept if row.territory})


def marked(kept: list[Row]) -> int:
    """How many agreements are marked for exchange."""
    return sum(row.marked for row in kept)
