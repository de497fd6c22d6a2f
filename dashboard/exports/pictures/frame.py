"""The header and footer of every picture: its headline above, its facts below."""

from __future__ import annotations

from dashboard.exports.pictures.canvas import (
    HEIGHT,
    PICTURE_MIN_FONT_SIZE,
    WIDTH,
    Canvas,
    Rect,
    WrappedText,
    wrap_text,
)
from dashboard.report import Report, Section
from dashboard.theme import Palette

PICTURE_MARGIN = 72
INNER_WIDTH = WIDTH - 2 * PICTURE_MARGIN
LOWER_EDGE = 36
HEADLINE_SIZES = ((1, (46, 44, 42, 40, 38)), (2, (46, 42, 38, 36)), (3, (36, 32, 28)))
"""Number of lines, and the font sizes in which that many are allowed."""

CAPTION_LINES = 4
LINK_LINES = 2


def draw_head(canvas: Canvas, section: Section, palette: Palette) -> float:
    """Draw title and headline; return where they end."""
    canvas.rect(Rect(0, 0, WIDTH, HEIGHT), palette.paper)
    title = wrap_text(section.title, INNER_WIDTH, [28], 1)
    y = canvas.lines(PICTURE_MARGIN, 44, title, palette.accent)
    sentence = wrap_headline(section.headline)
    return canvas.lines(PICTURE_MARGIN, y + 4, sentence, palette.ink) + 26


def wrap_headline(text: str) -> WrappedText:
    """Wrap a headline into few, large lines of similar length."""
    for most, sizes in HEADLINE_SIZES:
        for size in sizes:
            shown = wrap_text(text, INNER_WIDTH, [size], bold=True)
            if len(shown.lines) <= most:
                return balance_lines(text, INNER_WIDTH, shown)
    return wrap_text(text, INNER_WIDTH, [size], most, bold=True)


def balance_lines(text: str, width: float, shown: WrappedText) -> WrappedText:
    """Rewrap into the same number of lines without a nearly empty last line."""
    for part in range(1, 10):
        narrow = wrap_text(text, width * (1 - part / 20), [shown.size], bold=shown.bold)
        if len(narrow.lines) > len(shown.lines):
            break
        shown = narrow
    return shown


def foot_lines(report: Report, section: Section, notes: list[str]) -> list[WrappedText]:
    """Return the footer: caption and notes, then list, n, filters, edition, link."""
    caption = " ".join([section.caption, *notes]).strip()
    facts = " · ".join([report.title, *report.facts])
    sizes = [PICTURE_MIN_FONT_SIZE]
    texts = [(caption, CAPTION_LINES), (facts, CAPTION_LINES)]
    texts.append((report.link, LINK_LINES))
    return [wrap_text(text, INNER_WIDTH, sizes, most) for text, most in texts if text]


def foot_height(foot: list[WrappedText]) -> float:
    """Return the height of the footer with the line above it."""
    return sum(part.height for part in foot) + 20


def draw_foot(canvas: Canvas, foot: list[WrappedText], palette: Palette) -> None:
    """Draw the footer at the lower edge."""
    y = HEIGHT - LOWER_EDGE - foot_height(foot)
    canvas.line(PICTURE_MARGIN, y, WIDTH - PICTURE_MARGIN, y, palette.grid)
    y += 14
    for part in foot:
        y = canvas.lines(PICTURE_MARGIN, y, part, palette.muted)
