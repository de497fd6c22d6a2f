"""Reads the metadata of a list: `edition.toml` beside it, else its file name.

Promises that a list whose bytes changed after its edition.toml was written is refused.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.errors import SourceError


@dataclass(frozen=True)
class EditionMetadata:
    """The metadata of an edition.

    Attributes:
        title: in `ja` and `en`.
        facts: publisher, where and when obtained, licence, name, file, sha256 ...
        expected: counts of source_rows, agreements, institutions and territories in a
            complete reading; empty if nobody has counted them.
    """

    title: dict[str, str]
    facts: dict[str, str]
    expected: dict[str, int]


UNTITLED = EditionMetadata({"ja": "", "en": ""}, {}, {})
"""For a table that came without a file."""


def default_metadata(received: bytes, name: str, version: str) -> EditionMetadata:
    """Return the metadata of a list that came without an `edition.toml`."""
    facts = {
        "file": name,
        "sha256": sha256(received).hexdigest(),
        "pipeline_version": version,
    }
    stem = Path(name).stem
    return EditionMetadata({"ja": stem, "en": stem}, facts, {})


def read_edition_file(path: Path, received: bytes, version: str) -> EditionMetadata:
    """Read `edition.toml` beside the list, if it is there and speaks of this list.

    Raises:
        SourceError: the file is no TOML, or the bytes are not those it describes.
    """
    plain = default_metadata(received, path.name, version)
    digest, facts = plain.facts["sha256"], plain.facts
    beside = path.parent / "edition.toml"
    if not beside.is_file():
        return plain
    try:
        told = tomllib.loads(beside.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"'{beside.name}' beside the list must be TOML in UTF-8, but: {error}."
        raise SourceError(msg) from error
    if told.get("file", path.name) != path.name:
        return plain
    if told.get("sha256") != digest:
        msg = (
            f"'{path.name}' must be the bytes its edition.toml describes (sha256"
            f" '{str(told.get('sha256'))[:12]}…'), but they have '{digest[:12]}…'. Take"
            " the list as received, or make a new edition with its own edition.toml."
        )
        raise SourceError(msg)
    expected = {key: int(value) for key, value in told.get("expected", {}).items()}
    said = {k: str(v) for k, v in told.items() if isinstance(v, str | int)}
    title = {
        "ja": said.get("title_ja", path.stem),
        "en": said.get("title_en", path.stem),
    }
    return EditionMetadata(title, {**said, **facts}, expected)
