"""Headline numbers, terms and sentences on slides.

Font sizes shrink until the texts fit; what still does not fit is shortened or goes to
another slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dashboard.charts import Card
from dashboard.exports.slides.fit import LEADING, em, shortened, wrap_lines
from dashboard.exports.slides.key import preset_shape
from dashboard.exports.slides.slide import MIN_SLIDE_TEXT, Page
from dashboard.exports.slides.text import (
    Paragraph,
    SlideBox,
    Style,
    paragraphs_height,
    single_line,
)

CARD_RULE_WIDTH = 2.0
CARDS_PER_ROW = 4
"""Most cards side by side."""

GUTTER = 28.0
HEADLINE_NUMBER_SIZES = (66, 60, 54, 48, 40, 32, 24, 18)
MEANING_SIZE = 14.0
CARD_PART_GAP = 10.0
"""Points between the parts of a card."""

TERM_WIDTH, NUMBER_WIDTH = 0.24, 34.0
"""Width for terms, as a share of the box; width for numbers, in points."""

PROSE_SIZES = (18, 16, 14)
ENTRY_GAP = 0.55
"""Space between entries, in font sizes."""


def add_cards(page: Page, cards: Sequence[Card], body: SlideBox) -> list[str]:
    """Draw headline numbers; return the full texts of what had to be shortened."""
    rows = [cards[i : i + CARDS_PER_ROW] for i in range(0, len(cards), CARDS_PER_ROW)]
    across = max(map(len, rows), default=1)
    width = (body.width - GUTTER * (across - 1)) / across
    tall = body.height / max(len(rows), 1)
    cut: list[str] = []
    for at, row in enumerate(rows):
        top = body.top + at * tall
        cut += _add_row(page, row, SlideBox(body.left, top, width, tall - 12))
    return cut


@dataclass(frozen=True)
class _Row:
    """A part that all cards of a row have: texts as shown, style and height."""

    texts: tuple[str, ...]
    style: Style
    deep: float
    cut: tuple[str, ...]


def _card_rows(cards: Sequence[Card], width: float, share: float) -> list[_Row]:
    """Set labels, numbers, units and meanings in a share of their usual font size."""
    values = [card.value for card in cards]
    size = next(
        (
            points
            for points in HEADLINE_NUMBER_SIZES
            if points <= share * HEADLINE_NUMBER_SIZES[0]
            and all(em(single_line(value), True) * points <= width for value in values)
        ),
        HEADLINE_NUMBER_SIZES[-1],
    )
    small = [
        max(MIN_SLIDE_TEXT, round(points * share)) for points in (16, 18, MEANING_SIZE)
    ]
    parts = (
        ([card.label for card in cards], Style(small[0], bold=True), 2),
        (values, Style(size, bold=True, color="accent"), 1),
        ([card.unit for card in cards], Style(small[1]), 2),
        ([card.meaning for card in cards], Style(small[2], color="muted"), 6),
    )
    rows = []
    for texts, style, most in parts:
        room, full = width / style.size, tuple(map(single_line, texts))
        shown = tuple(shortened(text, room, most, style.bold) for text in full)
        lines = max(len(wrap_lines(text, room, style.bold)) for text in shown)
        cut = tuple(text for text in full if text not in shown)
        rows.append(_Row(shown, style, lines * style.size * LEADING, cut))
    return rows


def _add_row(page: Page, cards: Sequence[Card], first: SlideBox) -> list[str]:
    """Draw a row of cards, parts aligned, as large as there is room."""
    width = first.width
    for share in (1.0, 0.85, 0.7, 0.55):
        rows = _card_rows(cards, width, share)
        room = first.height - 16 - CARD_PART_GAP * share * (len(rows) - 1)
        if sum(row.deep for row in rows) <= room:
            break
    else:
        rows = rows[:-1]
    spare = max(0.0, room - sum(row.deep for row in rows))
    top = first.top + min(0.08 * first.height, spare / 2)
    for at, card in enumerate(cards):
        rule = SlideBox(first.left + at * (width + GUTTER), top, width, CARD_RULE_WIDTH)
        name, number = single_line(card.label), page.next_id()
        page.add(preset_shape(number, name, "rect", rule, ("accent", "accent", 0)))
    top += 16
    for row in rows:
        for at, text in enumerate(row.texts):
            left = first.left + at * (width + GUTTER)
            name = f"{cards[at].label}: {text}"[:80]
            page.text(
                name, SlideBox(left, top, width, row.deep), [Paragraph(text, row.style)]
            )
        top += row.deep + CARD_PART_GAP * share
    left_out = () if len(rows) == 4 else map(single_line, (c.meaning for c in cards))
    return [*(text for row in rows for text in row.cut), *left_out]


ProseEntry = tuple[str, str]
"""A term, or a number, and the sentences beside it."""


def prose_pages(
    entries: Sequence[ProseEntry], width: float, tall: float
) -> list[tuple[float, list[ProseEntry]]]:
    """Divide the entries between as few slides as possible, with their font size."""
    hang, size = _hang(entries, width), PROSE_SIZES[-1]
    for size in PROSE_SIZES:
        if _deep(entries, size, hang, width) <= tall:
            return [(size, list(entries))]
    pages: list[list[ProseEntry]] = [[]]
    used = 0.0
    for entry in _divided(entries, size, width - hang, tall):
        deep = _deep([entry], size, hang, width)
        if pages[-1] and used + deep > tall:
            pages.append([])
            used = 0.0
        pages[-1].append(entry)
        used += deep
    return [(size, page) for page in pages]


def _hang(entries: Sequence[ProseEntry], width: float) -> float:
    """Return the hanging indent of sentences beside their terms, in points."""
    numbered = all(term.rstrip(".").isdigit() for term, _ in entries if term)
    return NUMBER_WIDTH if numbered else TERM_WIDTH * width


def _lines(entry: ProseEntry, size: float, hang: float) -> list[Paragraph]:
    """Return a term and its sentences as paragraphs; a long term has its own."""
    term, text = single_line(entry[0]), entry[1]
    first, *others = map(single_line, text.split("\n"))
    style = Style(size, before=size * ENTRY_GAP)
    near = replace(style, before=size * ENTRY_GAP / 2)
    more = [Paragraph(sentence, near, hang=hang) for sentence in others]
    if em(term, True) * size <= hang - size / 2:
        return [Paragraph(first, style, hang=hang, lead=term), *more]
    above = Paragraph(term, replace(style, bold=True, color="accent"))
    return [above, Paragraph(first, replace(style, before=0), hang=hang), *more]


def _deep(
    entries: Sequence[ProseEntry], size: float, hang: float, width: float
) -> float:
    lines = [line for entry in entries for line in _lines(entry, size, hang)]
    return paragraphs_height(lines, width)


def _divided(
    entries: Sequence[ProseEntry], size: float, room: float, tall: float
) -> list[ProseEntry]:
    """Return the entries; an entry longer than a slide is split into several."""
    divided: list[ProseEntry] = []
    most = max(1, int(tall / (size * LEADING)) - 3)
    for term, text in entries:
        sentences = map(single_line, text.split("\n"))
        lines = [line for one in sentences for line in wrap_lines(one, room / size)]
        starts = [*range(0, len(lines), most), len(lines)]
        for at, (first, last) in enumerate(pairwise(starts)):
            part = " ".join(lines[first:last]) if len(starts) > 2 else text
            divided.append((term if at == 0 else "", part))
    return divided


def add_prose(
    page: Page, entries: Sequence[ProseEntry], size: float, body: SlideBox
) -> None:
    """Write terms at the left and their sentences beside them, in a single text box."""
    hang = _hang(entries, body.width)
    lines = [line for entry in entries for line in _lines(entry, size, hang)]
    page.text("Text", body, lines)
