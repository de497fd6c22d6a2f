"""Texts that name nothing are told by their form, in any language; names never are."""

from __future__ import annotations

import csv

import pytest

from pipeline.reference import REFERENCE_FOLDER
from pipeline.reference.content_kinds import (
    ADDRESS,
    DATE,
    NUMBER,
    PHONE,
    SIGN,
    content_kind,
)

DATES = """
    2011.05 | 03-Jan-2011 | 2017年4月7日 | H31.4.1 | 平成31年4月 | 令和元年度 | 民國108年3月1日
    1440 هـ | ١٤٤٠/٠٥/٠١ | ١ يناير ٢٠١٩ | 04/2021 | 1 января 2019 г. | 2019. 4. 1. | 01.04.19
    2019年度 | FY2024 | 2021/2028 | 2019-2024 | 2019/20 | 2019年4月1日～2024年3月31日 | 1999
    5 years | 5 năm | 3年 | 5年間（自動更新） | cinq ans | fünf Jahre | 5 lat | 4 yıl | 6 мес.
    open-ended | 永久 | Unbefristet | бессрочно | ไม่มีกำหนด | tidak terbatas | süresiz | 무기한
    até 31/12/2023 | ngày 12 tháng 3 năm 2015 | 12 Mart 2015 | 3. prosince 2018 | 2015 оны 3 сарын 1
    2 มกราคม 2562 | 3 Μαΐου 2016 | 2016. május 3. | 3η Μαΐου 2016 | 2020년 3월 | since 2004
    April 1, 2019 | 12th of May 2008 | 4/5/2019 | 自2019年4月1日至2024年3月31日 | 2008-05-12 00:00
"""
NUMBERS = """
    2 Plätze | 3名 | 各2名 | GPA 3.0 | B2 | English B2 | C1/B2 | N2 | 12 ECTS | 5か国 | 10校 | IELTS 6.5
    TOEFL iBT 80 | 日本語 N2以上 | 1. | (1) | No. 3 | ① | 第3号 | Nr. 12 | #4 | 12 | 1,200 | 3.5 | 50%
    2 students per year | 4 mahasiswa | 2 người | 10 คน | 3 места | 2 osoby | 3件 | ２ | ٣ | 1-2
    2 (BA) | 1 BA + 1 MA | max. 2 | 4 étudiants / an
"""
ADDRESSES = """
    https://www.example.org/a?b=1 | www.example.ac.jp | office@example.edu | example.ac.jp/intl
    E-mail: office@example.edu | a@example.de; b@example.de | URL: http://example.kr | 〒657-8501 神戸市灘区
    12 Main Street, Springfield | ul. Długa 5, 80-831 Gdańsk | 兵庫県神戸市灘区六甲台町1-1
"""
PHONES = """
    +81-78-803-5272 | (02) 2881 9471 | Tel. 030/12345-678 | 078-803-5272 | +49 30 314 0
    電話 078(803)5272 | 内線 52721 | 010-1234-5678 | Тел.: +7 (495) 939-10-00 | 555-123-4567
"""
SIGNS = "○ | ◎ | － | --- | ※ | 〃 | 〇 | … | * | (-)"
NAMES = """
    3M | Paris 8 | Université Paris 8 | UNIST | AGH | 2iE | Université 8 Mai 1945 Guelma | École 42
    Universitas 17 Agustus 1945 | May University | 三重大学 | 第一工業大学 | 八戸工業大学 | 年 | Marta
    一橋大学 | Open University | Universidad 3 de Febrero | جامعة 6 أكتوبر | 大学間 | 日本 | Jan Kowalski
    H2O Institute | U21 | A. Street | Mayor | Level | Marsch Institut, Ulica 5 | MOU 2019 Kobe | R2
    Wall Street Institute, 5 | 中国 | Term | Year | Students | Contact: Li | U.S.A. | P.R. China | X | D
    St.Petersburg | Technische Universität Wien, Karlsplatz 13, 1040 Wien | 人大 | 科大 | 月山大学
"""


def texts(drawn: str) -> list[str]:
    return [text.strip() for line in drawn.splitlines() for text in line.split(" | ")]


def kinds(drawn: str) -> dict[str, str]:
    return {text: content_kind(text) for text in texts(drawn) if text}


@pytest.mark.parametrize(
    ("drawn", "kind"),
    [
        (DATES, DATE),
        (NUMBERS, NUMBER),
        (ADDRESSES, ADDRESS),
        (PHONES, PHONE),
        (SIGNS, SIGN),
        (NAMES, ""),
    ],
    ids=["dates", "numbers", "addresses", "phones", "signs", "names"],
)
def test_text_is_of_the_kind_of_its_form(drawn: str, kind: str):
    assert kinds(drawn) == dict.fromkeys(kinds(drawn), kind)


def test_every_printed_date_that_the_timeline_reads_is_a_date():
    with (REFERENCE_FOLDER / "value_forms.csv").open(encoding="utf-8") as file:
        forms = list(csv.DictReader(file))
    examples = {f["example"]: content_kind(f["example"]) for f in forms}
    read = {f["example"]: f["kind"] for f in forms if f["kind"] in (DATE, NUMBER)}
    assert {example: examples[example] for example in read} == read


def test_a_longer_text_is_of_no_kind():
    assert content_kind("2019" * 60) == ""
    assert content_kind(" ") == ""
