"""LibreOffice, where it is installed: another program that opens what we write."""

from __future__ import annotations

import shutil
from pathlib import Path

SOFFICE = shutil.which("soffice")
# Its part for slides is a package of its own; without it a deck "could not be loaded",
# with exit code 0 and no file.
SLIDES_LIBRARY = "libsdlo.so"


def opens_slides() -> bool:
    """Whether LibreOffice is here with Impress, the part that opens slides."""
    return (
        SOFFICE is not None
        and Path(SOFFICE).resolve().with_name(SLIDES_LIBRARY).exists()
    )
