"""Rebuilds data/reference/month_names.csv: names of months in all languages of lists.

By hand: python data/build/month_names.py (needs Babel, among the locked requirements).
The names are those of Unicode CLDR, as Babel holds them, folded.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale, localedata

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.reference.normal_forms import fold_accents  # noqa: E402

OUT = ROOT / "data" / "reference" / "month_names.csv"
LANGUAGES = re.findall(
    r"\w+",
    "en de fr es it pt nl sv da nb fi is pl cs sk hu ro hr sl sr bg mk ru uk be el tr"
    " az kk uz mn lt lv et id ms vi th ar fa he hi ur bn ka hy sq ca",
)
SHORTEST = 2


def main() -> None:
    """Write one row for each folded name, sorted."""
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        localedata._cache.clear()  # noqa: SLF001 an alias of one is resolved for all
        for context in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for name in context.get(width, {}).values():
                    key = fold_accents(name)
                    if len(key) >= SHORTEST and not any(map(str.isdecimal, key)):
                        languages[key].add(language)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("folded", "languages"))
        writer.writerows(
            (key, " ".join(sorted(languages[key]))) for key in sorted(languages)
        )


if __name__ == "__main__":
    main()
