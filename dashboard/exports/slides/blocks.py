"""The parts of a section, a slide each: a chart, a sheet of a table, or sentences.

Chooses the drawing function by the type of the chart; a long table or text becomes
several parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts import Bars, Cards, Chart, Matrix, WorldMap
from dashboard.exports.slides.bars import bars_as_rows, lay_out_bars, shown_bars
from dashboard.exports.slides.chart import add_chart
from dashboard.exports.slides.columns import TableTexts
from dashboard.exports.slides.grid import TableSheet, sheets
from dashboard.exports.slides.matrix import matrix_look, matrix_texts
from dashboard.exports.slides.prose import ProseEntry, add_cards, add_prose, prose_pages
from dashboard.exports.slides.slide import Page, SlideFrame
from dashboard.exports.slides.table import CellLook, plain_look, table_shape
from dashboard.exports.slides.world import add_map
from dashboard.i18n import Translator
from dashboard.theme import themes

TextRows = Sequence[Sequence[str]]
Draw = Callable[[Page, str], Sequence[str]]
"""Fills a slide, given the alternative text of its figure; returns the full texts of
what it had to shorten."""


@dataclass(frozen=True)
class Part:
    """A slide of a section before it is drawn.

    Attributes:
        frame: headline, eyebrow and foot.
        draw: fills the slide.
        rows: the numbers on it, for the notes.
    """

    frame: SlideFrame
    draw: Draw
    rows: TextRows = ()


def drawn_parts(
    chart: Chart | None,
    title: str,
    make: Callable[..., SlideFrame],
    rows: TextRows,
    words: Translator,
) -> Iterator[Part]:
    """Yield the slides of a chart.

    Args:
        chart: what is drawn, if anything.
        title: the eyebrow.
        make: makes the frame from an eyebrow and, if any, the start of its caption.
        rows: the same numbers as texts, if the section has them.
        words: translates number formats and keys.
    """
    if isinstance(chart, Bars) and chart.categories and chart.series:
        yield _bar_part(chart, title, make, rows, words)
    elif isinstance(chart, Cards):
        frame = make(title)
        yield Part(
            frame, lambda page, _alt: add_cards(page, chart.cards, frame.body), rows
        )
    elif isinstance(chart, WorldMap):
        yield _map_part(chart, make(title), rows, words)
    elif isinstance(chart, Matrix) and chart.rows and chart.columns:
        yield from _matrix_parts(chart, make(title), words)


def _bar_part(
    chart: Bars,
    title: str,
    make: Callable[..., SlideFrame],
    rows: TextRows,
    words: Translator,
) -> Part:
    every = len(chart.categories)
    drawn = len(shown_bars(chart).categories)
    more = words("slides.first_shown", shown=drawn, all=every) if drawn < every else ""
    frame = make(title, more)
    plan = lay_out_bars(chart, frame.body, words("slides.totals"))

    def draw(page: Page, alt: str) -> Sequence[str]:
        add_chart(page, plan, alt, themes()[0])
        return plan.cut

    return Part(frame, draw, rows or bars_as_rows(chart))


def _map_part(
    chart: WorldMap, frame: SlideFrame, rows: TextRows, words: Translator
) -> Part:
    def draw(page: Page, alt: str) -> Sequence[str]:
        add_map(page, chart, frame.body, alt, words, themes()[0])
        return ()

    counted = [
        (name, words.number(chart.counts[code]))
        for code, name in chart.names.items()
        if code in chart.counts
    ]
    return Part(frame, draw, rows or counted)


def _matrix_parts(
    chart: Matrix, frame: SlideFrame, words: Translator
) -> Iterator[Part]:
    texts = matrix_texts(chart, words)
    for sheet in sheets(texts, (frame.body.width, frame.body.height)):
        look = matrix_look(chart, sheet, themes()[0])
        yield _sheet_part(texts, sheet, look, frame)


def table_parts(texts: TableTexts, frame: SlideFrame) -> Iterator[Part]:
    """Yield a table over as many slides as it needs, its heads on each."""
    for sheet in sheets(texts, (frame.body.width, frame.body.height)):
        yield _sheet_part(texts, sheet, plain_look(sheet, texts.right), frame)


def _sheet_part(
    texts: TableTexts,
    sheet: TableSheet,
    look: Callable[[int, int], CellLook],
    frame: SlideFrame,
) -> Part:
    whole = [
        tuple(row[at] for at in sheet.columns)
        for row in (texts.heads, *texts.rows[sheet.first : sheet.last])
    ]
    shown = (sheet.heads, *sheet.cells)
    cut = [
        full
        for full_row, row in zip(whole, shown, strict=True)
        for full, short in zip(full_row, row, strict=True)
        if full != short
    ]

    def draw(page: Page, alt: str) -> Sequence[str]:
        left_top = (frame.body.left, frame.body.top)
        number = page.next_id()
        page.add(table_shape(number, "Table", alt, left_top, sheet, look, page.lang))
        return cut

    return Part(frame, draw, whole)


def prose_parts(entries: Sequence[ProseEntry], frame: SlideFrame) -> Iterator[Part]:
    """Yield terms or sentences over as many slides as they need."""
    for size, shown in prose_pages(entries, frame.body.width, frame.body.height):
        yield _prose_part(shown, size, frame)


def _prose_part(shown: Sequence[ProseEntry], size: float, frame: SlideFrame) -> Part:
    def draw(page: Page, alt: str) -> Sequence[str]:
        del alt
        add_prose(page, shown, size, frame.body)
        return ()

    return Part(frame, draw, shown)
