"""PDFs drawn text by text, as offices and browsers print lists: for the PDF tests."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tests.list_files import pdf_file

WIDTH, HEIGHT = 600, 800


class Text(NamedTuple):
    """A text: where its baseline begins, from the left and from the top of the page."""

    x: float
    y: float
    text: str
    size: float = 10
    turned: float = 0


class Rule(NamedTuple):
    """A straight line, or the outline of a box."""

    x0: float
    y0: float
    x1: float
    y1: float


Drawing = Iterable[Text | Rule]


def drawn(*pages: Drawing) -> bytes:
    """A PDF of pages with these texts and lines."""
    streams = ["\n".join(map(_operators, page)).encode("ascii") for page in pages]
    return pdf_file(streams, f"0 0 {WIDTH} {HEIGHT}")


def rows(
    lines: Sequence[Sequence[str]],
    columns: Sequence[float],
    top: float = 60,
    pitch: float = 13,
    size: float = 10,
) -> list[Text]:
    """Rows of cells that begin at these places; a line break begins a line below."""
    texts: list[Text] = []
    y = top
    for line in lines:
        for x, cell in zip(columns, line, strict=False):
            for i, part in enumerate(cell.split("\n") if cell else ()):
                texts.append(Text(x, y + i * size * 1.15, part, size))
        y += pitch
    return texts


def _operators(item: Text | Rule) -> str:
    if isinstance(item, Rule):
        x0, x1 = item.x0, item.x1
        y0, y1 = HEIGHT - item.y0, HEIGHT - item.y1
        return f"{x0} {y0} m {x1} {y1} l S"
    angle = math.radians(item.turned)
    sine, cosine = math.sin(angle), math.cos(angle)
    place = f"{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f}"
    place += f" {item.x} {HEIGHT - item.y} Tm"
    if item.text.isascii():
        escaped = "".join(f"\\{c}" if c in "()\\" else c for c in item.text)
        return f"BT /H {item.size} Tf {place} ({escaped}) Tj ET"
    codes = item.text.encode("utf-16-be").hex()
    return f"BT /F {item.size} Tf {place} <{codes}> Tj ET"
