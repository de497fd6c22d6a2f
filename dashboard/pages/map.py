"""Map: territories coloured by a count, institutions at their city."""

from functools import partial

import streamlit as st

from dashboard import markup, measures, sentences, tables
from dashboard.figures import drawn, territory_figure
from dashboard.pages import _legend
from dashboard.pages._figure import (
    Lid,
    ask_row,
    show_chart,
    show_table,
)
from dashboard.pages._frame import nothing_left, open_page
from dashboard.pages._map import show_map, view_choices
from dashboard.pages._pictures import show_pictures
from dashboard.pages._view import choose, stay
from dashboard.report import Section, territory_bars

view = open_page("map")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)
marked = ("marked",) if measures.has_exchange(view.edition) else ()

if not nothing_left(view):
    with st.container(key="aa-controls", horizontal=True, gap="medium"):
        color = choose(
            "color",
            words("map.color"),
            ("agreements", "institutions", *marked),
            lambda one: words(f"unit.{one}"),
        )
        region = choose(
            "view",
            words("map.view"),
            view_choices(view),
            lambda one: labels.tables["regions"].get(one) or words("map.world"),
        )
    show_map(view, color, region, markers=True)

    territories = measures.agreements_by_territory(*chosen)
    title = words("map.ranking", unit=words(f"unit.{color}"))
    st.html(markup.section_head(title))
    reading = sentences.ranking_sentence(
        territories.table, "territory_code", "territories", color, labels, words
    )
    adds = "institutions_of_place" if color == "institutions" else "agreements_add_up"
    caption = words(f"caption.{adds}")
    said = Section("territories", "", title, reading, caption)
    draw = partial(territory_bars, territories.table, color, labels, words)
    show = partial(show_pictures, view, said, draw, territories.n)
    show_chart(
        view,
        drawn(territories, territory_figure, color, labels, words, view.palette),
        key="territories",
        reading=reading,
        measure=territories,
        caption=caption,
        legend=_legend.of_regions(view, territories.table["region_id"]),
        lid=Lid(words("picture.show"), "territories_table", show),
    )

    names = [words("map.territories"), words("map.institutions")]
    one, two = st.tabs(names, key="map_lists", on_change=stay)
    if one.open:
        with one:
            rows = tables.labelled(territories.table, labels, words)
            show_table(view, rows, key="territory_rows", label=names[0])
            ask_row(view, territories.table, "territories")
    if two.open:
        with two:
            institutions = measures.agreements_by_institution(*chosen).table
            rows = tables.labelled(institutions, labels, words)
            show_table(view, rows, key="institution_rows", label=names[1])
