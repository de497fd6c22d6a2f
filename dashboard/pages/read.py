"""Read a list: bring one, answer what is asked, see it, take it away."""

from dataclasses import replace

import streamlit as st

from dashboard.labels import label_edition
from dashboard.ui.frame import open_page
from dashboard.ui.read_list.intake import show_intake, show_summary
from dashboard.ui.read_list.questions import show_questions
from dashboard.ui.read_list.source import show_columns, show_downloads, show_source
from dashboard.ui.upload import current_upload

upload = current_upload()
view = open_page("read", upload)
words = view.words

if upload is None or upload.edition is None:
    show_intake(words)
else:
    edition = upload.edition
    own = replace(view, edition=edition, labels=label_edition(edition, words))
    show_summary(own, upload)
    asked, source, columns, away = st.tabs(
        [
            words(f"read.tab_{name}")
            for name in ("questions", "source", "columns", "away")
        ]
    )
    with asked:
        show_questions(own, upload)
    with source:
        show_source(own)
    with columns:
        show_columns(own, upload)
    with away:
        show_downloads(own, upload)
