"""Tells texts that name nothing by their form alone: dates, numbers, addresses, signs.

Used by `layout` and `align`: such a text is never an institution, a unit, an agreement
type or a territory. Knows no list and no language but for the words of dates.
"""

from __future__ import annotations

import re

from pipeline.reference.normal_forms import LONGEST_NAME, normal_form
from pipeline.text_caches import cache_texts

DATE, NUMBER, ADDRESS, PHONE, SIGN = "date", "number", "address", "phone", "sign"

CONTENT_KINDS_OF_FORM = (DATE, NUMBER, ADDRESS, PHONE, SIGN)

_SIGN = re.compile(r"^[^\w]{1,4}$")
_NUMBER = re.compile(
    r"^[(（]?[-+~约約]?\d[\d.,%\s/+-]*(?:名|人|校|件|年|年間|years?|yrs?)?[)）]?\.?$",
    re.I,
)
_DATE = re.compile(
    r"^[(（]?(?:\d{4}[-./年]\s?\d{1,2}(?:[-./月]\s?\d{1,2}日?)?月?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
    r"|\d{1,2}[-. ]?[A-Za-z]{3,9}\.?[-,. ]{1,2}\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
    r"|[A-Za-z]{3,9}\.? \d{4}|(?:明治|大正|昭和|平成|令和|[MTSHR])\.?\s?(?:\d{1,2}|元)[年.]?.{0,8})[)）]?$"
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+\.[\w.-]+$", re.I)
_PHONE = re.compile(r"^(?:tel\.?:?|☎)?\s?[+(]?\d[\d\s()./-]{6,22}\d$", re.I)


@cache_texts
def content_kind(text: str) -> str:
    """Return DATE, NUMBER, ADDRESS, PHONE or SIGN by the form of a text; "" otherwise."""
    if len(text) > LONGEST_NAME:
        return ""
    plain = normal_form("NFKC", text).strip()
    for kind, pattern in (
        (SIGN, _SIGN),
        (DATE, _DATE),
        (NUMBER, _NUMBER),
        (PHONE, _PHONE),
        (ADDRESS, _ADDRESS),
    ):
        if pattern.match(plain):
            return kind
    return ""
