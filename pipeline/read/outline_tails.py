"""Parts what is said of an institution from its name in one item: for `outline`.

"Universität Lindau, signed 3 May 2019; valid for 5 years" names the institution first.
What follows is told from names by the other items: they say the same in the same words,
with another date or number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.read.outline_items import ITEM, LINE, OutlineItem
from pipeline.read.outline_levels import LONGEST_ITEM
from pipeline.reference import Reference

MIN_ALIKE = 3
"""So many items must say the same."""

_SIGNS = " ,;，；-–—"
_SIGN = re.compile(r" [-–—] |[,;，；] |[ \u3000]{2}|\u3000|(?<=[)）\]］]) |\t")
_WORDS = re.compile(r"[^\W\d_]+")
_STATEMENT = re.compile(r"\d{4}|\d[./]\d|[:：]|[!?！？]$")


def part_tails(items: Sequence[OutlineItem], reference: Reference) -> list[OutlineItem]:
    """Return the items with what follows the names as lines below them."""
    wordings = _repeated_wordings(items, reference)
    if not wordings:
        return list(items)
    parted: list[OutlineItem] = []
    for item in items:
        starts = [
            (sign, after)
            for sign, after, part in _parts(item)
            if _wording(part) in wordings
        ]
        if not starts:
            parted.append(item)
            continue
        ends = [sign for sign, _ in starts[1:]] + [len(item.text)]
        parted.append(item._replace(text=item.text[: starts[0][0]].strip(_SIGNS)))
        for (_, after), end in zip(starts, ends, strict=True):
            text = item.text[after:end].strip(_SIGNS)
            parted.append(item._replace(kind=LINE, text=text, sign=""))
    return parted


def _parts(item: OutlineItem) -> list[tuple[int, int, str]]:
    """Return the parts of an item after its first: where the sign and the part begin."""
    if item.kind != ITEM or len(item.text) > LONGEST_ITEM:
        return []
    signs = list(_SIGN.finditer(item.text))
    ends = [*(found.start() for found in signs[1:]), len(item.text)]
    return [
        (found.start(), found.end(), part)
        for found, end in zip(signs, ends, strict=False)
        if found.start() and (part := item.text[found.end() : end].strip())
    ]


def _wording(part: str) -> str:
    """Return the first two words of a part, by which it is like others; "" if none."""
    return " ".join(_WORDS.findall(part.casefold())[:2])


def _repeated_wordings(
    items: Iterable[OutlineItem], reference: Reference
) -> frozenset[str]:
    """Return the wordings of dates and remarks, and of what follows, in several items."""
    counts: Counter[str] = Counter()
    for item in items:
        parts = [part for _, _, part in _parts(item)]
        first = next((i for i, p in enumerate(parts) if _STATEMENT.search(p)), None)
        said = parts[first:] if first is not None else []
        counts.update({_wording(p) for p in said if not _is_name(p, reference)} - {""})
    return frozenset(words for words, n in counts.items() if n >= MIN_ALIKE)


def _is_name(part: str, reference: Reference) -> bool:
    """Whether a part is a place, or an institution or faculty by its words."""
    return reference.is_label(part) or any(
        reference.looks_like(part, role) > 0 for role in ("institution", "partner_unit")
    )
