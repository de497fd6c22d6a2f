"""Tells what each text of a list is known to be, and where such texts belong: for `align`.

Assumes the reference tables and the roles of the columns. Known is only what a table or
the form of the text says (a territory, a mark, a date), and a department of ours that
the list itself repeats in its column. A name that looks like an institution's counts as
known only beside other evidence. Everything else is unknown, and evidence of nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.align.scoring import (
    SCORE_INDEX,
    UNLIKELY_SCORE,
    score_text,
    split_departments,
)
from pipeline.grid import Ints, Mask
from pipeline.layout import Layout
from pipeline.layout.header import BLANK, OTHER, UNCOUNTED
from pipeline.reference import Reference
from pipeline.reference.content_kinds import (
    ADDRESS,
    DATE,
    NUMBER,
    PHONE,
    SIGN,
    content_kind,
)
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import STRONG

(
    IS_REGION,
    IS_TERRITORY,
    IS_TYPE,
    IS_MARK,
    IS_DATE,
    IS_NUMBER,
    IS_ADDRESS,
    IS_SIGN,
    IS_DEPARTMENT,
    IS_INSTITUTION,
) = (1 << i for i in range(1, 11))

FILLED = 1
"""The flag of every text."""

CONTRADICTS = 1 << 11
"""The flag of a cell whose text is against the heading of its column."""

FLAG_OF_ROLE = {
    "region": IS_REGION,
    "territory": IS_TERRITORY,
    "institution": IS_INSTITUTION,
    "agreement_type": IS_TYPE,
    "departments": IS_DEPARTMENT,
    "exchange": IS_MARK,
}
"""Role of a column -> what its texts are known as. Units are never known."""

FLAGS_OF_CONTENT = {
    "other_place": IS_REGION | IS_TERRITORY,
    "other_mark": IS_MARK,
    "other_type": IS_TYPE,
    "other_date": IS_DATE,
    "other_number": IS_NUMBER,
    "other_address": IS_ADDRESS,
}
"""Content kind of an uncounted column -> what its texts are known as."""

_FLAG_OF_FORM = {
    DATE: IS_DATE,
    NUMBER: IS_NUMBER,
    ADDRESS: IS_ADDRESS,
    PHONE: IS_ADDRESS,
    SIGN: IS_SIGN,
}

_CONTENT_OF_MEANING = {
    "city": "other_place",
    "signed_on": "other_date",
    "expires_on": "other_date",
    "number": "other_number",
    "url": "other_address",
}

NAMES_OR_TYPES = ("institution", "partner_unit", "departments", "agreement_type")
"""Roles of columns whose texts may be unknown and still be right there."""

MIN_GAP_SHARE = 0.75
"""Share of the texts of a column without heading that stand beside a gap."""

MIN_CONTENT_SHARE = 0.3
"""Share of known texts from which an uncounted column is one of their kind."""

MIN_DEPARTMENT_ROWS = 2
"""In so many rows a department stands in its column before it is known."""

MIN_BESIDE_SHARE, MIN_BESIDE_ROWS = 0.2, 2
"""Share and number of rows that hold a kind in its own column and in another one: then
it belongs there, too."""


@dataclass(frozen=True)
class KnownTexts:
    """What the words of a list are known as, and what each column may hold.

    Attributes:
        flags: for each word the sum of its `IS_...` flags, and FILLED; 0 for "".
        at_home: for each column the flags of the texts that belong there.
        kinds: the role of each column, for uncounted ones their content kind, if any.
    """

    flags: Ints
    at_home: Ints
    kinds: list[str]


def find_known_texts(
    words: Sequence[str], codes: Ints, layout: Layout, reference: Reference
) -> KnownTexts:
    """Find the known texts of a list and the columns where they belong."""
    flags = np.array([_known_flags(word, reference) for word in words], np.int32)
    kinds = _column_kinds(codes, flags, layout)
    at_home = np.array(
        [FLAG_OF_ROLE.get(k, 0) | FLAGS_OF_CONTENT.get(k, 0) for k in kinds], np.int32
    )
    flags |= _department_flags(words, codes, flags, kinds)
    flags |= _institution_flags(words, codes, flags, kinds, reference)
    return KnownTexts(flags, _with_kinds_beside(codes, flags, at_home, kinds), kinds)


def _known_flags(text: str, reference: Reference) -> int:
    if not text:
        return 0
    if len(text) > LONGEST_NAME:
        return FILLED
    if meaning := reference.mark_meaning(text):
        unsure = meaning == "no" or reference.find_code(text)
        return FILLED if unsure else FILLED | IS_MARK
    if form := _FLAG_OF_FORM.get(content_kind(text), 0):
        return FILLED | form
    return (
        FILLED
        | (IS_REGION if reference.find_region(text) else 0)
        | (IS_TERRITORY if reference.find_territory(text) else 0)
        | (IS_TYPE if reference.find_agreement_type(text) else 0)
    )


def _column_kinds(codes: Ints, flags: Ints, layout: Layout) -> list[str]:
    kinds = []
    for column in layout.columns:
        if column.role != OTHER:
            kinds.append(column.role)
        elif column.meaning in _CONTENT_OF_MEANING:
            kinds.append(_CONTENT_OF_MEANING[column.meaning])
        else:
            kinds.append(_content_kind_of(flags[_filled(codes[:, column.index])]))
    if layout.heading_row:
        for column in layout.columns:
            headless = column.printed and not column.heading
            if headless and _stands_beside_gaps(codes, flags, kinds, column.index):
                kinds[column.index] = BLANK
    return kinds


def _stands_beside_gaps(
    codes: Ints, flags: Ints, kinds: Sequence[str], at: int
) -> bool:
    """Whether most texts of a column without heading stand beside a gap.

    A gap is a blank cell of a counted column beside, or one that holds what is known
    to be of another kind: the texts may have slipped out of it, and nothing is at home
    here.
    """
    rows = np.flatnonzero(codes[:, at])
    gap = np.zeros(len(rows), np.bool_)
    for k in (at - 1, at + 1):
        if 0 <= k < len(kinds) and kinds[k] in NAMES_OR_TYPES:
            own = FLAG_OF_ROLE.get(kinds[k], 0)
            beside = flags[codes[rows, k]]
            gap |= (beside & ~FILLED & ~own > 0) | (beside == 0)
    return len(rows) > 0 and float(gap.mean()) >= MIN_GAP_SHARE


def _filled(codes: Ints) -> Ints:
    return codes[codes > 0]


def _content_kind_of(flags: Ints) -> str:
    """Return the kind of most known texts of an uncounted column; OTHER for none."""
    shares = {
        kind: float(np.count_nonzero(flags & of_kind)) / len(flags)
        for kind, of_kind in FLAGS_OF_CONTENT.items()
        if len(flags)
    }
    best = max(shares, key=lambda kind: shares[kind], default="")
    return best if best and shares[best] >= MIN_CONTENT_SHARE else OTHER


def _department_flags(
    words: Sequence[str], codes: Ints, flags: Ints, kinds: Sequence[str]
) -> Ints:
    """Flag the words all of whose items the column of departments repeats."""
    known = np.zeros(len(words), np.int32)
    if "departments" not in kinds:
        return known
    rows = np.bincount(codes[:, kinds.index("departments")], minlength=len(words))
    counts: Counter[str] = Counter()
    for code in np.flatnonzero(rows).tolist():
        if flags[code] == FILLED:
            for item in split_departments(words[code]):
                counts[item] += int(rows[code])
    usual = {item for item, count in counts.items() if count >= MIN_DEPARTMENT_ROWS}
    elsewhere = [c for c, kind in enumerate(kinds) if kind != "institution"]
    for code in np.unique(codes[:, elsewhere]).tolist() if usual else ():
        word = words[code]
        if flags[code] == FILLED and len(word) <= LONGEST_NAME:
            items = split_departments(word)
            if items and usual.issuperset(items):
                known[code] = IS_DEPARTMENT
    return known


_HOLDS_NO_NAME = ("region", "territory", "agreement_type", "exchange")
"""Roles of columns where a name of an institution is out of place."""


def _institution_flags(
    words: Sequence[str],
    codes: Ints,
    flags: Ints,
    kinds: Sequence[str],
    reference: Reference,
) -> Ints:
    """Flag the unknown words that clearly name institutions, where those don't belong.

    Only the words of such columns are looked at: patterns cost more than tables.
    """
    named = np.zeros(len(words), np.int32)
    for c, kind in enumerate(kinds):
        if kind in _HOLDS_NO_NAME:
            for code in np.unique(codes[:, c]).tolist():
                if flags[code] == FILLED and _names_institution(words[code], reference):
                    named[code] = IS_INSTITUTION
    return named


def _names_institution(text: str, reference: Reference) -> bool:
    return (
        reference.looks_like(text, "institution") == STRONG
        and reference.looks_like(text, "partner_unit") < STRONG
    )


def _with_kinds_beside(
    codes: Ints, flags: Ints, at_home: Ints, kinds: Sequence[str]
) -> Ints:
    """Add to each column the kinds that it holds beside their own column.

    A type in the column of departments is at home there if the same rows have a type in
    its own column as well: then nothing has slipped.
    """
    held = flags[codes[:, : len(kinds)]]
    result = at_home.copy()
    for role, flag in FLAG_OF_ROLE.items():
        if role not in kinds:
            continue
        own: Mask = held[:, kinds.index(role)] & flag > 0
        for c, kind in enumerate(kinds):
            if kind == role or not own.any() or kind in UNCOUNTED:
                continue
            beside = int(np.count_nonzero(held[own, c] & flag))
            if beside >= MIN_BESIDE_ROWS and beside >= MIN_BESIDE_SHARE * own.sum():
                result[c] |= flag
    return result


_AGAINST = {
    "institution": IS_REGION | IS_TERRITORY | IS_TYPE,
    "partner_unit": IS_REGION | IS_TERRITORY | IS_TYPE,
    "agreement_type": IS_REGION | IS_TERRITORY,
    "departments": IS_REGION | IS_TERRITORY,
}
_NAMES_NOTHING = IS_MARK | IS_DATE | IS_NUMBER | IS_ADDRESS | IS_SIGN


def contradicting_words(
    words: Sequence[str], codes: Ints, flags: Ints, role: str, reference: Reference
) -> Mask:
    """Return a mask of the words of a column that contradict its heading.

    What is unknown contradicts nothing, but for columns of regions, territories and
    marks: there the form of a text may be against it. `codes` are those of the column.
    """
    if role in _AGAINST:
        against = _AGAINST[role] | _NAMES_NOTHING
        typed = flags & FLAG_OF_ROLE.get(role, 0) > 0
        return np.asarray((flags & against > 0) & ~typed, np.bool_)
    mask = np.zeros(len(words), np.bool_)
    for code in np.unique(_filled(codes)).tolist():
        score = score_text(words[code], reference)[SCORE_INDEX[role]]
        mask[code] = score <= UNLIKELY_SCORE
    return mask
