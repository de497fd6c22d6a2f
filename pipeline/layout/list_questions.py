"""Asks what is not understood of the whole list, once for each column: for `layout`.

Assumes columns with their roles and contents. Promises that a column that no figure
counts is explained by its heading or its cells, or named in a question; that a role
that was guessed is asked about; and that a list has few questions, the gravest first.
Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.layout.column_content import (
    CODE,
    FORM,
    MIN_TEXTS,
    TERRITORY_CODE,
    ColumnContent,
)
from pipeline.layout.header import CONTACT, OTHER, ListColumn
from pipeline.layout.list_columns import (
    LABEL_ROLES,
    MIN_PROVING_TEXTS,
    MIN_ROLE_SHARE,
    Contents,
    is_marked,
)
from pipeline.layout.unexplained_columns import MAX_CATEGORIES, unexplained_columns
from pipeline.layout.unit_columns import MIN_PARTNER_VARIETY
from pipeline.layout.wrong_headings import holds_no_names
from pipeline.model import ROLES, ListQuestion
from pipeline.reference import Reference
from pipeline.reference.content_kinds import SIGN
from pipeline.reference.normal_forms import on_one_line

MAX_COLUMN_QUESTIONS = 6
"""More unexplained columns are asked about together."""

MAX_MARK_QUESTIONS = 2
"""More columns of marks that nothing explains are asked about together."""

MAX_UNEXPECTED_SHARE = 0.5
"""A column with fewer cells of its kind contradicts its heading."""

MIN_TRANSLATED_TEXTS = 3
"""Fewer texts beside others of the same column say nothing about what they mean."""

MAX_PAIRS_PER_NAME = 1.1
"""Two columns that pair their texts hardly more often name the same things."""

MIN_TELLING_ROWS = 20
"""In fewer rows our departments are nearly as various as the partners' faculties."""

MAX_BLANK_NAMES, MIN_NAME_VARIETY = 0.2, 0.8
"""Nearly every row names an institution, and few of them twice."""

EXAMPLES, LONGEST_EXAMPLE = 3, 30

UNIT_ROLES = ("partner_unit", "departments")

Detail = tuple[tuple[str, str], ...]


def ask_about_columns(
    columns: Sequence[ListColumn],
    contents: Contents,
    reference: Reference,
) -> tuple[ListQuestion, ...]:
    """Return the questions about the columns of a list, the gravest first."""
    ask = _Asker(columns, contents, reference)
    every = [
        *ask.about_guesses(),
        *ask.about_contradictions(),
        *ask.about_sides(),
        *ask_about_derived(columns),
        *ask.about_other_institutions(),
        *ask.about_shared_headings(),
        *ask.about_marks(),
        *ask.about_persons(),
        *ask.about_unexplained(),
    ]
    return tuple(every)


def ask_about_derived(columns: Sequence[ListColumn]) -> Iterator[ListQuestion]:
    """Ask about departments that are made of the headings of columns of marks."""
    for column in columns:
        if column.why == "headings" and not column.sure:
            detail = (("headings", "、".join(column.heading.split("|"))),)
            roles = ("departments", "agreement_type", "exchange")
            yield ListQuestion("DEPARTMENTS_IN_HEADINGS", roles, detail)


class _Asker:
    """The questions about the columns of one list; each method is one kind."""

    def __init__(
        self, columns: Sequence[ListColumn], contents: Contents, reference: Reference
    ) -> None:
        self.columns = [c for c in columns if c.index in contents]
        self.contents = contents
        self.reference = reference
        self.by_role = {c.role: c for c in columns if c.role in ROLES}

    @property
    def open_roles(self) -> tuple[str, ...]:
        """The roles that no column has for sure."""
        sure = {role for role, c in self.by_role.items() if c.sure}
        return tuple(role for role in ROLES if role not in sure)

    def about_guesses(self) -> Iterator[ListQuestion]:
        """Ask about each counted role that was guessed from the cells."""
        for role in (
            "institution",
            "territory",
            "region",
            "agreement_type",
            "departments",
        ):
            column = self.by_role.get(role)
            if column is None or column.sure or column.source < 0:
                continue
            if column.source + 1 in {q.source_column for q in self.about_sides()}:
                continue
            said = self.reference.heading_role(column.heading)
            others = self._possible_roles(self.contents[column.index])
            others = (said, *others) if said in ROLES else others
            roles = tuple(dict.fromkeys((role, *others)))
            yield self._question("COLUMN_GUESSED", roles, column, role, (*roles, OTHER))

    def about_contradictions(self) -> Iterator[ListQuestion]:
        """Ask about columns whose cells are of another kind than their heading says."""
        for role, column in self.by_role.items():
            shared = [c for c in self.columns if c.source == column.source]
            if column.why != "heading" or len(shared) != 1:
                continue
            content = self.contents[column.index]
            enough = MIN_TEXTS if role == "agreement_type" else MIN_PROVING_TEXTS
            if content.filled >= enough and _contradicts(role, content):
                options = (role, *self._possible_roles(content), OTHER)
                yield self._question(
                    "COLUMN_CONTRADICTS", (role,), column, role, options
                )

    def about_sides(self) -> Iterator[ListQuestion]:
        """Ask whose units a column names: the partner's faculties or our departments."""
        theirs, ours = (self.by_role.get(role) for role in UNIT_ROLES)
        for column in (theirs, ours):
            if column is None or column.why == "told" or column.source < 0:
                continue
            content = self.contents[column.index]
            both = theirs is not None and ours is not None
            few = content.filled < MIN_TELLING_ROWS and column.role == "departments"
            least = MIN_NAME_VARIETY if few else MIN_PARTNER_VARIETY
            varied = content.variety >= least
            expected = varied == (column.role == UNIT_ROLES[0])
            if column.sure and (both or expected or content.filled < MIN_PROVING_TEXTS):
                continue
            roles = tuple(dict.fromkeys((*UNIT_ROLES, *self._roles_of_guess(column))))
            options = (column.role, *roles, OTHER)
            yield self._question("WHOSE_UNITS", roles, column, column.role, options)
            return

    def _roles_of_guess(self, column: ListColumn) -> tuple[str, ...]:
        """Return what else a column may be of which nothing says that it has units."""
        content = self.contents[column.index]
        named = self.reference.heading_role(column.heading)
        if named or content.share("unit") >= MIN_ROLE_SHARE:
            return ()
        return self._possible_roles(content)

    def about_other_institutions(self) -> Iterator[ListQuestion]:
        """Ask about another column of institutions that is not their translation."""
        first = self.by_role.get("institution")
        if first is None or first.index not in self.contents or first.why == "told":
            return
        for column in self.columns:
            if (
                column.role != OTHER
                or column.why == "told"
                or column.meaning == CONTACT
            ):
                continue
            if column.meaning not in ("", "institution"):
                continue
            content = self.contents[column.index]
            named = content.share("institution") >= MIN_ROLE_SHARE
            named = named or _names_more(content, self.contents[first.index])
            if len(content.counts) < 2 or not (named or column.meaning):
                continue
            if not _is_translation(content, self.contents[first.index]):
                known = [
                    role
                    for role in LABEL_ROLES
                    if role in self.open_roles and content.share(role)
                ]
                yield self._question(
                    "SECOND_INSTITUTION",
                    ("institution", *UNIT_ROLES, *known),
                    column,
                    OTHER,
                    (OTHER, "institution", *UNIT_ROLES, *known),
                )
                return

    def about_shared_headings(self) -> Iterator[ListQuestion]:
        """Ask about a second column under the heading of one that is counted.

        One heading may stand over several columns; only one of them has its role.
        """
        for column in self.columns:
            first = self.by_role.get(column.meaning)
            if column.role != OTHER or column.why != "heading" or first is None:
                continue
            if column.heading != first.heading or first.role == "institution":
                continue
            content = self.contents[column.index]
            known = self.contents.get(first.index)
            translates = (
                known is not None
                and len(content.counts) >= MIN_TRANSLATED_TEXTS
                and _is_translation(content, known)
            )
            if content.filled and not translates:
                yield self._question(
                    "HEADING_OVER_COLUMNS",
                    (first.role,),
                    column,
                    OTHER,
                    (OTHER, first.role),
                    tuple(_labels("counted", (first.role,), self.reference)),
                )
                return

    def about_marks(self) -> Iterator[ListQuestion]:
        """Ask what columns of marks mark, where no heading says exchange.

        One question for each of two; of more, which are hardly all of exchange, one.
        """
        if "exchange" not in self.open_roles:
            return
        marked = [c for c in self._unexplained() if is_marked(self.contents[c.index])]
        alone = len(marked) <= MAX_MARK_QUESTIONS
        for group in [[c] for c in marked] if alone else [marked]:
            headings = "、".join(map(_heading_of, group))
            yield self._question(
                "MARKS_UNEXPLAINED",
                ("exchange",),
                group[0],
                OTHER,
                (OTHER, "exchange"),
                (("headings", headings),),
            )

    def about_persons(self) -> Iterator[ListQuestion]:
        """Ask about each column that is left out as it may name persons."""
        for column in self.columns:
            if column.meaning == CONTACT and not column.sure:
                roles = self._possible_roles(self.contents[column.index])
                options = (CONTACT, OTHER, *roles)
                yield self._question(
                    "PERSONS_LEFT_OUT", roles, column, CONTACT, options
                )

    def about_unexplained(self) -> Iterator[ListQuestion]:
        """Ask about each column that nothing explains; about many of them together."""
        asked = [
            (column, roles)
            for column in self._unexplained()
            if not is_marked(self.contents[column.index])
            and not self._names_institutions(self.contents[column.index])
            and (roles := self._possible_roles(self.contents[column.index]))
        ]
        for column, roles in asked[:MAX_COLUMN_QUESTIONS]:
            yield self._question(
                "COLUMN_UNEXPLAINED", roles, column, OTHER, (OTHER, *roles)
            )
        if rest := asked[MAX_COLUMN_QUESTIONS:]:
            every = tuple(dict.fromkeys(role for _, roles in rest for role in roles))
            headings = "、".join(_heading_of(column) for column, _ in rest)
            yield ListQuestion(
                "COLUMNS_UNEXPLAINED",
                every,
                (("headings", headings), ("columns", str(len(rest)))),
            )

    def _names_institutions(self, content: ColumnContent) -> bool:
        """Whether a column is asked about as a second one of institutions."""
        named = content.share("institution") >= MIN_ROLE_SHARE
        return named and len(content.counts) > 1

    def _unexplained(self) -> list[ListColumn]:
        return [
            c
            for c in unexplained_columns(self.columns, self.contents)
            if not self._stray(c)
        ]

    def _stray(self, column: ListColumn) -> bool:
        """Whether a column without heading holds only texts of the other columns.

        Such texts have slipped there; `align` puts them where they belong.
        """
        if column.heading or column.role == OTHER:
            return False
        elsewhere: set[str] = set()
        for other in self.columns:
            if other.index != column.index:
                elsewhere |= set(self.contents[other.index].counts)
        known = self.contents[column.index].share("exchange", "agreement_type")
        return known > 0 or elsewhere >= set(self.contents[column.index].counts)

    def _possible_roles(self, content: ColumnContent) -> tuple[str, ...]:
        """Return the open roles that the cells of a column could have.

        What most cells are recognized as, another column may be, too; then it is asked
        which of the two is meant.
        """
        for kind in ("exchange", "institution", "territory", "agreement_type"):
            if content.share(kind) >= MIN_ROLE_SHARE:
                twin = {"agreement_type": "exchange", "territory": "region"}.get(kind)
                return (kind, twin) if twin in self.open_roles else (kind,)
        possible = {
            "region": len(content.counts) <= MAX_CATEGORIES,
            "territory": content.share("territory") > 0,
            "institution": content.share("institution") > 0 or content.variety > 0.5,
            "partner_unit": True,
            "agreement_type": True,
            "departments": True,
            "exchange": content.share("exchange") > 0 or content.may_be_marks,
        }
        return tuple(r for r in self.open_roles if possible[r])

    def _question(
        self,
        code: str,
        roles: tuple[str, ...],
        column: ListColumn,
        read_as: str,
        options: tuple[str, ...],
        more: Detail = (),
    ) -> ListQuestion:
        content = self.contents[column.index]
        options = tuple(dict.fromkeys(options))
        detail = (
            ("heading", _heading_of(column)),
            ("position", str(column.source + 1)),
            ("values", str(len(content.counts))),
            ("examples", "" if read_as == CONTACT else _examples(content)),
            *_labels("read", (read_as,), self.reference),
            *_labels("options", options[1:], self.reference),
            *more,
        )
        return ListQuestion(code, roles, detail, column.source + 1, options)


def _contradicts(role: str, content: ColumnContent) -> bool:
    """Whether most cells of a column can't be what its role says."""
    if role == "institution":
        return holds_no_names(content)
    if role == "territory":
        return content.share("territory", TERRITORY_CODE) < MAX_UNEXPECTED_SHARE
    if role == "region":
        return content.share("territory") >= MIN_ROLE_SHARE > content.share("region")
    if role == "exchange":
        marks = content.share("exchange", "number", "agreement_type")
        return marks < MAX_UNEXPECTED_SHARE and not content.may_be_marks
    if role == "agreement_type" and not content.share(role):
        return True
    forms = content.share(FORM, "exchange", "territory")
    return max(forms, content.share("institution")) >= MIN_ROLE_SHARE


def _names_more(content: ColumnContent, first: ColumnContent) -> bool:
    """Whether a whole column of different texts stands beside one with many blanks."""
    whole = content.blank < MAX_BLANK_NAMES < first.blank
    letters = content.share(FORM, CODE, SIGN) < 1 - MIN_ROLE_SHARE
    return whole and letters and content.variety > MIN_NAME_VARIETY


def _is_translation(one: ColumnContent, other: ColumnContent) -> bool:
    """Whether two columns name the same things, each in its own words."""
    pairs = {(a, b) for a, b in zip(one.cells, other.cells, strict=True) if a and b}
    distinct = [len({pair[i] for pair in pairs}) for i in (0, 1)]
    return bool(pairs) and len(pairs) <= MAX_PAIRS_PER_NAME * min(distinct)


def _heading_of(column: ListColumn) -> str:
    return on_one_line(column.heading) or column.name or f"column {column.source + 1}"


def _examples(content: ColumnContent) -> str:
    """Quote the most frequent texts of a column."""
    often = sorted(content.counts.items(), key=lambda item: -item[1])[:EXAMPLES]
    return " / ".join(on_one_line(text, LONGEST_EXAMPLE) for text, _ in often)


def _labels(name: str, roles: Sequence[str], reference: Reference) -> Detail:
    """Return the labels of roles in both languages, as values of a text."""
    of: Mapping[str, Sequence[str]] = {
        "ja": [reference.roles[role].label_ja for role in roles],
        "en": [reference.roles[role].label_en for role in roles],
    }
    return (
        (f"{name}_ja", "、".join(of["ja"])),
        (f"{name}_en", ", ".join(of["en"])),
    )
