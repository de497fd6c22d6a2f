"""CSV and its kin, workbooks and pages: what becomes a row and a cell."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date, datetime, time
from pathlib import Path
from textwrap import dedent
from typing import Any

import openpyxl
import pytest

from pipeline.errors import SourceError
from pipeline.model import SourceGrid
from pipeline.read import read_grid, read_grids
from pipeline.read.number_formats import format_number
from tests import list_files

OPEN_LISTS = Path(__file__).resolve().parents[2] / "shared" / "lists"


def rows(text: str) -> dict[int, tuple[str, ...]]:
    grid = read_grid(dedent(text).encode())
    return dict(zip(grid.numbers, grid.cells, strict=True))


def page(body: str) -> list[dict[int, tuple[str, ...]]]:
    grids = read_grids(f"<!DOCTYPE html><html><body>{dedent(body)}".encode())
    return [dict(zip(g.numbers, g.cells, strict=True)) for g in grids]


def book(*sheets: dict[str, Any], **shown: str) -> tuple[SourceGrid, ...]:
    """Each sheet: place -> value; `shown`: place -> number format, of all sheets."""
    written = openpyxl.Workbook()
    written.remove(written.active)
    for cells in sheets:
        sheet = written.create_sheet()
        for place, value in cells.items():
            if ":" in place:
                sheet.merge_cells(place)
            else:
                sheet[place] = value
        for place, shape in shown.items():
            sheet[place].number_format = shape
    file = io.BytesIO()
    written.save(file)
    return read_grids(file.getvalue())


# Delimited text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(delimiter: str):
    text = "国;大学;学部\n韓国;漢陽大学校;工学部\nタイ;マヒドン大学;\n"
    found = read_grid(text.replace(";", delimiter).encode())
    assert [tuple(map(str.strip, c))[:2] for c in found.cells] == [
        ("国", "大学"),
        ("韓国", "漢陽大学校"),
        ("タイ", "マヒドン大学"),
    ]


def test_delimiter_of_the_columns_wins_over_signs_inside_cells():
    assert rows("国;大学;a, b\nA;B, C;D\nE;F, G, H;I|J\n")[2] == ("A", "B, C", "D")


def test_pipes_inside_the_cells_of_a_csv_are_text():
    assert rows("国,部署\nA,工学部|農学部\nB,工学部\n")[2] == ("A", "工学部|農学部")


def test_line_that_names_the_delimiter_is_no_row():
    assert rows("sep=;\na;b\n1,5;2\n") == {2: ("a", "b"), 3: ("1,5", "2")}


def test_record_is_numbered_by_the_line_it_starts_in():
    assert rows('a,b\n"1\n2\n\n3",c\nd,e\n\nf,g\n') == {
        1: ("a", "b"),
        2: ("1\n2\n\n3", "c"),
        6: ("d", "e"),
        8: ("f", "g"),
    }


def test_doubled_quotes_are_one():
    assert rows('a,b\n"say ""no""",c\n')[2] == ('say "no"', "c")


def test_rows_swallowed_by_a_quote_that_is_never_closed_are_given_back():
    assert rows('a\tb\n"c\td\ne\tf\ng\th\n') == {
        1: ("a", "b"),
        2: ('"c', "d"),
        3: ("e", "f"),
        4: ("g", "h"),
    }


def test_rows_swallowed_between_two_stray_quotes_are_given_back():
    assert rows('a,b,c\n1,"x,2\n3,4,5\n6,y",7\n8,9,10\n') == {
        1: ("a", "b", "c"),
        2: ("1", '"x', "2"),
        3: ("3", "4", "5"),
        4: ("6", 'y"', "7"),
        5: ("8", "9", "10"),
    }


def test_lines_of_an_old_macintosh_are_rows():
    assert rows("a,b\rc,d\re,f") == {1: ("a", "b"), 2: ("c", "d"), 3: ("e", "f")}


def test_table_pasted_from_a_spreadsheet_is_read():
    pasted = 'アジア\t韓国\t"漢陽\n大学校"\r\n\tタイ\tマヒドン大学\r\n'
    assert rows(pasted) == {
        1: ("アジア", "韓国", "漢陽\n大学校"),
        3: ("", "タイ", "マヒドン大学"),
    }


def test_heading_alone_is_a_row():
    assert rows("国,大学\n") == {1: ("国", "大学")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16", "euc_jp"])
def test_kobe_list_as_csv_with_lost_merged_cells_is_read_as_it_stands(encoding: str):
    gaps = list_files.with_gaps(list_files.kobe_rows())
    found = read_grid(list_files.delimited(gaps).encode(encoding))
    assert found.cells == (list_files.HEADING, *gaps)
    assert found.numbers == tuple(range(1, 80))


def test_kobe_list_as_tsv_is_read():
    whole = list_files.kobe_rows()
    found = read_grid(list_files.delimited(whole, "\t").encode())
    assert (found.kind, found.cells) == ("tsv", (list_files.HEADING, *whole))


# Workbooks


def test_kobe_list_in_a_workbook_has_merged_texts_in_every_row():
    whole = list_files.kobe_rows()
    listed, hidden = read_grids(list_files.workbook(whole), "list.csv")
    assert (listed.name, hidden.name) == ("一覧", "控え")
    assert listed.kind == "xlsx"
    assert listed.cells[0] == (list_files.TITLE, *[""] * 6)
    assert listed.cells[1:] == (list_files.HEADING, *whole)
    assert listed.numbers == tuple(range(1, 81))
    assert set(listed.spans.items()) == {
        ((at + 3, column), (first + 3, column))
        for column, first, last in list_files.runs(whole)
        for at in range(first + 1, last + 1)
    }


def test_cell_merged_across_columns_stands_in_the_first():
    (found,) = book({"A1": "x", "A1:C1": "", "A2": "a", "B2": "b", "C2": "c"})
    assert found.cells == (("x", "", ""), ("a", "b", "c"))


def test_row_with_nothing_but_repeated_text_is_no_row():
    (found,) = book({"A1": "x", "A1:B3": "", "A4": "y", "B4": "z"})
    assert dict(zip(found.numbers, found.cells, strict=True)) == {
        1: ("x", ""),
        4: ("y", "z"),
    }


def test_empty_rows_and_columns_keep_their_place():
    (found,) = book({"B3": "a", "D3": "b", "B7": "c"})
    assert dict(zip(found.numbers, found.cells, strict=True)) == {
        3: ("", "a", "", "b"),
        7: ("", "c", "", ""),
    }


@pytest.mark.parametrize(
    ("value", "shape", "shown"),
    [
        (2022, "General", "2022"),
        (2022.0, "0", "2022"),
        (0.1 + 0.2, "General", "0.3"),
        (-3, "General", "-3"),
        (7, "000", "007"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0%", "50%"),
        (date(2019, 4, 1), "yyyy/m/d", "2019-04-01"),
        (date(2019, 4, 1), '[$-411]ggge"年"m"月"d"日"', "2019-04-01"),
        (date(2019, 4, 1), "yyyy", "2019"),
        (date(2019, 4, 1), 'yyyy"年"m"月"', "2019-04"),
        (datetime(2019, 4, 1, 9, 30), "yyyy-mm-dd hh:mm", "2019-04-01 09:30"),
        (time(9, 30), "h:mm", "09:30"),
        (date(1900, 1, 1), "yyyy-mm-dd", "1900-01-01"),
        (12, '0"件"', "12"),
        (12, "[Red]0", "12"),
        (True, "General", "TRUE"),
        ("=A2&B2", "General", "=A2&B2"),
        ("007", "@", "007"),
    ],
)
def test_numbers_and_dates_are_as_a_person_sees_them(
    value: object, shape: str, shown: str
):
    (found,) = book({"A1": value, "B1": "x"}, A1=shape)
    assert found.cells[0][0] == shown


def test_days_may_be_counted_from_1904():
    assert format_number("0", "yyyy-mm-dd", from_1904=True) == "1904-01-01"
    assert format_number("1", "yyyy-mm-dd", from_1904=False) == "1900-01-01"
    assert format_number("-1", "yyyy-mm-dd", from_1904=False) == "-1"
    assert format_number("x", "yyyy-mm-dd", from_1904=False) == "x"


def test_readings_above_the_characters_are_no_text():
    from pipeline.read.xlsx import _rich_text
    from pipeline.read.zip_xml import etree

    xml = (
        "<si xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        "<r><t>東京</t></r><r><t>大学_x000D_</t></r>"
        "<rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>"
    )
    assert _rich_text(etree.fromstring(xml)) == "東京大学\r"


def test_empty_sheets_are_left_out():
    assert len(book({}, {"A1": "a", "B1": "b"}, {})) == 1


# Pages


def test_kobe_list_in_a_page_has_spanning_texts_in_every_row():
    whole = list_files.kobe_rows()
    listed, contact = read_grids(list_files.page(whole).encode("cp932"), "list.xls")
    assert (listed.kind, listed.encoding) == ("html", "cp932")
    assert listed.cells[-79:] == (list_files.HEADING, *whole)
    assert listed.numbers[-79:] == tuple(range(6, 85))
    assert (list_files.TITLE,) in listed.cells
    assert contact.cells == (("係", "電話", "番号"),)


def test_spanning_cells_are_repeated_down_and_remembered():
    body = """
        <table><tr><td rowspan=3>韓国<td colspan=2>漢陽<td>x
        <tr><td rowspan=2>仁荷<td>b<td>y
        <tr><td>c<td>z</table>"""
    (found,) = read_grids(f"<html>{dedent(body)}".encode())
    assert found.cells == (
        ("韓国", "漢陽", "", "x"),
        ("韓国", "仁荷", "b", "y"),
        ("韓国", "仁荷", "c", "z"),
    )
    assert found.numbers == (2, 3, 4)
    assert found.spans == {(3, 0): (2, 0), (4, 0): (2, 0), (4, 1): (3, 1)}


def test_rows_in_one_line_are_numbered_on():
    assert page("<p>\n<table>" + "<tr><td>a<td>b" * 3)[0].keys() == {2, 3, 4}


def test_lines_are_counted_on_long_pages():
    found = page("\n" * 70_000 + "<table><tr><td>a<td>b\n<tr><td>c<td>d</table>")
    assert found == [{70_001: ("a", "b"), 70_002: ("c", "d")}]


def test_tables_of_the_same_columns_are_one_with_the_headings_between():
    assert page("""
        <h2>アジア</h2>
        <table><tr><th>大学<th>学部
        <tr><td>漢陽大学校<td>工学部</table>
        <h2>欧州</h2>
        <h3>ドイツ</h3>
        <table><tr><th>大学<th>学部
        <tr><td>ボン大学<td>理学部</table>
        <p>米国</p>
        <table>
        <tr><td>MIT<td>理学部</table>""") == [
        {
            2: ("アジア",),
            3: ("大学", "学部"),
            4: ("漢陽大学校", "工学部"),
            5: ("欧州",),
            6: ("ドイツ",),
            7: ("大学", "学部"),
            8: ("ボン大学", "理学部"),
            9: ("米国",),
            11: ("MIT", "理学部"),
        }
    ]


def test_heading_in_the_line_of_a_row_does_not_move_the_row():
    body = "<table>\n<tr><td>a<td>b</table>\n\n<h3>韓国</h3><table><tr><td>c<td>d"
    assert page(body + "\n<tr><td>e<td>f</table>") == [
        {2: ("a", "b"), 3: ("韓国",), 4: ("c", "d"), 5: ("e", "f")}
    ]


def test_tables_of_other_columns_stand_apart():
    assert page("""
        <table><tr><th>a<th>b<tr><td>1<td>2</table>
        <table><tr><th>c<th>d<tr><td>3<td>4</table>
        <table><tr><th>a<th>b<th>e<tr><td>5<td>6<td>7</table>""") == [
        {2: ("a", "b"), 3: ("1", "2")},
        {4: ("c", "d"), 5: ("3", "4")},
        {6: ("a", "b", "e"), 7: ("5", "6", "7")},
    ]


def test_no_two_rows_of_a_page_have_one_number_though_they_begin_in_one_line():
    first, second = read_grids(
        b"<h2>x</h2><table><tr><th>a<th>b<tr><td>1<td>2</table>"
        b"<h2>y</h2><table><tr><th>a<th>b<th>c<tr><td>3<td>4<td>5</table>"
    )
    assert [*first.numbers, *second.numbers] == [1, 2, 3, 4, 5, 6]
    assert second.lines == {4: 1, 5: 1, 6: 1}


@pytest.mark.parametrize(
    "above",
    [
        "<b>韓国</b><br>",
        "<p><strong>韓国</strong></p>",
        "<details><summary>韓国</summary>",
        "<button>韓国</button><div>",
        "<p>韓国<p>",
        "<center><font size=5>韓国</font></center>",
        "<dl><dt>韓国<dd>",
    ],
)
def test_text_right_above_a_table_is_kept(above: str):
    assert page(f"{above}<table><tr><td>a<td>b</table>")[0][1] == ("韓国",)


def test_prose_and_menus_are_no_rows():
    found = page("""
        <nav><a>Home</a> <b>You</b> are here</nav><p>Much <b>prose</b>.</p>
        <ul><li>x<li>y</ul><p>more</p><div><img></div><p>.</p>
        <table><tr><td>a<td>b</table>""")
    assert found == [{3: (".",), 4: ("a", "b")}]


def test_table_that_only_places_another_is_no_list():
    listed = "<table>\n<tr><td>韓国<td>漢陽大学校</table>"
    assert page(f"<table><tr><td>menu<td>{listed}</table>") == [
        {1: ("menu",), 2: ("韓国", "漢陽大学校")}
    ]


def test_small_table_inside_a_cell_is_its_text():
    assert page(
        "<table><tr><td>漢陽大学校 工学部<td><table><tr><td>x<td>y</table><td>z</table>"
    ) == [{1: ("漢陽大学校 工学部", "x\ny", "z")}]


def test_cell_is_what_a_reader_sees():
    cell = "<td>\n 工学部 <br> <i>農</i>学部<p>x</p><script>no</script><!-- no -->"
    cell += "<ruby>東<rt>ひがし</ruby> <img alt='○'> A&amp;M&nbsp;<style>b{}</style>"
    assert page(f"<table><tr>{cell}<td>b</table>") == [
        {1: ("工学部\n農学部\nx\n東 ○ A&M\xa0", "b")}
    ]


# The open lists


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@pytest.mark.skipif(not OPEN_LISTS.is_dir(), reason="needs the open lists beside us")
@pytest.mark.parametrize("number", ["00", "06", "09", "11", "13", "15"])
def test_row_of_the_hand_made_reading_holds_its_institution(number: str):
    (case,) = OPEN_LISTS.glob(f"{number}-*")
    source = next(case.glob("input.*"))
    found = read_grid(source.read_bytes(), source.name)
    with (case / "gold.csv").open(encoding="utf-8-sig", newline="") as file:
        gold = list(csv.DictReader(file))
    missed = [
        row["source_row"]
        for row in gold
        if not any(
            folded(row["institution_raw"]) in folded(cell)
            for cell in found.row(int(row["source_row"]))
        )
    ]
    assert gold
    assert missed == []


def test_text_without_cells_is_refused_in_both_languages():
    with pytest.raises(SourceError, match="nothing parts the text") as refused:
        read_grids("協定の一覧です。\n".encode())
    assert "協定の一覧です。" in refused.value.text_ja


def test_commas_of_sentences_part_no_cells():
    with pytest.raises(SourceError, match="nothing parts the text"):
        read_grids(
            b"Country University Signed Areas\n"
            b"Poland University of Lesna 3/5/2019 Law, economics, history\n"
            b"University of Gora 1/2/2020 All areas\n"
            b"Spain University of Roble 7/7/2021 Physics, chemistry\n"
        )


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Kobe University<sup>1</sup>", "Kobe University¹"),
        ("Kobe University<sup> 2) </sup>", "Kobe University²)"),
        ("Talca<sup>a</sup>", "Talcaᵃ"),
        ("the 1<sup>st</sup> of May", "the 1st of May"),
        ("Lyon<sup>*</sup>", "Lyon*"),
    ],
)
def test_raised_signs_stay_apart_from_names(printed: str, read: str):
    assert page(f"<table><tr><td>{printed}<td>b</table>") == [{1: (read, "b")}]
    grid = read_grid(f"| x | y |\n|---|---|\n| {printed} | b |\n".encode())
    assert [cell.strip() for cell in grid.row(3)] == [read, "b"]


def test_tags_and_escaped_signs_of_markdown_are_no_text():
    grid = read_grid(
        rb"| <b>University</b> | Until |"
        b"\n|---|---|\n"
        rb'| <a href="https://kobe.example">Kobe</a> \(Japan\) | 2023\* |'
    )
    assert [[cell.strip() for cell in row] for row in (grid.row(1), grid.row(3))] == [
        ["University", "Until"],
        ["Kobe (Japan)", "2023*"],
    ]
