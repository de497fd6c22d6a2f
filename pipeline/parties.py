"""The tables of those an edition names: institutions, territories, departments, labels.

Stands beside `publish`. Assumes identified rows and the rows that are published.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference_tables import AgreementType, Region


def institutions_of(
    identified: Identified, rows: np.ndarray, reference: Reference
) -> pd.DataFrame:
    """A row is a partner institution, in the order in which they are printed."""
    first: dict[str, int] = {}
    for i in pd.unique(identified.institution[rows]).tolist():
        _, text, found = identified.institutions[i]
        if text:
            first.setdefault(found.institution_id, i)
    ids, printed = list(first), [identified.institutions[i] for i in first.values()]
    known = [reference.institutions.get(one) for one in ids]
    texts: dict[str, list[str]] = {
        "institution_id": ids,
        "name_ja": [
            k.name_ja if k else p[1] for k, p in zip(known, printed, strict=True)
        ],
        "name_en": [k.name_en if k else "" for k in known],
        "name_text": [text for _, text, _ in printed],
        "territory_code": [code for code, _, _ in printed],
        "city_en": [k.city_en if k else "" for k in known],
        "ror_id": [k.ror_id if k else "" for k in known],
    }
    columns = {name: pd.array(held, dtype="str") for name, held in texts.items()}
    frame = pd.DataFrame(columns)
    frame.insert(6, "latitude", np.array([k and k.latitude for k in known], float))
    frame.insert(7, "longitude", np.array([k and k.longitude for k in known], float))
    return frame.assign(known=np.array([k is not None for k in known], np.bool_))


def territories_of(agreements: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """A row is a territory of the agreements, filed as the list mostly does."""
    place, region = agreements["territory_code"].cat, agreements["region_id"].cat
    regions = len(region.categories)
    filed = np.bincount(place.codes.astype(np.int64) * regions + region.codes)
    filings = [
        (place.categories[i // regions], region.categories[i % regions], filed[i])
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


def labelled(
    ids: pd.Series, known: Mapping[str, Region | AgreementType], key: str
) -> pd.DataFrame:
    """A row is an id that is used, with its labels, in reference order."""
    printed = set(ids.unique())
    used = [i for i in known if i in printed]
    records = [(i, known[i].label_ja, known[i].label_en) for i in used]
    return pd.DataFrame(records, columns=[key, "label_ja", "label_en"]).astype("str")


def departments_of(
    identified: Identified, rows: np.ndarray, reference: Reference
) -> pd.DataFrame:
    """A row is a department on our side, in the order of first naming."""
    records = []
    for department_id, name in identified.department_names.items():
        known = reference.departments.get(department_id)
        label_en = known.label_en if known else ""
        kind = known.kind if known else reference.department_kind(name)
        records.append((department_id, name, label_en, kind))
    names = ["department_id", "label_ja", "label_en", "kind"]
    return pd.DataFrame(records, columns=names).astype("str")
