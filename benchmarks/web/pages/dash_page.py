"""The same page in Dash, as well as one would write it: figures as plain dicts."""

import sys

import pandas as pd
from dash import Dash, Input, Output, dcc, html
from shared import BY_OUTLINE, CARDS, CONFIG, HEIGHT, LAND
from waitress import serve

FRAME = pd.read_parquet("agreements.parquet")
REGIONS = [region for region in FRAME["region_id"].cat.categories if region]
COLORS = ("#12466a", "#5b98c0", "#b97d12", "#8b9297")
CLEAR = "rgba(0,0,0,0)"
STYLE = {"paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR, "template": "none"}

app = Dash(__name__, assets_folder="static", assets_url_path="app/static")
app.layout = html.Div(
    [
        html.Div(dcc.Dropdown(REGIONS, multi=True, id="regions"), id="side"),
        html.Div(id="cards"),
        dcc.Graph(id="world", config=CONFIG),
        html.P(className="caption", id="world_n"),
        dcc.Graph(id="bars", config=CONFIG),
        html.P(className="caption", id="bars_n"),
        html.Table(id="table"),
    ]
)


def world(frame: pd.DataFrame) -> dict:
    """Territories by agreements."""
    counts = frame["territory_code"].value_counts()
    counts = counts[counts > 0]
    trace = {
        **BY_OUTLINE,
        "locations": list(counts.index),
        "z": counts.tolist(),
        "hovertext": [f"<b>{code}</b><br>{count}" for code, count in counts.items()],
    }
    geo = {
        "visible": False,
        "projection": {"type": "natural earth", "rotation": {"lon": 150}},
        "lataxis": {"range": [-57, 82]},
    }
    layout = {**STYLE, "height": HEIGHT, "geo": geo, "meta": {"n": len(frame)}}
    return {"data": [LAND, trace], "layout": layout}


def bars(frame: pd.DataFrame) -> dict:
    """Regions by type."""
    counts = frame.groupby(["agreement_type_id", "region_id"], observed=True).size()
    traces = []
    for color, (kind, part) in zip(COLORS, counts.groupby(level=0, observed=True)):  # noqa: B905
        trace = {"type": "bar", "orientation": "h", "name": kind, "x": part.tolist()}
        names = list(part.index.get_level_values(1))
        trace |= {"y": names, "text": part.tolist(), "marker": {"color": color}}
        traces.append(trace)
    layout = {**STYLE, "barmode": "stack", "meta": {"n": len(frame)}}
    layout["yaxis"] = {"automargin": True}
    return {"data": traces, "layout": layout}


@app.callback(
    Output("cards", "children"),
    Output("world", "figure"),
    Output("world_n", "children"),
    Output("bars", "figure"),
    Output("bars_n", "children"),
    Output("table", "children"),
    Input("regions", "value"),
)
def page(chosen: list[str] | None) -> tuple:
    """Everything the filter changes."""
    frame = FRAME[FRAME["region_id"].isin(chosen)] if chosen else FRAME
    marked = int(frame["exchange_marked"].sum())
    numbers = (len(frame), frame["institution_id"].nunique(), marked)
    cards = [
        html.P([card, html.B(f"{number:,}")])
        for card, number in zip(CARDS, numbers, strict=True)
    ]
    regions = frame["region_id"].value_counts()
    rows = [
        html.Tr([html.Td(one), html.Td(count)])
        for one, count in regions.items()
        if count
    ]
    n = f"n={len(frame):,}"
    return cards, world(frame), n, bars(frame), n, rows


if __name__ == "__main__":
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
