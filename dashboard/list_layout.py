"""How a list is laid out, and the decisions by which a person says otherwise.

Assumes an edition: its heading row, what its columns are, what is not understood. Pure: a decision is applied by building the edition again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.caching import memoize_by_identity
from dashboard.redaction import redacted_columns, redacted_row
from pipeline.model import (
    BETWEEN_ROWS,
    COLUMN_ROLE,
    GIVEN_ROLES,
    HEADER_ROW,
    HEADING,
    ROLES,
    Decision,
    Edition,
)

ROWS_SHOWN = 200
"""So many of the first rows are shown; the heading stands in one of them."""

VALUES_SHOWN = 8


@dataclass(frozen=True)
class PrintedColumn:
    """A printed column of a list.

    Attributes:
        number: from 1.
        heading: as printed, "" if it has none.
        role: one of GIVEN_ROLES, or `blank` for a column that nothing is read from.
        understood: whether its role is more than that it is kept as it is.
        why: by language, how its role was found.
        top_texts: its most frequent texts with the rows that hold them; none of a column
            of contact persons that is not published.
        distinct: how many texts it has.
        filled: how many rows hold one.
    """

    number: int
    heading: str
    role: str
    understood: bool
    why: Mapping[str, str]
    top_texts: tuple[tuple[str, int], ...]
    distinct: int
    filled: int


@memoize_by_identity
def printed_columns(edition: Edition) -> list[PrintedColumn]:
    """Return the printed columns from left to right; must not be written to."""
    layout = edition.layout[edition.layout["source_column"] > 0]
    records = layout.drop_duplicates("source_column").to_dict("records")
    rows = [*map(edition.grid.row, edition.agreements["source_row"].unique().tolist())]
    hidden = redacted_columns(edition)
    columns = []
    for record in records:
        number = int(record["source_column"])
        texts = Counter(
            text
            for cells in rows
            if (text := "".join(cells[number - 1 : number]).strip())
        )
        role = "contact" if record["meaning"] == "contact" else str(record["role"])
        columns.append(
            PrintedColumn(
                number,
                str(record["heading"]),
                role,
                understood=bool(record["meaning"]) or role in ROLES,
                why={lang: str(record[f"why_{lang}"]) for lang in ("ja", "en")},
                top_texts=()
                if number in hidden
                else tuple(texts.most_common(VALUES_SHOWN)),
                distinct=len(texts),
                filled=texts.total(),
            )
        )
    return columns


def first_rows(edition: Edition) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return the first rows as received: source row, kind, and cells.

    Their kind is `heading`, `row` (an agreement) or `other`.
    """
    rows = set(edition.agreements["source_row"].tolist())
    heading = heading_row(edition)
    kinds = {heading: "heading", **dict.fromkeys(rows, "row")}
    return [
        (number, kinds.get(number, "other"), redacted_row(edition, number))
        for number in edition.grid.numbers[:ROWS_SHOWN]
    ]


def missing_roles(edition: Edition) -> list[str]:
    """Return the counted roles that no column of the list has."""
    found = set(edition.layout["role"])
    return [role for role in ROLES if role not in found]


def heading_row(edition: Edition) -> int:
    """Return the source row of the heading; 0 if the list has none."""
    row = str(edition.about.get("heading_row", "-"))
    return int(row) if row.isdecimal() else 0


def column_decision(edition: Edition, number: int, said: Decision) -> Decision:
    """Return the decision that a column of this edition has a role.

    Args:
        edition: whose heading it will be found by again.
        number: of the printed column, from 1; 0: the labels between the rows.
        said: the role as its `value`, and who said it, when and why.
    """
    if not number:
        return replace(
            said, source_row=0, column=COLUMN_ROLE, expect="", context=BETWEEN_ROWS
        )
    columns = printed_columns(edition)
    heading = next((c.heading for c in columns if c.number == number), "")
    context = f"{number} of {len(columns)}"
    return replace(
        said, source_row=0, column=COLUMN_ROLE, expect=heading, context=context
    )


def header_decision(edition: Edition, source_row: int, said: Decision) -> Decision:
    """Return the decision that a row names the columns."""
    text = edition.grid.row_text(source_row)
    return replace(
        said, source_row=source_row, column=HEADER_ROW, expect=text, value=HEADING
    )


def decided_columns(
    edition: Edition, decisions: Iterable[Decision]
) -> dict[int, Decision]:
    """Map the printed columns to the decisions that gave them their roles.

    0 stands for the labels between the rows.
    """
    columns = printed_columns(edition)
    found: dict[int, Decision] = {}
    for decision in decisions:
        if decision.context == BETWEEN_ROWS:
            found[0] = decision
        alike = [
            c.number
            for c in columns
            if " ".join(c.heading.split()) == " ".join(decision.expect.split())
        ]
        for number in alike if decision.column == COLUMN_ROLE else ():
            if len(alike) == 1 or decision.context == f"{number} of {len(columns)}":
                found[number] = decision
    return found


def without_superseded(
    earlier: Iterable[Decision], later: Sequence[Decision]
) -> tuple[Decision, ...]:
    """Return the earlier decisions that no later one replaces.

    A later decision replaces one on the same column, on the heading row, and one that
    gave its counted role to another column.
    """
    replaced = set(map(_subject, later)) - {None}
    roles = {d.value for d in later if d.column == COLUMN_ROLE} & {*ROLES}
    return tuple(
        decision
        for decision in earlier
        if _subject(decision) not in replaced
        and not (decision.column == COLUMN_ROLE and decision.value in roles)
    )


def _subject(decision: Decision) -> tuple[str, ...] | None:
    """Return what of the layout a decision is about; None for one on cells or rows."""
    if decision.column == HEADER_ROW:
        return (HEADER_ROW,)
    if decision.column == COLUMN_ROLE:
        return (COLUMN_ROLE, decision.expect, decision.context)
    return None


def role_choices(column: PrintedColumn, options: Sequence[str] = ()) -> list[str]:
    """Return the roles to choose from, the present one and `options` first."""
    first = [column.role] if column.role in GIVEN_ROLES else []
    return [*dict.fromkeys([*first, *options, *GIVEN_ROLES])]
