"""The data of the current view as a zip: CSV, Parquet, JSON, and their dictionary.

Assumes a report and the edition and filters it was made from. The same view gives the
same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dashboard.exports import Progress
from dashboard.exports.package.descriptor import describe_package
from dashboard.exports.package.files import csv_bytes, json_bytes, parquet_bytes
from dashboard.exports.package.readme import write_readme
from dashboard.exports.tidy import tidy_tables
from dashboard.filters import Filters
from dashboard.i18n import LANGUAGES, Translator, load_words
from dashboard.labels import Labels, label_edition
from dashboard.report import Report
from pipeline.model import Edition
from pipeline.zip_files import zip_bytes

FILE_FORMATS = {"csv": csv_bytes, "parquet": parquet_bytes, "json": json_bytes}


def make_package(
    report: Report,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    on_step: Progress | None = None,
) -> bytes:
    """Make the data package of a report.

    Args:
        report: the report on the view.
        edition: what the report was made from.
        filters: what it keeps.
        labels: of the edition, in the language of `words`.
        words: the language of the report; README and descriptor have both.
        on_step: gets the share that is done, 0-1.

    Returns:
        A zip: README.md, datapackage.json, and each table as CSV, Parquet and JSON.

    Raises:
        FilterError: a filter names an id that this edition does not have.
    """
    report_progress = on_step or (lambda _share: None)
    package = zip_bytes(
        _files(report, edition, filters, (labels, words), report_progress)
    )
    report_progress(1.0)
    return package


def _files(
    report: Report,
    edition: Edition,
    filters: Filters,
    translation: tuple[Labels, Translator],
    report_progress: Progress,
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file of the package."""
    tables = tidy_tables(edition, filters)
    translations = [
        translation if lang == report.lang else _translation(edition, lang)
        for lang in LANGUAGES
    ]
    readme = write_readme(report, edition, filters, translations, tables)
    yield "README.md", readme.encode("utf-8")
    descriptor = describe_package(report, edition, filters, tables)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    yield "datapackage.json", f"{text}\n".encode()
    steps = len(tables) * len(FILE_FORMATS)
    for i, table in enumerate(tables.values()):
        for step, (extension, make) in enumerate(FILE_FORMATS.items(), start=1):
            yield f"{extension}/{table.name}.{extension}", make(table)
            report_progress((i * len(FILE_FORMATS) + step) / steps)


def _translation(edition: Edition, lang: str) -> tuple[Labels, Translator]:
    words = load_words(lang)
    return label_edition(edition, words), words
