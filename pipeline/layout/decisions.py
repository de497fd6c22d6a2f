"""Applies what persons said of columns and of the heading row: for `layout`.

Assumes decisions as they are recorded. A column is found again by the text of its
heading, not by its number, and the heading row by its text. Promises that each such
decision is applied, or the line stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.errors import (
    RepairError,
    SourceError,
    UndecidedLayoutError,
    combine_misfits,
)
from pipeline.layout import Layout, find_list
from pipeline.layout.header import ListColumn, find_header, quote_row
from pipeline.layout.main_row import HEADER_SEARCH_ROWS
from pipeline.layout.section_labels import LABELS
from pipeline.model import (
    BETWEEN_ROWS,
    COLUMN_ROLE,
    GIVEN_ROLES,
    HEADER_ROW,
    HEADING,
    ROLES,
    Decision,
    SourceGrid,
)
from pipeline.reference import Reference
from pipeline.reference.normal_forms import on_one_line

Misfits = dict[int, RepairError]
"""Number of each decision that does not fit -> its error."""


def find_decided_list(
    grids: Sequence[SourceGrid],
    reference: Reference,
    decisions: Sequence[Decision],
    roles: Mapping[int, str],
    contacts: bool = False,
    header_row: int = 0,
) -> tuple[SourceGrid, Layout]:
    """Find the list as `find_list` does, with what persons decided about its layout.

    Columns that have a role by that are asked about no more.

    Args:
        grids: the tables.
        reference: names and headings.
        decisions: all of them; those about cells and rows are for `decide`.
        roles: printed column (from 1; LABELS: the labels between the rows) -> role;
            they win over decisions.
        contacts: whether columns of persons are published.
        header_row: the source row of the heading; it wins over decisions; 0: found.

    Raises:
        RepairError: a decision about a column or the heading row does not fit.
        SourceError: a given column or row is not there, or no table is a list.
    """
    numbered = [*enumerate(decisions, start=1)]
    of_columns = {n: d for n, d in numbered if d.column == COLUMN_ROLE}
    of_header = {n: d for n, d in numbered if d.column == HEADER_ROW}
    misfits: Misfits = {}
    if header_row:
        _check_header_row(grids, header_row)
    else:
        header_row = _decided_header_row(grids, of_header, misfits)
    if of_columns:
        headings = _find_headings(grids, reference, roles, header_row)
        roles = {**_decided_roles(headings, of_columns, misfits), **roles}
    if misfits:
        raise combine_misfits(misfits)
    try:
        grid, layout = find_list(grids, reference, roles, contacts, header_row)
    except SourceError as error:
        raise _undecided(error, grids) from error
    printed = max(map(len, grid.received.cells), default=0)
    _check_columns(max(printed, len(_headings(layout.columns))), roles)
    answered = roles.keys() - {LABELS}
    asked = tuple(q for q in layout.questions if q.source_column not in answered)
    return grid, replace(layout, questions=asked)


def _check_header_row(grids: Sequence[SourceGrid], header_row: int) -> None:
    if any(grid.row(header_row) for grid in grids):
        return
    last = max((grid.numbers[-1] for grid in grids if grid.numbers), default=0)
    msg = (
        f"The heading row must be a row of the list, but source row {header_row} holds"
        f" no cell. The last row read is {last}."
    )
    raise SourceError(
        msg,
        f"見出しの行として指定された {header_row} 行目に、表のセルがありません。"
        f"読み取った最後の行は {last} 行目です。",
    )


def _check_columns(width: int, roles: Mapping[int, str]) -> None:
    wrong = [number for number in roles if not LABELS <= number <= width]
    if wrong:
        msg = (
            f"A role must be given to a column of the list, which has {width}, but it is"
            f" given to column {wrong[0]}."
        )
        raise SourceError(
            msg,
            f"列は {width} 個ですが、{wrong[0]} 番目の列に役割が指定されています。",
        )


def _headings(columns: Sequence[ListColumn]) -> dict[int, str]:
    """Map the printed columns, from 1, to their headings."""
    return {c.source + 1: on_one_line(c.heading) for c in columns if c.source >= 0}


def _find_headings(
    grids: Sequence[SourceGrid],
    reference: Reference,
    roles: Mapping[int, str],
    header_row: int,
) -> dict[int, str]:
    """Map the printed columns to their headings, before decisions give them roles.

    Where the list is not found without these roles, the longest table is taken.
    """
    try:
        _, layout = find_list(grids, reference, roles, header_row=header_row)
    except SourceError:
        grid = max(grids, key=lambda grid: len(grid.cells))
        header = find_header(grid, reference, header_row)
        texts = header.texts if header else ()
        width = max(map(len, [*grid.cells, texts]), default=0)
        padded = [*texts, *[""] * (width - len(texts))]
        return {i: on_one_line(text) for i, text in enumerate(padded, start=1)}
    return _headings(layout.columns)


def _undecided(error: SourceError, grids: Sequence[SourceGrid]) -> SourceError:
    """Return an error of the layout with the rows that were read, if there are any."""
    grid = max(grids, key=lambda grid: len(grid.cells))
    if not any(map(len, grid.cells)):
        return error
    undecided = UndecidedLayoutError(str(error), error.text_ja)
    first = zip(grid.numbers, grid.cells, strict=True)
    undecided.rows = tuple(islice(first, HEADER_SEARCH_ROWS))
    return undecided


def _decided_header_row(
    grids: Sequence[SourceGrid], decisions: Mapping[int, Decision], misfits: Misfits
) -> int:
    """Return the heading row that was decided last; 0 if none was."""
    header_row = 0
    for number, decision in decisions.items():
        try:
            header_row = _find_header_row(grids, decision, number)
        except RepairError as error:
            misfits[number] = error
    return header_row


def _find_header_row(
    grids: Sequence[SourceGrid], decision: Decision, number: int
) -> int:
    """Find a heading row by its text, first where it stood."""
    if decision.value != HEADING:
        msg = (
            f"Decision {number} is about the heading row, so its value must be"
            f" '{HEADING}', but it reads '{decision.value}'."
        )
        raise RepairError(
            msg,
            f"決定 {number} は見出しの行についてなので、value は {HEADING} ですが、"
            f"「{decision.value}」とあります。",
        )
    at, expect = decision.source_row, on_one_line(decision.expect)
    if any(grid.row(at) and grid.row_text(at) == expect for grid in grids):
        return at
    rows = [
        row
        for grid in grids
        for row in grid.numbers[:HEADER_SEARCH_ROWS]
        if grid.row_text(row) == expect
    ]
    if len(rows) == 1 and expect:
        return rows[0]
    raise _misfit(
        number,
        f"the heading row should read '{decision.expect}', but that text stands in"
        f" {len(rows)} rows",
        f"見出しの行は「{decision.expect}」のはずですが、その文字列の行は {len(rows)} 行です",
    )


def _decided_roles(
    headings: Mapping[int, str], decisions: Mapping[int, Decision], misfits: Misfits
) -> dict[int, str]:
    """Return printed column -> role; of two decisions on a column the later counts."""
    decided: dict[int, str] = {}
    for number, decision in decisions.items():
        try:
            column = _find_column(headings, decision, number)
            others = {role for at, role in decided.items() if at != column}
            if decision.value in others & {*ROLES}:
                raise _role_given_twice(number, decision.value)
            decided[column] = decision.value
        except RepairError as error:
            misfits[number] = error
    return decided


def _find_column(headings: Mapping[int, str], decision: Decision, number: int) -> int:
    """Find a column by its heading; one of several alike only if no column moved."""
    if decision.value not in GIVEN_ROLES:
        msg = (
            f"Decision {number} is about a column, so its value must be one of"
            f" {', '.join(GIVEN_ROLES)}, but it reads '{decision.value}'."
        )
        raise RepairError(
            msg,
            f"決定 {number} は列についてなので、value は {'、'.join(GIVEN_ROLES)} の"
            f"いずれかですが、「{decision.value}」とあります。",
        )
    if decision.context == BETWEEN_ROWS:
        return LABELS
    expect = on_one_line(decision.expect)
    alike = [column for column, heading in headings.items() if heading == expect]
    if len(alike) == 1 and expect:
        return alike[0]
    for column in alike:
        if decision.context == f"{column} of {len(headings)}":
            return column
    read = quote_row([*headings.values()])
    raise _misfit(
        number,
        f"one column should have the heading '{decision.expect}', but {len(alike)} have"
        f" it. Read: '{read}'",
        f"見出しが「{decision.expect}」の列が一つあるはずですが、{len(alike)} 列あります。"
        f"読み取った見出し：「{read}」",
    )


def _role_given_twice(number: int, role: str) -> RepairError:
    return RepairError(
        f"Decision {number} must give a role that no other column has, but '{role}' is"
        " given to two columns. Delete one of the decisions.",
        f"決定 {number} の役割「{role}」は、ほかの列にも与えられています。"
        "どちらかの決定を消してください。",
    )


def _misfit(number: int, why: str, why_ja: str) -> RepairError:
    return RepairError(
        f"Decision {number} no longer fits: {why}. The list has changed. Delete the"
        " decision, or renew its `expect`.",
        f"決定 {number} はこの一覧に合いません。{why_ja}。一覧が変わったようです。"
        "この決定の行を消すか、expect を今の文字に直してください。",
    )
