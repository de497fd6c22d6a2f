"""The lists of the benchmark, and the headings that the reader must do without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from pipeline.reference import Reference, load_reference
from tests.support.unseen.families import FAMILIES
from tests.support.unseen.truth import MadeList

HIDDEN_SHARE = 1 / 3
"""Share of our headings that are unknown to the reader of a list."""


@dataclass(frozen=True)
class Case:
    """One list and the headings (folded) that its reader does not know."""

    name: str
    made: MadeList
    hidden: frozenset[str]


def unseen_cases(families: Sequence[str], lists: int, seed: str) -> Iterator[Case]:
    """Draw so many lists of each family; the same for the same seed."""
    known = sorted(load_reference().column_names)
    for family in families:
        for number in range(lists):
            random = Random(f"{seed} {family} {number}")
            hidden = random.sample(known, int(len(known) * HIDDEN_SHARE))
            made = replace(FAMILIES[family](random), family=family)
            yield Case(f"{family}-{number:05d}", made, frozenset(hidden))


def without_headings(reference: Reference, hidden: frozenset[str]) -> Reference:
    """Make a reference that does not know some headings."""
    names = reference.column_names.items()
    return replace(
        reference, column_names={k: role for k, role in names if k not in hidden}
    )
