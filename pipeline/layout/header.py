"""Finds the rows that name the columns of a list, and what the names mean: for `layout`.

Assumes a SourceGrid. A heading may take up to three rows, stand far below titles and
notes, and be in any language that data/reference/column_names.csv knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import ROLES, SourceGrid
from pipeline.reference import Reference

HEADING_ROWS = 200
"""The heading is looked for in this many rows; what stands above it is a title."""

ROWS_OF_A_HEADING = 3

LONGEST_PART = 30
"""A longer text below a heading is no part of it."""

BLANK = "blank"
"""The role of a column with no heading: it may hold nothing."""

OTHER = "other"
"""The role of a column that the list has besides the ones we count; kept as it is."""

UNCOUNTED = (OTHER, BLANK)
"""Roles that no figure counts."""

CONTACT = "contact"
"""The meaning of a column of persons: never published unless asked for."""

REGION_TERRITORY = "region_territory"
"""One printed column for regions and territories."""

UNIT = "unit"
"""The meaning of a heading that says faculty, but not whose: theirs or ours."""

LABELS, PARTS = "labels", "parts"
"""Why a column is there that is not printed: its texts stand in rows of their own above
the rows they name, or inside of other cells."""


@dataclass(frozen=True)
class Column:
    """One column of the list.

    Attributes:
        index: its place, from 0.
        heading: as printed, all its rows joined.
        role: one of `model.ROLES`, OTHER or BLANK.
        name: the published name.
        source: the position in the printed row; -1: not printed as a column.
        meaning: the role, or what an OTHER column holds by its heading (`signed_on`,
            `contact`, `url` ...); "" if unknown.
        why: how the meaning was found: `heading`, `content`, `headings` (made of them),
            LABELS, PARTS, `told` (by a person), `unknown`.
        hidden: not published: a column of persons, or without a heading.
    """

    index: int
    heading: str
    role: str
    name: str
    source: int = 0
    meaning: str = ""
    why: str = "heading"
    hidden: bool = False

    @property
    def printed(self) -> bool:
        """Whether its cells stand in a column of the page, or its headings do."""
        return self.why not in (LABELS, PARTS)


@dataclass(frozen=True)
class Heading:
    """The rows that name the columns.

    Attributes:
        first, last: positions in `grid.cells`.
        rows: the texts of each of them, without outer white space.
        texts: for each column its whole heading.
        roles: for each column its role.
        meanings: for each column what its heading says, "" if unknown.
    """

    first: int
    last: int
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    roles: tuple[str, ...]
    meanings: tuple[str, ...]


def find_heading(grid: SourceGrid, reference: Reference) -> Heading | None:
    """Find the heading; None if no row names an institution column and one more.

    The row that names most of the columns that are counted is it, and of those the one
    that names most of the others.
    """
    rows = range(min(HEADING_ROWS, len(grid.cells)))
    best, most = -1, (0, 0)
    for i in rows:
        found = _meanings(grid.cells[i], reference)
        size = (len(found & {*ROLES, UNIT}), len(found))
        if "institution" in found and size[1] > 1 and size > most:
            best, most = i, size
    if best < 0:
        return None
    first, last = _block(grid, best, reference)
    printed = tuple(_stripped(grid.cells[i]) for i in range(first, last + 1))
    width = max(map(len, printed))
    padded = tuple(row + ("",) * (width - len(row)) for row in printed)
    spread = _spread(padded)
    main, parts = spread[best - first], spread[-1]
    texts = tuple(_joined([row[c] for row in spread]) for c in range(width))
    said = [
        reference.heading_role(whole)
        or reference.heading_role(part)
        or reference.heading_role(text)
        for whole, part, text in zip(texts, parts, main, strict=True)
    ]
    return Heading(first, last, printed, texts, _roles(main, texts, said), tuple(said))


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _meanings(cells: Sequence[str], reference: Reference) -> set[str]:
    roles = {reference.heading_role(cell.strip()) for cell in cells if cell.strip()}
    if REGION_TERRITORY in roles:
        roles |= {"region", "territory"}
    if "institution_en" in roles and "institution" not in roles:
        roles |= {"institution"}
    return roles - {""}


def _block(grid: SourceGrid, best: int, reference: Reference) -> tuple[int, int]:
    """The rows above and below that belong to the heading."""
    first = last = best
    while first > 0 and best - first < ROWS_OF_A_HEADING - 1:
        above = grid.cells[first - 1]
        adjacent = grid.numbers[first] - grid.numbers[first - 1] == 1
        if not adjacent or not _names_columns(above, reference):
            break
        first -= 1
    main = _stripped(grid.cells[best])
    while last + 1 < len(grid.cells) and last - first < ROWS_OF_A_HEADING - 1:
        if not _continues(_stripped(grid.cells[last + 1]), main, reference):
            break
        last += 1
    return first, last


def _names_columns(cells: Sequence[str], reference: Reference) -> bool:
    """A row above the heading with several short texts, none of them a label."""
    filled = [text for text in _stripped(cells) if text.strip("-:= ")]
    return len(filled) > 1 and not any(
        len(text) > 40 or reference.find_territory(text) for text in filled
    )


def _continues(
    cells: tuple[str, ...], main: tuple[str, ...], reference: Reference
) -> bool:
    """A row below that names the parts of headings, and may repeat the others.

    Parts stand under blank cells, and under the heading that the blanks belong to.
    """
    padded = (*main, *[""] * (len(cells) - len(main)), "")
    below = (*cells, *[""] * (len(padded) - len(cells)))
    filled = [(i, text) for i, text in enumerate(cells) if text]
    again = [i for i, text in filled if padded[i] == text]
    new = [i for i, _ in filled if not padded[i]]
    first = [
        i
        for i, text in filled
        if padded[i] not in ("", text) and not padded[i + 1] and below[i + 1]
    ]
    if not new or len(filled) != len(again) + len(new) + len(first):
        return False
    parts = [below[i] for i in (*new, *first)]
    if again and not first:
        return True
    return any(map(reference.heading_role, parts)) and not any(
        len(text) > LONGEST_PART or reference.find_territory(text) for text in parts
    )


def _spread(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A heading stands for the blank cells to its right that have parts below."""
    spread = []
    for i, row in enumerate(rows):
        cells = list(row)
        for c in range(1, len(cells)):
            parted = any(below[c] for below in rows[i + 1 :])
            if not cells[c] and parted and any(below[c - 1] for below in rows[i + 1 :]):
                cells[c] = cells[c - 1]
        spread.append(tuple(cells))
    return spread


def _joined(texts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text))


def _roles(
    main: Sequence[str], texts: Sequence[str], said: Sequence[str]
) -> tuple[str, ...]:
    """What each heading means; of two with one meaning, the plainer one has it."""
    plain_first = sorted(range(len(main)), key=lambda c: (texts[c] != main[c], c))
    roles = [OTHER if text else BLANK for text in texts]
    taken: set[str] = set()
    for c in plain_first:
        if said[c] and said[c] not in taken:
            roles[c] = said[c]
            taken.add(said[c])
    if REGION_TERRITORY in taken and taken & {"region", "territory"}:
        which = "region" if "territory" in taken else "territory"
        roles[roles.index(REGION_TERRITORY)] = which
    return tuple(
        r if r in (*ROLES, REGION_TERRITORY, OTHER, BLANK) else OTHER for r in roles
    )


def shown(cells: Sequence[str]) -> str:
    """A row as messages quote it."""
    return " | ".join(cell.strip() for cell in cells)[:80]


PROOF = 0.1
"""Where rows as long as the heading fit it so well, it has lost no cell."""


def with_lost_name(
    heading: Heading, rows: Sequence[Sequence[str]], reference: Reference
) -> Heading:
    """Put a blank where a heading is one cell shorter than most rows, and stands wrong.

    The blank goes where the cells fit the names best; at the end if none fits better
    by half, for then nothing is lost but the name of a last column. Rows as long as the
    heading whose cells fit it prove it whole: then the longer rows were pushed aside.
    """
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    named = max(i for i, text in enumerate(heading.texts) if text) + 1
    if usual != named + 1:
        return heading
    fits: dict[str, Callable[[str], object]] = {
        "region": reference.find_region,
        "territory": reference.find_territory,
        "agreement_type": reference.find_agreement_type,
        "exchange": reference.mark,
    }

    def fit(gap: int, length: int = usual) -> int:
        return sum(
            bool(row[i + (i >= gap)].strip() and fits[role](row[i + (i >= gap)]))
            for i, role in enumerate(heading.roles[:named])
            if role in fits
            for row in rows
            if len(row) == length
        )

    best = max(range(named, -1, -1), key=fit)
    proved = fit(named, named) > PROOF * fit(best)
    if proved or fit(best) <= 1.5 * fit(named):
        return heading
    texts, roles, meanings = (
        (*names[:best], blank, *names[best:named])
        for names, blank in (
            (heading.texts, ""),
            (heading.roles, BLANK),
            (heading.meanings, ""),
        )
    )
    return replace(heading, texts=texts, roles=roles, meanings=meanings)
