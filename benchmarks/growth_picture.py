"""Draws the last results of `benchmarks.growth`: three curves side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from benchmarks.curves import labels_apart, linear
from benchmarks.growth import RESULTS

PICTURE = Path(__file__).resolve().parents[1] / "assets" / "growth.svg"
BLUE, GREY, OCHRE, INK = "#165e83", "#8b9297", "#b97d12", "#2b2f33"
LINES = {
    "time": (
        ("build s", "build", BLUE),
        ("plain s", "plain read", GREY),
        ("open s", "open again", OCHRE),
        ("new filter s", "new filter", INK),
    ),
    "memory": (
        ("build MB", "build", BLUE),
        ("plain MB", "plain read", GREY),
        ("server MB", "server", OCHRE),
    ),
    "readers": (
        ("p95 s", "95 of 100 clicks", GREY),
        ("median s", "half of the clicks", BLUE),
        ("processor s", "processor's part", OCHRE),
    ),
}
"""What each panel draws: its name in the results, its label, its color. Along the
first line of a panel about rows a linear guide is drawn."""

TITLES = {
    "time": ("seconds (dotted: linear)", "agreements in the list"),
    "memory": ("memory, MB (dotted: linear)", "agreements in the list"),
    "readers": ("seconds a click", "readers at once, a click each 2 s"),
}
"""Above and below each panel."""

SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
"""Where the panel about readers has a line across."""

SIZE = 13
ROOM = 0.075
"""Of a label, as a part of the axis."""


def main() -> None:
    """Draw what was measured."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    plt.rcParams |= {"svg.hashsalt": "growth", "font.size": SIZE}
    figure, panels = plt.subplots(1, 3, figsize=(16, 5))
    figure.subplots_adjust(0.045, 0.14, 0.885, 0.9, wspace=0.5)
    rows, readers = results["rows"], results["sessions"]
    for panel, what in zip(panels, LINES, strict=True):
        found = readers if what == "readers" else rows
        _draw(panel, found, what)
        panel.set_yscale("log")
        panel.set_ylim(panel.get_ylim())
        if what == "readers":
            panel.set_xticks([int(count) for count in found])
            low, high = panel.get_ylim()
            panel.set_yticks([one for one in SECONDS if low < one < high])
        else:
            _draw_guide(panel, found, LINES[what])
        panel.yaxis.set_major_formatter("{x:,.10g}")
        panel.minorticks_off()
        _name_lines(panel, found, LINES[what])
    figure.savefig(PICTURE, metadata={"Date": None})


def _draw(panel: Axes, found: dict[str, Any], what: str) -> None:
    counts = sorted(map(int, found))
    for name, _, color in LINES[what]:
        values = [found[str(count)][name] for count in counts]
        panel.plot(counts, values, "o-", color=color, linewidth=2.5, markersize=6)
    title, below = TITLES[what]
    panel.set_title(title, fontsize=SIZE + 2, loc="left")
    panel.set_xlabel(below)
    panel.spines[["top", "right"]].set_visible(False)
    panel.grid(axis="y", color="#e6e6e2")


def _draw_guide(panel: Axes, found: dict[str, Any], lines: Any) -> None:
    """A dotted line for what grows as rows do, and rows by powers of ten."""
    panel.set_xscale("log")
    counts = sorted(map(int, found))
    name, _, color = lines[0]
    guide = linear(counts, found[str(counts[-1])][name])
    panel.plot(counts, guide, ":", color=color, linewidth=1.5, zorder=0)
    panel.xaxis.set_major_formatter("{x:,.0f}")
    panel.set_xticks(counts[::2])


def _name_lines(panel: Axes, found: dict[str, Any], lines: Any) -> None:
    """Write each line's name at its right end."""
    last = str(max(map(int, found)))
    place = panel.transAxes.inverted()
    ends = [
        place.transform(panel.transData.transform((int(last), found[last][name])))
        for name, *_ in lines
    ]
    heights = labels_apart([float(y) for _, y in ends], ROOM)
    for (_, label, color), (x, _), height in zip(lines, ends, heights, strict=True):
        panel.text(
            x + 0.03,
            height,
            label,
            color=color,
            transform=panel.transAxes,
            va="center",
            clip_on=False,
        )


if __name__ == "__main__":
    main()
