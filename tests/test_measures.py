"""Every measure against a plain recount, and against the truth of the Kobe list."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.lists import write_list
from benchmarks.national import national
from dashboard import measures
from dashboard.filters import EXCHANGES, FilterError, Filters, options
from dashboard.labels import Labels
from dashboard.measures import (
    agreements_by_department,
    agreements_by_institution,
    agreements_by_region,
    agreements_by_territory,
    agreements_by_type,
    agreements_listed,
    counts,
    findings_by_code,
    findings_listed,
    marked_by_department_and_region,
    region_by_type,
    repair_counts,
    repairs_by_rule,
    repairs_listed,
    trace_agreement,
)
from dashboard.source import cell_signs, row_signs
from pipeline import build, edition_of
from pipeline.cache import open_edition
from tests import plain
from tests.conftest import ROOT
from tests.tables import grid

EVERYTHING = Filters()
KOBE = build(ROOT / "data" / "lists" / "kobe-engineering" / "input.md")

DRAWN = edition_of(
    grid(
        """
        | 地域 | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |
        |---|---|---|---|---|---|---|
        | アジア | タイ | マヒドン大学 | 工学部 | 大学間 | 工学部、大学院工学研究科 | ○ |
        | アジア | タイ | マヒドン大学 | 理学部 | 部局間 | 工学部 | |
        | アジア | 韓国 | 漢陽大学校 | | 部局間 | 大学院工学研究科 | ○ |
        | ヨーロッパ | イタリア | ピサ大学 | 工学部 | 部局間 | 先端膜工学研究センター | |
        """
    )
)
BARE = edition_of(
    grid(
        """
        | 国・地域 | 大学・機関等名 | 学部等名 |
        |---|---|---|
        | タイ | マヒドン大学 | 工学部 |
        | 韓国 | 漢陽大学校 | |
        | ナルニア国 | アスラン大学 | 理学部 |
        """
    )
)
EDITIONS = {"kobe": KOBE, "drawn": DRAWN, "bare": BARE}


def filters_of(edition):
    """Any filters of an edition."""

    def some(name):
        values = options(edition, name)
        if not values:
            return st.just(())
        return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)

    return st.builds(
        Filters,
        regions=some("regions"),
        territories=some("territories"),
        types=some("types"),
        departments=some("departments"),
        exchange=st.sampled_from(("", *EXCHANGES)),
    )


def as_rows(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


def test_kobe_list_has_the_counts_of_the_design():
    row = counts(KOBE, EVERYTHING).table.iloc[0]
    assert row["agreements"] == 78
    assert row["institutions"] == 70
    assert row["territories"] == 23
    assert row["regions"] == 6
    assert row["marked"] == 51
    assert row["marked_institutions"] == 49
    assert round(row["marked_share"], 3) == 0.654


def test_kobe_regions_are_those_of_the_design():
    measure = agreements_by_region(KOBE, EVERYTHING)
    columns = ("region_id", "agreements", "institutions", "territories", "marked")
    assert as_rows(measure.table, *columns) == [
        ("asia", 44, 36, 7, 30),
        ("europe", 23, 23, 11, 19),
        ("north_america", 5, 5, 2, 0),
        ("oceania", 4, 4, 1, 1),
        ("latin_america", 1, 1, 1, 0),
        ("middle_east", 1, 1, 1, 1),
    ]


def test_kobe_types_are_those_of_the_design():
    measure = agreements_by_type(KOBE, EVERYTHING)
    assert as_rows(measure.table, "agreement_type_id", "agreements") == [
        ("inter_faculty", 58),
        ("inter_university", 16),
        ("other", 3),
        ("double_degree", 1),
    ]


def test_kobe_departments_are_those_of_the_design_and_do_not_add_up():
    measure = agreements_by_department(KOBE, EVERYTHING)
    columns = ("department_id", "agreements", "marked", "institutions", "territories")
    assert as_rows(measure.table, *columns)[:4] == [
        ("graduate-school-of-engineering", 57, 49, 55, 21),
        ("faculty-of-engineering", 47, 42, 46, 18),
        ("research-center-for-membrane-and-film-technology", 17, 0, 14, 8),
        ("research-center-for-urban-safety-and-security", 3, 1, 3, 3),
    ]
    assert as_rows(measure.table, *columns[1:])[4:] == [
        (2, 0, 2, 2),
        (2, 0, 2, 2),
        (1, 1, 1, 1),
        (1, 0, 1, 1),
    ]
    assert measure.table["agreements"].sum() == 130
    assert not measure.adds_up


def test_drawn_list_is_counted_as_drawn():
    row = counts(DRAWN, EVERYTHING).table.iloc[0]
    assert (row["agreements"], row["institutions"], row["territories"]) == (4, 3, 3)
    assert row["marked"] == 2
    by_type = region_by_type(DRAWN, EVERYTHING, "institutions")
    assert as_rows(
        by_type.table, "region_id", "agreement_type_id", "institutions", "share"
    ) == [
        ("asia", "inter_faculty", 2, 1.0),
        ("asia", "inter_university", 1, 0.5),
        ("europe", "inter_faculty", 1, 1.0),
    ]
    assert not by_type.adds_up


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=40)
@given(data=st.data())
def test_totals_equal_a_plain_recount(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    kept = plain.rows(edition, filters)
    row = counts(edition, filters).table.iloc[0]
    assert row["agreements"] == len(kept)
    assert row["institutions"] == plain.institutions(kept)
    assert row["territories"] == plain.territories(kept)
    assert row["marked"] == plain.marked(kept)
    assert counts(edition, filters).n == len(kept)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("measure", "column", "field"),
    [
        (agreements_by_region, "region_id", "region"),
        (agreements_by_territory, "territory_code", "territory"),
        (agreements_by_type, "agreement_type_id", "type"),
        (agreements_by_institution, "institution_id", "institution"),
    ],
)
@settings(max_examples=40)
@given(data=st.data())
def test_breakdowns_equal_a_plain_recount_and_add_up(
    name, measure, column, field, data
):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    kept = plain.rows(edition, filters)
    result = measure(edition, filters)
    table = result.table
    assert set(table[column]) == {getattr(row, field) for row in kept}
    assert table["agreements"].sum() == len(kept) == result.n
    assert table["marked"].sum() == plain.marked(kept)
    for one in table.to_dict("records"):
        part = [row for row in kept if getattr(row, field) == one[column]]
        assert one["agreements"] == len(part)
        assert one["marked"] == plain.marked(part)
        assert one["share"] == pytest.approx(len(part) / len(kept))
        assert one["marked_share"] == pytest.approx(plain.marked(part) / len(part))
        if "institutions" in one:
            assert one["institutions"] == plain.institutions(part)
        if "territories" in one:
            assert one["territories"] == plain.territories(part)


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.parametrize("unit", ["agreements", "institutions"])
def test_region_by_type_equals_a_plain_recount(unit, data):
    filters = data.draw(filters_of(KOBE))
    kept = plain.rows(KOBE, filters)
    measure = region_by_type(KOBE, filters, unit)
    recount = len if unit == "agreements" else plain.institutions
    pairs = {(row.region, row.type) for row in kept}
    assert set(as_rows(measure.table, "region_id", "agreement_type_id")) == pairs
    for one in measure.table.to_dict("records"):
        region = [row for row in kept if row.region == one["region_id"]]
        part = [row for row in region if row.type == one["agreement_type_id"]]
        assert one[unit] == recount(part)
        assert one["share"] == pytest.approx(recount(part) / recount(region))
    if unit == "agreements":
        assert measure.table[unit].sum() == len(kept)


@settings(max_examples=40)
@given(data=st.data())
def test_departments_equal_a_plain_recount(data):
    filters = data.draw(filters_of(KOBE))
    kept = plain.rows(KOBE, filters)
    table = agreements_by_department(KOBE, filters).table
    assert set(table["department_id"]) == {d for row in kept for d in row.departments}
    for one in table.to_dict("records"):
        part = [row for row in kept if one["department_id"] in row.departments]
        assert one["agreements"] == len(part)
        assert one["marked"] == plain.marked(part)
        assert one["institutions"] == plain.institutions(part)
        assert one["territories"] == plain.territories(part)
    by_region = marked_by_department_and_region(KOBE, filters).table
    for one in by_region.to_dict("records"):
        part = [
            row
            for row in kept
            if one["department_id"] in row.departments
            and row.region == one["region_id"]
        ]
        assert one["marked"] == plain.marked(part) > 0
    assert by_region["marked"].sum() == sum(
        len(row.departments) for row in kept if row.marked
    )


@settings(max_examples=40)
@given(data=st.data())
def test_listed_agreements_are_those_counted(data):
    filters = data.draw(filters_of(KOBE))
    listed = agreements_listed(KOBE, filters)
    assert listed.rows == listed.n == counts(KOBE, filters).n
    assert (listed.table["exchange"] == "marked").sum() == plain.marked(
        plain.rows(KOBE, filters)
    )


def test_shuffling_the_published_rows_changes_no_measure():
    shuffled = replace(KOBE, agreements=KOBE.agreements.sample(frac=1, random_state=1))
    for measure in (
        counts,
        agreements_by_region,
        agreements_by_territory,
        agreements_by_type,
        agreements_by_department,
        marked_by_department_and_region,
    ):
        left, right = measure(KOBE, EVERYTHING), measure(shuffled, EVERYTHING)
        assert left.table.equals(right.table)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("tsinghua", 2),
        ("ＴＳＩＮＧＨＵＡ", 2),
        ("浙江大学", 2),
        ("zhejiang membrane", 2),
        ("都市安全", 3),
        ("urban safety", 3),
        ("台湾 大学間", 2),
        ("ナルニア", 0),
        ("  ", 78),
    ],
)
def test_search_finds_names_in_both_languages_whatever_their_width(search, found):
    assert agreements_listed(KOBE, EVERYTHING, search).n == found


DISORDERED = pd.DataFrame(
    {
        "agreement_id": ["A1", "A2", "A3", "A4"],
        "institution_id": ["pisa", "", "hanyang", "bonn"],
        "territory_code": ["ITA", "", "KOR", "DEU"],
        "agreement_type_id": ["other", "wide", "", "wide"],
        "findings": [0, 2, 1, 2],
    }
)
NAMED = {
    "institutions": {"hanyang": "漢陽", "bonn": "ボン", "pisa": "ピサ"},
    "territories": {"KOR": "韓国", "DEU": "ドイツ", "ITA": "イタリア"},
    "types": {"wide": "大学間", "other": "その他"},
}


@pytest.mark.parametrize(
    ("order", "listed"),
    [
        ("list", "A1 A2 A3 A4"),
        ("institution", "A1 A4 A3 A2"),
        ("territory", "A3 A4 A1 A2"),
        ("type", "A2 A4 A1 A3"),
        ("findings", "A2 A4 A3 A1"),
    ],
)
def test_agreements_stand_in_the_order_asked_for(order, listed):
    labels = Labels("ja", "不明", frozenset(), NAMED)
    table = measures.in_order(DISORDERED, order, labels)
    assert table["agreement_id"].tolist() == listed.split()


def test_unknown_order_raises():
    labels = Labels("ja", "不明", frozenset(), NAMED)
    with pytest.raises(ValueError, match="by 'colour'"):
        measures.in_order(DISORDERED, "colour", labels)


def test_unknown_territory_has_its_own_row_so_that_agreements_add_up():
    measure = agreements_by_territory(BARE, EVERYTHING)
    assert as_rows(measure.table, "territory_code", "agreements")[-1] == ("", 1)
    assert measure.table["agreements"].sum() == 3
    assert counts(BARE, EVERYTHING).table.iloc[0]["territories"] == 2


def test_list_without_marks_has_no_exchange():
    assert not measures.has_exchange(BARE)
    assert measures.has_exchange(KOBE)
    assert set(agreements_listed(BARE, EVERYTHING).table["exchange"]) == {""}


def test_list_without_departments_has_no_department_rows():
    assert agreements_by_department(BARE, EVERYTHING).table.empty
    assert marked_by_department_and_region(BARE, EVERYTHING).table.empty


def test_unknown_filter_value_raises():
    with pytest.raises(FilterError, match="narnia"):
        counts(KOBE, Filters(regions=("narnia",)))
    with pytest.raises(ValueError, match="students"):
        region_by_type(KOBE, EVERYTHING, "students")


def test_findings_to_check_stand_before_notes_with_their_source_line():
    table = findings_listed(KOBE, EVERYTHING).table
    assert len(table) == len(KOBE.findings)
    assert table["severity"].tolist() == sorted(table["severity"])
    repeated = table[table["code"] == "REPEATED_ROW"].iloc[0]
    assert repeated["source_row"] == 78
    assert repeated["line"] == KOBE.grid.line(78)
    assert findings_by_code(KOBE, EVERYTHING).table["findings"].sum() == len(table)


def test_findings_follow_the_filters():
    asia = findings_listed(KOBE, Filters(regions=("asia",))).table
    kept = plain.rows(KOBE, Filters(regions=("asia",)))
    assert 0 < len(asia) < len(KOBE.findings)
    assert len(kept) == 44
    assert "REPEATED_ROW" not in set(asia["code"])
    notes = findings_listed(KOBE, EVERYTHING, "note").table
    assert set(notes["severity"]) == {"note"}


def test_repairs_are_counted_by_each_of_their_rules():
    rules = repairs_by_rule(KOBE, EVERYTHING)
    listed = repairs_listed(KOBE, EVERYTHING).table
    expected = sum(len(rule.split("+")) for rule in listed["rule"])
    assert rules.table["repairs"].sum() == expected
    assert set(rules.table["rule"]) <= set(KOBE.rules["rule"])
    row = repair_counts(KOBE, EVERYTHING).table.iloc[0]
    assert row["repairs"] == len(KOBE.repairs)
    assert row["repaired_rows"] == KOBE.repairs["source_row"].nunique()
    assert row["checks"] + row["notes"] == len(KOBE.findings)


@pytest.mark.parametrize("made", [False, True], ids=["kobe", "national"])
@pytest.mark.parametrize("chosen", [EVERYTHING, Filters(("asia",), exchange="marked")])
def test_repairs_are_counted_as_their_table_has_them(made, chosen, tmp_path):
    edition = KOBE
    if made:
        write_list(tmp_path / "list.md", national(2000))
        edition = build(tmp_path / "list.md")
    table = repairs_listed(edition, chosen).table
    each = table.assign(rule=table["rule"].astype(object).str.split("+"))
    each = each.explode("rule").assign(likely=table["confidence"] == "likely")
    expected = each.groupby("rule").agg(
        repairs=("rule", "size"),
        source_rows=("source_row", "nunique"),
        likely=("likely", "sum"),
    )
    assert not expected.empty
    rules = repairs_by_rule(edition, chosen).table.set_index("rule")
    pd.testing.assert_frame_equal(rules.sort_index(), expected, check_dtype=False)
    row = repair_counts(edition, chosen).table.iloc[0]
    assert row["repairs"] == len(table)
    assert row["repaired_rows"] == table["source_row"].nunique()
    assert row["likely"] == (table["confidence"] == "likely").sum()


@pytest.mark.parametrize("chosen", [EVERYTHING, Filters(("asia",), exchange="marked")])
@pytest.mark.parametrize("most", [0, 7, 2000, 10**6])
def test_first_repairs_are_those_of_their_table(chosen, most, tmp_path):
    write_list(tmp_path / "list.md", national(1000))
    built = build(tmp_path / "list.md")
    expected = repairs_listed(built, chosen).table.head(most).astype(object)
    open_edition(tmp_path / "list.md", tmp_path / "editions")
    stored = open_edition(tmp_path / "list.md", tmp_path / "editions")
    for edition in (built, stored):
        table = repairs_listed(edition, chosen, most).table.astype(object)
        pd.testing.assert_frame_equal(table, expected)


def test_trace_leads_back_to_the_printed_line():
    agreement = KOBE.agreements.iloc[19]
    trace = trace_agreement(KOBE, agreement["agreement_id"])
    assert trace.line == KOBE.grid.line(agreement["source_row"])
    assert "忠南大学校" in trace.line
    printed = trace.printed.set_index("heading")["source_text"].str.strip()
    assert printed["地域"] == "忠南大学校"
    reading = trace.reading.set_index("column")
    assert reading.loc["institution_text", "published"] == "忠南大学校"
    assert reading.loc["institution_text", "source_column"] == 1
    assert reading.loc["region_text", "published"] == "アジア"
    assert reading.loc["region_text", "source_row"] == 5


def test_trace_of_each_agreement_equals_the_provenance():
    provenance = KOBE.provenance.set_index(["agreement_id", "column"])
    for agreement_id in KOBE.agreements["agreement_id"]:
        reading = trace_agreement(KOBE, agreement_id).reading
        for cell in reading.to_dict("records"):
            origin = provenance.loc[(agreement_id, cell["column"])]
            for name in ("source_row", "source_column", "source_text", "rule"):
                assert cell[name] == origin[name]


def test_trace_marks_the_cells_that_the_page_of_the_list_marks():
    for agreement_id in KOBE.agreements["agreement_id"][:40]:
        trace = trace_agreement(KOBE, agreement_id)
        signs = measures.trace_signs(KOBE, trace)
        assert signs == cell_signs(KOBE, [trace.source_row])
    assert signs


def test_trace_marks_its_row_as_the_page_of_the_list_does():
    signs = row_signs(KOBE)
    for agreement_id in KOBE.agreements["agreement_id"]:
        trace = trace_agreement(KOBE, agreement_id)
        row = trace.source_row
        assert measures.trace_row_sign(trace).get(row) == signs.get(row)


def test_trace_of_an_unknown_agreement_raises():
    with pytest.raises(ValueError, match="A9999"):
        trace_agreement(KOBE, "A9999")


def test_institutions_without_a_city_are_counted_but_not_placed():
    placed = measures.placed_institutions(BARE, EVERYTHING, 10)
    missing = measures.unplaced_institutions(BARE, EVERYTHING)
    assert placed.rows + missing == 3
    assert missing == 1
    assert measures.placed_institutions(KOBE, EVERYTHING, 5).rows == 5
