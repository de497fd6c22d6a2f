"""The workbook of a handout: native charts, live formulas, tidy data, and its source.

Assumes a report and the edition and filters it was made from. Promises that no text
becomes a formula or a link, and that every formula is stored with our own result.
Made in memory: an uploaded list is never written to disk.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter

from dashboard.exports import Progress
from dashboard.exports.texts import visible
from dashboard.exports.tidy import TidyTable, tidy_tables
from dashboard.exports.workbook.about import ContentsEntry, write_about
from dashboard.exports.workbook.data_sheets import (
    SHEETS,
    write_columns,
    write_data_sheet,
)
from dashboard.exports.workbook.recount import write_recount
from dashboard.exports.workbook.summary import write_section
from dashboard.exports.workbook.writer import Pen, font_of, make_styles
from dashboard.filters import Filters, active_filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.report import Report, Section
from dashboard.report.texts import rule_section
from dashboard.theme import themes
from pipeline.model import Edition

PROPERTY_LENGTH = 250
"""Characters a document property may have."""


def make_workbook(
    report: Report,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    on_step: Progress | None = None,
) -> bytes:
    """Make the workbook of a report.

    Args:
        report: what is shown.
        edition: what the report was made from.
        filters: what it keeps.
        labels: of the edition, in the language of `words`.
        words: the language of the report.
        on_step: gets the share that is done, 0-1.

    Returns:
        An XLSX file: a sheet about it; a sheet for each section with numbers; our
        figures counted again by formulas; the data, one row per key; the data
        dictionary.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": font_of(words.lang),
    }
    report_progress = on_step or (lambda _share: None)
    with xlsxwriter.Workbook(file, options) as book:
        light = themes()[0]
        pen = Pen(book, report, words, light, make_styles(book, light))
        _set_properties(pen)
        about = pen.add_sheet(words("workbook.about"), light.accent)
        tables = tidy_tables(edition, filters)
        shown = [s for s in report.sections if _has_numbers(s)]
        entries = _write_sections(pen, shown, about.get_name(), report_progress)
        sheets, data = _write_data(pen, tables, report_progress)
        if {*SHEETS[:4]} <= set(sheets):
            name, rows = write_recount(pen, edition, filters, labels, tables, sheets)
            entries.append(ContentsEntry(name, words("workbook.recount_lead"), rows))
        name = write_columns(pen, tables)
        data.append(
            ContentsEntry(name, words("workbook.columns_lead"), _columns(tables))
        )
        texts = [s for s in report.sections if not _has_numbers(s)]
        if not any(section.part == "rules" for section in texts):
            texts += rule_section(edition, filters, labels, words)
        chosen = [label for _, _, label in active_filters(filters, labels)]
        filters_text = words.listed(chosen) if chosen else words("filters.none")
        write_about(pen, about, filters_text, [*entries, *data], texts)
        _set_order(pen)
    report_progress(1.0)
    return file.getvalue()


def _has_numbers(section: Section) -> bool:
    return section.chart is not None or section.table is not None


def _write_sections(
    pen: Pen, sections: list[Section], about: str, report_progress: Progress
) -> list[ContentsEntry]:
    entries = []
    for i, section in enumerate(sections):
        name, rows = write_section(pen, section, about)
        entries.append(ContentsEntry(name, section.headline, rows))
        report_progress(0.1 + 0.2 * i / len(sections))
    return entries


def _write_data(
    pen: Pen, tables: Mapping[str, TidyTable], report_progress: Progress
) -> tuple[dict[str, str], list[ContentsEntry]]:
    """Write the data sheets.

    Returns:
        Name of table -> name of sheet, for tables whose rows are in the workbook; the
        entries of all tables for the contents.
    """
    sheets, entries = {}, []
    for i, name in enumerate(SHEETS):
        rows = len(tables[name].frame)
        sheet, is_written = write_data_sheet(pen, tables[name])
        description = pen.words(f"table.a_{name}")
        if is_written:
            sheets[name] = sheet
        else:
            description += " " + pen.words("workbook.left_out", rows=rows)
        entries.append(ContentsEntry(sheet, description, rows if is_written else 0))
        report_progress(0.3 + 0.4 * (i + 1) / len(SHEETS))
    return sheets, entries


def _columns(tables: Mapping[str, TidyTable]) -> int:
    return sum(len(tables[name].columns) for name in SHEETS)


def _set_properties(pen: Pen) -> None:
    report = pen.report
    properties = {
        "title": report.title,
        "subject": "  ·  ".join(report.facts),
        "author": report.publisher,
        "keywords": report.sha256,
        "comments": report.link,
    }
    pen.book.set_properties(
        {
            name: visible(text)[:PROPERTY_LENGTH]
            for name, text in properties.items()
            if text
        }
    )
    pen.book.set_custom_property(
        "edition", visible(report.edition)[:PROPERTY_LENGTH] or "-"
    )
    pen.book.set_custom_property("sha256", report.sha256 or "-")


def _set_order(pen: Pen) -> None:
    pen.book.get_worksheet_by_name(pen.book.worksheets()[0].get_name()).activate()
