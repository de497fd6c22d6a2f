"""The findings of checks, their texts in both languages, and lookups: for `check`.

Assumes identified rows. Promises one table row for each finding, in the order of the
source rows; a template is parsed once for all the findings that fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from string import Formatter
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.identify import Identified
from pipeline.model import TEXT_COLUMNS, ListQuestion
from pipeline.reference import Reference

FINDING_COLUMNS = (
    "finding_id",
    "code",
    "severity",
    "source_row",
    "column",
    "text_ja",
    "text_en",
)

SentenceTemplate = tuple[str, Callable[[Mapping[str, str]], object]]
"""A text with `%s` for each value, and a getter of those values from a finding's."""


class Finding(NamedTuple):
    """A finding before it has a text: array row, code, role, and the text's values.

    A finding about the whole list has the row LIST_ROW, and `roles` instead of a role.
    One about a line that is no row of the list (a line of totals) has a `source_row`.
    One that stands for many rows with the same doubt has these rows in `alike`, and the
    values of the first. `question` is what it asks about the whole list.
    """

    row: int
    code: str
    role: str
    names: dict[str, str]
    source_row: int = 0
    roles: tuple[str, ...] = ()
    alike: tuple[int, ...] = ()
    question: ListQuestion | None = None


PUBLISHED_COLUMNS = {role: (text,) for role, text in TEXT_COLUMNS.items()} | {
    "region": ("region_text", "region_id"),
    "territory": ("territory_text", "territory_code"),
    "institution": ("institution_text", "institution_id"),
    "agreement_type": ("agreement_type_text", "agreement_type_id"),
    "exchange": ("exchange_text", "exchange_marked"),
}
"""The published columns that a question about a role puts in doubt."""

MAX_LISTED_ROWS = 20
"""So many rows of a group are named; the others are counted."""

GROUP_TEXT = "ALIKE"
"""The code of the text around the first finding of a group."""

LIST_ROW = -1
"""The row of a finding about the whole list; its source row in the table is 0."""


def question_finding(question: ListQuestion) -> Finding:
    """Return the finding of a question for the whole list."""
    detail = dict(question.detail)
    return Finding(
        *(LIST_ROW, question.code, "", detail),
        roles=question.roles,
        question=question,
    )


def text_by_row(identified: Identified, role: str) -> Callable[[int], str]:
    """Return a getter of a role's published text by array row; "" without column."""
    normalized = identified.normalized
    index = normalized.aligned.column_index(role)
    if index is None:
        return lambda _row: ""
    words, codes = normalized.words, normalized.aligned.text[:, index].tolist()
    return lambda row: words[codes[row]]


def text_counts(identified: Identified, role: str) -> dict[int, int]:
    """Return for each text code of a role, rising, how many agreements hold it."""
    return identified.text_counts.get(role, {})


def rows_with_texts(
    identified: Identified, role: str, codes: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Return array row and text code of the agreements that hold one of some texts."""
    aligned = identified.normalized.aligned
    wanted = np.zeros(len(aligned.words), np.bool_)
    wanted[list(codes)] = True
    text = aligned.text[:, aligned.column_index(role)]
    rows = np.flatnonzero(wanted[text] & aligned.is_agreement)
    return zip(rows.tolist(), text[rows].tolist(), strict=True)


def rows_of_institutions(
    identified: Identified, indices: Collection[int]
) -> dict[int, list[int]]:
    """Return the array rows of the agreements of some of `Identified.institutions`."""
    of_row = identified.institution
    wanted = np.zeros(len(identified.institutions), np.bool_)
    wanted[list(indices)] = True
    rows: dict[int, list[int]] = {index: [] for index in indices}
    is_agreement = identified.normalized.aligned.is_agreement
    for row in np.flatnonzero(wanted[of_row] & is_agreement).tolist():
        rows[int(of_row[row])].append(row)
    return rows


def region_labels(reference: Reference, region_id: str) -> dict[str, str]:
    """Return the labels of a region, as `usual_ja` and `usual_en`."""
    region = reference.regions[region_id]
    return {"usual_ja": region.label_ja, "usual_en": region.label_en}


def region_fits(reference: Reference, region_id: str, territory_code: str) -> bool:
    """Whether lists usually file a territory under a region."""
    territory = reference.territories[territory_code]
    return region_id in (territory.region_id, *territory.also_regions)


def findings_table(
    findings: Sequence[Finding], source_rows: Sequence[int], reference: Reference
) -> pd.DataFrame:
    """Build the table of findings, columns FINDING_COLUMNS.

    Args:
        findings: in any order.
        source_rows: of each array row.
        reference: the templates, and the labels of the roles.
    """
    ordered = _ordered(findings, source_rows)
    texts = reference.finding_texts
    return pd.DataFrame(
        {
            "finding_id": list(map(_finding_id, range(len(ordered)))),
            "code": [finding.code for finding in ordered],
            "severity": [texts[finding.code].severity for finding in ordered],
            "source_row": [_source_row(finding, source_rows) for finding in ordered],
            "column": list(map(_columns, ordered)),
            "text_ja": _sentences(ordered, source_rows, "ja", reference),
            "text_en": _sentences(ordered, source_rows, "en", reference),
        },
        columns=list(FINDING_COLUMNS),
    )


def list_questions(
    findings: Sequence[Finding], source_rows: Sequence[int]
) -> dict[str, ListQuestion]:
    """Map finding_id to what is asked, of findings on the whole list and on groups."""
    asked: dict[str, ListQuestion] = {}
    for number, finding in enumerate(_ordered(findings, source_rows)):
        if finding.question:
            asked[_finding_id(number)] = finding.question
        elif finding.alike:
            rows = tuple(source_rows[row] for row in finding.alike)
            question = ListQuestion(finding.code, finding.roles, source_rows=rows)
            asked[_finding_id(number)] = question
    return asked


def _ordered(findings: Sequence[Finding], source_rows: Sequence[int]) -> list[Finding]:
    """Return findings in the order of their table."""
    return sorted(findings, key=lambda n: (_source_row(n, source_rows), n.code, n.role))


def _finding_id(index: int) -> str:
    return f"F{index + 1:04d}"


def _source_row(finding: Finding, source_rows: Sequence[int]) -> int:
    if finding.source_row or finding.row == LIST_ROW:
        return finding.source_row
    return source_rows[finding.row]


def _columns(finding: Finding) -> str:
    """Return the published columns that a finding is about, joined by `|`."""
    if finding.row == LIST_ROW:
        return "|".join(c for role in finding.roles for c in PUBLISHED_COLUMNS[role])
    return TEXT_COLUMNS.get(finding.role, finding.role)


def _sentences(
    findings: Sequence[Finding],
    source_rows: Sequence[int],
    language: str,
    reference: Reference,
) -> list[str]:
    sentence_of: dict[tuple[str, ...], SentenceTemplate] = {}
    sentences = []
    for code, role, names in [
        (finding.code, finding.role, finding.names) for finding in findings
    ]:
        other = names.get("other", "")
        kind = (code, role, other, *names)
        if kind not in sentence_of:
            template = getattr(reference.finding_texts[code], f"template_{language}")
            roles = {"role": role, "other": other}
            sentence_of[kind] = _sentence(template, roles, names, language, reference)
        text, get_values = sentence_of[kind]
        sentences.append(text % get_values(names))
    group = getattr(reference.finding_texts[GROUP_TEXT], f"template_{language}")
    for i, finding in enumerate(findings):
        if finding.alike:
            rows = list_rows(source_rows, finding.alike, MAX_LISTED_ROWS)
            count = str(len(finding.alike))
            sentences[i] = group.format(count=count, rows=rows, example=sentences[i])
    return sentences


def list_rows(source_rows: Sequence[int], rows: Sequence[int], most: int = 5) -> str:
    """List the source rows of the first array rows, then how many more there are."""
    more = f" (+{len(rows) - most})" if len(rows) > most else ""
    return ", ".join([str(source_rows[row]) for row in rows[:most]]) + more


def _sentence(
    template: str,
    roles: dict[str, str],
    names: Mapping[str, str],
    language: str,
    reference: Reference,
) -> SentenceTemplate:
    """Parse a template for findings with the same values; roles become their labels.

    Values that differ by language have it at the end of their name: `usual_ja`.
    """
    text, value_names = "", []
    for literal, name, _, _ in Formatter().parse(template):
        text += literal.replace("%", "%%")
        if name is None:
            continue
        own = f"{name}_{language}"
        label = reference.roles.get(roles.get(name, ""))
        if label and own not in names:
            text += getattr(label, f"label_{language}").replace("%", "%%")
        else:
            text += "%s"
            value_names.append(own if own in names else name)
    return text, itemgetter(*value_names) if value_names else lambda _: ()
