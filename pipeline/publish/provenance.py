"""Where each published cell came from: the provenance, and the changes as repairs.

Stands beside `publish`. Keeps whole columns of small integers for all cells and writes
the long tables only when asked: a million agreements have fourteen million cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.identify import Identified
from pipeline.layout.header import FROM_LABELS
from pipeline.model import TEXT_COLUMNS, ChangedCells, SourceGrid
from pipeline.publish.printed_cells import (
    CARRIED,
    LABELLED,
    MERGED,
    MOVED_AWAY,
    MOVED_LEFT,
    MOVED_RIGHT,
    NO_CHANGE,
    PART,
    Matrix,
    flags_of,
    origins_of,
    rule_names,
)

DERIVED = {
    "region_id": "region_text",
    "territory_code": "territory_text",
    "institution_id": "institution_text",
    "agreement_type_id": "agreement_type_text",
    "exchange_marked": "exchange_text",
}
"""A column that is looked up -> the column whose text it is looked up from."""

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
PROVENANCE_COLUMNS = (
    "agreement_id",
    "column",
    "source_row",
    "source_column",
    "source_text",
    "rule",
)


@dataclass(frozen=True)
class PublishedCells:
    """One row of each matrix is an agreement, one column a printed column.

    Attributes:
        agreement_ids: of each row, `A` and its number among the agreements.
        columns: published names of the printed columns.
        words: the distinct texts, white space folded; 0 is "".
        text, plain: codes into `words`: as published, and by position alone.
        source_row: source row of the agreement; of each cell, where it was printed.
        source_column: from 1; 0 where nothing was printed.
        flags: the rules applied, a sum of the flags of RULES.
        sure: False for rows that hold a doubt of the alignment.
        type_in_title: the type is that of the list's title, not of a cell.
        own_region: True where the region is the territory's, not a printed one.
    """

    agreement_ids: pd.api.extensions.ExtensionArray
    columns: tuple[str, ...]
    words: list[str]
    text: Matrix
    plain: Matrix
    own_row: Matrix
    source_row: Matrix
    source_column: Matrix
    flags: Matrix
    sure: npt.NDArray[np.bool_]
    own_region: npt.NDArray[np.bool_]
    type_in_title: bool
    grid: SourceGrid = field(repr=False)

    @classmethod
    def of(
        cls, identified: Identified, grid: SourceGrid, rows: npt.NDArray[np.intp]
    ) -> PublishedCells:
        """Collect the origin of every cell of the given rows."""
        aligned = identified.normalized.aligned
        kept = [c for c in aligned.layout.columns if not c.hidden]
        at = [c.index for c in kept]
        text, plain = aligned.text[rows][:, at], aligned.plain[rows][:, at]
        row, column = aligned.row[rows][:, at], aligned.column[rows][:, at]
        origin, position = origins_of(aligned, grid, row, column)
        flags = flags_of(identified.normalized, kept, rows, text)
        flags[(text == 0) & (plain > 0)] |= MOVED_AWAY
        flags[row != np.asarray(rows, np.int32)[:, None]] |= CARRIED
        outside = (column >= 0) & (column < len(aligned.layout.outside_cells))
        flags[(origin != aligned.source_row[row]) & ~outside] |= MERGED
        slip = np.where(column >= 0, np.array(at, np.int32) - column, 0)
        flags[slip > 0] |= MOVED_RIGHT
        flags[slip < 0] |= MOVED_LEFT
        for k, c in enumerate(
            aligned.layout.columns[: len(aligned.layout.outside_cells)]
        ):
            flags[column == k] |= LABELLED if c.why == FROM_LABELS else PART
        doubtful = np.zeros(len(aligned.body), bool)
        doubtful[[doubt.row for doubt in aligned.ambiguities]] = True
        return cls(
            numbered("A", np.arange(len(rows)), len(rows)),
            tuple(TEXT_COLUMNS.get(c.role, c.name) for c in kept),
            list(identified.normalized.words),
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
            grid,
        )

    def published_texts(self) -> dict[str, pd.Categorical]:
        """The printed columns as published: name -> texts."""
        words = np.array(self.words, object)
        return {
            name: as_category(self.text[:, i], words)
            for i, name in enumerate(self.columns)
        }

    def repairs(self, places: npt.NDArray[np.intp] | None = None) -> pd.DataFrame:
        """One row per cell that is published otherwise than a plain reading has it.

        Args:
            places: of the wanted rows among all, in their order; all if None.
        """
        row, column, flags = changes_in(self.flags)
        count = len(row)
        if places is None:
            places = np.arange(count)
        row, column, flags = row[places], column[places], flags[places]
        words = np.array(self.words, object)
        rules, rule = np.unique(flags, return_inverse=True)
        sure = self.sure[row].astype(np.int8)
        return pd.DataFrame(
            {
                "repair_id": numbered("R", places, count),
                "agreement_id": self.agreement_ids.take(row),
                "source_row": self.own_row[row].astype(np.int64),
                "column": as_category(column, np.array(self.columns, object)),
                "before": as_category(self.plain[row, column], words),
                "after": as_category(self.text[row, column], words),
                "rule": as_category(rule, rule_names(rules)),
                "confidence": as_category(sure, np.array(["likely", "sure"], object)),
            },
            columns=list(REPAIR_COLUMNS),
        )

    def changed(self) -> ChangedCells:
        """The changed cells, in the order of the repairs; no table of them is made."""
        place, _, flags = changes_in(self.flags)
        return changed_cells(place, flags, self.sure)

    def of_agreement(self, place: int) -> PublishedCells:
        """The cells of one agreement, by its place among the agreements."""
        row = slice(place, place + 1)
        return replace(
            self,
            agreement_ids=self.agreement_ids[row],
            text=self.text[row],
            plain=self.plain[row],
            own_row=self.own_row[row],
            source_row=self.source_row[row],
            source_column=self.source_column[row],
            flags=self.flags[row],
            sure=self.sure[row],
            own_region=self.own_region[row],
        )

    def provenance(self) -> pd.DataFrame:
        """One row per published cell of the printed and the looked-up columns."""
        parts = [self._origins_of(i, name) for i, name in enumerate(self.columns)]
        parts += [self._derived(name, base) for name, base in DERIVED.items()]
        parts += [
            self._absent(name)
            for name in TEXT_COLUMNS.values()
            if name not in self.columns
        ]
        frame = pd.concat(parts, ignore_index=True)
        text = dict.fromkeys(("agreement_id", "column", "source_text", "rule"), "str")
        typed = frame.astype({**text, "source_row": "int64", "source_column": "int64"})
        return typed.sort_values(["agreement_id", "column"], ignore_index=True)

    def _origins_of(self, i: int, name: str, suffix: str = "") -> pd.DataFrame:
        rule = rule_names(self.flags[:, i])
        rule = np.where((rule == "") & (self.source_column[:, i] == 0), "blank", rule)
        rule = np.where(rule == "", "printed", rule)
        return pd.DataFrame(
            {
                "agreement_id": self.agreement_ids,
                "column": name,
                "source_row": self.source_row[:, i],
                "source_column": self.source_column[:, i],
                "source_text": self._exact(i),
                "rule": rule + suffix if suffix else rule,
            }
        )

    def _derived(self, name: str, base: str) -> pd.DataFrame:
        if base in self.columns:
            found = self._origins_of(self.columns.index(base), name, "+looked_up")
        elif name == "exchange_marked" and "agreement_type_text" in self.columns:
            at = self.columns.index("agreement_type_text")
            found = self._origins_of(at, name, "+exchange_from_type")
        else:
            found = self._absent(name)
        if name == "agreement_type_id" and self.type_in_title:
            found["rule"] = "from_title"
        if name == "region_id" and "territory_text" in self.columns:
            at = self.columns.index("territory_text")
            own = self._origins_of(at, name, "+region_from_territory")
            found[self.own_region] = own[self.own_region]
        return found

    def _absent(self, name: str) -> pd.DataFrame:
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
        """The source rows that the cells stand in; all rows where there are several."""
        if len(self.own_row) > 1:
            return dict(zip(self.grid.numbers, self.grid.cells, strict=True))
        rows = np.unique(self.source_row).tolist()
        return {row: self.grid.row(row) for row in rows}

    def _exact(self, i: int) -> list[str]:
        return [
            self._printed[row][column - 1] if column else ""
            for row, column in zip(
                self.source_row[:, i].tolist(),
                self.source_column[:, i].tolist(),
                strict=True,
            )
        ]


def changes_in(flags: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Of each cell whose text a rule changed the row, the column and those rules.

    Row by row, which is the order of the repairs.
    """
    changes = flags & ~NO_CHANGE
    row, column = np.nonzero(changes)
    return row.astype(np.int32), column.astype(np.int32), changes[row, column]


def changed_cells(
    place: Matrix, flags: Matrix, sure: npt.NDArray[np.bool_]
) -> ChangedCells:
    """What `changes_in` found in all cells; `sure` is told of each agreement."""
    rule, distinct = pd.factorize(flags, sort=True)
    rules = tuple(map(str, rule_names(distinct)))
    return ChangedCells(place, rule.astype(np.int16), sure[place], rules)


def as_category(
    codes: npt.NDArray[np.integer], texts: npt.NDArray[np.object_]
) -> pd.Categorical:
    """A column that holds each of its texts once, in the order of `texts`."""
    used = np.zeros(len(texts), np.bool_)
    used[codes] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return chosen(texts[used], place[codes])


def as_texts(values: npt.NDArray[np.object_]) -> pd.Categorical:
    """Texts as a column that holds each of them once."""
    return chosen(values, np.arange(len(values)))


def chosen(
    texts: npt.NDArray[np.object_], places: npt.NDArray[np.integer]
) -> pd.Categorical:
    """The texts at some places as a column that holds each text once, chosen or not."""
    codes, distinct = pd.factorize(texts)
    categories = pd.Index(distinct, dtype="str")
    # pandas would look whether a text stands twice; `factorize` has seen to it.
    dtype = cast(Any, pd.CategoricalDtype)._from_fastpath(categories, ordered=False)
    return pd.Categorical.from_codes(codes[places], dtype=dtype, validate=False)


def numbered(
    letter: str, places: npt.NDArray[np.intp], count: int
) -> pd.api.extensions.ExtensionArray:
    """Ids of the rows at these places of `count`: a letter and the number from 1.

    All numbers up to `count` are of one width.
    """
    width = max(4, len(str(count)))
    numbers = pd.Series(places + 1).astype("str")
    return (letter + numbers.str.zfill(width)).array
