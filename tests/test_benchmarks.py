import json
from collections import Counter
from pathlib import Path

import pytest

import pipeline
from benchmarks.measure import STAGES, plain_read, timed_build
from tests.support.lists import institution_cells, repeated, varied, write_list
from tests.support.national import national


@pytest.fixture(scope="module")
def text(kobe_list) -> str:
    return kobe_list.read_text(encoding="utf-8")


def test_long_list_has_the_rows_asked_for_and_repeats_the_list(text, kobe, tmp_path):
    write_list(tmp_path / "list.md", repeated(text, 79 * 3))
    edition = pipeline.build(tmp_path / "list.md")
    names, once = (e.agreements["institution_text"] for e in (edition, kobe))
    assert Counter(names) == Counter(list(once) * 3)


def test_varied_list_names_an_institution_of_its_own_in_each_row(text, kobe, tmp_path):
    made = varied(text, 79 * 2, institution_cells(kobe))
    write_list(tmp_path / "list.md", made)
    edition = pipeline.build(tmp_path / "list.md")
    names = edition.agreements["institution_text"]
    unpublished = 1  # the row that the list repeats names no institution of its own
    assert (len(names), names.nunique()) == (79 * 2, 78 * 2 + unpublished)


def test_plain_read_fills_down_region_and_territory(kobe_list):
    read = plain_read(kobe_list)
    assert read[[1, 2]].notna().all(axis=None)
    assert read.loc[read[3] == "ガジャマダ大学", 2].tolist() == ["インドネシア"]


def test_stages_are_timed_and_left_as_they_were(kobe_list):
    before = {name: getattr(pipeline, name) for name in STAGES}
    edition, seconds = timed_build(kobe_list)
    assert len(edition.agreements) == 78
    assert set(seconds) == set(STAGES.values())
    assert min(seconds.values()) > 0
    assert {name: getattr(pipeline, name) for name in STAGES} == before


def test_national_list_is_read_as_it_was_made(tmp_path):
    write_list(tmp_path / "list.md", national(600))
    edition = pipeline.build(tmp_path / "list.md")
    homes = edition.agreements["日本側大学"]
    assert (len(edition.agreements), homes.nunique()) == (600, 8)
    assert edition.agreements["territory_code"].ne("").all()
    assert edition.agreements["region_id"].ne("").all()
    assert national(600) == national(600)


def test_readme_shows_the_times_that_were_measured_last():
    pytest.importorskip("playwright")
    from benchmarks.web.__main__ import RESULTS, TIMES, table_of

    measured = table_of(json.loads(RESULTS.read_text(encoding="utf-8")), TIMES)
    readme = Path(pipeline.__file__).parents[1] / "benchmarks" / "README.md"
    assert f"\n{measured}\n" in readme.read_text(encoding="utf-8")
    assert len(measured.splitlines()) == 2 + 3 * len(TIMES)
