"""A report as screens: one figure each, long text over several, what is cut is said."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts import Bars, Cards, Series
from dashboard.exports.screens import Screen, is_long, screen_named, screens_of
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import Report, Section, make_report

JA, EN = load_words("ja"), load_words("en")


def report_of(*sections: Section) -> Report:
    return Report("ja", "一覧", "", "2026-11", "", 3, (), "", "", sections)


def section(**more) -> Section:
    return Section(
        **{"key": "a", "part": "a", "title": "題", "headline": "文。"} | more
    )


def rows(count: int, text: str = "短い") -> pd.DataFrame:
    return pd.DataFrame({"名": [text] * count, "数": range(count)})


@pytest.fixture(scope="module", params=["ja", "en"])
def kobe_screens(request, kobe) -> tuple[Screen, ...]:
    words = load_words(request.param)
    labels = label_edition(kobe, words)
    return screens_of(make_report(kobe, Filters(), labels, words), words)


def test_screens_show_summary_figures_and_gaps_and_nothing_to_look_up(kobe_screens):
    assert [(s.section.key, s.part, s.parts) for s in kobe_screens] == [
        ("summary", 1, 1),
        ("headline", 1, 1),
        ("map", 1, 1),
        ("regions_types", 1, 1),
        ("departments", 1, 1),
        ("departments_regions", 1, 1),
        ("coverage_gaps", 1, 1),
        ("coverage_territories", 1, 1),
        ("coverage_departments", 1, 1),
        ("coverage_institutions", 1, 2),
        ("coverage_institutions", 2, 2),
        ("coverage_single", 1, 2),
        ("coverage_single", 2, 2),
    ]


def test_each_screen_holds_one_thing(kobe_screens):
    for screen in kobe_screens:
        held = screen.section
        things = (held.chart, held.table, held.terms or None, held.items or None)
        assert sum(thing is not None for thing in things) == 1


def test_screens_of_a_section_hold_all_its_rows_or_say_how_many(kobe_screens):
    single = [s for s in kobe_screens if s.section.key == "coverage_single"]
    assert [len(screen.section.table) for screen in single] == [6, 5]
    assert {(screen.shown, screen.rows) for screen in single} == {(0, 0)}
    several = [s for s in kobe_screens if s.section.key == "coverage_institutions"]
    assert [len(screen.section.table) for screen in several] == [6, 6]
    assert {(screen.shown, screen.rows) for screen in several} == {(0, 0)}


def test_no_row_of_a_table_is_alone_on_the_last_screen():
    for count in (12, 13, 15, 21):
        parts = screens_of(report_of(section(table=rows(count))), JA)
        lengths = [len(screen.section.table) for screen in parts]
        assert sum(lengths) == count
        assert max(lengths) - min(lengths) <= 1


def test_short_table_stays_on_one_screen_in_larger_letters():
    (screen,) = screens_of(report_of(section(table=rows(3))), JA)
    assert (screen.large, screen.shown, screen.rows) == (True, 0, 0)
    assert len(screen.section.table) == 3


def test_table_goes_on_over_screens_in_order():
    screens = screens_of(report_of(section(table=rows(20))), JA)
    assert [screen.part for screen in screens] == list(range(1, len(screens) + 1))
    assert len(screens) > 1
    joined = pd.concat([screen.section.table for screen in screens])
    pd.testing.assert_frame_equal(joined, rows(20))


def test_table_too_long_for_screens_shows_its_first_and_says_so():
    (screen,) = screens_of(report_of(section(table=rows(5000))), JA)
    assert screen.rows == 5000
    assert screen.shown == len(screen.section.table) < 20


def test_longer_headline_leaves_room_for_fewer_rows():
    long = section(table=rows(60), headline="長い見出し" * 25)
    assert is_long(long.headline)
    (usual,) = screens_of(report_of(section(table=rows(100))), JA)
    (short,) = screens_of(report_of(section(table=rows(100), **_headline(long))), JA)
    assert short.shown < usual.shown


def _headline(of: Section) -> dict[str, str]:
    return {"headline": of.headline}


def test_row_longer_than_a_screen_has_one_of_its_own():
    screens = screens_of(report_of(section(table=rows(2, "長い" * 2000))), JA)
    assert [len(screen.section.table) for screen in screens] == [1, 1]


def test_table_of_one_row_becomes_cards():
    table = pd.DataFrame({"名": ["一"], "割合 %": [39.74], "数": [1234]})
    (screen,) = screens_of(report_of(section(table=table)), JA)
    assert isinstance(screen.section.chart, Cards)
    shown = [(card.label, card.value) for card in screen.section.chart.cards]
    assert shown == [("名", "一"), ("割合 %", "39.7"), ("数", "1,234")]


def test_bars_that_do_not_fit_are_counted():
    names = tuple(f"部署{i}" for i in range(60))
    series = (Series("協定", tuple(range(60, 0, -1)), ("accent", "")),)
    bars = Bars(names, series, stacked=True, unit="協定")
    (screen,) = screens_of(report_of(section(chart=bars, table=rows(60))), JA)
    assert (screen.shown, screen.rows) == (8, 60)
    assert screen.section.table is None


def test_section_without_figure_and_text_is_its_sentence():
    (screen,) = screens_of(report_of(section()), EN)
    assert screen.section == section()


def test_screen_is_found_by_number_section_part_or_page(kobe_screens):
    last = len(kobe_screens)
    assert screen_named(kobe_screens, "1") == 1
    assert screen_named(kobe_screens, str(last)) == last
    assert kobe_screens[screen_named(kobe_screens, "map") - 1].section.key == "map"
    departments = screen_named(kobe_screens, "departments_regions")
    assert kobe_screens[departments - 1].section.key == "departments_regions"
    assert screen_named(kobe_screens, "overview") == 1
    assert kobe_screens[screen_named(kobe_screens, "coverage") - 1].page == "coverage"
    assert screen_named(kobe_screens, "about") is None


@pytest.mark.parametrize("name", ["0", str(10**6), "-1", "narnia", "٣", "1.5"])
def test_screen_that_is_not_there_is_not_found(kobe_screens, name):
    assert screen_named(kobe_screens, name) is None
