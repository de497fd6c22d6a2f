"""Dates and students of lists that have them: read as printed, or said to be unread."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dashboard import tables
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.measures import (
    DATES,
    STUDENTS,
    agreements_by_signing_year,
    expired,
    expiring,
    optional_columns,
    student_balance,
    student_totals,
    unread_texts,
)
from dashboard.measures.dates import Span, read_date, read_number
from dashboard.narration import student_headings
from pipeline import edition_of
from pipeline.reference import REFERENCE_FOLDER
from pipeline.reference.files import read_table
from tests.tables import grid
from tests.test_measures import EVERYTHING, KOBE, as_rows

DATED = edition_of(
    grid(
        """
        | 国・地域 | 大学・機関等名 | 関連部署 | 交換留学 | 締結日 | 有効期限 | 派遣 | 受入 |
        |---|---|---|---|---|---|---|---|
        | タイ | マヒドン大学 | 工学部 | ○ | 2019年4月1日 | 2024年3月31日 | 2 | 1 |
        | タイ | マヒドン大学 | 理学部 | | 2019.10 | 2024.4（自動更新） | ２名 | |
        | 韓国 | 漢陽大学校 | 工学部 | ○ | 平成31年度 | 2024年度 | 0 | 3 |
        | 韓国 | 漢陽大学校 | 文学部 | | 4/5/2019 | 自動更新 | 若干名 | 1 |
        | イタリア | ピサ大学 | 工学部 | | 1. 4. 2021 | 2021/4/1～2026/3/31 | 5 | 5 |
        | ドイツ | ボン大学 | 文学部 | ○ | | 自動更新 | 1 | 0 |
        """
    )
)
AS_OF = date(2024, 3, 31)


def institution(name):
    known = DATED.institutions.set_index("name_text")["institution_id"]
    return known[name]


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2019-04-01", "2019-04-01", "2019-04-01"),
        ("1980. 5.31", "1980-05-31", "1980-05-31"),
        ("1996. 1.23※", "1996-01-23", "1996-01-23"),
        ("２０１９／４／１", "2019-04-01", "2019-04-01"),
        ("2019年4月1日", "2019-04-01", "2019-04-01"),
        ("2019年 4月", "2019-04-01", "2019-04-30"),
        ("2019年", "2019-01-01", "2019-12-31"),
        ("2020.2", "2020-02-01", "2020-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("20190401", "2019-04-01", "2019-04-01"),
        ("2019-04-01 00:00:00", "2019-04-01", "2019-04-01"),
        ("平成31年4月1日", "2019-04-01", "2019-04-01"),
        ("令和元年5月1日", "2019-05-01", "2019-05-01"),
        ("H31.4.1", "2019-04-01", "2019-04-01"),
        ("昭和55年", "1980-01-01", "1980-12-31"),
        ("民國108年4月1日", "2019-04-01", "2019-04-01"),
        ("2019년 4월 1일", "2019-04-01", "2019-04-01"),
        ("1.4.2019", "2019-04-01", "2019-04-01"),
        ("31/3/2024", "2024-03-31", "2024-03-31"),
        ("3/31/2024", "2024-03-31", "2024-03-31"),
        ("04/2019", "2019-04-01", "2019-04-30"),
        ("April 1, 2019", "2019-04-01", "2019-04-01"),
        ("1st of April 2019", "2019-04-01", "2019-04-01"),
        ("1-Apr-2019", "2019-04-01", "2019-04-01"),
        ("12 de mayo de 2019", "2019-05-12", "2019-05-12"),
        ("1. März 2019", "2019-03-01", "2019-03-01"),
        ("Sept. 2019", "2019-09-01", "2019-09-30"),
        ("2019.4.1～2024.3.31", "2019-04-01", "2024-03-31"),
        ("2019.4.1-2024.3.31", "2019-04-01", "2024-03-31"),
        ("2019年4月1日から2024年3月31日", "2019-04-01", "2024-03-31"),
        ("2019-2024", "2019-01-01", "2024-12-31"),
        ("2024年3月31日（自動更新）", "2024-03-31", "2024-03-31"),
        ("2024.3.31まで", None, "2024-03-31"),
        ("～2024.3.31", None, "2024-03-31"),
        ("until 31 March 2024", None, "2024-03-31"),
    ],
)
def test_printed_dates_are_read(printed, first, last):
    expected = Span(first and date.fromisoformat(first), date.fromisoformat(last))
    assert read_date(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "－",
        "自動更新",
        "5年",
        "無期限",
        "4/5/2019",
        "19.4.1",
        "2019-02-30",
        "2019-04-00",
        "2019年13月",
        "0年",
        "平成0年",
        "大学3年4月1日",
        "1 Smarch 2019",
        "43556",
        "3000年",
        "2024/3/31 (2029/3/31まで延長)",
        "2024.3.31～2019.4.1",
        "2019年4月1日から",
        "2019年4月1日 2020年4月1日",
    ],
)
def test_what_is_no_one_date_is_left_unread(printed):
    assert read_date(printed) is None


def test_fiscal_year_is_kept_apart_from_a_calendar_year():
    for printed in ("2019年度", "平成31年度"):
        span = read_date(printed)
        assert span == Span(date(2019, 1, 1), date(2019, 12, 31), fiscal=True)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("2", 2),
        ("２名", 2),
        ("10 students", 10),
        ("0", 0),
        ("", None),
        ("1-2", None),
        ("2.5", None),
        ("若干名", None),
        ("－", None),
    ],
)
def test_printed_numbers_of_students(printed, number):
    assert read_number(printed) == number


def test_only_columns_that_have_views_are_named():
    assert optional_columns(DATED) == {
        "signed_on": "締結日",
        "expires_on": "有効期限",
        "students_sent": "派遣",
        "students_received": "受入",
    }
    assert optional_columns(KOBE) == {}


def test_agreements_by_signing_year_say_what_is_not_told():
    measure = agreements_by_signing_year(DATED, EVERYTHING)
    assert as_rows(measure.table, *measure.table) == [
        (2019, 3, 3, 2, 2),
        (2020, 0, 3, 0, 0),  # a year without any keeps its place
        (2021, 1, 4, 1, 0),
    ]
    assert (measure.n, measure.missing, measure.adds_up) == (6, 2, False)
    korea = Filters(territories=("KOR",))
    measure = agreements_by_signing_year(DATED, korea)
    assert as_rows(measure.table, *measure.table) == [(2019, 1, 1, 1, 1)]
    assert (measure.n, measure.missing) == (2, 1)


@pytest.mark.parametrize(
    ("months", "ending"),
    [
        (0, [("A0001", "2024年3月31日", "2024-03-31", 0)]),
        (
            1,
            [
                ("A0001", "2024年3月31日", "2024-03-31", 0),
                ("A0002", "2024.4(自動更新)", "2024-04-30", 30),
            ],
        ),
        (
            24,
            [
                ("A0001", "2024年3月31日", "2024-03-31", 0),
                ("A0002", "2024.4(自動更新)", "2024-04-30", 30),
                ("A0005", "2021/4/1~2026/3/31", "2026-03-31", 730),
            ],
        ),
    ],
)
def test_expiring_agreements_up_to_the_same_day_of_the_month(months, ending):
    measure = expiring(DATED, EVERYTHING, AS_OF, months)
    columns = ("agreement_id", "expires_text", "last_day", "days_left")
    found = [
        (one, text.replace("（", "(").replace("）", ")").replace("～", "~"), *rest)
        for one, text, *rest in as_rows(measure.table, *columns)
    ]
    assert found == ending
    assert (measure.n, measure.missing) == (6, 3)


def test_expired_agreements_are_listed_apart_the_latest_first():
    measure = expired(DATED, EVERYTHING, date(2024, 5, 1))
    assert as_rows(measure.table, "agreement_id", "last_day", "days_left") == [
        ("A0002", "2024-04-30", -1),
        ("A0001", "2024-03-31", -31),
    ]
    assert measure.missing == 3


def test_students_are_added_up_only_where_both_numbers_are_told():
    measure = student_balance(DATED, EVERYTHING)
    assert as_rows(measure.table, *measure.table) == [
        (institution("ピサ大学"), 1, 5, 5, 0),
        (institution("マヒドン大学"), 1, 2, 1, -1),
        (institution("漢陽大学校"), 1, 0, 3, 3),
        (institution("ボン大学"), 1, 1, 0, -1),
    ]
    assert (measure.n, measure.missing) == (6, 2)
    totals = student_totals(DATED, EVERYTHING)
    assert totals.table.to_dict("records") == [
        {
            "agreements": 4,
            "institutions": 4,
            "students_sent": 8,
            "students_received": 9,
            "student_balance": 1,
        }
    ]


def test_headings_of_the_list_stand_beside_its_students():
    drawn = """
        | 国・地域 | 大学・機関等名 | 派遣学生数 | 受入 |
        |---|---|---|---|
        | タイ | マヒドン大学 | 2 | 1 |
        """
    edition, words = edition_of(grid(drawn)), load_words("ja")
    said = student_headings(edition, label_edition(edition, words), words)
    assert "「派遣学生数」" in said
    assert "「受入」" in said


def test_list_of_one_side_has_no_balance():
    drawn = """
        | 国・地域 | 大学・機関等名 | 派遣 |
        |---|---|---|
        | タイ | マヒドン大学 | 2 |
        | タイ | チュラロンコン大学 | |
        """
    edition = edition_of(grid(drawn))
    measure = student_balance(edition, EVERYTHING)
    assert list(measure.table) == ["institution_id", "agreements", "students_sent"]
    assert as_rows(measure.table, "agreements", "students_sent") == [(1, 2)]
    assert measure.missing == 1
    assert student_totals(edition, EVERYTHING).table.to_dict("records") == [
        {"agreements": 1, "institutions": 1, "students_sent": 2}
    ]


@pytest.mark.parametrize(
    ("meaning", "unread"),
    [
        ("signed_on", [("4/5/2019", 1), ("", 1)]),
        ("expires_on", [("自動更新", 2), ("2024年度", 1)]),
        ("students_sent", [("若干名", 1)]),
        ("students_received", [("", 1)]),
    ],
)
def test_what_could_not_be_read_is_shown(meaning, unread):
    measure = unread_texts(DATED, EVERYTHING, meaning)
    assert as_rows(measure.table, "source_text", "agreements") == unread
    assert measure.missing == sum(agreements for _, agreements in unread)


def test_list_without_such_columns_tells_nothing():
    for measure in (
        agreements_by_signing_year(KOBE, EVERYTHING),
        expiring(KOBE, EVERYTHING, AS_OF, 1200),
        expired(KOBE, EVERYTHING, AS_OF),
        student_balance(KOBE, EVERYTHING),
        student_totals(KOBE, EVERYTHING),
    ):
        assert measure.table.empty
        assert measure.missing == measure.n == 78
    assert unread_texts(KOBE, EVERYTHING, "signed_on").table.empty


def test_what_cannot_be_asked_raises():
    with pytest.raises(ValueError, match="-1 months"):
        expiring(DATED, EVERYTHING, AS_OF, -1)
    with pytest.raises(ValueError, match="remarks"):
        unread_texts(DATED, EVERYTHING, "remarks")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_column_has_a_heading_in_both_languages(lang):
    words = load_words(lang)
    labels = label_edition(DATED, words)
    measures = [
        agreements_by_signing_year(DATED, EVERYTHING),
        expiring(DATED, EVERYTHING, AS_OF, 24),
        student_balance(DATED, EVERYTHING),
        student_totals(DATED, EVERYTHING),
        *(unread_texts(DATED, EVERYTHING, one) for one in (*DATES, *STUDENTS)),
    ]
    for measure in measures:
        table = tables.labelled(measure.table, labels, words)
        assert len(table)
        assert len(set(table.columns)) == len(table.columns)


def test_each_form_of_the_reference_table_reads_its_example():
    path = REFERENCE_FOLDER / "value_forms.csv"
    for row in read_table(path, ("kind", "pattern", "example")):
        if row["kind"] == "number":
            assert read_number(row["example"]) is not None, row
        elif row["kind"] != "note":
            assert read_date(row["example"]) is not None, row
        found = re.search(row["pattern"], row["example"], re.IGNORECASE)
        assert found, row
