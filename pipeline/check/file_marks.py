"""Asks about what a file shows beside its texts: hidden and struck rows, texts outside.

Assumes identified rows and the grid of the list. Such rows are counted as all others:
whether they are agreements that have ended is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.check.findings import LIST_ROW, Finding, text_by_row
from pipeline.identify import Identified
from pipeline.model import ROLES, FileMarks, OutsideText, SourceGrid
from pipeline.reference.normal_forms import on_one_line

MAX_QUOTED, LONGEST_QUOTE = 3, 40
"""So many texts are quoted in a finding, and so many letters of each."""


def find_marked_rows(identified: Identified, grid: SourceGrid) -> Iterator[Finding]:
    """Find the agreements that the file hides or strikes through."""
    aligned = identified.normalized.aligned
    marks = grid.received.marks
    name = text_by_row(identified, "institution")
    source_rows = aligned.source_row.tolist()
    marked = {*marks.hidden_rows, *marks.struck, *marks.partly_struck}
    for row in np.flatnonzero(aligned.is_agreement).tolist() if marked else ():
        number = source_rows[row]
        if number not in marked:
            continue
        names = {"institution": name(row)}
        if number in marks.hidden_rows:
            yield Finding(row, "HIDDEN_ROW", "institution", names)
        cells = grid.received.row(number)
        if _is_struck(number, cells, names["institution"], marks):
            yield Finding(row, "STRUCK_ROW", "institution", names)
        elif number in marks.struck or number in marks.partly_struck:
            at = marks.struck.get(number) or marks.partly_struck[number]
            printed = next((cells[i] for i in sorted(at) if i < len(cells)), "")
            yield Finding(row, "STRUCK_CELL", "", names | {"printed": printed})


def _is_struck(
    number: int, cells: Sequence[str], institution: str, marks: FileMarks
) -> bool:
    """Whether all texts of a row are struck through, or the one of its institution."""
    struck = marks.struck.get(number, frozenset())
    filled = {i for i, text in enumerate(cells) if text.strip()}
    names = {i for i in struck if i < len(cells) and institution in cells[i]}
    return bool(struck) and (filled <= struck or (bool(names) and bool(institution)))


def find_hidden_columns(identified: Identified, grid: SourceGrid) -> Iterator[Finding]:
    """Name the columns of the list that the file hides: they are published, too."""
    hidden = grid.received.marks.hidden_columns
    columns = identified.normalized.aligned.layout.columns
    headings = [c.heading or c.name for c in columns if c.source in hidden]
    if headings:
        yield Finding(LIST_ROW, "HIDDEN_COLUMNS", "", {"headings": _quoted(headings)})


def find_texts_outside(identified: Identified, grid: SourceGrid) -> Iterator[Finding]:
    """Name the texts of the file that stand in no row, and the tables not read."""
    layout = identified.normalized.aligned.layout
    found = {column.role for column in layout.columns}
    outside = grid.received.marks.outside
    for text in (text for text in outside if text.rows):
        names = {"place": text.place, "rows": str(text.rows)}
        missing = tuple(role for role in ROLES if role not in found)
        yield Finding(
            LIST_ROW,
            "TABLE_NOT_READ",
            "",
            names | {"text": on_one_line(text.text, LONGEST_QUOTE)},
            roles=missing,
        )
    if rest := [text for text in outside if not text.rows]:
        yield _outside_finding(rest)


def _outside_finding(texts: Sequence[OutsideText]) -> Finding:
    distinct = list(dict.fromkeys(text.text for text in texts))
    names = {"texts": str(len(texts)), "examples": _quoted(distinct)}
    return Finding(LIST_ROW, "TEXT_OUTSIDE", "", names)


def _quoted(texts: Sequence[str]) -> str:
    more = f" (+{len(texts) - MAX_QUOTED})" if len(texts) > MAX_QUOTED else ""
    quoted = (on_one_line(text, LONGEST_QUOTE) for text in texts[:MAX_QUOTED])
    return " / ".join(quoted) + more
