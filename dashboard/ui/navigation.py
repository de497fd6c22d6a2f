"""The pages by name, for the navigation and for links.

Each is looked up on disk once for a language. A run takes copies, because the framework
changes the page that it opens.
"""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.i18n import LANGUAGES, load_words
from dashboard.ui.state import View, is_in_navigation

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

PAGE_ICONS = {
    "overview": ":material/dashboard:",
    "map": ":material/public:",
    "regions_types": ":material/stacked_bar_chart:",
    "departments": ":material/account_balance:",
    "coverage": ":material/grid_on:",
    "compare": ":material/compare_arrows:",
    "explore": ":material/table_chart:",
    "timeline": ":material/event:",
    "institution": ":material/school:",
    "agreements": ":material/list_alt:",
    "findings": ":material/rule:",
    "handouts": ":material/co_present:",
    "read": ":material/upload_file:",
    "about": ":material/info:",
    "present": ":material/slideshow:",
}
STANDALONE_PAGES = ("present",)
"""Pages without navigation and filters, opened by a link."""

UNFILTERED_PAGES = ("read", "about")
"""Pages on which no filter changes anything."""


def pages_in(view: View) -> list[Page]:
    """Return all pages; the navigation shows those that the list in view can fill."""
    return [
        copy(_page(name, view.words.lang, shown=is_in_navigation(view, name)))
        for name in PAGE_ICONS
    ]


def hidden_pages() -> list[Page]:
    """Return all pages, none in the navigation: for a run that opens none of them."""
    return [copy(_page(name, LANGUAGES[0], shown=False)) for name in PAGE_ICONS]


def page_named(name: str) -> Page:
    """Return the page that a link opens."""
    return _page(name, LANGUAGES[0], shown=True)


@lru_cache(maxsize=128)
def _page(name: str, lang: str, *, shown: bool) -> Page:
    return st.Page(
        f"dashboard/pages/{name}.py",
        title=load_words(lang)(f"{name}.title"),
        icon=PAGE_ICONS[name],
        default=name == "overview",
        visibility="visible" if shown else "hidden",
    )
