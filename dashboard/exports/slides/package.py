"""The zip package of slides: checks of a template, and reproducible bytes.

Reads the directory of a template before unpacking anything; raises TemplateError for
what is no presentation, locked, too large or has macros.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree
from pptx.exc import PythonPptxError

from dashboard.exports.errors import (
    BROKEN,
    LOCKED,
    MACROS,
    OLD_FORMAT,
    TOO_LARGE,
    WRONG_KIND,
    template_error,
)
from pipeline.zip_files import zip_bytes

MOST_PARTS = 5000
MOST_UNPACKED = 150_000_000
"""Bytes of all parts together."""

MOST_XML = 20_000_000
"""Bytes of one part that must be parsed."""

MOST_RATIO, SMALL_PART = 200, 2**20
"""Greatest ratio of unpacked to packed size, for parts larger than SMALL_PART."""

EAST_ASIAN_FONT = "Yu Gothic"
"""Available on Windows and with Office on a Mac."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


@dataclass(frozen=True)
class OfficeKind:
    """A kind of Office file: its texts, and the names of its main part's types."""

    texts: str
    document: str
    template: str


SLIDES = OfficeKind("slides", "presentationml.presentation", "presentationml.template")
WORD = OfficeKind("paper", "wordprocessingml.document", "wordprocessingml.template")

_TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"
_APP = "docProps/app.xml"
_THUMBNAIL = re.compile(
    r"<Relationship (?:(?!/metadata/thumbnail\")[^<>])*+/metadata/thumbnail\"[^<>]*/>"
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLAIN_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Microsoft Office PowerPoint</Application>'
    "</Properties>"
)

UNREADABLE = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    PythonPptxError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
)
"""Errors that zipfile, lxml and python-pptx raise on a broken package."""


def template_package(received: bytes, kind: OfficeKind = SLIDES) -> bytes:
    """Check a template of a kind and return its package, ready to be opened.

    Raises:
        TemplateError: it is of no such kind, is locked, holds macros, or is too large.
    """
    if received.startswith(_COMPOUND):
        raise template_error(
            LOCKED if _LOCKED in received else OLD_FORMAT, of=kind.texts
        )
    try:
        with zipfile.ZipFile(io.BytesIO(received)) as package:
            parts = package.infolist()
            if _is_too_large(parts):
                most = MOST_UNPACKED // 1_000_000
                raise template_error(TOO_LARGE, of=kind.texts, most=most)
            types = package.read(_TYPES).decode("utf-8-sig")
    except UNREADABLE as error:
        raise template_error(WRONG_KIND, of=kind.texts) from error
    if "macroEnabled" in types:
        raise template_error(MACROS, of=kind.texts)
    if not any(_MAIN.format(name) in types for name in (kind.document, kind.template)):
        raise template_error(WRONG_KIND, of=kind.texts)
    try:
        return rewritten(received)
    except UNREADABLE as error:
        raise template_error(BROKEN, of=kind.texts) from error


def _is_too_large(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether the parts of a package exceed what may be unpacked or parsed."""
    parsed = (part for part in parts if part.filename.endswith((".xml", ".rels")))
    return (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or max((part.file_size for part in parsed), default=0) > MOST_XML
        or any(
            part.file_size > max(SMALL_PART, MOST_RATIO * part.compress_size)
            for part in parts
        )
    )


def rewritten(received: bytes) -> bytes:
    """Rewrite a package so that its bytes are reproducible.

    A template (.potx, .dotx) becomes a document, a theme without an East Asian typeface
    gets one, and the thumbnail and titles of the old slides are removed.
    """
    with zipfile.ZipFile(io.BytesIO(received)) as package:
        names = package.namelist()
        return zip_bytes((name, _part(name, package.read(name))) for name in names)


def _part(name: str, content: bytes) -> bytes:
    if name == _TYPES:
        text = content.decode("utf-8-sig")
        for kind in (SLIDES, WORD):
            text = text.replace(
                _MAIN.format(kind.template), _MAIN.format(kind.document)
            )
        return text.encode()
    if name == _ROOT:
        return _THUMBNAIL.sub("", content.decode("utf-8-sig")).encode()
    if name == _APP:
        return _PLAIN_APP.encode()
    if name.startswith(("ppt/theme/", "word/theme/")) and name.endswith(".xml"):
        return with_east_asian(content)
    return content


def with_east_asian(theme: bytes) -> bytes:
    """Return the theme, with an East Asian typeface where it names none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(theme, parser)
    changed = False
    for fonts in root.iter(f"{_A}majorFont", f"{_A}minorFont"):
        named = fonts.find(f"{_A}ea")
        if named is not None and not named.get("typeface"):
            japanese = fonts.find(f"{_A}font[@script='Jpan']")
            font = "" if japanese is None else japanese.get("typeface", "")
            named.set("typeface", font or EAST_ASIAN_FONT)
            changed = True
    if not changed:
        return theme
    return to_xml_bytes(root)


def to_xml_bytes(root: etree._Element) -> bytes:
    """Return an XML part of a package as bytes."""
    content: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return content
