"""Sections without a figure: agreements, rules of counting, source and findings.

Long tables are cut for renderers with pages; `make_table` builds all their rows.
"""

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
"""Most agreements that renderers with pages show; the workbook has all."""

PAGED_ROWS = 100
"""Most findings, or rows of a list of coverage, that they show."""

RULE_TEXTS = tuple(f"about.rule_{i}" for i in range(1, 8))
EXPLAINED_TERMS = (
    "agreement",
    "institution",
    "territory",
    "department",
    "agreement_type",
    "exchange_marked",
)
MAY_BE_UNKNOWN = ("dated", "obtained_from", "obtained_on", "licence")


def agreement_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """The agreements, in the order of the list."""

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
    """Number repeated headings so that no two are the same."""
    seen: dict[str, int] = {}
    named = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return named


def rule_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """What the terms mean, and how agreements are counted."""
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
        findings = measures.findings_listed(edition, filters, most=most).table
        shown = findings[["severity", "source_row", "code", f"text_{words.lang}"]]
        return tables.labelled(shown, labels, words)

    n = measures.findings_counted(edition, filters)
    caption = words("caption.findings")
    if n > PAGED_ROWS:
        caption += " " + words("caption.rest_in_workbook")
    yield Section(
        "findings",
        "source",
        words("findings.title"),
        headline_of_findings(repairs, words),
        caption,
        table=make_table(PAGED_ROWS) if n else None,
        items=() if n else (words("findings.nothing"),),
        rows=n,
        make_table=make_table if n else None,
    )


def source_facts(edition: Edition, words: Translator) -> Iterator[tuple[str, str]]:
    """Facts about the origin of the list, as terms and texts."""
    about, lang = edition.about, words.lang
    for name in (
        *("title_is", "publisher", "dated", "edition"),
        *("obtained_from", "obtained_on"),
        *("file", "sha256", "licence", "pipeline_version", "note"),
    ):
        text = about.get(f"{name}_{lang}") or about.get(name, "")
        if name == "title_is":
            text = edition.title[lang]
        if name == "edition":
            text = about.get("name", "")
        if text and not text.startswith("unknown"):
            yield words(f"about.{name}"), text
        elif name in MAY_BE_UNKNOWN:
            yield words(f"about.{name}"), words(f"about.{name}_unknown")


def edition_name(edition: Edition, words: Translator) -> str:
    """Date of the list in captions; where it bears none, when it was obtained."""
    dated, obtained = list_date(edition), obtained_on(edition)
    if dated:
        return words("facts.dated", date=dated)
    if obtained:
        return words("facts.undated_obtained", date=obtained)
    return words("facts.undated")


def list_date(edition: Edition) -> str:
    """Return the date that the list itself bears, as a text; "" if it is unknown."""
    return _known(edition.about.get("dated", ""))


def obtained_on(edition: Edition) -> str:
    """Return the name of the edition, a year and month, or the day of its reading."""
    about = edition.about
    return _known(about.get("name", "")) or _known(about.get("obtained_on", ""))


def _known(text: str) -> str:
    return "" if text.startswith("unknown") else text
