"""A paper as tagged PDF (PDF/UA-1), set by Typst: no browser, no office, no network.

The compiler itself refuses what PDF/UA-1 forbids. Letters come from the bundled font;
those that it lacks from the machine's fonts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from dashboard.exports.paper.blocks import (
    Blanks,
    Block,
    Bullets,
    Contents,
    Facts,
    Heading,
    NewPage,
    Paper,
    Picture,
    Table,
    Text,
)
from dashboard.exports.slides.text import single_line
from dashboard.exports.text_metrics import FONT_FAMILY, FONT_FOLDER
from dashboard.exports.texts import visible
from dashboard.theme import themes

LAYOUT = Path(__file__).with_name("paper.typ")
_compile: Any = typst.compile
"""Its types know no files in memory."""

STANDARD = "ua-1"
FALLBACK_FONTS = ("Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans", "Meiryo")


def make_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF/UA-1, the same bytes for the same paper and fonts."""
    files: dict[str, bytes] = {"main.typ": LAYOUT.read_bytes()}
    sections: list[dict[str, Any]] = [{"landscape": False, "blocks": []}]
    for block in paper.blocks:
        if isinstance(block, NewPage) and block.landscape != sections[-1]["landscape"]:
            sections.append({"landscape": block.landscape, "blocks": []})
            continue
        if isinstance(block, Picture):
            files[_picture_name(len(files))] = block.svg.encode()
        sections[-1]["blocks"].append(_described(block, len(files) - 1))
    files["paper.json"] = json.dumps(
        {
            "title": _clean(paper.title),
            "author": _clean(paper.marks[-1][1] or paper.publisher),
            "lang": paper.lang,
            "region": "JP" if paper.lang == "ja" else "US",
            "fonts": [FONT_FAMILY, *FALLBACK_FONTS],
            "accent": themes()[0].accent,
            "marks": [[_clean(text) for text in mark] for mark in paper.marks],
            "facts": _clean(paper.facts),
            "titled": paper.titled,
            "sections": sections,
        },
        ensure_ascii=False,
    ).encode()
    made: bytes = _compile(
        files,
        font_paths=[str(FONT_FOLDER)],
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=0,
    )
    return made


def _picture_name(number: int) -> str:
    return f"figure-{number}.svg"


def _described(block: Block, number: int) -> dict[str, Any]:
    """Return a block as data for the layout; every text is a string."""
    return dict(_entries(block, number))


def _entries(block: Block, number: int) -> Iterator[tuple[str, Any]]:
    yield "type", type(block).__name__.lower()
    if isinstance(block, Heading):
        yield from (("text", _clean(block.text)), ("level", block.level))
    elif isinstance(block, Text):
        yield from (("text", _clean(block.text)), ("kind", block.kind))
    elif isinstance(block, Bullets):
        yield "items", list(map(_clean, block.items))
    elif isinstance(block, Table):
        yield "heads", list(map(_clean, block.texts.heads))
        yield "rows", [list(map(_clean, row)) for row in block.texts.rows]
        yield from (("right", block.texts.right), ("shares", block.shares))
        yield "small", block.small
    elif isinstance(block, Facts):
        yield "entries", [list(map(_clean, entry)) for entry in block.entries]
    elif isinstance(block, Picture):
        yield from (("file", _picture_name(number)), ("alt", _clean(block.alt)))
    elif isinstance(block, Blanks):
        yield "labels", list(map(_clean, block.labels))
    elif isinstance(block, Contents):
        yield "title", _clean(block.title)


def _clean(text: str) -> str:
    """Return a text that every font has signs for, in one line."""
    return visible(single_line(text))
