"""Tells texts that name nothing by their form alone: dates, numbers, addresses, signs.

Used by `layout` and `align`: such a text is never an institution, a unit, an agreement
type or a territory. Knows no list. A text in words is of a kind only if each of its
words is one of that kind in data/reference/content_words.csv (or the name of a month or
an era) and a number stands among them: `3M`, `Paris 8` and `2iE` are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from unicodedata import decimal

from pipeline.reference.files import REFERENCE_FOLDER, read_pairs, read_table
from pipeline.reference.normal_forms import LONGEST_NAME, fold_accents, normal_form
from pipeline.reference.words import (
    DIGITS,
    LETTERS,
    character_kind,
    known_parts,
    runs_of_characters,
)
from pipeline.text_caches import cache_texts

DATE, NUMBER, ADDRESS, PHONE, SIGN = "date", "number", "address", "phone", "sign"

CONTENT_KINDS_OF_FORM = (DATE, NUMBER, ADDRESS, PHONE, SIGN)

_YEAR = r"(?:18[5-9]\d|19\d\d|2[01]\d\d)"
_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", r"[0-3]?\d"
_PART = r"\s{0,2}[-./]\s{0,2}"
_ONE_DATE = (
    rf"(?:(?:{_YEAR}|1[34]\d\d|2[45]\d\d){_PART}{_MONTH}{_PART}{_DAY}"
    rf"|{_DAY}{_PART}{_DAY}{_PART}(?:{_YEAR}|\d\d)"
    rf"|{_YEAR}{_PART}{_MONTH}|{_MONTH}{_PART}{_YEAR}|{_YEAR}[-/]\d\d"
    rf"|{_YEAR}[01]\d[0-3]\d|{_YEAR})(?!\d)\.?"
)
_DATES = re.compile(
    rf"^[(<~≤'\s]*+{_ONE_DATE}(?:\s\d\d?(?::\d\d){{1,2}})?+"
    rf"(?:\s*+[-~–—−→>/|,;&\s]++(?:{_ONE_DATE})?+)*+[)\s]*+"
)
_NAMED_YEAR = re.compile(r"1[34]\d\d|18[5-9]\d|19\d\d|2[01]\d\d|2[45]\d\d")
"""Years of the Common Era, of the Islamic calendars and of the Buddhist one."""

_ERA_LETTER = re.compile(r"(?<!\w)[mtshr]\.?\s?(?=(?:\d{1,2}|元)\s?[年./-])")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
_LEVEL = re.compile(r"(?<![^\W_])(?:[abc][12](?:[.,][0-9])?|n[1-5])\+{0,2}(?![^\W_])")
"""Levels of the Common European Framework, and of the Japanese test."""

_PHONE = re.compile(r"^[+(]*+\d[\d\s()./+~-]{5,40}+(?:#\d{1,6})?")
_MOST_PHONE_DIGITS = 16
_THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})++")

_LINK = re.compile(
    r"(?:https?:?//|www\.)[^\s|,;、]++"
    r"|(?<![\w.+-])[\w.+-]{1,64}+\s?[@＠]\s?[\w-]++(?:\.[\w-]++)++"
    r"|(?<![\w.@-])(?:[a-z0-9][a-z0-9-]++\.){1,5}+(?:com|org|net|edu|gov|info)"
    r"(?![\w.])(?:/\S*+)?"
    r"|(?<![\w.@-])[a-z0-9][a-z0-9-]++(?:\.[a-z0-9-]{2,30}+){0,3}"
    r"\.(?:ac|co|or|go|edu|com|gov)\.[a-z]{2}(?![\w.])(?:/\S*+)?"
)
_IN_LINKS = re.compile(r"[.@＠]|//")
"""No address of a page or of mail is without one of these, and few names have one."""

_POSTAL_MARK = re.compile(r"〒\s?\d{3}")
_EAST_ASIAN_ADDRESS = re.compile(
    r"[都道府県省市區区郡縣](?:[^\W\d_]|\s){1,30}+[\d-]{1,9}(?:番|号|丁目|號|号|$)"
    r"|[路街]\s?(?:[一二三四五六七八九十]段)?\s?\d{1,5}\s?(?:號|号)"
    r"|(?:구|시|동)\s[^\W\d_]{1,20}(?:로|길)\s?\d{1,5}"
)
_ORGANISATION = re.compile(
    "univer|univ\\.|institut|college|hochschul|akadem|academ|école|ecole|school|escuela"
    "|大学|大學|学院|學院|대학|универс|инстит|جامعة|đại học|มหาวิทยาลัย|πανεπ|facult|fakult"
)


_INNER_DOT = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_BETWEEN_LEVELS = re.compile(r"[^\w\s.'’]+|\n|\s(?:and|or|et|y|und)\s")


@cache_texts
def content_kind(text: str) -> str:
    """Return DATE, NUMBER, ADDRESS, PHONE or SIGN by the form of a text; "" otherwise.

    A duration (5 years) and words for no end (open-ended, 永久) are dates; numbers with
    units, levels of a language and test scores (2名, B2, GPA 3.0) are numbers.
    """
    if len(text) > LONGEST_NAME:
        return ""
    plain = _plain(text)
    kinds = set(map(character_kind, plain))
    if not plain or not kinds & {DIGITS, LETTERS}:
        return SIGN if plain else ""
    if _is_address(plain):
        return ADDRESS
    if LETTERS not in kinds:
        return _kind_of_digits(plain)
    if fold_accents(plain) in _words().get("open", ()):
        return DATE
    return _kind_of_words(plain)


def is_study_level(text: str) -> bool:
    """Whether a text names nothing but degrees or levels of study: Master, 学士・修士."""
    if len(text) > LONGEST_NAME:
        return False
    parts = [part for part in _BETWEEN_LEVELS.split(_plain(text)) if part.strip()]
    levels = _words().get("study", frozenset())
    return bool(parts) and all(fold_accents(part) in levels for part in parts)


def _plain(text: str) -> str:
    """Forgive width, case and the script of digits."""
    plain = normal_form("NFKC", text).strip().casefold()
    return _OTHER_DIGITS.sub(lambda digit: str(decimal(digit[0])), plain)


def _kind_of_digits(plain: str) -> str:
    """Tell dates, telephone numbers and other numbers apart: no letter is there."""
    if _DATES.fullmatch(plain):
        return DATE
    return PHONE if _is_phone(plain) else NUMBER


def _is_phone(plain: str) -> bool:
    """Whether digits are grouped as those of a telephone number."""
    digits = sum(map(str.isdecimal, plain))
    if not 7 <= digits <= _MOST_PHONE_DIGITS or not _PHONE.fullmatch(plain):
        return False
    if plain.startswith(("+", "(", "0")):
        return True
    return not _THOUSANDS.fullmatch(plain) and len(re.findall(r"\d+", plain)) >= 3


def _kind_of_words(plain: str) -> str:
    """Return the kind that all words of a text share, if a number is among them."""
    leveled, levels = _LEVEL.subn(" ", plain)
    numbers, kinds = _numbers_and_kinds(_ERA_LETTER.sub("平成", leveled))
    if not all(kinds):
        return ""

    def all_are(*wanted: str) -> bool:
        return all(not of_word.isdisjoint(wanted) for of_word in kinds)

    def any_is(*wanted: str) -> bool:
        return any(not of_word.isdisjoint(wanted) for of_word in kinds)

    if levels or any_is("level"):
        scored = levels or numbers
        known = ("level", "language", "unit", "order", "date", "numeral")
        return NUMBER if scored and all_are(*known) else ""
    if all_are("phone") and sum(map(len, numbers)) >= 5:
        return PHONE
    if not numbers and not any_is("numeral"):
        return ""
    dated = any_is("month", "era", "duration") or any(
        _NAMED_YEAR.fullmatch(number) for number in numbers
    )
    if dated and all_are("date", "month", "era", "duration", "numeral"):
        return DATE
    if not numbers:
        return ""
    counted = any_is("unit", "order", "duration")
    known = ("unit", "order", "numeral", "duration", "date", "month")
    return NUMBER if counted and all_are(*known) else ""


def _numbers_and_kinds(plain: str) -> tuple[list[str], list[frozenset[str]]]:
    """Return the numbers of a text and the kinds of its words, to the first unknown one."""
    numbers: list[str] = []
    kinds: list[frozenset[str]] = []
    for piece in _pieces(plain):
        if piece.isdecimal():
            numbers.append(piece)
            continue
        kinds.append(_kinds_of_word(fold_accents(piece)))
        if not kinds[-1]:
            break
    return numbers, kinds


def _pieces(plain: str) -> Iterator[str]:
    """Yield the numbers and words of a text; words of Japanese and Thai are parted."""
    joined = _INNER_DOT.sub("", plain) if "." in plain else plain
    for kind, run in runs_of_characters(joined):
        if kind == DIGITS:
            yield run
        elif kind == LETTERS:
            yield from known_parts(run, _kinds_by_word(), _longest_word())


def _is_address(plain: str) -> bool:
    """Whether a text is nothing but addresses of pages, of mail or of the post."""
    rest, links = _LINK.subn(" ", plain) if _IN_LINKS.search(plain) else (plain, 0)
    if links:
        words = [piece for piece in _pieces(rest) if not piece.isdecimal()]
        return all(
            not _kinds_of_word(fold_accents(word)).isdisjoint(("address", "phone"))
            for word in words
        )
    if _POSTAL_MARK.match(plain):
        return True
    if not any(map(str.isdecimal, plain)) or _ORGANISATION.search(plain):
        return False
    if _EAST_ASIAN_ADDRESS.search(plain):
        return True
    return "," in plain and any(
        "street" in _kinds_of_word(fold_accents(piece)) or piece.endswith("straße")
        for piece in _pieces(plain)
    )


def _kinds_of_word(folded: str) -> frozenset[str]:
    return _kinds_by_word().get(folded, frozenset())


@lru_cache
def _words() -> Mapping[str, frozenset[str]]:
    """The folded words of each kind."""
    columns = ("kind", "word", "language")
    words: dict[str, set[str]] = {}
    for row in read_table(REFERENCE_FOLDER / "content_words.csv", columns):
        words.setdefault(row["kind"], set()).add(fold_accents(row["word"]))
    eras = read_table(REFERENCE_FOLDER / "eras.csv", ("era", "first_year"), "era")
    words["era"] = {fold_accents(row["era"]) for row in eras if len(row["era"]) > 1}
    months = read_pairs(REFERENCE_FOLDER / "month_names.csv", "folded", "languages")
    words["month"] = set(months)
    return {kind: frozenset(of_kind) for kind, of_kind in words.items()}


@lru_cache
def _kinds_by_word() -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, words in _words().items():
        for word in words if kind not in ("open", "study") else ():
            kinds.setdefault(word, set()).add(kind)
    return {word: frozenset(of_word) for word, of_word in kinds.items()}


@lru_cache
def _longest_word() -> int:
    return max(map(len, _kinds_by_word()))
