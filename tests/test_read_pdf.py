"""PDFs whose rows no lines part: whole names, no row lost, every letter somewhere."""

from __future__ import annotations

import io
from collections import Counter

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import build_bytes
from pipeline.read.pdf import read_pdf
from pipeline.read.table import Table
from tests.drawn_pdf import HEIGHT, Rule, Text, drawn, rows

HEADING = ("País", "Institución", "Firma")
IBERIA = [
    ("Land", "Hochschule", "Beginn"),
    ("Norwegen", "Universitetet i Nordfjord", "2001"),
    ("Norwegen", "Handelshogskolen ved Mjosa", "2014"),
    ("Portugal", "Universidade do Alto Tejo", "1998"),
    ("Portugal", "Instituto Superior de Engenharia do Mondego", "2003"),
    ("Spanien", "Universidad de la Sierra", "2020"),
    ("Spanien", "Universidad de la Ribera Alta", "2009"),
]
AT = (50, 130, 400)


def read(received: bytes) -> Table:
    (table,) = read_pdf(received, "list.pdf")
    return table


def cells(received: bytes) -> list[tuple[str, ...]]:
    return read(received).cells


def letters(*texts: str) -> Counter[str]:
    return Counter(c for text in texts for c in text if not c.isspace())


def assert_every_letter_is_read(received: bytes) -> None:
    """Every letter of every page stands in a row or outside, and none stands twice."""
    with pdfplumber.open(io.BytesIO(received)) as pdf:
        printed = letters(*(c["text"] for page in pdf.pages for c in page.chars))
    tables = read_pdf(received, "list.pdf")
    in_rows = letters(
        *(
            cell
            for table in tables
            for number, row in zip(table.numbers, table.cells, strict=True)
            for at, cell in enumerate(row)
            if (number, at) not in table.spans
        )
    )
    assert in_rows + letters(*(text for _, text, _ in tables[0].outside)) == printed


# Columns


def test_columns_end_at_gutters_and_no_name_is_cut():
    assert cells(drawn(rows(IBERIA, AT))) == IBERIA


def test_words_that_begin_alike_are_no_columns():
    names = [("Chile", f"Universidad de {x}") for x in ("Arauco", "Elqui", "Maule")]
    found = cells(drawn(rows([("Nation", "School of higher"), *names], (50, 130))))
    assert found == [("Nation", "School of higher"), *names]


def test_number_stands_apart_from_the_name_that_almost_touches_it():
    page = rows([(str(i + 1), *row) for i, row in enumerate(IBERIA)], (42.5, *AT))
    assert cells(drawn(page))[3] == (
        "4",
        "Portugal",
        "Universidade do Alto Tejo",
        "1998",
    )


def test_numbers_on_the_right_belong_to_the_heading_on_the_left():
    page = rows([row[:2] for row in IBERIA], AT)
    page.append(Text(350, 60, "Plaetze"))
    page += [Text(400 + (n < 10) * 5.6, 60 + 13 * n, str(n)) for n in range(1, 7)]
    assert cells(drawn(page))[:2] == [
        ("Land", "Hochschule", "Plaetze"),
        ("Norwegen", "Universitetet i Nordfjord", "1"),
    ]


def test_headings_in_the_middle_of_their_columns_name_them():
    heading = rows([("Land", "Hochschule", "Beginn")], (65, 200, 395))
    page = [*heading, *rows(IBERIA[1:], AT, top=73)]
    assert cells(drawn(page)) == IBERIA


def test_japanese_cells_without_blanks_are_parted():
    lines = [
        ("国名", "大学名", "協定"),
        ("韓国", "江原国立大学校", "大学間"),
        ("中国", "瀋陽化工大学", "部局間"),
        ("タイ", "ナレースワン大学", "部局間"),
    ]
    assert cells(drawn(rows(lines, (50, 100, 300)))) == lines


def test_text_wider_than_its_column_stays_whole_where_it_begins():
    long = "Instituto Politecnico de Ciencias Aplicadas y Tecnologia del Mar"
    lines = [*IBERIA, *IBERIA[1:], ("Peru", long, "")]
    assert cells(drawn(rows(lines, AT)))[-1] == ("Peru", long, "")


def test_heading_that_touches_the_next_ends_where_its_cells_begin():
    lines = [("国", "協定の種類", "締結した日"), *[("韓国", "部局間", "平成十年")] * 5]
    assert cells(drawn(rows(lines, (50, 100, 150))))[0] == lines[0]


def test_title_and_remarks_reach_over_the_columns():
    title = Text(
        50, 30, "Partnerhochschulen der Fakultaet fuer Maschinenbau im Ausland", 14
    )
    remark = Text(
        50, 160, "Stand: Mai. Angaben ohne Gewaehr; bitte im Sekretariat erfragen."
    )
    found = cells(drawn([title, *rows(IBERIA, AT), remark]))
    assert found == [(title.text,), *IBERIA]
    assert read(drawn([title, *rows(IBERIA, AT), remark])).outside == [
        ("p. 1", remark.text, 0)
    ]


# Rows


def test_rows_of_the_last_page_are_read_by_the_columns_of_all():
    found = read(
        drawn(rows(IBERIA, AT), rows([("Tschechien", "VUT Orlice", "2011")], AT))
    )
    assert found.cells == [*IBERIA, ("Tschechien", "VUT Orlice", "2011")]
    assert found.outside == []


def test_blanks_between_lines_count_as_lines():
    assert read(drawn(rows(IBERIA[:3], AT, pitch=14))).numbers == [1, 3, 5]
    assert read(drawn(rows(IBERIA[:3], AT, pitch=11))).numbers == [1, 2, 3]


WRAPPED = [
    IBERIA[0],
    ("Norwegen", "Universitetet i Nordfjord", "2001"),
    ("Portugal", "Instituto Superior de\nEngenharia do Mondego", "2003"),
    ("Spanien", "Universidad de la Sierra", "2020"),
    ("Spanien", "Universidad de la Ribera", "2009"),
]


@pytest.mark.parametrize("shift", [0, 0.5, 1])
def test_cells_of_two_lines_are_joined_wherever_the_others_stand(shift: float):
    page: list[Text] = []
    y = 60.0
    for land, name, year in WRAPPED:
        tall = 11.5 * name.count("\n")
        page += [Text(x, y + shift * tall, t) for x, t in ((50, land), (400, year))]
        page += [Text(130, y + 11.5 * i, t) for i, t in enumerate(name.split("\n"))]
        y += 18 + tall
    expected = "Instituto Superior de Engenharia do Mondego"
    assert cells(drawn(page))[2] == ("Portugal", expected, "2003")
    assert len(cells(drawn(page))) == len(WRAPPED)


def test_lines_printed_over_the_next_row_are_told_apart_by_their_baselines():
    page = [*rows(WRAPPED, AT, pitch=12.6)]
    assert cells(drawn(page))[2:4] == [
        ("Portugal", "Instituto Superior de Engenharia do Mondego", "2003"),
        ("Spanien", "Universidad de la Sierra", "2020"),
    ]


def test_line_that_may_be_a_row_of_its_own_is_not_joined():
    lines = [*IBERIA[:3], ("", "Nordland Kunsthogskole", ""), *IBERIA[3:]]
    assert cells(drawn(rows(lines, AT)))[3] == ("", "Nordland Kunsthogskole", "")


def test_raised_sign_stays_at_its_word():
    page = [*rows(IBERIA, AT), Text(177, 69.5, "*1", 5)]
    page = [t for t in page if t.text != "Handelshogskolen ved Mjosa"]
    page.append(Text(130, 86, "Handelshogskolen ved Mjosa"))
    whole = "".join("".join(row) for row in cells(drawn(page)))
    assert "*1" in whole
    assert len(cells(drawn(page))) == len(IBERIA)


def ruled(top: float, pitch: float, many: int, left: float = 45, right: float = 450):
    return [Rule(left, top + i * pitch, right, top + i * pitch) for i in range(many)]


def test_lines_between_rows_part_them_and_join_their_lines():
    page = [*rows(WRAPPED, AT, pitch=28), *ruled(48, 28, len(WRAPPED) + 1)]
    found = cells(drawn(page))
    assert len(found) == len(WRAPPED)
    assert found[2][1] == "Instituto Superior de Engenharia do Mondego"


def test_frame_around_the_table_leaves_its_columns():
    frame = [*ruled(48, 95, 2), Rule(45, 48, 45, 143), Rule(450, 48, 450, 143)]
    assert cells(drawn([*rows(IBERIA, AT), *frame])) == IBERIA


def test_frame_around_the_heading_only_leaves_the_rows():
    frame = [*ruled(50, 13, 2), *(Rule(x, 50, x, 63) for x in (45, 125, 395, 450))]
    assert cells(drawn([*rows(IBERIA, AT), *frame])) == IBERIA


def test_lines_between_columns_only_leave_the_rows():
    frame = [*ruled(48, 95, 2), *(Rule(x, 48, x, 143) for x in (45, 125, 395, 450))]
    assert cells(drawn([*rows(IBERIA, AT), *frame])) == IBERIA


# What belongs to no row


def test_turned_texts_and_watermarks_tear_no_rows():
    over = [Text(120, 140, "ENTWURF", 60, 30), Text(20, 300, "Archiv 7", 9, 90)]
    over.append(Text(100, 120, "KOPIE", 48))
    found = read(drawn([*over, *rows(IBERIA, AT)]))
    assert found.cells == IBERIA
    assert letters(*(t for _, t, _ in found.outside)) == letters(
        "ENTWURF", "Archiv 7", "KOPIE"
    )


def test_page_numbers_and_running_lines_are_no_rows():
    def page(number: int) -> list[Text]:
        foot = Text(290, 770, f"- {number} -")
        address = [Text(50, 785, f"www.example.edu/liste {number}/3", 7)]
        return [*rows(IBERIA, AT), foot, *address]

    found = read(drawn(page(1), page(2), page(3)))
    assert found.cells == IBERIA * 3
    assert [place for place, _, _ in found.outside] == [
        f"p. {page}" for page in (1, 1, 2, 2, 3, 3)
    ]


def test_text_printed_twice_to_be_bold_is_read_once():
    page = rows(IBERIA, AT)
    bold = [text._replace(x=text.x + 0.3) for text in page[:3]]
    assert cells(drawn([*page, *bold])) == IBERIA


# One table on two pages


def halves() -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [row[:2] for row in IBERIA], [row[2:] for row in IBERIA]


def test_columns_printed_on_the_next_page_are_joined_row_by_row():
    left, right = halves()
    assert cells(drawn(rows(left, AT), rows(right, (50,)))) == IBERIA


def test_page_with_longer_cells_in_the_same_columns_goes_below():
    """As many rows at the same heights, but the columns begin where they did."""
    first = [(land, name[:11].strip(), year) for land, name, year in IBERIA]
    further = [
        ("Turkmenistan", "State University of the Upper Murghab Valleys", "2011"),
        ("Philippinen", "Polytechnic University of the Lower Visayas", "2012"),
        ("Philippinen", "Institute of Forestry of the Upper Stourbridge", "2013"),
        ("Turkmenistan", "Institute of Energy of the Eastern Karakum", "2014"),
        ("Turkmenistan", "State University of the Northern Garagum", "2015"),
        ("Philippinen", "Royal College of the Lower Wetherfield Dale", "2016"),
        ("Turkmenistan", "State Academy", "2017"),
    ]
    assert cells(drawn(rows(first, AT), rows(further, AT))) == [*first, *further]


def test_sides_of_several_pages_find_each_other_in_both_orders():
    left, right = halves()
    pages = [rows(left, AT), rows(left[1:5], AT)]
    sides = [rows(right, (50,)), rows(right[1:5], (50,))]
    expected = [*IBERIA, *IBERIA[1:5]]
    assert cells(drawn(*pages, *sides)) == expected
    assert cells(drawn(pages[0], sides[0], pages[1], sides[1])) == expected


def test_ruled_columns_printed_on_the_next_page_are_joined():
    def table(lines, edges) -> list[Text | Rule]:
        down = [Rule(x, 48, x, 48 + 13 * len(lines)) for x in edges]
        across = ruled(48, 13, len(lines) + 1, edges[0], edges[-1])
        return [*rows(lines, [x + 5 for x in edges]), *down, *across]

    left, right = halves()
    page = drawn(table(left, (45, 125, 400)), table(right, (45, 125)))
    assert cells(page) == IBERIA


def test_column_that_fits_no_table_is_named_with_its_page():
    left, right = halves()
    found = read(drawn(rows(left, AT), rows(right[:4], (50,), pitch=17)))
    assert found.cells == left
    assert found.outside == [("p. 2", "Beginn / 2001 / 2014 / 1998", 4)]


def test_table_on_another_page_that_is_not_the_list_is_named():
    dates = [("Beginn", "Ende"), ("2001", "2006"), ("2014", "2019"), ("1998", "2003")]
    page = drawn(rows([r[:2] for r in IBERIA], AT), rows(dates, (50, 300), pitch=19))
    findings = build_bytes(page, "list.pdf").findings
    found = findings[findings["code"] == "TABLE_NOT_READ"]
    assert "p. 2" in found["text_en"].item()
    assert found["severity"].item() == "check"
    assert "agreement_type_text" in found["column"].item()


def test_full_pages_of_one_table_are_not_put_side_by_side():
    assert cells(drawn(rows(IBERIA, AT), rows(IBERIA, AT))) == IBERIA * 2


# Every letter


@pytest.mark.parametrize(
    "pages",
    [
        [rows(IBERIA, AT)],
        [rows(WRAPPED, AT, pitch=12.6)],
        [rows(IBERIA, AT), rows(IBERIA[:2], AT), [Text(300, 400, "Ende")]],
        [[*rows(IBERIA, AT), Text(90, 100, "ALT", 40, 45)], rows(IBERIA, (55, 200))],
        [
            [
                *rows(IBERIA, AT),
                *ruled(50, 13, 8),
                *(Rule(x, 50, x, 141) for x in (45, 125, 450)),
            ],
            [Text(50, 60, "Hinweise"), Text(50, 80, "Alle Angaben ohne Gewaehr.")],
        ],
        [[*rows(IBERIA, AT), *ruled(50, 13, 3), Text(50, 760, "Seite 1 von 1", 7)]],
    ],
)
def test_every_letter_of_every_page_is_read(pages):
    assert_every_letter_is_read(drawn(*pages))


WORDS = st.text("abcdeABCDE名大学", min_size=1, max_size=9)
LINE = st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=5).map(" ".join), WORDS)
STRAY = st.builds(
    Text,
    st.integers(10, 500),
    st.integers(20, HEIGHT - 20),
    st.text("xyzXYZ字", min_size=1, max_size=9),
    st.sampled_from([6, 10, 30]),
    st.sampled_from([0, 0, 40, 90]),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(LINE, min_size=4, max_size=9),
    st.lists(STRAY, max_size=3, unique_by=lambda stray: stray.text),
    st.sampled_from([9.0, 11.5, 16.0]),
    st.booleans(),
)
def test_no_letter_is_lost_whatever_is_printed(lines, stray, pitch, ruled_too):
    page = [*rows(lines, (40, 180, 470), pitch=pitch, size=8), *stray]
    frame = ruled(50, pitch, len(lines)) if ruled_too else []
    last = rows(lines[:2], (40, 180, 470), size=8)
    tables = read_pdf(drawn([*page, *frame], last), "list.pdf")
    found = letters(
        *(c for table in tables for row in table.cells for c in row),
        *(text for _, text, _ in tables[0].outside),
    )
    printed = letters(*(item.text for item in page), *(c for x in lines[:2] for c in x))
    assert found == printed


def test_pages_without_end_are_read_soon():
    many = [rows([("a b", "c d e", "f")] * 50, AT, pitch=14) for _ in range(20)]
    assert len(cells(drawn(*many))) == 1000
