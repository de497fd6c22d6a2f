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

from pipeline.read.outline_items import CELLS, ITEM, LINE, OutlineItem
from pipeline.read.table import Table
from pipeline.reference import Reference
from pipeline.reference.patterns import STRONG

MIN_ROWS = 2
MIN_LABELS = 2
"""An outline has at least so many known regions or territories, or is all items."""

MIN_LABEL_SHARE = 0.5
"""Share of a level's texts that must be known for the level to be called by them."""

MIN_TYPE_SHARE = 0.25
"""Share of brackets or lines that must be known types: the others are types, too."""

MIN_LIKENESS = 0.4
"""Share of a level's texts that must look like institutions for it to hold them."""

LONGEST_ITEM = 300
"""A longer text is prose."""

MAX_DEPTH = 12

_BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]{1,80})[)）\]］]\s*$")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.-]{0,9}$")
_KEY = re.compile(r"^([^\W\d][^:：\n]{0,39})[:：]\s*(\S.*)$", re.DOTALL)
_JOINED_TYPES = re.compile(
    r"\s*(?:[,;/+&、・と]|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*"
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
    "": "かっこ内 / In brackets",
}
_LINE_NAMES = {
    "agreement_type": "協定タイプ（次の行から） / Agreement type (from the next line)",
    "": "次の行 / Next line",
}
_CELL_NAME = "小さな表 / Small table"


@dataclass
class _Node:
    """An item with the items below it."""

    item: OutlineItem
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)
    lines: list[OutlineItem] = field(default_factory=list)

    @property
    def level(self) -> tuple[str, int, str]:
        """What tells its level from others."""
        return self.item.kind, self.item.rank, self.item.sign


Level = tuple[str, int, str]


def build_outline(
    items: Sequence[OutlineItem], reference: Reference, *, keep_rest: bool = True
) -> Table | None:
    """Build a table from an outline; None if it holds no institutions in levels.

    Args:
        items: in the order of the file.
        reference: names, which tell the levels apart.
        keep_rest: whether lines outside of the outline become rows of one cell; a page
            has menus and prose, which do not.
    """
    nodes = _nested(items)
    levels = _texts_of_levels(nodes)
    wanted = _institution_level(levels, nodes, reference)
    if wanted is None:
        return None
    entries = [n for n in nodes if n.level == wanted and _is_name(n.item.text)]
    groups = _group_columns(entries, reference)
    if keep_rest is False and groups:
        entries = [n for n in entries if any(g.holds(n) for g in groups)]
    known = sum(len(g.texts) for g in groups if g.role in ("region", "territory"))
    if len(entries) < MIN_ROWS or (not keep_rest and known < 1):
        return None
    return _build_table(items, entries, groups, reference, keep_rest=keep_rest)


def _nested(items: Iterable[OutlineItem]) -> list[_Node]:
    """Return the items as nodes with their parents; lines belong to the item above."""
    nodes: list[_Node] = []
    stack: list[_Node] = []
    for item in items:
        if item.kind in (LINE, CELLS):
            if stack:
                stack[-1].lines.append(item)
            continue
        node = _Node(item)
        while stack and not _is_below(node, stack):
            stack.pop()
        if stack:
            node.parent = stack[-1]
            stack[-1].children.append(node)
        if len(stack) < MAX_DEPTH:
            stack.append(node)
        nodes.append(node)
    return nodes


def _is_below(node: _Node, stack: Sequence[_Node]) -> bool:
    """Whether a node stands below the last of the stack."""
    above = stack[-1]
    if node.item.kind != above.item.kind:
        return node.item.kind == ITEM
    if node.item.rank != above.item.rank:
        return node.item.rank > above.item.rank
    return all(node.level != other.level for other in stack)


def _texts_of_levels(nodes: Iterable[_Node]) -> dict[Level, list[str]]:
    levels: dict[Level, list[str]] = {}
    for node in nodes:
        levels.setdefault(node.level, []).append(node.item.text)
    return levels


def _is_name(text: str) -> bool:
    return 1 < len(text) <= LONGEST_ITEM


def _is_label(text: str, reference: Reference) -> bool:
    return reference.is_label(text) or reference.is_label(_bare(text))


def _bare(text: str) -> str:
    """Return a text without brackets at its end."""
    return _BRACKETS.sub("", text).strip()


def _institution_level(
    levels: dict[Level, list[str]], nodes: Sequence[_Node], reference: Reference
) -> Level | None:
    """Find the level whose texts look most like institutions.

    Where none does by its words, it is the level below that of the known labels, or the
    outermost of the items.
    """
    best, most = None, 0.0
    labelled: set[Level] = set()
    for level, texts in levels.items():
        labels = sum(_is_label(text, reference) for text in texts)
        if labels >= MIN_LABEL_SHARE * len(texts):
            labelled.add(level)
            continue
        names = [text for text in texts if _is_name(text)]
        alike = sum(_looks_like_institution(text, reference) for text in names)
        if alike >= MIN_LIKENESS * len(texts) and alike > most and len(names) > 1:
            best, most = level, alike
    if best is not None:
        return best
    below = Counter(
        node.level
        for node in nodes
        if node.item.kind == ITEM
        and (node.parent is None or node.parent.level in labelled)
        and node.level not in labelled
    )
    inside = Counter(
        node.level for node in nodes if node.parent and node.parent.level in labelled
    )
    found = (inside or below).most_common(1)
    return found[0][0] if found and labelled else None


def _looks_like_institution(text: str, reference: Reference) -> bool:
    bare = _bare(text)
    likeness = reference.looks_like(bare, "institution")
    return likeness > 0 and likeness >= reference.looks_like(bare, "partner_unit")


@dataclass(frozen=True)
class _Group:
    """A level above the institutions, as a column.

    Attributes:
        level: of the outline.
        role: what its texts are, "" if unknown.
        texts: those that are above a row.
    """

    level: Level
    role: str
    texts: frozenset[str]

    def node(self, entry: _Node) -> _Node | None:
        """Return the node of this level above an entry."""
        above = entry.parent
        while above is not None and above.level != self.level:
            above = above.parent
        return above

    def holds(self, entry: _Node) -> bool:
        """Whether an entry stands below a node of this level."""
        return self.node(entry) is not None


def _group_columns(entries: Sequence[_Node], reference: Reference) -> list[_Group]:
    """Return the levels above the entries that tell them apart, the outermost first."""
    levels: dict[Level, dict[str, None]] = {}
    for entry in entries:
        above, path = entry.parent, []
        while above is not None:
            path.append(above)
            above = above.parent
        for node in reversed(path):
            levels.setdefault(node.level, {})[node.item.text] = None
    groups = []
    for level, texts in levels.items():
        role = _role_of_labels(texts, reference)
        if role or len(texts) > 1:
            groups.append(_Group(level, role, frozenset(texts)))
    return groups


def _role_of_labels(texts: Iterable[str], reference: Reference) -> str:
    """Return what most of some headings are, "" if unknown."""
    roles = Counter(_role_of_label(_bare(text), reference) for text in texts)
    best, count = max(
        ((role, n) for role, n in roles.items() if role), default=("", 0), key=_second
    )
    return best if count >= MIN_LABEL_SHARE * roles.total() else ""


def _second(pair: tuple[str, int]) -> int:
    return pair[1]


def _role_of_label(text: str, reference: Reference) -> str:
    if reference.find_territory(text):
        return "territory"
    if reference.find_region(text):
        return "region"
    if reference.find_agreement_type(text):
        return "agreement_type"
    known = reference.find_department(text)
    return "departments" if known else ""


@dataclass
class _Record:
    """One row before its columns are known: heading -> texts."""

    number: int
    cells: dict[str, list[str]] = field(default_factory=dict)

    def put(self, heading: str, text: str) -> None:
        """Add a text to a column, once."""
        texts = self.cells.setdefault(heading, [])
        if text and text not in texts:
            texts.append(text)


class _RecordBuilder:
    """Builds the records of entries; knows what brackets and lines of a list are."""

    def __init__(
        self, entries: Sequence[_Node], groups: Sequence[_Group], reference: Reference
    ) -> None:
        self.groups = groups
        self.reference = reference
        every = [*entries, *(child for entry in entries for child in entry.children)]
        self.brackets = self._bracket_heading(node.item.text for node in every)
        self.line_headings = self._line_headings(entries)
        self.group_headings = _unique(_GROUP_NAMES[group.role] for group in groups)

    def _is_type(self, text: str) -> bool:
        parts = [text, *_JOINED_TYPES.split(text)]
        return any(map(self.reference.find_agreement_type, parts))

    def _bracket_heading(self, texts: Iterable[str]) -> str:
        """Return the heading of what stands in brackets; "" where it is part of names."""
        inside = [found[1].strip() for t in texts if (found := _BRACKETS.search(t))]
        kept = [
            text
            for text in inside
            if not _ACRONYM.match(text) or self._is_type(text)
            if not self.reference.is_label(text)
        ]
        if not kept or 2 * len(kept) < len(inside):
            return ""
        types = sum(map(self._is_type, kept))
        is_type = types >= MIN_TYPE_SHARE * len(kept)
        repeated = len(set(kept)) * 2 <= len(kept)
        if not (is_type or repeated):
            return ""
        return _BRACKET_NAMES["agreement_type" if is_type else ""]

    def _line_headings(self, entries: Sequence[_Node]) -> list[str]:
        """Return the headings of the first, second ... line below an entry."""
        below: list[list[str]] = []
        for entry in entries:
            lines = [x.text for x in entry.lines if x.kind == LINE]
            plain = [text for text in lines if not _KEY.match(text)]
            for i, text in enumerate(plain[:MAX_DEPTH]):
                below.extend([[]] if i == len(below) else [])
                below[i].append(text)
        names = []
        for texts in below:
            types = sum(map(self._is_type, texts)) >= MIN_TYPE_SHARE * len(texts)
            names.append(_LINE_NAMES["agreement_type" if types else ""])
        return _unique(names)

    def records(self, entry: _Node) -> list[_Record]:
        """Return the row of an entry, and those of its units that have their own type."""
        name, bracket = self._split(entry.item.text)
        own = _Record(entry.item.number)
        self._put_groups(own, entry)
        own.put(_INSTITUTION, name)
        if bracket:
            own.put(self.brackets, bracket)
        self._put_lines(own, entry)
        below: list[_Record] = []
        for child in entry.children:
            record = self._put_child(own, child, name)
            if record is not None:
                self._put_groups(record, entry)
                below.append(record)
        has_own = bool(bracket or len(own.cells) > 1 + len(self.groups) or not below)
        return [own, *below] if has_own else below

    def _put_groups(self, record: _Record, entry: _Node) -> None:
        for heading, group in zip(self.group_headings, self.groups, strict=True):
            node = group.node(entry)
            record.put(heading, node.item.text if node else "")

    def _put_child(self, own: _Record, child: _Node, name: str) -> _Record | None:
        """Put an item below an entry into its row; return it if it is a row itself."""
        text, bracket = self._split(child.item.text)
        if bracket:
            record = _Record(child.item.number)
            record.put(_INSTITUTION, name)
            record.put(_UNIT, text)
            record.put(self.brackets, bracket)
            self._put_lines(record, child)
            return record
        if key := _KEY.match(text):
            own.put(key[1].strip(), key[2].strip())
        elif self._is_type(text):
            own.put(_LINE_NAMES["agreement_type"], text)
        else:
            own.put(_UNIT, text)
        self._put_lines(own, child)
        for below in child.children:
            own.put(_LINE_NAMES[""], below.item.text)
        return None

    def _split(self, text: str) -> tuple[str, str]:
        """Part a name from its brackets, if those are no part of names here."""
        found = _BRACKETS.search(text)
        if not (self.brackets and found and text[: found.start()].strip()):
            return text, ""
        inside = found[1].strip()
        kept = _ACRONYM.match(inside) and not self._is_type(inside)
        if kept or self.reference.is_label(inside):
            return text, ""
        return text[: found.start()].strip(), inside

    def _put_lines(self, record: _Record, node: _Node) -> None:
        plain = 0
        cells = [line.text.split("\t") for line in node.lines if line.kind == CELLS]
        for line in node.lines:
            if line.kind != LINE:
                continue
            if key := _KEY.match(line.text):
                record.put(key[1].strip(), key[2].strip())
            elif plain < len(self.line_headings):
                record.put(self.line_headings[plain], line.text)
                plain += 1
            else:
                record.put(_LINE_NAMES[""], line.text)
        if not cells:
            return
        named = len(cells) > 1
        for row in cells[named:]:
            for i, text in enumerate(row):
                heading = cells[0][i].strip() if named and i < len(cells[0]) else ""
                record.put(heading or f"{_CELL_NAME} {i + 1}", text.strip())


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
    entries: Sequence[_Node],
    groups: Sequence[_Group],
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
    last = 0
    for record in records:
        last = max(record.number, last + 1)
        rows[last] = [_joined(record.cells.get(h, [])) for h in headings]
    for item in _unused(items, entries, groups) if keep_rest else ():
        rows.setdefault(item.number, [item.text])
    first = min(records[0].number, *rows)
    free = (n for n in range(records[0].number - 1, 0, -1) if n not in rows)
    rows[next(free, first - 1)] = headings
    table = Table()
    for number in sorted(rows):
        table.add(number, rows[number])
    return table


def _unused(
    items: Iterable[OutlineItem], entries: Iterable[_Node], groups: Iterable[_Group]
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


def _joined(texts: Sequence[str]) -> str:
    return "; ".join(texts)


def is_strong_institution(text: str, reference: Reference) -> bool:
    """Whether a text is an institution by its words alone."""
    return reference.looks_like(_bare(text), "institution") >= STRONG
