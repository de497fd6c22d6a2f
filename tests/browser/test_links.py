"""Addresses, the history and the framework's own words, as a reader meets them."""

import re

import pytest

from tests.list_files import kobe_rows, with_gaps, workbook


def test_back_takes_one_press_after_a_change_of_page_with_a_filter(visit):
    page = visit.open("/map?lang=ja&region=asia")
    before = page.evaluate("history.length")
    visit.follow(2)
    page.wait_for_url(re.compile("regions_types.*region=asia"))
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_url(re.compile("/map.*region=asia"))
    visit.settle()
    assert "n=44" in visit.text()


def test_page_that_is_not_there_is_said_in_the_readers_language(visit):
    page = visit.open("/nosuch?lang=ja")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert not re.search("[A-Za-z]", dialog.inner_text())
    assert page.locator('[data-testid="stSkipToContent"]').inner_text() == "本文へ移動"


@pytest.mark.parametrize(
    "visit", [{"viewport": {"width": 390, "height": 844}}], indirect=True
)
def test_button_of_the_filters_says_so_on_a_phone(visit):
    page = visit.open("/?lang=ja")
    button = page.locator('[data-testid="stExpandSidebarButton"]')
    word = "getComputedStyle(e, '::after').content"
    assert "絞り込み" in button.evaluate(f"e => {word}")
    assert "絞り込み" in (button.get_attribute("aria-label") or "")
    box = button.bounding_box()
    assert box["x"] + box["width"] <= 390


def test_reload_keeps_an_own_list_and_another_browser_has_none_of_it(
    visit, context_for, address
):
    page = visit.open("/read?lang=ja")
    page.locator(".st-key-aa_file input").set_input_files(
        {
            "name": "一覧.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": workbook(with_gaps(kobe_rows())),
        }
    )
    page.get_by_text("一覧").first.wait_for()
    visit.settle()
    page.locator(".st-key-aa_start button").click()
    page.locator(".st-key-aa_look button").click()
    page.wait_for_url(re.compile("list=[0-9a-f]{12}"))
    visit.settle()
    page.reload()
    visit.settle()
    assert "一覧.xlsx" in page.locator(".st-key-aa-banner").inner_text()
    other = context_for(locale="en-GB").new_page()
    other.goto(page.url)
    other.locator(".st-key-aa_missing_default").wait_for()
    assert "n=" not in other.locator('[data-testid="stMain"]').inner_text()
    other.close()
    visit.must_be_quiet()
