"""The palettes of both themes: each id has the same colour in every figure.

The colours are safe for colour-blind readers and are defined in .streamlit/config.toml
for each theme. Figures refer to them by their index there (`THEMED`): the browser fills
in the colours of the active theme, so switching themes recolours a chart without a rerun.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

THEME_FILE = Path(__file__).resolve().parents[1] / ".streamlit" / "config.toml"

REGIONS = (
    "asia",
    "oceania",
    "europe",
    "latin_america",
    "middle_east",
    "north_america",
    "africa",
    "americas",
    "other",
)
"""The order of regions in `theme.chartCategoricalColors`, before the accent."""

TYPES = ("inter_university", "inter_faculty", "double_degree", "other")
"""The order of types at the end of `theme.chartDivergingColors`."""


@dataclass(frozen=True, eq=False)
class Palette:
    """The colours of one theme.

    Attributes:
        regions, types: by id.
        ramp: ten steps of one hue, few to many.
        accent: bars and markers of a single measure.
        ink, muted, grid: text, secondary text, hair lines.
        land, border, paper: the map's ground, its lines, the page.
    """

    regions: Mapping[str, str]
    types: Mapping[str, str]
    ramp: tuple[str, ...]
    accent: str
    ink: str
    muted: str
    grid: str
    land: str
    border: str
    paper: str

    def region(self, region_id: str) -> str:
        """Return the colour of a region; unknown regions share that of `other`."""
        return self.regions.get(region_id, self.regions["other"])

    def type(self, agreement_type_id: str) -> str:
        """Return the colour of an agreement type; unknown types share that of `other`."""
        return self.types.get(agreement_type_id, self.types["other"])

    def of(self, kind: str, value: str) -> str:
        """Return the colour of a `region`, a `type` or a `mark`, else the accent."""
        if kind == "region":
            return self.region(value)
        if kind == "type":
            return self.type(value)
        return self.grid if (kind, value) == ("mark", "not_marked") else self.accent


def palette_of(
    categorical: Sequence[str], sequential: Sequence[str], diverging: Sequence[str]
) -> Palette:
    """Read a palette from the three chart colour lists of a theme, ten each."""
    ink, muted, grid, land, border, paper = diverging[:6]
    return Palette(
        regions=dict(zip(REGIONS, categorical, strict=False)),
        types=dict(zip(TYPES, diverging[6:], strict=True)),
        ramp=tuple(sequential),
        accent=categorical[len(REGIONS)],
        ink=ink,
        muted=muted,
        grid=grid,
        land=land,
        border=border,
        paper=paper,
    )


THEMED = palette_of(
    [f"#{i:06d}" for i in range(1, 11)],
    [f"#{i:06d}" for i in range(11, 21)],
    [f"#{i:06d}" for i in range(21, 31)],
)
"""Placeholders that the framework replaces by the colours of the reader's theme."""


@lru_cache(maxsize=1)
def themes() -> tuple[Palette, Palette]:
    """Return the actual colours, light and dark, for figures not drawn by Plotly."""
    theme = tomllib.loads(THEME_FILE.read_text(encoding="utf-8"))["theme"]
    light, dark = (
        palette_of(
            theme[name]["chartCategoricalColors"],
            theme[name]["chartSequentialColors"],
            theme[name]["chartDivergingColors"],
        )
        for name in ("light", "dark")
    )
    return light, dark
