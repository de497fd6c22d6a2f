"""Plotly drawings of described figures; no other package imports plotly.

Assumes a translator and a palette passed in; knows no measure, page or filter. Promises
no request to another machine, no text of the data interpreted as markup, and heights
that leave room for every label.
"""

from pathlib import Path

import plotly

from dashboard.caching import memoize_by_identity
from dashboard.charts import Bars, Matrix, Plotted
from dashboard.figures.bars import bars_drawing, bars_that_fit
from dashboard.figures.columns import columns_drawing
from dashboard.figures.frame import Drawing, Spec
from dashboard.figures.matrix import matrix_drawing
from dashboard.figures.world import MAP_CONFIG, map_drawing, zoomed_config
from dashboard.i18n import Translator
from dashboard.theme import Palette

__all__ = [
    "ENGINE_FILE",
    "ENGINE_NAME",
    "MAP_CONFIG",
    "Drawing",
    "Spec",
    "bars_that_fit",
    "drawing_of",
    "spec_of",
    "zoomed_config",
]

ENGINE_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
"""Plotly's own script, which draws figures in a browser."""

ENGINE_NAME = f"plotly-{plotly.__version__}.min.js"
"""File name with the version, so that browsers may cache it forever."""


def drawing_of(
    chart: Plotted,
    words: Translator,
    palette: Palette,
    size: str = "wide",
    outlines_url: str = "",
) -> Drawing:
    """Draw a figure.

    Args:
        chart: what is drawn.
        words: number formats.
        palette: colours.
        size: a key of `world.MAP_SIZES`; bars only distinguish `large` from the rest.
        outlines_url: where the browser loads the outlines of a map from.
    """
    if isinstance(chart, Bars) and chart.upright:
        return columns_drawing(chart, palette, large=size == "large")
    if isinstance(chart, Bars):
        return bars_drawing(chart, words, palette, large=size == "large")
    if isinstance(chart, Matrix):
        return matrix_drawing(chart, words, palette)
    return map_drawing(chart, words, palette, size=size, outlines_url=outlines_url)


@memoize_by_identity
def spec_of(
    chart: Plotted,
    words: Translator,
    palette: Palette,
    size: str = "wide",
    outlines_url: str = "",
) -> Spec:
    """The drawing serialized for browsers, memoized for all readers."""
    return drawing_of(chart, words, palette, size, outlines_url).to_spec(chart.n)
