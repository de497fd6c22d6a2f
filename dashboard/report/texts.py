"""The sections without a figure: the list, rules of counting, source and findings."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard import measures, tables
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.narration import headline_of_findings
from dashboard.report.content import Section
from pipeline.model import Edition

PAGED_AGREEMENTS = 300
"""Forms with pages show at most so many agreements; the workbook holds all."""

PAGED_ROWS = 100
"""The same for findings and the lists of coverage."""

RULE_TEXTS = tuple(f"about.rule_{i}" for i in range(1, 8))
EXPLAINED_TERMS = (
    "agreement",
    "institution",
    "territory",
    "department",
    "agreement_type",
    "exchange_marked",
)
MAY_BE_UNKNOWN = ("obtained_from", "obtained_on", "licence")


def agreement_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """The agreements one by one, in the order of the list."""

    def make_table(most: int | None = None) -> pd.DataFrame:
        listed = measures.agreements_listed(edition, filters, most=most).table
        table = tables.agreement_table(listed, labels, words)
        headings = tables.agreement_headings(table, labels, words)
        return table.set_axis(unique_headings(list(headings.values())), axis="columns")

    n = measures.counts(edition, filters).n
    caption = words("caption.agreements_listed", shown=min(n, PAGED_AGREEMENTS))
    if n > PAGED_AGREEMENTS:
        caption += " " + words("caption.rest_in_workbook")
    yield Section(
        "agreements",
        "agreements",
        words("agreements.title"),
        words("headline.agreements", n=n),
        caption,
        table=make_table(PAGED_AGREEMENTS),
        rows=n,
        make_table=make_table,
    )


def unique_headings(headings: list[str]) -> list[str]:
    """Headings of which no two are alike: a second one is numbered."""
    seen: dict[str, int] = {}
    named = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return named


def rule_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """What the words mean and how is counted."""
    del edition, filters, labels
    terms = (words.glossary[name] for name in EXPLAINED_TERMS)
    yield Section(
        "rules",
        "rules",
        words("about.rules"),
        words("headline.rules"),
        terms=tuple((term.label, term.definition) for term in terms),
        items=tuple(words(rule) for rule in RULE_TEXTS),
    )


def source_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """Where the list comes from, and what a person should check in it."""
    yield Section(
        "source",
        "source",
        words("about.source"),
        words("headline.source"),
        terms=tuple(source_facts(edition, words)),
    )
    repairs = measures.repair_counts(edition, filters)

    def make_table(most: int | None = None) -> pd.DataFrame:
        found = measures.findings_listed(edition, filters, most=most).table
        shown = found[["severity", "source_row", "code", f"text_{words.lang}"]]
        return tables.labelled(shown, labels, words)

    found = measures.findings_counted(edition, filters)
    caption = words("caption.findings")
    if found > PAGED_ROWS:
        caption += " " + words("caption.rest_in_workbook")
    yield Section(
        "findings",
        "source",
        words("findings.title"),
        headline_of_findings(repairs, words),
        caption,
        table=make_table(PAGED_ROWS) if found else None,
        items=() if found else (words("findings.nothing"),),
        rows=found,
        make_table=make_table if found else None,
    )


def source_facts(edition: Edition, words: Translator) -> Iterator[tuple[str, str]]:
    """What is known about where the list comes from, as terms and texts."""
    about, lang = edition.about, words.lang
    for name in (
        *("title_is", "publisher", "edition", "obtained_from", "obtained_on"),
        *("file", "sha256", "licence", "pipeline_version", "note"),
    ):
        text = about.get(f"{name}_{lang}") or about.get(name, "")
        if name == "title_is":
            text = edition.title[lang]
        if name == "edition":
            text = edition_name(edition)
        if text and not text.startswith("unknown"):
            yield words(f"about.{name}"), text
        elif name in MAY_BE_UNKNOWN:
            yield words(f"about.{name}"), words(f"about.{name}_unknown")


def edition_name(edition: Edition) -> str:
    """What captions call the edition."""
    return edition.about.get("name") or edition.about.get("file", "")
