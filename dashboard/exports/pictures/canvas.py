"""Shapes and texts of a picture as SVG: escaped, well-formed, in drawing order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from dashboard.contrast import luminance
from dashboard.exports.text_metrics import FONT_FAMILY, text_width
from dashboard.line_breaks import break_lines, truncated

WIDTH, HEIGHT = 1920, 1080
PICTURE_MIN_FONT_SIZE = 24
"""The smallest letters that can be read from the back of a available, in pixels."""

NAME_SIZES = (32, 30, 28, 26, PICTURE_MIN_FONT_SIZE)
NAME_WIDTH_SHARE = 0.36
"""Names of rows take at most this share of the width."""

LINE_SPACING = 1.3
"""From a line to the next, in font sizes."""

ASCENT = 0.88
"""From the top of a line to its baseline, in font sizes."""

FAMILIES = (
    FONT_FAMILY,
    *("Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo"),
)
LINE_FILL = 0.97
"""Lines are filled to this share, as a reader's machine may have another font."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Rect:
    """A rectangle on the picture, in pixels from the upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def below(self, height: float) -> Rect:
        """Return what is left of it below its first `height` pixels."""
        return Rect(self.x, self.y + height, self.width, self.height - height)


@dataclass(frozen=True)
class WrappedText:
    """A text wrapped to fit: its lines and their font size."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.size * LINE_SPACING

    @property
    def width(self) -> float:
        """Width of the widest line."""
        return max((self.width_of(line) for line in self.lines), default=0)

    def width_of(self, line: str) -> float:
        """Return the width of a line."""
        return text_width(line, self.size, bold=self.bold)


def wrap_text(
    text: str,
    width: float,
    sizes: Sequence[float],
    most: int = 0,
    *,
    bold: bool = False,
) -> WrappedText:
    """Wrap a text in the largest of `sizes` that needs at most `most` lines.

    If even the last size needs more, the text ends in '…'. `most` 0 means any number.
    """
    text, available = printable(text), width * LINE_FILL
    for size in sizes:
        measure = partial(text_width, size=size, bold=bold)
        lines = break_lines(text, available, measure)
        if not most or len(lines) <= most:
            return WrappedText(tuple(lines), size, bold)
    cut = truncated(text, available, most, measure)
    return WrappedText(tuple(break_lines(cut, available, measure)), size, bold)


def printable(text: str) -> str:
    """Replace the characters that XML does not allow."""
    return _NOT_XML.sub("\ufffd", text)


@dataclass
class Canvas:
    """A picture that is being drawn."""

    parts: list[str] = field(default_factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Add an element; `_` in a name becomes `-`, numbers are rounded."""
        self.parts.append(f"<{name}{_attributes(attributes)}/>")

    def rect(self, box: Rect, fill: str, **more: object) -> None:
        """Add a rectangle."""
        self.shape(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            fill=fill,
            **more,
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str) -> None:
        """Add a hair line."""
        self.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=2)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        fill: str,
        *,
        bold: bool = False,
        anchor: str = "start",
        **more: object,
    ) -> None:
        """Add a line of text with its baseline at `y`."""
        weight = {"font_weight": 700} if bold else {}
        attributes = {"x": x, "y": y, "font_size": size, "fill": fill, **weight, **more}
        if anchor != "start":
            attributes["text_anchor"] = anchor
        written = escape(printable(text))
        self.parts.append(f"<text{_attributes(attributes)}>{written}</text>")

    def lines(
        self, x: float, y: float, shown: WrappedText, fill: str, anchor: str = "start"
    ) -> float:
        """Add lines of text from `y` downwards; return where they end."""
        for line in shown.lines:
            baseline = y + shown.size * (ASCENT + (LINE_SPACING - 1) / 2)
            self.text(
                x, baseline, line, shown.size, fill, bold=shown.bold, anchor=anchor
            )
            y += shown.size * LINE_SPACING
        return y

    def centred(
        self,
        x: float,
        middle: float,
        shown: WrappedText,
        fill: str,
        anchor: str = "start",
    ) -> None:
        """Add lines of text centred vertically at `middle`."""
        self.lines(x, middle - shown.height / 2, shown, fill, anchor)

    def svg(
        self,
        lang: str,
        title: str,
        description: str,
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> str:
        """Return the whole picture with its title and description."""
        width, height = size
        families = ", ".join(f"'{family}'" for family in FAMILIES)
        edges = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {edges} xml:lang="{lang}" '
                'role="img" aria-labelledby="title desc" '
                f'font-family="{families}, sans-serif">',
                f'<title id="title">{escape(printable(title))}</title>',
                f'<desc id="desc">{escape(printable(description))}</desc>',
                *self.parts,
                "</svg>\n",
            ]
        )


def _attributes(attributes: dict[str, object]) -> str:
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(_value(value))}"
        for name, value in attributes.items()
    )


def _value(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def draw_keys(
    canvas: Canvas, box: Rect, keys: Iterable[tuple[str, str, str]], ink: str, edge: str
) -> float:
    """Draw legend keys from the upper edge of a rectangle; return their height.

    A key is a label, a colour and a shape: `square` or `dot`.
    """
    size, gap, sign = 26, 44, 26
    x, y = box.x, box.y
    for label, color, form in keys:
        shown = wrap_text(label, box.width - sign - 14, [size], 1)
        width = sign + 14 + shown.width
        if x > box.x and x + width > box.right:
            x, y = box.x, y + size * 1.6
        if form == "dot":
            canvas.shape(
                "circle",
                **{"cx": x + sign / 2, "cy": y + size * 0.65, "r": sign * 0.42},
                **{"fill": color, "stroke": edge, "stroke_width": 2},
            )
        else:
            canvas.rect(
                Rect(x, y + size * 0.15, sign, sign),
                color,
                **edge_attributes(color, edge),
            )
        canvas.lines(x + sign + 14, y, shown, ink)
        x += width + gap
    return y + size * 1.6 + 18 - box.y


def edge_attributes(color: str, edge: str) -> dict[str, object]:
    """Return an edge for a colour too light to baseline out from the paper."""
    light = 0.5
    return {"stroke": edge, "stroke_width": 1.5} if luminance(color) > light else {}
