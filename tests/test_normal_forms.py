"""Folds: which spellings are one name, and which are not."""

from __future__ import annotations

import pytest

from pipeline.reference import Reference, load_reference
from pipeline.reference.normal_forms import fold, fold_accents, fold_script, loose_key


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.A.", "usa"),
        ("ﾀｲ", "タイ"),
        ("タ イ", "タイ"),
        ("エクス＝マルセイユ大学", "エクス・マルセイユ大学"),
        ("Aix-Marseille", "aix marseille"),
        ("King Mongkut’s", "King Mongkut's"),
        ("Trinidad \u00ad& Tobago", "Trinidad & Tobago"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_forgives_the_way_of_typing(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("バ", "パ"), ("大學", "大学"), ("é", "e")])
def test_fold_keeps_what_is_spelt_otherwise(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("mark", ["-", "－", "―", "・", "○", "×"])
def test_fold_of_a_sign_is_not_empty(mark: str) -> None:
    assert fold(mark)


def test_folds_are_done_after_once(reference: Reference) -> None:
    for text in reference.territory_names:
        assert fold(fold(text)) == fold(text)
        assert fold_accents(fold_accents(text)) == fold_accents(text)


@pytest.mark.parametrize(
    ("printed", "today"),
    [
        ("同濟大學", "同済大学"),
        ("同济大学", "同済大学"),
        ("國立臺灣大學", "国立台湾大学"),
    ],
)
def test_character_forms_are_one(
    printed: str, today: str, reference: Reference
) -> None:
    forms = reference.character_forms
    assert fold_script(printed, forms) == fold_script(today, forms)
    assert reference.has_old_forms(printed)
    assert not reference.has_old_forms(today)


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("バジャジャラン", "パジャジャラン"),
        ("フルタミナ", "プルタミナ"),
        ("ミラノピッコカ", "ミラノ・ビコッカ"),
        ("テル・ノルテ", "デル・ノルテ"),
        ("スナンアンベル", "スナン・アンペル"),
        ("ヴィリニユス", "ヴィリニュス"),
        ("ビクトリア", "ヴィクトリア"),
        ("リンシェーピン", "りんしぇぴん"),
    ],
)
def test_misread_kana_have_one_loose_key(printed: str, usual: str) -> None:
    assert loose_key(printed, {}) == loose_key(usual, {})


def test_other_names_have_other_loose_keys(reference: Reference) -> None:
    keys = [
        (i.territory_code, loose_key(i.name_ja, reference.character_forms))
        for i in reference.institutions.values()
    ]
    assert len(set(keys)) == len(keys)
