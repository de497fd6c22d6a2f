"""The default design of slides: 16:9, wide margins, a single accent colour.

Used where no template is given. Built on the default presentation of python-pptx, with
the colours of the dashboard.
"""

from __future__ import annotations

import io
from functools import lru_cache

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.slide import SlideLayout

from dashboard.exports.slides.package import EAST_ASIAN_FONT, rewritten, to_xml_bytes
from dashboard.exports.slides.pptx_types import Placeholder, placeholders_of
from dashboard.exports.slides.text import (
    NAMESPACES,
    SlideBox,
    solid_fill,
    transform,
)
from dashboard.theme import REGIONS, themes

SLIDE_WIDTH, SLIDE_HEIGHT = 960.0, 540.0
"""In points."""

SLIDE_MARGIN = 44.0
LATIN = "Arial"
_WIDE = SLIDE_WIDTH - 2 * SLIDE_MARGIN
_BOXES = {
    PP_PLACEHOLDER.TITLE: SlideBox(SLIDE_MARGIN, 50, _WIDE, 72),
    PP_PLACEHOLDER.BODY: SlideBox(SLIDE_MARGIN, 136, _WIDE, 366),
    PP_PLACEHOLDER.DATE: SlideBox(SLIDE_MARGIN, 512, 160, 16),
    PP_PLACEHOLDER.FOOTER: SlideBox(SLIDE_MARGIN + 180, 512, 480, 16),
    PP_PLACEHOLDER.SLIDE_NUMBER: SlideBox(SLIDE_WIDTH - SLIDE_MARGIN - 80, 512, 80, 16),
}
_OPENING = {
    PP_PLACEHOLDER.CENTER_TITLE: SlideBox(78, 96, SLIDE_WIDTH - 78 - SLIDE_MARGIN, 168),
    PP_PLACEHOLDER.SUBTITLE: SlideBox(78, 286, SLIDE_WIDTH - 78 - SLIDE_MARGIN, 216),
}
_LAYOUTS = ("title", "titleOnly")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@lru_cache(maxsize=1)
def own_package() -> bytes:
    """Return the package of the default design, built once per process."""
    deck = Presentation()
    _, _, deck.slide_width, deck.slide_height = SlideBox(
        0, 0, SLIDE_WIDTH, SLIDE_HEIGHT
    ).emu()
    size = deck.part._element.find(f"{_P}sldSz")
    size.attrib.pop("type", None)
    for layout in list(deck.slide_layouts):
        if layout._element.get("type") not in _LAYOUTS:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    for shape in [*placeholders_of(master), *placeholders_of(deck.slide_layouts[0])]:
        kind = shape.placeholder_format.type
        if box := _OPENING.get(kind) or _BOXES.get(kind):
            _position(shape, box)
    _style_titles(master._element)
    _draw_strip(deck.slide_layouts[0])
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _theme(theme.blob)
    saved = io.BytesIO()
    deck.save(saved)
    return rewritten(saved.getvalue())


def _position(shape: Placeholder, box: SlideBox) -> None:
    """Position a placeholder of the master or a layout, without insets."""
    shape.left, shape.top, shape.width, shape.height = box.emu()
    body = shape._element.txBody.find(f"{_A}bodyPr")
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    opening = shape.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
    body.set("anchor", "b" if opening else "t")
    styles = shape._element.txBody.find(f"{_A}lstStyle")
    for level in styles:
        level.set("algn", "r" if "Number" in shape.name else "l")


def _style_titles(master: etree._Element) -> None:
    """Set titles bold and left-aligned, and the font sizes of titles and texts."""
    level = master.find(f"{_P}txStyles/{_P}titleStyle/{_A}lvl1pPr")
    level.set("algn", "l")
    text = level.find(f"{_A}defRPr")
    text.set("sz", "2600")
    text.set("b", "1")
    body = master.find(f"{_P}txStyles/{_P}bodyStyle")
    for level, points in zip(body, (20, 18, 16, 14, 14), strict=False):
        level.find(f"{_A}defRPr").set("sz", str(points * 100))


def _draw_strip(layout: SlideLayout) -> None:
    """Draw the strip of colour on the first slide."""
    strip = SlideBox(0, 0, 22, SLIDE_HEIGHT)
    tree = layout.shapes._spTree
    tree.insert(
        2,
        parse_xml(
            f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="90" name="Strip"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{transform(strip)}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{solid_fill("accent")}'
            "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        ),
    )


def _theme(blob: bytes) -> bytes:
    """Return the theme with the colours and typefaces of the dashboard."""
    root = etree.fromstring(blob)
    root.set("name", "Agreement Atlas")
    palette, _ = themes()
    accents = [palette.accent, *(palette.regions[region] for region in REGIONS[1:6])]
    named = {
        "dk1": palette.ink,
        "lt1": palette.paper,
        "dk2": palette.muted,
        "lt2": palette.land,
        **{f"accent{i}": color for i, color in enumerate(accents, start=1)},
        "hlink": palette.accent,
        "folHlink": palette.muted,
    }
    scheme = root.find(f".//{_A}clrScheme")
    scheme.set("name", "Agreement Atlas")
    for name, value in named.items():
        slot = scheme.find(f"{_A}{name}")
        slot.clear()
        etree.SubElement(slot, f"{_A}srgbClr", val=value.lstrip("#").upper())
    for fonts in root.iter(f"{_A}majorFont", f"{_A}minorFont"):
        fonts.find(f"{_A}latin").set("typeface", LATIN)
        fonts.find(f"{_A}ea").set("typeface", EAST_ASIAN_FONT)
        fonts.find(f"{_A}cs").set("typeface", LATIN)
        japanese = fonts.find(f"{_A}font[@script='Jpan']")
        japanese.set("typeface", EAST_ASIAN_FONT)
    return to_xml_bytes(root)
