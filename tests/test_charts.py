"""Descriptions of figures: what each bar, square and territory says and chooses."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings

from dashboard import charts, measures
from dashboard.charts import SIDES, Bars, Matrix, Series, WorldMap
from dashboard.exports.pictures import figure_svg
from dashboard.exports.screens import screens_of
from dashboard.exports.workbook.grids import grid_of
from dashboard.figures import drawing_of, spec_of
from dashboard.filters import PARAMETERS, Filters, narrow, options
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import Section, report_on
from dashboard.theme import THEMED
from dashboard.ui.figure import what_is_cut
from dashboard.ui.page_charts import charts_of
from dashboard.ui.state import View
from pipeline import build_bytes
from tests.conftest import ROOT
from tests.test_measures import KOBE, filters_of

EVERYTHING = Filters()
SMALL = (
    "国・地域,大学名,協定タイプ,関連部署,交換留学\n"
    "韓国,ソウル大学校,大学間,工学部,○\n"
    "韓国,釜山大学校,部局間,工学部、理学部,\n"
    "ドイツ,アーヘン工科大学,部局間,理学部,○\n"
)


@pytest.fixture(scope="module")
def small():
    return build_bytes(SMALL.encode(), "small.csv")


def described(edition, make, *asked, lang="en", **more):
    words = load_words(lang)
    labels = label_edition(edition, words)
    return make(edition, EVERYTHING, *asked, labels, words, **more)


def bars_of(chart):
    """Category, series, number, hover and marks of each bar."""
    return [
        (category, series.label, number, hover, marks)
        for series in chart.series
        for category, number, hover, marks in zip(
            chart.categories,
            series.numbers,
            series.hovers,
            series.selections,
            strict=True,
        )
        if hover
    ]


def test_each_bar_says_what_it_counts_and_chooses_its_pair(small):
    chart = described(small, charts.region_type_bars, "agreements")
    asia, europe = ("region", "asia"), ("region", "europe")
    faculty, whole = ("type", "inter_faculty"), ("type", "inter_university")
    assert bars_of(chart) == [
        (
            *("Asia", "Departmental", 1),
            ("Asia", "Departmental: 1 agreement (50.0%)"),
            (*asia, *faculty),
        ),
        (
            *("Europe", "Departmental", 1),
            ("Europe", "Departmental: 1 agreement (100.0%)"),
            (*europe, *faculty),
        ),
        (
            *("Asia", "University-wide", 1),
            ("Asia", "University-wide: 1 agreement (50.0%)"),
            (*asia, *whole),
        ),
    ]
    assert (chart.n, chart.unit, chart.adds_up) == (3, "Agreements", True)


def test_a_department_has_a_bar_for_what_is_marked_and_one_for_the_rest(small):
    chart = described(small, charts.department_bars, "")
    ids = dict(zip(chart.categories, ("工学部", "理学部"), strict=True))
    assert [
        (ids[category], number, hover[1], marks[::2], marks[3])
        for category, _, number, hover, marks in bars_of(chart)
    ] == [
        (
            name,
            1,
            "1 of 2 agreements marked for exchange",
            ("department", "exchange"),
            mark,
        )
        for mark in ("marked", "not_marked")
        for name in ("工学部", "理学部")
    ]
    assert chart.ends == ("1 of 2", "1 of 2")
    assert not chart.adds_up


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_squares_say_their_pair_and_a_gap_of_either_kind_chooses_it_too(small, lang):
    chart = described(small, charts.gap_matrix, "region", lang=lang)
    row = chart.counts.index((0, 1))
    assert chart.empty[row] == (False, False)
    said = [hover[1] for hover in chart.hovers[row]]
    assert (
        said
        == {
            "ja": [
                "アジア：1 件のうち交換留学 ○ は 0 件",
                "ヨーロッパ：1 件のうち交換留学 ○ は 1 件",
            ],
            "en": [
                "Asia: 0 of 1 agreements marked for exchange",
                "Europe: 1 of 1 agreements marked for exchange",
            ],
        }[lang]
    )
    assert [marks[2:] for marks in chart.selections[row]] == [
        ("region", "asia"),
        ("region", "europe"),
    ]


def test_every_mark_of_every_figure_can_be_filtered_by(kobe):
    asked = ("department", "type", "agreements")
    shown = (
        described(kobe, charts.region_type_bars, "institutions"),
        described(kobe, charts.region_type_shares, "agreements"),
        described(kobe, charts.territory_bars, "marked"),
        described(kobe, charts.department_bars, "teaching"),
        described(kobe, charts.department_region_bars),
        described(kobe, charts.gap_matrix, "territory"),
        described(kobe, charts.pivot_chart, asked),
    )
    parameters = {parameter: name for name, parameter in PARAMETERS.items()}
    for chart in shown:
        rows = (
            chart.selections
            if isinstance(chart, Matrix)
            else [s.selections for s in chart.series]
        )
        chosen = {marks for row in rows for marks in row if marks}
        assert chosen
        for marks in chosen:
            pairs = dict(zip(marks[::2], marks[1::2], strict=True))
            for name, value in pairs.items():
                assert value in options(kobe, parameters[name])
            assert narrow(EVERYTHING, list(marks), kobe).active


@pytest.mark.parametrize(
    ("asked", "drawn", "whole", "said"),
    [
        (
            ("institution", "territory", "agreements"),
            (charts.SHOWN_BARS, 23),
            (70, 23),
            ["The figure shows the first 30 of 70 rows; the table shows all."],
        ),
        (
            ("territory", "institution", "agreements"),
            (23, charts.SHOWN_COLUMNS),
            (23, 70),
            ["The figure shows the first 24 of 70 columns; the table shows all."],
        ),
        (("region", "type", "agreements"), (6, 4), (6, 4), []),
    ],
    ids=str,
)
def test_a_table_of_ones_own_says_what_a_page_cuts_and_can_make_the_whole(
    kobe, asked, drawn, whole, said
):
    chart = described(kobe, charts.pivot_chart, asked)
    every = chart.make_whole() if chart.make_whole else chart
    assert [(len(one.rows), len(one.columns)) for one in (chart, every)] == [
        drawn,
        whole,
    ]
    assert (chart.length, chart.across) == whole
    assert list(what_is_cut(chart, load_words("en"))) == said


def test_first_bars_keep_what_belongs_to_them(kobe):
    chart = described(kobe, charts.department_bars, "")
    cut = chart.head(2)
    assert (cut.categories, cut.ends) == (chart.categories[:2], chart.ends[:2])
    assert bars_of(cut) == [
        bar for bar in bars_of(chart) if bar[0] in chart.categories[:2]
    ]
    assert chart.head(len(chart.categories)) is chart


NEW = Bars(
    ("Alpha", "Beta"),
    (
        Series("one", (2, 1), ("type", "other"), (("Alpha", "2"), ("Beta", "1"))),
        Series("two", (0, 3), ("type", "double_degree"), ((), ("Beta", "3"))),
    ),
    stacked=True,
    unit="things",
    caption="Unit: things.",
)


def test_a_figure_nobody_knew_is_drawn_everywhere_from_its_description(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    section = Section("new", "map", "New", "It is new.", NEW.caption, NEW)
    report = report_on(kobe, EVERYTHING, labels, words, 78, [section])
    for size in ("wide", "large"):
        traces = drawing_of(NEW, words, THEMED, size).figure().data
        drawn = [list(trace.x) for trace in traces if trace.type == "bar"]
        assert drawn == [[2, 1], [3]]
        assert list(traces[-1].text) == [" 2", " 4"]
    assert spec_of(NEW, words, THEMED).to_dict()["layout"]["meta"] == {"n": 0}
    assert [one.section.chart for one in screens_of(report, words)] == [NEW]
    assert "Beta – two 3" in figure_svg(report, section)
    grid = grid_of(section, words)
    assert grid.frame.to_numpy().tolist() == [["Alpha", 2, 0, 2], ["Beta", 1, 3, 4]]


def test_bars_of_nothing_are_drawn_without_bars(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    chosen = Filters(exchange="not_marked")
    bars = charts.territory_bars(kobe, chosen, "marked", labels, words)
    figure = drawing_of(bars, words, THEMED).figure()
    assert [len(trace.y) for trace in figure.data] == [0]
    assert (bars.alt, bars.length) == (words("sentence.nothing"), 0)


def test_a_map_without_territories_is_drawn(kobe):
    world = described(kobe, charts.territory_map, "agreements", markers=False)
    empty = replace(world, counts={}, home=None)
    assert isinstance(empty, WorldMap)
    layers = [
        trace.type
        for trace in drawing_of(empty, load_words("en"), THEMED).figure().data
    ]
    assert layers == ["choropleth"]


def figures_of(edition, filters, labels, words):
    """Every figure in its variants."""
    asked, more = (edition, filters), (labels, words)
    for unit in ("agreements", "institutions"):
        yield charts.region_type_bars(*asked, unit, *more)
        yield charts.region_type_shares(*asked, unit, *more)
        yield charts.pivot_chart(*asked, ("type", "", unit), *more)
    for counted in ("agreements", "institutions", "marked"):
        yield charts.territory_bars(*asked, counted, *more)
        yield charts.territory_map(*asked, counted, *more)
    yield from (charts.department_bars(*asked, side, *more) for side in ("", *SIDES))
    yield from (charts.gap_matrix(*asked, by, *more) for by in ("region", "territory"))
    yield charts.department_region_bars(*asked, *more)
    yield charts.pivot_chart(*asked, ("region", "type", "marked_share"), *more)
    yield charts.rule_bars(*asked, *more)
    yield charts.year_bars(*asked, *more)


@settings(max_examples=8)
@given(filters_of(KOBE).filter(lambda filters: measures.counts(KOBE, filters).n))
def test_every_figure_can_be_drawn_and_read_under_any_filter(filters):
    words = load_words("en")
    labels = label_edition(KOBE, words)
    for chart in figures_of(KOBE, filters, labels, words):
        for size in ("wide", "large"):
            drawing_of(chart, words, THEMED, size).to_spec(chart.n)
        assert chart.table is not None
        if isinstance(chart, Bars):
            section = Section("x", "", "t", chart.alt, chart.caption, chart)
            report = report_on(KOBE, filters, labels, words, chart.n, [section])
            assert "<desc" in figure_svg(report, section)


MAKERS = {
    name
    for name in charts.__all__
    if name.endswith(("_bars", "_shares", "_map", "_matrix", "_chart", "_cards"))
}


def test_a_figure_is_described_in_one_place_and_shown_where_readme_says():
    """Besides its measure and its texts, a figure is known where README says only."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    steps = re.split(
        r"^\d\. ", readme.split("## Add a figure")[1].split("##")[0], flags=re.M
    )
    places = [re.findall(r"`(dashboard/[\w/.*]+)`", step) for step in steps[1:]]
    assert len(places) == 4
    assert all(list(ROOT.glob(place)) for step in places for place in step)
    shown = set(places[3])
    known = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        if "charts" not in path.parts
        and MAKERS & set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    }
    assert known <= shown | {
        "dashboard/pages/overview.py",  # cards, which Plotly does not draw
        "dashboard/server/first_page.py",  # cards, map and bars before the framework
        "dashboard/ui/profile.py",  # the map of one institution
        "dashboard/report/coverage.py",  # the gaps among the lists of their part
    }


@settings(max_examples=25)
@given(filters_of(KOBE))
def test_the_link_of_a_department_figure_opens_what_the_figure_counts(filters):
    """Its n stood for all agreements that pass the filters, and its link opened those."""
    words = load_words("en")
    more = (label_edition(KOBE, words), words)
    for side in SIDES:
        bars = charts.department_bars(KOBE, filters, side, *more)
        used = charts.side_filters(KOBE, filters, side)
        assert bars.n == measures.counts(KOBE, used).n
        if bars.length and not filters.departments:
            alone = (replace(filters, departments=(one,)) for one in used.departments)
            tables = (measures.agreements_listed(KOBE, one).table for one in alone)
            assert bars.n == len({*chain(*(table["agreement_id"] for table in tables))})
    marked = charts.department_region_bars(KOBE, filters, *more)
    assert marked.n == measures.counts(KOBE, charts.marked_only(filters)).n


def test_neighbouring_figures_of_departments_share_their_scale(kobe):
    words = load_words("en")
    view = View(kobe, EVERYTHING, words, label_edition(kobe, words))
    teaching, research, _ = charts_of("departments", view, {})
    ranges = [
        drawing_of(shown.chart, words, THEMED, "wide").layout["xaxis"]["range"]
        for shown in (teaching, research)
    ]
    assert ranges[0] == ranges[1]
