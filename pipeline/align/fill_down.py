"""Forward-fills labels that are printed once for several rows: part of `align`.

A region, a territory and, where no new label was printed since, an institution stand
for the rows below. A blank unit is really blank. Promises an ambiguity wherever a label
comes from, or over, an ambiguous row.
"""

from __future__ import annotations

from operator import attrgetter

import numpy as np

from pipeline.align.ambiguity import find_ambiguities
from pipeline.align.assignment import AssignmentRules
from pipeline.align.label_places import (
    FIRST,
    LabelPlaces,
    find_label_places,
    labels_to_fill,
    last_printed,
)
from pipeline.align.model import Aligned, Ambiguity, AssignedRows, column_index
from pipeline.grid import Ints, Mask
from pipeline.layout import Layout
from pipeline.layout.header import UNCOUNTED
from pipeline.model import CELL_RULES, CONTINUED, JOINED_UNPROVED, SourceGrid
from pipeline.reference import Reference

SHARE_NEARLY_FILLED = 0.8
"""Share of rows: then a column is blank only in a row that is no agreement."""

FILLED_DOWN_ROLES = ("region", "territory", "institution")
"""Labels that a page prints once for the rows below. A blank unit is really blank."""


def fill_down_labels(
    grid: SourceGrid,
    layout: Layout,
    words: list[str],
    codes: Ints,
    assigned: AssignedRows,
    rules: AssignmentRules,
    reference: Reference,
) -> Aligned:
    """Fill labels down, and report where the page leaves a doubt."""
    n, m = len(codes), len(layout.columns)
    every = np.arange(n, dtype=np.int32)
    column = assigned.column
    own = np.where(column >= 0, codes[every[:, None], np.maximum(column, 0)], 0)
    own = _without_remarks(own, layout, words, reference)
    row = np.repeat(every[:, None], m, axis=1)
    text = own.copy()
    is_agreement = _agreement_rows(own, layout)
    ambiguities = [
        *find_ambiguities(assigned, layout, codes, words, own, is_agreement, rules),
        *_unproved_joins(grid, layout),
    ]
    usual = is_agreement & ~_continued_rows(grid, layout)
    places = find_label_places(own, layout, words, is_agreement, reference)
    together = _blank_with_territory(own, layout) & is_agreement
    for role in FILLED_DOWN_ROLES:
        at = column_index(layout, role)
        if at is None:
            continue
        repeated = _repeated_share(own[:, at], usual & ~together)
        from_row = (
            places.from_row[role]
            if role in places.from_row
            else last_printed(labels_to_fill(own[:, at], role, words, reference))
        )
        blank = _filled_rows(own, layout, at, from_row, places) & is_agreement
        if role != "institution" and repeated >= MIN_REPEATED_SHARE:
            blank &= together | _confirmed_rows(
                own, layout, at, from_row, words, reference
            )
        text[blank, at] = own[from_row[blank], at]
        row[blank, at] = from_row[blank]
        cut_rows = [
            d.row for d in ambiguities if d.code == "SHORT_ROW" and d.role == role
        ]
        ambiguities += _label_ambiguities(
            role,
            own,
            layout,
            assigned,
            is_agreement,
            from_row,
            blank,
            cut_rows,
            repeated,
            _known_labels(own[:, at], words, reference),
            bool(places.questions),
            together,
        )
    positions = column[row, np.arange(m)[None, :]]
    return Aligned(
        layout,
        np.array(layout.body, np.int32),
        np.array([grid.numbers[i] for i in layout.body], np.int32),
        words,
        text.astype(np.int32),
        codes[:, :m],
        row.astype(np.int32),
        positions.astype(np.int32),
        sorted(ambiguities, key=attrgetter("row", "code", "role")),
        is_agreement,
        places.questions,
    )


CARRIED, CARRIED_TOGETHER = "CARRIED_INSTITUTION", "CARRIED_TOGETHER"

MIN_TOGETHER = 3
"""So many rows without institution and territory are a way of printing."""


def _blank_with_territory(own: Ints, layout: Layout) -> Mask:
    """Return a mask of the rows that print neither their institution nor its territory.

    None, unless each row with an institution has its territory beside it, and no row has
    a territory without one: then both of the row above hold.
    """
    none = np.zeros(len(own), np.bool_)
    at = [column_index(layout, role) for role in ("territory", "institution")]
    if None in at or not all(layout.columns[i].printed for i in at if i is not None):
        return none
    places, names = (own[:, i] > 0 for i in at)
    filled = (own > 0).any(axis=1)
    if (places != names)[filled].any():
        return none
    blank = filled & ~names & (last_printed(own[:, at[1]]) >= 0)
    return blank if blank.sum() >= MIN_TOGETHER else none


def _filled_rows(
    own: Ints, layout: Layout, at: int, from_row: Ints, places: LabelPlaces
) -> Mask:
    """Return a mask of the rows that take the label of another row that prints it."""
    role = layout.columns[at].role
    blank: Mask = (own[:, at] == 0) & (from_row >= 0) & layout.columns[at].printed
    if role == "institution":
        blank &= _same_entry(own, layout, from_row)
    if role == "territory" and places.place == FIRST:
        blank &= ~_across_new_region(own, layout, from_row)
    elif role == "territory" and "region" in places.from_row:
        regions = places.from_row["region"]
        blank &= regions == regions[np.maximum(from_row, 0)]
    return blank


def _continued_rows(grid: SourceGrid, layout: Layout) -> Mask:
    """Return a mask of the rows that print a label again only to go on: Asia (cont.)."""
    continued = _changed_cells(grid, layout, CONTINUED).any(axis=1)
    return np.asarray(continued, np.bool_)


def _unproved_joins(grid: SourceGrid, layout: Layout) -> list[Ambiguity]:
    """Ask about cells that were given the unit alone in the row below."""
    rows, positions = np.nonzero(_changed_cells(grid, layout, JOINED_UNPROVED))
    return [
        Ambiguity(
            row,
            "TORN_ROW_JOINED",
            "",
            (("cell", " ".join(grid.cells[layout.body[row]][at].split())),),
        )
        for row, at in zip(rows.tolist(), positions.tolist(), strict=True)
    ]


def _changed_cells(grid: SourceGrid, layout: Layout, rule: str) -> Mask:
    """Return [row, position]: the cells of the list that `layout` changed by a rule."""
    if grid.rearranged is None:
        return np.zeros((len(layout.body), 1), np.bool_)
    of_rule = grid.rearranged.rule[list(layout.body)] == CELL_RULES.index(rule)
    return np.asarray(of_rule, np.bool_)


def _confirmed_rows(
    own: Ints,
    layout: Layout,
    at: int,
    from_row: Ints,
    words: list[str],
    reference: Reference,
) -> Mask:
    """Return a mask of the rows whose institution is known in the territory above only.

    `check` takes their doubt for settled.
    """
    name = column_index(layout, "institution")
    confirmed = np.zeros(len(own), np.bool_)
    if name is None or layout.columns[at].role != "territory":
        return confirmed
    for i in np.flatnonzero((own[:, at] == 0) & (own[:, name] > 0) & (from_row >= 0)):
        code = reference.find_territory(words[own[from_row[i], at]])
        known = reference.territories_of_institution(words[own[i, name]])
        confirmed[i] = known == (code,)
    return confirmed


def _without_remarks(
    own: Ints, layout: Layout, words: list[str], reference: Reference
) -> Ints:
    """Blank the remarks: rows with one text, under the institutions, that names none.

    Only where the list nearly always fills another column. The same for a text in the
    first column behind the last institution, where nearly every row names one, if no
    other row has it.
    """
    at = column_index(layout, "institution")
    printed = [c.index for c in layout.columns if c.printed and c.index != at]
    texts = (own[:, printed] > 0).sum(axis=1)
    named = own[:, at] > 0
    alone = named & (texts == 0)
    filled = (own[:, printed] > 0).mean(axis=0).max(initial=0)
    remarks = [
        i
        for i in np.flatnonzero(alone & (filled >= SHARE_NEARLY_FILLED))
        if not reference.looks_like(words[own[i, at]], "institution")
    ]
    if named.mean() >= SHARE_NEARLY_FILLED:
        first = min(printed, key=lambda i: layout.columns[i].source, default=at)
        behind = np.arange(len(own)) > np.flatnonzero(named)[-1]
        times = np.bincount(own.ravel())
        for i in np.flatnonzero(behind & (texts == 1) & (own[:, first] > 0)):
            code = own[i, first]
            if times[code] == 1 and not reference.is_label(words[code]):
                remarks.append(i)
    if not remarks:
        return own
    own = own.copy()
    own[remarks, :] = 0
    return own


def _agreement_rows(own: Ints, layout: Layout) -> Mask:
    """Return a mask of the rows with an institution, or with another text it may have.

    A label above several rows is the text of none.
    """
    counted = [
        c.index
        for c in layout.columns
        if c.role not in ("region", "territory", *UNCOUNTED) and c.printed
    ]
    return np.asarray((own[:, counted] > 0).any(axis=1), np.bool_)


def _same_entry(own: Ints, layout: Layout, from_row: Ints) -> Mask:
    """Return a mask of the rows with no new label since the last institution."""
    same = np.ones(len(own), bool)
    for role in ("region", "territory"):
        at = column_index(layout, role)
        if at is not None:
            same &= last_printed(own[:, at]) <= from_row
    return same


def _label_ambiguities(
    role: str,
    own: Ints,
    layout: Layout,
    assigned: AssignedRows,
    is_agreement: Mask,
    from_row: Ints,
    filled_down: Mask,
    cut_rows: list[int],
    repeated: float,
    known: Mask,
    asked: bool,
    together: Mask,
) -> list[Ambiguity]:
    at = column_index(layout, role)
    missing = is_agreement & (own[:, at] == 0) & ~filled_down
    code = f"MISSING_{role.upper()}"
    ambiguities = [Ambiguity(int(r), code, role) for r in np.flatnonzero(missing)]
    if role == "institution":
        return ambiguities + [
            Ambiguity(int(r), CARRIED_TOGETHER if together[r] else CARRIED, role)
            for r in np.flatnonzero(filled_down)
        ]
    moved = (assigned.column[:, at] >= 0) & (assigned.column[:, at] != at)
    unsure = filled_down & (
        (moved & (own[:, at] > 0) & ~known)[from_row]
        | _across_ambiguity(role, assigned, from_row, cut_rows)
        | (repeated >= MIN_DOUBTFUL_SHARE)
        | (_begins_without(own[:, at], is_agreement) & (not asked))
    )
    if role == "region" and column_index(layout, "territory") is not None:
        # the region of the territory is checked, but where both stand below their rows
        unsure = filled_down & _begins_without(own[:, at], is_agreement) & (not asked)
    return ambiguities + [
        Ambiguity(int(r), "CARRIED_FROM_DOUBT", role) for r in np.flatnonzero(unsure)
    ]


def _known_labels(labels: Ints, words: list[str], reference: Reference) -> Mask:
    """Return a mask of the rows whose label is a known region or territory."""
    distinct, of_row = np.unique(labels, return_inverse=True)
    known = [
        bool(reference.find_territory(words[c]) or reference.find_region(words[c]))
        for c in distinct.tolist()
    ]
    return np.array(known, np.bool_)[of_row]


def _across_ambiguity(
    role: str, assigned: AssignedRows, from_row: Ints, cut_rows: list[int]
) -> Mask:
    """Return a mask of rows whose label comes from, or over, a row ambiguous in it.

    `cut_rows` are the rows that end before the label's column.
    """
    ambiguous = np.array(
        [
            bool(r.unassigned)
            or any(role in (read, other) for _, read, other in r.other)
            or any(role == read for _, read in r.unlikely)
            for r in assigned.assignments
        ]
    )[assigned.of_row]
    ambiguous[cut_rows] = True
    last = last_printed(ambiguous.astype(np.int32))
    return (last >= 0) & (last >= from_row)


MIN_REPEATED_SHARE, MIN_DOUBTFUL_SHARE = 0.5, 0.2
"""Labels printed again under an equal one, for each blank label: from the first share on
the list repeats its labels, and a blank is none; from the second on that is in doubt."""


MIN_REPEATED = 2
"""A single label printed again may stand at the top of a page."""


def _repeated_share(labels: Ints, is_agreement: Mask) -> float:
    """Return how many labels are printed again under an equal one, for each blank.

    Blank labels between two equal ones don't part them.
    """
    own = labels[is_agreement]
    printed = own[own > 0]
    repeated = int(np.count_nonzero(printed[1:] == printed[:-1]))
    blank = len(own) - len(printed)
    return repeated / blank if blank and repeated >= MIN_REPEATED else 0.0


def _begins_without(labels: Ints, is_agreement: Mask) -> Mask:
    """Return all True if the list's first rows have no label, though others print it.

    A label that stands in the middle or at the end of its rows (centred in a merged
    cell) leaves the very first rows without one; then no filled-down label is sure.
    """
    printed = np.flatnonzero(labels > 0)
    first = np.flatnonzero(is_agreement)
    late = len(printed) > 1 and len(first) > 0 and first[0] < printed[0]
    return np.full(len(labels), bool(late))


def _across_new_region(own: Ints, layout: Layout, from_row: Ints) -> Mask:
    """Return a mask of the rows where another region began since the last territory."""
    at = column_index(layout, "region")
    if at is None:
        return np.zeros(len(own), bool)
    regions = own[np.maximum(last_printed(own[:, at]), 0), at]
    changed = np.zeros(len(own), np.int32)
    changed[1:] = regions[1:] != regions[:-1]
    return np.asarray(last_printed(changed) > from_row, np.bool_)
