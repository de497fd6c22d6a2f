"""Reads CSV and its kin: the delimiter is found, cells may hold line breaks.

A row's number is the physical line in which its record starts. Tabs are also what a
table pasted from a browser or a spreadsheet has.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.read import refusals
from pipeline.read.table import Table

DELIMITERS = ("\t", ";", ",", "|")
"""Of two that part the lines equally well, the earlier one wins."""

SAMPLE = 400
"""So many lines decide which delimiter it is."""

KINDS = {",": "csv", ";": "csv (;)", "\t": "tsv", "|": "csv (|)"}
"""Delimiter -> what the grid's kind is called."""

_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_RULE = re.compile(
    r"^[ \t]*+(?:\|[ \t]*+)?+:?-{2,}+:?[ \t]*+(?:\|[ \t:|-]*+)?+$", re.MULTILINE
)

Record = tuple[int, list[str]]


def find_delimiter(text: str) -> str:
    """Find what parts the cells; empty where nothing does, `|` for a pipe table too."""
    if said := _SAID.match(text):
        return said[1]
    lines = [line for line in text[:400_000].split("\n")[:SAMPLE] if line.strip()]
    piped = sum(line.lstrip().startswith("|") for line in lines)
    if piped * 2 >= len(lines) or (piped and _RULE.search(text[:400_000])):
        return "|"
    best, found = (0.0, 0), ""
    for delimiter in DELIMITERS:
        if (score := _evenness(lines, delimiter)) > best:
            best, found = score, delimiter
    return found


def is_pipe_table(text: str) -> bool:
    """Whether a text parted by pipes is Markdown rather than CSV with pipes."""
    start = text[:400_000]
    if _RULE.search(start) or re.search(r"^[ \t]*\|", start, re.MULTILINE):
        return True
    return not re.search(r'(^|\|)"', start, re.MULTILINE)


def read_delimited(text: str, delimiter: str, name: str) -> Table:
    """Read all records.

    Returns:
        The records that hold anything, each with its own number of cells.

    Raises:
        SourceError: a record has more cells, or the text more rows or cells, than a
            list can have.
    """
    if "\n" not in text:
        text = text.replace("\r", "\n")
    numbers: list[int] = []
    texts: list[tuple[str, ...]] = []
    taken = 0
    first = 2 if _SAID.match(text) else 1
    for at, (number, cells) in enumerate(_records(text, delimiter, first), start=1):
        if len(cells) > refusals.MAX_COLUMNS:
            where, where_ja = f"line {number}", f" {number} 行目"
            raise refusals.too_many_columns(name, where, where_ja, len(cells))
        taken += len(cells)
        if taken > refusals.MAX_CELLS:
            raise refusals.too_much_text(name)
        if at > refusals.MAX_ROWS:
            raise refusals.too_many_rows(name, text.count("\n") + 1)
        if "".join(cells).strip():
            numbers.append(number)
            texts.append(tuple(cells))
    return Table(numbers, texts)


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How evenly a delimiter parts the lines: share of alike records, their cells."""
    widths = Counter(
        len(cells) for _, cells in _parse("\n".join(lines), delimiter) if any(cells)
    )
    several = {width: times for width, times in widths.items() if width > 1}
    if not several:
        return (0.0, 0)
    width, times = max(several.items(), key=lambda item: (item[1], item[0]))
    records = sum(widths.values())
    alike = times / records
    parted = sum(several.values()) / records
    return (round(alike + parted, 2) if times > 1 or records == 1 else 0.1, width)


def _parse(text: str, delimiter: str) -> Iterator[Record]:
    """Records with the line they start in; quotes may hold line breaks."""
    source = io.StringIO(text, newline="\n")
    rows = csv.reader(source, delimiter=delimiter)
    start = 1
    try:
        for cells in rows:
            yield start, cells
            start = rows.line_num + 1
    except csv.Error:
        yield from _unquoted(text.split("\n")[start - 1 :], delimiter, start)


def _unquoted(lines: Iterable[str], delimiter: str, start: int) -> Iterator[Record]:
    for number, line in enumerate(lines, start=start):
        yield number, line.rstrip("\r").split(delimiter)


def _records(text: str, delimiter: str, first: int) -> Iterator[Record]:
    """Records, with the lines that a stray quote swallowed given back.

    A quote that is never closed, or only by another stray one, makes one record out of
    many lines. Such a record has another width than the others, while its lines have
    theirs.
    """
    parsed = (record for record in _parse(text, delimiter) if record[0] >= first)
    if '"' not in text:
        yield from parsed
        return
    records = list(parsed)
    widths = Counter(len(cells) for _, cells in records)
    usual = widths.most_common(1)[0][0] if widths else 0
    lines: list[str] = []
    for i, (number, cells) in enumerate(records):
        inside = sum(cell.count("\n") for cell in cells)
        if not inside:
            yield number, cells
            continue
        lines = lines or text.split("\n")
        end = records[i + 1][0] - 1 if i + 1 < len(records) else len(lines)
        apart = [
            record
            for record in _unquoted(lines[number - 1 : end], delimiter, number)
            if any(record[1])
        ]
        open_to_the_end = i + 1 == len(records) and _is_open(lines[number - 1 : end])
        alike = sum(len(c) == usual for _, c in apart)
        swallowed = len(apart) > 1 and (
            alike == len(apart) if len(cells) == usual else alike * 2 > len(apart)
        )
        if open_to_the_end or swallowed:
            yield from apart
        else:
            yield number, cells


def _is_open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1
