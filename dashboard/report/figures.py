"""Sections with a figure: counts, map, regions and types, departments.

Each takes its chart from dashboard/charts and its headline from narration.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard import charts, measures, narration
from dashboard.charts import Chart
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.report.content import EXHIBIT, Section
from pipeline.model import Edition


def figure_section(
    key: str, part: str, title: str, headline: str, chart: Chart
) -> Section:
    """Section of a figure, with its caption and table."""
    return Section(
        key, part, title, headline, chart.caption, chart, chart.table, place=EXHIBIT
    )


def count_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """The three counts side by side, and the share marked for exchange."""
    counts = measures.counts(edition, filters)
    yield figure_section(
        "headline",
        "headline",
        words("report.headline"),
        narration.headline_of_counts(counts, labels, words),
        charts.headline_cards(edition, filters, labels, words),
    )


def map_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """Territories by agreements, institutions at their city."""
    measure = measures.agreements_by_territory(edition, filters)
    yield figure_section(
        "map",
        "map",
        words("overview.map"),
        narration.headline_of_territories(measure, labels, words),
        charts.territory_map(edition, filters, "agreements", labels, words),
    )


def region_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """Region by agreement type."""
    regions = measures.agreements_by_region(edition, filters)
    types = measures.agreements_by_type(edition, filters)
    yield figure_section(
        "regions_types",
        "regions_types",
        words("overview.types"),
        narration.headline_of_regions(regions, types, labels, words),
        charts.region_type_bars(edition, filters, "agreements", labels, words),
    )


def timeline_section(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """Agreements by year of signing, if the list has dates that can be read."""
    measure = measures.agreements_by_signing_year(edition, filters)
    if not measure.table.empty:
        yield figure_section(
            "timeline",
            "timeline",
            words("timeline.signed"),
            narration.headline_of_years(measure, words),
            charts.year_bars(edition, filters, labels, words),
        )


def department_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Iterator[Section]:
    """Departments with their exchange, then by region; none if the list has none."""
    if edition.departments.empty:
        return
    part = "departments"
    measure = measures.agreements_by_department(edition, filters)
    headline = narration.headline_of_departments(measure, labels, words)
    title = words("departments.title")
    bars = charts.department_bars(edition, filters, "", labels, words)
    if measure.table.empty:
        yield Section("departments", part, title, headline, bars.caption)
        return
    yield figure_section("departments", part, title, headline, bars)
    crossed = measures.marked_by_department_and_region(edition, filters).table
    if not crossed.empty:
        yield figure_section(
            "departments_regions",
            part,
            words("departments.regions"),
            words("headline.department_regions", **_spread(crossed)),
            charts.department_region_bars(edition, filters, labels, words),
        )


def _spread(table: pd.DataFrame) -> dict[str, int]:
    return {
        "departments": table["department_id"].nunique(),
        "regions": table["region_id"].nunique(),
    }
