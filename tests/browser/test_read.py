"""A reader brings a list, answers what is asked, and looks at it on every page."""

import pytest

from tests.list_files import kobe_rows, with_gaps, workbook

NAME = "協定一覧 2026.xlsx"
PRICES = "品名,単価,数量\nりんご,120,4\nみかん,80,10\n"


def bring(visit, name, received, lang="ja"):
    page = visit.open(f"/read?lang={lang}")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": received}
    )
    page.get_by_text(name.rpartition(".")[0]).first.wait_for()
    visit.settle()
    page.locator(".st-key-aa_start button").click()
    return page


@pytest.fixture
def damaged():
    return workbook(with_gaps(kobe_rows()))


def test_list_is_read_and_seen_on_every_page_and_left_again(visit, damaged):
    page = bring(visit, NAME, damaged)
    page.locator(".st-key-aa_look button").click()
    page.locator(".st-key-aa-banner").wait_for()
    assert NAME in page.locator(".st-key-aa-banner").inner_text()
    assert page.locator(".st-key-aa_file").count() == 0
    visit.follow(0)
    assert NAME in page.locator(".st-key-aa-banner").inner_text()
    assert "n=78" in visit.text()
    page.locator(".st-key-aa_banner_default button").click()
    page.locator(".st-key-aa-banner").wait_for(state="detached")
    visit.settle()
    assert "2026-11" in visit.text()
    visit.must_be_quiet()


def test_answer_lowers_the_count_of_open_questions_and_can_be_undone(visit, damaged):
    page = bring(visit, NAME, damaged, "en")
    progress = page.locator('[data-testid="stProgress"]')
    progress.wait_for()
    before = int(progress.inner_text().split()[0])
    page.locator(".st-key-aa_decide button").click()
    page.locator(".st-key-aa_undo").wait_for()
    visit.settle()
    assert int(progress.inner_text().split()[0]) < before
    page.locator(".st-key-aa_undo button").click()
    page.locator(".st-key-aa_undo").wait_for(state="detached")
    visit.settle()
    assert int(progress.inner_text().split()[0]) == before
    visit.must_be_quiet()


def test_source_stands_beside_the_reading_and_can_be_taken_away(visit, damaged):
    page = bring(visit, NAME, damaged)
    tabs = page.get_by_role("tab")
    tabs.nth(1).click()
    assert page.locator("table.aa-source .aa-cell-repaired").first.is_visible()
    tabs.nth(3).click()
    for key, name in (
        ("aa_clean_xlsx", "協定一覧 2026-agreements.xlsx"),
        ("aa_clean_csv", "協定一覧 2026-agreements.csv"),
    ):
        with page.expect_download() as download:
            page.locator(f".st-key-{key} button").click()
        assert download.value.suggested_filename == name
    visit.must_be_quiet()


def test_column_can_be_given_another_meaning(visit):
    received = "国,相手先,メモ\n韓国,北都大学,工学部\n台湾,南海大学,理学部\n"
    page = bring(visit, "一覧.csv", received.encode(), "en")
    tabs = page.get_by_role("tab")
    tabs.nth(2).click()
    page.locator('[class*="st-key-aa_role_2_"]').get_by_role("combobox").click()
    page.get_by_role("option", name="Departments").click()
    visit.settle()
    page.locator(".st-key-aa_apply_columns button").click()
    page.locator(".st-key-aa_apply_columns").wait_for(state="detached")
    visit.settle()
    page.locator(".st-key-aa_look button").click()
    page.locator(".st-key-aa-banner").wait_for()
    visit.follow(3)
    assert "Faculty of Science" in visit.text()
    visit.must_be_quiet()


@pytest.mark.parametrize(
    ("lang", "said"), [("ja", "読み取れませんでした"), ("en", "must")]
)
def test_list_of_something_else_is_refused_in_one_sentence(visit, lang, said):
    page = bring(visit, "prices.csv", PRICES.encode(), lang)
    page.locator(".aa-notice").wait_for()
    visit.settle()
    assert said in visit.text()
    assert page.locator(".st-key-aa_file").is_visible()
    visit.must_be_quiet()


def test_what_one_reader_brought_no_other_sees(visit, damaged, context_for, address):
    page = bring(visit, NAME, damaged)
    page.locator(".st-key-aa_look button").click()
    page.locator(".st-key-aa-banner").wait_for()
    other = context_for(locale="en-GB").new_page()
    other.goto(f"{address}/read?lang=en")
    other.locator(".st-key-aa_file").wait_for()
    assert other.locator(".st-key-aa-banner").count() == 0
    other.close()
    visit.must_be_quiet()


def test_framework_says_no_english_word_while_a_list_is_brought(visit):
    page = visit.open("/read?lang=ja")
    drop = page.locator('[data-testid="stFileUploaderDropzone"]')
    assert "Upload" not in page.evaluate(
        "e => [...e.querySelectorAll('*')].filter(x => x.checkVisibility()"
        " && getComputedStyle(x).fontSize !== '0px')"
        ".map(x => [...x.childNodes].filter(n => n.nodeType === 3)"
        ".map(n => n.textContent).join('')).join(' ')",
        drop.element_handle(),
    )
    visit.must_be_quiet()
