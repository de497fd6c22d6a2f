"""Scores texts for each role, by themselves and by the clear rows: part of `align`.

Assumes the reference tables. Promises one score per role for each distinct text: above
zero speaks for the role, below zero against it. Scores are meant as log odds, set by
hand and proved on generated damage (tests/test_properties.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.grid import Floats, Ints
from pipeline.layout import BLANK, OTHER
from pipeline.model import ROLES
from pipeline.reference import Reference
from pipeline.reference.brackets import split_outside_brackets
from pipeline.reference.content_kinds import (
    ADDRESS,
    DATE,
    NUMBER,
    PHONE,
    content_kind,
)
from pipeline.reference.normal_forms import EAST_ASIAN
from pipeline.text_caches import cache_texts

CONTENT_KINDS = {
    "other_place": ("region", "territory"),
    "other_mark": ("exchange",),
    "other_type": ("agreement_type",),
    "other_date": (),
    "other_number": (),
    "other_address": (),
}
"""Kind of an uncounted column with known texts -> the roles of those texts, if any.

A city may be called as a territory is (Granada, Singapore), and a list may mark more
than exchange: a recognized text fits such a column as well as that of its role.
"""

SCORED_ROLES = (*ROLES, OTHER, BLANK)

SCORE_INDEX = {role: i for i, role in enumerate((*SCORED_ROLES, *CONTENT_KINDS))}
"""The index of each role's score in a vector."""

Scores = tuple[float, ...]

LEARNED_ROLES = (
    "region",
    "institution",
    "partner_unit",
    "agreement_type",
    "departments",
)
"""The roles whose scores are learned from the clear rows."""

RECOGNIZED, AGAINST, NEVER = 5.0, -5.0, -12.0
LONGEST_TERRITORY = 40

UNLIKELY_SCORE = -3.0
"""A cell that scores so little under its heading hardly fits it."""

_COLUMN_OF_FORM = {
    DATE: "other_date",
    NUMBER: "other_number",
    ADDRESS: "other_address",
    PHONE: "other_address",
}
"""Form of a text that names nothing -> the kind of column where it is at home."""

ALL_ITEMS_RECOGNIZED = 4.5
"""Added for a cell all of whose departments stand in clear rows, too."""

_SEPARATORS = frozenset("、､，,；;،؛\n")
_DASHES = frozenset("-－―ー–—‐")
_PARTS = re.compile(r"[、､；;،؛\n]+")
_PARTS_WITH_COMMA = re.compile(r"[、､，,；;،؛\n]+")
_DIGITS = re.compile(r"\d")


@cache_texts
def split_departments(text: str) -> tuple[str, ...]:
    """Split a cell of departments into its items, in printed order.

    A comma separates East Asian names only: English names of faculties hold commas.
    Inside of brackets nothing does.
    """
    separators = _PARTS_WITH_COMMA if EAST_ASIAN.search(text) else _PARTS
    parts = split_outside_brackets(separators, text)
    return tuple(part for item in parts if (part := item.strip()))


def score_text(text: str, reference: Reference) -> Scores:
    """Score a text for each role, by itself."""
    if text in _DASHES:
        return _vector(exchange=2, region=-1, territory=-1, institution=-1, type_=-1)
    if reference.mark_meaning(text):
        territory = 0.0 if reference.find_code(text) else NEVER  # NO is Norway, too
        return _with_content_scores(
            (NEVER, territory, *[NEVER] * 4, RECOGNIZED, 0.0, AGAINST - 1)
        )
    if form := content_kind(text):
        return _nameless(form)
    recognized = {
        "region": bool(reference.find_region(text)),
        "territory": bool(reference.find_territory(text)),
        "type_": bool(reference.find_agreement_type(text)),
    }
    if any(recognized.values()):
        scores = dict.fromkeys(("institution", "partner_unit", "departments"), AGAINST)
        if not (recognized["region"] or recognized["territory"]):
            scores |= {"departments": -2.0}
        scores |= {
            role: RECOGNIZED if yes else AGAINST for role, yes in recognized.items()
        }
        return _vector(**scores, exchange=NEVER, other=-2)
    return _free_text(text, reference)


@dataclass(frozen=True)
class WordScores:
    """The scores of words: `vectors[kind[i]]` are those of word `i`."""

    kind: Ints
    vectors: list[Scores]

    def of(self, word: int) -> Scores:
        """The scores of one word."""
        return self.vectors[int(self.kind[word])]


def score_words(
    words: Sequence[str], reference: Reference, used: Iterable[int] | None = None
) -> WordScores:
    """Score words by themselves, and keep equal scores once.

    If `used` is given, only these are scored, and the others as "".
    """
    scores = [score_text("", reference)] * len(words)
    for code in range(len(words)) if used is None else used:
        scores[code] = score_text(words[code], reference)
    vectors = {vector: i for i, vector in enumerate(dict.fromkeys(scores))}
    return WordScores(
        np.array([vectors[vector] for vector in scores], np.int32), list(vectors)
    )


def _free_text(text: str, reference: Reference) -> Scores:
    institution = reference.looks_like(text, "institution")
    unit = reference.looks_like(text, "partner_unit")
    named = institution > 0 or unit > 0 or len(text) > LONGEST_TERRITORY
    territory = AGAINST - 1 if named or _DIGITS.search(text) else -1.0
    if reference.find_code(text):
        territory = 0.0
    return _vector(
        region=-4,
        territory=territory,
        institution=1.5 * institution - (1.5 if unit == 2 > institution else 0),
        partner_unit=unit - (2.0 if institution == 2 else 0),
        type_=-2.5 if institution or unit or _DIGITS.search(text) else -2,
        departments=0.5 * unit - 0.5 - (1.5 if institution == 2 else 0),
        exchange=-4,
    )


def _nameless(form: str) -> Scores:
    """Score a date, number, address or sign: it is none of the names."""
    names = (*[NEVER] * 6, AGAINST + 1, 0.0, AGAINST - 1)
    own = _COLUMN_OF_FORM.get(form)
    content = (RECOGNIZED if kind == own else 0.0 for kind in CONTENT_KINDS)
    return (*names, *content)


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
    return _with_content_scores(
        (
            *(region, territory, institution, partner_unit, type_, departments),
            *(exchange, other, AGAINST - 1),
        )
    )


def _with_content_scores(scores: Scores) -> Scores:
    content = (
        max((scores[SCORE_INDEX[role]] for role in roles), default=AGAINST)
        for roles in CONTENT_KINDS.values()
    )
    other = scores[SCORE_INDEX[OTHER]]
    return (*scores, *(score if score >= RECOGNIZED else other for score in content))


def add_learned_scores(
    words: Sequence[str],
    scores: WordScores,
    text_counts: Mapping[str, Mapping[int, int]],
) -> WordScores:
    """Add to the scores what the clear rows teach.

    Args:
        words: the distinct texts.
        scores: those of `score_words`.
        text_counts: for a role, how many clear rows hold each text there.
    """
    total = np.zeros(len(words))
    for counts in text_counts.values():
        total[list(counts)] += list(counts.values())
    vectors = np.array(scores.vectors)
    better = {role: vectors[scores.kind, SCORE_INDEX[role]] for role in LEARNED_ROLES}
    for role in ("institution", "partner_unit"):
        texts, rows = _counted(text_counts.get(role, {}))
        better[role][texts] += 3.0 * rows / total[texts]
    for role in ("agreement_type", "region"):
        texts, rows = _counted(text_counts.get(role, {}))
        unknown = (rows >= 2) & (better[role][texts] < 0)
        texts, rows = texts[unknown], rows[unknown]
        better[role][texts] = 4.0 * rows / total[texts]
    items = _learned_items(words, text_counts.get("departments", {}))
    if items:
        possible = better["departments"] > AGAINST
        better["departments"][possible] += _item_scores(words, items)[possible]
    return _with_role_scores(scores, better)


def _counted(rows: Mapping[int, int]) -> tuple[Ints, Floats]:
    texts = np.array(list(rows), np.int32)
    return texts, np.array(list(rows.values()), np.float64)


def _with_role_scores(scores: WordScores, better: Mapping[str, Floats]) -> WordScores:
    """Replace the scores of some roles, and group words with equal scores again."""
    mixed = scores.kind.astype(np.int64)
    for column in better.values():
        values, code = np.unique(column, return_inverse=True)
        mixed = pd.factorize(mixed * len(values) + code)[0].astype(np.int64)
    _, example = np.unique(mixed, return_index=True)
    vectors = np.array(scores.vectors)[scores.kind[example]]
    for role, column in better.items():
        vectors[:, SCORE_INDEX[role]] = column[example]
    return WordScores(mixed.astype(np.int32), [tuple(v) for v in vectors.tolist()])


def _learned_items(texts: Sequence[str], rows: Iterable[int]) -> frozenset[str]:
    return frozenset(item for i in rows for item in split_departments(texts[i]))


def _item_scores(words: Sequence[str], items: frozenset[str]) -> Floats:
    """Return the score of each word as departments, by its share of learned items."""
    return np.array([_item_score(word, items) for word in words])


def _item_score(text: str, items: frozenset[str]) -> float:
    if _SEPARATORS.isdisjoint(text):
        return ALL_ITEMS_RECOGNIZED if text in items else 0.0
    parts = split_departments(text)
    share = sum(map(items.__contains__, parts)) / len(parts) if parts else 0.0
    return ALL_ITEMS_RECOGNIZED * share if share >= 0.5 else 0.0
