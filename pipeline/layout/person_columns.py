"""Finds the columns of persons, which are published only on request: for `column_roles`.

A heading that speaks of persons may stand above our departments: `Responsible`. Such a
column is left out only where its cells may be persons, or until somebody is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.layout.column_content import ColumnContent
from pipeline.layout.header import CONTACT, ListColumn
from pipeline.layout.list_columns import (
    MIN_PROVING_TEXTS,
    MIN_ROLE_SHARE,
    MIN_SURE_SHARE,
    Contents,
    open_columns,
    without_role,
)
from pipeline.reference import Reference
from pipeline.reference.persons import looks_like_persons, may_be_persons

MIN_ADDRESS_SHARE = 0.5
"""A column with at least this share of e-mail addresses is one of persons."""

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.\w")


def doubt_persons(
    columns: list[ListColumn], contents: Contents, reference: Reference
) -> list[ListColumn]:
    """Doubt headings of persons above other texts.

    Where nearly all cells are units, institutions, territories or types, the column is
    none of persons; where hardly any may be a person, it is left out and asked about.
    """
    return [
        _doubted(c, contents[c.index], reference)
        if c.meaning == CONTACT and c.why == "heading"
        else c
        for c in columns
    ]


def _doubted(
    column: ListColumn, content: ColumnContent, reference: Reference
) -> ListColumn:
    """Return a column of persons without its meaning, or as a guess, if not confirmed."""
    if content.filled < MIN_PROVING_TEXTS or _holds_addresses(content):
        return column
    others = max(
        content.share(kind)
        for kind in ("unit", "institution", "territory", "agreement_type", "exchange")
    )
    if others >= MIN_SURE_SHARE:
        return without_role(column)
    return replace(column, sure=may_be_persons([*content.counts], reference))


def _holds_addresses(content: ColumnContent) -> bool:
    """Whether most cells are telephone numbers, or have an address of mail."""
    phones = content.share("phone") >= MIN_ROLE_SHARE
    return phones or _address_share(content) >= MIN_ADDRESS_SHARE


def find_persons(
    columns: list[ListColumn], contents: Contents, reference: Reference
) -> list[ListColumn]:
    """Mark the columns of persons: they are published only on request.

    A column that nothing explains, of texts that may be names of persons, is left out
    until somebody says what it is.
    """
    found: dict[int, bool] = {}
    for column in open_columns(columns):
        content = contents[column.index]
        if _holds_addresses(content):
            found[column.index] = True
        elif not column.meaning:
            texts = [*content.counts]
            sure = looks_like_persons(texts, reference)
            if sure or may_be_persons(texts, reference):
                found[column.index] = sure
    return [
        replace(c, meaning=CONTACT, why="content", sure=found[c.index])
        if c.index in found
        else c
        for c in columns
    ]


def _address_share(content: ColumnContent) -> float:
    found = sum(n for text, n in content.counts.items() if _ADDRESS.search(text))
    return found / content.filled if content.filled > 1 else 0.0
