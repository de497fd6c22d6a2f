"""Tells a column of persons by what it holds: titles, names in two parts, addresses.

For `layout`: names of persons, telephone numbers and mail are left out unless asked for.
Promises that a column with words of institutions, units or places is none of persons:
when unsure, it says no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reference import Reference
from pipeline.reference.content_kinds import PHONE, content_kind
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import NONE

MIN_TEXTS = 3
"""Fewer distinct texts prove nothing."""

MIN_PERSON_SHARE = 0.6
"""Share of the texts that must be certain persons: with a title, mail or telephone."""

MIN_NAME_SHARE = 0.8
"""Share of the texts that must have the shape of a name where titles are rare."""

MAX_OTHER_SHARE = 0.1
"""Share of texts that name an institution, a unit, a type or a place."""

_TITLE = re.compile(
    r"^(?:Assoc(?:iate)?\.?\s|Asst\.?\s|Assistant\s|Vice[- ]?)?(?:Prof(?:essor(?:in)?)?|Dr|Mrs|Ms|Mr"
    r"|Herr|Frau|Doc|Doç|Öğr|Arş|Yrd|Ing|Dott(?:\.ssa|oressa)?|Mme|Mlle|Sra?|Dra|Lic|Bapak"
    r"|Ibu|Drs|Проф|Доц|д-р|TS|PGS|GS|ThS|ดร|ผศ|รศ|ศ|نائب|د|أ\.د|प्रो|डॉ)"
    r"(?:\.|\s|:)(?!of\b|for\b)",
    re.I,
)
_TITLE_BEHIND = re.compile(
    r"(?:氏|先生|教授|准教授|助教|講師|博士|様|さん|老師|老师|교수|교수님|박사|선생|님)"
    r"(?:[)）\s].{0,20})?$|,\s(?:PhD|Ph\.D\.?|MD|Dr)\.?$"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]++\.\w")
_NAME_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω][\w'’.-]{0,20}"
_LATIN_NAME = re.compile(
    rf"{_NAME_WORD}(?:,\s{_NAME_WORD}(?:\s{_NAME_WORD})?"
    rf"|(?:\s(?:de|da|do|del|della|di|van|von|der|den|la|le|bin|binti|al|el|y|e)){{0,2}}\s{_NAME_WORD}"
    rf"(?:\s{_NAME_WORD}){{0,2}})"
)
_EAST_ASIAN_NAME = re.compile(
    "[\u3400-\u9fff々]{1,3}[ \u3000][\u3400-\u9fff々\u3040-\u30ff]{1,4}"
)


def looks_like_persons(texts: Sequence[str], reference: Reference) -> bool:
    """Whether the texts of a whole column are names or addresses of persons.

    `texts` may repeat; each text counts once. A column of two-part names without a
    title, mail or telephone among them is not enough: cities are printed so, too.
    """
    distinct = [t for t in dict.fromkeys(text.strip() for text in texts) if t]
    if len(distinct) < MIN_TEXTS:
        return False
    others = sum(_names_other(text, reference) for text in distinct)
    if others > MAX_OTHER_SHARE * len(distinct):
        return False
    certain = sum(map(is_person, distinct))
    named = sum(is_person(text) or _has_shape_of_name(text) for text in distinct)
    return certain >= MIN_PERSON_SHARE * len(distinct) or (
        certain > 0 and named >= MIN_NAME_SHARE * len(distinct)
    )


def is_person(text: str) -> bool:
    """Whether a text has a title, an address of mail or is a telephone number."""
    if len(text) > LONGEST_NAME:
        return False
    return bool(
        _TITLE.match(text)
        or _TITLE_BEHIND.search(text)
        or _MAIL.search(text)
        or content_kind(text) == PHONE
    )


def _has_shape_of_name(text: str) -> bool:
    if len(text) > LONGEST_NAME:
        return False
    return bool(_LATIN_NAME.fullmatch(text) or _EAST_ASIAN_NAME.fullmatch(text))


def _names_other(text: str, reference: Reference) -> bool:
    """Whether a text has words of an institution, a unit, a type or a place."""
    if _MAIL.search(text) or content_kind(text) == PHONE:
        return False
    roles = ("institution", "partner_unit", "departments")
    return bool(
        reference.is_label(text)
        or reference.find_agreement_type(text)
        or reference.find_department(text)
        or any(reference.looks_like(text, role) > NONE for role in roles)
    )
