"""The frame around every page and every figure: head, chips, caption, table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import markup
from dashboard.exports.screens import has_screens
from dashboard.filters import PARAMETERS, describe, narrow, to_query
from dashboard.measures import Measure, Pivot, counts, findings_listed
from dashboard.pages._pictures import show_pictures
from dashboard.pages._upload import (
    Upload,
    current_upload,
    edition_in_view,
    is_own,
    look_at,
)
from dashboard.pages._view import (
    View,
    current_view,
    go_to,
    set_control,
    set_filters,
    set_language,
    show_as,
    url_query,
)
from dashboard.report import Section
from dashboard.sentences import figure_facts
from dashboard.tables import SHOWN_BARS, marks_of
from dashboard.words import LANGUAGES, Words, load_words, plain_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.figures import Figure
    from dashboard.report import Drawing

STYLES = tuple(
    Path(__file__).with_name(f"{name}.css") for name in ("atlas", "present", "print")
)
PLAIN_CHART = {"displayModeBar": False, "responsive": True}
ROWS_SHOWN = 2000
"""More rows than this are not sent to the browser; searching finds the others."""

WIDE = ("institution_text", "institution_other", "partner_unit_text")
PRINTED = 200
"""Rows of a long table that are printed."""

LONG_TABLE = 15
"""Tables with more rows can be scrolled and sorted."""


def open_page(name: str, own: Upload | None = None) -> View:
    """Show the head of a page and give its view.

    Args:
        name: of the page.
        own: the list the page is about, where that need not be the one in view: then
            the head says nothing of the one in view.
    """
    view = current_view(edition_in_view())
    words = view.words
    _banner(view, offer=own is None)
    title = own.name if own else view.edition.title[words.lang]
    head = markup.page_head(title, words(f"{name}.title"), words(f"{name}.lead"))
    with st.container(key="aa-top", horizontal=True, vertical_alignment="top"):
        st.html(head)
        _language_switch(words)
        if not own:
            with st.container(key="aa_present", width="content"):
                link("present", words("present.start"), "slideshow", **_slide_of(name))
    st.session_state.aa_page = name
    if own:
        return view
    _facts_row(view, name)
    _chips(view)
    if view.ignored:
        shown = words.listed([f"'{one}'" for one in view.ignored])
        st.html(markup.paragraph(words("filters.ignored", values=shown), "notice"))
    return view


def _slide_of(page: str) -> dict[str, str]:
    """Where a presentation opens: at the section of the page that asks for it."""
    return {"slide": page} if has_screens(page) else {}


def _banner(view: View, *, offer: bool) -> None:
    """Say which list is seen, where the reader brought one, and offer the other."""
    upload = current_upload()
    own = is_own(view.edition)
    if not upload or not (own or offer):
        return
    words = view.words
    said = words("banner.own" if own else "banner.kept", name=upload.name)
    key = "aa-banner" if own else "aa-offer"
    with st.container(key=key, horizontal=True, vertical_alignment="center"):
        st.html(markup.paragraph(said, "notice" if own else "note"), width="content")
        st.button(
            words("banner.default" if own else "banner.look"),
            key="aa_banner_default" if own else "aa_banner_look",
            on_click=look_at,
            args=(not own,),
        )
        link("read", words("banner.questions"))


def _language_switch(words: Words) -> None:
    show_as("aa_language", words.lang)
    st.segmented_control(
        words("app.language"),
        LANGUAGES,
        format_func=lambda lang: load_words(lang)("app.own_name"),
        key="aa_language",
        on_change=set_language,
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def _facts_row(view: View, name: str) -> None:
    words = view.words
    n = counts(view.edition, view.filters).n
    found = findings_listed(view.edition, view.filters).rows
    with st.container(key="aa-facts", horizontal=True, vertical_alignment="center"):
        st.html(
            markup.tags(
                [
                    words("facts.edition", edition=view.edition_name),
                    words("facts.n", n=n),
                ]
            ),
            width="content",
        )
        if name != "findings":
            link("findings", words.count("facts.findings", found))


def _chips(view: View) -> None:
    chosen = describe(view.filters, view.labels)
    if not chosen:
        return
    with st.container(key="aa-chips", horizontal=True, gap="xsmall"):
        for name, value, label in chosen:
            st.button(
                plain_markdown(f"{view.words(f'filter.{name}')}: {label}"),
                key=f"aa_chip_{name}_{value}",
                icon=":material/close:",
                icon_position="right",
                help=view.words("filters.remove"),
                on_click=set_filters,
                args=(view.filters.without(name, value),),
            )


def link(page: str, label: str, icon: str = "arrow_forward", **more: str) -> None:
    """A link to another page that keeps language and filters; "" leaves one out."""
    query = {name: value for name, value in {**url_query(), **more}.items() if value}
    st.page_link(
        f"dashboard/pages/{page}.py",
        label=label,
        icon=f":material/{icon}:",
        icon_position="right",
        query_params=query,
        help="",
    )


def nothing_left(view: View) -> bool:
    """Say so, in a sentence, where the filters keep no agreement."""
    if not counts(view.edition, view.filters).empty:
        return False
    st.html(markup.paragraph(view.words("filters.nothing"), "notice"))
    st.button(
        view.words("filters.clear"),
        key="aa_clear_page",
        on_click=set_filters,
        args=(type(view.filters)(),),
    )
    return True


def show_figure(
    view: View,
    figure: Figure,
    *,
    key: str,
    title: str,
    reading: str,
    measure: Measure,
    caption: str,
    table: pd.DataFrame,
    drawing: Callable[[], Drawing],
    config: dict[str, object] | None = None,
) -> None:
    """Show a figure with all it must state and its table beneath.

    Args:
        view: what is looked at.
        figure: the drawing.
        key: its name, unique on the page.
        title: what it is about.
        reading: what it shows, in one sentence.
        measure: the numbers, for n.
        caption: unit, and whether it adds up.
        table: the same numbers for reading.
        drawing: makes the same numbers for a picture.
        config: for Plotly.
    """
    said = Section(key, "", title, reading, caption)
    show_chart(view, figure, key=key, reading=reading, config=config)
    if len(table) > SHOWN_BARS:
        caption += " " + view.words("caption.most_shown", shown=SHOWN_BARS)
    show_caption(view, measure, caption, reading)
    with st.expander(view.words("table.show"), key=f"{key}_table"):
        show_table(view, table, key=f"{key}_rows", label=reading)
        ask_row(view, measure.table, key)
        show_pictures(view, said, drawing, measure.n)


def show_chart(
    view: View,
    figure: Figure,
    *,
    key: str,
    reading: str,
    config: dict[str, object] | None = None,
) -> None:
    """Draw a figure; a click on a mark filters by it, or opens its institution."""

    def choose_marked() -> None:
        points = st.session_state[key]["selection"]["points"]
        marks = points[0].get("customdata") or () if points else ()
        if marks and marks[0] == "institution":
            set_control("institution", marks[1])
            go_to("institution")
        elif marks:
            set_filters(narrow(view.filters, marks, view.edition))

    st.plotly_chart(
        figure,
        key=key,
        config=config or PLAIN_CHART,
        alt=reading,
        theme="streamlit",
        on_select=choose_marked,
        selection_mode="points",
    )


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
    """What stands under every figure."""
    facts = figure_facts(
        measure.n, view.filters, view.labels, view.words, view.edition_name
    )
    sentence = f"{reading} {caption}".strip() if reading else caption
    st.html(markup.caption(sentence, facts))
    if measure.n and st.session_state.get("aa_page") != "agreements":
        used = dict.fromkeys(PARAMETERS.values(), "") | to_query(view.filters)
        label = view.words.count("figure.show_agreements", measure.n)
        link("agreements", label, **used)


def show_table(view: View, table: pd.DataFrame, *, key: str, label: str) -> None:
    """A small table as text, a long one to scroll and sort."""
    if len(table) <= LONG_TABLE:
        st.html(markup.table(table, view.words, label))
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
    inner = markup.table(shown, words, label)
    if len(shown) < len(table):
        left = words("print.cut", shown=len(shown), rows=len(table))
        inner += markup.paragraph(left)
    st.html(markup.on_paper(inner))


def close_page(view: View) -> None:
    """Print below a page what it is: list, edition, filters, and where it is found."""
    words = view.words
    n = counts(view.edition, view.filters).n
    known = figure_facts(n, view.filters, view.labels, words, view.edition_name)
    address = f"{st.context.url or ''}?{urlencode(url_query())}"
    line = [view.edition.title[words.lang], *known, words("print.link", link=address)]
    st.html(markup.on_paper(markup.colophon(line)))


def columns_shown(headings: dict[str, str]) -> dict[str, object]:
    """The columns of a long list: names wide."""
    return {
        name: st.column_config.Column(heading, width="medium" if name in WIDE else None)
        for name, heading in headings.items()
    }
