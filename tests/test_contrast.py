"""Luminance and contrast against figures published for WCAG 2."""

from __future__ import annotations

import pytest

from dashboard.contrast import contrast_ratio, luminance, readable_ink


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ("#000000", 0.0),
        ("#ffffff", 1.0),
        ("#ff0000", 0.2126),
        ("#00ff00", 0.7152),
        ("#0000ff", 0.0722),
        ("#0a0a0a", 0.0030),
        ("#808080", 0.2159),
    ],
)
def test_luminance_of_a_colour(color, expected):
    assert luminance(color) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("color", "ratio"),
    [("#000000", 21.0), ("#777777", 4.48), ("#767676", 4.54), ("#ffffff", 1.0)],
)
def test_contrast_to_white(color, ratio):
    assert contrast_ratio(color, "#ffffff") == pytest.approx(ratio, abs=0.005)
    assert contrast_ratio("#ffffff", color) == contrast_ratio(color, "#ffffff")


@pytest.mark.parametrize(
    ("ground", "ink"), [("#b6d4e6", "#1e2a30"), ("#0a4467", "#ffffff")]
)
def test_ink_is_the_one_that_reads_better(ground, ink):
    assert readable_ink(ground, "#1e2a30", "#ffffff") == ink
