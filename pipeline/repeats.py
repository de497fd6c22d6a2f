"""Finds agreements that are printed more than once, or that share a unit: for `check`.

Assumes identified rows. Promises that a row is left out only where its copy is kept and
a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from pipeline.identify import Identified
from pipeline.notes import Note, fits, region_names, texts_of
from pipeline.reference import Reference


def repeated_rows(
    identified: Identified, reference: Reference
) -> tuple[list[Note], set[int]]:
    """The same agreement printed more than once.

    Where the copies differ only in the region and the territory fits one of them, the
    others are not published. Where they are equal in all cells, all are published.
    """
    aligned = identified.normalized.aligned
    at = aligned.at("region")
    compared = [c.index for c in aligned.layout.columns if c.index != at]
    table = pd.DataFrame(aligned.text[:, compared])
    table = table[aligned.kept]
    again = table[table.duplicated(keep=False)]
    groups = (
        again.groupby(list(again.columns), sort=False).indices if len(again) else {}
    )
    notes: list[Note] = []
    left_out: set[int] = set()
    printed = texts_of(identified, "region")
    for positions in groups.values():
        rows = [int(again.index[p]) for p in positions]
        misfits = _misfits(rows, identified, reference)
        kept = [row for row in rows if row not in misfits]
        for row in misfits:
            names = region_names(reference, identified.region_id[kept[0]])
            names |= {"printed": printed(row), "kept": str(aligned.source_row[kept[0]])}
            names |= {"territory": texts_of(identified, "territory")(row)}
            names |= {"institution": texts_of(identified, "institution")(row)}
            notes.append(Note(row, "REPEATED_ROW", "region", names))
            left_out.add(row)
        if len(kept) > 1:
            names = {"rows": _listed(aligned.source_row[kept].tolist())}
            names |= {"institution": texts_of(identified, "institution")(kept[1])}
            notes.append(Note(kept[1], "REPEATED_AGREEMENT", "", names))
    return notes, left_out


def _misfits(
    rows: list[int], identified: Identified, reference: Reference
) -> list[int]:
    code = identified.territory_code[rows[0]]
    if not code:
        return []
    fitting = [
        bool(identified.region_id[row])
        and fits(reference, identified.region_id[row], code)
        for row in rows
    ]
    if not any(fitting):
        return []
    return [row for row, fit in zip(rows, fitting, strict=True) if not fit]


def same_unit(identified: Identified) -> Iterator[Note]:
    """One institution, one unit, several agreements: one note at the first of them."""
    aligned = identified.normalized.aligned
    at = aligned.at("partner_unit")
    unit = aligned.text[:, at] if at is not None else np.zeros(len(aligned.body), int)
    key = (
        identified.institution.astype(np.int64) * (int(unit.max(initial=0)) + 1) + unit
    )
    rows = np.flatnonzero(aligned.kept & (unit > 0))
    values, counts = np.unique(key[rows], return_counts=True)
    several = rows[np.isin(key[rows], values[counts > 1])]
    groups = pd.Series(several).groupby(key[several], sort=False)
    types = texts_of(identified, "agreement_type")
    name, unit_text = (
        texts_of(identified, "institution"),
        texts_of(identified, "partner_unit"),
    )
    for _, group in groups:
        members = group.tolist()
        yield Note(
            members[0],
            "SEVERAL_AGREEMENTS",
            "partner_unit",
            {
                "institution": name(members[0]),
                "unit": unit_text(members[0]),
                "agreements": str(len(members)),
                "rows": _listed(aligned.source_row[members].tolist()),
                "types": ", ".join(dict.fromkeys(types(m) or "-" for m in members)),
            },
        )


def _listed(rows: Sequence[int]) -> str:
    """At most five source rows, then how many more."""
    more = f" (+{len(rows) - 5})" if len(rows) > 5 else ""
    return ", ".join(str(row) for row in rows[:5]) + more
