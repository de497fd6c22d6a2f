"""Learns the roles of columns from their cells where headings don't tell: for `layout`.

Assumes columns with the roles of their headings. A role that no heading gives goes to
the column whose cells fit it best; where that is no proof, the role is a guess, and
`list_questions` asks. Promises that a heading is overruled only where nearly all cells
are of another kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.layout.column_content import (
    CODE,
    FORM,
    LONG_TEXT,
    STUDY_LEVEL,
    ColumnContent,
    determines,
)
from pipeline.layout.header import (
    BLANK,
    CONTACT,
    OTHER,
    STUDENT_COLUMNS,
    UNDECIDED_UNIT,
    ListColumn,
)
from pipeline.reference import Reference
from pipeline.reference.content_kinds import SIGN
from pipeline.reference.persons import looks_like_persons, may_be_persons

MIN_ROLE_SHARE = 0.6
"""Share of a column's texts that must match its role."""

MIN_NAMED_SHARE = 0.2
"""A column of few texts with a smaller share of names holds no institutions."""

MIN_PROVING_TEXTS = 5
"""Fewer cells do not contradict a heading."""

MIN_SURE_SHARE = 0.8
"""From here the cells alone prove the role of a column."""

MIN_ROLE_SHARE_IF_SHIFTED = 0.15
"""The same where the rows of a list without a header were shifted."""

MIN_SHARE_AGAINST_HEADING = 0.8
"""Share of texts of another role that overrules a column's heading."""

LABEL_ROLES = ("territory", "region", "agreement_type")

LEARNED_ROLES = ("territory", "region", "agreement_type", "institution")
"""Roles that cells show, in the order in which columns get them. What a lone column of
marks marks is never guessed: it is asked."""

MIN_ADDRESS_SHARE = 0.5
"""A column with at least this share of e-mail addresses is one of persons."""

MIN_PARTNER_VARIETY = 0.5
"""A single column of units with at least this variety is the partners'."""

MAX_BLANK_DEPARTMENTS = 0.3
"""A list names our department in nearly every row, a partner's faculty in some."""

MIN_CODES = 5
"""Fewer codes may be of languages or degrees."""

MAX_EXCHANGE_PLACES = 60
"""A number of places for exchange is smaller; scores of language tests are larger."""

MAX_DIGITS = 10
"""A longer number is no number of places, and Python may refuse to read it."""

LONGEST_USUAL_NAME = 30
"""Names are about as long, cities and codes shorter."""

LEAST_LIKENESS = 1e-6
"""Of a column with any letters: some column must hold the names, and a person is asked."""

MAX_CATEGORIES, MAX_DEPARTMENTS = 15, 60
"""A list has at most so many types, and departments of ours."""

MIN_REPEATS = 8
"""So many rows must repeat a territory to prove that a column groups them."""

MIN_ALIKE_TEXTS = 4
"""From so many texts on a word that they share says what they are."""

MAX_CATEGORY_VARIETY = 0.5
"""Types and departments of ours are repeated."""

_LIST_SIGNS = re.compile(r"[、､，,；;،|\n]")

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.\w")

Contents = Mapping[int, ColumnContent]
"""Index of a column -> what its cells hold."""


def with_role(
    columns: list[ListColumn], index: int, role: str, *, sure: bool = True
) -> list[ListColumn]:
    """Give one of the columns the role that its content shows."""
    return [
        replace(c, role=role, meaning=role, why="content", sure=sure)
        if c.index == index
        else c
        for c in columns
    ]


def _without_role(column: ListColumn) -> ListColumn:
    """Return a column whose heading proved wrong: nothing is known of it."""
    return replace(column, role=OTHER, meaning="", why="unknown")


def column_with(columns: list[ListColumn], role: str) -> ListColumn | None:
    """Return the column that has a role; None if none has."""
    return next((c for c in columns if c.role == role), None)


def learn_roles(
    columns: list[ListColumn],
    contents: Contents,
    reference: Reference,
    outside: Collection[str] = (),
) -> list[ListColumn]:
    """Give missing roles to the columns whose cells match them.

    `outside` are the roles that titles above the headings give: no column is guessed to
    have one.
    """
    columns = _correct_labels(columns, contents)
    columns = _correct_types(columns, contents)
    columns = _exchange_names_and_units(columns, contents)
    columns = _correct_institutions(columns, contents)
    columns = _learn_from_shifted_rows(columns, contents)
    for role in LEARNED_ROLES:
        columns = _learn_role(columns, contents, role)
    columns = _learn_codes(columns, contents, reference)
    columns = _learn_english_names(columns)
    columns = _guess_institution(columns, contents)
    columns = _tell_units_apart(columns, contents)
    columns = _find_persons(columns, contents, reference)
    columns = _guess_students(columns, contents)
    if not column_with(columns, "departments"):
        columns = _departments_in_headings(columns, contents, reference)
    return _guess_categories(columns, contents, outside)


def _learn_role(
    columns: list[ListColumn], contents: Contents, role: str
) -> list[ListColumn]:
    """Give a missing role to the column with the largest share of matching cells."""
    if column_with(columns, role):
        return columns
    shares = {
        c.index: contents[c.index].share(role)
        for c in open_columns(columns)
        if not c.meaning or (c.meaning == UNDECIDED_UNIT and role == "institution")
    }
    if role == "institution" and max(shares.values(), default=0) < MIN_ROLE_SHARE:
        shares = {  # under the heading of units
            c.index: contents[c.index].share(role)
            for c in columns
            if c.role in ("departments", "partner_unit") and c.why == "heading"
        }
    best = max(shares, key=lambda i: (shares[i], -i), default=None)
    if best is None or shares[best] < MIN_ROLE_SHARE:
        return columns
    rivals = sum(share >= MIN_ROLE_SHARE for share in shares.values())
    sure = shares[best] >= MIN_SURE_SHARE and rivals == 1
    return with_role(columns, best, role, sure=sure)


def _learn_from_shifted_rows(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Learn roles in a list without any heading whose rows were shifted.

    The column with the most matching cells gets a role: one that only few rows reach
    may hold nothing but cells that belong in another.
    """
    if any(c.why != "unknown" for c in columns):
        return columns

    def matching_cells(role: str) -> dict[int, tuple[float, float]]:
        shares = {c.index: contents[c.index].share(role) for c in columns}
        return {i: (s * contents[i].filled, s) for i, s in shares.items()}

    names = matching_cells("institution")
    most = max(names, key=lambda i: names[i])
    if most == max(names, key=lambda i: names[i][1]):
        return columns
    for role in ("institution", *(r for r in LEARNED_ROLES if r != "institution")):
        cells = matching_cells(role)
        best = max(
            (c.index for c in open_columns(columns)),
            key=lambda i: cells[i],
            default=-1,
        )
        if best >= 0 and cells[best][1] >= MIN_ROLE_SHARE_IF_SHIFTED:
            columns = with_role(columns, best, role)
    units = {
        contents[c.index].share("unit") * len(contents[c.index].counts): c.index
        for c in reversed(open_columns(columns))
    }
    if max(units, default=0) > 1:
        columns = with_role(columns, units[max(units)], "partner_unit")
    taken = [c.role for c in columns if c.role in LEARNED_ROLES]
    return [
        replace(c, role=BLANK)
        if c.role == OTHER and any(contents[c.index].share(r) == 1 for r in taken)
        else c
        for c in columns
    ]


def _correct_labels(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
    """Correct columns of labels that stand under the heading of another kind.

    `지역` (region) may stand above territories, `구분` (type) above regions. The role
    that becomes free goes to the next column whose heading says it.
    """
    for column in [c for c in columns if c.role in LABEL_ROLES and c.why == "heading"]:
        taken = {c.role for c in columns}
        content = contents[column.index]
        better = [
            role
            for role in LABEL_ROLES
            if role not in taken and content.share(role) >= MIN_SHARE_AGAINST_HEADING
        ]
        if content.share(column.role) > 1 - MIN_SHARE_AGAINST_HEADING:
            continue
        if better:
            columns = with_role(columns, column.index, better[0])
            columns = _give_to_next(columns, column.role)
        else:
            columns = _give_to_fitting(columns, column, contents)
    return columns


def _give_to_fitting(
    columns: list[ListColumn], wrong: ListColumn, contents: Contents
) -> list[ListColumn]:
    """Give a column's role to the only open one whose cells have it, if its own don't.

    `Estado` may say the status beside a column of countries.
    """
    fitting = [
        c.index
        for c in open_columns(columns)
        if c.meaning in ("", wrong.role)
        and c.heading != wrong.heading
        and contents[c.index].share(wrong.role) >= MIN_SHARE_AGAINST_HEADING
    ]
    if len(fitting) != 1 or contents[wrong.index].filled < MIN_PROVING_TEXTS:
        return columns
    columns = [_without_role(c) if c is wrong else c for c in columns]
    return with_role(columns, fitting[0], wrong.role)


def _correct_types(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
    """Take levels of study, and units, for no types where another column has these.

    `Level` may say bachelor and master, or which of our units is meant.
    """
    study = {
        c.index
        for c in columns
        if c.why != "told"
        and (c.role == "agreement_type" or (c.role == OTHER and not c.meaning))
        and contents[c.index].share(STUDY_LEVEL) >= MIN_ROLE_SHARE
    }
    twins = [c for c in open_columns(columns) if c.meaning == "agreement_type"]
    units = {
        c.index
        for c in columns
        if c.role == "agreement_type" and c.why == "heading" and twins
        if contents[c.index].share("unit") >= MIN_NAMED_SHARE
    }
    free = any(c.role == "agreement_type" and c.index in study | units for c in columns)
    columns = [_demoted(c, c.index in study, c.index in units) for c in columns]
    return _give_to_next(columns, "agreement_type") if free else columns


def _demoted(column: ListColumn, study: bool, units: bool) -> ListColumn:
    if study:
        return replace(column, role=OTHER, meaning=STUDY_LEVEL, why="content")
    return _without_role(column) if units else column


def _give_to_next(columns: list[ListColumn], role: str) -> list[ListColumn]:
    """Give a role that became free to the next column whose heading says it."""
    waiting = [c.index for c in open_columns(columns) if c.meaning == role]
    return [replace(c, role=role) if c.index in waiting[:1] else c for c in columns]


def _exchange_names_and_units(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Exchange the roles of two columns where each holds what the other's heading says.

    `Centro de destino` may be the partner's faculty, `Centro extranjero` the partner.
    """
    names = column_with(columns, "institution")
    if names is None or names.why == "told":
        return columns
    content = contents[names.index]
    if not content.share("institution") < MIN_NAMED_SHARE < content.share("unit"):
        return columns
    for units in columns:
        found = contents[units.index]
        if (
            units.role in ("partner_unit", "departments")
            and units.why == "heading"
            and found.share("institution") >= MIN_ROLE_SHARE
        ):
            columns = with_role(columns, names.index, units.role, sure=False)
            return with_role(columns, units.index, "institution", sure=False)
    return columns


def _correct_institutions(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Prefer the column of names where two have the heading of institutions.

    The same for a column without a known heading, where the one that has it holds no
    names at all (GPA 3.0, dates, numbers).
    """
    named = column_with(columns, "institution")
    if named is None or named.why == "told":
        return columns
    content = contents[named.index]
    repeats = content.variety <= MAX_CATEGORY_VARIETY
    few_named = repeats and content.share("institution") < MIN_NAMED_SHARE
    if not (few_named or holds_no_names(content)):
        return columns
    twins = [c for c in open_columns(columns) if c.meaning in ("institution", "")]
    better = [
        c for c in twins if contents[c.index].share("institution") >= MIN_ROLE_SHARE
    ]
    better += [
        c
        for c in twins
        if c.meaning == "institution" and not holds_no_names(contents[c.index])
    ]
    if not better:
        return columns
    columns = [_without_role(c) if c is named else c for c in columns]
    return with_role(columns, better[0].index, "institution", sure=False)


def holds_no_names(content: ColumnContent) -> bool:
    """Whether most cells of a column can't be names of institutions."""
    labels = content.share("territory", "region", "exchange", "agreement_type")
    others = labels + content.share(FORM, CODE)
    return others > 0.5 > content.share("institution")


def _learn_codes(
    columns: list[ListColumn], contents: Contents, reference: Reference
) -> list[ListColumn]:
    """Take a column of nothing but codes (DE, FR) as territories, if none has names."""
    if column_with(columns, "territory"):
        return columns
    for column in open_columns(columns):
        distinct = contents[column.index].counts
        if (
            not column.meaning
            and len(distinct) >= MIN_CODES
            and all(reference.find_code(text) for text in distinct)
        ):
            return with_role(columns, column.index, "territory")
    return columns


def _learn_english_names(columns: list[ListColumn]) -> list[ListColumn]:
    """Take the column of English names as institutions, if there is no other."""
    if column_with(columns, "institution"):
        return columns
    english = (c.index for c in columns if c.meaning == "institution_en")
    at = next(english, None)
    return columns if at is None else with_role(columns, at, "institution")


def _guess_institution(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Take the column most like names for the institutions, if there is no other."""
    if column_with(columns, "institution"):
        return columns
    likeness = {
        c.index: _name_likeness(contents[c.index])
        for c in columns
        if c.why != "told" and (c.role == OTHER or c.role == "partner_unit")
        if c.meaning in ("", UNDECIDED_UNIT, "partner_unit", "city")
    }
    best = max(likeness, key=lambda i: (likeness[i], -i), default=None)
    if best is None or not likeness[best]:
        return columns
    return with_role(columns, best, "institution", sure=False)


def _name_likeness(content: ColumnContent) -> float:
    """Return how much a column looks like one of names, by form and variety."""
    if not any(any(map(str.isalpha, text)) for text in content.counts):
        return 0.0
    not_names = content.shares[FORM] + content.shares["territory"]
    not_names += content.share("agreement_type", "exchange", "region", SIGN)
    short = content.length <= LONG_TEXT
    letters = min(content.length, LONGEST_USUAL_NAME) / LONGEST_USUAL_NAME
    share = 2 * content.shares["institution"] + short - content.shares["unit"]
    likeness = (share + content.variety + letters) * max(0.0, 1 - not_names)
    return max(likeness * (1 - content.blank), LEAST_LIKENESS)


def open_columns(columns: list[ListColumn]) -> list[ListColumn]:
    """Return the columns whose role may still be learned."""
    return [c for c in columns if c.role == OTHER and c.why != "told"]


def _tell_units_apart(
    columns: list[ListColumn], contents: Contents
) -> list[ListColumn]:
    """Tell the partners' units from our own departments: theirs are more varied.

    Candidates are columns that only their content explains, and those whose heading
    says the same as another's. A list names a partner's faculty once or twice, a
    department of ours again and again.
    """
    units = {
        c.index: contents[c.index].variety
        for c in open_columns(columns)
        if c.meaning in ("departments", "partner_unit", UNDECIDED_UNIT)
        or (not c.meaning and contents[c.index].share("unit") >= MIN_ROLE_SHARE)
    }
    if not units:
        return columns
    ours = column_with(columns, "departments")
    theirs = column_with(columns, "partner_unit")
    of_ours = {
        i: (_lists_several(contents[i]), not _often_blank(contents[i]), -variety)
        for i, variety in units.items()
    }
    most, least = (
        min(units, key=of_ours.__getitem__),
        max(units, key=of_ours.__getitem__),
    )
    if ours and theirs:
        return columns
    if theirs or (not ours and len(units) == 1 and _are_our_units(contents[least])):
        return with_role(columns, least, "departments", sure=False)
    if ours and ours.why != "told" and units[most] < contents[ours.index].variety:
        columns = with_role(columns, ours.index, "partner_unit", sure=False)
        return with_role(columns, most, "departments", sure=False)
    columns = with_role(columns, most, "partner_unit", sure=False)
    if not ours and len(units) > 1:
        columns = with_role(columns, least, "departments", sure=False)
    return columns


def _are_our_units(content: ColumnContent) -> bool:
    """Whether the only column of units names ours: every row, and several in one cell.

    Without either sign it is ours if its texts are repeated.
    """
    if _lists_several(content):
        return True
    return not _often_blank(content) and content.variety < MIN_PARTNER_VARIETY


def _often_blank(content: ColumnContent) -> bool:
    return content.blank > MAX_BLANK_DEPARTMENTS


def _lists_several(content: ColumnContent) -> bool:
    """Whether a cell lists texts of which one stands alone in another cell."""
    lists = (_LIST_SIGNS.split(text) for text in content.counts)
    return any(
        len(parts) > 1 and any(part.strip() in content.counts for part in parts)
        for parts in lists
    )


def _find_persons(
    columns: list[ListColumn], contents: Contents, reference: Reference
) -> list[ListColumn]:
    """Mark the columns of persons: they are published only on request.

    A column that nothing explains, of texts that may be names of persons, is left out
    until somebody says what it is.
    """
    found: dict[int, bool] = {}
    for column in open_columns(columns):
        content = contents[column.index]
        phones = content.share("phone") >= MIN_ROLE_SHARE
        if phones or _address_share(content) >= MIN_ADDRESS_SHARE:
            found[column.index] = True
        elif not column.meaning:
            texts = [*content.counts]
            sure = looks_like_persons(texts, reference)
            if sure or may_be_persons(texts, reference):
                found[column.index] = sure
    return [
        replace(c, meaning=CONTACT, why="content", sure=found[c.index])
        if c.index in found
        else c
        for c in columns
    ]


def _address_share(content: ColumnContent) -> float:
    found = sum(n for text, n in content.counts.items() if _ADDRESS.search(text))
    return found / content.filled if content.filled > 1 else 0.0


def _guess_students(columns: list[ListColumn], contents: Contents) -> list[ListColumn]:
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


def is_marked(content: ColumnContent) -> bool:
    """Whether most cells of a column are marks or signs, or all are 0 or 1."""
    return {*content.counts} == {"0", "1"} or content.share(
        "exchange", SIGN
    ) >= MIN_ROLE_SHARE


def _departments_in_headings(
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


def _guess_categories(
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
    """Whether a column tells the territory of its row, as a city does."""
    territory = _territories(columns, contents)
    if territory is None or territory is contents[index]:
        return False
    more = len(contents[index].counts) > len(territory.counts) > 1
    return more and determines(contents[index], territory)


def _territories(columns: list[ListColumn], contents: Contents) -> ColumnContent | None:
    """Return what the column of territories holds; None without a printed one."""
    column = column_with(columns, "territory")
    return contents.get(column.index) if column else None


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
    named = not _often_blank(content) and not content.share(FORM)
    if named and (_lists_several(content) or _share_a_word(content)):
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
