"""Builds a table from an outline: headings, items below them, and what follows these.

Used by `read`. Assumes items in the order of the file, each with the level that it has
in print. Promises a heading of our own that says where each column comes from, a row for
each institution (and for each of its units that has a type of its own) under its own
number, and every other line as a row of one cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.read.outline_items import CELLS, LINE, OutlineItem
from pipeline.read.outline_levels import (
    BRACKETS,
    LONGEST_ITEM,
    MAX_DEPTH,
    MIN_TYPE_SHARE,
    Group,
    Node,
    ends_in_territory,
    find_groups,
    find_institution_level,
    is_name,
    is_strong_institution,
    nest_items,
    sample_texts,
)
from pipeline.read.outline_tails import part_tails
from pipeline.read.table import Table
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind

MIN_ROWS = 2
"""An outline has at least so many institutions."""

MAX_COLUMNS = 60
"""Columns made of what stands below an item; more stand in the last."""

MIN_NAMED_APART = 5
"""So many items of a page without labels are a list, if they name institutions."""

MIN_SAME_SHARE = 0.8
"""Share of the brackets that must have the same number of parts to be several cells."""

MIN_UNIT_SHARE = 0.5
"""Share of brackets that must look like faculties: they are those of the institution."""

MIN_BRACKET_SHARE = 0.6
"""Where so many items have brackets, these are no part of the names."""

_SEPARATORS = re.compile(r"[,，、;；][ \u3000]*+")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.-]{0,9}$")
_KEY = re.compile(r"^([^\W\d][^:：\n]{0,39})[:：]\s*(\S.*)$", re.DOTALL)
_JOINED_TYPES = re.compile(
    r"(?:(?<!\s)\s++)?(?:[,;/+&、・と]|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*+"
)

_GROUP_NAMES = {
    "region": "地域（見出しから） / Region (from headings)",
    "territory": "国・地域（見出しから） / Territory (from headings)",
    "agreement_type": "協定タイプ（見出しから） / Agreement type (from headings)",
    "departments": "関連部署（見出しから） / Department (from headings)",
    "": "見出し / Heading",
}
_INSTITUTION = "大学・機関等名（項目から） / Institution (from items)"
_UNIT = "学部等名（下の項目から） / Partner unit (from items below)"
_BRACKET_NAMES = {
    "agreement_type": "協定タイプ（かっこから） / Agreement type (from brackets)",
    "partner_unit": "学部等名（かっこから） / Partner unit (from brackets)",
    "": "かっこ内 / In brackets",
}
_LINE_NAMES = {
    "agreement_type": "協定タイプ（次の行から） / Agreement type (from the next line)",
    "": "次の行 / Next line",
}
_CELL_NAME = "小さな表 / Small table"


def build_outline(
    items: Sequence[OutlineItem],
    reference: Reference,
    *,
    keep_rest: bool = True,
    by_words: bool = False,
) -> Table | None:
    """Build a table from an outline; None if it holds no institutions in levels.

    Args:
        items: in the order of the file.
        reference: names, which tell the levels apart.
        keep_rest: whether lines outside of the outline become rows of one cell; a page
            has menus and prose, which do not.
        by_words: whether the institutions must look like such by their words.
    """
    items = part_tails(items, reference)
    nodes = nest_items(items)
    wanted = find_institution_level(nodes, reference, by_words=by_words)
    if wanted is None:
        return None
    entries = [
        node
        for node in nodes
        if node.level == wanted
        and is_name(node.item.text)
        and reference.heading_role(_key(node.item.text)[0]) not in ("contact", "url")
    ]
    groups = find_groups(entries, reference)
    if not keep_rest:
        known = [g for g in groups if g.role in ("region", "territory")]
        below = [n for n in entries if any(g.holds(n) for g in known)]
        entries = below or _named_apart(entries, reference)
    if len(entries) < MIN_ROWS:
        return None
    return _build_table(items, entries, groups, reference, keep_rest=keep_rest)


def _named_apart(entries: Sequence[Node], reference: Reference) -> list[Node]:
    """Return items below no label; none unless nearly all name an institution.

    By their words, or because they end in their territory: a menu does not.
    """
    texts = sample_texts([node.item.text for node in entries])
    named = sum(
        is_strong_institution(text, reference) or ends_in_territory(text, reference)
        for text in texts
    )
    few = len(texts) < MIN_NAMED_APART or named < MIN_SAME_SHARE * len(texts)
    return [] if few else list(entries)


@dataclass
class _Record:
    """One row before its columns are known: heading -> texts."""

    number: int
    cells: dict[str, dict[str, None]] = field(default_factory=dict)

    def put(self, heading: str, text: str) -> None:
        """Add a text to a column, once."""
        texts = self.cells.setdefault(heading, {})
        if text:
            texts[text] = None


class _RecordBuilder:
    """Builds the records of entries; knows what brackets and lines of a list are."""

    def __init__(
        self, entries: Sequence[Node], groups: Sequence[Group], reference: Reference
    ) -> None:
        self.groups = groups
        self.reference = reference
        self.is_label = lru_cache(maxsize=None)(reference.is_label)
        self.is_type = lru_cache(maxsize=None)(self._is_type)
        every = [*entries, *(child for entry in entries for child in entry.children)]
        texts = [node.item.text for node in every]
        self.shared = _shared_brackets(texts)
        self.brackets = self._bracket_headings(texts)
        self.keys = _repeated_keys(every)
        self.line_headings = self._line_headings(entries)
        self.group_headings = _unique(_GROUP_NAMES[group.role] for group in groups)

    def _is_type(self, text: str) -> bool:
        if len(text) > LONGEST_ITEM:
            return False
        parts = [text, *_JOINED_TYPES.split(text)]
        return any(map(self.reference.find_agreement_type, parts))

    def _bracket_headings(self, texts: Sequence[str]) -> list[str]:
        """Return the headings of what stands in brackets; none: it is part of names.

        Texts parted by commas are columns of their own where one is a date in each.
        """
        ends = (BRACKETS.search(text) for text in texts if len(text) <= LONGEST_ITEM)
        inside = [found[1].strip() for found in ends if found]
        kept = sample_texts([text for text in inside if self._is_apart(text)])
        if not kept or 2 * len(kept) < len(sample_texts(inside)):
            return []
        rows = [_SEPARATORS.split(text) for text in kept]
        parts, count = Counter(map(len, rows)).most_common(1)[0]
        columns = [*zip(*(row for row in rows if len(row) == parts), strict=True)]
        dated = any(all(map(content_kind, column)) for column in columns)
        if parts < 2 or count < MIN_SAME_SHARE * len(rows) or not dated:
            columns = [tuple(kept)]
        roles = [self._bracket_role(column) for column in columns]
        repeated = len(set(kept)) * 2 <= len(kept)
        usual = len(kept) >= MIN_BRACKET_SHARE * len(sample_texts(texts))
        if not (any(roles) or repeated or usual):
            return []
        return _unique(map(_BRACKET_NAMES.__getitem__, roles))

    def _bracket_role(self, texts: Sequence[str]) -> str:
        """Return what the texts in brackets are, "" if unknown."""
        if self._are_types(texts):
            return "agreement_type"
        names = {*texts}
        like = ["partner_unit"]
        if 2 * len(names) <= len(texts):  # the same behind others: no other name
            like.append("institution")
        units = sum(
            any(self.reference.looks_like(name, role) > 0 for role in like)
            for name in names
        )
        return "partner_unit" if units >= MIN_UNIT_SHARE * len(names) else ""

    def _is_apart(self, text: str) -> bool:
        """Whether a text in brackets is no short form or territory of the name."""
        short = _ACRONYM.match(text) and not self.is_type(text)
        return not (short and text not in self.shared) and not self.is_label(text)

    def _are_types(self, texts: Sequence[str]) -> bool:
        return sum(map(self.is_type, texts)) >= MIN_TYPE_SHARE * len(texts)

    def _line_headings(self, entries: Sequence[Node]) -> list[str]:
        """Return the headings of the first, second ... line below an entry."""
        below: list[list[str]] = []
        for entry in entries:
            lines = [x.text for x in entry.lines if x.kind == LINE]
            plain = [text for text in lines if _key(text)[0] not in self.keys]
            for i, text in enumerate(plain[:MAX_DEPTH]):
                below.extend([[]] if i == len(below) else [])
                below[i].append(text)
        names = []
        for texts in below:
            types = self._are_types(sample_texts(texts))
            names.append(_LINE_NAMES["agreement_type" if types else ""])
        return _unique(names)

    def records(self, entry: Node) -> list[_Record]:
        """Return the row of an entry, and those of its units that have their own type."""
        name, bracket = self._split(entry.item.text)
        own = _Record(entry.item.number)
        self._put_groups(own, entry)
        own.put(_INSTITUTION, name)
        self._put_bracket(own, bracket)
        self._put_lines(own, entry)
        below: list[_Record] = []
        for child in entry.children:
            record = self._put_child(own, child, name)
            if record is not None:
                self._put_groups(record, entry)
                below.append(record)
        has_own = bool(bracket or len(own.cells) > 1 + len(self.groups) or not below)
        return [own, *below] if has_own else below

    def _put_bracket(self, record: _Record, bracket: str) -> None:
        """Put what stands in brackets into its columns; as one if its parts differ."""
        if not bracket:
            return
        parts = _SEPARATORS.split(bracket) if len(self.brackets) > 1 else [bracket]
        if len(parts) != len(self.brackets):
            parts = [bracket]
        for heading, text in zip(self.brackets, parts, strict=False):
            record.put(heading, text)

    def _put_groups(self, record: _Record, entry: Node) -> None:
        for heading, group in zip(self.group_headings, self.groups, strict=True):
            node = group.node(entry)
            record.put(heading, node.item.text if node else "")

    def _put_child(self, own: _Record, child: Node, name: str) -> _Record | None:
        """Put an item below an entry into its row; return it if it is a row itself."""
        text, bracket = self._split(child.item.text)
        if bracket:
            record = _Record(child.item.number)
            record.put(_INSTITUTION, name)
            record.put(_UNIT, text)
            self._put_bracket(record, bracket)
            self._put_lines(record, child)
            return record
        key, value = _key(text)
        if key in self.keys:
            own.put(key, value)
        elif self.is_type(text):
            own.put(_LINE_NAMES["agreement_type"], text)
        else:
            own.put(_UNIT, text)
        self._put_lines(own, child)
        for below in child.children:
            own.put(_LINE_NAMES[""], below.item.text)
        return None

    def _split(self, text: str) -> tuple[str, str]:
        """Part a name from its brackets, if those are no part of names here."""
        found = BRACKETS.search(text) if len(text) <= LONGEST_ITEM else None
        if not (self.brackets and found and text[: found.start()].strip()):
            return text, ""
        inside, name = found[1].strip(), text[: found.start()].strip()
        typed = _BRACKET_NAMES["agreement_type"] in self.brackets
        if not self._is_apart(inside) and (
            self.is_label(inside) or not typed or _are_initials(inside, name)
        ):
            return text, ""
        return name, inside

    def _put_lines(self, record: _Record, node: Node) -> None:
        plain = 0
        cells = [line.text.split("\t") for line in node.lines if line.kind == CELLS]
        for line in node.lines:
            if line.kind != LINE:
                continue
            key, value = _key(line.text)
            if key in self.keys:
                record.put(key, value)
            elif plain < len(self.line_headings):
                record.put(self.line_headings[plain], line.text)
                plain += 1
            else:
                record.put(_LINE_NAMES[""], line.text)
        if not cells:
            return
        named = len(cells) > 1
        for row in cells[named:]:
            for i, text in enumerate(row[:MAX_COLUMNS]):
                heading = cells[0][i].strip() if named and i < len(cells[0]) else ""
                record.put(heading or f"{_CELL_NAME} {i + 1}", text.strip())


def _shared_brackets(texts: Sequence[str]) -> frozenset[str]:
    """Return what stands in brackets behind several names, and is short for none."""
    names: dict[str, set[str]] = {}
    for text in texts:
        found = BRACKETS.search(text) if len(text) <= LONGEST_ITEM else None
        if found and not _are_initials(found[1].strip(), text[: found.start()]):
            names.setdefault(found[1].strip(), set()).add(text[: found.start()])
    return frozenset(text for text, behind in names.items() if len(behind) > 1)


def _are_initials(short: str, name: str) -> bool:
    """Whether the letters of a short form begin words of a name, in their order."""
    words = iter(name.casefold().split())
    letters = (letter for letter in short.casefold() if letter.isalpha())
    return all(any(word.startswith(letter) for word in words) for letter in letters)


def _key(text: str) -> tuple[str, str]:
    """Return the name before a colon and what follows; twice "" where there is none."""
    found = _KEY.match(text)
    return (found[1].strip(), found[2].strip()) if found else ("", "")


def _repeated_keys(nodes: Iterable[Node]) -> frozenset[str]:
    """Return the names before colons that several items have below them."""
    keys: Counter[str] = Counter()
    for node in nodes:
        below = [*(line.text for line in node.lines)]
        below += [child.item.text for child in node.children]
        keys.update({key for text in below if (key := _key(text)[0])})
    return frozenset(key for key, n in keys.most_common(MAX_COLUMNS) if n > 1)


def _unique(names: Iterable[str]) -> list[str]:
    """Number names that repeat."""
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(f"{name} {seen[name]}" if seen[name] > 1 else name)
    return numbered


def _build_table(
    items: Sequence[OutlineItem],
    entries: Sequence[Node],
    groups: Sequence[Group],
    reference: Reference,
    *,
    keep_rest: bool,
) -> Table:
    builder = _RecordBuilder(entries, groups, reference)
    records = [record for entry in entries for record in builder.records(entry)]
    records.sort(key=lambda record: record.number)
    headings = [*builder.group_headings, _INSTITUTION]
    headings += dict.fromkeys(h for r in records for h in r.cells if h not in headings)
    rows: dict[int, list[str]] = {}
    lines: dict[int, int] = {}
    last = 0
    for record in records:
        last = max(record.number, last + 1)
        if last != record.number:
            lines[last] = record.number
        rows[last] = ["; ".join(record.cells.get(h, ())) for h in headings]
    for item in _unused(items, entries, groups) if keep_rest else ():
        rows.setdefault(item.number, [item.text])
    first = min(records[0].number, *rows)
    free = (n for n in range(records[0].number - 1, 0, -1) if n not in rows)
    heading_row = next(free, first - 1)
    rows[heading_row] = headings
    table = Table(heading_row=heading_row, lines=lines)
    for number in sorted(rows):
        table.add(number, rows[number])
    return table


def _unused(
    items: Iterable[OutlineItem], entries: Iterable[Node], groups: Iterable[Group]
) -> list[OutlineItem]:
    """Return the items that no row holds."""
    used = {text for group in groups for text in group.texts}
    inside: set[int] = set()
    stack = list(entries)
    while stack:
        node = stack.pop()
        inside.update(map(id, [node.item, *node.lines]))
        stack.extend(node.children)
    return [x for x in items if id(x) not in inside and x.text not in used]
