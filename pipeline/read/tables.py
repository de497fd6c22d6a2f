"""Reads the tables of a file that is no text, each kind by its own reader.

Loads nothing but the reader of that kind: to load pandas takes longer than most reading.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

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


def read_tables(received: bytes, kind: str, name: str) -> list[Table]:
    """Read all tables of a file.

    Raises:
        SourceError: it is damaged, or holds more than a list can.
        MemoryError: it takes more memory than there is.
    """
    module, function = READERS[kind]
    try:
        read: Callable[[bytes, str], list[Table]]
        read = getattr(import_module(f"pipeline.read.{module}"), function)
        return read(received, name)
    except (SourceError, MemoryError):
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise refusals.not_readable(name, kind, what) from error
