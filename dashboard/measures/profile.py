"""The profile of an institution: its agreements, counted and listed, and neighbours.

Assumes an edition; ignores the filters.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.filters import Filters
from dashboard.measures.counts import agreements_by_institution
from dashboard.measures.listing import agreements_listed
from dashboard.redaction import redacted_line
from pipeline.model import Edition


@dataclass(frozen=True)
class Profile:
    """An institution and its agreements, whatever is filtered.

    Attributes:
        institution: the row of `edition.institutions`.
        agreements: its rows of `agreements_listed`, in the order of the list.
        types: one row per type it has: agreement_type_id, agreements. Adds up.
        departments: one row per department of ours: department_id, agreements, marked.
            Does not add up: an agreement may name several.
        lines: source row and line of each agreement, exactly as printed.
        findings: the rows of `edition.findings` on its agreements.
        neighbours: the other rows of `agreements_by_institution` in the same territory;
            none if its territory is unknown.
    """

    institution: pd.Series
    agreements: pd.DataFrame
    types: pd.DataFrame
    departments: pd.DataFrame
    lines: tuple[tuple[int, str], ...]
    findings: pd.DataFrame
    neighbours: pd.DataFrame


def institution_profile(edition: Edition, institution_id: str) -> Profile:
    """Return the profile of an institution.

    Raises:
        ValueError: the edition has no such institution.
    """
    institutions = edition.institutions
    matches = institutions[institutions["institution_id"] == institution_id]
    if matches.empty:
        message = f"Can't show '{institution_id}': this edition has no such."
        raise ValueError(message)
    institution = matches.iloc[0]
    listed = agreements_listed(edition, Filters()).table
    own = listed[listed["institution_id"] == institution_id].reset_index(drop=True)
    types = own.groupby("agreement_type_id", sort=False).size()
    every = agreements_by_institution(edition, Filters()).table
    same = every["territory_code"] == (institution["territory_code"] or None)
    others = every["institution_id"] != institution_id
    return Profile(
        institution,
        own,
        _ranked(types.rename("agreements").reset_index()),
        _departments(edition, own),
        tuple((row, redacted_line(edition, row)) for row in own["source_row"].tolist()),
        edition.findings[edition.findings["agreement_id"].isin(own["agreement_id"])],
        every[same & others].reset_index(drop=True),
    )


def _departments(edition: Edition, own: pd.DataFrame) -> pd.DataFrame:
    named = edition.agreement_departments
    marked = own.set_index("agreement_id")["exchange"] == "marked"
    named = named[named["agreement_id"].isin(marked.index)]
    named = named.assign(marked=named["agreement_id"].map(marked).astype(int))
    table = named.groupby("department_id", sort=False, as_index=False).agg(
        agreements=("agreement_id", "size"), marked=("marked", "sum")
    )
    return _ranked(table)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    ranked = table.sort_values("agreements", ascending=False, kind="stable")
    return ranked.reset_index(drop=True)
