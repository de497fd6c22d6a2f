"""Text on slides: paragraphs and text boxes as DrawingML, every text escaped.

Lines have an exact height, so that the fonts of another machine do not move them. Every
run names a Latin and an East Asian typeface (those of the theme) and its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from pptx.util import Emu, Length

from dashboard.exports.slides.fit import LEADING, wrap_lines

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
LINE_BREAK = "\v"
"""A line break inside a paragraph; in texts of the list it is shown as a space."""

EMU_PER_POINT = 12700
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

    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Return left, top, width and height in EMU, the unit of the file."""
        return (
            _emu(self.left),
            _emu(self.top),
            _emu(self.width),
            _emu(self.height),
        )


def _emu(points: float) -> Length:
    return Emu(round(points * EMU_PER_POINT))


@dataclass(frozen=True)
class Style:
    """The look of a paragraph.

    Attributes:
        size: font size in points.
        color: `text`, `muted`, `accent`, `paper`, `hair`, `#rrggbb`, or "" for that of
            the layout.
        align: `l`, `r`, `ctr`, or "" for that of the layout.
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
    """A paragraph: its text and look, and words after it that are a link.

    Attributes:
        text, style: the text and its look.
        tail: the words to click on.
        link: the id of their hyperlink relation.
        hang: hanging indent in points.
        lead: a term in the indent, bold and coloured.
    """

    text: str
    style: Style
    tail: str = ""
    link: str = ""
    hang: float = 0
    lead: str = ""

    @property
    def whole(self) -> str:
        """The text with its tail."""
        return single_line(self.text + self.tail)

    def height(self, room: float) -> float:
        """Return the height in points in a box `room` points wide."""
        inner = (room - self.hang) / self.style.size
        rows = wrap_lines(self.whole, inner, self.style.bold)
        return len(rows) * self.style.size * LEADING + self.style.before


def single_line(text: str) -> str:
    """Return the text on a single line, symbols in place of control characters."""
    return _ILLEGAL.sub(_symbol, _SPACE.sub(" ", text))


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def xml(text: str) -> str:
    """Escape a text for XML, symbols in place of control characters."""
    return escape(_ILLEGAL.sub(_symbol, text), quote=True)


def run_languages(text: str, lang: str) -> tuple[str, str]:
    """Return the language of a run, by its characters, and the alternative language."""
    return _LANGUAGES["ja" if lang == "ja" or _EAST_ASIAN.search(text) else lang]


def color(name: str) -> str:
    """Return a colour as XML: of the theme by its use, or #rrggbb."""
    return _COLORS.get(name) or f'<a:srgbClr val="{name.lstrip("#").upper()}"/>'


def solid_fill(name: str) -> str:
    """Return a solid fill as XML."""
    return f"<a:solidFill>{color(name)}</a:solidFill>"


def typefaces(font: str = "mn") -> str:
    """Return the typefaces of the theme as XML, for every script."""
    return (
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/>'
        f'<a:cs typeface="+{font}-cs"/>'
    )


def run_properties(tag: str, text: str, style: Style, lang: str, link: str = "") -> str:
    """Return the properties of a run as XML; `tag` is rPr, endParaRPr or defRPr."""
    first, other = run_languages(text, lang)
    bold = ' b="1"' if style.bold else ""
    filled = solid_fill(style.color) if style.color else ""
    click = f'<a:hlinkClick r:id="{link}"/>' if link else ""
    return (
        f'<a:{tag} lang="{first}" altLang="{other}" sz="{round(style.size * 100)}"'
        f'{bold} dirty="0">{filled}{typefaces(style.font)}{click}</a:{tag}>'
    )


def run_xml(text: str, style: Style, lang: str, link: str = "") -> str:
    """Return a run as XML; `link` is the id of its hyperlink relation."""
    properties = run_properties("rPr", text, style, lang, link)
    return f"<a:r>{properties}<a:t>{xml(text)}</a:t></a:r>"


def paragraph_xml(line: Paragraph, lang: str) -> str:
    """Return a paragraph as XML, with lines of an exact height and no bullet."""
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
        f'<a:p><a:pPr marL="{hang}" indent="{-hang if line.lead else 0}"{align}>'
        f'<a:lnSpc><a:spcPts val="{round(style.size * LEADING * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.before * 100)}"/></a:spcBef><a:spcAft>'
        f'<a:spcPts val="0"/></a:spcAft><a:buNone/></a:pPr>{inner}</a:p>'
    )


def paragraphs_xml(lines: Iterable[Paragraph], lang: str) -> str:
    """Return several paragraphs as XML."""
    return "".join(paragraph_xml(line, lang) for line in lines)


def paragraphs_height(lines: Sequence[Paragraph], room: float) -> float:
    """Return the total height of paragraphs, in a box `room` points wide."""
    return sum(line.height(room) for line in lines)


def transform(box: SlideBox, tag: str = "a") -> str:
    """Return the position and size of a shape as XML."""
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
    """Return a text box as XML, without insets; `number` is its id on the slide."""
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
    """Return the paragraph in another font size."""
    return replace(line, style=replace(line.style, size=size))
