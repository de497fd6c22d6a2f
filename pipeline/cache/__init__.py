"""Beside the line: keeps a built edition on disk, so that it opens at once next time.

Assumes a list that is a file here; uploads are never stored. Promises the edition that
`build` gives, table by table, or builds it again: the key holds all that an edition
depends on, and a file with a byte changed anywhere is no stored edition. A folder that
can't be written to costs the speed and nothing else.

A file is a line with its digest, then a zip archive of Parquet files, one for each
table and three of which single rows are read (see `stored`).
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b, file_digest, sha256
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pycountry

from pipeline import build
from pipeline.cache.lazy import (
    StoredCells,
    StoredGrid,
    pack,
    pack_cells,
    pack_lines,
    pack_rows,
)
from pipeline.model import Edition
from pipeline.publish.provenance import PublishedCells
from pipeline.version import versions
from pipeline.zip_files import zip_bytes

FORMAT = 1
"""Changes whenever a stored file is to be read otherwise."""

KEPT = 4
"""So many editions stay in a folder: those that were opened last."""

APART = 16 * 2**20
"""Bytes from which on a list is built in a process of its own."""

FORGOTTEN = 3600 * 10**9
"""Nanoseconds after which a half-written file is one whose writer is gone."""

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
SUFFIX, PART = ".edition", ".part"


def open_edition(path: Path, folder: Path) -> Edition:
    """Give the edition of a list, from the folder if it is stored there and fits.

    Args:
        path: the list as received, `edition.toml` beside it.
        folder: where editions are stored; it is made where it is missing.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    try:
        key = edition_key(path)
    except OSError:
        return build(path)
    file = folder / f"{key}{SUFFIX}"
    edition = read_stored(file, key)
    if edition is None and path.stat().st_size >= APART and _can_hold(folder):
        _store_apart(path, file)
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


def _store_apart(path: Path, file: Path) -> None:
    """Do that in a child process; where it fails, nothing is stored.

    What building took of memory would stay in pieces in this process as long as it
    lives; a child gives back all of it.
    """
    names = (str(path.absolute()), str(file.absolute()))
    subprocess.run(  # noqa: S603  # our own interpreter, our own module
        [sys.executable, "-m", __name__, *names],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # who reads nothing builds, and hears what is wrong
        check=False,
    )


def _can_hold(folder: Path) -> bool:
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
    for one in (path, path.parent / "edition.toml"):
        if one.is_file() or one == path:
            with one.open("rb") as file:
                own = file_digest(file, "sha256").hexdigest()
            digest.update(f"{one.name} {own}\n".encode())
    return digest.hexdigest()[:40]


def read_stored(file: Path, key: str) -> Edition | None:
    """Read a stored edition; None where there is none, or not that one, or not whole."""
    try:
        with file.open("rb") as stored:
            if stored.readline() != _head(stored):
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
    """Store an edition, whole or not at all, and remove those not opened for long."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        payload = _pack(edition, key)
        with tempfile.NamedTemporaryFile(
            dir=file.parent, suffix=PART, delete=False
        ) as part:
            beside = Path(part.name)
            try:
                part.write(_head(io.BytesIO(payload)))
                part.write(payload)
                part.close()
                beside.replace(file)
            finally:
                beside.unlink(missing_ok=True)
        for old in _old_files(file.parent):
            old.unlink(missing_ok=True)
    except (OSError, UnicodeEncodeError):
        return


def _head(rest: io.BufferedIOBase) -> bytes:
    """The first line of a file of which this is the rest."""
    return f"edition {file_digest(rest, blake2b).hexdigest()}\n".encode()


def _old_files(folder: Path) -> Iterator[Path]:
    newest = sorted(
        ((one.stat().st_mtime_ns, one) for one in folder.glob(f"*{SUFFIX}")),
        reverse=True,
    )
    yield from (one for _, one in newest[KEPT:])
    since = newest[0][0] - FORGOTTEN
    yield from (
        one for one in folder.glob(f"*{PART}") if one.stat().st_mtime_ns < since
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
        },
        "cells": {"columns": cells.columns, "type_in_title": cells.type_in_title},
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
    grid = StoredGrid(about["grid"], rows, lines)
    words = _table(archive, "words")["word"].combine_chunks()
    ids = tables["agreements"]["agreement_id"].array
    packed = archive.read("cells.parquet")
    cells = StoredCells(about["cells"], ids, words, packed, grid)
    return Edition(
        title=about["title"], about=about["about"], grid=grid, cells=cells, **tables
    )


def _table(archive: zipfile.ZipFile, name: str) -> Any:
    """A table unpacked by this thread alone: others would each keep memory for it."""
    file = pq.ParquetFile(pa.BufferReader(archive.read(f"{name}.parquet")))
    return file.read(use_threads=False)


def _frame(archive: zipfile.ZipFile, name: str) -> pd.DataFrame:
    table = _table(archive, name)
    coded = {
        field.name: _categories(table[field.name].combine_chunks())
        for field in table.schema
        if pa.types.is_dictionary(field.type)
    }
    frame = cast(pd.DataFrame, table.drop_columns(list(coded)).to_pandas())
    return frame.assign(**coded).reindex(columns=table.column_names)


def _categories(column: Any) -> pd.Categorical:
    """A column of categories, taken at its word that no text stands twice.

    pandas would look, and keep what it looked with: a fifth of opening a million
    agreements and 45 MiB, for texts that were categories when they were stored.
    """
    texts = pd.Index(column.dictionary.to_pandas(), dtype="str")
    dtype = cast(Any, pd.CategoricalDtype)._from_fastpath(texts, ordered=False)
    codes = column.indices.fill_null(-1).to_numpy()
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
