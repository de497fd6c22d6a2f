"""Figures: the numbers of their measure, escaped, with room for every label."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard import charts, measures
from dashboard.contrast import contrast_ratio, luminance
from dashboard.figures import MAP_CONFIG, drawing_of, spec_of
from dashboard.figures.color_scale import color_axis, scaled
from dashboard.figures.frame import wrapped
from dashboard.figures.marker_layout import spread_markers
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.line_breaks import display_width
from dashboard.outlines import outline_ids
from dashboard.theme import REGIONS, THEMED, TYPES, themes
from dashboard.ui import legend
from pipeline import build_bytes
from pipeline.reference import load_reference

EVERYTHING = Filters()
WORDS = load_words("ja")
OUTLINES_URL = "/app/static/world_geo.geojson"


def figure_of(chart, size="wide"):
    """A drawing as Plotly's own, which complains about what is wrong."""
    return drawing_of(chart, WORDS, THEMED, size, OUTLINES_URL).figure()


@pytest.fixture(scope="module")
def labels(kobe):
    return label_edition(kobe, WORDS)


def bars(figure):
    return [trace for trace in figure.data if trace.type == "bar"]


def end_texts(figure):
    return [
        text.strip()
        for trace in figure.data
        if trace.type == "scatter"
        for text in trace.text
    ]


def test_agreements_are_stacked_and_end_in_their_total(kobe, labels):
    asked = (kobe, EVERYTHING, "agreements", labels, WORDS)
    figure = figure_of(charts.region_type_bars(*asked))
    assert figure.layout.barmode == "stack"
    assert end_texts(figure) == ["44", "23", "5", "4", "1", "1"]
    assert sum(sum(bar.x) for bar in bars(figure)) == 78


def test_institutions_are_never_stacked_for_they_do_not_add_up(kobe, labels):
    asked = (kobe, EVERYTHING, "institutions", labels, WORDS)
    measure = measures.region_by_type(kobe, EVERYTHING, "institutions")
    figure = figure_of(charts.region_type_bars(*asked))
    places = [place for bar in bars(figure) for place in bar.y]
    assert len(set(places)) == len(places) == len(measure.table)
    assert end_texts(figure) == [str(n) for n in measure.table["institutions"]]
    assert list(figure.layout.yaxis.ticktext)[:2] == ["アジア", "ヨーロッパ"]
    shares = figure_of(charts.region_type_shares(*asked))
    assert end_texts(shares)[0] == "86.1%"


def test_shares_of_agreements_fill_each_region(kobe, labels):
    asked = (kobe, EVERYTHING, "agreements", labels, WORDS)
    figure = figure_of(charts.region_type_shares(*asked))
    whole = pd.concat([pd.Series(bar.x, index=bar.y) for bar in bars(figure)])
    assert whole.groupby(level=0).sum().round(9).eq(1).all()


def test_department_bars_show_the_marked_part(kobe, labels):
    table = measures.agreements_by_department(kobe, EVERYTHING).table
    bars_of_all = charts.department_bars(kobe, EVERYTHING, "", labels, WORDS)
    figure = figure_of(bars_of_all)
    marked, rest = bars(figure)
    assert list(marked.x) == table["marked"].tolist()
    assert [a + b for a, b in zip(marked.x, rest.x, strict=True)] == table[
        "agreements"
    ].tolist()
    assert end_texts(figure)[0] == "49 / 57"
    assert marked.marker.pattern.shape is None
    assert rest.marker.pattern.shape == "/"


def test_department_by_region_ends_in_its_total(kobe, labels):
    chart = charts.department_region_bars(kobe, EVERYTHING, labels, WORDS)
    figure = figure_of(chart)
    assert end_texts(figure) == ["49", "42", "1", "1"]


def test_territory_bars_bear_the_colour_of_their_region(kobe, labels):
    asked = (kobe, EVERYTHING, "agreements", labels, WORDS)
    figure = figure_of(charts.territory_bars(*asked))
    table = measures.agreements_by_territory(kobe, EVERYTHING).table
    shown = {
        place: (length, bar.marker.color)
        for bar in bars(figure)
        for place, length in zip(bar.y, bar.x, strict=True)
    }
    colors = [THEMED.region(one) for one in table["region_id"]]
    pairs = zip(table["agreements"], colors, strict=True)
    assert shown == dict(enumerate(pairs))
    assert figure.layout.height > 23 * 25


def test_rule_bars_count_cells(kobe, labels):
    figure = figure_of(charts.rule_bars(kobe, EVERYTHING, labels, WORDS))
    table = measures.repairs_by_rule(kobe, EVERYTHING).table
    assert list(bars(figure)[0].x) == table["repairs"].tolist()


def draw_map(kobe, labels, view="world", filters=EVERYTHING, size="wide"):
    asked = (kobe, filters, "agreements", labels, WORDS)
    return figure_of(charts.territory_map(*asked, view=view), size)


def test_colours_of_an_area_span_its_own_counts(kobe, labels):
    europe = draw_map(kobe, labels, view="europe")
    assert europe.layout.coloraxis.cmax == 6  # France; China has 14
    assert europe.layout.coloraxis.colorbar.ticktext == ("1", "3", "6")


def test_a_legend_has_only_what_the_map_draws(kobe, labels):
    asked = (kobe, EVERYTHING, "agreements", labels, WORDS)
    whole = legend.of_chart(charts.territory_map(*asked), WORDS)
    bare = charts.territory_map(*asked, markers=False)
    assert re.findall(r"aa-key aa-(\w+)", whole) == ["dot", "ring", "square", "star"]
    assert re.findall(r"aa-key aa-(\w+)", legend.of_chart(bare, WORDS)) == [
        "square",
        "star",
    ]
    europe = charts.territory_map(*asked, view="europe")
    keys = re.findall(r"aa-key aa-(\w+)", legend.of_chart(europe, WORDS))
    assert keys == ["dot", "ring"]
    nowhere = replace(bare, counts={"FRA": 1}, home=None)
    assert legend.of_chart(nowhere, WORDS) == ""


def test_map_asks_our_own_server_for_outlines_and_nobody_for_a_base(kobe, labels):
    figure = draw_map(kobe, labels)
    areas = [trace for trace in figure.data if trace.type == "choropleth"]
    assert {area.geojson for area in areas} == {"/app/static/world_geo.geojson"}
    assert MAP_CONFIG["topojsonURL"].startswith("data:application/json,")
    assert MAP_CONFIG["topojsonURL"].endswith("#")
    base = json.loads(MAP_CONFIG["topojsonURL"].split(",", 1)[1][:-1])
    assert len(base["objects"]) == 7
    assert figure.layout.geo.projection.rotation.lon == 150
    assert figure.layout.geo.visible is False


def test_map_holds_every_territory_and_institution(kobe, labels):
    ground, areas, small, filled, hollow, names, home = draw_map(kobe, labels).data
    assert list(names.text) == [
        "中国 14",
        "インドネシア 7",
        "フランス 6",
        "オーストラリア 4",
        "タイ 4",
        "アメリカ合衆国 4",
    ]
    assert (home.marker.symbol, list(home.hovertext)) == ("star", ["<b>神戸大学</b>"])
    assert sorted([*ground.locations, *areas.locations]) == sorted(outline_ids())
    assert len(outline_ids()) > 200
    assert set(areas.locations) == set(kobe.territories["territory_code"])
    assert set(areas.locations) <= set(outline_ids())
    assert [code for _, code in small.customdata] == ["SGP"]
    assert len(filled.lat) == 49
    assert len(hollow.lat) == 21


def test_map_hover_gives_all_three_counts(kobe, labels):
    areas = draw_map(kobe, labels).data[1]
    hover = dict(zip(areas.locations, areas.hovertext, strict=True))["TWN"]
    for text in ("台湾", "協定 10 件", "7 の大学・機関", "交換留学 ○ 7 件"):
        assert text in hover


@pytest.mark.parametrize(
    ("view", "filters", "kind"),
    [
        ("world", EVERYTHING, "natural earth"),
        ("europe", EVERYTHING, "mercator"),
        ("latin_america", EVERYTHING, "mercator"),
        ("world", Filters(exchange="marked"), "natural earth"),
        ("world", Filters(regions=("europe",)), "mercator"),
        ("world", Filters(territories=("USA", "KOR")), "mercator"),
    ],
    ids=str,
)
def test_map_shows_the_part_of_the_world_that_is_asked_for(
    kobe, labels, view, filters, kind
):
    assert draw_map(kobe, labels, view, filters).layout.geo.projection.type == kind


def test_map_of_a_region_holds_its_territories_and_names_those_outside(kobe, labels):
    asked = (kobe, EVERYTHING, "agreements", labels, WORDS)
    world, europe = (charts.territory_map(*asked, view=v) for v in ("world", "europe"))
    table = measures.agreements_by_territory(kobe, EVERYTHING).table
    (west, east), (south, north) = europe.window.longitudes, europe.window.latitudes
    for row in table[table["region_id"] == "europe"].to_dict("records"):
        assert west < row["longitude"] < east
        assert south < row["latitude"] < north
    assert (
        "この範囲の外に中国、台湾、インドネシア、韓国、オーストラリアなど 12 の国・地域"
        in (europe.caption)
    )
    assert "範囲の外" not in world.caption


def test_institutions_of_one_city_do_not_cover_each_other(kobe):
    table = measures.placed_institutions(kobe, EVERYTHING, 1000).table
    placed = spread_markers(table, 0.5)
    assert len(placed) == 70
    assert not placed.duplicated(["marker_latitude", "marker_longitude"]).any()
    again = spread_markers(table.sample(frac=1, random_state=1), 0.5)
    columns = ["institution_id", "marker_latitude", "marker_longitude"]
    assert (
        again[columns]
        .reset_index(drop=True)
        .equals(placed[columns].reset_index(drop=True))
    )
    near = placed[["latitude", "longitude"]].round(2)
    alone = placed[~near.duplicated(keep=False)]
    assert len(alone) > 40
    assert (alone["marker_latitude"] == alone["latitude"].round(4)).all()


def test_colours_follow_the_order_of_magnitude_only_where_counts_are_large():
    assert scaled(pd.Series([1, 14])) == [1, 14]
    assert scaled(pd.Series([1, 10, 1000])) == [0, 1, 3]
    assert color_axis(pd.Series([1, 14]), WORDS, THEMED)["cmax"] == 14
    axis = color_axis(pd.Series([1, 5000]), WORDS, THEMED)
    assert axis["colorbar"]["ticktext"] == ["1", "10", "100", "1,000"]


def test_text_of_the_data_is_never_read_as_a_tag(kobe, labels):
    evil = "<b>x</b><a href='//evil'>y</a>"
    tables = {**labels.tables}
    for kind in ("regions", "types", "departments", "territories", "institutions"):
        tables[kind] = dict.fromkeys(labels.tables[kind], evil)
    bad = replace(labels, tables=tables)
    drawings = [
        figure_of(charts.region_type_bars(kobe, EVERYTHING, "agreements", bad, WORDS)),
        figure_of(charts.department_bars(kobe, EVERYTHING, "", bad, WORDS)),
        figure_of(charts.gap_matrix(kobe, EVERYTHING, "region", bad, WORDS)),
        draw_map(kobe, bad),
    ]
    for figure in drawings:
        assert "<a" not in figure.to_json()
        assert "<b>x" not in figure.to_json()


def test_long_labels_are_broken_not_cut():
    text = "Research Center for Membrane and Film Technology"
    assert wrapped(text).replace("<br>", " ") == text
    assert all(display_width(line) <= 22 for line in wrapped(text).split("<br>"))
    ja = "大学院システム情報学研究科先端融合科学専攻"
    assert wrapped(ja).replace("<br>", "") == ja
    assert "<br>" in wrapped(ja)


def test_a_list_without_marks_is_drawn_without_them(kobe, labels):
    absent = replace(labels, absent=frozenset({"marked", "marked_share", "exchange"}))
    chart = charts.department_bars(kobe, EVERYTHING, "", absent, WORDS)
    figure = figure_of(chart)
    assert end_texts(figure)[0] == "57"
    assert "交換留学" not in draw_map(kobe, absent).to_json()


@pytest.mark.parametrize("palette", themes(), ids=["light", "dark"])
def test_colours_can_be_read_in_both_themes(palette):
    assert contrast_ratio(palette.ink, palette.paper) >= 7
    assert contrast_ratio(palette.muted, palette.paper) >= 4.5
    assert contrast_ratio(palette.accent, palette.paper) >= 4.5
    for region in REGIONS:
        assert contrast_ratio(palette.region(region), palette.paper) >= 4.5, region
    for kind in TYPES:
        assert contrast_ratio(palette.type(kind), palette.paper) >= 3, kind
    assert len(set(palette.regions.values())) == len(REGIONS)
    steps = [luminance(color) for color in palette.ramp]
    assert steps in (sorted(steps), sorted(steps, reverse=True))


def test_each_region_and_type_has_one_colour_and_unknown_ones_share_one():
    assert THEMED.region("") == THEMED.region("other")
    assert THEMED.type("") == THEMED.type("other")
    assert set(REGIONS) >= set(load_reference().regions) - {""}


def cells_of(figure):
    """Column, row -> the text in the cell."""
    (trace,) = figure.data
    return {
        (round(left + width / 2), y): text
        for left, width, y, text in zip(
            trace.base, trace.x, trace.y, trace.text, strict=True
        )
    }


def test_gaps_are_seen_without_colour(kobe, labels):
    chart = charts.gap_matrix(kobe, EVERYTHING, "region", labels, WORDS)
    figure = figure_of(chart)
    shown = cells_of(figure)
    rows = [wrapped(one, 26) for one in ["大学院工学研究科", "大学院農学研究科"]]
    at = [list(figure.layout.yaxis.ticktext).index(row) for row in rows]
    columns = range(len(figure.layout.xaxis.ticktext))
    none = "<b>0</b>"  # framed: agreements, but none marked
    assert [shown[x, at[0]] for x in columns] == ["29", "18", none, "1", none, "1"]
    assert [shown[x, at[1]] for x in columns] == ["－", none, *["－"] * 4]
    (trace,) = figure.data
    look = zip(trace.text, trace.marker.color, trace.marker.line.color, strict=True)
    kinds = {text: (fill, line) for text, fill, line in look if not text.isdigit()}
    assert kinds == {
        none: (THEMED.paper, THEMED.ink),
        "－": (THEMED.land, "rgba(0,0,0,0)"),
    }


def pivot_of(kobe, labels, *asked):
    return figure_of(charts.pivot_chart(kobe, EVERYTHING, asked, labels, WORDS))


def test_a_square_chooses_its_pair(kobe, labels):
    figure = pivot_of(kobe, labels, "region", "type", "agreements")
    assert cells_of(figure)[0, 0] == "33"
    assert list(figure.data[0].customdata[0]) == [
        *("region", "asia"),
        *("type", "inter_faculty"),
    ]


def test_a_pivot_without_columns_is_bars(kobe, labels):
    figure = pivot_of(kobe, labels, "region", "", "marked_share")
    assert end_texts(figure) == ["68.2%", "82.6%", "0.0%", "25.0%", "0.0%", "100.0%"]


def test_years_stand_side_by_side_and_none_is_left_out():
    signed = [*range(1985, 2015), 2018, 2019, 2019]
    lines = [f"韓国,ソウル大学校,大学間,{year}-04-01" for year in signed]
    text = "\n".join(["国・地域,大学名,協定タイプ,締結日", *lines])
    dated = build_bytes(text.encode(), "dated.csv")
    labels = label_edition(dated, WORDS)
    bars = charts.year_bars(dated, EVERYTHING, labels, WORDS)
    assert bars.categories == tuple(map(str, range(1985, 2020)))
    assert "0 件" not in bars.caption
    figure = figure_of(bars)
    columns, _halo, running = figure.data
    assert list(columns.y) == [1] * 30 + [0, 0, 0, 1, 2]
    assert list(running.y) == [*range(1, 31), 30, 30, 30, 31, 33]
    assert list(figure.layout.xaxis.ticktext) == [str(y) for y in range(1986, 2020, 3)]


def test_what_is_sent_is_what_plotly_would_send_and_its_number(kobe, labels):
    chart = charts.region_type_bars(kobe, EVERYTHING, "agreements", labels, WORDS)
    spec = spec_of(chart, WORDS, THEMED).to_dict()
    assert spec["layout"].pop("meta") == {"n": 78}
    assert spec == json.loads(figure_of(chart).to_json())


def test_a_figure_is_drawn_once_for_all_readers_and_no_reader_can_change_it(
    kobe, labels
):
    asked = (kobe, EVERYTHING, "agreements", labels, WORDS)
    spec = spec_of(charts.region_type_bars(*asked), WORDS, THEMED)
    spec.to_dict()["layout"].clear()
    assert spec_of(charts.region_type_bars(*asked), WORDS, THEMED) is spec
    assert spec.to_dict()["layout"]["meta"] == {"n": 78}
    share = spec_of(charts.region_type_shares(*asked), WORDS, THEMED)
    assert share.to_dict() != spec.to_dict()


def test_a_large_map_has_large_text_and_its_scale_beside_it(kobe, labels):
    figure, before = (draw_map(kobe, labels, size=size) for size in ("large", "wide"))
    scale = figure.layout.coloraxis.colorbar
    assert (scale.orientation, scale.tickfont.size) == ("v", 26)
    assert scale.ticktext == before.layout.coloraxis.colorbar.ticktext
    assert (figure.layout.height, before.layout.height) == (None, 500)
    assert figure.layout.hoverlabel.font.to_plotly_json() == {
        "color": THEMED.ink,
        "size": 26,
    }
    assert (figure.layout.margin.b, before.layout.margin.b) == (0, 44)
    for large, usual in zip(figure.data, before.data, strict=True):
        plain, other = large.to_plotly_json(), usual.to_plotly_json()
        if "size" in plain.get("marker", {}):
            assert np.all(plain["marker"].pop("size") > other["marker"].pop("size"))
        assert json.dumps(plain) == json.dumps(other)
