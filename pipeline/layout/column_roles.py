"""Learns the roles of columns from their cells where headings don't tell: for `layout`.

Assumes columns with the roles of their headings. A role that no heading gives goes to
the column with the largest share of matching cells, if that is most of them. Promises
that a heading is overruled only where nearly all cells are labels of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.layout.header import BLANK, CONTACT, OTHER, UNDECIDED_UNIT, ListColumn
from pipeline.model import SourceGrid
from pipeline.reference import Reference

SAMPLE_ROWS = 2000
"""How many rows are sampled."""

MIN_TEXTS = 2
"""Fewer texts prove nothing."""

MIN_ROLE_SHARE = 0.6
"""Share of a column's texts that must match its role."""

MIN_ROLE_SHARE_IF_SHIFTED = 0.15
"""The same where the rows of a list without a header were shifted."""

MIN_SHARE_AGAINST_HEADING = 0.8
"""Share of texts of another role that overrules a column's heading."""

LABEL_ROLES = ("territory", "region", "agreement_type")

MIN_ADDRESS_SHARE = 0.5
"""A column with at least this share of e-mail addresses is one of persons."""

MIN_PARTNER_VARIETY = 0.5
"""A single column of units with at least this variety is the partners'."""

MIN_CODES = 5
"""Fewer codes may be of languages or degrees."""

MAX_EXCHANGE_PLACES = 60
"""A number of places for exchange is smaller; scores of language tests are larger."""

MAX_DIGITS = 10
"""A longer number is no number of places, and Python may refuse to read it."""

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.\w")


@dataclass(frozen=True)
class ColumnSample:
    """The texts of a column in the sampled rows, and the share of blank rows."""

    texts: list[str]
    blank: float


def sample_column(grid: SourceGrid, sample: Sequence[int], source: int) -> ColumnSample:
    """Collect the texts of a column in the sampled rows, without outer white space."""
    cells = grid.encoded.column_texts(sample, source)
    filled = [text for cell in cells if (text := cell.strip())]
    return ColumnSample(filled, 1 - len(filled) / len(sample))


def matching_share(texts: Sequence[str], predicate: Callable[[str], bool]) -> float:
    """Return the share of texts that match; 0 where there are too few texts."""
    if len(texts) < MIN_TEXTS:
        return 0.0
    matches = {text: predicate(text) for text in set(texts)}
    return sum(matches[text] for text in texts) / len(texts)


def with_role(columns: list[ListColumn], index: int, role: str) -> list[ListColumn]:
    """Give one of the columns the role that its content shows."""
    return [
        replace(c, role=role, meaning=role, why="content") if c.index == index else c
        for c in columns
    ]


def learn_roles(
    grid: SourceGrid,
    body: Sequence[int],
    columns: list[ListColumn],
    reference: Reference,
) -> list[ListColumn]:
    """Give missing roles to the columns whose cells match them."""
    sample = body[:SAMPLE_ROWS]
    samples = {c.index: sample_column(grid, sample, c.source) for c in columns}
    predicates: dict[str, Callable[[str], bool]] = {
        "territory": lambda text: bool(reference.find_territory(text)),
        "region": lambda text: bool(reference.find_region(text)),
        "agreement_type": lambda text: bool(reference.find_agreement_type(text)),
        "exchange": lambda text: reference.mark_meaning(text) != "",
        "institution": lambda text: reference.looks_like(text, "institution") > 1,
    }
    columns = _correct_labels(columns, samples, predicates)
    columns = _learn_from_shifted_rows(columns, samples, predicates, reference)
    for role, predicate in predicates.items():
        if role in {column.role for column in columns}:
            continue
        shares = {
            c.index: matching_share(samples[c.index].texts, predicate)
            for c in _open_columns(columns)
            if not c.meaning or (c.meaning == UNDECIDED_UNIT and role == "institution")
        }
        best = max(shares, key=lambda i: (shares[i], -i), default=None)
        if best is not None and shares[best] >= MIN_ROLE_SHARE:
            columns = with_role(columns, best, role)
    columns = _learn_codes(columns, samples, reference)
    columns = _learn_english_names(columns)
    columns = _tell_units_apart(columns, samples, reference)
    for column in _open_columns(columns):
        if (
            matching_share(samples[column.index].texts, _is_address)
            >= MIN_ADDRESS_SHARE
        ):
            columns = [
                replace(c, meaning=CONTACT, why="content") if c == column else c
                for c in columns
            ]
    if "departments" not in {column.role for column in columns}:
        columns = _departments_in_headings(columns, samples, reference)
    return columns


def _learn_from_shifted_rows(
    columns: list[ListColumn],
    samples: dict[int, ColumnSample],
    predicates: Mapping[str, Callable[[str], bool]],
    reference: Reference,
) -> list[ListColumn]:
    """Learn roles in a list without any heading whose rows were shifted.

    The column with the most matching cells gets a role: one that only few rows reach
    may hold nothing but cells that belong in another.
    """
    if any(c.why != "unknown" for c in columns):
        return columns

    def matching_cells(role: str) -> dict[int, tuple[float, float]]:
        shares = {
            c.index: matching_share(samples[c.index].texts, predicates[role])
            for c in columns
        }
        return {i: (s * len(samples[i].texts), s) for i, s in shares.items()}

    names = matching_cells("institution")
    most = max(names, key=lambda i: names[i])
    if most == max(names, key=lambda i: names[i][1]):
        return columns
    for role in ("institution", *(r for r in predicates if r != "institution")):
        cells = matching_cells(role)
        best = max(
            (c.index for c in _open_columns(columns)),
            key=lambda i: cells[i],
            default=-1,
        )
        if best >= 0 and cells[best][1] >= MIN_ROLE_SHARE_IF_SHIFTED:
            columns = with_role(columns, best, role)
    units = {
        len({t for t in samples[c.index].texts if _names_unit(t, reference)}): c.index
        for c in reversed(_open_columns(columns))
    }
    if max(units, default=0) > 1:
        columns = with_role(columns, units[max(units)], "partner_unit")
    taken = [predicates[c.role] for c in columns if c.role in predicates]
    return [
        replace(c, role=BLANK)
        if c.role == OTHER
        and any(matching_share(samples[c.index].texts, s) == 1 for s in taken)
        else c
        for c in columns
    ]


def _correct_labels(
    columns: list[ListColumn],
    samples: dict[int, ColumnSample],
    predicates: Mapping[str, Callable[[str], bool]],
) -> list[ListColumn]:
    """Correct columns of labels that stand under the heading of another kind.

    `지역` (region) may stand above territories, `구분` (type) above regions. The role
    that becomes free goes to the next column whose heading says it.
    """
    for column in [c for c in columns if c.role in LABEL_ROLES and c.why == "heading"]:
        taken = {c.role for c in columns}
        texts = samples[column.index].texts
        other = [role for role in LABEL_ROLES if role not in taken]
        better = [
            role
            for role in other
            if matching_share(texts, predicates[role]) >= MIN_SHARE_AGAINST_HEADING
        ]
        if (
            better
            and matching_share(texts, predicates[column.role])
            <= 1 - MIN_SHARE_AGAINST_HEADING
        ):
            columns = with_role(columns, column.index, better[0])
            if waiting := [
                c for c in _open_columns(columns) if c.meaning == column.role
            ]:
                at = waiting[0].index
                columns = [
                    replace(c, role=c.meaning) if c.index == at else c for c in columns
                ]
    return columns


def _learn_codes(
    columns: list[ListColumn], samples: dict[int, ColumnSample], reference: Reference
) -> list[ListColumn]:
    """Take a column of nothing but codes (DE, FR) as territories, if none has names."""
    if "territory" in {column.role for column in columns}:
        return columns
    for column in _open_columns(columns):
        texts = samples[column.index].texts
        distinct = set(texts)
        if (
            not column.meaning
            and len(distinct) >= MIN_CODES
            and all(reference.find_code(text) for text in distinct)
        ):
            return with_role(columns, column.index, "territory")
    return columns


def _learn_english_names(columns: list[ListColumn]) -> list[ListColumn]:
    """Take the column of English names as institutions, if there is no other."""
    if "institution" in {column.role for column in columns}:
        return columns
    english = (c.index for c in columns if c.meaning == "institution_en")
    at = next(english, None)
    return columns if at is None else with_role(columns, at, "institution")


def _open_columns(columns: list[ListColumn]) -> list[ListColumn]:
    """Return the columns whose role may still be learned."""
    return [c for c in columns if c.role == OTHER and c.why != "told"]


def _tell_units_apart(
    columns: list[ListColumn], samples: dict[int, ColumnSample], reference: Reference
) -> list[ListColumn]:
    """Tell the partners' units from our own departments: theirs are more varied.

    Candidates are columns that only their content explains, and those whose heading
    says the same as another's. A list names a partner's faculty once or twice, a
    department of ours again and again.
    """
    units = {
        c.index: _variety(samples[c.index])
        for c in _open_columns(columns)
        if c.meaning in ("departments", "partner_unit", UNDECIDED_UNIT)
        or (not c.meaning and _names_units(samples[c.index], reference))
    }
    if not units:
        return columns
    ours = next((c for c in columns if c.role == "departments"), None)
    theirs = next((c for c in columns if c.role == "partner_unit"), None)
    most, least = max(units, key=units.__getitem__), min(units, key=units.__getitem__)
    if ours and theirs:
        return columns
    if theirs or (not ours and len(units) == 1 and units[least] < MIN_PARTNER_VARIETY):
        return with_role(columns, least, "departments")
    if ours and ours.why != "told" and units[most] < _variety(samples[ours.index]):
        columns = with_role(columns, ours.index, "partner_unit")
        return with_role(columns, most, "departments")
    columns = with_role(columns, most, "partner_unit")
    if not ours and len(units) > 1:
        columns = with_role(columns, least, "departments")
    return columns


def _names_units(sample: ColumnSample, reference: Reference) -> bool:
    return (
        matching_share(sample.texts, lambda t: _names_unit(t, reference))
        >= MIN_ROLE_SHARE
    )


def _names_unit(text: str, reference: Reference) -> bool:
    unit = reference.looks_like(text, "partner_unit")
    return unit > 0 and reference.looks_like(text, "institution") < 2


def _variety(sample: ColumnSample) -> float:
    """Return the number of distinct texts per filled cell."""
    return len(set(sample.texts)) / len(sample.texts) if sample.texts else 0.0


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.search(text))


def _departments_in_headings(
    columns: list[ListColumn], samples: dict[int, ColumnSample], reference: Reference
) -> list[ListColumn]:
    """Add a column of departments that are the headings of neighbouring columns.

    Such columns hold the number of exchange places of one department each.
    """
    wide = [
        c
        for c in columns
        if c.role == OTHER
        and c.heading
        and not reference.heading_role(c.heading)
        and _holds_place_counts(samples[c.index], reference)
    ]
    neighbours = [
        c for c in wide if {c.index - 1, c.index + 1} & {w.index for w in wide}
    ]
    if len(neighbours) < 3:
        return columns
    derived = ListColumn(
        len(columns),
        "|".join(c.heading for c in neighbours),
        "departments",
        "",
        source=-1,
        meaning="departments",
        why="headings",
    )
    return [*columns, derived]


def _holds_place_counts(sample: ColumnSample, reference: Reference) -> bool:
    def is_place_count(text: str) -> bool:
        return reference.mark_meaning(text) != "" or (
            len(text) < MAX_DIGITS
            and text.isdecimal()
            and 0 < int(text) <= MAX_EXCHANGE_PLACES
        )

    return (
        sample.blank > 0
        and bool(sample.texts)
        and all(map(is_place_count, sample.texts))
    )
