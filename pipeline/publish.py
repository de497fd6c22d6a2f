"""Last in the line: typed, validated tables; the invariants hold here or it stops.

Assumes checked rows. Promises an Edition whose tables fit their schemas, in which every
printed row is published or named in a finding, and each published cell has one origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.aligned import Mask
from pipeline.cells import PublishedCells, as_texts
from pipeline.check import Checked
from pipeline.errors import PublishError, SourceError
from pipeline.identify import Identified
from pipeline.model import AGREEMENT_COLUMNS, ROLES, TEXT_COLUMNS, Edition, SourceGrid
from pipeline.read.edition import About
from pipeline.reference import Reference
from pipeline.reference_tables import AgreementType, Region
from pipeline.schemas import check_tables


def publish_edition(
    checked: Checked,
    grid: SourceGrid,
    reference: Reference,
    about: About,
) -> Edition:
    """Make the tables of an edition and prove its invariants.

    Raises:
        PublishError: a table breaks its schema, or an invariant does not hold.
    """
    rows = np.flatnonzero(checked.published)
    if not len(rows):
        msg = (
            "An edition must hold at least one agreement, but no row of the list could"
            " be read as one. See the heading and the first rows of the list."
        )
        raise PublishError(msg)
    identified = checked.identified
    cells = PublishedCells.of(identified, grid, rows)
    agreements = _agreements(identified, cells, rows)
    edition = Edition(
        title=about.title,
        about={**about.facts, "kind": grid.kind, "encoding": grid.encoding},
        agreements=agreements,
        agreement_departments=_agreement_departments(identified, cells, rows),
        institutions=_institutions(identified, rows, reference),
        territories=_territories(agreements, reference),
        regions=_labelled(agreements["region_id"], reference.regions, "region_id"),
        agreement_types=_labelled(
            agreements["agreement_type_id"],
            reference.agreement_types,
            "agreement_type_id",
        ),
        departments=_departments(identified, rows, reference),
        findings=_with_agreement(checked.findings, agreements),
        rules=_rules(reference),
        grid=grid,
        layout=_layout(identified, reference),
        cells=cells,
    )
    check_tables(edition)
    _prove(edition, checked)
    return edition


def check_expected(edition: Edition, expected: Mapping[str, int], name: str) -> None:
    """Compare an edition with what its edition.toml expects, so under-reading is loud.

    Raises:
        SourceError: a count differs.
    """
    found = {
        "agreements": len(edition.agreements),
        "institutions": len(edition.institutions),
        "territories": len(edition.territories),
    }
    wrong = [
        f"{count} {number} instead of {expected[count]}"
        for count, number in found.items()
        if expected.get(count, number) != number
    ]
    if wrong:
        msg = (
            f"'{name}' must give the counts that its edition.toml expects, but it gives"
            f" {', '.join(wrong)}. Check the findings; then renew `expected` there."
        )
        raise SourceError(msg)


def _agreements(
    identified: Identified, cells: PublishedCells, rows: np.ndarray
) -> pd.DataFrame:
    aligned = identified.normalized.aligned
    texts = cells.published_texts()
    none = as_texts(np.full(len(rows), "", object))
    exchange = pd.array(identified.exchange[rows] == 1, dtype="boolean")
    exchange[identified.exchange[rows] < 0] = pd.NA
    ids = [institution.institution_id for _, _, institution in identified.institutions]
    institution_id = pd.array(ids, dtype="str").take(identified.institution[rows])
    columns: dict[str, object] = {
        "agreement_id": pd.array(cells.agreement_ids, dtype="str"),
        "source_row": aligned.source_row[rows].astype(np.int64),
        "region_id": as_texts(identified.region_id[rows]),
        "territory_code": as_texts(identified.territory_code[rows]),
        "institution_id": institution_id,
        "agreement_type_id": as_texts(identified.agreement_type_id[rows]),
        "exchange_marked": exchange,
    }
    for role in ROLES:
        columns[TEXT_COLUMNS[role]] = texts.get(TEXT_COLUMNS[role], none)
    if aligned.at("departments") is not None:
        columns["departments_text"] = as_texts(_joined(identified, rows))
    others = {c: v for c, v in texts.items() if c not in columns}
    ordered = {name: columns[name] for name in AGREEMENT_COLUMNS}
    return pd.DataFrame({**ordered, **others})


def _joined(identified: Identified, rows: np.ndarray) -> np.ndarray:
    aligned = identified.normalized.aligned
    codes, inverse = np.unique(
        aligned.text[rows, aligned.at("departments")], return_inverse=True
    )
    joined = ["|".join(identified.normalized.items[int(code)]) for code in codes]
    return np.array(joined, object)[inverse]


def _agreement_departments(
    identified: Identified, cells: PublishedCells, rows: np.ndarray
) -> pd.DataFrame:
    aligned = identified.normalized.aligned
    at = aligned.at("departments")
    columns = ["agreement_id", "department_id"]
    if at is None:
        return pd.DataFrame({c: pd.Series(dtype="str") for c in columns})
    of_row = aligned.text[rows, at]
    known = np.unique(of_row)
    ids = [identified.departments[int(code)] for code in known]
    counts = np.array([len(i) for i in ids], np.int64)
    place = np.searchsorted(known, of_row)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    flat = np.array([i for group in ids for i in group], object)
    repeat = counts[place]
    agreement = np.repeat(np.array(cells.agreement_ids, object), repeat)
    first = np.repeat(np.cumsum(repeat) - repeat, repeat)
    within = np.arange(repeat.sum()) - first
    department = flat[np.repeat(starts[place], repeat) + within]
    frame = pd.DataFrame({"agreement_id": agreement, "department_id": department})
    return frame.astype("str")


def _institutions(
    identified: Identified, rows: np.ndarray, reference: Reference
) -> pd.DataFrame:
    records: dict[str, tuple[object, ...]] = {}
    used, first = np.unique(identified.institution[rows], return_index=True)
    for i in used[np.argsort(first)]:
        code, text, found = identified.institutions[i]
        known = reference.institutions.get(found.institution_id)
        if found.institution_id in records or not text:
            continue
        records[found.institution_id] = (
            found.institution_id,
            known.name_ja if known else text,
            known.name_en if known else "",
            text,
            code,
            known.city_en if known else "",
            known.latitude if known else None,
            known.longitude if known else None,
            known.ror_id if known else "",
            known is not None,
        )
    names = ["institution_id", "name_ja", "name_en", "name_text", "territory_code"]
    names += ["city_en", "latitude", "longitude", "ror_id", "known"]
    frame = pd.DataFrame(list(records.values()), columns=names)
    numbers = {"latitude": "float64", "longitude": "float64", "known": "bool"}
    return frame.astype({c: numbers.get(c, "str") for c in names})


def _territories(agreements: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    columns = ("territory_code", "region_id")
    filings = Counter(zip(*(agreements[c].tolist() for c in columns), strict=True))
    filed_under: dict[str, str] = {}
    for (code, region_id), _ in sorted(filings.items(), key=lambda f: (-f[1], f[0])):
        filed_under.setdefault(code, region_id)
    records = []
    for code in sorted(set(filed_under) - {""}):
        territory = reference.territories[code]
        filed = filed_under[code]
        records.append(
            (
                code,
                territory.label_ja,
                territory.label_en,
                filed or territory.region_id,
                territory.latitude,
                territory.longitude,
            )
        )
    names = ["territory_code", "label_ja", "label_en", "region_id"]
    frame = pd.DataFrame(records, columns=[*names, "latitude", "longitude"])
    return frame.astype(dict.fromkeys(names, "str"))


def _labelled(
    ids: pd.Series, known: Mapping[str, Region | AgreementType], key: str
) -> pd.DataFrame:
    printed = set(ids.unique())
    used = [i for i in known if i in printed]
    records = [(i, known[i].label_ja, known[i].label_en) for i in used]
    return pd.DataFrame(records, columns=[key, "label_ja", "label_en"]).astype("str")


def _departments(
    identified: Identified, rows: np.ndarray, reference: Reference
) -> pd.DataFrame:
    records = []
    for department_id, name in identified.department_names.items():
        known = reference.departments.get(department_id)
        label_en = known.label_en if known else ""
        kind = known.kind if known else reference.department_kind(name)
        records.append((department_id, name, label_en, kind))
    names = ["department_id", "label_ja", "label_en", "kind"]
    return pd.DataFrame(records, columns=names).astype("str")


def _with_agreement(findings: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    of_row = agreements.drop_duplicates("source_row").set_index("source_row")
    found = findings["source_row"].map(of_row["agreement_id"]).fillna("")
    text = {c: "str" for c in findings if c != "source_row"}
    typed = findings.astype({**text, "source_row": "int64"})
    return typed.assign(agreement_id=found.astype("str"))


def _rules(reference: Reference) -> pd.DataFrame:
    records = [
        (rule.rule, rule.label_ja, rule.label_en, rule.text_ja, rule.text_en)
        for rule in reference.repair_rules.values()
    ]
    names = ["rule", "label_ja", "label_en", "text_ja", "text_en"]
    return pd.DataFrame(records, columns=names).astype("str")


def _layout(identified: Identified, reference: Reference) -> pd.DataFrame:
    columns = identified.normalized.aligned.layout.columns
    records = [
        (
            c.source + 1,
            c.heading,
            c.role,
            "" if c.hidden else TEXT_COLUMNS.get(c.role, c.name),
            c.meaning,
            reference.column_reasons[c.why].text_ja,
            reference.column_reasons[c.why].text_en,
        )
        for c in columns
    ]
    names = ["source_column", "heading", "role", "column", "meaning"]
    names += ["why_ja", "why_en"]
    return pd.DataFrame(records, columns=names)


def _prove(edition: Edition, checked: Checked) -> None:
    """The invariants of an edition (design.md, section 3)."""
    aligned = checked.identified.normalized.aligned
    named = edition.findings["source_row"].to_numpy()
    accounted = checked.published | _only_labels(checked)
    lost = np.setdiff1d(aligned.source_row[~accounted], named).tolist()
    if lost:
        msg = (
            "Every printed row must be published or named in a finding, but source rows"
            f" {lost[:5]} are neither. This is a fault of the program: report it."
        )
        raise PublishError(msg)
    n = len(edition.agreements)
    if (
        n != int(checked.published.sum())
        or edition.agreements["agreement_id"].duplicated().any()
    ):
        msg = (
            f"Each row kept must be one agreement, but {int(checked.published.sum())}"
            f" rows gave {n} agreements. This is a fault of the program: report it."
        )
        raise PublishError(msg)


def _only_labels(checked: Checked) -> Mask:
    """Rows that only print a region or territory for the rows below."""
    aligned = checked.identified.normalized.aligned
    roles = ("region", "territory")
    counted = [c.index for c in aligned.layout.columns if c.role in roles]
    own = (aligned.text[:, counted] > 0) & (
        aligned.row[:, counted] == np.arange(len(aligned.body))[:, None]
    )
    return np.asarray(~aligned.kept & own.any(axis=1), np.bool_)
