"""Compare: two regions, departments, territories or types side by side."""

import streamlit as st

from dashboard import charts, html, measures, tables
from dashboard.filters import FIELDS
from dashboard.ui.figure import charts_in_view, show_caption, show_chart
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import compared_kinds, compared_pair
from dashboard.ui.state import View, choose, set_control, set_widget_value


def _ask(view: View, name: str, kind: str, chosen: str) -> None:
    """Ask for the item of one side, the largest first; its id is in the link."""
    key = f"aa_{name}_{kind}"
    set_widget_value(key, chosen)
    st.selectbox(
        view.words(f"compare.{name}"),
        charts.ranked_choices(view.edition, view.filters, kind),
        format_func=lambda id_: view.labels.of(FIELDS[kind], id_),
        key=key,
        on_change=lambda: set_control(name, st.session_state[key]),
    )


def _show_numbers(view: View, kind: str, pair: tuple[str, str]) -> None:
    """Show the numbers of both sides, those that they have in common below."""
    words = view.words
    used = charts.compared_filters(view.filters, kind, pair)
    measure = measures.compare(view.edition, used, kind, *pair)
    shown = tables.labelled(measure.table, view.labels, words)
    title = words("compare.numbers")
    st.html(html.section_head(title))
    turned = tables.transposed(shown, words)
    st.html(html.table(turned, words, title, "aa-numbers"))
    caption = words(f"caption.compare_{kind}")
    show_caption(view, measure.n, caption, used)


view = open_page("compare")
words = view.words
kinds = compared_kinds(view)

if not nothing_left(view) and not kinds:
    st.html(html.paragraph(words("compare.nothing"), "notice"))
elif kinds and not measures.counts(view.edition, view.filters).empty:
    kind = choose(
        "compare",
        words("compare.kind"),
        kinds,
        lambda kind: words(f"column.{measures.COMPARED[kind]}"),
    )
    pair = compared_pair(view, kind, st.session_state.aa_controls)
    for column, name, chosen in zip(st.columns(2), ("one", "two"), pair, strict=True):
        with column:
            _ask(view, name, kind, chosen)
    if pair[0] == pair[1]:
        st.html(html.paragraph(words("compare.same"), "notice"))
    else:
        figures = charts_in_view("compare", view)
        places = st.columns(max(len(figures), 1), gap="medium")
        for place, chart in zip(places, figures, strict=False):
            with place:
                st.html(html.section_head(chart.title))
                show_chart(view, chart)
        _show_numbers(view, kind, pair)
