"""Folds texts for comparison: texts with the same fold are the same name.

Used by every stage. Opens no file, changes nothing that is published. Each fold forgives
more than the one before: `fold` typing variants, `fold_accents` Latin accents,
`fold_script` old and simplified characters, `loose_key` misread characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Literal
from unicodedata import combining, normalize

from pipeline.text_caches import cache_texts

CharacterForms = Mapping[int, str]
"""Code point of a character form -> the form it is compared as (`str.translate`)."""

_NO_FORMS: CharacterForms = {}

LONGEST_NAME = 200
"""A longer text names nothing: it is not looked up, and costs no search.

The longest name in our tables has 68 letters, and the longest cell of names in any list
that we have seen 198; longer texts there are remarks and addresses of pages.
"""

_UNSEEN = (
    "\u00ad\u0307\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
_DASHES = "\\-\u058a\u2010-\u2015\u2212\u2e3a\u2e3b\u30a0"
_DOTS = ".,\u00b7\u2022\u2027\u2219\u22c5\u30fb"
_QUOTES = "'\"`\u00b4\u2018-\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb\u02b9-\u02bf"
_DROPPED = re.compile(f"[\\s={_UNSEEN}{_DASHES}{_DOTS}{_QUOTES}]+")
_SPACES = re.compile(f"[\\s{_UNSEEN}]+")
_NO_WIDTH = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_SEPARATOR = "\ue000"
_OUTER = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + _NO_WIDTH
_WITHOUT_WIDTH = re.compile(f"[{_NO_WIDTH}]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_WITHOUT_ACCENTS = re.compile(
    "[\x00-\x7f\u3001-\u3029\u3030-\u3096\u30a1-\u30fc\u4e00-\u9fff]*+"
)
_LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)

_IDEOGRAPH = re.compile("[\u2e80-\U0003ffff]")
"""Only such characters have other forms."""

KANA, KANJI, HANGUL = "\u3040-\u30ff", "\u3400-\u9fff", "\uac00-\ud7af"
"""Ranges of characters, for patterns."""

EAST_ASIAN = re.compile(f"[{KANA}{KANJI}{HANGUL}\uff66-\uff9f]")
"""A Japanese, Chinese or Korean letter, half-width kana among them."""

_V_ROW = re.compile("ヴ([ァィェォ]?)")
_V_AS_B = {"": "ブ", "ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}
_VOICING = re.compile("[\u3099\u309a]")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SMALL, _LARGE = "ァィゥェォャュョヮヵヶ", "アイウエオヤユヨワカケ"
_LARGE_KANA = str.maketrans(_SMALL, _LARGE, "ーッツシ")


Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def normal_form(form: Form, text: str) -> str:
    """`unicodedata.normalize`, in linear time for long texts, too.

    That sorts the accents on one letter by insertion: thousands would take for ever.
    Here they are sorted before.
    """
    if len(text) <= LONGEST_NAME or not any(map(combining, text)):
        return normalize(form, text)
    parts: Form = "NFKD" if form == "NFKC" else "NFD"
    letters = chain.from_iterable(normalize(parts, letter) for letter in text)
    runs = groupby(letters, lambda letter: combining(letter) > 0)
    ordered = (sorted(run, key=combining) if accents else run for accents, run in runs)
    return normalize(form, "".join(chain.from_iterable(ordered)))


def strip_outer_space(text: str) -> str:
    """Strip the white space and zero-width characters around a text (from a paste)."""
    return text.strip(_OUTER)


def on_one_line(text: str, most: int = 0) -> str:
    """Fold white space to single spaces, and cut off what is behind `most` letters."""
    line = " ".join(text.split())
    return line if not most or len(line) <= most else f"{line[:most]}…"


def collapse_spaces(text: str) -> str:
    """Collapse white space to single spaces, and remove zero-width characters."""
    return " ".join(_WITHOUT_WIDTH.sub("", text).split())


@cache_texts
def fold(text: str) -> str:
    """Forgive width, case, white space, dots, hyphens, commas and quotes.

    A text of nothing but such characters (a dash in a cell of marks) keeps them.
    """
    plain = normal_form("NFKC", text).casefold()
    return _DROPPED.sub("", plain) or _SPACES.sub("", plain)


@cache_texts
def fold_accents(text: str) -> str:
    """Forgive accents of Latin, Greek and Cyrillic letters, too: Kiel, Liège, Łódź."""
    plain = fold(text)
    if _WITHOUT_ACCENTS.fullmatch(plain):
        return plain
    parts = normal_form("NFD", plain)
    return normal_form("NFC", _ACCENTS.sub("", parts)).translate(_LETTERS)


def fold_all(
    texts: Sequence[str], forms: CharacterForms
) -> Iterator[tuple[str, str, str]]:
    """Yield `fold`, `fold_accents` and `fold_script` of each of many short texts.

    As one text with a separator that no fold changes: many times faster.
    """
    joined = _SEPARATOR.join(texts)
    if joined.count(_SEPARATOR) != len(texts) - 1:
        for text in texts:
            yield fold(text), fold_accents(text), fold_script(text, forms)
        return
    plain = _DROPPED.sub("", normalize("NFKC", joined).casefold())
    folded = [f or fold(t) for f, t in zip(plain.split(_SEPARATOR), texts, strict=True)]
    parts = _ACCENTS.sub("", normalize("NFD", _SEPARATOR.join(folded)))
    without_accents = normalize("NFC", parts)
    for code, letter in _LETTERS.items():
        without_accents = without_accents.replace(chr(code), letter)
    for name, plain in zip(folded, without_accents.split(_SEPARATOR), strict=True):
        yield name, plain, plain.translate(forms) if _IDEOGRAPH.search(plain) else plain


def fold_script(text: str, forms: CharacterForms) -> str:
    """Forgive old, simplified and variant characters, too: 濟, 济 and 済 are equal."""
    plain = fold_accents(text)
    return plain if forms.keys().isdisjoint(map(ord, plain)) else plain.translate(forms)


def loose_key(
    text: str, forms: CharacterForms, lookalikes: CharacterForms = _NO_FORMS
) -> str:
    """Forgive misread characters, too; names with equal keys may be the same.

    Voiced, half-voiced and unvoiced kana (バ, パ, ハ), small and large kana (ュ, ユ),
    ヴ and the バ row are equal; ー, ッ, ツ and シ count for nothing, for ッ is also found
    beside its place (ピッコカ for ビコッカ), and ツ is read for both ッ and シ. `lookalikes` are equal, too (エ and 工).
    """
    katakana = fold_script(text, forms).translate(_HIRAGANA_TO_KATAKANA)
    plain = katakana.translate(lookalikes) if lookalikes else katakana
    spoken = _V_ROW.sub(lambda match: _V_AS_B[match[1]], plain)
    unvoiced = _VOICING.sub("", normal_form("NFD", spoken))
    return normal_form("NFC", unvoiced).translate(_LARGE_KANA)
