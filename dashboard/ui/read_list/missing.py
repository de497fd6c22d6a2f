"""A view of a list that is not here: says which, and takes it again."""

from __future__ import annotations

import streamlit as st

from dashboard import html
from dashboard.i18n import Translator
from dashboard.ui.navigation import hidden_pages
from dashboard.ui.read_list.intake import show_intake
from dashboard.ui.read_list.layout import show_refusal
from dashboard.ui.upload import current_upload, list_in_view, show_list

LONGEST_SHOWN = 40
"""So much of a fingerprint is shown; ours are shorter."""


def show_missing_list(words: Translator) -> None:
    """Show which list a view belongs to; that list, read again, brings the view back."""
    st.session_state.pop("aa_filters", None)  # the URL has those of this view
    st.navigation(hidden_pages(), position="hidden")
    fingerprint = list_in_view()[:LONGEST_SHOWN]
    lead = words("missing.lead")
    st.html(html.page_head(words("app.title"), words("missing.title"), lead))
    text = words("missing.which", fingerprint=fingerprint)
    st.html(html.paragraph(text, "notice"))
    upload = current_upload()
    if upload:
        other = words(
            "missing.another", name=upload.name, fingerprint=upload.fingerprint
        )
        st.html(html.paragraph(other, "notice"))
    with st.container(horizontal=True, key="aa-missing"):
        if upload:
            st.button(
                words("missing.look"),
                key="aa_missing_look",
                on_click=show_list,
                args=(upload.fingerprint,),
            )
        st.button(
            words("missing.default"),
            key="aa_missing_default",
            on_click=show_list,
            args=("",),
        )
    show_intake(words)
    show_refusal(words)
