"""The bundled font: what it holds, how it measures, where lines break."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fontTools.ttLib import TTFont

from dashboard.exports.lettering import (
    BOLD,
    FONT_FAMILY,
    REGULAR,
    text_width,
    wrapped,
)

EUROPE = "ÀÆÇÐÉĞİÍĶŁŇÑŐØŒŘŞȘŠŢȚŪŲŴŸŽßþđħıĳŀŋſəẞ ΑΆάΐΰϋώς ЄІЇҐЂЃЌЎЏЁёђћџѣ Ếắợ"
EAST = "一丂丟丄鷗𠮟俱剝 们习专龙 嘅 가힣뷁 ぁんヶヴ ｱ ①㈱№ ○×※→"


@pytest.mark.parametrize("path", [REGULAR, BOLD], ids=["regular", "bold"])
def test_font_has_the_letters_of_every_list(path, kobe):
    with TTFont(path) as font:
        held = set(font.getBestCmap())
        assert font["name"].getBestFamilyName() == FONT_FAMILY
    labels = [
        *kobe.institutions[["name_ja", "name_en"]].stack(),
        *kobe.departments[["label_ja", "label_en"]].stack(),
        *kobe.territories[["label_ja", "label_en"]].stack(),
        *kobe.regions[["label_ja", "label_en"]].stack(),
        *kobe.agreements.filter(like="_text").stack(),
    ]
    used = {ord(character) for text in labels for character in text}
    every = {ord(character) for character in EUROPE + EAST + "".join(CHARSETS)}
    assert "".join(map(chr, sorted((used | every) - held))) == ""


def characters(charset: str, first: int, last: int) -> str:
    """The two-byte characters of a charset from one lead byte to another."""
    codes = (
        bytes([lead, trail])
        for lead in range(first, last + 1)
        for trail in range(0xA1, 0xFF)
    )
    return "".join(code.decode(charset, errors="ignore") for code in codes)


CHARSETS = (
    characters("euc_jp", 0xB0, 0xF4),
    characters("euc_jis_2004", 0xAE, 0xFE),
    characters("gb2312", 0xB0, 0xF7),
    characters("big5", 0xA4, 0xC5),
    characters("euc_kr", 0xB0, 0xC8),
)
"""Kanji, the added kanji, simplified and traditional Chinese, Hangul."""


def test_width_is_the_sum_of_the_characters():
    assert text_width("神戸大学", 30) == pytest.approx(120)
    assert text_width("AV", 40) == pytest.approx(
        text_width("A", 40) + text_width("V", 40)
    )
    assert text_width("e\u0301", 40) == pytest.approx(text_width("e", 40))
    assert text_width("Kobe", 20, bold=True) > text_width("Kobe", 20)
    assert text_width("🎓", 20) == pytest.approx(26)


def test_lines_break_at_spaces_and_between_kanji():
    assert wrapped("Graduate School of  Engineering", 20, 160) == [
        "Graduate School",
        "of Engineering",
    ]
    assert wrapped("大学院システム情報学研究科", 20, 100) == [
        "大学院シス",
        "テム情報学",
        "研究科",
    ]
    assert wrapped("", 20, 100) == []


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    assert wrapped("あいうえ、おか", 20, 80) == ["あいう", "え、おか"]
    assert wrapped("あいう（えお）", 20, 80) == ["あいう", "（えお）"]


def test_a_word_wider_than_the_line_is_broken():
    lines = wrapped("W" * 120, 24, 200)
    assert "".join(lines) == "W" * 120
    assert max(text_width(line, 24) for line in lines) <= 200


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "👩‍🎓 🇯🇵", "\x00\ufffe", "a\u0301" * 90]
)
def test_what_the_font_lacks_still_has_a_width_and_lines(text):
    assert text_width(text, 24) > 0
    assert "".join(wrapped(text, 24, 60)) == "".join(text.split())


def test_threads_measure_alike():
    texts = [f"協定{i}Agreement" for i in range(400)]
    with ThreadPoolExecutor(8) as threads:
        widths = list(threads.map(lambda text: text_width(text, 17), texts))
    assert widths == [text_width(text, 17) for text in texts]
