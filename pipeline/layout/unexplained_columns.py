"""Finds the columns that nothing explains, and guesses what repeated texts and marks mean.

For `column_roles` and `list_questions`. Whatever is guessed here is asked about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from pipeline.layout.column_content import (
    CODE,
    FORM,
    LONG_TEXT,
    ColumnContent,
    determines,
)
from pipeline.layout.header import BLANK, OTHER, STUDENT_COLUMNS, ListColumn
from pipeline.layout.list_columns import (
    MAX_CATEGORY_VARIETY,
    MIN_NAMED_SHARE,
    MIN_ROLE_SHARE,
    MIN_SURE_SHARE,
    Contents,
    column_with,
    is_marked,
    with_role,
)
from pipeline.layout.unit_columns import lists_several, often_blank
from pipeline.reference import Reference
from pipeline.reference.content_kinds import SIGN

MAX_EXCHANGE_PLACES = 60
"""A number of places for exchange is smaller; scores of language tests are larger."""

MAX_DIGITS = 10
"""A longer number is no number of places, and Python may refuse to read it."""

MAX_CATEGORIES, MAX_DEPARTMENTS = 15, 60
"""A list has at most so many types, and departments of ours."""

MIN_REPEATS = 8
"""So many rows must repeat a territory to prove that a column groups them."""

MIN_ALIKE_TEXTS = 4
"""From so many texts on a word that they share says what they are."""


def unexplained_columns(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Return the columns that neither their heading nor the form of their cells explain.

    Dates, numbers and addresses explain themselves, and so does a place within a
    territory (the same city is always in the same territory).
    """
    return [
        c
        for c in columns
        if c.role in (OTHER, BLANK)
        and c.why != "told"
        and not c.meaning
        and c.source >= 0
        and contents[c.index].filled
        and (
            contents[c.index].share(FORM, CODE) < MIN_ROLE_SHARE
            or is_marked(contents[c.index])
        )
        and not _is_place(c.index, columns, contents)
    ]


def _is_place(index: int, columns: list[ListColumn], contents: Contents) -> bool:
    """Whether a column tells the territory of its row, as a city does, and no unit."""
    territory, content = _territories(columns, contents), contents[index]
    if territory is None or territory is content:
        return False
    more = len(content.counts) > len(territory.counts) > 1
    units = content.share("unit") >= MIN_NAMED_SHARE
    return more and not units and determines(content, territory)


def _territories(columns: list[ListColumn], contents: Contents) -> ColumnContent | None:
    """Return what the column of territories holds; None without a printed one."""
    column = column_with(columns, "territory")
    return contents.get(column.index) if column else None


def guess_students(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
    """Take two columns of marks side by side for students sent and received.

    Where no column says exchange, and no more columns of marks are unexplained.
    """
    if column_with(columns, "exchange"):
        return columns
    known = [c.index for c in columns if c.meaning in STUDENT_COLUMNS]
    marked = [
        c.index
        for c in unexplained_columns(columns, contents)
        if c.heading and _says_yes(contents[c.index])
    ]
    pair = sorted(known + marked)
    if not marked or len(pair) != len(STUDENT_COLUMNS) or pair[1] - pair[0] != 1:
        return columns
    meanings = {c.meaning for c in columns if c.index in known}
    free = [meaning for meaning in STUDENT_COLUMNS if meaning not in meanings]
    given = dict(zip(marked, free, strict=False))
    return [
        replace(c, meaning=given[c.index], why="content", sure=False)
        if c.index in given
        else c
        for c in columns
    ]


def _says_yes(content: ColumnContent) -> bool:
    """Whether a column holds known marks, or blanks beside a single sign."""
    lone = len(content.counts) == 1 and content.share(SIGN) == 1 and content.blank > 0
    return lone or content.share("exchange") >= MIN_ROLE_SHARE


def departments_in_headings(
    columns: list[ListColumn], contents: Contents, reference: Reference
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
        and _holds_place_counts(contents[c.index], reference)
    ]
    neighbours = [
        c for c in wide if {c.index - 1, c.index + 1} & {w.index for w in wide}
    ]
    numbered = all(_holds_numbers(contents[c.index]) for c in neighbours)
    if len(neighbours) < (2 if numbered else 3):
        return columns
    derived = ListColumn(
        len(columns),
        "|".join(c.heading for c in neighbours),
        "departments",
        "",
        source=-1,
        meaning="departments",
        why="headings",
        sure=False,
    )
    return [*columns, derived]


def _holds_numbers(content: ColumnContent) -> bool:
    """Whether a column counts: its cells are numbers, not all of them 1."""
    return all(map(str.isdecimal, content.counts)) and {*content.counts} != {"1"}


def _holds_place_counts(content: ColumnContent, reference: Reference) -> bool:
    def is_place_count(text: str) -> bool:
        return reference.mark_meaning(text) != "" or (
            len(text) < MAX_DIGITS
            and text.isdecimal()
            and 0 < int(text) <= MAX_EXCHANGE_PLACES
        )

    return (
        content.blank > 0
        and content.filled > 0
        and all(map(is_place_count, content.counts))
    )


def guess_categories(
    columns: list[ListColumn], contents: Contents, outside: Collection[str]
) -> list[ListColumn]:
    """Guess regions, types and departments among the columns nobody has explained.

    A column that only repeats few texts is guessed where there are no more of them than
    roles are missing. Without a single known type it holds fields, levels or remarks as
    well as types, and is none of these until a person says so.
    """
    missing = [
        role
        for role in ("region", "agreement_type", "departments")
        if role not in {*outside, *(column.role for column in columns)}
    ]
    for role in missing:
        fitting = {
            c.index: likeness
            for c in unexplained_columns(columns, contents)
            if (likeness := _category_likeness(role, c.index, columns, contents)) > 0
        }
        best = max(
            fitting,
            key=lambda i: (fitting[i], -len(contents[i].counts), -i),
            default=None,
        )
        few = len(fitting) <= len({*missing} - {"region"})
        if best is not None and (fitting[best] > 1 or few):
            columns = with_role(columns, best, role, sure=False)
            missing = [r for r in missing if r != role]
    return columns


def _category_likeness(
    role: str, index: int, columns: list[ListColumn], contents: Contents
) -> float:
    """Return how much a column looks like regions, types or departments.

    Above 1 its cells speak for the role, up to 1 they may; 0: they do not.
    """
    content = contents[index]
    marks = is_marked(content)
    lone = content.may_be_marks and len(content.counts) == 1 and content.blank > 0
    if marks or lone or content.length > LONG_TEXT:
        return 0.0
    if role == "region":
        return 2.0 * _groups_territories(content, columns, contents)
    most = MAX_CATEGORIES if role == "agreement_type" else MAX_DEPARTMENTS
    repeats = content.variety <= MAX_CATEGORY_VARIETY and len(content.counts) <= most
    if role == "agreement_type":
        known = content.share("agreement_type")
        return float(repeats) + known if known > 0 else 0.0
    named = not often_blank(content) and not content.share(FORM)
    if named and (lists_several(content) or _share_a_word(content)):
        return 2.0
    others = (o for i, o in contents.items() if i != index and o.filled)
    coded = any(_one_to_one(content, other) for other in others)
    speaks = repeats and (coded or content.share("unit") >= MIN_NAMED_SHARE)
    return float(repeats and len(content.counts) > 1) + speaks if speaks else 0.0


def _share_a_word(content: ColumnContent) -> bool:
    """Whether nearly all texts begin, or end, with the same word: Fakulta, विभाग."""
    words = [text.casefold().split() for text in content.counts]
    if len(words) < MIN_ALIKE_TEXTS or content.share("agreement_type") > 0:
        return False
    edges = [Counter(text[end] for text in words if len(text) > 1) for end in (0, -1)]
    most = max((n for edge in edges for n in edge.values()), default=0)
    return most >= MIN_SURE_SHARE * len(words)


def _groups_territories(
    content: ColumnContent, columns: list[ListColumn], contents: Contents
) -> bool:
    """Whether a column has few texts, and each territory always the same of them."""
    territory = _territories(columns, contents)
    if territory is None or not 1 < len(content.counts) <= MAX_CATEGORIES:
        return False
    many = 2 * len(content.counts) <= len(territory.counts)
    enough = max(MIN_REPEATS, len(content.counts))
    return many and determines(territory, content, repeats=enough)


def _one_to_one(one: ColumnContent, other: ColumnContent) -> bool:
    return (
        len(one.counts) == len(other.counts) > 1
        and determines(one, other)
        and determines(other, one)
    )
