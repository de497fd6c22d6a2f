"""The presentation as a room meets it: large, moved by keys, live, from a link."""

import re

import pytest

from tests.browser.accessibility import LOOKED_AT, violations_on

ROOM = {"viewport": {"width": 1920, "height": 1080}}
SMALLEST = 24
SMALL_TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const holder = walk.currentNode.parentElement;
    const seen = holder.getClientRects().length && holder.checkVisibility();
    if (!text || !seen || holder.closest("style, script, noscript")) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < SMALLEST) found.push(`${size}: ${text}`);
  }
  return found;
}""".replace("SMALLEST", str(SMALLEST))
MARK = ".aa-progress span"


def screens(page) -> int:
    return int(page.locator(MARK).inner_text().split("/")[1])


def press(visit, key: str, place: int):
    visit.page.keyboard.press(key)
    arrived(visit, place)


def arrived(visit, place: int):
    visit.page.wait_for_function(
        "place => document.querySelector('.aa-progress span')"
        "?.textContent.startsWith(place + ' /')",
        arg=place,
    )
    visit.settle()


def chart(page):
    page.locator(".stPlotlyChart .main-svg").first.wait_for()
    return page.locator(".stPlotlyChart")


@pytest.mark.parametrize("visit", [ROOM], indirect=True)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_screen_is_large_whole_and_accessible(visit, lang):
    visit.page.emulate_media(reduced_motion="reduce")
    page = visit.open(f"/present?lang={lang}&slide=1")
    last, violations = screens(page), {}
    for place in range(1, last + 1):
        if place > 1:
            press(visit, "PageDown", place)
        if page.locator(".stPlotlyChart").count():
            chart(page)
        visit.rest()
        assert page.evaluate(SMALL_TEXTS) == []
        main = page.locator('[data-testid="stMain"]')
        high, wide = main.evaluate("main => [main.scrollHeight, main.scrollWidth]")
        assert (place, high, wide) == (place, 1080, 1920)
        for scheme in LOOKED_AT[lang]:
            visit.colour_scheme(scheme)
            violations[place, scheme] = violations_on(page)
    assert not any(violations.values()), violations
    visit.must_be_quiet()


@pytest.mark.parametrize("visit", [ROOM], indirect=True)
def test_link_opens_into_a_screen_and_keys_lead_on_and_back(visit):
    page = visit.open("/present?lang=ja&slide=3&region=asia")
    last = screens(page)
    assert page.locator(MARK).inner_text() == f"3 / {last}"
    assert "n=44" in visit.text()
    assert not page.locator('[data-testid="stSidebar"]').is_visible()
    for key, place in (
        ("ArrowRight", 4),
        ("PageDown", 5),
        (" ", 6),
        ("PageUp", 5),
        ("ArrowLeft", 4),
        ("End", last),
        ("Home", 1),
    ):
        press(visit, key, place)
    assert "slide=1" in page.url
    page.go_back()
    page.wait_for_url(re.compile(f"slide={last}"))
    visit.settle()
    page.wait_for_function(
        "last => document.querySelector('.aa-progress span').textContent"
        " === `${last} / ${last}`",
        arg=last,
    )
    assert "region=asia" in page.url
    visit.must_be_quiet()


@pytest.mark.parametrize("visit", [ROOM], indirect=True)
def test_space_on_a_button_moves_one_screen(visit):
    page = visit.open("/present?lang=ja&slide=1")
    page.locator(".st-key-aa_key_Right button").click()
    arrived(visit, 2)
    press(visit, " ", 3)
    visit.rest()
    assert page.locator(MARK).inner_text().startswith("3 /")


def test_one_click_fills_the_screen_and_escape_leads_back(visit):
    page = visit.open("/departments?lang=ja&region=europe")
    page.locator(".st-key-aa_present a").click()
    page.locator(MARK).wait_for()
    visit.settle()
    assert page.evaluate("document.fullscreenElement !== null")
    assert page.locator("h1").inner_text() == _headline(visit, "departments")
    page.evaluate("document.exitFullscreen()")
    page.wait_for_url(re.compile("/departments"))
    visit.settle()
    assert "n=23" in visit.text()
    assert "region=europe" in page.url
    assert "slide" not in page.url
    visit.must_be_quiet()


def _headline(visit, part: str) -> str:
    return visit.page.locator(".aa-screen-head h1").inner_text()


def test_escape_without_full_screen_leads_to_the_page_of_the_section(visit):
    page = visit.open("/present?lang=ja&slide=map")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("/map"))
    visit.settle()
    visit.must_be_quiet()


@pytest.mark.parametrize("visit", [ROOM], indirect=True)
def test_figures_are_live_and_show_the_measures(visit):
    page = visit.open("/present?lang=ja&slide=regions_types")
    texts = chart(page).locator("svg text").all_text_contents()
    assert {"44", "23", "5", "4", "1"} <= {text.strip() for text in texts}
    bar = page.locator(".stPlotlyChart .barlayer .point path").first
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hover = page.locator(".stPlotlyChart .hovertext text").first
    hover.wait_for()
    assert "アジア" in hover.text_content()
    visit.must_be_quiet()


@pytest.mark.parametrize("visit", [ROOM], indirect=True)
def test_map_is_drawn_on_the_screen(visit):
    page = visit.open("/present?lang=ja&slide=map")
    page.locator(".choroplethlayer path").first.wait_for(state="attached")
    assert page.locator(".choroplethlayer path").count() >= 200
    assert page.locator(".scatterlayer path.point").count() >= 70
    visit.must_be_quiet()


@pytest.mark.parametrize(
    "visit",
    [{"viewport": {"width": 390, "height": 844}, "has_touch": True}],
    indirect=True,
)
def test_phone_never_scrolls_sideways_in_a_presentation(visit):
    page = visit.open("/present?lang=en&slide=1")
    for place in range(2, screens(page) + 1):
        press(visit, "ArrowRight", place)
        main = page.locator('[data-testid="stMain"]')
        assert (place, main.evaluate("main => main.scrollWidth")) == (place, 390)
    visit.must_be_quiet()
