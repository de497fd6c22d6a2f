"""Finds what a whole column says against its heading or against counting: for `check`.

Assumes identified rows. Promises one finding for the whole list where the doubt is that
of a column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.check.findings import (
    WHOLE_LIST,
    Finding,
    rows_with_texts,
    text_counts,
)
from pipeline.identify import Identified
from pipeline.reference.content_kinds import CONTENT_KINDS_OF_FORM, content_kind

MIN_TERRITORIES = 3
"""One institution under so many territories is none, or not in all of them."""

MAX_QUOTED = 3

MIN_MISFIT_SHARE = 0.2
"""From this share of texts that name nothing the column itself is in doubt."""

NAMED_ROLES = ("institution", "partner_unit", "agreement_type", "departments")


def find_column_contradictions(identified: Identified) -> Iterator[Finding]:
    """Find columns whose content contradicts what they are taken for."""
    yield from _one_text_in_several_territories(identified)
    for role in NAMED_ROLES:
        yield from _texts_that_name_nothing(identified, role)
    if identified.exchange_columns:
        columns = identified.normalized.aligned.layout.columns
        headings = ", ".join(columns[i].heading for i in identified.exchange_columns)
        names = {"columns": headings}
        yield Finding(
            WHOLE_LIST, "EXCHANGE_FROM_STUDENTS", "", names, roles=("exchange",)
        )


def _one_text_in_several_territories(identified: Identified) -> Iterator[Finding]:
    """Report the institutions that stand under several territories, once."""
    aligned = identified.normalized.aligned
    code = aligned.text[:, aligned.column_index("institution")]
    rows = np.flatnonzero(
        aligned.is_agreement & (code > 0) & (identified.territory_code != "")
    )
    pairs = pd.DataFrame(
        {"code": code[rows], "territory": identified.territory_code[rows]}
    ).drop_duplicates()
    territories = pairs["code"].value_counts()
    spread = territories[territories >= MIN_TERRITORIES]
    if spread.empty:
        return
    words = identified.normalized.words
    texts = sorted(words[int(c)] for c in spread.index)
    names = {
        "texts": ", ".join(f"'{text}'" for text in texts[:MAX_QUOTED]),
        "count": str(len(texts)),
        "territories": str(int(spread.max())),
        "rows": str(int(np.isin(code[rows], spread.index).sum())),
    }
    yield Finding(
        WHOLE_LIST, "ONE_TEXT_MANY_TERRITORIES", "", names, roles=("institution",)
    )


def _texts_that_name_nothing(identified: Identified, role: str) -> Iterator[Finding]:
    """Report dates, numbers, addresses and signs that stand in a column of names."""
    aligned = identified.normalized.aligned
    words = identified.normalized.words
    counts = text_counts(identified, role)
    misfits = [
        code
        for code in counts
        if code and content_kind(words[code]) in CONTENT_KINDS_OF_FORM
    ]
    if not misfits:
        return
    rows = sum(counts[code] for code in misfits)
    filled = sum(count for code, count in counts.items() if code)
    if rows >= MIN_MISFIT_SHARE * filled:
        quoted = ", ".join(f"'{words[code]}'" for code in misfits[:MAX_QUOTED])
        names = {"texts": quoted, "rows": str(rows), "other": role}
        yield Finding(WHOLE_LIST, "COLUMN_NAMES_NOTHING", "", names, roles=(role,))
        return
    doubted = defaultdict[int, set[str]](set)
    for ambiguity in aligned.ambiguities:
        doubted[ambiguity.row].add(ambiguity.role)
    for row, code in rows_with_texts(identified, role, misfits):
        if role not in doubted.get(row, ()):
            yield Finding(row, "UNLIKELY_CELL", role, {"cell": words[code]})
