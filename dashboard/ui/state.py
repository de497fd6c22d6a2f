"""What one reader is looking at: language, filters, controls; in session and in URL.

The session holds the truth. The URL is read when it was changed from outside (a link,
back and forward) and written once at the end of a run. Clicking the navigation empties
it; then the session stays and the URL is written again. A reader may press before the
URL of the last press has come to the browser; then it is the older one, and not read.
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
from dashboard.i18n import Translator, choose_language, load_words
from dashboard.labels import Labels, label_edition
from dashboard.measures import optional_columns
from dashboard.report import edition_name
from dashboard.theme import THEMED, Palette
from dashboard.ui.controls import read_controls
from pipeline.model import Edition


@dataclass(frozen=True)
class View:
    """One reader's view in this run."""

    edition: Edition
    filters: Filters
    words: Translator
    labels: Labels
    ignored: tuple[str, ...] = ()
    palette: Palette = THEMED
    phone: bool = False

    @property
    def edition_name(self) -> str:
        """What captions call the edition."""
        return edition_name(self.edition)


def current_view(edition: Edition) -> View:
    """The view of this run, taken from the URL where that was changed from outside."""
    state = st.session_state
    query = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    older = state.get("aa_newer", False) or query == state.get("aa_pushed")
    outside = bool(query) and not older
    if outside or "aa_filters" not in state:
        state.aa_filters, unknown = from_query(query, edition)
        state.aa_controls, meaningless = read_controls(query, edition)
        state.aa_ignored = (*unknown, *meaningless)
        wishes = (query.get("lang"), state.get("aa_lang"), st.context.locale)
        state.aa_lang = choose_language(*wishes)
        state.aa_pushed = query
        state.aa_arrivals = state.get("aa_arrivals", 0) + 1
    elif state.aa_checked() is not edition:
        _check_against(edition)
    state.aa_checked = weakref.ref(edition)
    words = load_words(state.aa_lang)
    labels = labels_in(edition, words)
    phone = is_phone(st.context.headers)
    return View(edition, state.aa_filters, words, labels, state.aa_ignored, phone=phone)


def _check_against(edition: Edition) -> None:
    """Drop what the session chose in an edition that another has taken the place of."""
    state = st.session_state
    state.aa_filters, unknown = from_query(to_query(state.aa_filters), edition)
    state.aa_controls, meaningless = read_controls(state.aa_controls, edition)
    state.aa_ignored = (*unknown, *meaningless)


def is_phone(headers: Mapping[str, str]) -> bool:
    """Whether the reader holds a phone, as far as the browser says so."""
    return "Mobi" in headers.get("User-Agent", "")


@memoize_by_identity
def labels_in(edition: Edition, words: Translator) -> Labels:
    """The labels of an edition in one language, gathered once and kept as long as it."""
    return label_edition(edition, words)


def url_query() -> dict[str, str]:
    """The URL parameters of the session."""
    state = st.session_state
    kept = {name: value for name, value in state.aa_controls.items() if value}
    return {"lang": state.aa_lang, **to_query(state.aa_filters), **kept}


def push_url() -> None:
    """Write the session into the URL where it differs."""
    query = url_query()
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.session_state.aa_pushed = query
    st.session_state.aa_newer = False


JAPAN = timezone(timedelta(hours=9), "Asia/Tokyo")


def readers_day() -> date:
    """Today where the reader is, as far as the browser says so; else in Japan."""
    return datetime.now(zone_named(st.context.timezone)).date()


def zone_named(name: str | None) -> tzinfo:
    """The time zone that a browser names; that of Japan if there is none such.

    Chrome says `Etc/Unknown` where it can't tell, and anybody can say anything.
    """
    try:
        return ZoneInfo(name) if name else JAPAN
    except (KeyError, ValueError, OSError):  # no such zone, no such name, a folder
        return JAPAN


def prefer_session() -> None:
    """Let the session be newer than the URL that came with a press; for callbacks."""
    st.session_state.aa_newer = True


def set_filters(filters: Filters) -> None:
    """Choose other filters; for callbacks."""
    prefer_session()
    st.session_state.aa_filters = filters
    st.session_state.aa_ignored = ()


def set_language() -> None:
    """Speak the language the switch shows; for its callback."""
    prefer_session()
    st.session_state.aa_lang = st.session_state.aa_language


def control(name: str) -> str:
    """The value of a page's control, "" where nothing was chosen."""
    return str(st.session_state.aa_controls.get(name, ""))


def is_in_navigation(view: View, page: str) -> bool:
    """Whether the navigation names a page: not where the list can't tell what it shows.

    The presentation is opened by a link in the head of the others.
    """
    if page == "present":
        return False
    return page != "timeline" or bool(optional_columns(view.edition))


def go_to(page: str) -> None:
    """Open another page at the next run; for callbacks, which can't open one."""
    prefer_session()
    st.session_state.aa_go = page


def open_requested_page() -> None:
    """Open the page that a callback asked for, if any."""
    page = st.session_state.pop("aa_go", "")
    if page:
        st.switch_page(f"dashboard/pages/{page}.py", query_params=url_query())


def arrival_count() -> int:
    """How often the reader came by a link, or back and forward; resets selections."""
    return int(st.session_state.get("aa_arrivals", 0))


def set_control(name: str, value: str) -> None:
    """Remember a page's control; "" is its default."""
    prefer_session()
    st.session_state.aa_controls = {**st.session_state.aa_controls, name: value}


def set_widget_value(key: str, value: object) -> None:
    """Let a widget show a value, whatever its options were called before.

    The browser keeps options by their labels, so the value is sent in every run: after
    a change of language the old labels would otherwise mean nothing chosen.
    """
    st.session_state[key] = value


def choose(
    name: str,
    label: str,
    choices: Sequence[str],
    format_choice: Callable[[str], str],
) -> str:
    """A switch between ways of showing, kept in the URL; the first is the default."""
    key = f"aa_control_{name}"
    chosen = control(name)
    set_widget_value(key, chosen if chosen in choices else choices[0])

    def remember() -> None:
        value = st.session_state[key]
        set_control(name, "" if value == choices[0] else value)

    return st.segmented_control(
        label,
        choices,
        format_func=format_choice,
        key=key,
        on_change=remember,
        required=True,
        wrap=True,
    )
