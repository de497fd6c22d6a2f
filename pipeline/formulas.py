"""Texts in CSV files that a spreadsheet would run: quoted on the way out, read back.

Stands beside every stage and knows none. The rule is OWASP's (CSV injection): a text
that begins with = + - @, their full-width forms, a tab or a line break is evaluated by
one spreadsheet or another, so an apostrophe goes before it. A lone mark (`-`, `－`) and
a number with a sign (`-3`, `+1.5`) run nothing and stay as printed. Promises that
`unquoted(quoted(text))` is the text, whatever it is.
"""

from __future__ import annotations

import re

import pandas as pd

_STARTS = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_HARMLESS = re.compile(r"[-+－＋]+(?:\d++(?:[.,]\d++)*+[%％]?)?")


def quoted(text: str) -> str:
    """The text for a CSV file: what a spreadsheet would run has an apostrophe first.

    One that begins with apostrophes before such a sign has another, to be told apart.
    """
    if _STARTS.match(text) and not _HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def unquoted(text: str) -> str:
    """The text that `quoted` was given."""
    return text[1:] if text.startswith("'") and _STARTS.match(text) else text


def quoted_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts and headings are quoted."""
    columns = {name: _quoted_column(table[name]) for name in table.columns}
    return table.assign(**columns).rename(columns=lambda name: quoted(str(name)))


def _quoted_column(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = {text: quoted(str(text)) for text in column.cat.categories}
        return column.cat.rename_categories(texts)
    if not pd.api.types.is_string_dtype(column.dtype):
        return column
    starts = column.str.match(_STARTS.pattern, na=False)
    return column.mask(starts, column[starts].map(quoted)) if starts.any() else column
