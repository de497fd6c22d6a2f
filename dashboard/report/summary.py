"""The summary of a handout: what there is, what stands out, what is asked.

Every sentence is made from a measure that a later section shows; a question that the
list gives no reason for is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboard import measures, narration, tables
from dashboard.charts import usable_filters
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.report.content import EXHIBIT, Section
from dashboard.report.coverage import EXCHANGE_LISTS, LISTS
from pipeline.model import Edition

MONTHS_AHEAD = 12
"""Agreements that end within these months are put before the committee."""

ASKED = ("coverage_territories", "coverage_single", "coverage_institutions")
"""The sections that list what a question is about, in the order of the questions."""

MOST_NAMED = 3
"""Most places or institutions that a question names."""

SENTENCE_END = "\n"
"""Between the sentences of a term: each is a line of its own."""


def summary_section(
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    day: date | None = None,
) -> Iterator[Section]:
    """What there is, what stands out and what is asked of the committee.

    Args:
        edition: what is counted.
        filters: which agreements are counted.
        labels: of this edition.
        words: the language.
        day: the day of the handout, from which agreements that end soon are counted.
    """
    counts = measures.counts(edition, filters)
    if counts.empty:
        return
    questions = list(_questions(edition, filters, labels, words, day))
    terms = {
        "there_is": list(_what_there_is(edition, filters, labels, words)),
        "stands_out": list(_what_stands_out(edition, filters, labels, words)),
        "asked": questions,
    }
    yield Section(
        "summary",
        "summary",
        words("report.summary"),
        words.count("headline.summary", len(questions), agreements=counts.n)
        if questions
        else words("headline.summary_only", agreements=counts.n),
        terms=tuple(
            (words(f"summary.{name}"), SENTENCE_END.join(sentences))
            for name, sentences in terms.items()
            if sentences
        ),
        place=EXHIBIT,
    )


def _what_there_is(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[str]:
    counts = measures.counts(edition, filters)
    yield narration.headline_of_counts(counts, labels, words)
    regions = measures.agreements_by_region(edition, filters)
    types = measures.agreements_by_type(edition, filters)
    yield narration.headline_of_regions(regions, types, labels, words)


def _what_stands_out(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[str]:
    territories = measures.agreements_by_territory(edition, filters)
    yield narration.headline_of_territories(territories, labels, words)
    departments = measures.agreements_by_department(edition, filters)
    if not departments.table.empty:
        yield narration.headline_of_departments(departments, labels, words)


def _questions(
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    day: date | None,
) -> Iterator[str]:
    """Yield what the list gives reason to ask; nothing that a filter decides."""
    if day and "expires_on" in measures.optional_columns(edition):
        ending = measures.expiring(edition, filters, day, MONTHS_AHEAD).table
        if len(ending):
            yield words.count("ask.expiring", len(ending), months=MONTHS_AHEAD)
    for key in ASKED:
        measure, column = LISTS[key]
        if usable_filters(key, filters) != filters:
            continue
        if key in EXCHANGE_LISTS and not measures.has_exchange(edition):
            continue
        ids = measure(edition, filters).table[column].astype(object)
        if len(ids):
            kind = tables.LABEL_KINDS[column]
            named = narration.listed_labels(ids, kind, labels, words, most=MOST_NAMED)
            yield words.count(f"ask.{key}", len(ids), labels=named)
    checks = int(measures.repair_counts(edition, filters).table.iloc[0]["checks"])
    if checks:
        yield words.count("ask.checks", checks)
