"""Sets the running lines of a PDF aside: page numbers, addresses, dates of printing.

Assumes prepared pages. Promises that rows and headings of tables stay, and that a line
set aside is kept with its page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.read.pdf_lines import Line
from pipeline.read.pdf_pages import PdfPage

OTHER_SIZE = 0.12
"""Share by which the letters of a running line are larger or smaller than the others."""

RUNNING_LINES = 2
"""So many lines at the top and at the bottom of a page may be printed on every page."""

_PAGE_NUMBER = re.compile(
    r"(?<![\W_])[\W_]*+(?:p(?:age|\.)?\s?)?"
    r"\d{1,4}\s?(?:(?:/|of)\s?\d{1,4})?(?:ページ|頁)?[\W_]*+",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def set_running_lines_aside(pages: Sequence[PdfPage]) -> None:
    """Set the page numbers aside, and what else stands at the edge of every page.

    Rows and the heading of a table stand at the edges, too: what is set aside stands
    apart from them, in another size, or counts the pages. What is the same on all pages
    stays where it is printed first: it may be the title.
    """
    outer = [(page, *found) for page in pages for found in _outer_lines(page)]
    places = Counter(_place(line) for _, line, _ in outer)
    seen: set[str] = set()
    for page, line, apart in outer:
        often = 1 < places[_place(line)] >= 0.5 * len(pages)
        counts = _counts_pages(page, line)
        other_size = abs(line.size - _usual_size(page)) > OTHER_SIZE * line.size
        again = line.text in seen
        seen.add(line.text)
        if (apart and _PAGE_NUMBER.fullmatch(line.text)) or (
            often
            and (counts or again)
            and (apart or other_size or counts)
            and _DIGITS.search(line.text)
        ):
            page.lines.remove(line)
            page.aside.append(line.text)


def _place(line: Line) -> tuple[int, str]:
    return round(line.baseline / 4), _DIGITS.sub("0", line.text)


def _counts_pages(page: PdfPage, line: Line) -> bool:
    """Whether a line is or ends in the number of its page: `3`, `- 3 -`, `3/10`."""
    for text in (line.text, line.words[-1].text):
        if _PAGE_NUMBER.fullmatch(text):
            return bool(_DIGITS.findall(text)[0] == str(page.number))
    return False


def _usual_size(page: PdfPage) -> float:
    sizes = [line.size for line in page.lines]
    return median(sizes) if len(sizes) > 2 * RUNNING_LINES else 0.0


def _outer_lines(page: PdfPage) -> Iterator[tuple[Line, bool]]:
    """Yield the first and last lines of a page, and whether they stand apart."""
    tops = [line.baseline for line in page.lines]
    tops += [top for table in page.tables for top in table.tops]
    gaps = [b - a for a, b in pairwise(sorted(tops))]
    usual = median(gaps) if gaps else 0.0
    seen: set[int] = set()
    for step, lines in ((1, page.lines), (-1, page.lines[::-1])):
        apart = True
        for line in lines[:RUNNING_LINES]:
            nearest = min(
                (
                    step * (y - line.baseline)
                    for y in tops
                    if step * (y - line.baseline) > 0
                ),
                default=0.0,
            )
            apart = apart and nearest > 1.5 * usual
            if id(line) not in seen and nearest:
                seen.add(id(line))
                yield line, apart
