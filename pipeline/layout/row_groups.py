"""Finds regions and territories that a list prints outside of its columns: for `layout`.

Some lists name a territory once, in a row or heading of its own above its agreements;
others only inside of another cell (`Universidad de Chile (Chile)`, `D BERLIN01`).
Promises that each text found is a known region or territory, or stands where such are
printed; that no row gets one from across a label that is not understood; and that a
row without one keeps none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.layout.header import LABELS, OTHER, PARTS, Column, Heading
from pipeline.model import SourceGrid
from pipeline.reference import Reference

LONGEST_LABEL = 100
"""A longer text in a row of its own is a remark."""

MOST_ROWS = 0.6
"""In so many rows another cell must name the territory for all to be read so."""

FEWEST_ROWS = 2

_AROUND = (
    " \t\n\u3000:：;；,、.。・·•■□●○◆◇▶►▼*＊#-–—=＝<>＜＞〈〉《》【】［］\\[\\]「」"
)
_REMARK_STARTS, _SENTENCE_ENDS = "*＊※†(（注", ".。!！?？"
_NUMBERED = re.compile(
    r"^[(（]?(?:\d{1,2}|[IVX]{1,4}|[A-Za-z]|[一二三四五六七八九十]{1,3})[.)）、．]\s*(?=\D)"
)
_COUNT = re.compile(r"\s*[(（\[［]?\s*\d+\s*[^()（）\[\]\d]{0,16}[)）\]］]?$")
_NAMED = re.compile(r"^([^:：]{1,30})[:：]\s*(.+)$", re.DOTALL)
_LAST_PARTS = re.compile(r"[,，、;\n]|\s[-–—/|]\s|／")
_IN_BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]{2,50})[)）\]］]\s*$")
_CODE = re.compile(r"^([A-Z]{1,3})\s{0,3}[- ]?([A-Z][A-Z' -]{2,9}?)\s?(\d{2,3})$")


@dataclass(frozen=True)
class Found:
    """A text that stands for a cell: which it is, and where it is printed.

    `row` is a position in `grid.cells`, `column` one in that row, both from 0.
    """

    text: str
    row: int
    column: int


FoundByRow = Mapping[int, Found]
"""By position of the row that it stands for."""


@dataclass(frozen=True)
class Labels:
    """The labels of a list.

    Attributes:
        of_row: for `region` and `territory`, the label of each row of the list.
        rows: positions of the rows that hold nothing else.
    """

    of_row: Mapping[str, FoundByRow]
    rows: frozenset[int]


def find_places(
    grid: SourceGrid,
    heading: Heading | None,
    body: Sequence[int],
    alone: Sequence[int],
    columns: Sequence[Column],
    reference: Reference,
) -> tuple[list[Column], list[FoundByRow], dict[int, int]]:
    """Find the regions and territories that no column of the page holds.

    `alone` are the rows of which only one cell holds any text.

    Returns:
        The columns, their cells, and position and source row of the labels in rows of
        their own.
    """
    held = {column.role for column in columns}
    missing = [role for role in ("region", "territory") if role not in held]
    labels = _find_labels(grid, heading, body, alone, missing, reference)
    places: list[tuple[str, str, FoundByRow]] = [
        (role, LABELS, labels.of_row[role]) for role in missing if role in labels.of_row
    ]
    if "territory" in missing and "territory" not in labels.of_row:
        at = [c.source for c in columns if c.role == "institution" or _may_hold(c)]
        found = _find_in_cells(grid, body, at, reference)
        places += [("territory", PARTS, found)] if found else []
    made = [
        Column(i, "", role, "", -1, role, why)
        for i, (role, why, _) in enumerate(places)
    ]
    rows = {i: grid.numbers[i] for i in sorted(labels.rows)}
    return made, [found for _, _, found in places], rows


def _may_hold(column: Column) -> bool:
    """Whether the cells of a column may name a territory beside other things."""
    return column.role == OTHER and column.meaning in ("", "city", "code")


def _find_labels(
    grid: SourceGrid,
    heading: Heading | None,
    body: Sequence[int],
    alone_rows: Sequence[int],
    roles: Iterable[str],
    reference: Reference,
) -> Labels:
    """Find the labels that stand in rows of their own, above the rows they name.

    Args:
        grid: the table.
        heading: where its columns are named; right above it a label may stand, too.
        body: positions of the rows of the list.
        alone_rows: positions of all rows with one text.
        roles: of `region` and `territory` those that no column of the list has.
        reference: names.
    """
    wanted = tuple(roles)
    found: dict[int, tuple[str, Found]] = {}
    lone = {*alone_rows}
    below = sorted(lone.intersection(body)) if wanted else []
    for i in [*_above(grid, heading, wanted, reference), *below]:
        if alone := _alone(grid.cells[i]):
            role, name = _label(alone[1], wanted, reference)
            if role:
                found[i] = (role, Found(name, i, alone[0]))
    of_row: dict[str, dict[int, Found]] = {role: {} for role in wanted}
    if not found:
        return Labels({}, frozenset())
    places = {label.column for _, label in found.values()}
    used = {role for role, _ in found.values()}
    finest = max(used)  # territory, if there is any
    known: dict[str, Found] = {}
    rows = set(found)
    for i in sorted({*found, *body}):
        if i in found:
            role, label = found[i]
            known[role] = label
            if role == "region":
                known.pop("territory", None)
            continue
        alone = _alone(grid.cells[i]) if i in lone else None
        if known and alone and alone[0] in places and _is_unknown(alone[1], reference):
            coarse = "region" in used and i + 1 in found
            known["region" if coarse else finest] = Found(alone[1], i, alone[0])
            rows.add(i)
            continue
        for named, nearest in known.items():
            of_row[named][i] = nearest
    return Labels({r: f for r, f in of_row.items() if f}, frozenset(rows))


def _above(
    grid: SourceGrid, heading: Heading | None, wanted: tuple[str, ...], ref: Reference
) -> list[int]:
    """The rows right above the heading that are labels, from the top."""
    above = []
    for i in range(heading.first - 1, -1, -1) if heading else ():
        alone = _alone(grid.cells[i])
        if not alone or not _label(alone[1], wanted, ref)[0]:
            break
        above.append(i)
    return above[::-1]


def _alone(cells: Sequence[str]) -> tuple[int, str] | None:
    """Place and text of the only cell of a row that holds any."""
    filled = [(at, text) for at, cell in enumerate(cells) if (text := cell.strip())]
    return filled[0] if len(filled) == 1 else None


def _label(text: str, wanted: tuple[str, ...], reference: Reference) -> tuple[str, str]:
    """The role and name of a label; twice "" if the text is none."""
    if len(text) > LONGEST_LABEL:
        return "", ""
    find: dict[str, Callable[[str], str]] = {
        "territory": reference.find_territory,
        "region": reference.find_region,
    }
    for name in _names(text, reference):
        for role, known in find.items():
            if role in wanted and known(name):
                return role, name
    return "", ""


def _names(text: str, reference: Reference) -> Iterator[str]:
    """A label without what is printed around its name, the least taken away first."""
    yield text
    bare = _COUNT.sub("", text.strip(_AROUND)).strip(_AROUND)
    yield bare
    yield _NUMBERED.sub("", bare).strip(_AROUND)
    if (named := _NAMED.match(bare)) and reference.heading_role(named[1]) in (
        "region",
        "territory",
    ):
        yield named[2].strip(_AROUND)


def _is_unknown(text: str, reference: Reference) -> bool:
    """Whether a text among the labels may be one that we don't know."""
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
) -> FoundByRow:
    """Find the territories that stand inside of cells of one of the columns.

    Returns:
        By row, the part of the cell that names its territory; empty if no column names
        one in most rows.
    """
    best: dict[int, Found] = {}
    for at in columns:
        cells = zip(body, grid.encoded.column_texts(body, at), strict=True)
        texts = {i: text for i, cell in cells if (text := cell.strip())}
        part = {text: _territory_in(text, reference) for text in set(texts.values())}
        found = {i: Found(part[t], i, at) for i, t in texts.items() if part[t]}
        if len(found) > len(best):
            best = found
    enough = len(best) >= max(FEWEST_ROWS, MOST_ROWS * len(body))
    return best if enough else {}


def _territory_in(text: str, reference: Reference) -> str:
    """The part of a text that names a territory: in brackets, last, first, a code."""
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
