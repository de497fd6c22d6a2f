"""Finds institutions that are printed with their faculty in one name: for `check`.

Assumes identified rows. Each is published and counted as it is printed: an institution of
its own. Whether it is the institution or its faculty that has the agreement is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.check.findings import Finding, rows_with_texts, text_counts
from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME, fold_accents
from pipeline.reference.patterns import NONE, STRONG, WEAK

_BETWEEN = " \u3000\n/／,、，・-–—:："
_END_OF_NAME = re.compile("大学校?|大學校?|대학교")
_IN_BRACKETS = re.compile(r"(?<!\s)\s*+[(（\[]([^()（）\[\]]++)[)）\]]\s*$")
_SEPARATOR = re.compile(
    r"(?<![^\S\n])[^\S\n]*+[,，、;；:：\n／]\s*+|(?<!\s)\s++[-–—/]\s++"
)
_SCRIPTS = re.compile(
    r"(?<=[^\x00-\u024f])\s(?=[A-Za-z])|(?<=[A-Za-z.)])\s(?=[\u3040-\u9fff\uac00-\ud7a3])"
)
"""Where a name printed in two scripts goes over from the one into the other."""

MAX_WORDS = 20
"""A name of more words is a sentence."""


@dataclass(frozen=True)
class FacultyName:
    """A printed name, and the institution that seems to be a part of it.

    `sure`: the name itself shows it; else only another name of the list does. A remark in
    brackets (`tail`) that is no unit by itself is one only where another such has another.
    """

    institution: str
    sure: bool
    tail: bool = False


def find_faculties_in_names(
    identified: Identified, found: Mapping[int, str]
) -> Iterator[Finding]:
    """Find the rows whose institution is printed with its faculty.

    A row that prints a unit of its own is left out: there the name is meant so.

    Args:
        identified: the rows.
        found: the result of `faculties_in_names`.
    """
    aligned = identified.normalized.aligned
    unit = aligned.column_index("partner_unit")
    for row, code in rows_with_texts(identified, "institution", found) if found else ():
        if (
            unit is not None
            and aligned.text[row, unit]
            and aligned.row[row, unit] == row
        ):
            continue
        printed = identified.normalized.words[code]
        names = {"printed": printed, "institution": found[code]}
        yield Finding(row, "FACULTY_IN_NAME", "institution", names)


def faculties_in_names(identified: Identified, reference: Reference) -> dict[int, str]:
    """Return the institution in each name that holds a faculty, by text code."""
    words = identified.normalized.words
    texts = {c: words[c] for c in text_counts(identified, "institution") if c}
    known = {text for _, text, match in identified.institutions if match.how == "name"}
    found: dict[int, FacultyName] = {}
    for code, text in texts.items():
        if text not in known and (name := _faculty_name(text, reference)):
            found[code] = name
    whole = {fold_accents(text) for code, text in texts.items() if code not in found}
    bases = defaultdict[str, list[int]](list)
    for code, name in found.items():
        bases[fold_accents(name.institution)].append(code)
    return {
        code: name.institution
        for code, name in found.items()
        if name.sure
        or len(bases[base := fold_accents(name.institution)]) > 1
        or (base in whole and not name.tail)
    }


def _faculty_name(text: str, reference: Reference) -> FacultyName | None:
    """Return the institution that a text names beside its faculty, if it does."""
    if len(text) > LONGEST_NAME:
        return None
    if len(halves := _SCRIPTS.split(text, maxsplit=1)) > 1:
        for half in halves:
            if (within := _faculty_name(half, reference)) and within.sure:
                return within
    bracket = _IN_BRACKETS.search(text)
    if bracket:
        name, inside = text[: bracket.start()], bracket[1]
        within = _faculty_name(name, reference)
        if within and within.sure:
            return within
        if _is_institution(name, reference) and not _is_acronym(inside):
            is_unit = _is_unit(inside, reference)
            return FacultyName(name, is_unit, tail=not is_unit)
        return within
    if (parted := _parted(text, reference)) or not EAST_ASIAN.search(text):
        return parted or _in_letters(text.split(), reference)
    return _in_east_asian(text, reference)


def _is_institution(text: str, reference: Reference) -> bool:
    return reference.looks_like(text, "institution") == STRONG


def _is_unit(text: str, reference: Reference) -> bool:
    """Whether a text looks like a unit, and not like an institution."""
    unit = reference.looks_like(text, "partner_unit")
    return unit == STRONG > reference.looks_like(text, "institution") or (
        unit == WEAK and reference.looks_like(text, "institution") == NONE
    )


def _is_acronym(text: str) -> bool:
    return text.isupper() and " " not in text


def _parted(text: str, reference: Reference) -> FacultyName | None:
    """Find an institution and a unit on two sides of a separator."""
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) < 2:
        return None
    institutions = [part for part in parts if _is_institution(part, reference)]
    rest = [part for part in parts if part not in institutions]
    if len(institutions) != 1 or not any(_is_unit(part, reference) for part in rest):
        return None
    return FacultyName(institutions[0], sure=True)


def _in_letters(words: Sequence[str], reference: Reference) -> FacultyName | None:
    """Find where the name of an institution goes over into that of a unit, or back.

    The unit's own word (Faculty) must stand at the place: `X University College of Y`
    is one name if what stands before it is a word that all universities have.
    """
    if not 3 < len(words) <= MAX_WORDS:
        return None
    whole = " ".join(words)
    if not _is_institution(whole, reference) or (
        reference.looks_like(whole, "partner_unit") < STRONG
    ):
        return None
    for i in range(2, len(words) - 1):
        before, after = " ".join(words[:i]), " ".join(words[i:])
        head = " ".join(words[i : i + 2])
        if (
            _is_institution(before, reference)
            and reference.looks_like(before, "partner_unit") < STRONG
            and reference.looks_like(head, "partner_unit") == STRONG
            and not _is_institution(after, reference)
        ):
            return FacultyName(before, sure=True)
    for i in range(len(words) - 2, 1, -1):
        before, after = " ".join(words[:i]), " ".join(words[i:])
        if (
            _is_institution(after, reference)
            and reference.looks_like(after, "partner_unit") < STRONG
            and reference.looks_like(" ".join(words[:2]), "partner_unit") == STRONG
            and not _is_institution(before, reference)
        ):
            return FacultyName(after, sure=True)
    return None


def _in_east_asian(text: str, reference: Reference) -> FacultyName | None:
    """Find the end of an institution's name with a unit behind it: 東京大学工学部.

    Where the rest looks like an institution, too (文科大学), another name must show it.
    """
    for end in _END_OF_NAME.finditer(text):
        name, rest = text[: end.end()], text[end.end() :].strip(_BETWEEN)
        if len(rest) < 2 or not _is_institution(name, reference) or len(name) < 4:
            continue
        parted = text[end.end()] in _BETWEEN
        unit = reference.looks_like(rest, "partner_unit")
        if reference.looks_like(rest, "institution") == STRONG:
            return FacultyName(name, sure=False)
        return FacultyName(name, sure=unit == STRONG or (parted and unit == WEAK))
    return None
