"""Learns the roles of columns from their cells where headings don't tell: for `layout`.

Assumes columns with the roles of their headings. A role that no heading gives goes to
the column whose cells fit it best; where that is no proof, the role is a guess, and
`list_questions` asks.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.layout.header import ListColumn
from pipeline.layout.list_columns import Contents, column_with
from pipeline.layout.person_columns import doubt_persons, find_persons
from pipeline.layout.roles_by_content import (
    LEARNED_ROLES,
    guess_institution,
    learn_codes,
    learn_english_names,
    learn_from_shifted_rows,
    learn_role,
)
from pipeline.layout.unexplained_columns import (
    departments_in_headings,
    guess_categories,
    guess_students,
)
from pipeline.layout.unit_columns import tell_units_apart
from pipeline.layout.wrong_headings import (
    correct_institutions,
    correct_labels,
    correct_types,
    exchange_names_and_units,
)
from pipeline.reference import Reference


def learn_roles(
    columns: list[ListColumn],
    contents: Contents,
    reference: Reference,
    outside: Collection[str] = (),
) -> list[ListColumn]:
    """Give missing roles to the columns whose cells match them.

    `outside` are the roles that titles above the headings give: no column is guessed to
    have one.
    """
    columns = doubt_persons(columns, contents, reference)
    columns = correct_labels(columns, contents)
    columns = correct_types(columns, contents)
    columns = exchange_names_and_units(columns, contents)
    columns = correct_institutions(columns, contents)
    columns = learn_from_shifted_rows(columns, contents)
    for role in LEARNED_ROLES:
        columns = learn_role(columns, contents, role)
    columns = learn_codes(columns, contents, reference)
    columns = learn_english_names(columns)
    columns = guess_institution(columns, contents)
    columns = tell_units_apart(columns, contents)
    columns = find_persons(columns, contents, reference)
    columns = guess_students(columns, contents)
    if not column_with(columns, "departments"):
        columns = departments_in_headings(columns, contents, reference)
    return guess_categories(columns, contents, outside)
