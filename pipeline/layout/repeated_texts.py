"""Resolves texts that stand for others: `Asia (cont.)`, 〃, idem, NULL: for `layout`.

Promises that a changed cell keeps what was printed there and the rule; that a label is
cut only to one that is known or that the list prints itself; and that `as above` takes
the text of the same column right above, or stays as it is and is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.layout.header import CONTACT, ListColumn
from pipeline.layout.rearrangement import ChangedCell, change_cells
from pipeline.layout.section_labels import AROUND_LABEL
from pipeline.model import CONTINUED, SourceGrid
from pipeline.reference import Reference


def cut_continued(grid: SourceGrid, reference: Reference) -> SourceGrid:
    """Cut `continued` off labels and headings, so that the label before goes on."""
    encoded = grid.encoded
    printed = {text.strip() for text in encoded.texts}
    plain: dict[int, str] = {}
    for code, text in enumerate(encoded.texts):
        stripped = text.strip()
        label = reference.without_continued(stripped) if stripped else ""
        if label != stripped and (
            label in printed
            or reference.is_label(label.strip(AROUND_LABEL))
            or reference.heading_role(label)
            or reference.find_agreement_type(label.strip(AROUND_LABEL))
            or reference.find_department(label.strip(AROUND_LABEL))
        ):
            plain[code] = label
    if not plain:
        return grid
    rows, columns = np.nonzero(np.isin(encoded.codes, list(plain)))
    return change_cells(
        grid,
        {
            (row, column): ChangedCell(
                plain[int(encoded.codes[row, column])], CONTINUED
            )
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        },
    )


NO_VALUES = frozenset(
    ("NULL", "null", "Null", "(null)", "\\N", "None", "nan", "NaN", "<NA>", "#N/A")
)
"""What databases, spreadsheets and programs write for an empty cell."""


def blank_no_values(grid: SourceGrid) -> SourceGrid:
    """Blank the cells that a program wrote for no value."""
    encoded = grid.encoded
    codes = [c for c, text in enumerate(encoded.texts) if text.strip() in NO_VALUES]
    if not codes:
        return grid
    rows, columns = np.nonzero(np.isin(encoded.codes, codes))
    cells = zip(rows.tolist(), columns.tolist(), strict=True)
    return change_cells(grid, {cell: ChangedCell("", "no_value") for cell in cells})


def resolve_dittos(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    reference: Reference,
) -> SourceGrid:
    """Replace `as above` by the text of the same column in the row above.

    Only between rows with as many cells: in others the columns may not agree.
    """
    encoded = grid.encoded
    marks = [c for c, text in enumerate(encoded.texts) if reference.is_ditto(text)]
    left_out = [c.source for c in columns if c.meaning == CONTACT]
    at = np.array(body, np.intp)
    is_mark = np.isin(encoded.codes[at], marks)
    is_mark[:, [i for i in left_out if 0 <= i < is_mark.shape[1]]] = False
    changes: dict[tuple[int, int], ChangedCell] = {}
    for k, column in zip(*map(np.ndarray.tolist, np.nonzero(is_mark)), strict=True):
        row, above = body[k], body[k - 1] if k else -1
        if above < 0 or encoded.lengths[row] != encoded.lengths[above]:
            continue
        if (before := changes.get((above, column))) is not None:
            changes[row, column] = before
        elif not is_mark[k - 1, column]:
            text = encoded.texts[encoded.codes[above, column]].strip()
            if text:
                changes[row, column] = ChangedCell(text, "as_above", above, column)
    return change_cells(grid, changes)
