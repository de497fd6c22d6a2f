"""What a person is asked about a list, and the decisions that answer it.

Assumes an edition. A question is an open finding with what is needed to settle it: the
text that stands there, a suggestion where there is one, and what tells its row from
others. Pure: a decision is applied by building the edition again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dashboard.caching import memoize_by_identity
from dashboard.cube import agreement_positions
from dashboard.redaction import redacted_line
from pipeline.model import Decision, Edition
from pipeline.reference import load_reference

WHOLE_ROW = "row"
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

MIN_SIMILARITY = 70
"""Of 100: how alike (RapidFuzz `ratio`) a label must be to be suggested for a text."""

LONGEST_COMPARED = 200
"""A longer text is no label."""

LAST_CHARACTER = chr(0x10FFFF)
"""Sorts after every character of a text."""

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


@memoize_by_identity
def open_questions(edition: Edition) -> list[Question]:
    """The findings that a person should look at, the most consequential first.

    Made once for each edition; nobody may write into the list.
    """
    found = edition.findings[edition.findings["severity"] == "check"]
    places = agreement_positions(edition, found["agreement_id"])
    rows = edition.agreements.take(places.clip(0)).to_dict("records")
    suggestions = Suggestions(edition)
    questions = [
        _question(edition, suggestions, finding, row if place >= 0 else None)
        for finding, row, place in zip(
            found.to_dict("records"), rows, places.tolist(), strict=True
        )
    ]
    rank = {code: place for place, code in enumerate(URGENCY)}
    return sorted(
        questions,
        key=lambda q: (rank.get(q.code, len(rank)), q.code, q.source_row),
    )


def _question(
    edition: Edition,
    suggestions: Suggestions,
    finding: Mapping[Hashable, object],
    row: Mapping[Hashable, object] | None,
) -> Question:
    code, source_row = str(finding["code"]), int(str(finding["source_row"]))
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
    )


class Suggestions:
    """What an edition suggests for the cells of its findings, looked up once."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.reference = edition, load_reference()
        self._places: dict[str, dict[str, int]] = {}
        self._sorted: dict[str, list[str]] = {}

    def of_cell(self, code: str, column: str, row: Mapping[Hashable, object]) -> str:
        """The text that is probably meant, "" where nothing suggests itself."""
        printed = str(row.get(column, ""))
        if column == "institution_text":
            usual = self._institutions[str(row["institution_id"])]
            return usual if usual != printed else ""
        if column == "region_text" and row["territory_code"]:
            return self._usual_region(str(row["territory_code"]))
        if column == "territory_text" and code == "UNKNOWN_TERRITORY":
            return self._close_territory(printed)
        if code == "TRUNCATED_TEXT":
            return self._longer(column, printed)
        return ""

    def institution_printed(self, source_row: int) -> str:
        """The institution of a row not published, if another row names it too."""
        cells = (cell.strip() for cell in self.edition.grid.row(source_row))
        return next((cell for cell in cells if cell in self._printed), "")

    @cached_property
    def _institutions(self) -> dict[str, str]:
        known = self.edition.institutions
        return dict(zip(known["institution_id"], known["name_ja"], strict=True))

    @cached_property
    def _printed(self) -> frozenset[str]:
        return frozenset(self.edition.institutions["name_text"])

    @cached_property
    def _regions(self) -> dict[str, str]:
        """How the list calls each region first."""
        named = self.edition.agreements[["region_id", "region_text"]].astype("str")
        first = named[named["region_text"] != ""].drop_duplicates("region_id")
        return dict(zip(first["region_id"], first["region_text"], strict=True))

    def _usual_region(self, territory_code: str) -> str:
        """The territory's usual region, as this list calls it."""
        region_id = self.reference.territories[territory_code].region_id
        own = self._regions.get(region_id)
        return own or self.reference.regions[region_id].label_ja

    @cached_property
    def _territories(self) -> list[str]:
        labels = self.reference.territories.values()
        return [name for one in labels for name in (one.label_ja, one.label_en)]

    def _close_territory(self, printed: str) -> str:
        """Of the labels alike by `ratio`, that with the fewest slips (`OSA`)."""
        if len(printed) > LONGEST_COMPARED:
            return ""
        labels = process.extract(
            printed,
            self._territories,
            scorer=fuzz.ratio,
            score_cutoff=MIN_SIMILARITY,
            limit=5,
        )
        alike = [label for label, _, _ in labels]  # the most alike first
        return min(alike, key=lambda label: OSA.distance(printed, label), default="")

    def _longer(self, column: str, printed: str) -> str:
        """The first text of the column that goes on where this one is cut off."""
        place_of = self._texts(column)
        texts = self._sorted[column]
        end = bisect_left(texts, printed + LAST_CHARACTER)
        longer = texts[bisect_right(texts, printed) : end]
        return min(longer, key=place_of.__getitem__, default="")

    def _texts(self, column: str) -> dict[str, int]:
        """The distinct texts of a column and the place where each stands first."""
        if column not in self._places:
            distinct = self.edition.agreements[column].astype("str").drop_duplicates()
            self._places[column] = {text: i for i, text in enumerate(distinct)}
            self._sorted[column] = sorted(distinct)
        return self._places[column]


def similar_questions(
    question: Question, questions: Sequence[Question]
) -> list[Question]:
    """The open questions that the same answer settles, this one first."""
    rest = [
        other
        for other in questions
        if other != question
        and (other.code, other.column, other.expect)
        == (question.code, question.column, question.expect)
        and question.column != WHOLE_ROW
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
            column=WHOLE_ROW if whole_row else one.column,
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
