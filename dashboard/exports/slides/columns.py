"""The columns of a table: their texts, and how they share the width of a slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from numbers import Number

import pandas as pd

from dashboard.exports.slides.fit import em
from dashboard.exports.slides.text import single_line
from dashboard.i18n import Translator
from dashboard.line_breaks import break_pieces

WIDEST_WORD = 11.0
"""Em; longer words are cut."""

UNBROKEN_WIDTHS = (7.0, 5.0, 3.0, 0.0)
"""Em; texts so short are not broken, the first of these that fits the slide."""

MAX_STRETCH = 2.2
"""A table may be so much wider than its texts need."""


@dataclass(frozen=True)
class TableTexts:
    """A table as texts.

    Attributes:
        heads: of the columns.
        rows: the cells.
        right: which columns stand to the right, for they hold numbers.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def table_texts(table: pd.DataFrame, words: Translator) -> TableTexts:
    """The cells of a table as this language writes them."""
    heads = [str(name) for name in table.columns]
    columns = [
        [value_text(value, head, words) for value in table.iloc[:, at].tolist()]
        for at, head in enumerate(heads)
    ]
    right = tuple(_is_right(column, words("matrix.nothing")) for column in columns)
    rows = tuple(zip(*columns, strict=True))
    return TableTexts(tuple(map(single_line, heads)), rows, right)


def value_text(value: object, heading: str, words: Translator) -> str:
    """One value: numbers as the language writes them, nothing for nothing."""
    if isinstance(value, str):
        return single_line(value)
    if pd.isna(value):
        return ""
    if isinstance(value, Number) and not isinstance(value, bool):
        return words.decimal(value) if heading.endswith("%") else words.number(value)
    return single_line(str(value))


def _is_right(column: Sequence[str], nothing: str) -> bool:
    """Whether a column holds numbers: then it stands to the right."""
    filled = [text for text in column if text not in ("", nothing)]
    return bool(filled) and all(text[0].isdigit() for text in filled)


def _needs(
    texts: TableTexts, at: int, size: float, pad: float, kept: float
) -> tuple[float, float]:
    """What a column needs at least, and what it needs to break no line.

    Texts of at most `kept` em are not broken, heads into two lines at most.
    """
    cells = [em(row[at]) for row in texts.rows]
    distinct = {row[at] for row in texts.rows}
    words = {word.rstrip() for text in distinct for word in break_pieces(text)}
    head = texts.heads[at]
    floor = [min(em(word), WIDEST_WORD) for word in words]
    floor += [cell for cell in cells if cell <= kept or texts.right[at]]
    floor += [min(em(word.rstrip(), True), WIDEST_WORD) for word in break_pieces(head)]
    floor.append(min(em(head, True) / 2 + 1, em(head, True), kept))
    ideal = max([em(head, True), *cells])
    return max(floor) * size + 2 * pad + 1, ideal * size + 2 * pad + 1


def _least(
    texts: TableTexts, band: tuple[int, ...], size: float, pad: float, room: float
) -> list[tuple[float, float]] | None:
    """The needs of columns side by side, short texts unbroken as far as that fits."""
    for kept in UNBROKEN_WIDTHS:
        needs = [_needs(texts, at, size, pad, kept) for at in band]
        if sum(need[0] for need in needs) <= room:
            return needs
    return None


def widths_of(
    texts: TableTexts, band: tuple[int, ...], size: float, pad: float, room: float
) -> list[float] | None:
    """Share the width out by content; None where the columns do not fit side by side."""
    needs = _least(texts, band, size, pad, room)
    if needs is None:
        return None
    least, ideal = ([need[i] for need in needs] for i in (0, 1))
    if sum(ideal) <= room:
        stretch = min(MAX_STRETCH, room / sum(ideal))
        return [width * stretch for width in ideal]
    weights = [_weight(texts, at, size, pad) for at in band]
    return _shared(least, ideal, weights, room)


def _weight(texts: TableTexts, at: int, size: float, pad: float) -> float:
    """How much of the width a column should have: as much as its texts are long."""
    total = sum(em(row[at]) ** 1.3 for row in texts.rows)
    mean = (total / max(len(texts.rows), 1)) ** (1 / 1.3)
    return mean * size + 2 * pad


def _shared(
    least: Sequence[float],
    ideal: Sequence[float],
    weights: Sequence[float],
    room: float,
) -> list[float]:
    """Widths between least and ideal that add up to the room, by weight."""
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
    """Columns that fit side by side, the first one in every band."""
    every = range(len(texts.heads))
    needs = [_needs(texts, at, size, pads[0], UNBROKEN_WIDTHS[-1])[0] for at in every]
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
