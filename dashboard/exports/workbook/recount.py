"""The sheet on which Excel counts our figures again from the data sheets.

Each row is a number of a measure beside a formula that any reader can follow. A
formula compares ids exactly: a name with `*` or a leading `=` is no pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dashboard import measures
from dashboard.exports.tidy import TidyTable
from dashboard.exports.workbook.summary import write_check
from dashboard.exports.workbook.writer import Pen, quoted, row_height, set_widths
from dashboard.filters import Filters
from dashboard.labels import Labels
from dashboard.tables import LABEL_KINDS, heading
from pipeline.model import Edition

RECOUNTED_MEASURES = (
    ("agreements_by_region", ("region_id",), "agreements"),
    ("agreements_by_region", ("region_id",), "marked"),
    ("agreements_by_type", ("agreement_type_id",), "agreements"),
    ("agreements_by_type", ("agreement_type_id",), "marked"),
    ("region_by_type", ("region_id", "agreement_type_id"), "agreements"),
    ("agreements_by_territory", ("territory_code",), "agreements"),
    ("agreements_by_department", ("department_id",), "agreements"),
    ("agreements_by_department", ("department_id",), "marked"),
    ("marked_by_department_and_region", ("department_id", "region_id"), "marked"),
)
"""A measure's name, its columns of ids, which the data sheet has too, and its count."""

RECOUNTED_TOTALS = {
    "agreements": ("agreements", 'COUNTIF({0},"?*")', "agreement_id"),
    "institutions": ("institutions", 'COUNTIF({0},">0")', "agreements"),
    "territories": ("territories", 'COUNTIF({0},">0")', "agreements"),
    "marked": ("agreements", "COUNTIF({0},TRUE)", "exchange_marked"),
}
"""Column of `counts` -> its table, its formula, and the column the formula counts."""

RECOUNT_HEAD_ROW = 5
RECOUNT_COLUMNS = ("figure", "of", "id_of", "and_of", "id_of", "ours", "excel", "check")
OURS, EXCEL, CHECK = 5, 6, 7


@dataclass(frozen=True)
class RecountedNumber:
    """A number counted again: its figure, labels and ids, our number, the formula.

    `{0}` and `{1}` in the formula are placeholders of the cells with the ids.
    """

    figure: str
    of: tuple[tuple[str, str], ...]
    ours: int
    formula: str


def write_recount(
    pen: Pen,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    tables: Mapping[str, TidyTable],
    sheets: Mapping[str, str],
) -> tuple[str, int]:
    """Write the sheet.

    Args:
        pen: writes into the workbook.
        edition: what is counted.
        filters: which agreements are counted.
        labels: of the edition.
        tables: the contents of the data sheets.
        sheets: name of table -> name of its sheet.

    Returns:
        The name of the sheet, and how many numbers are counted again.
    """
    words = pen.words
    sheet = pen.add_sheet(words("workbook.recount"), pen.palette.accent)
    ranges = _ranges(tables, sheets)
    lines = [
        *_total_lines(pen, edition, filters, labels, ranges),
        *_lines(pen, edition, filters, labels, ranges),
    ]
    pen.text(sheet, 0, 0, words("workbook.recount"), "title")
    pen.text(sheet, 1, 0, words("workbook.recount_lead"), "facts")
    pen.text(sheet, 2, 0, "  ·  ".join(pen.report.facts), "facts")
    sheet.set_row(0, 24)
    sheet.set_row(3, row_height(1.3))
    _write_verdict(pen, sheet, len(lines))
    for column, name in enumerate(RECOUNT_COLUMNS):
        right = column in (OURS, EXCEL)
        style = "head_right" if right else "head"
        pen.text(sheet, RECOUNT_HEAD_ROW, column, words(f"workbook.{name}"), style)
    for row, line in enumerate(lines, start=RECOUNT_HEAD_ROW + 1):
        _write_line(pen, sheet, row, line)
    set_widths(sheet, (40, 34, 26, 22, 18, 12, 18, 10))
    sheet.freeze_panes(RECOUNT_HEAD_ROW + 1, 0)
    sheet.autofilter(RECOUNT_HEAD_ROW, 0, RECOUNT_HEAD_ROW + len(lines), CHECK)
    sheet.repeat_rows(RECOUNT_HEAD_ROW)
    return sheet.get_name(), len(lines)


def _ranges(
    tables: Mapping[str, TidyTable], sheets: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Return table and column -> its cells, as formulas write them."""
    ranges = {}
    for name, sheet in sheets.items():
        last = max(len(tables[name].frame), 1) + 1
        for i, column in enumerate(tables[name].columns):
            letters = xl_col_to_name(i, col_abs=True)
            cells = f"{quoted(sheet)}!{letters}$2:{letters}${last}"
            ranges[name, column.name] = cells
    return ranges


def _total_lines(
    pen: Pen,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    ranges: Mapping[tuple[str, str], str],
) -> Iterator[RecountedNumber]:
    row = measures.counts(edition, filters).table.iloc[0]
    for counted, (sheet, formula, column) in RECOUNTED_TOTALS.items():
        if counted not in labels.absent:
            unit = pen.words(f"column.{counted}")
            figure = pen.words("workbook.figure_total", unit=unit)
            cells = formula.format(ranges[sheet, column])
            yield RecountedNumber(figure, (), int(row[counted]), f"={cells}")


def _lines(
    pen: Pen,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    ranges: Mapping[tuple[str, str], str],
) -> Iterator[RecountedNumber]:
    for name, keys, counted in RECOUNTED_MEASURES:
        if counted in labels.absent:
            continue
        unit = ("agreements",) if name == "region_by_type" else ()
        measure = getattr(measures, name)(edition, filters, *unit)
        pairs = "department_id" in keys
        sheet = "agreement_departments" if pairs else "agreements"
        equal = [f"EXACT({ranges[sheet, key]},{{{i}}})" for i, key in enumerate(keys)]
        if counted == "marked":
            equal.append(f"({ranges[sheet, 'exchange_marked']}=TRUE)")
        formula = f"=SUMPRODUCT(1*{'*'.join(equal)})"
        figure = _figure(pen, keys, counted, labels)
        for values in measure.table.to_dict("records"):
            of = tuple(
                (labels.of(LABEL_KINDS[key], str(values[key])), str(values[key]))
                for key in keys
            )
            yield RecountedNumber(figure, of, int(values[counted]), formula)


def _figure(pen: Pen, keys: tuple[str, ...], counted: str, labels: Labels) -> str:
    words = pen.words
    by = [heading(key, labels, words) for key in keys]
    unit = words(f"column.{counted}")
    if len(by) == 1:
        return words("workbook.figure_by", by=by[0], unit=unit)
    return words("workbook.figure_crossed", by=by[0], across=by[1], unit=unit)


def _write_line(pen: Pen, sheet: Worksheet, row: int, line: RecountedNumber) -> None:
    pen.text(sheet, row, 0, line.figure, "text")
    for i in range(1, OURS):
        pen.text(sheet, row, i, "", "text")
    for i, (label, key) in enumerate(line.of):
        pen.text(sheet, row, 1 + 2 * i, label, "name")
        pen.text(sheet, row, 2 + 2 * i, key, "code")
    ids = [xl_rowcol_to_cell(row, column, col_abs=True) for column in (2, 4)]
    formula = line.formula.format(*ids) if line.of else line.formula
    pen.value(sheet, row, OURS, line.ours)
    sheet.write_formula(row, EXCEL, formula, pen.styles["number"], line.ours)
    cells = [xl_rowcol_to_cell(row, column) for column in (OURS, EXCEL)]
    write_check(pen, sheet, (row, CHECK), cells, agrees=True)


def _write_verdict(pen: Pen, sheet: Worksheet, figures: int) -> None:
    """Write the sentence that sums up the checks, itself a formula."""
    words = pen.words
    letters = xl_col_to_name(CHECK)
    cells = f"{letters}{RECOUNT_HEAD_ROW + 2}:{letters}{RECOUNT_HEAD_ROW + 1 + figures}"
    yes = words("workbook.all_agree", figures=figures)
    no = words("workbook.not_all_agree")
    agrees = words("workbook.agrees")
    formula = f'=IF(COUNTIF({cells},"{agrees}")={figures},"{yes}","{no}")'
    sheet.write_formula(3, 0, formula, pen.styles["subtitle"], yes)
