"""What a person is asked about a list, and the decisions that answer it.

Assumes an edition. A question is an open finding with what is needed to settle it: the
text that stands there, a suggestion where there is one, and what tells its row from
others. Pure: a decision is applied by building the edition again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from dashboard.redaction import line_shown
from pipeline.model import Decision, Edition
from pipeline.reference import load_reference

ROW = "row"
"""In place of a column: the question is about the whole row."""

URGENCY = (
    "UNPLACED_ROW",
    "REPEATED_ROW",
    "TORN_ROW",
    "AMBIGUOUS_ROW",
    "LABEL_ALONE",
    "SHORT_ROW",
    "BLANK_AGAINST_HABIT",
    "UNLIKELY_CELL",
    "CELLS_TOGETHER",
    "DEPARTMENTS_TOGETHER",
    "MISSING_INSTITUTION",
    "CARRIED_INSTITUTION",
    "SEVERAL_INSTITUTIONS",
    "MISSING_TERRITORY",
    "UNKNOWN_TERRITORY",
    "DISSOLVED_STATE",
    "CARRIED_FROM_DOUBT",
    "INSTITUTION_ELSEWHERE",
    "MISSING_REGION",
    "UNKNOWN_REGION",
    "REGION_CONTRADICTS_TERRITORY",
    "REPEATED_AGREEMENT",
    "UNUSUAL_TYPE",
    "UNKNOWN_MARK",
    "MISREAD_TEXT",
)
"""The most consequential first: what is not counted at all, then what moves counts."""

ROW_CODES = frozenset(
    {"UNPLACED_ROW", "REPEATED_ROW", "REPEATED_AGREEMENT", "LABEL_ALONE"}
)
"""Findings about the row itself; a cell of it settles nothing."""


@dataclass(frozen=True)
class Question:
    """One open finding.

    Attributes:
        finding_id, code, source_row: of the finding.
        column: the published column it is about, or ROW.
        texts: the finding's words by language.
        line: the source row exactly as printed.
        expect: the text that is published there now; the institution's for a row.
        suggestion: the text that is probably meant, "" where nothing suggests itself.
        context: what tells its row from others in another edition.
        published: whether its row is published.
    """

    finding_id: str
    code: str
    source_row: int
    column: str
    texts: dict[str, str]
    line: str
    expect: str
    suggestion: str
    context: str
    published: bool


def open_questions(edition: Edition) -> list[Question]:
    """The findings that a person should look at, the most consequential first."""
    found = edition.findings[edition.findings["severity"] == "check"]
    agreements = edition.agreements.set_index("agreement_id")
    questions = [
        _question(edition, agreements, row) for row in found.to_dict("records")
    ]
    rank = {code: place for place, code in enumerate(URGENCY)}
    return sorted(
        questions,
        key=lambda q: (rank.get(q.code, len(rank)), q.code, q.source_row),
    )


def _question(
    edition: Edition, agreements: pd.DataFrame, finding: dict[str, object]
) -> Question:
    code, source_row = str(finding["code"]), int(str(finding["source_row"]))
    column = str(finding["column"])
    whole = code in ROW_CODES or not column
    agreement_id = str(finding["agreement_id"])
    if agreement_id:
        row = agreements.loc[agreement_id]
        institution, unit = row["institution_text"], row["partner_unit_text"]
        expect = institution if whole else str(row.get(column, ""))
        suggestion = "" if whole else _suggestion(edition, code, column, row)
        context = f"{institution}|{unit}"
    else:
        expect, suggestion, context = _institution_printed(edition, source_row), "", ""
    return Question(
        str(finding["finding_id"]),
        code,
        source_row,
        ROW if whole or not agreement_id else column,
        {lang: str(finding[f"text_{lang}"]) for lang in ("ja", "en")},
        line_shown(edition, source_row),
        expect,
        suggestion,
        context,
        bool(agreement_id),
    )


def _institution_printed(edition: Edition, source_row: int) -> str:
    """The institution of a row that is not published, if another row names it too."""
    known = set(edition.institutions["name_text"])
    cells = (cell.strip() for cell in edition.grid.row(source_row))
    return next((cell for cell in cells if cell in known), "")


def _suggestion(edition: Edition, code: str, column: str, row: pd.Series) -> str:
    printed = str(row.get(column, ""))
    if column == "institution_text":
        known = edition.institutions.set_index("institution_id")
        usual = str(known.loc[row["institution_id"], "name_ja"])
        return usual if usual != printed else ""
    if column == "region_text" and row["territory_code"]:
        return _usual_region(edition, str(row["territory_code"]))
    if column == "territory_text" and code == "UNKNOWN_TERRITORY":
        labels = load_reference().territories.values()
        names = [name for one in labels for name in (one.label_ja, one.label_en)]
        return next(iter(get_close_matches(printed, names, 1, 0.7)), "")
    if code == "TRUNCATED_TEXT":
        others = edition.agreements[column]
        longer = others[others.str.startswith(printed) & (others != printed)]
        return str(longer.iloc[0]) if len(longer) else ""
    return ""


def _usual_region(edition: Edition, territory_code: str) -> str:
    """The territory's usual region, as this list calls it."""
    reference = load_reference()
    region_id = reference.territories[territory_code].region_id
    named = edition.agreements.loc[edition.agreements["region_id"] == region_id]
    texts = named.loc[named["region_text"] != "", "region_text"]
    return str(texts.iloc[0]) if len(texts) else reference.regions[region_id].label_ja


def alike(question: Question, questions: Sequence[Question]) -> list[Question]:
    """The open questions that the same answer settles, this one first."""
    rest = [
        other
        for other in questions
        if other != question
        and (other.code, other.column, other.expect)
        == (question.code, question.column, question.expect)
        and question.column != ROW
    ]
    return [question, *rest]


def decide(
    questions: Sequence[Question],
    value: str,
    *,
    whole_row: bool,
    reason: str,
    decided_by: str,
    decided_on: str,
) -> list[Decision]:
    """The decisions that give each question the same answer.

    Args:
        questions: what is settled.
        value: the text to publish, or `drop` and `keep` for a whole row.
        whole_row: whether the answer is about the row, not about the cell.
        reason: why.
        decided_by: in which role.
        decided_on: the ISO date.
    """
    return [
        Decision(
            source_row=one.source_row,
            column=ROW if whole_row else one.column,
            expect=one.context.split("|")[0]
            if whole_row and one.context
            else one.expect,
            value=value,
            reason=reason,
            decided_by=decided_by,
            decided_on=decided_on,
            context=one.context,
        )
        for one in questions
    ]
