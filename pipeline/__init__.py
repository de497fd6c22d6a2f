"""From a university's agreement list, as received, to a checked edition.

Knows no screen. `build` is the whole line: bytes -> SourceGrid -> layout -> aligned ->
normalized -> identified -> checked -> Edition.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.align import align_rows
from pipeline.check import check_rows
from pipeline.identify import identify_rows
from pipeline.layout import find_layout
from pipeline.model import Edition, SourceGrid
from pipeline.normalize import normalize_rows
from pipeline.publish import check_expected, publish_edition
from pipeline.read import read_bytes, read_grid
from pipeline.read.edition import UNTITLED, About, read_edition_file
from pipeline.reference import load_reference

__all__ = ["VERSION", "build", "edition_of"]

VERSION = "0.1.0"
"""Changes whenever the same bytes may give another edition."""


def build(path: Path) -> Edition:
    """Build the edition of a list.

    Raises:
        AgreementsError: the list cannot be read, or our own tables disagree.
    """
    received = read_bytes(path)
    about = read_edition_file(path, received, VERSION)
    edition = edition_of(read_grid(received, path.name), about)
    check_expected(edition, about.expected, path.name)
    return edition


def edition_of(grid: SourceGrid, about: About = UNTITLED) -> Edition:
    """Build the edition of a table that has been read.

    Raises:
        AgreementsError: the table is no agreement list, or our own tables disagree.
    """
    reference = load_reference()
    layout = find_layout(grid, reference)
    aligned = align_rows(grid, layout, reference)
    normalized = normalize_rows(aligned)
    identified = identify_rows(normalized, reference)
    checked = check_rows(identified, reference)
    return publish_edition(checked, grid, reference, about)
