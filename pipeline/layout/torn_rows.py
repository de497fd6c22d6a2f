"""Joins rows that hold only the rest of the row above: for `layout`.

A page breaks a long cell over two lines, and a copy of it makes the second a row of its
own. Joins on proof: the parts give a text that the list or our tables have, the first
ends open, or the second cannot begin a text. A unit or a name alone in its row, where all
others of the list say more, is joined, too, and asked about. Whatever else looks torn is asked
about by `align`. Promises that a joined row is named, and each changed cell a repair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.layout.header import ListColumn
from pipeline.layout.rearrangement import ChangedCell, change_cells, take_rows
from pipeline.model import JOINED, JOINED_UNPROVED, SourceGrid
from pipeline.read.torn_rows import join_torn_cell
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME, fold_accents
from pipeline.reference.patterns import STRONG

MAX_REST_CELLS = 2
"""A row with so few texts may be the rest of the row above."""

MIN_MORE_CELLS = 1
"""The row above has at least so many more."""

MIN_WHOLE_SHARE, MAX_REST_SHARE = 0.95, 0.4
"""Of a list whose rows are whole, so many fill a column, and no more are rests."""

UNIT_ROLES, LABEL_ROLES = ("partner_unit", "departments"), ("region", "territory")
NAME_ROLES = ("institution",)

MIN_CAPITAL_SHARE = 0.9
"""Share of a column's texts that begin with a capital; then another goes on."""

MIN_BEGUN = 2
"""So many other texts begin with what a torn cell begins with."""

MAX_WORD_LENGTH = 6
"""A longer East Asian text is a name of its own and not only how names end."""

_ITEMS = re.compile(r"[、，,;；\n]")
_OPEN_END = re.compile(r"[、，,;；・/／&＆-]$")
LONGEST_COUNT = 16
_COUNTED = re.compile(r"[(（\[［]\d{1,4}[^()（）\d]{0,8}[)）\]］]$")
_GOES_ON = re.compile(
    r"^[、，,;；・/／&＆+)）\]］】」』ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々]"
)
_BRACKETS = ("(", ")"), ("（", "）"), ("[", "]"), ("［", "］"), ("「", "」")

Columns = Sequence[ListColumn]


@dataclass(frozen=True)
class _ColumnTexts:
    """What a column holds.

    Attributes:
        role: of the column.
        texts: of all rows.
        items: the parts of these.
        settled: the items of rows that neither may be torn nor are the rest of one.
        capital: whether the texts of rows that are no rest begin with a capital.
    """

    role: str
    texts: frozenset[str]
    items: frozenset[str]
    settled: frozenset[str]
    capital: bool


def join_torn_rows(
    grid: SourceGrid, body: Sequence[int], columns: Columns, reference: Reference
) -> SourceGrid:
    """Return the grid with the rest of torn cells in the row where they begin."""
    filled = grid.encoded.filled
    cells = filled.sum(axis=1)
    labels = {at for i in body if (at := _counted_label(grid.cells[i])) >= 0}
    rests = [
        k
        for k in range(1, len(body))
        if 0 < cells[body[k]] <= MAX_REST_CELLS
        and cells[body[k]] + MIN_MORE_CELLS <= cells[body[k - 1]] + MAX_REST_CELLS
        and not (cells[body[k]] == 1 and int(filled[body[k]].argmax()) in labels)
    ]
    if not rests:
        return grid
    column_texts = _column_reader(grid, body, columns, rests)
    lone_units = _lone_rests(grid, body, columns, rests, UNIT_ROLES)
    lone_names = _lone_rests(grid, body, columns, rests, NAME_ROLES)
    changes: dict[tuple[int, int], ChangedCell] = {}
    owner: dict[int, int] = {}
    for k in rests:
        above = owner.get(body[k - 1], body[k - 1])
        rest = {i: t for i, c in enumerate(grid.cells[body[k]]) if (t := c.strip())}
        first = {i: t for i, c in enumerate(grid.cells[above]) if (t := c.strip())}
        first |= {at: new.text for (row, at), new in changes.items() if row == above}
        joined, rule = _joined_cells(first, rest, column_texts, reference), JOINED
        if not joined and k in lone_units:
            joined, rule = _joined_lone(first, rest, column_texts), JOINED_UNPROVED
        if not joined and k in lone_names and _may_go_on(first, rest, reference):
            joined, rule = _joined_lone(first, rest, column_texts), JOINED_UNPROVED
        if joined:
            owner[body[k]] = above
            changes |= {(above, at): ChangedCell(t, rule) for at, t in joined.items()}
    if not owner:
        return grid
    changed = change_cells(grid, changes)
    kept = [i for i in range(len(grid.cells)) if i not in owner]
    result = take_rows(changed, kept)
    rows = tuple(grid.numbers[i] for i in owner)
    before = result.rearranged
    if before is None:
        return result
    return replace(result, rearranged=replace(before, joined=before.joined + rows))


def _counted_label(cells: Sequence[str]) -> int:
    """Return where a row holds only a text that counts rows, `Faculty (9)`, else -1."""
    texts = [(at, text) for at, cell in enumerate(cells) if (text := cell.strip())]
    if len(texts) != 1 or not _COUNTED.search(texts[0][1][-LONGEST_COUNT:]):
        return -1
    return texts[0][0]


def _lone_rests(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Columns,
    rests: Sequence[int],
    roles: Sequence[str],
) -> set[int]:
    """Return the rests that hold a unit, or a name, where all other rows say more.

    These nearly all fill the column of institutions and another one that is no label
    (beside a unit), or that of territories and another one (beside a name): no agreement
    is printed with its unit or its name alone. Indices into `body`.
    """
    own = [c.source for c in columns if c.role in roles]
    needed = "institution" if roles == UNIT_ROLES else "territory"
    usual = [c.source for c in columns if c.role == needed and c.source >= 0]
    labels = (*LABEL_ROLES, *UNIT_ROLES) if roles == UNIT_ROLES else ("territory",)
    others = [
        c.source
        for c in columns
        if c.source >= 0 and c.role not in ("institution", *labels)
    ]
    filled, at = grid.encoded.filled, np.array(body, np.intp)
    whole = np.ones(len(body), np.bool_)
    whole[list(rests)] = False
    share = filled[at[whole]].mean(axis=0) if whole.any() else np.zeros(0)
    if not (own and usual and others and len(share) > max(*others, *usual, *own)):
        return set()
    are_whole = share[usual].min() >= MIN_WHOLE_SHARE <= share[others].max()
    few = len(rests) <= MAX_REST_SHARE * len(body)
    return {
        k
        for k in rests
        if are_whole
        and few
        and filled[body[k]].sum() == filled[body[k]][own].sum() == 1
    }


def _may_go_on(
    first: dict[int, str], rest: dict[int, str], reference: Reference
) -> bool:
    """Whether a name may go on in the row below: not where each is one by its words."""
    ((at, text),) = rest.items()
    strong = [
        reference.looks_like(part, "institution") == STRONG
        for part in (first.get(at, ""), text)
    ]
    if reference.find_territory(text) and not reference.find_region(text):
        return True  # (University of British) Columbia: the row above has its territory
    return not all(strong) and not _names_something(text, "institution", reference)


def _joined_lone(
    first: dict[int, str],
    rest: dict[int, str],
    column_texts: Callable[[int], _ColumnTexts],
) -> dict[int, str]:
    """Return the cell above with the text that stands alone below it; {} if blank."""
    ((at, text),) = rest.items()
    above = first.get(at, "")
    if not above or len(above) + len(text) > LONGEST_NAME or text in _items(above):
        return {}
    return {at: join_torn_cell(f"{above}\n{text}", column_texts(at).items)}


def _column_reader(
    grid: SourceGrid, body: Sequence[int], columns: Columns, rests: Sequence[int]
) -> Callable[[int], _ColumnTexts]:
    """Return a getter of what a printed column holds; `rests`: indices into `body`."""
    inside = {*rests}
    first = [i for k, i in enumerate(body) if k not in inside]
    whole = [i for k, i in enumerate(body) if not inside & {k, k + 1}]

    def texts_in(rows: Sequence[int], at: int) -> frozenset[str]:
        cells = set(grid.encoded.column_texts(rows, at))
        return frozenset(t for c in cells if (t := c.strip()))

    roles = {c.source: c.role for c in columns if c.source >= 0}
    read: dict[int, _ColumnTexts] = {}

    def texts_of(at: int) -> _ColumnTexts:
        if at not in read:
            texts = texts_in(body, at)
            letters = [t[0] for t in texts_in(first, at) if t[0].isalpha()]
            capital = sum(letter.isupper() for letter in letters)
            read[at] = _ColumnTexts(
                roles.get(at, ""),
                texts,
                frozenset(item for text in texts for item in _items(text)),
                frozenset(i for text in texts_in(whole, at) for i in _items(text)),
                bool(letters) and capital >= MIN_CAPITAL_SHARE * len(letters),
            )
        return read[at]

    return texts_of


def _items(text: str) -> Iterator[str]:
    if len(text) <= LONGEST_NAME:
        yield from (item for part in _ITEMS.split(text) if (item := part.strip()))


def _joined_cells(
    first: dict[int, str],
    rest: dict[int, str],
    column_texts: Callable[[int], _ColumnTexts],
    reference: Reference,
) -> dict[int, str]:
    """Return the whole texts of cells that go on in the row below; {} if unproved."""
    if len(first) < len(rest) + MIN_MORE_CELLS:
        return {}
    joined: dict[int, str] = {}
    for at, text in rest.items():
        known = _known_whole(first[at], text, column_texts(at)) if at in first else ""
        if not known and _names_something(text, column_texts(at).role, reference):
            return {}
        whole = known
        if at in first and not whole:
            whole = _whole(first[at], text, column_texts(at), reference)
        if not whole and len(rest) == 1 and at == 0:
            at = max(first)  # torn inside of the last cell, the rest came first
            whole = _known_whole(first[at], text, column_texts(at))
        if not whole:
            return {}
        joined[at] = whole
    return joined


def _names_something(text: str, role: str, reference: Reference) -> bool:
    """Whether a text is a label, mark, date or number: never the rest of a cell.

    大学 is a type of agreement, too, but not where institutions stand.
    """
    return bool(
        len(text) > LONGEST_NAME
        or content_kind(text)
        or reference.mark_meaning(text)
        or reference.is_label(text)
        or (role != "institution" and reference.find_agreement_type(text))
        or reference.is_ditto(text)
    )


def _whole(first: str, rest: str, column: _ColumnTexts, reference: Reference) -> str:
    """Return the text that two parts give, if something proves that they are one."""
    if len(first) > LONGEST_NAME:
        return ""
    plain = _joined(first, rest)
    last = [*_items(first)][-1:] or [first]
    lower = rest[0].islower() and column.capital
    if lower or _OPEN_END.search(first) or _GOES_ON.match(rest) or _closes(first, rest):
        return plain
    if _ends_joining(first, column, reference) or _begins_joining(
        rest, column, reference
    ):
        return plain
    if _begins_others(last[0], rest, column):
        return plain
    if rest in reference.unit_endings and not last[0].endswith(reference.unit_endings):
        return plain
    short = len(rest) <= MAX_WORD_LENGTH if EAST_ASIAN.search(rest) else " " not in rest
    named = (
        column.role == "institution"
        and short
        and rest not in column.texts - {rest}
        and reference.looks_like(first, "institution") < 2
        and reference.looks_like(plain, "institution") > 1
    )
    return plain if named else ""


def _ends_joining(first: str, column: _ColumnTexts, reference: Reference) -> bool:
    """Whether a text ends with a word that joins it to what follows: of, and, と."""
    head, _, word = first.rpartition(" ")
    if word.isupper() and len(word) > 1:
        word = word.lower()
    return (bool(head) and _joins(word, reference)) or any(
        first.removesuffix(word).rstrip() in column.items
        for word in _unspaced_joins(reference)
        if first.endswith(word)
    )


def _begins_joining(rest: str, column: _ColumnTexts, reference: Reference) -> bool:
    """Whether a text begins with a word that joins it to what stands before it.

    The Arabic and Hebrew `and` is written with its word.
    """
    word, _, tail = rest.partition(" ")
    return (bool(tail) and _joins(word, reference)) or any(
        rest.removeprefix(word).lstrip() in column.items
        for word in _unspaced_joins(reference)
        if rest.startswith(word)
    )


def _joins(word: str, reference: Reference) -> bool:
    """Whether a word only joins others; with a capital it may be a name: An, La, I."""
    return word == word.lower() and fold_accents(word) in reference.joining_words


def _unspaced_joins(reference: Reference) -> Iterator[str]:
    """Yield the joining words in letters without case: no blank need part them."""
    return (word for word in reference.joining_words if not word.islower())


def _begins_others(last: str, rest: str, column: _ColumnTexts) -> bool:
    """Whether a text ends in a word that others of the list begin, and none end, with.

    The Arabic and Hebrew `and` is written with its word.
    """
    word = last.split()[-1]
    if rest in column.settled or any(i.split()[-1] == word for i in column.settled):
        return False
    words = (f"{word} ", f"{word[1:]} ") if word[0] in "وו" else (f"{word} ",)
    return sum(item.startswith(words) for item in column.settled) >= MIN_BEGUN


def _known_whole(first: str, rest: str, column: _ColumnTexts) -> str:
    """Return the joined text if the list has it, or its joined item, elsewhere."""
    if len(first) > LONGEST_NAME:
        return ""
    for whole in dict.fromkeys((_joined(first, rest), first + rest)):
        split, items = [*_items(first)], [*_items(whole)]
        torn = items[len(split) - 1] if len(items) >= len(split) > 0 else whole
        if whole in column.texts or (torn in column.items and torn not in split):
            return whole
    return ""


def _joined(first: str, rest: str) -> str:
    """Join two parts of a text as their scripts are written."""
    if first.endswith("-") and first[-2:-1].isalpha() and rest[0].islower():
        return first[:-1] + rest
    near = first[-1:] + rest[:1]
    apart = "" if EAST_ASIAN.search(near) or first.endswith(("-", "/", "(")) else " "
    return first + apart + rest


def _closes(first: str, rest: str) -> bool:
    """Whether the second part closes a bracket that the first opened."""
    return any(
        first.count(a) > first.count(b) and rest.count(b) > rest.count(a)
        for a, b in _BRACKETS
    )
