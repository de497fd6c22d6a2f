"""Finds the row that names the columns, by its words and by what stands below: for `layout`.

Assumes a SourceGrid. A heading in words that no table has is known by this: it holds no
data, and its cells are of another kind than those under them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.model import ROLES, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind
from pipeline.reference.normal_forms import LONGEST_NAME, normal_form
from pipeline.reference.patterns import STRONG

HEADER_SEARCH_ROWS = 200
"""The header is searched for in this many rows; the rows above it are titles."""

KIND_SAMPLE_ROWS = 400
"""So many rows tell the kind of each column."""

MIN_KIND_SHARE = 0.5
"""Share of a column's filled cells that must be of one kind."""

MAX_HEADING_LENGTH = 80

SIGNS = " ,;.()（）"

MIN_GENERAL = 3
"""A word of so many names is no name by itself: University."""

MIN_DATA_ROWS = 3
"""Below so many rows of data another with data is no heading, whatever its words."""

COUNTED_WEIGHT, KNOWN_WEIGHT, CONTRAST_WEIGHT, DATA_WEIGHT = 3, 2, 1, 3
"""What a counted heading, another known heading, a cell of another kind than those
below, and a cell of data count for a row as the heading."""

INSTITUTION, TERRITORY, REGION, MARK, TYPE = (
    *("institution", "territory", "region", "mark", "agreement_type"),
)
_ALWAYS_DATA = (TERRITORY, REGION, MARK, "date", "address", "phone")
"""A heading is none of these, whatever stands below it."""


@dataclass(frozen=True)
class _Candidate:
    """A row that may name the columns.

    Attributes:
        row: its position in the grid.
        meanings: those of its known headings.
        contrast: in how many columns it is of another kind than the cells below.
        data: in how many columns it holds data.
        alike: in how many columns it is like the names of institutions below.
    """

    row: int
    meanings: frozenset[str]
    contrast: int
    data: int
    alike: int

    @property
    def counted(self) -> int:
        """How many counted columns it names."""
        return len(self.meanings & {*ROLES, "unit"})

    @property
    def score(self) -> int:
        """How well it names the columns."""
        known = len(self.meanings) - self.counted
        named = COUNTED_WEIGHT * self.counted + KNOWN_WEIGHT * known
        return named + CONTRAST_WEIGHT * self.contrast - DATA_WEIGHT * self.data

    @property
    def named(self) -> bool:
        """Whether its words alone make it a heading."""
        if "institution" in self.meanings and len(self.meanings) > 1:
            return self.data < len(self.meanings)
        return self.counted > 0 and len(self.meanings) > 1 and not self.data

    @property
    def shown(self) -> bool:
        """Whether the cells below it make it a heading."""
        return not self.data and self.contrast + len(self.meanings) > 1 <= self.contrast

    @property
    def may_be_shown(self) -> bool:
        """The same of the first row, where nothing speaks against it."""
        return not self.data and not self.alike and self.contrast > 0


def find_main_row(
    grid: SourceGrid,
    meanings: Callable[[Sequence[str]], set[str]],
    reference: Reference,
) -> int:
    """Return the position of the row that names the columns best; -1 if none does.

    A row that only the cells below make a heading must stand above the first data, and
    one with data itself not below several rows of them.

    Args:
        grid: the table.
        meanings: of the known headings of a row.
        reference: names.
    """

    @cache
    def kind(text: str) -> str:
        return kind_of(text, reference)

    usual, general = _usual_kinds(grid, kind), _general_words(grid)
    best: _Candidate | None = None
    data_rows, rows_seen = 0, False
    for row in range(min(HEADER_SEARCH_ROWS, len(grid.cells))):
        cells = [cell.strip() for cell in grid.cells[row]]
        if sum(map(bool, cells)) < 2:
            continue
        found = _candidate(
            row, cells, frozenset(meanings(cells)), usual, general, kind, reference
        )
        shown = found.shown or (found.may_be_shown and not rows_seen)
        shown = shown and not data_rows and row + 1 < len(grid.cells)
        rows_seen = True
        may_be = shown or (
            found.named and not (found.data and data_rows >= MIN_DATA_ROWS)
        )
        if may_be and (best is None or found.score > best.score):
            best = found
        data_rows += found.data > 1
    return best.row if best else -1


def kind_of(text: str, reference: Reference) -> str:
    """Return the kind of a cell's text, "" if it is not recognized."""
    if form := content_kind(text):
        return MARK if reference.mark_meaning(text) and form == "sign" else form
    if reference.find_territory(text):
        return TERRITORY
    if reference.find_region(text):
        return REGION
    if reference.mark_meaning(text):
        return MARK
    if reference.find_agreement_type(text):
        return TYPE
    strong = reference.looks_like(text, "institution") == STRONG
    return INSTITUTION if strong else ""


def _usual_kinds(grid: SourceGrid, kind: Callable[[str], str]) -> list[str]:
    """Return the kind of most cells of each column, "" where they are not alike."""
    counts: dict[int, Counter[str]] = {}
    for cells in grid.cells[:KIND_SAMPLE_ROWS]:
        for at, cell in enumerate(cells):
            if text := cell.strip():
                counts.setdefault(at, Counter())[kind(text)] += 1
    usual = [""] * (1 + max(counts, default=-1))
    for at, of_kind in counts.items():
        best, cells_alike = of_kind.most_common(1)[0]
        if cells_alike > 1 and cells_alike >= MIN_KIND_SHARE * of_kind.total():
            usual[at] = best
    return usual


def _general_words(grid: SourceGrid) -> list[set[str]]:
    """Return the words of each column that several of its texts have among others."""
    counts: dict[int, Counter[str]] = {}
    for cells in grid.cells[:KIND_SAMPLE_ROWS]:
        for at, cell in enumerate(cells):
            words = cell.casefold().split() if len(cell) <= LONGEST_NAME else []
            if len(words) > 1:
                counts.setdefault(at, Counter()).update(
                    w.strip(SIGNS) for w in {*words}
                )
    several = [set[str]() for _ in range(grid.encoded.codes.shape[1])]
    for at, of_column in counts.items():
        several[at] = {w for w, n in of_column.items() if n >= MIN_GENERAL}
    return several


def _candidate(
    row: int,
    cells: Sequence[str],
    meanings: frozenset[str],
    usual: Sequence[str],
    general: Sequence[Collection[str]],
    kind: Callable[[str], str],
    reference: Reference,
) -> _Candidate:
    contrast = data = alike = 0
    for at, text in enumerate(cells):
        own, below = kind(text), usual[at] if at < len(usual) else ""
        if text and not reference.heading_role(text) and _is_data(text, own, below):
            data += 1
        elif own == INSTITUTION and text.casefold() in general[at]:
            contrast += 1
            continue
        elif text and below and own != below:
            contrast += 1
        alike += bool(text) and own == below == INSTITUTION
    return _Candidate(row, meanings, contrast, data, alike)


def _is_data(text: str, own: str, below: str) -> bool:
    """Whether a text is data, by its own kind and the usual kind of its column."""
    year = len(text) == len("2026") and text.isdecimal()  # may head a column
    alike = own == below not in ("", INSTITUTION)
    word = own == MARK != below and normal_form("NFKC", text[0])[0].isalpha()  # No, №
    never_heading = own in _ALWAYS_DATA and not year and not word
    return never_heading or alike or len(text) > MAX_HEADING_LENGTH
