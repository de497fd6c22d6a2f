"""Which slides a section has, in order: its chart, its table, its terms and sentences.

Also writes the speaker's notes and the properties of the file. Every text comes from
the report or the translator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from pptx.presentation import Presentation

from dashboard.charts import Cards
from dashboard.exports.slides.blocks import Part, drawn_parts, prose_parts, table_parts
from dashboard.exports.slides.columns import table_texts
from dashboard.exports.slides.deck import FACT_SEPARATOR, Deck
from dashboard.exports.slides.slide import SlideFrame
from dashboard.exports.slides.text import Paragraph, Style, single_line
from dashboard.i18n import Translator, load_words
from dashboard.report import Report, Section


def add_opening(deck: Deck, report: Report, words: Translator) -> None:
    """Add the first slide: title, publisher, edition and filters, and the date."""
    facts = FACT_SEPARATOR.join(report.facts)
    date = words("slides.made_on", day=report.created_on) if report.created_on else ""
    first = Style(deck.points(22), color="text" if deck.own else "", align="")
    other = Style(
        deck.points(16), color="muted" if deck.own else "", align="", before=8
    )
    lines = [
        Paragraph(single_line(text), style)
        for text, style in (
            (report.publisher, first),
            (facts, replace(other, before=18)),
            (date, other),
        )
        if text
    ]
    if report.link:
        lines.append(Paragraph("", other, words("slides.same_view")))
    page = deck.opening(report.title, lines, report.link)
    page.notes(filter(None, (report.title, report.publisher, facts, date, report.link)))


def add_section(
    deck: Deck, report: Report, section: Section, words: Translator
) -> None:
    """Add all slides of a section."""
    for parts in _parts(deck, report, section, words):
        for at, part in enumerate(parts, start=1):
            several = len(parts) > 1
            mark = words("slides.mark", page=at, pages=len(parts)) if several else ""
            page = deck.page(part.frame, mark, report.link)
            cut = [*part.frame.cut, *part.draw(page, part.frame.alt)]
            page.notes(_notes(report, section, part, cut, words))


def _notes(
    report: Report, section: Section, part: Part, cut: Sequence[str], words: Translator
) -> Iterator[str]:
    """Yield the whole headline, caption and numbers, and the texts cut on the slide."""
    yield section.headline
    yield from filter(None, (section.caption, FACT_SEPARATOR.join(report.facts)))
    for row in part.rows:
        yield " | ".join(single_line(cell) for cell in row)
    if cut:
        yield words("slides.in_full")
        yield from cut
    if report.link:
        yield words("slides.link", link=report.link)


def _parts(
    deck: Deck, report: Report, section: Section, words: Translator
) -> Iterator[list[Part]]:
    """Yield the slides of the chart, of the table and of the texts, each numbered alone.

    An empty section has its headline only.
    """
    make = partial(_frame, deck, report, section.headline, section.caption)
    table = section.table
    texts = table_texts(table, words) if table is not None and len(table) else None
    rows = [texts.heads, *texts.rows] if texts else []
    drawn = list(drawn_parts(section.chart, section.title, make, rows, words))
    if drawn:
        yield drawn
    if texts and not isinstance(section.chart, Cards):
        name = words("slides.table", title=section.title) if drawn else section.title
        caption = section.table_caption
        frame = _frame(deck, report, section.headline, caption, name)
        yield list(table_parts(texts, frame))
    items = ((f"{at}.", item) for at, item in enumerate(section.items, start=1))
    prose = [
        part
        for entries in (section.terms, tuple(items))
        if entries
        for part in prose_parts(entries, make(section.title))
    ]
    if prose:
        yield prose
    if not (drawn or texts or prose):
        yield [Part(make(section.title), lambda _page, _alt: ())]


def _frame(
    deck: Deck,
    report: Report,
    headline: str,
    caption: str,
    eyebrow: str,
    more: str = "",
) -> SlideFrame:
    words = load_words(report.lang)
    tail = words("slides.same_view") if report.link else ""
    facts = FACT_SEPARATOR.join(report.facts)
    whole = " ".join(filter(None, (more, caption)))
    return deck.frame(headline, eyebrow, whole, facts, tail)


def write_core_properties(
    deck: Presentation, report: Report, words: Translator
) -> None:
    """Write the properties of the file, without a date: bytes are reproducible."""
    about = deck.core_properties
    for name in ("created", "modified"):
        for old in about._element.findall(f"{{http://purl.org/dc/terms/}}{name}"):
            about._element.remove(old)
    about.title = single_line(report.title)[:250]
    about.author = about.last_modified_by = single_line(report.publisher)[:250]
    about.subject = single_line(FACT_SEPARATOR.join(report.facts))[:250]
    about.keywords = single_line(words("slides.keywords", edition=report.edition))[:250]
    about.comments = single_line(report.created_on)
    about.language = "ja-JP" if report.lang == "ja" else "en-US"
    about.revision = 1
