"""What an edition names, folded for searching: stands before `listing` and `search`.

Assumes an edition and the reference tables. Promises one key for all ways of writing a
name: width, case, accents, old and simplified characters, hiragana and katakana, long
vowels, hyphens, dots and spaces count for nothing.
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
from pipeline.text_caches import cache_texts

SEARCHED_KINDS = (
    "institution",
    "unit",
    "department",
    "territory",
    "region",
    "agreement_type",
)
"""The kinds of things that can be found, in the order in which they are shown."""

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
    """The names of all things of one kind.

    Attributes:
        ids: of the things.
        keys: folded names, those of one thing after another; a search may stand
            anywhere in them.
        owner: for each key the place of its thing in `ids`.
        same: folded names that mean the same only as a whole (other languages) ->
            the place of the thing.
        wider: the same for names of a part (Hawaii, 東アジア), whose thing is wider.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    owner: IntArray
    same: Mapping[str, int]
    wider: Mapping[str, int]

    def keys_containing(self, key: str) -> list[int]:
        """The places in `keys` of those that hold a key."""
        return [i for i, one in enumerate(self.keys) if key in one]

    def matching(self, key: str) -> BoolArray:
        """Which things have a name that holds the key, or is the same."""
        held = np.zeros(len(self.ids), bool)
        held[self.owner[self.keys_containing(key)]] = True
        if key in self.same:
            held[self.same[key]] = True
        return held


LONGEST_SEARCH = 200
"""Characters of a search that are looked for; hardly a name is longer, but a link can be."""


@cache_texts
def search_key(text: str) -> str:
    """The key of a text; what nothing would be left of keeps its signs."""
    script = load_reference().script_key(text)
    return script.translate(_TO_KATAKANA) or script


def word_keys(text: str) -> list[str]:
    """The keys of the words of a search."""
    return [search_key(word) for word in text.split()]


@memoize_by_identity
def searchable_names(edition: Edition) -> dict[str, Names]:
    """The names of everything of each kind of SEARCHED_KINDS."""
    printed = _printed_names(edition)
    found = {"unit": _units(edition)}
    for kind, (table, key, columns) in _TABLES.items():
        frame = getattr(edition, table)
        ids = frame[key].tolist()
        known = _known_names(kind, ids)
        names = [
            [*(str(row[one]) for one in columns), *known.get(one_id, ())]
            for one_id, row in zip(
                ids, frame[[*columns]].to_dict("records"), strict=True
            )
        ]
        if kind == "institution":
            names = [[*a, *printed.get(i, ())] for i, a in zip(ids, names, strict=True)]
        found[kind] = _gathered(ids, names, *_other_names(kind, ids))
    return found


def _units(edition: Edition) -> Names:
    """Partner units: as printed, and as departments of that name are called."""
    reference = load_reference()
    texts = sorted(set(edition.agreements["partner_unit_text"].unique()) - {""})
    names = []
    for text in texts:
        known = reference.departments.get(reference.find_department(text))
        names.append([text, known.label_ja, known.label_en] if known else [text])
    return _gathered(texts, names, {}, {})


def _gathered(
    ids: list[str],
    names: list[list[str]],
    same: Mapping[str, int],
    wider: Mapping[str, int],
) -> Names:
    keys: list[str] = []
    owner: list[int] = []
    for place, texts in enumerate(names):
        own = dict.fromkeys(search_key(text) for text in texts)
        found = [key for key in own if key]
        keys += found
        owner += [place] * len(found)
    return Names(tuple(ids), tuple(keys), np.array(owner, np.intp), same, wider)


def _printed_names(edition: Edition) -> dict[str, set[str]]:
    """Institution id -> every text that the list prints for it."""
    columns = ["institution_id", "institution_text"]
    printed: dict[str, set[str]] = {}
    for one, text in edition.agreements[columns].drop_duplicates().to_numpy():
        printed.setdefault(one, set()).add(text)
    return printed


def _known_names(kind: str, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The other names of institutions and departments."""
    reference = load_reference()
    tables = {
        "institution": reference.institutions,
        "department": reference.departments,
    }
    known = tables.get(kind, {})
    return {one: known[one].aliases for one in ids if one in known}


def _other_names(
    kind: str, ids: list[str]
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The names that count only as a whole: of the same thing, and of a part of it."""
    reference = load_reference()
    place = {one: at for at, one in enumerate(ids)}
    if kind == "region":
        aliases = (
            (name, at)
            for one, at in place.items()
            for name in reference.regions[one].aliases
        )
        return {}, {search_key(name): at for name, at in aliases}
    if kind != "territory":
        return {}, {}
    parts = _names_of_parts()
    found = [
        (search_key(name), place[code])
        for name, code in reference.territory_names.items()
        if code in place
    ]
    same = {key: at for key, at in found if key not in parts}
    return same, {key: at for key, at in found if key in parts}


@lru_cache
def _names_of_parts() -> frozenset[str]:
    """The keys of names of constituents: England, Hawaii."""
    path = REFERENCE_FOLDER / "territory_aliases.csv"
    rows = read_table(path, ("name", "territory_code", "kind"), "name")
    return frozenset(
        search_key(row["name"]) for row in rows if row["kind"] == "constituent"
    )


def agreements_naming(edition: Edition, kind: str, things: BoolArray) -> BoolArray:
    """Which agreements are of the things, given by their place in `Names.ids`."""
    cube = cube_of(edition)
    if kind == "unit":
        codes = unit_codes(edition)
        return np.append(things, False)[codes]
    if kind == "department":
        cells = np.zeros(len(cube.agreements), bool)
        cells[cube.pair_cell[things[cube.pair_department]]] = True
        return cells[cube.cell]
    return np.append(things, False)[cube.codes[kind]][cube.cell]


@memoize_by_identity
def unit_codes(edition: Edition) -> IntArray:
    """Per agreement the place of its unit in `Names.ids`, -1 where it has none."""
    units = pd.Index(searchable_names(edition)["unit"].ids, dtype=object)
    return units.get_indexer(edition.agreements["partner_unit_text"].astype(object))
