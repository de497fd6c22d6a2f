"""Last in the line: builds typed, validated tables and checks their invariants.

Assumes checked rows. Promises an Edition whose tables fit their schemas, in which every
printed row is published or named in a finding, and each published cell has one origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import numpy as np
import pandas as pd

from pipeline.check import Checked
from pipeline.errors import PublishError, SourceError
from pipeline.grid import Mask
from pipeline.identify import Identified
from pipeline.model import (
    AGREEMENT_COLUMNS,
    ROLES,
    TEXT_COLUMNS,
    Edition,
    SourceGrid,
)
from pipeline.publish.entity_tables import (
    departments_table,
    institutions_table,
    labels_table,
    territories_table,
)
from pipeline.publish.provenance import (
    PublishedCells,
    categories_at,
    category_from_codes,
    category_from_texts,
)
from pipeline.publish.schemas import check_tables
from pipeline.read.edition import EditionMetadata
from pipeline.reference import Reference


def publish_edition(
    checked: Checked,
    grid: SourceGrid,
    reference: Reference,
    about: EditionMetadata,
) -> Edition:
    """Build the tables of an edition and check its invariants.

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
    cells = PublishedCells.from_identified(identified, grid, rows)
    agreements = _agreements(identified, cells, rows)
    edition = Edition(
        title=about.title,
        about={**about.facts, **_reading(identified, grid)},
        agreements=agreements,
        agreement_departments=_agreement_departments(identified, cells, rows),
        institutions=institutions_table(identified, rows, reference),
        territories=territories_table(agreements, reference),
        regions=labels_table(agreements["region_id"], reference.regions, "region_id"),
        agreement_types=labels_table(
            agreements["agreement_type_id"],
            reference.agreement_types,
            "agreement_type_id",
        ),
        departments=departments_table(identified, rows, reference),
        findings=_with_agreement(checked.findings, agreements),
        rules=_rules(reference),
        grid=grid.received,
        layout=_layout(identified, reference),
        cells=cells,
        questions=checked.questions,
    )
    check_tables(edition)
    _check_invariants(edition, checked)
    return edition


def _reading(identified: Identified, grid: SourceGrid) -> dict[str, str]:
    """Describe how the file was read: kind, encoding, table and rows of the list."""
    layout = identified.normalized.aligned.layout
    skipped = [f"{row} ({why})" for row, why in layout.skipped if why != "empty"]
    more = f", ... (+{len(skipped) - 20})" if len(skipped) > 20 else ""
    return {
        "kind": grid.kind,
        "encoding": grid.encoding,
        "table": grid.name,
        "heading_row": str(layout.heading_row or "-"),
        "source_rows": str(len(layout.body)),
        "skipped_rows": ", ".join(skipped[:20]) + more or "-",
    }


def check_expected(edition: Edition, expected: Mapping[str, int], name: str) -> None:
    """Compare an edition with what its edition.toml expects, so under-reading is loud.

    Raises:
        SourceError: a count differs.
    """
    counts = {
        "source_rows": int(edition.about["source_rows"]),
        "agreements": len(edition.agreements),
        "institutions": len(edition.institutions),
        "territories": len(edition.territories),
    }
    wrong = [
        (count, number, expected[count])
        for count, number in counts.items()
        if expected.get(count, number) != number
    ]
    if wrong:
        en = ", ".join(f"{count} {n} instead of {must}" for count, n, must in wrong)
        ja = "、".join(f"{count} は {must} のはずが {n}" for count, n, must in wrong)
        msg = (
            f"'{name}' must give the counts that its edition.toml expects, but it gives"
            f" {en}. Check the findings; then renew `expected` there."
        )
        raise SourceError(
            msg,
            f"「{name}」の件数が edition.toml の expected と違います：{ja}。"
            "確認事項を確かめてから、expected を直してください。",
        )


def _agreements(
    identified: Identified, cells: PublishedCells, rows: np.ndarray
) -> pd.DataFrame:
    aligned = identified.normalized.aligned
    texts = cells.published_texts()
    none = category_from_codes(np.zeros(len(rows), np.int8), np.array([""], object))
    exchange = pd.array(identified.exchange[rows] == 1, dtype="boolean")
    exchange[identified.exchange[rows] < 0] = pd.NA
    ids = [institution.institution_id for _, _, institution in identified.institutions]
    columns: dict[str, object] = {
        "agreement_id": cells.agreement_ids,
        "source_row": aligned.source_row[rows].astype(np.int64),
        "region_id": category_from_texts(identified.region_id[rows]),
        "territory_code": category_from_texts(identified.territory_code[rows]),
        "institution_id": categories_at(
            np.array(ids, object), identified.institution[rows]
        ),
        "agreement_type_id": category_from_texts(identified.agreement_type_id[rows]),
        "exchange_marked": exchange,
    }
    for role in ROLES:
        columns[TEXT_COLUMNS[role]] = texts.get(TEXT_COLUMNS[role], none)
    if aligned.column_index("departments") is not None:
        columns["departments_text"] = _joined_departments(identified, rows)
    others = {c: v for c, v in texts.items() if c not in columns}
    ordered = {name: columns[name] for name in AGREEMENT_COLUMNS}
    return pd.DataFrame({**ordered, **others})


def _joined_departments(identified: Identified, rows: np.ndarray) -> pd.Categorical:
    """Join the departments of each agreement into one text."""
    aligned, items = identified.normalized.aligned, identified.normalized.items
    texts = np.full(len(aligned.words), "", object)
    texts[list(items)] = list(map("|".join, items.values()))
    return category_from_codes(
        aligned.text[rows, aligned.column_index("departments")], texts
    )


def _agreement_departments(
    identified: Identified, cells: PublishedCells, rows: np.ndarray
) -> pd.DataFrame:
    aligned = identified.normalized.aligned
    at = aligned.column_index("departments")
    if at is None:
        none = np.array([], object)
        return pd.DataFrame(
            {
                "agreement_id": pd.array(none, dtype="str"),
                "department_id": category_from_texts(none),
            }
        )
    of_row = aligned.text[rows, at]
    named_codes = np.flatnonzero(np.bincount(of_row))
    ids = [identified.departments[code] for code in named_codes.tolist()]
    counts, starts = np.zeros((2, named_codes[-1] + 1), np.int64)
    counts[named_codes] = list(map(len, ids))
    starts[named_codes] = np.cumsum(counts[named_codes]) - counts[named_codes]
    repeat = counts[of_row]
    agreement = np.repeat(np.arange(len(rows)), repeat)
    first = np.repeat(np.cumsum(repeat) - repeat, repeat)
    within = np.arange(len(agreement)) - first
    department_ids = np.array([*chain.from_iterable(ids)], object)
    return pd.DataFrame(
        {
            "agreement_id": cells.agreement_ids.take(agreement),
            "department_id": categories_at(
                department_ids, starts[of_row[agreement]] + within
            ),
        }
    )


def _with_agreement(findings: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """Add to each finding the first agreement of its source row, "" if it has none."""
    rows = agreements["source_row"].to_numpy()
    wanted = findings["source_row"].to_numpy(np.int64)
    order = np.argsort(rows, kind="stable")
    index = np.searchsorted(rows, wanted, sorter=order)
    index = order[np.minimum(index, len(rows) - 1)]
    index[rows[index] != wanted] = -1
    agreement_ids = agreements["agreement_id"].array.take(
        index, allow_fill=True, fill_value=""
    )
    kind = dict.fromkeys(("code", "severity", "column"), "category")
    text = {c: "str" for c in findings if c != "source_row"}
    typed = findings.astype({**text, "source_row": "int64"}).astype(kind)
    return typed.assign(agreement_id=agreement_ids)


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


def _check_invariants(edition: Edition, checked: Checked) -> None:
    """Check the invariants of an edition (design.md, section 3)."""
    aligned = checked.identified.normalized.aligned
    named = edition.findings["source_row"].to_numpy()
    unpublished = ~(checked.published | _only_labels(checked))
    lost = np.setdiff1d(aligned.source_row[unpublished], named).tolist()
    if lost:
        msg = (
            "Every printed row must be published or named in a finding, but source rows"
            f" {lost[:5]} are neither. This is a fault of the program: report it."
        )
        raise PublishError(msg)
    n = len(edition.agreements)
    if n != int(checked.published.sum()):
        msg = (
            f"Each row kept must be one agreement, but {int(checked.published.sum())}"
            f" rows gave {n} agreements. This is a fault of the program: report it."
        )
        raise PublishError(msg)


def _only_labels(checked: Checked) -> Mask:
    """Return a mask of rows that only print a region or territory for those below."""
    aligned = checked.identified.normalized.aligned
    roles = ("region", "territory")
    columns = aligned.layout.columns
    counted = [c.index for c in columns if c.role in roles and c.printed]
    own = (aligned.text[:, counted] > 0) & (
        aligned.row[:, counted] == np.arange(len(aligned.body))[:, None]
    )
    return np.asarray(~aligned.is_agreement & own.any(axis=1), np.bool_)
