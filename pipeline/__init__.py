"""From a university's agreement list, as received, to a checked edition.

Knows no screen. `edition_of` is the whole line: SourceGrids -> the list and its layout
-> aligned -> normalized -> decided -> identified -> checked -> Edition.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.align import align_rows
from pipeline.check import check_rows
from pipeline.decide import decide_rows
from pipeline.identify import identify_rows
from pipeline.layout import find_list
from pipeline.model import Decision, Edition, SourceGrid
from pipeline.normalize import normalize_rows
from pipeline.publish import check_expected, publish_edition
from pipeline.read import read_bytes, read_grids
from pipeline.read.decisions import read_decisions, write_decisions
from pipeline.read.edition import (
    UNTITLED,
    EditionMetadata,
    default_metadata,
    read_edition_file,
)
from pipeline.reference import load_reference

__all__ = [
    "VERSION",
    "Decision",
    "build",
    "build_bytes",
    "edition_of",
    "read_decisions",
    "write_decisions",
]

VERSION = "0.3.0"
"""Changes whenever the same bytes may give another edition."""


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the search for reference cycles, and restore it whatever happens.

    A build makes hundreds of thousands of texts and rows and hardly any cycle; searching
    them again and again took a seventh of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@gc_paused()
def build(
    path: Path,
    *,
    encoding: str = "",
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
) -> Edition:
    """Build the edition of a list.

    Args:
        path: the list as received; `edition.toml` beside it describes it.
        encoding: of a text file; found if it is not given.
        decisions: those of persons; they win over the rules.
        contacts: whether columns of contact persons are published.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    received = read_bytes(path)
    about = read_edition_file(path, received, VERSION)
    grids = read_grids(received, path.name, encoding)
    edition = edition_of(grids, about, decisions=decisions, contacts=contacts)
    if not decisions:
        check_expected(edition, about.expected, path.name)
    return edition


@gc_paused()
def build_bytes(
    received: bytes,
    name: str,
    *,
    encoding: str = "",
    roles: Mapping[int, str] | None = None,
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
) -> Edition:
    """Build the edition of a list that is not a local file: an upload, a pasted table.

    Args:
        received: the bytes as received.
        name: of the list, for messages.
        encoding: of a text; found if it is not given.
        roles: given by a person: printed column (from 1) -> role.
        decisions: those of persons; they win over the rules.
        contacts: whether columns of contact persons are published.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    about = default_metadata(received, name, VERSION)
    grids = read_grids(received, name, encoding)
    return edition_of(grids, about, roles=roles, decisions=decisions, contacts=contacts)


def edition_of(
    grids: SourceGrid | Sequence[SourceGrid],
    about: EditionMetadata = UNTITLED,
    *,
    roles: Mapping[int, str] | None = None,
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
) -> Edition:
    """Build the edition of tables that have been read; one of them is the list.

    Raises:
        AgreementsError: no table is an agreement list, or our own tables disagree.
    """
    reference = load_reference()
    tables = (grids,) if isinstance(grids, SourceGrid) else grids
    grid, layout = find_list(tables, reference, roles, contacts)
    aligned = align_rows(grid, layout, reference)
    normalized = normalize_rows(aligned)
    decided = decide_rows(normalized, decisions)
    identified = identify_rows(decided, reference)
    checked = check_rows(identified, reference)
    return publish_edition(checked, grid, reference, about)
