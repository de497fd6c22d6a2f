"""The report as a paper: the summary and the figures, then the appendix.

Counts nothing: every number and sentence comes from the report.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.charts import Cards, Matrix
from dashboard.exports.paper.blocks import (
    Block,
    Bullets,
    Contents,
    Facts,
    Heading,
    NewPage,
    Paper,
    PaperFields,
    Picture,
    Text,
    table_of,
)
from dashboard.exports.pictures import figure_for_paper
from dashboard.i18n import Translator
from dashboard.report import EXHIBIT, SHEETS, Report, Section

FACT_SEPARATOR = " | "
MATRIX_COLUMNS = 9
"""A matrix with more columns is in the appendix, across the page."""

PORTRAIT_COLUMNS = 7
"""A table with more columns is on a page that lies across."""


def report_paper(report: Report, words: Translator, fields: PaperFields) -> Paper:
    """Return the report as a paper of a few pages and its appendix."""
    return Paper(
        report.lang,
        report.title,
        report.publisher,
        paper_marks(report, words, fields),
        FACT_SEPARATOR.join(report.facts),
        tuple(_blocks(report, words)),
    )


def paper_marks(
    report: Report, words: Translator, fields: PaperFields
) -> tuple[tuple[str, str], ...]:
    """Return the labels and values at the top right of a paper."""
    values = {
        "number": fields.number,
        "date": report.created_on,
        "author": fields.author or report.publisher,
    }
    return tuple((words(f"paper.{name}"), value) for name, value in values.items())


def link_text(report: Report, words: Translator) -> Iterator[Block]:
    """Yield the address of the same view, if it has one, to be read from paper."""
    if report.link:
        yield Text(words("slides.link", link=report.link), "note")


def _blocks(report: Report, words: Translator) -> Iterator[Block]:
    yield from link_text(report, words)
    yield Contents(words("paper.contents"))
    exhibits = [section for section in report.sections if section.place == EXHIBIT]
    for section in exhibits:
        yield from _exhibit(section, report, words)
    appendix = [
        (section, list(blocks))
        for section in report.sections
        if (blocks := list(_looked_up(section, words)))
    ]
    if not appendix:
        return
    across = _is_wide(appendix[0][0])
    yield NewPage(landscape=across)
    yield Heading(words("report.appendix"))
    yield Text(words("report.appendix_lead"), "note")
    for section, blocks in appendix:
        wide = _is_wide(section)
        if wide != across:
            yield NewPage(landscape=wide)
            across = wide
        yield Heading(section.title, 2)
        yield Text(section.headline, "strong")
        yield from blocks


def _exhibit(section: Section, report: Report, words: Translator) -> Iterator[Block]:
    """Yield heading, sentence and figure of a section, and its caption."""
    yield Heading(section.title)
    yield Text(section.headline, "strong")
    for term, sentences in section.terms:
        yield Text(term, "strong")
        yield Bullets(tuple(sentences.split("\n")))
    notes: list[str] = []
    if isinstance(section.chart, Cards):
        yield table_of(_cards(section.chart, words), section.title, words)
    elif _is_table(section) and section.table is not None:
        yield table_of(section.table, section.title, words)
    elif section.chart is not None:
        svg, notes = figure_for_paper(report, section)
        yield Picture(svg, f"{section.headline} {section.caption}".strip())
    caption = " ".join(filter(None, (section.caption, *notes)))
    if caption:
        yield Text(caption, "note")


def _cards(cards: Cards, words: Translator) -> pd.DataFrame:
    """Return headline numbers as a table: what, number, meaning."""
    heads = [words(f"paper.card_{name}") for name in ("label", "value", "meaning")]
    rows = [
        (card.label, f"{card.value} {card.unit}".strip(), card.meaning)
        for card in cards.cards
    ]
    return pd.DataFrame(rows, columns=heads)


def _is_table(section: Section) -> bool:
    """Whether a figure is set as a table among the figures: a matrix that fits."""
    return isinstance(section.chart, Matrix) and (
        len(section.chart.columns) <= MATRIX_COLUMNS
    )


def _is_wide(section: Section) -> bool:
    return section.table is not None and len(section.table.columns) > PORTRAIT_COLUMNS


def _looked_up(section: Section, words: Translator) -> Iterator[Block]:
    """Yield table, terms and sentences of a section that are in the appendix."""
    exhibited = section.place == EXHIBIT
    done = exhibited and (isinstance(section.chart, Cards) or _is_table(section))
    if section.place == SHEETS or done:
        return
    table = section.table
    if table is not None and len(table):
        yield table_of(table, section.title, words, small=_is_wide(section))
        if section.table_caption:
            yield Text(section.table_caption, "note")
    if not exhibited:
        if section.terms:
            yield Facts(section.terms, section.title)
        if section.items:
            yield Bullets(section.items)
