"""Learns from what they hold what columns mean whose heading does not say: for `layout`.

Assumes columns with the roles their headings give. A role that no heading gives goes to
the column whose cells show it most, if most of them do. Promises that a heading's word
is overruled only where nearly all cells are labels of another known kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.layout.header import BLANK, CONTACT, OTHER, UNIT, Column
from pipeline.model import SourceGrid
from pipeline.reference import Reference

SAMPLE = 2000
"""So many rows show what a column holds."""

FEWEST_ROWS = 2
"""Fewer texts say nothing."""

MOST = 0.6
"""Share of a column's texts that must show its role."""

SOME = 0.15
"""Share that is enough where the rows of a list without a heading were pushed aside."""

NEARLY_ALL = 0.8
"""Share of texts that speaks against a column's own heading."""

LABEL_ROLES = ("territory", "region", "agreement_type")

MOST_ADDRESSES = 0.5
"""A column with so many e-mail addresses is one of persons."""

VARIED = 0.5
"""A single column of units with a greater variety is the partners'."""

FEWEST_CODES = 5
"""Fewer codes may be of languages or degrees."""

LARGEST_PLACES = 60
"""A number of places for exchange is smaller; scores of language tests are larger."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")


@dataclass(frozen=True)
class Held:
    """The texts a column holds in the sample, and the share of its rows left blank."""

    texts: list[str]
    blank: float


def held_in(grid: SourceGrid, sample: Sequence[int], source: int) -> Held:
    """What a column holds in the rows of the sample."""
    cells = grid.encoded.column_texts(sample, source)
    filled = [text for cell in cells if (text := cell.strip())]
    return Held(filled, 1 - len(filled) / len(sample))


def share(texts: Sequence[str], shown: Callable[[str], bool]) -> float:
    """The share of texts that show a role; 0 where too few say anything."""
    if len(texts) < FEWEST_ROWS:
        return 0.0
    distinct = {text: shown(text) for text in set(texts)}
    return sum(distinct[text] for text in texts) / len(texts)


def with_role(columns: list[Column], index: int, role: str) -> list[Column]:
    """The columns, one of them with the role that its content shows."""
    return [
        replace(c, role=role, meaning=role, why="content") if c.index == index else c
        for c in columns
    ]


def learn_columns(
    grid: SourceGrid,
    body: Sequence[int],
    columns: list[Column],
    reference: Reference,
) -> list[Column]:
    """Give missing roles to the columns that show them."""
    sample = body[:SAMPLE]
    held = {c.index: held_in(grid, sample, c.source) for c in columns}
    shows: dict[str, Callable[[str], bool]] = {
        "territory": lambda text: bool(reference.find_territory(text)),
        "region": lambda text: bool(reference.find_region(text)),
        "agreement_type": lambda text: bool(reference.find_agreement_type(text)),
        "exchange": lambda text: reference.mark(text) != "",
        "institution": lambda text: reference.looks_like(text, "institution") > 1,
    }
    columns = _corrected(columns, held, shows)
    columns = _pushed_aside(columns, held, shows, reference)
    for role, shown in shows.items():
        if role in {column.role for column in columns}:
            continue
        shares = {
            c.index: share(held[c.index].texts, shown)
            for c in _open(columns)
            if not c.meaning or (c.meaning == UNIT and role == "institution")
        }
        best = max(shares, key=lambda i: (shares[i], -i), default=None)
        if best is not None and shares[best] >= MOST:
            columns = with_role(columns, best, role)
    columns = _codes(columns, held, reference)
    columns = _english_names(columns)
    columns = _sides(columns, held, reference)
    for column in _open(columns):
        if share(held[column.index].texts, _is_address) >= MOST_ADDRESSES:
            columns = [
                replace(c, meaning=CONTACT, why="content") if c == column else c
                for c in columns
            ]
    if "departments" not in {column.role for column in columns}:
        columns = _departments_in_headings(columns, held, reference)
    return columns


def _pushed_aside(
    columns: list[Column],
    held: dict[int, Held],
    shows: Mapping[str, Callable[[str], bool]],
    reference: Reference,
) -> list[Column]:
    """Columns without any heading whose rows were pushed aside: most cells tell.

    The column that few rows reach may then hold nothing but what belongs in another.
    """
    if any(c.why != "unknown" for c in columns):
        return columns

    def found(role: str) -> dict[int, tuple[float, float]]:
        shares = {c.index: share(held[c.index].texts, shows[role]) for c in columns}
        return {i: (s * len(held[i].texts), s) for i, s in shares.items()}

    names = found("institution")
    most = max(names, key=lambda i: names[i])
    if most == max(names, key=lambda i: names[i][1]):
        return columns
    for role in ("institution", *(r for r in shows if r != "institution")):
        cells = found(role)
        best = max(
            (c.index for c in _open(columns)), key=lambda i: cells[i], default=-1
        )
        if best >= 0 and cells[best][1] >= SOME:
            columns = with_role(columns, best, role)
    units = {
        len({t for t in held[c.index].texts if _names_unit(t, reference)}): c.index
        for c in reversed(_open(columns))
    }
    if max(units, default=0) > 1:
        columns = with_role(columns, units[max(units)], "partner_unit")
    taken = [shows[c.role] for c in columns if c.role in shows]
    return [
        replace(c, role=BLANK)
        if c.role == OTHER and any(share(held[c.index].texts, s) == 1 for s in taken)
        else c
        for c in columns
    ]


def _corrected(
    columns: list[Column],
    held: dict[int, Held],
    shows: Mapping[str, Callable[[str], bool]],
) -> list[Column]:
    """Columns of labels whose heading says another kind of label than they hold.

    `지역` (region) may stand above territories, `구분` (type) above regions. A role that
    is free then goes to the next column whose heading says it.
    """
    for column in [c for c in columns if c.role in LABEL_ROLES and c.why == "heading"]:
        taken = {c.role for c in columns}
        texts = held[column.index].texts
        other = [role for role in LABEL_ROLES if role not in taken]
        better = [role for role in other if share(texts, shows[role]) >= NEARLY_ALL]
        if better and share(texts, shows[column.role]) <= 1 - NEARLY_ALL:
            columns = with_role(columns, column.index, better[0])
            if waiting := [c for c in _open(columns) if c.meaning == column.role]:
                at = waiting[0].index
                columns = [
                    replace(c, role=c.meaning) if c.index == at else c for c in columns
                ]
    return columns


def _codes(
    columns: list[Column], held: dict[int, Held], reference: Reference
) -> list[Column]:
    """A column of nothing but codes of territories (DE, FR) where no names are."""
    if "territory" in {column.role for column in columns}:
        return columns
    for column in _open(columns):
        texts = held[column.index].texts
        distinct = set(texts)
        if (
            not column.meaning
            and len(distinct) >= FEWEST_CODES
            and all(reference.find_code(text) for text in distinct)
        ):
            return with_role(columns, column.index, "territory")
    return columns


def _english_names(columns: list[Column]) -> list[Column]:
    """A column of English names names the institutions where no other does."""
    if "institution" in {column.role for column in columns}:
        return columns
    english = (c.index for c in columns if c.meaning == "institution_en")
    at = next(english, None)
    return columns if at is None else with_role(columns, at, "institution")


def _open(columns: list[Column]) -> list[Column]:
    """The columns whose role may still be learned."""
    return [c for c in columns if c.role == OTHER and c.why != "told"]


def _sides(
    columns: list[Column], held: dict[int, Held], reference: Reference
) -> list[Column]:
    """Tell the partners' units from our own departments: theirs are the more varied.

    Looked at are columns that nothing but their content explains, and those whose
    heading says the same as another's. A partner's faculty is named once or twice in a
    list, a department of ours again and again.
    """
    units = {
        c.index: _variety(held[c.index])
        for c in _open(columns)
        if c.meaning in ("departments", "partner_unit", UNIT)
        or (not c.meaning and _names_units(held[c.index], reference))
    }
    if not units:
        return columns
    ours = next((c for c in columns if c.role == "departments"), None)
    theirs = next((c for c in columns if c.role == "partner_unit"), None)
    most, least = max(units, key=units.__getitem__), min(units, key=units.__getitem__)
    if ours and theirs:
        return columns
    if theirs or (not ours and len(units) == 1 and units[least] < VARIED):
        return with_role(columns, least, "departments")
    if ours and ours.why != "told" and units[most] < _variety(held[ours.index]):
        columns = with_role(columns, ours.index, "partner_unit")
        return with_role(columns, most, "departments")
    columns = with_role(columns, most, "partner_unit")
    if not ours and len(units) > 1:
        columns = with_role(columns, least, "departments")
    return columns


def _names_units(held: Held, reference: Reference) -> bool:
    return share(held.texts, lambda t: _names_unit(t, reference)) >= MOST


def _names_unit(text: str, reference: Reference) -> bool:
    unit = reference.looks_like(text, "partner_unit")
    return unit > 0 and reference.looks_like(text, "institution") < 2


def _variety(held: Held) -> float:
    """How many of the filled cells hold a text of their own; from 0 to 1."""
    return len(set(held.texts)) / len(held.texts) if held.texts else 0.0


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.search(text))


def _departments_in_headings(
    columns: list[Column], held: dict[int, Held], reference: Reference
) -> list[Column]:
    """Neighbouring columns of few places each, named by our departments.

    Their headings are the departments: one more column is made of them.
    """
    wide = [
        c
        for c in columns
        if c.role == OTHER
        and c.heading
        and not reference.heading_role(c.heading)
        and _is_places(held[c.index], reference)
    ]
    together = [c for c in wide if {c.index - 1, c.index + 1} & {w.index for w in wide}]
    if len(together) < 3:
        return columns
    made = Column(
        len(columns),
        "|".join(c.heading for c in together),
        "departments",
        "",
        source=-1,
        meaning="departments",
        why="headings",
    )
    return [*columns, made]


def _is_places(held: Held, reference: Reference) -> bool:
    def places(text: str) -> bool:
        return reference.mark(text) != "" or (
            text.isdecimal() and 0 < int(text) <= LARGEST_PLACES
        )

    return held.blank > 0 and bool(held.texts) and all(map(places, held.texts))
