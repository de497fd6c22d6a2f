"""Contents of a handout, built once and rendered by dashboard/exports.

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
from dashboard.measures import counts, optional_columns
from dashboard.narration import figure_facts
from dashboard.report.content import (
    APPENDIX,
    EXHIBIT,
    PARTS,
    SHEETS,
    Report,
    Section,
)
from dashboard.report.coverage import coverage_rows, coverage_sections
from dashboard.report.figures import (
    count_section,
    department_sections,
    map_section,
    region_sections,
    timeline_section,
)
from dashboard.report.partner import (
    Partner,
    institution_facts,
    partner_ids,
    partner_of,
)
from dashboard.report.summary import summary_section
from dashboard.report.texts import (
    agreement_section,
    edition_name,
    list_date,
    obtained_on,
    rule_section,
    source_facts,
    source_sections,
)
from pipeline.model import Edition

__all__ = [
    "APPENDIX",
    "EXHIBIT",
    "PARTS",
    "SHEETS",
    "Partner",
    "Report",
    "Section",
    "coverage_rows",
    "edition_name",
    "has_part",
    "institution_facts",
    "list_date",
    "make_report",
    "obtained_on",
    "partner_ids",
    "partner_of",
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
    "timeline": timeline_section,
    "rules": rule_section,
}
_MAKERS_OF_LONG = {"agreements": agreement_section, "source": source_sections}
"""Not memoized: their sections can build a table of the whole list from the edition."""

_ALWAYS_SHOWN = ("headline", "rules", "source")
"""Parts that are shown even if the filters leave no agreement."""


def has_part(edition: Edition, part: str) -> bool:
    """Whether the list has the columns that a part is made from."""
    return part != "timeline" or "signed_on" in optional_columns(edition)


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
    """Build the contents of a handout.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        labels: of this edition, in the language of `words`.
        words: the language.
        parts: those of PARTS that are wanted.
        link: the address of the same view.
        created_on: the day of its creation.

    Returns:
        The sections of the parts in the order of PARTS; if the filters leave no
        agreement, only the headline, the rules and the source.

    Raises:
        FilterError: a filter names an id that this edition does not have.
        ValueError: a part is unknown.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        message = f"Can't put '{unknown[0]}' into a handout: parts are {PARTS}."
        raise ValueError(message)
    n = counts(edition, filters).n
    included = [
        part for part in PARTS if part in parts and (n or part in _ALWAYS_SHOWN)
    ]
    makers = _MAKERS_OF_LONG | {"summary": partial(summary_section, day=created_on)}
    sections = [
        section
        for part in included
        for section in makers.get(part, partial(sections_of, part=part))(
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
    """Sections of one part, memoized for all readers."""
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
    """Assemble a report from sections that count `n` agreements."""
    name = edition_name(edition, words)
    facts = figure_facts(n, filters, labels, words, name)
    day = format_date(created_on, "long", locale=words.lang) if created_on else ""
    return Report(
        words.lang,
        edition.title[words.lang],
        edition.about.get(f"publisher_{words.lang}", ""),
        name,
        edition.about.get("sha256", ""),
        n,
        (words.count("report.agreements", n), *facts[1:]),
        link,
        day,
        tuple(sections),
    )
