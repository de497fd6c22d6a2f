"""What a figure shows, in one plain sentence: for those who hear it, and as its lead."""

from __future__ import annotations

import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.filters import Filters, active_filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import (
    STUDENTS,
    Measure,
    optional_columns,
    reading_numbers,
)
from pipeline.model import Edition

NAMED = 6
"""At most so many are named in a sentence."""


@memoize_by_identity
def ranking_sentence(
    table: pd.DataFrame,
    key: str,
    kind: str,
    column: str,
    labels: Labels,
    words: Translator,
) -> str:
    """Name the rows of a table with their number, most first."""
    totals = table.groupby(key, sort=False)[column].sum()
    totals = totals[totals > 0].sort_values(ascending=False, kind="stable")
    named = [
        words("sentence.item", label=labels.of(kind, str(one)), value=int(value))
        for one, value in totals.head(NAMED).items()
    ]
    if not named:
        return words("sentence.nothing")
    unit = words(f"unit.{column}")
    rest = len(totals) - len(named)
    if rest:
        return words.count(
            "sentence.ranking_more", rest, unit=unit, items=words.listed(named)
        )
    return words("sentence.ranking", unit=unit, items=words.listed(named))


def overview_sentence(
    counts: Measure, regions: Measure, labels: Labels, words: Translator
) -> str:
    """The picture in two sentences: how many, where most, how many marked."""
    row = counts.table.iloc[0]
    first = regions.table.iloc[0]
    return words(
        "overview.sentence",
        agreements=words.count("count.agreements", int(row["agreements"])),
        institutions=words.count("count.institutions", int(row["institutions"])),
        territories=words.count("count.territories", int(row["territories"])),
        region=labels.of("regions", str(first["region_id"])),
        share=words.percent(float(first["share"])),
        first=words.count("count.agreements", int(first["agreements"])),
    )


@memoize_by_identity
def department_sentence(table: pd.DataFrame, labels: Labels, words: Translator) -> str:
    """Each department with its marked agreements of all, as far as they are marked."""
    if "marked" in labels.absent:
        return ranking_sentence(
            table, "department_id", "departments", "agreements", labels, words
        )
    items = [
        words(
            "sentence.marked_item",
            label=labels.of("departments", row["department_id"]),
            marked=row["marked"],
            agreements=row["agreements"],
        )
        for row in table.head(NAMED).to_dict("records")
    ]
    return words("sentence.marked", items=words.listed(items))


def effect_sentence(before: Edition, after: Edition, words: Translator) -> str:
    """What reading a list another way did to its numbers."""
    old, new = reading_numbers(before), reading_numbers(after)
    items = [
        words(
            "read.effect_item",
            label=words(f"read.number_{name}"),
            before=old[name],
            after=new[name],
        )
        for name in old
        if old[name] != new[name]
    ]
    if not items:
        return words("read.effect_none")
    return words("read.effect", items=words.listed(items))


def student_headings(edition: Edition, labels: Labels, words: Translator) -> str:
    """What the list itself calls its numbers of students, which may be quotas."""
    told = optional_columns(edition)
    items = [
        words(
            "timeline.heading",
            label=words(f"column.{one}"),
            heading=labels.tables["columns"][told[one]],
        )
        for one in STUDENTS
        if one in told
    ]
    return words("timeline.headings", items=words.listed(items))


def figure_facts(
    n: int, filters: Filters, labels: Labels, words: Translator, edition: str
) -> list[str]:
    """What every figure states: n, active filters, edition."""
    chosen = [label for _, _, label in active_filters(filters, labels)]
    shown = words.listed(chosen) if chosen else words("filters.none")
    return [
        words("facts.n", n=n),
        words("facts.filters", filters=shown),
        words("facts.edition", edition=edition),
    ]
