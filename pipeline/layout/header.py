"""Finds the header rows of a list, and what its headings mean: for `layout`.

Assumes a SourceGrid. A header may take up to three rows, stand far below titles and
notes, and be in any language that data/reference/column_names.csv has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pipeline.layout.main_row import find_main_row
from pipeline.model import ROLES, SourceGrid
from pipeline.reference import Reference

MAX_HEADER_ROWS = 3

LONGEST_HEADING = 80
"""A longer text is a remark, even if a part of it is a known heading."""

WIDE_SAMPLE_ROWS = 200
"""In so many rows below a heading a column holds text, if it does."""

MAX_PART_LENGTH = 30
"""A longer text below a heading does not belong to it."""

BLANK = "blank"
"""The role of a column with no heading: it may hold nothing."""

OTHER = "other"
"""The role of a column that we don't count; it is published as it is."""

UNCOUNTED = (OTHER, BLANK)
"""Roles that no figure counts."""

CONTACT = "contact"
"""The meaning of a column of persons: published only on request."""

REGION_TERRITORY = "region_territory"
"""One printed column for regions and territories."""

STUDENT_COLUMNS = ("students_sent", "students_received")
"""The meanings of the columns that say exchange where no column of exchange does."""

UNDECIDED_UNIT = "unit"
"""The meaning of a heading that says faculty, but not whose: theirs or ours."""

FROM_LABELS, FROM_CELL_PARTS = "labels", "parts"
"""`why` of a column that is not printed as one: its texts stand in rows of their own
above the rows they name, or inside of other cells."""


@dataclass(frozen=True)
class ListColumn:
    """One column of the list.

    Attributes:
        index: from 0.
        heading: as printed, all its rows joined.
        role: one of `model.ROLES`, OTHER or BLANK.
        name: the published name.
        source: the position in the printed row; -1: not printed as a column.
        meaning: the role, or what an OTHER column holds by its heading (`signed_on`,
            `contact`, `url` ...); "" if unknown.
        why: how the meaning was found: `heading`, `content`, `headings` (of other
            columns), FROM_LABELS, FROM_CELL_PARTS, `told` (by a person), `unknown`.
        hidden: not published: a column of persons, or without a heading.
        sure: whether heading or cells prove the role; else it is a guess, and asked.
    """

    index: int
    heading: str
    role: str
    name: str
    source: int = 0
    meaning: str = ""
    why: str = "heading"
    hidden: bool = False
    sure: bool = True

    @property
    def printed(self) -> bool:
        """Whether the column is printed as one, or derived from printed headings."""
        return self.why not in (FROM_LABELS, FROM_CELL_PARTS)


@dataclass(frozen=True)
class Header:
    """The header rows: those that name the columns.

    Attributes:
        first, last: positions in `grid.cells`.
        rows: the texts of each of them, without outer white space.
        texts: the whole heading of each column.
        roles: the role of each column.
        meanings: the meaning of each heading, "" if unknown.
    """

    first: int
    last: int
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    roles: tuple[str, ...]
    meanings: tuple[str, ...]


def find_header(
    grid: SourceGrid, reference: Reference, header_row: int = 0
) -> Header | None:
    """Find the header; None if no row names the columns.

    `header_row` is the source row of its main row where a person has said it.
    """
    said = header_row or grid.heading_row
    if said in grid.numbers:
        best = grid.numbers.index(said)
    else:
        best = find_main_row(grid, partial(_meanings, reference=reference), reference)
    if best < 0:
        return None
    first, last = _header_span(grid, best, reference)
    printed = tuple(_stripped(grid.cells[i]) for i in range(first, last + 1))
    width = max(map(len, printed))
    padded = tuple(row + ("",) * (width - len(row)) for row in printed)
    spread_rows = _spread_headings(_spread_wide_headings(padded, grid, first))
    main, parts = spread_rows[best - first], spread_rows[-1]
    texts = tuple(_joined([row[c] for row in spread_rows]) for c in range(width))
    meanings = [
        reference.heading_role(whole)
        or reference.heading_role(part)
        or reference.heading_role(text)
        for whole, part, text in zip(texts, parts, main, strict=True)
    ]
    return Header(
        first, last, printed, texts, _roles(main, texts, meanings), tuple(meanings)
    )


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _meanings(cells: Sequence[str], reference: Reference) -> set[str]:
    headings = [
        text for cell in cells if 0 < len(text := cell.strip()) <= LONGEST_HEADING
    ]
    roles = set(map(reference.heading_role, headings))
    if REGION_TERRITORY in roles:
        roles |= {"region", "territory"}
    if "institution_en" in roles and "institution" not in roles:
        roles |= {"institution"}
    return roles - {""}


def _header_span(grid: SourceGrid, best: int, reference: Reference) -> tuple[int, int]:
    """Return the first and last row that belong to the header."""
    first = last = best
    while first > 0 and best - first < MAX_HEADER_ROWS - 1:
        above = grid.cells[first - 1]
        adjacent = grid.numbers[first] - grid.numbers[first - 1] == 1
        if not adjacent or not _names_columns(above, reference):
            break
        first -= 1
    main = _stripped(grid.cells[best])
    while last + 1 < len(grid.cells) and last - first < MAX_HEADER_ROWS - 1:
        if not _continues_header(_stripped(grid.cells[last + 1]), main, reference):
            break
        last += 1
    return first, last


def _names_columns(cells: Sequence[str], reference: Reference) -> bool:
    """Whether a row above the header has several short texts, none of them a label."""
    filled = [text for text in _stripped(cells) if text.strip("-:= ")]
    return len(filled) > 1 and not any(
        len(text) > 40 or reference.find_territory(text) for text in filled
    )


def _continues_header(
    cells: tuple[str, ...], main: tuple[str, ...], reference: Reference
) -> bool:
    """Whether a row below names parts of headings; it may repeat whole headings, too.

    Parts stand under blank cells, and under the heading that the blanks belong to.
    """
    padded = (*main, *[""] * (len(cells) - len(main)), "")
    below = (*cells, *[""] * (len(padded) - len(cells)))
    filled = [(i, text) for i, text in enumerate(cells) if text]
    repeated = [i for i, text in filled if padded[i] == text]
    new = [i for i, _ in filled if not padded[i]]
    first = [
        i
        for i, text in filled
        if padded[i] not in ("", text) and not padded[i + 1] and below[i + 1]
    ]
    if not new or len(filled) != len(repeated) + len(new) + len(first):
        return False
    parts = [below[i] for i in (*new, *first)]
    if repeated and (not first or 2 * len(repeated) >= len(filled)):
        return True
    return any(map(reference.heading_role, parts)) and not any(
        len(text) > MAX_PART_LENGTH or reference.find_territory(text) for text in parts
    )


def _spread_wide_headings(
    rows: Sequence[tuple[str, ...]], grid: SourceGrid, first: int
) -> list[tuple[str, ...]]:
    """Repeat each heading over the columns that its cell spans, if they hold text.

    A column of pictures below it holds none, and is not named by it.
    """
    if grid.rearranged or not grid.wide:
        return list(rows)
    body = grid.encoded.filled[first + 1 : first + len(rows) + WIDE_SAMPLE_ROWS]
    holding = {*np.flatnonzero(body.any(axis=0)).tolist()}
    spread_rows = []
    for i, row in enumerate(rows):
        cells = list(row)
        for at, text in enumerate(row):
            width = grid.wide.get((grid.numbers[first + i], at), 1)
            spanned = range(at, min(at + width, len(row)))
            held = [c for c in spanned if c in holding]
            if text and width > 1 and held:
                cells[at] = ""
                cells = [text if c in held else cell for c, cell in enumerate(cells)]
        spread_rows.append(tuple(cells))
    return spread_rows


def _spread_headings(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Repeat each heading in the blank cells to its right that have parts below."""
    spread_rows = []
    for i, row in enumerate(rows):
        cells = list(row)
        for c in range(1, len(cells)):
            parted = any(below[c] for below in rows[i + 1 :])
            if not cells[c] and parted and any(below[c - 1] for below in rows[i + 1 :]):
                cells[c] = cells[c - 1]
        spread_rows.append(tuple(cells))
    return spread_rows


def _joined(texts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text))


def _roles(
    main: Sequence[str], texts: Sequence[str], meanings: Sequence[str]
) -> tuple[str, ...]:
    """Return the role of each heading; of two with one meaning, the plainer gets it."""
    plain_first = sorted(range(len(main)), key=lambda c: (texts[c] != main[c], c))
    roles = [OTHER if text else BLANK for text in texts]
    taken: set[str] = set()
    for c in plain_first:
        if meanings[c] and meanings[c] not in taken:
            roles[c] = meanings[c]
            taken.add(meanings[c])
    if REGION_TERRITORY in taken and taken & {"region", "territory"}:
        free_role = "region" if "territory" in taken else "territory"
        roles[roles.index(REGION_TERRITORY)] = free_role
    return tuple(
        r if r in (*ROLES, REGION_TERRITORY, OTHER, BLANK) else OTHER for r in roles
    )


def quote_row(cells: Sequence[str]) -> str:
    """Quote a row in a message."""
    return " | ".join(cell.strip() for cell in cells)[:80]


MIN_PROOF_SHARE = 0.1
"""Share of the best fit from which rows as long as the header prove it whole."""


def insert_lost_heading(
    header: Header, rows: Sequence[Sequence[str]], reference: Reference
) -> Header:
    """Insert a blank heading where a header one cell shorter than most rows lost one.

    The blank goes where the cells fit the headings best; at the end if no position fits
    better by half: then only the heading of a last column is lost. Rows as long as the
    header whose cells fit it prove that it is whole and that the longer rows shifted.
    """
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    named = max(i for i, text in enumerate(header.texts) if text) + 1
    if usual != named + 1:
        return header
    fits: dict[str, Callable[[str], object]] = {
        "region": reference.find_region,
        "territory": reference.find_territory,
        "agreement_type": reference.find_agreement_type,
        "exchange": reference.mark_meaning,
    }

    def fit(gap: int, length: int = usual) -> int:
        return sum(
            bool(row[i + (i >= gap)].strip() and fits[role](row[i + (i >= gap)]))
            for i, role in enumerate(header.roles[:named])
            if role in fits
            for row in rows
            if len(row) == length
        )

    best = max(range(named, -1, -1), key=fit)
    proved = fit(named, named) > MIN_PROOF_SHARE * fit(best)
    if proved or fit(best) <= 1.5 * fit(named):
        return header
    texts, roles, meanings = (
        (*names[:best], blank, *names[best:named])
        for names, blank in (
            (header.texts, ""),
            (header.roles, BLANK),
            (header.meanings, ""),
        )
    )
    return replace(header, texts=texts, roles=roles, meanings=meanings)
