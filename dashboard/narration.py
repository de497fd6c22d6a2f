"""Sentences about figures: text alternatives, headlines of sections, captions.

Turns measures and tables into plain sentences, in the language of the translator that
is passed in. A long ranking names only its first items.
"""

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

MOST_NAMED = 6
"""Most items that a sentence names."""

RECENT_YEARS = 10
"""So many years, the last of a list, are told apart from earlier ones."""


@memoize_by_identity
def ranking_sentence(
    table: pd.DataFrame,
    key: str,
    kind: str,
    column: str,
    labels: Labels,
    words: Translator,
) -> str:
    """Name the rows of a table with their numbers, largest first."""
    totals = table.groupby(key, sort=False)[column].sum()
    totals = totals[totals > 0].sort_values(ascending=False, kind="stable")
    named = [
        words("sentence.item", label=labels.of(kind, str(row_id)), value=int(value))
        for row_id, value in totals.head(MOST_NAMED).items()
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
    """The overview in words: the three counts, and the region with most agreements.

    Where there is only one region, nothing is said to be most.
    """
    row = counts.table.iloc[0]
    first = regions.table.iloc[0]
    ending = "" if regions.rows > 1 else "_one" if first["region_id"] else "_all"
    return words(
        f"overview.sentence{ending}",
        agreements=words.count("count.agreements", int(row["agreements"])),
        institutions=words.count("count.institutions", int(row["institutions"])),
        territories=words.count("count.territories", int(row["territories"])),
        region=labels.of("regions", str(first["region_id"])),
        share=words.percent(float(first["share"])),
        first=words.count("count.agreements", int(first["agreements"])),
    )


@memoize_by_identity
def department_sentence(table: pd.DataFrame, labels: Labels, words: Translator) -> str:
    """Departments with their marked agreements, or all if the list has no marks."""
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
        for row in table.head(MOST_NAMED).to_dict("records")
    ]
    return words("sentence.marked", items=words.listed(items))


def headline_of_counts(counts: Measure, labels: Labels, words: Translator) -> str:
    """The three counts, and the share marked for exchange if the list marks it."""
    if counts.empty:
        return words("headline.nothing")
    row = counts.table.iloc[0]
    named = {
        name: words.count(f"count.{name}", int(row[name]))
        for name in ("agreements", "institutions", "territories")
    }
    if "marked" in labels.absent:
        return words("headline.counts_only", **named)
    return words(
        "headline.counts",
        **named,
        marked=int(row["marked"]),
        share=words.percent(float(row["marked_share"])),
    )


def headline_of_territories(
    territories: Measure, labels: Labels, words: Translator
) -> str:
    """The territory with most agreements, and the share of the first three.

    A single territory is named as the only one: it is not the largest of several.
    """
    table = territories.table[territories.table["territory_code"] != ""]
    if table.empty:
        return words("headline.no_territory")
    first = table.iloc[0]
    if len(territories.table) == 1:
        name = labels.of("territories", str(first["territory_code"]))
        return words.count("headline.one_territory", territories.n, label=name)
    values = {
        "label": labels.of("territories", str(first["territory_code"])),
        "agreements": int(first["agreements"]),
        "n": territories.n,
        "share": words.percent(float(first["share"])),
    }
    top = 3
    if len(table) <= top:
        return words("headline.territory", **values)
    return words(
        "headline.territories",
        **values,
        top=top,
        top_share=words.percent(float(table["share"].head(top).sum())),
    )


def headline_of_regions(
    regions: Measure, types: Measure, labels: Labels, words: Translator
) -> str:
    """The region and the type with most agreements, or the only one."""
    first, kind = regions.table.iloc[0], types.table.iloc[0]
    region = labels.of("regions", str(first["region_id"]))
    named = labels.of("types", str(kind["agreement_type_id"]))
    several = len(regions.table) > 1, len(types.table) > 1
    if not any(several):
        return words("headline.one_region_type", region=region, type=named, n=regions.n)
    text_id = {
        (True, True): "headline.regions",
        (True, False): "headline.regions_one_type",
        (False, True): "headline.one_region",
    }[several]
    return words(
        text_id,
        region=region,
        agreements=int(first["agreements"]),
        n=regions.n,
        share=words.percent(float(first["share"])),
        type=named,
        type_agreements=int(kind["agreements"]),
        type_share=words.percent(float(kind["share"])),
    )


def headline_of_departments(measure: Measure, labels: Labels, words: Translator) -> str:
    """The department with most agreements, and those without any exchange."""
    table = measure.table
    if table.empty:
        return words("departments.absent")
    first = table.iloc[0]
    most = words(
        "headline.department",
        label=labels.of("departments", str(first["department_id"])),
        agreements=int(first["agreements"]),
        n=measure.n,
    )
    if "marked" in labels.absent:
        return most
    teaching = table[~table["research"].astype(bool)]
    without = teaching.loc[teaching["marked"] == 0, "department_id"]
    if without.empty:
        return most + words("headline.all_exchange")
    return most + words.count(
        "headline.no_exchange",
        len(without),
        labels=listed_labels(without, "departments", labels, words),
    )


def headline_of_years(years: Measure, words: Translator) -> str:
    """The year with most agreements, and how many were signed in the last ten."""
    table = years.table
    most = table.iloc[int(table["agreements"].argmax())]
    values = {"year": str(most["year"]), "agreements": int(most["agreements"])}
    if len(table) <= RECENT_YEARS:
        return words("headline.years_few", **values)
    last = table.tail(RECENT_YEARS)
    recent = int(last["agreements"].sum())
    return words(
        "headline.years",
        **values,
        recent=recent,
        share=words.percent(recent / int(table["agreements"].sum())),
        since=str(last["year"].iloc[0]),
        last=str(last["year"].iloc[-1]),
    )


def headline_of_findings(repairs: Measure, words: Translator) -> str:
    """How much was repaired, and how much a person should check."""
    row = repairs.table.iloc[0]
    return words(
        "headline.findings",
        checks=int(row["checks"]),
        notes=int(row["notes"]),
        repairs=int(row["repairs"]),
        rows=int(row["repaired_rows"]),
    )


def listed_labels(
    ids: pd.Series,
    kind: str,
    labels: Labels,
    words: Translator,
    most: int = MOST_NAMED,
) -> str:
    """Labels of ids as a list inside a sentence; a long one ends in 'and n more'."""
    shown = [labels.of(kind, str(row_id)) for row_id in ids.head(most)]
    left = len(ids) - len(shown)
    listed = words.listed(shown)
    return words.count("headline.and_more", left, items=listed) if left > 0 else listed


def effect_sentence(before: Edition, after: Edition, words: Translator) -> str:
    """How the numbers of a list changed from one reading of it to another."""
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
    """The list's own headings of its student numbers, which may be quotas."""
    columns = optional_columns(edition)
    items = [
        words(
            "timeline.heading",
            label=words(f"column.{name}"),
            heading=labels.tables["columns"][columns[name]],
        )
        for name in STUDENTS
        if name in columns
    ]
    return words("timeline.headings", items=words.listed(items))


def figure_facts(
    n: int, filters: Filters, labels: Labels, words: Translator, edition: str
) -> list[str]:
    """Facts that every figure states: n, active filters, the date of the list."""
    chosen = [label for _, _, label in active_filters(filters, labels)]
    shown = words.listed(chosen) if chosen else words("filters.none")
    return [
        words("facts.n", n=n),
        words("facts.filters", filters=shown),
        edition,
    ]
