"""What the cells of a column hold, whatever its heading says: for `layout`.

Assumes the sampled rows of a list. Promises facts about whole columns, each computed on
the distinct texts: shares of recognized kinds, variety, length, and whether one column
determines another. Decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.content_kinds import SIGN, content_kind, is_study_level
from pipeline.reference.exchange_marks import bare_mark
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import STRONG

SAMPLE_ROWS = 2000
"""How many rows are sampled."""

MIN_TEXTS = 2
"""Fewer texts prove nothing."""

LONG_TEXT = 60
"""Cells that are usually longer are remarks."""

LONGEST_CODE = 16

MAX_MARKS, LONGEST_MARK = 3, 12
"""A column of marks has no more, and no longer ones, whatever their language."""

FORM = "form"
"""The kind of texts that name nothing: dates, numbers, addresses. Signs may be marks."""

TERRITORY_CODE, STUDY_LEVEL = "territory_code", "study_level"

CODE = "code"
"""The kind of other short texts with a digit."""


_BETWEEN_TYPES = re.compile(r"[,、，;；/／・+＋\n]")


@dataclass(frozen=True)
class ColumnContent:
    """What the sampled rows hold in one column.

    Attributes:
        cells: the texts of all sampled rows, "" where blank.
        counts: each distinct text and how many rows hold it.
        shares: kind -> share of the filled cells: `territory`, `region`,
            `agreement_type`, `exchange` (marks), `institution` (by its words), `unit`
            (by its words), FORM, and each kind of `content_kind`.
    """

    cells: list[str]
    counts: Mapping[str, int]
    shares: Mapping[str, float]

    @property
    def filled(self) -> int:
        """How many sampled rows hold a text."""
        return sum(self.counts.values())

    @property
    def blank(self) -> float:
        """The share of blank rows."""
        return 1 - self.filled / len(self.cells) if self.cells else 1.0

    @property
    def variety(self) -> float:
        """The number of distinct texts for each filled cell."""
        return len(self.counts) / self.filled if self.filled else 0.0

    @property
    def length(self) -> float:
        """The usual length of its texts."""
        return median(map(len, self.counts)) if self.counts else 0.0

    @property
    def may_be_marks(self) -> bool:
        """Whether a column repeats two or three short texts, as marks are repeated.

        A remark in brackets is no part of a mark.
        """
        texts = {*map(bare_mark, self.counts)}
        few = 0 < len(texts) <= MAX_MARKS and self.filled > len(texts)
        return few and max(map(len, texts)) <= LONGEST_MARK

    def share(self, *kinds: str) -> float:
        """The share of the filled cells of some kinds; 0 where there are too few."""
        if self.filled < MIN_TEXTS:
            return 0.0
        return sum(self.shares.get(kind, 0.0) for kind in kinds)


def sample_columns(
    grid: SourceGrid,
    body: Sequence[int],
    sources: Mapping[int, int],
    reference: Reference,
) -> dict[int, ColumnContent]:
    """Return the content of columns.

    Args:
        grid: the table.
        body: positions of the rows of the list.
        sources: index of a column -> its position in a printed row; -1: not printed.
        reference: names.
    """
    sample = _with_several_cells(grid, body)[:SAMPLE_ROWS]
    of_source: dict[int, ColumnContent] = {}
    for source in {*sources.values()}:
        cells = grid.encoded.column_texts(sample, source) if source >= 0 else []
        of_source[source] = describe_column([c.strip() for c in cells], reference)
    return {index: of_source[source] for index, source in sources.items()}


def _with_several_cells(grid: SourceGrid, body: Sequence[int]) -> Sequence[int]:
    """Return the rows with several cells: a text alone in its row is a label or remark.

    All rows where these are not the most.
    """
    filled = grid.encoded.filled[np.array(body, np.intp)].sum(axis=1)
    several = [i for i, count in zip(body, filled.tolist(), strict=True) if count > 1]
    return several if 2 * len(several) > len(body) else body


def describe_column(cells: list[str], reference: Reference) -> ColumnContent:
    """Describe the texts of one column."""
    counts = Counter(filter(None, cells))
    kinds: dict[str, Callable[[str], object]] = {
        "territory": reference.find_territory,
        TERRITORY_CODE: reference.find_code,
        "region": reference.find_region,
        "agreement_type": lambda t: names_types(t, reference),
        "exchange": reference.mark_meaning,
        "institution": lambda t: (
            reference.looks_like(t, "institution") == STRONG
            and not names_types(t, reference)
        ),
        "unit": lambda t: names_unit(t, reference),
        STUDY_LEVEL: is_study_level,
    }
    total = sum(counts.values())
    shares = {
        kind: sum(n for text, n in counts.items() if test(text)) / total
        for kind, test in kinds.items()
        if total
    }
    forms = Counter[str]()
    for text, n in counts.items():
        forms[_form(text, reference)] += n
    shares |= {kind: n / total for kind, n in forms.items()}
    named = forms[""] + forms[CODE] + forms[SIGN]
    shares[FORM] = 1 - named / total if total else 0.0
    return ColumnContent(cells, counts, shares)


def _form(text: str, reference: Reference) -> str:
    """Return the kind of a text that names nothing, or CODE; "" for any other."""
    if reference.mark_meaning(text):
        return ""
    return content_kind(text) or (CODE if is_code(text) else "")


def is_code(text: str) -> bool:
    """Whether a text is a code or an amount: short, with a digit (D4, 3L,2YL)."""
    return len(text) <= LONGEST_CODE and any(map(str.isdigit, text))


def names_types(text: str, reference: Reference) -> bool:
    """Whether a text is an agreement type, or several: `大学間協定、学生交流覚書`."""
    if len(text) > LONGEST_NAME:
        return False
    if reference.find_agreement_type(text):
        return True
    parts = [part for part in _BETWEEN_TYPES.split(text) if part.strip()]
    return len(parts) > 1 and all(map(reference.find_agreement_type, parts))


def names_unit(text: str, reference: Reference) -> bool:
    """Whether a text is a unit by its words, and no institution."""
    unit = reference.looks_like(text, "partner_unit")
    return unit > 0 and reference.looks_like(text, "institution") < STRONG


def determines(one: ColumnContent, other: ColumnContent, *, repeats: int = 1) -> bool:
    """Whether rows with equal texts in one column have equal texts in the other, too.

    Only where so many rows repeat a text of the first: else nothing is proved.
    """
    of_text: dict[str, str] = {}
    repeated = 0
    for text, found in zip(one.cells, other.cells, strict=True):
        if not text or not found:
            continue
        if text in of_text and of_text[text] != found:
            return False
        repeated += text in of_text
        of_text[text] = found
    return repeated >= repeats
