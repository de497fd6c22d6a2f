"""Draws the last results, how long a filter takes on each page, and writes README's table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("svg")
from matplotlib import pyplot as plt

from benchmarks.web.__main__ import RESULTS, TIMES, table_of
from benchmarks.web.contestants import CONTESTANTS

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "assets" / "speed.svg"
README = ROOT / "benchmarks" / "README.md"
TABLE = re.compile(r"(?<=<!-- speed -->\n).*?(?=\n<!-- speed ends -->)", re.DOTALL)
"""The table of benchmarks/README.md that is made here."""

COLORS = {"atlas": "#165e83", "floor": "#8b9297", "plain": "#c8c7c0", "dash": "#b97d12"}
LABELS = {name: name for name in COLORS} | {"atlas": "this dashboard", "dash": "Dash"}
PANELS = (("filter s", "one reader"), ("ten at once s", "ten readers at once"))


def main() -> None:
    """Bars are medians, lines reach to the 95th percentile; sizes as far as measured."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    plt.rcParams["svg.hashsalt"] = "speed"
    figure, panels = plt.subplots(1, len(PANELS), figsize=(9, 3.2))
    for panel, (what, title) in zip(panels, PANELS, strict=True):
        shown = {rows: all_ for rows, all_ in results.items() if what in all_["atlas"]}
        for i, one in enumerate(CONTESTANTS):
            measured = [found[one.name][what] for found in shown.values()]
            middle = [float(np.median(values)) for values in measured]
            worst = [float(np.percentile(values, 95)) for values in measured]
            reach = np.array(worst) - np.array(middle)
            places = np.arange(len(shown)) + (i - 1.5) * 0.2
            color = COLORS[one.name]
            bars = {"width": 0.19, "color": color, "label": LABELS[one.name]}
            panel.bar(places, middle, yerr=[0 * reach, reach], capsize=2, **bars)
        names = [f"{int(rows):,}" for rows in shown]
        panel.set_xticks(range(len(shown)), names)
        panel.set_xlabel("agreements")
        panel.set_title(f"press to repainted, seconds: {title}", fontsize=10)
        panel.spines[["top", "right"]].set_visible(False)
    named = panels[0].get_legend_handles_labels()
    figure.legend(*named, loc="lower center", ncols=len(CONTESTANTS), frameon=False)
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    figure.savefig(PICTURE, metadata={"Date": None})
    table = table_of(results, TIMES)
    text = TABLE.sub(lambda _: table, README.read_text(encoding="utf-8"), count=1)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
