"""Reads the metadata of a list: `edition.toml` beside it, else its file name.

Promises that a list whose bytes changed after its edition.toml was written is refused,
and one clear SourceError for a key that nobody reads or a value of a wrong type.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import cast

from rapidfuzz import process

from pipeline.read import read_bytes, refusals

FILE_NAME = "edition.toml"

EXPECTED = dict.fromkeys(
    ("source_rows", "agreements", "institutions", "territories"), int
)
"""The counts that a whole reading gives: lines of the list, and what is made of them."""

_TEXTS = (
    *("name", "file", "sha256", "title_ja", "title_en"),
    *("publisher", "publisher_ja", "publisher_en"),
    *("obtained_from", "obtained_from_ja", "obtained_from_en"),
    *("licence", "licence_ja", "licence_en", "note", "note_ja", "note_en"),
    *("home_ja", "home_en", "home_source"),
)

Schema = Mapping[str, "type | Schema"]

SCHEMA: Schema = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(("dated", "obtained_on", "obtained_on_ja", "obtained_on_en"), date),
    **dict.fromkeys(("home_latitude", "home_longitude"), float),
    "expected": EXPECTED,
}
"""Key -> type of its value; a section has a schema of its own. A date may be a text.
`dated` is the date that the list itself bears."""

_NAMES = {
    str: ("a text in quotes", "引用符で囲んだ文字列"),
    date: ("a date or a text in quotes", "日付か、引用符で囲んだ文字列"),
    int: ("a whole number from 0", "0 以上の整数"),
    float: ("a number of degrees from -180 to 180", "-180 から 180 までの度数"),
}
_SECTION = ("a section of its own", "独立したセクション")
_CLOSE = 70
"""Of 100: how alike a key must be to be offered for one that nobody reads."""

Problem = tuple[str, str]
"""What is wrong, in English and Japanese."""


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


def default_metadata(
    received: bytes,
    name: str,
    versions: dict[str, str],
    described: Mapping[str, str] | None = None,
) -> EditionMetadata:
    """Return the metadata of a list that came without an `edition.toml`.

    Args:
        received: the bytes of the list.
        name: of its file.
        versions: of the program that makes the edition.
        described: what a person says of the list, by the keys of an `edition.toml`;
            other keys are not read.
    """
    said = {
        key: text
        for key, text in (described or {}).items()
        if text and SCHEMA.get(key) in (str, date)
    }
    facts = {
        **said,
        "file": name,
        "sha256": sha256(received).hexdigest(),
        **versions,
    }
    stem = Path(name).stem
    title = {lang: said.get(f"title_{lang}", stem) for lang in ("ja", "en")}
    return EditionMetadata(title, facts, {})


def read_edition_file(
    path: Path, received: bytes, versions: dict[str, str]
) -> EditionMetadata:
    """Read `edition.toml` beside the list, if it is there and speaks of this list.

    Raises:
        SourceError: the file is no TOML, has a key or a type that it must not have, or
            the bytes are not those it describes.
    """
    plain = default_metadata(received, path.name, versions)
    digest = plain.facts["sha256"]
    beside = path.parent / FILE_NAME
    if not beside.is_file():
        return plain
    content = _parse(beside)
    names_another = (
        isinstance(content.get("file"), str) and content["file"] != path.name
    )
    if names_another:
        return plain
    if problems := list(find_problems(content)):
        raise refusals.wrong_edition_file(FILE_NAME, problems)
    if content.get("sha256") != digest:
        raise refusals.other_bytes(path.name, str(content.get("sha256", "")), digest)
    texts = {key: str(value) for key, value in content.items() if key != "expected"}
    expected = cast("dict[str, int]", content.get("expected", {}))
    title = {lang: texts.get(f"title_{lang}", path.stem) for lang in ("ja", "en")}
    return EditionMetadata(title, {**texts, **plain.facts}, expected)


def _parse(path: Path) -> dict[str, object]:
    received = read_bytes(path, refusals.EDITION_FILE)
    try:
        return tomllib.loads(received.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # also of numbers without end
        raise refusals.no_toml(path.name, str(error)) from error


def find_problems(
    content: Mapping[str, object], schema: Schema = SCHEMA, section: str = ""
) -> Iterator[Problem]:
    """What of a parsed file does not fit the schema, in the order of the file."""
    for key, value in content.items():
        kind = schema.get(key)
        name = f"{section}{key}"
        if kind is None:
            yield _unknown(name, key, schema)
        elif isinstance(kind, Mapping):
            if isinstance(value, Mapping):
                yield from find_problems(value, kind, f"{name}.")
            else:
                yield _mistyped(name, value, _SECTION)
        elif not _fits(value, kind):
            yield _mistyped(name, value, _NAMES[kind])


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return type(value) is int and value >= 0  # true is no number here
    if kind is float:
        return type(value) in (int, float) and -180 <= cast("float", value) <= 180
    return isinstance(value, str) or (kind is date and isinstance(value, date))


def _unknown(name: str, key: str, schema: Schema) -> Problem:
    close = process.extractOne(key, list(schema), score_cutoff=_CLOSE)
    hint, hint_ja = (
        (f" (close: '{close[0]}')", f"（近い名前：{close[0]}）") if close else ("", "")
    )
    return (
        f"nobody reads the key '{name[:40]}'{hint}",
        f"「{name[:40]}」という項目はありません{hint_ja}",
    )


def _mistyped(name: str, value: object, kind: tuple[str, str]) -> Problem:
    read = repr(value)[:40]
    return (
        f"'{name}' must be {kind[0]}, but reads {read}",
        f"「{name}」は{kind[1]}でなければなりませんが、{read} です",
    )
