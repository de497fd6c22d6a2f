"""The frame around every page: head, filter chips, links, and the last printed line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard import html
from dashboard.exports.screens import has_screens
from dashboard.filters import active_filters
from dashboard.i18n import LANGUAGES, Translator, load_words, plain_markdown
from dashboard.measures import counts, findings_counted
from dashboard.narration import figure_facts
from dashboard.ui.deferred import defer
from dashboard.ui.links import link_to_page
from dashboard.ui.navigation import page_named
from dashboard.ui.page_charts import CHARTS
from dashboard.ui.state import (
    View,
    current_view,
    set_filters,
    set_language,
    set_widget_value,
    url_query,
)
from dashboard.ui.upload import (
    Upload,
    current_upload,
    edition_in_view,
    is_own,
    show_own_list,
)

STYLE = "".join(
    (Path(__file__).with_name("styles") / f"{name}.css").read_text(encoding="utf-8")
    for name in ("atlas", "print")
)
"""The styles of all pages, one message that the framework sends to a browser once."""


def open_page(
    name: str,
    own: Upload | None = None,
    lead: Callable[[View], str] | None = None,
    title: Callable[[View], str] | None = None,
) -> View:
    """Add the placeholder of the page head, and return the view of the page.

    Args:
        name: of the page.
        own: the uploaded list that the page is about, if any; then the head shows
            nothing of the list in view.
        lead: the sentence below the title, if it is made from the numbers.
        title: returns what the page is about, if not what its name says; "" for that.
    """
    view = current_view(edition_in_view())
    st.session_state.aa_page = name
    heading = (title(view) if title else "") or view.words(f"{name}.title")
    name_tab(heading, view.words)
    defer(partial(_show_head, view, name, own, heading, lead))
    return view


def name_tab(page: str, words: Translator) -> None:
    """Name the tab of the browser: the page, then the app."""
    st.set_page_config(page_title=f"{page} | {words('app.title')}")


def _show_head(
    view: View,
    name: str,
    own: Upload | None,
    heading: str,
    lead: Callable[[View], str] | None,
) -> None:
    words = view.words
    sentence = lead(view) if lead else words(f"{name}.lead")
    _banner(view, offer=own is None)
    title = own.name if own else view.edition.title[words.lang]
    head = html.page_head(title, heading, sentence)
    with st.container(key="aa-top", horizontal=True, vertical_alignment="top"):
        st.html(head)
        _language_switch(words)
        if not own:
            with st.container(key="aa_present", width="content"):
                link("present", words("present.start"), "slideshow", **_slide_of(name))
    if own:
        return
    _facts_row(view, name)
    _chips(view)
    if view.ignored:
        shown = words.listed([f"'{value}'" for value in view.ignored])
        st.html(html.paragraph(words("filters.ignored", values=shown), "notice"))


def _slide_of(page: str) -> dict[str, str]:
    """Return the control that opens a presentation at the section of a page."""
    return {"slide": page} if has_screens(page) else {}


def _banner(view: View, *, offer: bool) -> None:
    """Name the list in view if the reader uploaded one, and offer to switch."""
    upload = current_upload()
    own = is_own(view.edition)
    if not upload or not (own or offer):
        return
    words = view.words
    text = words("banner.own" if own else "banner.kept", name=upload.name)
    key = "aa-banner" if own else "aa-offer"
    with st.container(key=key, horizontal=True, vertical_alignment="center"):
        st.html(html.paragraph(text, "notice" if own else "note"), width="content")
        st.button(
            words("banner.default" if own else "banner.look"),
            key="aa_banner_default" if own else "aa_banner_look",
            on_click=show_own_list,
            args=(not own,),
        )
        link("read", words("banner.questions"))


def _language_switch(words: Translator) -> None:
    set_widget_value("aa_language", words.lang)
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
    findings = findings_counted(view.edition, view.filters)
    with st.container(key="aa-facts", horizontal=True, vertical_alignment="center"):
        facts = [
            words("facts.edition", edition=view.edition_name),
            words("facts.n", n=n),
        ]
        if not view.filters.active:
            facts.append(words("facts.filters", filters=words("filters.none")))
        st.html(html.tags(facts), width="content")
        if name in CHARTS and n:
            link("agreements", words.count("figure.show_agreements", n))
        if name != "findings":
            link("findings", words.count("facts.findings", findings))


def _chips(view: View) -> None:
    chosen = active_filters(view.filters, view.labels)
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


def link(page: str, label: str, icon: str = "arrow_forward", **parameters: str) -> None:
    """Show a link to a page with the current URL parameters; "" removes a parameter."""
    query = {
        name: value for name, value in {**url_query(), **parameters}.items() if value
    }
    st.page_link(
        page_named(page),
        label=label,
        icon=f":material/{icon}:",
        icon_position="right",
        query_params=query,
        help="",
    )


def nothing_left(view: View) -> bool:
    """Return whether the filters leave no agreement, and say so on the page."""
    if not counts(view.edition, view.filters).empty:
        return False
    st.html(html.paragraph(view.words("filters.nothing"), "notice"))
    st.button(
        view.words("filters.clear"),
        key="aa_clear_page",
        on_click=set_filters,
        args=(type(view.filters)(),),
    )
    return True


def close_page(view: View) -> None:
    """Print below a page its list, edition, filters, and its link if any."""
    words = view.words
    n = counts(view.edition, view.filters).n
    facts = figure_facts(n, view.filters, view.labels, words, view.edition_name)
    line = [view.edition.title[words.lang], *facts]
    if address := link_to_page(view):
        line.append(words("print.link", link=address))
    st.html(html.on_paper(html.colophon(line)))
