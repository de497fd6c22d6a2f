"""Descriptions of figures, rendered alike on screens, slides, pictures and workbooks.

One function per figure returns what it shows, from an edition, filters, labels and a
translator. Renderers count nothing, look up no label and call no measure.
"""

from dashboard.charts.bars import (
    SIDES,
    department_bars,
    department_region_bars,
    marked_only,
    printed_type_bars,
    region_type_bars,
    region_type_shares,
    rule_bars,
    side_filters,
    territory_bars,
    year_bars,
)
from dashboard.charts.cards import headline_cards
from dashboard.charts.comparison import (
    compared_filters,
    comparison_bars,
    ranked_choices,
)
from dashboard.charts.coverage import (
    UNUSED_FILTERS,
    coverage_caption,
    gap_matrix,
    usable_filters,
)
from dashboard.charts.model import (
    SHOWN_BARS,
    SHOWN_COLUMNS,
    Bars,
    Card,
    Cards,
    Chart,
    HoverLines,
    Matrix,
    Plotted,
    Series,
    WorldMap,
)
from dashboard.charts.pivot import pivot_chart
from dashboard.charts.world import WORLD, institution_map, territory_map

__all__ = [
    "SHOWN_BARS",
    "SHOWN_COLUMNS",
    "SIDES",
    "UNUSED_FILTERS",
    "WORLD",
    "Bars",
    "Card",
    "Cards",
    "Chart",
    "HoverLines",
    "Matrix",
    "Plotted",
    "Series",
    "WorldMap",
    "compared_filters",
    "comparison_bars",
    "coverage_caption",
    "department_bars",
    "department_region_bars",
    "gap_matrix",
    "headline_cards",
    "institution_map",
    "marked_only",
    "pivot_chart",
    "printed_type_bars",
    "ranked_choices",
    "region_type_bars",
    "region_type_shares",
    "rule_bars",
    "side_filters",
    "territory_bars",
    "territory_map",
    "usable_filters",
    "year_bars",
]
