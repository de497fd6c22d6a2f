"""The tables of the current view, one row per key, for workbook and package.

Nothing is counted here: numbers are columns of measures. Texts are as published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import measures
from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.exports.dictionary import ColumnDescription, read_columns
from dashboard.filters import Filters, apply
from dashboard.i18n import LANGUAGES, load_words
from dashboard.measures import Measure
from pipeline.model import AGREEMENT_COLUMNS, Edition
from pipeline.reference import load_reference

_TYPES = {
    "string": "str",
    "category": "str",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


@dataclass(frozen=True, eq=False)
class TidyTable:
    """A table of the current view.

    Attributes:
        name: its name in files.
        columns: the description of each column, in order.
        frame: a row per key; unknown texts are "", unknown numbers and booleans NA.
    """

    name: str
    columns: tuple[ColumnDescription, ...]
    frame: pd.DataFrame

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)


@memoize_by_identity(entries=FEW_RESULTS)
def tidy_tables(edition: Edition, filters: Filters) -> Mapping[str, TidyTable]:
    """Return the tables of the agreements that match the filters, by name.

    Returns:
        agreements with their labels in both languages and the list's other columns;
        agreement_departments; institutions, territories, regions, agreement_types and
        departments that they name, with counts of agreements; findings, repairs and
        provenance of the agreements; rules.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    agreements = apply(edition, filters)
    pairs = edition.agreement_departments
    pairs = pairs[pairs["agreement_id"].isin(agreements["agreement_id"])]
    frames = {
        "agreements": _agreements(edition, filters, agreements),
        "agreement_departments": _pairs(edition, agreements, pairs),
        **_parties(edition, filters, agreements, pairs),
        "findings": _findings(edition, filters),
        "repairs": measures.repairs_listed(edition, filters).table,
        "provenance": _of_agreements(edition.provenance, agreements, filters),
        "rules": edition.rules,
    }
    return {name: _typed(name, frame) for name, frame in frames.items()}


def _typed(name: str, frame: pd.DataFrame) -> TidyTable:
    """Order and type the columns by the dictionary, other columns last."""
    described = read_columns()[name]
    names = {column.name for column in described}
    others = [c for c in frame.columns if c not in names]
    columns = (*described, *map(_other_column, others))
    types = {column.name: _TYPES[column.type] for column in columns}
    typed = frame[list(types)].astype(types).reset_index(drop=True)
    return TidyTable(name, columns, typed)


def _other_column(name: str) -> ColumnDescription:
    """Describe a column that only this list has, under the list's own name."""
    texts = {lang: load_words(lang)("package.other_column") for lang in LANGUAGES}
    return ColumnDescription(name, "string", dict.fromkeys(LANGUAGES, name), texts)


def _agreements(
    edition: Edition, filters: Filters, agreements: pd.DataFrame
) -> pd.DataFrame:
    fixed = agreements[list(AGREEMENT_COLUMNS)]
    for key, table, stem, column in (
        ("region_id", "regions", "label", "region_label"),
        ("territory_code", "territories", "label", "territory_label"),
        ("institution_id", "institutions", "name", "institution_name"),
        ("agreement_type_id", "agreement_types", "label", "agreement_type_label"),
    ):
        labels = getattr(edition, table).set_index(key)
        for lang in LANGUAGES:
            names = _looked_up(agreements[key], labels[f"{stem}_{lang}"])
            fixed = fixed.assign(**{f"{column}_{lang}": names})
    printed, english = (edition.departments[f"label_{lang}"] for lang in LANGUAGES)
    translations = english.where(english != "", printed)
    findings = measures.agreements_listed(edition, filters).table["findings"]
    fixed = fixed.assign(
        departments_label_en=_translated(
            agreements["departments_text"],
            dict(zip(printed, translations, strict=True)),
        ),
        findings=findings.to_numpy(),
    )
    others = agreements.drop(columns=list(AGREEMENT_COLUMNS))
    taken = set(fixed.columns)
    return fixed.join(
        others.rename(columns=lambda name: _unused_name(str(name), taken))
    )


def _looked_up(ids: pd.Series, labels: pd.Series) -> pd.Series:
    """Return the label of each id, or ""."""
    return ids.map(labels).astype(object).fillna("")


def _unused_name(name: str, taken: set[str]) -> str:
    """Return an unused name: the list may have a column of the same name as ours."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _translated(texts: pd.Series, names: Mapping[str, str]) -> list[str]:
    return [
        "|".join(names.get(name, name) for name in text.split("|"))
        for text in texts.tolist()
    ]


def _pairs(
    edition: Edition, agreements: pd.DataFrame, pairs: pd.DataFrame
) -> pd.DataFrame:
    labels = edition.departments.set_index("department_id")
    of_agreement = agreements.set_index("agreement_id")
    return pairs.assign(
        department_label_ja=_looked_up(pairs["department_id"], labels["label_ja"]),
        department_label_en=_looked_up(pairs["department_id"], labels["label_en"]),
        region_id=pairs["agreement_id"].map(of_agreement["region_id"]),
        exchange_marked=pairs["agreement_id"].map(of_agreement["exchange_marked"]),
    )


def _parties(
    edition: Edition, filters: Filters, agreements: pd.DataFrame, pairs: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables that agreements point to, directly or not, with counts."""
    institutions = _chosen(edition.institutions, agreements["institution_id"])
    codes = pd.concat([agreements["territory_code"], institutions["territory_code"]])
    territories = _chosen(edition.territories, codes)
    region_ids = pd.concat([agreements["region_id"], territories["region_id"]])
    frames: dict[str, tuple[pd.DataFrame, Callable[[Edition, Filters], Measure]]] = {
        "institutions": (institutions, measures.agreements_by_institution),
        "territories": (territories, measures.agreements_by_territory),
        "regions": (_regions(edition, region_ids), measures.agreements_by_region),
        "agreement_types": (
            _chosen(edition.agreement_types, agreements["agreement_type_id"]),
            measures.agreements_by_type,
        ),
        "departments": (
            _chosen(edition.departments, pairs["department_id"]),
            measures.agreements_by_department,
        ),
    }
    return {
        name: _counted(frame, measure(edition, filters), edition)
        for name, (frame, measure) in frames.items()
    }


def _chosen(table: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    return table[table.iloc[:, 0].isin(ids)]


def _regions(edition: Edition, region_ids: pd.Series) -> pd.DataFrame:
    """Return the list's regions, then those that only reference territories point to."""
    listed = _chosen(edition.regions, region_ids)
    missing = set(region_ids) - set(listed["region_id"]) - {""}
    added = [
        (region.region_id, region.label_ja, region.label_en)
        for region in load_reference().regions.values()
        if region.region_id in missing
    ]
    more = pd.DataFrame(added, columns=listed.columns).astype("str")
    return pd.concat([listed, more], ignore_index=True)


def _counted(frame: pd.DataFrame, measure: Measure, edition: Edition) -> pd.DataFrame:
    """Add the measure's agreements and marked of each row."""
    key = str(frame.columns[0])
    numbers = measure.table.set_index(key)
    counts = {
        name: frame[key].map(numbers[name]).fillna(0).astype("Int64")
        for name in ("agreements", "marked")
    }
    if not measures.has_exchange(edition):
        counts["marked"] = pd.Series(pd.NA, index=frame.index, dtype="Int64")
    return frame.assign(**counts)


def _findings(edition: Edition, filters: Filters) -> pd.DataFrame:
    listed = measures.findings_listed(edition, filters).table
    texts = load_reference().finding_texts
    labels = {
        f"code_label_{lang}": [
            getattr(texts[code], f"label_{lang}") if code in texts else ""
            for code in listed["code"].tolist()
        ]
        for lang in LANGUAGES
    }
    rows = listed["source_row"].astype("Int64")
    return listed.assign(source_row=rows.where(rows > 0), **labels)


def _of_agreements(
    table: pd.DataFrame, agreements: pd.DataFrame, filters: Filters
) -> pd.DataFrame:
    if not filters.active:
        return table
    return table[table["agreement_id"].isin(agreements["agreement_id"])]
