"""The command line: whole editions, and wrong usage. See test_refusals too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.__main__ import main
from pipeline.model import ListQuestion
from pipeline.publish.csv_files import explanation
from pipeline.version import versions
from tests.command import FILES, LIST, build, rows
from tests.stages import asked_edition

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def received(tmp_path: Path) -> Path:
    path = tmp_path / "list.md"
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_edition_is_written_and_summed_up(
    received: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    build(received, out)
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.splitlines() == [
        "協定 2 件、大学・機関 2、国・地域 1、補正 1 件、確認事項 0 件（要確認 0 件）",
        "2 agreements, 2 institutions, 1 territories, 1 repairs, 0 findings (0 to check)",
        str(out),
    ]
    assert sorted(path.name for path in out.iterdir()) == FILES


def test_without_out_nothing_is_written(
    received: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["build", str(received)]) == 0
    assert "2 agreements" in capsys.readouterr().out
    assert list(received.parent.iterdir()) == [received]


def test_tables_open_in_spreadsheets_and_keep_their_columns(received: Path, out: Path):
    build(received, out)
    assert all(
        path.read_bytes().startswith(b"\xef\xbb\xbf") for path in out.glob("*.csv")
    )
    assert {path.stem: rows(path)[0] for path in out.glob("*.csv")} == {
        "agreements": [
            *("agreement_id", "source_row", "region_text", "region_id"),
            *("territory_text", "territory_code", "institution_text"),
            *("institution_id", "partner_unit_text", "agreement_type_text"),
            *("agreement_type_id", "departments_text", "exchange_text"),
            *("exchange_marked", "備考"),
        ],
        "provenance": [
            *("agreement_id", "column", "source_row", "source_column"),
            *("source_text", "rule"),
        ],
        "repairs": [
            *("repair_id", "source_row", "column", "before", "after"),
            *("rule", "confidence"),
        ],
        "findings": [
            *("finding_id", "code", "severity", "source_row", "column"),
            *("text_ja", "text_en"),
        ],
    }


def test_mark_is_written_as_true_false_or_nothing(tmp_path: Path, out: Path):
    path = tmp_path / "list.md"
    path.write_text(
        "| 国 | 大学名 | 交換留学 |\n| 韓国 | 漢陽大学校 | ○ |\n| | 北大学 | |\n",
        "utf-8",
    )
    build(path, out)
    assert [row[-1] for row in rows(out / "agreements.csv")[1:]] == ["true", "false"]
    path.write_text(LIST, "utf-8")
    build(path, out)
    assert [row[-2] for row in rows(out / "agreements.csv")[1:]] == ["", ""]


def test_edition_file_says_what_was_read(received: Path, out: Path):
    build(received, out)
    told = json.loads((out / "edition.json").read_text("utf-8"))
    assert told["title"] == {"ja": "list", "en": "list"}
    assert told["counts"]["agreements"] == 2
    assert told["about"]["file"] == "list.md"
    assert len(told["about"]["sha256"]) == 64
    assert told["about"].items() >= versions().items()


def test_same_list_gives_the_same_bytes(received: Path, tmp_path: Path):
    build(received, tmp_path / "one")
    build(received, tmp_path / "two")
    for name in FILES:
        one, two = (tmp_path / folder / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_folders_above_are_made(received: Path, tmp_path: Path):
    build(received, tmp_path / "a" / "b")
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == FILES


def test_earlier_edition_is_replaced(received: Path, out: Path):
    build(received, out)
    received.write_text(LIST + "| ドイツ | キール大学 | |\n", "utf-8")
    build(received, out)
    assert len(rows(out / "agreements.csv")) == 4
    assert sorted(path.name for path in received.parent.iterdir()) == ["list.md", "out"]


def test_empty_folder_may_be_named(received: Path, out: Path):
    out.mkdir()
    build(received, out)
    assert sorted(path.name for path in out.iterdir()) == FILES


def test_command_is_started_as_a_module(received: Path, out: Path):
    command = [sys.executable, "-m", "pipeline", "build", received, "--out", out]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603
    assert (run.returncode, run.stderr) == (0, b"")
    assert sorted(path.name for path in out.iterdir()) == FILES


def test_summary_is_printed_in_whatever_the_terminal_can_show(
    received: Path, capsys: pytest.CaptureFixture[str]
):
    # Python gives a pipe on Windows the legacy encoding, which has no Japanese.
    sys.stdout.reconfigure(encoding="cp1252")
    assert main(["build", str(received)]) == 0
    assert "2 agreements" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build"],
        ["publish", "x"],
        ["build", "x", "y"],
        ["build", "x", "--into", "y"],
    ],
)
def test_wrong_usage_exits_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m pipeline")


UNKNOWN = """
| Stand 2031 | | |
| Ort | Haus | Wer |
| 韓国 | 北都大学 | 工学部 |
| 台湾 | 南海大学 | 理学部 |
"""


UNKNOWN_MARKED = """
    | 国・地域 | 大学名 | 段階 |
    | 韓国 | 北都大学 | 強い |
    | 台湾 | 南海大学 | 弱い |
"""


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    path = tmp_path / "unknown.md"
    path.write_text(UNKNOWN.lstrip(), "utf-8")
    return path


def test_columns_and_heading_row_are_taken_from_a_person(unknown: Path, out: Path):
    roles = "1=territory, 2=institution,3=departments"
    said = ["--columns", roles, "--header-row", "2", "--out", str(out)]
    assert main(["build", str(unknown), *said]) == 0
    table = rows(out / "agreements.csv")
    at = table[0].index("departments_text")
    assert [row[at] for row in table[1:]] == ["工学部", "理学部"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (["--columns", "2=university"], "'2=university' must read like 3=institution"),
        (["--columns", "institution"], "'institution' must be a number from 1"),
        (["--columns", "0=institution"], "'0' must be a number from 1"),
        (["--columns", "1=region,1=other"], "'1=other' names a column or a role for"),
        (["--columns", "1=region,2=region"], "'2=region' names a column or a role for"),
        (["--header-row", "x"], "'x' must be a number from 1"),
    ],
)
def test_wrong_columns_are_wrong_usage(
    unknown: Path,
    said: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
):
    with pytest.raises(SystemExit) as stopped:
        main(["build", str(unknown), *said])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (["--columns", "2=institution,9=other"], "which has 3, but it is given to"),
        (["--header-row", "9"], "source row 9 holds no cell. The last row read is 4"),
    ],
)
def test_column_or_row_that_is_not_there_is_one_message(
    unknown: Path,
    said: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
):
    assert main(["build", str(unknown), "--header-row", "2", *said]) == 1
    assert message in capsys.readouterr().err


def test_explanation_can_be_passed_back(
    received: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["build", str(received), "--explain"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-3:] == [
        "一覧全体の質問 / questions for the whole list: 0",
        "読み方を指定する / to say how it is to be read:",
        '  --columns "1=territory,2=institution,3=other" --header-row 2',
    ]
    said = ["--columns", "1=territory,2=institution,3=other", "--header-row", "2"]
    assert main(["build", str(received), *said]) == 0
    assert "2 agreements, 2 institutions, 1 territories" in capsys.readouterr().out


def test_explanation_says_how_to_answer_questions():
    # Any code will do: it lends its text.
    detail = (("cell", "強い"),)
    edition = asked_edition(
        UNKNOWN_MARKED,
        ListQuestion("UNUSUAL_TYPE", ("agreement_type",), detail, 3, ("other", "unit")),
        ListQuestion("UNKNOWN_REGION", ("region",), detail),
    )
    text_ja, text_en = edition.findings.loc[0, ["text_ja", "text_en"]]
    other_ja, other_en = edition.findings.loc[1, ["text_ja", "text_en"]]
    assert explanation(edition).splitlines()[-10:] == [
        "一覧全体の質問 / questions for the whole list: 2",
        f"  ? {text_ja}",
        f"    {text_en}",
        f"  ? {other_ja}",
        f"    {other_en}",
        "    --columns: 3=other | 3=unit",
        "今の読み方のままでよければ / if all is right as it is read:",
        '  --columns "3=other"',
        "読み方を指定する / to say how it is to be read:",
        '  --columns "1=territory,2=institution,3=other" --header-row 1',
    ]


def test_rows_of_one_line_of_a_page_keep_that_line(tmp_path: Path):
    names = ("Universitat de Lleida", "Universität Trier", "Universiteit Gent")
    codes = ("Spain", "Germany", "Belgium")
    rows = "".join(
        f"<tr><td>{n}</td><td>{c}</td></tr>" for n, c in zip(names, codes, strict=True)
    )
    page = f"<table><tr><th>University</th><th>Country</th></tr>\n\n{rows}</table>"
    (tmp_path / "page.html").write_text(page, "utf-8")
    out = tmp_path / "out"
    assert main(["build", str(tmp_path / "page.html"), "--out", str(out)]) == 0
    agreements = pd.read_csv(out / "agreements.csv", encoding="utf-8-sig")
    assert agreements["source_row"].tolist() == [3, 3, 3]
    provenance = pd.read_csv(out / "provenance.csv", encoding="utf-8-sig")
    assert set(provenance["source_row"]) == {3}
