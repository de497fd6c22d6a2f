"""All figures of a handout in one archive."""

from __future__ import annotations

import io
from zipfile import ZipFile

from PIL import Image

from dashboard.exports.album import make_album
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import make_report


def test_each_figure_is_there_as_svg_and_png_and_steps_reach_the_end(kobe):
    words = load_words("ja")
    labels = label_edition(kobe, words)
    parts = ("headline", "regions_types", "rules")
    report = make_report(kobe, Filters(), labels, words, parts=parts)
    steps = []
    made = make_album(report, steps.append)
    with ZipFile(io.BytesIO(made)) as album:
        assert album.namelist() == [
            "01-headline.svg",
            "01-headline.png",
            "02-regions-types.svg",
            "02-regions-types.png",
        ]
        with Image.open(io.BytesIO(album.read("02-regions-types.png"))) as picture:
            assert picture.size == (1920, 1080)
        svg = album.read("02-regions-types.svg").decode()
    assert report.sections[1].chart.categories[0] in svg
    assert steps == [0.5, 1.0]
    assert make_album(report, steps.append) == made
