"""One mechanism each that real lists were misread by, in any language and file.

Each takes a list as `whole` draws it and does one thing to it; what must come of it is in
the truth of its rows: read rightly, or asked about where it can be read in two ways.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.support.unseen.agreements import Facts, draw_facts
from tests.support.unseen.families.base import Family, make_list, title_lines
from tests.support.unseen.files import (
    Writer,
    Written,
    write_csv,
    write_html,
    write_pipes,
    write_xlsx,
)
from tests.support.unseen.tables import (
    ABOVE,
    BODY,
    HEADING,
    LEFT,
    NOTE,
    SECTION,
    Column,
    Line,
    body_lines,
    draw_columns,
    heading_line,
    merged_down,
    name_columns,
    print_cell,
    said_roles,
    truth,
)
from tests.support.unseen.truth import MadeList, RowTruth
from tests.support.unseen.words import language

Changed = Callable[[Random, Facts, list[Column], list[Line]], list[Line]]
"""Does its one thing to the rows of a list."""

CLOSED = ("contact", "email", "phone")


def _table(
    random: Random,
    change: Changed,
    must: Sequence[str] = (),
    never: Sequence[str] = CLOSED,
    code: str = "",
    writer: Writer | None = None,
    least: int = 10,
) -> MadeList:
    facts = draw_facts(random, code, least=least)
    columns = draw_columns(random, facts.language, must, never)
    rows = change(random, facts, columns, body_lines(facts, columns))
    lines = [*title_lines(random, facts, 1), heading_line(columns), *rows]
    return make_list(random, facts, lines, columns, writer)


def _place(columns: Sequence[Column], role: str) -> int:
    return next(i for i, column in enumerate(columns) if column.role == role)


def _with_cell(
    line: Line, place: int, text: str, ask: str = "", **cells: tuple[str, ...]
) -> Line:
    """Print another text in a cell, and say how the row must be read then."""
    printed = (*line.cells[:place], text, *line.cells[place + 1 :])
    said = line.truths[0]
    said = replace(said, cells={**said.cells, **cells}, ask=ask or said.ask)
    return replace(line, cells=printed, truths=(said,))


def _is_cjk(facts: Facts) -> bool:
    return facts.language.code in ("ja", "zh", "zh_Hant")


def _torn(random: Random, text: str, unspaced: bool) -> tuple[str, str]:
    """Tear a text in two: at a blank, or anywhere in scripts that have none."""
    blanks = [i for i, c in enumerate(text) if c == " "]
    if blanks:
        at = random.choice(blanks)
        return text[:at], text[at + 1 :]
    at = len(text) // 2 if unspaced else len(text)
    return text[:at], text[at:]


def blank_territory(random: Random) -> MadeList:
    """A few networks have no country where every other row prints one."""

    def change(random, facts, columns, rows):
        place = _place(columns, "territory")
        for i in random.sample(range(1, len(rows)), max(1, len(rows) // 7)):
            rows[i] = _with_cell(
                rows[i], place, "", ask="country_code", country_code=("",)
            )
        return rows

    return _table(random, change, writer=random.choice((write_csv, write_xlsx)))


def holes(random: Random) -> MadeList:
    """A whole table in which some cells are blank, one institution among them."""

    def change(random, facts, columns, rows):
        for role, cell in (("type", "agreement_type_raw"), ("level", ""), ("city", "")):
            place = _place(columns, role)
            for i in random.sample(range(len(rows)), len(rows) // 4):
                rows[i] = _with_cell(
                    rows[i], place, "", **({cell: ("",)} if cell else {})
                )
        i = random.randrange(1, len(rows))
        place = _place(columns, "institution")
        rows[i] = _with_cell(
            rows[i], place, "", "institution_raw", institution_raw=("",)
        )
        return rows

    return _table(
        random,
        change,
        ("type", "level", "city"),
        (*CLOSED, "institution_en"),
        writer=random.choice((write_csv, write_xlsx)),
    )


def level_beside_type(random: Random) -> MadeList:
    """A level of study is no type, whatever its heading."""
    return _table(random, lambda _r, _f, _c, rows: rows, ("level", "type"))


def unknown_types(random: Random) -> MadeList:
    """Types that no table has."""
    invented = (
        "Academic & Cultural",
        "Academic",
        "Friendship",
        "Sister",
        "Twinning II",
        "C-3",
    )

    def change(random, facts, columns, rows):
        place, few = _place(columns, "type"), random.sample(invented, 2)
        return [
            _with_cell(row, place, text, agreement_type_raw=(text,))
            for row in rows
            for text in (random.choice(few),)
        ]

    return _table(random, change, ("type",))


def wrong_content(random: Random) -> MadeList:
    """A column of requirements whose heading speaks of institutions."""
    facts = draw_facts(random, least=8)
    words = facts.language
    heads = random.sample(words.headings["institution"], 2)
    columns = [
        Column("territory", random.choice(words.headings["territory"])),
        Column("institution", heads[0]),
        Column("remarks", heads[1]),
        Column("places", words.headings["places"][0]),
    ]
    order = random.sample(range(4), 4)
    columns = [columns[i] for i in order]
    rows = body_lines(facts, columns)
    place = _place(columns, "remarks")
    few = random.sample(("GPA 3.0", "GPA 2.5", "B2", "TOEFL 80", "N2", "IELTS 6.5"), 3)
    rows = [_with_cell(row, place, random.choice(few)) for row in rows]
    return make_list(random, facts, [heading_line(columns), *rows], columns)


def picture_column(random: Random) -> MadeList:
    """The heading of institutions spans a column of pictures, too."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language, never=CLOSED)
    place = _place(columns, "institution")
    lines = [heading_line(columns), *body_lines(facts, columns)]
    wide = []
    for line in lines:
        cell = line.cells[place]
        new = (cell, LEFT) if line.kind == HEADING else ("", cell)
        cells = (*line.cells[:place], *new, *line.cells[place + 1 :])
        wide.append(replace(line, cells=cells))
    columns = [*columns[:place], Column("picture", ""), *columns[place:]]
    return make_list(
        random, facts, wide, columns, random.choice((write_html, write_xlsx))
    )


def continued_labels(random: Random) -> MadeList:
    """A label goes on below a heading that is repeated."""
    facts = draw_facts(random, least=12)
    words = facts.language
    roles = ("region", "territory", "institution", "type")
    columns = name_columns(random, words, roles)
    rows = merged_down(body_lines(facts, columns), columns, ("region", "territory"))
    at = random.randrange(3, len(rows) - 2)
    again = words.one(random, "continued")
    whole = body_lines(facts, columns)[at]
    cells = [
        text + again if i < 2 and printed == ABOVE else text
        for i, (text, printed) in enumerate(
            zip(whole.cells, rows[at].cells, strict=True)
        )
    ]
    rows[at] = replace(rows[at], cells=tuple(cells))
    lines = [heading_line(columns), *rows[:at], heading_line(columns), *rows[at:]]
    return make_list(
        random, facts, lines, columns, random.choice((write_csv, write_pipes))
    )


def country_in_name(random: Random) -> MadeList:
    """No column of territories: the name ends in it, in some of the rows."""
    facts = draw_facts(random)
    columns = draw_columns(
        random,
        facts.language,
        never=("territory", *CLOSED, "region", "city", "institution_en"),
    )
    columns = [c for c in columns if c.role != "territory"]
    place = _place(columns, "institution")
    share = random.choice((1.0, 0.8, 0.4))
    pattern = random.choice(("{}, {}", "{} ({})", "{}（{}）", "{} - {}"))
    rows = []
    for line, one in zip(body_lines(facts, columns), facts.agreements, strict=True):
        if random.random() < share:
            text = pattern.format(one.institution, facts.language.territories[one.code])
            said = {
                "institution_raw": (text, one.institution),
                "country_code": (one.code,),
            }
            rows.append(_with_cell(line, place, text, **said))
        else:
            rows.append(
                _with_cell(
                    line, place, one.institution, "country_code", country_code=("",)
                )
            )
    return make_list(random, facts, [heading_line(columns), *rows], columns)


def long_remarks(random: Random) -> MadeList:
    """Remarks with line breaks that hold words of headings."""

    def change(random, facts, columns, rows):
        place = _place(columns, "remarks")
        words = facts.language.headings
        for i in random.sample(range(len(rows)), 3):
            role = random.choice(("institution", "territory", "type"))
            text = f"{facts.language.one(random, 'note')}\n{random.choice(words[role])}"
            rows[i] = _with_cell(rows[i], place, text)
        return rows

    return _table(
        random,
        change,
        ("remarks",),
        writer=random.choice((write_csv, write_xlsx, write_html)),
    )


def departments_in_brackets(random: Random) -> MadeList:
    """A comma within brackets parts nothing."""

    def change(random, facts, columns, rows):
        place = _place(columns, "departments")
        fields = facts.language.words["fields"]
        comma = (
            "、"
            if facts.language.code == "ja"
            else "，"
            if facts.language.code.startswith("zh")
            else ", "
        )
        for i, one in enumerate(facts.agreements):
            if random.random() < 0.4:
                names = [
                    one.departments[0] + f"({fields[0]}{comma}{fields[1]})",
                    *one.departments[1:],
                ]
                text = comma.join(names)
                rows[i] = _with_cell(
                    rows[i], place, text, departments_raw=("|".join(names),)
                )
            else:
                rows[i] = _with_cell(rows[i], place, comma.join(one.departments))
        return rows

    return _table(random, change, ("departments",))


def faculty_in_name(random: Random) -> MadeList:
    """Some cells name an institution and its faculty: asked about, or parted."""

    def change(random, facts, columns, rows):
        place = _place(columns, "institution")
        words = facts.language
        glue = "" if words.code in ("ja", "ko", "zh", "zh_Hant", "th") else ", "
        for i in random.sample(range(len(rows)), max(1, len(rows) // 6)):
            one = facts.agreements[i]
            unit = words.one(random, "units")
            said = {"institution_raw": (one.institution,), "faculty_raw": ("", unit)}
            rows[i] = _with_cell(rows[i], place, one.institution + glue + unit, **said)
        return rows

    return _table(random, change, never=(*CLOSED, "unit", "institution_en"))


FOOTNOTES = ("※1", "*1", "注1", "†", "¹", " (1)", "*", "**", "[1]")


def footnotes(random: Random) -> MadeList:
    """A footnote's sign behind types and names is no part of them."""

    def change(random, facts, columns, rows):
        sign = random.choice(FOOTNOTES)
        for role, cell in (
            ("type", "agreement_type_raw"),
            ("institution", "institution_raw"),
            ("territory", ""),
        ):
            place = _place(columns, role)
            for i in random.sample(range(len(rows)), len(rows) // 3):
                text = rows[i].cells[place]
                said = {cell: (text, text + sign)} if cell else {}
                rows[i] = _with_cell(rows[i], place, text + sign, **said)
        return [
            *rows,
            Line((f"{sign.strip()} {facts.language.one(random, 'remarks')}",), NOTE),
        ]

    return _table(random, change, ("type",), (*CLOSED, "institution_en"))


def ended(random: Random) -> MadeList:
    """Agreements that the list calls ended, in a cell or a column of status: asked."""

    def change(random, facts, columns, rows):
        word = facts.language.one(random, "ended")
        role = random.choice(
            ("institution", "departments", "type", "status", "remarks")
        )
        cell = {
            "institution": "institution_raw",
            "departments": "departments_raw",
            "type": "agreement_type_raw",
        }.get(role, "")
        place = _place(columns, role)
        for i in random.sample(range(len(rows)), max(1, len(rows) // 6)):
            plain = rows[i].cells[place]
            text = f"{plain}（{word}）" if cell else word
            truth_now = rows[i].truths[0].cells.get(cell, ())
            parted = tuple(f"{t}（{word}）" for t in truth_now)
            said = {cell: (*truth_now, *parted)} if cell else {}
            rows[i] = _with_cell(rows[i], place, text, "row", **said)
            rows[i] = replace(
                rows[i], truths=(replace(rows[i].truths[0], optional=True),)
            )
        return rows

    return _table(
        random,
        change,
        ("type", "departments", "status", "remarks"),
        (*CLOSED, "institution_en"),
    )


def hidden_rows(random: Random) -> MadeList:
    """A workbook in which ended agreements are hidden or struck through."""
    import openpyxl

    facts = draw_facts(random, least=8)
    columns = draw_columns(random, facts.language, never=CLOSED)
    lines = [heading_line(columns), *body_lines(facts, columns)]
    gone = set(random.sample(range(2, len(lines)), 2))

    def write(random, lines, code):
        book = openpyxl.Workbook()
        sheet = book.active
        for line in lines:
            sheet.append(line.cells)
        for n, i in enumerate(sorted(gone)):
            if n % 2:
                sheet.row_dimensions[i + 1].hidden = True
            else:
                for cell in sheet[i + 1]:
                    cell.font = openpyxl.styles.Font(strike=True)
        file = io.BytesIO()
        book.save(file)
        return Written(file.getvalue(), "xlsx", tuple(range(1, len(lines) + 1)))

    lines = [
        replace(
            line,
            truths=tuple(replace(t, ask="row", optional=True) for t in line.truths),
        )
        if i in gone
        else line
        for i, line in enumerate(lines)
    ]
    return make_list(random, facts, lines, columns, write)


def inverted_names(random: Random) -> MadeList:
    """Names sorted by their place: "Linden, University of"."""

    def change(random, facts, columns, rows):
        place = _place(columns, "institution")
        for i, row in enumerate(rows):
            words = row.cells[place].split(" of ", 1)
            if len(words) == 2:
                text = f"{words[1]}, {words[0]} of"
                rows[i] = _with_cell(
                    row, place, text, institution_raw=(text, row.cells[place])
                )
        return rows

    return _table(random, change, code="en", never=(*CLOSED, "institution_en"))


def marks_with_remarks(random: Random) -> MadeList:
    """A mark with a remark behind it, or a number of places, says yes."""

    def change(random, facts, columns, rows):
        place = _place(columns, "exchange")
        level = facts.language.one(random, "levels")
        for i, row in enumerate(rows):
            if row.truths[0].cells["exchange"] == ("true",) and random.random() < 0.3:
                text = row.cells[place] + random.choice(
                    (f"（{level}）", f" ({level})", "（2）")
                )
                rows[i] = _with_cell(row, place, text)
        return rows

    return _table(random, change, ("exchange",))


def persons(random: Random) -> MadeList:
    """Columns of persons, under any heading."""
    return _table(random, lambda _r, _f, _c, rows: rows, CLOSED, ())


def spanning_heading(random: Random) -> MadeList:
    """The heading of types spans two columns; both hold types of one agreement."""
    facts = draw_facts(random)
    columns = name_columns(random, facts.language, ("territory", "institution", "type"))
    types = random.sample(facts.language.words["types"], 2)
    lines = [Line((*heading_line(columns).cells, LEFT), HEADING)]
    for line in body_lines(facts, columns):
        has = random.choice(((1, 1), (1, 0), (0, 1)))
        cells = [text if h else "" for text, h in zip(types, has, strict=True)]
        signs = ("、", ", ", "|", "; ", " / ", "・", " ")
        joined = tuple(dict.fromkeys(s.join(filter(None, cells)) for s in signs))
        said = line.truths[0]
        said = replace(
            said, cells={**said.cells, "agreement_type_raw": joined, "exchange": ()}
        )
        lines.append(Line((*line.cells[:2], *cells), BODY, (said,)))
    return make_list(
        random,
        facts,
        lines,
        [*columns, Column("type", "")],
        random.choice((write_html, write_xlsx)),
        roles={1: "territory", 2: "institution", 3: "type", 4: "type"},
    )


def research_types(random: Random) -> MadeList:
    """Types that are for research or training are not for student exchange."""
    other = (
        "Research",
        "Research Collaboration",
        "Joint Research",
        "Overseas training",
        "No student exchange",
        "Seasonal school",
        "Staff exchange",
    )

    def change(random, facts, columns, rows):
        place = _place(columns, "type")
        for i, row in enumerate(rows):
            text = random.choice(other)
            rows[i] = _with_cell(
                row, place, text, agreement_type_raw=(text,), exchange=("", "false")
            )
        return rows

    return _table(random, change, ("type",), (*CLOSED, "exchange", "places"), code="en")


def several_institutions(random: Random) -> MadeList:
    """One cell names several: parted, or asked about."""
    facts = draw_facts(random, least=10)
    columns = name_columns(
        random, facts.language, ("region", "territory", "institution")
    )
    signs = ("／", "/", "、", "・", "；") if _is_cjk(facts) else (" / ", "; ", "\n")
    sign = random.choice(signs)
    rows: list[Line] = []
    agreements = list(facts.agreements)
    while agreements:
        code = agreements[0].code
        count = random.choice((1, 1, 2, 3))
        members = [a for a in agreements[:count] if a.code == code]
        agreements = agreements[len(members) :]
        shown = [c.role for c in columns]
        cells = [print_cell(facts, members[0], role) for role in shown[:2]]
        text = sign.join(a.institution for a in members)
        truths = tuple(truth(facts, a, shown) for a in members)
        rows.append(Line((*cells, text), BODY, truths))
    return make_list(
        random,
        facts,
        [heading_line(columns), *rows],
        columns,
        random.choice((write_csv, write_xlsx, write_html)),
    )


def dissolved_states(random: Random) -> MadeList:
    """Old lists name states that are gone: asked about."""
    gone = {
        "ja": ("ソビエト連邦", "ユーゴスラビア", "チェコスロバキア"),
        "en": ("USSR", "Yugoslavia", "Czechoslovakia", "Serbia and Montenegro"),
        "de": ("Sowjetunion", "Jugoslawien", "Tschechoslowakei"),
        "fr": ("URSS", "Yougoslavie", "Tchécoslovaquie"),
    }
    code = random.choice(sorted(gone))

    def change(random, facts, columns, rows):
        place = _place(columns, "territory")
        for i in random.sample(range(len(rows)), 2):
            rows[i] = _with_cell(
                rows[i],
                place,
                random.choice(gone[code]),
                "country_code",
                country_code=(),
                region=(),
            )
        return rows

    return _table(
        random, change, code=code, writer=random.choice((write_csv, write_xlsx))
    )


def subtotals(random: Random) -> MadeList:
    """Lines that count the rows above are no agreements."""
    facts = draw_facts(random, least=10)
    words = facts.language
    columns = name_columns(
        random, words, ("number", "region", "territory", "institution", "type")
    )
    before = random.random() < 0.5
    lines, count = [heading_line(columns)], 0
    rows = body_lines(facts, columns)
    for i, line in enumerate(rows):
        lines.append(line)
        count += 1
        if i + 1 == len(rows) or rows[i + 1].cells[1] != line.cells[1]:
            word = words.one(random, "total")
            text = f"{word} {line.cells[1]}" if before else f"{line.cells[1]} {word}"
            lines.append(Line(("", text, "", str(count), ""), SECTION))
            count = 0
    return make_list(random, facts, lines, columns)


TORN = ("territory", "institution", "type", "departments")


def torn_rows(random: Random) -> MadeList:
    """The last cell of a row goes on in the line below."""
    facts = draw_facts(random, least=10)
    columns = name_columns(random, facts.language, TORN)
    lines = [heading_line(columns)]
    for line in body_lines(facts, columns):
        *others, text = (" ".join(cell.split()) for cell in line.cells)
        first, rest = text, ""
        if random.random() < 0.3:
            first, rest = _torn(random, text, _is_cjk(facts))
        lines.append(replace(line, cells=(*others, first)))
        if rest:
            lines.append(Line(("", "", "", rest)))
    return make_list(random, facts, lines, columns, write_csv)


def torn_lines(random: Random) -> MadeList:
    """A pipe table whose cells hold line breaks."""
    facts = draw_facts(random, least=10)
    columns = name_columns(random, facts.language, TORN)
    texts = ["| " + " | ".join(c.heading for c in columns) + " |", "|---|---|---|---|"]
    rows: list[RowTruth] = []
    share = random.choice((0.2, 0.5))
    for line in body_lines(facts, columns):
        *others, text = (" ".join(cell.split()) for cell in line.cells)
        if random.random() < share:
            text = "\n".join(filter(None, _torn(random, text, _is_cjk(facts))))
        rows.append(line.truths[0].at(len(texts) + 1))
        texts += ("| " + " | ".join((*others, text)) + " |").split("\n")
    received = ("\n".join(texts) + "\n").encode()
    return MadeList("", received, "md", tuple(rows), 1, said_roles(columns))


def dittos(random: Random) -> MadeList:
    """A sign says that a cell is as the one above."""

    def change(random, facts, columns, rows):
        sign = random.choice(("〃", "同上", "idem", "ditto", '"', "〃"))
        plain = [row.cells for row in rows]
        for role in ("territory", "type"):
            place = _place(columns, role)
            for i in range(1, len(rows)):
                if plain[i][place] == plain[i - 1][place]:
                    rows[i] = _with_cell(rows[i], place, sign)
        return rows

    return _table(
        random, change, ("type",), writer=random.choice((write_csv, write_xlsx))
    )


def two_sections(random: Random) -> MadeList:
    """Two tables with a title each; the title says the type of the rows below."""
    facts = draw_facts(random, least=10)
    words = facts.language
    columns = draw_columns(random, words, never=("type", *CLOSED))
    types = (words.one(random, "university_type"), words.one(random, "department_type"))
    rows = body_lines(facts, columns)
    half = len(rows) // 2
    lines: list[Line] = []
    for name, part in zip(types, (rows[:half], rows[half:]), strict=True):
        lines.append(Line((name, *[LEFT] * (len(columns) - 1)), SECTION))
        lines.append(heading_line(columns))
        for line in part:
            said = replace(
                line.truths[0],
                cells={**line.truths[0].cells, "agreement_type_raw": (name,)},
            )
            lines.append(replace(line, truths=(said,)))
    return make_list(
        random,
        facts,
        lines,
        columns,
        random.choice((write_xlsx, write_html, write_csv)),
    )


def units_of_both_sides(random: Random) -> MadeList:
    """Their faculty and ours beside each other."""
    return _table(random, lambda _r, _f, _c, rows: rows, ("unit", "departments"))


def short_lists(random: Random) -> MadeList:
    """Two to five agreements."""
    facts = draw_facts(random, least=2, most=4)
    columns = draw_columns(random, facts.language)
    return make_list(
        random, facts, [heading_line(columns), *body_lines(facts, columns)], columns
    )


def numbered_columns(random: Random) -> MadeList:
    """A line of (1) (2) (3) below the heading."""
    facts = draw_facts(random)
    columns = draw_columns(random, facts.language)
    form = random.choice(("({})", "{}", "{})"))
    numbers = Line(tuple(form.format(i) for i in range(1, len(columns) + 1)), NOTE)
    lines = [heading_line(columns), numbers, *body_lines(facts, columns)]
    return make_list(random, facts, lines, columns)


def two_languages(random: Random) -> MadeList:
    """Cells and headings in the list's language and in English."""
    facts = draw_facts(random, random.choice(("ja", "ko", "th", "zh_Hant", "ar", "ru")))
    english = language("en")
    columns = draw_columns(random, facts.language, never=("institution_en", *CLOSED))
    glue = random.choice((" ", "\n", " / "))
    rows = body_lines(facts, columns)
    for role in ("territory", "institution"):
        place = _place(columns, role)
        for i, one in enumerate(facts.agreements):
            name = english.territories[one.code] if role == "territory" else one.english
            text = rows[i].cells[place]
            both = text if text == name else f"{text}{glue}{name}"
            said = (
                {"institution_raw": (both, text, name)} if role == "institution" else {}
            )
            rows[i] = _with_cell(rows[i], place, both, **said)
    columns = [
        Column(c.role, f"{c.heading}{glue}{random.choice(english.headings[c.role])}")
        for c in columns
    ]
    return make_list(
        random,
        facts,
        [heading_line(columns), *rows],
        columns,
        random.choice((write_csv, write_xlsx, write_html)),
    )


FAMILIES: dict[str, Family] = {
    one.__name__: one
    for one in (
        blank_territory,
        holes,
        level_beside_type,
        unknown_types,
        wrong_content,
        picture_column,
        continued_labels,
        country_in_name,
        long_remarks,
        departments_in_brackets,
        faculty_in_name,
        footnotes,
        ended,
        hidden_rows,
        inverted_names,
        marks_with_remarks,
        persons,
        spanning_heading,
        research_types,
        several_institutions,
        dissolved_states,
        subtotals,
        torn_rows,
        torn_lines,
        dittos,
        two_sections,
        units_of_both_sides,
        short_lists,
        numbered_columns,
        two_languages,
    )
}
