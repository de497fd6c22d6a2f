"""The lists that nobody has seen: they hold what their truth says, and are scored so."""

from __future__ import annotations

import sys
from dataclasses import replace
from html import unescape
from random import Random

import pytest

from benchmarks.damage.__main__ import main
from benchmarks.damage.unseen.cases import unseen_cases, without_headings
from benchmarks.damage.unseen.files import read_cases, write_case
from benchmarks.damage.unseen.reading import Reading, read_case
from benchmarks.damage.unseen.run import run_cases
from benchmarks.damage.unseen.score import Mistake, Score, score
from pipeline.reference import load_reference
from tests.support.unseen.agreements import draw_facts
from tests.support.unseen.families import FAMILIES
from tests.support.unseen.tables import ORDER
from tests.support.unseen.truth import CELLS, MadeList, RowTruth
from tests.support.unseen.words import CODES, language

TEXT_FILES = ("csv", "tsv", "md", "txt", "html")

BLANK = dict.fromkeys(CELLS.values(), "")


def row(number: int, institution: str, code: str = "JPN", **cells: str) -> dict:
    named = {"institution_text": institution, "territory_code": code}
    return BLANK | {"source_row": str(number)} | named | cells


def truth(number: int, institution: str, ask: str = "") -> RowTruth:
    cells = {"institution_raw": (institution,), "country_code": ("JP",)}
    return RowTruth(cells | {"faculty_raw": ("",)}, number, ask)


MADE = MadeList("x", b"", "csv", (truth(2, "Kita"), truth(3, "Minami")))


@pytest.mark.parametrize("code", CODES)
def test_language_has_words_for_every_role_and_kind(code):
    words = language(code)
    assert {*ORDER} <= {*words.headings}
    assert {*words.words} == {*language("en").words}
    assert all(all(texts) for texts in words.headings.values())


@pytest.mark.parametrize("family", FAMILIES)
def test_same_seed_gives_the_same_list_and_another_a_new_one(family):
    first, again, other = (FAMILIES[family](Random(seed)) for seed in (1, 1, 2))
    assert first.rows == again.rows
    assert first.rows != other.rows
    if first.suffix in TEXT_FILES:
        assert first.received == again.received


@pytest.mark.parametrize("family", FAMILIES)
def test_row_stands_where_its_truth_says(family):
    """The institution stands in its line, or in one above that it is merged with."""
    for seed in range(6):
        made = FAMILIES[family](Random(seed))
        lines = made.received.decode("utf-8", "replace").split("\n")
        if made.suffix not in TEXT_FILES or "\ufffd" in "".join(lines):
            continue
        for one in made.rows:
            at = one.source_row - 1
            near = unescape("\n".join(lines[max(0, at - 8) : at + 20]))
            names = one.cells["institution_raw"]
            assert any(name.split("\n")[0] in near for name in names)


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_wrong_unasked_in_lists_that_were_never_tuned_on(family):
    """Two lists of each family. What is measured on new seeds: benchmarks/damage."""
    for case, found, mistakes in run_cases(unseen_cases([family], 2, "20261130")):
        assert not mistakes, case.name
        bad = found.refused, found.crashed, found.silent, found.false, found.leaks
        assert bad == (0, 0, 0, 0, 0)


def test_no_row_of_a_list_is_there_twice():
    for seed in range(50):
        agreements = draw_facts(Random(seed)).agreements
        assert len({(a.institution, a.unit) for a in agreements}) == len(agreements)


def test_row_is_right_asked_or_silent():
    right = row(2, "Kita"), row(3, "Minami")
    assert score(MADE, Reading(right)) == (
        Score(lists=1, rows=2, right=2, core=2, answered=2),
        [],
    )
    wrong = right[0], row(3, "Minami", partner_unit_text="Law")
    found, mistakes = score(MADE, Reading(wrong))
    assert (found.right, found.core, found.asked, found.silent) == (1, 2, 0, 1)
    assert [(m.kind, m.source_row) for m in mistakes] == [("silent", 3)]
    assert score(MADE, Reading(wrong, ((3, ""),)))[0].asked == 1
    assert score(MADE, Reading(right, ((3, ""),)))[0].alarms == 1


def test_question_for_the_whole_list_is_asked_in_every_row_for_its_columns():
    wrong = row(2, "Kita", partner_unit_text="Law"), row(3, "Nishi")
    for columns, asked in (
        ("partner_unit_text", 1),
        ("departments_text", 0),
        ("partner_unit_text|institution_text", 2),
    ):
        found = score(MADE, Reading(wrong, ((0, columns),)))[0]
        assert (found.asked, found.silent) == (asked, 2 - asked)
        assert found.list_questions == 1


def test_published_row_that_is_none_is_false_and_a_refusal_is_no_silence():
    more = row(2, "Kita"), row(3, "Minami"), row(9, "Country")
    found, mistakes = score(MADE, Reading(more))
    assert (found.false, found.right) == (1, 2)
    assert [m.kind for m in mistakes] == ["false"]
    found, _ = score(MADE, Reading(refused="no table"))
    assert (found.refused, found.asked, found.silent) == (1, 2, 0)


def test_what_must_be_asked_is_silent_if_it_is_not():
    rows = truth(2, "Kita", "row"), truth(3, "Minami", "country_code")
    made = replace(MADE, rows=rows)
    read = row(2, "Kita"), row(3, "Minami")
    assert score(made, Reading(read))[0].silent == 2
    found = score(made, Reading(read, ((2, ""), (0, "territory_code"))))[0]
    assert (found.right, found.silent, found.alarms) == (2, 0, 0)


def test_persons_and_crashes_are_counted():
    made = replace(MADE, persons=frozenset({"Aoi Mori"}))
    read = Reading((row(2, "Kita", Lead="Aoi Mori"), row(3, "Minami")))
    assert score(made, read)[0].leaks == 1
    found, mistakes = score(made, Reading(refused="KeyError()", crashed=True))
    assert (found.crashed, mistakes) == (1, [Mistake("crash", 0, "", "KeyError()")])


def test_third_of_the_headings_is_hidden_from_the_reader():
    known = load_reference()
    (case,) = unseen_cases(["plain_table"], 1, "s")
    names = without_headings(known, case.hidden).column_names
    assert 0.6 < len(names) / len(known.column_names) < 0.7
    assert not case.hidden & {*names}


def test_lists_are_written_and_scored_by_what_was_written(tmp_path):
    cases = list(unseen_cases(["plain_table", "kind_ended", "bullets"], 1, "s"))
    for case in cases:
        write_case(tmp_path / case.name, case)
    found = {case.name: case for _, case in read_cases(tmp_path)}
    for case in cases:
        made = found[case.name].made
        assert (made.rows, made.received) == (case.made.rows, case.made.received)
        assert found[case.name].hidden == case.hidden
        reading, again = read_case(case), read_case(found[case.name])
        assert score(made, reading) == score(made, again)


def test_table_names_every_family_that_was_asked_for(capsys, monkeypatch):
    monkeypatch.setattr(
        sys,
        "argv",
        [
            "damage",
            "--unseen",
            "--lists",
            "1",
            "--family",
            "visits",
            "--family",
            "wide",
        ],
    )
    main()
    lines = [s for s in capsys.readouterr().out.splitlines() if s.startswith("| ")]
    assert [s.split("|")[1].strip() for s in lines] == [
        "family",
        "visits",
        "wide",
        "all",
    ]
