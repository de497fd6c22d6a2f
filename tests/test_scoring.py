"""What a text may be, by itself and by what the rows that fit teach."""

from __future__ import annotations

import pytest

from pipeline.align.scoring import (
    NEVER,
    SCORE_INDEX,
    SCORED_ROLES,
    add_learned_scores,
    score_text,
    score_words,
    split_departments,
)
from tests.stages import REFERENCE


def likeliest(text: str) -> str:
    scores = score_text(text, REFERENCE)
    return max(SCORED_ROLES, key=lambda role: scores[SCORE_INDEX[role]])


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("アジア", "region"),
        ("Europe", "region"),
        ("韓国", "territory"),
        ("アメリカ合衆国", "territory"),
        ("漢陽大学校", "institution"),
        ("University of Kiel", "institution"),
        ("工学部", "partner_unit"),
        ("Faculty of Engineering", "partner_unit"),
        ("部局間", "agreement_type"),
        ("ダブル・ディグリープログラム", "agreement_type"),
        ("○", "exchange"),
        ("×", "exchange"),
        ("－", "exchange"),
    ],
)
def test_text_speaks_for_its_role(text: str, role: str):
    assert likeliest(text) == role


@pytest.mark.parametrize("text", ["○", "可", "Yes"])
def test_mark_is_never_a_name(text: str):
    scores = score_text(text, REFERENCE)
    assert [scores[SCORE_INDEX[role]] for role in SCORED_ROLES[:6]] == [NEVER] * 6


@pytest.mark.parametrize("text", ["アジア", "韓国", "部局間"])
def test_known_label_is_never_a_mark(text: str):
    assert score_text(text, REFERENCE)[SCORE_INDEX["exchange"]] == NEVER


def test_dash_may_stand_in_many_columns():
    scores = score_text("-", REFERENCE)
    assert (
        min(
            scores[SCORE_INDEX[role]] for role in ("region", "territory", "institution")
        )
        >= -1
    )


def test_text_with_digits_or_of_great_length_is_no_territory():
    for text in ("BK21", "ナ" * 41):
        assert score_text(text, REFERENCE)[SCORE_INDEX["territory"]] == -6
    assert score_text("ナルニア", REFERENCE)[SCORE_INDEX["territory"]] == -1


def test_name_that_is_both_leans_to_the_stronger():
    institution, unit = SCORE_INDEX["institution"], SCORE_INDEX["partner_unit"]
    university = score_text("国立大学", REFERENCE)
    faculty = score_text("国立工学部", REFERENCE)
    assert university[institution] > university[unit]
    assert faculty[unit] > faculty[institution]


def test_nothing_stands_well_under_a_blank_heading():
    for text in ("アジア", "漢陽大学校", "工学部", "○", "備考"):
        assert score_text(text, REFERENCE)[SCORE_INDEX["blank"]] == -6


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("工学部、大学院工学研究科", ["工学部", "大学院工学研究科"]),
        ("工学部,農学部", ["工学部", "農学部"]),
        ("Arts, Letters; Law", ["Arts, Letters", "Law"]),
        ("工学部\n農学部", ["工学部", "農学部"]),
        ("", []),
    ],
)
def test_departments_are_parted(text: str, items: list[str]):
    assert list(split_departments(text)) == items


WORDS = ["", "ゼータ", "申合せ", "工学部、東センター", "東センター", "西センター"]


def taught(seen: dict[str, dict[int, int]]) -> list[dict[str, float]]:
    """By how much each word's scores grew."""
    scores = score_words(WORDS, REFERENCE)
    better = add_learned_scores(WORDS, scores, seen)
    pairs = [(scores.of(i), better.of(i)) for i in range(len(WORDS))]
    return [
        {r: new[i] - old[i] for r, i in SCORE_INDEX.items() if new[i] != old[i]}
        for old, new in pairs
    ]


def test_nothing_seen_teaches_nothing():
    assert taught({}) == [{}] * len(WORDS)


def test_word_seen_in_a_column_gains_by_its_share_there():
    assert taught({"partner_unit": {1: 3}, "institution": {1: 1}})[1] == {
        "partner_unit": 2.25,
        "institution": 0.75,
    }


def test_unknown_type_seen_once_says_little_and_twice_is_a_type():
    assert taught({"agreement_type": {2: 1}})[2] == {}
    assert taught({"agreement_type": {2: 2}})[2] == {"agreement_type": 6.0}


def test_known_departments_speak_for_a_cell_that_holds_them():
    grown = taught({"departments": {3: 1}})
    assert [word.get("departments", 0.0) for word in grown] == [0, 0, 0, 4.5, 4.5, 0]
