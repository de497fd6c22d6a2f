"""Tables in which every cell stands under its own heading."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.support.unseen.agreements import draw_facts
from tests.support.unseen.families.base import (
    Family,
    make_list,
    note_lines,
    title_lines,
)
from tests.support.unseen.files import write_csv, write_docx, write_html, write_xlsx
from tests.support.unseen.tables import (
    ABOVE,
    HEADING,
    LEFT,
    ORDER,
    TITLE,
    Column,
    Line,
    body_lines,
    draw_columns,
    heading_line,
    merged_down,
    name_columns,
    truth,
)
from tests.support.unseen.truth import MadeList, RowTruth

LATIN = (
    "cs",
    "da",
    "de",
    "en",
    "es",
    "fi",
    "fr",
    "hu",
    "it",
    "nl",
    "pl",
    "pt",
    "sv",
    "tr",
)
"""Languages of Erasmus lists."""


def plain_table(random: Random) -> MadeList:
    """A heading, then rows, in any kind of file."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language)
    lines = [heading_line(columns), *body_lines(facts, columns)]
    return make_list(random, facts, lines, columns)


def titled_table(random: Random) -> MadeList:
    """The same between titles and remarks, its rows in no order."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language)
    rows = body_lines(facts, columns)
    random.shuffle(rows)
    lines = [*title_lines(random, facts), heading_line(columns), *rows]
    return make_list(random, facts, [*lines, *note_lines(random, facts)], columns)


def database_export(random: Random) -> MadeList:
    """Names of columns as programs write them, booleans, ISO dates, NULL."""
    facts = draw_facts(
        random, random.choice(("en", "en", "de", "es", "fr", "id", "pt"))
    )
    yes, no = random.choice(
        (("true", "false"), ("1", "0"), ("TRUE", "FALSE"), ("t", "f"))
    )
    facts = replace(facts, style=replace(facts.style, dates="%Y-%m-%d", yes=yes, no=no))
    columns = draw_columns(random, facts.language, must=("number",), never=("remarks",))
    spell = random.choice((_snake, _snake, _camel, str.upper))
    columns = [replace(c, heading=spell(_plain(c.heading))) for c in columns]
    null = random.choice(("NULL", "", "null", "\\N"))
    codes = random.random() < 0.3
    rows = []
    for line, one in zip(body_lines(facts, columns), facts.agreements, strict=True):
        cells = [cell or null for cell in line.cells]
        for i, column in enumerate(columns):
            if codes and column.role == "territory":
                cells[i] = one.code
        rows.append(replace(line, cells=tuple(cells)))
    return make_list(random, facts, [heading_line(columns), *rows], columns, write_csv)


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in text)


def _snake(text: str) -> str:
    return "_".join(text.lower().split())


def _camel(text: str) -> str:
    first, *rest = text.lower().split() or [text]
    return first + "".join(word.capitalize() for word in rest)


GROUPS = {
    "duration": ("signed", "expires"),
    "contact": ("email", "phone"),
    "exchange": ("sent", "received"),
}
"""A heading that stands above others -> those."""


def workbook(random: Random) -> MadeList:
    """Titles, a heading of two rows, labels merged down."""
    facts = draw_facts(random)
    words = facts.language
    above = random.sample(sorted(GROUPS), random.randint(1, 2))
    never = {role for parent in above for role in (parent, *GROUPS[parent])}
    columns = draw_columns(random, words, never=(*never, "contact"))
    top = [column.heading for column in columns]
    below = [ABOVE] * len(columns)
    for parent in above:
        parts = name_columns(random, words, GROUPS[parent])
        columns = [*columns, *parts]
        top += [random.choice(words.headings[parent]), *[LEFT] * (len(parts) - 1)]
        below += [column.heading for column in parts]
    rows = body_lines(facts, columns)
    if "exchange" in above:
        rows = [_unscored(line, "exchange") for line in rows]
    rows = merged_down(rows, columns, ("region", "territory"))
    titles = [
        Line((line.cells[0], *[LEFT] * (len(columns) - 1)), TITLE)
        for line in title_lines(random, facts)
    ]
    heading = [Line(tuple(top), HEADING), Line(tuple(below), HEADING)]
    lines = [*titles, *heading, *rows, *note_lines(random, facts)]
    return make_list(
        random,
        facts,
        lines,
        columns,
        random.choice((write_xlsx, write_xlsx, write_html)),
    )


def _unscored(line: Line, cell: str) -> Line:
    truths = tuple(replace(t, cells={**t.cells, cell: ()}) for t in line.truths)
    return replace(line, truths=truths)


def wide(random: Random) -> MadeList:
    """Some 25 columns."""
    facts = draw_facts(random)
    columns = name_columns(random, facts.language, ORDER)
    if random.random() < 0.5:
        random.shuffle(columns)
    lines = [*title_lines(random, facts, 1), heading_line(columns)]
    return make_list(random, facts, [*lines, *body_lines(facts, columns)], columns)


def erasmus(random: Random) -> MadeList:
    """Codes of institutions, our departments, places and levels in one cell."""
    facts = draw_facts(random, random.choice(LATIN))
    words = facts.language
    agreements = [a for a in facts.agreements if a.region == "europe"]
    facts = replace(facts, agreements=tuple(agreements or facts.agreements))
    roles = ["territory", "code", "expires", "institution", "departments", "places"]
    roles += [
        role
        for role in ("level", "contact", "remarks", "language")
        if random.random() < 0.5
    ]
    columns = name_columns(random, words, random.sample(roles, len(roles)))
    rows = []
    for line, one in zip(body_lines(facts, columns), facts.agreements, strict=True):
        name = "".join(c for c in one.institution.upper() if "A" <= c <= "Z")
        cells = list(line.cells)
        for i, column in enumerate(columns):
            if column.role == "code":
                cells[i] = f"{one.code} {name[:7]}{random.randint(1, 40):02d}"
            if column.role == "places" and random.random() < 0.7:
                cells[i] += random.choice(("(L,YL)", "L", " BA/MA", "x5"))
        rows.append(replace(line, cells=tuple(cells)))
    return make_list(random, facts, [heading_line(columns), *rows], columns, write_csv)


def visits(random: Random) -> MadeList:
    """Who came: dates, visitors' institutions, purposes."""
    facts = draw_facts(random)
    roles = ["signed", "territory", "institution", "field", "departments", "remarks"]
    columns = name_columns(random, facts.language, random.sample(roles, len(roles)))
    lines = [*title_lines(random, facts), heading_line(columns)]
    return make_list(random, facts, [*lines, *body_lines(facts, columns)], columns)


def programme_columns(random: Random) -> MadeList:
    """A column for each of our programmes, with its places."""
    facts = draw_facts(random, random.choice(LATIN))
    words = facts.language
    columns = name_columns(
        random, words, ("number", "institution", "code", "territory")
    )
    ours = random.sample(("GITST", "GTDM", "INF", "BWL", "MECH", "CHEM", "ARCH"), 4)
    columns += [Column("departments", name) for name in ours]
    rows = []
    for number, one in enumerate(facts.agreements, 1):
        named = sorted(random.sample(range(4), random.randint(1, 3)))
        cells = [str(number), one.institution, one.texts["code"]]
        cells += [words.territories[one.code]]
        cells += [str(random.randint(1, 4)) if i in named else "" for i in range(4)]
        said = truth(facts, one, ("institution", "territory"))
        named_ours = ("|".join(ours[i] for i in named),)
        said = RowTruth({**said.cells, "departments_raw": named_ours})
        rows.append(Line(tuple(cells), truths=(said,)))
    roles = dict(enumerate(("number", "institution", "code", "territory"), 1))
    return make_list(random, facts, [heading_line(columns), *rows], roles=roles)


def no_heading(random: Random) -> MadeList:
    """Rows only."""
    facts = draw_facts(random, least=8)
    columns = draw_columns(
        random,
        facts.language,
        never=("number", "exchange", "contact", "email", "phone"),
    )
    return make_list(
        random, facts, body_lines(facts, columns), columns, _plain_file(random)
    )


def _plain_file(random: Random):
    return random.choice((write_csv, write_xlsx, write_docx))


def sent_and_received(random: Random) -> MadeList:
    """Two columns of marks: students sent, students received."""
    facts = draw_facts(random, random.choice(("ja", "ja", "ko", "zh", "en", "th")))
    columns = draw_columns(random, facts.language, never=("exchange", "places"))
    columns += name_columns(random, facts.language, ("sent", "received"))
    rows = []
    for line in body_lines(facts, columns):
        marks = [random.random() < 0.5, random.random() < 0.5]
        cells = [
            *line.cells[:-2],
            *(facts.style.yes if m else facts.style.no for m in marks),
        ]
        said = {
            **line.truths[0].cells,
            "exchange": ("true" if any(marks) else "false",),
        }
        rows.append(replace(line, cells=tuple(cells), truths=(RowTruth(said),)))
    return make_list(random, facts, [heading_line(columns), *rows], columns)


FAMILIES: dict[str, Family] = {
    one.__name__: one
    for one in (
        plain_table,
        titled_table,
        database_export,
        workbook,
        wide,
        erasmus,
        visits,
        programme_columns,
        no_heading,
        sent_and_received,
    )
}
