"""Reads one file in a process of its own, under limits: no file can harm the parent.

Bytes come in on standard input, tables go out as JSON. Started by `apart`, as a script
with a bare `pipeline` package, because loading pandas takes longer than most reading.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Any

READERS = {
    "xlsx": ("xlsx", "read_xlsx"),
    "xls": ("xls", "read_xls"),
    "ods": ("ods", "read_ods"),
    "docx": ("docx", "read_docx"),
    "html": ("html", "read_html"),
    "pdf": ("pdf", "read_pdf"),
}
"""Kind of file -> module and function that read it."""

MAX_MEMORY = 1_400 * 2**20
"""Bytes of memory the child may take, where the system can limit it."""

MAX_SECONDS = 50
"""Seconds the child may count on the processor; a second or two more on the clock."""


def _package(name: str, folder: Path) -> None:
    """Stand in for a package without running what its `__init__` imports."""
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time-out stays
        return
    for limit, value in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(limit, (wanted, hard))
        except (ValueError, OSError):  # some systems know a limit and cannot set it
            continue


def answer(kind: str, received: bytes, name: str) -> dict[str, Any]:
    """Read the file; what it holds, or why it cannot be read."""
    errors = import_module("pipeline.errors")
    refusals = import_module("pipeline.read.refusals")
    module, function = READERS[kind]
    try:
        read: Callable[[bytes, str], list[Any]]
        read = getattr(import_module(f"pipeline.read.{module}"), function)
        tables = read(received, name)
    except errors.SourceError as error:
        return {"message": str(error), "text_ja": error.text_ja}
    except MemoryError:
        told = refusals.too_much_text(name)
        return {"message": str(told), "text_ja": told.text_ja}
    except Exception as error:  # noqa: BLE001  # a library met what it cannot read
        told = refusals.not_readable(name, kind, f"{type(error).__name__}: {error}")
        return {"message": str(told), "text_ja": told.text_ja}
    return {
        "tables": [
            {
                "numbers": table.numbers,
                "cells": table.cells,
                "spans": [(*place, *origin) for place, origin in table.spans.items()],
                "name": table.name,
            }
            for table in tables
        ]
    }


def main(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer one question: a line of JSON (kind, name), then the bytes of the file."""
    asked = json.loads(source.readline())
    said = answer(asked["kind"], source.read(), asked["name"])
    for piece in json.JSONEncoder().iterencode(said):
        target.write(piece.encode("ascii"))
    target.flush()


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    _package("pipeline", here.parent)
    _package("pipeline.read", here)
    _limit()
    main(sys.stdin.buffer, sys.stdout.buffer)
