"""The bundled font: what it holds, how wide its characters are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from fontTools.ttLib import TTFont

from dashboard.exports.text_metrics import (
    BOLD,
    FONT_FAMILY,
    REGULAR,
    text_width,
)
from dashboard.line_breaks import break_lines

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


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "👩‍🎓 🇯🇵", "\x00\ufffe", "a\u0301" * 90]
)
def test_what_the_font_lacks_still_has_a_width_and_lines(text):
    width = partial(text_width, size=24)
    assert width(text) > 0
    assert "".join(break_lines(text, 60, width)) == "".join(text.split())


def test_threads_measure_alike():
    texts = [f"協定{i}Agreement" for i in range(400)]
    with ThreadPoolExecutor(8) as threads:
        widths = list(threads.map(lambda text: text_width(text, 17), texts))
    assert widths == [text_width(text, 17) for text in texts]
