"""One chart on a page: drawn by our own script where our server gives it out.

The framework builds a chart anew for each new figure, twice; ours stays and changes.
Where the app runs without our server (`streamlit run app.py`), the framework draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.markup import attribute

if TYPE_CHECKING:
    from dashboard.figures import Spec

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "chart.js"
STUB = """
export default async (component) => {
  const address = new URL(component.data.script, document.baseURI).href;
  return (await import(address)).default(component);
};
"""
"""The script itself is fetched once by a browser."""

KEY = "aa_charts"
MARKED = "aa_marked"

_component = st.components.v2.component(
    "agreement_atlas_charts", js=STUB, isolate_styles=False
)
_engine: list[str] = []

Mark = Callable[[list[str]], None]
"""Gets the `customdata` of a mark that was clicked."""


def draw_with(engine: str) -> None:
    """Let our script draw, with Plotly from this address; "" lets the framework draw."""
    _engine[:] = [engine] if engine else []


def start_charts() -> None:
    """Bring the script that draws all figures of a page, and hears clicks on them."""
    if not _engine:
        return
    st.session_state[MARKED] = {}
    _component(
        key=KEY,
        data={
            "script": static_url(f"chart.js?{script_version()}"),
            "engine": static_url(_engine[0]),
        },
        on_mark_change=_pressed,
    )


def _pressed() -> None:
    key, *mark = st.session_state[KEY]["mark"] or ("",)
    if on_mark := st.session_state[MARKED].get(key):
        on_mark(mark)


def show_plot(
    figure: Spec,
    *,
    key: str,
    alt: str,
    config: dict[str, object],
    above: str = "",
    below: str = "",
    fill: bool = False,
    on_mark: Mark | None = None,
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
        on_mark: what a click on a mark does.
    """
    if not _engine:
        say(above)
        _framework_plot(figure, key, alt, config, fill, on_mark)
        say(below)
        return
    kept = {
        "key": key,
        "spec": _unmarked(figure.text),
        "config": _unmarked(json.dumps(config)),
        **({"fill": "fill"} if fill else {}),
    }
    if on_mark:
        st.session_state[MARKED][key] = on_mark
    st.html(_place(kept, alt, above, below))


def _place(data: Mapping[str, str], alt: str, above: str, below: str) -> str:
    """The place that our script fills, between markup of ours."""
    told = "".join(f' data-{name}="{attribute(text)}"' for name, text in data.items())
    return (
        f'<div class="aa-above">{above}</div>'
        f'<div class="stPlotlyChart aa-chart" role="figure" '
        f'aria-label="{attribute(alt)}"{told}></div>'
        f'<div class="aa-below">{below}</div>'
    )


def _unmarked(text: str) -> str:
    """JSON without angle brackets: the framework drops what looks like broken markup."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def say(text: str) -> None:
    """Show markup of ours, if there is any."""
    if text:
        st.html(text)


def _framework_plot(
    figure: Spec,
    key: str,
    alt: str,
    config: dict[str, object],
    fill: bool,
    on_mark: Mark | None,
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
