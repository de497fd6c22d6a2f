"""Gives roles that no heading says to the columns whose cells have them.

For `column_roles`: territories, regions, types, institutions and persons. A column of
which the cells are no proof is a guess, and `list_questions` asks about it.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.column_content import FORM, LONG_TEXT, ColumnContent
from pipeline.layout.header import BLANK, OTHER, UNDECIDED_UNIT, ListColumn
from pipeline.layout.list_columns import (
    MIN_ROLE_SHARE,
    MIN_SURE_SHARE,
    Contents,
    column_with,
    open_columns,
    with_role,
)
from pipeline.reference import Reference
from pipeline.reference.content_kinds import SIGN

MIN_ROLE_SHARE_IF_SHIFTED = 0.15
"""The same where the rows of a list without a header were shifted."""

LEARNED_ROLES = ("territory", "region", "agreement_type", "institution")
"""Roles that cells show, in the order in which columns get them. What a lone column of
marks marks is never guessed: it is asked."""

MIN_CODES = 5
"""Fewer codes may be of languages or degrees."""

LONGEST_USUAL_NAME = 30
"""Names are about as long, cities and codes shorter."""

LEAST_LIKENESS = 1e-6
"""Of a column with any letters: some column must hold the names, and a person is asked."""


def learn_role(
    columns: list[ListColumn], contents: Contents, role: str
) -> list[ListColumn]:
    """Give a missing role to the column with the largest share of matching cells."""
    if column_with(columns, role):
        return columns
    shares = {
        c.index: contents[c.index].share(role)
        for c in open_columns(columns)
        if not c.meaning or (c.meaning == UNDECIDED_UNIT and role == "institution")
    }
    if role == "institution" and max(shares.values(), default=0) < MIN_ROLE_SHARE:
        shares = {  # under the heading of units
            c.index: contents[c.index].share(role)
            for c in columns
            if c.role in ("departments", "partner_unit") and c.why == "heading"
        }
    best = max(shares, key=lambda i: (shares[i], -i), default=None)
    if best is None or shares[best] < MIN_ROLE_SHARE:
        return columns
    rivals = sum(share >= MIN_ROLE_SHARE for share in shares.values())
    sure = shares[best] >= MIN_SURE_SHARE and rivals == 1
    return with_role(columns, best, role, sure=sure)


def learn_from_shifted_rows(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Learn roles in a list without any heading whose rows were shifted.

    The column with the most matching cells gets a role: one that only few rows reach
    may hold nothing but cells that belong in another.
    """
    if any(c.why != "unknown" for c in columns):
        return columns

    def matching_cells(role: str) -> dict[int, tuple[float, float]]:
        shares = {c.index: contents[c.index].share(role) for c in columns}
        return {i: (s * contents[i].filled, s) for i, s in shares.items()}

    names = matching_cells("institution")
    most = max(names, key=lambda i: names[i])
    if most == max(names, key=lambda i: names[i][1]):
        return columns
    for role in ("institution", *(r for r in LEARNED_ROLES if r != "institution")):
        cells = matching_cells(role)
        best = max(
            (c.index for c in open_columns(columns)),
            key=lambda i: cells[i],
            default=-1,
        )
        if best >= 0 and cells[best][1] >= MIN_ROLE_SHARE_IF_SHIFTED:
            columns = with_role(columns, best, role)
    units = {
        contents[c.index].share("unit") * len(contents[c.index].counts): c.index
        for c in reversed(open_columns(columns))
    }
    if max(units, default=0) > 1:
        columns = with_role(columns, units[max(units)], "partner_unit")
    taken = [c.role for c in columns if c.role in LEARNED_ROLES]
    return [
        replace(c, role=BLANK)
        if c.role == OTHER and any(contents[c.index].share(r) == 1 for r in taken)
        else c
        for c in columns
    ]


def learn_codes(
    columns: list[ListColumn], contents: Contents, reference: Reference
) -> list[ListColumn]:
    """Take a column of nothing but codes (DE, FR) as territories, if none has names."""
    if column_with(columns, "territory"):
        return columns
    for column in open_columns(columns):
        distinct = contents[column.index].counts
        if (
            not column.meaning
            and len(distinct) >= MIN_CODES
            and all(reference.find_code(text) for text in distinct)
        ):
            return with_role(columns, column.index, "territory")
    return columns


def learn_english_names(columns: list[ListColumn]) -> list[ListColumn]:
    """Take the column of English names as institutions, if there is no other."""
    if column_with(columns, "institution"):
        return columns
    english = (c.index for c in columns if c.meaning == "institution_en")
    at = next(english, None)
    return columns if at is None else with_role(columns, at, "institution")


def guess_institution(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Take the column most like names for the institutions, if there is no other.

    The column of departments only where no column else may be that of institutions: its
    heading may mean any body.
    """
    if column_with(columns, "institution"):
        return columns
    open_meanings = ("", UNDECIDED_UNIT, "partner_unit", "city")
    for roles, meanings in (
        ((OTHER, "partner_unit"), open_meanings),
        (("departments",), ("departments",)),
    ):
        likeness = {
            c.index: _name_likeness(contents[c.index])
            for c in columns
            if c.why != "told" and c.role in roles and c.meaning in meanings
        }
        best = max(likeness, key=lambda i: (likeness[i], -i), default=None)
        if best is not None and likeness[best]:
            return with_role(columns, best, "institution", sure=False)
    return columns


def _name_likeness(content: ColumnContent) -> float:
    """Return how much a column looks like one of names, by form and variety."""
    if not any(any(map(str.isalpha, text)) for text in content.counts):
        return 0.0
    not_names = content.shares[FORM] + content.shares["territory"]
    not_names += content.share("agreement_type", "exchange", "region", SIGN)
    short = content.length <= LONG_TEXT
    letters = min(content.length, LONGEST_USUAL_NAME) / LONGEST_USUAL_NAME
    share = 2 * content.shares["institution"] + short - content.shares["unit"]
    likeness = (share + content.variety + letters) * max(0.0, 1 - not_names)
    return max(likeness * (1 - content.blank), LEAST_LIKENESS)
