"""A reader brings a list, answers what is asked, and looks at it on every page."""

import re

import pytest

from tests.browser.accessibility import violations_on
from tests.list_files import kobe_rows, with_gaps, workbook

NAME = "協定一覧 2026.xlsx"
PROSE = "きょうは会議がありました。\nつぎの会議は来月です。\n"
PRICES = "品名,単価,数量\nりんご,120,4\nみかん,80,10\n"


def bring(visit, name, received, lang="ja"):
    page = visit.open(f"/read?lang={lang}")
    page.locator(".st-key-aa_file input").set_input_files(
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
    assert NAME in page.locator(".st-key-aa-offer").inner_text()
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


def test_answers_taken_away_can_be_brought_back(visit, damaged, tmp_path):
    page = bring(visit, NAME, damaged, "en")
    progress = page.locator('[data-testid="stProgress"]')
    progress.wait_for()
    page.locator(".st-key-aa_decide button").click()
    page.locator(".st-key-aa_undo").wait_for()
    visit.settle()
    after = progress.inner_text()
    page.get_by_role("tab").nth(3).click()
    visit.rest()
    with page.expect_download() as download:
        page.locator(".st-key-aa_decisions_csv button").click()
    record = tmp_path / "record.csv"
    download.value.save_as(record)
    page.locator(".st-key-aa_close button").click()
    page.locator(".st-key-aa_file").wait_for()

    page = bring(visit, NAME, damaged, "en")
    progress.wait_for()
    visit.settle()
    assert progress.inner_text() != after
    page.locator(".st-key-aa_record_more summary").click()
    page.locator(".st-key-aa_record_more input").set_input_files(record)
    page.locator(".st-key-aa_record_apply button").click()
    page.locator(".st-key-aa_undo").wait_for()
    visit.settle()
    assert progress.inner_text() == after
    visit.must_be_quiet()


RECORD = """source_row,column,expect,value
3,territory_text,ナルニア,ドイツ
4,territory_text,消えた国,台湾
"""
NARNIA = "国・地域,大学・機関名\n韓国,北都大学\nナルニア,南海大学\n台湾,西湖大学\n"


def test_earlier_answers_that_do_not_fit_are_told_and_the_others_used(visit):
    page = visit.open("/read?lang=ja")
    for key, name, text in (
        ("aa_file", "次の版.csv", NARNIA),
        ("aa_record", "record.csv", RECORD),
    ):
        page.locator(f".st-key-{key} input").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.get_by_text(name).first.wait_for(state="attached")
        visit.settle()
    page.locator(".st-key-aa_start button").click()
    page.get_by_text("以前の回答のうち 1 件は").wait_for()
    visit.settle()
    assert "「消えた国」のはず" in visit.text()
    assert "未回答の質問はありません" in visit.text()
    visit.must_be_quiet()


def test_record_that_is_none_is_refused_and_the_reading_stays(visit, damaged):
    page = bring(visit, NAME, damaged, "en")
    page.locator('[data-testid="stProgress"]').wait_for()
    page.locator(".st-key-aa_record_more summary").click()
    page.locator(".st-key-aa_record_more input").set_input_files(
        {"name": "prices.csv", "mimeType": "text/csv", "buffer": PRICES.encode()}
    )
    page.locator(".st-key-aa_record_apply button").click()
    page.get_by_text("must have the columns").wait_for()
    assert page.locator('[data-testid="stProgress"]').is_visible()
    visit.must_be_quiet()


ODD = ("=1+1大学", "<script>x</script>大学", "*bold*大学", "$x$大学", ":smile:大学")


def test_texts_of_the_list_are_shown_as_they_are(visit):
    rows = [f"*{at}*,{name},$y$" for at, name in enumerate(ODD)]
    received = "\n".join(["国,大学名,*備考*", "韓国,北都大学", "台湾,南海大学", *rows])
    page = bring(visit, "*一覧* :smile:.csv", received.encode())
    page.locator(".st-key-aa_decide").wait_for()
    visit.settle()
    assert "*一覧* :smile:.csv" in visit.text()
    for _ in range(2):  # questions for the whole list come first
        page.locator(".st-key-aa_skip button").click()
        visit.settle()
    page.get_by_text("「*0*」のまま").first.wait_for()
    page.get_by_role("tab").nth(2).click()
    visit.rest()
    shown = page.locator("table.aa-source").first.inner_text()
    assert [name for name in ODD if name not in shown] == []
    page.get_by_role("tab").nth(1).click()
    visit.rest()
    assert page.get_by_text("3 *備考*", exact=True).last.is_visible()
    visit.must_be_quiet()


def test_file_that_is_too_large_is_refused_before_it_is_sent(visit, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b\n" * (6 * 2**20))
    page = visit.open("/read?lang=ja")
    page.locator(".st-key-aa_file input").set_input_files(path)
    page.locator('.st-key-aa_file [role="alert"]').wait_for(state="attached")
    said = page.locator('.st-key-aa_file [data-testid="stFileUploader"]').evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    assert "20 MB" in said
    visit.must_be_quiet()


def test_source_stands_beside_the_reading_and_can_be_taken_away(visit, damaged):
    page = bring(visit, NAME, damaged)
    tabs = page.get_by_role("tab")
    tabs.nth(2).click()
    visit.rest()
    source = page.get_by_role("tabpanel").locator("table.aa-source")
    assert source.nth(0).locator(".aa-cell-repaired").first.is_visible()
    rows = [table.locator("tbody tr") for table in source.all()]
    places = [[row.bounding_box()["y"] for row in one.all()] for one in rows]
    assert places[0] == places[1]
    tabs.nth(3).click()
    visit.rest()
    for key, ending in (("aa_clean_xlsx", "xlsx"), ("aa_clean_csv", "csv")):
        with page.expect_download() as download:
            page.locator(f".st-key-{key} button").click()
        name = rf"協定一覧-2026_agreements_[\d-]+取込_ja\.{ending}"
        assert re.fullmatch(name, download.value.suggested_filename)
    visit.must_be_quiet()


def test_column_can_be_given_another_meaning(visit):
    received = "国,相手先,メモ\n韓国,北都大学,工学部\n台湾,南海大学,理学部\n"
    page = bring(visit, "一覧.csv", received.encode(), "en")
    page.get_by_role("tab").nth(1).click()
    visit.rest()
    give(page, 3, "Departments")
    page.get_by_text("departments 0 → 2").wait_for()
    visit.settle()
    page.locator(".st-key-aa_look button").click()
    page.locator(".st-key-aa-banner").wait_for()
    visit.follow(3)
    assert "Faculty of Science" in visit.text()
    visit.must_be_quiet()


def give(page, number, role):
    """Give a printed column another role."""
    box = page.locator(f'[class*="st-key-aa_role_{number}_"]')
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # scrolling closes a list of options
    box.get_by_role("combobox").click()
    page.get_by_role("option", name=role).click()


def point_at_row(page, at):
    """Click a cell of a row of the grid, counted from 1."""
    grid = page.locator('[class*="st-key-aa_grid_"]')
    grid.scroll_into_view_if_needed()
    box = grid.locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 35 * at + 17)


PARTNERS = """Partnerliste,,,
Land,Partner,Wer,Stufe
韓国,北都大学,工学部,A
台湾,南海大学,理学部,B
タイ,西湖大学,工学部,C
"""
NEXT_PARTNERS = """Partnerliste,,,,
Stufe,Wer,Neu,Partner,Land
A,工学部,x,北都大学,韓国
B,理学部,y,東雲大学,ドイツ
C,工学部,z,西湖大学,タイ
"""


def answers_of(page, visit, path):
    """Download the record of the answers."""
    page.get_by_role("tab").nth(3).click()
    visit.rest()
    with page.expect_download() as download:
        page.locator(".st-key-aa_decisions_csv button").click()
    download.value.save_as(path)
    return path


def test_list_of_unknown_headings_is_explained_once_for_all_editions(visit, tmp_path):
    page = bring(visit, "partners.csv", PARTNERS.encode(), "en")
    page.get_by_role("tab").nth(1).click()
    visit.rest()
    point_at_row(page, 3)  # wrongly: it is an agreement
    page.get_by_text("agreements 3 → 2").wait_for()
    visit.rest()
    page.locator(".st-key-aa_undo button").click()
    page.get_by_text("agreements 2 → 3").wait_for()
    visit.rest()
    number = page.locator('[class*="st-key-aa_heading_"] input')
    assert number.input_value() == "2"
    give(page, 3, "Departments")
    page.get_by_text("departments 0 → 2").wait_for()
    visit.rest()
    record = answers_of(page, visit, tmp_path / "record.csv")
    assert "column_role,Wer,departments" in record.read_text("utf-8")
    page.locator(".st-key-aa_close button").click()
    page.locator(".st-key-aa_file").wait_for()

    page = bring(visit, "next.csv", NEXT_PARTNERS.encode(), "en")
    page.locator(".st-key-aa_record_more summary").click()
    page.locator(".st-key-aa_record_more input").set_input_files(record)
    page.locator(".st-key-aa_record_apply button").click()
    page.locator(".st-key-aa_undo").wait_for()
    page.get_by_role("tab").nth(1).click()
    visit.rest()
    assert "Departments (ours): '2 Wer'" in visit.text()
    assert "Institution: '4 Partner'" in visit.text()
    visit.must_be_quiet()


def test_heading_row_and_roles_are_said_by_keyboard_alone(visit):
    page = bring(visit, "partners.csv", PARTNERS.encode(), "en")
    page.get_by_role("tab").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    visit.rest()
    page.locator('[class*="st-key-aa_heading_"] input').focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_text("agreements 3 → 2").wait_for()
    visit.rest()
    box = page.locator('[class*="st-key-aa_role_4_"]').get_by_role("combobox")
    box.focus()
    page.keyboard.type("Agreement")
    page.keyboard.press("Enter")
    page.locator(".st-key-aa-said").get_by_text("agreements with a type").wait_for()
    visit.must_be_quiet()


@pytest.mark.parametrize(
    "visit", [{"viewport": {"width": 390, "height": 800}}], indirect=True
)
def test_reading_fits_a_phone_and_breaks_no_rule_in_either_colour(visit):
    page = bring(visit, "partners.csv", NARNIA.encode(), "ja")
    page.locator(".st-key-aa_decide").wait_for()
    main = page.locator('[data-testid="stMain"]')
    for tab in (0, 1):
        page.get_by_role("tab").nth(tab).click()
        visit.rest()
        assert main.evaluate("e => e.scrollWidth - e.clientWidth") == 0
        for scheme in ("light", "dark"):
            visit.colour_scheme(scheme)
            assert violations_on(page) == []
    visit.must_be_quiet()


@pytest.mark.parametrize(
    ("lang", "said"), [("ja", "読み取れませんでした"), ("en", "must")]
)
def test_list_of_something_else_is_refused_in_one_sentence(visit, lang, said):
    page = bring(visit, "notes.txt", PROSE.encode(), lang)
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


SHOWN = """field => [...field.querySelectorAll("*")].filter(
  one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && getComputedStyle(one).fontSize !== "0px"
    && one.getBoundingClientRect().width > 1
    && !one.closest("[data-testid=stIconMaterial]")
).flatMap(one => [
  ...[...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data),
  ...["::before", "::after"].map(part => getComputedStyle(one, part).content),
]).filter(text => text !== "none" && text !== "normal")"""
FORMATS = {*["CSV", "Excel", "ODS", "HTML", "Word", "PDF", "Markdown", "MB"]}


def test_framework_says_no_english_word_while_a_list_is_brought(visit):
    page = visit.open("/read?lang=ja")
    field = page.locator(".st-key-aa_file")

    def latin_words() -> set[str]:
        return set(re.findall("[A-Za-z]+", " ".join(field.evaluate(SHOWN))))

    visit.rest()
    assert latin_words() == FORMATS
    field.locator("input").set_input_files(
        {"name": "次の版.csv", "mimeType": "text/csv", "buffer": NARNIA.encode()}
    )
    page.get_by_text("次の版").first.wait_for()
    visit.rest()
    assert latin_words() == FORMATS | {"csv", "B"}
    visit.must_be_quiet()
