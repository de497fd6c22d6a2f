"""From a measure to a figure for Plotly. The only place that imports plotly.

Assumes labelled ids, words and a palette passed in; knows no page and no filter.
Promises no request to another machine, no text of the data read as a tag, and heights
that leave room for every label.
"""

from dashboard.figures.bars import (
    region_type_figure,
    region_type_share_figure,
    rule_figure,
    territory_figure,
)
from dashboard.figures.counted import line_figure, year_figure
from dashboard.figures.departments import (
    department_figure,
    department_region_figure,
    side_figure,
)
from dashboard.figures.engine import ENGINE_FILE, ENGINE_NAME
from dashboard.figures.frame import Drawing, Spec, drawn
from dashboard.figures.matrix import gap_figure, pivot_figure
from dashboard.figures.stage import bars_that_fit, enlarged, stage_bars
from dashboard.figures.world import MAP_CONFIG, VIEWS, map_figure

__all__ = [
    "ENGINE_FILE",
    "ENGINE_NAME",
    "MAP_CONFIG",
    "VIEWS",
    "Drawing",
    "Spec",
    "bars_that_fit",
    "department_figure",
    "department_region_figure",
    "drawn",
    "enlarged",
    "gap_figure",
    "line_figure",
    "map_figure",
    "pivot_figure",
    "region_type_figure",
    "region_type_share_figure",
    "rule_figure",
    "side_figure",
    "stage_bars",
    "territory_figure",
    "year_figure",
]
