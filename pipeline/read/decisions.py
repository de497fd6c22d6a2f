"""Reads and writes decisions: a CSV table, one row to a decision.

Promises that written decisions are read back unchanged, and that a spreadsheet takes no
text for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from pipeline.errors import RepairError
from pipeline.model import COLUMN_ROLE, WHOLE_LIST, Decision

DECISION_COLUMNS = (
    "source_row",
    "column",
    "expect",
    "value",
    "reason",
    "decided_by",
    "decided_on",
    "context",
)
REQUIRED_COLUMNS = DECISION_COLUMNS[:4]

MAX_ROW_DIGITS = 9
"""No list has a row with a longer number."""

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_QUOTED = re.compile(r"^'(?='*[=+\-@\t\r])")


def read_decisions(received: bytes, name: str) -> tuple[Decision, ...]:
    """Read decisions from the bytes of a CSV file.

    Raises:
        RepairError: the bytes are not such a table; names the line.
    """
    try:
        text = received.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"'{name}' must be a CSV table in UTF-8, but: {error}."
        message_ja = f"「{name}」は UTF-8 の CSV ではありません。"
        raise RepairError(message, message_ja) from error
    heading = lines[0] if lines else []
    missing = [column for column in REQUIRED_COLUMNS if column not in heading]
    if missing:
        message = (
            f"'{name}' must have the columns {', '.join(REQUIRED_COLUMNS)}, but it lacks"
            f" {', '.join(missing)}. Read: '{','.join(heading)[:80]}'."
        )
        message_ja = f"「{name}」に列 {', '.join(missing)} がありません。"
        raise RepairError(message, message_ja)
    needed = 1 + max(heading.index(column) for column in REQUIRED_COLUMNS)
    decisions = []
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            _check_line(cells, needed, number, name)
            named = dict(zip(heading, cells, strict=False))
            decisions.append(_decision(named, number, name))
    return tuple(decisions)


def _check_line(cells: list[str], needed: int, number: int, name: str) -> None:
    """Refuse a line that ends too early or holds control characters."""
    odd = next((c for cell in cells for c in cell if c < " " and c not in "\t\n\r"), "")
    if len(cells) >= needed and not odd:
        return
    read = f"the character {ord(odd):#04x}" if odd else f"only {len(cells)} cells"
    message = (
        f"Each decision must have its {', '.join(REQUIRED_COLUMNS)} as text, but line {number} of"
        f" '{name}' holds {read}. Write the line again."
    )
    message_ja = (
        f"「{name}」の {number} 行目には {', '.join(REQUIRED_COLUMNS)} がそろっていないか、"
        "使えない文字があります。書き直してください。"
    )
    raise RepairError(message, message_ja)


def _decision(cells: dict[str, str], number: int, name: str) -> Decision:
    row, column = (cells.get(c, "").strip() for c in ("source_row", "column"))
    of_list = column in (COLUMN_ROLE, WHOLE_LIST) and not row
    is_row = row.isdecimal() and len(row) <= MAX_ROW_DIGITS and int(row) > 0
    if not column or not (is_row or of_list):
        message = (
            f"Each decision must name a source row (from 1) and a column, but line"
            f" {number} of '{name}' reads '{row}' and '{column}'."
        )
        message_ja = f"「{name}」の {number} 行目に source_row か column がありません。"
        raise RepairError(message, message_ja)
    cells = {**cells, "column": column}
    texts = {c: _QUOTED.sub("", cells.get(c) or "") for c in DECISION_COLUMNS[1:]}
    return Decision(source_row=int(row or 0), **texts)


def write_decisions(decisions: Iterable[Decision]) -> str:
    """Write decisions as the text of a CSV file (to be encoded as UTF-8 with BOM)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DECISION_COLUMNS)
    for decision in decisions:
        row = str(decision.source_row or "")
        texts = (row, *(getattr(decision, c) for c in DECISION_COLUMNS[1:]))
        writer.writerow(["'" + t if _FORMULA.match(t) else t for t in texts])
    return out.getvalue()
