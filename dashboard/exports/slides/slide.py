"""A slide being filled: placeholders, shapes given as XML, notes and number.

Shapes are XML because python-pptx sets no East Asian typefaces or alternative texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.slide import Slide, SlideLayout

from dashboard.exports.slides.layouts import TITLE_TYPES
from dashboard.exports.slides.pptx_types import placeholders_of, untyped
from dashboard.exports.slides.text import (
    NAMESPACES,
    Paragraph,
    SlideBox,
    paragraphs_xml,
    run_languages,
    text_box,
    xml,
)

MIN_SLIDE_TEXT = 12.0
"""Points; only long tables have smaller texts."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_NUMBER = "{C1FF6DA9-008F-4B48-92A6-B652298478BF}"


@dataclass(frozen=True)
class SlideFrame:
    """What the slides of a section have in common.

    Attributes:
        headline: the title as it is shown; `size` and `title` are its size and box.
        eyebrow: the small line with the section's name; `above` is its box.
        foot: caption, facts and link; `below` is their box.
        body: the room between them.
        alt: the alternative text of a figure.
        cut: the full texts of what is shortened.
    """

    headline: str
    size: float
    title: SlideBox
    eyebrow: Paragraph
    above: SlideBox
    foot: tuple[Paragraph, ...]
    below: SlideBox
    body: SlideBox
    alt: str
    cut: tuple[str, ...]


class Page:
    """A slide being filled."""

    def __init__(self, slide: Slide, lang: str) -> None:
        self.slide, self.lang = slide, lang
        self._next = 1 + max(
            int(shape.get("id")) for shape in slide.shapes._spTree.iter(f"{_P}cNvPr")
        )

    def next_id(self) -> int:
        """Return an id that no other shape of the slide has."""
        self._next += 1
        return self._next - 1

    def add(self, shape: str) -> None:
        """Add a shape given as XML."""
        self.slide.shapes._spTree.append(parse_xml(shape))

    def text(
        self, name: str, box: SlideBox, lines: Iterable[Paragraph], anchor: str = "t"
    ) -> None:
        """Add a text box."""
        self.add(text_box(self.next_id(), name, box, lines, self.lang, anchor))

    def notes(self, texts: Iterable[str]) -> None:
        """Write the speaker's notes, a paragraph for each text."""
        body = untyped(self.slide.notes_slide.notes_text_frame)._txBody
        for old in body.findall(f"{_A}p"):
            body.remove(old)
        for text in texts:
            first, other = run_languages(text, self.lang)
            body.append(
                parse_xml(
                    f'<a:p {NAMESPACES}><a:r><a:rPr lang="{first}" altLang="{other}">'
                    '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:rPr>'
                    f"<a:t>{xml(text)}</a:t></a:r></a:p>"
                )
            )


def linked(page: Page, line: Paragraph, link: str) -> Paragraph:
    """Return the line, its tail linked to an address; without one, no tail."""
    if not line.tail or not link:
        return replace(line, tail="")
    related = page.slide.part.relate_to(
        link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    return replace(line, link=related)


def fill_placeholders(
    page: Page, wanted: Mapping[str, tuple[Sequence[Paragraph], SlideBox]]
) -> bool:
    """Fill title and subtitle, remove other placeholders.

    Returns:
        Whether there was a placeholder for the subtitle.
    """
    filled = set()
    for shape in list(page.slide.placeholders):
        kind = "title" if shape.placeholder_format.type in TITLE_TYPES else "subtitle"
        if kind not in wanted or kind in filled or not shape.has_text_frame:
            shape._element.getparent().remove(shape._element)
            continue
        lines, box = wanted[kind]
        shape.left, shape.top, shape.width, shape.height = box.emu()
        body = shape._element.txBody
        for old in body.findall(f"{_A}p"):
            body.remove(old)
        fit = body.find(f"{_A}bodyPr")
        for old in list(fit):
            fit.remove(old)
        fit.append(parse_xml(f"<a:noAutofit {NAMESPACES}/>"))
        whole = f"<p:txBody {NAMESPACES}>{paragraphs_xml(lines, page.lang)}</p:txBody>"
        for element in list(parse_xml(whole)):
            body.append(element)
        filled.add(kind)
    return "subtitle" in filled


def add_slide_number(page: Page, layout: SlideLayout) -> None:
    """Add the slide number where the layout has a placeholder for it."""
    for shape in placeholders_of(layout):
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            index = shape.placeholder_format.idx
            page.add(
                f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{page.next_id()}" '
                'name="Slide Number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
                f'<p:nvPr><p:ph type="sldNum" sz="quarter" idx="{index}"/></p:nvPr>'
                "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
                f'<a:fld id="{_NUMBER}" type="slidenum"><a:rPr lang="en-US" '
                'altLang="ja-JP"><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
                "</a:rPr><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"
            )
            return
