"""A presentation in the making: its slides, each with title, eyebrow, foot and notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from dashboard.exports.slides.base import own_package
from dashboard.exports.slides.fit import (
    LEADING,
    broken_at_spaces,
    height,
    largest,
    shortened,
)
from dashboard.exports.slides.layouts import (
    TITLES,
    Layouts,
    Room,
    find_layouts,
    room_of,
)
from dashboard.exports.slides.package import rewritten
from dashboard.exports.slides.slide import (
    LEAST,
    Frame,
    Page,
    fill_placeholders,
    linked,
    number_slide,
)
from dashboard.exports.slides.template import Template
from dashboard.exports.slides.text import (
    Box,
    Line,
    Style,
    lines_height,
    literal,
    resized,
)

TITLE_SIZES = (26, 24, 22, 20, 18)
LONG_TITLE_SIZES = (16, 14, LEAST)
LONG_TITLE = 0.36
"""Of the slide's height: what a very long headline may take."""

OPENING_SIZES = (38, 34, 30, 26, 22, 20, 18, 16)
EYEBROW = 22.0
MARK = 10.0
"""Em behind an eyebrow, for the count of pages."""

FOOT_GAP = 12.0
TITLE_GAP = 18.0
FACT_LINES = 3
FACTS_GAP = 4.0
BETWEEN = "  |  "
"""Between facts on one line."""


_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Deck:
    """The presentation; its slides are made in order."""

    def __init__(self, lang: str, template: Template | None) -> None:
        """Open our own slides, or those of a template."""
        self.lang, self.own = lang, template is None
        self.deck, self.layouts = _opened(template)
        self.scale = min(1.0, self.layouts.height / 540)

    def points(self, size: float) -> float:
        """A size of letters on slides of this height, never too small to read."""
        return max(LEAST, round(size * self.scale))

    def frame(
        self, headline: str, eyebrow: str, caption: str, facts: str, tail: str
    ) -> Frame:
        """Share out a slide between headline, eyebrow, foot and what is shown."""
        title, size, shown = self._headline(literal(headline))
        body = self.layouts.body
        lowest = title.bottom + (TITLE_GAP if self.own else 4)
        moved = (lowest if self.own else max(body.top, lowest)) - body.top
        body = replace(body, top=body.top + moved, height=body.height - moved)
        small = Style(LEAST, bold=True, color="accent")
        above = Box(title.left, title.top - EYEBROW, title.width, EYEBROW - 4)
        if not self.own:
            above = Box(body.left, body.top, body.width, EYEBROW - 4)
            body = replace(body, top=body.top + EYEBROW, height=body.height - EYEBROW)
        name = shortened(literal(eyebrow), above.width / LEAST - MARK, 1, bold=True)
        foot, cut = self._foot(caption, facts, tail, body.width)
        deep = lines_height(foot, body.width)
        below = Box(body.left, body.bottom - deep, body.width, deep)
        body = replace(body, height=body.height - deep - FOOT_GAP)
        alt = " ".join(filter(None, (literal(headline), literal(caption))))
        return Frame(
            shown, size, title, Line(name, small), above, foot, below, body, alt, cut
        )

    def _headline(self, text: str) -> tuple[Box, float, str]:
        """The box of a headline, its size, and what of it is shown."""
        room = self.layouts.title
        width, tall = room.inner
        sizes = [self.points(size) for size in TITLE_SIZES]
        size = largest(text, sizes, (width, tall), bold=True)
        if height(text, size, width, bold=True) > tall:
            tall = max(tall, LONG_TITLE * self.layouts.height)
            sizes = [self.points(one) for one in LONG_TITLE_SIZES]
            size = largest(text, sizes, (width, tall), bold=True)
        needed = height(text, size, width, bold=True)
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
    ) -> tuple[tuple[Line, ...], tuple[str, ...]]:
        style = Style(LEAST, color="muted")
        room = width / LEAST
        shown, cut = [], []
        for text, after in ((literal(caption), ""), (literal(facts), tail)):
            kept = shortened(text, room, FACT_LINES)
            if kept != text:
                cut.append(text)
            if kept:
                between = BETWEEN if after else ""
                above = FACTS_GAP if shown else 0
                shown.append(Line(kept + between, replace(style, before=above), after))
        return tuple(shown), tuple(cut)

    def page(self, frame: Frame, mark: str, link: str) -> Page:
        """Add a slide with headline, eyebrow, foot and number; `mark` counts pages."""
        slide = self.deck.slides.add_slide(self.layouts.content)
        page = Page(slide, self.lang)
        title = Style(frame.size, bold=self.own, color="", align="", font="mj")
        lines = [Line(frame.headline, title)]
        fill_placeholders(page, {"title": (lines, frame.title)})
        above = replace(frame.eyebrow, text=frame.eyebrow.text + mark)
        page.text("Eyebrow", frame.above, [above], "b" if self.own else "t")
        page.text("Foot", frame.below, [linked(page, one, link) for one in frame.foot])
        number_slide(page, self.layouts.content)
        return page

    def opening(self, title: str, lines: Sequence[Line], link: str) -> Page:
        """Add the first slide."""
        page = Page(self.deck.slides.add_slide(self.layouts.opening), self.lang)
        room, below = self._opening_rooms()
        text = literal(title)
        sizes = [self.points(size) for size in OPENING_SIZES]
        size = largest(text, sizes, room.inner, bold=True)
        shown = shortened(
            text, room.inner[0] / size, int(room.inner[1] / size / LEADING), bold=True
        )
        shown = broken_at_spaces(shown, room.inner[0] / size)
        style = Style(size, bold=self.own, color="", align="", font="mj")
        about, box = self._opening_lines(lines, below)
        about = [linked(page, one, link) for one in about]
        wanted = {"title": ([Line(shown, style)], room.box), "subtitle": (about, box)}
        if not fill_placeholders(page, wanted):
            page.text("About", box, about)
        return page

    def _opening_rooms(self) -> tuple[Room, Room]:
        """Where the first slide has its title and the lines below it."""
        layout = self.layouts.opening
        title = subtitle = None
        for shape in layout.placeholders:
            kind = shape.placeholder_format.type
            if kind in TITLES:
                title = title or room_of(shape, layout)
            elif kind in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY):
                subtitle = subtitle or room_of(shape, layout)
        title = title or self.layouts.title
        if subtitle is None:
            box, floor = title.box, 0.93 * self.layouts.height
            top = min(box.bottom + 8, 0.7 * self.layouts.height)
            subtitle = Room(Box(box.left, top, box.width, floor - top), (0, 0, 0, 0))
        return title, subtitle

    def _opening_lines(
        self, lines: Sequence[Line], room: Room
    ) -> tuple[list[Line], Box]:
        """The lines in sizes that fit, and their box, made deeper where it must be."""
        width, tall = room.inner
        box, floor = room.box, 0.95 * self.layouts.height
        deepest = max(tall, floor - box.top - (box.height - tall))
        shown = list(lines)
        for share in (1.0, 0.9, 0.8, 0.7, 0.6):
            shown = [
                resized(one, max(LEAST, round(one.style.size * share))) for one in lines
            ]
            if lines_height(shown, width) <= tall:
                return shown, box
        for most in (4, 3, 2, 1):
            if lines_height(shown, width) <= deepest:
                break
            shown = [
                replace(one, text=shortened(one.text, width / one.style.size, most))
                for one in shown
            ]
        needed = lines_height(shown, width) + box.height - tall
        return shown, replace(box, height=max(box.height, needed))

    def saved(self) -> bytes:
        """The file, the same bytes for the same report."""
        file = io.BytesIO()
        self.deck.save(file)
        return rewritten(file.getvalue())


def _opened(template: Template | None) -> tuple[Presentation, Layouts]:
    package = own_package() if template is None else template.package
    deck = Presentation(io.BytesIO(package))
    return deck, find_layouts(deck)
