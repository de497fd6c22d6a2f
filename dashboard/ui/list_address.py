"""Which list a URL is about: the parameter `list`.

It is the fingerprint of the list's bytes, with the digest of a reading where answers made
its figures others than those of the bytes alone. The list of all readers has none.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.ui.upload import (
    IN_VIEW_KEY,
    READING_ASKED_KEY,
    list_in_view,
    upload_in_view,
)


def follow_address(query: Mapping[str, str]) -> None:
    """Show the list that a URL from outside names."""
    fingerprint, _, reading = query.get("list", "").partition("-")
    st.session_state[IN_VIEW_KEY] = fingerprint
    st.session_state[READING_ASKED_KEY] = reading


def list_parameter() -> dict[str, str]:
    """Return the URL parameter of the list in view; none for that of all readers."""
    shown, upload = list_in_view(), upload_in_view()
    reading = upload.reading if upload else ""
    if not shown:
        return {}
    return {"list": f"{shown}-{reading}" if reading else shown}


def is_other_reading() -> bool:
    """Return whether the URL asked for a reading of this list that is not here."""
    asked = st.session_state.get(READING_ASKED_KEY)
    upload = upload_in_view()
    return asked is not None and asked != (upload.reading if upload else "")
