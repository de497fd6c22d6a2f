"""Folding all words at once gives what folding each alone gives."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest

from pipeline.reference import load_reference
from pipeline.reference.folds import Letters, Words
from pipeline.reference.known import (
    regions_of,
    strengths_of,
    territories_of,
    types_of,
    words_of,
)
from pipeline.reference.normal_forms import fold, fold_accents, fold_script, loose_key

REFERENCE = load_reference()
FORMS, LOOKALIKES = REFERENCE.character_forms, REFERENCE.lookalikes

PARTS = (
    *("", "ヴ", "ゔ", "ァ", "ｳ", "ﾞ", "か", "\u3099", "ッ", "ー", "é", "e", "\u0301"),
    *("\u0307", "İ", "ß", "ø", "\u200b", "-", "・", " ", "㈱", "學", "エ", "각", "\0"),
)
"""Letters that are joined, parted or dropped beside each other."""

TRAPS = ["".join(letters) for letters in product(PARTS, repeat=3)]

NAMES = [
    *dict.fromkeys(
        f"{before}{name}{after}"
        for name in (
            *(
                "アジア",
                "Europe",
                "タイ",
                "Côte d’Ivoire",
                "臺灣",
                "部局間",
                "Japan日本",
            ),
            *("東西大学 工学部", "大学院", "Grande École", "TECHNISCHE HOCHSCHULE"),
            *("国立研究所", "Institut für Physik", "ประเทศญี่ปุ่น", "台湾 - 中国"),
        )
        for before in ("", "(", "ญี่ปุ่น ", "X/", "ประเทศ", "日本　")
        for after in ("", "(3)", "（2校）", " Brazil", "校", ")", " – Asia")
    )
]


def words(texts: list[str]) -> Words:
    return words_of(dict.fromkeys(texts), REFERENCE)


@pytest.mark.parametrize("texts", [TRAPS, [t for t in TRAPS if "\0" not in t], NAMES])
def test_each_fold_is_that_of_the_word_alone(texts: list[str]):
    some = words(texts)
    script = partial(fold_script, forms=FORMS)
    loose = partial(loose_key, forms=FORMS, lookalikes=LOOKALIKES)
    assert some.folded == list(map(fold, some))
    assert some.accents == list(map(fold_accents, some))
    assert some.scripts == list(map(script, some))
    assert some.loose_keys == list(map(loose, some))


def test_each_word_is_found_as_it_is_alone():
    some = words(NAMES)
    assert regions_of(some, REFERENCE) == list(map(REFERENCE.find_region, some))
    assert territories_of(some, REFERENCE) == list(map(REFERENCE.find_territory, some))
    assert types_of(some, REFERENCE) == list(map(REFERENCE.find_agreement_type, some))


@pytest.mark.parametrize("role", ["institution", "partner_unit", "ditto"])
def test_each_word_looks_like_what_it_looks_like_alone(role: str):
    some = words([*NAMES, "同上", "Ditto"])
    alone = [REFERENCE.looks_like(word, role) for word in some]
    assert strengths_of(some, role, REFERENCE).tolist() == alone


def test_texts_that_hold_a_letter_are_told():
    letters = Letters.of(["", "工学部", "Kiel (CAU)", "x"])
    assert letters.holding("()".__contains__).tolist() == [False, False, True, False]
    assert letters.holding("?".__contains__).tolist() == [False] * 4


def test_words_that_are_respelt_alike_stay_the_same():
    some = words(["a", "b"])
    assert some.respelt(["a", "b"]) is some
    assert some.respelt(["a", "c"]) == ["a", "c"]
