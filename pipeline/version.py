"""The release number, and the version of the rules that an edition depends on.

Stands before the line. Promises that nobody has to raise a number when a rule changes:
the version of the rules is a digest of the rules themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipeline.errors import ReferenceDataError

ROOT = Path(__file__).resolve().parents[1]

DIGITS = 12
"""Of the digest; enough to tell any two states of the rules apart."""


def versions() -> dict[str, str]:
    """Return what an edition says of the program that made it."""
    return {"pipeline_version": release(), "rules_version": rules_version()}


@cache
def release(root: Path = ROOT) -> str:
    """Return the release number, which stands in pyproject.toml and nowhere else.

    Raises:
        ReferenceDataError: it does not stand there.
    """
    path = root / "pyproject.toml"
    try:
        return str(tomllib.loads(path.read_text("utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = (
            f"'{path.name}' must hold the release number as `version` under"
            f" [project], but: {error}. Restore it from the repository."
        )
        raise ReferenceDataError(message) from error


@cache
def rules_version(root: Path = ROOT) -> str:
    """Return a digest of the rules: the pipeline's modules and the reference tables.

    Computed once per process. A checkout with the line ends of Windows has the same
    digest.
    """
    digest = sha256()
    for path in sorted(_rule_files(root), key=lambda path: path.as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGITS]


def _rule_files(root: Path) -> Iterator[Path]:
    tables = (root / "data" / "reference").iterdir()
    for path in (*(root / "pipeline").rglob("*.py"), *tables):
        if path.is_file() and not path.name.startswith("."):
            yield path
