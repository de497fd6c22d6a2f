"""Each page on A4 as the browser prints it: light, whole, without controls."""

import io
import re
import unicodedata

import pdfplumber
import pytest

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


def printed(visit, path: str, lang: str, scheme: str = "light", query: str = ""):
    """The pages of the paper, as pdfplumber reads them."""
    visit.page.emulate_media(color_scheme=scheme)
    page = visit.open(f"/{path}?lang={lang}{query}")
    for chart in page.locator(".stPlotlyChart").all():
        chart.locator(".main-svg").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    return pdfplumber.open(io.BytesIO(page.pdf(format="A4", print_background=True)))


def text_of(*pages) -> str:
    """Their text; the browser writes some letters as the radicals they look like."""
    text = "\n".join(page.extract_text() for page in pages)
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_prints_whole_and_without_controls(visit, path, lang):
    with printed(visit, path, lang) as paper:
        text = text_of(*paper.pages)
        for page in paper.pages:
            assert (round(page.width), round(page.height)) == A4
            for char in page.chars:
                assert char["x0"] >= 0
                assert char["x1"] <= page.width + 1
    assert len(paper.pages[-1].extract_words()) > 0
    for number in NUMBERS.get(path, ()):
        assert number in text
    for control in CONTROLS[lang]:
        assert control not in text
    assert not re.search(r"arrow_forward|chevron_right|close\b|slideshow", text)
    assert "n=78" in text
    last = text_of(paper.pages[-1])
    assert "2026-11" in last
    assert f"lang={lang}" in re.sub(r"\s", "", last)
    visit.must_be_quiet()


@pytest.mark.parametrize("path", ["", "map", "departments", "agreements"])
def test_paper_is_light_whatever_the_theme(visit, path):
    with printed(visit, path, "ja", "dark") as paper:
        for page in paper.pages:
            picture = page.to_image(resolution=40).original.convert("L")
            shades = picture.histogram()
            assert sum(shades[200:]) / sum(shades) > 0.85
            assert sum(shades[:90]) / sum(shades) < 0.1
    visit.must_be_quiet()


def test_list_is_printed_as_a_table_that_repeats_its_heads(visit, kobe):
    with printed(visit, "agreements", "ja") as paper:
        heads = [text_of(page).count("協定タイプ") for page in paper.pages]
        text = re.sub(r"\s", "", text_of(*paper.pages))
    assert len(heads) > 2
    assert all(count >= 1 for count in heads[:-1])
    for row in kobe.agreements.tail(1).to_dict("records"):
        assert row["institution_text"] in text
    visit.must_be_quiet()


def test_figure_table_is_printed_as_it_is_opened(visit):
    with printed(visit, "regions_types", "ja") as paper:
        folded = text_of(*paper.pages)
    visit.open_tables()
    opened_pdf = visit.page.pdf(format="A4", print_background=True)
    with pdfplumber.open(io.BytesIO(opened_pdf)) as paper:
        opened = text_of(*paper.pages)
    assert len(opened) > len(folded)
    assert "33(75.0%)" not in folded.replace(" ", "")
    assert "33(75.0%)" in opened.replace(" ", "")
    visit.must_be_quiet()


def test_paper_says_list_edition_filters_and_link(visit):
    with printed(visit, "departments", "en", query="&region=europe") as paper:
        last = text_of(paper.pages[-1])
    for said in ("Kobe University", "2026-11", "n=23", "Europe"):
        assert said in last
    assert "region=europe" in re.sub(r"\s", "", last)
    visit.must_be_quiet()
