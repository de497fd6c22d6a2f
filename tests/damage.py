"""Generated lists and generated damage: what a lost layout does to a clean table.

A clean list is drawn first. Then labels that repeat are blanked, as pages print them,
and single rows or runs of rows slip: leading blank cells are dropped, blank cells are
put in, cells at the end are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from pipeline.model import ROLES
from tests.support.damage.lists import (
    DEPARTMENTS,
    INSTITUTIONS,
    MARKS,
    ODD_INSTITUTIONS,
    ODD_UNITS,
    PLACES,
    TERRITORIES,
    TYPES,
    UNITS,
)

UNKNOWN_TERRITORIES = ["ナルニア", "ゼンダ公国"]


@dataclass(frozen=True)
class CleanList:
    """Roles from left to right, and rows of one cell per role."""

    roles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@st.composite
def clean_lists(draw: st.DrawFn) -> CleanList:
    """Draw a list as its author had it, before any page was printed."""
    left_out = draw(
        st.sampled_from(
            [
                (),
                (),
                (),
                ("region",),
                ("agreement_type",),
                ("exchange",),
                ("region", "exchange"),
            ]
        )
    )
    roles = tuple(r for r in ROLES if r not in left_out)
    if draw(st.booleans()):
        roles = tuple(draw(st.permutations(roles)))
    rows = []
    for region in draw(
        st.lists(
            st.sampled_from(sorted(TERRITORIES)), min_size=1, max_size=4, unique=True
        )
    ):
        known = TERRITORIES[region]
        some = st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True)
        territories = draw(some)
        if draw(st.integers(0, 7)) == 0:
            territories = [*territories, draw(st.sampled_from(UNKNOWN_TERRITORIES))]
        for territory in territories:
            for _ in range(draw(st.integers(1, 6))):
                rows.append(draw(_rows(region, territory, roles)))
    return CleanList(roles, tuple(rows))


@st.composite
def _rows(
    draw: st.DrawFn, region: str, territory: str, roles: tuple[str, ...]
) -> tuple[str, ...]:
    odd = draw(st.integers(0, 9)) == 0
    name = draw(st.sampled_from(PLACES)) + draw(st.sampled_from(INSTITUTIONS))
    units = ODD_UNITS if draw(st.integers(0, 9)) == 0 else UNITS
    cells = {
        "region": region,
        "territory": territory,
        "institution": draw(st.sampled_from(ODD_INSTITUTIONS)) if odd else name,
        "partner_unit": draw(st.sampled_from(units)),
        "agreement_type": draw(st.sampled_from(TYPES)),
        "departments": draw(st.sampled_from(DEPARTMENTS)),
        "exchange": draw(st.sampled_from(MARKS)),
    }
    return tuple(cells[role] for role in roles)


def printed(clean: CleanList) -> list[list[str]]:
    """Blank the labels that repeat, as a page with merged cells prints them."""
    rows, last = [], {}
    for row in clean.rows:
        cells = list(row)
        region = row[clean.roles.index("region")] if "region" in clean.roles else ""
        for role in ("region", "territory"):
            if role in clean.roles:
                at = clean.roles.index(role)
                label = (region, row[at])
                if last.get(role) == label:
                    cells[at] = ""
                last[role] = label
        rows.append(cells)
    return rows


@st.composite
def damaged_lists(draw: st.DrawFn) -> tuple[CleanList, list[list[str]]]:
    """Draw a clean list and the same list after its layout was lost."""
    clean = draw(clean_lists())
    rows = printed(clean)
    if draw(st.booleans()):
        rows = [[*row, ""] for row in rows]
    width = len(rows[0])
    slipped: set[int] = set()
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.integers(0, len(rows) - 1))
        length = draw(st.sampled_from([1, 1, 2, 5, 12]))
        slip = draw(_slips())
        for i in {*range(first, min(len(rows), first + length))} - slipped:
            rows[i] = _slipped(rows[i], slip, width)
            slipped.add(i)
    return clean, rows


@dataclass(frozen=True)
class Slip:
    """How a row loses its layout; `pad` keeps the number of cells."""

    lead: int
    insert_at: tuple[int, ...]
    drop_end: int
    pad: bool


@st.composite
def _slips(draw: st.DrawFn) -> Slip:
    return Slip(
        draw(st.integers(0, 3)),
        tuple(draw(st.lists(st.integers(0, 6), max_size=2))),
        draw(st.sampled_from([0, 0, 0, 1, 2])),
        draw(st.booleans()),
    )


def _slipped(row: list[str], slip: Slip, width: int) -> list[str]:
    cells = list(row)
    for _ in range(slip.lead):
        if cells and not cells[0]:
            cells.pop(0)
    for at in slip.insert_at:
        cells.insert(min(at, len(cells)), "")
    for _ in range(slip.drop_end):
        # A mark lost behind blank cells put in leaves a row like any unmarked one:
        # nobody could see it. So what is printed is lost only from the row's own end.
        if cells and not (cells[-1] and slip.insert_at):
            cells.pop()
    while slip.pad and len(cells) > width and not cells[-1]:
        cells.pop()
    if slip.pad and not slip.drop_end:
        cells += [""] * (width - len(cells))
    return cells if any(cells) else row
