"""The sections with a figure: counts, map, regions and types, departments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard import measures, tables
from dashboard.filters import Filters
from dashboard.html import Card
from dashboard.i18n import Words
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.report import headlines
from dashboard.report.content import Bars, Cards, Section, Series, WorldMap
from pipeline.model import Edition


def count_section(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Iterator[Section]:
    """The three counts side by side, and the share marked for exchange."""
    counts = measures.counts(edition, filters)
    kept = counts.table.drop(columns="marked_institutions")
    yield Section(
        "headline",
        "headline",
        words("report.headline"),
        headlines.headline_of_counts(counts, labels, words),
        words("caption.counts"),
        Cards(tuple(headline_cards(counts, labels, words))),
        tables.labelled(kept, labels, words),
    )


def headline_cards(counts: Measure, labels: Labels, words: Words) -> Iterator[Card]:
    """The three counts, then the share marked for exchange where the list marks it."""
    row = counts.table.iloc[0]
    regions = words.count("card.territories_unit", int(row["regions"]))
    for name, term, unit in (
        ("agreements", "agreement", words("card.agreements_unit")),
        ("institutions", "institution", words("card.institutions_unit")),
        ("territories", "territory", regions),
    ):
        meaning = words.glossary[term].definition
        label = words(f"column.{name}")
        yield Card(label, words.number(int(row[name])), unit, meaning)
    if "marked" not in labels.absent:
        context = words(
            "card.marked", marked=int(row["marked"]), agreements=int(row["agreements"])
        )
        share = words.percent(float(row["marked_share"]))
        meaning = words.glossary["exchange_marked"].definition
        yield Card(words("column.marked"), share, context, meaning)


def map_section(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Iterator[Section]:
    """Territories by agreements, institutions at their city."""
    measure = measures.agreements_by_territory(edition, filters)
    caption = [words("caption.map_agreements"), words("caption.map_markers")]
    missing = measures.unplaced_institutions(edition, filters)
    if missing:
        caption.append(words.count("caption.map_unplaced", missing))
    yield Section(
        "map",
        "map",
        words("overview.map"),
        headlines.headline_of_territories(measure, labels, words),
        " ".join(caption),
        territory_map(edition, filters, "agreements", labels, words),
        tables.labelled(measure.table, labels, words),
        adds_up=measure.adds_up,
    )


def territory_map(
    edition: Edition,
    filters: Filters,
    counted: str,
    labels: Labels,
    words: Words,
    *,
    markers: bool = True,
) -> WorldMap:
    """Territories by one of their counts, institutions at their city if wanted."""
    table = measures.agreements_by_territory(edition, filters).table
    known = table[table["territory_code"] != ""]
    codes = known["territory_code"].tolist()
    placed = measures.placed_institutions(edition, filters).table
    name = labels.each("institutions", placed["institution_id"])
    columns = ["institution_id", "name", "latitude", "longitude"]
    shown = placed.assign(name=name)[[*columns, "agreements", "marked"]]
    return WorldMap(
        dict(zip(codes, known[counted].tolist(), strict=True)),
        {code: labels.of("territories", code) for code in codes},
        words(f"unit.{counted}"),
        shown.reset_index(drop=True) if markers else shown.head(0),
        "marked" not in labels.absent,
    )


def territory_bars(
    table: pd.DataFrame, counted: str, labels: Labels, words: Words
) -> Bars:
    """Territories ranked by one of their counts, in the colour of their region."""
    table = table[table[counted] > 0]
    table = table.sort_values(counted, ascending=False, kind="stable")
    return crossed_bars(
        table,
        ("territory_code", "territories"),
        ("region_id", "regions", "region"),
        counted,
        labels,
        words,
    )


def region_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Iterator[Section]:
    """Region by agreement type."""
    measure = measures.region_by_type(edition, filters, "agreements")
    regions = measures.agreements_by_region(edition, filters)
    types = measures.agreements_by_type(edition, filters)
    yield Section(
        "regions_types",
        "regions_types",
        words("overview.types"),
        headlines.headline_of_regions(regions, types, labels, words),
        words("caption.agreements_add_up"),
        region_type_bars(measure, "agreements", labels, words),
        tables.region_type_table(measure, labels, words),
        adds_up=measure.adds_up,
    )


def region_type_bars(
    measure: Measure, counted: str, labels: Labels, words: Words
) -> Bars:
    """Region by agreement type, in the measure's unit or as `share` of the region."""
    bars = crossed_bars(
        measure.table,
        ("region_id", "regions"),
        ("agreement_type_id", "types", "type"),
        counted,
        labels,
        words,
    )
    return replace(bars, stacked=measure.adds_up)


def rule_bars(measure: Measure, labels: Labels, words: Words) -> Bars:
    """Changed cells by the rule that changed them."""
    names = tuple(labels.each("rules", measure.table["rule"]))
    unit = words("unit.repairs")
    numbers = tuple(measure.table["repairs"].tolist())
    return Bars(names, (Series(unit, numbers, ("accent", "")),), True, unit)


def year_bars(measure: Measure, words: Words) -> Bars:
    """Agreements by the year they were signed, the first year on top."""
    years = tuple(str(year) for year in measure.table["year"])
    unit = words("unit.agreements")
    numbers = tuple(measure.table["agreements"].tolist())
    return Bars(years, (Series(unit, numbers, ("accent", "")),), True, unit)


def department_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Iterator[Section]:
    """Departments with their exchange, then departments by region."""
    measure = measures.agreements_by_department(edition, filters)
    caption = words("caption.departments")
    if filters.departments:
        caption += " " + words("caption.departments_filtered")
    make = partial(Section, part="departments", caption=caption)
    headline = headlines.headline_of_departments(measure, labels, words)
    title = words("departments.title")
    if measure.table.empty:
        yield make("departments", title=title, headline=headline)
        return
    yield make(
        "departments",
        title=title,
        headline=headline,
        drawing=department_bars(measure.table, labels, words),
        table=tables.labelled(measure.table, labels, words),
    )
    crossed = measures.marked_by_department_and_region(edition, filters)
    if not crossed.table.empty:
        yield make(
            "departments_regions",
            title=words("departments.regions"),
            headline=words("headline.department_regions", **_spread(crossed.table)),
            drawing=department_region_bars(crossed.table, labels, words),
            table=tables.department_region_table(crossed, labels, words),
        )


def _spread(table: pd.DataFrame) -> dict[str, int]:
    return {
        "departments": table["department_id"].nunique(),
        "regions": table["region_id"].nunique(),
    }


def department_bars(table: pd.DataFrame, labels: Labels, words: Words) -> Bars:
    """Agreements of each department: those marked for exchange, then the others."""
    names = tuple(labels.each("departments", table["department_id"]))
    marked, all_of = table["marked"], table["agreements"]
    if "marked" in labels.absent:
        label = words("unit.agreements")
        series = (Series(label, tuple(all_of.tolist()), ("accent", "")),)
    else:
        series = (
            Series(
                words("exchange.marked"), tuple(marked.tolist()), ("mark", "marked")
            ),
            Series(
                words("exchange.not_marked"),
                tuple((all_of - marked).tolist()),
                ("mark", "not_marked"),
            ),
        )
    return Bars(names, series, stacked=True, unit=words("unit.agreements"))


def department_region_bars(table: pd.DataFrame, labels: Labels, words: Words) -> Bars:
    """Agreements marked for exchange of each department, by region."""
    return crossed_bars(
        table,
        ("department_id", "departments"),
        ("region_id", "regions", "region"),
        "marked",
        labels,
        words,
    )


def crossed_bars(
    table: pd.DataFrame,
    down: tuple[str, str],
    across: tuple[str, str, str],
    counted: str,
    labels: Labels,
    words: Words,
) -> Bars:
    """One bar for each thing down, in a colour for each thing across.

    `down` is a column and the kind of its labels; `across` the same and the kind of its
    colours. `counted` is a count or a `share`.
    """
    shares = counted == "share"
    rows = table[down[0]].drop_duplicates().tolist()
    wide = table.pivot_table(
        index=down[0], columns=across[0], values=counted, fill_value=0, sort=False
    ).reindex(rows)
    series = tuple(
        Series(
            labels.of(across[1], str(one)),
            tuple(wide[one].tolist()) if shares else whole_numbers(wide[one].tolist()),
            (across[2], str(one)),
        )
        for one in table[across[0]].drop_duplicates()
    )
    names = tuple(labels.of(down[1], str(one)) for one in rows)
    unit = words("column.share" if shares else f"unit.{counted}")
    return Bars(names, series, stacked=True, unit=unit, shares=shares)


def whole_numbers(values: Sequence[float]) -> tuple[float, ...]:
    """Counts as integers, whatever a table made of them."""
    return tuple(int(value) for value in values)
