"""Second in the line: finds the rows of the list in a SourceGrid, and its columns.

Assumes that some column names institutions. Promises that every row of the grid is
either a header row, a row of the list, or skipped with its reason, and a question for
each column that is not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from pipeline.errors import SourceError
from pipeline.layout.column_content import SAMPLE_ROWS, sample_columns
from pipeline.layout.column_roles import learn_roles
from pipeline.layout.header import (
    BLANK,
    CONTACT,
    OTHER,
    REGION_TERRITORY,
    STUDENT_COLUMNS,
    UNCOUNTED,
    Header,
    ListColumn,
    find_header,
    insert_lost_heading,
    quote_row,
)
from pipeline.layout.joined_columns import join_columns
from pipeline.layout.list_questions import ask_about_columns
from pipeline.layout.merge_tables import (
    can_merge,
    folded_institutions,
    is_repetition,
    merge_table,
    with_unread_tables,
)
from pipeline.layout.repeated_texts import (
    blank_no_values,
    cut_continued,
    resolve_dittos,
)
from pipeline.layout.row_groups import OutsideCells, find_outside_columns
from pipeline.layout.rows import TotalRow, find_body_rows
from pipeline.layout.section_labels import titles_of_headings
from pipeline.layout.several_institutions import part_institutions
from pipeline.layout.sheets import Sheet, join_sheets, may_join_sheets
from pipeline.layout.short_rows import align_short_rows
from pipeline.layout.side_by_side import in_first_part, stack_parts
from pipeline.layout.stacked import part_stacked
from pipeline.layout.torn_rows import join_torn_rows
from pipeline.model import AGREEMENT_COLUMNS, ROLES, ListQuestion, SourceGrid
from pipeline.reference import Reference

__all__ = ["BLANK", "OTHER", "Layout", "ListColumn", "find_layout", "find_list"]


@dataclass(frozen=True)
class Layout:
    """How a grid was understood.

    Attributes:
        heading_row: the source row that names the columns; 0 if there is none.
        columns: from left to right; a column of regions and territories is two.
        body: positions in `grid.cells` of the rows that belong to the list.
        skipped: source row and reason of every other row (`title`, `heading`,
            `rule`: a line that only rules the table, `empty`, `total`, `label`: of the
            rows below, `joined`: its text went to the row above).
        titles: the texts above the header.
        outside_cells: the cells of the columns that are not printed as such; these
            columns come first.
        left_out: name and rows of tables with other institutions that are not read.
        sheets: name and rows of the sheets that are read as one list, if several.
        questions: what is not understood of the whole list, most consequential first.
        totals: what its lines of totals say.
        headed: the printed columns with what headings and persons alone say of them.
    """

    heading_row: int
    columns: tuple[ListColumn, ...]
    body: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]
    titles: tuple[str, ...] = ()
    outside_cells: tuple[OutsideCells, ...] = field(default=(), repr=False)
    left_out: tuple[tuple[str, int], ...] = ()
    sheets: tuple[tuple[str, int], ...] = ()
    questions: tuple[ListQuestion, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    headed: tuple[ListColumn, ...] = field(default=(), repr=False)

    @property
    def is_clear(self) -> bool:
        """Whether institutions and another counted column are known for sure."""
        sure = {c.role for c in self.columns if c.sure and c.role in ROLES}
        return "institution" in sure and len(sure) > 1


MIN_INSTITUTIONS = 3
"""A table with fewer institutions is not taken for a part of the list."""

MIN_LENGTH_SHARE = 0.5
"""The list is the first table with at least this share of the longest one's rows."""


class _Table(NamedTuple):
    """A table that may be the list, and the roles that a person gave to its columns.

    `stacked`: whether others stand above or below it in the same sheet or text.
    """

    grid: SourceGrid
    layout: Layout
    roles: Mapping[int, str]
    stacked: bool = False


def find_list(
    grids: Sequence[SourceGrid],
    reference: Reference,
    roles: Mapping[int, str] | None = None,
    contacts: bool = False,
    header_row: int = 0,
) -> tuple[SourceGrid, Layout]:
    """Find the table that is the list: the first of about the length of the longest.

    Other tables of the same page with other institutions are parts of it.

    Raises:
        SourceError: no table is an agreement list; it speaks of the first.
    """

    def read(grid: SourceGrid, said: Mapping[int, str]) -> Layout:
        return find_layout(grid, reference, said, contacts, header_row)

    tables: list[_Table] = []
    refusals: list[SourceError] = []
    parted = [part_stacked(grid, reference) for grid in grids]
    parts = [(nth, len(of), grid) for of in parted for nth, grid in enumerate(of)]
    for nth, together, grid in parts:
        try:
            plain = cut_continued(blank_no_values(grid), reference)
            plain = align_short_rows(plain, reference, header_row)
            stacked = stack_parts(plain, reference, roles or {})
            said = _roles_in(stacked, plain, roles or {})
            layout = read(stacked, {} if nth else said)
            tables.append(_Table(stacked, layout, said, together > 1))
        except SourceError as error:
            refusals.append(error)
    if not tables:
        raise refusals[0]
    clearest = _clearest(tables)
    whole, sheets = _join_sheets(clearest, reference, read)
    table, left_out = _merge_parts(whole, read)
    left_out = [*_named_tables(tables, clearest), *left_out]
    grid, layout, said, _ = table
    if said and len(tables) > len(grids):
        layout = read(grid, said)  # a person's columns are those of the whole
    for rearrange in (join_torn_rows, resolve_dittos, part_institutions):
        changed = rearrange(grid, layout.body, layout.columns, reference)
        if changed is not grid:
            grid, layout = changed, read(changed, said)
    grid, questions = join_columns(grid, layout.body, layout.columns, layout.questions)
    grid = with_unread_tables(grid, grids, {name for name, _ in left_out})
    joined = grid.rearranged.joined if grid.rearranged else ()
    skipped = sorted([*layout.skipped, *((number, "joined") for number in joined)])
    return grid, replace(
        layout,
        questions=questions,
        left_out=tuple(left_out),
        sheets=tuple(sheets),
        skipped=tuple(skipped),
    )


def _join_sheets(
    tables: list[_Table],
    reference: Reference,
    read: Callable[[SourceGrid, Mapping[int, str]], Layout],
) -> tuple[list[_Table], list[tuple[str, int]]]:
    """Join the sheets with the headings of the first and other agreements to it.

    Returns:
        The tables that are left, and name and rows of the joined ones.
    """
    first, *others = tables
    sheets = [_as_sheet(table) for table in tables]
    alike = [
        sheet
        for table, sheet in zip(others, sheets[1:], strict=True)
        if may_join_sheets(first.grid, table.grid, reference)
        and _headed_alike(first.layout, table.layout)
    ]
    grid, joined = join_sheets(sheets[0], alike, reference)
    if not joined:
        return tables, []
    parts = {id(sheet.grid) for sheet in joined}
    whole = _Table(grid, read(grid, first.roles), first.roles)
    left = [table for table in others if id(table.grid) not in parts]
    sizes = [(sheet.grid.name, len(sheet.body)) for sheet in (sheets[0], *joined)]
    return [whole, *left], sizes


def _as_sheet(table: _Table) -> Sheet:
    grid, layout, *_ = table
    labels = [grid.numbers.index(n) for n, why in layout.skipped if why == "label"]
    return Sheet(grid, layout.columns, layout.body, layout.heading_row, labels)


def _merge_parts(
    tables: Sequence[_Table], read: Callable[[SourceGrid, Mapping[int, str]], Layout]
) -> tuple[_Table, list[tuple[str, int]]]:
    """Merge the tables that are parts of one list; name those that are not read."""
    longest = max(len(table.layout.body) for table in tables)
    first = next(
        table
        for table in tables
        if len(table.layout.body) >= MIN_LENGTH_SHARE * longest
    )
    others = [table for table in tables if table is not first]
    grid, layout, roles, _ = first
    left_out: list[tuple[str, int]] = []
    institutions = (
        folded_institutions(grid, layout.columns, layout.body) if others else set()
    )
    for other, parts, _, stacked in others:
        names = folded_institutions(other, parts.columns, parts.body)
        few = len(names) < MIN_INSTITUTIONS and not _headed_alike(layout, parts)
        if not stacked and (few or is_repetition(institutions, names)):
            continue
        institutions |= names
        if not layout.heading_row or not can_merge(grid, other):
            left_out.append((other.name, len(parts.body)))
            continue
        labels = [n for n, why in parts.skipped if why == "label"]
        rows = [*parts.body, *map(other.numbers.index, labels)]
        grid = merge_table(
            grid, layout.columns, layout.heading_row, other, parts.columns, rows
        )
        layout = read(grid, roles)
    return _Table(grid, layout, roles, first.stacked), left_out


def _headed_alike(layout: Layout, other: Layout) -> bool:
    """Whether two tables print the same headings: one list, however short a part is."""
    headings = [
        {c.heading for c in one.columns if c.source >= 0} for one in (layout, other)
    ]
    return bool(layout.heading_row and other.heading_row) and headings[0] == headings[1]


def _roles_in(
    stacked: SourceGrid, plain: SourceGrid, roles: Mapping[int, str]
) -> Mapping[int, str]:
    """Return the roles that a person gave, by the columns of the first of several parts."""
    if stacked is plain:
        return roles
    width = stacked.encoded.codes.shape[1]
    return {in_first_part(column, width): role for column, role in roles.items()}


def _named_tables(
    tables: Iterable[_Table], read: Sequence[_Table]
) -> list[tuple[str, int]]:
    """Return name and rows of a text's tables that have a title and are not read."""
    return [
        (table.grid.name, len(table.layout.body))
        for table in tables
        if table.grid.text
        and table.grid.name
        and all(table.grid is not other.grid for other in read)
    ]


def _clearest(tables: list[_Table]) -> list[_Table]:
    """Return the tables that are surely agreement lists; all of them if none is."""
    return [table for table in tables if table.layout.is_clear] or tables


def find_layout(
    grid: SourceGrid,
    reference: Reference,
    roles: Mapping[int, str] | None = None,
    contacts: bool = False,
    header_row: int = 0,
) -> Layout:
    """Find the header, the meaning of each column, and the rows of the list.

    Args:
        grid: the table.
        reference: names and headings.
        roles: given by a person: printed column (from 1) -> role.
        contacts: whether columns of persons are published.
        header_row: the source row that names the columns, by a person; 0: found.

    Raises:
        SourceError: no column may hold institutions, hardly a row has several cells, or
            no row follows the header.
    """
    header = find_header(grid, reference, header_row)
    encoded = grid.encoded
    body, skipped, totals = find_body_rows(grid, header, reference)
    if not body:
        raise _no_rows(grid, header)
    _check_table(grid, header, body)
    width = int(encoded.lengths[body].max())
    if header:
        header = insert_lost_heading(
            header, [grid.cells[i] for i in body[:HEADER_SAMPLE_ROWS]], reference
        )
    columns = _open_filled_columns(
        _header_columns(header, width), grid, body, reference
    )
    given = _with_given_roles(columns, roles or {})
    sources = {c.index: c.source for c in given}
    contents = sample_columns(grid, body, sources, reference)
    titles = titles_of_headings(grid, header, body)
    outside_roles = ("agreement_type",) if titles else ()
    learned = learn_roles(given, contents, reference, outside_roles)
    questions = ask_about_columns(learned, contents, reference)
    outside = find_outside_columns(grid, header, body, learned, reference, roles or {})
    labels = outside.label_rows
    body = [i for i in body if i not in labels]
    skipped = sorted(
        [s for s in skipped if s[0] not in labels.values()]
        + [(number, "label") for number in labels.values()]
    )
    learned = [replace(c, index=i) for i, c in enumerate([*outside.columns, *learned])]
    _check_roles(grid, learned)
    number = grid.numbers[header.last] if header else 0
    hidden = [
        replace(c, hidden=c.role == BLANK or (c.meaning == CONTACT and not contacts))
        for c in learned
    ]
    return Layout(
        number,
        with_unique_names(hidden),
        tuple(body),
        tuple(skipped),
        _titles(grid, header),
        tuple(outside.cells),
        questions=(
            *_ask_about_header(grid, header, header_row),
            *questions,
            *outside.questions,
        ),
        totals=tuple(totals),
        headed=tuple(given),
    )


MIN_KNOWN_HEADINGS = 2
"""With fewer known headings a person is asked whether it is the heading."""


def _ask_about_header(
    grid: SourceGrid, header: Header | None, header_row: int
) -> list[ListQuestion]:
    """Ask whether a row with hardly a known heading is the one that names the columns."""
    if header is None or header_row or grid.heading_row >= 0:
        return []
    if len({*header.meanings} - {""}) >= MIN_KNOWN_HEADINGS:
        return []
    row = grid.numbers[header.last]
    cells = quote_row(grid.cells[header.last])
    return [ListQuestion("HEADER_GUESSED", (), (("row", str(row)), ("cells", cells)))]


def _titles(grid: SourceGrid, header: Header | None) -> tuple[str, ...]:
    above = grid.cells[: header.first] if header else ()
    return tuple(text for row in above for cell in row if (text := cell.strip()))


def _no_rows(grid: SourceGrid, header: Header | None) -> SourceError:
    at = grid.numbers[header.last] if header else 0
    read = quote_row(grid.cells[header.last if header else 0])
    return SourceError(
        "Rows of agreements must follow the heading, but none follows source row"
        f" {at}. Read: '{read}'. Check that the file is whole.",
        f"見出しの下に協定の行が必要ですが、{at} 行目の後にありません。読み取った行："
        f"「{read}」。ファイルが途中で切れていないか確かめてください。",
    )


def _header_columns(header: Header | None, width: int) -> list[ListColumn]:
    if header is None:
        return [
            ListColumn(i, "", OTHER, f"column {i + 1}", i, why="unknown")
            for i in range(width)
        ]
    columns: list[ListColumn] = []
    for source, text in enumerate(header.texts):
        role, meaning = header.roles[source], header.meanings[source]
        for part in ("region", "territory") if role == REGION_TERRITORY else (role,):
            column_meaning = part if part not in UNCOUNTED else meaning
            why = "heading" if column_meaning else "unknown"
            columns.append(
                ListColumn(len(columns), text, part, "", source, column_meaning, why)
            )
    return columns


HEADER_SAMPLE_ROWS = 200
"""How many rows are sampled to see whether the headings stand above their columns."""

MIN_FILLED_SHARE = 0.6
"""A column without a heading belongs to the list if more of its cells are filled, or
if it holds labels printed once."""


def _open_filled_columns(
    columns: list[ListColumn], grid: SourceGrid, body: list[int], reference: Reference
) -> list[ListColumn]:
    sample = body[:SAMPLE_ROWS]

    def is_filled(column: ListColumn) -> bool:
        cells = grid.encoded.column_texts(sample, column.source)
        texts = [text for cell in cells if (text := cell.strip())]
        labels = all(map(reference.is_label, texts)) and len(texts) > 1
        return len(texts) > MIN_FILLED_SHARE * len(sample) or labels

    return [
        replace(c, role=OTHER, name=f"column {c.source + 1}")
        if c.role == BLANK and is_filled(c)
        else c
        for c in columns
    ]


def _with_given_roles(
    columns: Sequence[ListColumn], roles: Mapping[int, str]
) -> list[ListColumn]:
    """Give columns the roles that a person said; a role of one column has no other.

    Several columns of exchange are those of students sent and received. Of several with
    another role the first has it; a column of regions and territories stays both.
    """
    several = [*roles.values()].count("exchange") > 1
    told: set[str] = set()
    given = []
    for column in columns:
        role = roles.get(column.source + 1)
        if role is None or (
            role in ("region", "territory") and _is_half(column, columns)
        ):
            taken = column.role in roles.values() and not _is_half(column, columns)
            free = taken and column.role in ROLES
            given.append(replace(column, role=OTHER, meaning="") if free else column)
        elif role == CONTACT:
            given.append(replace(column, role=OTHER, meaning=CONTACT, why="told"))
        elif role == "exchange" and several:
            given.append(
                replace(column, role=OTHER, meaning=STUDENT_COLUMNS[0], why="told")
            )
        else:
            meaning = role if role in ROLES else ""
            role = OTHER if role in told else role
            given.append(replace(column, role=role, meaning=meaning, why="told"))
            told |= {role} & {*ROLES}
    return given


def _is_half(column: ListColumn, columns: Sequence[ListColumn]) -> bool:
    """Whether a printed column is two: of regions and of territories."""
    return sum(c.source == column.source >= 0 for c in columns) > 1


def with_unique_names(columns: list[ListColumn]) -> tuple[ListColumn, ...]:
    """Give each column a unique published name: `備考`, `備考 (2)` ..."""
    taken = {*AGREEMENT_COLUMNS}
    columns_named = []
    for column in columns:
        name = column.role if column.role != OTHER else column.heading or column.name
        number, unused = 1, name
        while unused in taken:
            number += 1
            unused = f"{name} ({number})"
        taken.add(unused)
        columns_named.append(replace(column, name=unused))
    return tuple(columns_named)


MIN_LINES = 2
"""Fewer rows with several cells, and no heading, are no table."""


def _check_table(grid: SourceGrid, header: Header | None, body: Sequence[int]) -> None:
    """Refuse a grid that is no table: without a heading, hardly a row has two cells."""
    cells = grid.encoded.filled.sum(axis=1)[list(body)]
    if header is not None or np.count_nonzero(cells > 1) >= MIN_LINES:
        return
    raise _no_list(
        grid,
        "rows that stand one below the other, each with several cells",
        "複数のセルがある行がいくつも必要です",
    )


def _check_roles(grid: SourceGrid, columns: list[ListColumn]) -> None:
    """Refuse a grid in which no column may hold institutions: it names none."""
    if "institution" not in {column.role for column in columns}:
        raise _no_list(
            grid,
            "a column with the names of institutions",
            "大学・機関の名前の列が必要です",
        )


def _no_list(grid: SourceGrid, what: str, what_ja: str) -> SourceError:
    first = next((c for c in grid.cells if any(x.strip() for x in c)), ())
    msg = (
        f"An agreement list must have {what}, but none was found. Read in source row"
        f" {grid.numbers[0]}: '{quote_row(first)}'. Check that the file is the list and"
        " that it is whole."
    )
    msg_ja = (
        f"協定一覧には、{what_ja}が、見つかりませんでした。{grid.numbers[0]} 行目から"
        f"読み取った内容：「{quote_row(first)}」。協定の一覧かどうか、ファイルが全部"
        "そろっているかを確かめてください。"
    )
    return SourceError(msg, msg_ja)
