"""A paper as Word: headings, native tables and pictures in the styles of the file.

Every style is asked for by its built-in name, so a university's own file gives the look.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from dashboard.exports.paper.blocks import (
    Blanks,
    Block,
    Bullets,
    Contents,
    Facts,
    Heading,
    NewPage,
    Paper,
    Picture,
    Table,
    Text,
    headings_of,
)
from dashboard.exports.paper.word_fields import add_field, link_to, mark_place
from dashboard.exports.paper.word_template import WordTemplate
from dashboard.exports.pictures import svg_as_png
from dashboard.exports.slides.package import EAST_ASIAN_FONT
from dashboard.exports.slides.text import single_line
from dashboard.exports.texts import visible
from pipeline.zip_files import zip_bytes

LATIN = "Arial"
PAGE = (210, 297)
PAGE_MARGIN = 18
"""Millimetres of A4."""

BODY, SMALL, HEADINGS = 10.0, 7.0, {0: 18, 1: 14, 2: 11.5}
"""Font sizes in points, where no template gives them; 0 is the title."""

TABLE_SIZE = 8.5
BLANK_HEIGHT = 14
"""Millimetres of room to write beside a label."""

STYLES = {
    "strong": "Normal",
    "body": "Normal",
    "note": "Caption",
    "source": "Normal",
}


class _Writer:
    """Adds blocks to a document."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document, self.paper = document, paper
        self.places = {id(h): n for n, h in enumerate(headings_of(paper.blocks))}
        self.pictures = 0
        self.styles = {s.name: s.style_id for s in document.styles if s.name}

    def add(self, block: Block) -> None:
        """Add a block at the end."""
        writers: dict[type, Callable[..., None]] = {
            Heading: self.heading,
            Text: self.text,
            Bullets: self.bullets,
            Table: self.table,
            Facts: self.facts,
            Picture: self.picture,
            Blanks: self.blanks,
            NewPage: self.new_page,
            Contents: self.contents,
        }
        writers[type(block)](block)

    @property
    def section(self) -> Section:
        """The last section of the document."""
        return self.document.sections[-1]

    @property
    def width(self) -> int:
        """The width between the margins of the last section, in EMU."""
        page, left, right = (
            self.section.page_width,
            self.section.left_margin,
            self.section.right_margin,
        )
        return int(page or Mm(PAGE[0])) - int(left or 0) - int(right or 0)

    def paragraph(self, text: str, style: str) -> Paragraph:
        """Add a paragraph in a built-in style, added where the template has none."""
        if style not in self.styles:
            added = self.document.styles.add_style(
                style, WD_STYLE_TYPE.PARAGRAPH, builtin=True
            )
            self.styles[style] = added.style_id
        paragraph = self.document.add_paragraph(_clean(text))
        if style != "Normal":
            paragraph._p.style = self.styles[style]
        return paragraph

    def heading(self, block: Heading) -> None:
        """Add a heading with a place that the contents link to."""
        paragraph = self.paragraph(block.text, f"Heading {block.level}")
        mark_place(paragraph, self.places[id(block)])

    def text(self, block: Text) -> None:
        """Add a paragraph."""
        paragraph = self.paragraph(block.text, STYLES[block.kind])
        for run in paragraph.runs:
            if block.kind == "strong":
                run.bold = True
            if block.kind == "source":
                run.font.size = Pt(SMALL + 1)
        if block.kind == "strong":
            paragraph.paragraph_format.keep_with_next = True

    def bullets(self, block: Bullets) -> None:
        """Add sentences as a list."""
        for item in block.items:
            self.paragraph(item, "List Bullet")

    def facts(self, block: Facts) -> None:
        """Add terms and their texts as a table without a head."""
        size = SMALL + 1.5
        table = self._grid(len(block.entries), (0.26, 0.74), block.title)
        for cells, (term, text) in zip(_cells(table), block.entries, strict=True):
            _write(cells[0], term, size, bold=True)
            _write(cells[1], text, size)
        self._after_table()

    def table(self, block: Table) -> None:
        """Add a native table; its head is repeated on each page."""
        texts, size = block.texts, SMALL if block.small else TABLE_SIZE
        table = self._grid(len(texts.rows) + 1, block.shares, block.title)
        lines = [texts.heads, *texts.rows]
        for at, row in enumerate(table._tbl.tr_lst):
            _row_property(row, "cantSplit")
            if not at:
                _row_property(row, "tblHeader")
        for at, (cells, line) in enumerate(zip(_cells(table), lines, strict=True)):
            for cell, text, right in zip(cells, line, texts.right, strict=True):
                _write(cell, text, size, bold=not at, right=right)
        self._after_table()

    def _grid(self, rows: int, shares: tuple[float, ...], title: str) -> WordTable:
        table: WordTable = self.document.add_table(rows, len(shares))
        if "Table Grid" in self.styles:
            table._tbl.tblStyle_val = self.styles["Table Grid"]
        else:
            _rule(table)
        table.autofit = False
        widths = [int(self.width * share) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
        for cells in _cells(table):
            for cell, width in zip(cells, widths, strict=True):
                cell.width = Emu(width)
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), _clean(title))
        table._tbl.tblPr.append(caption)
        return table

    def _after_table(self) -> None:
        """Add room after a table, which has none of its own."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(6)

    def picture(self, block: Picture) -> None:
        """Add a figure across the page, with its alternative text."""
        file = io.BytesIO(svg_as_png(block.svg))
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(file, width=self.width)
        self.pictures += 1
        for name in paragraph._p.iter(qn("wp:docPr")):
            name.set("descr", _clean(block.alt))
            name.set("name", f"Figure {self.pictures}")

    def blanks(self, block: Blanks) -> None:
        """Add labels with room to write."""
        table = self._grid(len(block.labels), (0.26, 0.74), "")
        for row in table.rows:
            row.height = Mm(BLANK_HEIGHT)
        for cells, label in zip(_cells(table), block.labels, strict=True):
            _write(cells[0], label, SMALL + 1.5, bold=True)

    def new_page(self, block: NewPage) -> None:
        """Begin a page, upright or across."""
        across = self.section.orientation == WD_ORIENT.LANDSCAPE
        if block.landscape == across:
            self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            return
        section = self.document.add_section()
        section.orientation = (
            WD_ORIENT.LANDSCAPE if block.landscape else WD_ORIENT.PORTRAIT
        )
        width, height = section.page_width, section.page_height
        section.page_width, section.page_height = height, width

    def contents(self, block: Contents) -> None:
        """Add the headings as links, and as a field that Word can renew."""
        heads = [h for h in headings_of(self.paper.blocks) if h.level == 1]
        label = self.paragraph(block.title, "Normal")
        label.runs[0].bold = True
        paragraph = self.paragraph("", "Normal")
        field = add_field(paragraph, 'TOC \\o "1-1" \\n \\h')
        for at, heading in enumerate(heads):
            if at:
                field.add_text("　|　" if self.paper.lang == "ja" else "  |  ")
            link_to(field, _clean(heading.text), self.places[id(heading)])
        field.end()


def make_word(paper: Paper, template: WordTemplate | None = None) -> bytes:
    """Return a paper as .docx, the same bytes for the same paper.

    Args:
        paper: what it holds.
        template: a file whose styles, header, footer and page are used.
    """
    if template is None:
        document = docx.Document()
        _own_look(document, paper)
    else:
        document = docx.Document(io.BytesIO(template.package))
    writer = _Writer(document, paper)
    _begin(writer)
    for block in paper.blocks:
        writer.add(block)
    _write_properties(document, paper)
    saved = io.BytesIO()
    document.save(saved)
    return _rewritten(saved.getvalue())


def _begin(writer: _Writer) -> None:
    """Add number, date and author at the right, then the title."""
    marks = [f"{label}：{value}" for label, value in writer.paper.marks]
    for text in marks if writer.paper.titled else ["　".join(marks)]:
        line = writer.paragraph(text, "Normal")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.space_after = Pt(0)
    if not writer.paper.titled:
        return
    writer.paragraph(writer.paper.title, "Title")
    facts = writer.paragraph(writer.paper.facts, STYLES["note"])
    facts.paragraph_format.keep_with_next = True


def _own_look(document: Document, paper: Paper) -> None:
    """Set A4, fonts of both scripts, sizes, and the footer with the page number."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(PAGE_MARGIN))
    names = {"Title": 0, "Heading 1": 1, "Heading 2": 2, "Normal": -1, "Caption": -2}
    sizes = {**HEADINGS, -1: BODY, -2: SMALL + 1.5}
    for name, level in names.items():
        style = document.styles[name]
        style.font.name = LATIN
        style.font.size = Pt(sizes[level])
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)
        fonts.set(qn("w:hAnsi"), LATIN)
    document.styles["Caption"].font.bold = False
    for name in ("Normal", "List Bullet"):
        layout = document.styles[name].paragraph_format
        layout.space_after, layout.line_spacing = Pt(3), 1.0
    for name, before in (("Heading 1", 10), ("Heading 2", 7), ("Caption", 0)):
        layout = document.styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(3)
    _set_language(document, paper.lang)
    foot = section.footer.paragraphs[0]
    foot.add_run(_clean(f"{paper.facts}　")).font.size = Pt(SMALL + 1)
    add_field(foot, "PAGE", "1").end()
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_language(document: Document, lang: str) -> None:
    """Name the language of the text, for screen readers and spelling."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ja-JP" if lang == "ja" else "en-US")
    language.set(qn("w:eastAsia"), "ja-JP")
    properties.append(language)


def _cells(table: WordTable) -> list[list[_Cell]]:
    """Return the cells row by row; `table.rows` looks for merged ones at each call."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def _write(
    cell: _Cell, text: str, size: float, *, bold: bool = False, right: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    run.font.size = Pt(size)
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row_property(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(f"w:{name}"))  # type: ignore[attr-defined]


def _rule(table: WordTable) -> None:
    """Draw the lines of a table where the template has no style for it."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _clean(text: str) -> str:
    """Return a text that XML can hold, in one line."""
    return visible(single_line(text))


def _write_properties(document: Document, paper: Paper) -> None:
    about = document.core_properties
    marks = [value for _, value in paper.marks]
    about.title = _clean(paper.title)[:250]
    about.author = about.last_modified_by = _clean(marks[-1] or paper.publisher)[:250]
    about.subject = _clean(paper.facts)[:250]
    about.comments, about.keywords = "", ""
    about.language = "ja-JP" if paper.lang == "ja" else "en-US"
    about.revision = 1


def _rewritten(saved: bytes) -> bytes:
    """Return the package with fixed times, so that its bytes are reproducible."""
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        return zip_bytes((name, package.read(name)) for name in package.namelist())
