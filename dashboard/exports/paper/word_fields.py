"""Fields, links and places in Word, which python-docx has no way to add."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


class Field:
    """A field being written: its code, then its result, then its end."""

    def __init__(self, paragraph: Paragraph, code: str) -> None:
        self.paragraph = paragraph
        self._mark("begin")
        text = OxmlElement("w:instrText")
        text.set(qn("xml:space"), "preserve")
        text.text = f" {code} "
        self.paragraph.add_run()._r.append(text)
        self._mark("separate")

    def add_text(self, text: str) -> None:
        """Add text to the result."""
        self.paragraph.add_run(text)

    def end(self) -> None:
        """End the field."""
        self._mark("end")

    def _mark(self, kind: str) -> None:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        self.paragraph.add_run()._r.append(mark)


def add_field(paragraph: Paragraph, code: str, shown: str = "") -> Field:
    """Begin a field, which the program can renew, with what it shows until then."""
    field = Field(paragraph, code)
    if shown:
        field.add_text(shown)
    return field


def mark_place(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph a place that links can lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _place(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def link_to(field: Field, text: str, number: int) -> None:
    """Add a text that leads to a place."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _place(number))
    link.set(qn("w:history"), "1")
    field.paragraph._p.append(link)
    run = field.paragraph.add_run(text)
    run.underline = True
    link.append(run._r)


def _place(number: int) -> str:
    return f"_Toc{number:08}"
