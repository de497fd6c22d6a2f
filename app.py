"""The door: page list, language, theme. No numbers, no tables."""

import streamlit as st

from dashboard.pages import _door
from dashboard.pages._frame import close_page
from dashboard.pages._search import show_search
from dashboard.pages._sidebar import show_filters
from dashboard.pages._view import follow, push_url, tells

PAGES = {
    "overview": ":material/dashboard:",
    "map": ":material/public:",
    "regions_types": ":material/stacked_bar_chart:",
    "departments": ":material/account_balance:",
    "coverage": ":material/grid_on:",
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
ALONE = ("present",)
"""Pages without navigation and filters, opened by a link."""

view = _door.open_door()
if view:
    pages = [
        st.Page(
            f"dashboard/pages/{name}.py",
            title=view.words(f"{name}.title"),
            icon=icon,
            default=name == "overview",
            visibility="visible" if tells(view, name) else "hidden",
        )
        for name, icon in PAGES.items()
    ]
    page = st.navigation(pages, expanded=True)
    follow()
    if page.url_path not in ALONE:
        show_search(view)
        show_filters(view)
    page.run()
    if page.url_path not in ALONE:
        close_page(view)
    push_url()
