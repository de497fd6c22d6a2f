"""A figure of a report as a picture for a slide: SVG and PNG, no browser needed.

Everything is placed by measuring: nothing overlaps, nothing leaves the picture. The
same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import resvg_py

from dashboard.charts import Bars, Cards, Matrix, WorldMap
from dashboard.exports.pictures.bars import draw_bars
from dashboard.exports.pictures.canvas import HEIGHT, WIDTH, Canvas, Rect
from dashboard.exports.pictures.cards import draw_cards
from dashboard.exports.pictures.frame import (
    INNER_WIDTH,
    LOWER_EDGE,
    PICTURE_MARGIN,
    draw_foot,
    draw_head,
    foot_height,
    foot_lines,
)
from dashboard.exports.pictures.map import draw_map
from dashboard.exports.pictures.matrix import draw_matrix
from dashboard.exports.pictures.spoken import describe_chart
from dashboard.exports.text_metrics import BOLD, FONT_FAMILY, REGULAR, is_bundled
from dashboard.i18n import Translator, load_words
from dashboard.report import Report, Section
from dashboard.theme import Palette, themes

__all__ = ["HEIGHT", "WIDTH", "can_draw", "figure_png", "figure_svg"]

Drawer = Callable[..., list[str]]
"""Draws into a box and gives what the foot must say about it, in sentences."""

_DRAWERS: dict[type, Drawer] = {
    Bars: draw_bars,
    WorldMap: draw_map,
    Matrix: draw_matrix,
    Cards: draw_cards,
}


def can_draw(section: Section) -> bool:
    """Whether a section has a figure."""
    return type(section.chart) in _DRAWERS


def figure_svg(report: Report, section: Section) -> str:
    """The figure of a section with all it must state, 1920 x 1080, for light paper.

    Raises:
        ValueError: the section has no figure.
    """
    if not can_draw(section):
        message = f"Can't draw section '{section.key}': it has no figure."
        raise ValueError(message)
    words, palette = load_words(report.lang), themes()[0]
    canvas, notes = _drawn(report, section, words, palette)
    title = f"{section.title}: {section.headline}"
    parts = [
        describe_chart(section.chart, words),
        section.caption,
        *notes,
        *report.facts,
    ]
    return canvas.svg(report.lang, title, " ".join([*parts, report.link]).strip())


def _drawn(
    report: Report, section: Section, words: Translator, palette: Palette
) -> tuple[Canvas, list[str]]:
    """Draw; give what the foot says about it too.

    How much is left out is known only after drawing, and saying so takes room: drawn
    again until what is said is what is seen.
    """
    drawing, notes = section.chart, list[str]()
    draw = _DRAWERS[type(drawing)]
    while True:
        canvas = Canvas()
        top = draw_head(canvas, section, palette)
        foot = foot_lines(report, section, notes)
        bottom = HEIGHT - LOWER_EDGE - foot_height(foot) - 24
        box = Rect(PICTURE_MARGIN, top, INNER_WIDTH, bottom - top)
        seen = draw(canvas, box, drawing, words, palette)
        if seen == notes:
            draw_foot(canvas, foot, palette)
            return canvas, notes
        notes = seen


def figure_png(report: Report, section: Section, width: int = WIDTH) -> bytes:
    """The same as pixels, `width` wide.

    Letters that the bundled font lacks come from the fonts of the machine; where it has
    none, a box stands for them.

    Raises:
        ValueError: the section has no figure.
    """
    svg = figure_svg(report, section)
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        background="#ffffff",
        font_files=[str(REGULAR), str(BOLD)],
        skip_system_fonts=is_bundled(svg),
        font_family=FONT_FAMILY,
        sans_serif_family=FONT_FAMILY,
    )
