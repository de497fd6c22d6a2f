"""What a handout contains: each sentence from the numbers, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from pandas.testing import assert_frame_equal

from dashboard import charts, measures
from dashboard.charts import UNUSED_FILTERS, Bars
from dashboard.figures import drawing_of
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import (
    PARTS,
    coverage,
    coverage_rows,
    make_report,
    texts,
)
from dashboard.theme import THEMED
from pipeline import build_bytes

HEADLINES = {
    "ja": {
        "summary": "協定 78 件の要旨と、ご検討いただきたい 4 点",
        "headline": "70 の大学・機関（23 の国・地域）と協定 78 件を結び、"
        "うち交換留学 ○ は 51 件（65.4%）です。",
        "map": "最も多いのは中国の 14 件（17.9%）で、"
        "上位 3 か国・地域が 78 件の 39.7% を占めます。",
        "regions_types": "地域ではアジアが 78 件中 44 件（56.4%）、"
        "タイプでは部局間が 58 件（74.4%）で最も多くなっています。",
        "departments": "大学院工学研究科が最も多く、78 件中 57 件に関わっています。"
        "○ の協定がない学部・研究科などは 2 つ"
        "（大学院システム情報学研究科、大学院農学研究科）です。",
        "departments_regions": "交換留学 ○ の協定があるのは 4 部署で、"
        "相手先は 4 地域にわたります。",
        "coverage_gaps": "学部・研究科などと地域の組み合わせ 30 のうち 22 には"
        "交換留学 ○ の協定がなく、そのうち 6 には ○ のない協定だけがあります。",
        "coverage_territories": "23 か国・地域のうち 6 には、交換留学 ○ の協定が"
        "ありません（アメリカ合衆国、カナダ、チリ、ギリシャ、オランダ、シンガポール）。",
        "coverage_departments": "8 部署のうち 4 部署には、交換留学 ○ の協定が"
        "ありません（大学院システム情報学研究科、大学院農学研究科、"
        "先端膜工学研究センター、計算科学教育センター）。",
        "coverage_institutions": "70 の大学・機関のうち、5 は協定が二つ以上あり、"
        "7 は一つの協定に複数の部局が関わりますが、この 12 には大学間協定がありません"
        "（国立台湾科技大学、国立台湾大学、中原大学、重慶大学、浙江大学、"
        "南カリフォルニア大学 ほか 6）。",
        "coverage_single": "23 か国・地域のうち 11 は、一つの協定だけでつながって"
        "います（シンガポール、オーストリア、フィンランド、ギリシャ、リトアニア、"
        "オランダ ほか 5）。",
        "concentration": "協定のある 23 か国・地域のうち上位 3 で 39.7% を占め、"
        "実質 約 11.7 か国・地域に分散しています。",
        "agreements": "一覧の順に並べた 78 件の協定です。",
        "rules": "数字は、次の用語と数え方によります。",
        "source": "数字は、次の一覧から作られています。",
        "findings": "要確認 13 件、参考 4 件。"
        "76 行の 301 セルを規則により補正しました。",
    },
    "en": {
        "summary": "78 agreements in brief, and 4 points for the committee",
        "headline": "78 agreements with 70 institutions in 23 countries and territories;"
        " 51 of them (65.4%) are marked for student exchange.",
        "map": "China holds the most with 14 agreements (17.9%); the top 3 countries or "
        "territories hold 39.7% of all 78.",
        "regions_types": "Asia holds the most, 44 of 78 agreements (56.4%); "
        "the most frequent type is Departmental with 58 (74.4%).",
        "departments": "Graduate School of Engineering takes part in the most, "
        "57 of 78 agreements. 2 faculties and graduate schools have none marked for "
        "exchange (Graduate School of System Informatics, Graduate School of "
        "Agricultural Science).",
        "departments_regions": "Agreements marked for exchange: 4 departments, "
        "with partners in 4 regions.",
        "coverage_gaps": "Of 30 pairs of faculty or graduate school and region, "
        "22 have no agreement marked for exchange; "
        "6 of these have agreements without the mark.",
        "coverage_territories": "6 of 23 countries and territories have agreements but "
        "none marked for exchange (United States, Canada, Chile, Greece, Netherlands, "
        "Singapore).",
        "coverage_departments": "4 of 8 departments have no agreement marked for "
        "exchange (Graduate School of System Informatics, Graduate School of "
        "Agricultural Science, Research Center for Membrane and Film Technology, "
        "Education Center on Computational Science and Engineering).",
        "coverage_institutions": "5 of 70 institutions have two agreements or more, and "
        "7 have one that names several home units, but none of these 12 has a "
        "university-wide agreement (National Taiwan University of "
        "Science and Technology, National Taiwan University, Chung Yuan Christian "
        "University, Chongqing University, Zhejiang University, University of Southern "
        "California and 6 more).",
        "coverage_single": "11 of 23 countries and territories rest on a single "
        "agreement (Singapore, Austria, Finland, Greece, Lithuania, Netherlands and "
        "5 more).",
        "concentration": "The top 3 of 23 countries and territories hold 39.7%; the "
        "agreements are spread as if over about 11.7 equal partners.",
        "agreements": "The 78 agreements, in the order of the list.",
        "rules": "The figures use these words and rules of counting.",
        "source": "The figures are made from this list.",
        "findings": "To check: 13; notes: 4. "
        "301 cells in 76 rows were repaired by recorded rules.",
    },
}

SUMMARY = {
    "ja": (
        (
            "全体",
            "70 の大学・機関（23 の国・地域）と協定 78 件を結び、"
            "うち交換留学 ○ は 51 件（65.4%）です。\n"
            "地域ではアジアが 78 件中 44 件（56.4%）、"
            "タイプでは部局間が 58 件（74.4%）で最も多くなっています。",
        ),
        (
            "目立つ点",
            "最も多いのは中国の 14 件（17.9%）で、"
            "上位 3 か国・地域が 78 件の 39.7% を占めます。\n"
            "大学院工学研究科が最も多く、78 件中 57 件に関わっています。"
            "○ の協定がない学部・研究科などは 2 つ"
            "（大学院システム情報学研究科、大学院農学研究科）です。",
        ),
        (
            "ご検討いただきたい点",
            "協定はあるが交換留学 ○ のない 6 か国・地域（アメリカ合衆国、カナダ、チリ"
            " ほか 3）に、交換留学を広げるか。\n"
            "一つの協定だけでつながる 11 か国・地域（シンガポール、オーストリア、"
            "フィンランド ほか 8）を、どう維持・拡充するか。\n"
            "複数の協定や部局で結ばれながら大学間協定のない 12 の大学・機関"
            "（国立台湾科技大学、国立台湾大学、中原大学 ほか 9）と、"
            "大学間協定を結ぶか。\n"
            "一覧の記載のうち、確認が必要な 13 点をどの部署が確かめるか。",
        ),
    ),
    "en": (
        (
            "What there is",
            "78 agreements with 70 institutions in 23 countries and territories; "
            "51 of them (65.4%) are marked for student exchange.\n"
            "Asia holds the most, 44 of 78 agreements (56.4%); "
            "the most frequent type is Departmental with 58 (74.4%).",
        ),
        (
            "What stands out",
            "China holds the most with 14 agreements (17.9%); the top 3 countries or "
            "territories hold 39.7% of all 78.\n"
            "Graduate School of Engineering takes part in the most, 57 of 78 "
            "agreements. 2 faculties and graduate schools have none marked for "
            "exchange (Graduate School of System Informatics, Graduate School of "
            "Agricultural Science).",
        ),
        (
            "Asked of the committee",
            "Whether to extend student exchange to the 6 places that have agreements "
            "but none marked for it (United States, Canada, Chile and 3 more).\n"
            "How to keep or widen the ties with the 11 places that rest on a single "
            "agreement (Singapore, Austria, Finland and 8 more).\n"
            "Whether to seek university-wide agreements with the 12 institutions tied "
            "by several agreements or home units without one (National Taiwan "
            "University of Science and Technology, National Taiwan University, "
            "Chung Yuan Christian University and 9 more).\n"
            "Who checks the 13 entries of the list that are in doubt.",
        ),
    ),
}
"""What a summary says, term by term."""

PLAIN = (
    "国・地域,大学名,協定タイプ\n"
    "韓国,ソウル大学校,大学間\n"
    "韓国,釜山大学校,大学間\n"
    "ドイツ,アーヘン工科大学,部局間\n"
)
"""A list that marks no exchange and names no departments."""


def report_of(edition, lang, filters=None, **more):
    words = load_words(lang)
    labels = label_edition(edition, words)
    return make_report(edition, filters or Filters(), labels, words, **more)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_each_section_says_in_one_sentence_what_it_shows(kobe, lang):
    report = report_of(kobe, lang)
    said = {section.key: section.headline for section in report.sections}
    assert said == HEADLINES[lang]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_summary_says_what_there_is_stands_out_and_is_asked(kobe, lang):
    (summary,) = report_of(kobe, lang, parts=("summary",)).sections
    assert summary.terms == SUMMARY[lang]


def test_a_summary_asks_nothing_that_a_filter_decides(kobe):
    marked = Filters(exchange="marked", regions=("north_america",))
    assert report_of(kobe, "en", marked, parts=("summary",)).sections == ()
    marked = Filters(exchange="marked", regions=("oceania",))
    (summary,) = report_of(kobe, "en", marked, parts=("summary",)).sections
    assert summary.terms[-1] == (
        "Asked of the committee",
        "How to keep or widen the tie with the 1 place that rests on a single "
        "agreement (Australia).",
    )


def test_a_summary_asks_about_agreements_that_end_within_a_year():
    text = (
        "国・地域,大学名,協定タイプ,有効期限\n韓国,ソウル大学校,大学間,2027-03-31\n"
        "韓国,釜山大学校,大学間,2029-03-31\n"
    )
    edition = build_bytes(text.encode(), "dated.csv")
    day = date(2026, 11, 29)
    (summary,) = report_of(edition, "en", parts=("summary",), created_on=day).sections
    assert summary.terms[-1] == (
        "Asked of the committee",
        "Whether to renew the 1 agreement that ends within 12 months.",
    )


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (
            Filters(regions=("europe",)),
            {
                "map": "フランス",
                "regions_types": "すべてヨーロッパの協定です（23 件）。"
                "タイプでは部局間が 14 件（60.9%）で最も多くなっています。",
            },
        ),
        (
            Filters(territories=("CHL",)),
            {
                "map": "すべてチリの協定です（1 件）。",
                "regions_types": "すべて中南米の協定（1 件）で、"
                "タイプはすべて部局間です。",
            },
        ),
        (
            Filters(types=("inter_faculty",)),
            {
                "map": "中国",
                "regions_types": "地域ではアジアが 58 件中 33 件（56.9%）で最も多く、"
                "タイプはすべて部局間です。",
            },
        ),
    ],
)
def test_the_only_region_territory_or_type_is_not_called_the_largest(
    kobe, filters, said
):
    report = report_of(kobe, "ja", filters, parts=("map", "regions_types"))
    headlines = {section.key: section.headline for section in report.sections}
    assert headlines["regions_types"] == said["regions_types"]
    assert said["map"] in headlines["map"]


def test_a_report_says_what_it_shows(kobe):
    report = report_of(
        kobe,
        "en",
        Filters(regions=("europe",)),
        link="http://127.0.0.1/?region=europe",
        created_on=date(2026, 11, 25),
    )
    assert (report.n, report.facts, report.link, report.created_on) == (
        23,
        (
            "23 agreements counted",
            "Filters: Europe",
            "List's own date unknown (obtained 2026-11)",
        ),
        "http://127.0.0.1/?region=europe",
        "November 25, 2026",
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_bars_hold_the_numbers_of_their_measure(kobe, lang):
    chosen = Filters(exchange="marked")
    report = report_of(kobe, lang, chosen)
    drawn = {s.key: s.chart for s in report.sections if isinstance(s.chart, Bars)}
    regions = measures.agreements_by_region(kobe, chosen).table["agreements"]
    departments = measures.agreements_by_department(kobe, chosen).table["agreements"]
    crossed = measures.marked_by_department_and_region(kobe, chosen).table
    marked = crossed.groupby("department_id", sort=False)["marked"].sum()
    assert {key: list(bars.totals) for key, bars in drawn.items()} == {
        "regions_types": regions.tolist(),
        "departments": departments.tolist(),
        "departments_regions": marked.tolist(),
    }


def test_the_matrix_of_gaps_tells_no_agreement_from_none_marked(kobe):
    report = report_of(kobe, "en", parts=("coverage",))
    matrix = report.sections[0].chart
    row = matrix.rows.index("Graduate School of Agricultural Science")
    shown = report.sections[0].table.iloc[row].tolist()
    assert matrix.columns[:3] == ("Asia", "Europe", "North America")
    assert (matrix.counts[row], matrix.empty[row]) == (
        (0, 0, 0, 0, 0, 0),
        (True, False, True, True, True, True),
    )
    assert shown[1:] == ["–", 0, "–", "–", "–", "–"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (Filters(exchange="marked"), "Not filtered by Marked for exchange, which"),
        (Filters(types=("inter_faculty",)), "Not filtered by Departmental, which"),
    ],
)
def test_no_filter_decides_a_list_by_itself_unsaid(kobe, chosen, said):
    def coverage(filters):
        report = report_of(kobe, "en", filters, parts=("coverage",))
        return {section.key: section for section in report.sections}

    everything, filtered = coverage(Filters()), coverage(chosen)
    unused = {key for key, section in filtered.items() if said in section.caption}
    assert unused == {
        key
        for key, names in UNUSED_FILTERS.items()
        if any(getattr(chosen, n) for n in names)
    }
    for key in unused:
        assert filtered[key].headline == everything[key].headline
        assert filtered[key].table.equals(everything[key].table)
        assert coverage_rows(key, kobe, chosen) is None or coverage_rows(
            key, kobe, chosen
        ).equals(coverage_rows(key, kobe, Filters()))


def test_only_the_parts_asked_for_are_made_in_their_order(kobe):
    report = report_of(kobe, "ja", parts=("source", "headline"))
    assert [s.key for s in report.sections] == ["headline", "source", "findings"]
    with pytest.raises(ValueError, match="Can't put 'weather' into a handout"):
        report_of(kobe, "ja", parts=("weather",))


def test_where_nothing_is_left_only_that_and_the_rules_are_said(kobe):
    none = Filters(regions=("oceania",), types=("double_degree",))
    report = report_of(kobe, "en", none)
    assert [s.key for s in report.sections] == [
        "headline",
        "rules",
        "source",
        "findings",
    ]
    assert report.sections[0].headline == "No agreement fits these filters."
    assert report.sections[0].chart.cards[-1].value == "–"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_list_without_marks_says_nothing_of_exchange(lang):
    edition = build_bytes(PLAIN.encode(), "plain.csv")
    report = report_of(edition, lang)
    said = {section.key: section.headline for section in report.sections}
    assert "departments" not in said  # the list names none: no empty slide
    assert (
        said["headline"]
        == {
            "ja": "3 の大学・機関（2 の国・地域）と協定 3 件を結んでいます。",
            "en": "3 agreements with 3 institutions in 2 countries and territories.",
        }[lang]
    )
    headings = [
        heading
        for section in report.sections
        if section.table is not None
        for heading in section.table.columns
    ]
    absent = load_words(lang)
    assert absent("column.marked") not in headings
    assert set(PARTS) >= {section.part for section in report.sections}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("chosen", [Filters(), Filters(regions=("europe", "asia"))])
def test_figures_on_screen_hold_the_numbers_of_their_description(kobe, lang, chosen):
    words = load_words(lang)
    more = (label_edition(kobe, words), words)
    for bars in (
        charts.region_type_bars(kobe, chosen, "institutions", *more),
        charts.region_type_shares(kobe, chosen, "agreements", *more),
        charts.territory_bars(kobe, chosen, "institutions", *more),
        charts.rule_bars(kobe, chosen, *more),
        charts.department_bars(kobe, chosen, "", *more),
        charts.department_region_bars(kobe, chosen, *more),
    ):
        on_screen = [
            number
            for trace in drawing_of(bars, words, THEMED).figure().data
            if trace.type == "bar"
            for number in trace.x
        ]
        drawn = [number for series in bars.series for number in series.numbers]
        assert sorted(filter(None, drawn)) == sorted(filter(None, on_screen))


def test_shares_are_stacked_only_where_they_add_up(kobe):
    words = load_words("en")
    labels = label_edition(kobe, words)
    for unit, adds_up in (("agreements", True), ("institutions", False)):
        bars = charts.region_type_shares(kobe, Filters(), unit, labels, words)
        assert (bars.shares, bars.stacked) == (True, adds_up)


@pytest.mark.parametrize("counted", ["agreements", "institutions", "marked"])
def test_a_map_holds_the_counts_of_its_measure(kobe, counted):
    words = load_words("en")
    labels = label_edition(kobe, words)
    asked = (kobe, Filters(), counted, labels, words)
    drawn = charts.territory_map(*asked, markers=False)
    table = measures.agreements_by_territory(kobe, Filters()).table
    told = dict(zip(table["territory_code"], table[counted], strict=True))
    assert (dict(drawn.counts), len(drawn.markers)) == (told, 0)


def test_bars_of_years_hold_the_agreements_signed_in_each():
    text = (
        "国・地域,大学名,協定タイプ,締結日\n韓国,ソウル大学校,大学間,2019-04-01\n"
        "韓国,釜山大学校,大学間,2021-05-01\nドイツ,アーヘン工科大学,部局間,2021-06-01\n"
    )
    edition, words = build_bytes(text.encode(), "dated.csv"), load_words("en")
    labels = label_edition(edition, words)
    bars = charts.year_bars(edition, Filters(), labels, words)
    assert (bars.categories, bars.totals) == (("2019", "2020", "2021"), (1, 0, 2))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("chosen", [Filters(), Filters(regions=("europe", "asia"))])
def test_long_table_is_whole_where_asked_for_and_else_its_first_rows(
    kobe, lang, chosen, monkeypatch
):
    for module, name in ((texts, "PAGED_AGREEMENTS"), (texts, "PAGED_ROWS")):
        monkeypatch.setattr(module, name, 5)
    monkeypatch.setattr(coverage, "PAGED_ROWS", 5)
    words = load_words(lang)
    made = make_report(kobe, chosen, label_edition(kobe, words), words)
    long = [section for section in made.sections if section.make_table]
    assert {"agreements", "findings"} < {section.key for section in long}
    for section in long:
        whole = section.whole_table()
        assert len(whole) == section.rows
        assert_frame_equal(section.table, whole.head(5))
