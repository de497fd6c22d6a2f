"""What a handout contains, made once; dashboard/exports gives it a form.

Slides, workbook, pictures, print and the presentation show these sections and count
nothing themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial

from babel.dates import format_date

from dashboard.caching import memoize_by_identity
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import counts
from dashboard.narration import figure_facts
from dashboard.report.content import PARTS, Report, Section
from dashboard.report.coverage import coverage_rows, coverage_sections
from dashboard.report.figures import (
    count_section,
    department_sections,
    map_section,
    region_sections,
)
from dashboard.report.texts import (
    agreement_section,
    edition_name,
    rule_section,
    source_facts,
    source_sections,
)
from pipeline.model import Edition

__all__ = [
    "PARTS",
    "Report",
    "Section",
    "coverage_rows",
    "edition_name",
    "make_report",
    "report_on",
    "sections_of",
    "source_facts",
]

_MAKERS = {
    "headline": count_section,
    "map": map_section,
    "regions_types": region_sections,
    "departments": department_sections,
    "coverage": coverage_sections,
    "rules": rule_section,
}
_LONG = {"agreements": agreement_section, "source": source_sections}
"""They can make a table as long as the list, and hold the edition for it: not kept."""

_OF_ANY = ("headline", "rules", "source")
"""Parts that say something even where no agreement is left."""


def make_report(
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    *,
    parts: Collection[str] = PARTS,
    link: str = "",
    created_on: date | None = None,
) -> Report:
    """Make what a handout contains.

    Args:
        edition: what is counted.
        filters: what is kept.
        labels: of this edition, in the language of `words`.
        words: the language.
        parts: those of PARTS that are wanted.
        link: the address of the same view.
        created_on: the day it is made.

    Returns:
        The sections of the parts in the order of PARTS; where no agreement is left
        only those that say so, and the rules and the source.

    Raises:
        FilterError: a filter names an id that this edition does not have.
        ValueError: a part is unknown.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        message = f"Can't put '{unknown[0]}' into a handout: parts are {PARTS}."
        raise ValueError(message)
    n = counts(edition, filters).n
    kept = [part for part in PARTS if part in parts and (n or part in _OF_ANY)]
    sections = [
        section
        for part in kept
        for section in _LONG.get(part, partial(sections_of, part=part))(
            edition, filters=filters, labels=labels, words=words
        )
    ]
    return report_on(
        edition, filters, labels, words, n, sections, link=link, created_on=created_on
    )


@memoize_by_identity
def sections_of(
    edition: Edition, part: str, filters: Filters, labels: Labels, words: Translator
) -> tuple[Section, ...]:
    """The sections of one part, made once for all readers."""
    return tuple(_MAKERS[part](edition, filters, labels, words))


def report_on(
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    n: int,
    sections: Collection[Section],
    *,
    link: str = "",
    created_on: date | None = None,
) -> Report:
    """Put sections that are made, and count `n` agreements, into a report."""
    name = edition_name(edition)
    day = format_date(created_on, "long", locale=words.lang) if created_on else ""
    return Report(
        words.lang,
        edition.title[words.lang],
        edition.about.get(f"publisher_{words.lang}", ""),
        name,
        edition.about.get("sha256", ""),
        n,
        tuple(figure_facts(n, filters, labels, words, name)),
        link,
        day,
        tuple(sections),
    )
