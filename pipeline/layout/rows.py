"""Separates the rows of the list from headers, rules, totals and blanks: for `layout`.

Assumes a grid and its header. Promises that every row is a row of the list or skipped
with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.grid import DictionaryEncodedRows, Mask
from pipeline.layout.header import Header
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.content_kinds import NUMBER, SIGN, content_kind
from pipeline.reference.normal_forms import EAST_ASIAN, fold, normal_form

MIN_REPEATED_HEADINGS = 3
MIN_REPEATED_SHARE = 2 / 3
"""A row repeats the header if so many of its cells, and this share, are headings."""

MIN_NUMBERED_COLUMNS = 3

MAX_ROWS_BELOW_HEADING = 4
"""How many rows of numbers, units or rules may follow a heading."""

LONGEST_BARE_TOTAL = 20
"""A longer text without any number is no total, unless it names a known group."""

MAX_GAPS, MAX_TOTAL_LETTERS = 12, 4

_COUNT_ALONE = re.compile(
    r"^\W{0,3}(\d{1,6})\s?[^\W\d]{1,20}(?:\s[^\W\d]{1,20})?\W{0,3}$"
)
_UNIT = re.compile(r"^[(（\[［][^()（）\[\]［］]{1,20}[)）\]］]$")
_WITH_UNIT = re.compile(r"\d\s{0,2}[^\W\d]")
_NUMBERING_SIGNS = re.compile(r"[\s()（）\[\].]")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3}){1,2}|\d{1,7}")
_COUNT_BEHIND = re.compile(r"(?<![\d,])\d[\d,]{0,9}\s?[^\W\d]{0,20}\W{0,3}$")
_AROUND = " \t\n\u3000:：=＝()（）[]［］-–—"


@dataclass(frozen=True)
class TotalRow:
    """A line of totals.

    Attributes:
        row: its position in `grid.cells`.
        source_row: where it is printed.
        number: what it says; -1 if it has no number, or several.
        counts_rows: whether it says that its number counts rows: by a unit, or by the
            name of a group. Any other may be the sum of something.
    """

    row: int
    source_row: int
    number: int
    counts_rows: bool


def find_body_rows(
    grid: SourceGrid, header: Header | None, reference: Reference
) -> tuple[list[int], list[tuple[int, str]], list[TotalRow]]:
    """Return the positions of the list's rows; source row and reason of the others.

    Returns:
        The rows, the skipped ones, and what those say that are lines of totals.
    """
    first = header.first if header else 0
    below = header.last + 1 if header else 0
    header_rows = header.rows if header else ()
    names = [{fold(text) for text in row if text} for row in header_rows]
    reasons = {i: "title" if i < first else "heading" for i in range(below)}
    totals: list[TotalRow] = []
    for i in np.flatnonzero(_may_be_skipped(grid.encoded, names, reference)).tolist():
        if i < below:
            continue
        if reason := _skip_reason(grid.cells[i], header_rows, names):
            reasons[i] = reason
        elif total := read_total_row(grid, i, reference):
            reasons[i] = "total"
            totals.append(total)
    for i in _rows_below_headings(grid, reasons, header):
        reasons[i] = "heading"
    for total in _lone_counts(grid, reasons):
        reasons[total.row] = "total"
        totals.append(total)
    skipped = [(grid.numbers[i], reason) for i, reason in reasons.items()]
    body = [i for i in range(below, len(grid.cells)) if i not in reasons]
    return body, skipped, sorted(totals, key=lambda total: total.row)


def _may_be_skipped(
    encoded: DictionaryEncodedRows, names: Sequence[set[str]], reference: Reference
) -> Mask:
    """Return a mask of the rows that may be skipped, by the texts they hold."""
    headings = set[str]().union(*names)
    heading, total, rule = np.zeros((3, len(encoded.texts)), np.bool_)
    for code, text in enumerate(encoded.texts):
        if not (plain := text.strip()):
            continue
        rule[code] = not plain.strip("-:= ")
        heading[code] = bool(headings) and fold(plain) in headings
        total[code] = reference.is_total(plain)
    codes, filled = encoded.codes, encoded.filled
    ruled = (rule[codes] | ~filled).all(axis=1)
    return np.asarray(
        ruled | total[codes].any(axis=1) | (heading[codes].sum(axis=1) > 1), np.bool_
    )


def _skip_reason(
    cells: tuple[str, ...],
    header_rows: tuple[tuple[str, ...], ...],
    names: Sequence[set[str]],
) -> str:
    stripped = tuple(cell.strip() for cell in cells)
    filled = [text for text in stripped if text]
    if not filled:
        return "empty"
    if not any(text.strip("-:= ") for text in filled):
        return "rule" if max(map(len, filled)) > 1 else ""
    again = stripped in header_rows or _is_heading_again(filled, names)
    return "heading" if again else ""


def _is_heading_again(filled: Sequence[str], headings: Sequence[set[str]]) -> bool:
    """Whether a row repeats most of the header, in another order or spacing."""
    texts = {fold(text) for text in filled}
    for names in headings:
        again = texts & names
        if again == texts and len(again) >= 2 and 2 * len(again) > len(names):
            return True
        if len(again) >= max(MIN_REPEATED_HEADINGS, MIN_REPEATED_SHARE * len(texts)):
            return True
    return False


def read_total_row(grid: SourceGrid, row: int, reference: Reference) -> TotalRow | None:
    """Read a line of totals: its other texts are numbers, signs, labels or totals.

    Without any number only a text that names nothing but a total, or a known group, is
    one.
    """
    filled = [text for cell in grid.cells[row] if (text := cell.strip())]
    totals = [text for text in filled if reference.is_total(text)]
    if not totals:
        return None
    others = [text for text in filled if text not in totals]
    labels = [text for text in others if reference.is_label(text)]
    for text in filled:
        numbered = _DIGITS.search(text)
        if not numbered and reference.looks_like(text, "institution") > 1:
            return None
        unread = text in others and not numbered and text not in labels
        if unread and content_kind(text) != SIGN:
            return None
    groups = [group for text in totals if (group := _named_group(text, reference))]
    named = bool(labels or groups)
    numbers = [n for t in filled for n in _DIGITS.findall(normal_form("NFKC", t))]
    if not numbers and not named and max(map(len, totals)) > LONGEST_BARE_TOTAL:
        return None
    with_unit = any(_WITH_UNIT.search(normal_form("NFKC", text)) for text in filled)
    number = int(numbers[0].replace(",", "")) if len(numbers) == 1 else -1
    return TotalRow(row, grid.numbers[row], number, named or with_unit)


def _named_group(text: str, reference: Reference) -> str:
    """Return the region or territory that a total names: アジア 計, Total Asia: 3."""
    plain = _COUNT_BEHIND.sub("", text).strip(_AROUND)
    gaps = [i for i, letter in enumerate(plain) if letter in _AROUND]
    if EAST_ASIAN.search(plain):
        gaps += range(max(1, len(plain) - MAX_TOTAL_LETTERS), len(plain))
    for at in gaps[:MAX_GAPS]:
        for part in (plain[:at].strip(_AROUND), plain[at:].strip(_AROUND)):
            if part and reference.is_label(part):
                return part
    return ""


def _rows_below_headings(
    grid: SourceGrid, reasons: dict[int, str], header: Header | None
) -> list[int]:
    """Return the rows right below a heading that number its columns or give units."""
    headings = [i for i, reason in reasons.items() if reason == "heading"]
    below = []
    for heading in headings if header else ():
        for i in range(
            heading + 1, min(heading + MAX_ROWS_BELOW_HEADING, len(grid.cells))
        ):
            filled = [text for cell in grid.cells[i] if (text := cell.strip())]
            if i in reasons:
                continue
            if not (_numbers_columns(filled) or all(map(_UNIT.match, filled))):
                break
            below.append(i)
    return below


def _numbers_columns(texts: Collection[str]) -> bool:
    """Whether texts count on from left to right: (1) (2) (3), a b c."""
    plain = [
        _NUMBERING_SIGNS.sub("", normal_form("NFKC", text)).casefold() for text in texts
    ]
    if len(plain) < MIN_NUMBERED_COLUMNS:
        return False
    if all(text.isdecimal() and len(text) < 3 for text in plain):
        numbers = list(map(int, plain))
        return numbers == list(range(numbers[0], numbers[0] + len(plain))) and (
            numbers[0] < 2
        )
    first = ord(plain[0][:1] or " ")
    return plain[0] == "a" and plain == [chr(first + n) for n in range(len(plain))]


def _lone_counts(grid: SourceGrid, reasons: dict[int, str]) -> list[TotalRow]:
    """Return the lone texts (`3 agreements`) that count the rows right above them."""
    cells = grid.encoded.filled.sum(axis=1)
    totals = []
    above = 0
    for i in np.flatnonzero(cells == 1).tolist() if len(cells) else ():
        if i in reasons:
            continue
        text = next(text for cell in grid.cells[i] if (text := cell.strip()))
        if len(text) > 60 or content_kind(text) not in ("", NUMBER):
            continue
        count = _COUNT_ALONE.match(normal_form("NFKC", text))
        rows = [k for k in range(above, i) if cells[k] > 1 and k not in reasons]
        if count and rows and int(count[1]) == len(rows):
            totals.append(TotalRow(i, grid.numbers[i], int(count[1]), True))
        above = i + 1
    return totals
