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
from pipeline.check.written_twice import PARTICLES
from pipeline.identify import Identified
from pipeline.reference import Reference
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME, fold_accents
from pipeline.reference.patterns import NONE, STRONG, WEAK

_BETWEEN = " \u3000\n/／,，、・-–—:："
_KANA_ENDS = "スクール|カレッジ|アカデミー|ユニバーシティ|インスティテュート"
_END_OF_KANA_NAME = re.compile(f"(?:{_KANA_ENDS})$")
_END_OF_NAME = re.compile(
    f"{_KANA_ENDS}|大学校?|大學校?|대학교|대학원?|과학원|연구원|研究所|[学學][院校]|研究院"
)
_END_OF_LATIN = re.compile(
    rf"[^\W\d_](?=\s?{EAST_ASIAN.pattern})(?<!{EAST_ASIAN.pattern})"
)
_OWN_SIGNS = re.compile("^[,，、:：،–—-]$")
_IN_BRACKETS = re.compile(r"(?<!\s)\s*+[(（\[]([^()（）\[\]]++)[)）\]]\s*$")
_SEPARATOR = re.compile(
    r"(?<![^\S\n])[^\S\n]*+[,，、;；:：،؛\n／]\s*+|(?<!\s)\s++[-–—/]\s++"
)
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1780-\u17ff]")
"""Thai, Lao and Khmer: there the word for a unit stands before its name."""

SHORTEST_NAME, SHORTEST_UNIT = 4, 2
"""What is taken for a name or a unit where no sign parts them has so many letters."""
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


@dataclass(frozen=True)
class _ListUnits:
    """What a list shows of units: their texts (case folded), and the signs before them."""

    texts: frozenset[str]
    signs: frozenset[str]
    lengths: tuple[int, ...]


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
    if unit is not None and not aligned.layout.columns[unit].sure:
        unit = None  # it may be our side's
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
    """Return the institution in each name that holds a faculty, by text code.

    By the words of the name, and by what the list shows: the texts of its units, and the
    signs that part a unit from a name in other rows.
    """
    words = identified.normalized.words
    texts = {c: words[c] for c in text_counts(identified, "institution") if c}
    known = {text for _, text, match in identified.institutions if match.how == "name"}
    texts = {code: text for code, text in texts.items() if text not in known}
    found = {
        code: name
        for code, text in texts.items()
        if (name := _faculty_name(text, reference))
    }
    for _ in range(2):  # what is found by the units of the list shows its signs
        units = _units_of_list(identified, found, reference)
        for code in sorted(texts.keys() - found.keys()):
            if name := _name_beside_unit(texts[code], units, reference):
                found[code] = name
    whole = {fold_accents(text) for code, text in texts.items() if code not in found}
    bases = defaultdict[str, list[int]](list)
    for code, name in found.items():
        bases[fold_accents(name.institution)].append(code)
    return {
        code: name.institution
        for code, name in sorted(found.items())
        if name.sure
        or len(bases[base := fold_accents(name.institution)]) > 1
        or (base in whole and not name.tail)
    }


def _units_of_list(
    identified: Identified, found: Mapping[int, FacultyName], reference: Reference
) -> _ListUnits:
    """Return the units that columns of the list name, and those found inside of names."""
    normalized = identified.normalized
    words = normalized.words
    texts = {words[code] for code in text_counts(identified, "partner_unit") if code}
    for code in text_counts(identified, "departments"):
        texts |= {*normalized.items.get(code, ())}
    signs = set()
    for code, name in found.items():
        match = _SEPARATOR.search(words[code])
        if name.sure and match:
            signs.add(match[0].strip())
            texts |= {*_SEPARATOR.split(words[code])[-1:]} - {name.institution}
        elif name.sure and words[code].startswith(name.institution):
            texts.add(words[code][len(name.institution) :].strip(_BETWEEN))
    units = frozenset(
        text.casefold()
        for text in texts
        if len(text) >= SHORTEST_UNIT
        and not _is_institution(text, reference)
        and not reference.is_label(text)
    )
    return _ListUnits(units, frozenset(signs), tuple({*map(len, units)}))


def _name_beside_unit(
    text: str, units: _ListUnits, reference: Reference
) -> FacultyName | None:
    """Return the institution beside a unit of the list; behind a sign, beside any text."""
    if len(text) > LONGEST_NAME:
        return None
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) == 2:
        names = [part for part in parts if part.casefold() not in units.texts]
        sign = _SEPARATOR.search(text)
        usual = sign is not None and sign[0].strip() in units.signs
        if len(names) == 1 or (names and usual and _may_be_unit(parts[1], reference)):
            name = names[0]
            named = reference.looks_like(name, "institution") > NONE
            return FacultyName(name, sure=True) if named else None
    plain = text.casefold()
    for length in units.lengths:
        name = text[:-length].rstrip(_BETWEEN)
        bounded = _unspaced(text[-1]) or not text[-length - 1 :][0].isalnum()
        if (
            plain[-length:] in units.texts
            and bounded
            and len(name) >= SHORTEST_NAME - 1
            and (
                reference.looks_like(name, "institution") > NONE
                or (_unspaced(text[-1]) and _is_unit(text[-length:], reference))
            )
        ):
            return FacultyName(name, sure=True)
    return None


def _may_be_unit(text: str, reference: Reference) -> bool:
    """Whether a text is none of what stands behind names otherwise: a place, initials."""
    named = reference.looks_like(text, "institution") > NONE
    return not (named or _is_acronym(text) or reference.is_label(text))


def _faculty_name(text: str, reference: Reference) -> FacultyName | None:
    """Return the institution that a text names beside its faculty, if it does."""
    if len(text) > LONGEST_NAME:
        return None
    if in_one_script := _in_one_script(text, reference):
        return in_one_script
    if bracket := _IN_BRACKETS.search(text):
        return _beside_bracket(text[: bracket.start()], bracket[1], reference)
    if parted := _parted(text, reference):
        return parted
    if EAST_ASIAN.search(text):
        return _in_east_asian(text, reference)
    if _WITHOUT_SPACES.search(text):
        return _before_unit(text, reference)
    return _in_letters(text.split(), reference)


def _in_one_script(text: str, reference: Reference) -> FacultyName | None:
    """Of a name printed in two scripts the half that surely names a faculty."""
    halves = _SCRIPTS.split(text, maxsplit=1)
    found = (_faculty_name(half, reference) for half in halves if half != text)
    return next((name for name in found if name and name.sure), None)


def _beside_bracket(name: str, inside: str, reference: Reference) -> FacultyName | None:
    """The institution before a bracket that holds its faculty, or the other way round."""
    within = _faculty_name(name, reference)
    if within and within.sure:
        return within
    is_unit = _is_unit(inside, reference)
    named = reference.looks_like(name, "institution")
    if (named == STRONG and not _is_acronym(inside)) or (named and is_unit):
        return FacultyName(name, is_unit, tail=not is_unit)
    return within


def _is_institution(text: str, reference: Reference) -> bool:
    return reference.looks_like(text, "institution") == STRONG


def _are_name_and_unit(parts: Sequence[str], reference: Reference) -> bool:
    """Whether a name of several words, which is no place, stands before a unit."""
    return (
        len(parts) == 2
        and " " in parts[0]
        and not reference.is_label(parts[0])
        and _looks_like_unit(parts[1], reference)
    )


def _is_named(text: str, reference: Reference) -> bool:
    return reference.looks_like(text, "institution") > NONE


def _is_unit(text: str, reference: Reference) -> bool:
    """Whether a text looks like a unit, and not like an institution."""
    unit = reference.looks_like(text, "partner_unit")
    return unit == STRONG > reference.looks_like(text, "institution") or (
        unit == WEAK and reference.looks_like(text, "institution") == NONE
    )


def _unspaced(letter: str) -> bool:
    """Whether a letter is of a script that puts no space between name and unit."""
    return bool(EAST_ASIAN.match(letter) or _WITHOUT_SPACES.match(letter))


def _is_acronym(text: str) -> bool:
    """Whether a text is one word with several capitals: UCN, UoA."""
    return " " not in text and sum(map(str.isupper, text)) > 1


def _parted(text: str, reference: Reference) -> FacultyName | None:
    """Find an institution and a unit on two sides of a separator.

    What is no unit is the institution if it stands first, or looks like one; of two that
    a comma or a dash parts, the second may be a part of the first.
    """
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) < 2 or parts[-1].split()[-1].casefold() in PARTICLES:
        return None  # Wallaby, University of
    strong = [part for part in parts if _is_institution(part, reference)]
    rest = [part for part in parts if part not in strong]
    if len(strong) > 1 or (strong == parts[1:] and _is_named(parts[0], reference)):
        own = _is_parted_in_one(text) and _is_named(parts[0], reference)
        return FacultyName(parts[0], sure=True) if own else None
    if strong:
        beside = any(_looks_like_unit(part, reference) for part in rest)
        return FacultyName(strong[0], sure=True) if beside else None
    units = [part for part in parts if _is_unit(part, reference)]
    weak = [
        p for p in parts if reference.looks_like(p, "institution") and p not in units
    ]
    two_units = not weak and units == parts and len(parts) == 2
    name_and_unit = two_units or _are_name_and_unit(parts, reference)
    if name_and_unit and _is_parted_in_one(text):
        return FacultyName(parts[0], sure=True)
    if not weak and units != parts[1:]:
        return None
    name = weak[0] if weak else parts[0]
    beside = any(_looks_like_unit(part, reference) for part in parts if part != name)
    behind = name == parts[0] and units == parts[1:]
    place = reference.is_label(name) or (_is_acronym(name) and not behind)
    return FacultyName(name, sure=True) if beside and not place else None


def _is_parted_in_one(text: str) -> bool:
    """Whether a sign parts a text that stands inside of one name, not between two."""
    sign = _SEPARATOR.search(text)
    return sign is not None and _OWN_SIGNS.match(sign[0].strip()) is not None


def _looks_like_unit(text: str, reference: Reference) -> bool:
    """Whether a text has any word of units, and is not surely an institution."""
    return not _is_institution(text, reference) and (
        reference.looks_like(text, "partner_unit") > NONE
    )


def _before_unit(text: str, reference: Reference) -> FacultyName | None:
    """Find the word for a unit behind a name where no space parts them."""
    if reference.looks_like(text, "partner_unit") < STRONG:
        return None
    known, end = 0, len(text)  # the unit's word begins in between
    while end - known > 1:
        middle = (known + end) // 2
        named = reference.looks_like(text[middle:], "partner_unit") == STRONG
        known, end = (middle, end) if named else (known, middle)
    name = text[:known].strip(_BETWEEN)
    if len(name) < SHORTEST_NAME or not reference.looks_like(name, "institution"):
        return None
    return FacultyName(name, sure=True)


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


def _is_other_name(rest: str, reference: Reference) -> bool:
    """Whether a text behind an East Asian name is its name in Latin letters.

    A unit in Latin letters begins with its own word (`School of`).
    """
    head = " ".join(rest.split()[:2])
    return not EAST_ASIAN.search(rest) and (
        reference.looks_like(head, "partner_unit") < STRONG
    )


def _in_east_asian(text: str, reference: Reference) -> FacultyName | None:
    """Find the end of an institution's name with a unit behind it: 東京大学工学部.

    Where the rest looks like an institution, too (文科大学), another name must show it.
    """
    ends = sorted(
        match.end()
        for pattern in (_END_OF_NAME, _END_OF_LATIN)
        for match in pattern.finditer(text)
    )
    for end in ends:
        name, rest = text[:end], text[end:].strip(_BETWEEN)
        named = reference.looks_like(name, "institution")
        unit = reference.looks_like(rest, "partner_unit")
        latin = not EAST_ASIAN.search(name)
        glued = unit > NONE and latin and EAST_ASIAN.match(text[end])
        kana = unit == STRONG and _END_OF_KANA_NAME.search(name)
        is_name = named or glued or kana or reference.looks_like(name, "partner_unit")
        if len(rest) < SHORTEST_UNIT or not is_name or len(name) < SHORTEST_NAME:
            continue
        if named < STRONG > unit or _is_other_name(rest, reference):
            continue
        return FacultyName(
            name, sure=unit > NONE and not _is_institution(rest, reference)
        )
    return None
