"""Horizontal bars: regions and types, territories, rules of repair."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.frame import (
    Drawing,
    add_bars,
    bar_drawing,
    end_numbers,
    inside_texts,
    where_they_fit,
    wrapped,
)
from dashboard.i18n import Words, plain_html
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.tables import SHOWN_BARS
from dashboard.theme import Palette

GROUP_GAP = 0.9
"""Room between the bars of two regions, in bars."""

ON_TYPE = "#10181d"
"""Text on the lighter colours of types, readable in both themes."""


def region_type_figure(
    measure: Measure, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """Region by type, in the measure's unit.

    Agreements are stacked, for they add up; institutions stand one below the other,
    for one may have agreements of several types.
    """
    table, unit = measure.table, measure.unit
    if not measure.adds_up:
        return _grouped_drawing(table, unit, labels, words, palette)
    totals = table.groupby("region_id", sort=False)[unit].sum()
    drawing = _stacked_drawing(table, unit, labels, words, palette, totals.max())
    names = [wrapped(labels.of("regions", str(one))) for one in totals.index]
    end_numbers(drawing, names, totals, [words.number(total) for total in totals])
    return drawing


def region_type_share_figure(
    measure: Measure, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """The share of each type in a region; stacked only where shares add up to all."""
    draw = _stacked_drawing if measure.adds_up else _grouped_drawing
    return draw(measure.table, "share", labels, words, palette)


def _stacked_drawing(
    table: pd.DataFrame,
    column: str,
    labels: Labels,
    words: Words,
    palette: Palette,
    widest: float = 1.0,
) -> Drawing:
    regions = table["region_id"].drop_duplicates()
    drawing = bar_drawing(palette, len(regions), widest, bar=38)
    drawing.layout["barmode"] = "stack"
    drawing.layout["yaxis"] |= {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [wrapped(labels.of("regions", one)) for one in regions],
    }
    for one in table["agreement_type_id"].drop_duplicates():
        part = table[table["agreement_type_id"] == one]
        values = part[column].tolist()
        texts = _values(values, column, words)
        color = palette.paper if one == "inter_university" else ON_TYPE
        add_bars(
            drawing,
            [wrapped(labels.of("regions", r)) for r in part["region_id"]],
            values,
            _type_marker(one, palette),
            _hover(part, labels, words),
            customdata=_marks(part),
            **inside_texts(where_they_fit(texts, values, widest), color),
        )
    return drawing


def _grouped_drawing(
    table: pd.DataFrame, column: str, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """One bar per row of the table; those of a region stand close together."""
    region = (~table["region_id"].duplicated()).cumsum()
    places = pd.Series(range(len(table)), index=table.index) + region * GROUP_GAP
    centres = places.groupby(table["region_id"], sort=False).mean()
    values = table[column].tolist()
    slots = len(table) + GROUP_GAP * len(centres)
    drawing = bar_drawing(palette, slots, max(values), bar=23)
    drawing.layout["barmode"] = "overlay"
    drawing.layout["yaxis"] |= {
        "autorange": False,
        "range": [places.max() + 0.5 + GROUP_GAP / 2, places.min() - 0.5],
        "tickvals": centres.tolist(),
        "ticktext": [wrapped(labels.of("regions", str(r))) for r in centres.index],
    }
    for one in table["agreement_type_id"].drop_duplicates():
        part = table[table["agreement_type_id"] == one]
        hover = _hover(part, labels, words)
        marker = _type_marker(one, palette)
        add_bars(
            drawing,
            places[part.index],
            part[column],
            marker,
            hover,
            customdata=_marks(part),
            width=0.88,
        )
    end_numbers(drawing, places, values, _values(values, column, words))
    return drawing


def _marks(part: pd.DataFrame) -> list[list[str]]:
    """What a click on each bar chooses; see `filters.narrow`."""
    rows = zip(part["region_id"], part["agreement_type_id"], strict=True)
    return [["region", region, "type", kind] for region, kind in rows]


def _values(values: list[float], column: str, words: Words) -> list[str]:
    shown = words.percent if column == "share" else words.number
    return [shown(value) for value in values]


def _type_marker(type_id: str, palette: Palette) -> dict[str, object]:
    """The colour of a type; the rarest has a second sign beside it."""
    color = palette.type(type_id)
    return {
        "color": color,
        "line": {"width": 1, "color": palette.paper},
        "pattern": {
            "shape": "/" if type_id == "double_degree" else "",
            "bgcolor": color,
            "fgcolor": palette.paper,
            "fgopacity": 0.5,
            "size": 6,
        },
    }


def _hover(part: pd.DataFrame, labels: Labels, words: Words) -> list[str]:
    unit = "agreements" if "agreements" in part else "institutions"
    return [
        f"<b>{plain_html(labels.of('regions', row['region_id']))}</b><br>"
        f"{plain_html(labels.of('types', row['agreement_type_id']))}: "
        f"{words.count(f'count.{unit}', row[unit])} ({words.percent(row['share'])})"
        for row in part.to_dict("records")
    ]


def territory_figure(
    measure: Measure, column: str, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """The territories ranked by one column, in the colour of their region."""
    table = measure.table[measure.table[column] > 0]
    table = table.sort_values(column, ascending=False, kind="stable").head(SHOWN_BARS)
    names = [wrapped(labels.of("territories", c)) for c in table["territory_code"]]
    drawing = bar_drawing(palette, len(table), table[column].max(), bar=28)
    add_bars(
        drawing,
        names,
        table[column].tolist(),
        {"color": [palette.region(one) for one in table["region_id"]]},
        territory_hover(table, labels, words),
        customdata=[["territory", code] for code in table["territory_code"]],
    )
    drawing.layout["yaxis"]["type"] = "category"
    ends = [words.number(value) for value in table[column]]
    end_numbers(drawing, names, table[column].tolist(), ends)
    return drawing


def territory_hover(table: pd.DataFrame, labels: Labels, words: Words) -> list[str]:
    """Name and all three counts of each territory."""
    return [
        f"<b>{plain_html(labels.of('territories', row['territory_code']))}</b><br>"
        + "<br>".join(
            words.count(f"count.{unit}", row[unit])
            for unit in ("agreements", "institutions", "marked")
            if unit not in labels.absent
        )
        for row in table.to_dict("records")
    ]


def rule_figure(
    measure: Measure, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """Changed cells by the rule that changed them."""
    table = measure.table
    names = [wrapped(labels.of("rules", rule)) for rule in table["rule"]]
    drawing = bar_drawing(palette, len(table), table["repairs"].max())
    hover = [
        f"<b>{name}</b><br>{words.count('count.cells', row['repairs'])}<br>"
        f"{words.count('count.source_rows', row['source_rows'])}"
        for name, row in zip(names, table.to_dict("records"), strict=True)
    ]
    values = table["repairs"].tolist()
    add_bars(drawing, names, values, {"color": palette.accent}, hover)
    drawing.layout["yaxis"]["type"] = "category"
    end_numbers(drawing, names, values, [words.number(value) for value in values])
    return drawing
