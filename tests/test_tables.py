"""Tables, sentences and markup: what people read, nothing recounted."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from dashboard import charts, html, measures, narration, tables
from dashboard.cube import fold_rows
from dashboard.exports.tables import table_csv, table_xlsx
from dashboard.exports.tidy import tidy_tables
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from pipeline.model import ListQuestion
from tests.stages import HEADING, asked_edition

EVERYTHING = Filters()


@pytest.fixture(params=["ja", "en"])
def words(request):
    return load_words(request.param)


@pytest.fixture
def labels(kobe, words):
    return label_edition(kobe, words)


def test_labelled_table_names_ids_and_gives_shares_as_per_cent(kobe):
    words = load_words("ja")
    measure = measures.agreements_by_region(kobe, EVERYTHING)
    table = tables.labelled(measure.table, label_edition(kobe, words), words)
    assert table.iloc[0].to_dict() == {
        "地域": "アジア",
        "協定": 44,
        "割合 %": 56.4,
        "大学・機関": 36,
        "交換留学 ○": 30,
        "○ の割合 %": 68.2,
        "国・地域": 7,
    }


def test_every_table_on_screen_has_a_heading_for_every_column(kobe, labels, words):
    trace = measures.trace_agreement(kobe, kobe.agreements["agreement_id"].iloc[19])
    listed = measures.agreements_listed(kobe, EVERYTHING)
    shown = [
        tables.labelled(measures.repairs_listed(kobe, EVERYTHING).table, labels, words),
        tables.labelled(
            measures.findings_by_code(kobe, EVERYTHING).table, labels, words
        ),
        *(chart.table for chart in charts_of(kobe, labels, words)),
        tables.reading_table(trace, labels, words),
        tables.layout_table(kobe, labels, words),
    ]
    for table in shown:
        assert len(table)
        assert not any(str(name).endswith(("_id", "_text", "_code")) for name in table)
    agreements = tables.agreement_table(listed.table, labels, words)
    headings = tables.agreement_headings(agreements, labels, words)
    assert len(set(headings.values())) == len(headings)


def charts_of(edition, labels, words):
    """One figure for each way of making a table below it."""
    asked, more = (edition, EVERYTHING), (labels, words)
    return (
        charts.region_type_bars(*asked, "agreements", *more),
        charts.department_region_bars(*asked, *more),
        charts.department_bars(*asked, "research", *more),
        charts.rule_bars(*asked, *more),
        charts.territory_map(*asked, "agreements", *more),
        charts.gap_matrix(*asked, "territory", *more),
        charts.pivot_chart(*asked, ("region", "type", "agreements"), *more),
    )


def test_region_by_type_table_gives_counts_with_shares_and_totals(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    asked = (kobe, EVERYTHING, "agreements", labels, words)
    table = charts.region_type_bars(*asked).table
    assert table.iloc[1].to_dict() == {
        "Region": "Europe",
        "Departmental": "14 (60.9%)",
        "University-wide": "9 (39.1%)",
        "Other": "0",
        "Double degree": "0",
        "Total": "23",
    }
    asked = (kobe, EVERYTHING, "institutions", labels, words)
    assert "Total" not in charts.region_type_bars(*asked).table


def test_department_by_region_table_adds_up_across(kobe, labels, words):
    table = charts.department_region_bars(kobe, EVERYTHING, labels, words).table
    assert table.iloc[0, -1] == 49 == table.iloc[0, 1:-1].sum()


def test_rules_of_a_cell_are_named_in_order(kobe):
    labels = label_edition(kobe, load_words("ja"))
    assert tables.rule_labels("moved_left+carried_down", labels) == (
        "左へ移動 → 上の行から引き継ぎ"
    )


def test_sentence_names_the_first_and_counts_the_rest(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    table = measures.agreements_by_territory(kobe, EVERYTHING).table
    sentence = narration.ranking_sentence(
        table, "territory_code", "territories", "agreements", labels, words
    )
    assert sentence.startswith("Agreements: China 14, Taiwan 10")
    assert sentence.endswith("and 17 more.")
    nothing = narration.ranking_sentence(
        table.head(0), "territory_code", "territories", "agreements", labels, words
    )
    assert nothing == words("sentence.nothing")


def test_sentence_of_departments_without_marks_counts_agreements(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    absent = type(labels)("en", "?", frozenset({"marked"}), labels.tables)
    table = measures.agreements_by_department(kobe, EVERYTHING).table
    assert "of all" in narration.department_sentence(table, labels, words)
    assert "of all" not in narration.department_sentence(table, absent, words)


def test_table_markup_is_a_table_with_headings_and_escaped_cells(words):
    frame = pd.DataFrame({"a <b>": ["<script>"], "n": [1234], "share %": [9.0]})
    table_html = html.table(frame, words, 'label "x"')
    assert "<script>" not in table_html
    assert '<th scope="col" class="aa-short">a &lt;b&gt;</th>' in table_html
    assert '<th scope="row" class="aa-short">&lt;script&gt;</th>' in table_html
    assert ">1,234<" in table_html
    assert ">9.0<" in table_html
    assert 'aria-label="label &quot;x&quot;"' in table_html


def test_finding_shows_its_line_as_printed():
    table_html = html.finding_with_line("a text", "row 78", " | <a> |\n")
    assert "<p>a text</p><pre><code>| &lt;a&gt; |</code></pre>" in table_html
    assert '<p class="aa-doubt">row 78</p>' in table_html


def test_cells_are_folded_even_where_their_codes_would_overflow():
    large = 2**40
    columns = [np.array([0, large, 0, large]), np.array([large, 0, large, 1])]
    example, cell, weight = fold_rows(columns)
    assert weight.tolist() == [2, 1, 1]
    assert cell.tolist()[0] == cell.tolist()[2]
    assert len(example) == 3


def test_rows_of_a_table_lead_to_their_agreements_alone_and_as_pairs(kobe):
    words = load_words("en")
    table = measures.region_by_type(kobe, Filters(), "agreements").table.head(3)
    leads = tables.row_leads(table, label_edition(kobe, words), words)
    assert leads == {
        "Region": [("region", "asia"), ("region", "asia"), ("region", "asia")],
        "Agreement type": [
            ("region", "asia", "type", "inter_faculty"),
            ("region", "asia", "type", "inter_university"),
            ("region", "asia", "type", "other"),
        ],
    }


def test_names_of_institutions_lead_to_their_page_and_rows_to_their_trace(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    table = pd.DataFrame(
        {
            "institution_id": ["university-of-pisa-ita", ""],
            "territory_code": ["ITA", ""],
            "agreement_id": ["A0049", "A0050"],
            "source_row": [53, 54],
        }
    )
    assert tables.row_leads(table, labels, words) == {
        "Country or territory": [("territory", "ITA"), ()],
        "Institution": [("institution", "university-of-pisa-ita"), ()],
        "Source row": [("agreement", "A0049"), ("agreement", "A0050")],
    }
    no_ids = pd.DataFrame({"rule": ["moved"], "repairs": [1]})
    assert tables.row_leads(no_ids, labels, words) == {}


def test_labels_of_a_figures_table_lead_to_what_they_name_but_for_totals(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    pivot = measures.pivot(kobe, Filters(), "region", "type", "agreements")
    shown = tables.pivot_table(pivot, labels, words)
    leads = tables.label_leads(shown, tables.pivot_ids(pivot), labels)
    assert leads["Region"][:2] == [("region", "asia"), ("region", "europe")]
    assert leads["Region"][-1] == ()
    assert leads["Double degree"] == [
        ("region", "asia", "type", "double_degree"),
        *[()] * 6,
    ]
    assert [*leads] == [*shown.columns[:-1]]


def test_linked_cells_are_links_a_second_name_stands_below_and_the_total_is_last(words):
    frame = pd.DataFrame({"a": ["x & y", words("table.total")], "b": ["z", ""]})
    markup = html.table(
        frame,
        words,
        "label",
        links={"a": ['/map?q=1&r="2"', ""]},
        below={"a": "b"},
        row_ids=("one", "two"),
    )
    assert markup == (
        '<div class="aa-scroll" tabindex="0" role="region" aria-label="label">'
        '<table class="aa-table"><thead><tr><th scope="col" class="aa-short">a</th></tr>'
        '</thead><tbody><tr id="one"><th scope="row" class="aa-short">'
        '<a class="aa-go" href="/map?q=1&amp;r=&quot;2&quot;">x &amp; y</a>'
        '<span class="aa-second">z</span></th></tr>'
        f'<tr id="two" class="aa-total"><th scope="row" class="aa-short">'
        f"{words('table.total')}</th></tr></tbody></table></div>"
    )


def test_headings_sort_only_where_there_are_rows_to_sort_and_a_script(words):
    long, short = (pd.DataFrame({"a": ["x"] * n}) for n in (5, 4))
    assert "aa-sort" in html.table(long, words, "label", sortable=True)
    assert "aa-sort" not in html.table(long, words, "label")
    assert "aa-sort" not in html.table(short, words, "label", sortable=True)


def test_cities_are_named_in_the_readers_language(kobe, words, labels):
    table = measures.agreements_by_institution(kobe, EVERYTHING).table
    pisa = table[table["institution_id"] == "university-of-pisa-ita"]
    shown = tables.labelled(pisa, labels, words)
    city = {"ja": "ピサ", "en": "Pisa"}[words.lang]
    assert shown[words("column.city_en")].tolist() == [city]


def pivoted(kobe, lang, *asked):
    words = load_words(lang)
    made = measures.pivot(kobe, Filters(), *asked)
    table = tables.pivot_table(made, label_edition(kobe, words), words)
    return table, tables.pivot_caption(made, words)


def test_a_table_of_ones_own_has_totals_where_it_adds_up(kobe):
    table, caption = pivoted(kobe, "en", "region", "exchange", "agreements")
    assert table.to_numpy().tolist() == [
        ["Asia", 30, 14, 44],
        ["Europe", 19, 4, 23],
        ["North America", 0, 5, 5],
        ["Oceania", 1, 3, 4],
        ["Latin America", 0, 1, 1],
        ["Middle East", 1, 0, 1],
        ["Total", 51, 27, 78],
    ]
    assert list(table) == ["Region", "Marked for exchange", "Not marked", "Total"]
    assert caption == "Unit: Agreements. Rows and columns add up to the totals."


def test_departments_have_no_total_down(kobe):
    table, caption = pivoted(kobe, "en", "department", "", "agreements")
    assert table["Agreements"].tolist() == [57, 47, 17, 3, 2, 2, 1, 1]
    assert "Total" not in table["Department"].tolist()
    assert "do not add up" in caption


def test_shares_are_per_cent_without_totals(kobe):
    table, caption = pivoted(kobe, "ja", "region", "", "marked_share")
    assert table.to_numpy().tolist()[:2] == [["アジア", 68.2], ["ヨーロッパ", 82.6]]
    assert list(table) == ["地域", "○ の割合 %"]
    assert "足し合わせられません" in caption


def test_two_sides_stand_in_columns(kobe):
    words = load_words("en")
    measure = measures.compare(kobe, Filters(), "region", "asia", "europe")
    shown = tables.labelled(measure.table, label_edition(kobe, words), words)
    turned = tables.transposed(shown, words)
    assert list(turned) == ["Region", "Asia", "Europe"]
    assert turned.to_numpy().tolist()[:5] == [
        ["Agreements", "44", "23"],
        ["Institutions", "36", "23"],
        ["Countries and territories", "7", "11"],
        ["Marked for exchange", "30", "19"],
        ["Marked %", "68.2", "82.6"],
    ]


def test_a_table_to_take_along_holds_no_formula():
    table = pd.DataFrame({"name": ["=1+1", "ピサ大学"], "agreements": [1, 2]})
    assert table_csv(table).decode("utf-8-sig") == (
        "name,agreements\n'=1+1,1\nピサ大学,2\n"
    )


def test_a_table_as_a_workbook_says_what_it_is_and_keeps_its_numbers():
    table = pd.DataFrame({"name": ["=1+1", ""], "agreements": [1, 2], "%": [0.5, None]})
    received = table_xlsx(table, ("表", "この表について"), ["神戸大学", "n=3"])
    book = openpyxl.load_workbook(io.BytesIO(received))
    sheets = {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book}
    assert sheets == {
        "表": [("name", "agreements", "%"), ("=1+1", 1, 0.5), (None, 2, None)],
        "この表について": [("神戸大学",), ("n=3",)],
    }
    assert book["表"]["A2"].data_type == "s"


def test_an_english_finding_gives_the_english_of_what_it_quotes(kobe):
    texts = measures.findings_listed(kobe, EVERYTHING).table["text_en"].tolist()
    assert (
        "'同濟大学' (Tongji University) holds an old-form character. The usual name is "
        "'同済大学'. It is published as printed."
    ) in texts
    assert (
        "'国立台湾大学' (National Taiwan University) has 2 agreements with '工学院' (rows "
        "31, 32; types: 部局間 (Departmental), ダブル・ディグリープログラム (Double "
        "degree)). Each is counted as one."
    ) in texts


def test_finding_on_the_whole_list_names_it_instead_of_a_row_and_all_its_columns():
    question = ListQuestion("MISSING_REGION", ("region", "exchange"))
    drawn = (
        HEADING
        + "|アジア|韓国|北大学||部局間|工学部|○|\n|アジア|夢国|南大学||部局間|工学部||"
    )
    edition, words = asked_edition(drawn, question), load_words("ja")
    labels = label_edition(edition, words)
    for filters in (EVERYTHING, Filters(regions=("asia",), exchange="marked")):
        listed = measures.findings_listed(edition, filters, "check").table
        shown = tables.labelled(listed[["source_row", "column"]], labels, words)
        assert shown.to_numpy().tolist()[0] == ["一覧全体", "地域、交換留学"]
        assert listed["agreement_id"].tolist()[0] == ""
        assert listed["line"].tolist()[0] == ""
    kinds = measures.findings_by_code(edition, EVERYTHING).table
    rows = tables.labelled(kinds, labels, words).iloc[:, -1].tolist()
    assert rows == ["一覧全体", "3", "2"]
    assert measures.agreements_listed(edition, EVERYTHING).table["findings"].sum() == 2
    tidy = tidy_tables(edition, EVERYTHING)["findings"].frame
    assert tidy["source_row"].isna().sum() == 1
