"""Positions of map markers: institutions of one city side by side.

Positions follow from the ids, so the order of the rows does not matter.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def spread_markers(institutions: pd.DataFrame, step: float) -> pd.DataFrame:
    """Put institutions that share a point on a small spiral around it, by id.

    Args:
        institutions: with latitude and longitude; rows without are left out.
        step: degrees between the first two.

    Returns:
        The located rows with marker_latitude and marker_longitude.
    """
    located = institutions.dropna(subset=["latitude", "longitude"])
    located = located.sort_values("institution_id", kind="stable")
    latitude = located["latitude"].to_numpy(float)
    longitude = located["longitude"].to_numpy(float)
    points = [latitude.round(2), longitude.round(2)]
    groups = located.groupby(points, sort=False)
    turn = groups.cumcount().to_numpy(float)
    turn = np.where(groups["institution_id"].transform("size") > 1, turn + 1, 0)
    radius = step * np.sqrt(turn)
    stretch = np.maximum(np.cos(np.radians(latitude)), 0.2)
    return located.assign(
        marker_latitude=(latitude + radius * np.sin(turn * GOLDEN_ANGLE)).round(4),
        marker_longitude=(
            longitude + radius * np.cos(turn * GOLDEN_ANGLE) / stretch
        ).round(4),
    )
