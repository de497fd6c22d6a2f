"""The first picture is there before the figures and gone after them, read once."""

import re

import pytest

from tests.browser.conftest import DESK, IDLE

HEADS = """() => [...document.querySelectorAll("h1")]
  .filter(head => !head.closest("[inert], [aria-hidden='true']"))
  .map(head => head.textContent)"""
NUMBERS = """within => [...document.querySelectorAll(`${within} .aa-card strong`)]
  .map(number => number.textContent)"""
SEEN = """() => {
  window.seen = [];
  const look = () => {
    const main = document.querySelector('[data-testid="stMain"]');
    const picture = document.querySelector("#aa-first");
    const figures = [...document.querySelectorAll('[data-testid="stMain"] .aa-chart')];
    const drawn = figures.length > 0 && figures.every(one => one.querySelector(".main-svg"));
    const twice = picture && main && !main.inert;
    const state = twice ? "twice" : picture ? "picture" : drawn ? "figures" : "nothing";
    if (window.seen.at(-1) !== state && document.body) window.seen.push(state);
    requestAnimationFrame(look);
  };
  addEventListener("DOMContentLoaded", look);
}"""


@pytest.mark.parametrize("link", ["?lang=ja", "?lang=en&region=asia"])
def test_picture_is_there_before_the_figures_and_gone_after_them(visit, link):
    page = visit.page
    page.add_init_script(f"({SEEN})()")
    page.goto(f"{visit.address}/{link}")
    pictured = page.evaluate(NUMBERS, "#aa-first")
    visit.settle()
    assert page.evaluate("() => window.seen") == ["picture", "figures"]
    assert page.evaluate(NUMBERS, '[data-testid="stMain"]') == pictured != []
    assert len(page.evaluate(HEADS)) == 1
    assert page.locator("#aa-first").count() == 0
    visit.must_be_quiet()


def test_nothing_moves_when_the_figures_take_the_place_of_the_picture(visit):
    page = visit.page
    places = """within => ["h1", ".aa-cards", ".aa-chart, .aa-drawn"].map(name =>
      document.querySelector(`${within} :is(${name})`).getBoundingClientRect())
      .map(box => [box.x, box.y, box.width].map(Math.round))"""
    page.goto(f"{visit.address}/?lang=ja")
    before = page.evaluate(places, "#aa-first")
    visit.rest()
    after = page.evaluate(places, '[data-testid="stMain"]')
    for one, other in zip(before, after, strict=True):
        assert other == pytest.approx(one, abs=3)


def test_page_without_figures_is_not_hidden_by_a_picture(visit):
    page = visit.open("/?lang=ja&region=latin_america&exchange=marked")
    assert page.locator("#aa-first").count() == 0
    page.wait_for_selector(IDLE)
    assert not page.locator('[data-testid="stMain"]').evaluate("main => main.inert")


def test_picture_is_readable_without_scripts(context_for, address):
    context = context_for(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size(DESK)
    page.goto(f"{address}/?lang=en")
    text = page.locator("#aa-first main").inner_text()
    assert re.search(r"Agreements\s+78", text)
    assert "Filters and other pages need JavaScript" in text
    assert page.locator("#aa-first .aa-drawn path").count() > 100
    page.close()
