"""Detects the kind of a file from its bytes, never from its file name extension."""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.read import refusals

PLAIN_TEXT = "text"
XLSX = "xlsx"
XLS = "xls"
ODS = "ods"
DOCX = "docx"
HTML = "html"
PDF = "pdf"

_REFUSED = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"{\\rtf", "rtf"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"
_OLD_SHEETS = (
    b"\x09\x08",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x00\x04\x00",
)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dhr]\b", re.IGNORECASE)
_LIST = re.compile(r"<(?:ul|ol|dl)\b[^<>]{0,400}>\s*<(?:li|dt|dd)\b", re.IGNORECASE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def find_kind(received: bytes, name: str) -> str:
    """Detect the kind of a file from its bytes; PLAIN_TEXT if no other is recognized.

    Raises:
        SourceError: it is of a kind without tables that we read, is protected by a
            password, or unpacks to more than may be read.
    """
    for start, kind in _REFUSED:
        if received.startswith(start):
            raise refusals.other_kind(name, kind)
    if received[:4] == b"RIFF" and received[8:12] == b"WEBP":
        raise refusals.other_kind(name, "webp")
    if received[4:12] in (b"ftypheic", b"ftypmif1"):
        raise refusals.other_kind(name, "heic")
    if received[:2] == b"BM" and received[6:10] == b"\0\0\0\0":
        raise refusals.other_kind(name, "bmp")
    if received.startswith(_ZIP):
        return _kind_of_zip(received, name)
    if received.startswith(_OLE):
        return _kind_of_ole(received, name)
    if received.startswith(_OLD_SHEETS):
        return XLS
    if received[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return PDF
    return PLAIN_TEXT


def is_html(text: str) -> bool:
    """Whether a text is HTML with tables or lists."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<table", "<head")):
        return True
    table = _TABLE.search(text)
    opened = text.find(">", table.end()) if table else -1
    if table is None or opened < 0 or not _CELL.search(text, opened + 1):
        listed = _LIST.search(text)
        return listed is not None and "|" not in text[: listed.start()]
    return text.count("|", 0, table.start()) <= 3


def _kind_of_ole(received: bytes, name: str) -> str:
    if _ENCRYPTED in received:
        raise refusals.encrypted(name)
    for stream, kind in (
        ("WordDocument", "doc"),
        ("PowerPoint Document", "ppt"),
    ):
        if stream.encode("utf-16-le") in received:
            raise refusals.other_kind(name, kind)
    if any(s.encode("utf-16-le") in received for s in ("Workbook", "Book")):
        return XLS
    raise refusals.other_kind(name, "old office")


def _kind_of_zip(received: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(received)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        kind = "office"
        raise refusals.not_readable(name, kind, str(error)) from error
    except (KeyError, IndexError, UnicodeError, OverflowError) as error:
        kind = "office"
        raise refusals.not_readable(name, kind, type(error).__name__) from error
    _check_size(parts, name)
    names = {part.filename.replace("\\", "/").lstrip("/").lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refusals.encrypted(name)
    if "xl/workbook.bin" in names:
        raise refusals.other_kind(name, "xlsb")
    if any(n.startswith("ppt/") for n in names):
        raise refusals.other_kind(name, "pptx")
    if any(n.endswith(".iwa") for n in names):
        raise refusals.other_kind(name, "numbers")
    if any(n.startswith("word/") for n in names):
        return DOCX
    if "content.xml" in names and names & {"mimetype", "meta-inf/manifest.xml"}:
        return ODS
    if "[content_types].xml" in names and any(n.startswith("xl/") for n in names):
        return XLSX
    raise refusals.other_kind(name, "zip")


def _check_size(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Check the sizes in the archive's directory; reading checks the true ones."""
    if len(parts) > refusals.MAX_PARTS:
        what = f"has {len(parts):,} parts"
        raise refusals.too_big_unpacked(name, what, f"{len(parts):,} 個の部品がある")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > refusals.MAX_UNPACKED:
        what = f"would unpack to {unpacked // 2**20:,} MiB"
        ja = f"展開すると {unpacked // 2**20:,} MiB になる"
        raise refusals.too_big_unpacked(name, what, ja)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if ratio > refusals.MAX_RATIO and part.file_size > 2**24:
            what = f"holds a part that grows to {ratio:,.0f} times its size"
            ja = f"{ratio:,.0f} 倍に膨らむ部品がある"
            raise refusals.too_big_unpacked(name, what, ja)
