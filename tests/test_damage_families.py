"""Families of damage that may lose texts: nothing is read silently wrong.

On the Kobe list, and on made-up lists.
"""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.damage.families import cases, read_lines
from tests.support.damage.families import FAMILIES, Line
from tests.support.damage.kinds import printed_once
from tests.support.damage.lists import HEADINGS, clean_list

LISTS = 2


@pytest.mark.parametrize("kind", FAMILIES)
def test_no_family_of_damage_is_read_silently_wrong(kind: str):
    found = cases(kind, range(LISTS))
    assert [text for one in found for text in one.silent] == []


@pytest.mark.parametrize("kind", FAMILIES)
def test_each_row_has_one_line(kind: str):
    clean = clean_list(Random(kind))
    lines = FAMILIES[kind](Random(kind), HEADINGS, clean.rows)
    assert [line.row for line in lines if line.row >= 0] == [*range(len(clean.rows))]


def test_row_that_is_none_is_silent_if_it_is_published():
    rows = clean_list(Random(3)).rows
    lines = [Line(row, i) for i, row in enumerate(printed_once(Random(0), rows))]
    again = Line(("アジア", "韓国", "第二大学", "工学部", "部局間", "工学部", "○"))
    found = read_lines(HEADINGS, [*lines, again], rows)
    assert (found.right, len(found.silent)) == (len(rows), 1)
