"""The columns of a list while their roles are learned: for the modules of `layout`.

Assumes columns with the roles of their headings, and what their cells hold. Promises new
columns: none is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.layout.column_content import ColumnContent
from pipeline.layout.header import OTHER, ListColumn
from pipeline.reference.content_kinds import SIGN

MIN_ROLE_SHARE = 0.6
"""Share of a column's texts that must match its role."""

MIN_NAMED_SHARE = 0.2
"""A column of few texts with a smaller share of names holds no institutions."""

MIN_PROVING_TEXTS = 5
"""Fewer cells do not contradict a heading."""

MIN_SURE_SHARE = 0.8
"""From here the cells alone prove the role of a column."""

LABEL_ROLES = ("territory", "region", "agreement_type")

MAX_CATEGORY_VARIETY = 0.5
"""Types and departments of ours are repeated."""

Contents = Mapping[int, ColumnContent]
"""Index of a column -> what its cells hold."""


def with_role(
    columns: list[ListColumn], index: int, role: str, *, sure: bool = True
) -> list[ListColumn]:
    """Give one of the columns the role that its content shows."""
    return [
        replace(c, role=role, meaning=role, why="content", sure=sure)
        if c.index == index
        else c
        for c in columns
    ]


def without_role(column: ListColumn) -> ListColumn:
    """Return a column whose heading proved wrong: nothing is known of it."""
    return replace(column, role=OTHER, meaning="", why="unknown")


def column_with(columns: list[ListColumn], role: str) -> ListColumn | None:
    """Return the column that has a role; None if none has."""
    return next((c for c in columns if c.role == role), None)


def open_columns(columns: list[ListColumn]) -> list[ListColumn]:
    """Return the columns whose role may still be learned."""
    return [c for c in columns if c.role == OTHER and c.why != "told"]


def is_marked(content: ColumnContent) -> bool:
    """Whether most cells of a column are marks or signs, or all are 0 or 1."""
    return {*content.counts} == {"0", "1"} or content.share(
        "exchange", SIGN
    ) >= MIN_ROLE_SHARE
