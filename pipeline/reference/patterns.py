"""What names look like: the patterns of name_patterns.csv, made to be searched quickly.

Stands between `reference_files` and `reference`. Promises the answer that one search
for all alternatives of a role would give: those that begin with Latin, Greek or
Cyrillic letters are only looked for in texts that hold letters of two cases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ReferenceDataError
from pipeline.reference.files import Row, read_table

STRONG, WEAK, NONE = 2, 1, 0
"""How much a text looks like a role."""

_STRENGTH = {"strong": STRONG, "weak": WEAK}
_MATCHES = {"anywhere": "{}", "start": "^(?:{})", "end": "{}$", "whole": "^(?:{})$"}

_BEFORE_CASED = re.compile(r"(?:\\b|\\w\*|\[\w+\])*")


Search = Callable[[str], object]
"""What finds something in a text, or nothing."""


@dataclass(frozen=True)
class NamePattern:
    """What speaks for a role, with its strength (STRONG or WEAK).

    `always` is looked for in any text, `cased` only in a text with letters of two cases.
    """

    strength: int
    always: tuple[Search, ...]
    cased: tuple[Search, ...]

    def speaks(self, text: str, cased: bool) -> bool:
        """Whether the pattern is found; `cased`: the text holds letters of two cases."""
        for found in self.always:
            if found(text):
                return True
        if cased:
            for found in self.cased:
                if found(text):
                    return True
        return False


def is_cased(text: str) -> bool:
    """Whether a text holds letters of two cases: Latin, Greek, Cyrillic ones."""
    return text.lower() != text.upper()


def strength_in(patterns: Sequence[NamePattern], text: str) -> int:
    """The strength of the first pattern that is found in a text, or NONE."""
    cased = is_cased(text)
    for pattern in patterns:
        if pattern.speaks(text, cased):
            return pattern.strength
    return NONE


def read_name_patterns(
    folder: Path,
) -> tuple[Mapping[str, tuple[NamePattern, ...]], tuple[str, ...]]:
    """Read what names of each role look like, and how names of units end."""
    columns = ("role", "place", "pattern", "strength")
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    endings = []
    for row in read_table(folder / "name_patterns.csv", columns):
        if row["place"] == "ending":
            endings.append(row["pattern"])
        found[row["role"], _strength(row)] += _placed(row)
    patterns: defaultdict[str, list[NamePattern]] = defaultdict(list)
    strongest_first = sorted(found.items(), key=lambda item: -item[0][1])
    for (role, strength), parts in strongest_first:
        patterns[role].append(_pattern(strength, parts))
    return {role: tuple(p) for role, p in patterns.items()}, tuple(endings)


def _pattern(strength: int, parts: Sequence[str]) -> NamePattern:
    """Alternatives for the start of a text are looked for there alone, so they stand apart."""
    cased = [part for part in parts if needs_case(part)]
    rest = [part for part in parts if not needs_case(part)]
    fixed = [part for part in rest if part.startswith("^")]
    free = [part for part in rest if not part.startswith("^")]
    return NamePattern(
        strength,
        tuple(_one_of(group).search for group in (free,) if group)
        + tuple(_one_of(group).match for group in (fixed,) if group),
        tuple(_one_of(group).search for group in (cased,) if group),
    )


def _one_of(alternatives: Sequence[str]) -> re.Pattern[str]:
    return compiled("|".join(map(_without_start, alternatives)))


def _without_start(alternative: str) -> str:
    r"""What finds the same without `\\w*` before it, which is looked for at every letter.

    A search only asks whether a pattern is found, not where.
    """
    return alternative.removeprefix(r"\w*")


def needs_case(alternative: str) -> bool:
    """Whether all that an alternative finds holds a letter with case.

    That is so where it begins with two of them: then the first is not optional.
    """
    begins = _BEFORE_CASED.match(alternative)
    first = alternative[begins.end() :][:2] if begins else ""
    return len(first) == 2 and all(map(is_cased, first))


def _strength(row: Row) -> int:
    if row["strength"] not in _STRENGTH:
        message = (
            "A strength of 'name_patterns.csv' must be 'strong' or 'weak', but that of"
            f" '{row['pattern']}' reads '{row['strength']}'."
        )
        raise ReferenceDataError(message)
    return _STRENGTH[row["strength"]]


def _placed(row: Row) -> list[str]:
    """The alternatives of a row, each bound to its place in the text."""
    if row["place"] == "ending":
        return [f"{re.escape(row['pattern'])}$"]
    compiled(row["pattern"])
    return [_MATCHES[row["place"]].format(one) for one in _alternatives(row["pattern"])]


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern between its outermost `|`."""
    depth, start = 0, 0
    for sign in re.finditer(r"\\.|\[(?:\\.|[^\]\\])*+\]?+|[()|]", pattern, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if sign[0] == "|" and depth == 0:
            yield pattern[start : sign.start()]
            start = sign.end()
    yield pattern[start:]


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of our tables, for which upper and lower case are one.

    Raises:
        ReferenceDataError: it is no regular expression.
    """
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        message = (
            f"A pattern must be a regular expression, but '{pattern}' is not: {error}."
        )
        raise ReferenceDataError(message) from error
