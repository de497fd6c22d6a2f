"""The one place that keeps an edition between runs: built once per list and version."""

from __future__ import annotations

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


def default_edition() -> Edition:
    """The edition people see first.

    Raises:
        AgreementsError: the list cannot be read.
    """
    beside = DEFAULT_LIST.with_name("edition.toml")
    digests = tuple(file_digest(path) for path in (DEFAULT_LIST, beside))
    return build_once(digests, VERSION, DEFAULT_LIST)


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
