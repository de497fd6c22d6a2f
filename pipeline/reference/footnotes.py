"""Parts the signs of footnotes from names, and reads footnotes: for `remarks`, `normalize`.

Knows no list. Promises that a text of nothing but signs stays as it is.
"""

from __future__ import annotations

import re

from pipeline.reference.normal_forms import LONGEST_NAME, normal_form

_NUMBERED = r"\s?\d{1,2}"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈ"
_SIGN = (
    rf"[※*＊](?:{_NUMBERED})?|[†‡§¶★☆⁂]{{1,3}}|[{_SUPERSCRIPTS}]{{1,3}}[)）]?|[①-⑳]"
    rf"|[注註]{_NUMBERED}"
    rf"|[(（\[［]\s?(?:[注註※*＊†‡]{{1,3}}\s?\d{{0,2}}|note\s?\d{{1,2}})\s?[)）\]］]"
    rf"|[\[［]\d{{1,2}}[\]］]|[【〔]注?\s?\d{{1,2}}[】〕]"
)
_BEHIND = re.compile(
    rf"(?<![\s,，、])[\s,，、]*+((?:(?:{_SIGN})[\s,，、]*+){{1,6}}+)$", re.I
)
_BEFORE = re.compile(
    rf"^((?:(?:[※*＊]{_NUMBERED}(?![\dA-Za-z])|[※*＊★☆†‡])\s*+)++)(?=\w)"
)
_ONE_SIGN = re.compile(_SIGN, re.I)
_SIGN_ENDS = frozenset(f"※*＊†‡§¶★☆⁂{_SUPERSCRIPTS}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳)）]］】〕")
_BEHIND_SIGNS = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + ",，、"
_EXPLAINED = re.compile(rf"({_SIGN}|[(（]\d{{1,2}}[)）])\s*+[:：.．)）]?\s*+", re.I)


def part_footnotes(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without the signs behind and before it, and the keys of these."""
    if len(text) > LONGEST_NAME:
        return text, ()
    behind = _BEHIND.search(text) if _may_end_in_sign(text) else None
    name = text[: behind.start()] if behind else text
    before = _BEFORE.match(name)
    if before and before[1][0] in text[before.end() :]:
        return text, ()  # *bold*: the signs belong to the name
    rest = name[before.end() :] if before else name
    if not any(map(str.isalpha, rest)):
        return text, ()
    signs = (before.group() if before else "") + (behind[1] if behind else "")
    return rest, tuple(map(sign_key, _ONE_SIGN.findall(signs)))


def _may_end_in_sign(text: str) -> bool:
    """Whether the last letter may end a sign: a quick look, that of few names does."""
    last = text.rstrip(_BEHIND_SIGNS)[-1:]
    return last in _SIGN_ENDS or last.isdecimal()


def sign_key(sign: str) -> str:
    """Return a footnote sign in the form in which it is compared: `(※１)` is `※1`."""
    plain = normal_form("NFKC", sign).replace("註", "注").strip("()[]【】〔〕")
    return "".join(plain.split())


def read_footnote_line(line: str) -> dict[str, str]:
    """Return the text of each sign that a line explains, the line beginning with one."""
    notes: dict[str, str] = {}
    match = _EXPLAINED.match(line)
    while match:
        following = _next_explained(line, match.end())
        end = following.start() if following else len(line)
        if note := line[match.end() : end].strip(" \u3000,;；、"):
            notes.setdefault(sign_key(match[1]), note)
        match = following
    return notes


def _next_explained(line: str, start: int) -> re.Match[str] | None:
    """Find the next sign with a space before it."""
    match = _EXPLAINED.search(line, start)
    while match and not line[match.start() - 1].isspace():
        match = _EXPLAINED.search(line, match.end())
    return match
