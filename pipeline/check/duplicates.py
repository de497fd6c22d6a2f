"""Finds agreements that are printed more than once, or that share a unit: for `check`.

Assumes identified rows. Promises that a row is left out only where its copy is kept and
a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.check.findings import Note, fits, region_names, texts_of
from pipeline.grid import Mask
from pipeline.identify import Identified
from pipeline.reference import Reference


def repeated_rows(
    identified: Identified, reference: Reference
) -> tuple[list[Note], set[int]]:
    """The same agreement printed more than once.

    Where the copies differ only in the region and the territory fits one of them, the
    others are not published. Where they are equal in all cells, all are published.
    """
    aligned = identified.normalized.aligned
    at = aligned.column_index("region")
    compared = [c.index for c in aligned.layout.columns if c.index != at]
    table = pd.DataFrame(aligned.text[:, compared])
    table = table[aligned.is_agreement]
    again = table[table.duplicated(keep=False)]
    groups = (
        again.groupby(list(again.columns), sort=False).indices if len(again) else {}
    )
    notes: list[Note] = []
    left_out: set[int] = set()
    printed = texts_of(identified, "region")
    territory = texts_of(identified, "territory")
    institution = texts_of(identified, "institution")
    source_row = aligned.source_row.tolist()
    for positions in groups.values():
        rows = again.index.to_numpy()[positions]
        misfit = _misfits(rows, identified, reference)
        misfits, kept = rows[misfit].tolist(), rows[~misfit].tolist()
        for row in misfits:
            names = region_names(reference, identified.region_id[kept[0]])
            names |= {"printed": printed(row), "kept": str(aligned.source_row[kept[0]])}
            names |= {"territory": territory(row)}
            names |= {"institution": institution(row)}
            notes.append(Note(row, "REPEATED_ROW", "region", names))
            left_out.add(row)
        if len(kept) > 1:
            names = {"rows": _listed(source_row, kept)}
            names |= {"institution": institution(kept[1])}
            notes.append(Note(kept[1], "REPEATED_AGREEMENT", "", names))
    return notes, left_out


def _misfits(
    rows: npt.NDArray[np.intp], identified: Identified, reference: Reference
) -> Mask:
    """Copies under a region that the territory does not fit, if it fits another's."""
    code = identified.territory_code[rows[0]]
    regions = identified.region_id[rows]
    known = {r for r in set(regions.tolist()) if code and r}
    fitting = [region for region in known if fits(reference, region, code)]
    misfit = ~np.isin(regions, fitting)
    return misfit if fitting else np.zeros(len(rows), np.bool_)


def same_unit(identified: Identified) -> Iterator[Note]:
    """One institution, one unit, several agreements: one note at the first of them."""
    aligned = identified.normalized.aligned
    at = aligned.column_index("partner_unit")
    unit = aligned.text[:, at] if at is not None else np.zeros(len(aligned.body), int)
    key = (
        identified.institution.astype(np.int64) * (int(unit.max(initial=0)) + 1) + unit
    )
    rows = np.flatnonzero(aligned.is_agreement & (unit > 0))
    types = texts_of(identified, "agreement_type")
    name = texts_of(identified, "institution")
    unit_text = texts_of(identified, "partner_unit")
    source_row = aligned.source_row.tolist()
    for members in _groups(rows, key[rows]):
        yield Note(
            members[0],
            "SEVERAL_AGREEMENTS",
            "partner_unit",
            {
                "institution": name(members[0]),
                "unit": unit_text(members[0]),
                "agreements": str(len(members)),
                "rows": _listed(source_row, members),
                "types": ", ".join(dict.fromkeys([types(m) or "-" for m in members])),
            },
        )


def _groups(
    rows: npt.NDArray[np.intp], key: npt.NDArray[np.int64]
) -> Iterator[list[int]]:
    """The rows of each key that several have, the keys as they first come."""
    place = pd.factorize(key)[0]
    several = np.flatnonzero(np.bincount(place)[place] > 1)
    rows, place = rows[several], pd.factorize(place[several])[0]
    ordered = rows[np.argsort(place, kind="stable")].tolist()
    ends = np.cumsum(np.bincount(place)).tolist()
    for first, end in zip([0, *ends], ends, strict=False):
        yield ordered[first:end]


def _listed(source_row: Sequence[int], rows: Sequence[int]) -> str:
    """The source rows of at most five rows, then how many more."""
    more = f" (+{len(rows) - 5})" if len(rows) > 5 else ""
    return ", ".join([str(source_row[row]) for row in rows[:5]]) + more
