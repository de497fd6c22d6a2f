"""Set up a page before it runs: title, icon, styles, and the edition it shows.

If the list can't be read, the page shows only why.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import html
from dashboard.i18n import Translator, load_words, plain_html
from dashboard.ui.frame import STYLE
from dashboard.ui.list_address import follow_address
from dashboard.ui.read_list.missing import show_missing_list
from dashboard.ui.state import (
    View,
    current_query,
    current_view,
    is_from_outside,
    readers_language,
)
from dashboard.ui.upload import edition_in_view, is_missing, restore_lists
from pipeline.errors import AgreementsError

ICON = Path(__file__).with_name("icon.png")


def set_up_page() -> View | None:
    """Set up the page and return the reader's view; None if there is no edition."""
    query = current_query()
    is_outside = is_from_outside(query)
    if is_outside or "aa_lang" not in st.session_state:
        st.session_state.aa_lang = readers_language()
    words = load_words(st.session_state.aa_lang)
    st.set_page_config(
        page_title=words("app.title"),
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(f"<style>{STYLE}</style>")
    st.html(html.menu_button(words("framework.menu")))
    st.logo(wordmark(words("app.title")), size="large")
    if is_outside:
        follow_address(query)
    try:
        restore_lists()
        if is_missing():
            show_missing_list(words)
            return None
        edition = edition_in_view()
    except AgreementsError as error:
        _show_error(words, error)
        return None
    return current_view(edition)


def wordmark(title: str) -> str:
    """Return the logo with the name of the app, as SVG."""
    fonts = (
        "Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, Yu Gothic, Meiryo, sans-serif"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 236 40" height="40">'
        '<g fill="none" stroke="#2a7ca3" stroke-width="2.4">'
        '<circle cx="18" cy="20" r="13"/><ellipse cx="18" cy="20" rx="5.6" ry="13"/>'
        '<path d="M5 20h26"/></g><circle cx="27.4" cy="11" r="4.6" fill="#d98e04"/>'
        f'<text x="42" y="27" font-size="20" font-weight="700" fill="#2a7ca3" '
        f'font-family="{fonts}">{plain_html(title)}</text></svg>'
    )


def _show_error(words: Translator, error: AgreementsError) -> None:
    st.html(html.paragraph(words("app.unreadable"), "notice"))
    with st.expander(words("app.detail")):
        own = error.text_ja if words.lang == "ja" else ""
        st.text("\n\n".join(filter(None, (own, str(error)))))
