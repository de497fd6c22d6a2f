"""What stands around every picture: its sentence above, what it states below."""

from __future__ import annotations

from dashboard.exports.pictures.canvas import (
    HEIGHT,
    SMALLEST,
    WIDTH,
    Box,
    Canvas,
    Lines,
    broken,
)
from dashboard.report import Report, Section
from dashboard.theme import Palette

MARGIN = 72
INNER = WIDTH - 2 * MARGIN
LOWER_EDGE = 36
HEADLINE_SIZES = ((1, (46, 44, 42, 40, 38)), (2, (46, 42, 38, 36)), (3, (36, 32, 28)))
"""Lines, and the sizes in which so many lines may be needed."""

CAPTION_LINES = 4
LINK_LINES = 2


def draw_head(canvas: Canvas, section: Section, palette: Palette) -> float:
    """Write title and sentence; give where they end."""
    canvas.rect(Box(0, 0, WIDTH, HEIGHT), palette.paper)
    title = broken(section.title, INNER, [28], 1)
    y = canvas.lines(MARGIN, 44, title, palette.accent)
    sentence = broken_headline(section.headline)
    return canvas.lines(MARGIN, y + 4, sentence, palette.ink) + 26


def broken_headline(text: str) -> Lines:
    """A sentence in few, large lines of like length."""
    for most, sizes in HEADLINE_SIZES:
        for size in sizes:
            shown = broken(text, INNER, [size], bold=True)
            if len(shown.lines) <= most:
                return balanced(text, INNER, shown)
    return broken(text, INNER, [size], most, bold=True)


def balanced(text: str, width: float, shown: Lines) -> Lines:
    """The same number of lines, the last not left with a word or two."""
    for part in range(1, 10):
        narrow = broken(text, width * (1 - part / 20), [shown.size], bold=shown.bold)
        if len(narrow.lines) > len(shown.lines):
            break
        shown = narrow
    return shown


def foot_lines(report: Report, section: Section, notes: list[str]) -> list[Lines]:
    """What a picture states: unit and reading, then list, n, filters, edition, link."""
    caption = " ".join([section.caption, *notes]).strip()
    facts = " · ".join([report.title, *report.facts])
    sizes = [SMALLEST]
    texts = [(caption, CAPTION_LINES), (facts, CAPTION_LINES)]
    texts.append((report.link, LINK_LINES))
    return [broken(text, INNER, sizes, most) for text, most in texts if text]


def foot_height(foot: list[Lines]) -> float:
    """How much room the foot takes, its line above included."""
    return sum(part.height for part in foot) + 20


def draw_foot(canvas: Canvas, foot: list[Lines], palette: Palette) -> None:
    """Write the foot at the lower edge."""
    y = HEIGHT - LOWER_EDGE - foot_height(foot)
    canvas.line(MARGIN, y, WIDTH - MARGIN, y, palette.grid)
    y += 14
    for part in foot:
        y = canvas.lines(MARGIN, y, part, palette.muted)
