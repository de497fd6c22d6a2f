"""The words of agreement lists in 28 languages, and the places they name.

Names of institutions are made of stems and endings, so nearly all are invented;
territories and regions are real and come from CLDR. The headings are those that such
lists use, whether our own tables have them or not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from babel import Locale

FOLDER = Path(__file__).with_name("languages")
CODES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
"""The languages, by their CLDR code."""

TERRITORIES = {
    "asia": "JP KR CN TW TH VN ID MY IN PH MN",
    "europe": "DE FR IT ES PL CZ SE FI NL PT AT HU GR DK",
    "north_america": "US CA",
    "latin_america": "BR MX AR CL PE",
    "oceania": "AU NZ",
    "africa": "ZA KE MA GH",
}
"""Region -> its territories (ISO 3166-1 alpha-2)."""

REGIONS = {
    "asia": "142",
    "europe": "150",
    "north_america": "003",
    "latin_america": "419",
    "oceania": "009",
    "africa": "002",
}
"""Region -> its number in UN M49, by which CLDR names it."""

SPOKEN = {
    "JP": "ja", "KR": "ko", "CN": "zh", "TW": "zh_Hant", "TH": "th", "VN": "vi",
    "ID": "id", "DE": "de", "AT": "de", "FR": "fr", "IT": "it", "ES": "es", "MX": "es",
    "AR": "es", "CL": "es", "PE": "es", "PT": "pt", "BR": "pt", "PL": "pl", "CZ": "cs",
    "SE": "sv", "FI": "fi", "NL": "nl", "HU": "hu", "GR": "el", "DK": "da",
}  # fmt: skip
"""Territory -> the language its institutions have their names in; else English."""


@dataclass(frozen=True)
class Language:
    """What lists say in one language.

    Attributes:
        code: of CLDR.
        headings: role of a column -> its headings.
        words: everything else by kind: `types`, `units`, `departments`, `yes` ...
        territories: ISO 3166-1 alpha-2 -> name.
        regions: region -> name.
    """

    code: str
    headings: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    territories: Mapping[str, str]
    regions: Mapping[str, str]

    def one(self, random: Random, kind: str) -> str:
        """Draw one word of a kind."""
        return random.choice(self.words[kind])

    def institution(self, random: Random, odd: float = 0.05) -> str:
        """Make up the name of an institution; `odd`: how many say nothing of it."""
        place = self.one(random, "stems") + self.one(random, "ends")
        pattern = self.one(random, "odd" if random.random() < odd else "universities")
        return pattern.format(p=place, P=place.upper())


@cache
def language(code: str) -> Language:
    """Read the words of a language."""
    table = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    names = Locale.parse(code).territories
    codes = " ".join(TERRITORIES.values()).split()
    return Language(
        code,
        {role: tuple(words) for role, words in table.pop("headings").items()},
        {kind: tuple(words) for kind, words in table.items()},
        {one: names[one] for one in codes},
        {region: names[number] for region, number in REGIONS.items()},
    )
