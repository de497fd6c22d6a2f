"""Twenty typical questions, answered from a fresh start in at most four interactions."""

from __future__ import annotations

import re

import pytest

from tests.test_twenty_questions import Reader, questions

TABLES = (
    "() => [...document.querySelectorAll('[data-testid=\"stMain\"] table')]"
    ".map(t => [...t.rows].map(r => [...r.cells].map(c => c.innerText.trim())))"
)


class Visitor(Reader):
    """A reader at the browser."""

    def __init__(self, visit, lang, edition):
        super().__init__(lang, edition)
        self.visit, self.page = visit, visit.page

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

    def _compare(self, value: str) -> None:
        self._choose("aa_control_compare", self.words(f"column.{value}_id"))

    def _choose(self, key: str, label: str) -> None:
        self.page.locator(f".st-key-{key}").get_by_text(label, exact=True).click()
        self.page.wait_for_url(re.compile("(exchange|counted|compare)="))

    def _tab(self, i: str) -> None:
        self.page.get_by_role("tab").nth(int(i)).click()

    def _open(self, i: str) -> None:
        folded = self.page.locator('[data-testid="stMain"] details summary')
        folded.nth(int(i)).click()

    def _row(self, row: str) -> None:
        label = self.words("findings.to_agreement", row=row)
        self.page.get_by_role("link", name=label).first.click()
        self.page.wait_for_url(re.compile("agreement=A"))

    def tables(self) -> list[list[list[str]]]:
        return self.page.evaluate(TABLES)

    def texts(self, shown: str) -> list[str]:
        how, _, what = shown.partition(" ")
        main = self.page.locator('[data-testid="stMain"]')
        if how == "hit":
            return [self.page.locator(f".st-key-aa_hit_{what}_0").inner_text()]
        if how == "link":
            return main.get_by_role("link", name=what).all_inner_texts()
        where = {"card": ".aa-card strong", "line": "pre", "n": ".aa-tags"}
        return main.locator(where[how]).all_inner_texts()


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.question_en)
def test_question_is_answered(visit, kobe, kobe_list, asked):
    """In Japanese; test_twenty_questions asks the same of the pages in both languages."""
    reader = Visitor(visit, "ja", kobe)
    visit.open("/?lang=ja")
    for step in asked.steps:
        reader.take(step)
    line = kobe_list.read_text(encoding="utf-8").split("\n")
    visit.rest()
    assert reader.sees(asked.shown, asked.answer, line)
    visit.must_be_quiet()
