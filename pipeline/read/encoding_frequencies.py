"""The usual characters of languages, to score the plausibility of an encoding.

For `encodings`. Usual characters are those in names of territories, universities and
agreements.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

CODECS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp932", ("ja",)),
    ("euc_jp", ("ja",)),
    ("euc_jis_2004", ("ja",)),
    ("cp1252", ("fr", "de", "es", "pt", "it", "nordic", "signs")),
    ("big5hkscs", ("zh-Hant",)),
    ("cp950", ("zh-Hant",)),
    ("gb18030", ("zh-Hans",)),
    ("cp949", ("ko",)),
    ("johab", ("ko",)),
    ("cp1250", ("pl", "cs", "hu", "ro", "south slavic", "signs")),
    ("iso8859-2", ("pl", "cs", "hu", "ro", "south slavic", "signs")),
    ("cp1254", ("tr", "signs")),
    ("iso8859-9", ("tr", "signs")),
    ("cp1257", ("baltic", "signs")),
    ("cp1255", ("he", "signs")),
    ("cp1251", ("ru", "signs")),
    ("koi8-r", ("ru",)),
    ("cp866", ("ru",)),
    ("cp874", ("th", "signs")),
    ("cp1253", ("el", "signs")),
    ("cp1256", ("ar", "signs")),
    ("cp1258", ("vi", "signs")),
    ("iso8859-15", ("fr", "signs")),
    ("mac-roman", ("fr", "de", "es", "pt", "it")),
)
"""Codec -> languages written in it. Of two that fit as well, the earlier one wins."""

_USUAL = {
    "ja": (
        "大学国立院研究科学部協定交流部局間締結校名地域関連署文化医理工農経済法教育"
        "科技術情報生命環境海洋商外語芸体保健薬獣看護総合先端機構所長年月日新規更新"
        "有効期限単位互換派遣受入人数留学生中華民共和韓台湾北米南亜欧州東西京都神戸"
        "阪名古屋九広島山口川田高等専門校公私設一二三四五六七八九十上下本目的覚書"
    ),
    "zh-Hans": (
        "大学院国立师范科技工业理农林医药财经政法外语师民族交通邮电航空海洋协议签订"
        "交流合作学校名称国家地区洲亚欧美非北南东西京上海广中华人民共和韩日本德法英"
        "意西班牙葡萄俄罗斯波兰加拿墨哥巴澳利新尼斯特尔克拉马里维亚夫卡坦列达安布鲁"
        "项目类型级系日期有效年月学生换双方联合培养研究所分与及高等专业一二三四五"
    ),
    "zh-Hant": (
        "大學院國立師範科技工業理農林醫藥財經政法外語民族交通海洋協議簽訂約姊妹校"
        "交流合作學名稱國家地區洲別亞歐美非北南東西京上灣臺台中華人共和韓日本德法英"
        "意班牙葡萄俄羅斯波蘭加拿墨哥巴澳利新尼特爾克拉馬里維夫卡坦列達安布魯"
        "項目類型級系所日期有效年月生換雙方聯合培養研究分與及高等專業一二三四五陸"
    ),
    "ko": (
        "대학교국립원학부과협정교류체결기관명지역국가유럽아시북미남중동한일본공화연방"
        "독영프랑스이탈리아파견초청인원학기자격조건어권신청비고마감유형년월일기술과의"
        "공예술경영사회인문자연생명환경정보통신센터연구소단서울산부대만홍콩베트남태"
        "네덜란드벨기에핀덴마크노르웨이스웨덴체코폴헝가리터키러우즈카자몽골"
    ),
}
_LETTERS = {
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüßáçéíóô",
    "es": "áéíóúüñ",
    "pt": "áâãàçéêíóôõú",
    "it": "àèéìòùáçíóôäöü",
    "nordic": "åäöæøéðáçíóôü",
    "pl": "ąćęłńóśźżöüéä",
    "cs": "áčďéěíňóřšťúůýžľôäöü",
    "hu": "áéíóöőúüűä",
    "ro": "ăâîșțşţé",
    "south slavic": "čćđšžöüé",
    "tr": "âçğıİîöşüûéäãôíå",
    "baltic": "āčēģīķļņšūžąęėįųõäöü",
}
_SIGNS = "–—‘’“”„‚«»•…°·§®©™€¿¡ºª№"
_RANGES = {
    "ru": (0x0410, 0x0451),
    "th": (0x0E01, 0x0E5B),
    "el": (0x0386, 0x03CE),
    "he": (0x05B0, 0x05F4),
    "ar": (0x060C, 0x0652),
}
_RARE = {"th": "ฃฅฌฎฏฐฑฒฤฦฬฯฺ฿ๅๆ๎๏๐๑๒๓๔๕๖๗๘๙๚๛ํ"}
"""Characters of a range that speak little for a language."""


def plausibility(text: str, languages: tuple[str, ...]) -> float:
    """How usual the characters beyond ASCII are: from -1 (noise) to 1 (a text)."""
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 1.0
    times = Counter(foreign)
    if languages[0] in _USUAL:
        usual = set(_USUAL[languages[0]])
        weighed = sum(n * _weight(c, languages[0], usual) for c, n in times.items())
        return weighed / len(foreign)
    spelled = _spelling(text)
    return (
        max(_coverage(times, language, languages) for language in languages) - spelled
    )


def _weight(character: str, language: str, usual: set[str]) -> float:
    """Return the weight of a character as evidence for Chinese, Japanese or Korean."""
    code = ord(character)
    if character in usual:
        return 1.0
    if 0x3041 <= code <= 0x30FE:
        return 0.9 if language == "ja" else -0.2
    if 0xAC00 <= code <= 0xD7A3:
        return _weight_of_hangul(character) if language == "ko" else -1.0
    if character in "、。・「」『』()（）　，．：；？！○●◎×－―～〜％＆＋／＊※→〇":
        return 0.5
    if 0xFF10 <= code <= 0xFF5A:
        return 0.4
    if 0x4E00 <= code <= 0x9FFF:
        return _weight_of_ideograph(character, language)
    if unicodedata.category(character)[0] in "PNS":
        return 0.0
    return -1.0


def _weight_of_hangul(character: str) -> float:
    try:
        character.encode("euc_kr")
    except UnicodeEncodeError:
        return -0.5
    return 0.45


_LEVEL_ONE = {
    "ja": ("euc_jp", 0xB0, 0xCF),
    "zh-Hans": ("gb2312", 0xB0, 0xD7),
    "zh-Hant": ("big5", 0xA4, 0xC6),
}


def _weight_of_ideograph(character: str, language: str) -> float:
    """Ideographs of the first level of their character set are the common ones."""
    if language == "ko":
        return -0.1
    codec, first, last = _LEVEL_ONE[language]
    try:
        lead = character.encode(codec)[0]
    except UnicodeEncodeError:
        return -0.6
    return 0.25 if first <= lead <= last else -0.3


def _coverage(times: Counter[str], language: str, languages: tuple[str, ...]) -> float:
    """Return the share of characters of a language, less those that are not letters.

    Letters of the other languages written in the same encoding count half: lists name
    institutions of many.
    """
    foreign = times.total()
    signs = sum(n for c, n in times.items() if c in _SIGNS)
    if language == "signs":
        return 0.7 * signs / foreign
    if language in _RANGES:
        first, last = _RANGES[language]
        rare = _RARE.get(language, "")
        own_letters = sum(
            n for c, n in times.items() if first <= ord(c) <= last and c not in rare
        )
        near = 0
    else:
        letters = _LETTERS.get(language, "ăâđêôơưáàạ")
        others = "".join(_LETTERS.get(other, "") for other in languages)
        own_letters = _of_letters(times, letters)
        near = _of_letters(times, others) - own_letters
    bad = sum(
        n for c, n in times.items() if unicodedata.category(c) in ("Cc", "Co", "Cn")
    )
    return (own_letters + 0.5 * max(near, 0) + 0.5 * signs - bad) / foreign


def _of_letters(times: Counter[str], letters: str) -> int:
    """Return how many characters are of some letters; İ has no small letter of its own."""
    return sum(n for c, n in times.items() if c in letters or c.lower() in letters)


def _spelling(text: str) -> float:
    """Return the share of foreign characters at positions where no word has them."""
    foreign = misplaced = 0
    for before, here, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if here > "\x7f":
            foreign += 1
            misplaced += _misplaced(before, here, after)
    return misplaced / max(foreign, 1)


def _misplaced(before: str, here: str, after: str) -> bool:
    """Whether a character can't stand between these two in a well-spelled word."""
    kind = unicodedata.category(here)
    if kind == "Mn":
        return not (before.isalpha() or unicodedata.category(before) == "Mn")
    if here in "เแโใไ":
        return not after.isalpha()
    if not here.isalpha():
        return before.isalpha() and after.isalpha() and kind[0] != "P"
    if before.islower() and here.isupper():
        return True
    if here >= "\u0370":  # a word is written in one script
        return (before.isascii() and before.isalpha()) or (
            after.isascii() and after.isalpha()
        )
    latin = "\x80" <= before < "\u0250" and "\x80" <= after < "\u0250"
    return latin and before.isalpha() and after.isalpha()
