"""The first sheet: what the workbook is, what it contains, and how we count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from dashboard.exports.texts import lines_of, visible
from dashboard.exports.workbook.summary import write_across
from dashboard.exports.workbook.writer import Pen, quoted, row_height, set_widths
from dashboard.i18n import Translator
from dashboard.report import Report, Section

ABOUT_WIDTHS = (36, 92, 12)
LONGEST_LINK = 2000


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents: a sheet, what is on it, and how many rows it has."""

    sheet: str
    description: str
    rows: int


def facts_of(report: Report, words: Translator) -> Iterator[tuple[str, str]]:
    """Yield the facts about the whole workbook as terms and texts."""
    chosen = {
        "about.title_is": report.title,
        "about.publisher": report.publisher,
        "about.dated": report.edition,
        "about.sha256": report.sha256,
        "workbook.made_on": report.created_on,
    }
    for name, text in chosen.items():
        if text:
            yield words(name), text


def write_about(
    pen: Pen,
    sheet: Worksheet,
    filters: str,
    entries: Sequence[ContentsEntry],
    sections: Sequence[Section],
) -> None:
    """Write the first sheet.

    Args:
        pen: writes into the workbook.
        sheet: the first one.
        filters: the chosen filters as a text.
        entries: the contents.
        sections: the sections without numbers: terms, rules, or only a sentence.
    """
    words, report = pen.words, pen.report
    set_widths(sheet, ABOUT_WIDTHS)
    write_across(pen, sheet, 0, report.title, "title", len(ABOUT_WIDTHS))
    sheet.set_row(0, 24 * lines_of(visible(report.title), sum(ABOUT_WIDTHS) * 10 // 17))
    row = 2
    facts = [*facts_of(report, words), (words("workbook.filters"), filters)]
    for term, text in facts:
        _write_pair(pen, sheet, row, term, text)
        row += 1
    pen.text(sheet, row, 0, words("workbook.n"), "name")
    sheet.write_number(row, 1, report.n, pen.styles["count"])
    row += 1
    if report.link:
        pen.text(sheet, row, 0, words("workbook.link"), "name")
        _write_link(pen, sheet, row, report.link)
        row += 1
    row = _write_contents(pen, sheet, row + 1, entries)
    for section in sections:
        row = _write_texts(pen, sheet, row + 1, section)


def _write_pair(
    pen: Pen, sheet: Worksheet, row: int, term: str, text: str, style: str = "name"
) -> None:
    pen.text(sheet, row, 0, term, style)
    pen.text(sheet, row, 1, text, "text")
    lines = max(
        lines_of(visible(cell), width - 2)
        for cell, width in zip((term, text), ABOUT_WIDTHS, strict=False)
    )
    sheet.set_row(row, row_height(lines))


def _write_link(pen: Pen, sheet: Worksheet, row: int, link: str) -> None:
    """Write the only address that is a link; it is ours."""
    if link.startswith(("http://", "https://")) and len(link) <= LONGEST_LINK:
        sheet.write_url(row, 1, link, pen.styles["link"], link)
    else:
        pen.text(sheet, row, 1, link, "text")


def _write_contents(
    pen: Pen, sheet: Worksheet, row: int, entries: Sequence[ContentsEntry]
) -> int:
    words = pen.words
    pen.text(sheet, row, 0, words("workbook.contents"), "subtitle")
    for column, name in enumerate(("sheet", "holds", "rows")):
        style = "head_right" if name == "rows" else "head"
        pen.text(sheet, row + 1, column, words(f"workbook.{name}"), style)
    for at, entry in enumerate(entries, start=row + 2):
        link = f"internal:{quoted(entry.sheet)}!A1"
        sheet.write_url(at, 0, link, pen.styles["link"], entry.sheet)
        pen.text(sheet, at, 1, entry.description, "text")
        pen.value(sheet, at, 2, entry.rows)
        lines = max(
            lines_of(entry.sheet, ABOUT_WIDTHS[0] - 2),
            lines_of(entry.description, ABOUT_WIDTHS[1] - 2),
        )
        sheet.set_row(at, row_height(lines))
    return row + 2 + len(entries)


def _write_texts(pen: Pen, sheet: Worksheet, row: int, section: Section) -> int:
    """Write a section without numbers: its headline, caption, terms and items."""
    pen.text(sheet, row, 0, section.title, "subtitle")
    row += 1
    for text in (section.headline, section.caption):
        if text:
            write_across(pen, sheet, row, text, "caption", len(ABOUT_WIDTHS))
            lines = lines_of(visible(text), sum(ABOUT_WIDTHS) - 4)
            sheet.set_row(row, row_height(lines) + 2)
            row += 1
    for term, text in section.terms:
        _write_pair(pen, sheet, row, term, text)
        row += 1
    for number, text in enumerate(section.items, start=1):
        _write_pair(pen, sheet, row, f"{number}", text, "item")
        row += 1
    return row
