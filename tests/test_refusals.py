"""Whatever is no list or can't be written: one clear message, and nothing changes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline import build as build_edition
from pipeline.__main__ import main
from pipeline.errors import SourceError
from tests.command import LIST, build, rows

ROOT = Path(__file__).resolve().parents[1]
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
        pytest.param("a | b のどちらか\n".encode(), "several cells", id="one pipe"),
        pytest.param(
            b"| 1 | 2 |\n|---|---|\n| 3 | 4 |\n",
            "names of institutions",
            id="numbers",
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


def described(received: Path, content: str) -> Path:
    """The list with an edition.toml beside it."""
    digest = sha256(received.read_bytes()).hexdigest()
    beside = received.with_name("edition.toml")
    beside.write_text(f'sha256 = "{digest}"\n{content}\n', "utf-8")
    return received


@pytest.mark.parametrize(
    ("content", "message", "message_ja"),
    [
        (
            "[expected]\nsource_rows = 1",
            "gives source_rows 2 instead of 1",
            "source_rows は 1 のはずが 2",
        ),
        (
            "[expected]\nagreements = 3\nterritories = 9",
            "gives agreements 2 instead of 3, territories 1 instead of 9",
            "agreements は 3 のはずが 2、territories は 9 のはずが 1",
        ),
        ("[expected]\ninstitutions = 0", "institutions 2 instead of 0", "のはずが 2"),
        (
            "[expected]\nagreement = 5",
            "nobody reads the key 'expected.agreement' (close: 'agreements')",
            "「expected.agreement」という項目はありません（近い名前：agreements）",
        ),
        (
            "[expectd]\nagreements = 2",
            "nobody reads the key 'expectd' (close: 'expected')",
            "「expectd」という項目はありません（近い名前：expected）",
        ),
        (
            '[expected]\nagreements = "many"',
            "'expected.agreements' must be a whole number from 0, but reads 'many'",
            "「expected.agreements」は0 以上の整数でなければなりませんが、'many' です",
        ),
        ("[expected]\nagreements = true", "from 0, but reads True", "True です"),
        ("[expected]\nagreements = 2.0", "from 0, but reads 2.0", "2.0 です"),
        ("[expected]\nagreements = -2", "from 0, but reads -2", "-2 です"),
        ("expected = 3", "must be a section of its own, but reads 3", "3 です"),
        ("[[expected]]\nagreements = 2", "of its own, but reads [{", "です"),
        ("title_ja = 7", "'title_ja' must be a text in quotes, but reads 7", "7 です"),
        ("file = 7", "'file' must be a text in quotes, but reads 7", "7 です"),
        ("[title_en]\nen = 'x'", "must be a text in quotes, but reads {", "です"),
        ("obtained_on = 7", "must be a date or a text in quotes, but", "7 です"),
        ("zzz = 1", "nobody reads the key 'zzz'. Correct", "「zzz」という項目"),
        ("licence =", "must be TOML in UTF-8, but: Invalid value", "読み取れません"),
        (f"note = {'[' * 9000}", "must be TOML in UTF-8, but: ", "読み取れません"),
        (f"note = {'9' * 5000}", "must be TOML in UTF-8, but: ", "読み取れません"),
    ],
)
def test_wrong_edition_file_is_one_clear_message(
    content: str, message: str, message_ja: str, received: Path, refused
):
    path = described(received, content)
    assert message in refused(path)
    with pytest.raises(SourceError) as error:
        build_edition(path)
    assert message_ja in error.value.text_ja


def test_edition_file_that_fits_is_read_to_its_counts(received: Path):
    path = described(
        received,
        'title_ja = "一覧"\nobtained_on = 2026-11-29\n[expected]\nsource_rows = 2\n'
        "agreements = 2\ninstitutions = 2\nterritories = 1",
    )
    edition = build_edition(path)
    assert edition.title == {"ja": "一覧", "en": "list"}
    assert edition.about["obtained_on"] == "2026-11-29"


def test_many_wrong_keys_are_named_up_to_five(received: Path, refused):
    keys = "\n".join(f"zz{number} = 1" for number in range(9))
    told = refused(described(received, keys))
    assert "'zz4'; and 4 more. Correct it there." in told
    assert "'zz5'" not in told


def test_edition_file_without_a_hash_is_refused(received: Path, refused):
    beside = received.with_name("edition.toml")
    beside.write_text('title_ja = "x"\n', "utf-8")
    assert "describes (it has no sha256), but they have" in refused(received)
    beside.write_text(" \n", "utf-8")
    assert "must hold at least the sha256 of the list" in refused(received)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_edition_that_cannot_take_its_place_gives_way_to_the_earlier(
    kobe_list: Path,
    refused,
    received: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    build(received, out)
    capsys.readouterr()
    before, rename = contents(out), Path.rename

    def only_away(self: Path, target: Path) -> Path:
        if target == out and "earlier" not in self.name:
            raise OSError(5, "no luck")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", only_away)
    assert "no luck" in refused(kobe_list, out)
    assert contents(out) == before


KILLED = """
import os, sys
from pathlib import Path
from pipeline.__main__ import main
rename, calls = Path.rename, []
def once(self, target):
    calls.append(target)
    return rename(self, target) if len(calls) < 2 else os._exit(9)
Path.rename = once
main(["build", sys.argv[1], "--out", sys.argv[2]])
"""


def test_crash_between_two_renames_loses_no_edition(
    kobe_list: Path, received: Path, out: Path, tmp_path: Path
):
    build(received, out)
    before = contents(out)
    crash = [sys.executable, "-c", KILLED, str(kobe_list), str(out)]
    assert subprocess.run(crash, cwd=ROOT).returncode == 9  # noqa: S603 - our own
    assert not out.exists()
    none = tmp_path / "none.md"
    assert main(["build", str(none), "--out", str(out)]) == 1
    assert contents(out) == before
    assert subprocess.run(crash, cwd=ROOT).returncode == 9  # noqa: S603 - our own
    build(kobe_list, out)
    assert contents(out) != before
    assert not [path for path in tmp_path.iterdir() if "earlier" in path.name]


def test_a_folder_of_others_is_not_taken_for_an_earlier_edition(
    received: Path, out: Path
):
    theirs = out.with_name(".out-earlier-edition")
    theirs.mkdir()
    (theirs / "notes.txt").write_text("mine", "utf-8")
    build(received, out)
    assert main(["build", str(received), "--out", str(out)]) == 1
    assert (theirs / "notes.txt").read_text("utf-8") == "mine"
    assert len(contents(out)) == 5
