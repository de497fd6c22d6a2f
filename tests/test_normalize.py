"""White space folds, lists split, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.align.scoring import split_departments
from pipeline.normalize import Normalized, normalize_rows, split_department_cells
from pipeline.reference.normal_forms import collapse_spaces, strip_outer_space
from tests.stages import HEADING, aligned_of, normalized_of


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
    return normalize_rows(replace(normalized.aligned, words=normalized.words))


@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=4))
def test_normalize_twice_is_normalize_once(rows: list[tuple[str, str, str]]):
    lines = [f"| アジア | 韓国 | 北{a} | {b} | 部局間 | {c} | |" for a, b, c in rows]
    once = normalize_rows(aligned_of(HEADING + "\n".join(lines)))
    twice = again(once)
    assert (twice.words, twice.items) == (once.words, once.items)


@given(cell)
def test_splitting_an_item_gives_the_item(text: str):
    for item in split_departments(text):
        assert split_departments(item) == (item,)


def departments(*cells: str) -> list[str]:
    found = split_department_cells(dict(enumerate(cells)))
    return ["|".join(found[i]) for i in range(len(cells))]


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
