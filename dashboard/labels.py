"""What things are called, in one language: ids in, labels out.

Assumes the label columns of an edition's tables. Promises a label for every id: where
the other language is missing, the one that is there, for that is the name we know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

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
_WORDED = {
    "exchange": ("marked", "not_marked"),
    "severity": ("check", "note"),
    "confidence": ("sure", "likely"),
}


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of an edition in one language.

    Attributes:
        lang: `ja` or `en`.
        unknown: what an empty id is called.
        absent: columns that mean nothing here, for the list does not mark exchange.
        tables: for each kind of thing (`regions`, ..., `exchange`, `severity`,
            `confidence`, `rules`, `codes`, `columns`) id to label.
    """

    lang: str
    unknown: str
    absent: frozenset[str]
    tables: Mapping[str, Mapping[str, str]]

    def of(self, kind: str, value: str) -> str:
        """The label of one id; an empty id is called unknown."""
        return self.tables[kind].get(value, value) if value else self.unknown

    def each(self, kind: str, values: pd.Series) -> list[str]:
        """The labels of a column of ids."""
        table = self.tables[kind]
        return [table.get(v, v) if v else self.unknown for v in values.tolist()]


def label_edition(edition: Edition, words: Translator) -> Labels:
    """Gather the labels of an edition in the language of `words`."""
    tables = {
        kind: label_table(getattr(edition, table), key, stem, words.lang)
        for kind, (table, key, stem) in _TABLES.items()
    }
    for kind, ids in _WORDED.items():
        tables[kind] = {one: words(f"{kind}.{one}") for one in ids}
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
    tables["department_names"] = {
        printed: tables["departments"][key]
        for key, printed in edition.departments[
            ["department_id", "label_ja"]
        ].to_numpy()
    }
    absent = frozenset() if cube_of(edition).has_exchange else EXCHANGE_COLUMNS
    return Labels(words.lang, words("unknown"), absent, tables)


def column_labels(edition: Edition, words: Translator) -> dict[str, str]:
    """What the columns of an agreement are called: our word, else the list's heading."""
    layout = edition.layout[edition.layout["column"] != ""]
    printed = dict(zip(layout["column"], layout["heading"], strict=True))
    ours = {name: words(f"column.{name}") for name in AGREEMENT_COLUMNS}
    return {**{name: heading or name for name, heading in printed.items()}, **ours}


def label_table(table: pd.DataFrame, key: str, stem: str, lang: str) -> dict[str, str]:
    """Id to label: this language, else the other one, else the text as printed."""
    other = "en" if lang == "ja" else "ja"
    columns = [f"{stem}_{lang}", f"{stem}_{other}", f"{stem}_text"]
    labels = pd.Series("", index=table.index, dtype=object)
    for column in columns:
        if column in table:
            found = table[column].astype(object).where(table[column].notna(), "")
            labels = labels.where(labels != "", found)
    return dict(zip(table[key].tolist(), labels.tolist(), strict=True))
