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

__all__ = [
    "HEIGHT",
    "WIDTH",
    "can_draw",
    "figure_for_paper",
    "figure_png",
    "figure_svg",
    "svg_as_png",
]

PAPER_WIDTH = 1340
"""Pixels across a page of A4, so that letters of 24 pixels are 8.6 points on paper."""

PAPER_BAR, PAPER_KEYS = 52, 80
"""Pixels of height for a bar with its name, and for what stands above the bars."""

PAPER_MAP, PAPER_TALLEST = 620, 1100
"""Pixels of height of a map, and of any figure at most."""

PAPER_PIXELS = 2000
"""Pixels of a PNG across a page of A4: 300 to an inch."""

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
    return svg_as_png(figure_svg(report, section), width)


def svg_as_png(svg: str, width: int = PAPER_PIXELS) -> bytes:
    """Return one of our SVG pictures as PNG, `width` pixels wide."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        background="#ffffff",
        font_files=[str(REGULAR), str(BOLD)],
        skip_system_fonts=is_bundled(svg),
        font_family=FONT_FAMILY,
        sans_serif_family=FONT_FAMILY,
    )


def figure_for_paper(report: Report, section: Section) -> tuple[str, list[str]]:
    """Draw the figure of a section without its texts, which paper sets itself.

    Returns:
        The picture as SVG, and the notes that its caption must add.

    Raises:
        ValueError: the section has no figure.
    """
    if not can_draw(section):
        message = f"Can't draw section '{section.key}': it has no figure."
        raise ValueError(message)
    words, palette, drawing = load_words(report.lang), themes()[0], section.chart
    height = PAPER_MAP
    if isinstance(drawing, Bars):
        bars = len(drawing.categories)
        if not drawing.stacked:
            bars *= max(1, len(drawing.series))
        height = min(PAPER_TALLEST, PAPER_KEYS + PAPER_BAR * bars)
    while True:
        canvas = Canvas()
        canvas.rect(Rect(0, 0, PAPER_WIDTH, height), palette.paper)
        box = Rect(4, 4, PAPER_WIDTH - 8, height - 8)
        notes = _DRAWERS[type(drawing)](canvas, box, drawing, words, palette)
        if not notes or height == PAPER_TALLEST:
            break
        height = min(PAPER_TALLEST, height + PAPER_BAR)
    size = (PAPER_WIDTH, height)
    return canvas.svg(report.lang, section.title, section.headline, size), notes
