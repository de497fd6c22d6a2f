"""The frame around every page: head, filter chips, links, and the last printed line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import html
from dashboard.exports.screens import has_screens
from dashboard.filters import PARAMETERS, active_filters
from dashboard.i18n import LANGUAGES, Translator, load_words, plain_markdown
from dashboard.labels import reference_label
from dashboard.measures import counts, findings_counted
from dashboard.narration import figure_facts
from dashboard.ui.deferred import defer
from dashboard.ui.links import link_to_page
from dashboard.ui.list_address import is_other_reading
from dashboard.ui.navigation import UNFILTERED_PAGES, page_named
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
    current_answers,
    current_upload,
    edition_in_view,
    show_answered,
    show_list,
    show_own_list,
    upload_in_view,
)

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

STYLE = "".join(
    (Path(__file__).with_name("styles") / f"{name}.css").read_text(encoding="utf-8")
    for name in ("atlas", "print")
)
"""The styles of all pages, one message that the framework sends to a browser once."""

FIELD_OF = {parameter: name for name, parameter in PARAMETERS.items()}
"""The field of `Filters` that a parameter of the URL restricts."""


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
    title = name_of(own, words) if own else view.edition.title[words.lang]
    head = html.page_head(title, heading, sentence)
    with st.container(key="aa-top", horizontal=True, vertical_alignment="top"):
        st.html(head)
        _language_switch(words)
        if not own:
            with st.container(key="aa_present", width="content"):
                link("present", words("present.start"), "slideshow", **_slide_of(name))
    if own:
        return
    if name not in UNFILTERED_PAGES:
        _facts_row(view, name)
        _chips(view)
    if view.ignored:
        shown = words.listed([ignored_part(view, value) for value in view.ignored])
        st.html(html.paragraph(words("filters.ignored", values=shown), "notice"))


def ignored_part(view: View, part: str) -> str:
    """Return a part of the link that is not used, `name=value`, in the reader's words."""
    parameter, _, value = part.partition("=")
    field = FIELD_OF.get(parameter)
    if not field:
        return f"'{part}'"
    label = reference_label(field, value, view.words.lang) or value
    name = view.words(f"filter.{field}")
    return view.words("filters.ignored_part", field=name, value=label)


def _slide_of(page: str) -> dict[str, str]:
    """Return the control that opens a presentation at the section of a page."""
    return {"slide": page} if has_screens(page) else {}


def _banner(view: View, *, offer: bool) -> None:
    """Name the list in view if it is this reader's alone, and offer the others."""
    words, shown = view.words, upload_in_view()
    if shown:
        answered = "answered" if shown.built_in else "own"
        text = words(f"banner.{answered}", name=name_of(shown, words))
        page = "findings" if shown.built_in else "read"
        with _notice("banner", text, "notice"):
            _offer_list(words, "default", partial(show_list, ""))
            link(page, words("banner.questions"))
    if is_other_reading():
        st.html(html.paragraph(words("banner.other_reading"), "notice"))
    upload = current_upload()
    if offer and upload and upload is not shown:
        text = words("banner.kept", name=name_of(upload, words))
        with _notice("offer", text, "note"):
            _offer_list(words, "look", partial(show_own_list, True))
            link("read", words("banner.questions"))
    if offer and not shown and current_answers():
        with _notice("answered", words("banner.answers_kept"), "note"):
            _offer_list(words, "look_answered", show_answered)


def _notice(name: str, text: str, kind: str) -> DeltaGenerator:
    """Show a notice, and return the line in which its buttons stand."""
    line = st.container(key=f"aa-{name}", horizontal=True, vertical_alignment="center")
    line.html(html.paragraph(text, kind), width="content")
    return line


def _offer_list(words: Translator, name: str, on_click: Callable[[], None]) -> None:
    key = f"aa_banner_{name}"
    st.button(words(f"banner.{name}"), key=key, on_click=on_click)


def name_of(upload: Upload, words: Translator) -> str:
    """Return the title of a list as its reader says it, else the name of its file."""
    return upload.described.get(f"title_{words.lang}") or upload.name


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
            view.edition_name,
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


def close_page(view: View, page: str) -> None:
    """Print below a page its list, edition, filters, and its link if any.

    *Read a list* names the list it is about at its head, not that of the other pages.
    """
    words = view.words
    if page == "read":
        return
    line = [view.edition.title[words.lang]]
    if page in UNFILTERED_PAGES:
        line.append(view.edition_name)
    else:
        n = counts(view.edition, view.filters).n
        name = view.edition_name
        line += figure_facts(n, view.filters, view.labels, words, name)
    if address := link_to_page(view):
        line.append(words("print.link", link=address))
    st.html(html.on_paper(html.colophon(line)))
