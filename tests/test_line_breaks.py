"""Where lines break, with a ruler that counts a full-width character as two."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.line_breaks import (
    NOT_FIRST,
    NOT_LAST,
    break_lines,
    break_pieces,
    display_width,
    truncated,
)

SIZES = (10_000, 200_000)  # linear 20, quadratic 400 times as long
LETTERS = st.text("ab W-,（）、。「」ー大学협정é\u0301👩\u200d1 ", max_size=60)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, []),
        ("   ", 5, []),
        ("two words", 9, ["two words"]),
        ("two words", 8, ["two", "words"]),
        ("Graduate School of  Engineering", 16, ["Graduate School", "of Engineering"]),
        ("Kyungpook Nat. Univ.\n(KNU)", 16, ["Kyungpook Nat.", "Univ. (KNU)"]),
        ("double-degree", 9, ["double-", "degree"]),
        ("2024-2025", 6, ["2024-2", "025"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("a abcdefgh b", 6, ["a", "abcdef", "gh b"]),
        ("大学院システム", 6, ["大学院", "システ", "ム"]),
        ("Kobe大学", 6, ["Kobe大", "学"]),
        ("한국 대학교", 6, ["한국", "대학교"]),
        ("あいうえ、おか", 8, ["あいう", "え、おか"]),
        ("あいう（えお）", 8, ["あいう", "（えお）"]),
        ("協定（件）、大学", 9, ["協定", "（件）、", "大学"]),
        ("サーバー", 4, ["サー", "バー"]),
        ("（（（（", 4, ["（（", "（（"]),
        ("大e\u0301大", 4, ["大e\u0301", "大"]),
        ("大", 1, ["大"]),
    ],
)
def test_lines_break_as_they_are_set(text, room, lines):
    assert break_lines(text, room, display_width) == lines


@pytest.mark.parametrize(
    ("text", "room", "most", "shown"),
    [
        ("大学", 4, 1, "大学"),
        ("国際連携機構", 8, 1, "国際連…"),
        ("Graduate School", 12, 1, "Graduate Sc…"),
        ("Graduate School of Engineering", 10, 2, "Graduate School of…"),
        ("abcdefghijkl", 4, 2, "abcdefg…"),
    ],
)
def test_a_text_is_cut_only_where_it_must_be(text, room, most, shown):
    assert truncated(text, room, most, display_width) == shown


@given(LETTERS, st.integers(2, 30))
def test_no_letter_is_lost_and_no_line_too_wide(text, room):
    lines = break_lines(text, room, display_width)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(lines)
    assert max(map(display_width, lines), default=0) <= room
    pieces = break_pieces(text)
    assert "".join(pieces) == text


@given(LETTERS)
def test_no_line_begins_or_ends_with_a_mark_that_may_not(text):
    words = "".join(text.split())
    room = max(map(display_width, break_pieces(words)))
    lines = break_lines(words, room, display_width)
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


@given(LETTERS, st.integers(4, 30), st.integers(1, 3))
def test_a_cut_text_takes_the_lines_it_has(text, room, most):
    cut = truncated(text, room, most, display_width)
    assert len(break_lines(cut, room, display_width)) <= most


@pytest.mark.parametrize("letters", ["a", "（", "大", "a ", "e\u0301"])
def test_a_long_text_takes_linear_time(letters):
    took = {size: min(_seconds(letters, size) for _ in range(3)) for size in SIZES}
    assert took[SIZES[1]] < 60 * took[SIZES[0]]


def _seconds(letters, size):
    text = letters * (size // len(letters))
    start = time.process_time()
    break_lines(text, 40, display_width)
    truncated(text, 40, 3, display_width)
    return time.process_time() - start
