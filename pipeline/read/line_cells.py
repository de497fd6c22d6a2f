"""Reads pipe tables whose rows are torn at every cell: the pipes alone part the cells.

Used by `read` where the lines of a pipe table are no rows. The text is one stream of
cells; a heading says how many a row has. A row may be shorter by the cells of a merged
cell above it, or by one that was lost. Promises a row only where all cells of the
stream fit into rows; else there is no table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from pipeline.read.markdown import rendered
from pipeline.read.refusals import MAX_COLUMNS
from pipeline.read.table import Table
from pipeline.read.torn_rows import join_lines
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind

MAX_PIECES = 200_000
"""A longer stream is not searched."""

MIN_OWN_SHARE = 0.9
"""Share of the rows that must begin in a line of their own."""

MIN_RECORDS = 2

MAX_LOST_SHARE = 0.2
"""Share of the rows that may have lost a cell which no merged one above explains."""

MAX_GAP_COLUMNS = 14
"""In rows with more cells, only cells at their start may be missing."""

MAX_NAMED_KINDS = 200
"""How many repeated texts are kinds of their own."""

ROUNDS = 3
"""How often the kinds of each column are learned anew."""

MISSING_COST = 4.0
"""Cost of a lost cell, as the logarithm of odds; one of a merged cell costs less."""

MERGED_COST = 1.0
BREAK_COST = 3.0
"""Cost of a blank line inside a row, or a row that begins within a line."""

NEVER = 1e9
LABEL = 1
_LABEL_ROLES = ("region", "territory", "region_territory")

Floats = npt.NDArray[np.float64]
_RULE = re.compile(r"^[ \t]*+\|?[ \t]*+:?-+:?[ \t]*+(?:\|[ \t:|-]*)?$")


@dataclass(frozen=True)
class Piece:
    """One cell of the stream.

    Attributes:
        number: the line where its text begins; of a blank one, where it ends.
        text: without markup, its lines joined.
        opens_line: whether it begins in a line of its own.
        after_blank: whether a blank line stands before its text.
    """

    number: int
    text: str
    opens_line: bool
    after_blank: bool


@dataclass(frozen=True)
class _Stream:
    """The parts of a text whose cells stand in lines of their own.

    Attributes:
        titles: the lines above the heading.
        heading: the cells of the heading.
        body_line, body_piece: the line, and the cell in it, at which the rows begin,
            from 0.
        body: the cells below.
        rest: the lines behind the last pipe.
        parted: whether a blank piece parts two rows: each has a pipe at both ends.
    """

    titles: list[Piece]
    heading: list[Piece]
    body_line: int
    body_piece: int = 0
    body: list[Piece] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)
    parted: bool = False


def read_line_cells(text: str, reference: Reference) -> Table | None:
    """Read a table whose cells stand in lines of their own; None if it is none."""
    if not 4 <= text.count("|") <= MAX_PIECES:
        return None
    lines = text.split("\n")
    if max(line.count("|") for line in lines) > MAX_COLUMNS:
        return None
    start = _find_heading(lines)
    if start is None or _lines_are_rows(lines, len(start.heading)):
        return None
    body, rest = _pieces(lines[start.body_line :], start.body_line + 1)
    stream = replace(start, body=body[start.body_piece :], rest=rest)
    if len(stream.body) < MIN_RECORDS:
        return None
    rows = _find_rows(replace(stream, parted=not stream.body[0].text), reference)
    return _table(stream, rows) if rows else None


def _lines_are_rows(lines: Sequence[str], width: int) -> bool:
    """Whether most lines are rows, or the others are the rows of another table.

    A line with a pipe at its ends only is a single cell, whatever the width.
    """
    pipes = Counter(
        line.count("|") if "|" in line.strip().strip("|") else 0
        for line in lines
        if "|" in line and not _RULE.match(line)
    )
    whole = sum(pipes.pop(width + extra, 0) for extra in (-1, 0, 1))
    return (
        width < 2 or whole > pipes.total() or (whole > MIN_RECORDS and len(pipes) == 1)
    )


def _find_heading(lines: Sequence[str]) -> _Stream | None:
    """Find the heading: above a rule, in the first line with pipes, or cell by cell."""
    rule = next((i for i, x in enumerate(lines) if _RULE.match(x) and "|" in x), -1)
    first = next((i for i, line in enumerate(lines) if "|" in line), -1)
    titles = _titles(lines[: max(first, 0)])
    if 0 < rule <= MAX_COLUMNS * 2:
        width = lines[rule].strip().strip("|").count("|") + 1
        above = [p for p in _pieces(lines[:rule], 1)[0] if p.text]
        titles, heading = above[:-width], above[-width:]
        found = _Stream(titles, heading, rule + 1) if len(heading) == width else None
    elif lines[first].strip().strip("|").count("|"):
        line = lines[first].rstrip().removesuffix("|")
        heading, _ = _pieces([f"{line}|"], first + 1)
        opened = line.lstrip().startswith("|")
        found = _Stream(titles, heading[opened:], first + 1)
    else:
        pieces, _ = _pieces(lines[first : first + 2 * MAX_COLUMNS], first + 1)
        opened = bool(pieces) and not pieces[0].text
        inside = pieces[opened:]
        ends = (i for i, p in enumerate(inside) if not p.text or (i and p.after_blank))
        width = next(ends, 0)
        found = _Stream(titles, inside[:width], first, opened + width)
    return found if found and 2 <= len(found.heading) <= MAX_COLUMNS else None


def _titles(lines: Sequence[str]) -> list[Piece]:
    return [
        Piece(number, rendered(line.strip()), opens_line=True, after_blank=False)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _pieces(lines: Sequence[str], first: int) -> tuple[list[Piece], list[Piece]]:
    """Return the cells that end at each pipe of some lines, and the lines behind."""
    pieces: list[Piece] = []
    open_parts: list[str] = []
    start, opens, blank = 0, True, False
    for number, line in enumerate(lines, start=first):
        parts = line.replace("\\|", "\x00").split("|")
        blank = blank or (not line.strip() and not open_parts)
        for i, part in enumerate(parts):
            if part.strip():
                if not open_parts:
                    start, opens = number, not "".join(parts[:i]).strip()
                open_parts.append(part.replace("\x00", "|"))
            if i + 1 < len(parts):
                shown = rendered(join_lines(open_parts))
                pieces.append(Piece(start or number, shown, opens, blank))
                open_parts, start, opens, blank = [], 0, True, False
    behind = [Piece(start, rendered(x.strip()), True, False) for x in open_parts]
    numbered = [replace(piece, number=start + i) for i, piece in enumerate(behind)]
    return pieces, numbered


@dataclass(frozen=True)
class _Row:
    """A row of the table.

    Attributes:
        number: the line of its first cell that holds text.
        merged: how many cells at its start belong to the row above.
        texts: its cells.
        opens_line: whether it begins in a line of its own.
    """

    number: int
    merged: int
    texts: list[str]
    opens_line: bool


Shape = tuple[int, ...]
"""The columns that a row fills, in order."""


def _find_rows(stream: _Stream, reference: Reference) -> list[_Row]:
    """Return first cell, columns and texts of each row; none if the cells do not fit."""
    width = len(stream.heading)
    roles = [reference.heading_role(piece.text) for piece in stream.heading]
    needed = roles.index("institution") if "institution" in roles else 0
    shapes = _shapes(width, needed)
    kinds, count = _kinds(stream.body, reference)
    costs = _first_costs(count, roles)
    path: list[tuple[int, Shape]] = []
    for _ in range(ROUNDS):
        path = _cheapest_path(stream, kinds, costs, shapes)
        if not path:
            return []
        costs = _learned_costs(path, kinds, count, width)
    if not _labels_are_apart(path, kinds):
        return []
    rows = []
    for at, shape in path:
        texts = [""] * width
        for i, column in enumerate(shape):
            texts[column] = stream.body[at + i].text
        filled = (p for p in stream.body[at : at + len(shape)] if p.text)
        first = next(filled, stream.body[at])
        rows.append(_Row(first.number, shape[0], texts, first.opens_line))
    lost = sum(len(shape) < width - shape[0] for _, shape in path)
    if lost > MAX_LOST_SHARE * len(path):
        return []
    own = sum(row.opens_line for row in rows)
    return rows if len(rows) >= MIN_RECORDS and own >= MIN_OWN_SHARE * len(rows) else []


def _shapes(width: int, needed: int) -> list[Shape]:
    """Return the ways a row may be filled: whole, merged cells missing, one lost.

    The column that is needed, if it is not the first, misses in none.
    """
    every = tuple(range(width))
    shapes = [every[merged:] for merged in range(min(3, width - 1))]
    if 3 < width <= MAX_GAP_COLUMNS:
        shapes += [
            tuple(c for c in every[merged:] if c != lost)
            for merged, lost in product(range(2), range(2, width))
        ]
    return [shape for shape in shapes if not needed or needed in shape]


def _kinds(
    body: Sequence[Piece], reference: Reference
) -> tuple[npt.NDArray[np.intp], int]:
    """Return the kind of each cell as a code, and how many there are.

    0 is blank, 1 the name of a region or territory.
    """
    texts = Counter(piece.text for piece in body)
    repeated = {text for text, n in texts.most_common(MAX_NAMED_KINDS) if n > 2}
    codes: dict[str, int] = {"": 0, "label": LABEL}
    kind_of: dict[str, int] = {}
    for text in texts:
        if not text:
            kind = ""
        elif reference.is_label(text):
            kind = "label"
        elif text in repeated:
            kind = f"={text}"
        else:
            kind = content_kind(text) or reference.mark_meaning(text) or "text"
            ends = content_kind(text.split()[-1]) if kind == "text" else ""
            kind = f"text {ends}" if ends else kind
        kind_of[text] = codes.setdefault(kind, len(codes))
    return np.array([kind_of[piece.text] for piece in body], np.intp), len(codes)


def _first_costs(count: int, roles: Sequence[str]) -> Floats:
    """Return costs of each kind in each column before any is known."""
    of_labels = [i for i, role in enumerate(roles) if role in _LABEL_ROLES] or [0]
    costs = np.zeros((count, len(roles)))
    costs[0, 0] = BREAK_COST
    costs[LABEL] = BREAK_COST
    costs[LABEL, of_labels] = 0
    return costs


def _labels_are_apart(
    path: Sequence[tuple[int, Shape]], kinds: npt.NDArray[np.intp]
) -> bool:
    """Whether the known regions and territories stand in columns of their own."""
    labels, cells = Counter[int](), Counter[int]()
    for at, shape in path:
        for i, column in enumerate(shape):
            kind = kinds[at + i]
            labels[column] += int(kind == LABEL)
            cells[column] += int(kind > 0)
    inside = sum(n for c, n in labels.items() if 2 * n >= cells[c])
    return (labels.total() - inside) * 10 <= labels.total()


def _learned_costs(
    path: Sequence[tuple[int, Shape]],
    kinds: npt.NDArray[np.intp],
    count: int,
    width: int,
) -> Floats:
    """Return the costs of each kind in each column, as the rows found have them."""
    seen = np.full((count, width), 0.2)
    for at, shape in path:
        seen[kinds[at : at + len(shape)], list(shape)] += 1
    costs: Floats = -np.log(seen / seen.sum(axis=0))
    return costs


def _cheapest_path(
    stream: _Stream,
    kinds: npt.NDArray[np.intp],
    costs: Floats,
    shapes: Sequence[Shape],
) -> list[tuple[int, Shape]]:
    """Return where each row begins and its shape; empty if no rows fit all cells.

    Behind the last of rows that are parted by blanks, one more blank may stand.
    """
    size, parted = len(kinds), int(stream.parted)
    padded = np.concatenate([kinds, np.zeros(costs.shape[1] + 1, np.intp)])
    starts, inside = _line_costs(stream.body)
    prices = []
    for shape in shapes:
        price = np.array(starts)
        for i, column in enumerate(shape):
            price += costs[padded[i : i + size], column]
        merged = shape[0]
        lost = costs.shape[1] - merged - len(shape)
        ends = np.minimum(np.arange(size) + len(shape), size)
        price += inside[ends] - inside[np.minimum(np.arange(size) + 1, size)]
        prices.append((price + MERGED_COST * merged + MISSING_COST * lost).tolist())
    best, chosen = [0.0] + [NEVER] * size, [-1] * (size + 1)
    blank = (kinds == 0).tolist()
    for at in range(size):
        if best[at] >= NEVER or (parted and not blank[at]):
            continue
        first = at + parted
        for choice, shape in enumerate(shapes):
            end = first + len(shape)
            if end > size or first >= size:
                continue
            cost = best[at] + prices[choice][first]
            if cost < best[end]:
                best[end], chosen[end] = cost, choice
    end = size - parted if parted and best[size - 1] < best[size] else size
    return _path(chosen, end, parted, shapes)


def _path(
    chosen: Sequence[int], end: int, parted: int, shapes: Sequence[Shape]
) -> list[tuple[int, Shape]]:
    """Return the rows from the last back to the first."""
    path = []
    while end > 0:
        if chosen[end] < 0:
            return []
        shape = shapes[chosen[end]]
        path.append((end - len(shape), shape))
        end -= len(shape) + parted
    return path[::-1]


def _line_costs(body: Sequence[Piece]) -> tuple[Floats, Floats]:
    """Return the cost of a row's start at each cell, and of all breaks up to it."""
    starts = np.array([0.0 if p.opens_line else BREAK_COST for p in body])
    breaks = np.array([BREAK_COST if p.after_blank and p.text else 0.0 for p in body])
    starts += np.where(breaks > 0, 0.0, BREAK_COST if breaks.any() else 0.0)
    return starts, np.concatenate([[0.0], np.cumsum(breaks)])


def _table(stream: _Stream, rows: Sequence[_Row]) -> Table:
    """Build the table; the text of a merged cell stands in each of its rows."""
    table = Table()
    for piece in stream.titles:
        table.add(piece.number, (piece.text,))
    table.add(stream.heading[0].number, [piece.text for piece in stream.heading])
    above: list[str] = []
    origin = [0] * len(stream.heading)
    for row in rows:
        merged = range(row.merged if above else 0)
        texts = [*above[: len(merged)], *row.texts[len(merged) :]]
        number = table.add(row.number, texts)
        for i in range(len(texts)):
            if i in merged and texts[i]:
                table.spans[number, i] = (origin[i], i)
            elif i not in merged:
                origin[i] = number
        above = texts
    for piece in stream.rest:
        table.add(piece.number, (piece.text,))
    return table
