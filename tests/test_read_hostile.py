"""Broken, locked, lying and hostile files: one SourceError each, soon and small."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import sandbox
from pipeline.errors import SourceError
from pipeline.read import read_grid, read_grids, refusals
from pipeline.read.csv import find_delimiter, read_delimited
from pipeline.read.encodings import decode
from pipeline.read.kinds import find_kind
from pipeline.read.tables import READERS, read_tables
from tests import list_files

KOBE = list_files.kobe_rows()
WORKBOOK = list_files.workbook(KOBE[:9])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = (
    "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    "<sheetData>{}</sheetData></worksheet>"
)


def refused(received: bytes, name: str = "list.xlsx") -> str:
    """The message, in English; the Japanese one is there, too."""
    with pytest.raises(SourceError) as error:
        read_grids(received, name)
    message = str(error.value)
    assert name in message
    assert name in error.value.text_ja
    assert error.value.text_ja.endswith("。")
    assert len(message) < 500
    assert "\n" not in message
    return message


def or_refusal(read: Callable[[], Any]) -> Any:
    """What was read, or None where it was refused in both languages."""
    try:
        return read()
    except SourceError as error:
        told = (str(error), error.text_ja)
    assert all(told)
    return None


def parts_of(received: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(received)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return file.getvalue()


def with_part(name: str, body: str | bytes) -> bytes:
    whole = body if isinstance(body, bytes) else body.encode()
    return packed({**parts_of(WORKBOOK), name: whole})


def written(**cells: str) -> bytes:
    book = openpyxl.Workbook()
    for place, text in cells.items():
        book.active[place] = text
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"II*\x00", "a TIFF picture"),
        (b"RIFF\0\0\0\0WEBP", "a WebP picture"),
        (b"\0\0\0\x18ftypheic", "a HEIC picture"),
        (b"BM\x10\0\0\0\0\0\0\0", "a BMP picture"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
        (b"Rar!\x1a\x07", "a RAR file"),
        (b"{\\rtf1", "an RTF file"),
        (OLE, "an old Office file"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word file"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "an old PowerPoint file"),
        (packed({"a.csv": b"a,b"}), "a ZIP file"),
        (packed({"xl/workbook.bin": b""}), "a binary workbook"),
        (packed({"ppt/presentation.xml": b""}), "a PowerPoint file"),
        (packed({"Index/Document.iwa": b""}), "a Numbers file"),
    ],
)
def test_other_kinds_are_called_by_their_name(start: bytes, kind: str):
    assert f"'list.xlsx' is {kind}" in refused(start + b"|,\n" * 9)


@pytest.mark.parametrize(
    "received",
    [
        WORKBOOK[: len(WORKBOOK) // 2],
        b"PK\x03\x04" + bytes(99),
        with_part("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row"),
        with_part("xl/workbook.xml", b"\xff\xfe\x00"),
        OLE + "Workbook".encode("utf-16-le") + bytes(999),
        b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(99),
        b"%PDF-1.7\n" + b"junk" * 99,
        list_files.portable([[list_files.HEADING]])[:600],
    ],
)
def test_damaged_files_are_refused(received: bytes):
    refused(received)


def test_locked_workbook_is_refused():
    body = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "asks for one. Remove the password" in refused(body)


def test_locked_open_sheet_is_refused():
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>",
        "content.xml": bytes(99),
    }
    assert "asks for one. Remove the password" in refused(packed(parts))


def test_workbook_with_macros_is_only_read():
    received = with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert read_grid(received).cells == read_grid(WORKBOOK).cells


def test_empty_workbook_is_refused():
    assert "all sheets of 'list.xlsx' are empty" in refused(written())


def test_one_cell_at_the_far_end_of_a_sheet_costs_nothing():
    assert "row 1048576" in refused(written(A1="国", XFD1048576="x"))
    found = read_grid(written(A1="国", B1="大学", A1048576="x"))
    assert found.numbers == (1, 1_048_576)


def test_part_that_grows_is_not_unpacked():
    zeros = bytes(2**25)
    assert "times its size" in refused(with_part("xl/worksheets/sheet2.xml", zeros))


def test_file_of_too_many_parts_is_not_unpacked():
    many = {f"xl/{i}": b"" for i in range(refusals.MAX_PARTS + 1)}
    assert "parts. It is not read" in refused(packed(many))


def test_entities_are_not_resolved():
    entities = "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = SHEET.format("<row><c t='inlineStr'><is><t>&i;</t></is></c></row>")
    dtd = f"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>{entities}]>"
    received = with_part("xl/worksheets/sheet2.xml", dtd + sheet)
    found = or_refusal(lambda: read_grids(received)) or ()
    assert all(len(c) < 99 for grid in found for row in grid.cells for c in row)


def test_files_of_the_machine_are_not_fetched():
    dtd = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"
    sheet = SHEET.format("<row><c t='inlineStr'><is><t>x&a;</t></is></c></row>")
    received = with_part("xl/worksheets/sheet2.xml", dtd + sheet)
    found = or_refusal(lambda: read_grids(received)) or ()
    assert {c for grid in found for row in grid.cells for c in row} <= {
        *("", "x", "旧", "一覧")
    }


def test_one_text_in_very_many_cells_is_refused():
    texts = (
        "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        f"<si><t>{'x' * 32_000}</t></si></sst>"
    )
    row = "<row>" + "<c t='s'><v>0</v></c>" * 400 + "</row>"
    parts = {
        **parts_of(WORKBOOK),
        "xl/sharedStrings.xml": texts.encode(),
        "xl/worksheets/sheet2.xml": SHEET.format(row * 50).encode(),
    }
    assert "200,000,000 characters" in refused(packed(parts))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            "<table>" + "<tr>" + "<td rowspan=60000>x" * 499 + "<tr><td>y" * 30_000,
            marks=pytest.mark.slow,
        ),
        "<table><tr><td colspan=900>a<td>b</table>",
        "<table>" + "<div>" * 3000 + "<table><tr><td>a<td>b",
        "<table></table><html>",
        "<html><script>document.write('<table>')</script>",
    ],
)
def test_hostile_pages_are_refused(page: str):
    refused(page.encode(), "list.html")


def test_scripts_of_a_page_are_no_text():
    page = "<html><table><tr><td onclick=x()>a<script>alert(1)</script><td>b</table>"
    assert read_grid(page.encode()).cells == (("a", "b"),)


def test_reading_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "LIMITS", replace(sandbox.LIMITS, patience=0.001))
    assert "must be readable within" in refused(WORKBOOK)


@pytest.mark.parametrize(
    ("end", "message"),
    [
        (sandbox.TaskEndedError(sandbox.MEMORY), "MiB of memory"),
        (sandbox.TaskEndedError(sandbox.TIME), "must be readable within 50 seconds"),
        (sandbox.TaskEndedError(sandbox.FAULT), "Read: nothing"),
        (sandbox.TaskEndedError(sandbox.FAULT, "Aborted"), "Read: Aborted"),
    ],
)
def test_a_process_that_ends_is_one_message(
    end: sandbox.TaskEndedError, message: str, monkeypatch: pytest.MonkeyPatch
):
    def ends(*_: object, **__: object):
        raise end

    monkeypatch.setattr(sandbox, "run", ends)
    assert message in refused(WORKBOOK)


def test_file_larger_than_any_list_is_refused():
    assert "at most 268,435,456 bytes" in refused(bytes(refusals.MAX_BYTES + 1))


def test_record_of_very_many_cells_is_refused():
    assert "but line 2 of 'list.xlsx' has 901" in refused(b"a,b\n" + b"," * 900 + b"\n")


SOURCES = {
    "xlsx": (list_files.workbook, "openpyxl"),
    "docx": (list_files.document, "docx"),
    "ods": (list_files.open_sheet, "odf"),
    "html": (lambda rows: list_files.page(rows).encode(), "csv"),
    "pdf": (lambda rows: list_files.portable([rows]), "csv"),
    "xls": (list_files.old_workbook, "xlwt"),
}
"""Kind -> what writes such a file, and the library that takes."""


@cache
def source(kind: str) -> bytes:
    write, library = SOURCES[kind]
    pytest.importorskip(library, reason="writes the file that is read")
    return write(KOBE[:9])


def mutated(received: bytes, changes: list[tuple[int, int, int]]) -> bytes:
    """Bytes changed, cut out or repeated at some places."""
    body = bytearray(received)
    for at, how, value in changes:
        place = at % max(len(body), 1)
        if how == 0:
            body[place : place + 1] = bytes([value])
        elif how == 1:
            del body[place : place + value]
        else:
            body[place:place] = body[place : place + value]
    return bytes(body)


CHANGES = st.lists(
    st.tuples(st.integers(0, 2**20), st.integers(0, 2), st.integers(0, 255)),
    min_size=1,
    max_size=6,
)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", SOURCES)
@given(changes=CHANGES)
@settings(max_examples=60)
def test_changed_files_are_read_or_refused(
    kind: str, changes: list[tuple[int, int, int]]
):
    received = mutated(source(kind), changes)
    found = or_refusal(lambda: find_kind(received, "list"))
    if found in READERS:
        assert or_refusal(lambda: read_tables(received, found, "list")) != []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
@given(changes=CHANGES)
@settings(max_examples=60)
def test_workbooks_with_changed_parts_are_read_or_refused(
    part: str, changes: list[tuple[int, int, int]]
):
    received = with_part(part, mutated(parts_of(WORKBOOK)[part], changes))
    assert or_refusal(lambda: read_tables(received, "xlsx", "list")) != []


@given(received=st.binary(min_size=1, max_size=400))
def test_any_bytes_are_text_or_refused(received: bytes):
    found = or_refusal(lambda: decode(received, "list"))
    if found:
        assert len(found[0]) <= len(received)


@given(text=st.text(st.sampled_from('ab漢,;\t|"\n\r-<tr> '), max_size=120))
def test_any_text_is_read_or_refused(text: str):
    for found in or_refusal(lambda: read_grids(text.encode(), "list")) or ():
        assert list(found.numbers) == sorted(set(found.numbers))


@given(
    drawn=st.lists(
        st.lists(st.text(st.sampled_from('ab漢 ,;\t\n"'), max_size=5), min_size=3)
        .map(lambda row: row[:5])
        .filter(lambda row: "".join(row).strip()),
        min_size=3,
        max_size=9,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_reading_loses_no_character(drawn: list[list[str]], delimiter: str):
    import csv

    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(drawn)
    found = read_delimited(file.getvalue(), delimiter, "list")
    inside = "".join(text for row in found.cells for text in row)
    for sign in "ab漢":
        assert inside.count(sign) == file.getvalue().count(sign)


def test_delimiter_of_nothing_is_none():
    assert find_delimiter("協定\n一覧\n") == ""
