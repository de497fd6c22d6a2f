"""The Frictionless Data Package descriptor: the data dictionary for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from dashboard.exports.dictionary import ColumnDescription
from dashboard.exports.texts import csv_literal
from dashboard.exports.tidy import TidyTable
from dashboard.filters import Filters
from dashboard.i18n import LANGUAGES, load_words
from dashboard.report import Report, list_date, obtained_on
from pipeline.model import Edition

_TYPES = {"category": "string"}


def describe_package(
    report: Report,
    edition: Edition,
    filters: Filters,
    tables: Mapping[str, TidyTable],
) -> dict[str, object]:
    """Describe the package, each table and each column, in both languages.

    Returns:
        The descriptor. Its `licence` is what the edition states of its licence, or
        "unknown, ask".
    """
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "agreements",
        "title": report.title,
        "titles": dict(edition.title),
        "version": list_date(edition) or obtained_on(edition),
        "sources": [{"title": report.title}],
        "keywords": list(report.facts),
        "licence": edition.about.get("licence") or "unknown, ask",
        "sha256": report.sha256,
        "filters": asdict(filters),
        "n": report.n,
    }
    if report.link:
        package["homepage"] = report.link
    package["resources"] = [_resource(table) for table in tables.values()]
    return package


def _resource(table: TidyTable) -> dict[str, object]:
    translators = {lang: load_words(lang) for lang in LANGUAGES}
    titles = {lang: words(f"table.{table.name}") for lang, words in translators.items()}
    meanings = {
        lang: words(f"table.a_{table.name}") for lang, words in translators.items()
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"csv/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "title": " / ".join(titles.values()),
        "description": " / ".join(meanings.values()),
        "rows": len(table.frame),
        "alternatives": [
            f"{extension}/{table.name}.{extension}" for extension in ("parquet", "json")
        ],
        "schema": _schema(table),
    }


def _schema(table: TidyTable) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    references = [
        {
            "fields": [column.name],
            "reference": {
                "resource": column.refers_to.split(".")[0],
                "fields": [column.refers_to.split(".")[1]],
            },
        }
        for column in table.columns
        if column.refers_to
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(column: ColumnDescription) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field: dict[str, object] = {
        "name": csv_literal(column.name),
        "type": _TYPES.get(column.type, column.type),
        "title": " / ".join(dict.fromkeys(column.titles.values())),
        "description": " / ".join(column.descriptions.values()),
        **{f"title_{lang}": text for lang, text in column.titles.items()},
        **{f"description_{lang}": text for lang, text in column.descriptions.items()},
    }
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field | ({"constraints": constraints} if constraints else {})
