"""The world on slides and pictures: the projection, the cut, the places."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.exports.pictures.land import PATH_SCALE, load_land
from dashboard.exports.world import (
    HALF_TURN,
    centers,
    extent,
    located,
    outlines,
    projected,
)
from dashboard.map_window import MapWindow


@pytest.mark.parametrize(
    ("longitude", "latitude", "point"),
    [
        (0, 0, (0, 0)),
        (180, 0, (2.7354, 0)),
        (-180, 0, (-2.7354, 0)),
        (0, 90, (0, -1.4224)),
        (90, 45, (1.2320, -0.7931)),
        (-90, -45, (-1.2320, 0.7931)),
    ],
)
def test_natural_earth_projection(longitude, latitude, point):
    projection = projected(np.array([longitude]), np.array([latitude]))
    assert projection.tolist()[0] == pytest.approx(point, abs=5e-5)


def test_pacific_is_in_the_middle():
    points = located(np.array([150, -180, 120, -31, -29]), np.zeros(5))
    assert points[0].tolist() == [0, 0]
    assert points[:, 0].argsort().tolist() == [4, 2, 0, 1, 3]


def test_land_is_cut_at_the_edge_of_the_map_and_never_leaves_it():
    assert len(outlines()) == 250
    for code, rings in outlines().items():
        assert rings, code
        for ring in rings:
            latitudes = np.linspace(-90, 90, 361)
            edge = projected(np.full(361, HALF_TURN), latitudes)
            widest = np.interp(-ring[:, 1], -edge[:, 1], edge[:, 0])
            assert (abs(ring[:, 0]) <= widest + 1e-3).all(), code
            assert ring[0].tolist() != ring[-1].tolist(), code
    sides = [np.sign(ring[:, 0].mean()) for ring in outlines()["GRL"]]
    assert set(sides) == {-1, 1}
    left, top, right, bottom = extent()
    assert left < -1 < 1 < right
    assert top < -1 < 0.5 < bottom


def test_territories_have_a_place_and_the_small_ones_a_small_path():
    assert centers()["JPN"] == pytest.approx(
        located(np.array([138]), np.array([37]))[0], abs=0.1
    )
    land = load_land()
    assert set(land) == set(outlines())
    assert land["SGP"].narrow < 0.01 * PATH_SCALE < land["JPN"].narrow
    assert all(territory.path.endswith("z") for territory in land.values())


EUROPE = MapWindow((-30.0, 60.0), (30.0, 66.0))


def test_a_window_holds_only_what_lies_inside_in_its_own_projection():
    left, top, right, bottom = extent(EUROPE)
    assert (left, right) == pytest.approx((-np.pi / 4, np.pi / 4))
    shown = outlines(EUROPE)
    assert {"FRA", "DEU", "EGY"} <= set(shown)
    assert not {"GUF", "CHN", "USA"} & set(shown)
    for code, rings in shown.items():
        for ring in rings:
            assert (ring.min(axis=0) >= (left - 1e-9, top - 1e-9)).all(), code
            assert (ring.max(axis=0) <= (right + 1e-9, bottom + 1e-9)).all(), code
    middle = located(np.array([15.0]), np.array([0.0]), EUROPE)
    assert middle.tolist()[0] == pytest.approx((0, 0))


def test_a_window_across_the_180th_meridian_holds_both_sides():
    shown = outlines(MapWindow((150.0, 210.0), (-48.0, -15.0)))
    assert {"NZL", "FJI", "TON"} <= set(shown)
