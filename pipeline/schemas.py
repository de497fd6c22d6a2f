"""What the published tables must look like, checked at publishing.

Stands beside `publish`. Knows of each table its columns in their order, what each may
hold, and its key. Texts that repeat are looked at once each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import PublishError
from pipeline.model import Edition

CATEGORY = "category"
"""The type of a column of texts that repeat, each kept once."""

SHOWN = 5
"""So many cases are named."""


@dataclass(frozen=True)
class Column:
    """What one column must hold.

    Attributes:
        dtype: its type.
        must: what each of its values must be, in words.
        fits: of values which are so; None if any value may stand there.
        nullable: whether a value may be missing.
    """

    dtype: str
    must: str = ""
    fits: Callable[[pd.Series[Any]], Iterable[bool]] | None = None
    nullable: bool = False


@dataclass(frozen=True)
class Schema:
    """What one table must look like.

    Attributes:
        columns: by name, in their order.
        key: columns that together name a row; none if rows may be equal.
        others: whether columns of the list follow.
    """

    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    others: bool = False


def _starting_with(letter: str) -> Column:
    return Column("str", f"start with {letter}", lambda s: s.str.startswith(letter))


def _between(least: float, most: float) -> Column:
    must = f"lie between {least} and {most}"
    return Column("float64", must, lambda s: s.between(least, most), nullable=True)


def _filled(dtype: str) -> Column:
    return Column(dtype, "hold text", lambda s: s != "")


_TEXT, _REPEATED = Column("str"), Column(CATEGORY)
_ROW = Column("int64", "be at least 1", lambda s: s >= 1)
_CODE = Column(CATEGORY, "have at most 3 letters", lambda s: s.str.len() <= 3)
_SEVERITY = Column(CATEGORY, "be check or note", lambda s: s.isin(["check", "note"]))

AGREEMENTS = Schema(
    {
        "agreement_id": _starting_with("A"),
        "source_row": _ROW,
        "region_text": _REPEATED,
        "region_id": _REPEATED,
        "territory_text": _REPEATED,
        "territory_code": _CODE,
        "institution_text": _REPEATED,
        "institution_id": _filled(CATEGORY),
        "partner_unit_text": _REPEATED,
        "agreement_type_text": _REPEATED,
        "agreement_type_id": _REPEATED,
        "departments_text": _REPEATED,
        "exchange_text": _REPEATED,
        "exchange_marked": Column("boolean", nullable=True),
    },
    key=("agreement_id",),
    others=True,
)

AGREEMENT_DEPARTMENTS = Schema(
    {"agreement_id": _TEXT, "department_id": _REPEATED},
    key=("agreement_id", "department_id"),
)

INSTITUTIONS = Schema(
    {
        "institution_id": _TEXT,
        "name_ja": _TEXT,
        "name_en": _TEXT,
        "name_text": _filled("str"),
        "territory_code": _TEXT,
        "city_en": _TEXT,
        "latitude": _between(-90, 90),
        "longitude": _between(-180, 180),
        "ror_id": _TEXT,
        "known": Column("bool"),
    },
    key=("institution_id",),
)

FINDINGS = Schema(
    {
        "finding_id": _starting_with("F"),
        "code": _filled(CATEGORY),
        "severity": _SEVERITY,
        "source_row": _ROW,
        "column": _REPEATED,
        "text_ja": _filled("str"),
        "text_en": _filled("str"),
        "agreement_id": _TEXT,
    },
    key=("finding_id",),
)


def check_tables(edition: Edition) -> None:
    """Check the tables of an edition against their schemas.

    Raises:
        PublishError: a table breaks its schema; names the first cases.
    """
    tables = {
        "agreements": AGREEMENTS,
        "agreement_departments": AGREEMENT_DEPARTMENTS,
        "institutions": INSTITUTIONS,
        "findings": FINDINGS,
    }
    for name, schema in tables.items():
        cases = list(islice(misfits(getattr(edition, name), schema), SHOWN))
        if cases:
            msg = (
                f"The table {name} must fit its schema, but it does not. Read:"
                f" {'; '.join(cases)}."
                " This is a fault of the program: report it with the list."
            )
            raise PublishError(msg)


def misfits(table: pd.DataFrame, schema: Schema) -> Iterator[str]:
    """Where a table does not fit its schema, in words; nothing where it does."""
    names = list(table)
    if schema.others:
        names = names[: len(schema.columns)]
    if names != list(schema.columns):
        yield f"the columns are {names} instead of {list(schema.columns)}"
        return
    for name, column in schema.columns.items():
        values = table[name]
        if str(values.dtype) != column.dtype:
            yield f"{name} is of type {values.dtype}, not {column.dtype}"
            continue
        if not column.nullable and values.hasnans:
            yield f"{name} lacks a value"
        if column.dtype == CATEGORY:
            values = pd.Series(values.cat.categories)
        if column.fits is not None:
            held = values.dropna()
            fits = np.asarray(column.fits(held), np.bool_)
            yield from (f"{name} must {column.must}: '{v}'" for v in held[~fits])
    if schema.key and not _is_key(table, schema.key):
        yield f"two rows have the same {' and '.join(schema.key)}"


def _is_key(table: pd.DataFrame, columns: tuple[str, ...]) -> bool:
    """Whether no two rows hold the same in all of some columns of texts."""
    row = np.zeros(len(table), np.int64)
    for name in columns:
        values = table[name]
        repeated = values.dtype == CATEGORY
        code = values.cat.codes.to_numpy() if repeated else pd.factorize(values)[0]
        row = row * (int(code.max(initial=0)) + 1) + code
    return len(pd.unique(row)) == len(table)
