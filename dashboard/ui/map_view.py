"""The map with its legend, caption, table and pictures."""

from __future__ import annotations

from functools import partial

from dashboard import measures, tables
from dashboard.report import territory_map
from dashboard.ui.figure import Lid, ask_row, show_chart, show_table
from dashboard.ui.page_charts import map_chart
from dashboard.ui.picture_downloads import show_pictures
from dashboard.ui.state import View


def show_map(view: View, color: str, region: str, *, markers: bool) -> None:
    """Show the map with its caption and what it can't place."""
    words, labels = view.words, view.labels
    chosen = (view.edition, view.filters)
    chart = map_chart(view, color, region, markers=markers)

    def show_rows() -> None:
        table = measures.agreements_by_territory(*chosen).table
        if not markers:
            rows = tables.labelled(table, labels, words)
            show_table(view, rows, key="map_rows", label=chart.reading)
            ask_row(view, table, "map")
        draw = partial(territory_map, *chosen, color, labels, words, markers=markers)
        show_pictures(view, chart.said(), draw, chart.measure.n)

    shown = "picture.show" if markers else "table.show"
    show_chart(view, chart, Lid(words(shown), "map_table", show_rows))
