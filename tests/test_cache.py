"""A stored edition is the one that was built, or it is built again."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import trace_agreement
from pipeline import build
from pipeline.cache import (
    ABANDONED_AFTER_NS,
    MAX_EDITIONS,
    TABLES,
    edition_key,
    open_edition,
    read_stored,
    write_stored,
)
from pipeline.errors import SourceError
from pipeline.model import CellOrigins, Edition, ListQuestion
from pipeline.version import versions
from tests.list_files import kobe_rows, page, workbook
from tests.stages import HEADING, asked_edition
from tests.support.national import national
from tests.tables import write_markdown

LISTED = (
    ("国・地域", "大学・機関等名", "学部等名"),
    ("タイ", "マヒドン大学", "工学部"),
    ("", "チュラロンコン大学", "理学部"),
    ("ナルニア国", "アスラン大学", " 理学部  (北) "),
)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return write_markdown(tmp_path / "list.md", LISTED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "editions"


def stored_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def is_stored(edition: Edition) -> bool:
    """Whether an edition was read from a file, not built."""
    return type(edition.cells).__name__ == "LazyCells"


def changes_of(cells: CellOrigins) -> pd.DataFrame:
    """The changed cells as they are counted: a row is a repair."""
    changed = cells.changed()
    rules = [changed.rules[rule] for rule in changed.rule]
    ids = cells.agreement_ids.take(changed.agreement_index)
    found = {"agreement_id": ids, "rule": rules, "sure": changed.sure}
    return pd.DataFrame(found).astype({"agreement_id": "str", "rule": "str"})


def changes_listed(repairs: pd.DataFrame) -> pd.DataFrame:
    """The same of the table of repairs."""
    sure = repairs["confidence"] == "sure"
    found = repairs[["agreement_id", "rule"]].assign(sure=sure)
    return found.astype({"agreement_id": "str", "rule": "str"})


def assert_same(edition: Edition, built: Edition) -> None:
    """All that can be asked of an edition is the same."""
    for name in (*TABLES, "provenance", "repairs"):
        pd.testing.assert_frame_equal(getattr(edition, name), getattr(built, name))
    assert (edition.title, edition.about) == (built.title, built.about)
    assert edition.questions == built.questions
    one, other = edition.grid, built.grid
    assert (one.numbers, one.cells, one.text) == (
        other.numbers,
        other.cells,
        other.text,
    )
    assert (one.kind, one.encoding, one.name) == (
        other.kind,
        other.encoding,
        other.name,
    )
    assert one.spans == other.spans
    rows = [-1, 0, *other.numbers, other.numbers[-1] + 1, 10**6]
    assert [one.row(n) for n in rows] == [other.row(n) for n in rows]
    assert [one.line(n) for n in rows] == [other.line(n) for n in rows]
    for cells in (edition.cells, built.cells):
        pd.testing.assert_frame_equal(changes_of(cells), changes_listed(built.repairs))
    for place in {0, len(built.agreements) // 2, len(built.agreements) - 1}:
        pd.testing.assert_frame_equal(
            edition.cells.of_agreement(place).provenance(),
            built.cells.of_agreement(place).provenance(),
        )


def test_the_kobe_list_opens_as_it_was_built(kobe_list, kobe, folder):
    for _ in range(2):
        edition = open_edition(kobe_list, folder)
        assert is_stored(edition)
        assert_same(edition, kobe)
    assert len(stored_in(folder)) == 1


def test_agreements_of_a_stored_edition_are_traced_to_their_lines(
    kobe_list, kobe, folder
):
    edition = open_edition(kobe_list, folder)
    for agreement_id in kobe.agreements["agreement_id"]:
        trace = trace_agreement(edition, agreement_id)
        expected = trace_agreement(kobe, agreement_id)
        assert (trace.source_row, trace.line) == (expected.source_row, expected.line)
        for name in ("printed", "reading", "repairs", "findings"):
            ours, theirs = getattr(trace, name), getattr(expected, name)
            pd.testing.assert_frame_equal(
                ours.astype(object), theirs.astype(object), check_dtype=False
            )


@pytest.mark.slow
def test_a_list_of_several_groups_of_rows_opens_as_it_was_built(tmp_path, folder):
    path = tmp_path / "national.md"
    path.write_text(national(9000), "utf-8")
    assert_same(open_edition(path, folder), build(path))


@pytest.mark.parametrize(
    "received",
    [page(kobe_rows()).encode(), workbook(kobe_rows())],
    ids=["page", "book"],
)
def test_other_kinds_of_files_open_as_they_were_built(received, tmp_path, folder):
    path = tmp_path / "list"
    path.write_bytes(received)
    assert_same(open_edition(path, folder), build(path))


def test_a_list_with_three_columns_opens_as_it_was_built(listed, folder):
    assert_same(open_edition(listed, folder), build(listed))


def test_a_changed_list_is_built_again(listed, folder):
    open_edition(listed, folder)
    write_markdown(listed, [*LISTED, ("韓国", "漢陽大学校", "")])
    edition = open_edition(listed, folder)
    assert len(edition.agreements) == 4
    assert_same(edition, build(listed))


def test_what_is_told_of_a_list_is_part_of_its_key(listed, folder):
    open_edition(listed, folder)
    beside = listed.with_name("edition.toml")
    digest = build(listed).about["sha256"]
    beside.write_text(f'sha256 = "{digest}"\ntitle_ja = "別の題"\n', "utf-8")
    assert open_edition(listed, folder).title["ja"] == "別の題"


def test_a_list_of_the_same_bytes_and_another_name_keeps_its_name(listed, folder):
    open_edition(listed, folder)
    other = Path(shutil.copy(listed, listed.with_name("other.md")))
    assert open_edition(other, folder).about["file"] == "other.md"


@pytest.mark.parametrize("name", ["pipeline_version", "rules_version"])
def test_another_version_of_program_or_rules_changes_the_key(name, listed, monkeypatch):
    before = edition_key(listed)
    monkeypatch.setattr("pipeline.cache.versions", lambda: versions() | {name: "other"})
    assert edition_key(listed) != before


def test_another_format_changes_the_key(listed, monkeypatch):
    before = edition_key(listed)
    monkeypatch.setattr("pipeline.cache.FORMAT", "another")
    assert edition_key(listed) != before


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Path, str, bytes]:
    """A list with its key and the bytes of its stored edition."""
    folder = tmp_path_factory.mktemp("whole")
    path = write_markdown(folder / "list.md", LISTED)
    open_edition(path, folder)
    key = edition_key(path)
    return path, key, (folder / f"{key}.edition").read_bytes()


@given(st.data())
def test_a_stored_edition_cut_off_anywhere_is_none(whole, tmp_path_factory, data):
    _, key, received = whole
    end = data.draw(st.integers(0, len(received) - 1))
    file = tmp_path_factory.getbasetemp() / "cut.edition"
    file.write_bytes(received[:end])
    assert read_stored(file, key) is None


@given(st.data())
def test_a_stored_edition_with_a_changed_byte_is_none(whole, tmp_path_factory, data):
    _, key, received = whole
    at = data.draw(st.integers(0, len(received) - 1))
    flipped = bytearray(received)
    flipped[at] ^= data.draw(st.integers(1, 255))
    file = tmp_path_factory.getbasetemp() / "flipped.edition"
    file.write_bytes(flipped)
    assert read_stored(file, key) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda received: b"",
        lambda received: received[: len(received) // 2],
        lambda received: received[1:],
        lambda received: received + b"\n",
        lambda received: bytes(len(received)),
        lambda received: received.replace(b"PAR1", b"PAR2"),
    ],
)
def test_a_damaged_file_is_built_again_and_stored_again(damage, whole, folder):
    path, key, received = whole
    file = folder / f"{key}.edition"
    folder.mkdir(parents=True)
    file.write_bytes(damage(received))
    assert_same(open_edition(path, folder), build(path))
    assert file.read_bytes() == received


def test_the_file_of_another_edition_is_not_taken_for_this_one(whole, listed, folder):
    _, _, received = whole
    write_markdown(listed, LISTED[:3])
    folder.mkdir(parents=True)
    (folder / f"{edition_key(listed)}.edition").write_bytes(received)
    assert_same(open_edition(listed, folder), build(listed))


def test_a_folder_that_cannot_be_made_costs_only_the_speed(listed, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    edition = open_edition(listed, tmp_path / "file" / "editions")
    assert not is_stored(edition)
    assert_same(edition, build(listed))


def test_a_long_list_is_built_in_a_process_of_its_own(listed, folder, monkeypatch):
    resource = pytest.importorskip("resource", reason="needs a system with limits")
    monkeypatch.setattr("pipeline.cache.CHILD_PROCESS_BYTES", 1)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    edition = open_edition(listed, folder)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > before
    assert is_stored(edition)
    assert_same(edition, build(listed))


def test_a_long_list_that_cannot_be_read_is_said_as_ever(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("pipeline.cache.CHILD_PROCESS_BYTES", 1)
    path = tmp_path / "list.md"
    path.write_text("no list", "utf-8")
    with pytest.raises(SourceError) as here:
        build(path)
    with pytest.raises(SourceError) as opened:
        open_edition(path, folder)
    assert str(opened.value) == str(here.value)
    assert stored_in(folder) == []


def test_a_long_list_is_not_built_in_a_child_where_it_cannot_be_stored(
    listed, tmp_path, monkeypatch
):
    resource = pytest.importorskip("resource", reason="needs a system with limits")
    monkeypatch.setattr("pipeline.cache.CHILD_PROCESS_BYTES", 1)
    (tmp_path / "file").write_bytes(b"")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    edition = open_edition(listed, tmp_path / "file" / "editions")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == before
    assert_same(edition, build(listed))


def test_a_full_disk_costs_only_the_speed(listed, folder):
    resource = pytest.importorskip("resource", reason="needs a system with limits")
    built = build(listed)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        edition = open_edition(listed, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not is_stored(edition)
    assert_same(edition, built)
    assert stored_in(folder) == []


@pytest.mark.slow
def test_several_processes_at_once_do_no_harm(tmp_path, folder):
    path = tmp_path / "national.md"
    path.write_text(national(300), "utf-8")
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        counted = list(pool.map(_agreements, [path] * 6, [folder] * 6))
    assert counted == [300] * 6
    assert [one.suffix for one in stored_in(folder)] == [".edition"]
    assert_same(open_edition(path, folder), build(path))


def _agreements(path: Path, folder: Path) -> int:
    return len(open_edition(path, folder).agreements)


def test_editions_not_opened_for_long_are_removed(listed, folder):
    keys = []
    for rows in range(MAX_EDITIONS + 2):
        write_markdown(listed, [*LISTED, *LISTED[1:2] * rows])
        open_edition(listed, folder)
        keys.append(edition_key(listed))
        file = folder / f"{keys[-1]}.edition"
        os.utime(file, (rows, rows))  # whole seconds: every file system has them
        write_markdown(listed, LISTED)
        open_edition(listed, folder)
    left = [keys[0], *keys[-MAX_EDITIONS + 1 :]]
    assert {one.stem for one in stored_in(folder)} == set(left)


def test_what_a_writer_left_half_written_is_removed_when_it_is_old(listed, folder):
    folder.mkdir(parents=True)
    old, new = folder / "old.part", folder / "new.part"
    for part in (old, new):
        part.write_bytes(b"half")
    long_ago = new.stat().st_mtime_ns - 2 * ABANDONED_AFTER_NS
    os.utime(old, ns=(long_ago, long_ago))
    open_edition(listed, folder)
    assert {one.name for one in stored_in(folder)} == {
        "new.part",
        f"{edition_key(listed)}.edition",
    }


@pytest.mark.parametrize("name", ["none.md", "."])
def test_a_list_that_is_not_there_is_said_as_ever(name, tmp_path, folder):
    with pytest.raises(SourceError, match="must be a file"):
        open_edition(tmp_path / name, folder)


def test_a_list_without_a_doubt_opens_as_it_was_built(tmp_path, folder):
    path = tmp_path / "list.md"
    path.write_text(
        "| 国・地域 | 大学・機関等名 | 締結日 |\n| タイ | マヒドン大学 | 2020-04-01 |\n",
        "utf-8",
    )
    built = build(path)
    assert built.findings.empty
    for _ in range(2):
        assert_same(open_edition(path, folder), built)


def test_questions_for_the_whole_list_are_stored(tmp_path):
    detail = (("cell", "強い"),)
    question = ListQuestion("UNUSUAL_TYPE", ("agreement_type",), detail, 3, ("other",))
    built = asked_edition(HEADING + "|アジア|韓国|北大学||部局間|工学部|○|", question)
    write_stored(built, tmp_path / "key.edition", "key")
    assert_same(read_stored(tmp_path / "key.edition", "key"), built)
    assert [*built.questions.values()] == [question]
