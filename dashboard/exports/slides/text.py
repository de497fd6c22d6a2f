"""Text as slides hold it: paragraphs and boxes as DrawingML, each text literal.

Lines have an exact height, so that no font of another machine moves them. Every run
names a Latin and an East Asian typeface (those of the theme) and its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from dashboard.exports.slides.fit import LEADING, wrap_lines

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
LINE_BREAK = "\v"
"""A line break inside a paragraph of ours; in texts of the list it is a space."""

EMU_PER_POINT = 12700
"""Of one point."""

_SPACE = re.compile(r"\s+")
_ILLEGAL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_LANGUAGES = {"ja": ("ja-JP", "en-US"), "en": ("en-US", "ja-JP")}

_COLORS = {
    "text": '<a:schemeClr val="tx1"/>',
    "muted": (
        '<a:schemeClr val="tx1"><a:lumMod val="75000"/><a:lumOff val="25000"/>'
        "</a:schemeClr>"
    ),
    "accent": '<a:schemeClr val="accent1"/>',
    "paper": '<a:schemeClr val="bg1"/>',
    "hair": (
        '<a:schemeClr val="tx1"><a:lumMod val="25000"/><a:lumOff val="75000"/>'
        "</a:schemeClr>"
    ),
}


@dataclass(frozen=True)
class SlideBox:
    """A rectangle on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def emu(self) -> tuple[int, int, int, int]:
        """The rectangle in the units of the file."""
        return tuple(  # type: ignore[return-value]
            round(edge * EMU_PER_POINT)
            for edge in (self.left, self.top, self.width, self.height)
        )


@dataclass(frozen=True)
class Style:
    """How a paragraph looks.

    Attributes:
        size: of the letters, in points.
        color: `text`, `muted`, `accent`, `paper`, `hair`, `#rrggbb`, or "" for what the
            layout says.
        align: `l`, `r`, `ctr`, or "" for what the layout says.
        before: points above it.
        font: `mn` for the text font of the theme, `mj` for that of titles.
    """

    size: float
    bold: bool = False
    color: str = "text"
    align: str = "l"
    before: float = 0
    font: str = "mn"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text, how it looks, and after it words that lead somewhere.

    Attributes:
        text, style: what it says and how it looks.
        tail: the words to click on.
        link: the id of the relation they lead to.
        hang: points the lines are moved to the right.
        lead: a term in the room so made, bold and coloured.
    """

    text: str
    style: Style
    tail: str = ""
    link: str = ""
    hang: float = 0
    lead: str = ""

    @property
    def whole(self) -> str:
        """All it says."""
        return single_line(self.text + self.tail)

    def height(self, room: float) -> float:
        """Its height in points in a box `room` points wide."""
        inner = (room - self.hang) / self.style.size
        rows = wrap_lines(self.whole, inner, self.style.bold)
        return len(rows) * self.style.size * LEADING + self.style.before


def single_line(text: str) -> str:
    """The text on one line; what a file may not hold is shown as a sign for it."""
    return _ILLEGAL.sub(_sign, _SPACE.sub(" ", text))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def xml(text: str) -> str:
    """A text inside XML, literally."""
    return escape(_ILLEGAL.sub(_sign, text), quote=True)


def run_languages(text: str, lang: str) -> tuple[str, str]:
    """The language of a run and the other one, by what it holds."""
    return _LANGUAGES["ja" if lang == "ja" or _EAST_ASIAN.search(text) else lang]


def color(name: str) -> str:
    """A colour of the theme by its use, or one of our own."""
    return _COLORS.get(name) or f'<a:srgbClr val="{name.lstrip("#").upper()}"/>'


def solid_fill(name: str) -> str:
    """A solid fill."""
    return f"<a:solidFill>{color(name)}</a:solidFill>"


def typefaces(font: str = "mn") -> str:
    """The typefaces of the theme, for every script."""
    return (
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/>'
        f'<a:cs typeface="+{font}-cs"/>'
    )


def run_properties(tag: str, text: str, style: Style, lang: str, link: str = "") -> str:
    """How a run looks; `tag` is rPr, endParaRPr or defRPr."""
    first, other = run_languages(text, lang)
    bold = ' b="1"' if style.bold else ""
    filled = solid_fill(style.color) if style.color else ""
    click = f'<a:hlinkClick r:id="{link}"/>' if link else ""
    return (
        f'<a:{tag} lang="{first}" altLang="{other}" sz="{round(style.size * 100)}"'
        f'{bold} dirty="0">{filled}{typefaces(style.font)}{click}</a:{tag}>'
    )


def run_xml(text: str, style: Style, lang: str, link: str = "") -> str:
    """A stretch of text of one look; `link` is the id of the relation it leads to."""
    properties = run_properties("rPr", text, style, lang, link)
    return f"<a:r>{properties}<a:t>{xml(text)}</a:t></a:r>"


def paragraph_xml(line: Paragraph, lang: str) -> str:
    """One paragraph with lines of an exact height and no bullet."""
    style = line.style
    align = f' algn="{style.align}"' if style.align else ""
    hang = round(line.hang * EMU_PER_POINT)
    rows = line.text.split(LINE_BREAK) if line.text else []
    inner = "<a:br/>".join(run_xml(row, style, lang) for row in rows)
    if line.lead:
        lead = replace(style, bold=True, color="accent")
        inner = run_xml(line.lead + "\t", lead, lang) + inner
    if line.tail:
        inner += run_xml(line.tail, replace(style, color="accent"), lang, line.link)
    if not inner:
        inner = run_properties("endParaRPr", "", style, lang)
    return (
        f'<a:p><a:pPr marL="{hang}" indent="{-hang if line.lead else 0}"{align}><a:lnSpc>'
        f'<a:spcPts val="{round(style.size * LEADING * 100)}"/></a:lnSpc><a:spcBef>'
        f'<a:spcPts val="{round(style.before * 100)}"/></a:spcBef><a:spcAft>'
        f'<a:spcPts val="0"/></a:spcAft><a:buNone/></a:pPr>{inner}</a:p>'
    )


def paragraphs_xml(lines: Iterable[Paragraph], lang: str) -> str:
    """Several paragraphs."""
    return "".join(paragraph_xml(line, lang) for line in lines)


def paragraphs_height(lines: Sequence[Paragraph], room: float) -> float:
    """The height of paragraphs one below the other."""
    return sum(line.height(room) for line in lines)


def transform(box: SlideBox, tag: str = "a") -> str:
    """Where a shape stands."""
    x, y, width, height = box.emu()
    return (
        f'<{tag}:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></{tag}:xfrm>'
    )


def text_box(
    number: int,
    name: str,
    box: SlideBox,
    lines: Iterable[Paragraph],
    lang: str,
    anchor: str = "t",
) -> str:
    """A box of text without margins; `number` is its id on the slide."""
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>"
        f'<p:cNvPr id="{number}" name="{xml(name)}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom><a:noFill/></p:spPr><p:txBody>"
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" '
        f'anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{paragraphs_xml(lines, lang)}</p:txBody></p:sp>"
    )


def resized(line: Paragraph, size: float) -> Paragraph:
    """The same paragraph in another size."""
    return replace(line, style=replace(line.style, size=size))
