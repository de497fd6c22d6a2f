"""The provenance of each published cell, and its changes as repairs: for `publish`.

Keeps whole columns of small integers for all cells and builds the long tables only on
demand: a million agreements have fourteen million cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.align.model import Aligned
from pipeline.grid import Ints, distinct_categorical
from pipeline.identify import Identified
from pipeline.layout.header import FROM_LABELS
from pipeline.model import TEXT_COLUMNS, ChangedCells, SourceGrid
from pipeline.publish.cell_origins import (
    FILLED_DOWN,
    FROM_LABEL,
    MERGED,
    MOVED_AWAY,
    MOVED_LEFT,
    MOVED_RIGHT,
    NO_CHANGE,
    NO_VALUE,
    PART_OF_CELL,
    changed_cells,
    locate_cells,
    rule_flags,
    rule_names,
)
from pipeline.reference.normal_forms import collapse_spaces

DERIVED = {
    "region_id": "region_text",
    "territory_code": "territory_text",
    "institution_id": "institution_text",
    "agreement_type_id": "agreement_type_text",
    "exchange_marked": "exchange_text",
}
"""A derived column -> the column whose text it is looked up from."""

REPAIR_COLUMNS = (
    "repair_id",
    "agreement_id",
    "source_row",
    "column",
    "before",
    "after",
    "rule",
    "confidence",
)


@dataclass(frozen=True)
class PublishedCells:
    """A row of each matrix is an agreement, a column a printed column.

    Attributes:
        agreement_ids: of each row, `A` and its number among the agreements.
        columns: published names of the printed columns.
        words: the distinct texts, white space folded; 0 is "".
        text, plain: codes into `words`: as published, and by position alone.
        own_row: the source row of each agreement.
        source_row: of each cell, the source row where it was printed.
        source_column: from 1; 0 where nothing was printed.
        flags: the rules applied, a sum of the flags of RULE_OF_FLAG.
        sure: False for rows with an ambiguity of the alignment.
        type_in_title: the type is that of the list's title, not of a cell.
        exchange_columns: the names of the columns of students that say exchange.
        own_region: True where the region is the territory's, not a printed one.
    """

    agreement_ids: pd.api.extensions.ExtensionArray
    columns: tuple[str, ...]
    words: list[str]
    text: Ints
    plain: Ints
    own_row: Ints
    source_row: Ints
    source_column: Ints
    flags: Ints
    sure: npt.NDArray[np.bool_]
    own_region: npt.NDArray[np.bool_]
    type_in_title: bool
    exchange_columns: tuple[str, ...]
    grid: SourceGrid = field(repr=False)

    @classmethod
    def from_identified(
        cls, identified: Identified, grid: SourceGrid, rows: npt.NDArray[np.intp]
    ) -> PublishedCells:
        """Collect the origin of every cell of the given rows."""
        aligned = identified.normalized.aligned
        columns_published = [c for c in aligned.layout.columns if not c.hidden]
        at = [c.index for c in columns_published]
        text, plain = aligned.text[rows][:, at], aligned.plain[rows][:, at]
        words = list(identified.normalized.words)
        row, column = aligned.row[rows][:, at], aligned.column[rows][:, at]
        origin, position = locate_cells(aligned, grid, row, column)
        flags = rule_flags(identified.normalized, columns_published, rows, text)
        changed, _ = changed_cells(aligned, grid, row, column)
        flags |= changed
        plain, rules = _as_received(plain, words, aligned, grid, rows, at)
        blanked = ((rules & NO_VALUE) > 0) & (text == 0)
        flags[blanked] |= NO_VALUE
        flags[(text == 0) & (plain > 0) & ~blanked] |= MOVED_AWAY
        flags[row != np.asarray(rows, np.int32)[:, None]] |= FILLED_DOWN
        outside = (column >= 0) & (column < len(aligned.layout.outside_cells))
        elsewhere = (origin != aligned.source_row[row]) & ~outside
        flags[elsewhere & (changed == 0)] |= MERGED
        slip = np.where(column >= 0, np.array(at, np.int32) - column, 0)
        flags[slip > 0] |= MOVED_RIGHT
        flags[slip < 0] |= MOVED_LEFT
        for k, c in enumerate(
            aligned.layout.columns[: len(aligned.layout.outside_cells)]
        ):
            flags[column == k] |= FROM_LABEL if c.why == FROM_LABELS else PART_OF_CELL
        doubtful = np.zeros(len(aligned.body), bool)
        doubtful[[doubt.row for doubt in aligned.ambiguities]] = True
        names = tuple(TEXT_COLUMNS.get(c.role, c.name) for c in columns_published)
        return cls(
            numbered_ids("A", np.arange(len(rows)), len(rows)),
            names,
            words,
            text,
            plain,
            aligned.source_row[rows],
            origin,
            position + 1,
            flags,
            ~doubtful[rows],
            identified.region_from_territory[rows],
            aligned.column_index("agreement_type") is None
            and bool((identified.agreement_type_id != "").any()),
            tuple(
                name
                for name, c in zip(names, columns_published, strict=True)
                if c.index in identified.exchange_columns
            ),
            grid.received,
        )

    def published_texts(self) -> dict[str, pd.Categorical]:
        """The printed columns as published: name -> texts."""
        words = np.array(self.words, object)
        return {
            name: category_from_codes(self.text[:, i], words)
            for i, name in enumerate(self.columns)
        }

    def repairs(self, indices: npt.NDArray[np.intp] | None = None) -> pd.DataFrame:
        """One row per cell whose published text is not the one at its position.

        Args:
            indices: of the wanted rows among all, in their order; all if None.
        """
        row, column, flags = find_changes(self.flags)
        count = len(row)
        if indices is None:
            indices = np.arange(count)
        row, column, flags = row[indices], column[indices], flags[indices]
        words = np.array(self.words, object)
        rules, rule = np.unique(flags, return_inverse=True)
        sure = self.sure[row].astype(np.int8)
        return pd.DataFrame(
            {
                "repair_id": numbered_ids("R", indices, count),
                "agreement_id": self.agreement_ids.take(row),
                "source_row": self.own_row[row].astype(np.int64),
                "column": category_from_codes(column, np.array(self.columns, object)),
                "before": category_from_codes(self.plain[row, column], words),
                "after": category_from_codes(self.text[row, column], words),
                "rule": category_from_codes(rule, rule_names(rules)),
                "confidence": category_from_codes(
                    sure, np.array(["likely", "sure"], object)
                ),
            },
            columns=list(REPAIR_COLUMNS),
        )

    def changed(self) -> ChangedCells:
        """Return the changed cells, in the order of the repairs, without their table."""
        agreement, _, flags = find_changes(self.flags)
        return to_changed_cells(agreement, flags, self.sure)

    def of_agreement(self, index: int) -> PublishedCells:
        """Return the cells of one agreement, by its index among the agreements."""
        return self.of_agreements(np.array([index]))

    def of_agreements(self, indices: npt.NDArray[np.intp]) -> PublishedCells:
        """Return the cells of some agreements, by their indices."""
        return replace(
            self,
            agreement_ids=self.agreement_ids[indices],
            text=self.text[indices],
            plain=self.plain[indices],
            own_row=self.own_row[indices],
            source_row=self.source_row[indices],
            source_column=self.source_column[indices],
            flags=self.flags[indices],
            sure=self.sure[indices],
            own_region=self.own_region[indices],
        )

    def provenance(self) -> pd.DataFrame:
        """One row per published cell of the printed and the derived columns."""
        parts = [self._printed_origins(i, name) for i, name in enumerate(self.columns)]
        parts += [self._derived_origins(name, base) for name, base in DERIVED.items()]
        parts += [
            self._absent_origins(name)
            for name in TEXT_COLUMNS.values()
            if name not in self.columns
        ]
        frame = pd.concat(parts, ignore_index=True)
        text = dict.fromkeys(("agreement_id", "column", "source_text", "rule"), "str")
        typed = frame.astype({**text, "source_row": "int64", "source_column": "int64"})
        return typed.sort_values(["agreement_id", "column"], ignore_index=True)

    def _printed_origins(self, i: int, name: str, suffix: str = "") -> pd.DataFrame:
        rule = rule_names(self.flags[:, i])
        rule = np.where((rule == "") & (self.source_column[:, i] == 0), "blank", rule)
        rule = np.where(rule == "", "printed", rule)
        return pd.DataFrame(
            {
                "agreement_id": self.agreement_ids,
                "column": name,
                "source_row": self.source_row[:, i],
                "source_column": self.source_column[:, i],
                "source_text": self._exact_texts(i),
                "rule": rule + suffix if suffix else rule,
            }
        )

    def _derived_origins(self, name: str, base: str) -> pd.DataFrame:
        if base in self.columns:
            origins = self._printed_origins(
                self.columns.index(base), name, "+looked_up"
            )
        elif name == "exchange_marked" and self.exchange_columns:
            origins = self._student_origins(name)
        elif name == "exchange_marked" and "agreement_type_text" in self.columns:
            at = self.columns.index("agreement_type_text")
            origins = self._printed_origins(at, name, "+exchange_from_type")
        else:
            origins = self._absent_origins(name)
        if name == "agreement_type_id" and self.type_in_title:
            origins["rule"] = "from_title"
        if name == "region_id" and "territory_text" in self.columns:
            at = self.columns.index("territory_text")
            own = self._printed_origins(at, name, "+region_from_territory")
            origins[self.own_region] = own[self.own_region]
        return origins

    def _student_origins(self, name: str) -> pd.DataFrame:
        """The first filled cell of the columns of students, or the first of them."""
        columns = [self.columns.index(column) for column in self.exchange_columns]
        parts = [
            self._printed_origins(at, name, "+exchange_from_students") for at in columns
        ]
        origins = parts[0].copy()
        for at, part in zip(reversed(columns), reversed(parts), strict=True):
            filled = self.text[:, at] > 0
            origins[filled] = part[filled]
        return origins

    def _absent_origins(self, name: str) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "agreement_id": self.agreement_ids,
                "column": name,
                "source_row": self.own_row,
                "source_column": 0,
                "source_text": "",
                "rule": "not_in_list",
            }
        )

    @cached_property
    def _printed(self) -> Mapping[int, tuple[str, ...]]:
        """The texts of the cells' source rows, or of all rows for several agreements."""
        if len(self.own_row) > 1:
            return dict(zip(self.grid.numbers, self.grid.cells, strict=True))
        rows = np.unique(self.source_row).tolist()
        return {row: self.grid.row(row) for row in rows}

    def _exact_texts(self, i: int) -> list[str]:
        return [
            self._printed[row][column - 1] if column else ""
            for row, column in zip(
                self.source_row[:, i].tolist(),
                self.source_column[:, i].tolist(),
                strict=True,
            )
        ]


def _as_received(
    plain: Ints,
    words: list[str],
    aligned: Aligned,
    grid: SourceGrid,
    rows: npt.NDArray[np.intp],
    at: Sequence[int],
) -> tuple[Ints, Ints]:
    """Replace the texts by position that `layout` changed by what was printed there.

    Their texts are added to `words`. Also returns the flags of the rules there.
    """
    own = np.repeat(rows.astype(np.int32)[:, None], len(at), axis=1)
    column = np.broadcast_to(np.array(at, np.int32), own.shape)
    flags, before = changed_cells(aligned, grid, own, column)
    for code in np.unique(before[flags > 0]).tolist():
        plain = np.where((flags > 0) & (before == code), len(words), plain)
        words.append(collapse_spaces(grid.encoded.texts[code]))
    return plain.astype(np.int32), flags


def find_changes(flags: Ints) -> tuple[Ints, Ints, Ints]:
    """Return row, column and rules of each cell whose text was changed.

    In the order of the repairs, which is row by row.
    """
    changes = flags & ~NO_CHANGE
    row, column = np.nonzero(changes)
    return row.astype(np.int32), column.astype(np.int32), changes[row, column]


def to_changed_cells(
    agreement: Ints, flags: Ints, sure: npt.NDArray[np.bool_]
) -> ChangedCells:
    """Build ChangedCells of the results of `find_changes`; `sure` is per agreement."""
    rule, distinct = pd.factorize(flags, sort=True)
    rules = tuple(map(str, rule_names(distinct)))
    return ChangedCells(agreement, rule.astype(np.int16), sure[agreement], rules)


def category_from_codes(
    codes: npt.NDArray[np.integer], texts: npt.NDArray[np.object_]
) -> pd.Categorical:
    """Build a column of categories, the used texts in their order."""
    used = np.zeros(len(texts), np.bool_)
    used[codes] = True
    new_code = np.cumsum(used, dtype=np.int32) - 1
    return categories_at(texts[used], new_code[codes])


def category_from_texts(values: npt.NDArray[np.object_]) -> pd.Categorical:
    """Build a column of categories from its texts."""
    return categories_at(values, np.arange(len(values)))


def categories_at(
    texts: npt.NDArray[np.object_], indices: npt.NDArray[np.integer]
) -> pd.Categorical:
    """Build a column of the texts at some indices; unused texts are categories, too."""
    codes, distinct = pd.factorize(texts)
    return distinct_categorical(codes[indices], pd.Index(distinct, dtype="str"))


def numbered_ids(
    letter: str, indices: npt.NDArray[np.intp], count: int
) -> pd.api.extensions.ExtensionArray:
    """Return ids of rows by index: a letter and the number from 1.

    All numbers up to `count` have the same width.
    """
    width = max(4, len(str(count)))
    numbers = pd.Series(indices + 1).astype("str")
    return (letter + numbers.str.zfill(width)).array
