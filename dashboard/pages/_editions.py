"""The one place that keeps an edition between runs: built once per list and version."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

from pipeline import VERSION, build
from pipeline.model import Edition

DEFAULT_LIST = (
    Path(__file__).resolve().parents[2]
    / "data"
    / "lists"
    / "kobe-engineering"
    / "input.md"
)
LIST_VARIABLE = "ATLAS_LIST"
"""The environment variable that names another list to show; `make run LIST=` sets it."""


def first_list() -> Path:
    """The list people see first."""
    named = os.environ.get(LIST_VARIABLE, "")
    return Path(named).expanduser() if named else DEFAULT_LIST


def default_edition() -> Edition:
    """The edition people see first.

    Raises:
        AgreementsError: the list cannot be read.
    """
    path = first_list()
    digests = tuple(file_digest(one) for one in (path, path.parent / "edition.toml"))
    return build_once(digests, VERSION, path)


@st.cache_resource(show_spinner=False, max_entries=8)
def build_once(digests: tuple[str, ...], version: str, _path: Path) -> Edition:
    """Build the edition of a list; the same bytes and version are built once."""
    del digests, version
    return build(_path)


def file_digest(path: Path) -> str:
    """The sha256 of a file, read again only when it was written again."""
    if not path.is_file():
        return ""
    written = path.stat()
    return _digest(path, written.st_mtime_ns, written.st_size)


@lru_cache(maxsize=32)
def _digest(path: Path, _written: int, _size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()
