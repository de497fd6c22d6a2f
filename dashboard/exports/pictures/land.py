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
    """A territory in units of the projection, times PATH_SCALE.

    Attributes:
        path: its outline as an SVG path.
        narrow: the shorter side of the box around its largest part.
    """

    path: str
    narrow: float


@lru_cache(maxsize=8)
def load_land(window: MapWindow | None = None) -> dict[str, TerritoryOutline]:
    """Return the territories by id, of the world or of a window, computed once."""
    return {
        code: TerritoryOutline("".join(map(_path, rings)), PATH_SCALE * _narrow(rings))
        for code, rings in outlines(window).items()
    }


def _narrow(rings: tuple[Ring, ...]) -> float:
    sides = [np.ptp(ring, axis=0).tolist() for ring in rings]
    return float(min(max(sides, key=prod)))


def _path(ring: Ring) -> str:
    """Return a ring as an SVG path of whole-number steps, without empty steps."""
    points = np.rint(PATH_SCALE * ring).astype(int)
    (x, y), steps = points[0], np.diff(points, axis=0)
    written = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist() if dx or dy)
    return f"M{x} {y}l{written}z"
