"""From a university's agreement list, as received, to a checked edition.

Knows no screen. `edition_of` is the whole line: SourceGrids -> the list and its layout
-> aligned -> normalized -> decided -> identified -> checked -> Edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import sandbox
from pipeline.align import align_rows
from pipeline.check import check_rows
from pipeline.decide import decide_rows
from pipeline.gc_pause import gc_paused
from pipeline.identify import identify_rows
from pipeline.layout.decisions import find_decided_list
from pipeline.model import Decision, Edition, SourceGrid
from pipeline.normalize import normalize_rows
from pipeline.publish import check_expected, publish_edition
from pipeline.read import read_bytes, read_grids, refusals
from pipeline.read.decisions import read_decisions, write_decisions
from pipeline.read.edition import (
    UNTITLED,
    EditionMetadata,
    default_metadata,
    read_edition_file,
)
from pipeline.reference import Reference, load_reference
from pipeline.version import versions

__all__ = [
    "Decision",
    "build",
    "build_bytes",
    "build_isolated",
    "edition_of",
    "read_decisions",
    "read_list",
    "start_isolation",
    "write_decisions",
]


_SAMPLE = """国・地域,大学名,関連部署,交換留学
タイ,マヒドン大学,工学部,○
韓国,釜山大学校,工学部,
"""


@gc_paused()
def build(
    path: Path,
    *,
    encoding: str = "",
    roles: Mapping[int, str] | None = None,
    header_row: int = 0,
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
) -> Edition:
    """Build the edition of a list.

    Args:
        path: the list as received; `edition.toml` beside it describes it.
        encoding: of a text file; found if it is not given.
        roles: given by a person: printed column (from 1) -> role.
        header_row: source row of the heading, given by a person; 0: found.
        decisions: those of persons; they win over the rules.
        contacts: whether columns of contact persons are published.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    received = read_bytes(path)
    about = read_edition_file(path, received, versions())
    grids = read_grids(received, path.name, encoding)
    edition = edition_of(
        grids,
        about,
        roles=roles,
        header_row=header_row,
        decisions=decisions,
        contacts=contacts,
    )
    if not (decisions or roles or header_row):
        check_expected(edition, about.expected, path.name)
    return edition


@gc_paused()
def build_bytes(
    received: bytes,
    name: str,
    *,
    encoding: str = "",
    roles: Mapping[int, str] | None = None,
    header_row: int = 0,
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
    described: Mapping[str, str] | None = None,
    reference: Reference | None = None,
) -> Edition:
    """Build the edition of a list that is not a local file: an upload, a pasted table.

    Args:
        received: the bytes as received.
        name: of the list, for messages.
        encoding: of a text; found if it is not given.
        roles: given by a person: printed column (from 1) -> role.
        header_row: source row of the heading, given by a person; 0: found.
        decisions: those of persons; they win over the rules.
        contacts: whether columns of contact persons are published.
        described: title, publisher, dates ..., by the keys of an `edition.toml`.
        reference: stands in for our tables.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    about = default_metadata(received, name, versions(), described)
    grids = read_grids(received, name, encoding)
    return edition_of(
        grids,
        about,
        roles=roles,
        header_row=header_row,
        decisions=decisions,
        contacts=contacts,
        reference=reference,
    )


def build_isolated(
    received: bytes,
    name: str,
    *,
    encoding: str = "",
    roles: Mapping[int, str] | None = None,
    header_row: int = 0,
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
    described: Mapping[str, str] | None = None,
) -> Edition:
    """Do what `build_bytes` does in a process of its own: for lists of strangers.

    Raises:
        AgreementsError: as `build_bytes`; or a limit of memory or time was reached.
    """
    try:
        edition: Edition = sandbox.run(
            f"{__name__}:{build_bytes.__name__}",
            received,
            name,
            encoding=encoding,
            roles=roles,
            header_row=header_row,
            decisions=tuple(decisions),
            contacts=contacts,
            described=dict(described or {}),
        )
    except sandbox.TaskEndedError as end:
        raise refusals.limit_reached(name, end) from end
    return edition


def read_list(path: Path) -> bytes:
    """Return the bytes of a list as received.

    Raises:
        SourceError: the file can't be opened or is too large.
    """
    return read_bytes(path)


def start_isolation() -> None:
    """Load what `build_isolated` needs, so that the first reader need not wait."""
    sandbox.start(f"{__name__}:{build_sample.__name__}")


def build_sample() -> None:
    """Build a small list: loads our tables, and what libraries load when first used."""
    build_bytes(_SAMPLE.encode(), "sample.csv")


def edition_of(
    grids: SourceGrid | Sequence[SourceGrid],
    about: EditionMetadata = UNTITLED,
    *,
    roles: Mapping[int, str] | None = None,
    header_row: int = 0,
    decisions: Sequence[Decision] = (),
    contacts: bool = False,
    reference: Reference | None = None,
) -> Edition:
    """Build the edition of tables that have been read; one of them is the list.

    `reference` stands in for our tables: to measure what is read without some words.

    Raises:
        AgreementsError: no table is an agreement list, or our own tables disagree.
    """
    reference = reference or load_reference()
    tables = (grids,) if isinstance(grids, SourceGrid) else grids
    grid, layout = find_decided_list(
        tables, reference, decisions, roles or {}, contacts, header_row
    )
    aligned = align_rows(grid, layout, reference)
    normalized = normalize_rows(aligned, grid, reference)
    decided = decide_rows(normalized, decisions)
    identified = identify_rows(decided, reference)
    checked = check_rows(identified, reference, grid)
    return publish_edition(checked, grid, reference, about)
