"""Long lists made of the Kobe list, for measuring only.

`repeated` repeats the body of the list, so few texts are distinct. In `varied` every
agreement names an institution of its own, so remembering what a text means does not
help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.model import Edition

HEADING_LINES = 2
Cell = tuple[int, int]
"""Line of the list and position between its pipes, both from 1."""


def heading_and_body(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Split a pipe table into its heading and its numbered body lines."""
    lines = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [line for _, line in lines[:HEADING_LINES]], lines[HEADING_LINES:]


def institution_cells(edition: Edition) -> frozenset[Cell]:
    """Where the list prints the institutions of its agreements."""
    cells = edition.provenance.query("column == 'institution_text'")
    return frozenset(zip(cells["source_row"], cells["source_column"], strict=True))


def repeated(text: str, rows: int) -> str:
    """The list repeated until it has `rows` rows."""
    return _long_list(text, rows, lambda _row, _number, line: line)


def varied(text: str, rows: int, institutions: frozenset[Cell]) -> str:
    """The same, but each row's institution has a name that no other row has."""
    positions = dict(institutions)

    def renamed(row: int, number: int, line: str) -> str:
        if number not in positions:
            return line
        cells = line.split("|")
        position = positions[number]
        cells[position] = f"{cells[position].rstrip()}{_syllables(row)}校 "
        return "|".join(cells)

    return _long_list(text, rows, renamed)


def write_list(path: Path, text: str) -> None:
    """Write a made list."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _long_list(text: str, rows: int, line_of: Callable[[int, int, str], str]) -> str:
    heading, body = heading_and_body(text)

    def lines() -> Iterator[str]:
        yield from heading
        for row in range(rows):
            number, line = body[row % len(body)]
            yield line_of(row, number, line)

    return "\n".join(lines()) + "\n"


def _syllables(row: int) -> str:
    """A name for a number: digits alone could be folded away."""
    return "".join("アイウエオカキクケコ"[int(digit)] for digit in f"{row:07d}")
