"""Twenty typical questions, answered from a fresh start in at most four interactions."""

from __future__ import annotations

import re

import pytest

from dashboard.i18n import load_words
from dashboard.labels import label_edition
from tests.test_twenty_questions import questions

TABLES = (
    "() => [...document.querySelectorAll('[data-testid=\"stMain\"] table')]"
    ".map(t => [...t.rows].map(r => [...r.cells].map(c => c.innerText.trim())))"
)


class Reader:
    """Someone with a question: takes steps, and looks for the answer."""

    def __init__(self, visit, lang, edition):
        self.visit, self.page, self.lang = visit, visit.page, lang
        self.words = load_words(lang)
        self.labels = label_edition(edition, self.words)

    def take(self, step: str) -> None:
        name, value = step.split(" ", 1)
        getattr(self, f"_{name}")(value)
        self.visit.settle()

    def _find(self, value: str) -> None:
        text = value.split("/")[self.lang == "en"]
        self.page.get_by_role("searchbox", name=self.words("search.label")).fill(text)
        self.page.locator('.st-key-aa-find [role="status"]').wait_for()

    def _hit(self, kind: str) -> None:
        self.page.locator(f".st-key-aa_hit_{kind}_0 button").click()
        self.page.locator('.st-key-aa-find [role="status"]').wait_for(state="detached")

    def _page(self, name: str) -> None:
        links = self.page.locator('[data-testid="stSidebarNavLink"]')
        hrefs = links.evaluate_all("all => all.map(a => a.href)")
        self.visit.follow([href.rpartition("/")[2] for href in hrefs].index(name))

    def _exchange(self, value: str) -> None:
        field = self.page.locator('.aa-filter[data-name="exchange"]')
        field.get_by_text(self.words(f"filter.exchange_{value}"), exact=True).click()
        self.page.wait_for_url(re.compile("exchange="))

    def _counted(self, value: str) -> None:
        self._choose("aa_control_counted", self.words(f"column.{value}"))

    def _choose(self, key: str, label: str) -> None:
        self.page.locator(f".st-key-{key}").get_by_text(label, exact=True).click()
        self.page.wait_for_url(re.compile("(exchange|counted)="))

    def _tab(self, i: str) -> None:
        self.page.get_by_role("tab").nth(int(i)).click()

    def _open(self, i: str) -> None:
        folded = self.page.locator('[data-testid="stMain"] details summary')
        folded.nth(int(i)).click()

    def _row(self, row: str) -> None:
        label = self.words("findings.to_agreement", row=row)
        self.page.get_by_role("link", name=label).first.click()
        self.page.wait_for_url(re.compile("agreement=A"))

    def called(self, one: str) -> str:
        """What an id, or a department as printed, is called on screen."""
        named = self.labels.tables
        kinds = ("territories", "institutions", "types", "department_names")
        return next((named[kind][one] for kind in kinds if one in named[kind]), one)

    def sees(self, shown: str, answer: tuple[str, ...], line: list[str]) -> bool:
        how, _, what = shown.partition(" ")
        called = {self.called(one) for one in answer}
        main = self.page.locator('[data-testid="stMain"]')
        if how in ("table", "row"):
            return any(
                self._answers(t, what, called) for t in self.page.evaluate(TABLES)
            )
        (one,) = called
        if how == "card":
            return main.locator(".aa-card strong").nth(int(what)).inner_text() == one
        if how == "hit":
            hit = self.page.locator(f".st-key-aa_hit_{what}_0").inner_text()
            return one in re.findall(r"\d+", hit)
        if how == "link":
            label = self.words("institution.to_agreement", row=one)
            return main.get_by_role("link", name=label).count() == 1
        if how == "line":
            printed = line[int(one) - 1].strip()
            return main.locator("pre").first.inner_text().strip() == printed
        return f"n={one}" in re.split(r"\s+", main.locator(".aa-tags").inner_text())

    def _answers(self, table: list[list[str]], what: str, called: set[str]) -> bool:
        body = table[1:]
        if not what:
            return {row[0] for row in body} == called
        kind, _, one = what.partition(".")
        name = self.words(what) if kind == "column" else self.labels.of(kind, one)
        return any(name in row and called <= {*row} for row in body)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.question_en)
def test_question_is_answered(visit, kobe, kobe_list, asked, lang):
    reader = Reader(visit, lang, kobe)
    visit.open(f"/?lang={lang}")
    for step in asked.steps:
        reader.take(step)
    line = kobe_list.read_text(encoding="utf-8").split("\n")
    for _ in range(40):
        if reader.sees(asked.shown, asked.answer, line):
            break
        visit.page.wait_for_timeout(100)
    assert reader.sees(asked.shown, asked.answer, line)
    visit.must_be_quiet()
