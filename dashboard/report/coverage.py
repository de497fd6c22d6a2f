"""The sections on coverage: where exchange has gaps, what hangs on little, how spread.

Each list says in its sentence how many there are of how many, also where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard import measures, tables
from dashboard.filters import Filters
from dashboard.labels import Labels
from dashboard.measures import Measure
from dashboard.report.content import Matrix, Section
from dashboard.report.headlines import named
from dashboard.words import Words
from pipeline.model import Edition


def coverage_sections(
    edition: Edition, filters: Filters, labels: Labels, words: Words
) -> Iterator[Section]:
    """The matrix of gaps, the lists, and the concentration."""
    if measures.has_exchange(edition):
        gaps = measures.exchange_gaps(edition, filters)
        if not gaps.table.empty:
            yield gap_section(gaps, "region_id", labels, words)
        yield _listed(
            "coverage_territories",
            measures.territories_without_exchange(edition, filters),
            ("territory_code", "territories"),
            _of_all(edition, filters, "territories"),
            labels,
            words,
        )
        departments = measures.departments_without_exchange(edition, filters)
        yield _listed(
            "coverage_departments",
            departments,
            ("department_id", "departments"),
            measures.agreements_by_department(edition, filters).rows,
            labels,
            words,
        )
    yield _listed(
        "coverage_institutions",
        measures.institutions_without_inter_university(edition, filters),
        ("institution_id", "institutions"),
        _of_all(edition, filters, "institutions"),
        labels,
        words,
    )
    yield _listed(
        "coverage_single",
        measures.single_agreement_territories(edition, filters),
        ("territory_code", "territories"),
        _of_all(edition, filters, "territories"),
        labels,
        words,
    )
    yield concentration_section(edition, filters, labels, words)


def gap_section(gaps: Measure, place: str, labels: Labels, words: Words) -> Section:
    """Department by place: agreements marked for exchange, with the gaps.

    `place` is the column of the places in the rows of `exchange_gaps`.
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
        " ".join([words("caption.gaps"), *_untold(gaps, words)]),
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
    key: str,
    measure: Measure,
    kept: tuple[str, str],
    whole: int,
    labels: Labels,
    words: Words,
) -> Section:
    """A list of things with its sentence: how many of all, and which."""
    column, kind = kept
    ids = measure.table[column].astype(object)
    headline = words(f"headline.{key}_none", whole=whole)
    if len(ids):
        shown = named(ids, kind, labels, words)
        headline = words(f"headline.{key}", found=len(ids), whole=whole, labels=shown)
    return Section(
        key,
        "coverage",
        words(f"coverage.{key}"),
        headline,
        " ".join([words(f"caption.{key}"), *_untold(measure, words)]),
        table=_labelled(measure.table, labels, words) if len(ids) else None,
    )


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


def _of_all(edition: Edition, filters: Filters, unit: str) -> int:
    return int(measures.counts(edition, filters).table.iloc[0][unit])


def _distinct(table: pd.DataFrame, column: str) -> list[str]:
    return table[column].drop_duplicates().tolist()
