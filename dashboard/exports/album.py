"""All figures of a handout in one archive, each as SVG and as PNG.

Draws with `pictures`, in the order of the report; figures it cannot draw are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboard.exports.pictures import can_draw, figure_png, figure_svg
from dashboard.report import Report
from pipeline.zip_files import zip_bytes


def make_album(report: Report, on_step: Callable[[float], None]) -> bytes:
    """Draw every figure of a report, at the size of a slide.

    Args:
        report: what is drawn.
        on_step: called with the share done (0-1) after each figure.

    Returns:
        A zip of `01-headline.svg`, `01-headline.png` and so on, in the report's order.
    """
    return zip_bytes(_pictures(report, on_step))


def _pictures(
    report: Report, on_step: Callable[[float], None]
) -> Iterator[tuple[str, bytes]]:
    drawn = [section for section in report.sections if can_draw(section)]
    for number, section in enumerate(drawn, start=1):
        name = f"{number:02}-{section.key.replace('_', '-')}"
        yield f"{name}.svg", figure_svg(report, section).encode()
        yield f"{name}.png", figure_png(report, section)
        on_step(number / len(drawn))
