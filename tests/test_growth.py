import pytest

from benchmarks.curves import labels_apart, linear
from benchmarks.growth import SESSIONS, clicks_of, rounded, runs_of, show
from benchmarks.measure import measured


@pytest.mark.parametrize(
    ("ends", "places"),
    [
        ([0.5], [0.5]),
        ([0.1, 0.5, 0.9], [0.1, 0.5, 0.9]),
        ([0.5, 0.5, 0.5], [0.5, 0.4, 0.3]),
        ([0.45, 0.9, 0.5], [0.4, 0.9, 0.5]),
    ],
)
def test_labels_that_would_cover_another_move_down(ends, places):
    assert labels_apart(ends, 0.1) == pytest.approx(places)


def test_linear_guide_ends_at_the_last_measured():
    assert linear([100, 1_000, 10_000], 50.0) == [0.5, 5.0, 50.0]


def test_each_number_of_readers_clicks_often_enough_to_tell_the_slowest():
    assert [clicks_of(count) for count in SESSIONS] == [40, 10, 10, 10, 10]


def test_long_lists_are_built_once():
    assert [runs_of(rows) for rows in (100, 99_999, 100_000, 10**6)] == [5, 5, 1, 1]


def test_numbers_are_kept_with_four_digits():
    kept = rounded({"s": 0.0123456, "MB": 1234.56, "clicks": 500})
    assert kept == {"s": 0.01235, "MB": 1235.0, "clicks": 500.0}


def test_tables_are_in_the_order_of_the_counts(capsys):
    show({"rows": {"1000": {"build s": 0.5}, "100": {"build s": 0.25}}})
    assert capsys.readouterr().out.split("\n") == [
        "",
        "| rows | build s |",
        "|---|---|",
        "| 100 | 0.25 |",
        "| 1,000 | 0.5 |",
        "",
    ]


@pytest.mark.slow
def test_opening_stores_an_edition_and_then_reads_it(kobe_list, tmp_path):
    for _ in range(2):
        told = measured("opening", str(kobe_list), str(tmp_path / "editions"))
        assert 0 < told["edition"] < told["opened"]
        assert told["processor"] > 0
        assert len(list((tmp_path / "editions").glob("*.edition"))) == 1
