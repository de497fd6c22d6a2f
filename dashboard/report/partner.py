"""A page for each partner: what the list says of it, line by line, and what it can't.

Ignores the filters: a page shows all agreements of its partner.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import measures, tables
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from pipeline.model import Edition

UNKNOWN_TO_LISTS = ("results", "contact", "renewal", "remarks")
"""What is asked of a partner that no list of agreements says: room to write it."""

NOT_ON_PAGE = ("institution_text", "institution_other", "region_id", "territory_code")
"""Columns of the list of agreements that are the same in all rows of a page."""


@dataclass(frozen=True)
class Partner:
    """A partner for reading, in one language.

    Attributes:
        name: of the institution.
        facts: its names, place and public identifier, as terms and texts.
        counts: one sentence: how many agreements, and how many marked for exchange.
        types, departments: its agreements by type and by department of ours.
        agreements: its agreements, in the order of the list.
        lines: source row and the line of the list exactly as printed.
        findings: open doubts on its agreements, as sentences.
        unknown: labels of what the list can't tell.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    counts: str
    types: pd.DataFrame
    departments: pd.DataFrame
    agreements: pd.DataFrame
    lines: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    unknown: tuple[str, ...]


def partner_of(
    edition: Edition, institution_id: str, labels: Labels, words: Translator
) -> Partner:
    """Return what is known of a partner.

    Raises:
        ValueError: the edition has no such institution.
    """
    profile = measures.institution_profile(edition, institution_id)
    listed = tables.agreement_table(profile.agreements, labels, words)
    headings = tables.agreement_headings(listed, labels, words)
    left_out = [name for name in NOT_ON_PAGE if name in listed]
    agreements = listed.drop(columns=left_out).rename(columns=headings)
    doubts = profile.findings[["source_row", f"text_{words.lang}"]]
    findings = [
        words("partner.finding", row=str(row), text=text)
        for row, text in doubts.itertuples(index=False, name=None)
    ]
    return Partner(
        labels.of("institutions", institution_id),
        tuple(_identified(profile.institution, labels, words)),
        _counts(edition, institution_id, labels, words),
        tables.labelled(profile.types, labels, words),
        tables.labelled(profile.departments, labels, words),
        agreements,
        tuple((str(row), line) for row, line in profile.lines),
        tuple(dict.fromkeys(findings)),
        tuple(words(f"partner.{name}") for name in UNKNOWN_TO_LISTS),
    )


def partner_ids(edition: Edition, filters: Filters) -> list[str]:
    """Return the institutions of the filtered agreements, in the order of their count."""
    table = measures.agreements_by_institution(edition, filters).table
    return [str(key) for key in table["institution_id"].tolist() if key]


def institution_facts(
    institution: pd.Series, labels: Labels, words: Translator
) -> list[tuple[str, str]]:
    """Return the names and the location of a partner, with their terms.

    `institution` is a row of `edition.institutions`.
    """
    location = labels.of("territories", institution["territory_code"])
    city = labels.tables["cities"].get(institution["institution_id"], "")
    if city:
        location = words("trace.city", territory=location, city=city)
    facts = [
        (words("trace.name_text"), institution["name_text"]),
        (words("trace.name_ja"), institution["name_ja"]),
        (words("trace.name_en"), institution["name_en"]),
        (words("trace.place_is"), location),
    ]
    return _once([(term, text) for term, text in facts if text])


def _identified(
    institution: pd.Series, labels: Labels, words: Translator
) -> list[tuple[str, str]]:
    """The same, and the public identifier: a paper has no link to it."""
    facts = institution_facts(institution, labels, words)
    ror = institution["ror_id"]
    return [*facts, (words("trace.ror"), ror)] if ror else facts


def _once(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out a name that is that of the line above."""
    texts = [None, *(text for _, text in facts)]
    return [fact for fact, above in zip(facts, texts, strict=False) if fact[1] != above]


def _counts(
    edition: Edition, institution_id: str, labels: Labels, words: Translator
) -> str:
    table = measures.agreements_by_institution(edition, Filters()).table
    row = table[table["institution_id"] == institution_id].iloc[0]
    total = int(row["agreements"])
    if "marked" in labels.absent:
        return words.count("partner.counts_only", total)
    return words.count("partner.counts", total, marked=int(row["marked"]))
