"""Separates the rows of the list from headers, rules, totals and blanks: for `layout`.

Assumes a grid and its header. Promises that every row is a row of the list or skipped
with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.grid import DictionaryEncodedRows, Mask
from pipeline.layout.header import Header
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.normal_forms import fold


def find_body_rows(
    grid: SourceGrid, header: Header | None, reference: Reference
) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the positions of the list's rows; source row and reason of the others."""
    first = header.first if header else 0
    below = header.last + 1 if header else 0
    header_rows = header.rows if header else ()
    names = [{fold(text) for text in row if text} for row in header_rows]
    skipped = [
        (grid.numbers[i], "title" if i < first else "heading") for i in range(below)
    ]
    not_body = set()
    for i in (
        np.flatnonzero(_may_be_skipped(grid.encoded, header_rows, reference))
    ).tolist():
        if i < below:
            continue
        if reason := _skip_reason(grid.cells[i], header_rows, names, reference):
            skipped.append((grid.numbers[i], reason))
            not_body.add(i)
    return [i for i in range(below, len(grid.cells)) if i not in not_body], skipped


def _may_be_skipped(
    encoded: DictionaryEncodedRows,
    header_rows: tuple[tuple[str, ...], ...],
    reference: Reference,
) -> Mask:
    """Return a mask of the rows that may be skipped, by their first character."""
    starts = _starts_of_skipped_rows(header_rows, reference)
    odd = np.array([text.strip()[:1] in starts for text in encoded.texts])
    filled = encoded.filled
    if not filled.shape[1]:
        return np.ones(len(filled), np.bool_)
    at = filled.argmax(axis=1)
    first = encoded.codes[np.arange(len(at)), at]
    return np.asarray(~filled.any(axis=1) | odd[first], np.bool_)


def _starts_of_skipped_rows(
    header_rows: tuple[tuple[str, ...], ...], reference: Reference
) -> frozenset[str]:
    """Return the first characters of rows that may not belong to the list."""
    starts = {text[0] for row in header_rows for text in row if text}
    return frozenset("-:=") | starts | reference.total_starts


def _skip_reason(
    cells: tuple[str, ...],
    header_rows: tuple[tuple[str, ...], ...],
    names: Sequence[set[str]],
    reference: Reference,
) -> str:
    stripped = tuple(cell.strip() for cell in cells)
    filled = [text for text in stripped if text]
    if not filled:
        return "empty"
    if not any(text.strip("-:= ") for text in filled):
        return "rule" if max(map(len, filled)) > 1 else ""
    if stripped in header_rows or _is_heading_again(filled, names):
        return "heading"
    is_total = reference.is_total(filled[0]) and not any(
        reference.find_territory(text) for text in filled
    )
    return "total" if is_total else ""


def _is_heading_again(filled: Sequence[str], headings: Sequence[set[str]]) -> bool:
    """Whether a row repeats most of the header, in another order or spacing."""
    first = fold(filled[0])
    for names in headings:
        if first not in names:
            continue
        again = {fold(text) for text in filled}
        if again <= names and len(again) >= 2 and 2 * len(again) > len(names):
            return True
    return False
