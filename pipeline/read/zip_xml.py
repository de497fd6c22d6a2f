"""The XML parts of a ZIP file (XLSX, ODS, DOCX), read without trusting them.

No entity is resolved, nothing is fetched, and no more is unpacked than may be.
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


class Parts:
    """The parts of one file, found by name whatever its case."""

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
            SourceError: it is not there, is damaged, or all parts read so far unpack
                to more than may be.
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
            SourceError: it is not there or is no XML.
        """
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(self.read(path), parser)
        except etree.XMLSyntaxError as error:
            read = f"'{path}': {error}"
            raise refusals.not_readable(self.name, self.kind, read) from error

    def elements(self, path: str, *tags: str) -> Iterator[Element]:
        """Go through the elements of one part by local name, freeing each afterwards.

        Raises:
            SourceError: the part is not there or is no XML.
        """
        events = etree.iterparse(
            io.BytesIO(self.read(path)),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
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


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by local name, whatever its namespace; empty where it is not."""
    if (value := element.get(name)) is not None:
        return str(value)
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def number(text: str, default: int = 0) -> int:
    """A whole number out of an attribute; `default` where it is none."""
    text = text.strip()
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
    )
