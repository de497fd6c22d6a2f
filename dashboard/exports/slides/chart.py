"""Bars as a native chart, editable in the presentation.

Draws what `bars` has laid out; its workbook comes from `workbook`.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from pptx.chart.chart import Chart
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.util import Pt

from dashboard.charts import Bars, Series
from dashboard.contrast import readable_ink
from dashboard.exports.slides.bars import LEGEND_HEIGHT, BarLayout
from dashboard.exports.slides.fit import em
from dashboard.exports.slides.pptx_types import ChartSeries, LineFormat, untyped
from dashboard.exports.slides.slide import Page
from dashboard.exports.slides.text import NAMESPACES, Style, run_properties, solid_fill
from dashboard.exports.slides.workbook import ChartNumbers
from dashboard.theme import Palette

ROOM_FOR_NUMBERS = 1.06
"""How far the axis reaches, of the longest bar: its number stands behind it."""

WEAK_STEP = 2
"""The step of the ramp for bars beside the one that matters."""

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHART = (
    NAMESPACES + ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def add_chart(page: Page, plan: BarLayout, alt: str, palette: Palette) -> None:
    """Add the bars to a slide as a native chart."""
    data = untyped(ChartNumbers)(number_format="#,##0")
    data.categories = plan.labels
    for name, series in zip(plan.legend, plan.bars.series, strict=True):
        data.add_series(name, series.numbers)
    stacked = plan.bars.stacked and len(plan.bars.series) > 1
    if stacked:
        data.add_series(plan.total_name, plan.bars.totals)
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    if plan.bars.upright:
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = untyped(page.slide.shapes.add_chart(kind, *plan.box.emu(), data))
    named = frame._element.nvGraphicFramePr.cNvPr
    named.set("id", str(page.next_id()))
    named.set("name", "Chart")
    named.set("descr", alt)
    chart = frame.chart
    _draw_axes(chart, plan, page.lang)
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if stacked else -5
    longest = max(plan.bars.totals if stacked else _numbers(plan.bars), default=0)
    reach = max(longest * ROOM_FOR_NUMBERS, 1)
    scale = (plan.box.width - plan.left - 40) / reach
    every = list(plot.series)
    for drawn, series in zip(every, plan.bars.series, strict=False):
        ink = _draw_series(drawn, series, palette)
        _label_series(drawn, series, stacked, plan.size, page.lang, ink, scale)
    chart.value_axis.maximum_scale = reach
    _frame_chart(chart, plan, page.lang)
    if stacked:
        _write_totals(every[-1], plan, page.lang)
    elif len(every) == 1:
        _weaken_others(every[0], plan.bars.series[0].numbers, palette.ramp[WEAK_STEP])


def _numbers(bars: Bars) -> list[float]:
    return [number for series in bars.series for number in series.numbers]


def _draw_axes(chart: Chart, plan: BarLayout, lang: str) -> None:
    """Put the first category on top and hide the axis of values: bars have labels."""
    categories, values = chart.category_axis, chart.value_axis
    categories.reverse_order = not plan.bars.upright
    categories.has_major_gridlines = values.has_major_gridlines = False
    categories.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    categories.minor_tick_mark = values.minor_tick_mark = XL_TICK_MARK.NONE
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.visible = False
    values.minimum_scale = 0
    style = Style(plan.size, color="text")
    categories._element.get_or_add_txPr()
    _set_text(categories._element, style, lang)
    every = parse_xml(f'<c:tickLblSkip {_CHART} val="1"/>')
    categories._element.find(f"{_C}noMultiLvlLbl").addprevious(every)
    categories._element.find(f"{_C}auto").set("val", "0")  # years are no dates
    line = categories.format.line
    line.width = Pt(0.75)
    _fill_line(line, "hair")


def _draw_series(drawn: ChartSeries, series: Series, palette: Palette) -> str:
    """Colour the bars of a series; return the colour of the labels on them."""
    rgb = palette.of(*series.color)
    themed = rgb == palette.accent
    properties = drawn._element.get_or_add_spPr()
    for old in list(properties):
        properties.remove(old)
    for part in (
        solid_fill("accent" if themed else rgb),
        f'<a:ln w="9525">{solid_fill("paper")}</a:ln>',
    ):
        properties.append(parse_xml(part.replace(">", f" {NAMESPACES}>", 1)))
    return "paper" if themed else readable_ink(rgb, palette.ink, palette.paper)


def _label_series(
    drawn: ChartSeries,
    series: Series,
    stacked: bool,
    size: float,
    lang: str,
    ink: str,
    scale: float,
) -> None:
    """Label each bar with its number, unless that is 0 or does not fit."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = "#,##0;;;", False
    labels.position = (
        XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END
    )
    small = min(size, 13)
    labels._element.get_or_add_txPr()
    _set_text(labels._element, Style(small, color=ink if stacked else "text"), lang)
    if stacked:
        cramped = [
            at
            for at, number in enumerate(series.numbers)
            if 0 < number * scale < em(f"{number:,.0f}") * small
        ]
        for at in reversed(cramped):
            labels._element.insert(
                0,
                parse_xml(
                    f'<c:dLbl {_CHART}><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
                ),
            )


def _write_totals(drawn: ChartSeries, plan: BarLayout, lang: str) -> None:
    """Write the total after each bar: labels of a series that has no colour.

    Its bars begin where the others end and leave the axis. Its entry in the legend, a
    name without a colour, explains the bold numbers. The longest is in the accent.
    """
    properties = drawn._element.get_or_add_spPr()
    for old in list(properties):
        properties.remove(old)
    properties.append(parse_xml(f"<a:noFill {NAMESPACES}/>"))
    properties.append(parse_xml(f"<a:ln {NAMESPACES}><a:noFill/></a:ln>"))
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = "#,##0", False
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    labels._element.get_or_add_txPr()
    _set_text(labels._element, Style(plan.size, bold=True), lang)
    totals = plan.bars.totals
    if totals.count(longest := max(totals)) == 1:
        strong = Style(plan.size, bold=True, color="accent")
        label = (
            f'<c:dLbl {_CHART}><c:idx val="{totals.index(longest)}"/>'
            f'<c:numFmt formatCode="#,##0" sourceLinked="0"/>'
            f'{_text_properties(strong, lang)}<c:dLblPos val="inBase"/>'
            '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
            "</c:dLbl>"
        )
        labels._element.insert(0, parse_xml(label))


def _weaken_others(drawn: ChartSeries, numbers: Sequence[float], weak: str) -> None:
    """Colour all bars but the longest more weakly, if a single one is the longest."""
    if numbers.count(longest := max(numbers, default=0)) != 1:
        return
    for at, number in enumerate(numbers):
        if number != longest:
            properties = drawn.points[at].format.fill._xPr
            properties.append(
                parse_xml(solid_fill(weak).replace(">", f" {NAMESPACES}>", 1))
            )


def _set_text(element: etree._Element, style: Style, lang: str) -> None:
    """Set the text properties of a part of a chart."""
    old = element.find(f"{_C}txPr")
    new = parse_xml(_text_properties(style, lang))
    old.getparent().replace(old, new)


def _text_properties(style: Style, lang: str) -> str:
    properties = run_properties("defRPr", "", style, lang)
    return (
        f"<c:txPr {_CHART}><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{properties}</a:pPr>"
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _fill_line(line: LineFormat, color: str) -> None:
    element = line._get_or_add_ln()
    for old in list(element):
        element.remove(old)
    element.append(parse_xml(solid_fill(color).replace(">", f" {NAMESPACES}>", 1)))


def _frame_chart(chart: Chart, plan: BarLayout, lang: str) -> None:
    """Set language, corners, legend and the position of the plot."""
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend._element.get_or_add_txPr()
    _set_text(chart.legend._element, Style(12), lang)
    space = chart._chartSpace
    chart.font.size = Pt(plan.size)
    _set_text(space, Style(plan.size), lang)
    first = space.find(f"{_C}date1904")
    at = 0 if first is None else list(space).index(first) + 1
    locale = "ja-JP" if lang == "ja" else "en-US"
    for part in (
        f'<c:roundedCorners {_CHART} val="0"/>',
        f'<c:lang {_CHART} val="{locale}"/>',
    ):
        space.insert(at, parse_xml(part))
    area = space.find(f"{_C}chart/{_C}plotArea")
    old = area.find(f"{_C}layout")
    if old is not None:
        area.remove(old)
    area.insert(0, parse_xml(_layout(plan)))


def _layout(plan: BarLayout) -> str:
    box, below = plan.box, plan.size * 2 if plan.bars.upright else 0
    shares = (
        ("x", plan.left / box.width),
        ("y", LEGEND_HEIGHT / box.height),
        ("w", (box.width - plan.left - 40) / box.width),
        ("h", (box.height - LEGEND_HEIGHT - below) / box.height),
    )
    inner = "".join(f'<c:{name} val="{share:.4f}"/>' for name, share in shares)
    return (
        f'<c:layout {_CHART}><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{inner}</c:manualLayout></c:layout>'
    )
