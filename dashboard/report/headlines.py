"""The one sentence of each section: what its figure shows, made from its numbers."""

from __future__ import annotations

import pandas as pd

from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.narration import NAMED


def headline_of_counts(counts: Measure, labels: Labels, words: Translator) -> str:
    """All three counts, and the share marked for exchange."""
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
    """Where most agreements are, and how much the first three hold."""
    table = territories.table[territories.table["territory_code"] != ""]
    if table.empty:
        return words("headline.no_territory")
    first = table.iloc[0]
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
    """The region and the type with most agreements."""
    first, kind = regions.table.iloc[0], types.table.iloc[0]
    return words(
        "headline.regions",
        region=labels.of("regions", str(first["region_id"])),
        agreements=int(first["agreements"]),
        n=regions.n,
        share=words.percent(float(first["share"])),
        type=labels.of("types", str(kind["agreement_type_id"])),
        type_agreements=int(kind["agreements"]),
        type_share=words.percent(float(kind["share"])),
    )


def headline_of_departments(measure: Measure, labels: Labels, words: Translator) -> str:
    """The department named most, and those without any exchange."""
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
        labels=named(without, "departments", labels, words),
    )


def headline_of_findings(repairs: Measure, words: Translator) -> str:
    """How much was repaired, and how much a person should look at."""
    row = repairs.table.iloc[0]
    return words(
        "headline.findings",
        checks=int(row["checks"]),
        notes=int(row["notes"]),
        repairs=int(row["repairs"]),
        rows=int(row["repaired_rows"]),
    )


def named(ids: pd.Series, kind: str, labels: Labels, words: Translator) -> str:
    """The labels of some ids as a list inside a sentence; many end in 'and n more'."""
    shown = [labels.of(kind, str(one)) for one in ids.head(NAMED)]
    left = len(ids) - len(shown)
    listed = words.listed(shown)
    return words.count("headline.and_more", left, items=listed) if left > 0 else listed
