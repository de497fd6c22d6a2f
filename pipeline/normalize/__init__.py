"""Fourth in the line: normalizes white space, cuts names free, splits lists into items.

Assumes aligned rows. Promises texts as printed but for white space, and for what stands
at a name and is no part of it: a count, a footnote sign, a remark that its agreement has
ended. Their meaning is not decided here. Works on the distinct texts, not on the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.align.model import Aligned
from pipeline.model import Decision, SourceGrid
from pipeline.normalize.departments import split_department_cells
from pipeline.normalize.footnotes import read_footnotes
from pipeline.normalize.trimming import Trimmed, trim_names
from pipeline.reference import Reference
from pipeline.reference.normal_forms import collapse_spaces

__all__ = ["Normalized", "Settled", "normalize_rows"]


@dataclass(frozen=True)
class Settled:
    """A decision and the array row and role it settles; `row` for a whole row."""

    row: int
    role: str
    decision: Decision
    changed: bool


@dataclass(frozen=True)
class Normalized:
    """Aligned rows with folded words.

    Attributes:
        aligned: the rows; its codes point into the lists below.
        words: for each code the text as printed, white space folded.
        items: for each code in the departments column its items, in printed order,
            each once.
        trimmed: the codes of names that are printed with more than the name, `アジア州(6)`
            or `Kobe University*1`, and published without it.
        footnotes: the text of each footnote sign that the page explains.
        settled: the decisions that were applied, in their order.
    """

    aligned: Aligned
    words: list[str]
    items: dict[int, tuple[str, ...]]
    trimmed: Trimmed = field(default_factory=Trimmed)
    footnotes: Mapping[str, str] = field(default_factory=dict)
    settled: tuple[Settled, ...] = ()

    def published(self, row: int, at: int) -> str:
        """The text of an array cell as it is published, items joined by `|`."""
        code = int(self.aligned.text[row, at])
        if self.aligned.layout.columns[at].role == "departments":
            return "|".join(self.items[code])
        return self.words[code]


def normalize_rows(
    aligned: Aligned, grid: SourceGrid, reference: Reference
) -> Normalized:
    """Cut names free, fold white space, split the cells of departments."""
    aligned, trimmed = trim_names(aligned, reference)
    words = list(map(collapse_spaces, aligned.words))
    at = aligned.column_index("departments")
    codes = sorted(set(aligned.text[:, at].tolist())) if at is not None else []
    items = split_department_cells({code: aligned.words[code] for code in codes})
    footnotes = read_footnotes(grid) if trimmed.signs else {}
    return Normalized(aligned, words, items, trimmed, footnotes)
