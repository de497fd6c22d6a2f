"""The damage benchmark: its lists lose only what they say, and nothing is read silently
wrong."""

from __future__ import annotations

import csv
import sys
from random import Random

import pytest

from benchmarks.damage.__main__ import cases, main
from benchmarks.damage.files import score_folder, write_case
from benchmarks.damage.readers import (
    READERS,
    Reading,
    by_position,
    filled_down,
    pipeline_reading,
)
from benchmarks.damage.score import Score, score
from tests.support.damage.kinds import KINDS, LABELS, printed_once
from tests.support.damage.lists import HEADINGS, clean_list

ROWS = (
    ("アジア", "韓国", "北都大学", "工学部", "部局間", "工学部", "○"),
    ("アジア", "韓国", "南海大学", "", "部局間", "工学部", ""),
    ("アジア", "台湾", "西湖大学", "理学部", "大学間", "工学部", "○"),
    ("北米", "カナダ", "オルガ大学", "", "部局間", "工学部", ""),
)


def test_label_is_printed_in_the_first_of_its_rows_only():
    printed = printed_once(Random(0), ROWS)
    assert [row[:LABELS] for row in printed] == [
        ("アジア", "韓国"),
        ("", ""),
        ("", "台湾"),
        ("北米", "カナダ"),
    ]
    assert [row[LABELS:] for row in printed] == [row[LABELS:] for row in ROWS]


@pytest.mark.parametrize("kind", KINDS)
def test_damage_loses_only_blanks_and_labels_that_stand_above(kind):
    for seed in range(20):
        random = Random(seed)
        clean = clean_list(random)
        damaged = KINDS[kind](random, clean.rows)
        printed = printed_once(random, clean.rows)
        assert [list(filter(None, row)) for row in damaged] == [
            list(filter(None, row)) for row in printed
        ]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "printed_once"])
def test_damage_does_damage(kind):
    changed = 0
    for seed in range(20):
        random = Random(seed)
        clean = clean_list(random)
        damaged = KINDS[kind](random, clean.rows)
        changed += damaged != printed_once(random, clean.rows)
    assert changed >= 10


def test_same_seed_gives_the_same_lists():
    assert list(cases(2, 7)) == list(cases(2, 7))
    assert list(cases(2, 7)) != list(cases(2, 8))


def test_no_row_stands_twice_in_a_list():
    for seed in range(50):
        rows = clean_list(Random(seed)).rows
        assert len(set(rows)) == len(rows)


def test_reading_by_position_and_filled_down():
    printed = printed_once(Random(0), ROWS)
    assert score(ROWS, by_position(HEADINGS, printed)) == Score(4, 2, 0, 2, 0)
    assert score(ROWS, filled_down(HEADINGS, printed)) == Score(4, 4, 0, 0, 0)


def test_row_is_right_asked_or_silent():
    reading = Reading(
        {0: ROWS[0], 1: ROWS[1], 2: ROWS[0], 3: ROWS[0]}, frozenset({1, 2})
    )
    assert score(ROWS, reading) == Score(rows=4, right=2, asked=1, silent=1, alarms=1)
    assert score(ROWS, Reading({}, frozenset())) == Score(4, silent=4)


@pytest.mark.parametrize("kind", KINDS)
def test_pipeline_reads_no_damaged_list_silently_wrong(kind):
    total = Score()
    for found, clean, damaged in cases(20, 2):
        if found == kind:
            total += score(clean.rows, pipeline_reading(clean.headings, damaged))
    assert (total.silent, total.rows > 200) == (0, True)
    assert total.right >= 0.98 * total.rows


def test_another_program_is_scored_by_the_files_it_wrote(tmp_path):
    for number, (kind, clean, damaged) in enumerate(cases(1, 3)):
        folder = tmp_path / f"{kind}-{number:05d}"
        write_case(folder, clean, damaged)
        with (folder / "read.csv").open("w", encoding="utf-8", newline="") as file:
            rows = filled_down(clean.headings, damaged).rows
            read = [(i + 2, *row, "true") for i, row in rows.items()]
            csv.writer(file).writerows([("row", *HEADINGS, "asked"), *read])
    found = score_folder(tmp_path)
    assert list(found) == sorted(KINDS)
    assert {one.silent for one in found.values()} == {0}
    assert found["printed_once"].right == found["printed_once"].rows
    (tmp_path / "printed_once-00000" / "read.csv").unlink()
    unread = score_folder(tmp_path)["printed_once"]
    assert unread.silent == unread.rows


def test_table_names_every_damage_and_reader(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["damage", "--lists", "1"])
    main()
    lines = capsys.readouterr().out.splitlines()
    named = [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in lines[2:]]
    assert named == [(kind, reader) for kind in KINDS for reader in READERS]
