"""The framework's floor: figures that are ready, and nothing to count."""

import json
from pathlib import Path

import streamlit as st
from shared import CARDS, CONFIG

st.set_page_config(layout="wide")


@st.cache_resource
def ready_pages() -> dict:
    """The page of every choice."""
    return json.loads(Path("ready.json").read_text(encoding="utf-8"))


pages = ready_pages()
chosen = st.sidebar.multiselect("地域", [choice for choice in pages if choice])
page = pages[chosen[0] if chosen else ""]
for place, card, number in zip(st.columns(3), CARDS, page["cards"], strict=True):
    place.metric(card, f"{number:,}")
for number, figure in enumerate(page["figures"]):
    # Plotly takes traces apart and mends them while it reads them: no two readers may
    # share one.
    figure = {**figure, "data": [dict(trace) for trace in figure["data"]]}
    st.plotly_chart(figure, config=CONFIG, key=f"figure{number}")
    st.caption(f"n={page['n']:,}")
st.table(dict(page["regions"]))
