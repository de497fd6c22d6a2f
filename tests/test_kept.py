import gc

import pandas as pd

from dashboard.kept import once_per_thing


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
