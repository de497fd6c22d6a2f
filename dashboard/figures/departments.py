"""Bars by department on our side: the part marked for exchange, and by region."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.frame import (
    BAR_WIDTH,
    Drawing,
    add_bars,
    bar_drawing,
    end_numbers,
    inside_texts,
    labelled_bar,
    labels_above,
    where_they_fit,
)
from dashboard.i18n import Words, plain_html
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.tables import SHOWN_BARS
from dashboard.theme import Palette


def department_figure(
    table: pd.DataFrame, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """For each department its agreements, the part marked for exchange filled.

    Where the list does not mark exchange, the whole bar is filled.

    Args:
        table: rows of `agreements_by_department`.
        labels: names of departments.
        words: texts.
        palette: colours.
    """
    table = table.head(SHOWN_BARS)
    names = [labels.of("departments", one) for one in table["department_id"]]
    drawing = _labelled_drawing(names, table["agreements"].max(), palette)
    rows = table.to_dict("records")
    marks = "marked" not in labels.absent
    hover = [
        f"<b>{plain_html(name)}</b><br>{_agreements_of(row, marks, words)}"
        for name, row in zip(names, rows, strict=True)
    ]
    filled = table["marked"] if marks else table["agreements"]
    rest = table["agreements"] - filled
    places = range(len(rows))
    line = {"width": 1.2, "color": palette.accent}
    solid = {"color": palette.accent, "line": line}
    striped = {**hollow(palette), "line": line}
    for lengths, marker, mark in (
        (filled, solid, "marked"),
        (rest, striped, "not_marked"),
    ):
        chosen = ["exchange", mark] if marks else []
        data = [["department", one, *chosen] for one in table["department_id"]]
        add_bars(drawing, places, lengths, marker, hover, customdata=data)
    ends = [
        words("figure.of", part=row["marked"], whole=row["agreements"])
        if marks
        else words.number(row["agreements"])
        for row in rows
    ]
    end_numbers(drawing, places, table["agreements"], ends)
    return drawing


def side_figure(
    measure: Measure, research: bool, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """The departments that only do research, or the others."""
    table = measure.table
    return department_figure(
        table[table["research"] == research], labels, words, palette
    )


def _agreements_of(row: dict[Hashable, Any], marks: bool, words: Words) -> str:
    if not marks:
        return words.count("count.agreements", row["agreements"])
    return words("figure.marked_of", marked=row["marked"], agreements=row["agreements"])


def _labelled_drawing(names: Sequence[str], widest: float, palette: Palette) -> Drawing:
    bar = labelled_bar(names)
    drawing = bar_drawing(palette, len(names), widest, bar=bar)
    drawing.layout |= {"barmode": "stack", "bargap": 1 - BAR_WIDTH / bar}
    labels_above(drawing, range(len(names)), names)
    return drawing


def hollow(palette: Palette) -> dict[str, object]:
    """A bar that is not filled: paper with thin lines of the accent."""
    return {
        "color": palette.paper,
        "pattern": {
            "shape": "/",
            "bgcolor": palette.paper,
            "fgcolor": palette.accent,
            "fgopacity": 0.28,
        },
    }


def department_region_figure(
    measure: Measure, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """Agreements marked for exchange for each department, stacked by region."""
    table = measure.table
    totals = table.groupby("department_id", sort=False)["marked"].sum().head(SHOWN_BARS)
    table = table[table["department_id"].isin(totals.index)]
    names = [labels.of("departments", one) for one in totals.index]
    drawing = _labelled_drawing(names, totals.max(), palette)
    place = {one: i for i, one in enumerate(totals.index)}
    for region in table["region_id"].drop_duplicates():
        part = table[table["region_id"] == region]
        values = part["marked"].tolist()
        texts = [words.number(value) for value in values]
        add_bars(
            drawing,
            [place[one] for one in part["department_id"]],
            values,
            {
                "color": palette.region(region),
                "line": {"width": 1, "color": palette.paper},
            },
            _region_hover(part, labels, words),
            customdata=[
                ["department", one, "region", region, "exchange", "marked"]
                for one in part["department_id"]
            ],
            **inside_texts(where_they_fit(texts, values, totals.max()), palette.paper),
        )
    ends = [words.number(total) for total in totals]
    end_numbers(drawing, range(len(ends)), totals, ends)
    return drawing


def _region_hover(part: pd.DataFrame, labels: Labels, words: Words) -> list[str]:
    return [
        f"<b>{plain_html(labels.of('departments', row['department_id']))}</b><br>"
        f"{plain_html(labels.of('regions', row['region_id']))}: "
        f"{words.count('count.marked', row['marked'])}"
        for row in part.to_dict("records")
    ]
