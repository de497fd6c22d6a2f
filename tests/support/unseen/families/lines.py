"""Lists that are no tables: outlines, bullets, pages of lists, text kept by blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from random import Random

from tests.list_files import pdf_file
from tests.support.unseen.agreements import Agreement, Facts, draw_facts
from tests.support.unseen.families.base import (
    Family,
    make_list,
    note_lines,
    title_lines,
)
from tests.support.unseen.files import as_bytes, write_fixed_width
from tests.support.unseen.tables import (
    TITLE,
    Line,
    body_lines,
    draw_columns,
    heading_line,
    print_cell,
    spread,
    truth,
)
from tests.support.unseen.truth import MadeList, RowTruth


def _shown(facts: Facts, random: Random) -> str:
    """What stands in brackets behind an institution, if anything."""
    return random.choice(("", "type", "unit"))


def _by_place(facts: Facts) -> list[tuple[str, list[tuple[str, list[Agreement]]]]]:
    """The agreements by region and, within it, by territory."""
    words = facts.language
    return [
        (
            words.regions[region],
            [
                (words.territories[code], list(members))
                for code, members in groupby(group, key=lambda a: a.code)
            ],
        )
        for region, group in groupby(facts.agreements, key=lambda a: a.region)
    ]


def _text_list(
    random: Random,
    facts: Facts,
    texts: Sequence[str],
    rows: Sequence[RowTruth],
    suffix: str,
) -> MadeList:
    received = as_bytes(random, "\n".join(texts) + "\n", facts.language.code)
    return MadeList("", received, suffix, tuple(rows), 0, {}, facts.persons)


def _item(facts: Facts, one: Agreement, extra: str) -> str:
    text = print_cell(facts, one, extra) if extra else ""
    return f"{one.institution} ({text})" if text else one.institution


def outline(random: Random) -> MadeList:
    """Territories on lines of their own, institutions below them."""
    facts = draw_facts(random)
    extra, regions = _shown(facts, random), random.random() < 0.4
    indent = random.choice(("", "", "  ", "\t"))
    texts = [facts.language.one(random, "title"), ""] if random.random() < 0.5 else []
    rows = []
    shown = ["territory", "institution", extra, *(["region"] if regions else [])]
    for region, places in _by_place(facts):
        if regions:
            texts += [region, ""]
        for place, members in places:
            texts.append(place)
            for one in members:
                texts.append(indent + _item(facts, one, extra))
                rows.append(truth(facts, one, shown).at(len(texts)))
            texts += [""] * random.choice((0, 1))
    return _text_list(random, facts, texts, rows, "txt")


def bullets(random: Random) -> MadeList:
    """Markdown: headings are regions and territories, bullets institutions."""
    facts = draw_facts(random)
    extra, regions = _shown(facts, random), random.random() < 0.5
    sign, links = random.choice(("-", "*", "+")), random.random() < 0.3
    place_line = random.choice(("### {}", "### {}", "#### {}", "**{}**"))
    texts = [f"# {facts.language.one(random, 'title')}", ""]
    rows = []
    shown = ["territory", "institution", extra, *(["region"] if regions else [])]
    for region, places in _by_place(facts):
        if regions:
            texts += [f"## {region}", ""]
        for place, members in places:
            texts += [place_line.format(place), ""]
            for one in members:
                item = _item(facts, one, extra)
                if links:
                    name = f"[{one.institution}]({one.texts['url']})"
                    item = item.replace(one.institution, name, 1)
                texts.append(f"{sign} {item}")
                rows.append(truth(facts, one, shown).at(len(texts)))
            texts.append("")
    return _text_list(random, facts, texts, rows, "md")


def page_lists(random: Random) -> MadeList:
    """A page with a list of institutions below each territory's heading."""
    facts = draw_facts(random)
    extra = _shown(facts, random)
    texts = ["<!DOCTYPE html>", '<html><head><meta charset="utf-8"></head><body>']
    texts.append(f"<h1>{escape(facts.language.one(random, 'title'))}</h1>")
    rows = []
    shown = ["region", "territory", "institution", extra]
    for region, places in _by_place(facts):
        texts.append(f"<h2>{escape(region)}</h2>")
        for place, members in places:
            texts += [f"<h3>{escape(place)}</h3>", "<ul>"]
            for one in members:
                texts.append(f"<li>{escape(_item(facts, one, extra))}</li>")
                rows.append(truth(facts, one, shown).at(len(texts)))
            texts.append("</ul>")
    texts.append("</body></html>")
    made = _text_list(random, facts, texts, rows, "html")
    return replace(made, received=("\n".join(texts) + "\n").encode())


def fixed_width(random: Random) -> MadeList:
    """Text whose columns are kept by blanks."""
    facts = draw_facts(random)
    columns = draw_columns(
        random, facts.language, never=("contact", "email", "phone", "url")
    )
    lines = [
        *title_lines(random, facts),
        heading_line(columns),
        *body_lines(facts, columns),
    ]
    lines += note_lines(random, facts)
    return make_list(random, facts, lines, columns, write_fixed_width)


def cell_by_cell(random: Random) -> MadeList:
    """A pipe table of which every cell stands on a line of its own."""
    facts = draw_facts(random, most=15)
    columns = draw_columns(random, facts.language, never=("contact", "email", "phone"))[
        :6
    ]
    if not {"institution", "territory"} <= {c.role for c in columns}:
        columns = [
            c
            for c in draw_columns(random, facts.language)
            if c.role in ("territory", "institution")
        ]
    texts = [f"| {columns[0].heading} |", *(f"{c.heading} |" for c in columns[1:])]
    texts.append("|" + "---|" * len(columns))
    rows = []
    for line in body_lines(facts, columns):
        blank = next(i for i, cell in enumerate(line.cells) if cell)
        rows.append(line.truths[0].at(len(texts) + 1 + 2 * blank))
        for cell in line.cells:
            texts += [cell.replace("\n", " "), "|"]
        texts.append("")
    made = _text_list(random, facts, texts, rows, "md")
    roles = {i: c.role for i, c in enumerate(columns, 1)}
    return replace(made, header_row=1, roles=roles)


def printed(random: Random) -> MadeList:
    """A PDF, with or without lines between the cells, over several pages.

    Where its rows stand is for the reader to say: they are found by their names.
    """
    facts = draw_facts(random, least=12)
    columns = draw_columns(
        random, facts.language, never=("contact", "email", "phone", "url")
    )[:6]
    if not {"institution", "territory"} <= {c.role for c in columns}:
        columns = [
            c
            for c in draw_columns(random, facts.language)
            if c.role in ("territory", "institution")
        ]
    lines = [
        *title_lines(random, facts),
        heading_line(columns),
        *body_lines(facts, columns),
    ]
    ruled, lines_a_page = random.random() < 0.5, random.choice((12, 20, 40))
    plain = spread(lines, repeated=True)
    cells = [tuple(" ".join(c.split()) for c in line.cells) for line in plain]
    table = [c for c, line in zip(cells, plain, strict=True) if line.kind != TITLE]
    widths = [max(len(row[i]) for row in table) * 6 + 18 for i in range(len(columns))]
    pages = [
        _drawn(cells[i : i + lines_a_page], plain[i : i + lines_a_page], widths, ruled)
        for i in range(0, len(cells), lines_a_page)
    ]
    received = pdf_file(pages, f"0 0 {sum(widths) + 60} {lines_a_page * 16 + 80}")
    rows = tuple(t for line in lines for t in line.truths)
    return MadeList(
        "",
        received,
        "pdf",
        rows,
        0,
        {i: c.role for i, c in enumerate(columns, 1)},
        facts.persons,
    )


def _drawn(
    rows: Sequence[tuple[str, ...]],
    lines: Sequence[Line],
    widths: Sequence[int],
    ruled: bool,
) -> bytes:
    drawn = []
    y = 20 + len(rows) * 16
    edges = [30 + sum(widths[:i]) for i in range(len(widths) + 1)]
    for row, line in zip(rows, lines, strict=True):
        y -= 16
        for i, text in enumerate(row):
            codes = text.encode("utf-16-be").hex()
            drawn.append(f"BT /F 6 Tf {edges[i] + 3} {y + 5} Td <{codes}> Tj ET")
        if ruled and line.kind != TITLE:
            for at in (y, y + 16):
                drawn.append(f"{edges[0]} {at} m {edges[-1]} {at} l S")
            drawn += [f"{x} {y} m {x} {y + 16} l S" for x in edges]
    return "\n".join(drawn).encode("ascii")


FAMILIES: dict[str, Family] = {
    one.__name__: one
    for one in (outline, bullets, page_lists, fixed_width, cell_by_cell, printed)
}
