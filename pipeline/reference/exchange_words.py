"""Tells whether the name of an agreement type says that it is for student exchange.

Used through `Reference`. A name counts as whole words (no SEA in `research`), and not
where a word beside it denies it: `No student exchange`, 学生交換なし.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.reference.files import read_table
from pipeline.reference.normal_forms import EAST_ASIAN, LONGEST_NAME, fold_accents

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_INITIALS = 4


@dataclass(frozen=True)
class ExchangeWords:
    """Names of student exchange and words that deny it.

    Attributes:
        names, negations: folded words, parted and surrounded by blanks.
        in_runs, negations_in_runs: folded, of scripts without blanks between words.
        initials: names such as SEA, which count in capitals only.
    """

    names: tuple[str, ...]
    in_runs: tuple[str, ...]
    initials: frozenset[str]
    negations: tuple[str, ...]
    negations_in_runs: tuple[str, ...]


def read_exchange_words(folder: Path, negations: Iterable[str]) -> ExchangeWords:
    """Read the names of types for student exchange; `negations` deny them."""
    rows = read_table(folder / "exchange_types.csv", ("name", "language"), "name")
    names = [row["name"] for row in rows]
    initials = frozenset(n for n in names if _is_initials(n))
    return ExchangeWords(
        _spaced(name for name in names if name not in initials),
        _in_runs(names),
        initials,
        _spaced(negations),
        _in_runs(negations),
    )


def is_for_exchange(text: str, words: ExchangeWords) -> bool:
    """Whether a text names student exchange and no word in it denies that."""
    if len(text) > LONGEST_NAME:
        return False
    spaced, run = _words(text), fold_accents(text)
    if not (
        any(name in spaced for name in words.names)
        or any(name in run for name in words.in_runs)
        or not words.initials.isdisjoint(_WORD.findall(text))
    ):
        return False
    return not (
        any(negation in spaced for negation in words.negations)
        or any(negation in run for negation in words.negations_in_runs)
    )


def _is_initials(name: str) -> bool:
    return len(name) <= _LONGEST_INITIALS and name.isascii() and name.isupper()


def _words(text: str) -> str:
    """Return the folded words of a text, parted and surrounded by blanks."""
    return f" {' '.join(map(fold_accents, _WORD.findall(text)))} "


def _spaced(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(_words(name) for name in names if not _is_run(name))


def _in_runs(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold_accents(name) for name in names if _is_run(name))


def _is_run(name: str) -> bool:
    """Whether a name is in a script that may stand without blanks around it."""
    return bool(EAST_ASIAN.search(name)) or "\u0e00" <= name[0] <= "\u0e7f"
