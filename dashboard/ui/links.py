"""Links that show another reader what this reader sees.

Promises that no link appears beside figures that it does not open: a reader's own list
is in no other session, so its views have no link; nor has a server that only its own
computer reaches.
"""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from dashboard.filters import to_query
from dashboard.ui.live.charts import address
from dashboard.ui.state import View, url_query
from dashboard.ui.upload import is_own

ADDRESS_VARIABLE = "ATLAS_ADDRESS"
"""The environment variable with the address for links in files and prints, such as
`https://agreements.example.ac.jp`."""


def link_to_page(view: View) -> str:
    """Return the URL of this page as it is shown; "" where it opens nothing."""
    path = urlsplit(st.context.url or "").path.removeprefix(_base_path())
    return _link(view, path, url_query())


def link_to_filters(view: View, lang: str) -> str:
    """Return the URL of the same filters in a language; "" where it opens nothing."""
    return _link(view, "/", {"lang": lang, **to_query(view.filters)})


def _link(view: View, path: str, query: dict[str, str]) -> str:
    server = urlsplit(public_address())
    if not server.netloc or is_own(view.edition):
        return ""
    path = server.path.rstrip("/") + path
    return urlunsplit((server.scheme, server.netloc, path, urlencode(query), ""))


def public_address() -> str:
    """Return the address under which other readers reach the app; "" if none is known.

    The environment variable `ATLAS_ADDRESS` says it. Else it is the address that this
    reader uses, unless that means this computer alone: a link to it is dead elsewhere.
    """
    if named := os.environ.get(ADDRESS_VARIABLE, "").strip():
        return named
    here = urlsplit(st.context.url or "")
    if is_this_computer(here.hostname or ""):
        return ""
    return urlunsplit((here.scheme, here.netloc, _base_path(), "", ""))


def _base_path() -> str:
    return address("").removesuffix("/app/")


def is_this_computer(host: str) -> bool:
    """Return whether a host name means the computer that uses it, such as 127.0.0.1."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
