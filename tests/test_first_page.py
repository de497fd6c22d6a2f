"""The first picture of a page shows what its measures say, and nothing can break it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard import charts, narration
from dashboard.exports.pictures.screen import figure_for_screen, themed
from dashboard.filters import Filters
from dashboard.i18n import LANGUAGES, load_words
from dashboard.measures import agreements_by_region, counts
from dashboard.server import first_page as first
from dashboard.server import middleware
from dashboard.ui.editions import default_edition
from dashboard.ui.state import labels_in
from tests.test_server import SHELL, Recorded, ask

EUROPE = {"regions": ("europe",), "exchange": "marked"}
LINKS = {"": Filters(), "region=europe&exchange=marked": Filters(**EUROPE)}
HOSTILE = "%3C%2Fstyle%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27"


def texts_of(markup, pattern):
    return [
        unescape(re.sub("<[^>]+>", "", text)) for text in re.findall(pattern, markup)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("link", LINKS)
def test_picture_has_the_numbers_of_the_measures(link, lang):
    edition, filters, words = default_edition(), LINKS[link], load_words(lang)
    labels = labels_in(edition, words)
    page = first.first_page(link, lang, {})
    cards = charts.headline_cards(edition, filters, labels, words).cards
    shown = texts_of(page.body, "<dd><strong>(.*?)</strong>")
    assert shown == [card.value for card in cards]
    totals = counts(edition, filters)
    regions = agreements_by_region(edition, filters)
    sentence = narration.overview_sentence(totals, regions, labels, words)
    assert sentence in unescape(page.body)
    assert f'name="description" content="{sentence}"' in unescape(page.head)
    numbers = regions.table["agreements"].tolist()
    bars = page.body.split('<svg class="aa-drawn"')[2]
    ends = texts_of(bars, '<text[^>]*font-weight="700"[^>]*>(.*?)</text>')
    assert sorted(map(int, ends)) == sorted(numbers)


def test_numbers_of_the_kobe_list():
    page = first.first_page("lang=ja", "ja", {})
    shown = texts_of(page.body, "<dd><strong>(.*?)</strong>")
    assert shown == ["78", "70", "23", "65.4%"]
    assert page.title == "概要 | 協定アトラス"


def test_hostile_values_of_a_link_are_text():
    plain = first.first_page("", "en", {})
    page = first.first_page(f"region={HOSTILE}&x={HOSTILE}", "en", {})
    assert "<script" not in page.body
    assert page.body.count("<style") == plain.body.count("<style")
    assert "&lt;/style&gt;&lt;script&gt;alert(1)" in page.body
    assert (page.title, page.head) == (plain.title, plain.head)


@pytest.mark.parametrize(
    "link",
    [
        "embed=true",
        "list=0123",
        "region=latin_america&exchange=marked",
        "x=" + "y" * 3000,
    ],
    ids=["embedded", "own list", "nothing left", "too long"],
)
def test_no_picture_where_the_page_shows_something_else(link):
    assert first.first_page(link, "ja", {}) is None


def test_a_failure_leaves_the_page_as_it_is(monkeypatch, caplog):
    def fail():
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(first, "default_edition", fail)
    assert first.first_page("lang=ja", "ja", {}) is None
    assert "the disk is gone" in caplog.text


def shell(first_page=lambda *_: first.FirstPage("T & t", "<meta />", "<p>1</p>", "2;")):
    app = Recorded(SHELL.encode(), "text/html")
    return middleware.PageShell(app, first=first_page)


def test_picture_stands_before_the_root_and_before_the_frameworks_styles():
    _, headers, body = ask(shell(), "/", "lang=ja")
    page = body.decode()
    picture, styles, root, script = (
        page.index(part)
        for part in ("<p>1</p>", 'rel="stylesheet"', '<div id="root">', ">2;<")
    )
    assert picture < styles < root < script
    assert "<title>T &amp; t</title><meta />" in page
    assert "<noscript>" not in page
    policy = headers["content-security-policy"]
    assert policy == middleware.content_policy(page)


def test_other_pages_have_no_picture():
    plain = middleware.PageShell(Recorded(SHELL.encode(), "text/html"))
    for path in ("/map", "/overview/1", "/_stcore/health"):
        assert ask(shell(), path)[2] == ask(plain, path)[2]


def test_the_two_themes_share_what_differs_in_colours_alone():
    light = ['<rect fill="#ffffff"/>', "<g>", '<path stroke="#111111"/>']
    dark = ['<rect fill="#000000"/>', "<g>", "<path/>"]
    assert list(themed(light, dark)) == [
        '<rect fill="light-dark(#ffffff, #000000)"/>',
        "<g>",
        '<g class="aa-light"><path stroke="#111111"/></g><g class="aa-dark"><path/></g>',
    ]


def test_only_bars_and_maps_are_drawn_for_a_screen():
    edition, words = default_edition(), load_words("ja")
    cards = charts.headline_cards(edition, Filters(), labels_in(edition, words), words)
    assert figure_for_screen(cards, words, 800, 400) == ""
