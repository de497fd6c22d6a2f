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
from pipeline.reference.list_lines import PrintedCount
from pipeline.reference.normal_forms import fold, normal_form

MIN_REPEATED_HEADINGS = 3
MIN_REPEATED_SHARE = 2 / 3
"""A row repeats the header if so many of its cells, and this share, are headings."""

MIN_NUMBERED_COLUMNS = 3

MAX_ROWS_BELOW_HEADING = 4
"""How many rows of numbers, units or rules may follow a heading."""

_COUNT_ALONE = re.compile(
    r"^\W{0,3}(\d{1,6})\s?[^\W\d]{1,20}(?:\s[^\W\d]{1,20})?\W{0,3}$"
)
_UNIT = re.compile(r"^[(（\[［][^()（）\[\]［］]{1,20}[)）\]］]$")
_WITH_UNIT = re.compile(r"\d\s{0,2}[^\W\d]")
_NUMBERING_SIGNS = re.compile(r"[\s()（）\[\].]")
_DIGITS = re.compile(r"\d{1,7}")


@dataclass(frozen=True)
class TotalRow:
    """A line of totals.

    Attributes:
        row: its position in `grid.cells`.
        source_row: where it is printed.
        count: what it says.
        counts_rows: whether it says that its number counts rows: by a unit, or by the
            name of a group. Any other may be the sum of something.
    """

    row: int
    source_row: int
    count: PrintedCount
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
        elif count := read_total_row(grid.cells[i], reference):
            reasons[i] = "total"
            totals.append(_total_row(grid, i, count, reference))
    for i in _rows_below_headings(grid, reasons, header):
        reasons[i] = "heading"
    for total in _lone_counts(grid, reasons, reference):
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
        total[code] = reference.read_total(plain) is not None
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


def read_total_row(cells: Sequence[str], reference: Reference) -> PrintedCount | None:
    """Read a line of totals: its other texts are numbers, signs, labels or totals.

    Without any number only a text that says nothing else is a total.
    """
    filled = [text for cell in cells if (text := cell.strip())]
    totals = [count for text in filled if (count := reference.read_total(text))]
    if not totals:
        return None
    numbers = [count.number for count in totals if count.number >= 0]
    labels = [count.label for count in totals if count.label]
    for text in filled:
        if reference.looks_like(text, "institution") > 1 and not _DIGITS.search(text):
            return None
        if reference.read_total(text):
            continue
        if reference.is_label(text):
            labels.append(text)
        elif found := _DIGITS.findall(text):
            numbers += map(int, found)
        elif content_kind(text) != SIGN:
            return None
    if not numbers and any(not reference.is_label(label) for label in labels):
        return None
    return PrintedCount(
        labels[0] if labels else "", numbers[0] if len(numbers) == 1 else -1
    )


def _total_row(
    grid: SourceGrid, row: int, count: PrintedCount, reference: Reference
) -> TotalRow:
    with_number = [cell for cell in grid.cells[row] if _DIGITS.search(cell)]
    counts_rows = reference.is_label(count.label) or (
        not count.label and any(map(_WITH_UNIT.search, with_number))
    )
    return TotalRow(row, grid.numbers[row], count, counts_rows)


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


def _lone_counts(
    grid: SourceGrid, reasons: dict[int, str], reference: Reference
) -> list[TotalRow]:
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
            found = PrintedCount("", int(count[1]))
            totals.append(_total_row(grid, i, found, reference))
        above = i + 1
    return totals
