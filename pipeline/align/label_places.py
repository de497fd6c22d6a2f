"""Finds the rows that a printed label stands for: above, below or around it; for `align`.

A region or territory printed once for several rows usually stands in the first of them,
but a page may centre it, or print it in the last. Position alone can't tell; the list
can: by rows that would be left without a label, by territories that would come into
another region, and by institutions that are known elsewhere. Promises for each row the
row of its label, and a question for the whole list unless the labels come first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from pipeline.align.model import column_index
from pipeline.grid import Ints, Mask
from pipeline.layout import Layout
from pipeline.model import ListQuestion
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind
from pipeline.reference.patterns import STRONG

FIRST, LAST, CENTRED = "first", "last", "centred"
"""Where in its rows a label is printed."""

LABEL_ROLES = ("region", "territory")

CONFLICT_COST, NO_LABEL_COST, MISFIT_COST = 3.0, 2.0, 1.0
"""What speaks against a place: a known text that contradicts the label that it would
get, rows before or behind all labels, and a label off the centre or off the edge."""

MAX_COST_SHARE = 0.5
"""Another place than the first must have less than this share of the first's cost."""

MAX_REPEATED_SHARE = 0.2
"""Labels printed again under an equal one, for each blank label: from here on the list
may repeat its labels, and a blank is none."""

MAX_CENTRED_STEPS = 300_000
"""With more pairs of bounds than this centred labels are not looked for."""

MAX_KNOWN_NAMES = 5_000
"""So many institutions at most are looked up to judge where the labels stand."""

NO_CODE = -1


@dataclass(frozen=True)
class LabelPlaces:
    """For each role of labels the row whose label each row has; -1 for none.

    `place` is where in its rows a label stands; `questions` ask about it.
    """

    place: str
    from_row: Mapping[str, Ints]
    questions: tuple[ListQuestion, ...] = ()


@dataclass(frozen=True)
class _Labels:
    """The labels of the agreements of a list, and what is known of them.

    Attributes:
        printed: for each role the codes of the labels in each row; 0 where blank.
        territory: for each row the territory of its own label, or NO_CODE.
        known: for each row the territory in which its institution is known.
        fits: [territory, code of a region label]: whether it may lie there.
    """

    printed: Mapping[str, Ints]
    territory: Mapping[int, int]
    known: Ints
    fits: Callable[[int, int], bool]


def find_label_places(
    own: Ints,
    layout: Layout,
    words: Sequence[str],
    is_agreement: Mask,
    reference: Reference,
) -> LabelPlaces:
    """Judge by the whole list where its labels stand.

    Args:
        own: [row, column]: the codes of the printed texts, each under its heading.
        layout: tells the columns of labels.
        words: the distinct texts.
        is_agreement: mask of the rows that are agreements.
        reference: what is known of territories, regions and institutions.
    """
    columns = {
        role: at
        for role in LABEL_ROLES
        if (at := column_index(layout, role)) is not None
    }
    labels = {
        role: labels_to_fill(own[:, at], role, words, reference)
        for role, at in columns.items()
    }
    first = LabelPlaces(FIRST, {r: last_printed(x) for r, x in labels.items()})
    rows = np.flatnonzero(is_agreement)
    once = [
        role
        for role, at in columns.items()
        if layout.columns[at].printed and _printed_once(labels[role], rows)
    ]
    several = any(np.count_nonzero(labels[role]) > 1 for role in once)
    if not several or any((x[~is_agreement] > 0).any() for x in labels.values()):
        return first
    list_labels = _labels_of_rows(own, layout, words, rows, labels, reference)
    place, covering = _best_place(list_labels, once)
    if not place:
        return first
    code = {
        FIRST: "LABEL_PLACE_UNSURE",
        LAST: "LABELS_LAST",
        CENTRED: "LABELS_CENTRED",
    }[place]
    blank = sum(int(np.count_nonzero(labels[r][rows] == 0)) for r in once)
    question = ListQuestion(code, tuple(columns), (("cells", str(blank)),))
    if place == FIRST:
        return LabelPlaces(FIRST, first.from_row, (question,))
    from_row = {
        role: _of_all_rows(covering[role], rows, len(own))
        if role in covering
        else first.from_row[role]
        for role in columns
    }
    return LabelPlaces(place, from_row, (question,))


def last_printed(labels: Ints) -> Ints:
    """Return for each row the last row up to it that prints a label; -1 if none."""
    rows = np.where(labels > 0, np.arange(len(labels), dtype=np.int32), -1)
    return np.maximum.accumulate(rows)


def labels_to_fill(
    labels: Ints, role: str, words: Sequence[str], reference: Reference
) -> Ints:
    """Blank the labels that are known as something else: they name no rows."""
    if role not in LABEL_ROLES:
        return labels
    distinct = np.unique(labels)
    against = [
        _names_no_place(words[code], role, reference) for code in distinct.tolist()
    ]
    return np.where(np.isin(labels, distinct[against]), 0, labels).astype(np.int32)


def _names_no_place(text: str, role: str, reference: Reference) -> bool:
    """Whether a text under a label's heading is known as something else."""
    is_region = bool(reference.find_region(text))
    is_territory = bool(reference.find_territory(text))
    if is_region if role == "region" else is_territory:
        return False
    return (
        (is_region or is_territory)
        or bool(reference.find_agreement_type(text) or content_kind(text))
        or reference.looks_like(text, "institution") == STRONG
    )


def _printed_once(labels: Ints, rows: npt.NDArray[np.intp]) -> bool:
    """Whether a list prints each label once for its rows."""
    printed = labels[rows][labels[rows] > 0]
    blank = len(rows) - len(printed)
    repeated = int(np.count_nonzero(printed[1:] == printed[:-1]))
    return len(printed) > 0 and blank > 0 and repeated < MAX_REPEATED_SHARE * blank


def _labels_of_rows(
    own: Ints,
    layout: Layout,
    words: Sequence[str],
    rows: npt.NDArray[np.intp],
    labels: Mapping[str, Ints],
    reference: Reference,
) -> _Labels:
    number_of: dict[str, int] = {}
    printed = {role: codes[rows] for role, codes in labels.items()}

    def number(code: str) -> int:
        return number_of.setdefault(code, len(number_of)) if code else NO_CODE

    names = printed.get("territory", np.zeros(0, np.int32))
    territory = {
        code: number(reference.find_territory(words[code]))
        for code in np.unique(names).tolist()
    }
    at = column_index(layout, "institution")
    name = own[rows, at] if at is not None else np.zeros(len(rows), np.int32)
    distinct, of_row = np.unique(name, return_inverse=True)
    known = np.full(len(distinct), NO_CODE, np.int32)
    for i, code in enumerate(distinct[:MAX_KNOWN_NAMES].tolist()):
        territories = reference.territories_of_institution(words[code])
        if len(territories) == 1:
            known[i] = number(territories[0])
    codes = list(number_of)

    @cache
    def fits(place: int, label: int) -> bool:
        region = reference.find_region(words[label])
        known_place = reference.territories.get(codes[place])
        if not region or known_place is None:
            return True
        return region in (known_place.region_id, *known_place.also_regions)

    return _Labels(printed, territory, known[of_row], fits)


def _best_place(labels: _Labels, once: Sequence[str]) -> tuple[str, Mapping[str, Ints]]:
    """Return the place, "" if nothing speaks against the first; and the labels' rows."""
    first = {role: last_printed(codes) for role, codes in labels.printed.items()}
    last = {
        role: _next_printed(codes) if role in once else first[role]
        for role, codes in labels.printed.items()
    }
    cost_first, cost_last = _cost(labels, once, first), _cost(labels, once, last)
    if not cost_first:
        return (FIRST if not cost_last else ""), first
    centred = _centred_labels(labels, once)
    cost_centred = centred[0] if centred else np.inf
    best = min(cost_last, cost_centred)
    if best < MAX_COST_SHARE * cost_first:
        if cost_last <= cost_centred or not centred:
            return LAST, last
        return CENTRED, centred[1]
    without = any(codes[0] < 0 for codes in first.values())
    return (FIRST if without else ""), first


def _next_printed(labels: Ints) -> Ints:
    """Return for each row the next row from it on that prints a label; -1 if none."""
    back = last_printed(labels[::-1])[::-1]
    return np.where(back < 0, -1, len(labels) - 1 - back).astype(np.int32)


def _cost(labels: _Labels, once: Sequence[str], from_row: Mapping[str, Ints]) -> float:
    """Return what speaks against a reading of the labels."""
    cost = 0.0
    for role in once:
        printed, source = labels.printed[role], from_row[role]
        cost += NO_LABEL_COST * bool((source < 0).any())
        label = np.where(source >= 0, printed[np.maximum(source, 0)], 0)
        cost += CONFLICT_COST * _conflicts(labels, role, label)
    if len(once) == len(LABEL_ROLES):
        alone = (labels.printed["region"] > 0) & (labels.printed["territory"] == 0)
        cost += MISFIT_COST * int(np.count_nonzero(alone))
    return cost


def _conflicts(labels: _Labels, role: str, label: Ints) -> int:
    """Count the rows that contradict the label that they are given."""
    places = _places(labels, role)
    pairs = zip(places.tolist(), label.tolist(), strict=True)
    return sum(_contradicts(labels, role, place, code) for place, code in pairs)


def _contradicts(labels: _Labels, role: str, place: int, label: int) -> bool:
    if place == NO_CODE or not label:
        return False
    if role == "region":
        return not labels.fits(place, label)
    return labels.territory[label] not in (NO_CODE, place)


def _places(labels: _Labels, role: str) -> Ints:
    """Return for each row the territory it is known to be in, without this label."""
    if role == "territory" or "territory" not in labels.printed:
        return labels.known
    printed = [labels.territory[c] for c in labels.printed["territory"].tolist()]
    own = np.array(printed, np.int32)
    return np.where(own == NO_CODE, labels.known, own).astype(np.int32)


_GroupCost = Callable[[int, int, int], float]
"""From a label's row, and the first and the end of its rows, to what they cost."""


def _centred_labels(
    labels: _Labels, once: Sequence[str]
) -> tuple[float, Mapping[str, Ints]] | None:
    """Find the best groups of rows around their labels; None if there are too many.

    The label of an even number of rows stands before or behind their middle, in the
    whole list alike.
    """
    size = len(labels.known)
    work = 0
    for role in once:
        at = np.flatnonzero(labels.printed[role])
        gaps = np.diff([0, *at.tolist(), size]).astype(np.int64)
        work += int((gaps[1:] * gaps[:-1]).sum()) * (1 if role == once[-1] else 30)
    if work > MAX_CENTRED_STEPS:
        return None
    found = [_centred(labels, once, behind) for behind in (True, False)]
    cost, groups = min(found, key=lambda item: item[0])
    covering = {role: last_printed(codes) for role, codes in labels.printed.items()}
    for role, bounds in groups.items():
        covering[role] = np.full(size, -1, np.int32)
        for row, first, end in bounds:
            covering[role][first:end] = row
    return cost, covering


_Group = tuple[int, int, int]
"""The row of a label, and the first and the end of its rows."""


def _centred(
    labels: _Labels, once: Sequence[str], behind: bool
) -> tuple[float, dict[str, list[_Group]]]:
    size = len(labels.known)
    middle = 0.5 if behind else 1.5
    rows_of = {
        role: np.flatnonzero(labels.printed[role]).tolist()
        for role in LABEL_ROLES
        if role in labels.printed
    }

    def cost_of(role: str) -> _GroupCost:
        codes = labels.printed[role].tolist()
        conflicts = _conflicts_by_label(labels, role)

        def cost(at: int, first: int, end: int) -> float:
            off = abs(2 * (at - first) - (end - first) + middle) - 0.5
            up_to = conflicts(codes[at])
            return MISFIT_COST * off + CONFLICT_COST * (up_to[end] - up_to[first])

        return cost

    if len(once) == 1:
        total, groups = _splitter(rows_of[once[0]], cost_of(once[0]))(0, size)
        return total, {once[0]: [*_unfold(groups)]}
    inner = cache(_splitter(rows_of["territory"], cost_of("territory")))
    outer = cost_of("region")
    total, groups = _splitter(
        rows_of["region"],
        lambda at, first, end: outer(at, first, end) + inner(first, end)[0],
    )(0, size)
    regions = [*_unfold(groups)]
    nested = [g for _, *rows in regions for g in _unfold(inner(*rows)[1])]
    return total, {"region": regions, "territory": nested}


def _conflicts_by_label(labels: _Labels, role: str) -> Callable[[int], list[int]]:
    """Return a function that counts the conflicts of a label with the rows before each."""
    places = _places(labels, role).tolist()

    @cache
    def up_to(code: int) -> list[int]:
        each = (_contradicts(labels, role, place, code) for place in places)
        return list(accumulate(each, initial=0))

    return up_to


_Groups = tuple["_Groups", _Group] | None
"""The last of some groups behind those before it, which other splits share."""

_Split = tuple[float, _Groups]
"""What it costs to split rows into groups, and these."""


def _unfold(groups: _Groups) -> Iterator[_Group]:
    """Yield the groups of a split, the last first."""
    while groups:
        groups, group = groups
        yield group


def _splitter(at: Sequence[int], cost: _GroupCost) -> Callable[[int, int], _Split]:
    """Return a function that splits rows into one group around each label in them.

    At the least cost. Rows that begin alike share their groups but for the last one.
    """
    begun: dict[int, list[dict[int, _Split]]] = {}

    def add_group(before: dict[int, _Split], row: int, stop: int) -> _Split:
        costs = (
            (c + cost(row, start, stop), start) for start, (c, _) in before.items()
        )
        total, start = min(costs)
        return total, (before[start][1], (row, start, stop))

    def split(first: int, end: int) -> _Split:
        start, stop = bisect_left(at, first), bisect_left(at, end)
        if start == stop:
            return 20.0 * CONFLICT_COST, None
        best = begun.setdefault(first, [{first: (0.0, None)}])
        for i in range(start + len(best) - 1, stop - 1):
            ends = range(at[i] + 1, at[i + 1] + 1)
            best.append({end: add_group(best[-1], at[i], end) for end in ends})
        return add_group(best[stop - 1 - start], at[stop - 1], end)

    return split


def _of_all_rows(source: Ints, rows: npt.NDArray[np.intp], count: int) -> Ints:
    """Translate positions among the agreements to those among all rows."""
    result = np.full(count, -1, np.int32)
    result[rows] = np.where(source >= 0, rows[np.maximum(source, 0)], -1)
    return result
