"""What the published tables must look like, checked with pandera at publishing.

Stands beside `publish`; imported only there, since pandera takes long to import.
"""

from __future__ import annotations

import pandera.pandas as pa

from pipeline.errors import PublishError
from pipeline.model import Edition

_TEXT = pa.Column("str", coerce=False)
_ROW = pa.Column("int64", pa.Check.ge(1))


def _key(letter: str) -> pa.Column:
    return pa.Column("str", pa.Check.str_startswith(letter), unique=True)


AGREEMENTS = pa.DataFrameSchema(
    {
        "agreement_id": _key("A"),
        "source_row": _ROW,
        "region_text": _TEXT,
        "region_id": _TEXT,
        "territory_text": _TEXT,
        "territory_code": pa.Column("str", pa.Check.str_length(max_value=3)),
        "institution_text": _TEXT,
        "institution_id": pa.Column("str", pa.Check.str_length(min_value=1)),
        "partner_unit_text": _TEXT,
        "agreement_type_text": _TEXT,
        "agreement_type_id": _TEXT,
        "departments_text": _TEXT,
        "exchange_text": _TEXT,
        "exchange_marked": pa.Column("boolean", nullable=True),
    },
    strict=False,
    ordered=True,
)

AGREEMENT_DEPARTMENTS = pa.DataFrameSchema(
    {"agreement_id": _TEXT, "department_id": _TEXT},
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
        "code": pa.Column("str", pa.Check.str_length(min_value=1)),
        "severity": pa.Column("str", pa.Check.isin(["check", "note"])),
        "source_row": _ROW,
        "column": _TEXT,
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
