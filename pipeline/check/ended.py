"""Finds agreements that the list itself calls ended or suspended: for `check`.

Assumes identified rows. They are counted as all others: whether they should be is for a
person to say; of those that are about to be signed or renewed, once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.check.findings import Finding, text_by_row
from pipeline.identify import Identified
from pipeline.normalize import Normalized
from pipeline.normalize.footnotes import says_ended
from pipeline.reference import Reference


def find_ended_agreements(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find the rows with a remark, or with the sign of a footnote, that says ended."""
    aligned = identified.normalized.aligned
    remarks = _ended_remarks(identified.normalized, reference)
    if not remarks:
        return
    ended = np.zeros(len(aligned.words), np.bool_)
    ended[list(remarks)] = True
    cells = ended[aligned.text]
    name = text_by_row(identified, "institution")
    for row in np.flatnonzero(cells.any(axis=1) & aligned.is_agreement).tolist():
        code = int(aligned.text[row, int(cells[row].argmax())])
        names = {"printed": remarks[code], "institution": name(row)}
        pending = reference.is_pending(reference.ended_status(remarks[code]))
        kind = "PENDING_AGREEMENT" if pending else "ENDED_AGREEMENT"
        yield Finding(row, kind, "", names)


def _ended_remarks(normalized: Normalized, reference: Reference) -> dict[int, str]:
    """Return what says ended, by the code of the text that it stands in or beside."""
    used = np.unique(normalized.aligned.text).tolist()
    remarks = {c: w for c in used if says_ended(w := normalized.words[c], reference)}
    notes = normalized.footnotes
    for code, signs in normalized.trimmed.signs.items():
        for sign in signs:
            if says_ended(notes.get(sign, ""), reference):
                remarks[code] = f"{sign} {notes[sign]}"
    return remarks | normalized.trimmed.remarks
