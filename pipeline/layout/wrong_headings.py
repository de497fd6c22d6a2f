"""Corrects columns whose cells are of another kind than their heading says.

For `column_roles`. Promises that a heading is overruled only where nearly all cells are
of another kind, and that its role goes to a column that fits it better.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.column_content import CODE, FORM, STUDY_LEVEL, ColumnContent
from pipeline.layout.header import OTHER, ListColumn
from pipeline.layout.list_columns import (
    LABEL_ROLES,
    MAX_CATEGORY_VARIETY,
    MIN_NAMED_SHARE,
    MIN_PROVING_TEXTS,
    MIN_ROLE_SHARE,
    Contents,
    column_with,
    open_columns,
    with_role,
    without_role,
)

MIN_SHARE_AGAINST_HEADING = 0.8
"""Share of texts of another role that overrules a column's heading."""


def correct_labels(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
    """Correct columns of labels that stand under the heading of another kind.

    `지역` (region) may stand above territories, `구분` (type) above regions. The role
    that becomes free goes to the next column whose heading says it.
    """
    for column in [c for c in columns if c.role in LABEL_ROLES and c.why == "heading"]:
        taken = {c.role for c in columns}
        content = contents[column.index]
        better = [
            role
            for role in LABEL_ROLES
            if role not in taken and content.share(role) >= MIN_SHARE_AGAINST_HEADING
        ]
        if content.share(column.role) > 1 - MIN_SHARE_AGAINST_HEADING:
            continue
        if better:
            columns = with_role(columns, column.index, better[0])
            columns = _give_to_next(columns, column.role)
        else:
            columns = _give_to_fitting(columns, column, contents)
    return columns


def _give_to_fitting(
    columns: list[ListColumn], wrong: ListColumn, contents: Contents
) -> list[ListColumn]:
    """Give a column's role to the only open one whose cells have it, if its own don't.

    `Estado` may say the status beside a column of countries.
    """
    fitting = [
        c.index
        for c in open_columns(columns)
        if c.meaning in ("", wrong.role)
        and c.heading != wrong.heading
        and contents[c.index].share(wrong.role) >= MIN_SHARE_AGAINST_HEADING
    ]
    if len(fitting) != 1 or contents[wrong.index].filled < MIN_PROVING_TEXTS:
        return columns
    columns = [without_role(c) if c is wrong else c for c in columns]
    return with_role(columns, fitting[0], wrong.role)


def correct_types(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
    """Take levels of study, and units, for no types where another column has these.

    `Level` may say bachelor and master, or which of our units is meant.
    """
    study = {
        c.index
        for c in columns
        if c.why != "told"
        and (c.role == "agreement_type" or (c.role == OTHER and not c.meaning))
        and contents[c.index].share(STUDY_LEVEL) >= MIN_ROLE_SHARE
    }
    twins = [c for c in open_columns(columns) if c.meaning == "agreement_type"]
    units = {
        c.index
        for c in columns
        if c.role == "agreement_type" and c.why == "heading" and twins
        if contents[c.index].share("unit") >= MIN_NAMED_SHARE
        and contents[c.index].share("agreement_type") < MIN_ROLE_SHARE
    }
    free = any(c.role == "agreement_type" and c.index in study | units for c in columns)
    columns = [_demoted(c, c.index in study, c.index in units) for c in columns]
    return _give_to_next(columns, "agreement_type") if free else columns


def _demoted(column: ListColumn, study: bool, units: bool) -> ListColumn:
    if study:
        return replace(column, role=OTHER, meaning=STUDY_LEVEL, why="content")
    return without_role(column) if units else column


def _give_to_next(columns: list[ListColumn], role: str) -> list[ListColumn]:
    """Give a role that became free to the next column whose heading says it."""
    waiting = [c.index for c in open_columns(columns) if c.meaning == role]
    return [replace(c, role=role) if c.index in waiting[:1] else c for c in columns]


def exchange_names_and_units(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Exchange the roles of two columns where each holds what the other's heading says.

    `Centro de destino` may be the partner's faculty, `Centro extranjero` the partner.
    """
    names = column_with(columns, "institution")
    if names is None or names.why == "told":
        return columns
    content = contents[names.index]
    if not content.share("institution") < MIN_NAMED_SHARE < content.share("unit"):
        return columns
    for units in columns:
        found = contents[units.index]
        if (
            units.role in ("partner_unit", "departments")
            and units.why == "heading"
            and found.share("institution") >= MIN_ROLE_SHARE
        ):
            columns = with_role(columns, names.index, units.role, sure=False)
            return with_role(columns, units.index, "institution", sure=False)
    return columns


def correct_institutions(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Prefer the column of names where two have the heading of institutions.

    The same for a column without a known heading, where the one that has it holds no
    names at all (GPA 3.0, dates, numbers), or units.
    """
    named = column_with(columns, "institution")
    if named is None or named.why == "told":
        return columns
    content = contents[named.index]
    units = content.share("unit") >= MIN_ROLE_SHARE
    repeats = content.variety <= MAX_CATEGORY_VARIETY or units
    few_named = repeats and content.share("institution") < MIN_NAMED_SHARE
    if not (few_named or holds_no_names(content)):
        return columns
    twins = [c for c in open_columns(columns) if c.meaning in ("institution", "")]
    least = MIN_NAMED_SHARE if units else MIN_ROLE_SHARE
    better = [c for c in twins if contents[c.index].share("institution") >= least]
    better.sort(key=lambda c: -contents[c.index].share("institution"))
    better += [
        c
        for c in twins
        if c.meaning == "institution" and not holds_no_names(contents[c.index])
    ]
    if not better:
        return columns
    columns = [without_role(c) if c is named else c for c in columns]
    return with_role(columns, better[0].index, "institution", sure=False)


def holds_no_names(content: ColumnContent) -> bool:
    """Whether most cells of a column can't be names of institutions."""
    labels = content.share("territory", "region", "exchange", "agreement_type")
    others = labels + content.share(FORM, CODE)
    return others > 0.5 > content.share("institution")
