"""The door: page list, language, theme. No numbers, no tables."""

import streamlit as st

from dashboard.pages import _door, _later
from dashboard.pages._chart import draw_charts, hold_charts
from dashboard.pages._frame import close_page
from dashboard.pages._framework import forget_widgets
from dashboard.pages._pages import ALONE, pages_in
from dashboard.pages._search import show_search
from dashboard.pages._sidebar import show_filters
from dashboard.pages._view import follow, push_url

view = _door.open_door()
if view:
    page = st.navigation(pages_in(view), expanded=True)
    follow()
    hold_charts()
    _later.begin()
    page.run()
    draw_charts()
    _later.finish()
    if page.url_path not in ALONE:
        close_page(view)
        show_search(view)
        show_filters(view)
    push_url()
    forget_widgets()
