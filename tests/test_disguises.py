"""The Kobe list as other universities publish theirs: each file gives the same list."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from random import Random

import pytest

from pipeline import build_bytes
from pipeline.model import Edition
from tests.list_files import (
    HEADING,
    Rows,
    delimited,
    kobe_rows,
    old_workbook,
    page,
    with_gaps,
    workbook,
)
from tests.support.damage.kinds import KINDS
from tests.tables import published, to_check

OTHER_ORDER = (2, 3, 1, 0, 6, 4, 5)
OTHER_HEADINGS = {
    "地域": "エリア",
    "国・地域": "国名",
    "大学・機関等名": "相手先",
    "学部等名": "相手先部局",
    "協定タイプ": "種別",
    "関連部署": "担当部局",
    "交換留学": "学生交流",
}


def tab_separated(rows: Rows) -> bytes:
    """Other headings in another order, and － where no exchange is marked."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="\t")
    writer.writerow([OTHER_HEADINGS[HEADING[i]] for i in OTHER_ORDER])
    for row in rows:
        cells = (*row[:6], row[6] or "－")
        writer.writerow([cells[i] for i in OTHER_ORDER])
    return file.getvalue().encode()


def headless(rows: Rows) -> bytes:
    return delimited(rows).split("\r\n", 1)[1].encode()


DISGUISES: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "CSV with a byte-order mark": ("a.csv", lambda r: delimited(r).encode("utf-8-sig")),
    "CP932 with merged cells blank": (
        "a.csv",
        lambda r: delimited(with_gaps(r)).encode("cp932"),
    ),
    "EUC-JP": ("a.csv", lambda r: delimited(r).encode("euc-jp", "replace")),
    "UTF-16": ("a.csv", lambda r: delimited(r).encode("utf-16")),
    "semicolons": ("a.csv", lambda r: delimited(r, ";").encode()),
    "XLSX with merged cells and a title": ("a.xlsx", workbook),
    "XLS with merged cells and a title": ("a.xls", old_workbook),
    "HTML with rowspan": ("a.html", lambda r: page(r).encode()),
    "TSV with other headings and order": ("a.tsv", tab_separated),
}
UNWRITABLE = {"CP932 with merged cells blank": "cp932", "EUC-JP": "euc-jp"}


def wrong_rows(edition: Edition, rows: Rows) -> tuple[list, set[int]]:
    """The rows that are not as they were, in order; and which of those are asked."""
    read = published(edition)
    first = min(read)
    wrong = []
    for number, row in enumerate(rows, start=first):
        found = tuple(text.replace("|", "、") for text in read.get(number, ()))
        meant = (*row[:6], row[6] or "－") if found[6:] == ("－",) else row
        if found != meant:
            wrong.append((number, found, row))
    asked = to_check(edition)
    return wrong, {number for number, *_ in wrong if number in asked}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_disguise_gives_the_same_list(disguise):
    rows = kobe_rows()
    coding = UNWRITABLE.get(disguise, "utf-8")
    rows = [
        tuple(cell.encode(coding, "replace").decode(coding) for cell in row)
        for row in rows
    ]
    name, write = DISGUISES[disguise]
    edition = build_bytes(write(rows), name)
    wrong, _ = wrong_rows(edition, rows)
    assert wrong == []
    assert len(edition.agreements) == 78


def test_without_a_heading_only_what_the_marks_say_is_asked():
    """Nothing says that the marks are for exchange (issue 16, 2): they are no figure."""
    rows = [(*row[:6], "") for row in kobe_rows()]
    edition = build_bytes(headless(kobe_rows()), "a.csv")
    assert wrong_rows(edition, rows)[0] == []
    asked = edition.findings[edition.findings["source_row"] == 0]
    assert "MARKS_UNEXPLAINED" in set(asked["code"])


@pytest.mark.parametrize("seed", range(20))
def test_random_damage_is_repaired_or_asked_about(seed):
    random = Random(seed)
    rows = kobe_rows()
    kind = random.choice([kind for kind in KINDS if kind != "printed_once"])
    damaged = KINDS[kind](random, rows)
    edition = build_bytes(delimited(damaged).encode(), "a.csv")
    wrong, asked = wrong_rows(edition, rows)
    assert [row for row in wrong if row[0] not in asked] == []
    assert len(wrong) <= 0.02 * len(rows)
