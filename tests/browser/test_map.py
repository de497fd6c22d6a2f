"""The map is drawn, offline, with the outlines of the world."""

import io

import pytest
from PIL import Image

OUTLINES_AT_LEAST = 200
SHAPES = ".choroplethlayer path"


def colours(picture: bytes) -> dict[tuple[int, int, int], float]:
    """The share of each colour of a picture."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    every = image.width * image.height
    found = image.getcolors(every) or []
    return {colour: amount / every for amount, colour in found}


@pytest.mark.parametrize(("path", "markers"), [("", 1), ("map", 70)])
def test_outlines_and_markers_are_drawn(visit, path, markers):
    page = visit.open(f"/{path}?lang=ja")
    chart = page.locator(".stPlotlyChart").filter(has=page.locator(SHAPES)).first
    chart.locator(SHAPES).first.wait_for(state="attached")
    assert chart.locator(SHAPES).count() >= OUTLINES_AT_LEAST
    assert chart.locator(".scatterlayer path.point").count() >= markers
    visit.must_be_quiet()


def test_land_and_territories_are_coloured_pixels(visit):
    page = visit.open("/map?lang=ja")
    chart = page.locator(".stPlotlyChart").first
    chart.locator(SHAPES).first.wait_for(state="attached")
    for scheme in ("light", "dark"):
        visit.colour_scheme(scheme)
        shares = colours(chart.screenshot())
        ranked = sorted(shares.values(), reverse=True)
        sea_and_paper, land = ranked[0], ranked[1]
        assert sea_and_paper < 0.9
        assert land > 0.08
        territories = [share for share in ranked[2:] if share > 0.0005]
        assert len(territories) >= 5
    visit.must_be_quiet()


def test_outlines_come_compressed_and_may_be_kept(visit):
    with visit.page.expect_response("**/world_geo.geojson") as answer:
        visit.open("/map?lang=ja")
    headers = answer.value.all_headers()
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"].startswith("public, max-age=")
