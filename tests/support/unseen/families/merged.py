"""Tables whose labels stand once: merged, in rows of their own, or lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from random import Random

from tests.support.damage.kinds import KINDS as DAMAGES
from tests.support.unseen.agreements import Agreement, Facts, draw_facts
from tests.support.unseen.families.base import Family, make_list, title_lines
from tests.support.unseen.files import (
    write_csv,
    write_docx,
    write_html,
    write_pipes,
    write_xlsx,
)
from tests.support.unseen.tables import (
    HEADING,
    LEFT,
    SECTION,
    Line,
    body_lines,
    draw_columns,
    heading_line,
    merged_down,
    name_columns,
    print_cell,
    truth,
)
from tests.support.unseen.truth import MadeList

LABELS = ("region", "territory")


def pipe_table(random: Random) -> MadeList:
    """A table out of a page: labels once, then blank; headings repeated."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language)
    first = [c for c in columns if c.role in LABELS]
    columns = first + [c for c in columns if c not in first]
    rows = merged_down(body_lines(facts, columns), columns, LABELS)
    heading = heading_line(columns)
    if random.random() < 0.4 and len(rows) > 12:
        rows[len(rows) // 2 : len(rows) // 2] = [heading]
    lines = [*title_lines(random, facts), heading, *rows]
    return make_list(
        random, facts, lines, columns, random.choice((write_pipes, write_csv))
    )


def html_spans(random: Random) -> MadeList:
    """A page with rowspan, also over institutions and types."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language)
    merged = ["region", "territory", *random.sample(("institution", "type"), 1)]
    rows = merged_down(body_lines(facts, columns), columns, merged)
    lines = [*title_lines(random, facts), heading_line(columns), *rows]
    return make_list(
        random, facts, lines, columns, random.choice((write_html, write_xlsx))
    )


def _region(facts: Facts, one: Agreement) -> str:
    return one.region


SECTION_ROLES = ("territory", "region", "type", "departments")


def sections(random: Random) -> MadeList:
    """The label of the rows below stands in a row of its own."""
    facts = draw_facts(random, least=10)
    role = random.choice(SECTION_ROLES)
    if role == "departments":
        facts = replace(
            facts,
            agreements=tuple(
                replace(a, departments=a.departments[:1]) for a in facts.agreements
            ),
        )
    columns = draw_columns(random, facts.language, never=(role,))
    if role == "territory":
        columns = [c for c in columns if c.role != "territory"]
    shown = [c.role for c in columns] + [role]
    lines = [*title_lines(random, facts, 1), heading_line(columns)]
    ordered = sorted(facts.agreements, key=lambda a: print_cell(facts, a, role))
    if role in LABELS:
        ordered = list(facts.agreements)
    whole = random.random() < 0.5
    number = 0
    for label, group in groupby(ordered, key=lambda a: print_cell(facts, a, role)):
        members = list(group)
        text = f"{label} ({len(members)})" if random.random() < 0.2 else label
        rest = LEFT if whole else ""
        lines.append(Line((text, *[rest] * (len(columns) - 1)), SECTION))
        for one in members:
            number += 1
            cells = tuple(
                str(number) if c.role == "number" else print_cell(facts, one, c.role)
                for c in columns
            )
            lines.append(Line(cells, truths=(truth(facts, one, shown),)))
    writer = random.choice((write_csv, write_html, write_xlsx, write_pipes))
    return make_list(random, facts, lines, columns, writer)


def side_by_side(random: Random) -> MadeList:
    """Two halves of one list beside each other."""
    facts = draw_facts(random, least=8)
    columns = draw_columns(random, facts.language, never=("contact", "email", "phone"))[
        :6
    ]
    if not {"institution", "territory"} <= {c.role for c in columns}:
        columns = name_columns(
            random, facts.language, ("territory", "institution", "type")
        )
    rows = body_lines(facts, columns)
    half = (len(rows) + 1) // 2
    blank = [""] * random.choice((0, 1))
    lines = [
        Line(
            (*heading_line(columns).cells, *blank, *heading_line(columns).cells),
            HEADING,
        )
    ]
    for i in range(half):
        left, right = rows[i], rows[i + half] if i + half < len(rows) else None
        other = right.cells if right else ("",) * len(columns)
        truths = (*left.truths, *(right.truths if right else ()))
        lines.append(Line((*left.cells, *blank, *other), truths=truths))
    roles = {i: c.role for i, c in enumerate(columns, 1)}
    roles |= {i + len(columns) + len(blank): role for i, role in roles.items()}
    return make_list(random, facts, lines, columns, roles=roles)


def slipped(random: Random) -> MadeList:
    """Merged cells were lost on the way, and rows slipped against their heading."""
    facts = draw_facts(random, least=15)
    roles = [
        "region",
        "territory",
        "institution",
        "unit",
        "type",
        "departments",
        "exchange",
    ]
    columns = name_columns(random, facts.language, roles)
    rows = body_lines(facts, columns)
    damage = DAMAGES[random.choice(sorted(DAMAGES))]
    damaged = damage(random, [line.cells for line in rows])
    lines = [heading_line(columns)]
    lines += [replace(r, cells=c) for r, c in zip(rows, damaged, strict=True)]
    return make_list(
        random, facts, lines, columns, random.choice((write_pipes, write_csv))
    )


def begins_unmerged(random: Random) -> MadeList:
    """A converter drops merged cells: rows begin with what was not merged."""
    facts = draw_facts(random, least=15)
    roles = ["region", "territory", "institution", "unit", "type", "departments"]
    columns = name_columns(random, facts.language, roles)
    rows = body_lines(facts, columns)
    lines = [heading_line(columns)]
    above: Sequence[str] = ()
    for row in rows:
        same = 0
        while same < 2 and above[: same + 1] == row.cells[: same + 1]:
            same += 1
        lines.append(replace(row, cells=row.cells[same:]))
        above = row.cells
    return make_list(random, facts, lines, columns, write_pipes)


def documents(random: Random) -> MadeList:
    """A document of an office: one table, its labels merged down and lost."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language)
    first = [c for c in columns if c.role in LABELS]
    columns = first + [c for c in columns if c not in first]
    rows = merged_down(body_lines(facts, columns), columns, LABELS)
    lines = [*title_lines(random, facts), heading_line(columns), *rows]
    return make_list(random, facts, lines, columns, write_docx)


FAMILIES: dict[str, Family] = {
    one.__name__: one
    for one in (
        pipe_table,
        html_spans,
        sections,
        side_by_side,
        slipped,
        begins_unmerged,
        documents,
    )
}
