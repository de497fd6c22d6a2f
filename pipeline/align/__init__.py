"""Third in the line: puts each cell under its own heading and fills labels down.

Assumes a SourceGrid and its Layout. A row keeps the order of its columns; among the
assignments that do, `assignment` finds the best by the texts of the cells (`scoring`),
and by their printed position where those can't tell. The clear assignments teach the
list's own words; then every row is assigned again. Promises that each cell is assigned
once, and that a row with two good assignments is reported as an ambiguity.
"""

from __future__ import annotations

from collections import Counter
from math import log

import numpy as np
import numpy.typing as npt

from pipeline.align.assignment import (
    FIRST_RULES,
    Assignment,
    AssignmentRules,
    assign_rows,
)
from pipeline.align.fill_down import fill_down_labels
from pipeline.align.model import ABSENT, Aligned, AssignedRows
from pipeline.align.rearrange import rearrange_rows
from pipeline.align.scoring import (
    CONTENT_KINDS,
    RECOGNIZED,
    SCORE_INDEX,
    WordScores,
    add_learned_scores,
    score_words,
)
from pipeline.grid import DictionaryEncodedRows, Ints, encode_texts, group_codes
from pipeline.layout import Layout
from pipeline.layout.header import OTHER, UNCOUNTED
from pipeline.model import ROLES, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.normal_forms import strip_outer_space

CLEAR_MARGIN = 2.5
"""An assignment teaches the others only if no other comes this near."""


SHIFT_COSTS = ((1.0, 2.0), (0.98, 1.5), (0.0, 0.6))
"""Share of unshifted rows -> the shift cost in the other rows."""


def align_rows(grid: SourceGrid, layout: Layout, reference: Reference) -> Aligned:
    """Put every cell under its heading and fill labels down."""
    rows = rearrange_rows(grid, layout, reference)
    words, codes = _encode_stripped(rows, len(layout.columns))
    lengths = rows.lengths
    roles = [column.role for column in layout.columns]
    scores = score_words(words, reference)
    kinds = _column_kinds(codes, scores, layout)
    assigned = _assign_all(codes, lengths, scores, FIRST_RULES, kinds)
    rules = _learn_rules(codes, lengths, assigned, roles)
    text_counts = _count_clear_texts(codes, assigned, roles)
    reassigned = _assign_all(
        codes, lengths, add_learned_scores(words, scores, text_counts), rules, kinds
    )
    return fill_down_labels(grid, layout, words, codes, reassigned, rules, reference)


MIN_RECOGNIZED_SHARE = 0.3
"""Share of recognized texts from which an uncounted column is one of their kind."""


def _column_kinds(codes: Ints, scores: WordScores, layout: Layout) -> list[str]:
    """Return the role of each column, for uncounted ones their content kind, if any."""
    vectors = np.array(scores.vectors)[:, [SCORE_INDEX[role] for role in ROLES]]
    recognized = (vectors >= RECOGNIZED)[scores.kind]
    kinds = []
    for column in layout.columns:
        if column.role != OTHER:
            kinds.append(column.role)
            continue
        filled = codes[:, column.index][codes[:, column.index] > 0]
        shares = {
            kind: float(
                recognized[filled][:, [SCORE_INDEX[r] for r in roles]]
                .any(axis=1)
                .mean()
            )
            for kind, roles in CONTENT_KINDS.items()
            if len(filled)
        }
        best = max(shares, key=lambda kind: shares[kind], default="")
        if column.meaning == "city":
            kinds.append("other_place")
        else:
            usual = bool(best) and shares[best] >= MIN_RECOGNIZED_SHARE
            kinds.append(best if usual else column.role)
    return kinds


def _encode_stripped(
    rows: DictionaryEncodedRows, columns: int
) -> tuple[list[str], Ints]:
    """Encode the texts without outer white space; "" is 0."""
    used = rows.used_codes()
    code_of = np.zeros(len(rows.texts), np.int32)
    words, code_of[used] = encode_texts(
        strip_outer_space(rows.texts[code]) for code in used
    )
    beyond = max(0, columns - rows.codes.shape[1])
    codes = np.pad(code_of[rows.codes], ((0, 0), (0, beyond)))
    return words, codes


def _assign_all(
    codes: Ints,
    lengths: Ints,
    scores: WordScores,
    rules: AssignmentRules,
    roles: list[str],
) -> AssignedRows:
    """Assign rows with the same kinds of cells once: such signatures are few."""
    kind_of = scores.kind.astype(np.int64) + 1
    kind_of[0] = 0
    of_row = group_codes(lengths, *kind_of[codes].T)
    example = np.unique(of_row, return_index=True)[1]
    rows = []
    for row in example:
        filled = np.flatnonzero(codes[row]).tolist()
        cells = [(p, scores.of(codes[row, p])) for p in filled]
        rows.append((cells, int(lengths[row])))
    assignments = assign_rows(rows, roles, rules)
    columns = np.array([assignment.columns for assignment in assignments], np.int32)
    return AssignedRows(columns[of_row], assignments, of_row)


def _is_clear(assignment: Assignment) -> bool:
    return assignment.margin >= CLEAR_MARGIN and not assignment.unassigned


def _clear_rows(
    codes: Ints, assigned: AssignedRows
) -> tuple[npt.NDArray[np.intp], Ints]:
    """Return the rows with a clear assignment, and their codes in each column."""
    clear = np.array([_is_clear(r) for r in assigned.assignments])
    rows = np.flatnonzero(clear[assigned.of_row])
    column = assigned.column[rows]
    text = np.where(column >= 0, codes[rows[:, None], np.maximum(column, 0)], 0).astype(
        np.int32
    )
    return rows, text


def _count_clear_texts(
    codes: Ints, assigned: AssignedRows, roles: list[str]
) -> dict[str, dict[int, int]]:
    _, text = _clear_rows(codes, assigned)
    counts: dict[str, dict[int, int]] = {}
    for c, role in enumerate(roles):
        if role not in UNCOUNTED:
            rows = np.bincount(text[:, c], minlength=1)
            codes_seen = np.flatnonzero(rows[1:]) + 1
            counts[role] = dict(
                zip(codes_seen.tolist(), rows[codes_seen].tolist(), strict=True)
            )
    return counts


def _learn_rules(
    codes: Ints, lengths: Ints, assigned: AssignedRows, roles: list[str]
) -> AssignmentRules:
    """Learn from the clear rows how often a column is blank and how often rows shift."""
    rows, text = _clear_rows(codes, assigned)
    blank_cost = {}
    for c, role in enumerate(roles):
        filled = int(np.count_nonzero(text[:, c]))
        blank_cost[role] = min(
            4.0, max(0.0, log((filled + 0.5) / (len(rows) - filled + 0.5)))
        )
    for role in ("region", "territory", "partner_unit", *UNCOUNTED):
        blank_cost[role] = 0.0  # often blank, or filled down
    column = assigned.column
    unshifted = (column == ABSENT) | (column == np.arange(column.shape[1]))
    usual = Counter(lengths.tolist()).most_common(1)[0][0]
    unshifted_share = float((unshifted.all(axis=1) & (lengths == usual)).mean())
    shift_cost = next(cost for share, cost in SHIFT_COSTS if unshifted_share >= share)
    return AssignmentRules(blank_cost, shift_cost, usual)
