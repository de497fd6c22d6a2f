"""Asks once where many rows have the same doubt: for `check`.

Assumes findings with their rows. Promises that every row of a group is named by it or
counted in it, and that a row that is not published keeps a finding of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.check.findings import LIST_ROW, PUBLISHED_COLUMNS, Finding

MAX_ROWS_APART, MAX_SHARE_APART = 6, 0.03
"""So many rows, or so large a share of the agreements, are asked about one by one."""

MAX_HALF, MIN_GROUP = 0.5, 4
"""More than half of the agreements, if they are so many, are a group in any case; of
doubts about the place of cells, which differ from row to row, only they are."""

ALIKE_CODES = frozenset(
    {
        "UNKNOWN_TERRITORY",
        "DISSOLVED_STATE",
        "DISSOLVED_STATE_NOT_COUNTED",
        "UNKNOWN_REGION",
        "UNKNOWN_MARK",
        "INSTITUTION_ELSEWHERE",
        "REGION_CONTRADICTS_TERRITORY",
        "FACULTY_IN_NAME",
        "WRITTEN_TWICE",
        "ENDED_AGREEMENT",
        "HIDDEN_ROW",
        "STRUCK_ROW",
        "STRUCK_CELL",
        "TRUNCATED_TEXT",
        "CUT_AT_WIDTH",
        "OLD_FORM_CHARACTER",
        "KANA_SLIP",
        "MISREAD_TEXT",
        "CELLS_TOGETHER",
        "DEPARTMENTS_TOGETHER",
        "DITTO_MARK",
        "UNUSUAL_TYPE",
    }
)
"""Doubts about what a text means: one answer may hold for all such texts. That a row
names several institutions is none: each such row is answered for itself."""

ONCE_CODES = frozenset({"PENDING_AGREEMENT", "CARRIED_TOGETHER"})
"""Doubts that an agreement may well have, or that are of the way a list is printed: asked
once for all rows that have them."""

PLACE_CODES = frozenset(
    {
        "AMBIGUOUS_ROW",
        "UNLIKELY_CELL",
        "SHORT_ROW",
        "BLANK_AGAINST_HABIT",
        "CARRIED_FROM_DOUBT",
        "CARRIED_INSTITUTION",
        "MISSING_REGION",
        "MISSING_TERRITORY",
    }
)
"""Doubts about where a cell belongs, or whether one is lost."""


def group_alike(findings: Sequence[Finding], agreements: int) -> list[Finding]:
    """Make one finding for the whole list of many that ask the same of a column.

    Not of a column that no figure counts: cells that stand there may be of any other.
    """
    groups = defaultdict[tuple[str, str], list[Finding]](list)
    for finding in findings:
        published = not finding.role or finding.role in PUBLISHED_COLUMNS
        if finding.row != LIST_ROW and not finding.source_row and published:
            groups[finding.code, finding.role].append(finding)
    large = {
        key: group
        for key, group in groups.items()
        if len({n.row for n in group}) > _most_apart(key[0], agreements)
    }
    apart = [
        finding
        for finding in findings
        if finding.row == LIST_ROW
        or finding.source_row
        or (finding.code, finding.role) not in large
    ]
    return [*apart, *(_as_one(group) for group in large.values())]


def _most_apart(code: str, agreements: int) -> float:
    """Return how many rows with a code are asked about one by one."""
    if code in ONCE_CODES:
        return 1
    half = max(MIN_GROUP - 1, MAX_HALF * agreements)
    if code in ALIKE_CODES:
        return min(half, max(MAX_ROWS_APART, MAX_SHARE_APART * agreements))
    if code in PLACE_CODES:
        return max(MAX_ROWS_APART, half)
    return float("inf")


def _as_one(group: Sequence[Finding]) -> Finding:
    first = min(group, key=lambda finding: finding.row)
    rows = tuple(sorted({finding.row for finding in group}))
    roles = (first.role,) if first.role else ()
    return first._replace(row=LIST_ROW, roles=roles, alike=rows)
