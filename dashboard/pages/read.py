"""Read a list: bring one, answer what is asked, see it, take it away."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.pages._frame import open_page
from dashboard.pages._intake import show_intake, show_summary
from dashboard.pages._questions import show_questions
from dashboard.pages._source import show_columns, show_downloads, show_source
from dashboard.pages._upload import current_upload
from dashboard.pages._view import labels_in, stay

upload = current_upload()
view = open_page("read", upload)
words = view.words

if upload is None or upload.edition is None:
    show_intake(words)
else:
    edition = upload.edition
    own = replace(view, edition=edition, labels=labels_in(edition, words))
    show_summary(own, upload)
    shows = {
        "questions": partial(show_questions, own, upload),
        "source": partial(show_source, own),
        "columns": partial(show_columns, own, upload),
        "away": partial(show_downloads, own, upload),
    }
    names = [words(f"read.tab_{name}") for name in shows]
    tabs = st.tabs(names, key="aa_read_tabs", on_change=stay)
    for tab, show in zip(tabs, shows.values(), strict=True):
        if tab.open:  # only the tab on show is made
            with tab:
                show()
