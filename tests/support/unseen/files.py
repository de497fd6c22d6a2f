"""Writes tables as files, and says in which source row each line stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from unicodedata import east_asian_width

from tests.support.unseen.tables import ABOVE, HEADING, LEFT, TITLE, Line, spread

ENCODINGS = {
    "ja": "cp932", "ko": "cp949", "zh": "gb18030", "zh_Hant": "cp950", "ru": "cp1251",
    "uk": "cp1251", "tr": "cp1254", "pl": "cp1250", "cs": "cp1250", "hu": "cp1250",
    "el": "cp1253", "ar": "cp1256", "fa": "cp1256", "he": "cp1255", "th": "cp874",
}  # fmt: skip
"""What older programs write."""


@dataclass(frozen=True)
class Written:
    """A file, and the source row of each of its lines."""

    received: bytes
    suffix: str
    numbers: tuple[int, ...]


Writer = Callable[[Random, Sequence[Line], str], Written]


def as_bytes(random: Random, text: str, code: str) -> bytes:
    """Encode a text as programs in that language do."""
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", ENCODINGS.get(code, "")))
    try:
        return text.encode(encoding or "cp1252")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def write_csv(random: Random, lines: Sequence[Line], code: str) -> Written:
    """Delimited text; all rows are as long as the longest."""
    width = max(len(line.cells) for line in lines)
    delimiter = random.choice(",,;\t")
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    numbers = []
    for line in spread(lines, repeated=False):
        numbers.append(file.getvalue().count("\n") + 1)
        writer.writerow([*line.cells, *[""] * (width - len(line.cells))])
    suffix = "tsv" if delimiter == "\t" else "csv"
    return Written(as_bytes(random, file.getvalue(), code), suffix, tuple(numbers))


def write_pipes(random: Random, lines: Sequence[Line], code: str) -> Written:
    """A Markdown table, with or without outer pipes and the line below the heading."""
    outer = random.random() < 0.8
    ruled = random.random() < 0.7
    texts: list[str] = []
    numbers = []
    done = False
    for line in spread(lines, repeated=False):
        numbers.append(len(texts) + 1)
        if line.kind == TITLE:
            texts += [line.cells[0], ""]
            continue
        cells = [" ".join(cell.split()) for cell in line.cells]
        row = " | ".join(cells)
        texts.append(f"| {row} |" if outer else row)
        if line.kind == HEADING and ruled and not done:
            done = True
            texts.append("|" + "---|" * len(cells))
    text = "\n".join(texts) + "\n"
    return Written(text.encode(), "md", tuple(numbers))


def write_html(random: Random, lines: Sequence[Line], code: str) -> Written:
    """A page; cells that are one have rowspan or colspan."""
    head = ["<!DOCTYPE html>", f'<html lang="{code}"><head><meta charset="utf-8">']
    head += ["<title>x</title></head>", "<body>"]
    titles = [line for line in lines if line.kind == TITLE]
    texts = head + [f"<h2>{escape(line.cells[0])}</h2>" for line in titles]
    texts += ['<table class="list">']
    numbers: list[int] = [0] * len(lines)
    for at, line in enumerate(lines):
        if line.kind == TITLE:
            continue
        numbers[at] = len(texts) + 1
        texts.append(f"<tr>{_html_cells(lines, at)}</tr>")
    texts += ["</table>", "<p>&copy; 2024</p></body></html>"]
    return Written("\n".join(texts).encode(), "html", tuple(numbers))


def _html_cells(lines: Sequence[Line], at: int) -> str:
    tag = "th" if lines[at].kind == HEADING else "td"
    parts = []
    cells = lines[at].cells
    for i, cell in enumerate(cells):
        if cell in (ABOVE, LEFT):
            continue
        down, wide = _span(lines, at, i)
        spans = f' rowspan="{down}"' * (down > 1) + f' colspan="{wide}"' * (wide > 1)
        parts.append(f"<{tag}{spans}>{escape(cell).replace(chr(10), '<br>')}</{tag}>")
    return "".join(parts)


def _span(lines: Sequence[Line], at: int, column: int) -> tuple[int, int]:
    """How many rows and columns a cell takes."""
    down = wide = 1
    for line in lines[at + 1 :]:
        if len(line.cells) <= column or line.cells[column] != ABOVE:
            break
        down += 1
    for cell in lines[at].cells[column + 1 :]:
        if cell != LEFT:
            break
        wide += 1
    return down, wide


def write_xlsx(random: Random, lines: Sequence[Line], code: str) -> Written:
    """A workbook with merged cells."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for at, line in enumerate(lines):
        for i, cell in enumerate(line.cells):
            if cell in (ABOVE, LEFT, ""):
                continue
            down, wide = _span(lines, at, i)
            if down * wide > 1:
                sheet.merge_range(at, i, at + down - 1, i + wide - 1, cell)
            elif cell.isdigit() and len(cell) < 5:
                sheet.write_number(at, i, int(cell))
            else:
                sheet.write_string(at, i, cell)
    book.close()
    return Written(file.getvalue(), "xlsx", tuple(range(1, len(lines) + 1)))


def write_docx(random: Random, lines: Sequence[Line], code: str) -> Written:
    """A document with one table below its titles."""
    import docx

    document = docx.Document()
    titles = [line for line in lines if line.kind == TITLE]
    for line in titles:
        document.add_paragraph(line.cells[0])
    rows = [line for line in spread(lines, repeated=False) if line.kind != TITLE]
    width = max(len(line.cells) for line in rows)
    table = document.add_table(len(rows), width)
    cells = table._cells
    for at, line in enumerate(rows):
        for i, text in enumerate(line.cells):
            cells[at * width + i].text = text
    file = io.BytesIO()
    document.save(file)
    numbers, row = [], len(titles)
    for n, line in enumerate(lines):
        row += line.kind != TITLE
        numbers.append(n + 1 if line.kind == TITLE else row)
    return Written(file.getvalue(), "docx", tuple(numbers))


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def write_fixed_width(random: Random, lines: Sequence[Line], code: str) -> Written:
    """Text whose columns are kept by blanks."""
    plain = [
        tuple(" ".join(cell.split()) for cell in line.cells)
        for line in spread(lines, repeated=False)
    ]
    rows = [
        row
        for row, line in zip(plain, lines, strict=True)
        if line.kind not in (TITLE, "note")
    ]
    count = max(map(len, rows))
    gap = random.randint(2, 4)
    widths = [
        max(width_of(row[i]) if i < len(row) else 0 for row in rows) + gap
        for i in range(count)
    ]
    texts = []
    for row in plain:
        padded = (
            cell + " " * (width - width_of(cell))
            for cell, width in zip(row, widths, strict=False)
        )
        texts.append("".join(padded).rstrip())
    return Written(
        ("\n".join(texts) + "\n").encode(), "txt", tuple(range(1, len(lines) + 1))
    )


TABLE_WRITERS: tuple[Writer, ...] = (
    write_csv, write_csv, write_pipes, write_html, write_xlsx, write_docx,
)  # fmt: skip
"""What lists come as, the most usual twice."""
