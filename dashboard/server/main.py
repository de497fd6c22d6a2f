"""The server: the app, warmed up, with compression and security headers.

`make run` starts this file with `streamlit run`. `streamlit run app.py` alone shows
the same dashboard without what is added here.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

_ROOT = Path(__file__).resolve().parents[2]
if str(_ROOT) not in sys.path:
    sys.path.insert(0, str(_ROOT))

from dashboard.figures import ENGINE_FILE, ENGINE_NAME  # noqa: E402
from dashboard.server import middleware  # noqa: E402 - the project's root must be on the path first
from dashboard.ui.live.charts import address, draw_with  # noqa: E402
from pipeline import start_isolation  # noqa: E402
from pipeline.errors import AgreementsError  # noqa: E402

if TYPE_CHECKING:
    from dashboard.server.first_page import FirstPage

SWITCH_SECONDS = 0.0005
"""How soon a running page lets the server send what is ready; with Python's own 5 ms
each message waits until the whole page has run."""

WARM_MODULES = (
    "PIL.PngImagePlugin",
    "plotly.graph_objs._figure",
    "plotly.tools",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "dashboard.server.warm_up",
)
"""Modules that the first reader would wait for: the framework's table of emojis alone
takes longer than a page."""


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what every page needs, then keep it out of the garbage collector's way.

    Python collects garbage when it grows (the framework's own collection after every
    rerun is off in the configuration); frozen objects cost a collection nothing.
    """
    for module in WARM_MODULES:
        importlib.import_module(module)
    from dashboard.server.warm_up import warm_up

    draw_with(ENGINE_NAME)
    sys.setswitchinterval(SWITCH_SECONDS)

    with suppress(AgreementsError):  # the page shows it to the reader
        warm_up()
    start_isolation()
    gc.collect()
    gc.freeze()
    yield
    draw_with("")


def figures_endpoint(request: Request) -> JSONResponse:
    """Respond with the figures of a page as a link shows them, for a page on screen."""
    from dashboard.ui.live.endpoint import figure_payloads

    page = request.path_params["page"]
    payloads = figure_payloads(page, request.query_params, request.headers)
    return JSONResponse(payloads, headers={"cache-control": "no-store"})


def first_picture(
    query: str, lang: str, headers: Mapping[str, str]
) -> FirstPage | None:
    """Return what the first page shows until its figures stand, if anything."""
    from dashboard.server.first_page import first_page

    return first_page(query, lang, headers)


FIGURES_ROUTE = Route(
    address("figures/{page}.json"),
    figures_endpoint,
    middleware=[
        Middleware(
            TrustedHostMiddleware,
            allowed_hosts=list(st.get_option("server.allowedHosts") or "*"),
            www_redirect=False,
        ),
        Middleware(GZipMiddleware, minimum_size=middleware.MIN_COMPRESSED_BYTES),
    ],
)
"""Responds only to the host names that the framework responds to."""

BASE = address("").removesuffix("/app/")
"""The base path of all URLs; "" where the server has none."""

ASSETS = (
    middleware.paths_of_files(f"{BASE}/static/", Path(get_static_dir(), "static"))
    | middleware.paths_of_files(BASE + middleware.STATIC_PATH, _ROOT / "static")
    | {BASE + middleware.STATIC_PATH + ENGINE_NAME}
)
"""The files sent compressed: the framework's, ours, and Plotly."""

app = st.App(
    _ROOT / "app.py",
    lifespan=lifespan,
    routes=[FIGURES_ROUTE],
    middleware=[
        Middleware(middleware.SecurityHeaders, base=BASE),
        Middleware(
            middleware.PageShell, engine=ENGINE_NAME, base=BASE, first=first_picture
        ),
        Middleware(middleware.CompressedAssets, paths=ASSETS),
        Middleware(
            middleware.SingleFile, name=ENGINE_NAME, file=ENGINE_FILE, base=BASE
        ),
    ],
)
