import gc
import weakref

import pandas as pd

import pipeline
from dashboard import charts, measures, sentences
from dashboard.cube import once_per_question
from dashboard.figures import spec_of
from dashboard.filters import Filters
from dashboard.kept import RECENT, once_per_thing
from dashboard.labels import label_edition
from dashboard.palette import THEMED
from dashboard.report import PARTS, make_report
from dashboard.words import load_words


def test_the_same_of_the_same_thing_is_made_once():
    made = []

    @once_per_thing
    def rows(table, more, *, less=0):
        made.append((more, less))
        return len(table) + more - less

    one, alike = pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1, 2]})
    assert [rows(one, 1), rows(one, 1), rows(one, 2), rows(one, 1, less=1)] == [
        *(3, 3, 4, 2)
    ]
    assert made == [(1, 0), (2, 0), (1, 1)]
    assert rows(alike, 1) == 3
    assert len(made) == 4


def test_what_was_made_goes_with_the_thing():
    class Made:
        left = 0

        def __del__(self):
            Made.left += 1

    @once_per_thing
    def make(_table):
        return Made()

    table = pd.DataFrame({"a": [1]})
    assert make(table) is make(table)
    del table
    gc.collect()
    assert Made.left == 1


def test_of_many_questions_the_last_are_kept():
    made = []

    @once_per_thing
    def make(_table, number):
        made.append(number)
        return number

    table = pd.DataFrame({"a": [1]})
    for number in (*range(RECENT + 1), 0):
        assert make(table, number) == number
    assert made == [*range(RECENT + 1), 0]


def test_a_readers_own_list_leaves_nothing_behind(kobe_list):
    """All that is kept of an edition goes with the session that brought it."""
    edition = pipeline.build_bytes(kobe_list.read_bytes(), "list.md")
    words, chosen = load_words("ja"), Filters(regions=("asia",))
    labels = once_per_question(label_edition)(edition, words)
    for filters in (Filters(), chosen):
        make_report(edition, filters, labels, words, parts=PARTS)
        asked = ("region", "type", "agreements")
        described = [
            charts.region_type_bars(edition, filters, "agreements", labels, words),
            charts.department_bars(edition, filters, "", labels, words),
            charts.rule_bars(edition, filters, labels, words),
            charts.territory_map(edition, filters, "agreements", labels, words),
            charts.gap_matrix(edition, filters, "region", labels, words),
            charts.pivot_chart(edition, filters, asked, labels, words),
        ]
        for chart in described:
            spec_of(chart, words, THEMED)
            assert chart.table is not None
        territories = measures.agreements_by_territory(edition, filters).table
        more = ("territory_code", "territories", "agreements", labels, words)
        sentences.ranking_sentence(territories, *more)
        measures.search(edition, filters, "大学")
        measures.pivot(edition, filters, "region", "type", "agreements")
        measures.findings_listed(edition, filters)
    left = weakref.ref(edition)
    del edition, described, chart, territories, more
    gc.collect()
    assert left() is None
