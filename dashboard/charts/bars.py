"""Bar charts: regions by type, territories, departments, repair rules, years.

Each function describes one chart from a measure; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter

import pandas as pd

from dashboard import measures, narration, tables
from dashboard.caching import memoize_by_identity
from dashboard.charts.crossed import (
    Crossing,
    MeasureRow,
    crossed_bars,
    crossed_table,
    selection_by,
)
from dashboard.charts.model import Bars, HoverLines, Series
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import Measure
from pipeline.model import Edition

ACCENT = ("accent", "")
SIDES = {"teaching": False, "research": True}
"""Kind of department -> whether its departments only do research."""


@memoize_by_identity
def region_type_bars(
    edition: Edition, filters: Filters, unit: str, labels: Labels, words: Translator
) -> Bars:
    """Regions by agreement type, counted in agreements or institutions.

    Agreements are stacked because they add up. Institutions stand side by side because
    an institution may have agreements of several types.
    """
    measure = measures.region_by_type(edition, filters, unit)
    regions = measures.agreements_by_region(edition, filters).table
    adds = "agreements_add_up" if measure.adds_up else "institutions_of_types"
    return _region_types(
        measure,
        unit,
        words(f"caption.{adds}"),
        _ranking(regions, "region_id", unit, labels, words),
        labels,
        words,
    )


@memoize_by_identity
def region_type_shares(
    edition: Edition, filters: Filters, unit: str, labels: Labels, words: Translator
) -> Bars:
    """Share of each type in a region, stacked where the shares add up to all."""
    types = measures.agreements_by_type(edition, filters).table
    return _region_types(
        measures.region_by_type(edition, filters, unit),
        "share",
        words(f"caption.shares_of_{unit}"),
        _ranking(types, "agreement_type_id", unit, labels, words),
        labels,
        words,
    )


@memoize_by_identity
def printed_type_bars(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Bars:
    """Agreements by their type as printed, where our types say too little."""
    measure = measures.agreements_by_printed_type(edition, filters)
    table = measure.table
    names = tuple(text or labels.unknown for text in table["agreement_type_text"])
    numbers = tuple(table["agreements"].tolist())
    shown = [words.count("count.agreements", number) for number in numbers]
    unit = words("unit.agreements")
    hovers = tuple(zip(names, shown, strict=True))
    items = [f"{name} {number:,}" for name, number in zip(names, numbers, strict=True)]
    return Bars(
        names,
        (Series(unit, numbers, ACCENT, hovers),),
        stacked=True,
        unit=unit,
        measure=measure,
        alt=words(
            "sentence.ranking",
            unit=unit,
            items=words.listed(items[: narration.MOST_NAMED]),
        ),
        caption=words("caption.printed_types"),
        make_table=partial(tables.labelled, table, labels, words),
        length=len(names),
    )


def _region_types(
    measure: Measure,
    counted: str,
    caption: str,
    alt: str,
    labels: Labels,
    words: Translator,
) -> Bars:
    def hover(row: MeasureRow) -> HoverLines:
        number = words.count(f"count.{measure.unit}", row[measure.unit])
        value = f"{number} ({words.percent(row['share'])})"
        kind = labels.of("types", row["agreement_type_id"])
        return labels.of("regions", row["region_id"]), f"{kind}: {value}"

    def cell(row: MeasureRow) -> str:
        share = words.percent(row["share"])
        return words("table.with_share", value=row[measure.unit], share=share)

    ids = ("region_id", "agreement_type_id")
    crossing = Crossing(*ids, counted, hover, selection_by(*ids))
    totals = measure.table.groupby("region_id", sort=False)[measure.unit].sum()
    shown = tuple(map(words.number, totals)) if measure.adds_up else ()
    shares = counted == "share"
    return Bars(
        *crossed_bars(measure.table, crossing, labels),
        measure.adds_up,
        words("column.share" if shares else f"unit.{counted}"),
        shares,
        numbers_inside=True,
        measure=measure,
        alt=alt,
        caption=caption,
        make_table=partial(
            crossed_table, measure.table, ids, cell, "0", labels, words, shown
        ),
    )


@memoize_by_identity
def territory_bars(
    edition: Edition, filters: Filters, counted: str, labels: Labels, words: Translator
) -> Bars:
    """Territories ranked by one of their counts, in the colour of their region."""
    measure = measures.agreements_by_territory(edition, filters)
    table = measure.table[measure.table[counted] > 0]
    table = table.sort_values(counted, ascending=False, kind="stable")
    crossing = Crossing(
        "territory_code",
        "region_id",
        counted,
        partial(territory_lines, labels, words),
        selection_by("territory_code"),
    )
    adds = "institutions_of_place" if counted == "institutions" else "agreements_add_up"
    return Bars(
        *crossed_bars(table, crossing, labels),
        stacked=True,
        unit=words(f"unit.{counted}"),
        measure=measure,
        alt=_ranking(measure.table, "territory_code", counted, labels, words),
        caption=words(f"caption.{adds}"),
        make_table=partial(tables.labelled, measure.table, labels, words),
        length=len(table),
    )


def territory_lines(labels: Labels, words: Translator, row: MeasureRow) -> HoverLines:
    """Hover lines of a territory: its name and its three counts."""
    units = ("agreements", "institutions", "marked")
    return (
        labels.of("territories", row["territory_code"]),
        *(
            words.count(f"count.{unit}", row[unit])
            for unit in units
            if unit not in labels.absent
        ),
    )


def side_filters(edition: Edition, filters: Filters, side: str) -> Filters:
    """The filters of the agreements that name a department of a side, "" for all.

    Where departments are chosen already, they stay: a filter can't ask for both.
    """
    if not side or filters.departments:
        return filters
    table = measures.agreements_by_department(edition, filters).table
    of_side = table.loc[table["research"] == SIDES[side], "department_id"]
    return replace(filters, departments=tuple(of_side))


@memoize_by_identity
def department_bars(
    edition: Edition, filters: Filters, side: str, labels: Labels, words: Translator
) -> Bars:
    """Departments by agreements: those marked for exchange, then the others.

    `side` is a key of SIDES, or "" for all; then the figure is of the agreements that
    `side_filters` leaves. A list that does not mark exchange gives a single series.
    """
    used = side_filters(edition, filters, side)
    measure = measures.agreements_by_department(edition, used)
    table = measure.table
    if side:
        table = table[table["research"] == SIDES[side]]
    rows = table.to_dict("records")
    marks_exchange = "marked" not in labels.absent
    return Bars(
        tuple(_name(row, labels) for row in rows),
        _department_series(rows, labels, words),
        stacked=True,
        unit=words("unit.agreements"),
        ends=tuple(
            words("figure.of", part=row["marked"], whole=row["agreements"])
            for row in rows
            if marks_exchange
        ),
        labels_above=True,
        measure=measure,
        alt=narration.department_sentence(table, labels, words),
        caption=_of_departments(filters, words),
        make_table=partial(tables.labelled, table, labels, words),
        length=len(rows),
    )


def _department_series(
    rows: Sequence[MeasureRow], labels: Labels, words: Translator
) -> tuple[Series, ...]:
    """Marked agreements and the others; a single series if the list has no marks."""
    whole = [row["agreements"] for row in rows]
    if "marked" in labels.absent:
        hovers = (
            (_name(row, labels), words.count("count.agreements", row["agreements"]))
            for row in rows
        )
        selections = map(selection_by("department_id"), rows)
        label = words("unit.agreements")
        return (Series(label, tuple(whole), ACCENT, tuple(hovers), tuple(selections)),)
    marked = [row["marked"] for row in rows]
    lines = tuple(
        (
            _name(row, labels),
            words("figure.marked_of", marked=part, agreements=row["agreements"]),
        )
        for row, part in zip(rows, marked, strict=True)
    )
    rest = [of - part for of, part in zip(whole, marked, strict=True)]
    return tuple(
        Series(
            words(f"exchange.{mark}"),
            tuple(numbers),
            ("mark", mark),
            lines,
            tuple(map(selection_by("department_id", then=("exchange", mark)), rows)),
        )
        for mark, numbers in (("marked", marked), ("not_marked", rest))
    )


def _name(row: MeasureRow, labels: Labels) -> str:
    return labels.of("departments", row["department_id"])


def _of_departments(filters: Filters, words: Translator) -> str:
    caption = words("caption.departments")
    if filters.departments:
        caption += " " + words("caption.departments_filtered")
    return caption


def marked_only(filters: Filters) -> Filters:
    """The filters of the agreements that are marked; those not marked have none."""
    return filters if filters.exchange else replace(filters, exchange="marked")


@memoize_by_identity
def department_region_bars(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Bars:
    """Agreements marked for exchange of each department, by region: of no others."""
    measure = measures.marked_by_department_and_region(edition, marked_only(filters))

    def hover(row: MeasureRow) -> HoverLines:
        region = labels.of("regions", row["region_id"])
        marked = words.count("count.marked", row["marked"])
        return _name(row, labels), f"{region}: {marked}"

    ids = ("department_id", "region_id")
    selection = selection_by(*ids, then=("exchange", "marked"))
    names, series = crossed_bars(
        measure.table, Crossing(*ids, "marked", hover, selection), labels
    )
    bars = Bars(
        names,
        series,
        stacked=True,
        unit=words("unit.marked"),
        numbers_inside=True,
        labels_above=True,
        measure=measure,
        alt=_ranking(measure.table, "department_id", "marked", labels, words),
        caption=_of_departments(filters, words),
        length=len(names),
    )
    number = itemgetter("marked")
    more = (number, 0, labels, words, bars.totals)
    table = partial(crossed_table, measure.table, ids, *more)
    return replace(bars, make_table=table)


@memoize_by_identity
def rule_bars(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Bars:
    """Changed cells by the repair rule that changed them."""
    measure = measures.repairs_by_rule(edition, filters)
    table = measure.table
    names = tuple(labels.each("rules", table["rule"]))
    hovers = (
        (
            name,
            words.count("count.cells", row["repairs"]),
            words.count("count.source_rows", row["source_rows"]),
        )
        for name, row in zip(names, table.to_dict("records"), strict=True)
    )
    unit, numbers = words("unit.repairs"), tuple(table["repairs"].tolist())
    return Bars(
        names,
        (Series(unit, numbers, ACCENT, tuple(hovers)),),
        stacked=True,
        unit=unit,
        measure=measure,
        alt=narration.ranking_sentence(
            table, "rule", "rules", "repairs", labels, words
        ),
        caption=words("caption.repairs"),
        make_table=partial(tables.rule_table, measure, edition.rules, labels, words),
        length=len(names),
    )


@memoize_by_identity
def year_bars(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Bars:
    """Agreements by year of signing as upright bars, and how many there were by then."""
    measure = measures.agreements_by_signing_year(edition, filters)
    table = measure.table.assign(year=measure.table["year"].astype(str))
    years, numbers = tuple(table["year"]), tuple(table["agreements"].tolist())
    so_far = tuple(table["agreements_so_far"].tolist())
    hovers = (
        (year, words.count("count.agreements", n), words("timeline.so_far", n=total))
        for year, n, total in zip(years, numbers, so_far, strict=True)
    )
    unit = words("unit.agreements")
    caption = words("caption.years")
    if measure.missing:
        caption += " " + words("caption.years_untold", untold=measure.missing)
    ends = {"first": years[0], "last": years[-1]} if years else {}
    return Bars(
        years,
        (Series(unit, numbers, ACCENT, tuple(hovers)),),
        stacked=True,
        unit=unit,
        measure=measure,
        alt=words("timeline.years", **ends) if years else "",
        caption=caption,
        make_table=partial(tables.labelled, table, labels, words),
        upright=True,
        running=so_far,
    )


def _ranking(
    table: pd.DataFrame, key: str, unit: str, labels: Labels, words: Translator
) -> str:
    """One sentence that names the first rows of a ranking."""
    kind = tables.LABEL_KINDS[key]
    return narration.ranking_sentence(table, key, kind, unit, labels, words)
