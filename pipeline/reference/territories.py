"""Builds the lookups of territories from their tables: for `reference`.

Promises that no name and no code leads to two territories, or a ReferenceDataError that
quotes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pipeline.errors import ReferenceDataError
from pipeline.reference.files import read_pairs, read_table
from pipeline.reference.lookups import index_by_fold
from pipeline.reference.normal_forms import CharacterForms
from pipeline.reference.tables import Institution, Territory


def territory_names(
    folder: Path, territories: Mapping[str, Territory], forms: CharacterForms
) -> dict[str, str]:
    """Lead each known name of a territory to its code.

    Our labels and the aliases decided by hand stand before the generated names, whose
    keys are folded already.

    Raises:
        ReferenceDataError: a name has two codes, or a code is not a territory.
    """
    known = read_pairs(folder / "territory_names.csv", "folded", "territory_code")
    aliases = read_table(
        folder / "territory_aliases.csv", ("name", "territory_code", "kind"), "name"
    )
    for row in aliases:
        if row["territory_code"] not in territories:
            message = (
                f"Each code of 'territory_aliases.csv' must be in 'territories.csv', but"
                f" '{row['territory_code']}' of '{row['name']}' is not."
            )
            raise ReferenceDataError(message)
    labels = [
        (label, code)
        for code, territory in territories.items()
        for label in (territory.label_ja, territory.label_en)
    ]
    by_hand = [(row["name"], row["territory_code"]) for row in aliases]
    return known | index_by_fold("territory_aliases.csv", labels + by_hand, forms)


def territory_codes(
    folder: Path, territories: Mapping[str, Territory]
) -> dict[str, str]:
    """Lead each code that lists use for a territory to our code: DE, DEU, D.

    Raises:
        ReferenceDataError: a code has two meanings, or means no territory.
    """
    codes = {t.alpha2: code for code, t in territories.items()}
    codes |= {code: code for code in territories}
    columns = ("code", "territory_code", "system")
    for row in read_table(folder / "territory_codes.csv", columns, "code"):
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
