"""What holds for every list: nothing lost, nothing changed unsaid, every cell traced."""

from __future__ import annotations

import random
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import edition_of
from pipeline.model import ROLES, TEXT_COLUMNS, Edition
from pipeline.read.markdown import read_markdown
from pipeline.reference.normal_forms import fold
from tests.stages import HEADING, REFERENCE
from tests.tables import HEADINGS, grid, grid_of

DAMAGED = (
    HEADING.replace("\n", "備考|\n")
    + """
    | アジア | 韓国 | 漢陽　 大学校 | 工学部 | 部局間 | 工学部、謎センター、工学部 | ○ | 更新  中 |
    | | | 慶尚大学校 | | 大学間 | 工学部 | × | |
    | 台湾 | 国立台湾大学 | 工学院 | 部局間 | 工学部 | ○ | | |
    | | | | 理学院 | 申合せ | 工学部 |
    | 極東 | ナルニア | | 北都大学 | | 部局間 | 工学部 | ○ |
    | | ドイツ | キール大学 | 工学部 | 部局間 | 工学部 | ○ | |
    """.strip()
)

NO_REGION = """
    | 大学名 | 国 | 関連部署 |
    | 漢陽大学校 | 韓国 | 工学部、農学部 |
    | 慶尚大学校 | | |
    | | 北都大学 | ナルニア | 工学部 |
"""


@pytest.fixture(scope="module", params=["kobe", "damaged", "no region"])
def edition(request: pytest.FixtureRequest) -> Edition:
    if request.param == "kobe":
        return request.getfixturevalue("kobe")
    return edition_of(grid(DAMAGED if request.param == "damaged" else NO_REGION))


lines = st.text(st.sampled_from("|||\\ \t-:あ大a○　"), max_size=30)


@given(st.lists(lines, min_size=1, max_size=5))
def test_reading_loses_no_character(drawn: list[str]):
    drawn = ["| a |", *drawn]
    found = read_markdown("\n".join(drawn) + "\n", "drawn")
    rows = dict(zip(found.numbers, found.cells, strict=True))
    for number, written in enumerate(drawn, start=1):
        line = written.replace("\\-", "-")  # Markdown's escape of a sign
        joined = "|".join(rows.get(number, ()))
        assert joined in line
        around = line.replace(joined, "", 1) if joined else line
        assert around.strip().replace("|", "", 2).strip() == ""


def replayed(origin: pd.Series, texts: dict[str, str]) -> str:
    """What the rules of a provenance row make of its source text."""
    text = origin["source_text"].strip()
    rules = origin["rule"].split("+")
    if "folded_space" in rules:
        text = " ".join(text.split())
    if "split_list" in rules:
        parts = (" ".join(part.split()) for part in re.split("[、,；]", text))
        text = "|".join(dict.fromkeys(parts))
    if "region_from_territory" in rules:
        return REFERENCE.territories[REFERENCE.find_territory(text)].region_id
    if "looked_up" not in rules:
        return text
    match origin["column"]:
        case "region_id":
            return REFERENCE.find_region(text)
        case "territory_code":
            return REFERENCE.find_territory(text)
        case "agreement_type_id":
            return REFERENCE.find_agreement_type(text) or ("other" if text else "")
        case "exchange_marked":
            return str(REFERENCE.marks.get(fold(text)) == "yes")
        case _:
            found = REFERENCE.find_institution(text, texts["territory_code"])
            return found.institution_id if found else texts["institution_id"]


def test_each_published_cell_has_one_origin_and_its_rules_give_the_cell(
    edition: Edition,
):
    published = {
        (row["agreement_id"], column): "" if pd.isna(cell) else str(cell)
        for row in edition.agreements.to_dict("records")
        for column, cell in row.items()
        if column not in ("agreement_id", "source_row")
    }
    origins = edition.provenance.to_dict("records")
    texts = {row["agreement_id"]: row for row in edition.agreements.to_dict("records")}
    again = [
        (o["agreement_id"], o["column"], replayed(o, texts[o["agreement_id"]]))
        for o in origins
    ]
    assert sorted(again) == sorted((a, c, cell) for (a, c), cell in published.items())


def test_each_origin_names_a_cell_that_is_printed_so(edition: Edition):
    for origin in edition.provenance.to_dict("records"):
        if origin["source_column"] == 0:
            assert origin["source_text"] == ""
        else:
            row = edition.grid.row(origin["source_row"])
            assert row[origin["source_column"] - 1] == origin["source_text"]


def plain_reading(edition: Edition, source_row: int, column: str) -> str:
    """What a reading by position alone has there."""
    at = edition.layout.set_index("column").loc[column, "source_column"] - 1
    cells = edition.grid.row(source_row)
    return " ".join(cells[at].split()) if at < len(cells) else ""


def items(text: str) -> list[str]:
    return list(dict.fromkeys(re.split("[、,；|]", text)))


def test_repairs_are_all_the_changes_against_a_plain_reading(edition: Edition):
    repairs = edition.repairs.set_index(["source_row", "column"])
    assert repairs.index.is_unique
    columns = set(edition.layout["column"]) & set(edition.agreements)
    for row in edition.agreements.to_dict("records"):
        for column in columns:
            place = (row["source_row"], column)
            before = plain_reading(edition, *place)
            after = row[column]
            if column == "departments_text":
                changed = items(before) != items(after)
            else:
                changed = before != after
            if place in repairs.index:
                repair = repairs.loc[place]
                assert repair["before"] == before
                assert items(repair["after"]) == items(after)
                assert changed or "folded_space" in repair["rule"]
            else:
                assert not changed, place


def test_ids_are_unique_and_lead_to_their_tables(edition: Edition):
    for table, key in (
        ("agreements", "agreement_id"),
        ("institutions", "institution_id"),
        ("territories", "territory_code"),
        ("regions", "region_id"),
        ("agreement_types", "agreement_type_id"),
        ("departments", "department_id"),
        ("findings", "finding_id"),
        ("repairs", "repair_id"),
    ):
        assert getattr(edition, table)[key].is_unique, table
        if key in edition.agreements:
            used = set(edition.agreements[key]) - {""}
            assert used == set(getattr(edition, table)[key]), table
    pairs = edition.agreement_departments
    assert set(pairs["department_id"]) == set(edition.departments["department_id"])
    assert set(pairs["agreement_id"]) <= set(edition.agreements["agreement_id"])


def test_every_row_of_the_list_is_published_or_named(edition: Edition):
    rows = set(edition.grid.numbers)
    published = set(edition.agreements["source_row"])
    named = set(edition.findings["source_row"])
    assert published <= rows
    assert all(
        not any(cell.strip("- ") for cell in edition.grid.row(row)) or row == min(rows)
        for row in rows - published - named
    )


def counted(edition: Edition) -> dict[str, dict[str, int]]:
    columns = ["region_id", "territory_code", "institution_id", "agreement_type_id"]
    counts = {c: edition.agreements[c].value_counts().to_dict() for c in columns}
    departments = edition.agreement_departments["department_id"]
    return {**counts, "department_id": departments.value_counts().to_dict()}


def test_shuffling_rows_without_blank_labels_changes_no_count(kobe: Edition):
    columns = [TEXT_COLUMNS[role] for role in ROLES]
    rows = kobe.agreements[columns].to_numpy().tolist()
    rows = [[*row[:5], row[5].replace("|", "、"), row[6]] for row in rows]
    random.Random(1).shuffle(rows)
    shuffled = edition_of(grid_of(list(HEADINGS.values()), rows))
    assert counted(shuffled) == counted(kobe)
