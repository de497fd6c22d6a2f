"""The entry point of the app: set up the page, run it, then send what it deferred.

Streamlit runs this file for every request of a reader. No numbers, no tables.
"""

import streamlit as st

from dashboard.ui import deferred, page_setup
from dashboard.ui.frame import close_page
from dashboard.ui.framework_memory import forget_widgets
from dashboard.ui.live.charts import prepare_charts, send_charts
from dashboard.ui.live.filters import show_filters
from dashboard.ui.navigation import STANDALONE_PAGES, UNFILTERED_PAGES, pages_in
from dashboard.ui.row_links import show_row_links
from dashboard.ui.search_box import show_search
from dashboard.ui.state import open_requested_page, push_url

view = page_setup.set_up_page()
if view:
    page = st.navigation(pages_in(view), expanded=True)
    open_requested_page()
    prepare_charts()
    deferred.reset()
    page.run()
    send_charts()
    deferred.finish()
    if page.url_path not in STANDALONE_PAGES:
        close_page(view, page.url_path)
        show_row_links()
        if page.url_path != "agreements":  # it has a search box of its own
            show_search(view)
        if page.url_path not in UNFILTERED_PAGES:
            show_filters(view)
    push_url()
    forget_widgets()
