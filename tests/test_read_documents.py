"""DOCX, PDF, XLS and ODS: the same list gives the same cells."""

from __future__ import annotations

import io
import zipfile
from itertools import groupby

import pytest

from pipeline.errors import SourceError
from pipeline.read import read_grid, read_grids
from tests import list_files

KOBE = list_files.kobe_rows()


def test_kobe_list_in_an_old_workbook_is_read():
    pytest.importorskip("xlwt", reason="writes the workbook that is read")
    (found,) = read_grids(list_files.old_workbook(KOBE), "list.xlsx")
    assert (found.kind, found.name) == ("xls", "一覧")
    assert found.cells[1:] == (list_files.HEADING, *KOBE)
    assert found.numbers == tuple(range(1, 81))
    assert found.spans == read_grid(list_files.workbook(KOBE)).spans


def test_numbers_of_an_old_workbook_are_as_a_person_sees_them():
    xlwt = pytest.importorskip("xlwt", reason="writes the workbook that is read")
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    shape = xlwt.easyxf(num_format_str="yyyy/m/d")
    for column, value in enumerate((2022, 0.5, True, "007")):
        sheet.write(0, column, value)
    sheet.write(0, 4, 43556, shape)
    file = io.BytesIO()
    book.save(file)
    found = read_grid(file.getvalue())
    assert found.cells == (("2022", "0.5", "TRUE", "007", "2019-04-01"),)


def test_kobe_list_in_an_open_sheet_is_read():
    pytest.importorskip("odf", reason="writes the sheet that is read")
    (found,) = read_grids(list_files.open_sheet(KOBE), "list.xlsx")
    assert (found.kind, found.name) == ("ods", "一覧")
    assert found.cells[1:] == (list_files.HEADING, *KOBE)
    assert found.spans == read_grid(list_files.workbook(KOBE)).spans


def open_sheet(rows: str) -> bytes:
    """A sheet drawn in XML, in the fewest parts that make one."""
    uses = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{uses}><table:table table:name='x'>{rows}"
            "</table:table></office:document-content>",
        )
    return file.getvalue()


def test_repeated_cells_and_rows_of_an_open_sheet_stand_as_often():
    rows = (
        "<table:table-row table:number-rows-repeated='2'>"
        "<table:table-cell table:number-columns-repeated='2'/>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>a</text:p>"
        "</table:table-cell><table:table-cell table:number-columns-repeated='16000'/>"
        "</table:table-row><table:table-row table:number-rows-repeated='1048000'>"
        "<table:table-cell table:number-columns-repeated='16000'/></table:table-row>"
    )
    found = read_grid(open_sheet(rows))
    assert found.cells == (("", "", "a", "a"),) * 2


def test_text_of_an_open_sheet_is_as_a_person_sees_it():
    cells = (
        "<table:table-cell><text:p>a<text:s text:c='2'/>b<text:line-break/>"
        "<text:span>c</text:span>d</text:p><text:p>e</text:p></table:table-cell>"
        "<table:table-cell office:value-type='date' office:date-value='2019-04-01'>"
        "<text:p>1.4.19</text:p></table:table-cell>"
        "<table:table-cell><office:annotation><text:p>note</text:p>"
        "</office:annotation><text:p>2022</text:p></table:table-cell>"
    )
    found = read_grid(open_sheet(f"<table:table-row>{cells}</table:table-row>"))
    assert found.cells == (("a  b\ncd\ne", "2019-04-01", "2022"),)


def test_kobe_list_in_a_document_has_the_paragraphs_between_its_tables():
    pytest.importorskip("docx", reason="writes the document that is read")
    (found,) = read_grids(list_files.document(KOBE), "list.doc")
    expected: list[tuple[str, ...]] = [(list_files.TITLE,)]
    for region, group in groupby(KOBE, key=lambda row: row[0]):
        expected += [(region,), list_files.HEADING[1:], *(row[1:] for row in group)]
    assert found.kind == "docx"
    assert found.cells == tuple(expected)
    assert found.numbers == tuple(range(1, len(expected) + 1))
    assert found.spans


def document(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document xmlns:w='{space}'><w:body>{body}</w:body></w:document>",
        )
    return file.getvalue()


def drawn_cell(text: str, properties: str = "") -> str:
    inside = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def test_cells_of_a_document_merged_down_and_across_are_repeated_down_only():
    down, across = "<w:vMerge w:val='restart'/>", "<w:gridSpan w:val='2'/>"
    body = (
        "<w:sdt><w:sdtContent><w:tbl>"
        f"<w:tr>{drawn_cell('a', down)}"
        f"{drawn_cell('b', across)}</w:tr>"
        f"<w:tr>{drawn_cell('', '<w:vMerge/>')}{drawn_cell('c')}{drawn_cell('d')}"
        "</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        f"{drawn_cell('e')}{drawn_cell('f')}</w:tr></w:tbl></w:sdtContent></w:sdt>"
    )
    found = read_grid(document(body))
    assert found.cells == (("a", "b", ""), ("a", "c", "d"), ("", "e", "f"))
    assert found.spans == {(2, 0): (1, 0)}


def test_deleted_text_of_a_document_is_no_text():
    run = (
        "<w:p><w:r><w:t>a</w:t><w:br/></w:r><w:del><w:r><w:delText>x</w:delText>"
        "</w:r></w:del><w:ins><w:r><w:t>b</w:t><w:tab/></w:r></w:ins></w:p>"
    )
    body = f"<w:tbl><w:tr><w:tc>{run}</w:tc>{drawn_cell('c')}</w:tr></w:tbl>"
    assert read_grid(document(body)).cells == (("a\nb\t", "c"),)


def test_kobe_list_on_two_pages_is_one_table():
    pages = [[list_files.HEADING, *KOBE[:40]], [list_files.HEADING, *KOBE[40:]]]
    (found,) = read_grids(list_files.portable(pages), "list.docx")
    assert found.kind == "pdf"
    title = (list_files.TITLE,)
    assert found.cells == (
        title,
        list_files.HEADING,
        *KOBE[:40],
        title,
        list_files.HEADING,
        *KOBE[40:],
    )
    assert found.numbers == tuple(range(1, 83))


def test_scan_is_refused():
    with pytest.raises(SourceError, match="this PDF holds no text") as refused:
        read_grids(list_files.scan(), "list.pdf")
    assert "この PDF には文字がありません" in refused.value.text_ja


def test_document_without_a_table_is_refused():
    body = "<w:p><w:r><w:t>協定の一覧です。</w:t></w:r></w:p>"
    with pytest.raises(SourceError, match=r"holds none with two columns.*協定の一覧"):
        read_grids(document(body))
