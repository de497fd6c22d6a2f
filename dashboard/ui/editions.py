"""The editions cached between runs, each opened once for its bytes and rules."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import streamlit as st

from pipeline import read_list
from pipeline.cache import open_edition
from pipeline.model import Edition
from pipeline.version import rules_version

_ROOT = Path(__file__).resolve().parents[2]
DEFAULT_LIST = _ROOT / "data" / "lists" / "kobe-engineering" / "input.md"
LIST_VARIABLE = "ATLAS_LIST"
"""The environment variable that names another list to show; `make run LIST=` sets it."""

CACHE_FOLDER = _ROOT / ".cache" / "editions"
CACHE_VARIABLE = "ATLAS_CACHE"
"""The environment variable that names another folder for built editions."""


def default_list() -> Path:
    """Return the path of the list that is shown first."""
    named = os.environ.get(LIST_VARIABLE, "")
    return Path(named).expanduser() if named else DEFAULT_LIST


def default_upload_facts() -> tuple[str, bytes]:
    """Return the file name and the bytes of the list that is shown first.

    Raises:
        AgreementsError: the list cannot be read.
    """
    path = default_list()
    return path.name, read_list(path)


def default_edition() -> Edition:
    """Return the edition that is shown first.

    Raises:
        AgreementsError: the list cannot be read.
    """
    path = default_list()
    digests = tuple(file_digest(file) for file in (path, path.parent / "edition.toml"))
    return build_once(digests, rules_version(), path)


@st.cache_resource(show_spinner=False, max_entries=2)
def build_once(digests: tuple[str, ...], rules: str, _path: Path) -> Edition:
    """Open the edition of a list; the same bytes and rules are opened once.

    Never called for a reader's own list, because what is built here is stored on disk.
    """
    del digests, rules
    named = os.environ.get(CACHE_VARIABLE, "")
    return open_edition(_path, Path(named).expanduser() if named else CACHE_FOLDER)


def file_digest(path: Path) -> str:
    """Return the sha256 of a file, which is read again only when it has changed."""
    if not path.is_file():
        return ""
    written = path.stat()
    with suppress(OSError):  # opening the list says what is wrong
        return _digest(path, written.st_mtime_ns, written.st_size)
    return ""


@lru_cache(maxsize=32)
def _digest(path: Path, _written: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
