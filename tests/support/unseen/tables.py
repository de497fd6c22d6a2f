"""Tables of made-up lists: columns with headings, and lines of cells with their truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.support.unseen.agreements import Agreement, Facts
from tests.support.unseen.truth import ROLE_CELLS, Accepted, RowTruth
from tests.support.unseen.words import Language

ABOVE, LEFT = "\0above", "\0left"
"""A cell that is one with the cell above it, or to its left."""

ORDER = (
    "number", "code", "region", "territory", "city", "institution", "institution_en",
    "unit", "level", "field", "type", "departments", "exchange", "places", "signed",
    "expires", "duration", "language", "contact", "email", "phone", "url", "status",
    "remarks",
)  # fmt: skip
"""The usual order of columns."""

USUAL = {
    "number": 0.5, "code": 0.1, "region": 0.4, "city": 0.2, "institution_en": 0.1,
    "unit": 0.3, "level": 0.1, "field": 0.1, "type": 0.6, "departments": 0.6,
    "exchange": 0.4, "places": 0.1, "signed": 0.5, "expires": 0.3, "duration": 0.1,
    "language": 0.05, "contact": 0.15, "email": 0.1, "phone": 0.1, "url": 0.1,
    "remarks": 0.3,
}  # fmt: skip
"""How often lists have a column; all of them have territories and institutions."""

TITLE, HEADING, BODY, SECTION, NOTE = "title", "heading", "body", "section", "note"
"""What a line is."""


@dataclass(frozen=True)
class Column:
    """A column of the list: its role, and its heading."""

    role: str
    heading: str


@dataclass(frozen=True)
class Line:
    """A line of the table, and the agreements that it holds."""

    cells: tuple[str, ...]
    kind: str = BODY
    truths: tuple[RowTruth, ...] = ()


def draw_columns(
    random: Random, words: Language, must: Sequence[str] = (), never: Sequence[str] = ()
) -> list[Column]:
    """Draw which columns a list has, in which order, and their headings."""
    wanted = {"territory", "institution", *must}
    wanted |= {role for role, share in USUAL.items() if random.random() < share}
    roles = [role for role in ORDER if role in wanted and role not in never]
    if random.random() < 0.4:
        at = random.randrange(len(roles))
        role = roles.pop(at)
        roles.insert(random.randrange(len(roles) + 1), role)
    return name_columns(random, words, roles)


def name_columns(random: Random, words: Language, roles: Sequence[str]) -> list[Column]:
    """Draw a heading for each role; no heading twice."""
    columns: list[Column] = []
    for role in roles:
        taken = {column.heading for column in columns}
        free = [word for word in words.headings[role] if word not in taken]
        if free:
            columns.append(Column(role, random.choice(free)))
    return columns


def print_cell(facts: Facts, one: Agreement, role: str) -> str:
    """What stands in a column of an agreement's row, if it does not stand above."""
    style = facts.style
    plain: dict[str, Callable[[], str]] = {
        "region": lambda: facts.language.regions[one.region],
        "territory": lambda: facts.language.territories[one.code],
        "institution": lambda: one.institution,
        "institution_en": lambda: one.english,
        "unit": lambda: one.unit,
        "type": lambda: one.type,
        "departments": lambda: style.join.join(one.departments),
        "exchange": lambda: style.yes if one.exchange else style.no,
        "signed": lambda: one.signed.strftime(style.dates),
        "expires": lambda: one.expires.strftime(style.dates),
    }
    return plain[role]() if role in plain else one.texts.get(role, "")


def true_cell(facts: Facts, one: Agreement, role: str) -> Accepted:
    """How a cell must be read."""
    if role == "territory":
        return (one.code,)
    if role == "departments":
        return ("|".join(one.departments),)
    if role == "exchange":
        return ("true" if one.exchange else "false",)
    if role == "institution" and one.english != one.institution:
        return (one.institution, one.english)
    return (print_cell(facts, one, role),)


def truth(
    facts: Facts, one: Agreement, shown: Sequence[str], **accepted: Accepted
) -> RowTruth:
    """How a row must be read in a list that shows some roles.

    Without a column of regions a reader may know the region; without one of exchange it
    may know that from the type or the places.
    """
    cells: dict[str, Accepted] = {}
    for role, cell in ROLE_CELLS.items():
        if role in shown:
            cells[cell] = true_cell(facts, one, role)
        else:
            cells[cell] = () if role in ("region", "exchange") else ("",)
    if "institution_en" not in shown:
        cells["institution_raw"] = cells["institution_raw"][:1]
    return RowTruth(cells | {ROLE_CELLS[k]: v for k, v in accepted.items()})


def heading_line(columns: Sequence[Column]) -> Line:
    """The line of headings."""
    return Line(tuple(column.heading for column in columns), HEADING)


def body_lines(facts: Facts, columns: Sequence[Column]) -> list[Line]:
    """One line for each agreement, every cell printed."""
    shown = [column.role for column in columns]
    lines = []
    for number, one in enumerate(facts.agreements, 1):
        cells = tuple(
            str(number) if role == "number" else print_cell(facts, one, role)
            for role in shown
        )
        lines.append(Line(cells, BODY, (truth(facts, one, shown),)))
    return lines


def merged_down(
    lines: Sequence[Line], columns: Sequence[Column], roles: Sequence[str]
) -> list[Line]:
    """Make one cell of equal cells under each other, within those to their left.

    A row always prints something of its own: its institution, if it has nothing else.
    """
    places = [i for i, column in enumerate(columns) if column.role in roles]
    merged: list[Line] = []
    above: tuple[str, ...] = ()
    for line in lines:
        cells = list(line.cells)
        for n, place in enumerate(places):
            outer = places[: n + 1]
            if above and all(above[p] == line.cells[p] for p in outer):
                cells[place] = ABOVE
        if all(cell in (ABOVE, "") for cell in cells):
            named = {i for i in places if columns[i].role == "institution"}
            cells = [
                c if i not in named else line.cells[i] for i, c in enumerate(cells)
            ]
        merged.append(replace(line, cells=tuple(cells)))
        above = line.cells
    return merged


def spread(lines: Sequence[Line], repeated: bool) -> list[Line]:
    """What is left of merged cells in files that have none: the text, or a blank."""
    plain: list[Line] = []
    above: list[str] = []
    for line in lines:
        cells: list[str] = []
        for i, cell in enumerate(line.cells):
            if cell == ABOVE:
                cells.append(above[i] if repeated else "")
            elif cell == LEFT:
                cells.append("")
            else:
                cells.append(cell)
        plain.append(replace(line, cells=tuple(cells)))
        above = [
            above[i] if cell == ABOVE else cell for i, cell in enumerate(line.cells)
        ]
    return plain


def said_roles(columns: Sequence[Column]) -> Mapping[int, str]:
    """What a person would say each column is."""
    return {i: column.role for i, column in enumerate(columns, 1)}
