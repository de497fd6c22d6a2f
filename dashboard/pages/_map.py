"""The map with its legend, caption and what it can't place."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import measures, sentences, tables
from dashboard.cube import once_per_question
from dashboard.figures import MAP_CONFIG, VIEWS, Spec, map_figure
from dashboard.filters import Filters
from dashboard.labels import Labels
from dashboard.pages import _legend
from dashboard.pages._chart import static_url
from dashboard.pages._figure import (
    Lid,
    ask_row,
    show_chart,
    show_table,
)
from dashboard.pages._pictures import show_pictures
from dashboard.pages._view import View
from dashboard.palette import Palette
from dashboard.report import Section, territory_map
from dashboard.words import Words
from pipeline.model import Edition

MARKERS_SHOWN = 1500
MAP_HEIGHT = {"wide": 500, "narrow": 236}


def view_choices(view: View) -> tuple[str, ...]:
    """The world, and the regions that the filters keep and the map can show."""
    regions = measures.agreements_by_region(view.edition, view.filters).table
    shown = [one for one in regions["region_id"] if one in VIEWS]
    return ("world", *shown)


def show_map(view: View, color: str, region: str, *, markers: bool) -> None:
    """Show the map with its caption and what it can't place."""
    words, labels = view.words, view.labels
    chosen = (view.edition, view.filters)
    territories = measures.agreements_by_territory(*chosen)
    more = (color, region, markers, is_phone(), labels, words, view.palette)
    figure = drawn_map(*chosen, *more)
    reading = sentences.ranking_sentence(
        territories.table, "territory_code", "territories", color, labels, words
    )
    caption = words(f"caption.map_{color}")
    if markers:
        caption += " " + words("caption.map_markers")
        missing = measures.unplaced_institutions(*chosen)
        if missing:
            caption += " " + words.count("caption.map_unplaced", missing)
        institutions = measures.agreements_by_institution(*chosen)
        if institutions.rows > MARKERS_SHOWN:
            caption += " " + words("caption.map_most", shown=MARKERS_SHOWN)

    def show_rows() -> None:
        if not markers:
            rows = tables.labelled(territories.table, labels, words)
            show_table(view, rows, key="map_rows", label=reading)
            ask_row(view, territories.table, "map")
        said = Section("map", "", words("overview.map"), reading, caption)
        draw = partial(territory_map, *chosen, color, labels, words, markers=markers)
        show_pictures(view, said, draw, territories.n)

    marks = markers and measures.has_exchange(view.edition)
    shown = "picture.show" if markers else "table.show"
    show_chart(
        view,
        figure,
        key="map",
        reading=reading,
        measure=territories,
        caption=caption,
        legend=_legend.of_markers(view) if marks else "",
        config=MAP_CONFIG,
        lid=Lid(words(shown), "map_table", show_rows),
    )


@once_per_question
def drawn_map(
    edition: Edition,
    filters: Filters,
    color: str,
    region: str,
    markers: bool,
    phone: bool,
    labels: Labels,
    words: Words,
    palette: Palette,
) -> Spec:
    """The map of what the filters keep, drawn once for all readers."""
    territories = measures.agreements_by_territory(edition, filters)
    placed = pd.DataFrame()
    if markers:
        placed = measures.placed_institutions(edition, filters, MARKERS_SHOWN).table
    return map_figure(
        territories.table,
        placed,
        color,
        labels,
        words,
        palette,
        outlines_url=outlines_url(),
        view=region,
        height=MAP_HEIGHT["narrow" if phone else "wide"],
        scale=0.6 if phone else 1.0,
    ).stating(territories.n)


def outlines_url() -> str:
    """Where the browser gets the outlines."""
    return static_url("world_geo.geojson")


def is_phone() -> bool:
    """Whether the reader holds a phone, as far as the browser says so."""
    return "Mobi" in st.context.headers.get("User-Agent", "")
