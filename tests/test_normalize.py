"""White space folds, lists split, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.align.scoring import split_departments
from pipeline.model import SourceGrid
from pipeline.normalize import Normalized, normalize_rows
from pipeline.normalize.departments import split_department_cells
from pipeline.normalize.footnotes import part_name
from pipeline.reference.normal_forms import collapse_spaces, strip_outer_space
from tests.stages import HEADING, REFERENCE, normalized_of

EMPTY = SourceGrid((), (), "markdown")


def split(text: str) -> tuple[str, ...]:
    found = normalized_of(f"| 大学名 | 関連部署 |\n| 漢陽大学校 | {text} |")
    code = found.aligned.text[0, 1]
    return found.items[int(code)]


def test_runs_of_white_space_are_one_space():
    found = normalized_of("| 国 | 大学名 |\n| 韓国 | 漢陽　 大学校\t安山  校 |")
    assert found.words == ["", "韓国", "漢陽 大学校 安山 校"]


def test_texts_are_otherwise_as_printed():
    printed = "ＡＢＣ同濟・ﾀｲ･Ünïv."
    found = normalized_of(f"| 国 | 大学名 |\n| 韓国 | {printed} |")
    assert printed in found.words


def test_departments_are_split_in_printed_order():
    assert split("工学部、大学院工学研究科；  センター") == (
        "工学部",
        "大学院工学研究科",
        "センター",
    )


def test_comma_parts_east_asian_names_only():
    assert split("工学部, 大学院工学研究科，農学部") == (
        "工学部",
        "大学院工学研究科",
        "農学部",
    )
    assert split("Faculty of Arts, Letters and Science; School of Law") == (
        "Faculty of Arts, Letters and Science",
        "School of Law",
    )


def test_department_named_twice_is_one_item():
    assert split("工学部、工学部") == ("工学部",)


def test_separators_without_a_name_are_no_items():
    assert split("、工学部、、") == ("工学部",)


def test_blank_departments_are_no_items():
    assert split("") == ()


def test_list_without_departments_has_no_items():
    assert normalized_of("| 国 | 大学名 |\n| 韓国 | 漢陽大学校 |").items == {}


cell = st.text("工学部大 \u3000\t、,;Aé○", max_size=8)


def again(normalized: Normalized) -> Normalized:
    aligned = replace(normalized.aligned, words=normalized.words)
    return normalize_rows(aligned, EMPTY, REFERENCE)


@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=4))
def test_normalize_twice_is_normalize_once(rows: list[tuple[str, str, str]]):
    lines = [f"| アジア | 韓国 | 北{a} | {b} | 部局間 | {c} | |" for a, b, c in rows]
    once = normalized_of(HEADING + "\n".join(lines))
    twice = again(once)
    assert (twice.words, twice.items) == (once.words, once.items)


@given(cell)
def test_splitting_an_item_gives_the_item(text: str):
    for item in split_departments(text):
        assert split_departments(item) == (item,)


def departments(*cells: str) -> list[str]:
    found = split_department_cells(dict(enumerate(cells)))
    return ["|".join(found[i]) for i in range(len(cells))]


def test_arabic_and_that_is_written_with_its_word_parts_names():
    assert departments("كلية الطب", "كلية الحقوق", "كلية الطب وكلية الحقوق") == [
        "كلية الطب",
        "كلية الحقوق",
        "كلية الطب|كلية الحقوق",
    ]


def test_raised_dot_of_latin_letters_parts_names_too():
    assert departments("음악대학", "법과대학", "음악대학·법과대학") == [
        "음악대학",
        "법과대학",
        "음악대학|법과대학",
    ]


def test_signs_between_departments_part_them_where_each_part_is_a_name():
    assert departments(
        "工学部",
        "農学部",
        "工学部／農学部",
        "工学部及び農学部",
        "工学部・農学部",
        "人間・環境学部",
    ) == [
        "工学部",
        "農学部",
        "工学部|農学部",
        "工学部|農学部",
        "工学部|農学部",
        "人間・環境学部",
    ]


def test_half_width_comma_parts_departments():
    assert departments("工学部､農学部") == ["工学部|農学部"]


def test_line_break_inside_a_department_parts_nothing():
    assert departments(
        "大学院工学研究科", "工学部", "大学院工\n学研究科", "工学部\n大学院工学研究科"
    ) == ["大学院工学研究科", "工学部", "大学院工学研究科", "工学部|大学院工学研究科"]


def test_signs_without_width_are_no_text():
    assert collapse_spaces("\ufeff北都\u200b大学 ") == "北都大学"
    assert strip_outer_space("\u200b\u3000 北都大学\ufeff") == "北都大学"
    assert strip_outer_space("\u200b") == ""


def test_nothing_inside_of_brackets_is_parted():
    assert departments(
        "문과대학(사학, 철학)",
        "인문학원［文學；史學］、理學院",
        "Faculty of Law; School of Arts (music; dance)",
        "工學院(機械、電機",
    ) == [
        "문과대학(사학, 철학)",
        "인문학원［文學；史學］|理學院",
        "Faculty of Law|School of Arts (music; dance)",
        "工學院(機械|電機",
    ]


def test_words_between_departments_part_them_where_each_part_is_a_name():
    assert departments(
        "文學院",
        "理學院和文學院",
        "昭和學院",
        "工学部と農学部",
        "人と自然学部",
        "法学部",
        "공학부",
        "공학부와 법학부",
    ) == [
        "文學院",
        "理學院|文學院",
        "昭和學院",
        "工学部|農学部",
        "人と自然学部",
        "法学部",
        "공학부",
        "공학부|법학부",
    ]


def test_words_between_names_in_letters_part_them_by_the_names_of_the_list():
    assert departments(
        "Law",
        "Medicine",
        "Law and Medicine",
        "Law & Medicine",
        "Law, Medicine",
        "Law and Order",
        "Facultad de Derecho",
        "Facultad de Letras",
        "Facultad de Bellas Artes y Facultad de Música",
        "Facultad de Física y Química",
    ) == [
        "Law",
        "Medicine",
        "Law|Medicine",
        "Law|Medicine",
        "Law|Medicine",
        "Law and Order",
        "Facultad de Derecho",
        "Facultad de Letras",
        "Facultad de Bellas Artes|Facultad de Música",
        "Facultad de Física y Química",
    ]


def test_footnote_signs_are_parted_from_names():
    found = normalized_of("""
        | Country | University | Department | Type |
        | Chile † | University of Alder* | School of Law ¹; School of Art | MOU [2] |
        | Chile | ※1 University of Birch (注2) | School of Art | Inter-faculty3 |
        | Peru※1、※2 | University Paris 8 | School of Law | MOU |
    """)
    published = [
        [found.published(row, at) for at in range(4)]
        for row in range(len(found.aligned.body))
    ]
    assert published == [
        ["Chile", "University of Alder", "School of Law|School of Art", "MOU"],
        ["Chile", "University of Birch", "School of Art", "Inter-faculty"],
        ["Peru", "University Paris 8", "School of Law", "MOU"],
    ]
    signs = {found.words[code]: s for code, s in found.trimmed.signs.items()}
    assert signs == {
        "Chile": ("†",),
        "Peru": ("※1", "※2"),
        "University of Alder": ("*",),
        "University of Birch": ("※1", "注2"),
        "School of Law; School of Art": ("1",),
        "MOU": ("2",),
        "Inter-faculty": ("3",),
    }


@pytest.mark.parametrize(
    ("printed", "name", "remark"),
    [
        ("University of Alder (expired)", "University of Alder", "expired"),
        ("【終了】北都大学", "北都大学", "終了"),
        ("北都大学※1（2020年失効）", "北都大学", "2020年失効"),
        ("南海大學 已過期", "南海大學", "已過期"),
        ("동서대학교 - 종료", "동서대학교", "종료"),
        (
            "Universidad del Sol – convenio vencido",
            "Universidad del Sol",
            "convenio vencido",
        ),
        ("北都大学（環境問題解消センター）", "北都大学（環境問題解消センター）", ""),
        ("終了", "終了", ""),
    ],
)
def test_remark_that_an_agreement_has_ended_is_parted_from_its_name(
    printed: str, name: str, remark: str
):
    parted = part_name(printed, REFERENCE)
    assert (parted.name, parted.remark) == (name, remark)


def test_remark_in_a_cell_of_departments_is_no_department():
    assert split("工学系 (終了)、理学系（満了）") == ("工学系", "理学系")
    assert split("理学系、(終了)") == ("理学系",)
