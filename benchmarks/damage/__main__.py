"""`python -m benchmarks.damage`: the score of each reader for each kind of damage."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.damage.files import score_folder, write_case
from benchmarks.damage.readers import READERS
from benchmarks.damage.score import Score, score
from benchmarks.damage.unseen.cases import unseen_cases
from benchmarks.damage.unseen.run import (
    run_cases,
    run_folder,
    show_unseen,
    write_cases,
)
from tests.support.damage.kinds import KINDS
from tests.support.damage.lists import CleanList, Row, clean_list
from tests.support.unseen.families import FAMILIES

COLUMNS = ("rows", "right", "asked", "silent", "alarms")


def cases(lists: int, seed: int | str) -> Iterator[tuple[str, CleanList, list[Row]]]:
    """Kind of damage, list and damaged rows; the same for the same seed."""
    for kind, damage in KINDS.items():
        for number in range(lists):
            random = Random(f"{seed} {kind} {number}")
            clean = clean_list(random)
            yield kind, clean, damage(random, clean.rows)


def main() -> None:
    """Score our readers, or write the lists for others, or score what others read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damage")
    parser.add_argument("--lists", type=int, default=50, help="lists per kind")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--score", type=Path, metavar="FOLDER")
    parser.add_argument("--unseen", action="store_true", help="lists nobody has seen")
    parser.add_argument("--family", action="append", choices=FAMILIES, help="only this")
    parser.add_argument("--show", type=int, default=0, help="mistakes per family")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="lists read wrong")
    given = parser.parse_args()
    if given.unseen:
        _unseen(given)
        return
    if given.score:
        _show({(kind, ""): found for kind, found in score_folder(given.score).items()})
        return
    scores: dict[tuple[str, str], Score] = {}
    for number, (kind, clean, damaged) in enumerate(cases(given.lists, given.seed)):
        if given.write:
            write_case(given.write / f"{kind}-{number:05d}", clean, damaged)
            continue
        for name, reader in READERS.items():
            found = score(clean.rows, reader(clean.headings, damaged))
            scores[kind, name] = scores.get((kind, name), Score()) + found
    _show(scores)


def _unseen(given: argparse.Namespace) -> None:
    families = given.family or tuple(FAMILIES)
    if given.write:
        write_cases(given.write, families, given.lists, given.seed)
        return
    if given.score:
        scored = run_folder(given.score)
    else:
        scored = run_cases(unseen_cases(families, given.lists, given.seed))
    show_unseen(scored, given.show, given.keep)


def _show(scores: dict[tuple[str, str], Score]) -> None:
    print("| damage | reader | " + " | ".join(COLUMNS) + " |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for (kind, reader), found in scores.items():
        numbers = [f"{getattr(found, column):,}" for column in COLUMNS]
        share = f" ({found.right / max(found.rows, 1):.1%})"
        numbers[1] += share
        print(f"| {kind} | {reader} | " + " | ".join(numbers) + " |")


if __name__ == "__main__":
    main()
