"""Types of python-pptx where its own hints are missing or wrong.

It declares collections of placeholders in a manner that mypy cannot iterate over, gives
its XML only by private attributes without types, and leaves other methods untyped.
"""

from __future__ import annotations

from typing import Any, Protocol

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.slide import SlideLayout, SlideMaster

XmlElement = Any
"""An element of lxml, with the attributes that python-pptx adds for its children."""

ChartSeries = Any
"""A series of a native chart: its bars, labels and XML."""

LineFormat = Any
"""The line around or along a part of a chart."""


class PlaceholderFormat(Protocol):
    """The type and the index of a placeholder."""

    type: PP_PLACEHOLDER
    idx: int


class Placeholder(Protocol):
    """A placeholder of a master or a layout; edges are in EMU, None if undefined."""

    name: str
    left: int | None
    top: int | None
    width: int | None
    height: int | None
    has_text_frame: bool
    placeholder_format: PlaceholderFormat
    _element: XmlElement


def placeholders_of(slide: SlideLayout | SlideMaster) -> list[Placeholder]:
    """Return the placeholders of a layout or a master."""
    return list(untyped(slide.placeholders))


def untyped(item: object) -> Any:
    """Return an object or class of python-pptx without the hints that are wrong."""
    return item
