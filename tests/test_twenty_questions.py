"""Twenty questions people ask: each answer against the golden reading."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import pandas as pd
import pytest

from tests.conftest import ROOT

MOST_STEPS = 4
GOLDEN = ROOT / "tests" / "expected" / "kobe-engineering"


@dataclass(frozen=True)
class Asked:
    """A row of twenty_questions.csv.

    Attributes:
        question_ja, question_en: what is asked.
        steps: interactions from a fresh start: `find JA/EN` types into the search box,
            `hit KIND` takes its first hit of a kind, `page NAME` follows the
            navigation, `exchange VALUE`, `counted VALUE`, `tab N`, `open N` (a table
            beneath a figure) and `row N` (the link to an agreement) click.
        shown: where the answer stands then: `n`, `table` (its first column), `row X`
            (the one called X), `card N`, `hit KIND`, `link`, `line`.
        golden: how it is counted in the golden reading, see `recount`.
        answer: numbers, ids, or departments as printed.
    """

    question_ja: str
    question_en: str
    steps: tuple[str, ...]
    shown: str
    golden: str
    answer: tuple[str, ...]


def questions() -> list[Asked]:
    path = ROOT / "tests" / "twenty_questions.csv"
    with path.open(encoding="utf-8", newline="") as received:
        rows = list(csv.DictReader(received))
    for row in rows:
        row["steps"] = tuple(row["steps"].split("; "))
        row["answer"] = tuple(row["answer"].split("|"))
    return [Asked(**row) for row in rows]


def golden_table(query: str) -> pd.DataFrame:
    """Findings, or agreements with a row for each department."""
    name = "findings" if "severity" in query else "agreements"
    path = GOLDEN / f"{name}.csv"
    table = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    if name == "findings":
        return table
    departments = table["departments_text"].str.split("|")
    return table.assign(department=departments).explode("department")


def recount(golden: str) -> set[str]:
    """Answer from the golden reading.

    Args:
        golden: `count COLUMN where QUERY` (how many values), `list` (which values),
            `never` (the values that are in no such row), `once` (those of one
            agreement), `common` (how many values every department of the rows has).
    """
    how, column, _, query = golden.split(" ", 3)
    table = golden_table(query)
    rows = table.query(query)
    found = set(rows[column])
    if how == "count":
        return {str(len(found))}
    if how == "never":
        return set(table[column]) - found
    if how == "once":
        sizes = rows.drop_duplicates("agreement_id")[column].value_counts()
        return set(sizes.index[sizes == 1])
    if how == "common":
        named = rows.groupby(column)["department"].nunique()
        return {str((named == rows["department"].nunique()).sum())}
    return found


def test_there_are_twenty_questions_of_at_most_four_steps():
    asked = questions()
    assert len({one.question_en for one in asked}) == 20
    assert max(len(one.steps) for one in asked) <= MOST_STEPS


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.question_en)
def test_answer_is_that_of_the_golden_reading(asked):
    assert set(asked.answer) == recount(asked.golden)
    assert len(asked.answer) == len(recount(asked.golden))
