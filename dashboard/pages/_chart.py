"""One chart on a page: drawn by our own script where our server gives it out.

The framework builds a chart anew for each new figure, twice; ours stays and changes.
Where the app runs without our server (`streamlit run app.py`), the framework draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from dashboard.figures import Spec

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "chart.js"
STUB = """
let draw;
export default (component) => {
  if (draw) return draw(component);
  const address = new URL(component.data.script, document.baseURI).href;
  return import(address).then((script) => (draw = script.default)(component));
};
"""
"""All that goes with each chart; the script itself is fetched once by a browser."""

_component = st.components.v2.component(
    "agreement_atlas_chart", js=STUB, isolate_styles=False
)
_engine: list[str] = []


def draw_with(engine: str) -> None:
    """Let our script draw, with Plotly from this address; "" lets the framework draw."""
    _engine[:] = [engine] if engine else []


def show_plot(
    figure: Spec,
    *,
    key: str,
    alt: str,
    config: dict[str, object],
    above: str = "",
    below: str = "",
    fill: bool = False,
    on_mark: Callable[[list[str]], None] | None = None,
) -> None:
    """Draw a figure.

    Args:
        figure: with colours named by their place in the theme.
        key: its name, unique on the page.
        alt: what it shows, for those who can't see it.
        config: for Plotly.
        above: what is said above it, as markup.
        below: what is said below it, as markup.
        fill: take the height of what stands around it instead of the figure's own.
        on_mark: gets the `customdata` of a mark that was clicked.
    """
    if not _engine:
        _say(above)
        _framework_plot(figure, key, alt, config, fill, on_mark)
        _say(below)
        return

    def pressed() -> None:
        if on_mark:
            on_mark(list(st.session_state[key]["mark"] or ()))

    _component(
        key=key,
        data={
            "spec": figure.text,
            "config": json.dumps(config),
            "alt": alt,
            "above": above,
            "below": below,
            "fill": fill,
            "script": static_url(f"chart.js?{script_version()}"),
            "engine": static_url(_engine[0]),
        },
        width="stretch",
        height="stretch" if fill else "content",
        on_mark_change=pressed,
    )


def _say(text: str) -> None:
    if text:
        st.html(text)


def _framework_plot(
    figure: Spec,
    key: str,
    alt: str,
    config: dict[str, object],
    fill: bool,
    on_mark: Callable[[list[str]], None] | None,
) -> None:
    def pressed() -> None:
        points = st.session_state[key]["selection"]["points"]
        if on_mark and points:
            on_mark(list(points[0].get("customdata") or ()))

    st.plotly_chart(
        figure,
        key=key,
        config=config,
        alt=alt,
        theme="streamlit",
        height="stretch" if fill else "content",
        on_select=pressed if on_mark else "ignore",
        selection_mode="points",
    )


def static_url(name: str) -> str:
    """Where the browser gets a file of ours, under the base path if there is one."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static/{name}" if base else f"/app/static/{name}"


@st.cache_resource(show_spinner=False)
def script_version() -> str:
    """Changes with our script, so that no browser keeps an old one."""
    return sha256(SCRIPT.read_bytes()).hexdigest()[:12]
