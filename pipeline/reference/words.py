"""Parts texts into words, numbers and signs, in scripts with and without spaces.

For the modules of `reference` that judge a text by the words it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import groupby
from unicodedata import category

DIGITS, LETTERS, SIGNS = "digits", "letters", "signs"

_SIGNS_AMONG_LETTERS = frozenset("〇々〆")
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""Letters of scripts that write words without spaces between them."""


MOST_CHARACTERS = 4096
"""So many characters are remembered with their kind."""


@lru_cache(MOST_CHARACTERS)
def character_kind(character: str) -> str:
    """Return DIGITS, LETTERS or SIGNS; marks above and below letters are letters."""
    if character.isdecimal():
        return DIGITS
    if character in _SIGNS_AMONG_LETTERS:
        return SIGNS
    is_letter = character.isalpha() or category(character) in ("Mn", "Mc")
    return LETTERS if is_letter else SIGNS


def runs_of_characters(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of characters of one kind, with the kind."""
    for kind, run in groupby(text, character_kind):
        yield kind, "".join(run)


def known_parts(word: str, known: Container[str], longest: int) -> list[str]:
    """Part a word of a script without spaces into known words, the longest first.

    The word itself if it can't be parted so, or is of another script.
    """
    if word in known or not _WITHOUT_SPACES.search(word):
        return [word]
    return part_word(word, known, longest) or [word]


def part_word(
    word: str, known: Container[str], longest: int, shortest: int = 1
) -> list[str]:
    """Part a word into known words, the longest first; [] if that fails."""
    parts: list[str] = []
    start = 0
    while start < len(word):
        ends = range(min(start + longest, len(word)), start + shortest - 1, -1)
        for end in ends:  # a loop of its own: most words fail here, letter by letter
            if word[start:end] in known:
                break
        else:
            return []
        parts.append(word[start:end])
        start = end
    return parts
