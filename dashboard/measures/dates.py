"""Parser of printed dates and numbers, for `timeline`.

Assumes data/reference/value_forms.csv and eras.csv. Promises that nothing is guessed: a
text is a date only as a whole, and an ambiguous text (4/5/2019) is not a date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from unicodedata import normalize

from babel import Locale

from pipeline.reference import REFERENCE_FOLDER
from pipeline.reference.files import read_table
from pipeline.reference.normal_forms import LONGEST_NAME, fold_accents
from pipeline.text_caches import cache_texts

MONTH_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "cs")
"""Languages whose names of months are read, from the Unicode CLDR through Babel."""

YEARS = range(1850, 2200)
"""Years that an agreement may have."""


@dataclass(frozen=True)
class Span:
    """The days that a printed date covers: a day, a month, a year, or a period.

    Attributes:
        first, last: the first and the last of these days; first is None if only the
            last is printed (until 31 March 2024).
        fiscal: a fiscal year, named by the calendar year it begins in; its days are
            unknown.
    """

    first: date | None
    last: date
    fiscal: bool = False


@cache_texts
def read_date(text: str) -> Span | None:
    """Read a printed date, or the two of a period; None if the text is neither."""
    if len(text) > LONGEST_NAME:
        return None
    plain = normalize("NFKC", text).strip()
    for note in _forms("note"):
        plain = note.sub("", plain).strip()
    return _single_date(plain) or _period(plain)


@cache_texts
def read_number(text: str) -> int | None:
    """Read a printed number of persons; None if the text is not a number."""
    if len(text) > LONGEST_NAME:
        return None
    plain = normalize("NFKC", text).strip()
    matches = (form.fullmatch(plain) for form in _forms("number"))
    return next((int(match["number"]) for match in matches if match), None)


def _period(text: str) -> Span | None:
    """Read a period of two dates, or of its last date alone."""
    for first, last in _halves(text):
        since, until = _single_date(first), _single_date(last)
        if since and until and since.first and since.first <= until.last:
            return Span(since.first, until.last, since.fiscal or until.fiscal)
    ends = (
        _single_date(form.sub("", text))
        for form in _forms("until")
        if form.search(text)
    )
    return next((Span(None, end.last, end.fiscal) for end in ends if end), None)


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for sign in _forms("between"):
        for match in sign.finditer(text):
            yield text[: match.start()], text[match.end() :]


def _single_date(text: str) -> Span | None:
    matches = (form.fullmatch(text) for form in _forms("date"))
    spans = (_span(match.groupdict()) for match in matches if match)
    return next((span for span in spans if span), None)


def _span(parts: dict[str, str | None]) -> Span | None:
    year = _year(parts["year"] or "", parts.get("era"))
    month = _month(parts.get("month"), parts.get("name"))
    if year not in YEARS or month is None:
        return None
    first_month, last_month = (month, month) if month else (1, 12)
    days = monthrange(year, last_month)[1]
    printed = parts.get("day")
    first_day, last_day = (int(printed), int(printed)) if printed else (1, days)
    if not 1 <= last_day <= days:
        return None
    return Span(
        date(year, first_month, first_day),
        date(year, last_month, last_day),
        fiscal=bool(parts.get("fiscal")),
    )


def _year(printed: str, era: str | None) -> int:
    """Return the calendar year; 0 if the era is unknown."""
    year = 1 if printed == "元" else int(printed)
    if era is None:
        return year
    first = _eras().get(era.upper(), 0)
    return first + year - 1 if first and year else 0


def _month(number: str | None, name: str | None) -> int | None:
    """Return the month, 0 if none is printed, None if there is no such month."""
    if name is not None:
        return _month_names().get(fold_accents(name))
    month = int(number or 0)
    return month if month <= 12 and (month or number is None) else None


@lru_cache
def _forms(kind: str) -> tuple[re.Pattern[str], ...]:
    path = REFERENCE_FOLDER / "value_forms.csv"
    rows = read_table(path, ("kind", "pattern", "example"), "pattern")
    return tuple(
        re.compile(row["pattern"], re.IGNORECASE) for row in rows if row["kind"] == kind
    )


@lru_cache
def _eras() -> dict[str, int]:
    rows = read_table(REFERENCE_FOLDER / "eras.csv", ("era", "first_year"), "era")
    return {row["era"]: int(row["first_year"]) for row in rows}


@lru_cache
def _month_names() -> dict[str, int]:
    """Map folded names and abbreviations of months, except ambiguous names."""
    numbers: dict[str, set[int]] = {}
    for language in MONTH_LANGUAGES:
        months = Locale(language).months
        for context in months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    numbers.setdefault(fold_accents(name), set()).add(number)
    return {
        name: min(months)
        for name, months in numbers.items()
        if len(months) == 1 and name.isalpha()
    }
