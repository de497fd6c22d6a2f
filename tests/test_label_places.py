"""Labels printed once for several rows: above, below or around them."""

from __future__ import annotations

from tests.stages import aligned_of, rows_of

HEADING = "| Region | Country | Institution | Agreement type |\n"
PLACES = ("LABELS_LAST", "LABELS_CENTRED", "LABEL_PLACE_UNSURE")


def read(rows: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """The regions and territories of the rows, and what is asked about their place."""
    aligned = aligned_of(HEADING + rows.strip())
    labels = rows_of(aligned, ["region", "territory"])
    codes = [q.code for q in aligned.questions if q.code in PLACES]
    return [labels[row] for row in sorted(labels)], codes


KOREA, JAPAN = ("Asia", "Korea"), ("Asia", "Japan")
FRANCE, SPAIN = ("Europe", "France"), ("Europe", "Spain")


def test_labels_above_their_rows_are_asked_about_nowhere():
    rows = """
    | Asia | Korea | Northern Academy | University-wide |
    |  |  | Lake Academy | University-wide |
    |  | Japan | River Academy | University-wide |
    | Europe | France | Hill Academy | University-wide |
    |  |  | Stone Academy | University-wide |
    |  | Spain | Wood Academy | University-wide |
    """
    expected = [KOREA, KOREA, JAPAN, FRANCE, FRANCE, SPAIN]
    assert read(rows) == (expected, [])


def test_labels_below_their_rows_are_filled_upward_and_asked_about_once():
    rows = """
    |  | Korea | Northern Academy | University-wide |
    |  |  | Lake Academy | University-wide |
    | Asia | Japan | River Academy | University-wide |
    |  |  | Hill Academy | University-wide |
    |  | France | Stone Academy | University-wide |
    | Europe | Spain | Wood Academy | University-wide |
    """
    expected = [KOREA, JAPAN, JAPAN, FRANCE, FRANCE, SPAIN]
    assert read(rows) == (expected, ["LABELS_LAST"])


def test_labels_in_the_middle_of_their_rows_reach_both_ways():
    rows = """
    |  |  | Northern Academy | University-wide |
    |  | Korea | Lake Academy | University-wide |
    | Asia |  | River Academy | University-wide |
    |  | Japan | Sea Academy | University-wide |
    |  | France | Hill Academy | University-wide |
    | Europe |  | Stone Academy | University-wide |
    |  | Spain | Wood Academy | University-wide |
    |  |  | Sand Academy | University-wide |
    """
    labels, asked = read(rows)
    assert asked == ["LABELS_CENTRED"]
    assert labels[:2] == [KOREA] * 2
    assert labels[-2:] == [SPAIN] * 2
    assert [region for region, _ in labels] == ["Asia"] * 4 + ["Europe"] * 4


def test_labels_that_may_stand_above_or_below_are_asked_about():
    rows = """
    |  | Korea | Northern Academy | University-wide |
    |  |  | Lake Academy | University-wide |
    |  |  | River Academy | University-wide |
    |  | Spain | Wood Academy | University-wide |
    """
    assert read(rows)[1] == ["LABEL_PLACE_UNSURE"]
