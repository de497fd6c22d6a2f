"""What a text may be, judged by itself and by the rows that fit: used by `align`.

Assumes the reference tables. Promises one score per role for each distinct text: above
zero speaks for the role, below zero against it. Scores are logarithms of odds by
intention, set by hand and proved on generated damage (tests/test_properties.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.layout import BLANK, OTHER
from pipeline.model import ROLES
from pipeline.reference import Reference
from pipeline.reference.folds import Words
from pipeline.reference.known import regions_of, strengths_of, territories_of, types_of
from pipeline.reference.normal_forms import EAST_ASIAN, fold
from pipeline.text_caches import cache_texts

CONTENT_ROLES = {
    "other_place": ("region", "territory"),
    "other_mark": ("exchange",),
    "other_type": ("agreement_type",),
}
"""An uncounted column with contents that are known -> the roles of these contents.

A city may be called as a territory is (Granada, Singapore), and a list may mark more
than exchange: in such a column a known text stands as well as in that of its role.
"""

SCORED = (*ROLES, OTHER, BLANK)

AT = {role: i for i, role in enumerate((*SCORED, *CONTENT_ROLES))}
"""The order of the scores in a vector."""

Scores = tuple[float, ...]

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Facts = npt.NDArray[np.bool_] | npt.NDArray[np.integer]

TAUGHT = ("region", "institution", "partner_unit", "agreement_type", "departments")
"""The roles whose scores rows that fit teach."""

KNOWN, AGAINST, NEVER = 5.0, -5.0, -12.0
LONGEST_TERRITORY, SHORTEST_TEXT = 40, 3

ALL_KNOWN = 4.5
"""What speaks for a cell of departments all of which the rows that fit have, too."""

_SEPARATORS = frozenset("、､，,；;\n")
_DASHES = frozenset("-－―ー–—‐")
_PARTS = re.compile(r"[、､；;\n]+")
_PARTS_WITH_COMMA = re.compile(r"[、､，,；;\n]+")
_DIGITS = re.compile(r"\d")


@cache_texts
def split_departments(text: str) -> tuple[str, ...]:
    """Split a cell of departments into its items, in printed order.

    A comma parts East Asian names only: English names of faculties hold commas.
    """
    parts = _PARTS_WITH_COMMA if EAST_ASIAN.search(text) else _PARTS
    return tuple(part for one in parts.split(text) if (part := one.strip()))


def evidence(text: str, reference: Reference) -> Scores:
    """Score what a text may be, by itself."""
    folded = fold(text)
    if text in _DASHES:
        return _vector(exchange=2, region=-1, territory=-1, institution=-1, type_=-1)
    if reference.mark(text):
        territory = 0.0 if reference.find_code(text) else NEVER  # NO is Norway, too
        return _with_held((NEVER, territory, *[NEVER] * 4, KNOWN, 0.0, AGAINST - 1))
    known = {
        "region": bool(reference.find_region(text)),
        "territory": bool(reference.find_territory(text)),
        "type_": bool(reference.find_agreement_type(text)),
    }
    if any(known.values()):
        scores = dict.fromkeys(("institution", "partner_unit", "departments"), AGAINST)
        if not (known["region"] or known["territory"]):
            scores |= {"departments": -2.0}
        scores |= {role: KNOWN if yes else AGAINST for role, yes in known.items()}
        return _vector(**scores, exchange=NEVER, other=-2)
    return _free_text(text, folded, reference)


@dataclass(frozen=True)
class Evidence:
    """The scores of words: `vectors[kind[i]]` are those of word `i`."""

    kind: Ints
    vectors: list[Scores]

    def of(self, word: int) -> Scores:
        """The scores of one word."""
        return self.vectors[int(self.kind[word])]


def evidence_of(words: Words, reference: Reference) -> Evidence:
    """What `evidence` says of each word; those that it must judge alike, judged once."""
    kinds = np.zeros(len(words), np.int64)
    for said in _judged_by(words, reference):
        kinds = 3 * kinds + said
    _, example, kind = np.unique(kinds, return_index=True, return_inverse=True)
    judged = [evidence(words[i], reference) for i in example.tolist()]
    vectors = {scores: i for i, scores in enumerate(dict.fromkeys(judged))}
    alike = np.array([vectors[scores] for scores in judged], np.int32)
    return Evidence(alike[kind], list(vectors))


def _judged_by(words: Words, reference: Reference) -> Iterator[Facts]:
    """All that `evidence` asks of a word, from 0 to 2."""
    codes, marks = reference.territory_codes, reference.marks
    yield _each(_DASHES.__contains__, words)
    yield _each(marks.__contains__, words.folded)
    yield _each(codes.__contains__, map(str.strip, words))
    for labels in (regions_of, territories_of, types_of):
        yield _each(bool, labels(words, reference))
    yield strengths_of(words, "institution", reference)
    yield strengths_of(words, "partner_unit", reference)
    yield words.letters.holding(_DIGITS.match)
    yield _each(len, words) > LONGEST_TERRITORY
    yield _each(len, words.folded) < SHORTEST_TEXT


def _each(fact: Callable[[str], int], texts: Iterable[str]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(fact, texts), np.int64)


def _free_text(text: str, folded: str, reference: Reference) -> Scores:
    institution = reference.looks_like(text, "institution")
    unit = reference.looks_like(text, "partner_unit")
    named = institution > 0 or unit > 0 or len(text) > LONGEST_TERRITORY
    territory = -6.0 if named or _DIGITS.search(text) else -1.0
    if reference.find_code(text):
        territory = 0.0
    return _vector(
        region=-6,
        territory=territory,
        institution=1.5 * institution - (1.5 if unit == 2 > institution else 0),
        partner_unit=unit - (2.0 if institution == 2 else 0),
        type_=-5 if institution or unit or _DIGITS.search(text) else -2,
        departments=0.5 * unit - 0.5 - (1.5 if institution == 2 else 0),
        exchange=-4 if len(folded) < SHORTEST_TEXT else -8,
    )


def _vector(
    region: float = 0,
    territory: float = 0,
    institution: float = 0,
    partner_unit: float = 0,
    type_: float = 0,
    departments: float = 0,
    exchange: float = 0,
    other: float = 0,
) -> Scores:
    return _with_held(
        (
            *(region, territory, institution, partner_unit, type_, departments),
            *(exchange, other, AGAINST - 1),
        )
    )


def _with_held(scores: Scores) -> Scores:
    held = (max(scores[AT[role]] for role in roles) for roles in CONTENT_ROLES.values())
    other = scores[AT[OTHER]]
    return (*scores, *(score if score >= KNOWN else other for score in held))


def learned(
    words: Words,
    scores: Evidence,
    seen: Mapping[str, Mapping[int, int]],
) -> Evidence:
    """Add to the scores what the rows that fit teach.

    Args:
        words: the distinct texts.
        scores: what `evidence` said of each.
        seen: for a role, how many rows that fit hold each text there.
    """
    total = np.zeros(len(words))
    for counts in seen.values():
        total[list(counts)] += list(counts.values())
    vectors = np.array(scores.vectors)
    better = {role: vectors[scores.kind, AT[role]] for role in TAUGHT}
    for role in ("institution", "partner_unit"):
        texts, rows = _counted(seen.get(role, {}))
        better[role][texts] += 3.0 * rows / total[texts]
    for role in ("agreement_type", "region"):
        texts, rows = _counted(seen.get(role, {}))
        unknown = (rows >= 2) & (better[role][texts] < 0)
        texts, rows = texts[unknown], rows[unknown]
        better[role][texts] = 4.0 * rows / total[texts]
    items = _known_items(words, seen.get("departments", {}))
    if items:
        possible = better["departments"] > AGAINST
        better["departments"][possible] += _shares_known(words, items)[possible]
    return _with_taught(scores, better)


def _counted(rows: Mapping[int, int]) -> tuple[Ints, Floats]:
    texts = np.array(list(rows), np.int32)
    return texts, np.array(list(rows.values()), np.float64)


def _with_taught(scores: Evidence, better: Mapping[str, Floats]) -> Evidence:
    """The scores with some roles' own for each word, words alike again together."""
    mixed = scores.kind.astype(np.int64)
    for column in better.values():
        values, code = np.unique(column, return_inverse=True)
        mixed = pd.factorize(mixed * len(values) + code)[0].astype(np.int64)
    _, example = np.unique(mixed, return_index=True)
    vectors = np.array(scores.vectors)[scores.kind[example]]
    for role, column in better.items():
        vectors[:, AT[role]] = column[example]
    return Evidence(mixed.astype(np.int32), [tuple(v) for v in vectors.tolist()])


def _known_items(texts: Sequence[str], rows: Iterable[int]) -> frozenset[str]:
    return frozenset(item for i in rows for item in split_departments(texts[i]))


def _shares_known(words: Words, items: frozenset[str]) -> Floats:
    """What speaks for departments in each word: its items are known."""
    several = words.letters.holding(_SEPARATORS.__contains__)
    shares = np.array([ALL_KNOWN if word in items else 0.0 for word in words])
    for i in np.flatnonzero(several).tolist():
        shares[i] = _share_known(words[i], items)
    return shares


def _share_known(text: str, items: frozenset[str]) -> float:
    parts = split_departments(text)
    share = sum(map(items.__contains__, parts)) / len(parts) if parts else 0.0
    return ALL_KNOWN * share if share >= 0.5 else 0.0
