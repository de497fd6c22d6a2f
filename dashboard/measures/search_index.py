"""The index of searchable names of an edition, for `listing` and `search`.

Assumes an edition and the reference tables. Promises one key for all spellings of a
name: width, case, accents, old and simplified characters, hiragana and katakana, long
vowels, hyphens, dots and spaces are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import BoolArray, IntArray, cube_of
from pipeline.model import Edition
from pipeline.reference import REFERENCE_FOLDER, load_reference
from pipeline.reference.files import read_table
from pipeline.reference.tables import Department, Institution
from pipeline.text_caches import cache_texts

SEARCHED_KINDS = (
    "department",
    "institution",
    "unit",
    "territory",
    "region",
    "agreement_type",
)
"""The kinds of entities that can be found, in the order in which they are shown: ours
first, because a faculty of the same name may be a partner's."""

_TABLES = {
    "institution": (
        "institutions",
        "institution_id",
        ("name_ja", "name_en", "name_text"),
    ),
    "department": ("departments", "department_id", ("label_ja", "label_en")),
    "territory": ("territories", "territory_code", ("label_ja", "label_en")),
    "region": ("regions", "region_id", ("label_ja", "label_en")),
    "agreement_type": (
        "agreement_types",
        "agreement_type_id",
        ("label_ja", "label_en"),
    ),
}
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {ord("ー"): None}


@dataclass(frozen=True, eq=False)
class Names:
    """The names of all entities of a kind.

    Attributes:
        ids: the ids of the entities.
        keys: folded names, grouped by entity; a search may match any part of them.
        owner: for each key the index of its entity in `ids`.
        same: folded names that match only as a whole (other languages) -> index of the
            entity.
        wider: the same for names of a part (Hawaii, 東アジア) of a wider entity.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    owner: IntArray
    same: Mapping[str, int]
    wider: Mapping[str, int]

    def keys_containing(self, key: str) -> list[int]:
        """Return the indices of the keys that contain a key."""
        return [i for i, name in enumerate(self.keys) if key in name]

    def matching(self, key: str) -> BoolArray:
        """Mask the entities with a name that contains the key, or a `same` name."""
        mask = np.zeros(len(self.ids), bool)
        mask[self.owner[self.keys_containing(key)]] = True
        if key in self.same:
            mask[self.same[key]] = True
        return mask


LONGEST_SEARCH = 200
"""How many characters of a search are used; a link may contain more."""


@cache_texts
def search_key(text: str) -> str:
    """Return the key of a text; a text of signs only keeps them."""
    script = load_reference().script_key(text)
    return script.translate(_TO_KATAKANA) or script


def word_keys(text: str) -> list[str]:
    """Return the keys of the words of a search."""
    return [search_key(word) for word in text.split()]


@memoize_by_identity
def searchable_names(edition: Edition) -> dict[str, Names]:
    """Return the names of all entities, for each of SEARCHED_KINDS."""
    printed = _printed_names(edition)
    indexed = {"unit": _units(edition)}
    for kind, (table, key, columns) in _TABLES.items():
        frame = getattr(edition, table)
        ids = frame[key].tolist()
        aliases = _aliases(kind, ids)
        names = [
            [*(str(row[column]) for column in columns), *aliases.get(row_id, ())]
            for row_id, row in zip(
                ids, frame[[*columns]].to_dict("records"), strict=True
            )
        ]
        if kind == "institution":
            names = [[*a, *printed.get(i, ())] for i, a in zip(ids, names, strict=True)]
        indexed[kind] = _index_names(ids, names, *_whole_names(kind, ids))
    return indexed


def _units(edition: Edition) -> Names:
    """Index the partner units by the printed name and by that of the department."""
    reference = load_reference()
    texts = sorted(set(edition.agreements["partner_unit_text"].unique()) - {""})
    names = []
    for text in texts:
        match = reference.departments.get(reference.find_department(text))
        names.append([text, match.label_ja, match.label_en] if match else [text])
    return _index_names(texts, names, {}, {})


def _index_names(
    ids: list[str],
    names: list[list[str]],
    same: Mapping[str, int],
    wider: Mapping[str, int],
) -> Names:
    keys: list[str] = []
    owner: list[int] = []
    for index, texts in enumerate(names):
        distinct = dict.fromkeys(search_key(text) for text in texts)
        own = [key for key in distinct if key]
        keys += own
        owner += [index] * len(own)
    return Names(tuple(ids), tuple(keys), np.array(owner, np.intp), same, wider)


def _printed_names(edition: Edition) -> dict[str, set[str]]:
    """Map each institution id to the texts that the list prints for it."""
    columns = ["institution_id", "institution_text"]
    printed: dict[str, set[str]] = {}
    for key, text in edition.agreements[columns].drop_duplicates().to_numpy():
        printed.setdefault(key, set()).add(text)
    return printed


def _aliases(kind: str, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the aliases of institutions and departments."""
    reference = load_reference()
    tables: dict[str, Mapping[str, Institution] | Mapping[str, Department]] = {
        "institution": reference.institutions,
        "department": reference.departments,
    }
    table = tables.get(kind, {})
    return {key: table[key].aliases for key in ids if key in table}


def _whole_names(
    kind: str, ids: list[str]
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the names that match only as a whole: `same` and `wider` of `Names`."""
    reference = load_reference()
    index = {key: i for i, key in enumerate(ids)}
    if kind == "region":
        aliases = (
            (name, i)
            for key, i in index.items()
            for name in reference.regions[key].aliases
        )
        return {}, {search_key(name): i for name, i in aliases}
    if kind != "territory":
        return {}, {}
    parts = _names_of_parts()
    names = [
        (search_key(name), index[code])
        for name, code in reference.territory_names.items()
        if code in index
    ]
    same = {key: i for key, i in names if key not in parts}
    return same, {key: i for key, i in names if key in parts}


@lru_cache
def _names_of_parts() -> frozenset[str]:
    """Return the keys of the names of constituents, such as England and Hawaii."""
    path = REFERENCE_FOLDER / "territory_aliases.csv"
    rows = read_table(path, ("name", "territory_code", "kind"), "name")
    return frozenset(
        search_key(row["name"]) for row in rows if row["kind"] == "constituent"
    )


def agreements_naming(edition: Edition, kind: str, mask: BoolArray) -> BoolArray:
    """Mask the agreements that name any of the entities in a mask of `Names.ids`."""
    cube = cube_of(edition)
    if kind == "unit":
        codes = unit_codes(edition)
        named: BoolArray = np.append(mask, False)[codes]
        return named
    if kind == "department":
        cells: BoolArray = np.zeros(len(cube.agreements), bool)
        cells[cube.pair_cell[mask[cube.pair_department]]] = True
    else:
        cells = np.append(mask, False)[cube.codes[kind]]
    return cells[cube.cell]


@memoize_by_identity
def unit_codes(edition: Edition) -> IntArray:
    """Return per agreement the code of its unit in `Names.ids`, -1 if it has none."""
    units = pd.Index(searchable_names(edition)["unit"].ids, dtype=object)
    texts = pd.Index(edition.agreements["partner_unit_text"], dtype=object)
    return units.get_indexer(texts)
