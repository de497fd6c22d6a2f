"""Reads CSV and other delimited text: detects the delimiter; cells may hold line breaks.

A row's number is the physical line in which its record starts. A table pasted from a
browser or a spreadsheet is delimited by tabs.
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
"""Of two that split the lines equally well, the earlier one wins."""

SAMPLE_LINES = 400
"""How many lines the delimiter is detected from."""

MIN_EVENNESS = 0.5
"""A delimiter that splits the lines less evenly, and few of them, is none."""

MAX_PROSE_EVENNESS, WORDS_OF_PROSE = 1.4, 3
"""Sentences split more unevenly, into parts of more words, than rows do."""

KIND_OF_DELIMITER = {",": "csv", ";": "csv (;)", "\t": "tsv", "|": "csv (|)"}
"""Delimiter -> kind of the grid."""

_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_RULE = re.compile(
    r"^[ \t]*+(?:\|[ \t]*+)?+:?-{2,}+:?[ \t]*+(?:\|[ \t:|-]*+)?+$", re.MULTILINE
)
_SENTENCE = re.compile(r"[a-zß-ÿа-я]{4}[.!?]\s|[.!?。！？]\s*+$")
_UNSPACED_SENTENCE = re.compile(r"[^\s,]{20}[。！？]")

Record = tuple[int, list[str]]


def find_delimiter(text: str) -> str:
    """Detect the delimiter of cells; "" if there is none, `|` for a pipe table, too."""
    return find_delimiter_and_evenness(text)[0]


def find_delimiter_and_evenness(text: str) -> tuple[str, float]:
    """Detect the delimiter of cells, and how evenly it splits the lines.

    Returns:
        "" and 0 if there is none. Evenness is the share of lines with the usual number
        of cells and the share of lines with several, added: 2 for a plain table.
    """
    if declared := _SEP_LINE.match(text):
        return declared[1], 2.0
    lines = [line for line in text[:400_000].split("\n")[:SAMPLE_LINES] if line.strip()]
    piped = sum(line.lstrip().startswith("|") for line in lines)
    if piped * 2 >= len(lines) or (piped and _RULE.search(text[:400_000])):
        return "|", 2.0
    best, delimiter_found = (0.0, 0), ""
    for delimiter in DELIMITERS:
        if delimiter == "\t" and not any("\t" in line.strip() for line in lines):
            continue  # tabs that only indent part no cells
        if (score := _evenness(lines, delimiter)) > best:
            best, delimiter_found = score, delimiter
    return delimiter_found, best[0]


def parts_few_lines(text: str, delimiter: str, evenness: float) -> bool:
    """Whether a delimiter stands in few lines, or only as in sentences."""
    lines = [line for line in text[:400_000].split("\n")[:SAMPLE_LINES] if line.strip()]
    parted = sum(delimiter in line for line in lines)
    if evenness < MIN_EVENNESS and 2 * parted < len(lines):
        return True
    sentences = sum(bool(_SENTENCE.search(line)) for line in lines)
    if delimiter == "," and len(lines) > 1 and sentences == len(lines):
        return True
    as_prose = delimiter in ",;" and evenness < MAX_PROSE_EVENNESS
    if as_prose and not any(_parts_tightly(line, delimiter) for line in lines):
        return True
    words = sum(len(line.split()) for line in lines)
    cells = sum(line.count(delimiter) + 1 for line in lines)
    return (
        as_prose
        and 2 * sentences > len(lines)
        and (
            words > WORDS_OF_PROSE * cells
            or _UNSPACED_SENTENCE.search(text) is not None
        )
    )


def _parts_tightly(line: str, delimiter: str) -> bool:
    """Whether a delimiter stands before another sign than a blank, as in no sentence."""
    return any(part[:1].strip() for part in line.rstrip().split(delimiter)[1:]) or (
        delimiter * 2 in line
    )


def is_pipe_table(text: str) -> bool:
    """Whether a text delimited by pipes is Markdown rather than CSV with pipes."""
    start = text[:400_000]
    if _RULE.search(start) or re.search(r"^[ \t]*\|", start, re.MULTILINE):
        return True
    return not re.search(r'(^|\|)"', start, re.MULTILINE)


def read_delimited(text: str, delimiter: str, name: str) -> Table:
    """Read all records.

    Returns:
        The records with any text, each with its own number of cells.

    Raises:
        SourceError: a record has more cells, or the text more rows or cells, than a
            list can have.
    """
    if "\n" not in text:
        text = text.replace("\r", "\n")
    numbers: list[int] = []
    texts: list[tuple[str, ...]] = []
    cell_count = 0
    first = 2 if _SEP_LINE.match(text) else 1
    for at, (number, cells) in enumerate(_records(text, delimiter, first), start=1):
        if len(cells) > refusals.MAX_COLUMNS:
            where, where_ja = f"line {number}", f" {number} 行目"
            raise refusals.too_many_columns(name, where, where_ja, len(cells))
        cell_count += len(cells)
        if cell_count > refusals.MAX_CELLS:
            raise refusals.too_much_text(name)
        if at > refusals.MAX_ROWS:
            raise refusals.too_many_rows(name, text.count("\n") + 1)
        if "".join(cells).strip():
            numbers.append(number)
            texts.append(tuple(cells))
    return Table(numbers, texts)


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Score how evenly a delimiter splits the lines, and return the usual width."""
    widths = Counter(
        len(cells) for _, cells in _parse("\n".join(lines), delimiter) if any(cells)
    )
    several = {width: times for width, times in widths.items() if width > 1}
    if not several:
        return (0.0, 0)
    width, times = max(several.items(), key=lambda item: (item[1], item[0]))
    records = sum(widths.values())
    alike_share = times / records
    split_share = sum(several.values()) / records
    return (
        round(alike_share + split_share, 2) if times > 1 or records == 1 else 0.1,
        width,
    )


def _parse(text: str, delimiter: str) -> Iterator[Record]:
    """Yield records with their first line; quotes may hold line breaks."""
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
    """Yield records, and restore the lines that a stray quote swallowed.

    A quote that is never closed, or only by another stray one, makes one record out of
    many lines. Such a record has another width than the others, while its lines have
    the usual one.
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
        lines_apart = [
            record
            for record in _unquoted(lines[number - 1 : end], delimiter, number)
            if any(record[1])
        ]
        open_to_the_end = i + 1 == len(records) and _is_open(lines[number - 1 : end])
        usual_lines = sum(len(c) == usual for _, c in lines_apart)
        swallowed = len(lines_apart) > 1 and (
            usual_lines == len(lines_apart)
            if len(cells) == usual
            else usual_lines * 2 > len(lines_apart)
        )
        if open_to_the_end or swallowed:
            yield from lines_apart
        else:
            yield number, cells


def _is_open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1
