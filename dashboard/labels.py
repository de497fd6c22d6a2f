"""Labels of ids in one language.

Assumes the label columns of an edition's tables. Promises a label for every id: if the
language has none, the label of the other language or the printed text is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.cube import cube_of
from dashboard.i18n import Translator
from pipeline.model import AGREEMENT_COLUMNS, Edition
from pipeline.reference import load_reference

_TABLES = {
    "regions": ("regions", "region_id", "label"),
    "territories": ("territories", "territory_code", "label"),
    "types": ("agreement_types", "agreement_type_id", "label"),
    "departments": ("departments", "department_id", "label"),
    "institutions": ("institutions", "institution_id", "name"),
}

EXCHANGE_COLUMNS = frozenset({"marked", "marked_share", "exchange"})
"""Columns that mean nothing where a list does not mark exchange."""

_TRANSLATED = {
    "exchange": ("marked", "not_marked"),
    "severity": ("check", "note"),
    "confidence": ("sure", "likely"),
}
"""Kinds whose labels are texts of the dashboard, and their ids."""


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of an edition in one language.

    Attributes:
        lang: `ja` or `en`.
        unknown: the label of an empty id.
        absent: columns without a meaning because the list does not mark exchange.
        tables: id to label for each kind (`regions`, ..., `exchange`, `severity`,
            `confidence`, `rules`, `codes`, `columns`, `cities` by institution).
    """

    lang: str
    unknown: str
    absent: frozenset[str]
    tables: Mapping[str, Mapping[str, str]]

    def of(self, kind: str, value: str) -> str:
        """Return the label of an id; an empty id is labelled unknown."""
        return self.tables[kind].get(value, value) if value else self.unknown

    def each(self, kind: str, values: pd.Series) -> list[str]:
        """Return the labels of a column of ids."""
        table = self.tables[kind]
        return [table.get(v, v) if v else self.unknown for v in values.tolist()]


def reference_label(kind: str, value: str, lang: str) -> str:
    """Return the label of a region, territory or type that an edition may not have.

    "" where our tables have no such id.
    """
    reference = load_reference()
    tables: dict[str, Mapping[str, object]] = {
        "regions": reference.regions,
        "territories": reference.territories,
        "types": reference.agreement_types,
    }
    return str(getattr(tables.get(kind, {}).get(value), f"label_{lang}", ""))


def label_edition(edition: Edition, words: Translator) -> Labels:
    """Gather the labels of an edition in the language of `words`."""
    tables = {
        kind: label_table(getattr(edition, table), key, stem, words.lang)
        for kind, (table, key, stem) in _TABLES.items()
    }
    for kind, ids in _TRANSLATED.items():
        tables[kind] = {value: words(f"{kind}.{value}") for value in ids}
    tables["rules"] = label_table(edition.rules, "rule", "label", words.lang)
    tables["codes"] = {
        code: getattr(text, f"label_{words.lang}")
        for code, text in load_reference().finding_texts.items()
    }
    tables["columns"] = column_labels(edition, words)
    tables["institutions_en"] = dict(
        zip(
            edition.institutions["institution_id"],
            edition.institutions["name_en"].fillna(""),
            strict=True,
        )
    )
    tables["cities"] = _cities(edition, words.lang)
    tables["department_names"] = {
        printed: tables["departments"][key]
        for key, printed in edition.departments[
            ["department_id", "label_ja"]
        ].to_numpy()
    }
    absent = frozenset() if cube_of(edition).has_exchange else EXCHANGE_COLUMNS
    return Labels(words.lang, words("unknown"), absent, tables)


def _cities(edition: Edition, lang: str) -> dict[str, str]:
    """Map institutions to their city; none whose name this language does not have."""
    own = edition.institutions
    english = dict(zip(own["institution_id"], own["city_en"].fillna(""), strict=True))
    if lang == "en":
        return {id_: city for id_, city in english.items() if city}
    known = load_reference().institutions
    return {
        id_: known[id_].city_ja
        for id_ in english
        if id_ in known and known[id_].city_ja
    }


@memoize_by_identity
def english_names(edition: Edition) -> Mapping[str, str]:
    """Map what the list prints, and usual Japanese names, to English.

    Of institutions, territories, regions, types and departments; none that has no
    English name or is English itself. Must not be written to.
    """
    own = edition.institutions
    institutions = dict(zip(own["institution_id"], own["name_en"], strict=True))
    types = edition.agreement_types
    kinds = dict(zip(types["agreement_type_id"], types["label_en"], strict=True))
    agreements = edition.agreements
    labelled = (edition.territories, edition.regions, types, edition.departments)
    columns: list[tuple[Iterable[str], Iterable[str]]] = [
        (own["name_ja"], own["name_en"]),
        *((table["label_ja"], table["label_en"]) for table in labelled),
    ]
    for text, key, english in (
        ("agreement_type_text", "agreement_type_id", kinds),
        ("institution_text", "institution_id", institutions),
    ):
        pairs = agreements[[text, key]].drop_duplicates()
        columns.append((pairs[text], pairs[key].map(english)))
    return {
        text: english
        for texts, names in columns
        for text, english in dict(zip(texts, names, strict=True)).items()
        if isinstance(text, str) and isinstance(english, str)
        if text and english and not text.isascii()
    }


_QUOTED = re.compile(r"'([^']+)'|(?<=types: )[^)]+")


def with_english(text: str, names: Mapping[str, str]) -> str:
    """Add the English name, in brackets, to each name that an English text quotes.

    A name is added once, after its first quotation; the types of a finding are listed
    without quotes.
    """
    added: set[str] = set()

    def add(name: str, whole: str) -> str:
        english = names.get(name, "")
        if not english or english in added:
            return whole
        added.add(english)
        return f"{whole} ({english})"

    def expand(match: re.Match[str]) -> str:
        if match[1]:
            return add(match[1], match[0])
        return ", ".join(add(name, name) for name in match[0].split(", "))

    return _QUOTED.sub(expand, text)


def column_labels(edition: Edition, words: Translator) -> dict[str, str]:
    """Label the columns of an agreement: our text, or else the list's heading."""
    layout = edition.layout[edition.layout["column"] != ""]
    printed = dict(zip(layout["column"], layout["heading"], strict=True))
    ours = {name: words(f"column.{name}") for name in AGREEMENT_COLUMNS}
    return {**{name: heading or name for name, heading in printed.items()}, **ours}


def label_table(table: pd.DataFrame, key: str, stem: str, lang: str) -> dict[str, str]:
    """Map id to label: in this language, else in the other, else as printed."""
    other = "en" if lang == "ja" else "ja"
    columns = [f"{stem}_{lang}", f"{stem}_{other}", f"{stem}_text"]
    labels = pd.Series("", index=table.index, dtype=object)
    for column in columns:
        if column in table:
            texts = table[column].astype(object).where(table[column].notna(), "")
            labels = labels.where(labels != "", texts)
    return dict(zip(table[key].tolist(), labels.tolist(), strict=True))
