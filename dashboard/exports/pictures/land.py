"""The territories of the world as SVG paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np

from dashboard.exports.world import Ring, outlines
from dashboard.map_window import MapWindow

PATH_SCALE = 4000
"""Units of a path, which are whole numbers, to a unit of the projection."""


@dataclass(frozen=True)
class TerritoryOutline:
    """A territory in units of the projection, times a number of units.

    Attributes:
        path: its outline as an SVG path.
        narrow: the shorter side of the box around its largest part.
    """

    path: str
    narrow: float


@lru_cache(maxsize=8)
def load_land(
    window: MapWindow | None = None, units: int = PATH_SCALE
) -> dict[str, TerritoryOutline]:
    """Return the territories by id, of the world or of a window, computed once.

    With few `units` outlines are coarse, and what is smaller than one is not drawn.
    """
    return {
        code: TerritoryOutline(
            "".join(_path(ring, units) for ring in rings), units * _narrow(rings)
        )
        for code, rings in outlines(window).items()
    }


def _narrow(rings: tuple[Ring, ...]) -> float:
    sides = [np.ptp(ring, axis=0).tolist() for ring in rings]
    return float(min(max(sides, key=prod)))


def _path(ring: Ring, units: int) -> str:
    """Return a ring as an SVG path of whole-number steps, without empty steps."""
    points = np.rint(units * ring).astype(int)
    (x, y), steps = points[0], np.diff(points, axis=0)
    written = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist() if dx or dy)
    return f"M{x} {y}l{written}z" if written else ""
