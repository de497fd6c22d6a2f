"""Finds unknown names, other spellings and misread texts: for `check`.

Assumes identified rows. A name is never changed: the finding gives the usual one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from pipeline.check.findings import (
    LIST_ROW,
    Finding,
    rows_with_texts,
    text_by_row,
    text_counts,
)
from pipeline.identify import Identified, IdentifiedInstitution
from pipeline.normalize import Normalized
from pipeline.reference import Reference
from pipeline.reference.institution_parts import (
    are_two_names_each,
    find_several_institutions,
)
from pipeline.reference.normal_forms import fold
from pipeline.reference.patterns import STRONG

MAX_OLD_FORM_SHARE = 0.2
"""A list with a larger share of old-form names is written in that script: no doubt."""

MAX_RARE_TYPE_ROWS = 2
MAX_UNKNOWN_TYPE_SHARE = 0.1
"""A list with no larger share of unknown types names its types as we do."""

MAX_UNKNOWN_TYPES_APART, MAX_QUOTED_TYPES = 5, 10
"""More unknown types are named at once, and so many of them quoted."""


def find_unknown_names(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find names that no reference table has, or that it has in another territory.

    Institutions that are not in the table are named once for the whole list.
    """
    normalized = identified.normalized
    aligned = normalized.aligned
    at = aligned.column_index("territory")
    if at is not None:
        unknown = (identified.territory_code == "") & aligned.is_agreement
        for row in np.flatnonzero(unknown & (aligned.text[:, at] > 0)).tolist():
            printed = normalized.words[aligned.text[row, at]]
            if reference.is_dissolved(printed):
                continue
            yield Finding(row, "UNKNOWN_TERRITORY", "territory", {"printed": printed})
    yield from _dissolved_states(identified, reference)
    used = np.zeros(len(identified.institutions), np.bool_)
    used[identified.institution[aligned.is_agreement]] = True
    new = np.flatnonzero(used & (identified.how == "unknown"))
    if len(new):
        row = int(np.argmax(aligned.is_agreement & (identified.institution == new[0])))
        ids = {identified.institutions[i][2].institution_id for i in new.tolist()}
        names = {"institutions": str(len(ids))}
        yield Finding(row, "UNKNOWN_INSTITUTION", "institution", names)
    yield from _elsewhere(identified, reference)
    yield from _unknown_types(identified, reference)
    yield from _several_in_one_cell(identified, reference)


def _dissolved_states(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find the rows of states that are several states today: which is meant is asked."""
    words = identified.normalized.words
    gone = [
        code
        for code in text_counts(identified, "territory")
        if reference.is_dissolved(words[code])
    ]
    if not gone:  # or there is no such column
        return
    for row, code in rows_with_texts(identified, "territory", gone):
        names = {"printed": words[code]}
        counted_as = identified.territory_code[row]
        if not counted_as:
            yield Finding(row, "DISSOLVED_STATE_NOT_COUNTED", "territory", names)
            continue
        territory = reference.territories[counted_as]
        names |= {"usual_ja": territory.label_ja, "usual_en": territory.label_en}
        yield Finding(row, "DISSOLVED_STATE", "territory", names)


def _several_in_one_cell(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find cells that name more than one institution: they are published as printed."""
    aligned = identified.normalized.aligned

    def strength(text: str) -> int:
        return reference.looks_like(text, "institution")

    words = {
        code: aligned.words[code] for code in text_counts(identified, "institution")
    }
    found = find_several_institutions({*words.values()}, strength)
    several = [code for code, text in words.items() if text in found]
    rows = [*rows_with_texts(identified, "institution", several)]
    printed = identified.normalized.words
    if rows and are_two_names_each({*words.values()} - {""}):
        names = {"printed": printed[rows[0][1]], "rows": str(len(rows))}
        yield Finding(LIST_ROW, "TWO_NAMES_EACH", "", names, roles=("institution",))
        return
    for row, code in rows:
        names = {"printed": printed[code]}
        yield Finding(row, "SEVERAL_INSTITUTIONS", "institution", names)


def _unknown_types(identified: Identified, reference: Reference) -> Iterator[Finding]:
    """Report each type that no table has once: its agreements are counted as other.

    A type in one or two rows, where nearly all others are known, may be misread.
    """
    normalized = identified.normalized
    aligned = normalized.aligned
    at = aligned.column_index("agreement_type")
    if at is None:
        return
    codes = np.where(aligned.is_agreement, aligned.text[:, at], 0)
    occurrences = zip(
        *np.unique(codes, return_index=True, return_counts=True), strict=True
    )
    unknown = [
        (int(code), int(first), int(rows))
        for code, first, rows in occurrences
        if code and not reference.find_agreement_type(normalized.words[int(code)])
    ]
    habit = MAX_UNKNOWN_TYPE_SHARE * np.count_nonzero(codes)
    rare_types = sum(rows for *_, rows in unknown) <= habit
    if not rare_types and len(unknown) > MAX_UNKNOWN_TYPES_APART:
        yield _many_unknown_types(unknown, normalized.words)
        return
    for code, first, rows in unknown:
        names = {"cell": normalized.words[code], "agreements": str(rows)}
        rare = rows <= MAX_RARE_TYPE_ROWS and rare_types
        for row in np.flatnonzero(codes == code).tolist() if rare else [first]:
            kind = "UNUSUAL_TYPE" if rare else "UNKNOWN_TYPE"
            yield Finding(row, kind, "agreement_type", names)


def _many_unknown_types(
    unknown: Sequence[tuple[int, int, int]], words: Sequence[str]
) -> Finding:
    """Name the most frequent of many unknown types (code, first row, rows) at once."""
    often = sorted(unknown, key=lambda entry: (-entry[2], entry[1]))
    quoted = [f"'{words[code]}' ({rows})" for code, _, rows in often]
    more = f" (+{len(quoted) - MAX_QUOTED_TYPES})"
    names = {
        "types": str(len(unknown)),
        "agreements": str(sum(rows for *_, rows in unknown)),
        "cells": ", ".join(quoted[:MAX_QUOTED_TYPES])
        + (more if len(quoted) > MAX_QUOTED_TYPES else ""),
    }
    return Finding(LIST_ROW, "UNKNOWN_TYPES", "", names, roles=("agreement_type",))


def _elsewhere(identified: Identified, reference: Reference) -> Iterator[Finding]:
    territory = text_by_row(identified, "territory")
    for row, (_, text, match) in _rows_matched_by(identified, ("elsewhere",)):
        usual = [reference.territories[code] for code in match.usual.split(",")]
        names = {
            "printed": text,
            "usual_ja": "、".join(entry.label_ja for entry in usual),
            "usual_en": ", ".join(entry.label_en for entry in usual),
            "territory": territory(row),
        }
        yield Finding(row, "INSTITUTION_ELSEWHERE", "institution", names)


def _rows_matched_by(
    identified: Identified, how: Iterable[str]
) -> Iterator[tuple[int, tuple[str, str, IdentifiedInstitution]]]:
    is_agreement = identified.normalized.aligned.is_agreement
    wanted = np.isin(identified.how, [*how])
    for row in np.flatnonzero(wanted[identified.institution] & is_agreement):
        yield int(row), identified.institutions[identified.institution[row]]


def find_other_spellings(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find known institutions printed in old characters or with misread kana."""
    codes = {"kana_slip": "KANA_SLIP"}
    if (identified.how == "old_form").any():
        names = [text for _, text, _ in identified.institutions if text]
        old = sum(reference.has_old_forms(text) for text in names)
        if not names or old / len(names) <= MAX_OLD_FORM_SHARE:
            codes["old_form"] = "OLD_FORM_CHARACTER"
    for row, (_, text, match) in _rows_matched_by(identified, codes):
        detail = {"printed": text, "usual": match.usual}
        yield Finding(row, codes[match.how], "institution", detail)


def find_misread_texts(
    identified: Identified, reference: Reference
) -> Iterator[Finding]:
    """Find texts that are probably misread: エ学部 beside 工学部, 大字間 for 大学間.

    Such a text differs from one we know, or one that the list has more often, only in
    lookalike characters; or it ends as a name does only if those are corrected.
    """
    normalized = identified.normalized
    for role in ("institution", "partner_unit", "agreement_type", "departments"):
        of_code = text_counts(identified, role)
        words, rows = normalized.words, {c: n for c, n in of_code.items() if c}
        if role == "departments":
            words, rows = _count_departments(of_code, normalized)
        usual = _usual_spellings(role, words, rows, reference)
        if not usual:
            continue
        texts: Mapping[int, Sequence[str]] = normalized.items
        if role != "departments":
            texts = {c: (words[c],) for c in rows}
        hits = [c for c, group in texts.items() if not usual.keys().isdisjoint(group)]
        for row, code in rows_with_texts(identified, role, hits):
            for text in texts[code]:
                if text in usual:
                    names = {"printed": text, "usual": usual[text]}
                    yield Finding(row, "MISREAD_TEXT", role, names)


def _count_departments(
    of_code: Mapping[int, int], normalized: Normalized
) -> tuple[list[str], dict[int, int]]:
    """Return the departments that cells name, and how many rows name each."""
    counts = Counter[str]()
    for code, rows in of_code.items():
        for item in normalized.items[code]:
            counts[item] += rows
    return list(counts), dict(enumerate(counts.values()))


def _usual_spellings(
    role: str, words: Sequence[str], rows: Mapping[int, int], reference: Reference
) -> dict[str, str]:
    """Map each text that is probably misread to the one that it probably means.

    A text that shares its loose key with no other can only be known by its letters.

    Args:
        role: of the texts.
        words: among them the texts.
        rows: how many rows hold each text.
        reference: names and letters that look alike.
    """
    known = _known_texts(role, map(words.__getitem__, rows), reference)
    usual = _corrected_names(role, words, rows, reference)
    if role == "departments":
        known += [d.label_ja for d in reference.departments.values()]
    keys = {code: reference.loose_key(words[code]) for code in rows}
    key_counts = Counter(keys.values())
    key_counts.update(map(reference.loose_key, known))
    often = Counter[str]()
    key_of = {text: reference.loose_key(text) for text in known}
    for code in [code for code in rows if key_counts[keys[code]] > 1]:
        often[words[code]] += rows[code]
        key_of[words[code]] = keys[code]
    best: dict[str, str] = {}
    for text in [*known, *sorted(often, key=lambda t: (-often[t], t))]:
        best.setdefault(key_of[text], text)
    same = fold if role == "departments" else reference.script_key
    for text in often:
        meant = best[key_of[text]]
        if meant != text and same(meant) != same(text):
            usual[text] = meant
    for text in known:
        usual.pop(text, None)
    return usual


def _known_texts(role: str, texts: Iterable[str], reference: Reference) -> list[str]:
    if role == "agreement_type":
        return [text for text in texts if reference.find_agreement_type(text)]
    if role == "departments":
        return [text for text in texts if fold(text) in reference.department_names]
    return []


def _corrected_names(
    role: str, words: Sequence[str], rows: Iterable[int], reference: Reference
) -> dict[str, str]:
    """Map texts that are a name only with their lookalikes corrected to that name."""
    kind = "institution" if role == "institution" else "partner_unit"

    def is_name(text: str) -> bool:
        if role == "agreement_type":
            return bool(reference.find_agreement_type(text))
        return reference.looks_like(text, kind) == STRONG

    texts = map(words.__getitem__, rows)
    corrected = {text: reference.correct_lookalikes(text) for text in texts}
    return {
        text: name
        for text, name in corrected.items()
        if name != text and is_name(name) and not is_name(text)
    }
