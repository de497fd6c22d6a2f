"""The page of handouts: what a reader takes away is what is filtered and chosen."""

import io
import re
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation


def take(page, name: str) -> bytes:
    """Click a download and give its bytes."""
    button = page.locator(f".st-key-aa_get_{name} button")
    with page.expect_download(timeout=60_000) as caught:
        button.click()
    return caught.value.path().read_bytes()


def slide_texts(received: bytes) -> list[str]:
    deck = Presentation(io.BytesIO(received))
    return [
        "\n".join(
            shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        )
        for slide in deck.slides
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_slides_hold_what_is_filtered_in_the_language_of_the_page(visit, lang):
    page = visit.open(f"/handouts?lang={lang}&region=europe&without=agreements,source")
    said = {"ja": "協定 23 件", "en": "23 agreements"}[lang]
    assert said in visit.text()
    texts = slide_texts(take(page, "slides"))
    assert any(said in text for text in texts)
    assert "region=europe" in page.url
    visit.must_be_quiet()


def test_workbook_figures_and_data_can_be_taken_along(visit):
    page = visit.open("/handouts?lang=ja&without=coverage,agreements")
    book = openpyxl.load_workbook(io.BytesIO(take(page, "workbook")))
    assert len(book.sheetnames) > 5
    with ZipFile(io.BytesIO(take(page, "pictures"))) as album:
        names = album.namelist()
    assert names[:2] == ["01-headline.svg", "01-headline.png"]
    with ZipFile(io.BytesIO(take(page, "package"))) as package:
        assert "datapackage.json" in package.namelist()
    visit.must_be_quiet()


def test_parts_and_language_chosen_are_in_the_link(visit):
    page = visit.open("/handouts?lang=ja")
    page.get_by_role("button", name="地図", exact=True).click()
    page.wait_for_url(re.compile("without=map"))
    visit.settle()
    assert "協定のある国・地域" not in visit.text()
    page.get_by_role("radio", name="English").or_(
        page.locator(".st-key-aa_control_paper").get_by_text("English")
    ).last.click()
    page.wait_for_url(re.compile("paper=en"))
    visit.settle()
    assert "78 agreements with 70 institutions" in visit.text()


def test_a_template_that_is_none_is_refused_in_words(visit):
    page = visit.open("/handouts?lang=ja")
    page.get_by_text("大学のテンプレートを使う").click()
    page.locator(".st-key-aa_template input[type=file]").set_input_files(
        {"name": "not.pptx", "mimeType": "application/zip", "buffer": b"no slides"}
    )
    notice = page.locator(".aa-notice")
    notice.wait_for(timeout=20_000)
    assert re.search("[ぁ-ん]", notice.inner_text())
    visit.must_be_quiet()
