"""What a reader is asked about a list, what the answers do, and what is shown beside."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from dashboard import measures
from dashboard.exports.tables import agreements_csv, agreements_xlsx
from dashboard.questions import (
    WHOLE_ROW,
    Suggestions,
    count_questions,
    decide,
    group_heads,
    open_questions,
    questions_of_kind,
    similar_questions,
)
from dashboard.source import (
    cell_signs,
    printed_rows,
    reading_of_rows,
    row_signs,
    rows_around,
)
from pipeline import Decision, build_bytes, edition_of, read_decisions, write_decisions
from pipeline.model import Edition, ListQuestion
from tests.stages import asked_edition
from tests.tables import grid, published

LIST = """
    | 地域 | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |
    | アジア | 韓国 | 北都大学 | 工学部 | 部局間 | 工学部 | ○ |
    | | 韓国 | 南海大学 | 理学部 | 部局間 | 工学部 | |
    | | 大韓 | 西湖大学 | 理学部 | 大学間 | 工学部 | ○ |
    | | 大韓 | 東雲大学 | | 部局間 | 工学部 | |
    | ヨーロッパ | ドイツ | ルミナ工科大学 | 工学部 | 部局間 | 工学部 | ○ |
    | | ドイツ | オルガ大学 | 工学部 | 部局間 | 工学部 | △ |
"""
WHY = {"reason": "確認済み", "decided_by": "国際課"}
TODAY = date(2026, 11, 24).isoformat()


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(grid(LIST))


def asked(edition: Edition) -> list[tuple[int, str, str, str, str]]:
    """Row, code, column, what stands there and what suggests itself."""
    return [
        (q.source_row, q.code, q.column, q.expect, q.suggestion)
        for q in open_questions(edition)
    ]


def answered(
    edition: Edition, at: int, value: str, *, whole_row: bool = False, same: bool = True
) -> list[Decision]:
    questions = open_questions(edition)
    settled = similar_questions(questions[at], questions) if same else [questions[at]]
    return decide(settled, value, whole_row=whole_row, decided_on=TODAY, **WHY)


def test_questions_come_with_the_most_consequential_first(edition):
    assert asked(edition) == [
        (4, "UNKNOWN_TERRITORY", "territory_text", "大韓", ""),
        (5, "UNKNOWN_TERRITORY", "territory_text", "大韓", ""),
        (7, "UNKNOWN_MARK", "exchange_text", "△", ""),
    ]


def test_question_shows_the_line_as_printed(edition):
    first = open_questions(edition)[0]
    assert first.line == "| | 大韓 | 西湖大学 | 理学部 | 大学間 | 工学部 | ○ |"
    assert "大韓" in first.texts["ja"]
    assert "大韓" in first.texts["en"]


def test_one_answer_settles_every_question_like_it(edition):
    decisions = answered(edition, 0, "韓国")
    assert [(d.source_row, d.value, d.context) for d in decisions] == [
        (4, "韓国", "西湖大学|理学部"),
        (5, "韓国", "東雲大学|"),
    ]
    after = edition_of(grid(LIST), decisions=decisions)
    assert asked(after) == [(7, "UNKNOWN_MARK", "exchange_text", "△", "")]
    assert [row[0] for row in published(after, ("territory",)).values()] == [
        "韓国",
        "韓国",
        "韓国",
        "韓国",
        "ドイツ",
        "ドイツ",
    ]


def test_answer_to_one_leaves_the_others_open(edition):
    after = edition_of(grid(LIST), decisions=answered(edition, 0, "韓国", same=False))
    assert [row for row, *_ in asked(after)] == [5, 7]


def test_keeping_a_text_as_printed_settles_the_question(edition):
    after = edition_of(grid(LIST), decisions=answered(edition, 2, "△"))
    assert [row for row, *_ in asked(after)] == [4, 5]
    assert published(after, ("exchange",))[7] == ("△",)


def test_row_can_be_left_out_by_any_of_its_questions(edition):
    decisions = answered(edition, 2, "drop", whole_row=True)
    assert [(d.column, d.expect, d.value) for d in decisions] == [
        (WHOLE_ROW, "オルガ大学", "drop")
    ]
    after = edition_of(grid(LIST), decisions=decisions)
    assert 7 not in published(after)


def test_answers_written_down_do_the_same_to_the_next_edition(edition):
    written = write_decisions(answered(edition, 0, "韓国")).encode()
    decisions = read_decisions(written, "decisions.csv")
    lines = LIST.strip().splitlines()
    moved = "\n".join([*lines[:3], lines[4], lines[3], *lines[5:]])
    after = edition_of(grid(moved), decisions=decisions)
    assert [code for _, code, *_ in asked(after)] == ["UNKNOWN_MARK"]


def test_kobe_list_is_settled_by_accepting_what_is_suggested(kobe, kobe_list):
    count = len(open_questions(kobe))
    decisions: list[Decision] = []
    edition = kobe
    while questions := [q for q in open_questions(edition) if q.suggestion]:
        one = questions[0]
        decisions += decide(
            [one], one.suggestion, whole_row=False, decided_on=TODAY, **WHY
        )
        edition = build_bytes(
            kobe_list.read_bytes(), kobe_list.name, decisions=decisions
        )
    assert len(open_questions(edition)) == count - len(decisions)
    assert len(decisions) >= 8
    assert len(edition.agreements) == 78


def test_repeated_row_that_is_not_published_asks_about_the_row(kobe):
    asked = next(q for q in open_questions(kobe) if q.code == "REPEATED_ROW")
    assert (asked.source_row, asked.column, asked.published) == (78, WHOLE_ROW, False)
    assert asked.expect == "アーカンソー大学"


OF_LIST = ListQuestion("MISSING_REGION", ("region",))
OF_COLUMN = ListQuestion(
    "UNUSUAL_TYPE",
    ("agreement_type",),
    (("cell", "段階"),),
    4,
    ("other", "departments"),
)
"""Any code will do: it lends its text."""


def test_questions_are_ranked_from_the_whole_list_to_a_single_cell():
    ranked = open_questions(asked_edition(LIST, OF_COLUMN, OF_LIST))
    assert [(q.level, q.code, q.source_row) for q in ranked] == [
        ("list", "MISSING_REGION", 0),
        ("column", "UNUSUAL_TYPE", 0),
        ("group", "UNKNOWN_TERRITORY", 4),
        ("group", "UNKNOWN_TERRITORY", 5),
        ("cell", "UNKNOWN_MARK", 7),
    ]
    assert ranked[0].roles == ("region",)
    assert (ranked[1].source_column, ranked[1].options) == (4, ("other", "departments"))
    assert [q.source_row for q in group_heads(ranked)] == [0, 0, 4, 7]


def test_question_for_the_whole_list_is_answered_for_good():
    asked = open_questions(asked_edition(LIST, OF_LIST))
    (decision,) = decide(asked[:1], "keep", whole_row=False, decided_on=TODAY, **WHY)
    assert (decision.column, decision.expect, decision.value) == (
        *("list", "MISSING_REGION", "keep"),
    )
    assert decision.source_row == 0


CUT = """
    | 国・地域 | 大学・機関等名 | 学部等名 | 関連部署 |
    | 韓国 | 北都大学 | 理学部、工 | 工学部 |
    | 韓国 | 南海大学 | 医学部、理 | 工学部 |
    | 台湾 | 西湖大学 | 理学部、工 | 工学部 |
"""


def test_all_questions_of_a_kind_on_a_column_take_one_answer():
    edition = edition_of(grid(CUT))
    questions = open_questions(edition)
    kind = questions_of_kind(questions[0], questions)
    assert [(q.source_row, q.expect) for q in kind] == [
        (2, "理学部、工"),
        (4, "理学部、工"),
        (3, "医学部、理"),
    ]
    decisions = decide(
        kind, lambda q: q.expect, whole_row=False, decided_on=TODAY, **WHY
    )
    assert open_questions(edition_of(grid(CUT), decisions=decisions)) == []


def test_rows_are_shown_as_printed_with_their_signs(edition):
    shown = printed_rows(edition, [1, 2, 3, 4], row_signs(edition))
    assert list(shown.columns) == [
        *("row", "sign", "1 地域", "2 国・地域", "3 大学・機関等名", "4 学部等名"),
        *("5 協定タイプ", "6 関連部署", "7 交換留学"),
    ]
    assert shown.to_numpy().tolist() == [
        [
            *(1, "left_out", "地域", "国・地域", "大学・機関等名", "学部等名"),
            *("協定タイプ", "関連部署", "交換留学"),
        ],
        [2, "", "アジア", "韓国", "北都大学", "工学部", "部局間", "工学部", "○"],
        [3, "repaired", "", "韓国", "南海大学", "理学部", "部局間", "工学部", ""],
        [4, "check", "", "大韓", "西湖大学", "理学部", "大学間", "工学部", "○"],
    ]


def test_question_stands_between_the_rows_around_it(edition):
    assert rows_around(edition, 4) == [2, 3, 4, 5, 6]
    assert rows_around(edition, 1) == [1, 2, 3]
    assert rows_around(edition, 7) == [5, 6, 7]


PERSONS = """
    | 国・地域 | 大学・機関等名 | 担当者 |
    | 韓国 | 北都大学 | 山田太郎 |
    | 台湾 | 南海大学 | |
"""


@pytest.mark.parametrize(("contacts", "person"), [(False, "···"), (True, "山田太郎")])
def test_contact_persons_are_shown_only_where_asked_for(contacts, person):
    edition = edition_of(grid(PERSONS), contacts=contacts)
    shown = printed_rows(edition, [1, 2, 3], {})
    assert shown["3 担当者"].tolist() == ["担当者", person, ""]
    agreement = edition.agreements["agreement_id"].iloc[0]
    trace = measures.trace_agreement(edition, agreement)
    assert person in trace.line
    assert person in trace.printed["source_text"].str.strip().tolist()
    assert ("山田" in trace.line) == contacts


def test_changed_and_doubtful_cells_are_marked_where_they_were_printed(edition):
    assert cell_signs(edition, [2, 3, 4]) == {
        (3, 1): "repaired",
        (4, 1): "repaired",
        (4, 2): "check",
    }


def test_reading_shows_the_columns_that_say_something():
    few = edition_of(grid("| 国 | 大学名 |\n| 韓国 | 北都大学 |\n| 台湾 | 南海大学 |"))
    shown = reading_of_rows(few, [1, 3])
    assert shown.to_dict("records") == [
        {"source_row": "1", "territory_text": "", "institution_text": ""},
        {"source_row": "3", "territory_text": "台湾", "institution_text": "南海大学"},
    ]


RUNNABLE = """
    | 国・地域 | 大学・機関等名 | 交換留学 | 備考 |
    | 韓国 | =1+1大学 | ○ | @SUM(A1) |
    | 台湾 | 南海大学 | | -5 |
"""


def test_clean_csv_holds_every_agreement_and_nothing_to_run():
    received = agreements_csv(edition_of(grid(RUNNABLE)))
    rows = list(csv.DictReader(io.StringIO(received.decode("utf-8-sig"))))
    columns = ("source_row", "territory_code", "institution_text", "exchange_marked")
    assert [tuple(row[c] for c in (*columns, "備考")) for row in rows] == [
        ("2", "KOR", "'=1+1大学", "true", "'@SUM(A1)"),
        ("3", "TWN", "南海大学", "false", "'-5"),
    ]


def test_clean_workbook_holds_the_same_as_texts(kobe):
    edition = edition_of(grid(RUNNABLE))
    sheet = openpyxl.load_workbook(io.BytesIO(agreements_xlsx(edition, "協定")))["協定"]
    head, *rows = sheet.iter_rows(values_only=True)
    at = [head.index(c) for c in ("source_row", "institution_text", "備考")]
    assert [tuple(row[i] for i in at) for row in rows] == [
        (2, "=1+1大学", "@SUM(A1)"),
        (3, "南海大学", "-5"),
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.freeze_panes == "A2"


def test_workbook_equals_the_table(kobe):
    book = openpyxl.load_workbook(io.BytesIO(agreements_xlsx(kobe, "Agreements")))
    head, *rows = book["Agreements"].iter_rows(values_only=True)
    assert list(head) == list(kobe.agreements.columns)
    marked = {True: "true", False: "false"}
    expected = [
        tuple(marked.get(v, v) if isinstance(v, bool) else v or None for v in row)
        for row in kobe.agreements.astype(object).itertuples(index=False, name=None)
    ]
    assert rows == expected


def test_questions_are_made_once_for_each_edition(edition: Edition):
    assert open_questions(edition) is open_questions(edition)


@pytest.mark.parametrize(
    ("printed", "suggested"),
    [
        ("リトアンニア", "リトアニア"),
        ("リトナム", "ベトナム"),
        ("リタリア", "イタリア"),
        ("Lithunaia", "Lithuania"),
        ("ナルニア国王領", ""),
        ("x" * 300, ""),
    ],
)
def test_a_misprinted_territory_has_its_closest_label(printed: str, suggested: str):
    rows = f"| 国・地域 | 大学名 |\n| 韓国 | 北都大学 |\n| {printed} | 南海大学 |"
    (question,) = (
        q
        for q in open_questions(edition_of(grid(rows)))
        if q.code == "UNKNOWN_TERRITORY"
    )
    assert (question.expect, question.suggestion) == (printed, suggested)


def test_cut_off_texts_suggest_the_first_that_goes_on():
    class Agreements:
        agreements = pd.DataFrame(
            {"unit": ["工学部b", "工学", "工学部a", "理学部", "工学部b"]}
        )

    suggestions = Suggestions(Agreements)
    row = {"unit": "工学"}
    assert suggestions.of_cell("TRUNCATED_TEXT", "unit", row) == "工学部b"
    assert suggestions.of_cell("TRUNCATED_TEXT", "unit", {"unit": "理学部"}) == ""


def many(narnia: int, rest: int) -> str:
    """A list in which so many rows name a territory that nobody knows, each its own."""
    rows = [f"| 夢{i}国 | 第{i}大学 | 工学部 | ○ |" for i in range(narnia)]
    rows += [f"| タイ | 東{i}大学 | 工学部 | ○ |" for i in range(rest)]
    return "\n".join(["| 国・地域 | 大学・機関等名 | 関連部署 | 交換留学 |", *rows])


def test_doubt_of_many_rows_is_asked_once_and_answered_at_once():
    edition = edition_of(grid(many(8, 40)))
    asked = edition.findings[edition.findings["code"] == "UNKNOWN_TERRITORY"]
    assert asked["source_row"].tolist() == [0]
    questions = [q for q in open_questions(edition) if q.code == "UNKNOWN_TERRITORY"]
    assert [(q.source_row, q.column, q.expect, q.level) for q in questions] == [
        (i + 2, "territory_text", f"夢{i}国", "group") for i in range(8)
    ]
    assert count_questions(questions) == len(group_heads(questions)) == 1
    kind = questions_of_kind(questions[0], questions)
    decisions = decide(
        kind, lambda q: q.expect, whole_row=False, decided_on=TODAY, **WHY
    )
    after = edition_of(grid(many(8, 40)), decisions=decisions)
    assert "UNKNOWN_TERRITORY" not in {q.code for q in open_questions(after)}


def test_one_row_of_many_can_be_answered_by_itself():
    edition = edition_of(grid(many(8, 40)))
    questions = [q for q in open_questions(edition) if q.code == "UNKNOWN_TERRITORY"]
    decisions = decide(questions[:1], "タイ", whole_row=False, decided_on=TODAY, **WHY)
    after = edition_of(grid(many(8, 40)), decisions=decisions)
    rest = [q for q in open_questions(after) if q.code == "UNKNOWN_TERRITORY"]
    assert [q.source_row for q in rest] == [*range(3, 10)]
