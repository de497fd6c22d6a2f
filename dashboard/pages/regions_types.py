"""Regions and types: region by agreement type, as counts and as shares."""

from functools import partial

import streamlit as st

from dashboard import markup, measures, sentences, tables
from dashboard.figures import drawn, region_type_figure, region_type_share_figure
from dashboard.pages import _legend
from dashboard.pages._figure import show_figure
from dashboard.pages._frame import nothing_left, open_page
from dashboard.pages._parts import small_table
from dashboard.pages._view import choose
from dashboard.report import region_type_bars

view = open_page("regions_types")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    unit = choose(
        "unit",
        words("regions_types.unit"),
        ("agreements", "institutions"),
        lambda one: words(f"unit.{one}"),
    )
    measure = measures.region_by_type(*chosen, unit)
    adds = "agreements_add_up" if measure.adds_up else "institutions_of_types"
    legend = _legend.of_types(view, measure.table["agreement_type_id"])
    table = partial(tables.region_type_table, measure, labels, words)

    st.html(markup.section_head(words("regions_types.counts")))
    show_figure(
        view,
        drawn(measure, region_type_figure, labels, words, view.palette),
        key="counts",
        title=words("regions_types.counts"),
        reading=sentences.ranking_sentence(
            measures.agreements_by_region(*chosen).table,
            "region_id",
            "regions",
            unit,
            labels,
            words,
        ),
        measure=measure,
        caption=words(f"caption.{adds}"),
        legend=legend,
        table=table,
        drawing=partial(region_type_bars, measure, unit, labels, words),
    )

    st.html(markup.section_head(words("regions_types.shares")))
    show_figure(
        view,
        drawn(measure, region_type_share_figure, labels, words, view.palette),
        key="shares",
        title=words("regions_types.shares"),
        reading=sentences.ranking_sentence(
            measures.agreements_by_type(*chosen).table,
            "agreement_type_id",
            "types",
            unit,
            labels,
            words,
        ),
        measure=measure,
        caption=words(f"caption.shares_of_{unit}"),
        legend=legend,
        table=table,
        drawing=partial(region_type_bars, measure, "share", labels, words),
    )

    st.html(markup.section_head(words("regions_types.regions")))
    regions = measures.agreements_by_region(*chosen)
    title = words("regions_types.regions")
    st.html(small_table(regions.table, labels, words, title))
    st.html(markup.section_head(words("regions_types.types")))
    types = measures.agreements_by_type(*chosen).table
    st.html(small_table(types, labels, words, words("regions_types.types")))
