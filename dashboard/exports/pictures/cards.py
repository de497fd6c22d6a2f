"""Headline numbers side by side, each with its unit and meaning."""

from __future__ import annotations

from dashboard.charts import Cards
from dashboard.exports.pictures.canvas import Canvas, Rect, wrap_text
from dashboard.i18n import Translator
from dashboard.theme import Palette

CARD_GAP = 40
CARD_NUMBER_SIZES = tuple(range(150, 47, -6))
UNIT_SIZES = (40, 36, 32, 28)
MEANING_SIZES = (30, 28, 26, 24)


def draw_cards(
    canvas: Canvas, box: Rect, cards: Cards, words: Translator, palette: Palette
) -> list[str]:
    """Draw the cards in one row."""
    del words
    number = max(1, len(cards.cards))
    width = (box.width - (number - 1) * CARD_GAP) / number
    size = min(
        (
            wrap_text(c.value, width, CARD_NUMBER_SIZES, 1, bold=True).size
            for c in cards.cards
        ),
        default=CARD_NUMBER_SIZES[-1],
    )
    inner = [
        (
            wrap_text(card.label, width, UNIT_SIZES, 2, bold=True),
            wrap_text(card.value, width, [size], 1, bold=True),
            wrap_text(card.unit, width, UNIT_SIZES, 2),
            wrap_text(card.meaning, width, MEANING_SIZES, 7),
        )
        for card in cards.cards
    ]
    heights = [max(part.height for part in row) for row in zip(*inner, strict=True)]
    spare = max(0.0, box.height - sum(heights))
    gap = min(28.0, spare / 5)
    top = box.y + min(70.0, (spare - 3 * gap) / 2)
    for i, parts in enumerate(inner):
        x, y = box.x + i * (width + CARD_GAP), top
        canvas.rect(Rect(x, y, width, 6), palette.accent)
        y += gap
        inks = (palette.ink, palette.accent, palette.ink, palette.muted)
        for part, height, ink in zip(parts, heights, inks, strict=True):
            canvas.lines(x, y, part, ink)
            y += height + gap * 0.6
    return []
