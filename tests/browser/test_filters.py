"""The filters of the sidebar, ticked by hand: figures first, then the page."""

import re

from tests.browser.test_read import bring
from tests.test_app import BARE


def fold(page, name):
    return page.locator(f'.aa-filter[data-name="{name}"]')


def tick(page, name, label):
    one = fold(page, name)
    if not one.evaluate("one => one.tagName !== 'DETAILS' || one.open"):
        one.locator("summary").click()
    one.get_by_label(label, exact=True).click()


def must_be_ticked(page, *ids):
    page.wait_for_function(
        "ids => JSON.stringify(ids) === JSON.stringify("
        "[...document.querySelectorAll('.aa-filter input:checked')]"
        ".map(box => box.dataset.id))",
        arg=list(ids),
    )


def hold_the_line(page):
    """From now on nothing reaches the page."""
    page.evaluate(
        "() => { const send = WebSocket.prototype.send;"
        " WebSocket.prototype.send = function (...all)"
        " { if (!window.held) return send.apply(this, all); }; window.held = true; }"
    )


def must_show(page, n):
    page.wait_for_function(
        "n => { const drawn = [...document.querySelectorAll('.js-plotly-plot')];"
        " return drawn.length && drawn.every(one => one._fullLayout?.meta.n === n); }",
        arg=n,
    )


def test_a_choice_shows_its_figures_before_the_page_is_told(visit):
    page = visit.open("/regions_types?lang=en")
    hold_the_line(page)
    tick(page, "region", "Asia")
    must_show(page, 44)
    captions = page.locator(".aa-caption").all_text_contents()
    assert all("n=44" in caption for caption in captions)
    assert "region=" not in page.url


def test_a_readers_own_list_shows_its_figures_first_too(visit):
    page = bring(visit, "own.md", BARE.encode(), "en")
    page.locator(".st-key-aa_look button").click()
    page.locator(".st-key-aa-banner").wait_for()
    page.get_by_role("link", name="Regions and types").click()
    must_show(page, 3)
    visit.settle()
    hold_the_line(page)
    tick(page, "territory", "Thailand")
    must_show(page, 1)


def test_boxes_chips_and_address_say_the_same(visit):
    page = visit.open("/?lang=en")
    tick(page, "region", "Asia")
    page.wait_for_url(re.compile("region=asia$"))
    tick(page, "region", "Europe")
    page.wait_for_url(re.compile("region=asia%2Ceurope$"))
    tick(page, "exchange", "Marked")
    page.wait_for_url(re.compile("exchange=marked"))
    visit.settle()
    must_be_ticked(page, "asia", "europe", "marked")
    assert fold(page, "region").locator(".aa-filter-chosen").text_content() == (
        "Asia, Europe"
    )
    page.get_by_role("button", name="Region: Asia").click()
    page.wait_for_url(re.compile("region=europe&"))
    visit.settle()
    must_be_ticked(page, "europe", "marked")
    page.get_by_role("button", name=re.compile("Clear")).click()
    page.wait_for_url(re.compile("lang=en$"))
    visit.settle()
    must_be_ticked(page, "")
    assert "n=78" in visit.text()
    page.go_back()
    page.wait_for_url(re.compile("region=europe"))
    visit.settle()
    must_be_ticked(page, "europe", "marked")
    visit.must_be_quiet()


def test_presses_in_one_breath_are_all_kept(visit):
    page = visit.open("/?lang=en")
    for label in ("Asia", "Europe", "Oceania", "Europe"):
        tick(page, "region", label)
    page.wait_for_url(re.compile("region=asia%2Coceania$"))
    visit.settle()
    must_be_ticked(page, "asia", "oceania", "")
    assert "n=48" in visit.text()
    visit.must_be_quiet()


def test_where_no_figures_come_first_the_page_filters_all_the_same(visit):
    page = visit.open("/?lang=en")
    page.route("**/app/figures/**", lambda route: route.fulfill(body="<html>"))
    tick(page, "region", "Asia")
    page.wait_for_url(re.compile("region=asia"))
    visit.settle()
    assert "n=44" in visit.text()
    tick(page, "exchange", "Marked")
    tick(page, "region", "Asia")
    tick(page, "region", "Latin America")
    page.wait_for_url(re.compile("region=latin_america"))
    visit.settle()
    assert "No agreement fits" in visit.text()
    tick(page, "region", "Latin America")
    page.wait_for_url(lambda address: "region" not in address)
    visit.settle()
    assert "n=51" in visit.text()
    visit.must_be_quiet()


def test_a_choice_is_found_and_ticked_by_keyboard(visit):
    page = visit.open("/agreements?lang=ja")
    fold(page, "territory").locator("summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("台")
    seen = fold(page, "territory").locator("label:visible")
    assert seen.all_text_contents() == ["台湾"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("territory=TWN"))
    visit.settle()
    assert "n=10" in visit.text()
    assert page.evaluate("() => document.activeElement.dataset.id") == "TWN"
    visit.must_be_quiet()
