"""Nothing on a slide leaves its box or lies on something else, whatever the list."""

from __future__ import annotations

import pytest
from slide_reader import (
    charts_of,
    notes_of,
    opened,
    overflows,
    overlaps,
    report_of,
    tables_of,
)

from dashboard.charts import Bars
from dashboard.exports.slides import make_slides
from dashboard.exports.slides.fit import em, letters_wider, shortened, wrap_lines
from dashboard.filters import Filters
from pipeline import build_bytes

LINK = "http://127.0.0.1:8501/?lang=ja"
LONG = "国際連携教育研究推進機構附属先端科学技術共同利用センター"
LATIN = "Interdisciplinary Graduate School of Advanced Sustainable Engineering "
HEAD = "国・地域,大学名,学部等,協定タイプ,関連部署,交換留学\n"
PLACES = ("韓国", "ドイツ", "米国", "ブラジル", "シンガポール", "ケニア")


def listed(rows: list[str], head: str = HEAD):
    return build_bytes((head + "\n".join(rows) + "\n").encode(), "list.csv")


def long_names():
    """Names of 120 characters, in both scripts and without a space."""
    names = [(LONG * 5)[:119], (LATIN * 3)[:119], "W" * 119]
    return listed(
        [
            f"{place},{names[i % 3]}{i},{names[(i + 1) % 3]},大学間,{names[i % 3]},○"
            for i, place in enumerate(PLACES * 3)
        ]
    )


def many_departments():
    return listed(
        [
            f"{PLACES[i % 6]},第{i}大学,工学部,部局間,第{i}研究科|第{i + 1}研究科,{'○' * (i % 2)}"
            for i in range(60)
        ]
    )


def one_region():
    return listed(["韓国,ソウル大学校,工学部,大学間,工学部,○"])


def no_exchange():
    rows = ["韓国,ソウル大学校,大学間", "ドイツ,アーヘン工科大学,部局間"]
    return listed(rows, "国・地域,大学名,協定タイプ\n")


def ten_thousand():
    return listed(
        [
            f"{PLACES[i % 6]},第{i % 3000}大学,第{i % 40}学部,{('大学間', '部局間')[i % 2]},"
            f"第{i % 12}研究科,{'○' * (i % 3 > 0)}"
            for i in range(10_000)
        ]
    )


LISTS = {
    make.__name__: make
    for make in (long_names, many_departments, one_region, no_exchange, ten_thousand)
}


def faults(deck) -> list[tuple[int, object]]:
    width, height = deck.slide_width / 12700, deck.slide_height / 12700
    return [
        (at, fault)
        for at, slide in enumerate(deck.slides, start=1)
        for fault in [*overlaps(slide), *overflows(slide, width, height)]
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_everything_has_its_room(kobe, lang):
    report, words = report_of(kobe, lang, link=LINK)
    assert faults(opened(make_slides(report, words))) == []


@pytest.mark.parametrize("name", LISTS)
def test_extreme_lists_have_their_room(name):
    lang = "en" if name in ("long_names", "no_exchange") else "ja"
    report, words = report_of(LISTS[name](), lang, link=LINK)
    deck = opened(make_slides(report, words))
    assert faults(deck) == []
    drawn = [s.chart for s in report.sections if isinstance(s.chart, Bars)]
    shown = [len(list(chart.plots[0].categories)) for _, chart in charts_of(deck)]
    assert shown == [
        len(bars.categories) if len(bars.categories) <= 25 else 20 for bars in drawn
    ]


def test_all_departments_are_in_the_table_where_the_chart_shows_the_first():
    report, words = report_of(many_departments(), "en")
    deck = opened(make_slides(report, words))
    (section,) = (s for s in report.sections if s.key == "departments")
    told = [
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.name == "Foot"
        and "The first 20 of 60 are drawn." in shape.text_frame.text
    ]
    assert told
    cells = {row[0] for _, rows in tables_of(deck) for row in rows}
    assert set(section.table.iloc[:, 0]) <= cells


def test_what_is_shortened_stands_in_the_notes():
    report, words = report_of(long_names(), "en")
    deck = opened(make_slides(report, words))
    shortened_cells = 0
    for slide, rows in tables_of(deck):
        notes = notes_of(slide)
        for row in rows:
            for text in row:
                if text.endswith("…"):
                    shortened_cells += 1
                    assert text[:-1] in notes
    assert shortened_cells


def test_a_view_of_many_filters_has_its_room(kobe):
    every = tuple(kobe.departments["department_id"])
    codes = tuple(kobe.territories["territory_code"])
    filters = Filters(departments=every, territories=codes)
    report, words = report_of(kobe, "en", filters, link=LINK)
    assert faults(opened(make_slides(report, words))) == []


def test_lines_break_as_japanese_is_set():
    assert wrap_lines("協定（件）、大学", 4.5) == ["協定", "（件）、", "大学"]
    assert wrap_lines("two words", 4) == ["two", "words"]
    assert wrap_lines("abcdefgh", 2.4) == ["abcd", "efgh"]
    assert wrap_lines("", 5) == [""]


def test_a_text_is_shortened_only_where_it_must_be():
    assert shortened("大学", 2.2, 1) == "大学"
    assert shortened("国際連携機構", 4.2, 1) == "国際連…"
    assert em("大学") == pytest.approx(2.08)


def test_letters_of_an_unknown_typeface_take_more_room():
    plain = em("word"), em("大学")
    with letters_wider(1.5):
        assert (em("word"), em("大学")) == (pytest.approx(1.5 * plain[0]), plain[1])
    assert (em("word"), em("大学")) == plain
