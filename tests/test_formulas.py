"""Which texts of a CSV file are quoted, and that all are read back as they were."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formulas import quoted, quoted_table, unquoted
from tests.command import build, rows


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("+cmd|'/C calc'!A0", "'+cmd|'/C calc'!A0"),
        ("＋81-78-803", "'＋81-78-803"),
        ("+81-78-803-1111", "'+81-78-803-1111"),
        ("-2+3", "'-2+3"),
        ("-工学部", "'-工学部"),
        ("－工学部", "'－工学部"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("=", "'="),
        ("'=1", "''=1"),
        ("'-", "''-"),
        ("-", "-"),
        ("－", "－"),
        ("--", "--"),
        ("+", "+"),
        ("-3", "-3"),
        ("+1.5", "+1.5"),
        ("-1,200", "-1,200"),
        ("－３％", "－３％"),
        ("エクス=マルセイユ大学", "エクス=マルセイユ大学"),
        ("'t Hooft", "'t Hooft"),
        ("", ""),
    ],
)
def test_only_what_a_spreadsheet_would_run_is_quoted(text: str, written: str):
    assert quoted(text) == written
    assert unquoted(written) == text


@given(st.text("'=+-@＝－\t\n1a", max_size=6))
def test_every_text_is_read_back_as_it_was(text: str):
    assert unquoted(quoted(text)) == text


def test_tables_are_quoted_with_their_headings():
    texts = ["=1", "-", "a"]
    table = pd.DataFrame(
        {
            "=sum": pd.array(texts, dtype="str"),
            "coded": pd.Categorical(texts),
            "number": [-1, 2, 3],
            "known": pd.array([True, None, False], dtype="boolean"),
        }
    )
    assert quoted_table(table).to_csv(index=False).splitlines() == [
        "'=sum,coded,number,known",
        "'=1,'=1,-1,True",
        "-,-,2,",
        "a,a,3,False",
    ]


def test_no_cell_of_a_written_edition_runs(tmp_path: Path):
    received = tmp_path / "list.md"
    received.write_text(
        "| 国 | 大学名 | 学部等名 | 交換留学 | =備考 |\n|---|---|---|---|---|\n"
        '| 韓国 | =HYPERLINK("http://x.example")大学 | @SUM(A1) | - | -3 |\n'
        "| | ＋cmd大学 | 工学部 | ○ | －1－2 |\n",
        "utf-8",
    )
    build(received, tmp_path / "out")
    head, *lines = rows(tmp_path / "out" / "agreements.csv")
    shown = [dict(zip(head, line, strict=True)) for line in lines]
    names = ("institution_text", "partner_unit_text", "exchange_text", "'=備考")
    assert [tuple(row[name] for name in names) for row in shown] == [
        ('\'=HYPERLINK("http://x.example")大学', "'@SUM(A1)", "-", "-3"),
        ("'＋cmd大学", "工学部", "○", "'－1－2"),
    ]
    provenance = rows(tmp_path / "out" / "provenance.csv")
    assert {cell for line in provenance for cell in line if "cmd" in cell} == {
        " ＋cmd大学 "
    }
    for file in (tmp_path / "out").glob("*.csv"):
        for line in rows(file):
            assert [quoted(unquoted(cell)) for cell in line] == line
