"""Figures as pictures: the measures' numbers, nothing cut, hostile names literal."""

from __future__ import annotations

import io
import time

import pytest
from pictures import SVG, faults, parsed, texts
from PIL import Image

from dashboard import charts, measures
from dashboard.exports.pictures import can_draw, figure_png, figure_svg
from dashboard.exports.text_metrics import is_bundled
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import Section, make_report, report_on
from dashboard.theme import themes
from pipeline import build_bytes

FILTERS = [
    Filters(),
    Filters(regions=("europe",)),
    Filters(exchange="marked"),
    Filters(types=("inter_university",)),
]
DRAWN = [
    *("headline", "map", "regions_types", "departments", "departments_regions"),
    "coverage_gaps",
]
LINK = "https://atlas.example.ac.jp/?lang=ja&region=asia"


def report_of(edition, lang, filters=None):
    words = load_words(lang)
    labels = label_edition(edition, words)
    return make_report(edition, filters or Filters(), labels, words, link=LINK)


def section_of(report, key):
    return next(section for section in report.sections if section.key == key)


def drawn(edition, lang, key, filters=None):
    report = report_of(edition, lang, filters)
    return figure_svg(report, section_of(report, key))


def pictures(report):
    return {
        one.key: figure_svg(report, one) for one in report.sections if can_draw(one)
    }


def whole_names(svg):
    """The names beside bars and rows, in one string."""
    names = [one.text for one in texts(svg) if one.anchor == "end"]
    return "".join(names).replace(" ", "")


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_text_is_inside_large_enough_and_free(kobe, lang, filters):
    shown = pictures(report_of(kobe, lang, filters))
    assert set(shown) <= set(DRAWN)
    assert {key: faults(svg) for key, svg in shown.items()} == {k: [] for k in shown}


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_stacked_bars_show_the_numbers_of_their_measure(kobe, lang, filters):
    svg = drawn(kobe, lang, "departments", filters)
    labels = label_edition(kobe, load_words(lang))
    table = measures.agreements_by_department(kobe, filters).table
    ends = [one.text for one in texts(svg) if one.bold and one.size <= 32]
    ends = ends[-len(table) :]
    names = "".join(labels.each("departments", table["department_id"]))
    assert ends == [str(n) for n in table["agreements"]]
    assert whole_names(svg) == names.replace(" ", "")
    said = parsed(svg).find(f"{SVG}desc").text
    for row, name in zip(
        table.to_dict("records"),
        labels.each("departments", table["department_id"]),
        strict=True,
    ):
        for mark, n in (
            ("marked", row["marked"]),
            ("not_marked", row["agreements"] - row["marked"]),
        ):
            told = f"{name} – {labels.of('exchange', mark)} {n}"
            assert (told in said) == (n > 0)


def test_parts_of_bars_are_as_long_as_their_numbers(kobe):
    svg = drawn(kobe, "ja", "regions_types")
    table = measures.region_by_type(kobe, Filters(), "agreements").table
    colors = themes()[0].types
    bars = [
        (one.get("fill"), float(one.get("width")))
        for one in parsed(svg).iter(f"{SVG}rect")
        if float(one.get("height")) > 30 and one.get("fill") in colors.values()
    ]
    table = table[table["agreements"] > 0]
    unit = bars[0][1] / table["agreements"].iloc[0]
    assert [(color, round(width / unit)) for color, width in bars] == [
        (colors[row["agreement_type_id"]], row["agreements"])
        for row in table.to_dict("records")
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_matrix_tells_numbers_zeros_and_nothing_apart(kobe, lang):
    words = load_words(lang)
    svg = drawn(kobe, lang, "coverage_gaps")
    gaps = measures.exchange_gaps(kobe, Filters()).table
    cells = [one for one in texts(svg) if one.anchor == "middle"][-len(gaps) :]
    assert [one.text for one in cells] == [
        str(row["marked"]) if row["agreements"] else words("matrix.nothing")
        for row in gaps.to_dict("records")
    ]


@pytest.mark.parametrize("filters", FILTERS)
def test_map_colours_and_marks_what_the_measures_hold(kobe, filters):
    svg = parsed(drawn(kobe, "en", "map", filters))
    ramp = themes()[0].ramp
    table = measures.agreements_by_territory(kobe, filters).table
    coloured = [one for one in svg.iter(f"{SVG}path") if one.get("fill") in ramp]
    placed = measures.placed_institutions(kobe, filters, 1500).table
    dots = [one for one in svg.iter(f"{SVG}circle") if float(one.get("r")) < 10.9]
    labels = label_edition(kobe, load_words("en"))
    first = table.iloc[0]
    name = labels.of("territories", first["territory_code"])
    assert len(coloured) == len(table)
    assert len(dots) == len(placed)
    assert f"{name} {first['agreements']}" in [
        one.text for one in svg.iter(f"{SVG}text")
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_picture_states_unit_list_n_filters_edition_and_link(kobe, lang):
    report = report_of(kobe, lang, Filters(regions=("asia",)))
    section = section_of(report, "regions_types")
    said = "".join(one.text for one in texts(figure_svg(report, section)))
    for text in (
        *(section.title, section.headline, section.caption),
        *(report.title, *report.facts, report.link),
    ):
        assert text.replace(" ", "") in said.replace(" ", "")


def test_a_picture_is_said_in_words(kobe):
    svg = parsed(drawn(kobe, "en", "headline"))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "title desc"
    assert svg.find(f"{SVG}title").text.startswith("At a glance: 78 agreements")
    assert "Institutions 70 partners" in svg.find(f"{SVG}desc").text


@pytest.mark.parametrize("key", DRAWN)
def test_pixels_are_of_the_width_asked_for_and_not_blank(kobe, key):
    report = report_of(kobe, "ja")
    section = section_of(report, key)
    image = Image.open(io.BytesIO(figure_png(report, section)))
    assert image.size == (1920, 1080)
    colors = image.convert("RGB").getcolors(1 << 24)
    assert len(colors) > 20
    assert 0.3 < max(colors)[0] / (1920 * 1080) < 0.99
    small = Image.open(io.BytesIO(figure_png(report, section, width=960)))
    assert small.size == (960, 540)


def test_the_same_report_gives_the_same_bytes(kobe):
    first, second = (
        (figure_svg(r, section_of(r, "map")), figure_png(r, section_of(r, "map")))
        for r in (report_of(kobe, "ja"), report_of(kobe, "ja"))
    )
    assert first == second


def test_a_section_without_a_figure_is_refused(kobe):
    report = report_of(kobe, "en")
    section = section_of(report, "rules")
    assert not can_draw(section)
    with pytest.raises(ValueError, match="Can't draw section 'rules'"):
        figure_svg(report, section)


HOSTILE = (
    *("=1+1", "<script>alert(1)</script>", "*bold*", "$x$", ":smile:"),
    *("\"quoted\" & 'single'", "]]>", "جامعة القاهرة", "🎓 学院"),
)


def listed(names, territories=("韓国",)):
    """A list of agreements, one for each department named."""
    rows = [
        f'{territories[i % len(territories)]},ソウル大学校,大学間,"{_cell(name)}",○'
        for i, name in enumerate(names)
    ]
    text = "国・地域,大学名,協定タイプ,関連部署,交換留学\n" + "\n".join(rows)
    return build_bytes(text.encode(), "list.csv")


def _cell(name):
    return name.replace('"', '""')


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_hostile_names_appear_as_they_are(lang):
    report = report_of(listed(HOSTILE), lang)
    svg = figure_svg(report, section_of(report, "departments"))
    names = set(section_of(report, "departments").chart.categories)
    shown = {one.text for one in texts(svg) if one.anchor == "end"}
    assert {"=1+1", "*bold*", "$x$", ":smile:", "]]>"} <= names
    assert names <= shown
    assert {one.tag for one in parsed(svg).iter()} <= {
        SVG + tag for tag in ("svg", "title", "desc", "rect", "line", "text")
    }
    assert figure_png(report, section_of(report, "departments"))


def test_what_xml_cant_hold_is_shown_as_unknown(kobe):
    report = report_of(kobe, "en")
    section = section_of(report, "departments")
    bars = section.chart
    broken = type(bars)(
        ("a\x00b\x1b\ufffe\ud800", *bars.categories[1:]), bars.series, True, "x"
    )
    made = type(section)("x", "x", "t\x07", "h\x0b", chart=broken)
    assert "a\ufffdb\ufffd\ufffd\ufffd" in {
        one.text for one in texts(figure_svg(report, made))
    }
    assert figure_png(report, made)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "names",
    [
        [f"{i} {'Graduate School of Everything ' * 4}"[:120] for i in range(60)],
        [f"{i}{'国際総合先端融合科学技術研究' * 9}"[:120] for i in range(60)],
        ["X" * 120, "Y" * 120],
        [f"学部{i}" for i in range(60)],
        ["工学部"],
    ],
    ids=["long words", "long kanji", "one word", "many", "one"],
)
def test_many_and_long_names_are_whole_or_counted(lang, names):
    report = report_of(listed(names), lang)
    shown = pictures(report)
    assert {key: faults(svg) for key, svg in shown.items()} == {k: [] for k in shown}
    section = section_of(report, "departments")
    svg = shown["departments"]
    ends = [one for one in texts(svg) if one.anchor == "start" and one.bold]
    ends = [one for one in ends if one.text.isdecimal() and one.size <= 32]
    named = "".join(section.chart.categories[: len(ends)]).replace(" ", "")
    assert whole_names(svg) == named
    said = "".join(one.text for one in texts(svg))
    words = load_words(lang)
    note = words("picture.first_bars", shown=len(ends), whole=len(names))
    assert (note.replace(" ", "") in said.replace(" ", "")) == (len(ends) < len(names))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_list_without_marks_draws_none(lang):
    rows = "国・地域,大学名,協定タイプ\n韓国,ソウル大学校,大学間\nドイツ,アーヘン工科大学,部局間\n"
    report = report_of(build_bytes(rows.encode(), "plain.csv"), lang)
    shown = pictures(report)
    assert set(shown) == {"headline", "map", "regions_types"}
    said = " ".join(one.text for svg in shown.values() for one in texts(svg))
    assert load_words(lang)("exchange.marked") not in said
    assert {key: faults(svg) for key, svg in shown.items()} == {k: [] for k in shown}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_letter_of_the_list_needs_another_font(kobe, lang):
    assert all(is_bundled(svg) for svg in pictures(report_of(kobe, lang)).values())


def test_a_picture_is_drawn_in_half_a_second_of_work(kobe):
    report = report_of(kobe, "ja")
    section = section_of(report, "map")
    figure_png(report, section)
    began = time.process_time()
    figure_png(report, section)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    ("unit", "counted"), [("institutions", "institutions"), ("agreements", "share")]
)
def test_grouped_bars_and_shares_are_whole(kobe, lang, unit, counted):
    words = load_words(lang)
    labels = label_edition(kobe, words)
    measure = measures.region_by_type(kobe, Filters(), unit)
    make = charts.region_type_shares if counted == "share" else charts.region_type_bars
    bars = make(kobe, Filters(), unit, labels, words)
    section = Section("x", "", "title", "headline", "caption", bars)
    report = report_on(kobe, Filters(), labels, words, measure.n, [section])
    svg = figure_svg(report, section)
    assert faults(svg) == []
    said = parsed(svg).find(f"{SVG}desc").text
    for row in measure.table.to_dict("records"):
        shown = words.percent(row["share"]) if counted == "share" else row[unit]
        region = labels.of("regions", row["region_id"])
        kind = labels.of("types", row["agreement_type_id"])
        assert f"{region} – {kind} {shown}" in said
    if not bars.stacked:
        ends = [one.text for one in texts(svg) if one.bold and one.size <= 32]
        assert ends == [str(n) for n in measure.table[unit] if n]


@pytest.mark.parametrize("counted", ["institutions", "marked"])
def test_territories_are_ranked_in_the_colours_of_their_regions(kobe, counted):
    words = load_words("ja")
    labels = label_edition(kobe, words)
    measure = measures.agreements_by_territory(kobe, Filters())
    bars = charts.territory_bars(kobe, Filters(), counted, labels, words)
    section = Section("x", "", "title", "headline", "caption", bars)
    report = report_on(kobe, Filters(), labels, words, measure.n, [section])
    svg = figure_svg(report, section)
    ranked = measure.table[measure.table[counted] > 0]
    ranked = ranked.sort_values(counted, ascending=False, kind="stable")
    ends = [one.text for one in texts(svg) if one.bold and one.size <= 32]
    assert faults(svg) == []
    assert ends == [str(n) for n in ranked[counted].head(len(ends))]
    assert bars.categories == tuple(
        labels.each("territories", ranked["territory_code"])
    )
    fills = [
        one.get("fill")
        for one in parsed(svg).iter(f"{SVG}rect")
        if float(one.get("x")) > 100 and float(one.get("height")) != 26
    ]
    colors = [themes()[0].region(one) for one in ranked["region_id"]]
    assert fills[-len(ends) :] == colors[: len(ends)]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("counted", ["institutions", "marked_share"])
@pytest.mark.parametrize("columns", ["", "type", "territory"])
def test_a_table_of_ones_own_is_drawn_with_its_numbers(kobe, lang, columns, counted):
    words = load_words(lang)
    labels = label_edition(kobe, words)
    made = measures.pivot(kobe, Filters(), "region", columns, counted)
    asked = ("region", columns, counted)
    chart = charts.pivot_chart(kobe, Filters(), asked, labels, words).make_whole()
    section = Section("x", "", "t", "h", "c", chart)
    svg = figure_svg(
        report_on(kobe, Filters(), labels, words, made.n, [section]), section
    )
    shown = words.percent if counted == "marked_share" else words.number
    said = parsed(svg).find(f"{SVG}desc").text
    kinds = {"type": "types", "territory": "territories"}
    assert faults(svg) == []
    for row in made.table.to_dict("records"):
        name = labels.of("regions", row["row_id"])
        if columns:
            name += f" – {labels.of(kinds[columns], row['column_id'])}"
        number = row[counted]
        assert (f"{name} {shown(number)}" in said) == (columns != "" or number > 0)
