"""Whatever is no list or can't be written: one clear message, and nothing changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.__main__ import main
from tests.command import LIST, build, rows

HEADING = "| 国 | 大学名 |\n".encode()


@pytest.fixture
def received(tmp_path: Path) -> Path:
    path = tmp_path / "list.md"
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path, Path], str]:
    """Run on a list that is refused; give its message. Nothing may be left behind."""

    def run(path: Path, out: Path = tmp_path / "out") -> str:
        before = sorted(tmp_path.rglob("*"))
        status = main(["build", str(path), "--out", str(out)])
        printed = capsys.readouterr()
        assert (status, printed.out) == (1, "")
        assert printed.err.endswith(".\n")
        assert printed.err.count("\n") == 1
        assert len(printed.err) < 400
        assert sorted(tmp_path.rglob("*")) == before
        return printed.err

    return run


def test_missing_file_is_refused(refused, tmp_path: Path):
    assert "is nothing" in refused(tmp_path / "none.md")


def test_folder_is_refused(refused, tmp_path: Path):
    (tmp_path / "lists").mkdir()
    assert "is a folder" in refused(tmp_path / "lists")


HALF = b"| \xe5\x9b\xbd | \xe5\xa4\xa7\xe5\xad\xa6\xe5\x90\x8d |\n| a | b |\n| c | d"


@pytest.mark.parametrize(
    ("received", "message"),
    [
        pytest.param(b"", "is empty (0 bytes)", id="empty"),
        pytest.param(b" \n\t\r\n", "is empty (5 bytes)", id="white space"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR|", "a PNG picture", id="PNG"),
        pytest.param(b"PK\x03\x04\x14\0\0\0|", "a ZIP file (XLSX", id="XLSX"),
        pytest.param(b"\xd0\xcf\x11\xe0|", "an old Office file", id="XLS"),
        pytest.param(bytes(range(256)) * 99, "binary or UTF-16", id="binary"),
        pytest.param(
            "| 国 |".encode("utf-16"), "Read in source row 1: '国'", id="UTF-16"
        ),
        pytest.param("| 国 |\n".encode("shift_jis"), "row 1: '国'", id="SJIS"),
        pytest.param("# 協定\n\n本学の…\n".encode(), "has no '|'", id="prose"),
        pytest.param("a | b のどちらか\n".encode(), "names its columns", id="one pipe"),
        pytest.param(
            "| 品名 | 単価 |\n|---|---|\n| 鉛筆 | 100 |\n".encode(),
            "names its columns",
            id="price list",
        ),
        pytest.param(
            "| 氏名 | 住所 | 国 |\n|-|-|-|\n| 山田 | 神戸 | 日本 |\n".encode(),
            "names its columns",
            id="address book",
        ),
        pytest.param(HEADING, "must follow the heading", id="heading only"),
        pytest.param(HEADING + b"|--|--|\n| | |\n", "must follow", id="blank rows"),
        pytest.param(
            HEADING + "| 韓国 | |\n".encode(),
            "at least one agreement",
            id="labels only",
        ),
        pytest.param(HALF, "breaks off in line 3", id="half a row"),
        pytest.param(b"\xe5|" * 5, "An agreement list must", id="half a character"),
    ],
)
def test_file_that_is_no_agreement_list_is_refused(
    refused, tmp_path: Path, received: bytes, message: str
):
    (tmp_path / "list.md").write_bytes(received)
    assert message in refused(tmp_path / "list.md")


def test_list_cut_in_the_middle_of_a_cell_is_refused(
    kobe_list: Path, refused, tmp_path: Path
):
    text = kobe_list.read_text("utf-8")
    for end in ("南カリフォルニア大学 ", "ビタビ工学部 | 部局", "| カナダ | トロ"):
        (tmp_path / "list.md").write_text(text[: text.index(end) + len(end)], "utf-8")
        assert "breaks off in line 8" in refused(tmp_path / "list.md")


def test_list_cut_between_two_cells_is_refused_or_asked(
    kobe_list: Path, tmp_path: Path, out: Path
):
    text = kobe_list.read_text("utf-8")
    last = text.rstrip("\n").rindex("\n") + 1
    for end in ("| カナダ |", "| トロント大学 |", "| 理工学部 |", "| 部局間 |"):
        cut = text[: text.index(end, last) + len(end)]
        (tmp_path / "list.md").write_text(cut, "utf-8")
        if main(["build", str(tmp_path / "list.md"), "--out", str(out)]) == 0:
            asked = {row[3] for row in rows(out / "findings.csv") if row[2] == "check"}
            assert "83" in asked, end


def test_list_cut_in_the_middle_of_a_character_breaks_off(
    kobe_list: Path, refused, tmp_path: Path
):
    received = kobe_list.read_bytes()
    at = received.rindex("トロント".encode())
    (tmp_path / "list.md").write_bytes(received[: at + 4])
    assert "breaks off in line 83" in refused(tmp_path / "list.md")


@pytest.mark.parametrize(
    ("once", "times"),
    [
        pytest.param(b"|", 50_000_000, id="one line of pipes"),
        pytest.param(b"| | | | | | | | |\n", 2_800_000, id="many lines of pipes"),
        pytest.param(b"| a ", 12_500_000, id="one line of cells"),
        pytest.param(b" \n", 25_000_000, id="blank lines"),
    ],
)
def test_50_megabytes_of_pipes_are_refused_at_once(
    refused, tmp_path: Path, once: bytes, times: int
):
    (tmp_path / "list.md").write_bytes(once * times)
    assert "list" in refused(tmp_path / "list.md")
    (tmp_path / "list.md").unlink()


def test_300_megabytes_are_refused_unread(refused, tmp_path: Path):
    with (tmp_path / "list.md").open("wb") as file:
        file.truncate(300 * 2**20)
    assert "has 314,572,800" in refused(tmp_path / "list.md")


def test_out_that_is_a_file_is_refused(refused, received: Path, out: Path):
    out.write_text("mine", "utf-8")
    assert "is a file" in refused(received, out)
    assert out.read_text("utf-8") == "mine"


def test_out_that_holds_other_files_is_refused(refused, received: Path, out: Path):
    out.mkdir()
    (out / "notes.txt").write_text("mine", "utf-8")
    assert "holds 'notes.txt'" in refused(received, out)


def test_out_below_a_file_is_refused(refused, received: Path):
    assert "can't be written" in refused(received, received / "out")


def test_out_that_may_not_be_written_is_refused(
    refused, received: Path, tmp_path: Path
):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write everywhere")
    assert "can't be written" in refused(received, locked / "out")


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file may grow beyond a size, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="needs a system with file limits")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_failure_while_writing_leaves_nothing_behind(
    kobe_list: Path, refused, out: Path
):
    with full_disk(30_000):
        assert "can't be written" in refused(kobe_list, out)


def test_failure_while_writing_leaves_the_earlier_edition_whole(
    kobe_list: Path,
    refused,
    received: Path,
    out: Path,
    capsys: pytest.CaptureFixture[str],
):
    build(received, out)
    capsys.readouterr()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with full_disk(30_000):
        assert "can't be written" in refused(kobe_list, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_wrong_list_leaves_the_earlier_edition_whole(
    refused, received: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    build(received, out)
    capsys.readouterr()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    received.write_text("nothing", "utf-8")
    refused(received, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_file_that_exists_and_cannot_be_read_is_refused(refused):
    unreadable = Path("/proc/self/mem")
    if not unreadable.exists():
        pytest.skip("no file here that even its owner can't read")
    assert "can't be opened" in refused(unreadable)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda path: None, "must be a file, but '{}' is nothing"),
        (lambda path: path.mkdir(), "must be a file, but '{}' is a folder"),
        (
            lambda path: path.touch(),
            "must hold a table, but 'd.csv' is empty (0 bytes)",
        ),
    ],
)
def test_what_is_wrong_with_decisions_is_not_laid_upon_the_list(
    made, message: str, received: Path, capsys: pytest.CaptureFixture[str]
):
    path = received.with_name("d.csv")
    made(path)
    assert main(["build", str(received), "--decisions", str(path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"The file of decisions {message.format(path)}")
