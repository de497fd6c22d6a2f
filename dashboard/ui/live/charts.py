"""The charts of a page: drawn by our own script where our server gives it out.

The framework builds a chart anew for each new figure, twice; ours stays and changes. A
page holds a place for each, and sends all figures in one message, with what is said
around them. Where the app runs without our server (`streamlit run app.py`), the
framework draws.
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
"""The script itself is fetched once by a browser."""

CHARTS_KEY = "aa_charts"
CALLBACKS_KEY = "aa_marked"
PAYLOADS_KEY = "aa_placed"
CONTAINER_KEY = "aa_container"
REQUEST_ID_KEY = "aa_press"
"""The last press on the filters that the session knows of, if any: what it sends is as
new as that. The browser may have shown figures of a later one."""


def component(name: str) -> Callable[..., object]:
    """A part of a page that a script of ours makes: `data["script"]`."""
    return st.components.v2.component(name, js=STUB, isolate_styles=False)


_component = component("agreement_atlas_charts")
_engine: list[str] = []

ClickCallback = Callable[[list[str]], None]
"""Gets the `customdata` of a mark that was clicked."""


def draw_with(engine: str) -> None:
    """Let our script draw, with Plotly from this address; "" lets the framework draw."""
    _engine[:] = [engine] if engine else []


def prepare_charts() -> None:
    """Before a page: no figure is drawn yet; hold the place of what draws them."""
    state = st.session_state
    state[CALLBACKS_KEY], state[PAYLOADS_KEY] = {}, []
    state[CONTAINER_KEY] = st.container()


def send_charts() -> None:
    """Send the figures of the page, in one message, with the script that draws them."""
    state = st.session_state
    if not _engine:
        return
    with state[CONTAINER_KEY]:
        _component(
            key=CHARTS_KEY,
            data={
                "script": script_url("chart.js"),
                "engine": static_url(_engine[0]),
                "press": state.get(REQUEST_ID_KEY),
                "figures": state[PAYLOADS_KEY],
            },
            on_mark_change=_handle_click,
        )


def _handle_click() -> None:
    key, *mark = st.session_state[CHARTS_KEY]["mark"] or ("",)
    if on_click := st.session_state[CALLBACKS_KEY].get(key):
        on_click(mark)


@dataclass(frozen=True)
class Plot:
    """A figure, and what is said around it.

    Attributes:
        key: its name, unique on the page.
        figure: with colours named by their place in the theme.
        alt: what it shows, for those who can't see it.
        config: for Plotly.
        above, below: what is said above and below it, as markup.
        fill: take the height of what stands around it instead of the figure's own.
    """

    key: str
    figure: Spec
    alt: str
    config: Mapping[str, object]
    above: str = ""
    below: str = ""
    fill: bool = False

    def to_payload(self) -> dict[str, str]:
        """What our script is told: `spec` and `config` are JSON for Plotly."""
        return {
            "key": self.key,
            "spec": self.figure.text,
            "config": json.dumps(self.config),
            "alt": self.alt,
            "above": self.above,
            "below": self.below,
        }


def show_plot(plot: Plot, on_click: ClickCallback | None = None) -> None:
    """Draw a figure; `on_click` is what a click on a mark does."""
    if not _engine:
        show_markup(plot.above)
        _framework_plot(plot, on_click)
        show_markup(plot.below)
        return
    if on_click:
        st.session_state[CALLBACKS_KEY][plot.key] = on_click
    st.session_state[PAYLOADS_KEY].append(plot.to_payload())
    st.html(_place(plot))


def _place(plot: Plot) -> str:
    """The place that our script fills: the same for all filters, so that it stays."""
    fill = " data-fill" if plot.fill else ""
    return (
        f'<div class="aa-above"></div><div class="stPlotlyChart aa-chart" role="figure" '
        f'data-key="{attribute(plot.key)}"{fill}></div><div class="aa-below"></div>'
    )


def show_markup(text: str) -> None:
    """Show markup of ours, if there is any."""
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
    """Where the server gives out something of ours, under the base path if any."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/{name}" if base else f"/app/{name}"


def static_url(name: str) -> str:
    """Where the browser gets a file of ours."""
    return address(f"static/{name}")


@lru_cache(maxsize=8)
def script_url(name: str) -> str:
    """Where the browser gets a script of ours; changes with it, so no old one is kept."""
    version = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return static_url(f"{name}?{version}")
