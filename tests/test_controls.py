"""Links: what of them means something here, and what is named as left out."""

from __future__ import annotations

import pytest

from dashboard.pages._controls import read_controls


@pytest.mark.parametrize(
    ("query", "controls", "ignored"),
    [
        ({"lang": "ja", "region": "asia"}, {}, ()),
        ({"color": "marked", "view": "asia"}, {"color": "marked", "view": "asia"}, ()),
        ({"color": "red"}, {}, ("color=red",)),
        ({"agreement": "A0"}, {}, ("agreement=A0",)),
        ({"search": "<b>ピサ"}, {"search": "<b>ピサ"}, ()),
        ({"without": "map,moon,rules"}, {"without": "map,rules"}, ("without=moon",)),
        ({"utm_source": "mail"}, {}, ("utm_source=mail",)),
        ({"lang": "xx"}, {}, ("lang=xx",)),
        ({"view": ""}, {}, ()),
    ],
)
def test_controls_of_a_link(kobe, query, controls, ignored):
    assert read_controls(query, kobe) == (controls, ignored)
