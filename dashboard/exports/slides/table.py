"""A sheet of a table as a native table, with hairlines between rows only.

`grid` has laid the sheet out; a function from row and column gives each cell's look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.exports.slides.grid import TableSheet
from dashboard.exports.slides.text import (
    EMU_PER_POINT,
    NAMESPACES,
    Paragraph,
    SlideBox,
    Style,
    paragraph_xml,
    solid_fill,
    transform,
    xml,
)

PLAIN_TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The built-in table style without lines and fills."""

HAIRLINE_WIDTH, RULE_WIDTH = 0.5, 1.5
_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


@dataclass(frozen=True)
class CellLook:
    """The look of a cell.

    Attributes:
        style: of the text.
        ground: fill colour, or "".
        rule: width and colour of the line below the cell.
        sides: colour of a frame around the cell instead, or "".
    """

    style: Style
    ground: str = ""
    rule: tuple[float, str] = (HAIRLINE_WIDTH, "hair")
    sides: str = ""


def table_shape(
    number: int,
    name: str,
    alt: str,
    left_top: tuple[float, float],
    sheet: TableSheet,
    look: Callable[[int, int], CellLook],
    lang: str,
) -> str:
    """Return the table as XML; `look` gives the look of the cell in a row and column.

    Row -1 is the header row.
    """
    box = SlideBox(*left_top, sum(sheet.widths), sheet.height)
    columns = "".join(
        f'<a:gridCol w="{round(width * EMU_PER_POINT)}"/>' for width in sheet.widths
    )
    rows = [_row(sheet, -1, sheet.heads, sheet.head, look, lang)]
    rows += [
        _row(sheet, at, cells, height, look, lang)
        for at, (cells, height) in enumerate(
            zip(sheet.cells, sheet.heights, strict=True)
        )
    ]
    return (
        f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>"
        f'<p:cNvPr id="{number}" name="{xml(name)}" descr="{xml(alt)}"/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f"<p:nvPr/></p:nvGraphicFramePr>{transform(box, 'p')}<a:graphic>"
        f'<a:graphicData uri="{_URI}"><a:tbl><a:tblPr firstRow="1">'
        f"<a:tableStyleId>{PLAIN_TABLE_STYLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl></a:graphicData>"
        "</a:graphic></p:graphicFrame>"
    )


def _row(
    sheet: TableSheet,
    at: int,
    cells: Sequence[str],
    height: float,
    look: Callable[[int, int], CellLook],
    lang: str,
) -> str:
    inner = "".join(
        _cell(text, look(at, column), sheet.pads, lang)
        for column, text in enumerate(cells)
    )
    return f'<a:tr h="{round(height * EMU_PER_POINT)}">{inner}</a:tr>'


def _cell(text: str, look: CellLook, pads: tuple[float, float], lang: str) -> str:
    side, above = (round(pad * EMU_PER_POINT) for pad in pads)
    ground = solid_fill(look.ground) if look.ground else "<a:noFill/>"
    anchor = "ctr" if look.sides else "t"
    return (
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        f"{paragraph_xml(Paragraph(text, look.style), lang)}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" '
        f'anchor="{anchor}">{_lines(look)}{ground}</a:tcPr></a:tc>'
    )


def _lines(look: CellLook) -> str:
    if look.sides:
        return "".join(
            _line(tag, RULE_WIDTH, look.sides) for tag in ("L", "R", "T", "B")
        )
    nothing = "".join(f'<a:ln{tag} w="0"><a:noFill/></a:ln{tag}>' for tag in "LRT")
    return nothing + _line("B", *look.rule)


def _line(tag: str, width: float, color: str) -> str:
    return (
        f'<a:ln{tag} w="{round(width * EMU_PER_POINT)}" cap="flat" cmpd="sng" '
        f'algn="ctr">{solid_fill(color)}<a:prstDash val="solid"/></a:ln{tag}>'
    )


def plain_look(
    sheet: TableSheet, right: Sequence[bool]
) -> Callable[[int, int], CellLook]:
    """Return the look of a plain table: bold heads, a rule, numbers right-aligned."""

    def look(row: int, column: int) -> CellLook:
        align = "r" if right[sheet.columns[column]] else "l"
        if row < 0:
            head = Style(sheet.size, bold=True, align=align)
            return CellLook(head, rule=(RULE_WIDTH, "accent"))
        return CellLook(Style(sheet.size, align=align))

    return look
