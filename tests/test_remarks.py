"""Remarks, totals, dittos and footnote signs are told from names, in any language."""

from __future__ import annotations

import pytest

from pipeline.reference import Reference, load_reference

REFERENCE: Reference = load_reference()


def drawn(table: str) -> list[tuple[str, str]]:
    """The two columns of a drawn table."""
    rows = [line.split("|") for line in table.strip().splitlines()]
    return [(left.strip(), right.strip()) for left, right in rows]


@pytest.mark.parametrize(
    ("text", "bare"),
    drawn("""
        ベトナム（つづき）              | ベトナム
        Vietnam (continued)       | Vietnam
        Europe, cont'd            | Europe
        Asien – Fortsetzung       | Asien
        Brésil (suite)            | Brésil
        Польша (продолжение)      | Польша
        歐洲（續）                   | 歐洲
        ＜北米＞（続）                | ＜北米＞
        Tayland (devam)           | Tayland
        Niemcy c.d.               | Niemcy
        手続き                     | 手続き
        Suite                     | Suite
        Continental University    | Continental University
        (continued)               | (continued)
    """),
)
def test_a_remark_that_a_table_goes_on_is_cut_off(text: str, bare: str):
    assert REFERENCE.without_continued(text) == bare


@pytest.mark.parametrize(
    ("text", "status"),
    drawn("""
        生命科学部（失効）              | 失効
        経済学部 満了                 | 満了
        工学部（2019年3月終了）          | 終了
        Riverside College (expired) | expired
        terminated: Hillside College | terminated
        Kooperation in Bearbeitung | in Bearbeitung
        Договор истёк              | истёк
        已過期                       | 已過期
        Universitas Laut (tidak aktif) | tidak aktif
        Süresi doldu               | Süresi doldu
        2021年3月満了               | 満了
        2020年度で終了               | 終了
        終了予定                    | 終了
        renewed unless terminated by either side |
        修了証明書                    |
        終了大学                     |
        Expiredale University      |
        活動継続中の学部               |
    """),
)
def test_the_remark_that_an_agreement_has_ended_is_found(text: str, status: str):
    assert REFERENCE.ended_status(text) == status


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            '〃 | ″ | " | 同上 | 上に同じ | idem | dto. | Ditto | -〃- | -"- | j.w. | sda',
            True,
        ),
        ("то же | como above | same as above | 상동 | ″ ″ | - | 同左", None),
        (
            "同済大学 | 同志社大学 | Idemitsu | 上同大学 | do | nt | Same University | ",
            False,
        ),
    ],
)
def test_a_ditto_says_as_above(texts: str, expected: bool | None):
    found = {text: REFERENCE.is_ditto(text) for text in texts.split(" | ")}
    if expected is None:
        yes = ["то же", "same as above", "상동"]
        assert [text for text, is_one in found.items() if is_one] == yes
    else:
        assert found == dict.fromkeys(found, expected)


def test_a_total_stands_at_either_end():
    totals = (
        "合計 | Total 12 | 소계 | アジア 計 | アジア計 | 欧州小計 | Asia total | Asia Total (5) | (Total)"
        " | 工学部 計 | 合計（7校） | Итого: 5 | Genel Toplam | Europa gesamt | Jumlah 3 | 【小計】"
        " | Ukupno | 中国 合計 3校 | İtalya toplam | Celkem | รวมทั้งสิ้น | Total general | 計　12件"
    )
    names = (
        "会計 | 統計学部 | 会計大学院 | Totalitarian Studies | 計算科学センター | Université de la Somme"
        " | Institute of Design | Lorem Ipsum University | Tổng cục Thống kê | Cộng hòa Séc | 設計"
        " | Бүгд Найрамдах Солонгос Улс | 国立統計 | Summer School"
    )
    for texts, expected in ((totals, True), (names, False)):
        found = {
            text: REFERENCE.read_total(text) is not None for text in texts.split(" | ")
        }
        assert found == dict.fromkeys(found, expected)


@pytest.mark.parametrize(
    ("text", "bare"),
    drawn("""
        部局間※1              | 部局間
        Lakeside University* | Lakeside University
        丘大学（注2）            | 丘大学
        丘大学 注2              | 丘大学
        Uni Bergheim¹        | Uni Bergheim
        Uni Bergheim ²)      | Uni Bergheim
        Uni Bergheimᵃ        | Uni Bergheim
        Canada [1]           | Canada
        Departmental†‡       | Departmental
        丘大学 ※★              | 丘大学
        ※1                   | ※1
        発注                   | 発注
        Paris 8              | Paris 8
        丘大学(2)              | 丘大学(2)
        3M                   | 3M
    """),
)
def test_signs_of_footnotes_are_cut_off(text: str, bare: str):
    assert REFERENCE.without_footnote(text) == bare


def test_names_are_found_in_spite_of_footnotes_and_continuations():
    assert REFERENCE.find_agreement_type("部局間※1") == "inter_faculty"
    assert REFERENCE.find_territory("カナダ（つづき）*2") == "CAN"
    assert REFERENCE.find_region("Asien (Forts.)") == "asia"
    assert REFERENCE.heading_role("国名※") == "territory"
    found = REFERENCE.find_institution("漢陽大学校†", "KOR")
    assert found
    assert found.institution_id == "hanyang-university-kor"


def test_types_for_student_exchange_are_told_by_whole_words():
    exchange = (
        "Student Exchange | SEA | MOU (SEA) | 学生交流協定 | 学術・学生交流 | Exchange of Students"
        " | Обмен студентами | Öğrenci Değişimi | Intercâmbio de estudantes | 교환학생"
        " | 授業料不徴収協定 | Échange d'étudiants | แลกเปลี่ยนนักศึกษา | Výměna studentů"
    )
    others = (
        "Research | Overseas training | Research seasons | No student exchange | 学生交換なし"
        " | 学生交流（除く） | ohne Studierendenaustausch | sans échange d'étudiants | Academic exchange"
        " | Обмен студентами: нет | Öğrenci değişimi yok | 無交換學生 | Joint research | Undersea study"
        " | staff exchange | 学術交流"
    )
    for texts, expected in ((exchange, True), (others, False)):
        found = {text: REFERENCE.is_for_exchange(text) for text in texts.split(" | ")}
        assert found == dict.fromkeys(found, expected)
