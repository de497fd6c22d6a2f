"""The charts of a page, drawn by our own script if our server runs the app.

The framework rebuilds a chart for each new figure, twice; ours stays and is updated. A
page adds a placeholder for each chart, and sends the payloads of all figures in one
message. Where the app runs without our server (`streamlit run app.py`), the framework
draws the charts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.html import attribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.figures import Spec

STATIC = Path(__file__).resolve().parents[3] / "static"
STUB = """
export default async (component) => {
  const address = new URL(component.data.script, document.baseURI).href;
  return (await import(address)).default(component);
};
"""
"""Loads the script of a component, which a browser fetches once."""

CHARTS_KEY = "aa_charts"
CALLBACKS_KEY = "aa_marked"
PAYLOADS_KEY = "aa_placed"
CONTAINER_KEY = "aa_container"
REQUEST_ID_KEY = "aa_press"
"""The session key of the id of the last choice of filters that has reached the session.
The browser may have shown the figures of a later choice."""


def component(name: str) -> Callable[..., object]:
    """Return a component that the script of ours named in `data["script"]` renders."""
    return st.components.v2.component(name, js=STUB, isolate_styles=False)


_component = component("agreement_atlas_charts")
_engine: list[str] = []

ClickCallback = Callable[[list[str]], None]
"""Gets the `customdata` of the bar or marker that was clicked."""


def draw_with(engine: str) -> None:
    """Let our script draw, with this file of Plotly; "" lets the framework draw."""
    _engine[:] = [engine] if engine else []


def prepare_charts() -> None:
    """Reset the figures before a page runs, and add the placeholder of their script."""
    state = st.session_state
    state[CALLBACKS_KEY], state[PAYLOADS_KEY] = {}, []
    state[CONTAINER_KEY] = st.container()


def send_charts() -> None:
    """Send the payloads of the page's figures, in one message, to our script."""
    state = st.session_state
    if not _engine:
        return
    with state[CONTAINER_KEY]:
        _component(
            key=CHARTS_KEY,
            data={
                "script": script_url("chart.js"),
                "engine": static_url(_engine[0]),
                "request_id": state.get(REQUEST_ID_KEY),
                "figures": state[PAYLOADS_KEY],
            },
            on_click_change=_handle_click,
        )


def _handle_click() -> None:
    key, *values = st.session_state[CHARTS_KEY]["click"] or ("",)
    if on_click := st.session_state[CALLBACKS_KEY].get(key):
        on_click(values)


@dataclass(frozen=True)
class Plot:
    """A figure with the markup around it.

    Attributes:
        key: its name, unique on the page.
        figure: with colours named by their index in the theme.
        alt: what it shows, for readers who can't see it.
        config: for Plotly.
        above, below: markup above and below the figure.
        fill: whether it has the height of its container instead of its own.
    """

    key: str
    figure: Spec
    alt: str
    config: Mapping[str, object]
    above: str = ""
    below: str = ""
    fill: bool = False

    def to_payload(self) -> dict[str, str]:
        """Return the payload for our script; `spec` and `config` are JSON."""
        return {
            "key": self.key,
            "spec": self.figure.text,
            "config": json.dumps(self.config),
            "alt": self.alt,
            "above": self.above,
            "below": self.below,
        }


def show_plot(plot: Plot, on_click: ClickCallback | None = None) -> None:
    """Show a figure; `on_click` is called for a click on a bar or marker."""
    if not _engine:
        show_markup(plot.above)
        _framework_plot(plot, on_click)
        show_markup(plot.below)
        return
    if on_click:
        st.session_state[CALLBACKS_KEY][plot.key] = on_click
    st.session_state[PAYLOADS_KEY].append(plot.to_payload())
    st.html(_placeholder(plot))


def _placeholder(plot: Plot) -> str:
    """Return the placeholder for our script; the same for all filters, so it stays."""
    fill = " data-fill" if plot.fill else ""
    return (
        f'<div class="aa-above"></div><div class="stPlotlyChart aa-chart" role="figure" '
        f'data-key="{attribute(plot.key)}"{fill}></div><div class="aa-below"></div>'
    )


def show_markup(text: str) -> None:
    """Show markup unless it is empty."""
    if text:
        st.html(text)


def _framework_plot(plot: Plot, on_click: ClickCallback | None) -> None:
    def handle_selection() -> None:
        points = st.session_state[plot.key]["selection"]["points"]
        if on_click and points:
            on_click(list(points[0].get("customdata") or ()))

    st.plotly_chart(
        plot.figure,
        key=plot.key,
        config=dict(plot.config),
        alt=plot.alt,
        theme="streamlit",
        height="stretch" if plot.fill else "content",
        on_select=handle_selection if on_click else "ignore",
        selection_mode="points",
    )


def address(name: str) -> str:
    """Return the path of a resource of our server, under its base path if any."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/{name}" if base else f"/app/{name}"


def static_url(name: str) -> str:
    """Return the path of one of our static files."""
    return address(f"static/{name}")


@lru_cache(maxsize=8)
def script_url(name: str) -> str:
    """Return the path of one of our scripts, with its hash, so no old one is cached."""
    version = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return static_url(f"{name}?{version}")
