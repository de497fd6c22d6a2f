"""The same page written plainly: cached data, pandas, Plotly Express."""

import pandas as pd
import plotly.express as px
import streamlit as st
from shared import CARDS, CONFIG, HEIGHT, LAND, OUTLINES

st.set_page_config(layout="wide")


@st.cache_data
def agreements() -> pd.DataFrame:
    """All agreements."""
    return pd.read_parquet("agreements.parquet")


frame = agreements()
regions = list(frame["region_id"].cat.categories)
chosen = st.sidebar.multiselect("地域", [region for region in regions if region])
if chosen:
    frame = frame[frame["region_id"].isin(chosen)]
n = len(frame)
numbers = (n, frame["institution_id"].nunique(), int(frame["exchange_marked"].sum()))
for place, card, number in zip(st.columns(3), CARDS, numbers, strict=True):
    place.metric(card, f"{number:,}")

territories = (
    frame.groupby("territory_code", observed=True).size().reset_index(name="n")
)
world = px.choropleth(
    territories,
    geojson=OUTLINES,
    featureidkey="id",
    locationmode="geojson-id",
    locations="territory_code",
    color="n",
    height=HEIGHT,
)
world.add_choropleth(**{name: one for name, one in LAND.items() if name != "type"})
world.data = world.data[::-1]
world.update_geos(
    visible=False, projection_type="natural earth", lataxis_range=[-57, 82]
)
by_type = (
    frame.groupby(["region_id", "agreement_type_id"], observed=True)
    .size()
    .reset_index(name="n")
)
bars = px.bar(
    by_type, x="n", y="region_id", color="agreement_type_id", text="n", orientation="h"
)
for number, figure in enumerate((world, bars)):
    figure.update_layout(meta={"n": n})
    st.plotly_chart(figure, config=CONFIG, key=f"figure{number}")
    st.caption(f"n={n:,}")
st.table(frame["region_id"].value_counts().loc[lambda counts: counts > 0])
