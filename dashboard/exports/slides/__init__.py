"""A handout as slides: native charts, tables and shapes, everything editable.

Renders a section by its content, never by its name. Counts nothing: every number and
sentence comes from the report.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.exports.slides.deck import Deck
from dashboard.exports.slides.fit import TEMPLATE_WIDENING, letters_wider
from dashboard.exports.slides.plan import (
    add_appendix,
    add_exhibits,
    add_figure,
    add_opening,
    write_core_properties,
)
from dashboard.exports.slides.template import Template, read_template
from dashboard.i18n import Translator
from dashboard.report import Report, Section

__all__ = ["Template", "make_figure_slide", "make_slides", "read_template"]

EXHIBITS_DONE = 0.4
"""The share of the work that is done before the appendix."""


def make_slides(
    report: Report,
    words: Translator,
    template: Template | None = None,
    on_step: Callable[[float], None] | None = None,
) -> bytes:
    """Make the presentation of a report.

    First what a committee sees, its figures a slide each, then the appendix with the
    tables.

    Args:
        report: what the slides show.
        words: translates into the language of the report.
        template: slides whose master, layouts, colours and typefaces are used.
        on_step: called with the share done (0-1) after each section.

    Returns:
        A .pptx file, the same bytes for the same report.
    """
    with letters_wider(TEMPLATE_WIDENING if template is not None else 1.0):
        deck = Deck(report.lang, template)
        add_opening(deck, report, words)
        add_exhibits(deck, report, words)
        if on_step:
            on_step(EXHIBITS_DONE)
        add_appendix(deck, report, words)
    write_core_properties(deck.deck, report, words)
    saved = deck.to_bytes()
    if on_step:
        on_step(1.0)
    return saved


def make_figure_slide(report: Report, section: Section, words: Translator) -> bytes:
    """Make a presentation of one figure, without first slide and appendix.

    Returns:
        A .pptx file, the same bytes for the same figure.

    Raises:
        ValueError: the section has no figure.
    """
    with letters_wider(1.0):
        deck = Deck(report.lang, None)
        add_figure(deck, report, section, words)
    write_core_properties(deck.deck, report, words)
    return deck.to_bytes()
