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
    records: dict[str, tuple[object, ...]] = {}
    used, first = np.unique(identified.institution[rows], return_index=True)
    for i in used[np.argsort(first)].tolist():
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


def territories_of(agreements: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """A row is a territory of the agreements, filed as the list mostly does."""
    places = agreements.groupby(["territory_code", "region_id"], observed=True)
    filings = places.size().reset_index(name="agreements").to_numpy().tolist()
    filed_under: dict[str, str] = {}
    for code, region_id, _ in sorted(filings, key=lambda f: (-f[2], f[:2])):
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
