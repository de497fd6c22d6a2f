"""The sections on coverage: where exchange has gaps, what hangs on little, how spread.

Each list says in its sentence how many there are of how many, also where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from dashboard import measures, tables
from dashboard.filters import Filters, describe
from dashboard.i18n import Words
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.report.content import Matrix, Section
from dashboard.report.headlines import named
from dashboard.report.texts import LIST_PAGED
from pipeline.model import Edition

LISTS = {
    "coverage_territories": (measures.territories_without_exchange, "territory_code"),
    "coverage_departments": (measures.departments_without_exchange, "department_id"),
    "coverage_institutions": (
        measures.institutions_without_inter_university,
        "institution_id",
    ),
    "coverage_single": (measures.single_agreement_territories, "territory_code"),
}
"""Key of a section -> the measure that it lists, and its column of ids."""

OF_MARKS = ("coverage_territories", "coverage_departments")
"""The lists that have no answer where a list does not mark exchange."""

UNUSED = {
    "coverage_gaps": ("exchange",),
    "coverage_territories": ("exchange",),
    "coverage_departments": ("exchange",),
    "coverage_institutions": ("types", "exchange"),
}
"""Filters that would decide the answer by themselves, or hide the agreement that is
asked for: these sections leave them unused, and say so."""


def coverage_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Iterator[Section]:
    """The matrix of gaps, the lists, and the concentration."""
    marks = measures.has_exchange(edition)
    if marks:
        asked = asked_with("coverage_gaps", filters)
        gaps = measures.exchange_gaps(edition, asked)
        if not gaps.table.empty:
            yield gap_section(gaps, "region_id", filters, labels, words)
    for key in LISTS:
        if marks or key not in OF_MARKS:
            yield _listed(key, edition, filters, labels, words)
    yield concentration_section(edition, filters, labels, words)


def asked_with(key: str, filters: Filters) -> Filters:
    """The filters that a section of coverage uses."""
    nothing = Filters()
    return replace(
        filters, **{name: getattr(nothing, name) for name in UNUSED.get(key, ())}
    )


def coverage_rows(key: str, edition: Edition, filters: Filters) -> pd.DataFrame | None:
    """The rows of a section's list with their ids; None where it is no list."""
    if key not in LISTS:
        return None
    measure, _ = LISTS[key]
    return measure(edition, asked_with(key, filters)).table


def gap_section(
    gaps: Measure, place: str, filters: Filters, labels: Labels, words: Words
) -> Section:
    """Department by place: agreements marked for exchange, with the gaps.

    `place` is the column of the places in the rows of `exchange_gaps`, which was asked
    with the `filters` less those that this section leaves unused.
    """
    table = gaps.table
    teaching = table[~table["research"].astype(bool)]
    rows, columns = _distinct(table, "department_id"), _distinct(table, place)
    shape = (len(rows), len(columns))
    marked = table["marked"].to_numpy().reshape(shape).tolist()
    nothing = (table["agreements"] == 0).to_numpy().reshape(shape).tolist()
    matrix = Matrix(
        tuple(labels.of("departments", one) for one in rows),
        tuple(labels.of(tables.KINDS[place], one) for one in columns),
        tuple(map(tuple, marked)),
        tuple(map(tuple, nothing)),
        words("unit.marked"),
    )
    cells = [
        [
            words("matrix.nothing") if gap else count
            for count, gap in zip(*row, strict=True)
        ]
        for row in zip(marked, nothing, strict=True)
    ]
    shown = pd.DataFrame(cells, columns=list(matrix.columns), dtype=object)
    shown.insert(0, words("column.department_id"), list(matrix.rows))
    headline = words(
        f"headline.gaps_{place}",
        cells=len(teaching),
        gaps=int((teaching["marked"] == 0).sum()),
        unmarked=int(((teaching["marked"] == 0) & (teaching["agreements"] > 0)).sum()),
    )
    return Section(
        "coverage_gaps",
        "coverage",
        words("coverage.gaps"),
        headline,
        _caption("coverage_gaps", "caption.gaps", gaps, filters, labels, words),
        matrix,
        shown,
    )


def concentration_section(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Section:
    """How much the agreements gather in few territories."""
    measure = measures.concentration(edition, filters)
    row = measure.table.iloc[0]
    return Section(
        "concentration",
        "coverage",
        words("coverage.concentration"),
        words(
            "headline.concentration",
            territories=int(row["territories"]),
            share=words.percent(float(row["top_3_share"])),
            effective=words.decimal(float(row["effective_territories"])),
        ),
        " ".join([words("caption.concentration"), *_untold(measure, words)]),
        table=tables.labelled(
            measure.table.assign(
                concentration_index=round(float(row["concentration_index"]), 3),
                effective_territories=round(float(row["effective_territories"]), 1),
            ),
            labels,
            words,
        ),
    )


def _listed(
    key: str, edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Section:
    """A list of things with its sentence: how many of all, and which."""
    question, column = LISTS[key]
    asked = asked_with(key, filters)
    measure = question(edition, asked)
    table = measure.table
    whole = _of_all(edition, asked, column)
    headline = words(f"headline.{key}_none", whole=whole)
    if len(table):
        ids = table[column].astype(object)
        shown = named(ids, tables.KINDS[column], labels, words)
        several = measures.with_several_agreements(measure)
        headline = words(
            f"headline.{key}",
            found=len(table),
            whole=whole,
            several=several,
            single=len(table) - several,
            labels=shown,
        )
    caption = _caption(key, f"caption.{key}", measure, filters, labels, words)
    if len(table) > LIST_PAGED:
        caption += " " + words("caption.rest_in_workbook")
    whole_table = _labelled(table, labels, words) if len(table) else None
    return Section(
        key,
        "coverage",
        words(f"coverage.{key}"),
        headline,
        caption,
        table=None if whole_table is None else whole_table.head(LIST_PAGED),
        rows=len(table),
        make_table=lambda: whole_table,
    )


def _caption(
    key: str,
    text_id: str,
    measure: Measure,
    filters: Filters,
    labels: Labels,
    words: Words,
) -> str:
    """The unit, the filters left unused, and what the list does not tell."""
    used = describe(asked_with(key, filters), labels)
    left = [one for one in describe(filters, labels) if one not in used]
    unused = [
        words(
            "caption.filters_unused",
            filters=words.listed([label for *_, label in left]),
        )
    ]
    parts = [words(text_id), *(unused if left else []), *_untold(measure, words)]
    return " ".join(parts)


def _labelled(table: pd.DataFrame, labels: Labels, words: Words) -> pd.DataFrame:
    """The list with its marks as words, where a row is one agreement."""
    if "agreement_id" in table:
        marked = table["marked"].map({1: "marked", 0: "not_marked"})
        table = table.drop(columns=["agreement_id", "marked"]).assign(exchange=marked)
        table = table.drop(columns=["exchange"] if "exchange" in labels.absent else [])
    return tables.labelled(table, labels, words)


def _untold(measure: Measure, words: Words) -> list[str]:
    """What the list does not tell, if anything."""
    if not measure.untold:
        return []
    return [words.count("caption.untold", measure.untold)]


def _of_all(edition: Edition, filters: Filters, column: str) -> int:
    """Of how many things a list speaks, found or not."""
    if column == "department_id":
        return measures.agreements_by_department(edition, filters).rows
    return int(measures.counts(edition, filters).table.iloc[0][tables.KINDS[column]])


def _distinct(table: pd.DataFrame, column: str) -> list[str]:
    return table[column].drop_duplicates().tolist()
