"""The state of a reader's session: language, filters, controls; mirrored in the URL.

The session is authoritative. The URL is read when it was changed from outside (a link,
back and forward) and written once at the end of a run. Clicking the navigation empties
it; then the session stays and the URL is written again. A reader may click before the
URL of the last click has reached the browser; then the URL is older, and not read.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.caching import memoize_by_identity
from dashboard.filters import Filters, from_query, to_query
from dashboard.i18n import (
    Translator,
    browser_language,
    choose_language,
    load_words,
)
from dashboard.labels import Labels, label_edition
from dashboard.measures import optional_columns
from dashboard.report import edition_name
from dashboard.theme import THEMED, Palette
from dashboard.ui.controls import read_controls
from dashboard.ui.list_address import list_parameter
from pipeline.model import Edition


@dataclass(frozen=True)
class View:
    """What a reader looks at in this run."""

    edition: Edition
    filters: Filters
    words: Translator
    labels: Labels
    ignored: tuple[str, ...] = ()
    palette: Palette = THEMED
    phone: bool = False

    @property
    def edition_name(self) -> str:
        """The name of the edition in captions."""
        return edition_name(self.edition, self.words)


def current_view(edition: Edition) -> View:
    """Return the view of this run, from the URL if that was changed from outside."""
    state = st.session_state
    query = current_query()
    if is_from_outside(query) or "aa_filters" not in state:
        state.aa_filters, unknown = from_query(query, edition)
        state.aa_controls, invalid = read_controls(query, edition)
        state.aa_ignored = (*unknown, *invalid)
        state.aa_lang = readers_language()
        state.aa_pushed = query
        state.aa_arrivals = state.get("aa_arrivals", 0) + 1
    elif "aa_checked" not in state or state.aa_checked() is not edition:
        _check_against(edition)
    state.aa_checked = weakref.ref(edition)
    words = load_words(state.aa_lang)
    labels = labels_in(edition, words)
    phone = is_phone(st.context.headers)
    return View(edition, state.aa_filters, words, labels, state.aa_ignored, phone=phone)


def current_query() -> dict[str, str]:
    """Return the parameters of the URL; several values are joined by commas."""
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}


def is_from_outside(query: Mapping[str, str]) -> bool:
    """Return whether the URL was changed by a link, or by back and forward."""
    state = st.session_state
    is_older = state.get("aa_newer", False) or query == state.get("aa_pushed")
    return bool(query) and not is_older


def readers_language() -> str:
    """Return the language of the link, of the session, or of the reader's browser."""
    requested = (st.query_params.get("lang"), st.session_state.get("aa_lang"))
    return choose_language(*requested, browser_language(st.context.locale))


def _check_against(edition: Edition) -> None:
    """Drop filters and controls that are not valid in an edition that was replaced."""
    state = st.session_state
    state.aa_filters, unknown = from_query(to_query(state.aa_filters), edition)
    state.aa_controls, invalid = read_controls(state.aa_controls, edition)
    state.aa_ignored = (*unknown, *invalid)


def is_phone(headers: Mapping[str, str]) -> bool:
    """Return whether the browser says that it runs on a phone."""
    return "Mobi" in headers.get("User-Agent", "")


@memoize_by_identity
def labels_in(edition: Edition, words: Translator) -> Labels:
    """Return the labels of an edition in a language, cached as long as the edition."""
    return label_edition(edition, words)


def url_query() -> dict[str, str]:
    """Return the URL parameters of the session."""
    state = st.session_state
    controls = {name: value for name, value in state.aa_controls.items() if value}
    return {
        "lang": state.aa_lang,
        **list_parameter(),
        **to_query(state.aa_filters),
        **controls,
    }


def push_url() -> None:
    """Write the session into the URL if it differs."""
    query = url_query()
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.session_state.aa_pushed = query
    st.session_state.aa_newer = False


JAPAN = timezone(timedelta(hours=9), "Asia/Tokyo")


def readers_day() -> date:
    """Return the current date in the reader's time zone, or in Japan if unknown."""
    return datetime.now(zone_named(st.context.timezone)).date()


def zone_named(name: str | None) -> tzinfo:
    """Return the time zone that a browser names, or that of Japan if it is invalid.

    Chrome sends `Etc/Unknown` if it does not know, and clients can send any text.
    """
    try:
        return ZoneInfo(name) if name else JAPAN
    except (KeyError, ValueError, OSError):  # no such zone, no such name, a folder
        return JAPAN


def prefer_session() -> None:
    """Ignore the URL that came with a click, as the session is newer; for callbacks."""
    st.session_state.aa_newer = True


def set_filters(filters: Filters) -> None:
    """Set the filters; for callbacks."""
    prefer_session()
    st.session_state.aa_filters = filters
    st.session_state.aa_ignored = ()


def set_language() -> None:
    """Set the language to that of the switch; for its callback."""
    prefer_session()
    st.session_state.aa_lang = st.session_state.aa_language


def control(name: str) -> str:
    """Return the value of a control, "" if nothing was chosen."""
    return str(st.session_state.aa_controls.get(name, ""))


def is_in_navigation(view: View, page: str) -> bool:
    """Return whether the navigation lists a page: not if the list lacks its columns.

    The presentation is opened by a link in the page head.
    """
    if page == "present":
        return False
    if page == "departments":
        return bool(len(view.edition.departments))
    return page != "timeline" or bool(optional_columns(view.edition))


def go_to(page: str) -> None:
    """Request another page for the next run; for callbacks, which can't open pages."""
    prefer_session()
    st.session_state.aa_go = page


def open_requested_page() -> None:
    """Open the page that a callback requested, if any."""
    page = st.session_state.pop("aa_go", "")
    if page:
        st.switch_page(f"dashboard/pages/{page}.py", query_params=url_query())


def arrival_count() -> int:
    """Return how often the URL was changed from outside; in keys it resets widgets."""
    return int(st.session_state.get("aa_arrivals", 0))


def set_control(name: str, value: str) -> None:
    """Set the value of a control; "" is its default."""
    prefer_session()
    st.session_state.aa_controls = {**st.session_state.aa_controls, name: value}


def set_widget_value(key: str, value: object) -> None:
    """Set the value of a widget in every run.

    The browser identifies options by their labels; after a change of language the old
    labels would otherwise select nothing.
    """
    st.session_state[key] = value


def choose(
    name: str,
    label: str,
    choices: Sequence[str],
    format_choice: Callable[[str], str],
) -> str:
    """Ask for the value of a control, which is in the URL; the first is the default."""
    key = f"aa_control_{name}"
    chosen = control(name)
    set_widget_value(key, chosen if chosen in choices else choices[0])

    def remember() -> None:
        value = st.session_state[key]
        set_control(name, "" if value == choices[0] else value)

    selected = st.segmented_control(
        label,
        choices,
        format_func=format_choice,
        key=key,
        on_change=remember,
        required=True,
        wrap=True,
    )
    return choices[0] if selected is None else selected
