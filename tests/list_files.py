"""The Kobe list written as other kinds of files, as other universities publish theirs."""

from __future__ import annotations

import csv
import io
import textwrap
import zlib
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

EXPECTED = Path(__file__).parent / "expected" / "kobe-engineering" / "agreements.csv"
TITLE = "神戸大学 工学研究科 協定一覧"
HEADING = (
    "地域",
    "国・地域",
    "大学・機関等名",
    "学部等名",
    "協定タイプ",
    "関連部署",
    "交換留学",
)
_COLUMNS = (
    "region_text",
    "territory_text",
    "institution_text",
    "partner_unit_text",
    "agreement_type_text",
    "departments_text",
    "exchange_text",
)
MERGED = 2
"""So many columns, from the left, have their cells merged down."""

Rows = list[tuple[str, ...]]


def kobe_rows() -> Rows:
    """The list as it is read: every row whole, without its heading."""
    with EXPECTED.open(encoding="utf-8-sig", newline="") as file:
        return [
            tuple(row[column].replace("|", "、") for column in _COLUMNS)
            for row in csv.DictReader(file)
        ]


def runs(rows: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
    """What a person merges down: column, first and last position of a run."""
    found = []
    for column in range(MERGED):
        at = 0
        for _, group in groupby(rows, key=lambda row: tuple(row[: column + 1])):
            size = len(list(group))
            if size > 1:
                found.append((column, at, at + size - 1))
            at += size
    return found


def with_gaps(rows: Rows) -> Rows:
    """What is left where merged cells were lost: their text stands once."""
    cells = [list(row) for row in rows]
    for column, first, last in runs(rows):
        for at in range(first + 1, last + 1):
            cells[at][column] = ""
    return [tuple(row) for row in cells]


def delimited(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([HEADING, *rows])
    return file.getvalue()


def page(rows: Rows) -> str:
    """A page with a menu, the list under rowspan, and a contact table."""
    merged = {(a, column): z - a + 1 for column, a, z in runs(rows)}
    covered = {
        (at, column) for column, a, z in runs(rows) for at in range(a + 1, z + 1)
    }
    lines = [
        "<!DOCTYPE html><html><head><title>x</title><script>var t='<table>'</script>",
        "</head><body><table><tr><td><a href='/'>ホーム</a></td></tr></table>",
        f"<h1>{TITLE}</h1>",
        "<table>",
        f"<tr><th colspan='{len(HEADING)}'>協定一覧</th></tr>",
        "<tr>" + "".join(f"<th>{escape(h)}" for h in HEADING),
    ]
    for at, row in enumerate(rows):
        cells = [
            f"<td rowspan='{merged.get((at, i), 1)}'>{escape(text)}</td>"
            for i, text in enumerate(row)
            if (at, i) not in covered
        ]
        lines.append("<tr>" + "".join(cells))
    lines += ["</table>", "<table><tr><td>係<td>電話<td>番号</table></body></html>"]
    return "\n".join(lines)


def workbook(rows: Rows) -> bytes:
    """Merged cells, a title row, a second sheet that is hidden, and an empty one."""
    import openpyxl

    book = openpyxl.Workbook()
    secret = book.active
    secret.title, secret.sheet_state = "控え", "hidden"
    secret.append(("旧", "一覧"))
    sheet = book.create_sheet("一覧")
    sheet.append((TITLE,))
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=7)
    sheet.append(HEADING)
    for row in rows:
        sheet.append(row)
    for column, a, z in runs(rows):
        sheet.merge_cells(
            start_row=a + 3,
            end_row=z + 3,
            start_column=column + 1,
            end_column=column + 1,
        )
    book.create_sheet("空")
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def old_workbook(rows: Rows) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("一覧")
    covered = set()
    for column, a, z in runs(rows):
        sheet.write_merge(a + 2, z + 2, column, column, rows[a][column])
        covered |= {(at, column) for at in range(a, z + 1)}
    sheet.write(0, 0, TITLE)
    for i, heading in enumerate(HEADING):
        sheet.write(1, i, heading)
    for at, row in enumerate(rows):
        for i, text in enumerate(row):
            if (at, i) not in covered and text:
                sheet.write(at + 2, i, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def open_sheet(rows: Rows) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="一覧")
    merged = {(a, column): z - a + 1 for column, a, z in runs(rows)}
    covered = {
        (at, column) for column, a, z in runs(rows) for at in range(a + 1, z + 1)
    }
    for at, row in enumerate([(TITLE,), HEADING, *rows], start=-2):
        line = TableRow()
        for i, text in enumerate(row):
            if (at, i) in covered:
                line.addElement(CoveredTableCell())
                continue
            high = merged.get((at, i), 1)
            cell = TableCell(numberrowsspanned=high, numbercolumnsspanned=1)
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=1_048_000))
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def document(rows: Rows) -> bytes:
    """A table for each region with its name above, territories merged down."""
    import docx

    written = docx.Document()
    written.add_paragraph(TITLE)
    for region, group in groupby(rows, key=lambda row: row[0]):
        members = list(group)
        written.add_paragraph(region)
        table = written.add_table(rows=0, cols=len(HEADING) - 1)
        for row in [HEADING, *members]:
            cells = table.add_row().cells
            for cell, text in zip(cells, row[1:], strict=True):
                cell.text = text
        at = 1
        for _, same in groupby(members, key=lambda row: row[1]):
            size = len(list(same))
            if size > 1:
                text = members[at - 1][1]
                joined = table.cell(at, 0).merge(table.cell(at + size - 1, 0))
                joined.text = text
            at += size
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def portable(pages: Sequence[Sequence[Sequence[str]]], title: str = TITLE) -> bytes:
    """A PDF of ruled tables, one a page; text in a font that is not embedded."""
    width, high, left, top = 110, 16, 20, 1180
    streams = []
    for rows in pages:
        drawn = [f"BT /F 9 Tf {left} {top + 8} Td <{_codes(title)}> Tj ET"]
        columns = len(rows[0])
        for line in range(len(rows) + 1):
            y = top - line * high
            drawn.append(f"{left} {y} m {left + columns * width} {y} l S")
        for line in range(columns + 1):
            x = left + line * width
            drawn.append(f"{x} {top} m {x} {top - len(rows) * high} l S")
        for at, row in enumerate(rows):
            for i, text in enumerate(row):
                x, y = left + i * width + 2, top - at * high - 6
                for part in _parted(text):
                    drawn.append(f"BT /F 4 Tf {x} {y} Td <{_codes(part)}> Tj ET")
                    y -= 5
        streams.append("\n".join(drawn).encode("ascii"))
    return pdf_file(streams, f"0 0 {left * 2 + width * 7} 1200")


def scan() -> bytes:
    """A PDF whose only page is a picture."""
    return pdf_file([b"0 0 100 100 re f"], "0 0 200 200")


def _parted(text: str, most: int = 26) -> list[str]:
    """The lines of a cell: words stay whole, Japanese is broken anywhere."""
    return textwrap.wrap(text, most) or [""]


def _codes(text: str) -> str:
    return text.encode("utf-16-be").hex()


def pdf_file(streams: Sequence[bytes], box: str) -> bytes:
    """A PDF of pages; `/F` is a font of wide letters in UTF-16, `/H` Helvetica."""
    unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
    )
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor"
        b" << /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 -200 1000 900]"
        b" /Ascent 880 /Descent -120 /CapHeight 700 /ItalicAngle 0 /StemV 80 >> >>",
        _stream(unicode),
    ]
    for i, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {7 + 2 * i} 0 R"
            " /Resources << /Font << /F 3 0 R /H << /Type /Font /Subtype /Type1"
            " /BaseFont /Helvetica >> >> >> >>".encode()
        )
        objects.append(_stream(stream))
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, start)
    )
    return out.getvalue()


def _stream(body: bytes) -> bytes:
    packed = zlib.compress(body)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (
        len(packed),
        packed,
    )
