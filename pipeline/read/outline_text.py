"""Finds the levels of an outline in plain text and Markdown: for `outline`.

Levels are told by headings (`#`, underlined, bold), by the signs of items and by
indentation; where a text has none of these, by the known regions and territories that
stand in lines of their own, and by what follows them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from unicodedata import east_asian_width

from pipeline.read.markdown import rendered
from pipeline.read.outline_items import (
    CELLS,
    HEADING,
    ITEM,
    LABEL_RANK,
    LINE,
    MAX_ITEMS,
    OutlineItem,
)
from pipeline.read.outline_levels import (
    LONGEST_ITEM,
    MIN_LABELS,
    MIN_TYPE_SHARE,
    SENTENCE_END,
    is_strong_institution,
    sample_texts,
    without_keys,
)
from pipeline.reference import Reference

MIN_MARKED_SHARE = 0.5
"""Share of the lines that must bear a sign for the text to be an outline by signs."""

MIN_LABELLED_LINES = 3
"""So many lines must begin or end with a territory to be items by that."""

MIN_LABELLED_SHARE = 0.6
"""Share of the groups of lines that must begin with a known label, so that others do."""

LONGEST_LABEL = 40

MIN_NAMED_SHARE = 0.5
"""Share of the lines below a single label that must be institutions by their words."""

MIN_SIGN_SHARE = 0.8
"""Where so many lines bear a sign, a comma in each of them parts no cells."""

MAX_CELLS_SHARE = 0.67
"""In an outline at most this share of the lines belongs to small tables."""

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s++(\S.*)$")
_UNDERLINE = re.compile(r"^\s{0,3}(={3,}|-{3,}|~{3,})\s*$")
_BOLD = re.compile(r"^\s*(\*\*|__)(\S(?:.*\S)?)\1:?\s*$")
_SIGNS = "•●○◯◎◆◇■□▪▫▸►▶▷‣⁃・･※–—➢✓✔"
_ITEM = re.compile(
    rf"^(\s*)(?:([*+\-])\s+|([{_SIGNS}])\s*|(\(?\d{{1,3}}[.)．、）]|[①-⑳]|[a-z]\))\s*)(\S.*)$"
)
_FRAMED = re.compile(r"^\s*[【〔《〈＜［\[<](.{1,80})[】〕》〉＞］\]>]\s*$")
_LABEL_SIGNS = " \u3000-–—:：,，、()（）[]［］"
_LABEL_SIGN = re.compile(r" [-–—] | ?[:：,，、(（\[［]")
_TIGHT_COMMA = re.compile(r"[,;]\S")
_TABS = re.compile(r"\S\s*\t\s*\S")


def outline_items(text: str, reference: Reference) -> list[OutlineItem]:
    """Return the items of an outline; none where the text is no outline."""
    lines = text.split("\n")
    if len(lines) > MAX_ITEMS:
        return []
    items = without_keys(_marked_items(lines), reference)
    if _are_marked(items):
        return _with_plain_labels(items, reference)
    if labelled := _labelled_lines(items, reference):
        return labelled
    blank = {at + 2 for at, line in enumerate(lines) if not line.strip()}
    return mark_lines(items, reference, blank)


def bears_signs(text: str) -> bool:
    """Whether nearly every line begins with the sign of an item.

    A number is one where the line holds no comma but as in a sentence: before a blank.
    """
    lines = [line for line in text[:400_000].split("\n") if line.strip()]
    marked = sum(
        1
        for line in lines
        if (item := _ITEM.match(line))
        and (item[2] or item[3] or not _TIGHT_COMMA.search(line))
    )
    return marked > 1 and marked >= MIN_SIGN_SHARE * len(lines)


def _marked_items(lines: Sequence[str]) -> list[OutlineItem]:
    """Return each line with text as an item of the kind that its sign shows."""
    items: list[OutlineItem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if (under := _UNDERLINE.match(line)) and items and items[-1].kind == LINE:
            above = items[-1]
            if above.number == number - 1 and under[1][0] != "~":
                rank = 1 + (under[1][0] == "-")
                items[-1] = above._replace(kind=HEADING, rank=rank)
            continue
        items.append(_item(number, line.rstrip("\r")))
    return [item for item in items if item.text]


def _item(number: int, line: str) -> OutlineItem:
    if heading := _HEADING.match(line):
        return OutlineItem(number, HEADING, len(heading[1]), _unclosed(heading[2]))
    if bold := _BOLD.match(line):
        return OutlineItem(number, HEADING, LABEL_RANK, _plain(bold[2]), "bold")
    if framed := _FRAMED.match(line):
        return OutlineItem(number, HEADING, LABEL_RANK, _plain(framed[1]), "framed")
    if item := _ITEM.match(line):
        indent, ascii_sign, sign, numbered, text = item.groups()
        kind = ascii_sign or sign or ("(" if numbered[0] == "(" else "1")
        return OutlineItem(number, ITEM, _width(indent), _plain(text), kind)
    if _TABS.search(line):
        return OutlineItem(number, CELLS, 0, line.strip(" \u3000\r"))
    indent = line[: len(line) - len(line.lstrip())]
    return OutlineItem(number, LINE, _width(indent), _plain(line))


def _unclosed(text: str) -> str:
    """The text of a heading of Markdown without the signs that may close it."""
    bare = text.rstrip().rstrip("#")
    return _plain(text if bare and not bare[-1].isspace() else bare)


def _width(indent: str) -> int:
    return sum(
        4 if sign == "\t" else 1 + (east_asian_width(sign) in "WF") for sign in indent
    )


def _plain(text: str) -> str:
    """Return a text without markup, and without the colon before what follows it."""
    return rendered(text.strip()).rstrip(" \t\u3000:：").lstrip()


def _are_marked(items: Sequence[OutlineItem]) -> bool:
    """Whether signs alone make an outline: enough items, or headings above lines."""
    marked = sum(item.kind == ITEM for item in items)
    headings = sum(item.kind == HEADING for item in items)
    enough = marked + headings >= MIN_MARKED_SHARE * len(items)
    return marked > 1 and enough


def _label_role(text: str, reference: Reference) -> str:
    """Return what a line of its own names: `territory`, `region` or ""."""
    if reference.find_territory(text):
        return "territory"
    return "region" if reference.find_region(text) else ""


def _with_plain_labels(
    items: Sequence[OutlineItem], reference: Reference
) -> list[OutlineItem]:
    """Make headings of the lines without a sign that are known, or stand above items."""
    labelled: list[OutlineItem] = []
    for i, item in enumerate(items):
        if item.kind != LINE:
            labelled.append(item)
            continue
        after = items[i + 1] if i + 1 < len(items) else None
        apart = i == 0 or items[i - 1].number < item.number - 1
        above = after is not None and after.kind == ITEM and after.rank >= item.rank
        role = _label_role(item.text, reference)
        if role or (above and apart):
            rank = LABEL_RANK + item.rank
            item = item._replace(kind=HEADING, rank=rank, sign=role)
        labelled.append(item)
    return labelled


def _labelled_lines(
    items: Sequence[OutlineItem], reference: Reference
) -> list[OutlineItem]:
    """Make items of lines that begin or end with their territory, parted by a sign.

    `Italien – Universität Alba` stands below its territory. A line between them that
    is an institution by its words is an item, too, below none. None where few are so.
    """
    labels = [_line_label(item, reference) for item in items]
    found = sum(map(bool, labels))
    lines = without_prose(items)
    if found < MIN_LABELLED_LINES or found < MIN_MARKED_SHARE * len(lines):
        return []
    above = any(map(_begins_with, items, labels))
    labelled: list[OutlineItem] = []
    for item, label in zip(items, labels, strict=True):
        own = label if _begins_with(item, label) else ""
        if label or is_strong_institution(item.text, reference):
            if above:
                heading = item._replace(kind=HEADING, rank=LABEL_RANK, text=own)
                labelled.append(heading._replace(sign="territory"))
            rest = item.text[len(own) :].lstrip(_LABEL_SIGNS)
            item = item._replace(kind=ITEM, rank=0, text=rest, sign="")
        labelled.append(item)
    return labelled


def _begins_with(item: OutlineItem, label: str) -> bool:
    return bool(label) and item.text.startswith(label)


def _line_label(item: OutlineItem, reference: Reference) -> str:
    """Return the territory that a line begins or ends with, if a sign parts it."""
    if item.kind != LINE or len(item.text) > LONGEST_ITEM:
        return ""
    parts = _LABEL_SIGN.split(item.text)
    return next(
        (
            label
            for part in (parts[0], parts[-1])
            if part != item.text
            and (label := part.strip(_LABEL_SIGNS))
            and reference.find_territory(label)
        ),
        "",
    )


def mark_lines(
    items: Sequence[OutlineItem],
    reference: Reference,
    after_blank: Collection[int] = (),
) -> list[OutlineItem]:
    """Find territories, institutions and what follows them in lines without signs.

    Args:
        items: the lines, with the levels that are known.
        reference: names, by which a line is told from others.
        after_blank: the numbers of lines below a blank one.

    Returns:
        The same lines with their levels; none where they are no outline.
    """
    roles = _roles_of_lines(items, reference)
    roles = _with_unknown_labels(items, roles, reference, after_blank)
    if not _are_outline(items, roles, reference):
        return []
    has_lines = _have_lines_below(items, roles, reference)
    marked: list[OutlineItem] = []
    begins = below_label = False
    for item, role in zip(items, roles, strict=True):
        if role:
            item = item._replace(kind=HEADING, rank=LABEL_RANK, sign=role)
            begins = below_label = True
        elif item.kind == CELLS:
            begins = True
        elif below_label and (
            not has_lines
            or begins
            or item.number in after_blank
            or is_strong_institution(item.text, reference)
        ):
            item = item._replace(kind=ITEM, rank=0, sign="")
            begins = False
        else:
            item = item._replace(kind=LINE)
        marked.append(item)
    return marked


def _with_unknown_labels(
    items: Sequence[OutlineItem],
    roles: Sequence[str],
    reference: Reference,
    after_blank: Collection[int],
) -> list[str]:
    """Take the first line of a group for a territory where nearly all groups begin so.

    Groups are parted by blank lines. A name that looks like an institution is none.
    """
    begins = [i for i, item in enumerate(items) if item.number in after_blank]
    known = sum(bool(roles[i]) for i in begins)
    found = list(roles)
    if known < max(MIN_LABELLED_LINES, MIN_LABELLED_SHARE * len(begins)):
        return found
    for i in begins:
        below = i + 1 < len(items) and i + 1 not in begins and not roles[i + 1]
        if below and not roles[i] and _names_nothing(items[i].text, reference):
            found[i] = "territory"
    return found


def _names_nothing(text: str, reference: Reference) -> bool:
    return not reference.looks_like(text, "institution") and len(text) <= LONGEST_LABEL


def without_prose(items: Iterable[OutlineItem]) -> list[OutlineItem]:
    """Leave out lines that are sentences, as pages have them between names."""
    return [
        item
        for item in items
        if len(item.text) <= LONGEST_ITEM and not SENTENCE_END.search(item.text)
    ]


def _are_outline(
    items: Sequence[OutlineItem], roles: Sequence[str], reference: Reference
) -> bool:
    """Whether enough lines are labels, and enough others stand below them.

    A single label is enough at the top of hardly anything but institutions.
    """
    labels = sum(role in ("territory", "region") for role in roles)
    cells = sum(item.kind == CELLS for item in items)
    others = len(items) - cells - sum(map(bool, roles))
    below = [item.text for item, role in zip(items, roles, strict=True) if not role]
    single = labels == 1 and len(below) > 1 and bool(roles[0])
    strong = sum(is_strong_institution(text, reference) for text in below)
    named = single and strong >= MIN_NAMED_SHARE * len(below)
    return (
        (labels >= MIN_LABELS or named)
        and others >= labels
        and cells <= MAX_CELLS_SHARE * len(items)
        and all(len(item.text) <= LONGEST_ITEM for item in items)
    )


def _have_lines_below(
    items: Sequence[OutlineItem], roles: Sequence[str], reference: Reference
) -> bool:
    """Whether types or small tables stand in the lines below the institutions."""
    others = [
        item.text
        for item, role in zip(items, roles, strict=True)
        if not role and item.kind != CELLS
    ]
    sample = sample_texts(others)
    types = sum(bool(reference.find_agreement_type(text)) for text in sample)
    has_cells = any(item.kind == CELLS for item in items)
    return has_cells or types >= MIN_TYPE_SHARE * len(sample)


def _roles_of_lines(items: Sequence[OutlineItem], reference: Reference) -> list[str]:
    """Return what each line names that stands above others; "" for those below.

    Types stand above territories where the first of them does, and each is followed by
    one.
    """
    roles = [
        _label_role(x.text, reference) if x.kind in (LINE, HEADING) else ""
        for x in items
    ]
    types = [i for i, x in enumerate(items) if reference.find_agreement_type(x.text)]
    first = next((i for i, role in enumerate(roles) if role), -1)
    if types and types[0] < first and all(any(roles[i + 1 : i + 2]) for i in types):
        for i in types:
            roles[i] = "agreement_type"
    return roles
