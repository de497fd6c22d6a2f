"""Which layouts of a presentation are used, and the room they leave.

Chosen by the types of their placeholders, never by name. Boxes are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.slide import SlideLayout

from dashboard.exports.errors import BROKEN, NO_LAYOUT, SLIDE_TOO_SMALL, template_error
from dashboard.exports.slides.pptx_types import Placeholder, placeholders_of
from dashboard.exports.slides.text import EMU_PER_POINT, SlideBox

TITLE_TYPES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FURNITURE_TYPES = (
    PP_PLACEHOLDER.DATE,
    PP_PLACEHOLDER.FOOTER,
    PP_PLACEHOLDER.SLIDE_NUMBER,
    PP_PLACEHOLDER.HEADER,
)
TEXT_TYPES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.SUBTITLE)
MIN_BODY_WIDTH, MIN_BODY_HEIGHT = 0.5, 0.4
"""Shares of the slide; a smaller text area is not used for figures."""

MIN_SLIDE_SIZE = (400.0, 280.0)
"""Points; on a smaller slide no figure is legible."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}


@dataclass(frozen=True)
class Room:
    """Room for a text: its box, and the insets of the layout."""

    box: SlideBox
    insets: tuple[float, float, float, float]

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height inside the insets."""
        left, top, right, bottom = self.insets
        return self.box.width - left - right, self.box.height - top - bottom


@dataclass(frozen=True)
class Layouts:
    """The layouts of a presentation that are used, and their room.

    Attributes:
        opening, content: the layouts of the first slide and of all others.
        divider: that of the slide before the appendix.
        width, height: of a slide.
        title: the title of a content slide.
        body: where figures and tables go.
    """

    opening: SlideLayout
    content: SlideLayout
    divider: SlideLayout
    width: float
    height: float
    title: Room
    body: SlideBox


def find_layouts(deck: Presentation) -> Layouts:
    """Choose the layouts that have a title and the fewest other placeholders.

    Raises:
        TemplateError: no layout has a title, or the slides are too small.
    """
    width, height = _slide_size(deck)
    if width < MIN_SLIDE_SIZE[0] or height < MIN_SLIDE_SIZE[1]:
        raise template_error(SLIDE_TOO_SMALL)
    titled = [
        layout
        for master in deck.slide_masters
        for layout in master.slide_layouts
        if _title(layout) is not None
    ]
    if not titled:
        raise template_error(NO_LAYOUT)
    content = min(titled, key=lambda layout: _content_rank(layout, width, height))
    opening = min(titled, key=_opening_rank)
    heads = (layout for layout in titled if layout._element.get("type") == "secHead")
    title = room_of(_title(content), content)
    if title is None:
        raise template_error(NO_LAYOUT)
    return Layouts(
        opening,
        content,
        next(heads, opening),
        width,
        height,
        title,
        _body(content, title.box, width, height),
    )


def _slide_size(deck: Presentation) -> tuple[float, float]:
    wide, tall = deck.slide_width, deck.slide_height
    if wide is None or tall is None:
        raise template_error(BROKEN)
    return wide / EMU_PER_POINT, tall / EMU_PER_POINT


def _title(layout: SlideLayout) -> Placeholder | None:
    placeholders = placeholders_of(layout)
    titles = (p for p in placeholders if p.placeholder_format.type in TITLE_TYPES)
    return next(titles, None)


def _others(layout: SlideLayout) -> list[Placeholder]:
    """Return the placeholders to be filled, besides the title."""
    excluded = (*TITLE_TYPES, *FURNITURE_TYPES)
    placeholders = placeholders_of(layout)
    return [p for p in placeholders if p.placeholder_format.type not in excluded]


def _content_rank(
    layout: SlideLayout, width: float, height: float
) -> tuple[bool, bool, int]:
    room = room_of(_title(layout), layout)
    if room is None:
        return True, True, 99
    narrow = room.box.width < MIN_BODY_WIDTH * width
    low = room.box.top > 0.3 * height or room.box.height > 0.5 * height
    return narrow, low, len(_others(layout))


def _opening_rank(layout: SlideLayout) -> tuple[bool, bool, int]:
    kinds = {p.placeholder_format.type for p in placeholders_of(layout)}
    return (
        PP_PLACEHOLDER.CENTER_TITLE not in kinds,
        PP_PLACEHOLDER.SUBTITLE not in kinds,
        len(_others(layout)),
    )


def room_of(placeholder: Placeholder | None, layout: SlideLayout) -> Room | None:
    """Return the box and insets of a placeholder; None if its position is undefined."""
    if placeholder is None or not placeholder.has_text_frame:
        return None
    box = _box(placeholder)
    return None if box is None else Room(box, _insets(placeholder, layout))


def _box(shape: Placeholder) -> SlideBox | None:
    """Return the box of a placeholder; None if its position is undefined."""
    edges = (shape.left, shape.top, shape.width, shape.height)
    points = [edge / EMU_PER_POINT for edge in edges if edge is not None]
    return SlideBox(*points) if len(points) == len(edges) else None


def _insets(
    placeholder: Placeholder, layout: SlideLayout
) -> tuple[float, float, float, float]:
    kind = placeholder.placeholder_format.type
    alike = {*TITLE_TYPES} if kind in TITLE_TYPES else {kind, PP_PLACEHOLDER.BODY}
    above = [
        p
        for p in placeholders_of(layout.slide_master)
        if p.placeholder_format.type in alike
    ]
    insets = dict(_INSETS)
    for shape in [*above[:1], placeholder]:
        body = shape._element.txBody.find(f"{_A}bodyPr")
        for side in insets:
            if body is not None and (value := body.get(side)) is not None:
                insets[side] = int(value) / EMU_PER_POINT
    return insets["lIns"], insets["tIns"], insets["rIns"], insets["bIns"]


def _body(
    layout: SlideLayout, title: SlideBox, width: float, height: float
) -> SlideBox:
    """Return the box for figures: a text area of the layout or master, or the rest."""
    floor = min([0.95 * height, *_furniture_tops(layout, height)])
    ceiling = title.bottom + 4 if title.top < height / 2 else 0.08 * height
    for box in _text_areas([*_others(layout), *placeholders_of(layout.slide_master)]):
        top, bottom = max(box.top, ceiling), min(box.bottom, floor)
        right = min(box.right, width)
        area = SlideBox(box.left, top, right - box.left, bottom - top)
        if (
            area.width >= MIN_BODY_WIDTH * width
            and area.height >= MIN_BODY_HEIGHT * height
        ):
            return area
    left = min(max(title.left, 0.03 * width), 0.2 * width)
    return SlideBox(left, ceiling, width - 2 * left, floor - ceiling)


def _text_areas(placeholders: Iterable[Placeholder]) -> Iterator[SlideBox]:
    for shape in placeholders:
        box = _box(shape)
        if box is not None and shape.placeholder_format.type in TEXT_TYPES:
            yield box


def _furniture_tops(layout: SlideLayout, height: float) -> Iterator[float]:
    for shape in placeholders_of(layout):
        if shape.placeholder_format.type not in FURNITURE_TYPES or shape.top is None:
            continue
        top = shape.top / EMU_PER_POINT
        if top > 0.75 * height:
            yield top - 4
