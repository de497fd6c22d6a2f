"""Slides, opened again: every number and text of the report, in both languages."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from slide_reader import A, charts_of, notes_of, opened, report_of, tables_of

from dashboard.charts import Bars, Cards, Matrix, WorldMap
from dashboard.exports.slides import make_figure_slide, make_slides
from dashboard.exports.slides.text import single_line
from dashboard.filters import Filters
from dashboard.report import SHEETS
from pipeline import build_bytes
from tests.support.office import SOFFICE, opens_slides

LINK = "http://127.0.0.1:8501/?lang=ja&region=asia"
VIEWS = {
    "all": Filters(),
    "europe": Filters(regions=("europe",)),
    "marked": Filters(exchange="marked"),
    "none": Filters(regions=("oceania",), types=("double_degree",)),
}
HOSTILE = ("=1+1", "<script>alert(1)</script>", "*bold* $x$ :smile:", "جامعة القاهرة")


@pytest.fixture(scope="module", params=["ja", "en"])
def made(kobe, request):
    report, words = report_of(
        kobe, request.param, link=LINK, created_on=date(2026, 11, 25)
    )
    return report, words, make_slides(report, words)


def cell(value, heading, words) -> str:
    if isinstance(value, str):
        return single_line(value)
    if pd.isna(value):
        return ""
    return words.decimal(value) if heading.endswith("%") else words.number(value)


def shown_tables(report, words) -> list[list[list[str]]]:
    found = []
    for section in report.sections:
        table = section.table
        if table is None or table.empty or isinstance(section.chart, Cards):
            continue
        if section.place == SHEETS:
            continue
        rows = [
            [cell(v, str(h), words) for v, h in zip(row, table.columns, strict=True)]
            for row in table.itertuples(index=False, name=None)
        ]
        found.append([[str(name) for name in table.columns], *rows])
    return found


def joined(deck) -> list[list[list[str]]]:
    """The tables of a deck but matrices; one over several slides put together."""
    found = []
    for _, rows in tables_of(deck):
        if rows[0][0] == "":
            continue
        if found and found[-1][0] == rows[0]:
            found[-1] += rows[1:]
        else:
            found.append(rows)
    return found


@pytest.mark.parametrize(
    ("view", "lang"),
    [("all", "ja"), ("all", "en"), ("europe", "ja"), ("marked", "en"), ("none", "en")],
)
def test_every_chart_and_cell_is_that_of_the_report(kobe, view, lang):
    report, words = report_of(kobe, lang, VIEWS[view], link=LINK)
    deck = opened(make_slides(report, words))
    drawn = [s.chart for s in report.sections if isinstance(s.chart, Bars)]
    assert [
        (
            [re.sub(r"\s", "", c.label) for c in chart.plots[0].categories],
            {
                s.name: tuple(s.values)
                for s in chart.plots[0].series
                if s.name != words("slides.totals")
            },
        )
        for _, chart in charts_of(deck)
    ] == [
        (
            [re.sub(r"\s", "", name) for name in bars.categories],
            {s.label: s.numbers for s in bars.series},
        )
        for bars in drawn
    ]
    assert joined(deck) == shown_tables(report, words)
    assert matrices(deck) == [
        [
            ["", *drawing.columns],
            *([name, *cells] for name, cells in zip(drawing.rows, rows, strict=True)),
        ]
        for drawing in (s.chart for s in report.sections)
        if isinstance(drawing, Matrix)
        for rows in [matrix_cells(drawing, words)]
    ]


def matrices(deck) -> list[list[list[str]]]:
    return [rows for _, rows in tables_of(deck) if rows[0][0] == ""]


def matrix_cells(drawing, words) -> list[list[str]]:
    return [
        [
            words("matrix.nothing") if gap and not n else words.number(n)
            for n, gap in zip(counts, gaps, strict=True)
        ]
        for counts, gaps in zip(drawing.counts, drawing.empty, strict=True)
    ]


def content_slides(deck, words) -> list:
    """The slides of sections: all but the first and the divider."""
    divider = words("report.appendix")
    return [
        slide
        for slide in list(deck.slides)[1:]
        if slide.shapes.title.text_frame.text != divider
    ]


def test_the_committee_sees_a_summary_and_figures_before_the_appendix(made):
    report, words, slides = made
    titles = [slide.shapes.title.text_frame.text for slide in opened(slides).slides]
    divider = titles.index(words("report.appendix"))
    headlines = {section.key: section.headline for section in report.sections}
    shown = ("summary", "headline", "map", "regions_types", "departments")
    shown += ("departments_regions", "coverage_gaps")
    assert titles[1:divider] == [headlines[key] for key in shown]
    assert divider - 2 <= 8
    assert headlines["concentration"] not in titles


def test_each_bar_has_its_total(made):
    report, words, slides = made
    totals = [
        tuple(series.values)
        for _, chart in charts_of(opened(slides))
        for series in chart.plots[0].series
        if series.name == words("slides.totals")
    ]
    assert totals == [s.chart.totals for s in report.sections if type(s.chart) is Bars]


def test_a_figure_is_a_slide_by_itself(kobe):
    report, words = report_of(kobe, "en", link=LINK)
    section = next(s for s in report.sections if s.key == "regions_types")
    (slide,) = opened(make_figure_slide(report, section, words)).slides
    assert slide.shapes.title.text_frame.text == section.headline
    assert [shape.name for shape in slide.shapes if shape.has_chart] == ["Chart"]
    rules = next(s for s in report.sections if s.key == "rules")
    with pytest.raises(ValueError, match="Can't make a slide of section 'rules'"):
        make_figure_slide(report, rules, words)


def test_each_slide_bears_the_sentence_of_its_section(made):
    report, words, slides = made
    deck = opened(slides)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[0].replace("\v", " ") == report.title
    sentences = [s.headline for s in report.sections if s.place != SHEETS]
    assert {*titles[1:]} == {*sentences, words("report.appendix")}
    for slide in content_slides(deck, words):
        texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert all(fact in " ".join(texts) for fact in report.facts)
        links = {r.target_ref for r in slide.part.rels.values() if r.is_external}
        assert links == {LINK}


def test_first_slide_says_which_list_and_when(made):
    report, _, slides = made
    first = opened(slides).slides[0]
    said = " ".join(s.text_frame.text for s in first.shapes if s.has_text_frame)
    for text in (report.publisher, *report.facts, report.created_on):
        assert text in said


def test_cards_are_large_and_hold_the_numbers(made):
    report, _, slides = made
    (section,) = (s for s in report.sections if isinstance(s.chart, Cards))
    slide = next(
        s
        for s in opened(slides).slides
        if s.shapes.title.text_frame.text == section.headline
    )
    large = [
        run.text
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.size and run.font.size.pt >= 40
    ]
    assert large == [card.value for card in section.chart.cards]


def test_map_is_a_group_for_each_territory_named_by_its_label(made):
    report, words, slides = made
    (drawing,) = (s.chart for s in report.sections if isinstance(s.chart, WorldMap))
    (world,) = (
        shape
        for slide in opened(slides).slides
        for shape in slide.shapes
        if shape.name == words("map.title")
    )
    groups = [shape for shape in world.shapes if hasattr(shape, "shapes")]
    counted = {
        group.name: group._element.nvGrpSpPr.cNvPr.get("descr")
        for group in groups
        if group._element.nvGrpSpPr.cNvPr.get("descr")
    }
    assert counted == {
        drawing.names[code]: f"{drawing.names[code]} {words.number(n)}"
        for code, n in drawing.counts.items()
    }
    markers = [s.name for s in world.shapes if s not in groups and "ellipse" in _xml(s)]
    assert sorted(markers) == sorted(drawing.markers["name"])


def _xml(shape) -> str:
    return etree.tostring(shape._element, encoding="unicode")


def test_pacific_is_in_the_middle(made):
    _, words, slides = made
    (world,) = (
        shape
        for slide in opened(slides).slides
        for shape in slide.shapes
        if shape.name == words("map.title")
    )
    places = {shape.name: shape.left + shape.width / 2 for shape in world.shapes}
    germany, japan, brazil = {
        "ja": ("ドイツ", "日本", "ブラジル"),
        "en": ("Germany", "Japan", "Brazil"),
    }[words.lang]
    assert places[germany] < places[japan] < places[brazil]


def test_every_run_names_its_typefaces_and_language(made):
    _, _, slides = made
    with zipfile.ZipFile(io.BytesIO(slides)) as package:
        for name in package.namelist():
            if re.match(r"ppt/(slides/slide|charts/chart)\d+\.xml", name):
                root = etree.fromstring(package.read(name))
                runs = [*root.iter(f"{A}rPr"), *root.iter(f"{A}defRPr")]
                assert runs
                for run in runs:
                    assert run.find(f"{A}latin") is not None, name
                    assert run.find(f"{A}ea") is not None, name
                    assert run.get("lang") in {"ja-JP", "en-US"}, name
            if name.startswith("ppt/theme/"):
                root = etree.fromstring(package.read(name))
                assert all(one.get("typeface") for one in root.iter(f"{A}ea")), name


def test_every_figure_is_described_and_told_in_the_notes(made):
    report, words, slides = made
    sections = {section.headline: section for section in report.sections}
    for slide in content_slides(opened(slides), words):
        notes, title = notes_of(slide), slide.shapes.title.text_frame.text
        assert notes.startswith(title)
        section = sections[title]
        assert section.caption in notes
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or hasattr(shape, "shapes"):
                (said,) = shape._element.xpath("./*[1]/p:cNvPr/@descr")
                of_table = shape.has_table
                caption = section.table_caption if of_table else section.caption
                assert said == f"{title} {caption}"
            if shape.has_table:
                for row in shape.table.rows:
                    assert " | ".join(c.text for c in row.cells) in notes


def hostile_edition():
    rows = "".join(f"韓国,{name},大学間,{name} 学部,○\n" for name in HOSTILE)
    return build_bytes(
        f"国・地域,大学名,協定タイプ,関連部署,交換留学\n{rows}".encode(), "hostile.csv"
    )


def test_texts_of_the_list_appear_literally():
    report, words = report_of(hostile_edition(), "en")
    made = make_slides(report, words)
    deck = opened(made)
    texts = {text for _, rows in tables_of(deck) for row in rows for text in row}
    assert {*HOSTILE} <= texts
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        books = [n for n in package.namelist() if n.endswith(".xlsx")]
        cells = [
            cell
            for name in books
            for row in openpyxl.load_workbook(
                io.BytesIO(package.read(name))
            ).active.iter_rows()
            for cell in row
        ]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(str(cell.value).startswith("=1+1") for cell in cells)


def test_what_a_file_may_not_hold_is_shown_as_a_sign():
    assert single_line("a\x00b\x0bc\x7fd\ufffee") == "a\u2400b c\u2421d\ufffde"


def test_same_report_gives_the_same_bytes(made):
    report, words, slides = made
    assert make_slides(report, words) == slides


def test_steps_are_told_up_to_the_end(kobe):
    report, words = report_of(kobe, "en", parts=("headline", "rules"))
    told: list[float] = []
    make_slides(report, words, on_step=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 2


def test_parts_relations_and_types_agree(made):
    _, _, slides = made
    with zipfile.ZipFile(io.BytesIO(slides)) as package:
        names = package.namelist()
        assert len(set(names)) == len(names)
        types = etree.fromstring(package.read("[Content_Types].xml"))
        overridden = {one.get("PartName") for one in types if one.get("PartName")}
        usual = {one.get("Extension") for one in types if one.get("Extension")}
        for name in names:
            if name != "[Content_Types].xml":
                assert f"/{name}" in overridden or name.rsplit(".")[-1] in usual
        assert {one[1:] for one in overridden} <= set(names)
        for name in names:
            if re.match(r"ppt/slides/slide\d+\.xml$", name):
                ids = re.findall(r'<p:cNvPr id="(\d+)"', package.read(name).decode())
                assert len(set(ids)) == len(ids), name


@pytest.mark.skipif(not opens_slides(), reason="LibreOffice Impress is not installed")
def test_another_program_opens_the_slides(made, tmp_path):
    _, _, slides = made
    (tmp_path / "deck.pptx").write_bytes(slides)
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/home", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(  # noqa: S603  # our own file in our own folder
        [*command, str(tmp_path / "deck.pptx")], check=True, capture_output=True
    )
    pages = (tmp_path / "deck.pdf").read_bytes().count(b"/Type/Page/")
    assert pages == len(opened(slides).slides)
