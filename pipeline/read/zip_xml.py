"""Reads the XML parts of a ZIP file (XLSX, ODS, DOCX) without trusting them.

Resolves no entity, fetches nothing, and unpacks no more than the limit.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from pipeline.read import refusals

Element = Any
"""An element of lxml, which has no types of its own."""

_PARSING = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How every part is parsed: nothing is fetched, replaced or grown."""


class ZipParts:
    """The parts of one file, by name regardless of case."""

    def __init__(self, received: bytes, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        self._left = refusals.MAX_UNPACKED
        self._archive = zipfile.ZipFile(io.BytesIO(received))
        self._paths = {
            part.filename.replace("\\", "/").lstrip("/").lower(): part.filename
            for part in self._archive.infolist()
        }

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._paths

    def read(self, path: str) -> bytes:
        """Unpack one part.

        Raises:
            SourceError: it is missing or damaged, or all parts read so far unpack to
                more than the limit.
        """
        try:
            with self._archive.open(self._paths[path.lower()]) as part:
                unpacked = self._bounded(part)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            read = f"no part '{path}'" if path not in self else f"'{path}': {error}"
            raise refusals.not_readable(self.name, self.kind, read) from error
        except (NotImplementedError, RuntimeError, OSError, ValueError) as error:
            read = f"'{path}': {error}"
            raise refusals.not_readable(self.name, self.kind, read) from error
        return unpacked

    def _bounded(self, part: IO[bytes]) -> bytes:
        unpacked = part.read(self._left + 1)
        self._left -= len(unpacked)
        if self._left < 0:
            what = "unpacks to more than its directory says"
            ja = "展開すると一覧に書かれた大きさを超える"
            raise refusals.too_big_unpacked(self.name, what, ja)
        return unpacked

    def tree(self, path: str) -> Element:
        """Parse one part.

        Raises:
            SourceError: it is missing or not XML.
        """
        parser = etree.XMLParser(**_PARSING)
        try:
            return etree.fromstring(self.read(path), parser)
        except etree.XMLSyntaxError as error:
            read = f"'{path}': {error}"
            raise refusals.not_readable(self.name, self.kind, read) from error

    def elements(self, path: str, *tags: str) -> Iterator[Element]:
        """Yield the elements of one part by local name, and free each afterwards.

        Raises:
            SourceError: the part is missing or not XML.
        """
        events = etree.iterparse(
            io.BytesIO(self.read(path)),
            tag=[f"{{*}}{tag}" for tag in tags],
            **_PARSING,
        )
        try:
            for _, element in events:
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            read = f"'{path}': {error}"
            raise refusals.not_readable(self.name, self.kind, read) from error


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def get_attribute(element: Element, name: str) -> str:
    """Return an attribute by local name in any namespace; "" if it is missing."""
    if (value := element.get(name)) is not None:
        return str(value)
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def to_int(text: str, default: int = 0) -> int:
    """Parse a whole number; return `default` for any other text."""
    text = text.strip()
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
    )
