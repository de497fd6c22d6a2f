"""What the families share: from lines of a table to a list with its truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.support.unseen.agreements import Facts
from tests.support.unseen.files import TABLE_WRITERS, Writer
from tests.support.unseen.tables import HEADING, NOTE, TITLE, Column, Line, said_roles
from tests.support.unseen.truth import MadeList

Family = Callable[[Random], MadeList]


def make_list(
    random: Random,
    facts: Facts,
    lines: Sequence[Line],
    columns: Sequence[Column] = (),
    writer: Writer | None = None,
    roles: Mapping[int, str] | None = None,
) -> MadeList:
    """Write the lines as a file; the last of the first lines of headings counts."""
    writer = writer or random.choice(TABLE_WRITERS)
    written = writer(random, lines, facts.language.code)
    rows = [
        one.at(number)
        for line, number in zip(lines, written.numbers, strict=True)
        for one in line.truths
    ]
    header_row = 0
    for line, number in zip(lines, written.numbers, strict=True):
        if line.kind == HEADING:
            header_row = number
        elif header_row:
            break
    return MadeList(
        "",
        written.received,
        written.suffix,
        tuple(rows),
        header_row,
        said_roles(columns) if roles is None else roles,
        facts.persons,
    )


def title_lines(random: Random, facts: Facts, most: int = 2) -> list[Line]:
    """Titles above a table."""
    words = facts.language
    count = random.randint(0, most)
    texts = [words.one(random, "title"), words.one(random, "note")]
    return [Line((text,), TITLE) for text in texts[:count]]


def note_lines(random: Random, facts: Facts) -> list[Line]:
    """A remark below a table."""
    if random.random() < 0.7:
        return []
    return [Line((facts.language.one(random, "note"),), NOTE)]
