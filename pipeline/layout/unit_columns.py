"""Tells the columns of our departments from those of the partners' units.

For `column_roles`: by how often their texts are repeated, how many stand in one cell, and
how many rows have none.
"""

from __future__ import annotations

import re

from pipeline.layout.column_content import ColumnContent
from pipeline.layout.header import UNDECIDED_UNIT, ListColumn
from pipeline.layout.list_columns import (
    MIN_ROLE_SHARE,
    Contents,
    column_with,
    open_columns,
    with_role,
)
from pipeline.reference.normal_forms import LONGEST_NAME

MIN_PARTNER_VARIETY = 0.5
"""A single column of units with at least this variety is the partners'."""

MAX_BLANK_DEPARTMENTS = 0.3
"""A list names our department in nearly every row, a partner's faculty in some."""

_LIST_SIGNS = re.compile(r"[、､，,；;،|\n]")


def tell_units_apart(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
    """Tell the partners' units from our own departments: theirs are more varied.

    Candidates are columns that only their content explains, and those whose heading
    says the same as another's. A list names a partner's faculty once or twice, a
    department of ours again and again.
    """
    units = {
        c.index: contents[c.index].variety
        for c in open_columns(columns)
        if c.meaning in ("departments", "partner_unit", UNDECIDED_UNIT)
        or (not c.meaning and contents[c.index].share("unit") >= MIN_ROLE_SHARE)
    }
    if not units:
        return columns
    ours = column_with(columns, "departments")
    theirs = column_with(columns, "partner_unit")
    of_ours = {
        i: (lists_several(contents[i]), not often_blank(contents[i]), -variety)
        for i, variety in units.items()
    }
    most, least = (
        min(units, key=of_ours.__getitem__),
        max(units, key=of_ours.__getitem__),
    )
    if ours and theirs:
        return columns
    if theirs or (not ours and len(units) == 1 and _are_our_units(contents[least])):
        return with_role(columns, least, "departments", sure=False)
    if ours and ours.why != "told" and units[most] < contents[ours.index].variety:
        columns = with_role(columns, ours.index, "partner_unit", sure=False)
        return with_role(columns, most, "departments", sure=False)
    columns = with_role(columns, most, "partner_unit", sure=False)
    if not ours and len(units) > 1:
        columns = with_role(columns, least, "departments", sure=False)
    return columns


def _are_our_units(content: ColumnContent) -> bool:
    """Whether the only column of units names ours: every row, and several in one cell.

    Without either sign it is ours if its texts are repeated.
    """
    if lists_several(content):
        return True
    return not often_blank(content) and content.variety < MIN_PARTNER_VARIETY


def often_blank(content: ColumnContent) -> bool:
    """Whether a column is blank in too many rows to be that of our departments."""
    return content.blank > MAX_BLANK_DEPARTMENTS


def lists_several(content: ColumnContent) -> bool:
    """Whether a cell lists texts of which one stands alone in another cell.

    Between two that both stand alone there may be any word: `A and B`, `A og B`.
    """
    lists = (_LIST_SIGNS.split(text) for text in content.counts)
    return any(
        len(parts) > 1 and any(part.strip() in content.counts for part in parts)
        for parts in lists
    ) or any(_joins_two(text, content) for text in content.counts)


def _joins_two(text: str, content: ColumnContent) -> bool:
    """Whether a text begins and ends with two other texts, and has a word between."""
    if len(text) > LONGEST_NAME:
        return False
    words = text.split(" ")
    first = [i for i in range(1, len(words)) if " ".join(words[:i]) in content.counts]
    if not first:
        return False
    return any(
        " ".join(words[i:]) in content.counts for i in range(first[0] + 1, len(words))
    )
