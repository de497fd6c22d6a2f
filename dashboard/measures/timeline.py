"""What lists with dates and numbers of students tell: views for optional columns.

Assumes the meaning that the edition's layout gives each column; of several columns with
one meaning the first from the left counts. Promises that what `printed` can't read is
not guessed: `missing` counts those agreements and `unread_texts` shows what they print.
A list without such a column has empty tables, in which every agreement is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import BoolArray, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.measures.base import Measure
from dashboard.measures.dates import read_date, read_number
from pipeline.model import Edition

Value = TypeVar("Value")

DATES = ("signed_on", "expires_on")
STUDENTS = ("students_sent", "students_received")


@memoize_by_identity
def optional_columns(edition: Edition) -> dict[str, str]:
    """Which optional columns the list has: meaning -> published column.

    Of DATES and STUDENTS only, for only these have views.
    """
    layout = edition.layout
    shown = layout[
        layout["meaning"].isin([*DATES, *STUDENTS]) & (layout["column"] != "")
    ]
    first = shown.drop_duplicates("meaning")
    return dict(zip(first["meaning"], first["column"], strict=True))


@memoize_by_identity
def agreements_by_signing_year(edition: Edition, filters: Filters) -> Measure:
    """Count agreements by the year in which they were signed.

    Returns:
        One row per year with any, oldest first: year (integer; a fiscal year counts as
        the year it is called by), agreements, institutions, marked. Agreements add up
        to those whose year can be read, not to all. `missing`: the others.
    """
    kept = _kept(edition, filters)
    rows = _facts(edition, kept).assign(year=_years(edition)[kept])
    told = rows[rows["year"] > 0]
    known = told.assign(institution_id=told["institution_id"].replace("", None))
    table = known.groupby("year", as_index=False).agg(
        agreements=("agreement_id", "size"),
        institutions=("institution_id", "nunique"),
        marked=("marked", "sum"),
    )
    table = table.astype(dict.fromkeys(table.columns, int))
    missing = len(rows) - len(told)
    return Measure(
        table, "agreements", adds_up=not missing, n=len(rows), missing=missing
    )


@memoize_by_identity
def expiring(edition: Edition, filters: Filters, as_of: date, months: int) -> Measure:
    """List the agreements whose last day is at most `months` months away.

    Args:
        edition: what is listed.
        filters: what is kept.
        as_of: the day from which it is looked ahead.
        months: how far.

    Returns:
        One row per agreement that ends on `as_of` or later, but not after the same day
        so many months on; soonest first: agreement_id, institution_id, territory_code,
        expires_text (as printed: it may say that the agreement is renewed by itself),
        last_day (ISO date; of a month or a year that is printed alone its last day),
        days_left (integer). `missing`: agreements whose last day can't be read, fiscal
        years among them.

    Raises:
        ValueError: `months` is negative.
    """
    if months < 0:
        message = f"Can't look {months} months ahead: the months must be 0 or more."
        raise ValueError(message)
    until = (pd.Timestamp(as_of) + pd.DateOffset(months=months)).date()
    return _ending(edition, filters, as_of, lambda last: as_of <= last <= until)


@memoize_by_identity
def expired(edition: Edition, filters: Filters, as_of: date) -> Measure:
    """List the agreements whose last day was before `as_of`, as `expiring` does.

    What the list prints may be out of date: such an agreement may have been renewed.
    The latest comes first; days_left is negative.
    """
    measure = _ending(edition, filters, as_of, lambda last: last < as_of)
    latest = measure.table.sort_values("days_left", ascending=False, kind="stable")
    table = latest.reset_index(drop=True)
    return Measure(
        table, "agreements", adds_up=False, n=measure.n, missing=measure.missing
    )


@memoize_by_identity
def student_balance(edition: Edition, filters: Filters) -> Measure:
    """Add up the students sent and received for each institution.

    Returns:
        One row per institution with any agreement that tells: institution_id,
        agreements (that tell), students_sent, students_received, student_balance
        (received less sent: below 0 we sent more). Only the columns that the list has;
        the balance needs both. Counted are agreements in which each of these columns
        holds a number, so that the balance compares like with like. Most students first.
        Adds up to those agreements. `missing`: the others, or whose institution is
        unknown.
    """
    rows, told, columns = _students(edition, filters)
    table = rows[told].groupby("institution_id", as_index=False, sort=False)
    table = table.agg(
        agreements=("agreement_id", "size"), **{one: (one, "sum") for one in columns}
    )
    most = np.argsort(-table[columns].sum(axis=1).to_numpy(int), kind="stable")
    table = _balanced(table.iloc[most].reset_index(drop=True), columns)
    missing = int((~told).sum())
    return Measure(table, "students", adds_up=not missing, n=len(rows), missing=missing)


@memoize_by_identity
def student_totals(edition: Edition, filters: Filters) -> Measure:
    """Add up the students sent and received over all institutions.

    Returns:
        One row, the sums of `student_balance`: agreements (that tell), institutions,
        then the same columns. No row if no column tells.
    """
    measure = student_balance(edition, filters)
    sums = measure.table.drop(columns="institution_id").sum().to_frame().T.astype(int)
    sums.insert(1, "institutions", measure.rows)
    table = sums if optional_columns(edition).keys() & {*STUDENTS} else sums.head(0)
    return Measure(
        table, "students", adds_up=measure.adds_up, n=measure.n, missing=measure.missing
    )


@memoize_by_identity
def unread_texts(edition: Edition, filters: Filters, meaning: str) -> Measure:
    """List what stands in an optional column where it could not be read.

    Returns:
        One row per text: source_text (as published; "" where the cell is blank),
        agreements. Most agreements first. Empty if the list has no such column.

    Raises:
        ValueError: `meaning` is none of DATES and STUDENTS.
    """
    if meaning not in {*DATES, *STUDENTS}:
        message = f"No column means '{meaning}': {', '.join([*DATES, *STUDENTS])}."
        raise ValueError(message)
    kept = _kept(edition, filters)
    column = optional_columns(edition).get(meaning)
    texts = pd.Series(dtype="str")
    if column:
        texts = edition.agreements[column][kept].astype("str")
    read = {"signed_on": _signing_year, "expires_on": _last_day}.get(
        meaning, read_number
    )
    unread = texts[np.array([read(text) is None for text in texts.tolist()], bool)]
    found = unread.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    table = pd.DataFrame(
        {"source_text": found.index.to_numpy(object), "agreements": found.to_numpy(int)}
    )
    missing = int(table["agreements"].sum())
    return Measure(
        table, "agreements", adds_up=True, n=int(kept.sum()), missing=missing
    )


def _ending(
    edition: Edition, filters: Filters, as_of: date, wanted: Callable[[date], bool]
) -> Measure:
    """The agreements whose last day is wanted, soonest first."""
    kept = _kept(edition, filters)
    last = _last_days(edition)[kept]
    known = np.array([one is not None for one in last], bool)
    chosen = np.array([one is not None and wanted(one) for one in last], bool)
    rows = _facts(edition, kept)[["agreement_id", "institution_id", "territory_code"]]
    column = optional_columns(edition).get("expires_on")
    texts = edition.agreements[column][kept] if column else pd.Series("", rows.index)
    rows = rows.assign(expires_text=texts, last_day=last)[chosen]
    days = [(one - as_of).days for one in rows["last_day"]]
    rows = rows.assign(
        last_day=[one.isoformat() for one in rows["last_day"]],
        days_left=np.array(days, int),
    )
    table = rows.sort_values("days_left", kind="stable").reset_index(drop=True)
    missing = int((~known).sum())
    return Measure(
        table, "agreements", adds_up=False, n=len(kept[kept]), missing=missing
    )


def _students(
    edition: Edition, filters: Filters
) -> tuple[pd.DataFrame, BoolArray, list[str]]:
    """The agreements kept, which of them tell their students, and the columns."""
    kept = _kept(edition, filters)
    columns = [one for one in STUDENTS if one in optional_columns(edition)]
    rows = _facts(edition, kept)
    told = (rows["institution_id"] != "").to_numpy(bool) & bool(columns)
    for column in columns:
        numbers = _numbers(edition, column)[kept]
        told &= numbers >= 0
        rows = rows.assign(**{column: numbers})
    return rows, told, columns


def _balanced(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    if len(columns) < len(STUDENTS):
        return table
    sent, received = (table[one] for one in STUDENTS)
    return table.assign(student_balance=received - sent)


def _kept(edition: Edition, filters: Filters) -> BoolArray:
    """Which agreements the filters keep."""
    return cell_mask(edition, filters)[cube_of(edition).cell]


def _facts(edition: Edition, kept: BoolArray) -> pd.DataFrame:
    """Each agreement kept with its institution ("" where unknown) and mark."""
    cube = cube_of(edition)
    cell = cube.cell[kept]
    columns = ["agreement_id", "territory_code"]
    names = np.array(cube.ids["institution"], object)
    return edition.agreements.loc[kept, columns].assign(
        institution_id=names[cube.codes["institution"][cell]],
        marked=(cube.exchange[cell] == 1).astype(int),
    )


def _signing_year(text: str) -> int | None:
    span = read_date(text)
    return span.first.year if span and span.first else None


def _last_day(text: str) -> date | None:
    span = read_date(text)
    return span.last if span and not span.fiscal else None


@memoize_by_identity
def _years(edition: Edition) -> np.ndarray:
    """Per agreement the year of signing, 0 where it can't be read."""
    return _read(edition, "signed_on", _signing_year, 0).astype(int)


@memoize_by_identity
def _last_days(edition: Edition) -> np.ndarray:
    """Per agreement its last day, None where it can't be read."""
    return _read(edition, "expires_on", _last_day, None)


@memoize_by_identity
def _numbers(edition: Edition, meaning: str) -> np.ndarray:
    """Per agreement a number of students, -1 where it can't be read."""
    return _read(edition, meaning, read_number, -1).astype(int)


def _read(
    edition: Edition,
    meaning: str,
    read: Callable[[str], Value | None],
    otherwise: object,
) -> np.ndarray:
    """Read a column of texts, each distinct text once."""
    column = optional_columns(edition).get(meaning)
    if not column:
        return np.full(len(edition.agreements), otherwise, object)
    texts = edition.agreements[column].array
    found = [read(text) for text in texts.categories]
    values = np.empty(len(found), object)
    values[:] = [otherwise if one is None else one for one in found]
    return values[texts.codes]
