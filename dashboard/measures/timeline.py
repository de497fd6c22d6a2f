"""Measures of optional columns: dates and numbers of students.

Assumes the meaning that the edition's layout gives each column; of several columns with
one meaning the leftmost is used. Promises that a text `dates` can't read is not guessed:
`missing` counts those agreements and `unread_texts` lists their texts. Without such a
column the tables are empty and every agreement is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import BoolArray, IntArray, ObjectArray, cube_of
from dashboard.filters import Filters, cell_mask
from dashboard.measures.base import Measure
from dashboard.measures.dates import read_date, read_number
from pipeline.model import Edition

Value = TypeVar("Value")

DATES = ("signed_on", "expires_on")
STUDENTS = ("students_sent", "students_received")


@memoize_by_identity
def optional_columns(edition: Edition) -> dict[str, str]:
    """Map the meaning of each optional column of the list to its published name.

    Only for DATES and STUDENTS, the columns that have measures.
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
        One row per year from the first to the last, also where nothing was signed: year
        (integer; a fiscal year counts as the calendar year in its name), agreements,
        agreements_so_far (of this and all earlier years), institutions, marked.
        Agreements add up to those whose year can be read, not to all. `missing`: the
        others.
    """
    mask = _filter_mask(edition, filters)
    rows = _facts(edition, mask).assign(year=_years(edition)[mask])
    dated = rows[rows["year"] > 0]
    named = dated.assign(institution_id=dated["institution_id"].replace("", None))
    counted = named.groupby("year").agg(
        agreements=("agreement_id", "size"),
        institutions=("institution_id", "nunique"),
        marked=("marked", "sum"),
    )
    years = range(counted.index.min(), counted.index.max() + 1) if len(counted) else ()
    table = counted.reindex(pd.Index(years, name="year"), fill_value=0).reset_index()
    table.insert(2, "agreements_so_far", table["agreements"].cumsum())
    table = table.astype(dict.fromkeys(table.columns, int))
    missing = len(rows) - len(dated)
    return Measure(
        table, "agreements", adds_up=not missing, n=len(rows), missing=missing
    )


@memoize_by_identity
def expiring(edition: Edition, filters: Filters, as_of: date, months: int) -> Measure:
    """List the agreements whose last day is at most `months` months away.

    Args:
        edition: what is listed.
        filters: which agreements are listed.
        as_of: the first day of the period.
        months: the length of the period.

    Returns:
        One row per agreement that ends on `as_of` or later, but not after the same day
        that number of months later; soonest first: agreement_id, institution_id,
        territory_code, expires_text (as printed: it may state that the agreement renews
        itself), last_day (ISO date; the last day of a month or year printed alone),
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
def last_days(edition: Edition, filters: Filters, as_of: date) -> Measure:
    """List the agreements whose last day is `as_of` or later, as `expiring` does."""
    return _ending(edition, filters, as_of, lambda last: last >= as_of)


@memoize_by_identity
def expired(edition: Edition, filters: Filters, as_of: date) -> Measure:
    """List the agreements whose last day was before `as_of`, as `expiring` does.

    The printed date may be out of date: such an agreement may have been renewed. The
    latest comes first; days_left is negative.
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
        One row per institution with any countable agreement: institution_id,
        agreements (countable), students_sent, students_received, student_balance
        (received less sent: below 0 we sent more). Only the columns that the list has;
        the balance needs both. An agreement is countable if each of these columns has a
        number, so that the balance compares the same agreements. Most students first.
        Adds up to the countable agreements. `missing`: the others, and those whose
        institution is unknown.
    """
    rows, countable, columns = _students(edition, filters)
    groups = rows[countable].groupby("institution_id", as_index=False, sort=False)
    sums = {column: (column, "sum") for column in columns}
    table = groups.agg(agreements=("agreement_id", "size"), **sums)
    order = np.argsort(-table[columns].sum(axis=1).to_numpy(int), kind="stable")
    table = _balanced(table.iloc[order].reset_index(drop=True), columns)
    missing = int((~countable).sum())
    return Measure(table, "students", adds_up=not missing, n=len(rows), missing=missing)


@memoize_by_identity
def student_totals(edition: Edition, filters: Filters) -> Measure:
    """Add up the students sent and received over all institutions.

    Returns:
        One row, the sums of `student_balance`: agreements (countable), institutions,
        then the same columns. No row if the list has no such column.
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
    """List the texts of an optional column that could not be read.

    Returns:
        One row per text: source_text (as published; "" where the cell is blank),
        agreements. Most agreements first. Empty if the list has no such column.

    Raises:
        ValueError: `meaning` is none of DATES and STUDENTS.
    """
    if meaning not in {*DATES, *STUDENTS}:
        message = f"No column means '{meaning}': {', '.join([*DATES, *STUDENTS])}."
        raise ValueError(message)
    mask = _filter_mask(edition, filters)
    column = optional_columns(edition).get(meaning)
    texts = pd.Series(dtype="str")
    if column:
        texts = edition.agreements[column][mask].astype("str")
    read = {"signed_on": _signing_year, "expires_on": _last_day}.get(
        meaning, read_number
    )
    unread = texts[np.array([read(text) is None for text in texts.tolist()], bool)]
    sizes = unread.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    table = pd.DataFrame(
        {"source_text": sizes.index.to_numpy(object), "agreements": sizes.to_numpy(int)}
    )
    missing = int(table["agreements"].sum())
    return Measure(
        table, "agreements", adds_up=True, n=int(mask.sum()), missing=missing
    )


def _ending(
    edition: Edition, filters: Filters, as_of: date, wanted: Callable[[date], bool]
) -> Measure:
    """List the agreements whose last day meets a condition, soonest first."""
    mask = _filter_mask(edition, filters)
    last = _last_days(edition)[mask]
    dated = np.array([day is not None for day in last], bool)
    chosen = np.array([day is not None and wanted(day) for day in last], bool)
    rows = _facts(edition, mask)[["agreement_id", "institution_id", "territory_code"]]
    column = optional_columns(edition).get("expires_on")
    texts = edition.agreements[column][mask] if column else pd.Series("", rows.index)
    rows = rows.assign(expires_text=texts, last_day=last)[chosen]
    days = [(day - as_of).days for day in rows["last_day"]]
    rows = rows.assign(
        last_day=[day.isoformat() for day in rows["last_day"]],
        days_left=np.array(days, int),
    )
    table = rows.sort_values("days_left", kind="stable").reset_index(drop=True)
    missing = int((~dated).sum())
    return Measure(table, "agreements", adds_up=False, n=len(last), missing=missing)


def _students(
    edition: Edition, filters: Filters
) -> tuple[pd.DataFrame, BoolArray, list[str]]:
    """Return the filtered agreements, the mask of the countable, and the columns."""
    mask = _filter_mask(edition, filters)
    available = optional_columns(edition)
    columns = [column for column in STUDENTS if column in available]
    rows = _facts(edition, mask)
    countable = (rows["institution_id"] != "").to_numpy(bool) & bool(columns)
    for column in columns:
        numbers = _numbers(edition, column)[mask]
        countable &= numbers >= 0
        rows = rows.assign(**{column: numbers})
    return rows, countable, columns


def _balanced(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    if len(columns) < len(STUDENTS):
        return table
    sent, received = (table[column] for column in STUDENTS)
    return table.assign(student_balance=received - sent)


def _filter_mask(edition: Edition, filters: Filters) -> BoolArray:
    """Mask the agreements that pass the filters."""
    return cell_mask(edition, filters)[cube_of(edition).cell]


def _facts(edition: Edition, mask: BoolArray) -> pd.DataFrame:
    """Return the masked agreements with institution ("" if unknown) and mark."""
    cube = cube_of(edition)
    cell = cube.cell[mask]
    columns = ["agreement_id", "territory_code"]
    names = np.array(cube.ids["institution"], object)
    return edition.agreements.loc[mask, columns].assign(
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
def _years(edition: Edition) -> IntArray:
    """Return per agreement the year of signing, 0 if it can't be read."""
    return _read(edition, "signed_on", _signing_year, 0).astype(int)


@memoize_by_identity
def _last_days(edition: Edition) -> ObjectArray:
    """Return per agreement its last day, None if it can't be read."""
    return _read(edition, "expires_on", _last_day, None)


@memoize_by_identity
def _numbers(edition: Edition, meaning: str) -> IntArray:
    """Return per agreement a number of students, -1 if it can't be read."""
    return _read(edition, meaning, read_number, -1).astype(int)


def _read(
    edition: Edition,
    meaning: str,
    read: Callable[[str], Value | None],
    default: object,
) -> ObjectArray:
    """Read a column of texts, each distinct text once."""
    column = optional_columns(edition).get(meaning)
    if not column:
        return np.full(len(edition.agreements), default, object)
    texts = edition.agreements[column].array
    results = [read(text) for text in texts.categories]
    values: ObjectArray = np.empty(len(results), object)
    values[:] = [default if result is None else result for result in results]
    column_values: ObjectArray = values[texts.codes]
    return column_values
