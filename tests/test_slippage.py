"""Whether a list has slipped: position is trusted until the list shows that it did."""

from __future__ import annotations

from pipeline import edition_of
from tests.stages import aligned_of, doubts_of, rows_of, table
from tests.tables import grid_of, published


def as_printed(aligned) -> bool:
    """Whether no cell stands elsewhere than it is printed."""
    return all(at in (-1, c) for row in aligned.column for c, at in enumerate(row))


def test_unknown_types_stay_under_their_heading():
    aligned = aligned_of("""
        | Pays | Université | Signé le | Expire | Type | Domaines | Copie |
        | Japon | Université de Hokuto | 3.02.2010 | 3.02.2020 | Académie & Culture | Séminaires | |
        | Japon | Université de Nankai | 4.02.2011 | | Académie | Visites | |
        | Corée | Université de Toun | 5.02.2012 | 5.02.2022 | Académie & Culture | Séminaires | |
    """)
    assert as_printed(aligned)
    assert doubts_of(aligned) == set()


def test_known_type_in_a_column_that_nobody_counts_stays_there():
    aligned = aligned_of("""
        | 学部 | 大学名 | 都市 | 国 | 課程 | 協定タイプ |
        | 法学部 | ソフィア大学 | ソフィア | ブルガリア | 大学間 | |
        | 法学部 | リエカ大学 | リエカ | クロアチア | 大学間 | |
        | 理学部 | クレタ大学 | イラクリオン | ギリシャ | 部局間 | |
        | 理学部 | | コモ | イタリア | 部局間 | |
    """)
    assert as_printed(aligned)


SLIPPED = """
    | 国 | 大学名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |
    | 韓国 | 北都大学 | 理学部 | 部局間 | 工学部 | ○ |
    | 韓国 | 南海大学 | 理学部 | 部局間 | 工学部 | ○ |
    | タイ | 西湖大学 | | 大学間 | 工学部 | |
"""


def test_row_with_two_known_texts_under_other_headings_is_moved():
    aligned = aligned_of(SLIPPED + "| 東雲大学 | 理学部 | 部局間 | 工学部 | ○ | |")
    assert rows_of(aligned, ["institution", "agreement_type", "departments"])[5] == (
        ("東雲大学", "部局間", "工学部")
    )


def test_territory_and_institution_that_changed_places_are_exchanged():
    drawn = [
        ["国", "大学名", "協定タイプ"],
        ["韓国", "北都大学", "部局間"],
        ["西湖大学", "タイ", "大学間"],
        ["ベトナム", "南海大学", "部局間"],
    ]
    edition = edition_of(grid_of(drawn[0], drawn[1:]))
    assert published(edition, ["territory", "institution"])[3] == ("タイ", "西湖大学")


def test_territory_alone_under_another_heading_is_asked_and_not_moved():
    aligned = aligned_of("""
        | 国 | 大学名 | 協定タイプ |
        | 韓国 | 北都大学 | 部局間 |
        | タイ | 西湖大学 | 大学間 |
        | | ベトナム | 部局間 |
    """)
    assert as_printed(aligned) or aligned.row[2, 0] != 2
    assert (4, "UNLIKELY_CELL", "institution") in doubts_of(aligned)


def test_dates_are_no_names():
    aligned = aligned_of("""
        | 地域 | 締結日 | 有効期限 | 国 | 大学名 | 学部等名 |
        | ヨーロッパ | 2011.05 | 2021.05 | フランス | 北都大学 | 理学部 |
        | 2012.06 | 2017.06 | 南海大学 | 工学部 |
        | アジア | 2006.08 | 2018.08 | タイ | 西湖大学 | 理学部 |
        | 2006.08 | 2010.08 | 工学部 |
    """)
    assert rows_of(aligned, ["territory", "institution", "partner_unit"]) == table("""
        2 | フランス | 北都大学 | 理学部
        3 | フランス | 南海大学 | 工学部
        4 | タイ | 西湖大学 | 理学部
        5 | タイ | 西湖大学 | 工学部
    """)


def test_column_unlike_its_heading_is_one_question():
    rows = [["韓国", f"第{i}大学", "2011.05"] for i in range(6)]
    edition = edition_of(grid_of(["国", "大学名", "協定タイプ"], rows))
    found = edition.findings.query("severity == 'check'")
    assert set(found["source_row"]) == {0}
    assert "agreement_type_text" in "|".join(found["column"]).split("|")


def test_blank_label_is_no_repetition_where_equal_labels_are_printed():
    names = ["国", "国", "", "伊", "伊", "", "独", "独"]
    label = {"国": "韓国", "伊": "イタリア", "独": "ドイツ", "": ""}
    drawn = "\n".join(f"| {label[n]} | 第{i}大学 |" for i, n in enumerate(names))
    aligned = aligned_of("| 国 | 大学名 |\n" + drawn)
    assert doubts_of(aligned) == {
        (4, "MISSING_TERRITORY", "territory"),
        (7, "MISSING_TERRITORY", "territory"),
    }
