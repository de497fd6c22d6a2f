"""Tells the levels of an outline: where its institutions stand, and what is above them.

Used by `outline` and the readers of outlines. Assumes items in the order of the file.
Promises levels by what most of their texts are; one whose texts are unknown is told by
the levels around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.outline_items import CELLS, HEADING, ITEM, LINE, OutlineItem
from pipeline.reference import Reference
from pipeline.reference.patterns import STRONG

MIN_LABELS = 2
"""An outline has at least so many known regions or territories, or is all items."""

MIN_LABEL_SHARE = 0.5
"""Share of a level's texts that must be known for the level to be called by them."""

MIN_LIKENESS = 0.4
"""Share of a level's texts that must look like institutions for it to hold them."""

MIN_NAME_SHARE = 0.8
"""Share of the outermost items that must be no sentences to be institutions."""

MIN_TYPE_SHARE = 0.25
"""Share of brackets or lines that must be known types: the others are types, too."""

LONGEST_ITEM = 300
"""A longer text is prose."""

SAMPLE_TEXTS = 1_000
"""What a level or bracket is, is judged by at most so many of its texts."""

MAX_DEPTH = 12
"""Deeper levels are not told apart."""

SENTENCE_END = re.compile(r"\w{4}[.!?。！？]$")
"""The end of a text that is no name."""

BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]{1,80})[)）\]］]\s*$")
"""What stands in brackets at the end of a text."""


_LAST_SIGN = re.compile(r"[,，、;/]|\s[-–—]\s")
_LABEL_ROLES = ("region", "territory", "agreement_type", "region_territory")

Level = tuple[str, int, str]
"""Kind, rank and sign of items: what tells their level from others."""


@dataclass
class Node:
    """An item with the items below it."""

    item: OutlineItem
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    lines: list[OutlineItem] = field(default_factory=list)

    @property
    def level(self) -> tuple[str, int, str]:
        """What tells its level from others."""
        return self.item.kind, self.item.rank, self.item.sign


def nest_items(items: Iterable[OutlineItem]) -> list[Node]:
    """Return the items as nodes with their parents; lines belong to the item above."""
    nodes: list[Node] = []
    stack: list[Node] = []
    for item in items:
        if item.kind in (LINE, CELLS):
            if stack:
                stack[-1].lines.append(item)
            continue
        node = Node(item)
        while stack and not _is_below(node, stack):
            stack.pop()
        if stack:
            node.parent = stack[-1]
            stack[-1].children.append(node)
        if len(stack) < MAX_DEPTH:
            stack.append(node)
        nodes.append(node)
    return nodes


def _is_below(node: Node, stack: Sequence[Node]) -> bool:
    """Whether a node stands below the last of the stack."""
    above = stack[-1]
    if node.item.kind != above.item.kind:
        return node.item.kind == ITEM
    if node.item.rank != above.item.rank:
        return node.item.rank > above.item.rank
    return all(node.level != other.level for other in stack)


def _texts_of_levels(nodes: Iterable[Node]) -> dict[Level, list[str]]:
    """Return the texts of each level; of many, a sample."""
    levels: dict[Level, list[str]] = {}
    for node in nodes:
        levels.setdefault(node.level, []).append(node.item.text)
    return {level: sample_texts(texts) for level, texts in levels.items()}


def sample_texts(texts: Sequence[str]) -> list[str]:
    """Return at most SAMPLE_TEXTS of some texts."""
    return list(texts[:: 1 + len(texts) // SAMPLE_TEXTS])


def is_name(text: str) -> bool:
    """Whether a text may be a name by its length."""
    return 1 < len(text) <= LONGEST_ITEM


def _is_label(text: str, reference: Reference) -> bool:
    return reference.is_label(text) or reference.is_label(_bare(text))


def _bare(text: str) -> str:
    """Return a text without brackets at its end."""
    return text if len(text) > LONGEST_ITEM else BRACKETS.sub("", text).strip()


def ends_in_territory(text: str, reference: Reference) -> bool:
    """Whether the last part of a text, behind a sign or in brackets, is a territory."""
    if len(text) > LONGEST_ITEM:
        return False
    found = BRACKETS.search(text)
    parts = _LAST_SIGN.split(text)
    last = found[1] if found else parts[-1] if len(parts) > 1 else ""
    return bool(last and reference.find_territory(last.strip()))


def without_keys(
    items: Sequence[OutlineItem], reference: Reference
) -> list[OutlineItem]:
    """Leave out the word before labels above items: `País: Alemanha`, `国名：ドイツ`.

    Where an item stands above the first of them, each may say it of the item above.
    """
    found = {
        i: value
        for i, (item, after) in enumerate(pairwise(items))
        if item.kind in (LINE, HEADING)
        and after.kind == ITEM
        and after.rank >= (item.rank if item.kind == LINE else 0)
        and (value := _value_of_label(item.text, reference))
    }
    first = next((i for i, item in enumerate(items) if item.kind == ITEM), 0)
    if min(found, default=0) > first:
        return list(items)
    return [
        item._replace(text=found[i]) if i in found else item
        for i, item in enumerate(items)
    ]


def _value_of_label(text: str, reference: Reference) -> str:
    """Return the region, territory or type behind its name and a colon; "" if none."""
    key, sign, value = text.partition("：" if "：" in text else ":")
    value = value.strip()
    if not sign or len(text) > LONGEST_ITEM or not value:
        return ""
    known = reference.is_label(value) or reference.find_agreement_type(value)
    role = reference.heading_role(key.strip())
    return value if known and role in _LABEL_ROLES else ""


def find_institution_level(
    nodes: Sequence[Node], reference: Reference, *, by_words: bool = False
) -> Level | None:
    """Find the level whose texts look most like institutions.

    Where none does by its words, it is the level below that of the known labels, or the
    outermost of the items; `by_words`: it is none.
    """
    best, most = None, 0.0
    labelled: set[Level] = set()
    for level, texts in _texts_of_levels(nodes).items():
        labels = sum(_is_label(text, reference) for text in texts)
        if labels >= MIN_LABEL_SHARE * len(texts):
            labelled.add(level)
            continue
        names = [text for text in texts if is_name(text)]
        alike = sum(_looks_like_institution(text, reference) for text in names)
        if alike >= MIN_LIKENESS * len(texts) and alike > most and len(names) > 1:
            best, most = level, alike
    if best is not None or by_words:
        return best
    inside = Counter(
        node.level
        for node in nodes
        if node.parent and node.parent.level in labelled and node.level not in labelled
    )
    if inside:
        return inside.most_common(1)[0][0]
    outer = [
        node
        for node in nodes
        if node.item.kind == ITEM
        and (node.parent is None or node.parent.item.kind != ITEM)
    ]
    likely = [node for node in outer if not SENTENCE_END.search(node.item.text)]
    if len(likely) < 2 or len(likely) < MIN_NAME_SHARE * len(outer):
        return None
    return Counter(node.level for node in likely).most_common(1)[0][0]


def _looks_like_institution(text: str, reference: Reference) -> bool:
    bare = _bare(text)
    likeness = reference.looks_like(bare, "institution")
    return likeness > 0 and likeness >= reference.looks_like(bare, "partner_unit")


@dataclass(frozen=True)
class Group:
    """A level above the institutions, as a column.

    Attributes:
        level: of the outline.
        role: what its texts are, "" if unknown.
        texts: those that are above a row.
    """

    level: Level
    role: str
    texts: frozenset[str]

    def node(self, entry: Node) -> Node | None:
        """Return the node of this level above an entry."""
        above = entry.parent
        while above is not None and above.level != self.level:
            above = above.parent
        return above

    def holds(self, entry: Node) -> bool:
        """Whether an entry stands below a node of this level."""
        return self.node(entry) is not None


def find_groups(entries: Sequence[Node], reference: Reference) -> list[Group]:
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
            groups.append(Group(level, role, frozenset(texts)))
    return groups


def _role_of_labels(texts: Iterable[str], reference: Reference) -> str:
    """Return what most of some headings are, "" if unknown."""
    sample = sample_texts([*texts])
    roles = Counter(_role_of_label(_bare(text), reference) for text in sample)
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


def is_strong_institution(text: str, reference: Reference) -> bool:
    """Whether a text is an institution by its words alone."""
    return reference.looks_like(_bare(text), "institution") >= STRONG
