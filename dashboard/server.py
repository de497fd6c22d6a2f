"""The server: the app, warmed up, with compression and security headers.

`make run` starts this file with `streamlit run`. `streamlit run app.py` alone shows
the same dashboard without what is added here.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from dashboard import web  # noqa: E402 - the project's root must be on the path first
from dashboard.figures import ENGINE_FILE, ENGINE_NAME  # noqa: E402
from dashboard.pages._chart import address, draw_with  # noqa: E402
from pipeline import start_isolation  # noqa: E402
from pipeline.errors import AgreementsError  # noqa: E402

SWITCH_SECONDS = 0.0005
"""How soon a page that is being made lets the server send what is ready; Python's own
5 ms hold each message back until the whole page is made."""

WARM_MODULES = (
    "PIL.PngImagePlugin",
    "plotly.graph_objs._figure",
    "plotly.tools",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "dashboard.pages._warm",
)
"""What the first reader would wait for: the framework's table of emojis alone takes
longer than a page."""


@asynccontextmanager
async def warmed_up(_app: st.App) -> AsyncIterator[None]:
    """Load what every page needs, then keep it out of the garbage collector's way.

    The framework runs a full collection after every rerun; frozen objects cost it
    nothing.
    """
    for module in WARM_MODULES:
        importlib.import_module(module)
    from dashboard.pages._warm import warm_up

    draw_with(ENGINE_NAME)
    sys.setswitchinterval(SWITCH_SECONDS)

    with suppress(AgreementsError):  # the page shows it to the reader
        warm_up()
    start_isolation()
    gc.collect()
    gc.freeze()
    yield
    draw_with("")


def figures(request: Request) -> JSONResponse:
    """The figures of a page as a link shows them, for a page that stands already."""
    from dashboard.pages._ahead import figures_ahead

    page = request.path_params["page"]
    told = figures_ahead(page, request.query_params, request.headers)
    return JSONResponse(told, headers={"cache-control": "no-store"})


FIGURES = Route(
    address("figures/{page}.json"),
    figures,
    middleware=[
        Middleware(
            TrustedHostMiddleware,
            allowed_hosts=list(st.get_option("server.allowedHosts") or "*"),
            www_redirect=False,
        ),
        Middleware(GZipMiddleware, minimum_size=web.WORTH_COMPRESSING),
    ],
)
"""Answers only under the names that the framework answers under."""

app = st.App(
    ROOT / "app.py",
    lifespan=warmed_up,
    routes=[FIGURES],
    middleware=[
        Middleware(web.SafeHeaders),
        Middleware(web.PageShell, drawing=ENGINE_NAME),
        Middleware(web.CompressedAssets),
        Middleware(web.OneFile, name=ENGINE_NAME, file=ENGINE_FILE),
    ],
)
