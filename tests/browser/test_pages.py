"""Every page in both languages, as a reader meets it."""

import re

import pytest

from tests.browser.accessibility import LOOKED_AT, violations_on
from tests.browser.speaking import must_speak
from tests.browser.test_print import PAGES as PRINTED

PAGES = (
    "",
    "map",
    "regions_types",
    "departments",
    "coverage",
    "compare",
    "explore",
    "institution",
    "agreements",
    "findings",
    "handouts",
    "read",
    "about",
)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")


@pytest.mark.walk
@pytest.mark.xdist_group("walk")  # one server for both
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_walk_over_every_page(visit, lang):
    """By the navigation: each in one language, quiet and accessible."""
    visit.page.emulate_media(reduced_motion="reduce")
    page = visit.open(f"/?lang={lang}")
    assert page.locator('[data-testid="stSidebarNavLink"]').count() == len(PAGES)
    headings, violations = set(), {}
    for i, path in enumerate(PAGES):
        visit.follow(i)
        visit.rest()
        headings.add(page.locator('[data-testid="stMain"] h1').first.inner_text())
        must_speak(visit, lang)
        for scheme in LOOKED_AT[lang]:
            visit.colour_scheme(scheme)
            violations[path, scheme] = violations_on(page)
    visit.must_be_quiet()
    assert len(headings) == len(PAGES)
    assert bool(JAPANESE.search(" ".join(headings))) == (lang == "ja")
    assert not any(violations.values()), violations


@pytest.mark.parametrize("path", [path for path in PAGES if path not in PRINTED])
def test_page_opens_from_its_address_without_error(visit, path):
    """The others are opened, looked at and printed in test_print."""
    visit.open(f"/{path}?lang=ja")
    visit.rest()
    visit.must_be_quiet()
    must_speak(visit, "ja")


@pytest.mark.parametrize(
    ("visit", "lang"),
    [
        ({"locale": "ja-JP"}, "ja"),
        ({"locale": "en-GB"}, "en"),
        ({"locale": "de-DE"}, "en"),
    ],
    indirect=["visit"],
)
def test_first_visit_speaks_the_browsers_language_else_english(visit, lang):
    page = visit.open("/")
    assert page.evaluate("document.documentElement.lang") == lang
    heading = page.locator('[data-testid="stMain"] h1').first.inner_text()
    assert bool(re.search(r"[一-龠]", heading)) == (lang == "ja")


def test_language_switch_keeps_the_filters_and_says_so_in_the_address(visit):
    page = visit.open("/?lang=ja&region=europe")
    assert "n=23" in visit.text()
    page.get_by_text("English", exact=True).first.click()
    page.wait_for_url(re.compile("lang=en"))
    visit.settle()
    assert "region=europe" in page.url
    assert "n=23" in visit.text()
    assert page.evaluate("document.documentElement.lang") == "en"
    visit.must_be_quiet()


def test_filter_goes_along_to_the_next_page(visit):
    page = visit.open("/?lang=ja&region=europe&exchange=marked")
    assert "n=19" in visit.text()
    visit.follow(3)
    page.wait_for_url(re.compile("region=europe"))
    assert "n=19" in visit.text()
    visit.must_be_quiet()


def test_empty_selection_is_a_sentence_not_an_empty_chart(visit):
    page = visit.open("/?lang=ja&region=middle_east&type=double_degree")
    for i, path in enumerate(PAGES):
        visit.follow(i)
        unfiltered = path in ("read", "about")
        assert ("n=0" in visit.text()) != unfiltered
        assert page.locator(".stPlotlyChart").count() == 0
    visit.must_be_quiet()


def test_chosen_agreement_leads_back_to_its_line(visit, kobe, kobe_list):
    agreement = kobe.agreements.iloc[29]
    line = kobe_list.read_text(encoding="utf-8").split("\n")
    page = visit.open(f"/agreements?lang=ja&agreement={agreement['agreement_id']}")
    shown = page.locator('[data-testid="stMain"] pre').first
    assert shown.inner_text().strip() == line[agreement["source_row"] - 1].strip()
    assert agreement["institution_text"] in visit.text()
    visit.must_be_quiet()


@pytest.mark.parametrize(
    "visit",
    [{"viewport": {"width": 390, "height": 844}, "has_touch": True}],
    indirect=True,
)
def test_phone_never_scrolls_sideways(visit):
    page = visit.open("/?lang=ja")
    for i in range(len(PAGES)):
        if i:
            visit.follow(i)
        main = page.locator('[data-testid="stMain"]')
        assert main.evaluate("main => main.scrollWidth") <= 390
    visit.must_be_quiet()


@pytest.mark.parametrize(
    "visit",
    [{"viewport": {"width": 390, "height": 844}, "has_touch": True}],
    indirect=True,
)
def test_a_matrix_is_scrolled_on_a_phone_by_finger_and_by_key(visit):
    """Its heads lay over each other; the page itself is no wider than the phone."""
    page = visit.open("/coverage?lang=ja&by=territory")
    chart = page.locator(".aa-chart").first
    chart.locator(".main-svg").first.wait_for(state="attached")
    visit.settle()
    room, needed = chart.evaluate("one => [one.clientWidth, one.scrollWidth]")
    assert room < 390 < needed
    assert chart.get_attribute("tabindex") == "0"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    visit.must_be_quiet()


def test_request_that_tries_to_leave_is_blocked_and_noticed(visit):
    page = visit.open("/about?lang=ja")
    for attempt in (
        "() => void fetch('https://example.com/').catch(() => null)",
        "() => { new Image().src = 'http://example.com/a.png' }",
    ):
        noticed = len(visit.complaints)
        with page.expect_console_message(lambda message: message.type == "error"):
            page.evaluate(attempt)
        assert len(visit.complaints) > noticed
