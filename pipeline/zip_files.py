"""Writes zip archives: the same members give the same bytes, on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member, the earliest a zip can hold: it says none."""

UNIX, READABLE = 3, 0o644 << 16
"""Whoever unpacks a member may read it."""


def zip_bytes(members: Iterable[tuple[str, bytes]], *, compress: bool = True) -> bytes:
    """Write members, each a name and its content, into an archive in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr = UNIX, READABLE
            entry.compress_type = (
                zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            )
            archive.writestr(entry, content)
    return file.getvalue()
