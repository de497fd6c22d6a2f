"""What a version of the pipeline makes of a list: in this process, or out of files."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pipeline
from benchmarks.damage.unseen.cases import Case, without_headings
from pipeline.errors import AgreementsError
from pipeline.model import ROLES, Edition
from pipeline.reference import load_reference
from tests.support.unseen.truth import CELLS, OUR_ROLES

Published = Mapping[str, str]
"""A published agreement: column -> text."""


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        rows: the published agreements.
        checks: source row (0: the whole list) and column of what a person is asked.
        grouped: the source rows that one question for a group of alike rows is about.
        refused: why nothing was read.
        crashed: whether that is no message, but an error of ours.
    """

    rows: tuple[Published, ...] = ()
    checks: tuple[tuple[int, str], ...] = ()
    grouped: frozenset[int] = frozenset()
    refused: str = ""
    crashed: bool = False

    @property
    def list_questions(self) -> int:
        """How many questions are about the whole list."""
        return sum(not row for row, _ in self.checks)

    @property
    def asked_rows(self) -> set[int]:
        """The source rows that a person is asked to check."""
        return {row for row, _ in self.checks if row}

    @property
    def asked_columns(self) -> set[str]:
        """The published columns that a question for the whole list is about."""
        return {
            c for row, columns in self.checks if not row for c in columns.split("|")
        }


def read_case(case: Case, answered: bool = False) -> Reading:
    """Read a list with the code at hand; `answered`: a person has said its columns."""
    made = case.made
    try:
        edition = pipeline.build_bytes(
            made.received,
            f"input.{made.suffix}",
            roles=said_roles(case) if answered else None,
            header_row=made.header_row if answered else 0,
            reference=without_headings(load_reference(), case.hidden),
        )
    except AgreementsError as error:
        return Reading(refused=str(error))
    except Exception as error:  # noqa: BLE001  what must never happen is counted
        return Reading(refused=repr(error), crashed=True)
    return reading_of(edition)


def said_roles(case: Case) -> dict[int, str]:
    """What a person says each printed column is; of persons' columns nothing."""
    return {
        column: role if role in ROLES else "other"
        for column, said in (case.made.roles or {}).items()
        for role in (OUR_ROLES.get(said, said),)
        if role not in ("contact", "email", "phone")
    }


def reading_of(edition: Edition) -> Reading:
    """What an edition publishes and asks."""
    table = edition.agreements.astype("string").fillna("")
    found = edition.findings.query("severity == 'check'")
    rows = table.to_dict("records")
    checks = zip(
        found["source_row"].astype(int), found["column"].astype(str), strict=True
    )
    lower = (_lower_marks({str(k): str(v) for k, v in row.items()}) for row in rows)
    groups = (q.source_rows for q in edition.questions.values() if not q.roles)
    return Reading(tuple(lower), tuple(checks), frozenset(chain.from_iterable(groups)))


def _lower_marks(row: dict[str, str]) -> dict[str, str]:
    return {**row, CELLS["exchange"]: row[CELLS["exchange"]].lower()}


def read_folder(folder: Path) -> Reading:
    """What a program wrote as `agreements.csv` and `findings.csv` into a folder."""
    if not (folder / "agreements.csv").is_file():
        return Reading(refused="nothing was written")
    checks = [
        (int(row["source_row"] or 0), row["column"])
        for row in _records(folder / "findings.csv")
        if row["severity"] == "check"
    ]
    rows = _records(folder / "agreements.csv")
    return Reading(tuple(map(_lower_marks, rows)), tuple(checks))


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
