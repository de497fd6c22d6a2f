"""Compiles the patterns of name_patterns.csv for a fast search: for `reference`.

Promises the result of a search for all alternatives of a role: those that begin with
Latin, Greek or Cyrillic letters are only searched in texts with letters of two cases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ReferenceDataError
from pipeline.reference.files import TableRow, read_table

STRONG, WEAK, NONE = 2, 1, 0
"""How much a text looks like a role."""

_STRENGTH = {"strong": STRONG, "weak": WEAK}
_MATCHES = {"anywhere": "{}", "start": "^(?:{})", "end": "{}$", "whole": "^(?:{})$"}

_BEFORE_CASED = re.compile(r"(?:\\b|\\w\*|\[\w+\])*")


Search = Callable[[str], object]
"""Returns a match in a text, or None."""


@dataclass(frozen=True)
class NamePattern:
    """The patterns of a role with one strength (STRONG or WEAK).

    `always` is searched in any text, `cased` only in a text with letters of two cases.
    """

    strength: int
    always: tuple[Search, ...]
    cased: tuple[Search, ...]

    def matches(self, text: str, cased: bool) -> bool:
        """Whether a pattern matches; `cased`: the text has letters of two cases."""
        for search in self.always:
            if search(text):
                return True
        if cased:
            for search in self.cased:
                if search(text):
                    return True
        return False


def is_cased(text: str) -> bool:
    """Whether a text has letters with upper and lower case: Latin, Greek, Cyrillic."""
    return text.lower() != text.upper()


def match_strength(patterns: Sequence[NamePattern], text: str) -> int:
    """Return the strength of the first pattern that matches a text, or NONE."""
    cased = is_cased(text)
    for pattern in patterns:
        if pattern.matches(text, cased):
            return pattern.strength
    return NONE


def read_name_patterns(
    folder: Path,
) -> tuple[Mapping[str, tuple[NamePattern, ...]], tuple[str, ...]]:
    """Read the patterns of names for each role, and the endings of units."""
    columns = ("role", "place", "pattern", "strength")
    alternatives: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    endings = []
    for row in read_table(folder / "name_patterns.csv", columns):
        if row["place"] == "ending":
            endings.append(row["pattern"])
        alternatives[row["role"], _strength(row)] += _anchored(row)
    patterns: defaultdict[str, list[NamePattern]] = defaultdict(list)
    strongest_first = sorted(alternatives.items(), key=lambda item: -item[0][1])
    for (role, strength), parts in strongest_first:
        patterns[role].append(_build_pattern(strength, parts))
    return {role: tuple(p) for role, p in patterns.items()}, tuple(endings)


def _build_pattern(strength: int, parts: Sequence[str]) -> NamePattern:
    """Compile alternatives; those for the start of a text apart, matched only there."""
    cased = [part for part in parts if needs_case(part)]
    rest = [part for part in parts if not needs_case(part)]
    at_start = [part for part in rest if part.startswith("^")]
    anywhere = [part for part in rest if not part.startswith("^")]
    return NamePattern(
        strength,
        tuple(_join_alternatives(group).search for group in (anywhere,) if group)
        + tuple(_join_alternatives(group).match for group in (at_start,) if group),
        tuple(_join_alternatives(group).search for group in (cased,) if group),
    )


def _join_alternatives(alternatives: Sequence[str]) -> re.Pattern[str]:
    return compile_pattern("|".join(map(_without_start, alternatives)))


def _without_start(alternative: str) -> str:
    r"""Return what matches the same texts without a leading `\\w*`.

    That would be tried at every letter; a search only asks whether there is a match.
    """
    return alternative.removeprefix(r"\w*")


def needs_case(alternative: str) -> bool:
    """Whether every match of an alternative has a letter with case.

    It does if it begins with two such letters: then the first is not optional.
    """
    begins = _BEFORE_CASED.match(alternative)
    first = alternative[begins.end() :][:2] if begins else ""
    return len(first) == 2 and all(map(is_cased, first))


def _strength(row: TableRow) -> int:
    if row["strength"] not in _STRENGTH:
        message = (
            "A strength of 'name_patterns.csv' must be 'strong' or 'weak', but that of"
            f" '{row['pattern']}' reads '{row['strength']}'."
        )
        raise ReferenceDataError(message)
    return _STRENGTH[row["strength"]]


def _anchored(row: TableRow) -> list[str]:
    """Return the alternatives of a row, each anchored to its position in the text."""
    if row["place"] == "ending":
        return [f"{re.escape(row['pattern'])}$"]
    compile_pattern(row["pattern"])
    return [
        _MATCHES[row["place"]].format(alternative)
        for alternative in _alternatives(row["pattern"])
    ]


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield the parts of a pattern between its outermost `|`."""
    depth, start = 0, 0
    for sign in re.finditer(r"\\.|\[(?:\\.|[^\]\\])*+\]?+|[()|]", pattern, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if sign[0] == "|" and depth == 0:
            yield pattern[start : sign.start()]
            start = sign.end()
    yield pattern[start:]


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of our tables, ignoring case.

    Raises:
        ReferenceDataError: it is not a regular expression.
    """
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        message = (
            f"A pattern must be a regular expression, but '{pattern}' is not: {error}."
        )
        raise ReferenceDataError(message) from error
