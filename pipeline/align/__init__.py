"""Third in the line: puts each cell under its own heading and fills labels down.

Assumes a SourceGrid and its Layout. Whether the list has slipped is judged first, over
all its rows (`slippage`). Where it has not, every cell stays where it is printed
(`in_place`). Where it has, a row keeps the order of its columns; among the assignments
that do, `assignment` finds the best by the texts of the cells (`scoring`), and by their
printed position where those can't tell. The clear assignments teach the list's own
words; then the rows are assigned again. Promises that each cell is assigned once, and
that a row with two good assignments is reported as an ambiguity.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import log
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from pipeline.align.assignment import (
    FIRST_RULES,
    Assignment,
    AssignmentRules,
    assign_rows,
)
from pipeline.align.exchanged import find_exchanged_names
from pipeline.align.fill_down import fill_down_labels
from pipeline.align.in_place import (
    ask_against_headings,
    settle_by_questions,
    stay_in_place,
    widen_questions,
)
from pipeline.align.known_texts import (
    CONTRADICTS,
    KnownTexts,
    contradicting_words,
    find_known_texts,
)
from pipeline.align.model import ABSENT, Aligned, AssignedRows
from pipeline.align.rearrange import rearrange_rows
from pipeline.align.repeated_cells import drop_repeated_cells
from pipeline.align.scoring import WordScores, add_learned_scores, score_words
from pipeline.align.slippage import (
    find_swaps,
    judge_slippage,
)
from pipeline.grid import DictionaryEncodedRows, Ints, encode_texts, group_codes
from pipeline.layout import Layout
from pipeline.layout.header import BLANK, OTHER, UNCOUNTED
from pipeline.layout.relearning import learn_again
from pipeline.model import ListQuestion, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.normal_forms import strip_outer_space

CLEAR_MARGIN = 2.5
"""An assignment teaches the others only if no other comes this near."""

SLIPPED_SHIFT_COST, SOUND_SHIFT_COST = 0.6, 1.5
"""The shift cost in a list that has slipped, and in one where single rows have."""


def align_rows(grid: SourceGrid, layout: Layout, reference: Reference) -> Aligned:
    """Put every cell under its heading and fill labels down.

    Where the list has slipped, the cells that came under the headings tell again what
    their columns are; then all is done by that.
    """
    aligned, slipped = _align(grid, layout, reference)
    if not slipped:
        return aligned
    again = learn_again(layout, _printed_texts(aligned), reference)
    return aligned if again is layout else _align(grid, again, reference)[0]


def _printed_texts(aligned: Aligned) -> list[list[str]]:
    """Return the texts of each column, without those that were filled down."""
    every = np.arange(len(aligned.row))[:, None]
    codes = np.where(aligned.row == every, aligned.text, 0)
    return [[aligned.words[code] for code in column] for column in codes.T.tolist()]


def _align(
    grid: SourceGrid, layout: Layout, reference: Reference
) -> tuple[Aligned, bool]:
    """Return the aligned rows, and whether the list has slipped."""
    rows = rearrange_rows(grid, layout, reference)
    words, codes = _encode_stripped(rows, len(layout.columns))
    known = find_known_texts(words, codes, layout, reference)

    def flags_of(cells: Ints) -> Ints:
        return _cell_flags(words, cells, known, layout, reference)

    once, lengths, kept = drop_repeated_cells(codes, rows.lengths, known, flags_of)
    flags = flags_of(once)
    unswapped, swapped = _exchange_swapped(once, flags, known)
    if swapped is not None:
        flags = flags_of(unswapped)
    assigned, rules, questions, slipped = _assign_rows(
        words, unswapped, flags, lengths, known, layout, reference
    )
    for positions in (swapped, kept):
        if positions is not None:
            assigned = _printed_again(assigned, positions)
    aligned = fill_down_labels(grid, layout, words, codes, assigned, rules, reference)
    exchanged, asked = find_exchanged_names(aligned, reference)
    whole = replace(
        aligned,
        questions=(*questions, *aligned.questions, *asked),
        ambiguities=sorted(
            [*aligned.ambiguities, *exchanged],
            key=attrgetter("row", "code", "role"),
        ),
    )
    return whole, slipped


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


def _cell_flags(
    words: list[str],
    codes: Ints,
    known: KnownTexts,
    layout: Layout,
    reference: Reference,
) -> Ints:
    """Return [row, position]: the flags of the cells, those that contradict marked.

    Every text contradicts a column without a heading.
    """
    flags = known.flags[codes]
    for column in layout.columns:
        at = codes[:, column.index]
        if known.kinds[column.index] == BLANK:
            flags[at > 0, column.index] |= CONTRADICTS
        elif column.role != OTHER:
            against = contradicting_words(
                words, at, known.flags, column.role, reference
            )
            flags[against[at], column.index] |= CONTRADICTS
    return flags


def _exchange_swapped(
    codes: Ints, flags: Ints, known: KnownTexts
) -> tuple[Ints, Ints | None]:
    """Exchange the cells of rows in which two stand in each other's column.

    Returns:
        The codes; and the printed position of each cell, None if none was exchanged.
    """
    of_row = group_codes(*flags.T)
    swaps = find_swaps(flags[np.unique(of_row, return_index=True)[1]], known)
    if not swaps:
        return codes, None
    positions = np.tile(np.arange(codes.shape[1], dtype=np.int32), (len(codes), 1))
    for row, (i, j) in swaps.items():
        alike = of_row == row
        positions[alike, i], positions[alike, j] = j, i
    return np.take_along_axis(codes, positions, axis=1), positions


def _printed_again(assigned: AssignedRows, positions: Ints) -> AssignedRows:
    """Replace the positions of exchanged cells by those where they are printed."""
    at = np.take_along_axis(positions, np.maximum(assigned.column, 0), axis=1)
    column = np.where(assigned.column == ABSENT, ABSENT, at).astype(np.int32)
    return replace(assigned, column=column)


def _assign_rows(
    words: list[str],
    codes: Ints,
    flags: Ints,
    lengths: Ints,
    known: KnownTexts,
    layout: Layout,
    reference: Reference,
) -> tuple[AssignedRows, AssignmentRules, list[ListQuestion], bool]:
    """Assign the rows that may have slipped, and leave the others as printed.

    Returns:
        The assignments, what was learned from the clear ones, the questions for the
        list, and whether it has slipped as a whole.
    """
    of_row = group_codes(lengths, *flags.T)
    example = np.unique(of_row, return_index=True)[1]
    counts = np.bincount(of_row).astype(np.int32)
    distinct, distinct_lengths = flags[example], lengths[example]
    slippage = judge_slippage(distinct, distinct_lengths, counts, known)
    usual = int(np.bincount(lengths).argmax())
    questions = list(layout.questions)
    if not slippage.of_list:
        questions = [
            *widen_questions(distinct, counts, usual, questions, layout),
            *ask_against_headings(distinct, of_row, words, codes, known, layout),
        ]
        distinct = settle_by_questions(distinct, counts, questions, layout)
    staying = stay_in_place(distinct, distinct_lengths, usual, layout.columns)
    assigned = AssignedRows(
        np.array([a.columns for a in staying], np.int32)[of_row], staying, of_row
    )
    moving = np.flatnonzero(slippage.may_move(distinct)[of_row])
    roles = [column.role for column in layout.columns]
    cost = SLIPPED_SHIFT_COST if slippage.of_list else SOUND_SHIFT_COST
    if not len(moving):
        rules = _learn_rules(codes, assigned, roles, cost, usual)
        return assigned, rules, questions, slippage.of_list
    used = np.unique(codes[moving])
    scores = score_words(words, reference, used)
    first = AssignmentRules(FIRST_RULES.blank_cost, cost)
    move = partial(_move_rows, assigned, moving, codes, lengths, known.kinds)
    assigned = move(scores, first)
    rules = _learn_rules(codes, assigned, roles, cost, usual)
    text_counts = _count_clear_texts(codes, assigned, roles)
    learned = add_learned_scores(words, scores, text_counts)
    return move(learned, rules), rules, questions, slippage.of_list


def _move_rows(
    staying: AssignedRows,
    moving: npt.NDArray[np.intp],
    codes: Ints,
    lengths: Ints,
    kinds: list[str],
    scores: WordScores,
    rules: AssignmentRules,
) -> AssignedRows:
    """Assign some rows by their scores. Rows with the same kinds of cells count once."""
    kind_of = scores.kind.astype(np.int64) + 1
    kind_of[0] = 0
    some = codes[moving]
    alike = group_codes(lengths[moving], *kind_of[some].T)
    example = np.unique(alike, return_index=True)[1]
    rows = []
    for row in example:
        filled = np.flatnonzero(some[row]).tolist()
        cells = [(p, scores.of(some[row, p])) for p in filled]
        rows.append((cells, int(lengths[moving[row]])))
    assignments = assign_rows(rows, kinds, rules)
    column, of_row = staying.column.copy(), staying.of_row.copy()
    column[moving] = np.array([a.columns for a in assignments], np.int32)[alike]
    of_row[moving] = len(staying.assignments) + alike
    return AssignedRows(column, [*staying.assignments, *assignments], of_row)


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
    codes: Ints,
    assigned: AssignedRows,
    roles: list[str],
    shift_cost: float,
    usual_length: int,
) -> AssignmentRules:
    """Learn from the clear rows how often a column is blank."""
    rows, text = _clear_rows(codes, assigned)
    blank_cost = {}
    for c, role in enumerate(roles):
        filled = int(np.count_nonzero(text[:, c]))
        blank_cost[role] = min(
            4.0, max(0.0, log((filled + 0.5) / (len(rows) - filled + 0.5)))
        )
    for role in ("region", "territory", "partner_unit", *UNCOUNTED):
        blank_cost[role] = 0.0  # often blank, or filled down
    return AssignmentRules(blank_cost, shift_cost, usual_length)
