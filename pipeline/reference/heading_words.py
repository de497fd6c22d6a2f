"""Tells the role of a heading by the words it is composed of, where each is known.

Used through `Reference.heading_role` for headings that no table holds as a whole: `Name
of the host university`, `partner_country`, `相手方機関名`. Promises that a heading with one
unknown word has no role; `City University` and `School of Languages` are names, and a
`Level of cooperation` may be the type or our side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.reference.files import read_pairs, split_values
from pipeline.reference.normal_forms import LONGEST_NAME, fold_accents
from pipeline.reference.words import (
    LETTERS,
    known_parts,
    part_word,
    runs_of_characters,
)

HeadingWords = Mapping[str, frozenset[str]]
"""What each folded word can say in a heading."""

_MOST_WORDS = 8
_LONGEST_PHRASE = 3
_LONGEST_WORD = 20
_SHORTEST_PART = 4
"""The parts of a compound such as Partnerhochschule have so many letters at least."""

_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_SEVERAL = re.compile(r"[/／|;；,，]")

_PERSON = frozenset({"person"})
_SIDE = ("partner", "institution", "name", "of")

_RULES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("departments", ("unit", "ours"), ("of", "name", "institution", "agreement")),
    (
        "contact",
        ("person",),
        (*_SIDE, "ours", "unit", "agreement", "exchange", "count"),
    ),
    ("url", ("url",), (*_SIDE, "agreement", "unit")),
    ("remarks", ("remark",), ("of", "agreement", "partner")),
    *(
        (role, (part, of), ("of", "students", "count", "places", "date", "exchange"))
        for role, part in (("students_sent", "sent"), ("students_received", "received"))
        for of in ("students", "count", "places")
    ),
    ("places", ("places",), ("of", "count", "students", "exchange")),
    ("places", ("count", "students"), ("of", "exchange")),
    ("expires_on", ("end", "date"), ("of", "agreement")),
    ("expires_on", ("end", "agreement"), ("of", "date")),
    ("signed_on", ("begin", "date"), ("of", "agreement")),
    ("signed_on", ("begin", "agreement"), ("of", "date")),
    ("signed_on", ("date", "agreement"), ("of",)),
    ("territory", ("territory", "code"), _SIDE),
    ("code", ("code", "institution"), _SIDE),
    ("code", ("code", "partner"), _SIDE),
    ("institution_en", ("english", "name"), _SIDE),
    ("institution_en", ("english", "institution"), _SIDE),
    ("institution", ("tongue", "institution"), _SIDE),
    ("institution", ("tongue", "name"), _SIDE),
    ("territory", ("territory",), (*_SIDE, "tongue")),
    ("city", ("city",), _SIDE),
    ("region", ("region",), _SIDE),
    ("agreement_type", ("kind", "agreement"), ("of", "name", "exchange", "students")),
    ("agreement_type", ("kind", "exchange"), ("of", "name", "students")),
    ("exchange", ("exchange", "students"), ("of", "agreement")),
    *(
        ("unit", ("unit", of), ("of", "name"))
        for of in ("agreement", "exchange", "begin", "sent", "received")
    ),
    ("partner_unit", ("unit", "partner"), _SIDE),
    ("partner_unit", ("unit", "institution"), _SIDE),
    ("unit", ("unit", "name"), ("of",)),
    ("institution", ("institution",), _SIDE),
    ("institution", ("partner", "name"), ("of",)),
    ("agreement_type", ("agreement", "name"), ("of",)),
    ("language", ("language", "teaching"), ("of", "level")),
    ("language", ("language", "level"), ("of",)),
)
"""A role, what must be said in its heading, and what may be said besides; the first
that fits counts."""

_PLACES = ("territory", "city", "region")


def read_heading_words(folder: Path) -> HeadingWords:
    """Read what each word says in a heading."""
    pairs = read_pairs(folder / "heading_words.csv", "folded", "parts")
    sets = {parts: frozenset(split_values(parts)) for parts in set(pairs.values())}
    return {word: sets[parts] for word, parts in pairs.items()}


def joining_words(words: HeadingWords) -> frozenset[str]:
    """Return the words that only join two others: and, of, dan, と."""
    return frozenset(word for word, says in words.items() if says == {"of"})


def composed_role(heading: str, words: HeadingWords) -> str:
    """Return the role of a heading of at least two words that are all known, else "".

    One word is enough if it can only say a person.
    """
    if len(heading) > LONGEST_NAME or _SEVERAL.search(heading):
        return ""
    said: list[frozenset[str]] = []
    for word in _said(heading, words):
        if not word or len(said) == _MOST_WORDS:
            return ""
        said.append(word)
    if len(said) < 2:
        return "contact" if said == [_PERSON] else ""
    for role, needed, allowed in _RULES:
        if _fits(said, needed, allowed):
            return role if role not in _PLACES or _is_head(said, role) else ""
    return ""


def _said(heading: str, words: HeadingWords) -> Iterator[frozenset[str]]:
    """Yield what each word of a heading can say; nothing for an unknown word."""
    pieces = [
        part
        for kind, run in runs_of_characters(_CAMEL.sub(" ", heading))
        if kind == LETTERS
        for part in known_parts(fold_accents(run), words, _LONGEST_WORD)
    ]
    at = 0
    while at < len(pieces):
        lengths = range(min(_LONGEST_PHRASE, len(pieces) - at), 0, -1)
        length = next((n for n in lengths if "".join(pieces[at : at + n]) in words), 1)
        word = "".join(pieces[at : at + length])
        parts = part_word(word, words, _LONGEST_WORD, _SHORTEST_PART)
        yield from (
            (words[part] for part in parts) if parts else [words.get(word, frozenset())]
        )
        at += length


def _fits(
    said: Sequence[frozenset[str]], needed: Sequence[str], allowed: Sequence[str]
) -> bool:
    """Whether words of their own say what is needed, and the others what is allowed."""
    known = {*needed, *allowed}
    if any(word.isdisjoint(known) for word in said):
        return False
    free = sorted(said, key=len)
    for part in needed:
        word = next((word for word in free if part in word), None)
        if word is None:
            return False
        free.remove(word)
    return True


def _is_head(said: Sequence[frozenset[str]], role: str) -> bool:
    """Whether a place is what a heading is about: no `City University`."""
    places = [i for i, word in enumerate(said) if role in word]
    institutions = [i for i, word in enumerate(said) if "institution" in word]
    if not institutions:
        return True
    if any("of" in word for word in said):  # country of university, negara universitas
        return places[0] < institutions[0]
    return places[-1] == len(said) - 1  # university country
