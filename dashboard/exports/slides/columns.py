"""The columns of a table: their texts, and how they share the width of a slide.

Pure arithmetic in points and em; `grid` divides the rows between slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from numbers import Number
from typing import Any

import pandas as pd

from dashboard.exports.slides.fit import em
from dashboard.exports.slides.text import single_line
from dashboard.i18n import Translator
from dashboard.line_breaks import break_pieces

WIDEST_WORD = 11.0
"""Em; longer words are cut."""

UNBROKEN_WIDTHS = (7.0, 5.0, 3.0, 0.0)
"""Em; texts up to this width are not broken. The first that fits the slide is used."""

MAX_STRETCH = 2.2
"""How many times as wide as its texts a table may be."""


@dataclass(frozen=True)
class TableTexts:
    """A table as texts.

    Attributes:
        heads: of the columns.
        rows: the cells.
        right: which columns are right-aligned, because they hold numbers.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def table_texts(table: pd.DataFrame, words: Translator) -> TableTexts:
    """Return the cells of a table as this language writes them."""
    heads = [str(name) for name in table.columns]
    columns = [
        [value_text(value, head, words) for value in table.iloc[:, at].tolist()]
        for at, head in enumerate(heads)
    ]
    right = tuple(_is_right(column, words("matrix.nothing")) for column in columns)
    rows = tuple(zip(*columns, strict=True))
    return TableTexts(tuple(map(single_line, heads)), rows, right)


def value_text(value: Any, heading: str, words: Translator) -> str:
    """Return a value as text: numbers as the language writes them, "" if missing."""
    if isinstance(value, str):
        return single_line(value)
    if pd.isna(value):
        return ""
    is_number = isinstance(value, Number) and not isinstance(value, bool)
    if is_number:
        return words.decimal(value) if heading.endswith("%") else words.number(value)
    return single_line(str(value))


def _is_right(column: Sequence[str], nothing: str) -> bool:
    """Whether a column holds numbers only and is right-aligned."""
    filled = [text for text in column if text not in ("", nothing)]
    return bool(filled) and all(text[0].isdigit() for text in filled)


def _column_needs(
    texts: TableTexts, at: int, size: float, pad: float, unbroken: float
) -> tuple[float, float]:
    """Return the least width of a column, and the width in which no line breaks.

    Texts of at most `unbroken` em are not broken, heads into two lines at most.
    """
    cells = [em(row[at]) for row in texts.rows]
    distinct = {row[at] for row in texts.rows}
    words = {word.rstrip() for text in distinct for word in break_pieces(text)}
    head = texts.heads[at]
    floor = [min(em(word), WIDEST_WORD) for word in words]
    floor += [cell for cell in cells if cell <= unbroken or texts.right[at]]
    floor += [min(em(word.rstrip(), True), WIDEST_WORD) for word in break_pieces(head)]
    floor.append(min(em(head, True) / 2 + 1, em(head, True), unbroken))
    ideal = max([em(head, True), *cells])
    return max(floor) * size + 2 * pad + 1, ideal * size + 2 * pad + 1


def _band_needs(
    texts: TableTexts, band: tuple[int, ...], size: float, pad: float, room: float
) -> list[tuple[float, float]] | None:
    """Return the needs of columns side by side, with as few short texts broken as fit.

    None where they do not fit at all.
    """
    for unbroken in UNBROKEN_WIDTHS:
        needs = [_column_needs(texts, at, size, pad, unbroken) for at in band]
        if sum(need[0] for need in needs) <= room:
            return needs
    return None


def widths_of(
    texts: TableTexts, band: tuple[int, ...], size: float, pad: float, room: float
) -> list[float] | None:
    """Divide the width by content; None where the columns do not fit side by side."""
    needs = _band_needs(texts, band, size, pad, room)
    if needs is None:
        return None
    least, ideal = ([need[i] for need in needs] for i in (0, 1))
    if sum(ideal) <= room:
        stretch = min(MAX_STRETCH, room / sum(ideal))
        return [width * stretch for width in ideal]
    weights = [_weight(texts, at, size, pad) for at in band]
    return _share_out(least, ideal, weights, room)


def _weight(texts: TableTexts, at: int, size: float, pad: float) -> float:
    """Return how much of the width a column should have, by the length of its texts."""
    total = sum(em(row[at]) ** 1.3 for row in texts.rows)
    mean: float = (total / max(len(texts.rows), 1)) ** (1 / 1.3)
    return mean * size + 2 * pad


def _share_out(
    least: Sequence[float],
    ideal: Sequence[float],
    weights: Sequence[float],
    room: float,
) -> list[float]:
    """Return widths between least and ideal that add up to the room, by weight."""
    low, high = 0.0, room / min(weights)
    for _ in range(40):
        middle = (low + high) / 2
        if sum(_bounded(least, ideal, weights, middle)) > room:
            high = middle
        else:
            low = middle
    return list(_bounded(least, ideal, weights, low))


def _bounded(
    least: Sequence[float],
    ideal: Sequence[float],
    weights: Sequence[float],
    factor: float,
) -> Iterator[float]:
    for floor, ceiling, weight in zip(least, ideal, weights, strict=True):
        yield max(floor, min(ceiling, weight * factor))


def bands_of(
    texts: TableTexts, size: float, pads: tuple[float, float], room: float
) -> list[tuple[int, ...]]:
    """Return bands of columns that fit side by side, the first column in each."""
    every = range(len(texts.heads))
    needs = [
        _column_needs(texts, at, size, pads[0], UNBROKEN_WIDTHS[-1])[0] for at in every
    ]
    if sum(needs) <= room:
        return [tuple(range(len(needs)))]
    bands, band, used = [], [0], needs[0]
    for at in range(1, len(needs)):
        if used + needs[at] > room and len(band) > 1:
            bands.append(tuple(band))
            band, used = [0], needs[0]
        band.append(at)
        used += needs[at]
    return [*bands, tuple(band)]
