"""Papers, opened again: headings, tables, figures, fields; Word, PDF and calendar."""

from __future__ import annotations

import io
from datetime import date

import docx
import icalendar
import pdfplumber
import pytest
from docx.oxml.ns import qn
from slide_reader import report_of

from dashboard.charts import Bars, WorldMap
from dashboard.exports.calendar import make_calendar
from dashboard.exports.errors import TemplateError
from dashboard.exports.paper import (
    PaperFields,
    make_pdf,
    make_word,
    partners_paper,
    read_word_template,
    report_paper,
)
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import partner_ids, partner_of
from pipeline import build_bytes

HOSTILE = ("#panic[a]", "*bold* $x$ <tag>", "= Heading", "https://x.example/#a")
DAY = date(2026, 11, 29)
FIELDS = PaperFields("資料 1", "国際課")
DATED = (
    "国・地域,大学名,協定タイプ,有効期限\n"
    "韓国,ソウル大学校,大学間,2027年3月31日\n"
    "韓国,釜山大学校,大学間,2020-03-31\n"
    "ドイツ,アーヘン工科大学,部局間,自動更新\n"
)


@pytest.fixture(scope="module", params=["ja", "en"])
def paper(kobe, request):
    report, words = report_of(kobe, request.param, created_on=DAY)
    return report, words, report_paper(report, words, FIELDS)


@pytest.fixture(scope="module")
def word(paper):
    return docx.Document(io.BytesIO(make_word(paper[2])))


def headings(document, level: int) -> list[str]:
    name = f"Heading {level}"
    return [p.text for p in document.paragraphs if p.style.name == name]


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_word_has_summary_and_figures_then_the_appendix(paper, word):
    report, words, _ = paper
    titles = {section.key: section.title for section in report.sections}
    shown = ("summary", "headline", "map", "regions_types", "departments")
    shown += ("departments_regions", "coverage_gaps")
    assert headings(word, 1) == [
        *(titles[key] for key in shown),
        words("report.appendix"),
    ]
    looked_up = ("map", "regions_types", "departments", "departments_regions")
    looked_up += ("coverage_territories", "coverage_departments")
    looked_up += ("coverage_institutions", "coverage_single", "agreements", "rules")
    assert headings(word, 2) == [
        titles[key] for key in (*looked_up, "source", "findings")
    ]


def test_word_says_number_date_and_author(paper, word):
    report, words, _ = paper
    assert [p.text for p in word.paragraphs[:4]] == [
        f"{words('paper.number')}：資料 1",
        f"{words('paper.date')}：{report.created_on}",
        f"{words('paper.author')}：国際課",
        report.title,
    ]
    assert word.core_properties.author == "国際課"


def test_word_tables_hold_every_row_and_repeat_their_heads(paper, word):
    report, _, _ = paper
    (section,) = (s for s in report.sections if s.key == "agreements")
    (table,) = (t for t in word.tables if len(t.rows) == 79)
    shown = cells(table)
    assert shown[0] == list(section.table.columns)
    assert [row[0] for row in shown[1:]] == section.table.iloc[:, 0].tolist()
    heads = [t for t in word.tables if t._tbl.tr_lst[0].xpath("./w:trPr/w:tblHeader")]
    assert table._tbl in [head._tbl for head in heads]


def test_word_figures_have_alternative_texts(paper, word):
    report, _, _ = paper
    drawn = [s for s in report.sections if isinstance(s.chart, Bars | WorldMap)]
    told = [name.get("descr") for name in word.element.iter(qn("wp:docPr"))]
    assert told == [f"{s.headline} {s.caption}" for s in drawn]


def test_word_contents_lead_to_its_headings(word):
    places = {m.get(qn("w:name")) for m in word.element.iter(qn("w:bookmarkStart"))}
    links = list(word.element.iter(qn("w:hyperlink")))
    assert {link.get(qn("w:anchor")) for link in links} <= places
    texts = ["".join(t.text for t in link.iter(qn("w:t"))) for link in links]
    assert texts == headings(word, 1)


def test_same_paper_gives_the_same_bytes(paper):
    assert make_word(paper[2]) == make_word(paper[2])
    assert make_pdf(paper[2]) == make_pdf(paper[2])


def test_pdf_is_tagged_and_names_its_language_and_title(paper):
    report, words, made = paper
    with pdfplumber.open(io.BytesIO(make_pdf(made))) as pdf:
        catalog = pdf.doc.catalog
        texts = [page.extract_text() for page in pdf.pages]
    assert catalog["MarkInfo"]["Marked"]
    assert "StructTreeRoot" in catalog
    assert catalog["Lang"].decode().startswith(words.lang)
    assert report.title.split()[0] in texts[0]
    starts = [text.split("\n")[0] for text in texts]
    appendix = starts.index(words("report.appendix"))
    assert 2 <= appendix <= 4


def test_no_text_of_the_list_acts_as_markup_in_a_pdf():
    rows = "".join(f"韓国,{name},大学間\n" for name in HOSTILE)
    edition = build_bytes(f"国・地域,大学名,協定タイプ\n{rows}".encode(), "hostile.csv")
    report, words = report_of(edition, "en", parts=("agreements",))
    made = make_pdf(report_paper(report, words, PaperFields()))
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    shown = "".join(text.split())
    assert all("".join(name.split()) in shown for name in HOSTILE)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_each_partner_has_a_page_with_room_to_write(kobe, lang):
    report, words = report_of(kobe, lang, created_on=DAY)
    labels = label_edition(kobe, words)
    ids = partner_ids(kobe, Filters(regions=("oceania",)))
    partners = [partner_of(kobe, key, labels, words) for key in ids]
    made = partners_paper(report, partners, words, PaperFields())
    document = docx.Document(io.BytesIO(make_word(made)))
    assert headings(document, 1) == [labels.of("institutions", key) for key in ids]
    blanks = [cells(t) for t in document.tables if len(t.rows) == 4 and t.cell(0, 1)]
    names = [
        words(f"partner.{x}") for x in ("results", "contact", "renewal", "remarks")
    ]
    assert blanks.count([[name, ""] for name in names]) == len(ids) == 4
    with pdfplumber.open(io.BytesIO(make_pdf(made))) as pdf:
        assert len(pdf.pages) == len(ids)


def test_a_partner_page_says_what_the_list_says_line_by_line(kobe):
    words = load_words("ja")
    labels = label_edition(kobe, words)
    names = labels.tables["institutions"]
    key = next(key for key, name in names.items() if name == "漢陽大学校")
    partner = partner_of(kobe, key, labels, words)
    assert partner.counts == "協定 3 件（うち交換留学 ○ 1 件）"
    assert [row for row, _ in partner.lines] == ["19", "20", "21"]
    assert partner.lines[0][1] == kobe.grid.line(19)
    assert partner.types["協定"].tolist() == [1, 1, 1]
    assert len(partner.findings) == 1
    assert partner.findings[0].startswith("20 行：")


def own_form() -> bytes:
    """A university's file: a header, a style, and a body that must go."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "国際交流委員会"
    document.styles["Heading 1"].font.name = "Georgia"
    document.add_paragraph("Words of the university")
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_a_form_gives_its_header_and_styles_and_keeps_no_text(paper):
    template = read_word_template(own_form())
    document = docx.Document(io.BytesIO(make_word(paper[2], template)))
    assert document.sections[0].header.paragraphs[0].text == "国際交流委員会"
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert "Words of the university" not in [p.text for p in document.paragraphs]
    assert headings(document, 1)


def test_a_form_of_another_kind_is_refused_in_both_languages(kobe):
    for received in (b"no file", b"PK\x03\x04"):
        with pytest.raises(TemplateError, match="must be a Word file") as raised:
            read_word_template(received)
        assert raised.value.text_ja.startswith("テンプレートは Word")


def test_a_calendar_has_the_last_days_that_are_still_to_come():
    edition = build_bytes(DATED.encode(), "dated.csv")
    report, words = report_of(edition, "ja")
    labels = label_edition(edition, words)
    made = make_calendar(report, edition, Filters(), labels, words, DAY)
    calendar = icalendar.Calendar.from_ical(made)
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == "協定の期限：ソウル大学校"
    assert event.decoded("dtstart") == date(2027, 3, 31)
    assert event.decoded("dtend") == date(2027, 4, 1)
    assert "一覧の記載：2027年3月31日" in str(event["description"])
    (alarm,) = calendar.walk("VALARM")
    assert alarm.decoded("trigger").days == -180
    assert make_calendar(report, edition, Filters(), labels, words, DAY) == made
