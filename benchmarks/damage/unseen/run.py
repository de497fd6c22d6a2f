"""Scores lists that nobody has seen, family by family, and shows what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from benchmarks.damage.unseen.cases import Case, unseen_cases
from benchmarks.damage.unseen.files import read_cases, write_case
from benchmarks.damage.unseen.reading import Reading, read_case, read_folder
from benchmarks.damage.unseen.score import Mistake, Score, score

COLUMNS = tuple(f.name for f in fields(Score))
SHARES = {"right": "rows", "core": "rows", "answered": "rows", "alarms": "right"}
"""A figure -> the one it is a share of."""


def run_cases(cases: Iterable[Case]) -> Iterator[tuple[Case, Score, list[Mistake]]]:
    """Read and score each list with the code at hand."""
    for case in cases:
        reading = read_case(case)
        asked = reading.list_questions or reading.refused
        answered = read_case(case, answered=True) if asked else None
        yield case, *score(case.made, reading, answered)


def run_folder(folder: Path) -> Iterator[tuple[Case, Score, list[Mistake]]]:
    """Score what a program wrote beside each list of a folder."""
    for path, case in read_cases(folder):
        reading = read_folder(path / "read")
        asked = reading.list_questions or reading.refused
        answered: Reading | None = read_folder(path / "answered") if asked else None
        yield case, *score(case.made, reading, answered)


def show_unseen(
    scored: Iterable[tuple[Case, Score, list[Mistake]]], most: int, keep: Path | None
) -> dict[str, Score]:
    """Print the table; of each family the first mistakes; keep their lists."""
    scores: dict[str, Score] = {}
    shown: dict[str, int] = {}
    for case, found, mistakes in scored:
        family = case.made.family
        scores[family] = scores.get(family, Score()) + found
        for mistake in mistakes:
            shown[family] = shown.get(family, 0) + 1
            if shown[family] > most:
                break
            print(
                f"{case.name} {mistake.kind} row {mistake.source_row}:"
                f" wanted {mistake.wanted} read {mistake.read}"
            )
        if keep and mistakes:
            write_case(keep / case.name, case)
    print(table_of(scores))
    return scores


def table_of(scores: dict[str, Score]) -> str:
    """The figures of each family, and their sum."""
    total = sum(scores.values(), Score())
    lines = [
        "| family | " + " | ".join(COLUMNS) + " |",
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    for family, found in {**scores, "all": total}.items():
        lines.append(f"| {family} | " + " | ".join(_figures(found)) + " |")
    return "\n".join(lines)


def _figures(found: Score) -> list[str]:
    figures = []
    for column in COLUMNS:
        text = f"{getattr(found, column):,}"
        if column in SHARES:
            whole = max(getattr(found, SHARES[column]), 1)
            text += f" ({getattr(found, column) / whole:.1%})"
        figures.append(text)
    return figures


def write_cases(folder: Path, families: Sequence[str], lists: int, seed: str) -> None:
    """Write the lists, to be read by any version of the code."""
    for case in unseen_cases(families, lists, seed):
        write_case(folder / case.name, case)
