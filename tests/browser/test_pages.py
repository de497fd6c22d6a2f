"""Every page in both languages, as a reader meets it."""

import re

import pytest

PAGES = (
    "",
    "map",
    "regions_types",
    "departments",
    "coverage",
    "explore",
    "institution",
    "agreements",
    "findings",
    "handouts",
    "read",
    "about",
)
TEXT_ID = re.compile(r"\b[a-z]+\.[a-z]+_[a-z_]+\b")
ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z]+[ ,.;:]+){7,}")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_from_its_address_without_error(visit, path):
    page = visit.open(f"/{path}?lang=ja")
    page.wait_for_timeout(500)
    text = visit.text()
    visit.must_be_quiet()
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert TEXT_ID.findall(text) == []
    assert ENGLISH_SENTENCE.findall(text) == []
    assert "n=78" in text
    assert "2026-11" in text


def test_navigation_leads_to_every_page_in_english(visit):
    page = visit.open("/?lang=en")
    assert page.locator('[data-testid="stSidebarNavLink"]').count() == len(PAGES)
    headings = set()
    for i in range(len(PAGES)):
        visit.follow(i)
        headings.add(page.locator('[data-testid="stMain"] h1').first.inner_text())
        text = visit.text()
        assert TEXT_ID.findall(text) == []
        assert "n=78" in text
        assert page.evaluate("document.documentElement.lang") == "en"
    visit.must_be_quiet()
    assert len(headings) == len(PAGES)
    assert not JAPANESE.search(" ".join(headings))


@pytest.mark.parametrize(
    ("visit", "lang"),
    [
        ({"locale": "ja-JP"}, "ja"),
        ({"locale": "en-GB"}, "en"),
        ({"locale": "de-DE"}, "ja"),
    ],
    indirect=["visit"],
)
def test_first_visit_speaks_the_browsers_language_else_japanese(visit, lang):
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
    for i in range(len(PAGES)):
        visit.follow(i)
        assert "n=0" in visit.text()
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


def test_request_that_tries_to_leave_is_blocked_and_noticed(visit):
    page = visit.open("/about?lang=ja")
    page.evaluate("() => fetch('https://example.com/').catch(() => null)")
    page.evaluate("() => { new Image().src = 'http://example.com/a.png' }")
    page.wait_for_timeout(500)
    assert visit.left_the_machine or visit.complaints
