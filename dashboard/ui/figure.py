"""What stands around every figure: its caption, its table, what a click on it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import html
from dashboard.filters import PARAMETERS, narrow, to_query
from dashboard.narration import figure_facts
from dashboard.report import Section
from dashboard.tables import SHOWN_BARS, marks_of
from dashboard.ui.deferred import later
from dashboard.ui.frame import link
from dashboard.ui.live.charts import Plot, show_plot
from dashboard.ui.picture_downloads import show_pictures
from dashboard.ui.state import View, go_to, set_control, set_filters, stay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from dashboard.figures import Spec
    from dashboard.measures import Measure, Pivot
    from dashboard.report import Drawing

PLAIN_CHART = {"displayModeBar": False, "responsive": True}
ROWS_SHOWN = 2000
"""More rows than this are not sent to the browser; searching finds the others."""

WIDE = ("institution_text", "institution_other", "partner_unit_text")
PRINTED = 200
"""Rows of a long table that are printed."""

LONG_TABLE = 15
"""Tables with more rows can be scrolled and sorted."""


@dataclass(frozen=True)
class Lid:
    """What a reader can open below a figure.

    Attributes:
        label: on it.
        key: its name, unique on the page.
        show: shows what is in it.
    """

    label: str
    key: str
    show: Callable[[], None]


@dataclass(frozen=True)
class Chart:
    """A figure of a page with all it must state.

    Attributes:
        figure: the drawing.
        key: its name, unique on the page.
        title: what it is about.
        reading: what it shows, in one sentence.
        measure: the numbers, for n.
        caption: unit, and whether it adds up.
        legend: what its colours mean, as markup.
        rows: of its table, where they can be more than the figure has room for.
        config: for Plotly.
    """

    figure: Spec
    key: str
    title: str
    reading: str
    measure: Measure | Pivot
    caption: str
    legend: str = ""
    rows: int = 0
    config: Mapping[str, object] = field(default_factory=PLAIN_CHART.copy)

    def plot(self, view: View) -> Plot:
        """The figure between its legend and its caption."""
        caption = self.caption
        if self.rows > SHOWN_BARS:
            caption += " " + view.words("caption.most_shown", shown=SHOWN_BARS)
        below = _caption(view, self.measure, caption, self.reading)
        above = self.legend
        return Plot(self.key, self.figure, self.reading, self.config, above, below)

    def said(self) -> Section:
        """What a picture of it says."""
        return Section(self.key, "", self.title, self.reading, self.caption)


def show_figure(
    view: View,
    chart: Chart,
    *,
    table: Callable[[], pd.DataFrame],
    drawing: Callable[[], Drawing],
) -> None:
    """Show a figure with its table beneath.

    Args:
        view: what is looked at.
        chart: the figure.
        table: makes the same numbers for reading, when they are asked for.
        drawing: makes the same numbers for a picture.
    """

    def show_rows() -> None:
        show_table(view, table(), key=f"{chart.key}_rows", label=chart.reading)
        ask_row(view, chart.measure.table, chart.key)
        show_pictures(view, chart.said(), drawing, chart.measure.n)

    lid = Lid(view.words("table.show"), f"{chart.key}_table", show_rows)
    show_chart(view, chart, lid)


def folded(label: str, key: str) -> DeltaGenerator | None:
    """What a reader can open; nothing in it is made or sent before."""
    box = st.expander(label, key=key, on_change=stay)
    return box if box.open else None


def show_chart(view: View, chart: Chart, lid: Lid) -> None:
    """Draw a figure between its legend and its caption.

    A click on a mark filters by it, or opens its institution.
    """

    def choose_marked(marks: list[str]) -> None:
        if marks and marks[0] == "institution":
            set_control("institution", marks[1])
            go_to("institution")
        elif marks:
            set_filters(narrow(view.filters, marks, view.edition))

    show_plot(chart.plot(view), choose_marked)
    later(partial(_show_beneath, view, chart.measure, lid))


def _show_beneath(view: View, measure: Measure | Pivot, lid: Lid) -> None:
    _link_agreements(view, measure)
    if opened := folded(lid.label, lid.key):
        with opened:
            lid.show()


def ask_row(view: View, table: pd.DataFrame, key: str) -> None:
    """Let the reader filter by a row of a table: what a click does, by keyboard."""
    rows = marks_of(table, view.labels, view.words)
    if not rows:
        return
    chosen_key = f"{key}_choose"

    def choose_row() -> None:
        label = st.session_state[chosen_key]
        if label is not None:
            set_filters(narrow(view.filters, rows[label], view.edition))
            st.session_state[chosen_key] = None

    st.selectbox(
        view.words("filters.by_row"),
        list(rows),
        index=None,
        key=chosen_key,
        placeholder=view.words("filters.by_row_hint"),
        on_change=choose_row,
    )


def show_caption(
    view: View, measure: Measure | Pivot, caption: str, reading: str = ""
) -> None:
    """What stands under every table that is no figure's."""
    st.html(_caption(view, measure, caption, reading))
    _link_agreements(view, measure)


def _caption(view: View, measure: Measure | Pivot, caption: str, reading: str) -> str:
    """What stands under every figure."""
    facts = figure_facts(
        measure.n, view.filters, view.labels, view.words, view.edition_name
    )
    sentence = f"{reading} {caption}".strip() if reading else caption
    return html.caption(sentence, facts)


def _link_agreements(view: View, measure: Measure | Pivot) -> None:
    if measure.n and st.session_state.get("aa_page") != "agreements":
        used = dict.fromkeys(PARAMETERS.values(), "") | to_query(view.filters)
        label = view.words.count("figure.show_agreements", measure.n)
        link("agreements", label, **used)


def show_table(view: View, table: pd.DataFrame, *, key: str, label: str) -> None:
    """A small table as text, a long one to scroll and sort."""
    if len(table) <= LONG_TABLE:
        st.html(html.table(table, view.words, label))
        return
    show_on_paper(view, table, label)
    shares = [name for name in table.columns if str(name).endswith("%")]
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        alt=label,
        placeholder="",
        column_config={
            name: st.column_config.NumberColumn(format="%.1f") for name in shares
        },
    )


def show_on_paper(view: View, table: pd.DataFrame, label: str) -> None:
    """The first rows of a table that the screen draws and paper would cut."""
    words, shown = view.words, table.head(PRINTED)
    inner = html.table(shown, words, label)
    if len(shown) < len(table):
        left = words("print.cut", shown=len(shown), rows=len(table))
        inner += html.paragraph(left)
    st.html(html.on_paper(inner))


def columns_shown(headings: dict[str, str]) -> dict[str, object]:
    """The columns of a long list: names wide."""
    return {
        name: st.column_config.Column(heading, width="medium" if name in WIDE else None)
        for name, heading in headings.items()
    }
