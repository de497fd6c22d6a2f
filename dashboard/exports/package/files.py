"""A tidy table as CSV, Parquet and JSON.

Empty texts are empty in CSV and null elsewhere, as the descriptor says.
"""

from __future__ import annotations

import io
import json

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from dashboard.exports.texts import csv_literal
from dashboard.exports.tidy import TidyTable

_TEXTS = ("string", "category")
_ARROW = {
    "string": pa.string(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def csv_bytes(table: TidyTable) -> bytes:
    """Return CSV in UTF-8 with a byte-order mark, texts quoted as by `csv_literal`."""
    shown = {}
    for column in table.columns:
        name, values = csv_literal(column.name), table.frame[column.name]
        if column.type in _TEXTS:
            literals = {text: csv_literal(text) for text in values.unique()}
            shown[name] = values.map(literals)
        elif column.type == "boolean":
            names = {True: "true", False: "false"}
            shown[name] = values.astype(object).map(names)
        else:
            shown[name] = values
    frame = pd.DataFrame(shown, index=table.frame.index)
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def nullable(table: TidyTable) -> dict[str, list[object]]:
    """Return the columns as lists, with None for missing values."""
    return {
        column.name: [
            None if value is pd.NA or value == "" else value
            for value in table.frame[column.name].astype(object).tolist()
        ]
        for column in table.columns
    }


def json_bytes(table: TidyTable) -> bytes:
    """Return a JSON array with an object per row."""
    columns = nullable(table)
    rows = (
        dict(zip(columns, values, strict=True))
        for values in zip(*columns.values(), strict=True)
    )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def parquet_bytes(table: TidyTable) -> bytes:
    """Return Parquet with typed columns, each described in both languages."""
    columns = nullable(table)
    fields = [
        pa.field(
            column.name,
            _ARROW[column.type],
            nullable=not column.required,
            metadata={
                **{f"title_{lang}": text for lang, text in column.titles.items()},
                **{
                    f"description_{lang}": text
                    for lang, text in column.descriptions.items()
                },
            },
        )
        for column in table.columns
    ]
    arrays = [
        pa.array(values, field.type)
        for field, values in zip(fields, columns.values(), strict=True)
    ]
    file = io.BytesIO()
    arrow_table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    parquet.write_table(arrow_table, file, compression="zstd")
    return file.getvalue()
