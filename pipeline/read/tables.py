"""Reads the tables of a file that is no text, each kind by its own reader.

Loads nothing but the reader of that kind: to load pandas takes longer than most reading.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from pipeline.errors import SourceError
from pipeline.read import refusals
from pipeline.read.table import Table

READERS = {
    "xlsx": ("xlsx", "read_xlsx"),
    "xls": ("xls", "read_xls"),
    "ods": ("ods", "read_ods"),
    "docx": ("docx", "read_docx"),
    "html": ("html", "read_html"),
    "pdf": ("pdf", "read_pdf"),
}
"""Kind of file -> module and function that read it."""


OUTLINE_READERS = {
    "docx": ("docx", "read_docx_outline"),
    "html": ("html_outline", "read_html_outline"),
}
"""Kind of file that may hold an outline -> module and function that read it."""


def read_outline(
    received: bytes, kind: str, name: str
) -> list[tuple[int, str, int, str, str]]:
    """Read the lines of a file with their levels: see `outline_items.OutlineItem`.

    Raises:
        SourceError: it is damaged.
        MemoryError: it takes more memory than there is.
    """
    module, function = OUTLINE_READERS[kind]
    return [tuple(item) for item in _read(module, function, received, kind, name)]


def read_tables(received: bytes, kind: str, name: str) -> list[Table]:
    """Read all tables of a file.

    Raises:
        SourceError: it is damaged, or holds more than a list can.
        MemoryError: it takes more memory than there is.
    """
    tables: list[Table] = _read(*READERS[kind], received, kind, name)
    return tables


def _read(module: str, function: str, received: bytes, kind: str, name: str) -> Any:
    try:
        read: Callable[[bytes, str], Any]
        read = getattr(import_module(f"pipeline.read.{module}"), function)
        return read(received, name)
    except (SourceError, MemoryError):
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise refusals.not_readable(name, kind, what) from error
