"""The line up to one stage, from a drawn table; and its tables as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.align import align_rows
from pipeline.align.model import Aligned
from pipeline.check import Checked, check_rows
from pipeline.identify import Identified, identify_rows
from pipeline.layout import find_layout
from pipeline.model import ROLES, Edition, ListQuestion
from pipeline.normalize import Normalized, normalize_rows
from pipeline.publish import publish_edition
from pipeline.read.edition import UNTITLED
from pipeline.reference import load_reference
from tests.tables import HEADINGS, grid

REFERENCE = load_reference()

HEADING = "|".join(["", *HEADINGS.values(), "\n"])
"""The usual heading, source row 1."""


def aligned_of(drawn: str) -> Aligned:
    table = grid(drawn)
    return align_rows(table, find_layout(table, REFERENCE), REFERENCE)


def normalized_of(drawn: str) -> Normalized:
    return normalize_rows(aligned_of(drawn), grid(drawn), REFERENCE)


def identified_of(drawn: str) -> Identified:
    return identify_rows(normalized_of(drawn), REFERENCE)


def checked_of(drawn: str) -> Checked:
    return check_rows(identified_of(drawn), REFERENCE, grid(drawn))


def asked_edition(drawn: str, *questions: ListQuestion) -> Edition:
    """The edition of a drawn table about which questions for the whole list are asked."""
    normalized = normalized_of(drawn)
    aligned = replace(normalized.aligned, questions=questions)
    identified = identify_rows(replace(normalized, aligned=aligned), REFERENCE)
    checked = check_rows(identified, REFERENCE, grid(drawn))
    return publish_edition(checked, grid(drawn), REFERENCE, UNTITLED)


def table(drawn: str) -> dict[int, tuple[str, ...]]:
    """A drawn table of what is expected: source row -> the cells beside it.

    Pipes stand between the cells only; nothing behind the last one is a blank cell.
    """
    rows = (
        [cell.strip() for cell in line.split("|")]
        for line in drawn.strip().splitlines()
    )
    return {int(row[0]): tuple(row[1:]) for row in rows}


def rows_of(
    aligned: Aligned, roles: Sequence[str] = ROLES
) -> dict[int, tuple[str, ...]]:
    """Source row -> the texts under the roles, of the rows that are agreements."""
    at = [aligned.column_index(role) for role in roles]
    return {
        int(aligned.source_row[i]): tuple(
            aligned.words[aligned.text[i, column]] for column in at
        )
        for i in range(len(aligned.body))
        if aligned.is_agreement[i]
    }


def doubts_of(aligned: Aligned) -> set[tuple[int, str, str]]:
    """Source row, code and role of every doubt of the alignment."""
    rows = aligned.source_row
    return {(int(rows[d.row]), d.code, d.role) for d in aligned.ambiguities}


def findings_of(found: Checked | Edition) -> list[tuple[int, str, str]]:
    """Source row, code and column of every finding, in order."""
    columns = ["source_row", "code", "column"]
    return list(found.findings[columns].itertuples(index=False, name=None))


def assert_read(drawn: str, meant: str, *doubts: tuple[int, str, str]) -> None:
    """The usual heading and the drawn rows are read as meant, with these doubts."""
    aligned = aligned_of(HEADING + drawn.strip())
    assert rows_of(aligned) == table(meant)
    assert doubts_of(aligned) == set(doubts)


def check(drawn: str) -> Checked:
    """Check the drawn rows under the usual heading."""
    return checked_of(HEADING + drawn.strip())


def words(checked: Checked, code: str) -> tuple[str, str, str]:
    """Severity and texts of the one finding with this code."""
    row = checked.findings.set_index("code").loc[code]
    return row["severity"], row["text_ja"], row["text_en"]
