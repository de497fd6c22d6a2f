"""Caches built editions on disk, so that they open at once next time. Beside the line.

Assumes a list that is a local file; uploads are never stored. Promises the edition that
`build` gives, table by table, or builds it again: the key digests all that an edition
depends on, and a file with any byte changed is not read. A folder that can't be written
to costs the speed and nothing else.

A file is a line with its digest, then a zip archive of Parquet files: one for each
table, and others whose rows are read on demand (see `lazy`).
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b, file_digest, sha256
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pycountry

from pipeline import build
from pipeline.cache.lazy import (
    LazyCells,
    LazyGrid,
    pack,
    pack_cells,
    pack_lines,
    pack_marks,
    pack_rows,
)
from pipeline.grid import distinct_categorical
from pipeline.model import Edition, ListQuestion
from pipeline.publish.provenance import PublishedCells
from pipeline.version import versions
from pipeline.zip_files import zip_bytes

FORMAT = 2
"""Changes with the format of stored files."""

MAX_EDITIONS = 4
"""How many editions stay in a folder: those that were opened last."""

CHILD_PROCESS_BYTES = 16 * 2**20
"""Size from which on a list is built in a child process."""

ABANDONED_AFTER_NS = 3600 * 10**9
"""Nanoseconds after which the writer of an unfinished file must be gone."""

TABLES = (
    "agreements",
    "agreement_departments",
    "institutions",
    "territories",
    "regions",
    "agreement_types",
    "departments",
    "findings",
    "rules",
    "layout",
)
EDITION_SUFFIX, PART_SUFFIX = ".edition", ".part"


def open_edition(path: Path, folder: Path) -> Edition:
    """Return the edition of a list, from the folder if it is stored there and fits.

    Args:
        path: the list as received, `edition.toml` beside it.
        folder: where editions are stored; it is created if it is missing.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    try:
        key = edition_key(path)
    except OSError:
        return build(path)
    file = folder / f"{key}{EDITION_SUFFIX}"
    edition = read_stored(file, key)
    if (
        edition is None
        and path.stat().st_size >= CHILD_PROCESS_BYTES
        and _is_writable(folder)
    ):
        _store_in_child(path, file)
        edition = read_stored(file, key)
    if edition is None:
        built = store_edition(path, file)
        edition = read_stored(file, key) or built
    return edition


def store_edition(path: Path, file: Path) -> Edition:
    """Build the edition of a list and store it in a file named after its key."""
    built = build(path)
    if edition_key(path) == file.stem:
        write_stored(built, file, file.stem)
    return built


def _store_in_child(path: Path, file: Path) -> None:
    """Store the edition in a child process; if that fails, nothing is stored.

    The memory of a build would stay fragmented in this process as long as it lives; a
    child returns all of it.
    """
    names = (str(path.absolute()), str(file.absolute()))
    subprocess.run(  # noqa: S603  # our own interpreter, our own module
        [sys.executable, "-m", __name__, *names],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # the caller builds again, and gets the error itself
        check=False,
    )


def _is_writable(folder: Path) -> bool:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return os.access(folder, os.W_OK)


def edition_key(path: Path) -> str:
    """The digest of all that the edition of a list depends on: list, rules, libraries.

    Raises:
        OSError: the list can't be opened.
    """
    libraries = (pd.__version__, pa.__version__, pycountry.__version__)
    program = (FORMAT, *versions().values(), *libraries)
    digest = sha256(f"{program} {path.name}\n".encode())
    for source in (path, path.parent / "edition.toml"):
        if source.is_file() or source == path:
            with source.open("rb") as file:
                file_digest_hex = file_digest(file, "sha256").hexdigest()
            digest.update(f"{source.name} {file_digest_hex}\n".encode())
    return digest.hexdigest()[:40]


def read_stored(file: Path, key: str) -> Edition | None:
    """Read a stored edition; None if it is missing, damaged or has another key."""
    try:
        with file.open("rb") as stored:
            if stored.readline() != _digest_line(stored):
                return None
            with zipfile.ZipFile(stored) as archive:
                about = json.loads(archive.read("edition.json"))
                if about["key"] != key:
                    return None
                edition = _unpack(archive, about)
    except OSError:
        return None
    with suppress(OSError):
        os.utime(file)
    return edition


def write_stored(edition: Edition, file: Path, key: str) -> None:
    """Store an edition, whole or not at all, and evict the least recently opened."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        payload = _pack(edition, key)
        with tempfile.NamedTemporaryFile(
            dir=file.parent, suffix=PART_SUFFIX, delete=False
        ) as part:
            part_file = Path(part.name)
            try:
                part.write(_digest_line(io.BytesIO(payload)))
                part.write(payload)
                part.close()
                part_file.replace(file)
            finally:
                part_file.unlink(missing_ok=True)
        for stale in _stale_files(file.parent):
            stale.unlink(missing_ok=True)
    except (OSError, UnicodeEncodeError):
        return


def _digest_line(rest: io.BufferedIOBase) -> bytes:
    """Return the first line of a file: the digest of its rest."""
    return f"edition {file_digest(rest, blake2b).hexdigest()}\n".encode()


def _stale_files(folder: Path) -> Iterator[Path]:
    newest = sorted(
        ((file.stat().st_mtime_ns, file) for file in folder.glob(f"*{EDITION_SUFFIX}")),
        reverse=True,
    )
    yield from (file for _, file in newest[MAX_EDITIONS:])
    since = newest[0][0] - ABANDONED_AFTER_NS
    yield from (
        file
        for file in folder.glob(f"*{PART_SUFFIX}")
        if file.stat().st_mtime_ns < since
    )


def _pack(edition: Edition, key: str) -> bytes:
    cells, grid = cast(PublishedCells, edition.cells), edition.grid
    about = {
        "key": key,
        "title": dict(edition.title),
        "about": dict(edition.about),
        "grid": {
            "kind": grid.kind,
            "encoding": grid.encoding,
            "name": grid.name,
            "spans": list(grid.spans.items()),
            "wide": list(grid.wide.items()),
            "marks": pack_marks(grid.marks),
        },
        "cells": {
            "columns": cells.columns,
            "type_in_title": cells.type_in_title,
            "exchange_columns": cells.exchange_columns,
        },
        "questions": {key: asdict(asked) for key, asked in edition.questions.items()},
    }
    words = pa.table({"word": pa.array(cells.words, pa.large_string())})
    members = {
        "edition.json": json.dumps(about, ensure_ascii=False).encode(),
        "rows.parquet": pack_rows(grid),
        "lines.parquet": pack_lines(grid),
        "cells.parquet": pack_cells(cells),
        "words.parquet": pack(words, words.num_rows),
    }
    for name in TABLES:
        # One group of rows: in several, categories would lose their order.
        table = _typed(
            pa.Table.from_pandas(getattr(edition, name), preserve_index=False)
        )
        members[f"{name}.parquet"] = pack(table, table.num_rows)
    return zip_bytes(members.items(), compress=False)


def _typed(table: Any) -> Any:
    """A table whose categories are texts, also where it has no row and so no text."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type) and pa.types.is_null(
            field.type.value_type
        ):
            texts = pa.nulls(len(table), pa.large_string()).dictionary_encode()
            table = table.set_column(place, field.name, texts)
    return table


def _unpack(archive: zipfile.ZipFile, about: dict[str, Any]) -> Edition:
    tables = {name: _frame(archive, name) for name in TABLES}
    rows, lines = archive.read("rows.parquet"), archive.read("lines.parquet")
    grid = LazyGrid(about["grid"], rows, lines)
    words = _table(archive, "words")["word"].combine_chunks()
    ids = tables["agreements"]["agreement_id"].array
    packed = archive.read("cells.parquet")
    cells = LazyCells(about["cells"], ids, words, packed, grid)
    return Edition(
        title=about["title"],
        about=about["about"],
        grid=grid,
        cells=cells,
        questions={key: _question(q) for key, q in about["questions"].items()},
        **tables,
    )


TUPLES = ("roles", "options", "source_rows")
"""The attributes of a question that JSON keeps as lists."""


def _question(packed: Mapping[str, Any]) -> ListQuestion:
    detail = tuple((name, text) for name, text in packed["detail"])
    tuples = {name: tuple(packed[name]) for name in TUPLES}
    return ListQuestion(**{**packed, **tuples, "detail": detail})


def _table(archive: zipfile.ZipFile, name: str) -> Any:
    """Unpack a table in this thread alone: others would each retain memory for it."""
    file = pq.ParquetFile(pa.BufferReader(archive.read(f"{name}.parquet")))
    return file.read(use_threads=False)


def _frame(archive: zipfile.ZipFile, name: str) -> pd.DataFrame:
    table = _table(archive, name)
    categories = {
        field.name: _categories(table[field.name].combine_chunks())
        for field in table.schema
        if pa.types.is_dictionary(field.type)
    }
    frame = cast(pd.DataFrame, table.drop_columns(list(categories)).to_pandas())
    return frame.assign(**categories).reindex(columns=table.column_names)


def _categories(column: Any) -> pd.Categorical:
    """Build a column of categories: the texts were distinct when they were stored."""
    texts = pd.Index(column.dictionary.to_pandas(), dtype="str")
    return distinct_categorical(column.indices.fill_null(-1).to_numpy(), texts)
