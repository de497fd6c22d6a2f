"""Rebuilds data/reference/region_names.csv: names of regions in all languages.

By hand: python data/build/region_names.py (needs Babel, one of the locked requirements).
The names are those that Unicode CLDR gives to the regions of UN M49, as Babel holds
them. A name that regions.csv has, or that names a territory, is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from data.build.territory_names import LANGUAGES, write_names  # noqa: E402
from pipeline.reference import load_reference  # noqa: E402
from pipeline.reference.normal_forms import fold_script  # noqa: E402

OUT = ROOT / "data" / "reference" / "region_names.csv"
AREAS = {
    "africa": "002 011 014 015 017 018 202",
    "americas": "019",
    "asia": "030 034 035 142 143",
    "europe": "039 150 151 154 155 EU",
    "latin_america": "005 013 029 419",
    "middle_east": "145",
    "north_america": "003 021",
    "oceania": "009 053 054 057 061",
}
"""Our region -> the areas of UN M49 that are filed in it."""


def all_names() -> Iterator[tuple[str, str, str]]:
    """Give name, region and language, once for each language that has it."""
    region_of = {area: r for r, areas in AREAS.items() for area in areas.split()}
    for identifier in sorted(locale_identifiers()):
        locale = Locale.parse(identifier)
        for area, region in region_of.items():
            name = locale.territories.get(area, "")
            if name and locale.language in LANGUAGES:
                yield name, region, locale.language


def main() -> None:
    """Write the names of regions that no other table has."""
    reference = load_reference()
    by_hand = {
        fold_script(label, reference.character_forms)
        for region in reference.regions.values()
        for label in (region.label_ja, region.label_en, *region.aliases)
    }
    taken = {*by_hand, *reference.territory_names, *reference.agreement_type_names}
    write_names(OUT, "region_id", all_names(), taken)


if __name__ == "__main__":
    main()
