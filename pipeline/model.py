"""The data model: the grid and decisions that the stages share, and the edition.

Knows no file, no screen and no rule. Every table below is described by the meaning of a
row, its key and its columns; `publish` checks them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.grid import DictionaryEncodedRows, Ints, encode_rows

ROLES = (
    "region",
    "territory",
    "institution",
    "partner_unit",
    "agreement_type",
    "departments",
    "exchange",
)
"""The counted roles of the list's columns. Other columns are published as they are."""

GIVEN_ROLES = (*ROLES, "contact", "other")
"""The roles that a person can give to a column: `contact` leaves it out unless contacts
are published, `other` publishes it as it is."""

COLUMN_ROLE = "column_role"
"""Instead of a column in a decision: what a column of the list is."""

BETWEEN_ROWS = "labels"
"""The context of a decision about the labels between the rows: they are no column."""

HEADER_ROW = "header_row"
"""Instead of a column in a decision: which row names the columns."""

WHOLE_LIST = "list"
"""Instead of a column in a decision: a question for the whole list."""

HEADING = "heading"
"""The value of a decision about the heading row."""

TEXT_COLUMNS = {role: f"{role}_text" for role in ROLES}
"""The published column that holds a role's printed text."""

AGREEMENT_COLUMNS = (
    "agreement_id",
    "source_row",
    "region_text",
    "region_id",
    "territory_text",
    "territory_code",
    "institution_text",
    "institution_id",
    "partner_unit_text",
    "agreement_type_text",
    "agreement_type_id",
    "departments_text",
    "exchange_text",
    "exchange_marked",
)
"""The fixed columns of `Edition.agreements`; the list's other columns follow them."""


@dataclass(frozen=True)
class OutsideText:
    """A text of the file that stands in no row of its tables.

    Attributes:
        place: its page (`p. 2`), or its source row.
        text: as printed.
        rows: how many rows it has if it looks like a table, else 0.
    """

    place: str
    text: str
    rows: int = 0


@dataclass(frozen=True)
class FileMarks:
    """What a file shows of its rows and columns beside their texts.

    Attributes:
        hidden_rows: source rows that the file does not show.
        filtered_rows: those of them that a filter hides.
        hidden_columns: positions of columns that the file does not show, from 0.
        struck: source row -> positions of the cells whose whole text is struck through.
        partly_struck: source row -> positions of the cells of which a part is.
        outside: texts that stand in no row of the file's tables.
    """

    hidden_rows: frozenset[int] = frozenset()
    filtered_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: Mapping[int, frozenset[int]] = field(default_factory=dict)
    partly_struck: Mapping[int, frozenset[int]] = field(default_factory=dict)
    outside: tuple[OutsideText, ...] = ()


NO_MARKS = FileMarks()


@dataclass(frozen=True)
class SourceGrid:
    """The received table, cell by cell, exactly as it was read.

    One entry of `numbers` and of `cells` is one physical row: `numbers[i]` is its line
    or sheet row counted from 1, `cells[i]` its texts, unfolded. Rows may differ in
    length. `text` is the whole decoded text of a text file, empty for other kinds.

    Where a cell of the file spans several rows, its text stands in each of them, in
    its first column; `spans` maps such a repeated cell (source row, position from 0) to
    the one where it was printed. Where it spans several columns, its text stands in
    the first of them; `wide` has the number of columns of such a cell (source row,
    position from 0).

    Where several rows begin in one line of the file (a page), each but the first has the
    next free number; `lines` maps it to the line.

    `heading_row` is the source row of a heading that the reader made; -1: it made none.
    `shown` is false for a sheet that a workbook hides.
    """

    numbers: tuple[int, ...]
    cells: Sequence[tuple[str, ...]]
    kind: str
    encoding: str = ""
    text: str = field(default="", repr=False)
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict, repr=False
    )
    name: str = ""
    wide: Mapping[tuple[int, int], int] = field(default_factory=dict, repr=False)
    lines: Mapping[int, int] = field(default_factory=dict, repr=False)
    marks: FileMarks = field(default=NO_MARKS, repr=False)
    heading_row: int = -1
    shown: bool = True
    rearranged: Rearranged | None = field(default=None, repr=False, compare=False)

    @property
    def received(self) -> SourceGrid:
        """The table as it was read, before its rows were rearranged."""
        return self.rearranged.grid if self.rearranged else self

    @cached_property
    def encoded(self) -> DictionaryEncodedRows:
        """The cells as codes into their distinct texts."""
        return encode_rows(self.cells)

    @cached_property
    def _index(self) -> Mapping[int, int]:
        return {number: i for i, number in enumerate(self.numbers)}

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def row(self, source_row: int) -> tuple[str, ...]:
        """The cells printed in a source row; empty where the row holds no table."""
        i = self._index.get(source_row)
        return () if i is None else self.cells[i]

    def row_text(self, source_row: int) -> str:
        """The cells of a row in one text, by which a person's decision finds it again."""
        return " | ".join(" ".join(cell.split()) for cell in self.row(source_row))

    def line(self, source_row: int) -> str:
        """The physical line of a text file, or the cells joined by tabs."""
        if self.text and 0 < source_row <= len(self._lines):
            return self._lines[source_row - 1].rstrip("\r")
        return "\t".join(self.row(source_row))


CONTINUED = "dropped_continued"
JOINED, JOINED_UNPROVED = "joined_lines", "joined_unproved"
PARTED_OF_TERRITORY = "parted_of_territory"

CELL_RULES = (
    "",
    "as_above",
    JOINED,
    "parted_institutions",
    CONTINUED,
    "territory_in_name",
    "no_value",
    "joined_columns",
    JOINED_UNPROVED,
    PARTED_OF_TERRITORY,
)
"""The rules by which `layout` changes the text of a cell; the first changes nothing."""


@dataclass(frozen=True, eq=False)
class Rearranged:
    """Where the cells of a rearranged grid were printed; [row, position] of each array.

    Attributes:
        grid: as it was read.
        row: the index in `grid.cells` of the row where the text was printed.
        column: its position in that row.
        rule: the rule that changed the text, an index into `CELL_RULES`.
        before: what stood at the cell's own place, a code into the texts of the
            rearranged grid.
        joined: source rows whose texts went to the row above.
    """

    grid: SourceGrid
    row: Ints
    column: Ints
    rule: Ints
    before: Ints
    joined: tuple[int, ...] = ()


@dataclass(frozen=True)
class ListQuestion:
    """A doubt about the whole list or one of its columns: asked once, not row by row.

    Attributes:
        code: of its finding.
        roles: the counted roles that it is about: until it is answered, their cells are
            in doubt in every row.
        detail: the values that the finding's text needs.
        source_column: the printed column it asks about, from 1; 0 for none.
        options: the roles that this column may have, or `other`; the reading that is
            published comes first.
        source_rows: of a group of alike cells that are asked about together, its rows;
            then it is their cells under `roles` (or the rows) that an answer settles.
    """

    code: str
    roles: tuple[str, ...]
    detail: tuple[tuple[str, str], ...] = ()
    source_column: int = 0
    options: tuple[str, ...] = ()
    source_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A person's decision about a cell, a row, a column, the heading row or the list.

    Attributes:
        source_row: where the cell stood when it was decided; 0 for column and list.
        column: the published column; `row` for the whole row, COLUMN_ROLE for what a
            column is, HEADER_ROW for which row names the columns, WHOLE_LIST for a
            question about no single column.
        expect: the text that must still stand there: of the institution, for a row; the
            heading, for a column; `SourceGrid.row_text`, for the heading row; the
            code of the question, for the list.
        value: the text that is published instead; the same text keeps it as printed;
            for a row `drop` or `keep`; for a column one of GIVEN_ROLES; for the
            heading row HEADING; for the list `keep`: it is published rightly.
        reason, decided_by, decided_on: why, in which role, and when (ISO date).
        context: the row's institution and unit, joined by `|`, by which the decision
            finds its row in another edition; "" if `expect` alone must do. For a
            column, which it is of how many (`3 of 7`): it tells columns with the same
            heading or none apart; BETWEEN_ROWS for the labels between the rows.
    """

    source_row: int
    column: str
    expect: str
    value: str
    reason: str = ""
    decided_by: str = ""
    decided_on: str = ""
    context: str = ""


@dataclass(frozen=True, eq=False)
class ChangedCells:
    """The cells that rules changed, as arrays: an entry of each is a repair.

    Attributes:
        agreement_index: the index of its agreement.
        rule: index into `rules`.
        sure: whether the change is sure.
        rules: combinations of the rules that changed one cell, joined by `+`.
    """

    agreement_index: npt.NDArray[np.int32]
    rule: npt.NDArray[np.int16]
    sure: npt.NDArray[np.bool_]
    rules: tuple[str, ...]


class CellOrigins(Protocol):
    """The origins of the published cells."""

    @property
    def agreement_ids(self) -> pd.api.extensions.ExtensionArray:
        """The agreements, in the order of the list."""

    def provenance(self) -> pd.DataFrame:
        """One row per published cell."""

    def repairs(self, indices: npt.NDArray[np.intp] | None = None) -> pd.DataFrame:
        """One row per changed cell, or only those at these indices."""

    def changed(self) -> ChangedCells:
        """Return the changed cells, in the order of the repairs, without their table."""

    def of_agreement(self, index: int) -> CellOrigins:
        """Return the origins of one agreement's cells, by its index in the table."""

    def of_agreements(self, indices: npt.NDArray[np.intp]) -> CellOrigins:
        """Return the origins of some agreements' cells, by their indices."""


@dataclass(frozen=True)
class Edition:
    """One published version of a list. Immutable: stages and pages never write into it.

    Attributes:
        title: `{"ja": ..., "en": ...}`.
        about: publisher_ja, publisher_en, obtained_from, obtained_on, licence, name
            (year-month), file (name of the list), sha256, kind, encoding, versions.
        agreements: a row is an agreement; key agreement_id. `AGREEMENT_COLUMNS`, then
            the list's other columns. `*_text`, `*_id` and codes are texts, empty
            where unknown, kept as categories (each text once) but for agreement_id;
            exchange_marked is a nullable boolean: true marked, false not
            marked, NA where the list has no such column. source_row is an integer.
        agreement_departments: a row is one department named by one agreement; key
            agreement_id + department_id. Does not add up to the agreements.
        institutions: a row is a partner institution of this edition; key
            institution_id. name_ja (as usually written), name_en (empty where
            unknown), name_text (as first printed), territory_code, city_en, latitude,
            longitude (of the city, NA where unknown), ror_id, known (boolean: found in
            the reference table).
        territories: a row is a territory of this edition; key territory_code
            (ISO 3166-1 alpha-3). label_ja, label_en, region_id (the region the list
            files it under, else the reference's), latitude, longitude (a point inside).
        regions: a row is a region of this edition; key region_id. label_ja, label_en,
            in reference order.
        agreement_types: a row is a type of this edition; key agreement_type_id.
            label_ja, label_en, in reference order.
        departments: a row is a department on our side; key department_id. label_ja (as
            printed), label_en (empty where unknown), kind (faculty, graduate_school,
            research_centre, other).
        provenance: a row is one published cell; key agreement_id + column.
            source_row, source_column (from 1; 0 where nothing was printed),
            source_text (exact), rule (applied from left to right, joined by `+`).
        repairs: a row is one change to one cell; key repair_id. agreement_id,
            source_row, column, before, after, rule, confidence (`sure`, `likely`).
        cells: the origins of the published cells.
        findings: a row is one doubt; key finding_id. code, severity (`check`, `note`),
            source_row (0: a question for the whole list), column (of a question for the
            whole list several, joined by `|`), text_ja, text_en, agreement_id (empty
            where the row is not published).
        rules: a row is a repair rule; key rule. label_ja, label_en, text_ja, text_en.
        grid: the table as received.
        questions: finding_id of a question for the whole list -> that question.
        layout: a row is a column of the list; key source_column. heading (as
            printed), role (one of `ROLES`, `other` or `blank`), column (published
            name, "" if it is not published), meaning (the role, or what another
            column holds: `signed_on`, `contact` ...), why_ja, why_en.
    """

    title: Mapping[str, str]
    about: Mapping[str, str]
    agreements: pd.DataFrame
    agreement_departments: pd.DataFrame
    institutions: pd.DataFrame
    territories: pd.DataFrame
    regions: pd.DataFrame
    agreement_types: pd.DataFrame
    departments: pd.DataFrame
    findings: pd.DataFrame
    rules: pd.DataFrame
    grid: SourceGrid = field(repr=False)
    layout: pd.DataFrame
    cells: CellOrigins = field(repr=False)
    questions: Mapping[str, ListQuestion] = field(default_factory=dict)

    @cached_property
    def provenance(self) -> pd.DataFrame:
        """The long table of published cells, built on first use."""
        return self.cells.provenance()

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """The table of changed cells, built on first use."""
        return self.cells.repairs()
