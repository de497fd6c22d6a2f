"""The tables of entities: institutions, territories, departments, labels: for `publish`.

Assumes identified rows and the rows that are published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress

import numpy as np
import pandas as pd

from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.tables import AgreementType, Region


def institutions_table(
    identified: Identified, rows: np.ndarray, reference: Reference
) -> pd.DataFrame:
    """A row is a partner institution, in the order in which they are printed."""
    first: dict[str, tuple[str, str]] = {}
    for i in pd.unique(identified.institution[rows]).tolist():
        code, text, match = identified.institutions[i]
        if text:
            first.setdefault(match.institution_id, (code, text))
    is_known = np.array(
        [institution_id in reference.institutions for institution_id in first], np.bool_
    )
    known = [
        reference.institutions[institution_id]
        for institution_id in compress(first, is_known)
    ]
    at = np.where(is_known, np.cumsum(is_known), 0)

    def of_known(values: Iterable[str]) -> pd.api.extensions.ExtensionArray:
        return pd.array(["", *values], dtype="str").take(at)

    def coordinates(values: Iterable[float | None]) -> np.ndarray:
        return np.array([None, *values], float)[at]

    text = pd.array([text for _, text in first.values()], dtype="str")
    name_ja = text.copy()
    name_ja[is_known] = [k.name_ja for k in known]
    columns = {
        "institution_id": pd.array([*first], dtype="str"),
        "name_ja": name_ja,
        "name_en": of_known(k.name_en for k in known),
        "name_text": text,
        "territory_code": pd.array([code for code, _ in first.values()], dtype="str"),
        "city_en": of_known(k.city_en for k in known),
        "latitude": coordinates(k.latitude for k in known),
        "longitude": coordinates(k.longitude for k in known),
        "ror_id": of_known(k.ror_id for k in known),
        "known": is_known,
    }
    return pd.DataFrame(columns)


def territories_table(agreements: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """A row is a territory of the agreements, filed as the list mostly does."""
    territories, region = agreements["territory_code"].cat, agreements["region_id"].cat
    regions = len(region.categories)
    filed = np.bincount(territories.codes.astype(np.int64) * regions + region.codes)
    filings = [
        (territories.categories[i // regions], region.categories[i % regions], filed[i])
        for i in np.flatnonzero(filed).tolist()
    ]
    filed_under: dict[str, str] = {}
    for code, region_id, _ in sorted(filings, key=lambda f: (-f[2], f[:2])):
        filed_under.setdefault(code, region_id)
    records = []
    for code in sorted(set(filed_under) - {""}):
        territory = reference.territories[code]
        records.append(
            (
                code,
                territory.label_ja,
                territory.label_en,
                filed_under[code] or territory.region_id,
                territory.latitude,
                territory.longitude,
            )
        )
    names = ["territory_code", "label_ja", "label_en", "region_id"]
    frame = pd.DataFrame(records, columns=[*names, "latitude", "longitude"])
    return frame.astype(dict.fromkeys(names, "str"))


def labels_table(
    ids: pd.Series, known: Mapping[str, Region | AgreementType], key: str
) -> pd.DataFrame:
    """A row is an id that is used, with its labels, in reference order."""
    printed = set(ids.unique())
    used = [i for i in known if i in printed]
    records = [(i, known[i].label_ja, known[i].label_en) for i in used]
    return pd.DataFrame(records, columns=[key, "label_ja", "label_en"]).astype("str")


def departments_table(
    identified: Identified, rows: np.ndarray, reference: Reference
) -> pd.DataFrame:
    """A row is a department that published rows name, in the order of first naming."""
    normalized, printed = identified.normalized, dict[str, str]()
    index = normalized.aligned.column_index("departments")
    codes = normalized.aligned.text[rows, index].tolist() if index is not None else ()
    published = set(codes)
    for code, items in normalized.items.items():
        if code in published:
            for item in items:
                printed.setdefault(identified.department_ids[item], item)
    records = []
    for department_id, name in printed.items():
        known = reference.departments.get(department_id)
        label_en = known.label_en if known else ""
        kind = known.kind if known else reference.department_kind(name)
        records.append((department_id, name, label_en, kind))
    names = ["department_id", "label_ja", "label_en", "kind"]
    return pd.DataFrame(records, columns=names).astype("str")
