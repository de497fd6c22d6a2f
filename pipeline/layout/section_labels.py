"""Finds the labels in rows of their own above the rows they name: for `layout`.

A label may name a region, a territory, an agreement type or one of our departments.
Promises that it gives only roles that no column of the list prints, that no row gets a
label from above that is not understood without a question, and that a label printed
again (`Asia (cont.)`) goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.layout.header import OTHER, Header, ListColumn
from pipeline.model import ListQuestion, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind
from pipeline.reference.normal_forms import fold

LABEL_ROLES = ("region", "territory", "agreement_type", "departments")
"""The roles that a label may have, the usual outermost first."""

LABELS = 0
"""The column by which a person says what the labels are: they are in none."""

LONGEST_LABEL = 100
"""A longer text in a row of its own is a remark."""

LONGEST_DEPARTMENT = 40

MIN_UNKNOWN_LABELS = 2
"""Fewer labels that are not understood are remarks."""

MAX_LABEL_SHARE = 0.5
"""With more rows of one text than this share of the others, they are no labels, unless
they are numbered, counted or about agreements."""

MAX_STACKED_SHARE = 0.2
"""With more labels right above another lone text they are the lines of remarks."""

MIN_NAMES_SHARE = 0.8
"""Share of a column's texts that must look like institutions where labels stand, too."""

MIN_WHOLE_SHARE = 0.95
"""Share of the rows with several texts that print a territory where it is in each."""

MAX_EXAMPLES = 3

AROUND_LABEL = (
    " \t\n\u3000:：;；,、.。・·•■□●○◆◇▶►▼*＊#-–—=＝<>＜＞〈〉《》【】［］\\[\\]「」"
)
_REMARK_STARTS, _SENTENCE_ENDS = "*＊※†(（注", ".。!！?？;；,，、"
_NUMBERED = re.compile(
    r"^[(（]?(?:\d{1,2}|[IVX]{1,4}|[A-Za-z]|[一二三四五六七八九十]{1,3}"
    r"|第[\d一二三四五六七八九十]{1,3}[部章節])[.)）、．\s]\s*(?=\D)"
)
_COUNT = re.compile(
    r"(?<=\S)(?!(?<=\d)\d)\s*+[(（\[［]?+\s*+\d++\s*+[^()（）\[\]\d]{0,16}+[)）\]］]?+$"
)
_COUNT_CELL = re.compile(r"^[(（\[［]?\s?\d{1,6}\s?[^\W\d]{0,12}[)）\]］]?$")
_ORDINAL_CELL = re.compile(
    r"^[(（]?(?:[IVX]{1,4}|[Ⅰ-Ⅻ]|[A-H]|[一二三四五六七八九十]{1,3})[.)）、．]?$"
)
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]++")
_NAMED = re.compile(r"^([^:：]{1,30})[:：]\s*(.+)$", re.DOTALL)


@dataclass(frozen=True)
class OutsideCell:
    """A cell's text that is printed outside of its column, and where.

    `row` is a position in `grid.cells`, `column` one in that row, both from 0.
    """

    text: str
    row: int
    column: int


OutsideCells = Mapping[int, OutsideCell]
"""Position of a row -> its cell."""


@dataclass(frozen=True)
class SectionLabels:
    """The labels above groups of rows.

    Attributes:
        of_row: for each role that labels give, the label of each row of the list.
        rows: positions of the rows that hold only a label.
        questions: about labels that are not understood.
    """

    of_row: Mapping[str, OutsideCells] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    questions: tuple[ListQuestion, ...] = ()


@dataclass(frozen=True)
class _Label:
    """A label, the role it gives ("" if unknown), and where it stands."""

    role: str
    cell: OutsideCell


def find_section_labels(
    grid: SourceGrid,
    header: Header | None,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    reference: Reference,
    told: str = "",
) -> SectionLabels:
    """Find the labels in rows of their own, above the rows they name.

    Args:
        grid: the table.
        header: its header; right above it a label may stand, too.
        body: positions of the rows of the list.
        columns: of the list.
        reference: names.
        told: the role of labels that are not understood, said by a person.
    """
    printed = {column.role for column in columns}
    wanted = tuple(role for role in LABEL_ROLES if role not in printed)
    lone = _lone_cells(grid, body, reference) if wanted else {}
    units = {c.source for c in columns if c.role == "partner_unit"}
    names = max((c.source for c in columns if c.role == "institution"), default=-1)
    lone = {
        i: cell
        for i, cell in lone.items()
        if cell.column <= names or reference.is_label(plain_label(cell.text))
    }
    lone = _without_rests(lone, grid, body, columns, reference)
    labels: dict[int, _Label] = {}
    titles = titles_of_headings(grid, header, body) if wanted else {}
    above = _labels_above_header(grid, header, wanted, reference)
    for i, cell in (titles | above | lone).items():
        role, name = _role_and_name(cell.text, wanted, reference)
        if role and not (role == "departments" and cell.column in units):
            labels[i] = _Label(role, OutsideCell(name, i, cell.column))
    for i in _names_among(labels, lone, names, grid, body, reference):
        del labels[i]
    if _may_be_remarks(labels, reference):
        labels = {}
    for i in _beside_types(labels, body):
        del labels[i]
    found_titles = titles
    titles = {i: cell for i, cell in titles.items() if i not in labels}
    unknown = titles or _unknown_labels(grid, body, columns, lone, labels, reference)
    types = all(reference.names_agreement(cell.text) for cell in unknown.values())
    known = _of_titles(labels, titles, found_titles) if titles else labels
    role = _role_of_unknown(known, wanted, told, types) if unknown else ""
    if role and role != OTHER:
        labels |= {
            i: _Label(role, OutsideCell(plain_label(cell.text), i, cell.column))
            for i, cell in unknown.items()
        }
    asked = role in ("agreement_type", "departments") and not told
    asked &= not (types and role == "agreement_type")
    question = _question(role, unknown, wanted, reference) if asked else ()
    rows = frozenset({*labels, *(unknown if told == OTHER else ())})
    return SectionLabels(_labels_of_rows(labels, body, rows), rows, question)


def _lone_cells(
    grid: SourceGrid, body: Sequence[int], reference: Reference
) -> dict[int, OutsideCell]:
    """Return the only text of each row that has one, perhaps printed in all its cells.

    A count may stand behind it, where it is a name that we know; before it a number that
    is none of the rows: I, A, 一.
    """
    at = np.array(body, np.intp)
    codes, filled = grid.encoded.codes[at], grid.encoded.filled[at]
    texts = grid.encoded.texts
    counts = np.array([bool(_COUNT_CELL.match(text.strip())) for text in texts])
    names = filled & ~counts[codes]
    first = filled.argmax(axis=1)
    own = codes[np.arange(len(at)), first]
    alone = filled.sum(axis=1) == 1
    same = ((codes == own[:, None]) | ~filled).all(axis=1) & (filled.sum(axis=1) > 2)
    counted = (names.sum(axis=1) == 1) & (names.argmax(axis=1) == first) & ~alone
    ordinals = np.array([bool(_ORDINAL_CELL.match(text.strip())) for text in texts])
    numbered = (filled.sum(axis=1) == 2) & ordinals[own] & ~same
    numbered &= numbered.mean() < MAX_LABEL_SHARE
    first = np.where(numbered, filled.cumsum(axis=1).argmax(axis=1), first)
    own = codes[np.arange(len(at)), first]
    lone = {}
    for k in np.flatnonzero(alone | same | counted | numbered).tolist():
        text = texts[own[k]].strip()
        if counted[k] and not numbered[k] and not reference.is_label(plain_label(text)):
            continue
        lone[body[k]] = OutsideCell(text, body[k], int(first[k]))
    return lone


def _without_rests(
    lone: dict[int, OutsideCell],
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    reference: Reference,
) -> dict[int, OutsideCell]:
    """Leave out lone texts below names that go on: every other row prints its territory.

    A label would stand where the rows begin, or say what it is.
    """
    named = {c.source for c in columns if c.role == "institution"}
    places = [c.source for c in columns if c.role == "territory" and c.source >= 0]
    rows = np.array([i for i in body if i not in lone], np.intp)
    if not lone or not named or not places or not len(rows):
        return lone
    whole = grid.encoded.filled[rows][:, places].mean(axis=0).max() >= MIN_WHOLE_SHARE
    if not whole or min(places) >= max(named):
        return lone
    return {
        i: cell
        for i, cell in lone.items()
        if cell.column not in named
        or reference.is_label(plain_label(cell.text))
        or reference.names_agreement(cell.text)
        or _is_department(plain_label(cell.text), reference)
    }


def _may_be_remarks(labels: Mapping[int, _Label], reference: Reference) -> bool:
    """Whether hardly any label was found, and those say only what is agreed on."""
    names = {fold(label.cell.text) for label in labels.values()}
    return len(names) < MIN_UNKNOWN_LABELS and all(
        label.role == "agreement_type"
        and reference.find_agreement_type(label.cell.text) == "other"
        for label in labels.values()
    )


def _names_among(
    labels: Mapping[int, _Label],
    lone: Mapping[int, OutsideCell],
    at: int,
    grid: SourceGrid,
    body: Sequence[int],
    reference: Reference,
) -> list[int]:
    """Return the labels that only look like departments and are names of institutions.

    They stand in the column of these (`at`), where others stand alone as often, or begin
    or end as the names in other rows do.
    """
    weak = [
        i
        for i, label in labels.items()
        if label.role == "departments"
        and label.cell.column == at
        and i in lone
        and not reference.find_department(label.cell.text)
    ]
    if not weak or at in _counting_columns(lone, body):
        return []
    others = [c.text for i, c in lone.items() if i not in labels and c.column == at]
    alone = sum(reference.looks_like(text, "institution") > 0 for text in others)
    names = grid.encoded.column_texts([i for i in body if i not in lone], at)
    shared = _edges(names)
    alike = sum(not shared.isdisjoint(_edges([labels[i].cell.text])) for i in weak)
    return weak if alone >= len(weak) or 2 * alike > len(weak) else []


def _counting_columns(lone: Mapping[int, OutsideCell], body: Sequence[int]) -> set[int]:
    """Return where texts alone in their rows say how many rows stand below: labels do."""
    places = [*sorted(bisect_left(body, i) for i in lone), len(body)]
    below = {body[at]: end - at - 1 for at, end in pairwise(places)}
    return {
        cell.column
        for i, cell in lone.items()
        if below[i] > 0 and _count_behind(cell.text) == str(below[i])
    }


def _count_behind(text: str) -> str:
    """Return the number that stands behind a label; "" if none does."""
    found = _COUNT.search(text) if len(text) <= LONGEST_LABEL else None
    number = _DIGITS.search(found[0]) if found else None
    return number[0] if number else ""


def _beside_types(labels: Mapping[int, _Label], body: Sequence[int]) -> set[int]:
    """Return the labels of departments that stand beside those of types, not below them.

    Where no two labels of the two follow each other at once, they name groups of the
    same kind: a word for faculties is the type there (`University-wide`, `Faculty`).
    """
    kinds = {"agreement_type", "departments"}
    at = [i for i in sorted(labels) if labels[i].role in kinds]
    if {labels[i].role for i in at} != kinds:
        return set()
    rows = sorted({*body} - {*labels})
    nested = any(
        labels[first].role != labels[second].role
        and bisect_left(rows, first) == bisect_left(rows, second)
        for first, second in pairwise(at)
    )
    return set() if nested else {i for i in at if labels[i].role == "departments"}


def _of_titles(
    labels: Mapping[int, _Label],
    unknown: Mapping[int, OutsideCell],
    titles: Mapping[int, OutsideCell],
) -> dict[int, _Label]:
    """Return the labels above headings; none unless they are more than the unknown."""
    known = {i: label for i, label in labels.items() if i in titles}
    return known if len(known) > len(unknown) else {}


def titles_of_headings(
    grid: SourceGrid, header: Header | None, body: Sequence[int]
) -> dict[int, OutsideCell]:
    """Return the lone texts above the heading and above it where it is printed again.

    Only where they differ by more than a number, as the titles of pages do not.
    """
    if header is None:
        return {}
    inside = {*body}
    names = [{fold(text) for text in row if text} for row in header.rows]
    again = [
        i
        for i in range(header.last + 1, len(grid.cells))
        if i not in inside
        and len(texts := {fold(c) for c in grid.cells[i] if c.strip()}) > 1
        and texts in names
    ]
    titles = {}
    for i in (header.first, *again):
        above = i - 1
        while above >= 0 and not any(cell.strip() for cell in grid.cells[above]):
            above -= 1
        row = grid.cells[above] if above >= 0 else ()
        filled = [(at, t) for at, cell in enumerate(row) if (t := cell.strip())]
        if filled and len({text for _, text in filled}) == 1:
            at, text = filled[0]
            if _is_short(text) and not content_kind(text):
                titles[above] = OutsideCell(text, above, at)
    distinct = {_DIGITS.sub("", fold(cell.text)) for cell in titles.values()}
    return titles if len(distinct) > 1 and len(titles) > len(again) / 2 else {}


def _labels_above_header(
    grid: SourceGrid, header: Header | None, wanted: tuple[str, ...], ref: Reference
) -> dict[int, OutsideCell]:
    """Return the rows right above the header that are labels, from the top.

    A date or count may stand between: 2024年4月1日現在.
    """
    above: list[tuple[int, OutsideCell]] = []
    for i in range(header.first - 1, -1, -1) if header and wanted else ():
        filled = [
            (at, t) for at, cell in enumerate(grid.cells[i]) if (t := cell.strip())
        ]
        if len(filled) != 1:
            break
        if not _role_and_name(filled[0][1], wanted, ref)[0]:
            if above or not _DIGITS.search(filled[0][1]):
                break
            continue
        above.append((i, OutsideCell(filled[0][1], i, filled[0][0])))
    return dict(above[::-1])


def _role_and_name(
    text: str, wanted: tuple[str, ...], reference: Reference
) -> tuple[str, str]:
    """Return the role and name of a label; twice "" if it is not recognized."""
    if len(text) > LONGEST_LABEL or content_kind(plain_label(text)):
        return "", ""
    finders: dict[str, Callable[[str], object]] = {
        "territory": reference.find_territory,
        "region": reference.find_region,
        "agreement_type": reference.find_agreement_type,
    }
    for name in _name_candidates(text, reference):
        for role, find in finders.items():
            if role in wanted and name and find(name):
                return role, name
    name = plain_label(text)
    if "departments" in wanted and _is_department(name, reference):
        return "departments", name
    return "", ""


def _is_department(text: str, reference: Reference) -> bool:
    if len(text) > LONGEST_DEPARTMENT or text[-1:] in _SENTENCE_ENDS:
        return False
    return bool(reference.find_department(text)) or (
        reference.looks_like(text, "departments") > 1
        and not reference.names_agreement(text)
        and reference.looks_like(text, "institution") < 2
    )


def _name_candidates(text: str, reference: Reference) -> Iterator[str]:
    """Yield a label and the same without counts, numbers and signs around its name."""
    yield text
    bare = _COUNT.sub("", text.strip(AROUND_LABEL)).strip(AROUND_LABEL)
    yield bare
    yield _NUMBERED.sub("", bare).strip(AROUND_LABEL)
    if (named := _NAMED.match(bare)) and reference.heading_role(named[1]) in (
        *LABEL_ROLES,
    ):
        yield named[2].strip(AROUND_LABEL)


def role_of_all(
    names: Collection[str],
    printed: Collection[str],
    finders: Mapping[str, Callable[[str], object]],
) -> str:
    """Return the first role that all names have and no column prints; "" if none."""
    roles = (
        role
        for role, find in finders.items()
        if role not in printed and all(map(find, names))
    )
    return next(roles, "")


def plain_label(text: str) -> str:
    """Return a label without counts, numbers and signs around its name."""
    bare = _COUNT.sub("", text.strip(AROUND_LABEL)).strip(AROUND_LABEL)
    return _NUMBERED.sub("", bare).strip(AROUND_LABEL) or text


def _unknown_labels(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    lone: Mapping[int, OutsideCell],
    labels: Mapping[int, _Label],
    reference: Reference,
) -> dict[int, OutsideCell]:
    """Return the labels that are not understood, where the list prints groups so."""
    ours = _places_of_departments(columns, labels)
    counting = _counting_columns(lone, body)
    open_cells = {
        i: cell
        for i, cell in lone.items()
        if i not in labels
        and (
            _may_be_label(cell.text, reference)
            or cell.column in counting
            or (cell.column in ours and _is_short(cell.text))
        )
        and not _role_and_name(cell.text, LABEL_ROLES, reference)[0]
    }
    if not open_cells:
        return {}
    if labels:
        positions = {label.cell.column for label in labels.values()}
        return {i: c for i, c in open_cells.items() if c.column in positions}
    at = Counter(cell.column for cell in open_cells.values()).most_common(1)[0][0]
    groups = {i: cell for i, cell in open_cells.items() if cell.column == at}
    following = dict(pairwise(body))
    stacked = [i for i in groups if following.get(i, i) in {*lone, i}]
    if len(stacked) > MAX_STACKED_SHARE * len(groups):
        return {}
    others = len(body) - len(lone)
    signed = all(_is_signed(cell.text, reference) for cell in groups.values())
    most = others if signed else MAX_LABEL_SHARE * others
    if not MIN_UNKNOWN_LABELS <= len(groups) <= most:
        return {}
    if len({fold(cell.text) for cell in groups.values()}) < MIN_UNKNOWN_LABELS:
        return {}
    if at in {c.source for c in columns if c.role == "institution"}:
        rows = [i for i in body if i not in lone]
        names = [t for c in grid.encoded.column_texts(rows, at) if (t := c.strip())]
        known = sum(reference.looks_like(name, "institution") > 0 for name in names)
        shared = _edges(names)
        alike = sum(not shared.isdisjoint(_edges([c.text])) for c in groups.values())
        if known < MIN_NAMES_SHARE * len(names) or 2 * alike >= len(groups):
            return {}
    return groups


def _edges(names: Iterable[str]) -> set[str]:
    """Return the words that names begin or end with, in small letters."""
    words = (_WORD.findall(name.casefold()) for name in names)
    return {edge for found in words if found for edge in (found[0], found[-1])}


def _places_of_departments(
    columns: Sequence[ListColumn], labels: Mapping[int, _Label]
) -> set[int]:
    """Return where departments, and no institutions, stand in rows of their own.

    An institute among them is one of them.
    """
    roles = {label.role for label in labels.values()}
    if roles != {"departments"}:
        return set()
    named = {c.source for c in columns if c.role == "institution"}
    return {label.cell.column for label in labels.values()} - named


def _may_be_label(text: str, reference: Reference) -> bool:
    """Whether a text in a row of its own may be a label that is not recognized."""
    return (
        _is_short(text)
        and (reference.looks_like(text, "institution") < 2 or _of_type(text, reference))
        and not content_kind(text)
    )


def _is_short(text: str) -> bool:
    """Whether a text is no remark by its length, its beginning and its end."""
    return (
        len(text) <= LONGEST_LABEL
        and text[0] not in _REMARK_STARTS
        and text[-1] not in _SENTENCE_ENDS
    )


def _of_type(text: str, reference: Reference) -> bool:
    """Whether a label begins or ends in a word for agreements."""
    words = plain_label(text).split() or [""]
    return any(reference.names_agreement(word) for word in (words[0], words[-1]))


def _is_signed(text: str, reference: Reference) -> bool:
    """Whether a text is numbered or counted as labels are, or is about agreements."""
    numbered = plain_label(text) != text.strip(AROUND_LABEL)
    return numbered or reference.names_agreement(text)


def _role_of_unknown(
    labels: Mapping[int, _Label], wanted: Sequence[str], told: str, types: bool
) -> str:
    """Return the likeliest role of labels that are not understood; "" for none.

    Among known labels it is that of the innermost. Without any it is no territory:
    of those some would be known. `types`: all of them hold a word for agreements.
    """
    if told:
        return told if told in wanted else OTHER
    if types and "agreement_type" in wanted:
        return "agreement_type"
    order = _outermost_first(labels)
    if order:
        return "territory" if "territory" in order else order[-1]
    return next((r for r in ("agreement_type", "departments") if r in wanted), "")


def _outermost_first(labels: Mapping[int, _Label]) -> list[str]:
    """Return the roles of labels in the order in which they first come."""
    return list(dict.fromkeys(labels[i].role for i in sorted(labels)))


def _question(
    role: str,
    unknown: Mapping[int, OutsideCell],
    wanted: Sequence[str],
    reference: Reference,
) -> tuple[ListQuestion, ...]:
    """Ask once what the labels that are not understood are."""
    names = list(dict.fromkeys(plain_label(cell.text) for cell in unknown.values()))
    options = (role, *(other for other in wanted if other != role), OTHER)
    detail = (
        ("examples", " / ".join(names[:MAX_EXAMPLES])),
        ("values", str(len(names))),
        ("read_ja", reference.roles[role].label_ja),
        ("read_en", reference.roles[role].label_en),
        ("options_ja", "、".join(reference.roles[o].label_ja for o in options[1:])),
        ("options_en", ", ".join(reference.roles[o].label_en for o in options[1:])),
    )
    return (ListQuestion("SECTION_LABELS", tuple(wanted), detail, LABELS, options),)


def _labels_of_rows(
    labels: Mapping[int, _Label], body: Sequence[int], rows: frozenset[int]
) -> dict[str, OutsideCells]:
    """Return for each role the label of each row: the nearest above in its group.

    A new label ends those inside of it; the outermost comes first in the list. The same
    label again goes on.
    """
    order = _outermost_first(labels)
    if "region" in order and "territory" in order:
        order.sort(key=lambda role: role == "territory")
    of_row: dict[str, dict[int, OutsideCell]] = {role: {} for role in order}
    current: dict[str, OutsideCell] = {}
    for i in sorted({*labels, *body}):
        if label := labels.get(i):
            role, before = label.role, current.get(label.role)
            if before is None or fold(before.text) != fold(label.cell.text):
                for inner in order[order.index(role) + 1 :]:
                    current.pop(inner, None)
            current[role] = label.cell
        elif i not in rows:
            for role, nearest in current.items():
                of_row[role][i] = nearest
    return {role: cells for role, cells in of_row.items() if cells}
