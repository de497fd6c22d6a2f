"""Tells a column of persons by what it holds: titles, names in two parts, addresses.

For `layout`: names of persons, telephone numbers and mail are left out unless asked for.
Promises that a column with words of institutions, units or places is none of persons:
when unsure, it says no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reference import Reference
from pipeline.reference.content_kinds import PHONE, content_kind, is_study_level
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.reference.patterns import NONE

MIN_TEXTS = 3
"""Fewer distinct texts prove nothing."""

MIN_DOUBTED_TEXTS = 2
"""From so many on a column may be in doubt."""

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
_NAME_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁҐЄІЇΆ-ΏΑ-Ω\u1e00-\u1eff][\w'’.-]{0,20}"
_LATIN_NAME = re.compile(
    rf"{_NAME_WORD}(?:,\s{_NAME_WORD}(?:\s{_NAME_WORD})?"
    rf"|(?:\s(?:de|da|do|del|della|di|van|von|der|den|la|le|bin|binti|al|el|y|e)){{0,2}}\s{_NAME_WORD}"
    rf"(?:\s{_NAME_WORD}){{0,2}})"
)
_CASELESS_NAME = re.compile(
    "|".join(
        f"{word}{{1,20}}+(?: {word}{{1,20}}+){{1,{more}}}"
        for word, more in (
            ("[\u05d0-\u05ea]", 2),
            ("[\u0621-\u06d3\u200c]", 2),
            ("[\u0900-\u097f]", 2),
            ("[\u0e01-\u0e4e]", 1),
        )
    )
)
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧"
    "许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊陆陸郝孔崔"
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염추"
)
"""The usual surnames of one letter in Chinese and Korean."""
_SHORT_NAME = re.compile("[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")
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


def may_be_persons(texts: Sequence[str], reference: Reference) -> bool:
    """Whether nearly all texts of a column have the shape of a person's name.

    Cities and fields may have it, too: it is a doubt, and a person is asked.
    """
    distinct = [t for t in dict.fromkeys(text.strip() for text in texts) if t]
    if len(distinct) < MIN_DOUBTED_TEXTS:
        return False
    named = sum(
        is_person(text) or _has_shape_of_name(text) or _may_be_name(text)
        for text in distinct
    )
    others = (_names_other(t, reference) or is_study_level(t) for t in distinct)
    return named >= MIN_NAME_SHARE * len(distinct) and not any(others)


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
    if len(text) > LONGEST_NAME or any(map(str.isdecimal, text)):
        return False
    return bool(_LATIN_NAME.fullmatch(text) or _EAST_ASIAN_NAME.fullmatch(text))


def _may_be_name(text: str) -> bool:
    """Whether a text may be a name where no letter is a capital one."""
    if len(text) > LONGEST_NAME:
        return False
    short = _SHORT_NAME.fullmatch(text) is not None and text[0] in _SURNAMES
    return short or _CASELESS_NAME.fullmatch(text) is not None


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
