"""Coverage: each list against a plain recount, and against the truth of the Kobe list."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import tables
from dashboard.filters import FilterError, Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.measures import (
    COMPARED,
    agreements_by_department,
    compare,
    compare_by,
    concentration,
    departments_without_exchange,
    exchange_gaps,
    institutions_without_inter_university,
    single_agreement_territories,
    territories_without_exchange,
    with_several_agreements,
)
from dashboard.report import sections_of
from pipeline import edition_of
from tests import plain
from tests.conftest import ROOT
from tests.tables import grid
from tests.test_measures import BARE, EVERYTHING, KOBE, as_rows, filters_of

THIN = edition_of(
    grid(
        """
        | 地域 | 国・地域 | 大学・機関等名 | 協定タイプ | 関連部署 | 交換留学 |
        |---|---|---|---|---|---|
        | アジア | タイ | マヒドン大学 | 部局間 | 工学部、理学部 | ○ |
        | アジア | タイ | マヒドン大学 | 部局間 | 先端膜工学研究センター | |
        | アジア | 韓国 | 漢陽大学校 | 大学間 | 工学部、文学部 | |
        | アジア | 韓国 | 漢陽大学校 | 部局間 | 工学部 | |
        | ヨーロッパ | イタリア | ピサ大学 | 部局間 | 文学部、工学部 | |
        | ヨーロッパ | ドイツ | ボン大学 | | | ○ |
        | ヨーロッパ | ナルニア国 | アスラン大学 | 部局間 | 文学部 | |
        """
    )
)
EDITIONS = {"kobe": KOBE, "thin": THIN, "bare": BARE}
LISTS = (
    exchange_gaps,
    territories_without_exchange,
    departments_without_exchange,
    institutions_without_inter_university,
    single_agreement_territories,
    concentration,
)
ENGINEERING, SCIENCE, LETTERS = (
    "faculty-of-engineering",
    "faculty-of-science",
    "faculty-of-letters",
)
MEMBRANE = "research-center-for-membrane-and-film-technology"


def ids_of(*names):
    """Institution ids of the drawn list by printed name."""
    known = THIN.institutions.set_index("name_text")["institution_id"]
    return [known[name] for name in names]


def has_marks(edition):
    return bool(edition.agreements["exchange_marked"].notna().any())


def departments_in(rows):
    return {one for row in rows for one in row.departments}


def naming(rows, department):
    return [row for row in rows if department in row.departments]


def research_of(edition):
    table = edition.departments
    return dict(
        zip(table["department_id"], table["kind"] == "research_centre", strict=True)
    )


def test_every_department_and_region_is_in_the_matrix_with_its_gaps():
    measure = exchange_gaps(THIN, EVERYTHING)
    assert as_rows(measure.table, *measure.table.columns) == [
        (ENGINEERING, False, "asia", 3, 1),
        (ENGINEERING, False, "europe", 1, 0),
        (SCIENCE, False, "asia", 1, 1),
        (SCIENCE, False, "europe", 0, 0),
        (LETTERS, False, "asia", 1, 0),
        (LETTERS, False, "europe", 2, 0),
        (MEMBRANE, True, "asia", 1, 0),
        (MEMBRANE, True, "europe", 0, 0),
    ]
    assert measure.missing == 1


def test_unknown_territory_keeps_its_column_in_the_matrix():
    table = exchange_gaps(THIN, EVERYTHING, "territory").table
    letters = table[table["department_id"] == LETTERS]
    assert as_rows(letters, "territory_code", "agreements", "marked") == [
        ("KOR", 1, 0),
        ("THA", 0, 0),
        ("DEU", 0, 0),
        ("ITA", 1, 0),
        ("", 1, 0),
    ]


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("by", "column"), [("region", "region_id"), ("territory", "territory_code")]
)
@settings(max_examples=30)
@given(data=st.data())
def test_matrix_of_gaps_equals_a_plain_recount(name, by, column, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    kept = plain.rows(edition, filters)
    measure = exchange_gaps(edition, filters, by)
    places = {getattr(row, by) for row in kept}
    expected = {
        (one, place): (
            research_of(edition)[one],
            len(part := [r for r in naming(kept, one) if getattr(r, by) == place]),
            plain.marked(part),
        )
        for one in departments_in(kept)
        for place in places
    }
    table = measure.table
    found = {
        (row["department_id"], row[column]): (
            row["research"],
            row["agreements"],
            row["marked"],
        )
        for row in table.to_dict("records")
    }
    assert found == (expected if has_marks(edition) else {})
    assert len(table) == len(found)
    assert table["research"].tolist() == sorted(table["research"])
    assert measure.n == len(kept)
    assert measure.missing == sum(not row.departments for row in kept)


def test_kobe_gaps_equal_the_expected_table_cell_by_cell():
    path = ROOT / "tests" / "expected" / "kobe-engineering" / "agreements.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        printed = list(csv.DictReader(file))
    names = dict(
        zip(
            KOBE.departments["department_id"], KOBE.departments["label_ja"], strict=True
        )
    )
    for row in exchange_gaps(KOBE, EVERYTHING).table.to_dict("records"):
        part = [
            one
            for one in printed
            if names[row["department_id"]] in one["departments_text"].split("|")
            and one["region_id"] == row["region_id"]
        ]
        marked = [one for one in part if one["exchange_marked"] == "true"]
        assert (row["agreements"], row["marked"]) == (len(part), len(marked))


def test_kobe_territories_without_exchange():
    table = territories_without_exchange(KOBE, EVERYTHING).table
    assert as_rows(table, *table.columns) == [
        ("USA", "north_america", 4, 4),
        ("CAN", "north_america", 1, 1),
        ("CHL", "latin_america", 1, 1),
        ("GRC", "europe", 1, 1),
        ("NLD", "europe", 1, 1),
        ("SGP", "asia", 1, 1),
    ]


def test_kobe_departments_without_exchange_set_research_centres_apart():
    table = departments_without_exchange(KOBE, EVERYTHING).table
    assert as_rows(table, *table.columns) == [
        ("graduate-school-of-system-informatics", False, 2, 2),
        ("graduate-school-of-agricultural-science", False, 2, 2),
        (MEMBRANE, True, 17, 14),
        ("education-center-on-computational-science-and-engineering", True, 1, 1),
    ]


def test_institutions_with_several_agreements_or_departments_but_no_wide_agreement():
    mahidol, pisa = ids_of("マヒドン大学", "ピサ大学")
    measure = institutions_without_inter_university(THIN, EVERYTHING)
    assert as_rows(measure.table, *measure.table.columns) == [
        (mahidol, "THA", 2, 3, 1),
        (pisa, "ITA", 1, 2, 0),
    ]
    assert measure.missing == 1


def home_units_in(rows) -> set[str]:
    """Our home units that agreements name: the engineers' two departments are one."""
    engineers = {ENGINEERING, "graduate-school-of-engineering"}
    return {"engineers" if d in engineers else d for d in departments_in(rows)}


def test_a_faculty_and_its_graduate_school_are_one_home_unit():
    drawn = edition_of(
        grid(
            """
            | 国・地域 | 大学・機関等名 | 協定タイプ | 関連部署 |
            |---|---|---|---|
            | タイ | マヒドン大学 | 部局間 | 工学部、大学院工学研究科 |
            | 韓国 | 漢陽大学校 | 部局間 | 工学部、理学部、大学院理学研究科 |
            | 韓国 | ソウル大学校 | 大学間 | 工学部、理学部 |
            """
        )
    )
    table = institutions_without_inter_university(drawn, EVERYTHING).table
    assert as_rows(table, *table.columns) == [
        ("hanyang-university-kor", "KOR", 1, 2, 0)
    ]


def test_kobe_has_twelve_candidates_for_a_university_wide_agreement():
    measure = institutions_without_inter_university(KOBE, EVERYTHING)
    table = measure.table
    assert (len(table), with_several_agreements(measure)) == (12, 5)
    assert len(agreements_by_department(KOBE, EVERYTHING).table) == 8  # not merged


def test_list_that_never_says_university_wide_has_no_such_question():
    drawn = """
        | 国・地域 | 大学・機関等名 | 協定タイプ | 関連部署 |
        |---|---|---|---|
        | タイ | マヒドン大学 | 部局間 | 工学部、理学部 |
        """
    edition = edition_of(grid(drawn))
    assert institutions_without_inter_university(edition, EVERYTHING).table.empty
    words = load_words("en")
    sections = sections_of(
        edition, "coverage", EVERYTHING, label_edition(edition, words), words
    )
    assert [section.key for section in sections] == ["coverage_single", "concentration"]


def test_list_without_types_cannot_tell_who_lacks_a_wide_agreement():
    drawn = """
        | 国・地域 | 大学・機関等名 | 関連部署 |
        |---|---|---|
        | タイ | マヒドン大学 | 工学部 |
        | タイ | マヒドン大学 | 理学部 |
        """
    measure = institutions_without_inter_university(edition_of(grid(drawn)), EVERYTHING)
    assert measure.table.empty
    assert measure.missing == measure.n == 2


def test_territories_that_hang_on_one_agreement():
    pisa, bonn = ids_of("ピサ大学", "ボン大学")
    measure = single_agreement_territories(THIN, EVERYTHING)
    assert as_rows(measure.table, *measure.table.columns) == [
        ("DEU", "europe", bonn, "A0006", 1),
        ("ITA", "europe", pisa, "A0005", 0),
    ]
    assert measure.missing == 1


def test_concentration_of_the_drawn_list():
    row = concentration(THIN, EVERYTHING)
    assert row.table.round(4).to_dict("records") == [
        {
            "agreements": 6,
            "territories": 4,
            "top_1_share": 0.3333,
            "top_3_share": 0.8333,
            "top_5_share": 1.0,
            "concentration_index": 0.2778,
            "effective_territories": 3.6,
        }
    ]
    assert row.missing == 1


def test_nothing_kept_is_not_concentrated():
    nothing = Filters(territories=("ITA",), exchange="marked")
    row = concentration(THIN, nothing).table.iloc[0]
    assert row.tolist() == [0] * 7


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=40)
@given(data=st.data())
def test_lists_of_what_is_missing_equal_a_plain_recount(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    kept = plain.rows(edition, filters)
    told = has_marks(edition)
    by_territory = {
        code: [row for row in kept if row.territory == code]
        for code in {row.territory for row in kept} - {""}
    }
    table = territories_without_exchange(edition, filters).table
    assert set(as_rows(table, "territory_code", "agreements", "institutions")) == {
        (code, len(rows), plain.institutions(rows))
        for code, rows in by_territory.items()
        if told and not plain.marked(rows)
    }
    assert table["agreements"].is_monotonic_decreasing
    table = departments_without_exchange(edition, filters).table
    assert set(as_rows(table, *table.columns)) == {
        (one, research_of(edition)[one], len(rows), plain.institutions(rows))
        for one in departments_in(kept)
        if told and not plain.marked(rows := naming(kept, one))
    }
    assert table["research"].tolist() == sorted(table["research"])
    table = single_agreement_territories(edition, filters).table
    columns = ("territory_code", "institution_id", "agreement_id", "marked")
    assert set(as_rows(table, *columns)) == {
        (code, rows[0].institution, rows[0].agreement, plain.marked(rows))
        for code, rows in by_territory.items()
        if len(rows) == 1
    }


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=40)
@given(data=st.data())
def test_institutions_without_a_wide_agreement_equal_a_plain_recount(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    kept = plain.rows(edition, filters)
    parts = {
        one: [row for row in kept if row.institution == one]
        for one in {row.institution for row in kept}
    }
    measure = institutions_without_inter_university(edition, filters)
    columns = ("institution_id", "agreements", "home_units", "marked")
    assert set(as_rows(measure.table, *columns)) == {
        (one, len(rows), len(home_units_in(rows)), plain.marked(rows))
        for one, rows in parts.items()
        if (len(rows) > 1 or len(home_units_in(rows)) > 1)
        and "inter_university" not in {row.type for row in rows}
        and "inter_university" in set(edition.agreements["agreement_type_id"])
    }
    assert measure.missing == sum(not row.type for row in kept)
    listed = set(measure.table["institution_id"])
    assert with_several_agreements(measure) == sum(len(parts[i]) > 1 for i in listed)


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=40)
@given(data=st.data())
def test_concentration_equals_a_plain_recount(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    codes = [row.territory for row in plain.rows(edition, filters) if row.territory]
    sizes = sorted((codes.count(code) for code in set(codes)), reverse=True)
    row = concentration(edition, filters).table.iloc[0]
    assert (row["agreements"], row["territories"]) == (len(codes), len(sizes))
    for top in (1, 3, 5):
        whole = max(len(codes), 1)
        assert row[f"top_{top}_share"] == pytest.approx(sum(sizes[:top]) / whole)
    if codes:
        index = sum((size / len(codes)) ** 2 for size in sizes)
        assert row["concentration_index"] == pytest.approx(index)
        assert row["effective_territories"] == pytest.approx(1 / index)
        assert 1 <= row["effective_territories"] <= len(sizes) + 1e-9


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=60)
@given(data=st.data())
def test_comparison_equals_a_plain_recount(name, data):
    edition = EDITIONS[name]
    filters = data.draw(filters_of(edition))
    ids = {
        "department": edition.departments["department_id"].tolist(),
        "region": edition.regions["region_id"].tolist(),
    }
    dimension = data.draw(st.sampled_from([one for one in ids if ids[one]]))
    two = [data.draw(st.sampled_from(ids[dimension])) for _ in range(2)]
    kept = plain.rows(edition, filters)

    def part(value):
        if dimension == "department":
            return naming(kept, value)
        return [row for row in kept if row.region == value]

    sides = [part(value) for value in two]
    partners = [{row.institution for row in side} for side in sides]
    both = [row for row in sides[0] if row in sides[1]]
    table = compare(edition, filters, dimension, *two).table
    shared = dimension == "department"  # an agreement is in a single region
    assert as_rows(
        table.drop(columns="marked_share"), *table.columns.drop("marked_share")
    ) == [
        (
            value,
            len(side),
            plain.institutions(side),
            plain.territories(side),
            plain.marked(side),
        )
        + shared
        * (
            len(both),
            len(partners[0] & partners[1]),
            len(partners[i] - partners[1 - i]),
        )
        for i, (value, side) in enumerate(zip(two, sides, strict=True))
    ]
    assert table["marked_share"].tolist() == pytest.approx(
        [plain.marked(side) / len(side) if side else 0 for side in sides]
    )


def test_the_two_engineering_departments_of_kobe_share_most_agreements():
    graduate = "graduate-school-of-engineering"
    measure = compare(KOBE, EVERYTHING, "department", ENGINEERING, graduate)
    columns = ("agreements_in_common", "institutions_in_common", "institutions_only")
    assert as_rows(measure.table, "agreements", *columns) == [
        (47, 43, 42, 4),
        (57, 43, 42, 13),
    ]


def test_what_two_sides_cannot_share_is_not_said():
    numbers = ["agreements", "institutions", "territories", "marked", "marked_share"]
    only = ["institutions_in_common", "institutions_only"]
    said = {
        dimension: [*compare(KOBE, EVERYTHING, dimension, *pair).table.columns[1:]]
        for dimension, pair in {
            "region": ("asia", "europe"),
            "territory": ("CHN", "TWN"),
            "agreement_type": ("inter_university", "inter_faculty"),
        }.items()
    }
    assert said == {
        "region": numbers,
        "territory": numbers,
        "agreement_type": [*numbers, *only],
    }


def test_two_sides_are_broken_down_and_each_adds_up():
    pair = ("europe", "asia")
    measure = compare_by(KOBE, EVERYTHING, "region", pair, "type")
    assert as_rows(measure.table, *measure.table.columns) == [
        ("europe", "inter_faculty", 14),
        ("europe", "inter_university", 9),
        ("asia", "inter_faculty", 33),
        ("asia", "inter_university", 7),
        ("asia", "other", 3),
        ("asia", "double_degree", 1),
    ]


def test_what_cannot_be_asked_raises():
    with pytest.raises(ValueError, match="institution"):
        exchange_gaps(KOBE, EVERYTHING, "institution")
    with pytest.raises(ValueError, match="city"):
        compare(KOBE, EVERYTHING, "city", "a", "b")
    with pytest.raises(FilterError, match="narnia"):
        compare(KOBE, EVERYTHING, "region", "asia", "narnia")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_column_has_a_heading_in_both_languages(lang):
    words = load_words(lang)
    labels = label_edition(KOBE, words)
    measures = [measure(KOBE, EVERYTHING) for measure in LISTS]
    measures += [
        compare(KOBE, EVERYTHING, dimension, *getattr(KOBE, table)[column].head(2))
        for (dimension, column), table in zip(
            COMPARED.items(),
            ("regions", "departments", "territories", "agreement_types"),
            strict=True,
        )
    ]
    for measure in measures:
        table = tables.labelled(measure.table, labels, words)
        assert len(table)
        assert len(set(table.columns)) == len(table.columns)
