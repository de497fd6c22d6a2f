"""Fifth in the line: identifies territories, institutions, departments and types.

Assumes normalized rows and the reference tables. Promises stable ids, that an
institution is looked up only in the territory of its row, and no guess: a name that is
not in the tables stays as printed and gets an id hashed from its own text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2s
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.grid import Ints
from pipeline.layout import Layout
from pipeline.layout.header import STUDENT_COLUMNS
from pipeline.model import TEXT_COLUMNS
from pipeline.normalize import Normalized
from pipeline.reference import Reference
from pipeline.reference.exchange_marks import bare_mark, exchange_meaning
from pipeline.reference.normal_forms import fold_accents

_TITLE_WORDS = re.compile(r"[\s（）()「」【】\[\]・／/,，、:：]+|の|一覧|リスト")

MIN_MARK_SHARE = 0.5
"""Columns of students say exchange if more of their cells are marks or numbers."""

LONGEST_MARK = 12
"""A longer text is no mark, whatever its language."""

TextArray = npt.NDArray[np.object_]


class IdentifiedInstitution(NamedTuple):
    """The identification of one printed name in one territory.

    `how` is `name` (as we know it), `old_form` or `kana_slip` (another spelling of a
    known name), `elsewhere` (known only in another territory), `unknown` or `none` (the
    cell is blank).
    """

    institution_id: str
    how: str
    usual: str = ""


@dataclass(frozen=True)
class Identified:
    """Normalized rows with their ids, one array entry for each row.

    Attributes:
        normalized: the rows.
        region_id, territory_code, agreement_type_id: "" where unknown or blank.
        region_from_territory: the list has no known region there; the territory's own
            was taken.
        institution: index into `institutions`.
        institutions: territory, printed text and identification of each.
        exchange: 1 marked, 0 not marked, -1 the list does not say.
        departments: for each code of the departments column its department ids.
        department_ids: the id of each printed name of a department.
        exchange_columns: the columns of students sent and received that say what
            `exchange` is, in a list that has no column of exchange.
    """

    normalized: Normalized
    region_id: TextArray
    region_from_territory: npt.NDArray[np.bool_]
    territory_code: TextArray
    agreement_type_id: TextArray
    institution: Ints
    institutions: list[tuple[str, str, IdentifiedInstitution]]
    exchange: npt.NDArray[np.int8]
    departments: dict[int, tuple[str, ...]]
    department_ids: dict[str, str]
    exchange_columns: tuple[int, ...] = ()

    @cached_property
    def how(self) -> TextArray:
        """`FoundInstitution.how` of each of `institutions`."""
        return np.array([match.how for _, _, match in self.institutions], object)

    @cached_property
    def text_counts(self) -> dict[str, dict[int, int]]:
        """For each role its text codes, rising, and how many agreements hold each."""
        aligned = self.normalized.aligned
        counts: dict[str, dict[int, int]] = {}
        for column in aligned.layout.columns:
            if column.role in TEXT_COLUMNS:
                agreements = np.bincount(
                    aligned.text[aligned.is_agreement, column.index]
                )
                codes = np.flatnonzero(agreements)
                of_code = zip(codes.tolist(), agreements[codes].tolist(), strict=True)
                counts.setdefault(column.role, dict(of_code))
        return counts


def identify_rows(normalized: Normalized, reference: Reference) -> Identified:
    """Find the ids of all names in the rows."""
    aligned = normalized.aligned

    def ids(role: str, find: Callable[[str], str]) -> TextArray:
        return _map_words(normalized, role, find)

    territory = ids(
        "territory", lambda t: reference.find_territory(t) or reference.find_code(t)
    )
    region = ids("region", reference.find_region)
    own_region = _map_values(
        territory, lambda c: reference.territories[c].region_id if c else ""
    )
    from_territory = region == ""
    type_id = ids("agreement_type", reference.find_agreement_type)
    if aligned.column_index("agreement_type") is not None:
        printed = ids("agreement_type", lambda t: t)
        type_id = np.where((type_id == "") & (printed != ""), "other", type_id)
    else:
        type_id[:] = _type_in_title(aligned.layout.titles, reference)
    institution, institutions = _institutions(normalized, territory, reference)
    exchange, exchange_columns = _exchange(normalized, reference)
    departments, department_ids = _departments(normalized, reference)
    return Identified(
        normalized,
        np.where(from_territory, own_region, region),
        from_territory & (own_region != ""),
        territory,
        type_id,
        institution,
        institutions,
        exchange,
        departments,
        department_ids,
        exchange_columns,
    )


def _type_in_title(titles: Sequence[str], reference: Reference) -> str:
    """Return the only type that the title names (大学間学術交流協定校), else ""."""
    type_ids = {reference.find_agreement_type(title) for title in titles}
    type_ids |= {
        reference.find_agreement_type(word)
        for title in titles
        for word in _TITLE_WORDS.split(title)
    }
    type_ids -= {"", "other"}
    return type_ids.pop() if len(type_ids) == 1 else ""


def hashed_id(kind: str, *texts: str) -> str:
    """Return an id, hashed from its text, of a name that the tables don't have.

    Names that differ in case, accents, hyphens, spaces or full stops have one id.
    """
    key = "\x1f".join(map(fold_accents, texts))
    return kind + blake2s(key.encode(), digest_size=4).hexdigest()


def _map_words(
    normalized: Normalized, role: str, find: Callable[[str], str]
) -> TextArray:
    at = normalized.aligned.column_index(role)
    if at is None:
        return np.full(len(normalized.aligned.body), "", object)
    return _map_column(normalized, at, find)


def _map_column(
    normalized: Normalized, at: int, find: Callable[[str], str]
) -> TextArray:
    codes = normalized.aligned.text[:, at]
    values = np.full(len(normalized.words), "", object)
    for code in np.unique(codes[codes > 0]).tolist():
        values[code] = find(normalized.words[code])
    return values[codes]


def _map_values(values: TextArray, find: Callable[[str], str]) -> TextArray:
    index, distinct = pd.factorize(values)
    return np.array([find(value) for value in distinct], object)[index]


def _institutions(
    normalized: Normalized, territory: TextArray, reference: Reference
) -> tuple[Ints, list[tuple[str, str, IdentifiedInstitution]]]:
    at = normalized.aligned.column_index("institution")
    codes = normalized.aligned.text[:, at]
    territory_index, territories = pd.factorize(territory, sort=True)
    key = codes.astype(np.int64) * len(territories) + territory_index
    _, example, of_row = np.unique(key, return_index=True, return_inverse=True)
    words, loosely = normalized.words, reference.institution_names.all_loose_keys
    institutions = []
    pairs = zip(codes[example].tolist(), territory[example].tolist(), strict=True)
    for word, code in pairs:
        text = words[word]
        if not text:
            institution = IdentifiedInstitution("", "none")
        elif reference.loose_key(text) in loosely:
            institution = _find_institution(text, code, reference)
        else:
            institution = IdentifiedInstitution(hashed_id("i", code, text), "unknown")
        institutions.append((code, text, institution))
    return of_row.astype(np.int32), institutions


def _find_institution(
    text: str, code: str, reference: Reference
) -> IdentifiedInstitution:
    """Identify a printed name in a territory, or find it in other territories."""
    match = reference.find_institution(text, code)
    if match:
        return IdentifiedInstitution(match.institution_id, match.how, match.usual)
    territories_elsewhere = (
        reference.territories_of_institution(text) if text and code else ()
    )
    how = "elsewhere" if territories_elsewhere else "unknown"
    return IdentifiedInstitution(
        hashed_id("i", code, text), how, ",".join(territories_elsewhere)
    )


def _departments(
    normalized: Normalized, reference: Reference
) -> tuple[dict[int, tuple[str, ...]], dict[str, str]]:
    of_code: dict[int, tuple[str, ...]] = {}
    ids: dict[str, str] = {}
    for code, items in normalized.items.items():
        for item in items:
            if item not in ids:
                ids[item] = reference.find_department(item) or hashed_id("d", item)
        of_code[code] = tuple(dict.fromkeys(map(ids.__getitem__, items)))
    return of_code, ids


def _exchange(
    normalized: Normalized, reference: Reference
) -> tuple[npt.NDArray[np.int8], tuple[int, ...]]:
    """Return for each row whether exchange is marked, and the columns of students.

    A list without a column of exchange may say it in columns of students sent and
    received, or by the names of its types.
    """
    at = normalized.aligned.column_index("exchange")
    if at is not None:
        return np.asarray(_marked(normalized, at, reference) == "yes", np.int8), ()
    columns = student_columns(normalized.aligned.layout)
    marks = [_marked(normalized, column, reference) for column in columns]
    if marks and _are_marks(normalized, columns, marks):
        marked = np.logical_or.reduce([mark == "yes" for mark in marks])
        return marked.astype(np.int8), columns
    return _exchange_of_types(normalized, reference), ()


def student_columns(layout: Layout) -> tuple[int, ...]:
    """Return the columns whose headings say students sent or received."""
    return tuple(c.index for c in layout.columns if c.meaning in STUDENT_COLUMNS)


def lone_mark(normalized: Normalized, at: int, reference: Reference) -> str:
    """Return the short text that alone says yes in a column of exchange, else "".

    No table has it, and every other cell is blank or says no; some may have a remark in
    brackets behind it.
    """
    aligned = normalized.aligned
    codes, rows = np.unique(aligned.text[aligned.is_agreement, at], return_counts=True)
    of_text: Counter[str] = Counter()
    for code, count in zip(codes.tolist(), rows.tolist(), strict=True):
        of_text[bare_mark(normalized.words[code])] += count
    meanings = {t: exchange_meaning(t, reference.mark_meaning) for t in of_text if t}
    others = [text for text, said in meanings.items() if said not in ("no", "cross")]
    if len(others) != 1 or len(of_text) == 1 or meanings[others[0]]:
        return ""
    lone = others[0]
    return lone if len(lone) <= LONGEST_MARK and of_text[lone] > 1 else ""


def _marked(normalized: Normalized, at: int, reference: Reference) -> TextArray:
    """Return `yes`, `no` or "" for each cell of a column of marks or numbers."""
    lone = lone_mark(normalized, at, reference)

    def meaning(text: str) -> str:
        found = exchange_meaning(text, reference.mark_meaning)
        return "yes" if lone and bare_mark(text) == lone else found

    marked = _map_column(normalized, at, meaning)
    crosses = "yes" if not (marked == "yes").any() else "no"
    return np.where(marked == "cross", crosses, marked)


def _are_marks(
    normalized: Normalized, columns: Sequence[int], marks: Sequence[TextArray]
) -> bool:
    """Whether most cells of the columns of students say yes or no, and some say yes."""
    is_agreement = normalized.aligned.is_agreement
    filled = sum(
        np.count_nonzero(is_agreement & (normalized.aligned.text[:, at] > 0))
        for at in columns
    )
    said = sum(np.count_nonzero(is_agreement & (mark != "")) for mark in marks)
    some = any((is_agreement & (mark == "yes")).any() for mark in marks)
    return bool(some and said > MIN_MARK_SHARE * filled)


def _exchange_of_types(
    normalized: Normalized, reference: Reference
) -> npt.NDArray[np.int8]:
    """Return what the types say: in a list where one says exchange, others say no."""
    by_type = _map_words(
        normalized,
        "agreement_type",
        lambda t: "yes" if reference.is_for_exchange(t) else "no",
    )
    some = bool((by_type[normalized.aligned.is_agreement] == "yes").any())
    others = np.where(by_type == "no", 0 if some else -1, -1)
    return np.where(by_type == "yes", 1, others).astype(np.int8)
