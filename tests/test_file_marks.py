"""Rows that a file hides or strikes through are published, and asked about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from pipeline import build_bytes
from pipeline.cache import EDITION_SUFFIX, read_stored, write_stored
from pipeline.model import FileMarks, OutsideText, SourceGrid
from pipeline.read import read_grids
from tests.tables import published

ROWS = [
    ("Country", "Partner university", "Note"),
    ("Kenya", "University of Kericho", ""),
    ("Ghana", "Volta Technical University", ""),
    ("Peru", "Universidad de Moquegua", ""),
    ("Chile", "Universidad del Maipo", "renewed"),
]


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def only(received: bytes) -> SourceGrid:
    (grid,) = read_grids(received, "list")
    return grid


# Workbooks


def test_workbook_keeps_hidden_and_struck_rows_and_hidden_columns():
    book = workbook()
    sheet = book.active
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    marks = only(saved(book)).marks
    assert marks == FileMarks(
        hidden_rows=frozenset({3}),
        hidden_columns=frozenset({2}),
        struck={4: frozenset({0, 1})},
    )


def test_rows_that_a_filter_hides_are_told_from_others():
    book = workbook()
    book.active.auto_filter.ref = "A1:C5"
    book.active.auto_filter.add_filter_column(0, ["Kenya"])
    book.active.row_dimensions[3].hidden = True
    assert only(saved(book)).marks.filtered_rows == {3}


def test_parts_of_a_text_may_be_struck_through():
    book = workbook()
    struck = TextBlock(InlineFont(strike=True), "Old College")
    book.active["B2"] = CellRichText(struck, " New College")
    book.active["B3"] = CellRichText(struck)
    marks = only(saved(book)).marks
    assert (marks.struck, marks.partly_struck) == (
        {3: frozenset({1})},
        {2: frozenset({1})},
    )


def test_old_workbook_keeps_hidden_and_struck_rows():
    xlwt = pytest.importorskip("xlwt", reason="writes the workbook that is read")
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for at, row in enumerate(ROWS):
        style = xlwt.easyxf("font: struck_out on" if at == 3 else "")
        for column, text in enumerate(row):
            sheet.write(at, column, text, style)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    file = io.BytesIO()
    book.save(file)
    assert only(file.getvalue()).marks == FileMarks(
        hidden_rows=frozenset({3}),
        hidden_columns=frozenset({2}),
        struck={4: frozenset({0, 1})},
    )


def test_open_sheet_keeps_hidden_filtered_and_struck_rows():
    uses = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )

    def row(*texts: str, more: str = "", style: str = "") -> str:
        cells = "".join(
            f"<table:table-cell {style}><text:p>{text}</text:p></table:table-cell>"
            for text in texts
        )
        return f"<table:table-row {more}>{cells}</table:table-row>"

    content = (
        "<office:automatic-styles><style:style style:name='base'>"
        "<style:text-properties style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='ce1' style:parent-style-name='base'/>"
        "</office:automatic-styles><table:table table:name='x'>"
        "<table:table-column table:number-columns-repeated='2'/>"
        "<table:table-column table:visibility='collapse'/>"
        + row(*ROWS[0])
        + row("Kenya", "Kericho", "a", more="table:visibility='collapse'")
        + row("Ghana", "Volta", "b", more="table:visibility='filter'")
        + row("Peru", "Moquegua", "c", style="table:style-name='ce1'")
        + row("Chile", "<text:span text:style-name='base'>Old</text:span> New", "d")
        + "</table:table>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:x{uses}>{content}</office:x>")
    assert only(file.getvalue()).marks == FileMarks(
        hidden_rows=frozenset({2, 3}),
        filtered_rows=frozenset({3}),
        hidden_columns=frozenset({2}),
        struck={4: frozenset({0, 1, 2})},
        partly_struck={5: frozenset({1})},
    )


# Documents and pages


def test_document_keeps_struck_and_hidden_rows():
    docx = pytest.importorskip("docx", reason="writes the document that is read")
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for at, texts in enumerate(row[:2] for row in ROWS):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.strike = at == 3
            run.font.hidden = at == 4
    document.add_paragraph("As of May")
    file = io.BytesIO()
    document.save(file)
    assert only(file.getvalue()).marks == FileMarks(
        hidden_rows=frozenset({5}),
        struck={4: frozenset({0, 1})},
        outside=(OutsideText("6", "As of May"),),
    )


PAGE = """<table>
<tr><th>Country<th>Partner university
<tr style="Display : none"><td>Kenya<td>University of Kericho
<tr><td><del>Ghana</del><td><s>Volta Technical University</s>
<tr><td>Peru<td style="text-decoration: line-through">Universidad de Moquegua
<tr><td>Chile<td><strike>Old</strike> Universidad del Maipo<span hidden>x</span>
</table>"""


def test_page_keeps_struck_and_hidden_rows():
    found = only(PAGE.encode())
    assert found.cells[2:] == (
        ("Ghana", "Volta Technical University"),
        ("Peru", "Universidad de Moquegua"),
        ("Chile", "Old Universidad del Maipo"),
    )
    assert found.marks == FileMarks(
        hidden_rows=frozenset({3}),
        struck={4: frozenset({0, 1}), 5: frozenset({1})},
        partly_struck={6: frozenset({1})},
    )


# Questions


def asked(received: bytes) -> list[tuple[str, int, str]]:
    findings = build_bytes(received, "list").findings
    found = findings[findings["code"].str.contains("HIDDEN|STRUCK|OUTSIDE|NOT_READ")]
    return list(
        found[["code", "source_row", "column"]].itertuples(index=False, name=None)
    )


def test_hidden_and_struck_rows_are_published_and_asked_about():
    edition = build_bytes(PAGE.encode(), "list")
    assert list(published(edition, ["institution"])) == [3, 4, 5, 6]
    assert asked(PAGE.encode()) == [
        ("HIDDEN_ROW", 3, "institution_text"),
        ("STRUCK_ROW", 4, "institution_text"),
        ("STRUCK_ROW", 5, "institution_text"),
        ("STRUCK_CELL", 6, ""),
    ]


def test_filter_left_on_is_asked_about_once():
    book = workbook()
    for at in range(6, 40):
        book.active.append(("Kenya", f"University of District {at}", ""))
        book.active.row_dimensions[at].hidden = True
    assert asked(saved(book)) == [("HIDDEN_ROW", 0, "institution_text|institution_id")]


def test_hidden_columns_are_named():
    book = workbook()
    book.active.column_dimensions["C"].hidden = True
    assert asked(saved(book)) == [("HIDDEN_COLUMNS", 0, "")]


# Headings over several columns


def test_heading_over_pictures_and_names_is_that_of_the_names():
    page = """<table><tr><td colspan=2>University<td>Country
    <tr><td><img src=a><td>University of Kericho<td>Kenya
    <tr><td><img src=b><td>Volta Technical University<td>Ghana
    <tr><td><img src=c><td>Universidad de Moquegua<td>Peru</table>"""
    edition = build_bytes(page.encode(), "list")
    assert edition.layout["role"].tolist() == ["blank", "institution", "territory"]
    assert not edition.findings["severity"].eq("check").any()


def test_second_column_under_a_heading_is_asked_about_once():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("Country", "Partner university", "Type of agreement", ""))
    sheet.merge_cells("C1:D1")
    for i, (country, name, _) in enumerate(ROWS[1:]):
        kinds = ("General", "Student exchange")
        sheet.append((country, name, *(kinds if i % 2 else (kinds[0], None))))
    found = build_bytes(saved(book), "list").findings
    wide = found[found["code"] == "COLUMNS_JOINED"]
    assert wide["source_row"].tolist() == [0]
    assert "agreement_type_text" in wide["column"].item()


def test_marks_are_stored_with_an_edition(tmp_path: Path):
    book = workbook()
    book.active.merge_cells("B5:C5")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.active["B4"].font = Font(strike=True)
    edition = build_bytes(saved(book), "list")
    write_stored(edition, tmp_path / f"x{EDITION_SUFFIX}", "key")
    stored = read_stored(tmp_path / f"x{EDITION_SUFFIX}", "key")
    assert stored is not None
    assert stored.grid.marks == edition.grid.marks != FileMarks()
    assert stored.grid.wide == edition.grid.wide == {(5, 1): 2}
