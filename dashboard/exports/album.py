"""All figures of a handout in one archive, each as SVG and as PNG."""

from __future__ import annotations

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboard.exports.pictures import can_draw, figure_png, figure_svg
from dashboard.report import Report

SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""Archives of the same figures are the same bytes."""


def make_album(report: Report, on_step: Callable[[float], None]) -> bytes:
    """Draw every figure of a report, at the size of a slide.

    Args:
        report: what is drawn.
        on_step: told the part done, 0-1, after each figure.

    Returns:
        A zip of `01-headline.svg`, `01-headline.png` and so on, in the report's order.
    """
    drawn = [section for section in report.sections if can_draw(section)]
    file = io.BytesIO()
    with ZipFile(file, "w") as album:
        for number, section in enumerate(drawn, start=1):
            name = f"{number:02}-{section.key.replace('_', '-')}"
            svg = figure_svg(report, section).encode()
            _put(album, f"{name}.svg", svg)
            _put(album, f"{name}.png", figure_png(report, section))
            on_step(number / len(drawn))
    return file.getvalue()


def _put(album: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, SAME_DAY)
    entry.compress_type = ZIP_DEFLATED
    album.writestr(entry, content)
