"""Builds the lookups of `reference` from its tables, and checks that they agree.

Promises that no folded name leads to two ids, or a ReferenceDataError that quotes the
name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.errors import ReferenceDataError
from pipeline.reference.files import read_columns, read_table
from pipeline.reference.normal_forms import (
    CharacterForms,
    fold,
    fold_accents,
    fold_all,
    fold_script,
    loose_key,
)
from pipeline.reference.patterns import compile_pattern
from pipeline.reference.tables import Institution

InstitutionKey = tuple[str, str]
"""Territory code and folded name."""


SHORTEST_WITHOUT_ACCENTS = 4
"""The accents of shorter names are not forgiven: they would be other words."""


class Labelled(Protocol):
    """A record with a label in both languages and other names."""

    @property
    def label_ja(self) -> str:
        """The Japanese label."""

    @property
    def label_en(self) -> str:
        """The English label."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names."""


@dataclass(frozen=True)
class InstitutionNames:
    """Lookups from a printed name to an institution id, from strict to forgiving.

    Attributes:
        names: by `fold` and `fold_accents`.
        spellings: by `fold`: the id and how the spelling differs.
        scripts: by `fold_script`.
        loose_keys: by `loose_key`.
        territories: by `fold_script` of the name alone: where it is known.
        all_loose_keys: of every name and spelling; a text with another key is unknown.
    """

    names: Mapping[InstitutionKey, str]
    spellings: Mapping[InstitutionKey, tuple[str, str]]
    scripts: Mapping[InstitutionKey, str]
    loose_keys: Mapping[InstitutionKey, str]
    territories: Mapping[str, tuple[str, ...]]
    all_loose_keys: frozenset[str]

    def has_longer_name(self, text: str, code: str) -> bool:
        """Whether an institution there has a longer name that begins with a text."""
        start = fold(text)
        return any(
            name.startswith(start) and name != start
            for territory, name in self.names
            if territory == code
        )


def index_by_name(
    table: str, records: Mapping[str, Labelled], forms: CharacterForms
) -> dict[str, str]:
    """Map each folded label and alias to its id.

    Raises:
        ReferenceDataError: two ids have one name.
    """
    pairs = [
        (name, record_id)
        for record_id, record in records.items()
        for name in (record.label_ja, record.label_en, *record.aliases)
    ]
    return index_by_fold(table, pairs, forms)


def index_by_fold(
    table: str, pairs: Iterable[tuple[str, str]], forms: CharacterForms
) -> dict[str, str]:
    """Map each folded name to its id, `fold` before the more forgiving folds.

    Raises:
        ReferenceDataError: two ids have one name.
    """
    names: dict[str, str] = {}
    loose: dict[str, str] = {}
    named = list(pairs)
    folds = fold_all([name for name, _ in named], forms)
    for (name, record_id), (folded, plain, script) in zip(named, folds, strict=True):
        if names.setdefault(folded, record_id) != record_id:
            message = (
                f"A name must mean one thing in '{table}', but '{name}' means both"
                f" '{names[folded]}' and '{record_id}'. Delete one of them."
            )
            raise ReferenceDataError(message)
        if plain == folded or len(plain) >= SHORTEST_WITHOUT_ACCENTS:  # Úc is no UC
            loose.setdefault(plain, record_id)
            loose.setdefault(script, record_id)
    return loose | names


def build_institution_names(
    folder: Path,
    institutions: Mapping[str, Institution],
    forms: CharacterForms,
    lookalikes: CharacterForms,
) -> InstitutionNames:
    """Build the lookups from a printed name to an institution.

    Raises:
        ReferenceDataError: two institutions of a territory have one name, or a
            recorded spelling leads to no institution.
    """
    names: dict[InstitutionKey, str] = {}
    scripts: defaultdict[InstitutionKey, set[str]] = defaultdict(set)
    loose_keys: defaultdict[InstitutionKey, set[str]] = defaultdict(set)
    territories: defaultdict[str, set[str]] = defaultdict(set)
    for code, name, institution_id in _all_names(institutions.values()):
        for key in (fold(name), fold_accents(name)):
            if names.setdefault((code, key), institution_id) != institution_id:
                message = (
                    f"Institutions of one territory must differ in name, but '{name}'"
                    f" means both '{names[code, key]}' and '{institution_id}'."
                )
                raise ReferenceDataError(message)
        script = fold_script(name, forms)
        scripts[code, script].add(institution_id)
        loose_keys[code, loose_key(name, forms, lookalikes)].add(institution_id)
        territories[script].add(code)
    spellings = dict(_spellings(folder, names))
    all_loose_keys = {key for _, key in loose_keys}
    all_loose_keys |= {loose_key(name, forms, lookalikes) for _, name in spellings}
    return InstitutionNames(
        names,
        spellings,
        _unambiguous(scripts),
        _unambiguous(loose_keys),
        {name: tuple(sorted(codes)) for name, codes in territories.items()},
        frozenset(all_loose_keys),
    )


def _all_names(institutions: Iterable[Institution]) -> Iterator[tuple[str, str, str]]:
    for institution in institutions:
        for name in dict.fromkeys(
            (institution.name_ja, institution.name_en, *institution.aliases)
        ):
            yield institution.territory_code, name, institution.institution_id


def _unambiguous(
    ids_by_key: Mapping[InstitutionKey, set[str]],
) -> dict[InstitutionKey, str]:
    return {key: next(iter(ids)) for key, ids in ids_by_key.items() if len(ids) == 1}


def _spellings(
    folder: Path, names: Mapping[InstitutionKey, str]
) -> Iterator[tuple[InstitutionKey, tuple[str, str]]]:
    columns = ("printed", "usual", "territory_code", "kind")
    for row in read_table(folder / "spellings.csv", columns):
        code = row["territory_code"]
        institution_id = names.get((code, fold(row["usual"])))
        if institution_id is None:
            message = (
                "Each usual name of 'spellings.csv' must be in 'institutions.csv', but"
                f" '{row['usual']}' ({code}) is not."
            )
            raise ReferenceDataError(message)
        yield (code, fold(row["printed"])), (institution_id, row["kind"])


def read_character_forms(folder: Path) -> tuple[CharacterForms, frozenset[str]]:
    """Read the form that each character is compared as, and the old forms."""
    columns = ("character", "form", "kind")
    rows = list(read_columns(folder / "character_forms.csv", columns))
    old = frozenset(character for character, _, kind in rows if kind != "shared")
    return {ord(character): form for character, form, _ in rows}, old


def read_lookalikes(folder: Path) -> CharacterForms:
    """Read which characters are misread for which others."""
    columns = ("character", "read_as")
    rows = read_table(folder / "lookalikes.csv", columns, "character")
    return {ord(row["character"]): row["read_as"] for row in rows}


def read_marks(folder: Path) -> dict[str, str]:
    """Read what each folded mark means: `yes`, `no` or `cross`."""
    rows = read_table(folder / "marks.csv", ("mark", "meaning"), "mark")
    return {fold(row["mark"]): row["meaning"] for row in rows}


def read_column_names(folder: Path, forms: CharacterForms) -> dict[str, str]:
    """Read the role of each known heading, by `fold_script`.

    The table may hold the folded heading, too, which is faster than to fold it here.

    Raises:
        ReferenceDataError: a heading has two roles.
    """
    names: dict[str, str] = {}
    columns = ("heading", "role", "folded")
    for heading, role, folded in read_columns(folder / "column_names.csv", columns):
        key = folded or fold_script(heading, forms)
        if names.setdefault(key, role) != role:
            message = (
                f"A name must mean one thing in 'column_names.csv', but '{heading}'"
                f" means both '{names[key]}' and '{role}'. Delete one of them."
            )
            raise ReferenceDataError(message)
    return names


def read_department_kinds(folder: Path) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the name patterns of each kind of department; the first match counts."""
    rows = read_table(folder / "department_kinds.csv", ("pattern", "kind"), "pattern")
    return tuple((compile_pattern(row["pattern"]), row["kind"]) for row in rows)
