"""Builds the lookups of territories and regions from their tables: for `reference`.

Codes and formal English names are those of ISO 3166-1, as pycountry holds them; labels
never are. Promises that each territory has a code of ISO 3166-1 or one marked as
user-assigned, and that no name and no code leads to two territories, or a
ReferenceDataError that quotes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pycountry

from pipeline.errors import ReferenceDataError
from pipeline.reference.files import TableRow, read_pairs, read_table
from pipeline.reference.lookups import index_by_fold, index_by_name
from pipeline.reference.normal_forms import CharacterForms, fold_all
from pipeline.reference.tables import Institution, Region, Territory

ALIASES = "territory_aliases.csv"

DISSOLVED = "dissolved"
"""The kind of an alias that is the name of a state that is no more."""

USER_ASSIGNED = "user_assigned"
"""The system of a code that is ours because ISO 3166-1 has none for a territory."""


def read_aliases(folder: Path) -> list[TableRow]:
    """Read the names of territories that were decided by hand."""
    columns = ("name", "territory_code", "kind")
    return read_table(folder / ALIASES, columns, "name")


def territory_names(
    folder: Path,
    territories: Mapping[str, Territory],
    aliases: Iterable[TableRow],
    forms: CharacterForms,
) -> dict[str, str]:
    """Lead each known name of a territory to its code.

    Our labels and the aliases decided by hand stand before the generated names, whose
    keys are folded already, and those before the formal English names of ISO 3166-1.

    Raises:
        ReferenceDataError: a name has two codes, or a code is not a territory.
    """
    known = read_pairs(folder / "territory_names.csv", "folded", "territory_code")
    by_hand = [(row["name"], row["territory_code"]) for row in aliases]
    for name, code in by_hand:
        if code not in territories:
            message = (
                f"Each code of 'territory_aliases.csv' must be in 'territories.csv', but"
                f" '{code}' of '{name}' is not."
            )
            raise ReferenceDataError(message)
    labels = [
        (label, code)
        for code, territory in territories.items()
        for label in (territory.label_ja, territory.label_en)
    ]
    formal = [(name, code) for name, code in _formal_names() if code in territories]
    folds = fold_all([name for name, _ in formal], forms)
    names = {key: code for (_, _, key), (_, code) in zip(folds, formal, strict=True)}
    names.update(known)
    names.update(index_by_fold(ALIASES, labels + by_hand, forms))
    return names


def region_names(
    folder: Path, regions: Mapping[str, Region], forms: CharacterForms
) -> dict[str, str]:
    """Lead each known name of a region to its id; those by hand before the generated.

    Raises:
        ReferenceDataError: a name has two ids, or an id is not a region.
    """
    known = read_pairs(folder / "region_names.csv", "folded", "region_id")
    if strange := {*known.values()} - {*regions}:
        message = (
            "Each region of 'region_names.csv' must be in 'regions.csv', but"
            f" '{min(strange)}' is not."
        )
        raise ReferenceDataError(message)
    return known | index_by_name("regions.csv", regions, forms)


def dissolved_states(
    aliases: Iterable[TableRow], forms: CharacterForms
) -> dict[str, str]:
    """Lead each name of a state that is no more to what it is counted as.

    Raises:
        ReferenceDataError: a name has two codes.
    """
    gone = [row for row in aliases if row["kind"] == DISSOLVED]
    pairs = [(row["name"], row["territory_code"]) for row in gone]
    return index_by_fold(ALIASES, pairs, forms)


def _formal_names() -> Iterator[tuple[str, str]]:
    """Each English name that ISO 3166-1 gives, with the alpha-3 code."""
    for country in pycountry.countries:
        for kind in ("name", "official_name", "common_name"):
            if name := getattr(country, kind, ""):
                yield name, country.alpha_3


def territory_codes(
    folder: Path, territories: Mapping[str, Territory]
) -> dict[str, str]:
    """Lead each code that lists use for a territory to our code: DE, DEU, D.

    Raises:
        ReferenceDataError: a code has two meanings, or means no territory; or a
            territory has neither a code of ISO 3166-1 nor one that is user-assigned.
    """
    columns = ("code", "territory_code", "system")
    rows = read_table(folder / "territory_codes.csv", columns, "code")
    codes = {
        code: country.alpha_3
        for country in pycountry.countries
        if country.alpha_3 in territories
        for code in (country.alpha_2, country.alpha_3)
    }
    assigned = {row["code"] for row in rows if row["system"] == USER_ASSIGNED}
    for code in sorted(territories.keys() - codes.keys() - assigned):
        message = (
            "Each code of 'territories.csv' must be one of ISO 3166-1 (as pycountry"
            f" {pycountry.__version__} holds it) or stand in 'territory_codes.csv' as"
            f" '{USER_ASSIGNED}', but '{code}' does neither."
        )
        raise ReferenceDataError(message)
    for row in rows:
        code, meant = row["code"], row["territory_code"]
        if meant not in territories or codes.setdefault(code, meant) != meant:
            message = (
                "Each code of 'territory_codes.csv' must mean one territory of"
                f" 'territories.csv', but '{code}' means '{meant}' there and"
                f" '{codes.get(code, '')}' by ISO 3166-1."
            )
            raise ReferenceDataError(message)
    return codes


def check_territories(
    territories: Iterable[Territory],
    institutions: Iterable[Institution],
    regions: Collection[str],
) -> None:
    """Prove that every region and territory that a table names exists.

    Raises:
        ReferenceDataError: one does not.
    """
    codes = set()
    for territory in territories:
        codes.add(territory.territory_code)
        for region_id in (territory.region_id, *territory.also_regions):
            if region_id not in regions:
                message = (
                    "Each region of 'territories.csv' must be in 'regions.csv', but"
                    f" '{region_id}' of '{territory.territory_code}' is not."
                )
                raise ReferenceDataError(message)
    for institution in institutions:
        if institution.territory_code not in codes:
            message = (
                "Each territory of 'institutions.csv' must be in 'territories.csv', but"
                f" '{institution.territory_code}' of '{institution.institution_id}' is"
                " not."
            )
            raise ReferenceDataError(message)
