"""Lists in the server's memory: only for their reader, for a while, within limits."""

from __future__ import annotations

import pytest

from dashboard.ui.list_store import ListStore

ANN, BOB = "a" * 43, "b" * 43


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def lists(clock):
    return ListStore[str](minutes=60, max_lists=3, max_bytes=100, clock=clock)


def test_a_list_is_found_by_its_reader_alone(lists):
    lists.put(ANN, "f1", "list of Ann", 10)
    assert [lists.get(visitor, "f1") for visitor in (ANN, BOB, "")] == [
        *("list of Ann", None, None)
    ]
    assert [lists.names(visitor) for visitor in (ANN, BOB, "")] == [["f1"], [], []]


def test_nobody_without_a_cookie_leaves_a_list(lists):
    lists.put("", "f1", "list", 10)
    assert lists.get("", "f1") is None


def test_a_list_goes_an_hour_after_its_last_use(lists, clock):
    lists.put(ANN, "f1", "list", 10)
    clock.now = 59 * 60
    assert lists.get(ANN, "f1") == "list"
    clock.now += 59 * 60
    assert lists.get(ANN, "f1") == "list"
    clock.now += 60 * 60
    assert lists.names(ANN) == []
    assert lists.get(ANN, "f1") is None


def test_too_many_lists_push_out_the_least_recently_used(lists):
    for name in ("f1", "f2", "f3"):
        lists.put(ANN, name, name, 10)
    lists.get(ANN, "f1")
    lists.put(BOB, "f4", "f4", 10)
    assert lists.names(ANN) == ["f3", "f1"]


def test_too_many_bytes_push_out_the_least_recently_used(lists):
    lists.put(ANN, "f1", "f1", 60)
    lists.put(ANN, "f2", "f2", 60)
    assert lists.names(ANN) == ["f2"]
    lists.put(ANN, "f3", "f3", 101)
    assert lists.names(ANN) == ["f2"]


def test_a_list_put_away_is_gone(lists):
    lists.put(ANN, "f1", "list", 10)
    lists.forget(BOB, "f1")
    assert lists.names(ANN) == ["f1"]
    lists.forget(ANN, "f1")
    assert lists.names(ANN) == []


def test_an_old_list_goes_though_nobody_comes():
    lists = ListStore[str](minutes=0.001)
    lists.put(ANN, "f1", "list", 10)
    timer = lists._timer
    assert timer
    assert timer.daemon
    timer.join(10)
    assert lists._entries == {}
