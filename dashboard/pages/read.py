"""Read a list: upload it, say what its columns are, answer questions, take it away."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.ui.frame import open_page
from dashboard.ui.read_list.intake import show_intake, show_summary
from dashboard.ui.read_list.layout import show_layout, show_refusal
from dashboard.ui.read_list.questions import show_questions
from dashboard.ui.read_list.source import show_downloads, show_source
from dashboard.ui.state import labels_in, prefer_session
from dashboard.ui.upload import opened_upload

upload = opened_upload()
view = open_page("read", upload)
words = view.words

if upload is None or upload.edition is None:
    show_intake(words)
    show_refusal(words)
else:
    edition = upload.edition
    own = replace(view, edition=edition, labels=labels_in(edition, words))
    show_summary(own, upload)
    tab_content = {
        "questions": partial(show_questions, own, upload),
        "columns": partial(show_layout, own, upload),
        "source": partial(show_source, own),
        "away": partial(show_downloads, own, upload),
    }
    names = [words(f"read.tab_{name}") for name in tab_content]
    tabs = st.tabs(names, key="aa_read_tabs", on_change=prefer_session)
    for tab, show in zip(tabs, tab_content.values(), strict=True):
        if tab.open:  # the content of the other tabs is not made
            with tab:
                show()
