"""Departments and exchange: our side, and where its agreements carry exchange."""

from functools import partial

import streamlit as st

from dashboard import markup, measures, sentences, tables
from dashboard.figures import department_region_figure, drawn, side_figure
from dashboard.pages import _legend
from dashboard.pages._figure import show_figure
from dashboard.pages._frame import nothing_left, open_page
from dashboard.report import department_bars, department_region_bars

view = open_page("departments")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)
marks = measures.has_exchange(view.edition)

if not nothing_left(view):
    measure = measures.agreements_by_department(*chosen)
    caption = words("caption.departments")
    if view.filters.departments:
        caption += " " + words("caption.departments_filtered")
    if measure.table.empty:
        st.html(markup.paragraph(words("departments.absent"), "notice"))
    for research, name in ((False, "teaching"), (True, "research")):
        part = measure.table[measure.table["research"] == research]
        if not part.empty:
            st.html(
                markup.section_head(
                    words(f"departments.{name}"), words(f"departments.{name}_lead")
                )
            )
            show_figure(
                view,
                drawn(measure, side_figure, research, labels, words, view.palette),
                key=name,
                title=words(f"departments.{name}"),
                reading=sentences.department_sentence(part, labels, words),
                measure=measure,
                caption=caption,
                legend=_legend.of_marks(view) if marks else "",
                table=partial(tables.labelled, part, labels, words),
                rows=part.shape[0],
                drawing=partial(department_bars, part, labels, words),
            )

    st.html(
        markup.section_head(
            words("departments.regions"), words("departments.regions_lead")
        )
    )
    by_region = measures.marked_by_department_and_region(*chosen)
    if by_region.table.empty:
        none = "none_marked" if marks else "marks_absent"
        st.html(markup.paragraph(words(f"departments.{none}"), "notice"))
    else:
        show_figure(
            view,
            drawn(by_region, department_region_figure, labels, words, view.palette),
            key="department_region",
            title=words("departments.regions"),
            reading=sentences.ranking_sentence(
                by_region.table, "department_id", "departments", "marked", labels, words
            ),
            measure=by_region,
            caption=caption,
            legend=_legend.of_regions(view, by_region.table["region_id"]),
            table=partial(tables.department_region_table, by_region, labels, words),
            rows=by_region.table["department_id"].nunique(),
            drawing=partial(department_region_bars, by_region.table, labels, words),
        )
