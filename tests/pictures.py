"""What stands on a picture: its texts with the room each takes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from lxml import etree

from dashboard.exports.pictures import HEIGHT, WIDTH
from dashboard.exports.text_metrics import text_width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Text:
    """One line of text and the box around its letters."""

    text: str
    size: float
    bold: bool
    anchor: str
    left: float
    top: float
    right: float
    bottom: float


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def texts(svg: str) -> list[Text]:
    return [_text(one) for one in parsed(svg).iter(f"{SVG}text")]


def _text(one: etree._Element) -> Text:
    size, bold = float(one.get("font-size")), one.get("font-weight") == "700"
    anchor, x, y = one.get("text-anchor", "start"), float(one.get("x")), one.get("y")
    width = text_width(one.text, size, bold=bold)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    top, bottom = float(y) - 0.8 * size, float(y) + 0.1 * size
    return Text(one.text, size, bold, anchor, left, top, left + width, bottom)


def faults(svg: str) -> list[str]:
    """Texts that are too small, leave the picture or stand on one another."""
    shown = texts(svg)
    found = [f"small: {one.text}" for one in shown if one.size < 24]
    found += [
        f"outside: {one.text}"
        for one in shown
        if one.left < 0 or one.top < 0 or one.right > WIDTH or one.bottom > HEIGHT
    ]
    found += [
        f"overlap: {one.text} | {other.text}"
        for one, other in itertools.combinations(shown, 2)
        if one.left < other.right - 0.2
        and other.left < one.right - 0.2
        and one.top < other.bottom
        and other.top < one.bottom
    ]
    return found
