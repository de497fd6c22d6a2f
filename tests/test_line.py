"""The Kobe list through the whole line: every cell, every count, every doubt.

The tables in tests/expected are what the line publishes today. To renew them, run

    python -m pipeline build data/lists/kobe-engineering/input.md \\
        --out tests/expected/kobe-engineering
    rm tests/expected/kobe-engineering/edition.json

and commit them on their own, saying which figures moved and why.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pycountry
import pytest

from pipeline.__main__ import main
from pipeline.reference.normal_forms import fold
from tests.stages import table

ROOT = Path(__file__).resolve().parents[1]
EDITION = "kobe-engineering"
EXPECTED = ROOT / "tests" / "expected" / EDITION
GOLD = ROOT.parent / "shared" / "lists" / "00-kobe-engineering-md-ja" / "gold.csv"

GOLD_CELLS = {
    "region": "region_text",
    "country_code": "territory_code",
    "institution_raw": "institution_text",
    "faculty_raw": "partner_unit_text",
    "agreement_type_raw": "agreement_type_text",
    "departments_raw": "departments_text",
    "exchange": "exchange_marked",
}
"""Column of the reading by hand -> published column."""


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def out(kobe_list: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("line") / EDITION
    assert main(["build", str(kobe_list), "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def agreements(out: Path) -> pd.DataFrame:
    return read(out / "agreements.csv")


@pytest.fixture(scope="module")
def pairs(agreements: pd.DataFrame) -> pd.DataFrame:
    """One row for each department that an agreement names."""
    names = agreements.assign(department=agreements["departments_text"].str.split("|"))
    return names.explode("department")


@pytest.fixture(scope="module")
def asked(out: Path) -> set[str]:
    """The source rows that a person is asked to check."""
    findings = read(out / "findings.csv")
    return set(findings.loc[findings["severity"] == "check", "source_row"])


@pytest.mark.parametrize("name", ["agreements", "provenance", "repairs", "findings"])
def test_published_table_is_the_expected_one(out: Path, name: str):
    ours, expected = (
        (folder / f"{name}.csv").read_text("utf-8-sig").splitlines()
        for folder in (out, EXPECTED)
    )
    assert ours == expected


def test_list_as_a_whole(agreements: pd.DataFrame):
    marked = agreements[agreements["exchange_marked"] == "true"]
    assert {
        "agreements": len(agreements),
        "institutions": agreements["institution_id"].nunique(),
        "territories": agreements["territory_code"].nunique(),
        "regions": agreements["region_id"].nunique(),
        "marked": len(marked),
        "institutions marked": marked["institution_id"].nunique(),
    } == {
        "agreements": 78,
        "institutions": 70,
        "territories": 23,
        "regions": 6,
        "marked": 51,
        "institutions marked": 49,
    }


def counted(frame: pd.DataFrame, by: str) -> set[tuple[str, ...]]:
    """For each value: agreements, institutions, territories, marked for exchange."""
    return {
        (
            str(value),
            str(len(rows)),
            str(rows["institution_id"].nunique()),
            str(rows["territory_code"].nunique()),
            str((rows["exchange_marked"] == "true").sum()),
        )
        for value, rows in frame.groupby(by)
    }


def test_counts_by_region(agreements: pd.DataFrame):
    assert counted(agreements, "region_text") == drawn("""
        アジア | 44 | 36 | 7 | 30
        オセアニア | 4 | 4 | 1 | 1
        ヨーロッパ | 23 | 23 | 11 | 19
        中南米 | 1 | 1 | 1 | 0
        中東 | 1 | 1 | 1 | 1
        北米 | 5 | 5 | 2 | 0
    """)


def test_counts_by_type(agreements: pd.DataFrame):
    assert agreements["agreement_type_text"].value_counts().to_dict() == {
        "部局間": 58,
        "大学間": 16,
        "その他": 3,
        "ダブル・ディグリープログラム": 1,
    }
    assert agreements["agreement_type_id"].value_counts().to_dict() == {
        "inter_faculty": 58,
        "inter_university": 16,
        "other": 3,
        "double_degree": 1,
    }


def test_counts_by_department_do_not_add_up_to_the_agreements(pairs: pd.DataFrame):
    assert counted(pairs, "department") == drawn("""
        大学院工学研究科 | 57 | 55 | 21 | 49
        工学部 | 47 | 46 | 18 | 42
        先端膜工学研究センター | 17 | 14 | 8 | 0
        都市安全研究センター | 3 | 3 | 3 | 1
        大学院システム情報学研究科 | 2 | 2 | 2 | 0
        大学院農学研究科 | 2 | 2 | 2 | 0
        自然科学研究科 | 1 | 1 | 1 | 1
        計算科学教育センター | 1 | 1 | 1 | 0
    """)
    assert len(pairs) == 130


def drawn(rows: str) -> set[tuple[str, ...]]:
    return {
        tuple(cell.strip() for cell in line.split("|"))
        for line in rows.strip().splitlines()
    }


def test_counts_are_those_the_edition_file_expects(
    kobe_list: Path, agreements: pd.DataFrame
):
    told = tomllib.loads((kobe_list.parent / "edition.toml").read_text("utf-8"))
    lines = kobe_list.read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|") and "---" not in line]
    assert told["expected"] == {
        "source_rows": len(rows) - 1,
        "agreements": len(agreements),
        "institutions": agreements["institution_id"].nunique(),
        "territories": agreements["territory_code"].nunique(),
    }


def test_doubts_are_the_real_ones(out: Path):
    findings = read(out / "findings.csv")
    columns = ["source_row", "code", "column"]
    checks = findings.loc[findings["severity"] == "check", columns]
    assert checks["source_row"].is_unique
    of_row = checks.itertuples(index=False, name=None)
    assert {int(row): tuple(rest) for row, *rest in of_row} == table("""
        8  | KANA_SLIP | institution_text
        10 | KANA_SLIP | institution_text
        11 | KANA_SLIP | institution_text
        13 | TRUNCATED_TEXT | partner_unit_text
        23 | TRUNCATED_TEXT | partner_unit_text
        40 | TRUNCATED_TEXT | partner_unit_text
        43 | OLD_FORM_CHARACTER | institution_text
        47 | OLD_FORM_CHARACTER | institution_text
        48 | OLD_FORM_CHARACTER | institution_text
        55 | KANA_SLIP | institution_text
        75 | KANA_SLIP | institution_text
        77 | KANA_SLIP | institution_text
        78 | REPEATED_ROW | region_text
    """)


def test_row_printed_under_a_wrong_region_is_not_published(agreements: pd.DataFrame):
    # Row 78 repeats row 79 under 中南米.
    assert "78" not in set(agreements["source_row"])
    kept = agreements[agreements["institution_text"] == "アーカンソー大学"]
    assert kept[["source_row", "region_text"]].to_numpy().tolist() == [["79", "北米"]]


@pytest.fixture(scope="module")
def gold() -> pd.DataFrame:
    """The reading by hand, without the row that must not be published."""
    if not GOLD.is_file():
        pytest.skip(f"the reading by hand is not here: {GOLD.parent.name}")
    rows = read(GOLD)
    return rows[rows["artefact"] == ""]


def same(column: str, gold: str, ours: str) -> bool:
    if column == "departments_raw":
        return set(map(fold, gold.split("|"))) == set(map(fold, ours.split("|")))
    if column == "country_code":
        return pycountry.countries.get(alpha_2=gold).alpha_3 == ours
    return fold(gold) == fold(ours)


def test_every_cell_is_read_as_by_hand(gold: pd.DataFrame, agreements: pd.DataFrame):
    assert agreements["source_row"].tolist() == gold["source_row"].tolist()
    wrong = defaultdict(list)
    both = zip(gold.to_dict("records"), agreements.to_dict("records"), strict=True)
    for want, ours in both:
        for column, published in GOLD_CELLS.items():
            if not same(column, want[column], ours[published]):
                wrong[want["source_row"]].append((want[column], ours[published]))
    assert wrong == {}


def test_few_right_rows_are_asked_about(gold: pd.DataFrame, asked: set[str]):
    assert len(asked & set(gold["source_row"])) <= 12
