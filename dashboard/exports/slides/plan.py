"""Which slides a handout has, in order: summary and figures, then the appendix.

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
from dashboard.exports.slides.columns import TableTexts, table_texts
from dashboard.exports.slides.deck import FACT_SEPARATOR, Deck
from dashboard.exports.slides.slide import SlideFrame
from dashboard.exports.slides.text import Paragraph, Style, single_line
from dashboard.i18n import Translator, load_words
from dashboard.report import EXHIBIT, SHEETS, Report, Section


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


def add_exhibits(deck: Deck, report: Report, words: Translator) -> None:
    """Add what the committee sees first: the summary, then a slide for each figure."""
    for section in report.sections:
        for parts in _exhibit(deck, report, section, words):
            _add_parts(deck, report, section, parts, words)


def add_appendix(deck: Deck, report: Report, words: Translator) -> None:
    """Add what is looked up, behind a divider; nothing where there is nothing."""
    listed = [
        (section, groups)
        for section in report.sections
        if (groups := list(_looked_up(deck, report, section, words)))
    ]
    if not listed:
        return
    style = Style(deck.points(16), color="muted" if deck.own else "", align="")
    lead = words("report.appendix_lead")
    page = deck.divider(words("report.appendix"), [Paragraph(lead, style)])
    titles = words.listed([section.title for section, _ in listed])
    page.notes([words("report.appendix"), lead, titles])
    for section, groups in listed:
        for parts in groups:
            _add_parts(deck, report, section, parts, words)


def add_figure(deck: Deck, report: Report, section: Section, words: Translator) -> None:
    """Add the slides of a section's figure.

    Raises:
        ValueError: the section has no figure.
    """
    drawn = _drawn(deck, report, section, words)
    if not drawn:
        message = f"Can't make a slide of section '{section.key}': it has no figure."
        raise ValueError(message)
    _add_parts(deck, report, section, drawn, words)


def _add_parts(
    deck: Deck,
    report: Report,
    section: Section,
    parts: Sequence[Part],
    words: Translator,
) -> None:
    """Add slides that belong together, numbered if there are several."""
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


def _exhibit(
    deck: Deck, report: Report, section: Section, words: Translator
) -> Iterator[list[Part]]:
    """Yield the slide that the committee sees first: of a figure, or of the summary.

    A figure that takes several slides is looked up instead.
    """
    if section.place != EXHIBIT:
        return
    if section.chart is None:
        yield from _texts(deck, report, section)
    elif len(drawn := _drawn(deck, report, section, words)) == 1:
        yield drawn


def _looked_up(
    deck: Deck, report: Report, section: Section, words: Translator
) -> Iterator[list[Part]]:
    """Yield the slides of the appendix: of the table and the texts, each numbered alone.

    An empty section has its headline only.
    """
    if section.place == SHEETS:
        return
    exhibited = section.place == EXHIBIT
    drawn = _drawn(deck, report, section, words)
    if drawn and (len(drawn) > 1 or not exhibited):
        yield drawn
    texts = _table_texts(section, words)
    if texts and not isinstance(section.chart, Cards):
        name = words("slides.table", title=section.title) if drawn else section.title
        caption = section.table_caption
        frame = _frame(deck, report, section.headline, caption, name)
        yield list(table_parts(texts, frame))
    prose = [] if exhibited else list(_texts(deck, report, section))
    yield from prose
    if not (drawn or texts or prose or exhibited):
        frame = _frame(deck, report, section.headline, section.caption, section.title)
        yield [Part(frame, lambda _page, _alt: ())]


def _table_texts(section: Section, words: Translator) -> TableTexts | None:
    table = section.table
    return table_texts(table, words) if table is not None and len(table) else None


def _drawn(
    deck: Deck, report: Report, section: Section, words: Translator
) -> list[Part]:
    """Return the slides of a section's chart."""
    make = partial(_frame, deck, report, section.headline, section.caption)
    texts = _table_texts(section, words)
    rows = [texts.heads, *texts.rows] if texts else []
    return list(drawn_parts(section.chart, section.title, make, rows, words))


def _texts(deck: Deck, report: Report, section: Section) -> Iterator[list[Part]]:
    """Yield the slides of terms and sentences."""
    frame = _frame(deck, report, section.headline, section.caption, section.title)
    items = ((f"{at}.", item) for at, item in enumerate(section.items, start=1))
    prose = [
        part
        for entries in (section.terms, tuple(items))
        if entries
        for part in prose_parts(entries, frame)
    ]
    if prose:
        yield prose


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
