"""What breaks the schema of a table is named: the column, what it must hold, the value."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.schemas import Column, Schema, misfits

SCHEMA = Schema(
    {
        "id": Column("str", "start with A", lambda s: s.str.startswith("A")),
        "kind": Column("category", "be x or y", lambda s: s.isin(["x", "y"])),
        "rows": Column("float64", "be at least 1", lambda s: s >= 1, nullable=True),
    },
    key=("id", "kind"),
)
RIGHT = pd.DataFrame(
    {
        "id": ["A1", "A1", "A2"],
        "kind": pd.Categorical(["x", "y", "x"]),
        "rows": [1.0, None, 2.0],
    }
)


def test_table_that_fits_has_no_misfits():
    assert list(misfits(RIGHT, SCHEMA)) == []
    assert list(misfits(RIGHT[:0], SCHEMA)) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": ["A1", "B1", "C1"]}, ["id must start with A: 'B1'", "… 'C1'"]),
        ({"id": ["A1", None, "A2"]}, ["id lacks a value"]),
        ({"kind": pd.Categorical(["x", "z", "x"])}, ["kind must be x or y: 'z'"]),
        ({"kind": pd.Categorical(["x", None, "x"])}, ["kind lacks a value"]),
        ({"kind": ["x", "y", "x"]}, ["kind is of type str, not category"]),
        ({"rows": [1.0, None, 0.0]}, ["rows must be at least 1: '0.0'"]),
        ({"kind": pd.Categorical(["x"] * 3)}, ["two rows have the same id and kind"]),
        (
            {"more": 1},
            [
                "the columns are ['id', 'kind', 'rows', 'more']"
                " instead of ['id', 'kind', 'rows']"
            ],
        ),
    ],
)
def test_each_misfit_is_told(wrong, told):
    found = list(misfits(RIGHT.assign(**wrong), SCHEMA))
    assert found == [one.replace("…", "id must start with A:") for one in told]


def test_columns_of_the_list_may_follow():
    schema = Schema(SCHEMA.columns, SCHEMA.key, others=True)
    assert list(misfits(RIGHT.assign(more=1), schema)) == []
