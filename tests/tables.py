"""Drawn tables: a pipe table in a test becomes a SourceGrid, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.model import ROLES, TEXT_COLUMNS, Edition, SourceGrid
from pipeline.read.markdown import read_markdown

HEADINGS = {
    "region": "地域",
    "territory": "国・地域",
    "institution": "大学・機関等名",
    "partner_unit": "学部等名",
    "agreement_type": "協定タイプ",
    "departments": "関連部署",
    "exchange": "交換留学",
}


def grid(drawn: str) -> SourceGrid:
    """Read a drawn pipe table; its first line is source row 1."""
    lines = [line.strip() for line in drawn.strip().splitlines()]
    return read_markdown("\n".join(lines), "drawn table")


def grid_of(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> SourceGrid:
    """A grid from cells; the heading is source row 1."""
    cells = (tuple(heading), *(tuple(row) for row in rows))
    return SourceGrid(tuple(range(1, len(cells) + 1)), cells, "markdown")


def write_markdown(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write cells as a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def published(edition: Edition, roles: Sequence[str] = ROLES) -> dict[int, tuple]:
    """Source row -> published texts of the roles, in order."""
    columns = [TEXT_COLUMNS[role] for role in roles]
    frame = edition.agreements
    return {
        int(row): tuple(texts)
        for row, *texts in frame[["source_row", *columns]].itertuples(index=False)
    }


def to_check(edition: Edition) -> set[int]:
    """The source rows that a person is asked to check."""
    found = edition.findings
    return set(found.loc[found["severity"] == "check", "source_row"].astype(int))
