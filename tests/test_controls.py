"""Links: what of them means something here, and what is named as left out."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import DIMENSION, from_query, options, to_query
from dashboard.i18n import LANGUAGES
from dashboard.ui.controls import CONTROLS, MULTI_VALUED, read_controls
from tests.test_measures import KOBE, filters_of


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


def controls_of(edition):
    """Any controls of a link, each with a value that means something."""

    def value_of(name):
        values = CONTROLS[name]
        if values is None:
            return st.text(st.characters(codec="utf-8"), min_size=1)
        one = st.sampled_from(sorted({*values(edition)} - {""}))
        if name not in MULTI_VALUED:
            return one
        return st.lists(one, min_size=1, unique=True).map(",".join)

    return st.fixed_dictionaries({}, optional={one: value_of(one) for one in CONTROLS})


@given(data=st.data())
def test_a_link_gives_back_the_view_it_was_made_of(data):
    filters = data.draw(filters_of(KOBE))
    controls = data.draw(controls_of(KOBE))
    lang = data.draw(st.sampled_from(LANGUAGES))
    link = urlencode({"lang": lang, **to_query(filters), **controls})
    query = dict(parse_qsl(link, strict_parsing=True))
    found, unknown = from_query(query, KOBE)
    assert to_query(found) == to_query(ordered(filters))
    assert read_controls(query, KOBE) == (controls, ())
    assert (query["lang"], unknown) == (lang, ())


def ordered(filters):
    """The same filters, each field in the order of the edition."""
    chosen = {
        name: tuple(one for one in options(KOBE, name) if one in getattr(filters, name))
        for name in DIMENSION
    }
    return replace(filters, **chosen)
