"""Cuts what is no part of a name off the cells of names: for `normalize`.

Assumes aligned rows. Promises that a cell is only cut where a name stands before the cut,
and that each cut is found again by the rule and the code of the shorter text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial

import numpy as np

from pipeline.align.model import Aligned
from pipeline.grid import Ints
from pipeline.normalize.footnotes import Parted, part_name, says_ended
from pipeline.reference import Reference
from pipeline.reference.brackets import mask_brackets

DROPPED_COUNT, DROPPED_SIGN, DROPPED_REMARK = (
    "dropped_count",
    "dropped_sign",
    "dropped_remark",
)

COUNTED_ROLES = ("region", "territory")

NAME_ROLES = (
    "region",
    "territory",
    "institution",
    "partner_unit",
    "agreement_type",
    "departments",
)
"""The roles whose cells are names: a sign or a remark behind them is no part of them."""

_COUNT = re.compile(r"(?<!\s)\s*+[(（]\s*+\d++\s*+[^()（）\d]{0,3}+[)）]$")
_NUMBER_BEHIND = re.compile(r"(?<=[^\W\d])\s?\d{1,2}$")
_ITEM_ENDS = re.compile(r"[、､，,；;،؛\n]+")


@dataclass
class Trimmed:
    """The cells that were cut.

    Attributes:
        codes: for each rule the codes of the texts that it made.
        signs: for the code of a text the footnote signs that stood at it.
        remarks: for the code of a text the remark that its agreement has ended.
    """

    codes: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    signs: dict[int, tuple[str, ...]] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)


def trim_names(aligned: Aligned, reference: Reference) -> tuple[Aligned, Trimmed]:
    """Cut counts, footnote signs and remarks that an agreement has ended off names."""
    words, text, trimmed = list(aligned.words), aligned.text, Trimmed()
    for role in NAME_ROLES:
        at = aligned.column_index(role)
        if at is None:
            continue
        shorter = _shorter_names(role, text[:, at], words, trimmed, reference)
        if shorter:
            code_of = np.arange(len(words), dtype=np.int32)
            code_of[list(shorter)] = list(shorter.values())
            text = text.copy()
            text[:, at] = code_of[text[:, at]]
    if not (trimmed.codes or trimmed.remarks):
        return aligned, trimmed
    return replace(aligned, words=words, text=text), trimmed


def _shorter_names(
    role: str, codes: Ints, words: list[str], trimmed: Trimmed, reference: Reference
) -> dict[int, int]:
    """Append the shorter texts of a column to the words; return code -> new code."""
    shorter = {}
    part_cell = _part_cells(role, reference)
    for code in np.unique(codes[codes > 0]).tolist():
        text = words[code]
        label = _COUNT.sub("", text) if role in COUNTED_ROLES else text
        parted = part_cell(label or text)
        if parted.name == text:
            continue
        shorter[code] = new = len(words)
        words.append(parted.name)
        if label != text:
            trimmed.codes[DROPPED_COUNT].add(new)
        if parted.signs:
            trimmed.codes[DROPPED_SIGN].add(new)
            trimmed.signs[new] = parted.signs
        if parted.remark:
            trimmed.codes[DROPPED_REMARK].add(new)
            trimmed.remarks[new] = parted.remark
    return shorter


def _part_cells(role: str, reference: Reference) -> Callable[[str], Parted]:
    """Return what parts the signs and remarks from the cells of a role.

    From each item of those of departments: many cells repeat few items.
    """
    if role != "departments":
        return lambda text: _part_cell(role, text, reference)
    part_item = cache(partial(_part_item, reference=reference))
    return lambda text: _part_items(text, part_item)


def _part_cell(role: str, text: str, reference: Reference) -> Parted:
    """Part the signs and remarks from a cell."""
    parted = part_name(text, reference)
    finders: Mapping[str, Callable[[str], str]] = {
        "agreement_type": reference.find_agreement_type,
        "territory": reference.find_territory,
        "region": reference.find_region,
    }
    number = _NUMBER_BEHIND.search(parted.name)
    if number and role in finders and not finders[role](parted.name):
        label = parted.name[: number.start()]
        if finders[role](label):  # 部局間1: the sign was printed above the line
            signs = (number.group().strip(), *parted.signs)
            return Parted(label, signs, parted.remark)
    return parted


def _part_item(text: str, reference: Reference) -> Parted:
    """Part an item; one that is nothing but a remark that it ended is no department."""
    item = part_name(text, reference)
    bare = item.name.strip(" \n\u3000()（）[]【】")
    return Parted("", remark=bare) if says_ended(bare, reference) else item


def _part_items(text: str, part_item: Callable[[str], Parted]) -> Parted:
    """Part the signs and remarks from each item of a cell of departments."""
    name, signs, remark, start = "", list[str](), "", 0
    ends = [match.span() for match in _ITEM_ENDS.finditer(mask_brackets(text))]
    for end, following in [*ends, (len(text), len(text))]:
        item = part_item(text[start:end])
        name += item.name + text[end:following]
        signs += item.signs
        remark = item.remark or remark
        start = following
    return Parted(
        name if signs or remark else text, tuple(dict.fromkeys(signs)), remark
    )
