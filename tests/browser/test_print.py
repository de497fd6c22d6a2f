"""Each page on A4 as the browser prints it: light, whole, without controls."""

import io
import re
import unicodedata

import pdfplumber
import pytest
from pdfplumber.page import Page

from tests.browser.speaking import must_speak
from tests.test_app import UNCOUNTED

PAGES = (
    "",
    "map",
    "regions_types",
    "departments",
    "coverage",
    "agreements",
    "findings",
    "about",
)
DARK = ("", "map", "departments", "agreements")
"""Printed from a dark screen as well."""

A4 = (596, 843)
NUMBERS = {
    "": ("78", "70", "23", "65.4%"),
    "regions_types": ("44", "23", "5", "4"),
    "departments": ("57", "47", "17"),
}
CONTROLS = {
    "ja": (
        "すべての確認事項と補正を見る",
        "English",
        "表で見る",
        "絞り込みをすべて解除",
    ),
    "en": ("See all findings", "日本語", "Show as a table", "Clear all filters"),
}


Paper = list[Page]


def paper_of(page) -> Paper:
    """What the browser prints, as pdfplumber reads it."""
    return pdfplumber.open(
        io.BytesIO(page.pdf(format="A4", print_background=True))
    ).pages


def opened(visit, path: str, lang: str, query: str = ""):
    """A page, opened from its address, with its charts drawn."""
    page = visit.open(f"/{path}?lang={lang}{query}")
    for chart in page.locator(".stPlotlyChart").all():
        chart.locator(".main-svg").first.wait_for(state="attached")
    visit.rest()
    return page


def text_of(*pages) -> str:
    """Their text; the browser writes some letters as the radicals they look like."""
    text = "\n".join(page.extract_text() for page in pages)
    return unicodedata.normalize("NFKC", text)


def must_be_whole(paper: Paper, path: str, lang: str):
    text = text_of(*paper)
    for page in paper:
        assert (round(page.width), round(page.height)) == A4
        for char in page.chars:
            assert char["x0"] >= 0
            assert char["x1"] <= page.width + 1
    assert len(paper[-1].extract_words()) > 0
    for number in NUMBERS.get(path, ()):
        assert number in text
    for control in CONTROLS[lang]:
        assert control not in text
    assert not re.search(r"arrow_forward|chevron_right|close\b|slideshow", text)
    assert ("n=78" in text) == (path not in UNCOUNTED)
    if path == "read":  # about no list until one is brought
        return
    last = text_of(paper[-1])
    assert "2026-11" in last
    assert f"lang={lang}" in re.sub(r"\s", "", last)


def must_be_light(paper: Paper):
    for page in paper:
        picture = page.to_image(resolution=40).original.convert("L")
        shades = picture.histogram()
        assert sum(shades[200:]) / sum(shades) > 0.85
        assert sum(shades[:90]) / sum(shades) < 0.1


def must_repeat_its_heads(paper: Paper, last_row: str):
    heads = [text_of(page).count("協定タイプ") for page in paper]
    assert len(heads) > 2
    assert all(count >= 1 for count in heads[:-1])
    assert last_row in re.sub(r"\s", "", text_of(*paper))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_and_prints_whole_and_without_controls(visit, path, lang, kobe):
    page = opened(visit, path, lang)
    must_speak(visit, lang)
    paper = paper_of(page)
    must_be_whole(paper, path, lang)
    if (path, lang) == ("agreements", "ja"):
        must_repeat_its_heads(paper, kobe.agreements["institution_text"].iloc[-1])
    if path in DARK and lang == "ja":
        visit.colour_scheme("dark")
        must_be_light(paper_of(page))
    visit.must_be_quiet()


def test_figure_table_is_printed_as_it_is_opened(visit):
    page = opened(visit, "regions_types", "ja")
    folded = text_of(*paper_of(page))
    visit.open_tables()
    unfolded = text_of(*paper_of(page))
    assert len(unfolded) > len(folded)
    assert "33(75.0%)" not in folded.replace(" ", "")
    assert "33(75.0%)" in unfolded.replace(" ", "")
    visit.must_be_quiet()


def test_paper_says_list_edition_filters_and_link(visit):
    paper = paper_of(opened(visit, "departments", "en", query="&region=europe"))
    last = text_of(paper[-1])
    for said in ("Kobe University", "2026-11", "n=23", "Europe"):
        assert said in last
    assert "region=europe" in re.sub(r"\s", "", last)
    visit.must_be_quiet()
