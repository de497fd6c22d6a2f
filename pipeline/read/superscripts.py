"""Keeps the signs of footnotes apart from names: those that a page raises, for readers.

A page may raise what is read as one word with the text before it: `Universität Lindau`
and a small `1`. As a raised character it stays a sign.
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789abcd", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈ")
_SIGN = re.compile(r"[(（\[]?(?:\d{1,2}(?:[,，] ?\d{1,2}){0,9}|[a-d])[)）\]]?")


def raise_sign(text: str) -> str:
    """Return what a page raises in raised characters, if it is a footnote's sign.

    Endings of words are none: 1st, nº.
    """
    sign = text.strip()
    return sign.translate(_RAISED) if _SIGN.fullmatch(sign) else text
