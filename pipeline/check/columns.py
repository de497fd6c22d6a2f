"""Finds what a whole column says against its heading or against counting: for `check`.

Assumes identified rows. Promises one finding for the whole list where the doubt is that
of a column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from pipeline.check.findings import (
    LIST_ROW,
    Finding,
    rows_with_texts,
    text_counts,
)
from pipeline.identify import Identified, lone_mark
from pipeline.reference import Reference
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


def find_exchange_questions(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Ask about exchange that no column of exchange says, but other columns do."""
    layout = identified.normalized.aligned.layout
    if identified.exchange_columns:
        columns = [layout.columns[i] for i in identified.exchange_columns]
        if all(column.why == "told" for column in columns):
            return
        names = {"columns": ", ".join(column.heading for column in columns)}
        yield Finding(
            LIST_ROW, "EXCHANGE_FROM_STUDENTS", "", names, roles=("exchange",)
        )
    elif (at := identified.normalized.aligned.column_index("exchange")) is None:
        yield from _exchange_of_types(identified, reference)
    elif layout.columns[at].why != "told" and (
        mark := lone_mark(identified.normalized, at, reference)
    ):
        names = {"column": layout.columns[at].heading, "mark": mark}
        yield Finding(LIST_ROW, "MARK_READ_AS_YES", "", names, roles=("exchange",))


def _exchange_of_types(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Ask once where some types say exchange, and others do not."""
    words = identified.normalized.words
    counts = text_counts(identified, "agreement_type")
    types = {words[code]: count for code, count in counts.items() if code}
    marked = [text for text in types if reference.is_for_exchange(text)]
    others = [text for text in types if text not in marked]
    if marked and others:
        names = {
            "types": _quoted(marked),
            "others": _quoted(others),
            "agreements": str(sum(types[text] for text in marked)),
        }
        yield Finding(LIST_ROW, "EXCHANGE_FROM_TYPES", "", names, roles=("exchange",))


def _quoted(texts: Sequence[str]) -> str:
    """Quote the first of some texts, and say how many more there are."""
    more = f" (+{len(texts) - MAX_QUOTED})" if len(texts) > MAX_QUOTED else ""
    return ", ".join(f"'{text}'" for text in texts[:MAX_QUOTED]) + more


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
        "texts": _quoted(texts),
        "count": str(len(texts)),
        "territories": str(int(spread.max())),
        "rows": str(int(np.isin(code[rows], spread.index).sum())),
    }
    yield Finding(
        LIST_ROW, "ONE_TEXT_MANY_TERRITORIES", "", names, roles=("institution",)
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
        quoted = _quoted([words[code] for code in misfits])
        names = {"texts": quoted, "rows": str(rows), "other": role}
        yield Finding(LIST_ROW, "COLUMN_NAMES_NOTHING", "", names, roles=(role,))
        return
    doubted = defaultdict[int, set[str]](set)
    for ambiguity in aligned.ambiguities:
        doubted[ambiguity.row].add(ambiguity.role)
    for row, code in rows_with_texts(identified, role, misfits):
        if role not in doubted.get(row, ()):
            yield Finding(row, "UNLIKELY_CELL", role, {"cell": words[code]})
