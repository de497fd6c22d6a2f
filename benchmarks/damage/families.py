"""`python -m benchmarks.damage.families LISTS FIRST_SEED`: damage that may lose texts.

Half of the lists are the Kobe list, half are made up. What the list itself no longer
tells must be asked about.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pipeline import edition_of
from pipeline.model import ROLES, TEXT_COLUMNS, SourceGrid
from tests.list_files import kobe_rows
from tests.support.damage.families import FAMILIES, NUMBERED, Line
from tests.support.damage.lists import HEADINGS, Row, clean_list


@dataclass
class Found:
    """Rows by what became of them; a published row that is none counts as silent."""

    rows: int = 0
    right: int = 0
    asked: int = 0
    alarms: int = 0
    silent: tuple[str, ...] = ()


def read_lines(
    headings: Sequence[str], lines: Sequence[Line], rows: Sequence[Row]
) -> Found:
    """Compare what is published with the rows before their damage."""
    cells = (tuple(headings), *(line.cells for line in lines))
    edition = edition_of(SourceGrid(tuple(range(1, len(cells) + 1)), cells, "csv"))
    checks = edition.findings[edition.findings["severity"] == "check"]
    asked = set(checks["source_row"]) - {0}
    for_list = set("|".join(checks.loc[checks["source_row"] == 0, "column"]).split("|"))
    names = [TEXT_COLUMNS[role] for role in ROLES]
    frame = edition.agreements.reindex(columns=["source_row", *names], fill_value="")
    published = {
        int(number): tuple(str(text).replace("|", "、") for text in texts)
        for number, *texts in frame.itertuples(index=False)
    }
    found = Found(rows=len(rows))
    silent = []
    for number, line in enumerate(lines, start=2):
        ours = published.get(number)
        if line.row < 0:
            if ours is not None and number not in asked:
                silent.append(f"{number}: {line.cells} is no row, read as {ours}")
            continue
        gold = rows[line.row]
        wrong = [n for n, a, b in zip(names, ours or gold, gold, strict=True) if a != b]
        if ours == gold:
            found.right += 1
            found.alarms += number in asked
        elif number in asked or (ours and for_list.issuperset(wrong)):
            found.asked += 1
        else:
            silent.append(f"{number}: {line.cells} should be {gold}, read as {ours}")
    found.silent = tuple(silent)
    return found


def cases(kind: str, seeds: range) -> list[Found]:
    """The lists of a family: every other one is the Kobe list."""
    results = []
    for seed in seeds:
        random = Random(f"{kind} {seed}")
        rows = kobe_rows() if seed % 2 else list(clean_list(random).rows)
        headings = ("番号", *HEADINGS) if FAMILIES[kind] in NUMBERED else HEADINGS
        lines = FAMILIES[kind](random, HEADINGS, rows)
        results.append(read_lines(headings, lines, rows))
    return results


def main() -> None:
    """Print the figures: `python -m benchmarks.damage.families LISTS FIRST_SEED`."""
    lists, first = int(sys.argv[1]), int(sys.argv[2])
    total = [0, 0, 0, 0, 0]
    for kind in sys.argv[3:] or FAMILIES:
        found = cases(kind, range(first, first + lists))
        sums = [
            sum(one.rows for one in found),
            sum(one.right for one in found),
            sum(one.asked for one in found),
            sum(len(one.silent) for one in found),
            sum(one.alarms for one in found),
        ]
        total = [a + b for a, b in zip(total, sums, strict=True)]
        print(f"{kind:32}", *sums, f"{sums[1] / sums[0]:.1%}")
        if sys.argv[3:]:
            print(*[text for one in found for text in one.silent][:12], sep="\n")
    print("total", *total, f"{total[1] / total[0]:.2%}")


if __name__ == "__main__":
    main()
