"""How good a reading of a made-up list is, row by row."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import pycountry

from benchmarks.damage.unseen.reading import Published, Reading
from tests.support.unseen.truth import CELLS, MadeList, RowTruth

MOST_LIST_QUESTIONS = 12
"""More questions for the whole list are too many."""

CORE = {"institution_raw", "country_code"}


@dataclass(frozen=True)
class Score:
    """Lists, and their rows by what became of them: `right + asked + silent = rows`.

    Attributes:
        refused: lists of which nothing was read.
        crashed: those on which we stumble, instead of saying why.
        right: every cell is read as it is meant.
        core: institution and territory are.
        asked: a cell is not, and a person is asked: about the row, or about the column
            for the whole list.
        silent: a cell is not, and nobody is asked.
        false: published rows that are none.
        alarms: right rows that a person is asked about all the same.
        leaks: published rows with the name, mail or telephone of a person.
        list_questions: for the whole list.
        overlong: lists with more than `MOST_LIST_QUESTIONS`.
        answered: right after a person has said what the columns are.
    """

    lists: int = 0
    refused: int = 0
    crashed: int = 0
    rows: int = 0
    right: int = 0
    core: int = 0
    asked: int = 0
    silent: int = 0
    false: int = 0
    alarms: int = 0
    leaks: int = 0
    list_questions: int = 0
    overlong: int = 0
    answered: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            *(getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        )


@dataclass(frozen=True)
class Mistake:
    """A row that is silently wrong, or false: what was wanted and what was read."""

    kind: str
    source_row: int
    wanted: str
    read: str


def fold(text: str) -> str:
    """Texts that differ by nothing else than white space, width and case are the same."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@cache
def alpha3(code: str) -> str:
    """The three letters of a territory; "" for a blank."""
    return str(pycountry.countries.get(alpha_2=code).alpha_3) if code else ""


def _same(cell: str, wanted: str, read: str) -> bool:
    if cell == "departments_raw":
        parts = ({fold(p) for p in text.split("|") if p} for text in (wanted, read))
        return next(parts) == next(parts)
    if cell == "country_code":
        return read == alpha3(wanted)
    return fold(wanted) == fold(read)


def wrong_cells(truth: RowTruth, row: Published) -> list[str]:
    """What of a row is not read as it is meant."""
    return [
        cell
        for cell, accepted in truth.cells.items()
        if accepted and not any(_same(cell, a, row[CELLS[cell]]) for a in accepted)
    ]


def score(
    made: MadeList, reading: Reading, answered: Reading | None = None
) -> tuple[Score, list[Mistake]]:
    """Compare a reading with the truth; `answered`: after the questions for the list."""
    found, mistakes, left = _compare(made, reading)
    after = _compare(made, answered)[0].right if answered else found.right
    crash = next((r for r in (reading, answered) if r and r.crashed), None)
    if crash:
        cause = crash.refused
        mistakes.append(Mistake("crash", 0, "", cause))
        found = replace(found, crashed=1)
    mistakes += [Mistake("false", int(r["source_row"]), "", _quoted(r)) for r in left]
    return replace(found, answered=after), mistakes


def _compare(
    made: MadeList, reading: Reading
) -> tuple[Score, list[Mistake], list[Published]]:
    """The score, what is silently wrong, and the published rows that are none."""
    by_row: dict[int, list[Published]] = defaultdict(list)
    for row in reading.rows:
        by_row[int(row["source_row"])].append(row)
    taken: set[int] = set()
    truths = [t if t.source_row else _placed(t, reading.rows, taken) for t in made.rows]
    open_truths = []
    counts = {"right": 0, "core": 0, "asked": 0, "silent": 0, "alarms": 0}
    mistakes = []
    for truth in truths:
        rows = by_row[truth.source_row]
        hit = next((r for r in rows if not wrong_cells(truth, r)), None)
        if hit is None:
            open_truths.append(truth)
            continue
        rows.remove(hit)
        kind = _kind_of_right(truth, reading)
        counts["alarms"] += kind == "alarm"
        counts["silent" if kind == "silent" else "right"] += 1
        counts["core"] += 1
        if kind == "silent":
            mistakes.append(
                Mistake(
                    "not asked", truth.source_row, f"ask: {truth.ask}", _quoted(hit)
                )
            )
    for truth in open_truths:
        rows = by_row[truth.source_row]
        if truth.optional and not rows:
            counts["right"] += 1
            counts["core"] += 1
            continue
        near = min(rows, key=lambda r: len(wrong_cells(truth, r)), default=None)
        wrong = wrong_cells(truth, near) if near else []
        if near:
            rows.remove(near)
        counts["core"] += near is not None and not CORE & set(wrong)
        by_list = (
            near is not None and {CELLS[c] for c in wrong} <= reading.asked_columns
        )
        if truth.source_row in reading.asked_rows or by_list or reading.refused:
            counts["asked"] += 1
        else:
            counts["silent"] += 1
            mistakes.append(_silent(truth, near, wrong))
    left = [row for rows in by_row.values() for row in rows]
    leaks = sum(any(v in made.persons for v in row.values()) for row in reading.rows)
    questions = reading.list_questions
    whole = Score(
        lists=1,
        refused=bool(reading.refused),
        crashed=reading.crashed,
        rows=len(truths),
        false=len(left),
        leaks=leaks,
        list_questions=questions,
        overlong=questions > MOST_LIST_QUESTIONS,
    )
    return replace(whole, **counts), mistakes, left


def _placed(truth: RowTruth, rows: Sequence[Published], taken: set[int]) -> RowTruth:
    """Place a row whose file has no lines of its own where its institution was read.

    Rows of one institution follow each other: those before have taken the first places.
    """
    names = {fold(name) for name in truth.cells["institution_raw"]}
    at = (int(r["source_row"]) for r in rows if fold(r["institution_text"]) in names)
    place = next((row for row in at if row not in taken), -1)
    taken.add(place)
    return truth.at(place)


def _kind_of_right(truth: RowTruth, reading: Reading) -> str:
    row_asked = truth.source_row in reading.asked_rows
    if not truth.ask:
        return "alarm" if row_asked else ""
    by_list = CELLS.get(truth.ask) in reading.asked_columns
    grouped = truth.ask == "row" and truth.source_row in reading.grouped
    return "" if row_asked or by_list or grouped else "silent"


def _silent(truth: RowTruth, near: Published | None, wrong: list[str]) -> Mistake:
    wanted = {cell: truth.cells[cell][0] for cell in wrong or ("institution_raw",)}
    read = {cell: near[CELLS[cell]] for cell in wrong} if near else "no row"
    return Mistake("silent", truth.source_row, str(wanted), str(read))


def _quoted(row: Published) -> str:
    return str({cell: row[column] for cell, column in CELLS.items() if row[column]})
