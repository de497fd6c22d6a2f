"""Questions about a list for a person to answer, and the decisions that answer them.

Assumes an edition. A question is an open finding with what is needed to settle it: the
published text, a suggestion if there is any, and the context that identifies its row.
Questions for the whole list come first, then those on a column, then groups of cells
that one answer settles. Pure: a decision is applied by building the edition again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dashboard.caching import memoize_by_identity
from dashboard.cube import agreement_positions
from dashboard.redaction import redacted_line
from pipeline.decide import WHOLE_ROW
from pipeline.model import TEXT_COLUMNS, WHOLE_LIST, Decision, Edition
from pipeline.reference import load_reference

URGENCY = (
    "UNPLACED_ROW",
    "REPEATED_ROW",
    "TORN_ROW",
    "TORN_ROW_JOINED",
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
"""Codes by consequence: rows that are not counted first, then changes of counts."""

MIN_SIMILARITY = 70
"""The least similarity, of 100 (RapidFuzz `ratio`), of a suggested label to a text."""

LONGEST_COMPARED = 200
"""A longer text is not compared with labels: it is none."""

LAST_CHARACTER = chr(0x10FFFF)
"""Sorts after every character of a text."""

ROW_CODES = frozenset(
    {"UNPLACED_ROW", "REPEATED_ROW", "REPEATED_AGREEMENT", "LABEL_ALONE"}
)
"""Findings about the row itself, which no single cell can settle."""


IDS = ("institution_id", "territory_code")
"""Columns of the agreements by which suggestions are looked up."""

LEVELS = ("list", "column", "group", "cell")
"""What a question is about, the largest first: `group` is of cells that are alike."""


@dataclass(frozen=True)
class Question:
    """One open finding.

    Attributes:
        finding_id, code, source_row: those of the finding.
        column: the published column it is about, WHOLE_ROW, or WHOLE_LIST.
        texts: the text of the finding, by language.
        line: the source row exactly as printed.
        expect: the text published there now; for a row, that of the institution.
        suggestion: the text that is probably meant, "" if there is no suggestion.
        context: what identifies its row in another edition.
        published: whether its row is published.
        level: one of LEVELS.
        source_column: the printed column that it is about as a whole, from 1; else 0.
        options: the roles that this column may have, the one it has now first.
        roles: the roles that a question for the whole list or a column is about.
        grouped: whether one finding asks about its cell and many others.
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
    level: str = "cell"
    source_column: int = 0
    options: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    grouped: bool = False


@memoize_by_identity
def open_questions(edition: Edition) -> list[Question]:
    """Return the findings that a person should check: by level, then by consequence.

    Cached for each edition; the list must not be written to.
    """
    findings = _one_by_one(edition)
    positions = agreement_positions(edition, findings["agreement_id"])
    needed = {*TEXT_COLUMNS.values(), *IDS, *findings["column"].unique()}
    columns = [name for name in edition.agreements if name in needed]
    rows = edition.agreements[columns].take(positions.clip(0)).to_dict("records")
    suggestions = Suggestions(edition)
    questions = [
        _question(edition, suggestions, finding, row if position >= 0 else None)
        for finding, row, position in zip(
            findings.to_dict("records"), rows, positions.tolist(), strict=True
        )
    ]
    alike = Counter(map(_kind, questions))
    rank = {code: index for index, code in enumerate(URGENCY)}
    return sorted(
        (_with_level(question, alike[_kind(question)]) for question in questions),
        key=lambda q: (
            *(LEVELS.index(q.level), rank.get(q.code, len(rank)), q.code),
            q.source_row,
        ),
    )


def _one_by_one(edition: Edition) -> pd.DataFrame:
    """Return the findings to check; one on a group of rows once for each of them.

    Returns:
        The columns of `edition.findings`, and grouped (boolean).
    """
    findings = edition.findings[edition.findings["severity"] == "check"]
    findings = findings.assign(grouped=False)
    groups = {key: q for key, q in edition.questions.items() if q.source_rows}
    if not groups:
        return findings
    first = edition.agreements.drop_duplicates("source_row")
    agreement_of = dict(zip(first["source_row"], first["agreement_id"], strict=True))
    parts = [findings[~findings["finding_id"].isin(groups)]]
    for finding_id, question in groups.items():
        rows = list(question.source_rows)
        role = question.roles[0] if question.roles else ""
        of_group = findings[findings["finding_id"] == finding_id]
        parts.append(
            of_group.loc[of_group.index.repeat(len(rows))].assign(
                source_row=rows,
                column=TEXT_COLUMNS.get(role, role),
                agreement_id=[agreement_of.get(row, "") for row in rows],
                grouped=True,
            )
        )
    return pd.concat([part.astype({"column": "str"}) for part in parts])


def _kind(question: Question) -> tuple[str, str, str]:
    """Return what questions share that the same answer settles."""
    return question.code, question.column, question.expect


def _with_level(question: Question, alike: int) -> Question:
    if question.level == "cell" and (
        question.grouped or (alike > 1 and question.column != WHOLE_ROW)
    ):
        return replace(question, level="group")
    return question


def _list_question(edition: Edition, finding: Mapping[Hashable, object]) -> Question:
    """Return a question about the whole list or one of its columns."""
    finding_id = str(finding["finding_id"])
    asked = edition.questions.get(finding_id)
    source_column = asked.source_column if asked else 0
    return Question(
        finding_id,
        str(finding["code"]),
        0,
        WHOLE_LIST,
        {lang: str(finding[f"text_{lang}"]) for lang in ("ja", "en")},
        line="",
        expect="",
        suggestion="",
        context="",
        published=True,
        level="column" if source_column else "list",
        source_column=source_column,
        options=asked.options if asked else (),
        roles=asked.roles if asked else (),
    )


def _question(
    edition: Edition,
    suggestions: Suggestions,
    finding: Mapping[Hashable, object],
    row: Mapping[Hashable, object] | None,
) -> Question:
    code, source_row = str(finding["code"]), int(str(finding["source_row"]))
    if not source_row:
        return _list_question(edition, finding)
    column = str(finding["column"])
    whole = code in ROW_CODES or not column
    if row is not None:
        institution, unit = str(row["institution_text"]), row["partner_unit_text"]
        expect = institution if whole else str(row.get(column, ""))
        suggestion = "" if whole else suggestions.of_cell(code, column, row)
        context = f"{institution}|{unit}"
    else:
        expect = suggestions.institution_printed(source_row)
        suggestion, context = "", ""
    return Question(
        str(finding["finding_id"]),
        code,
        source_row,
        WHOLE_ROW if whole or row is None else column,
        {lang: str(finding[f"text_{lang}"]) for lang in ("ja", "en")},
        redacted_line(edition, source_row),
        expect,
        suggestion,
        context,
        row is not None,
        grouped=bool(finding["grouped"]),
    )


class Suggestions:
    """Suggestions for the cells of an edition's findings, with cached lookups."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.reference = edition, load_reference()
        self._closest: dict[str, str] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._sorted: dict[str, list[str]] = {}

    def of_cell(self, code: str, column: str, row: Mapping[Hashable, object]) -> str:
        """Return the text that is probably meant, "" if there is no suggestion."""
        printed = str(row.get(column, ""))
        if column == "institution_text":
            usual = self._institutions[str(row["institution_id"])]
            return usual if usual != printed else ""
        if column == "region_text" and row["territory_code"]:
            return self._usual_region(str(row["territory_code"]))
        if column == "territory_text" and code == "UNKNOWN_TERRITORY":
            if printed not in self._closest:
                self._closest[printed] = self._close_territory(printed)
            return self._closest[printed]
        if code == "TRUNCATED_TEXT":
            return self._longer(column, printed)
        return ""

    def institution_printed(self, source_row: int) -> str:
        """Return the institution of an unpublished row, if another row names it too."""
        cells = (cell.strip() for cell in self.edition.grid.row(source_row))
        return next((cell for cell in cells if cell in self._printed), "")

    @cached_property
    def _institutions(self) -> dict[str, str]:
        table = self.edition.institutions
        return dict(zip(table["institution_id"], table["name_ja"], strict=True))

    @cached_property
    def _printed(self) -> frozenset[str]:
        return frozenset(self.edition.institutions["name_text"])

    @cached_property
    def _regions(self) -> dict[str, str]:
        """The first text that the list prints for each region."""
        named = self.edition.agreements[["region_id", "region_text"]].astype("str")
        first = named[named["region_text"] != ""].drop_duplicates("region_id")
        return dict(zip(first["region_id"], first["region_text"], strict=True))

    def _usual_region(self, territory_code: str) -> str:
        """Return the usual region of a territory, as this list prints it."""
        region_id = self.reference.territories[territory_code].region_id
        own = self._regions.get(region_id)
        return own or self.reference.regions[region_id].label_ja

    @cached_property
    def _territories(self) -> list[str]:
        territories = self.reference.territories.values()
        return [label for t in territories for label in (t.label_ja, t.label_en)]

    def _close_territory(self, printed: str) -> str:
        """Return the label with the fewest slips (`OSA`) of those similar by `ratio`."""
        if len(printed) > LONGEST_COMPARED:
            return ""
        labels = process.extract(
            printed,
            self._territories,
            scorer=fuzz.ratio,
            score_cutoff=MIN_SIMILARITY,
            limit=5,
        )
        similar = [label for label, _, _ in labels]  # the most similar first
        return min(similar, key=lambda label: OSA.distance(printed, label), default="")

    def _longer(self, column: str, printed: str) -> str:
        """Return the first text of the column that continues a text cut off."""
        positions = self._texts(column)
        texts = self._sorted[column]
        end = bisect_left(texts, printed + LAST_CHARACTER)
        longer = texts[bisect_right(texts, printed) : end]
        return min(longer, key=positions.__getitem__, default="")

    def _texts(self, column: str) -> dict[str, int]:
        """Map the distinct texts of a column to the order of their first occurrence."""
        if column not in self._positions:
            distinct = self.edition.agreements[column].astype("str").drop_duplicates()
            self._positions[column] = {text: i for i, text in enumerate(distinct)}
            self._sorted[column] = sorted(distinct)
        return self._positions[column]


def count_questions(questions: Sequence[Question]) -> int:
    """Count the findings that are open; one on many rows counts once."""
    return len({question.finding_id for question in questions})


def group_heads(questions: Sequence[Question]) -> list[Question]:
    """Return the questions to ask one after the other: of each group the first."""
    heads: dict[tuple[str, ...], Question] = {}
    for question in questions:
        alone = question.grouped or question.level != "group"
        heads.setdefault((question.finding_id,) if alone else _kind(question), question)
    return [*heads.values()]


def similar_questions(
    question: Question, questions: Sequence[Question]
) -> list[Question]:
    """Return the open questions that the same answer settles, the given first."""
    if question.level != "group" or question.column == WHOLE_ROW:
        return [question]
    kind = _kind(question)
    return [question, *(q for q in questions if q != question and _kind(q) == kind)]


def questions_of_kind(
    question: Question, questions: Sequence[Question]
) -> list[Question]:
    """Return the open questions of the same code on the same column, the given first.

    Their cells differ; `accept` gives each its own suggestion. Questions about whole
    rows are alike if all of them can have the same answers.
    """
    if question.column == WHOLE_LIST:
        return [question]
    alike = _alike(question)
    rest = (q for q in questions if _alike(q) == alike)
    return [question, *(q for q in rest if q != question)]


def _alike(question: Question) -> tuple[str, str, bool]:
    """Return what questions share that the same answers are offered for."""
    can_stay = question.column != WHOLE_ROW or question.expect != ""
    return question.code, question.column, can_stay


def question_about(finding_id: str, questions: Sequence[Question]) -> Question | None:
    """Return the first question about a finding; None if it asks nothing."""
    return next((q for q in questions if q.finding_id == finding_id), None)


def decide(
    questions: Sequence[Question],
    value: str | Callable[[Question], str],
    *,
    whole_row: bool,
    reason: str,
    decided_by: str,
    decided_on: str,
) -> list[Decision]:
    """Return the decisions that give each question the same answer.

    Args:
        questions: the questions to settle.
        value: the text to publish, or `drop` and `keep` for a whole row; or a function
            that returns it for each question.
        whole_row: whether the answer is about the row, not about the cell.
        reason: why it was decided so.
        decided_by: the role of the person.
        decided_on: the ISO date.
    """
    return [
        Decision(
            source_row=question.source_row,
            column=WHOLE_ROW if whole_row else question.column,
            expect=_expected(question, whole_row),
            value=value if isinstance(value, str) else value(question),
            reason=reason,
            decided_by=decided_by,
            decided_on=decided_on,
            context=question.context,
        )
        for question in questions
    ]


def _expected(question: Question, whole_row: bool) -> str:
    """Return the text that must still stand there: a row's institution, a code."""
    if question.column == WHOLE_LIST:
        return question.code
    if whole_row and question.context:
        return question.context.split("|")[0]
    return question.expect
