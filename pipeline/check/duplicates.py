"""Finds agreements that are printed more than once, or that share a unit: for `check`.

Assumes identified rows. Promises that a row is left out only where its copy is published
and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.check.findings import (
    Finding,
    list_rows,
    region_fits,
    region_labels,
    text_by_row,
)
from pipeline.grid import Mask
from pipeline.identify import Identified
from pipeline.reference import Reference


def find_repeated_rows(
    identified: Identified, reference: Reference
) -> tuple[list[Finding], set[int]]:
    """Find agreements printed more than once, and the rows that are left out.

    Where the copies differ only in the region and the territory fits one of them, the
    others are not published. Where they are equal in all cells, all are published.
    """
    aligned = identified.normalized.aligned
    at = aligned.column_index("region")
    compared = [c.index for c in aligned.layout.columns if c.index != at]
    table = pd.DataFrame(aligned.text[:, compared])
    table = table[aligned.is_agreement]
    copies = table[table.duplicated(keep=False)]
    groups = (
        copies.groupby(list(copies.columns), sort=False).indices if len(copies) else {}
    )
    findings: list[Finding] = []
    left_out: set[int] = set()
    printed = text_by_row(identified, "region")
    territory = text_by_row(identified, "territory")
    institution = text_by_row(identified, "institution")
    source_row = aligned.source_row.tolist()
    for positions in groups.values():
        rows = copies.index.to_numpy()[positions]
        misfit = _misfits(rows, identified, reference)
        misfits, fitting = rows[misfit].tolist(), rows[~misfit].tolist()
        for row in misfits:
            names = region_labels(reference, identified.region_id[fitting[0]])
            first = str(source_row[fitting[0]])
            names |= {"printed": printed(row), "kept": first}
            names |= {"territory": territory(row), "institution": institution(row)}
            findings.append(Finding(row, "REPEATED_ROW", "region", names))
            left_out.add(row)
        if len(fitting) > 1:
            names = {"rows": list_rows(source_row, fitting)}
            names |= {"institution": institution(fitting[1])}
            findings.append(Finding(fitting[1], "REPEATED_AGREEMENT", "", names))
    return findings, left_out


def _misfits(
    rows: npt.NDArray[np.intp], identified: Identified, reference: Reference
) -> Mask:
    """Return a mask of copies under a region that does not fit, if another's does."""
    code = identified.territory_code[rows[0]]
    regions = identified.region_id[rows]
    regions_present = {r for r in set(regions.tolist()) if code and r}
    fitting = [
        region for region in regions_present if region_fits(reference, region, code)
    ]
    misfit = ~np.isin(regions, fitting)
    return misfit if fitting else np.zeros(len(rows), np.bool_)


def find_shared_units(identified: Identified) -> Iterator[Finding]:
    """Find units with several agreements; the finding is at the first of them."""
    aligned = identified.normalized.aligned
    at = aligned.column_index("partner_unit")
    unit = aligned.text[:, at] if at is not None else np.zeros(len(aligned.body), int)
    key = (
        identified.institution.astype(np.int64) * (int(unit.max(initial=0)) + 1) + unit
    )
    rows = np.flatnonzero(aligned.is_agreement & (unit > 0))
    types = text_by_row(identified, "agreement_type")
    name = text_by_row(identified, "institution")
    unit_text = text_by_row(identified, "partner_unit")
    source_row = aligned.source_row.tolist()
    for members in _groups(rows, key[rows]):
        yield Finding(
            members[0],
            "SEVERAL_AGREEMENTS",
            "partner_unit",
            {
                "institution": name(members[0]),
                "unit": unit_text(members[0]),
                "agreements": str(len(members)),
                "rows": list_rows(source_row, members),
                "types": ", ".join(dict.fromkeys([types(m) or "-" for m in members])),
            },
        )


def _groups(
    rows: npt.NDArray[np.intp], key: npt.NDArray[np.int64]
) -> Iterator[list[int]]:
    """Yield the rows of each repeated key, in order of first occurrence."""
    group = pd.factorize(key)[0]
    several = np.flatnonzero(np.bincount(group)[group] > 1)
    rows, group = rows[several], pd.factorize(group[several])[0]
    ordered = rows[np.argsort(group, kind="stable")].tolist()
    ends = np.cumsum(np.bincount(group)).tolist()
    for first, end in zip([0, *ends], ends, strict=False):
        yield ordered[first:end]
