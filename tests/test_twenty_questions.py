"""Twenty questions people ask: each answer against the golden reading."""

from __future__ import annotations

import csv
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

import pandas as pd
import pytest
from lxml import html

from dashboard.i18n import load_words
from dashboard.labels import label_edition
from tests.conftest import ROOT
from tests.test_app import choose, open_page, unfolded

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


class Reader(ABC):
    """Someone with a question: takes steps, and looks for the answer."""

    def __init__(self, lang, edition):
        self.lang, self.words = lang, load_words(lang)
        self.labels = label_edition(edition, self.words)

    @abstractmethod
    def take(self, step: str) -> None:
        """Take one step of a question."""

    @abstractmethod
    def tables(self) -> list[list[list[str]]]:
        """Each table on the page, row by row."""

    @abstractmethod
    def texts(self, shown: str) -> list[str]:
        """All texts of a kind: `card`, `hit KIND`, `line`, `n`, or `link LABEL`."""

    def called(self, one: str) -> str:
        """What an id, or a department as printed, is called on screen."""
        named = self.labels.tables
        kinds = ("territories", "institutions", "types", "department_names")
        return next((named[kind][one] for kind in kinds if one in named[kind]), one)

    def sees(self, shown: str, answer: tuple[str, ...], line: list[str]) -> bool:
        how, _, what = shown.partition(" ")
        called = {self.called(one) for one in answer}
        if how in ("table", "row"):
            return any(self._answers(table, what, called) for table in self.tables())
        if how == "cell":
            return any(
                {row[table[0].index(heading)] for row in table[1:]} == called
                for table in self.tables()
                if (heading := self.words(what)) in table[0]
            )
        (one,) = called
        if how == "card":
            return self.texts("card")[int(what)] == one
        if how == "hit":
            return one in re.findall(r"\d+", self.texts(shown)[0])
        if how == "link":
            label = self.words("trace.row", row=one)
            return len(self.texts(f"link {label}")) == 1
        if how == "line":
            return self.texts("line")[0].strip() == line[int(one) - 1].strip()
        return f"n={one}" in re.split(r"\s+", self.texts("n")[0])

    def _answers(self, table: list[list[str]], what: str, called: set[str]) -> bool:
        body = table[1:]
        if not what:
            return {row[0] for row in body} == called
        kind, _, one = what.partition(".")
        name = self.words(what) if kind == "column" else self.labels.of(kind, one)
        return any(name in row and called <= {*row} for row in body)


class Script(Reader):
    """A reader of the pages as the script makes them, without a browser."""

    def __init__(self, lang, edition):
        super().__init__(lang, edition)
        self.app = open_page("overview", lang=lang)

    def take(self, step: str) -> None:
        name, value = step.split(" ", 1)
        self.app = getattr(self, f"_{name}")(value)
        assert not self.app.exception

    def _find(self, value: str):
        text = value.split("/")[self.lang == "en"]
        return self.app.text_input(key="aa_find").set_value(text).run()

    def _hit(self, kind: str):
        return self.app.button(key=f"aa_hit_{kind}_0").click().run()

    def _page(self, name: str):
        return self.app.switch_page(f"dashboard/pages/{name}.py").run()

    def _exchange(self, value: str):
        chosen = self.app.session_state["aa_filters"]
        return choose(self.app, **{**vars(chosen), "exchange": value})

    def _counted(self, value: str):
        return self._switch("aa_control_counted", value)

    def _compare(self, value: str):
        return self._switch("aa_control_compare", value)

    def _switch(self, key: str, value: str):
        (switch,) = [one for one in self.app.get("button_group") if one.key == key]
        return switch.set_value(value).run()

    def _tab(self, i: str):
        tab = self.app.tabs[int(i)]
        self.app.session_state["map_lists"] = tab.label
        return self.app.run()

    def _open(self, _i: str):
        return unfolded(self.app)

    def _row(self, row: str):
        (link,) = self._links(self.words("findings.to_agreement", row=row))[:1]
        query = dict(one.split("=") for one in link.proto.query_string.split("&"))
        self.app.session_state["aa_controls"] = {"agreement": query["agreement"]}
        return self.app.switch_page("dashboard/pages/agreements.py").run()

    def _links(self, label: str) -> list:
        return [one for one in self.app.get("page_link") if one.proto.label == label]

    def _found(self, path: str) -> list:
        bodies = [one.proto.body for one in self.app.get("html")]
        return [found for body in bodies for found in html.fromstring(body).xpath(path)]

    def tables(self) -> list[list[list[str]]]:
        return [
            [
                [cell.text_content().strip() for cell in row.xpath("./th|./td")]
                for row in table.xpath(".//tr")
            ]
            for table in self._found("//table")
        ]

    def texts(self, shown: str) -> list[str]:
        how, _, what = shown.partition(" ")
        if how == "hit":
            return [self.app.button(key=f"aa_hit_{what}_0").label]
        if how == "link":
            links = self._found('//a[@class="aa-go"]')
            return [what for link in links if link.text_content() == what]
        if how == "line":
            return [code.value for code in self.app.code]
        path = {"card": '//*[@class="aa-card"]//strong', "n": '//*[@class="aa-tags"]'}
        return [" ".join(found.itertext()) for found in self._found(path[how])]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.question_en)
def test_pages_answer_the_question(kobe, kobe_list, asked, lang):
    reader = Script(lang, kobe)
    for step in asked.steps:
        reader.take(step)
    line = kobe_list.read_text(encoding="utf-8").split("\n")
    assert reader.sees(asked.shown, asked.answer, line)
