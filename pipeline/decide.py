"""Applies persons' decisions, which win over the rules. Between normalize and identify.

Assumes normalized rows, in a layout that `layout.decisions` decided. A decision names the text that its cell must still hold; where
rows moved since it was made, it follows that text and its context. Promises that each
decision is applied to exactly one cell, or the line stops.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.errors import RepairError, combine_misfits
from pipeline.model import COLUMN_ROLE, HEADER_ROW, TEXT_COLUMNS, WHOLE_LIST, Decision
from pipeline.normalize import Normalized, Settled
from pipeline.reference.normal_forms import on_one_line

WHOLE_ROW = "row"
"""Instead of a column: the decision is about the whole row, `drop` or `keep`."""

_CONTEXT = ("institution", "partner_unit")


def decide_rows(normalized: Normalized, decisions: Sequence[Decision]) -> Normalized:
    """Apply decisions to the rows; `layout` applied those on columns and the heading.

    Raises:
        RepairError: what a decision expects is gone or stands in several rows, or it
            names a column that the list does not have. Names all that do not fit.
    """
    normalized = before = _without_kept_questions(normalized, decisions)
    misfits: dict[int, RepairError] = {}
    for number, decision in enumerate(decisions, start=1):
        if decision.column in (COLUMN_ROLE, HEADER_ROW, WHOLE_LIST):
            continue
        try:
            row = _find_row(normalized, before, decision, number)
            if decision.column == WHOLE_ROW:
                normalized = _decide_row(normalized, decision, row, number)
            else:
                normalized = _decide_cell(normalized, decision, row)
        except RepairError as error:
            misfits[number] = error
    if misfits:
        raise combine_misfits(misfits)
    return normalized


def _without_kept_questions(
    normalized: Normalized, decisions: Sequence[Decision]
) -> Normalized:
    """Drop the questions for the whole list that are answered: it is read rightly."""
    kept = {d.expect for d in decisions if d.column == WHOLE_LIST}
    aligned = normalized.aligned
    asked = tuple(q for q in aligned.questions if q.source_column or q.code not in kept)
    return replace(normalized, aligned=replace(aligned, questions=asked))


def context_of(normalized: Normalized, row: int) -> str:
    """Return the texts that identify a row when its number has changed."""
    texts = (_text(normalized, role)(row) for role in _CONTEXT)
    return "|".join(texts)


def _text(normalized: Normalized, role: str) -> Callable[[int], str]:
    at = normalized.aligned.column_index(role)
    if at is None:
        return lambda _row: ""
    return lambda row: normalized.published(row, at)


def _find_row(
    normalized: Normalized, before: Normalized, decision: Decision, number: int
) -> int:
    """Find the array row of a decision; `before` is without any decision."""
    aligned = normalized.aligned
    at = _column_index(normalized, decision, number)
    expect = on_one_line(decision.expect)
    same_number = np.flatnonzero(aligned.source_row == decision.source_row)
    for row in same_number.tolist():
        if normalized.published(row, at) == expect:
            return int(row)
    rows = [
        row
        for row in range(len(aligned.body))
        if normalized.published(row, at) == expect
        and (not decision.context or context_of(before, row) == decision.context)
    ]
    if len(rows) == 1 and expect:
        return rows[0]
    reads = [normalized.published(row, at) for row in same_number.tolist()]
    actual = f"reads '{reads[0]}'" if reads else "is not in this list"
    many = f" That text stands in {len(rows)} other rows." if rows else ""
    many_ja = f"その文字列は他の {len(rows)} 行にあります。" if rows else ""
    message = (
        f"Decision {number} no longer fits: row {decision.source_row}, column"
        f" {decision.column}, should read '{decision.expect}' but {actual}.{many}"
        " The list has changed. Delete the decision, or renew its `expect`."
    )
    message_ja = (
        f"決定 {number} はこの一覧に合いません。{decision.source_row} 行目の"
        f" {decision.column} は「{decision.expect}」のはずですが、"
        f"{'「' + reads[0] + '」です' if reads else 'この一覧にありません'}。{many_ja}"
        "一覧が変わったようです。この決定の行を消すか、expect を今の文字に直してください。"
    )
    raise RepairError(message, message_ja)


def _column_index(normalized: Normalized, decision: Decision, number: int) -> int:
    layout = normalized.aligned.layout
    named = "institution_text" if decision.column == WHOLE_ROW else decision.column
    for column in layout.columns:
        if TEXT_COLUMNS.get(column.role, column.name) == named:
            return column.index
    message = (
        f"Decision {number} must name a column of the list, but '{decision.column}' is"
        " none. See the headings of agreements.csv."
    )
    message_ja = (
        f"決定 {number} の列「{decision.column}」はこの一覧にありません。"
        "agreements.csv の見出しを確かめてください。"
    )
    raise RepairError(message, message_ja)


def _decide_row(
    normalized: Normalized, decision: Decision, row: int, number: int
) -> Normalized:
    if decision.value not in ("drop", "keep"):
        message = (
            f"Decision {number} is about a whole row, so its value must be 'drop' or"
            f" 'keep', but it reads '{decision.value}'."
        )
        message_ja = (
            f"決定 {number} は行全体についてなので、value は drop か keep ですが、"
            f"「{decision.value}」とあります。"
        )
        raise RepairError(message, message_ja)
    settled = Settled(row, WHOLE_ROW, decision, changed=decision.value == "drop")
    return replace(normalized, settled=(*normalized.settled, settled))


def _decide_cell(normalized: Normalized, decision: Decision, row: int) -> Normalized:
    aligned = normalized.aligned
    at = _column_index(normalized, decision, 0)
    role = aligned.layout.columns[at].role
    value = on_one_line(decision.value)
    changed = value != on_one_line(decision.expect)
    settled = Settled(row, role, decision, changed)
    normalized = replace(normalized, settled=(*normalized.settled, settled))
    if not changed:
        return normalized
    words, items = list(normalized.words), dict(normalized.items)
    code = len(words) if value else 0
    if value:
        parts = tuple(dict.fromkeys(p.strip() for p in value.split("|") if p.strip()))
        words.append("、".join(parts) if role == "departments" else value)
        if role == "departments":
            items[code] = parts
    elif role == "departments":
        items[0] = ()
    text = aligned.text.copy()
    text[row, at] = code
    printed = [*aligned.words, *words[len(aligned.words) :]]
    rest = replace(aligned, text=text, words=printed)
    return replace(normalized, aligned=rest, words=words, items=items)
