"""First in the line: a received file becomes a SourceGrid, whatever kind of file it is.

Assumes only a path. Promises that no character of a table is lost, and one clear
SourceError for a file that cannot be a list: missing, empty, huge, binary.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model import SourceGrid
from pipeline.read.markdown import read_markdown

MAX_BYTES = 256 * 2**20
"""Larger files are refused before they are read (a million rows take about 120 MB)."""

_BINARY_STARTS = {
    b"PK\x03\x04": "a ZIP file (XLSX, ODS, DOCX ...)",
    b"\xd0\xcf\x11\xe0": "an old Office file (XLS, DOC ...)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip file",
}


def read_bytes(path: Path) -> bytes:
    """Read the received bytes.

    Raises:
        SourceError: there is no such file, it is empty, or it is larger than MAX_BYTES.
    """
    if not path.is_file():
        kind = "a folder" if path.is_dir() else "nothing that can be read as one"
        msg = f"The list must be a file, but '{path}' is {kind}. Check the path."
        raise SourceError(msg)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            msg = (
                f"The list must be at most {MAX_BYTES:,} bytes, but '{path.name}' has"
                f" {size:,}. Cut it into parts, or leave out what is not the list."
            )
            raise SourceError(msg)
        received = path.read_bytes()
    except OSError as error:
        msg = f"'{path}' can't be opened: {error.strerror}. Check who may read it."
        raise SourceError(msg) from error
    if not received.strip():
        msg = (
            f"The list must hold a table, but '{path.name}' is empty"
            f" ({len(received)} bytes). Save the list again and check its size."
        )
        raise SourceError(msg)
    return received


def read_grid(received: bytes, name: str = "the list") -> SourceGrid:
    """Read the table out of the received bytes.

    Args:
        received: the bytes of the file, as received.
        name: what messages call the file.

    Raises:
        SourceError: the bytes are not text in UTF-8, or hold no table of pipes.
    """
    text = _decode(received, name)
    if "|" not in text:
        first = next((line for line in text.splitlines() if line.strip()), "")
        msg = (
            f"The list must be a table whose cells stand between '|', but '{name}'"
            f" has no '|'. Read: '{first.strip()[:60]}'. Save it as a Markdown table."
        )
        raise SourceError(msg)
    return read_markdown(text, name)


def _decode(received: bytes, name: str) -> str:
    kind = next((k for s, k in _BINARY_STARTS.items() if received.startswith(s)), "")
    if not kind and b"\x00" in received[:65536]:
        kind = "binary or UTF-16"
    if kind:
        msg = (
            f"The list must be a text file holding a Markdown table, but '{name}' is"
            f" {kind}. Save the list as text in UTF-8."
        )
        raise SourceError(msg)
    try:
        return received.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = received.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data":
            msg = (
                f"The list must be whole, but '{name}' breaks off in line {line}, in the"
                " middle of a character. Save or copy the whole list again."
            )
            raise SourceError(msg) from error
        msg = (
            f"The list must be text in UTF-8, but line {line} of '{name}' holds the"
            f" byte 0x{received[error.start]:02x}, which is not. Save it as UTF-8."
        )
        raise SourceError(msg) from error
