"""A presentation being made: adds slides with title, eyebrow, foot and number.

Divides the room of the layouts between them; `plan` fills what is left.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.slide import SlideLayout

from dashboard.exports.slides.base import own_package
from dashboard.exports.slides.fit import (
    LEADING,
    broken_at_spaces,
    largest_fitting,
    shortened,
    text_height,
)
from dashboard.exports.slides.layouts import (
    TITLE_TYPES,
    Layouts,
    Room,
    find_layouts,
    room_of,
)
from dashboard.exports.slides.package import rewritten
from dashboard.exports.slides.pptx_types import placeholders_of
from dashboard.exports.slides.slide import (
    MIN_SLIDE_TEXT,
    Page,
    SlideFrame,
    add_slide_number,
    fill_placeholders,
    linked,
)
from dashboard.exports.slides.template import Template
from dashboard.exports.slides.text import (
    Paragraph,
    SlideBox,
    Style,
    paragraphs_height,
    resized,
    single_line,
)

TITLE_SIZES = (26, 24, 22, 20, 18)
LONG_TITLE_SIZES = (16, 14, MIN_SLIDE_TEXT)
LONG_TITLE = 0.36
"""The share of the slide's height that a very long headline may take."""

OPENING_SIZES = (38, 34, 30, 26, 22, 20, 18, 16)
EYEBROW_HEIGHT = 22.0
COUNTER_WIDTH = 10.0
"""Em after an eyebrow, for the page counter."""

FOOT_GAP = 12.0
TITLE_GAP = 18.0
FACT_LINES = 3
FACTS_GAP = 4.0
FACT_SEPARATOR = "  |  "
"""Between facts on one line."""


_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Deck:
    """The presentation; slides are added in order."""

    def __init__(self, lang: str, template: Template | None) -> None:
        """Open the default design, or a template."""
        self.lang, self.own = lang, template is None
        self.deck, self.layouts = _open_deck(template)
        self.scale = min(1.0, self.layouts.height / 540)

    def points(self, size: float) -> float:
        """Scale a font size to the height of the slides, never below the legible."""
        return max(MIN_SLIDE_TEXT, round(size * self.scale))

    def frame(
        self, headline: str, eyebrow: str, caption: str, facts: str, tail: str
    ) -> SlideFrame:
        """Divide a slide between headline, eyebrow, foot and body."""
        title, size, shown = self._headline(single_line(headline))
        body = self.layouts.body
        lowest = title.bottom + (TITLE_GAP if self.own else 4)
        moved = (lowest if self.own else max(body.top, lowest)) - body.top
        body = replace(body, top=body.top + moved, height=body.height - moved)
        small = Style(MIN_SLIDE_TEXT, bold=True, color="accent")
        above = SlideBox(
            title.left, title.top - EYEBROW_HEIGHT, title.width, EYEBROW_HEIGHT - 4
        )
        if not self.own:
            above = SlideBox(body.left, body.top, body.width, EYEBROW_HEIGHT - 4)
            body = replace(
                body, top=body.top + EYEBROW_HEIGHT, height=body.height - EYEBROW_HEIGHT
            )
        room = above.width / MIN_SLIDE_TEXT - COUNTER_WIDTH
        name = Paragraph(shortened(single_line(eyebrow), room, 1, bold=True), small)
        foot, cut = self._foot(caption, facts, tail, body.width)
        deep = paragraphs_height(foot, body.width)
        below = SlideBox(body.left, body.bottom - deep, body.width, deep)
        body = replace(body, height=body.height - deep - FOOT_GAP)
        alt = " ".join(filter(None, (single_line(headline), single_line(caption))))
        return SlideFrame(shown, size, title, name, above, foot, below, body, alt, cut)

    def _headline(self, text: str) -> tuple[SlideBox, float, str]:
        """Return the box of a headline, its font size, and its text as shown."""
        room = self.layouts.title
        width, tall = room.inner
        sizes = [self.points(size) for size in TITLE_SIZES]
        size = largest_fitting(text, sizes, (width, tall), bold=True)
        if text_height(text, size, width, bold=True) > tall:
            tall = max(tall, LONG_TITLE * self.layouts.height)
            sizes = [self.points(longer) for longer in LONG_TITLE_SIZES]
            size = largest_fitting(text, sizes, (width, tall), bold=True)
        needed = text_height(text, size, width, bold=True)
        if needed > tall:
            lines = max(1, int(tall / size / LEADING))
            text = shortened(text, width / size, lines, bold=True)
            needed = lines * size * LEADING
        margins = room.box.height - room.inner[1]
        least = 0.0 if self.own else room.box.height
        box = replace(room.box, height=max(least, needed + margins))
        return box, size, text

    def _foot(
        self, caption: str, facts: str, tail: str, width: float
    ) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
        style = Style(MIN_SLIDE_TEXT, color="muted")
        room = width / MIN_SLIDE_TEXT
        shown: list[Paragraph] = []
        cut: list[str] = []
        for text, after in ((single_line(caption), ""), (single_line(facts), tail)):
            short = shortened(text, room, FACT_LINES)
            if short != text:
                cut.append(text)
            if short:
                between = FACT_SEPARATOR if after else ""
                above = FACTS_GAP if shown else 0
                shown.append(
                    Paragraph(short + between, replace(style, before=above), after)
                )
        return tuple(shown), tuple(cut)

    def page(self, frame: SlideFrame, counter: str, link: str) -> Page:
        """Add a slide with headline, eyebrow, foot and number.

        Args:
            frame: texts and boxes.
            counter: text after the eyebrow: which page of a section this is, or "".
            link: address of the words to click on.
        """
        slide = self.deck.slides.add_slide(self.layouts.content)
        page = Page(slide, self.lang)
        title = Style(frame.size, bold=self.own, color="", align="", font="mj")
        lines = [Paragraph(frame.headline, title)]
        fill_placeholders(page, {"title": (lines, frame.title)})
        above = replace(frame.eyebrow, text=frame.eyebrow.text + counter)
        page.text("Eyebrow", frame.above, [above], "b" if self.own else "t")
        page.text(
            "Foot", frame.below, [linked(page, line, link) for line in frame.foot]
        )
        add_slide_number(page, self.layouts.content)
        return page

    def opening(self, title: str, lines: Sequence[Paragraph], link: str) -> Page:
        """Add the first slide."""
        return self._cover(self.layouts.opening, title, lines, link)

    def divider(self, title: str, lines: Sequence[Paragraph]) -> Page:
        """Add the slide before the appendix."""
        return self._cover(self.layouts.divider, title, lines, "")

    def _cover(
        self, layout: SlideLayout, title: str, lines: Sequence[Paragraph], link: str
    ) -> Page:
        page = Page(self.deck.slides.add_slide(layout), self.lang)
        room, below = self._cover_rooms(layout)
        text = single_line(title)
        sizes = [self.points(size) for size in OPENING_SIZES]
        size = largest_fitting(text, sizes, room.inner, bold=True)
        shown = shortened(
            text, room.inner[0] / size, int(room.inner[1] / size / LEADING), bold=True
        )
        shown = broken_at_spaces(shown, room.inner[0] / size)
        style = Style(size, bold=self.own, color="", align="", font="mj")
        about, box = self._opening_lines(lines, below)
        about = [linked(page, line, link) for line in about]
        wanted = {
            "title": ([Paragraph(shown, style)], room.box),
            "subtitle": (about, box),
        }
        if not fill_placeholders(page, wanted):
            page.text("About", box, about)
        return page

    def _cover_rooms(self, layout: SlideLayout) -> tuple[Room, Room]:
        """Return the room for a title by itself and for the lines below."""
        title = subtitle = None
        for shape in placeholders_of(layout):
            kind = shape.placeholder_format.type
            if kind in TITLE_TYPES:
                title = title or room_of(shape, layout)
            elif kind in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY):
                subtitle = subtitle or room_of(shape, layout)
        title = title or self.layouts.title
        if subtitle is None:
            box, floor = title.box, 0.93 * self.layouts.height
            top = min(box.bottom + 8, 0.7 * self.layouts.height)
            subtitle = Room(
                SlideBox(box.left, top, box.width, floor - top), (0, 0, 0, 0)
            )
        return title, subtitle

    def _opening_lines(
        self, lines: Sequence[Paragraph], room: Room
    ) -> tuple[list[Paragraph], SlideBox]:
        """Return the lines in sizes that fit, and their box, made taller if need be."""
        width, tall = room.inner
        box, floor = room.box, 0.95 * self.layouts.height
        deepest = max(tall, floor - box.top - (box.height - tall))
        shown = list(lines)
        for share in (1.0, 0.9, 0.8, 0.7, 0.6):
            shown = [
                resized(line, max(MIN_SLIDE_TEXT, round(line.style.size * share)))
                for line in lines
            ]
            if paragraphs_height(shown, width) <= tall:
                return shown, box
        for most in (4, 3, 2, 1):
            if paragraphs_height(shown, width) <= deepest:
                break
            shown = [
                replace(line, text=shortened(line.text, width / line.style.size, most))
                for line in shown
            ]
        needed = paragraphs_height(shown, width) + box.height - tall
        return shown, replace(box, height=max(box.height, needed))

    def to_bytes(self) -> bytes:
        """Return the file, the same bytes for the same report."""
        file = io.BytesIO()
        self.deck.save(file)
        return rewritten(file.getvalue())


def _open_deck(template: Template | None) -> tuple[Presentation, Layouts]:
    package = own_package() if template is None else template.package
    deck = pptx.Presentation(io.BytesIO(package))
    return deck, find_layouts(deck)
