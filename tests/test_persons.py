"""A column of persons is told by what it holds; one of institutions never is."""

from __future__ import annotations

import pytest

from pipeline.reference import load_reference
from pipeline.reference.persons import looks_like_persons, may_be_persons

REFERENCE = load_reference()


@pytest.mark.parametrize(
    "drawn",
    [
        "Prof. Anna Berg | Dr. Jonas Holm | Prof. Li Wei | Dr. Mika Aalto",
        "山田 太郎教授 | 鈴木 花子准教授 | 田中 一郎先生 | 佐藤 次郎",
        "Berg, Anna | Holm, Jonas | Dr. Aalto, Mika | Novák, Petr | Kowalski, Jan | Silva, Ana",
        "a.berg@example.edu | j.holm@example.edu | m.aalto@example.edu",
        "+49 30 1234567 | 078-803-5272 | +81-78-803-1111",
        "Doç. Dr. Ayşe Kaya | Öğr. Gör. Ali Can | Prof. Dr. Mehmet Er",
        "проф. Иванов И.И. | доц. Петров П.П. | Сидоров С.С.",
        "김민수 교수 | 이영희 교수 | 박철수 교수님",
    ],
)
def test_a_column_of_persons(drawn: str):
    assert looks_like_persons(drawn.split(" | "), REFERENCE)


@pytest.mark.parametrize(
    "drawn",
    [
        "Nova Gorica | San Marcos | New Haven | Santa Cruz | Hong Kong",
        "Mount Allison | Simon Fraser | Johns Hopkins | Carnegie Mellon | Brigham Young",
        "Universität Wien | Dr. Hari Singh Gour University | University of Professor Assen Zlatarov",
        "Prof. Asen Zlatarov University | Dr. B. R. Ambedkar University | Mr. Stanley College",
        "Technische Universität | École Normale | 清華大学 | 北都大学",
        "Faculty of Law | School of Dr. Smith | Institute for Research",
        "大阪 神戸 | 東京 京都 | 東 西",
        "Prof. Anna Berg | Dr. Jonas Holm",
        "",
        "Drama Studies | Master of Arts | Srinakharin | Iburi | Dresden",
    ],
)
def test_a_column_of_something_else(drawn: str):
    assert not looks_like_persons(drawn.split(" | "), REFERENCE)


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ("Karin Ek | Bo Dahl", True),
        ("Phạm Văn Long | Đỗ Thị Mai", True),
        ("刘小波 | 陈静", True),
        ("ליאור כץ | נועה בר", True),
        ("Fysik | Juridik", False),
        ("School of Law | Bo Dahl", False),
        ("法学 | 文学", False),
        ("PL LESNA01 | D BERGEN02", False),
        ("Bo Dahl", False),
    ],
)
def test_texts_of_the_shape_of_a_name_are_a_doubt(drawn: str, expected: bool):
    assert may_be_persons(drawn.split(" | "), REFERENCE) is expected
