"""Finds regions and territories that a list prints outside of its columns: for `layout`.

Some lists group their rows under a label, a territory in a row or heading of its own;
others name it only inside of another cell (`Universidad de Chile (Chile)`, `D BERLIN01`).
Promises that each text is a recognized region or territory, or stands where such are
printed; that no row gets a label from above one that is not recognized; and that a row
without a label stays without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.layout.header import (
    FROM_CELL_PARTS,
    FROM_LABELS,
    OTHER,
    Header,
    ListColumn,
)
from pipeline.model import SourceGrid
from pipeline.reference import Reference

LONGEST_LABEL = 100
"""A longer text in a row of its own is a remark."""

MIN_NAMED_SHARE = 0.6
"""Share of rows in which another cell must name the territory."""

MIN_NAMED_ROWS = 2

_AROUND = (
    " \t\n\u3000:：;；,、.。・·•■□●○◆◇▶►▼*＊#-–—=＝<>＜＞〈〉《》【】［］\\[\\]「」"
)
_REMARK_STARTS, _SENTENCE_ENDS = "*＊※†(（注", ".。!！?？"
_NUMBERED = re.compile(
    r"^[(（]?(?:\d{1,2}|[IVX]{1,4}|[A-Za-z]|[一二三四五六七八九十]{1,3})[.)）、．]\s*(?=\D)"
)
_COUNT = re.compile(
    r"(?<!\s)(?!(?<=\d)\d)\s*+[(（\[［]?+\s*+\d++\s*+[^()（）\[\]\d]{0,16}+[)）\]］]?+$"
)
_NAMED = re.compile(r"^([^:：]{1,30})[:：]\s*(.+)$", re.DOTALL)
_LAST_PARTS = re.compile(r"[,，、;\n]|\s[-–—/|]\s|／")
_IN_BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]{2,50})[)）\]］]\s*$")
_CODE = re.compile(r"^([A-Z]{1,3})\s{0,3}[- ]?([A-Z][A-Z' -]{2,9}?)\s?(\d{2,3})$")


@dataclass(frozen=True)
class OutsideCell:
    """A cell's text that is printed outside of its column, and where.

    `row` is a position in `grid.cells`, `column` one in that row, both from 0.
    """

    text: str
    row: int
    column: int


OutsideCells = Mapping[int, OutsideCell]
"""Position of a row -> its cell."""


@dataclass(frozen=True)
class RowGroups:
    """The labels above groups of rows.

    Attributes:
        of_row: for `region` and `territory`, the label of each row of the list.
        rows: positions of the rows that hold only a label.
    """

    of_row: Mapping[str, OutsideCells]
    rows: frozenset[int]


def find_outside_columns(
    grid: SourceGrid,
    header: Header | None,
    body: Sequence[int],
    lone_rows: Sequence[int],
    columns: Sequence[ListColumn],
    reference: Reference,
) -> tuple[list[ListColumn], list[OutsideCells], dict[int, int]]:
    """Find the regions and territories that no printed column holds.

    `lone_rows` are the rows in which only one cell holds text.

    Returns:
        The columns, their cells, and position and source row of the labels in rows of
        their own.
    """
    roles = {column.role for column in columns}
    missing = [role for role in ("region", "territory") if role not in roles]
    groups = _find_row_groups(grid, header, body, lone_rows, missing, reference)
    outside: list[tuple[str, str, OutsideCells]] = [
        (role, FROM_LABELS, groups.of_row[role])
        for role in missing
        if role in groups.of_row
    ]
    if "territory" in missing and "territory" not in groups.of_row:
        sources = [c.source for c in columns if c.role == "institution" or _may_hold(c)]
        cells = _find_in_cells(grid, body, sources, reference)
        outside += [("territory", FROM_CELL_PARTS, cells)] if cells else []
    columns_outside = [
        ListColumn(i, "", role, "", -1, role, why)
        for i, (role, why, _) in enumerate(outside)
    ]
    rows = {i: grid.numbers[i] for i in sorted(groups.rows)}
    return columns_outside, [cells for _, _, cells in outside], rows


def _may_hold(column: ListColumn) -> bool:
    """Whether the cells of a column may name a territory beside other things."""
    return column.role == OTHER and column.meaning in ("", "city", "code")


def _find_row_groups(
    grid: SourceGrid,
    header: Header | None,
    body: Sequence[int],
    lone_rows: Sequence[int],
    roles: Iterable[str],
    reference: Reference,
) -> RowGroups:
    """Find the labels in rows of their own, above the rows they name.

    Args:
        grid: the table.
        header: its header; right above it a label may stand, too.
        body: positions of the rows of the list.
        lone_rows: positions of all rows with one text.
        roles: of `region` and `territory` those that no column of the list has.
        reference: names.
    """
    wanted = tuple(roles)
    labels: dict[int, tuple[str, OutsideCell]] = {}
    lone_set = {*lone_rows}
    below = sorted(lone_set.intersection(body)) if wanted else []
    for i in [*_labels_above_header(grid, header, wanted, reference), *below]:
        if cell := _only_cell(grid.cells[i]):
            role, name = _role_and_name(cell[1], wanted, reference)
            if role:
                labels[i] = (role, OutsideCell(name, i, cell[0]))
    of_row: dict[str, dict[int, OutsideCell]] = {role: {} for role in wanted}
    if not labels:
        return RowGroups({}, frozenset())
    positions = {label.column for _, label in labels.values()}
    used = {role for role, _ in labels.values()}
    finest = max(used)  # territory, if there is any
    current: dict[str, OutsideCell] = {}
    rows = set(labels)
    for i in sorted({*labels, *body}):
        if i in labels:
            role, label = labels[i]
            current[role] = label
            if role == "region":
                current.pop("territory", None)
            continue
        cell = _only_cell(grid.cells[i]) if i in lone_set else None
        if (
            current
            and cell
            and cell[0] in positions
            and _may_be_unknown_label(cell[1], reference)
        ):
            coarse = "region" in used and i + 1 in labels
            current["region" if coarse else finest] = OutsideCell(cell[1], i, cell[0])
            rows.add(i)
            continue
        for role, nearest in current.items():
            of_row[role][i] = nearest
    return RowGroups({r: f for r, f in of_row.items() if f}, frozenset(rows))


def _labels_above_header(
    grid: SourceGrid, header: Header | None, wanted: tuple[str, ...], ref: Reference
) -> list[int]:
    """Return the rows right above the header that are labels, from the top."""
    above = []
    for i in range(header.first - 1, -1, -1) if header else ():
        cell = _only_cell(grid.cells[i])
        if not cell or not _role_and_name(cell[1], wanted, ref)[0]:
            break
        above.append(i)
    return above[::-1]


def _only_cell(cells: Sequence[str]) -> tuple[int, str] | None:
    """Return position and text of the only filled cell of a row; None otherwise."""
    filled = [(at, text) for at, cell in enumerate(cells) if (text := cell.strip())]
    return filled[0] if len(filled) == 1 else None


def _role_and_name(
    text: str, wanted: tuple[str, ...], reference: Reference
) -> tuple[str, str]:
    """Return the role and name of a label; twice "" if it is not recognized."""
    if len(text) > LONGEST_LABEL:
        return "", ""
    find: dict[str, Callable[[str], str]] = {
        "territory": reference.find_territory,
        "region": reference.find_region,
    }
    for name in _name_candidates(text, reference):
        for role, find_id in find.items():
            if role in wanted and find_id(name):
                return role, name
    return "", ""


def _name_candidates(text: str, reference: Reference) -> Iterator[str]:
    """Yield a label and the same without counts, numbers and signs around its name."""
    yield text
    bare = _COUNT.sub("", text.strip(_AROUND)).strip(_AROUND)
    yield bare
    yield _NUMBERED.sub("", bare).strip(_AROUND)
    if (named := _NAMED.match(bare)) and reference.heading_role(named[1]) in (
        "region",
        "territory",
    ):
        yield named[2].strip(_AROUND)


def _may_be_unknown_label(text: str, reference: Reference) -> bool:
    """Whether a text among the labels may be a label that is not recognized."""
    return (
        len(text) <= LONGEST_LABEL
        and text[0] not in _REMARK_STARTS
        and text[-1] not in _SENTENCE_ENDS
        and reference.looks_like(text, "institution") < 2
    )


def _find_in_cells(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[int],
    reference: Reference,
) -> OutsideCells:
    """Find the territories inside of the cells of another column.

    Returns:
        For each row the part of the cell that names its territory; empty if no column
        names one in most rows.
    """
    best: dict[int, OutsideCell] = {}
    for at in columns:
        cells = zip(body, grid.encoded.column_texts(body, at), strict=True)
        texts = {i: text for i, cell in cells if (text := cell.strip())}
        part = {text: _territory_in(text, reference) for text in set(texts.values())}
        cells_found = {
            i: OutsideCell(part[t], i, at) for i, t in texts.items() if part[t]
        }
        if len(cells_found) > len(best):
            best = cells_found
    enough = len(best) >= max(MIN_NAMED_ROWS, MIN_NAMED_SHARE * len(body))
    return best if enough else {}


def _territory_in(text: str, reference: Reference) -> str:
    """Return the part of a text that names a territory: bracketed, last, first, code."""
    if code := _CODE.match(text):
        return code[1] if reference.find_code(code[1]) else ""
    if (inside := _IN_BRACKETS.search(text)) and _names_territory(inside[1], reference):
        return inside[1].strip()
    parts = [part.strip(_AROUND + "()（）") for part in _LAST_PARTS.split(text)]
    if len(parts) > 1:
        for part in (parts[-1], parts[0]):
            if _names_territory(part, reference):
                return part
        if inside:
            return _territory_in(inside[1], reference)
    return text if _names_territory(text, reference) else ""


def _names_territory(text: str, reference: Reference) -> bool:
    return bool(reference.find_territory(text.strip()))
