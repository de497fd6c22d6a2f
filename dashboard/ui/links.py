"""Links that show another reader what this reader sees.

Promises that no link appears beside figures that it does not open: a reader's own list
is in no other session, so its views have no link.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from dashboard.filters import to_query
from dashboard.ui.live.charts import address
from dashboard.ui.state import View, url_query
from dashboard.ui.upload import is_own


def link_to_page(view: View) -> str:
    """Return the URL of this page as it is shown; "" for a reader's own list."""
    here = urlsplit(st.context.url or "")
    return _link(view, here.path, url_query())


def link_to_filters(view: View, lang: str) -> str:
    """Return the URL of the same filters in a language; "" for a reader's own list."""
    path = address("").removesuffix("app/")
    return _link(view, path, {"lang": lang, **to_query(view.filters)})


def _link(view: View, path: str, query: dict[str, str]) -> str:
    here = urlsplit(st.context.url or "")
    if not here.netloc or is_own(view.edition):
        return ""
    return urlunsplit((here.scheme, here.netloc, path, urlencode(query), ""))
