"""The part of the world a map is fitted to: small tables of what it must hold."""

from __future__ import annotations

import pytest

from dashboard.map_window import ASPECT, NARROWEST, fitted_window, marker_step, mercator
from pipeline.reference import load_reference


def window_of(codes, places=()):
    territories = load_reference().territories
    return fitted_window(
        {c: (territories[c].longitude, territories[c].latitude) for c in codes}, places
    )


@pytest.mark.parametrize(
    ("codes", "longitudes", "latitudes"),
    [
        (["SGP"], (84, 124), (-9, 11)),  # in its surroundings
        (["DEU"], (-10, 30), (45, 57)),
        (["DEU", "ITA", "SWE"], (-52, 82), (33, 71)),  # as high as Sweden needs
        (["FJI", "WSM"], (163, 203), (-25, -6)),  # across the 180th meridian
        (["USA", "JPN"], (115, 301), (-5, 66)),  # over the Pacific, not around
        (["RUS", "PRT"], (-22, 132), (31, 73)),  # not all of Russia
    ],
    ids=str,
)
def test_window_holds_what_is_counted(codes, longitudes, latitudes):
    window = window_of(codes)
    assert window.longitudes == pytest.approx(longitudes, abs=1)
    assert window.latitudes == pytest.approx(latitudes, abs=1)
    height = mercator(window.latitudes[1]) - mercator(window.latitudes[0])
    assert window.width == pytest.approx(ASPECT * height, rel=0.01)
    assert window.width >= NARROWEST


@pytest.mark.parametrize("codes", [[], ["DEU", "JPN", "USA"], ["CHL", "CAN"]], ids=str)
def test_nothing_and_what_is_wider_than_half_the_world_has_no_window(codes):
    assert window_of(codes) is None


def test_window_reaches_to_a_city_far_from_the_middle_of_its_territory():
    honolulu = (-157.86, 21.31)
    assert window_of(["USA"]).longitudes[0] > honolulu[0]
    assert window_of(["USA"], [honolulu]).longitudes[0] < honolulu[0]


def test_every_territory_by_itself_has_a_window_around_its_point():
    for code, territory in load_reference().territories.items():
        window = window_of([code])
        assert window, code
        (west, east), (south, north) = window.longitudes, window.latitudes
        across = (territory.longitude - west) % 360 + west
        assert west <= across <= east, code
        assert south <= territory.latitude <= north or code == "ATA"


def test_markers_of_one_city_lie_as_close_on_every_drawn_map():
    assert marker_step(None) == 0.9
    assert marker_step(window_of(["SGP"])) == pytest.approx(0.1)
