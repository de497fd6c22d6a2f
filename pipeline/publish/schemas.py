"""The schemas of the published tables, checked with pandera: for `publish`."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from pipeline.errors import PublishError
from pipeline.model import Edition

_TEXT = pa.Column("str", coerce=False)
"""A text of its own in each row."""

_ROW = pa.Column("int64", pa.Check.ge(1))


_IS_CATEGORY = pa.Check(
    lambda column: isinstance(column.dtype, pd.CategoricalDtype), name="category"
)
"""A pandera dtype would build the category anew, all its texts one by one."""


def _repeated(*checks: pa.Check) -> pa.Column:
    """Repeated texts, stored as categories."""
    return pa.Column(None, [_IS_CATEGORY, *checks])


def _key(letter: str) -> pa.Column:
    return pa.Column("str", pa.Check.str_startswith(letter), unique=True)


AGREEMENTS = pa.DataFrameSchema(
    {
        "agreement_id": _key("A"),
        "source_row": _ROW,
        "region_text": _repeated(),
        "region_id": _repeated(),
        "territory_text": _repeated(),
        "territory_code": _repeated(pa.Check.str_length(max_value=3)),
        "institution_text": _repeated(),
        "institution_id": _repeated(),
        "partner_unit_text": _repeated(),
        "agreement_type_text": _repeated(),
        "agreement_type_id": _repeated(),
        "departments_text": _repeated(),
        "exchange_text": _repeated(),
        "exchange_marked": pa.Column("boolean", nullable=True),
    },
    strict=False,
    ordered=True,
)

AGREEMENT_DEPARTMENTS = pa.DataFrameSchema(
    {"agreement_id": _TEXT, "department_id": _repeated()},
    unique=["agreement_id", "department_id"],
    strict=True,
)

INSTITUTIONS = pa.DataFrameSchema(
    {
        "institution_id": pa.Column("str", unique=True),
        "name_ja": _TEXT,
        "name_en": _TEXT,
        "name_text": pa.Column("str", pa.Check.str_length(min_value=1)),
        "territory_code": _TEXT,
        "city_en": _TEXT,
        "latitude": pa.Column("float64", pa.Check.in_range(-90, 90), nullable=True),
        "longitude": pa.Column("float64", pa.Check.in_range(-180, 180), nullable=True),
        "ror_id": _TEXT,
        "known": pa.Column("bool"),
    },
    strict=True,
)

FINDINGS = pa.DataFrameSchema(
    {
        "finding_id": _key("F"),
        "code": _repeated(pa.Check.str_length(min_value=1)),
        "severity": _repeated(pa.Check.isin(["check", "note"])),
        "source_row": pa.Column("int64", pa.Check.ge(0)),
        "column": _repeated(),
        "text_ja": pa.Column("str", pa.Check.str_length(min_value=1)),
        "text_en": pa.Column("str", pa.Check.str_length(min_value=1)),
        "agreement_id": _TEXT,
    },
    strict=True,
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
        try:
            schema.validate(getattr(edition, name), lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases.head(5)
            read = "; ".join(
                f"{c.column} {c.check}: '{c.failure_case}'" for c in cases.itertuples()
            )
            msg = (
                f"The table {name} must fit its schema, but it does not. Read: {read}."
                " This is a fault of the program: report it with the list."
            )
            raise PublishError(msg) from error
