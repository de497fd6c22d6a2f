"""Rebuilds data/reference/territory_names.csv: names of territories in all languages.

By hand: python data/build/territory_names.py (needs Babel and pycountry, both among
the locked requirements). The names are those of Unicode CLDR, as Babel holds them. The
English ones of ISO 3166-1 are left to pycountry, which the look-up asks as well.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pycountry
from babel import Locale
from babel.localedata import locale_identifiers

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.reference import load_reference  # noqa: E402
from pipeline.reference.normal_forms import fold_script  # noqa: E402

OUT = ROOT / "data" / "reference" / "territory_names.csv"
PREFERRED = ("ja", "en", "zh", "ko")
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "ja en zh yue ko vi th lo km my id ms fil hi bn ta te ml mr ne si ur fa ps ar he"
        " tr az kk ky uz tg mn ka hy ru uk be bg sr mk hr bs sl sq el ro hu cs sk pl de"
        " nl af fr es ca gl eu pt it mt da sv nb nn no fo is fi et lv lt ga cy lb sw am",
    )
)
"""Languages in which universities publish lists; rarer ones would let short words
of other languages pass for a territory."""

WRONG = frozenset({("el_POLYTON", "LA")})
"""Names that CLDR has by mistake: for Laos, that of Latin America."""

SHORTEST = 3
"""Shorter keys of letters are left out; East Asian names have two characters."""

SHOWN_LANGUAGES = 4


def all_names() -> Iterator[tuple[str, str, str]]:
    """Give name, territory code and language, once for each language that has it."""
    alpha3 = {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {"XK": "XKX"}
    for identifier in sorted(locale_identifiers()):
        locale = Locale.parse(identifier)
        for alpha2, name in locale.territories.items():
            known = alpha2 in alpha3 and name != alpha2
            if (identifier, alpha2) in WRONG:
                continue
            if known and locale.language in LANGUAGES:
                yield name, alpha3[alpha2], locale.language


def one_code(codes: dict[str, set[str]]) -> str:
    """Choose what a name means: by the preferred languages, then by the majority.

    Args:
        codes: code -> languages in which the name means it.

    Returns:
        The code, or "" if no choice is clear.
    """
    for language in PREFERRED:
        found = [code for code, languages in codes.items() if language in languages]
        if len(found) == 1:
            return found[0]
    ranked = sorted(codes, key=lambda code: -len(codes[code]))
    if len(ranked) > 1 and len(codes[ranked[0]]) < 2 * len(codes[ranked[1]]):
        return ""
    return ranked[0]


def is_long_enough(key: str) -> bool:
    """Whether a folded name is no short word that something else may have, too."""
    return len(key) >= (2 if key > "\u2e80" else SHORTEST)


def write_names(
    out: Path,
    id_column: str,
    names: Iterable[tuple[str, str, str]],
    taken: Collection[str],
) -> None:
    """Write one row for each folded name, sorted.

    Args:
        out: the table.
        id_column: the heading of what names mean.
        names: name, what it means, and language.
        taken: folded names that are left out.
    """
    forms = load_reference().character_forms
    languages: defaultdict[str, defaultdict[str, set[str]]]
    languages = defaultdict(lambda: defaultdict(set))
    written: dict[str, str] = {}
    for name, code, language in names:
        key = fold_script(name, forms)
        if is_long_enough(key) and key not in taken:
            languages[key][code].add(language)
            written.setdefault(key, name)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("folded", "name", id_column, "languages"))
        for key, codes in sorted(languages.items()):
            if code := one_code(codes):
                known = sorted(codes[code])
                more = len(known) - SHOWN_LANGUAGES
                shown = known[:SHOWN_LANGUAGES] + ([f"+{more}"] if more > 0 else [])
                writer.writerow((key, written[key], code, " ".join(shown)))


def main() -> None:
    """Write the names of territories that no other table has."""
    reference = load_reference()
    taken = {*reference.region_names, *reference.marks}
    taken |= {*reference.agreement_type_names, *reference.column_names}
    write_names(OUT, "territory_code", all_names(), taken)


if __name__ == "__main__":
    main()
