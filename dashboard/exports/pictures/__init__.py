"""A figure of a report as a picture for a slide: SVG and PNG, without a browser.

The layout is measured with the bundled font: nothing overlaps or leaves the picture.
The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import resvg_py

from dashboard.charts import Bars, Cards, Matrix, WorldMap
from dashboard.exports.pictures.bars import draw_bars
from dashboard.exports.pictures.canvas import HEIGHT, WIDTH, Canvas, Rect
from dashboard.exports.pictures.cards import draw_cards
from dashboard.exports.pictures.columns import draw_columns
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
"""Draws into a rectangle and returns the sentences that the footer must add."""

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
    """Return the figure of a section with its facts as SVG, 1920 x 1080, light theme.

    Raises:
        ValueError: the section has no figure.
    """
    if not can_draw(section):
        message = f"Can't draw section '{section.key}': it has no figure."
        raise ValueError(message)
    words, palette = load_words(report.lang), themes()[0]
    canvas, notes = _draw_figure(report, section, words, palette)
    title = f"{section.title}: {section.headline}"
    parts = [
        describe_chart(section.chart, words),
        section.caption,
        *notes,
        *report.facts,
    ]
    return canvas.svg(report.lang, title, " ".join([*parts, report.link]).strip())


def _draw_figure(
    report: Report, section: Section, words: Translator, palette: Palette
) -> tuple[Canvas, list[str]]:
    """Draw the figure; return the canvas and the notes in its footer.

    What is left out is clear only after drawing, and a note about it takes space: the
    figure is drawn again until the notes fit what is visible.
    """
    drawing, notes = section.chart, list[str]()
    draw = _DRAWERS[type(drawing)]
    if isinstance(drawing, Bars) and drawing.upright:
        draw = draw_columns
    while True:
        canvas = Canvas()
        top = draw_head(canvas, section, palette)
        foot = foot_lines(report, section, notes)
        bottom = HEIGHT - LOWER_EDGE - foot_height(foot) - 24
        box = Rect(PICTURE_MARGIN, top, INNER_WIDTH, bottom - top)
        new_notes = draw(canvas, box, drawing, words, palette)
        if new_notes == notes:
            draw_foot(canvas, foot, palette)
            return canvas, notes
        notes = new_notes


def figure_png(report: Report, section: Section, width: int = WIDTH) -> bytes:
    """Return the same picture as PNG, `width` pixels wide.

    Letters that the bundled font lacks come from the machine's fonts; without one, they
    are drawn as boxes.

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
