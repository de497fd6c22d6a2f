"""The reference data and its lookups: regions, territories, institutions, names, marks.

Used by the stages from `layout` to `check`. Assumes the tables of data/reference.
Promises lookups that forgive what `normal_forms` fold and nothing else: a name that is
not in a table is not found, and an institution is found only in its own territory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path

from pipeline.reference.exchange_words import (
    ExchangeWords,
    is_for_exchange,
    read_exchange_words,
)
from pipeline.reference.files import REFERENCE_FOLDER as REFERENCE_FOLDER
from pipeline.reference.heading_words import (
    composed_role,
    joining_words,
    read_heading_words,
)
from pipeline.reference.list_lines import LineWords, PrintedCount, read_line_words
from pipeline.reference.lookups import (
    InstitutionNames,
    build_institution_names,
    index_by_name,
    read_character_forms,
    read_column_names,
    read_department_kinds,
    read_lookalikes,
    read_marks,
)
from pipeline.reference.normal_forms import (
    LONGEST_NAME,
    CharacterForms,
    fold,
    fold_accents,
    fold_script,
    loose_key,
)
from pipeline.reference.patterns import (
    NONE,
    STRONG,
    NamePattern,
    match_strength,
    read_name_patterns,
)
from pipeline.reference.remarks import (
    RemarkWords,
    ended_status,
    is_ditto,
    is_pending,
    read_remark_words,
    without_footnote,
)
from pipeline.reference.tables import (
    AgreementType,
    ColumnReason,
    Department,
    FindingText,
    Institution,
    Region,
    RepairRule,
    Role,
    Territory,
    read_agreement_types,
    read_agreement_words,
    read_column_reasons,
    read_departments,
    read_finding_texts,
    read_institutions,
    read_regions,
    read_repair_rules,
    read_roles,
    read_territories,
)
from pipeline.reference.territories import (
    check_territories,
    dissolved_states,
    read_aliases,
    region_names,
    territory_codes,
    territory_names,
)
from pipeline.text_caches import cache_texts

_COUNTED = re.compile(r"(?<!\s)\s*+[(（]\s*+\d++\s*+(?:校|件|か国|カ国|所)?+\s*+[)）]$")
_OWN_NAME = re.compile(r"(?<!\s)\s++[A-ZŁŚÉ]{2,6}$")
_HEADING_PARTS = re.compile(
    r"[/／\n|(（;；]|(?<=[\u0370-\u1dff\u2e80-\uffee])(?<!\s)\s*+(?=[A-Za-z])"
    r"|(?<=[\u0370-\u1dff\u2e80-\uffee])(?<=\s)\s{0,40}+(?=[A-Za-z])"
    r"|(?<=[A-Za-z])\s*+(?=[\u0370-\u1dff\u2e80-\uffee])|\s[-–—]\s"
)
"""A heading may be in two languages: ประเทศ Country."""

_NUMBERED = re.compile(
    r"^\s*+[(（]?\d{1,3}[.)）:：、]\s?|(?<![\s(（\[#])\s{0,3}+[(（\[#]?\d{1,4}[)）\]]?$"
)
"""Headings may be numbered, or tell how many entries there are: Country (2)."""

_NAME_PARTS = re.compile(f"{_HEADING_PARTS.pattern}|\\s[-–—]\\s|^ประเทศ")
"""A territory may be in two languages, too; in Thai, the word for it may come first."""

_IN_PARTED_NAMES = re.compile(r"[/／\n|(（;；A-Za-z]|\s[-–—]\s|^ประเทศ")
"""Every name in two languages has one of these."""

_MAX_NAME_LENGTH = 80
"""A longer text is not the name of a territory."""


@dataclass(frozen=True)
class InstitutionMatch:
    """A known institution behind a printed name.

    `how`: `name` (as we know it), `old_form` (another character form) or `kana_slip`
    (kana or lookalikes misread). `usual` is the name as usually written.
    """

    institution_id: str
    how: str
    usual: str


@dataclass(frozen=True)
class Reference:
    """The reference tables and their lookups.

    Keys of `*_names` and `marks` are folded; use `find_*`, which also forgive accents
    and character forms. A text longer than LONGEST_NAME is not looked up.
    """

    regions: Mapping[str, Region]
    territories: Mapping[str, Territory]
    agreement_types: Mapping[str, AgreementType]
    institutions: Mapping[str, Institution]
    departments: Mapping[str, Department]
    roles: Mapping[str, Role]
    column_reasons: Mapping[str, ColumnReason]
    finding_texts: Mapping[str, FindingText]
    repair_rules: Mapping[str, RepairRule]
    region_names: Mapping[str, str]
    territory_names: Mapping[str, str]
    territory_codes: Mapping[str, str]
    dissolved_states: Mapping[str, str]
    agreement_type_names: Mapping[str, str]
    marks: Mapping[str, str]
    column_names: Mapping[str, str]
    composed_role: Callable[[str], str] = field(repr=False)
    joining_words: frozenset[str] = field(repr=False)
    department_names: Mapping[str, str]
    department_kinds: tuple[tuple[re.Pattern[str], str], ...]
    name_patterns: Mapping[str, tuple[NamePattern, ...]]
    strengths: Mapping[str, Callable[[str], int]] = field(repr=False)
    unit_endings: tuple[str, ...]
    agreement_words: re.Pattern[str] = field(repr=False)
    exchange_words: ExchangeWords = field(repr=False)
    remark_words: RemarkWords = field(repr=False)
    line_words: LineWords
    character_forms: CharacterForms = field(repr=False)
    lookalikes: CharacterForms = field(repr=False)
    old_forms: frozenset[str] = field(repr=False)
    institution_names: InstitutionNames = field(repr=False)
    script_key: Callable[[str], str] = field(repr=False)
    loose_key: Callable[[str], str] = field(repr=False)

    def find_region(self, text: str) -> str:
        """Return the region_id of a printed region (アジア州(6), Asia), "" if unknown."""
        if len(text) > LONGEST_NAME:
            return ""
        return self._find(_without_count(text), self.region_names)

    def find_territory(self, text: str) -> str:
        """Return the territory_code of a printed territory, "" if unknown.

        A text may have the name in two languages (`ญี่ปุ่น (Japan)`, `巴西 Brazil`); then
        both must mean the same territory. A code is no name.
        """
        return self._territory_by_text(text)

    @cached_property
    def _territory_by_text(self) -> Callable[[str], str]:
        return cache_texts(self._code_of_territory)

    def _code_of_territory(self, text: str) -> str:
        if len(text) > LONGEST_NAME:
            return ""
        plain = _without_count(text)
        code = self._find(plain, self.territory_names)
        if self.territory_codes.get(plain.strip(), code) != code:
            return ""  # NGA: a code of Nigeria, and Russia in Vietnamese
        if code or len(plain) > _MAX_NAME_LENGTH:
            return code
        if not _IN_PARTED_NAMES.search(plain):
            return ""
        parts = {p.strip(" )）") for p in _NAME_PARTS.split(plain)} - {"", plain}
        codes = {self._find(p, self.territory_names) for p in parts}
        return codes.pop() if len(codes) == 1 else ""

    def is_dissolved(self, text: str) -> bool:
        """Whether a printed territory is a state that is several states today."""
        dissolved = self._find(_without_count(text), self.dissolved_states)
        return dissolved != "" and dissolved == self.find_territory(text)

    def find_code(self, text: str) -> str:
        """Return the territory_code of a code (ISO 3166-1, Erasmus, on cars), else ""."""
        return self.territory_codes.get(text.strip(), "")

    def is_label(self, text: str) -> bool:
        """Whether a text is the name of a region or territory."""
        return bool(self.find_region(text) or self.find_territory(text))

    def find_agreement_type(self, text: str) -> str:
        """Return the agreement_type_id of a printed type, "" if unknown."""
        return self._find(text, self.agreement_type_names)

    def find_department(self, text: str) -> str:
        """Return the department_id of a printed department, "" if unknown."""
        return self._find(text, self.department_names)

    def mark_meaning(self, text: str) -> str:
        """Return what a mark means: `yes`, `no`, `cross`, or "" if it is not a mark.

        `cross`: an X means yes in a list without other marks, and no beside a circle.
        """
        return self.marks.get(fold(text), "")

    def is_for_exchange(self, text: str) -> bool:
        """Whether the name of an agreement type says that it is for student exchange.

        As whole words (no SEA in `research`) that no other denies (学生交換なし).
        """
        return is_for_exchange(text, self.exchange_words)

    def names_agreement(self, text: str) -> bool:
        """Whether a text has a word for agreements: Faculty agreements, 部局間協定校."""
        return len(text) <= LONGEST_NAME and bool(self.agreement_words.search(text))

    def read_total(self, text: str) -> PrintedCount | None:
        """Read a line of totals (アジア 計 3件, Total Asia: 3); None for any other."""
        return self.line_words.read_total(
            text,
            self._is_named,
            lambda name: self.looks_like(name, "institution") == STRONG,
        )

    def without_continued(self, text: str) -> str:
        """Return a label without the words that say that it goes on: Asia (cont.)."""
        return self.line_words.without_continued(text, self._is_named)

    def _is_named(self, text: str) -> bool:
        """Whether a text is a region, territory, type or department that we know."""
        plain = _without_count(text)
        return bool(
            self._find(plain, self.region_names)
            or self._find(plain, self.territory_names)
            or self.find_agreement_type(text)
            or self.find_department(text)
        )

    def is_ditto(self, text: str) -> bool:
        """Whether a text means `as above`: 〃, 同上, idem, dto."""
        return is_ditto(text, self.remark_words)

    def ended_status(self, text: str) -> str:
        """Return the remark in a text that an agreement has ended (終了, expired).

        Or is not in force or about to be renewed; it must stand by itself. "" if none.
        """
        return ended_status(text, self.remark_words)

    def is_pending(self, status: str) -> bool:
        """Whether such a remark says about to be signed or renewed (更新中, pending)."""
        return is_pending(status, self.remark_words)

    def without_footnote(self, text: str) -> str:
        """Return a text without signs of footnotes behind it: ※1, *, 注1, †, ¹, [1]."""
        return without_footnote(text)

    def heading_role(self, text: str) -> str:
        """Return the meaning of a heading: one of `model.ROLES`, another, or "".

        If the whole heading is unknown, that of its first known part (`国名 / Country`).
        """
        return self._role_by_heading(text)

    @cached_property
    def _role_by_heading(self) -> Callable[[str], str]:
        return cache_texts(self._role_of_any_heading)

    def _role_of_any_heading(self, text: str) -> str:
        if len(text) > LONGEST_NAME:
            return ""
        plain = _NUMBERED.sub("", text.replace("_", " "))
        role = self._role_of_heading(plain)
        if role:
            return role
        parts = _HEADING_PARTS.split(plain)
        part_roles = (self._role_of_heading(p.strip(" )）:：")) for p in parts)
        roles = [role for role in part_roles if role]
        if roles[:2] == ["region", "territory"]:
            return "region_territory"
        if roles:
            return roles[0]
        if _OWN_NAME.search(plain):  # Composante UPEC, Wydział UW: ours, not theirs
            role = self._role_of_heading(_OWN_NAME.sub("", plain))
            return "departments" if role == "partner_unit" else role
        return ""

    def _role_of_heading(self, text: str) -> str:
        known = self._find(text.strip(" :："), self.column_names)
        return known or self.composed_role(text)

    def department_kind(self, text: str) -> str:
        """Return the kind of a department by its name alone."""
        kinds = (kind for name, kind in self.department_kinds if name.search(text))
        return next(kinds, "other")

    def looks_like(self, text: str, role: str) -> int:
        """Return how much a text looks like a role: STRONG, WEAK or NONE."""
        if len(text) > LONGEST_NAME:
            return NONE
        return self.strengths[role](text)

    def has_old_forms(self, text: str) -> bool:
        """True if a character has another form in today's Japanese (學, 濟, 郑)."""
        return not self.old_forms.isdisjoint(text)

    def find_institution(self, text: str, code: str) -> InstitutionMatch | None:
        """Return the known institution of that name in that territory.

        The closest match wins: the name, then the recorded spellings, then another
        character form, then misread print. A key shared by two institutions has no
        match.
        """
        if not code or not text.strip() or len(text) > LONGEST_NAME:
            return None
        found = self._find_institution(text, code)
        bare = without_footnote(text)
        return found or (self._find_institution(bare, code) if bare != text else None)

    def _find_institution(self, text: str, code: str) -> InstitutionMatch | None:
        names = self.institution_names
        for key in (fold(text), fold_accents(text)):
            if institution_id := names.names.get((code, key)):
                return self._match(institution_id, "name")
        if spelling := names.spellings.get((code, fold(text))):
            return self._match(*spelling)
        script = self.script_key(text)
        if institution_id := names.scripts.get((code, script)):
            return self._match(institution_id, "old_form")
        institution_id = names.loose_keys.get((code, self.loose_key(text)))
        return self._match(institution_id, "kana_slip") if institution_id else None

    def correct_lookalikes(self, text: str) -> str:
        """Replace each character that is often misread by the one it is read for."""
        return text.translate(self.lookalikes)

    def territories_of_institution(self, text: str) -> tuple[str, ...]:
        """Return the territories in which an institution of that name is known."""
        if len(text) > LONGEST_NAME:
            return ()
        script = self.script_key(text)
        return self.institution_names.territories.get(script, ())

    def _match(self, institution_id: str, how: str) -> InstitutionMatch:
        usual = self.institutions[institution_id].name_ja
        return InstitutionMatch(institution_id, how, usual)

    def _find(self, text: str, names: Mapping[str, str]) -> str:
        found = map(names.get, self._keys_by_name(text))
        return next(filter(None, found), "")

    @cached_property
    def _keys_by_name(self) -> Callable[[str], tuple[str, ...]]:
        return cache_texts(self._keys_of_name)

    def _keys_of_name(self, text: str) -> tuple[str, ...]:
        """Return what a name is looked up by, the least forgiving first.

        The whole name comes before that without its footnote, and without `(cont.)`.
        """
        if len(text) > LONGEST_NAME:
            return ()
        bare = self.without_continued(without_footnote(text))
        names = dict.fromkeys((text, bare))
        folds = (fold, fold_accents, self.script_key)
        return tuple(dict.fromkeys(f(name) for name in names for f in folds))


def _without_count(text: str) -> str:
    """Return a label without the number in brackets behind it; few end in brackets."""
    return _COUNTED.sub("", text) if text[-1:] in "\n)）" else text


@lru_cache(maxsize=4)
def load_reference(folder: Path = REFERENCE_FOLDER) -> Reference:
    """Read the reference tables, once per process.

    Raises:
        ReferenceDataError: a table can't be read, or two tables disagree.
    """
    regions = {r.region_id: r for r in read_regions(folder)}
    territories = {t.territory_code: t for t in read_territories(folder)}
    codes = territory_codes(folder, territories)
    types = {t.agreement_type_id: t for t in read_agreement_types(folder)}
    institutions = {i.institution_id: i for i in read_institutions(folder)}
    departments = {d.department_id: d for d in read_departments(folder)}
    check_territories(territories.values(), institutions.values(), regions)
    aliases = read_aliases(folder)
    forms, old_forms = read_character_forms(folder)
    lookalikes = read_lookalikes(folder)
    patterns, unit_endings = read_name_patterns(folder)
    remark_words = read_remark_words(folder)
    heading_words = read_heading_words(folder)
    return Reference(
        regions=regions,
        territories=territories,
        agreement_types=types,
        institutions=institutions,
        departments=departments,
        roles={r.role: r for r in read_roles(folder)},
        column_reasons={r.why: r for r in read_column_reasons(folder)},
        finding_texts={t.code: t for t in read_finding_texts(folder)},
        repair_rules={r.rule: r for r in read_repair_rules(folder)},
        region_names=region_names(folder, regions, forms),
        territory_names=territory_names(folder, territories, aliases, forms),
        territory_codes=codes,
        dissolved_states=dissolved_states(aliases, forms),
        agreement_type_names=index_by_name("agreement_types.csv", types, forms),
        marks=read_marks(folder),
        column_names=read_column_names(folder, forms),
        composed_role=cache_texts(partial(composed_role, words=heading_words)),
        joining_words=joining_words(heading_words),
        department_names=index_by_name("departments.csv", departments, forms),
        department_kinds=read_department_kinds(folder),
        name_patterns=patterns,
        strengths={
            role: cache_texts(partial(match_strength, of_role))
            for role, of_role in patterns.items()
        },
        unit_endings=unit_endings,
        agreement_words=read_agreement_words(folder),
        exchange_words=read_exchange_words(folder, remark_words.negations),
        remark_words=remark_words,
        line_words=read_line_words(folder),
        character_forms=forms,
        lookalikes=lookalikes,
        old_forms=old_forms,
        institution_names=build_institution_names(
            folder, institutions, forms, lookalikes
        ),
        script_key=cache_texts(partial(fold_script, forms=forms)),
        loose_key=cache_texts(partial(loose_key, forms=forms, lookalikes=lookalikes)),
    )
