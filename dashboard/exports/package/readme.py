"""The README of a data package, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.exports.dictionary import ColumnDescription
from dashboard.exports.tidy import TidyTable
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.narration import figure_facts
from dashboard.report import Report, edition_name, source_facts
from dashboard.report.texts import rule_section
from pipeline.model import Edition

FILE_TEXT_IDS = ("file_csv", "file_parquet", "file_json", "file_descriptor")
_MARKDOWN_ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_{}[]<>()#+!|~$&"}
)


def write_readme(
    report: Report,
    edition: Edition,
    filters: Filters,
    translations: Sequence[tuple[Labels, Translator]],
    tables: Mapping[str, TidyTable],
) -> str:
    """Write the README: a part for each language, below each other."""
    parts = [
        "\n".join(_part(report, edition, filters, labels, words, tables))
        for labels, words in translations
    ]
    return "\n---\n\n".join(parts)


def escape_markdown(text: str) -> str:
    """Escape a text of the list so that Markdown shows it literally."""
    return " ".join(text.split()).translate(_MARKDOWN_ESCAPES)


def _part(
    report: Report,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    tables: Mapping[str, TidyTable],
) -> Iterator[str]:
    title = escape_markdown(edition.title[words.lang])
    yield f"# {words('package.readme_title')}\n"
    yield words("package.what", title=title) + "\n"
    facts = figure_facts(report.n, filters, labels, words, edition_name(edition, words))
    yield from (f"- {escape_markdown(fact)}" for fact in facts)
    if report.created_on and words.lang == report.lang:
        yield f"- {words('workbook.made_on')}: {report.created_on}"
    if report.link:
        yield f"- {words('workbook.link')}: <{report.link}>"
    yield f"\n## {words('package.facts')}\n"
    for term, text in source_facts(edition, words):
        yield f"- {term}: {escape_markdown(text)}"
    yield f"\n## {words('package.files')}\n"
    yield from (f"- {words(f'package.{name}')}" for name in FILE_TEXT_IDS)
    yield f"\n## {words('package.tables')}\n"
    for name, table in tables.items():
        rows = words("package.rows", rows=len(table.frame))
        yield f"- `{name}`: {words(f'table.a_{name}')} ({rows})"
    yield f"\n## {words('package.rules')}\n"
    for section in rule_section(edition, filters, labels, words):
        yield from (f"- **{term}**: {text}" for term, text in section.terms)
        yield from (f"{i}. {text}" for i, text in enumerate(section.items, start=1))
    yield f"\n## {words('package.licence')}\n"
    yield from _licence(edition, words)
    yield f"\n## {words('package.dictionary')}\n"
    for name, table in tables.items():
        yield f"### `{name}`: {words(f'table.{name}')}\n"
        yield from (_column(column, words) for column in table.columns)
        yield ""


def _licence(edition: Edition, words: Translator) -> Iterator[str]:
    licence = edition.about.get("licence", "")
    if not licence or licence.startswith("unknown"):
        licence = words("about.licence_unknown")
    yield f"- {escape_markdown(licence)}"
    yield f"- {words('package.reference_licence')}"


def _column(column: ColumnDescription, words: Translator) -> str:
    lang = words.lang
    title, meaning = escape_markdown(column.titles[lang]), column.descriptions[lang]
    return f"- `{column.name.replace('`', '')}` ({column.type}) {title}: {meaning}"
