"""The workbook, reopened: each number against its measure, each text as it is."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from datetime import date
from functools import cache

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from dashboard import measures
from dashboard.charts import Bars, WorldMap
from dashboard.exports.dictionary import read_columns
from dashboard.exports.texts import LONGEST_CELL_TEXT, fitted
from dashboard.exports.tidy import tidy_tables
from dashboard.exports.workbook import make_workbook
from dashboard.exports.workbook.data_sheets import SHEETS, headings
from dashboard.exports.workbook.writer import SHEET_NAME, header_text, sheet_name
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import make_report
from dashboard.theme import themes
from pipeline import build_bytes
from tests.support.office import SOFFICE

CHOSEN = (
    Filters(),
    Filters(regions=("europe",)),
    Filters(exchange="marked", types=("inter_faculty",)),
    Filters(departments=("faculty-of-engineering",)),
    Filters(regions=("oceania",), types=("double_degree",)),
)
"""The last one keeps nothing."""

HEADING = "地域,国・地域,大学名,学部等,協定タイプ,関連部署,交換留学,備考"
HOSTILE = (
    "=1+1大学",
    "<script>alert(1)</script>大学",
    "*bold*大学",
    "$x$大学",
    ":smile:大学",
    "جامعة大学",
    "<r>大学</r>",
    "{0}大学 & Söhne",
    "@SUM(A1)大学",
)
DATA = {"ja": "データ：協定", "en": "Data agreements"}


def list_of(rows, heading=HEADING):
    file = io.StringIO()
    csv.writer(file).writerows([heading.split(","), *rows])
    return build_bytes(file.getvalue().encode(), "list.csv")


@pytest.fixture(scope="module")
def hostile():
    return list_of(
        [
            (
                "アジア",
                "韓国",
                name,
                "工学部",
                "部局間",
                "工学部、理学部",
                "○",
                f"={name}",
            )
            for name in HOSTILE
        ]
    )


def made(edition, lang="en", filters=None, **more):
    """The report and the bytes of its workbook."""
    words, chosen = load_words(lang), filters or Filters()
    labels = label_edition(edition, words)
    report = make_report(edition, chosen, labels, words, **more)
    return report, make_workbook(report, edition, chosen, labels, words)


@pytest.fixture(scope="module")
def kobe_made(kobe):
    """The same of the Kobe list, made once for each language and choice."""

    @cache
    def make(lang, filters=None):
        return made(kobe, lang, filters)

    return make


def opened(content, *, results=True):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=results)


def sheet_of(book, title):
    """The sheet whose first cell is a title."""
    return next(sheet for sheet in book.worksheets if sheet["A1"].value == title)


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def head_of(rows):
    """Where the table of a summary sheet begins: below the way back."""
    return 6 if rows[6][0] is not None else 7


def test_tabs_have_short_names_of_their_own(kobe_made):
    titles = {
        lang: opened(kobe_made(lang)[1]).sheetnames[1:14] for lang in ("ja", "en")
    }
    assert titles["ja"] == [
        "全体像",
        "地図",
        "地域と協定タイプ",
        "関連部署と交換留学",
        "部署と地域（○ の協定）",
        "○ の広がりと空白",
        "○ のない国・地域",
        "○ のない部署",
        "大学間協定のない相手先",
        "協定が一つの国・地域",
        "国・地域への集中",
        "協定一覧",
        "確認事項と補正",
    ]
    assert titles["en"] == [
        "At a glance",
        "Map",
        "Region by agreement type",
        "Departments and exchange",
        "Departments by region",
        "Exchange and gaps",
        "None marked, territories",
        "None marked, departments",
        "No university-wide",
        "Single agreement",
        "Concentration",
        "Agreements",
        "Findings and repairs",
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("filters", CHOSEN, ids=str)
def test_every_number_drawn_stands_in_a_cell(kobe_made, lang, filters):
    report, content = kobe_made(lang, filters)
    book = opened(content)
    for section in report.sections:
        drawing = section.chart
        if not isinstance(drawing, Bars | WorldMap):
            continue
        rows = rows_of(sheet_of(book, section.title))
        assert rows[1][0] == section.headline
        assert rows[2][0] == section.caption
        assert rows[3][0] == "  ·  ".join(report.facts)
        if isinstance(drawing, WorldMap):
            names = [drawing.names[code] for code in drawing.counts]
            series = [list(drawing.counts.values())]
        else:
            names = list(drawing.categories)
            series = [list(one.numbers) for one in drawing.series]
        body = rows[7 : 7 + len(names)]
        assert [row[0] for row in body] == names
        columns = [list(column) for column in zip(*body, strict=True)]
        assert [numbers for numbers in series if numbers not in columns] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("filters", CHOSEN[:4], ids=str)
def test_totals_stand_below_what_adds_up_and_nowhere_else(kobe_made, lang, filters):
    report, content = kobe_made(lang, filters)
    words, book = load_words(lang), opened(content)
    given = {}
    for section in report.sections:
        if isinstance(section.chart, Bars | WorldMap):
            rows = rows_of(sheet_of(book, section.title))
            terms = {row[0]: row[1:] for row in rows[7:]}
            total = terms.get(words("table.total"))
            check = terms.get(words("workbook.total_check"))
            given[section.key] = (
                report.n in total if total else None,
                words("workbook.agrees") in check if check else None,
                words("workbook.no_total") in terms,
            )
    adds_up = (True, True, False)
    does_not = (None, None, True)
    expected = {
        "map": adds_up,
        "regions_types": adds_up,
        "departments": does_not,
        "departments_regions": does_not,
    }
    assert given == expected


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("filters", CHOSEN, ids=str)
def test_data_sheets_hold_the_tables_of_the_view(kobe, kobe_made, lang, filters):
    _, content = kobe_made(lang, filters)
    words, book = load_words(lang), opened(content)
    tables = tidy_tables(kobe, filters)
    for name in SHEETS:
        title = words("workbook.data", table=words(f"table.{name}"))
        sheet = book[sheet_name(title, set())]
        head, *rows = rows_of(sheet)
        frame = tables[name].frame.astype(object)
        expected = frame.where(frame.notna() & (frame != ""), None)
        assert head == headings(tables[name], lang)
        assert rows == expected.to_numpy().tolist(), name
        assert sheet.freeze_panes == "B2"


def test_agreements_of_the_view_are_those_of_the_edition(kobe):
    chosen = Filters(regions=("europe",))
    tables = tidy_tables(kobe, chosen)
    kept = kobe.agreements[kobe.agreements["region_id"] == "europe"]
    listed = tables["agreements"].frame[list(kept.columns)]
    pd.testing.assert_frame_equal(
        listed, kept.reset_index(drop=True).astype(listed.dtypes)
    )
    assert len(tables["agreement_departments"].frame) == int(
        measures.agreements_by_department(kobe, chosen).table["agreements"].sum()
    )
    for name, measure in (
        ("institutions", measures.agreements_by_institution),
        ("territories", measures.agreements_by_territory),
        ("regions", measures.agreements_by_region),
        ("agreement_types", measures.agreements_by_type),
        ("departments", measures.agreements_by_department),
    ):
        counted = measure(kobe, chosen).table
        key = counted.columns[0]
        ours = tables[name].frame.set_index(key)
        for column in ("agreements", "marked"):
            assert ours[column].to_dict() == dict(
                zip(counted[key], counted[column], strict=True)
            )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_charts_are_native_coloured_and_described(kobe_made, lang):
    report, content = kobe_made(lang)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = [n for n in parts.namelist() if n.startswith("xl/charts/chart")]
        drawings = [n for n in parts.namelist() if n.startswith("xl/drawings/drawing")]
        described = " ".join(parts.read(name).decode() for name in drawings)
        colors = set(re.findall(r'srgbClr val="(\w+)"', parts.read(charts[1]).decode()))
    drawn = [s for s in report.sections if isinstance(s.chart, Bars | WorldMap)]
    assert len(charts) == len(drawn)
    for section in drawn:
        assert f'descr="{section.title}: {section.headline}"' in described
    regions_types = next(s for s in drawn if s.key == "regions_types")
    wanted = {
        themes()[0].of(*one.color).removeprefix("#").upper()
        for one in regions_types.chart.series
    }
    assert wanted <= {color.upper() for color in colors}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_first_sheet_says_what_the_workbook_is(kobe, lang):
    link = f"http://127.0.0.1/?lang={lang}"
    report, content = made(kobe, lang, link=link, created_on=date(2026, 11, 25))
    words, book = load_words(lang), opened(content)
    about = book.worksheets[0]
    said = [cell for row in rows_of(about) for cell in row if cell is not None]
    for text in (
        *(report.title, report.publisher, report.edition, report.sha256),
        *(report.n, report.link, report.created_on, words("filters.none")),
        *(words(f"about.rule_{i}") for i in range(1, 8)),
    ):
        assert text in said
    links = {
        cell.hyperlink.location.rpartition("!")[0].strip("'").replace("''", "'")
        for row in about.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.location
    }
    assert links == {sheet.title for sheet in book.worksheets[1:]}
    assert (book.properties.title, book.properties.creator) == (
        report.title,
        report.publisher,
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_sheet_prints_on_a4_with_its_head_repeated(kobe_made, lang):
    report, content = kobe_made(lang)
    for sheet in opened(content).worksheets:
        page = sheet.page_setup
        fits = sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (page.orientation, page.paperSize, fits) == ("landscape", 9, True)
        wide = sum(one.width for one in sheet.column_dimensions.values())
        assert wide / (page.fitToWidth or 1) < 300
        assert report.title in sheet.oddHeader.left.text
        assert sheet.oddFooter.right.text == "&P / &N"
        assert len(sheet.title.encode("utf-16-le")) <= 2 * SHEET_NAME
        assert not set(sheet.title) & set("[]:*?/\\")


def recomputed(content, folder):
    """Every formula of a workbook, computed by LibreOffice with our results gone."""
    bare = folder / "bare.xlsx"
    opened(content, results=False).save(bare)
    out = folder / "out"
    subprocess.run(  # noqa: S603
        [
            SOFFICE,
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return opened((out / "bare.xlsx").read_bytes())


def formulas_of(content):
    """The place of every formula with the result stored in it."""
    results = opened(content)
    return {
        (sheet.title, cell.coordinate): results[sheet.title][cell.coordinate].value
        for sheet in opened(content, results=False).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def compared(content, folder):
    """Our results and those of LibreOffice, by place."""
    ours = formulas_of(content)
    book = recomputed(content, folder)
    theirs = {place: book[place[0]][place[1]].value for place in ours}
    return ours, {
        place: pytest.approx(value) if isinstance(value, float) else value
        for place, value in theirs.items()
    }


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("lang", "filters"), [("ja", CHOSEN[0]), ("en", CHOSEN[3])], ids=str
)
def test_formulas_give_our_numbers(kobe, lang, filters, tmp_path):
    _, content = made(kobe, lang, filters)
    ours, theirs = compared(content, tmp_path)
    assert len(ours) > 100
    assert ours == theirs
    assert load_words(lang)("workbook.differs") not in ours.values()


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_formulas_give_our_numbers_for_names_like_patterns(hostile, tmp_path):
    _, content = made(hostile)
    ours, theirs = compared(content, tmp_path)
    assert ours == theirs


def test_texts_that_look_like_something_else_stay_texts(hostile):
    for lang in ("ja", "en"):
        _, content = made(hostile, lang)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(parts.read(name))
        book = opened(content)
        data = book[DATA[lang]]
        cells = {c.value for row in data.iter_rows() for c in row if c.data_type == "s"}
        assert {*HOSTILE, *(f"={name}" for name in HOSTILE)} <= cells
        assert [
            cell.coordinate
            for row in data.iter_rows()
            for cell in row
            if cell.hyperlink or cell.data_type == "f"
        ] == []


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    long = "長" * 40_000
    edition = list_of([("アジア", "韓国", "北都大学", "", "部局間", "", "", long)])
    words = load_words("en")
    data = opened(made(edition)[1])[DATA["en"]]
    head, row = rows_of(data)
    kept = row[head.index("備考")]
    assert kept == fitted(long, words("workbook.cut"))
    assert (len(kept), kept.endswith(words("workbook.cut"))) == (
        LONGEST_CELL_TEXT,
        True,
    )


def test_control_characters_do_not_break_the_file(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    title = "Bell \x07 and \x0b tab & \ufffe more"
    report = make_report(kobe, Filters(), labels, words)
    report = type(report)(**{**vars(report), "title": title})
    content = make_workbook(report, kobe, Filters(), labels, words)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    assert opened(content).worksheets[0]["A1"].value == "Bell ␇ and ␋ tab & � more"


def test_sheet_names_are_legal_and_no_two_alike():
    taken: set[str] = set()
    titles = ("A/B: [c]*?\\", "a b c", "'quoted'", "", "History", "協" * 40, "協" * 41)
    assert [sheet_name(title, taken) for title in titles] == [
        "A B c",
        "a b c 2",
        "quoted",
        "-",
        "History 2",
        "協" * 30 + "…",
        "協" * 28 + "… 2",
    ]
    assert header_text("R&D") == "R&&D"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_lists_of_all_shapes_make_a_workbook(lang):
    words = load_words(lang)
    name = "非常に長い名称の大学" * 12
    many = [
        ("アジア", "韓国", f"{name}{i}", "", "部局間", f"第{i}研究科", "○", "")
        for i in range(60)
    ]
    plain = [("韓国", "ソウル大学校"), ("ドイツ", "アーヘン工科大学")]
    for edition, n in (
        (list_of(many), 60),
        (list_of(plain, "国・地域,大学名"), 2),
    ):
        report, content = made(edition, lang)
        book = opened(content)
        texts = [c for sheet in book for row in rows_of(sheet) for c in row]
        assert report.n == n
        assert words("workbook.differs") not in texts


@pytest.mark.slow
def test_ten_thousand_rows_make_a_workbook_that_says_what_it_leaves_out():
    words = load_words("en")
    rows = [
        ("アジア", "韓国", f"第{i % 900}大学", "", "部局間", "工学部", "○", str(i))
        for i in range(10_000)
    ]
    edition = list_of(rows)
    steps: list[float] = []
    labels = label_edition(edition, words)
    report = make_report(edition, Filters(), labels, words, parts=("headline",))
    content = make_workbook(report, edition, Filters(), labels, words, steps.append)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    cells = len(edition.provenance)
    assert book[DATA["en"]].max_row == 10_001
    assert book["Data provenance"]["A1"].value == words("workbook.left_out", rows=cells)
    assert (steps == sorted(steps), steps[-1]) == (True, 1.0)


def test_columns_are_described_as_they_are(kobe):
    tables = tidy_tables(kobe, Filters())
    described = read_columns()
    assert {name: [c.name for c in columns] for name, columns in described.items()} == {
        name: list(table.frame.columns) for name, table in tables.items()
    }
    for name, columns in described.items():
        for lang in ("ja", "en"):
            titles = [column.titles[lang].casefold() for column in columns]
            assert len(set(titles)) == len(titles), name
        for column in columns:
            if column.refers_to:
                table, target = column.refers_to.split(".")
                assert described[table][0].name == target
