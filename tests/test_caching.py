import gc
import threading
import time
import weakref

import numpy as np
import pandas as pd
import pytest

import pipeline
from dashboard import charts, measures, narration
from dashboard.caching import memoize_by_identity, size_of
from dashboard.cube import build_cube
from dashboard.figures import spec_of
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import PARTS, make_report
from dashboard.theme import THEMED


def test_the_same_of_the_same_thing_is_made_once():
    made = []

    @memoize_by_identity
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

    @memoize_by_identity
    def make(_table):
        return Made()

    table = pd.DataFrame({"a": [1]})
    assert make(table) is make(table)
    del table
    gc.collect()
    assert Made.left == 1


class Table:
    """An object that results are made of."""


def counted(**bounds):
    """A memoized function that makes an array of so many bytes, and what it made."""
    made: list[int] = []

    @memoize_by_identity(**bounds)
    def zeros(_table: Table, size: int):
        made.append(size)
        return np.zeros(size, np.int8)

    return zeros, made


@pytest.mark.parametrize(
    ("bounds", "asked", "made"),
    [
        ({}, [1, 2, 1, 2], [1, 2]),
        ({"entries": 2}, [1, 2, 3, 1], [1, 2, 3, 1]),
        ({"entries": 2}, [1, 2, 1, 3, 1], [1, 2, 3]),  # asked for again: stays
        ({"most_bytes": 100}, [40, 50, 40, 60, 40, 50], [40, 50, 60, 50]),
        ({"most_bytes": 100}, [10, 200, 200, 10], [10, 200, 10]),  # the last stays
        ({"entries": 1}, [1, 1, 2, 1], [1, 2, 1]),
    ],
)
def test_what_was_least_recently_asked_for_goes_first(bounds, asked, made):
    zeros, sizes = counted(**bounds)
    table = Table()
    assert [zeros(table, size).size for size in asked] == asked
    assert sizes == made


def together(calls):
    """Call all at the same moment, each in a thread; what they gave or raised."""
    ready, told = threading.Barrier(len(calls)), []

    def run(call):
        ready.wait()
        try:
            told.append(call())
        except ValueError as error:
            told.append(str(error))

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    return told


def test_what_many_ask_for_at_once_is_made_once(kobe):
    made = []

    @memoize_by_identity
    def cube(edition):
        made.append(edition)
        time.sleep(0.05)
        return build_cube(edition)

    cubes = together([lambda: cube(kobe)] * 8)
    assert len(made) == 1
    assert all(one is cubes[0] for one in cubes)


def test_what_could_not_be_made_is_tried_again():
    tried = []

    @memoize_by_identity
    def make(_table):
        tried.append(1)
        time.sleep(0.02)
        if len(tried) < 3:
            raise ValueError(len(tried))
        return "made"

    table = Table()
    assert sorted(together([lambda: make(table)] * 4)) == ["1", "2", "made", "made"]
    assert make(table) == "made"


def test_a_thing_made_of_others_locks_nobody_out():
    table = Table()

    @memoize_by_identity
    def number(_table, n):
        time.sleep(0.001)
        return n if n < 2 else number(table, n - 1) + number(table, n - 2)

    asked = [*range(12, 4, -1)]
    told = together([lambda n=n: number(table, n) for n in asked])
    assert sorted(told) == sorted(number(Table(), n) for n in asked)


def test_a_thing_made_of_itself_is_an_error():
    @memoize_by_identity
    def endless(table):
        return endless(table)

    with pytest.raises(RecursionError):
        endless(Table())


def test_nothing_is_a_result():
    made = []

    @memoize_by_identity
    def nothing(_table):
        made.append(1)

    table = Table()
    assert [nothing(table), nothing(table)] == [None, None]
    assert made == [1]


@pytest.mark.parametrize(
    ("result", "size"),
    [
        (np.zeros(10, np.int64), 80),
        ("text", 4),
        (("ab", b"cde", {"x": np.zeros(3, np.int8)}), 8),
        (pd.DataFrame({"a": np.zeros(5000), "b": np.zeros(5000)}), 80_000),
        (5, 0),
        (None, 0),
    ],
)
def test_the_size_of_a_result(result, size):
    assert size_of(result) == size


def test_a_readers_own_list_leaves_nothing_behind(kobe_list):
    """All that is kept of an edition goes with the session that brought it."""
    edition = pipeline.build_bytes(kobe_list.read_bytes(), "list.md")
    words, chosen = load_words("ja"), Filters(regions=("asia",))
    labels = memoize_by_identity(label_edition)(edition, words)
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
        narration.ranking_sentence(territories, *more)
        measures.search(edition, filters, "大学")
        measures.pivot(edition, filters, "region", "type", "agreements")
        measures.findings_listed(edition, filters)
    left = weakref.ref(edition)
    del edition, described, chart, territories, more
    gc.collect()
    assert left() is None
