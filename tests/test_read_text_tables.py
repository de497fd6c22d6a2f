"""Tables in text without whole rows: cells on lines of their own, columns of blanks."""

from __future__ import annotations

from textwrap import dedent

import pytest

from pipeline import build_bytes
from pipeline.model import SourceGrid
from pipeline.read import read_grid, read_grids
from pipeline.read.fixed_width import read_fixed_width
from tests.tables import published

HEADING = ("Land", "Einrichtung", "Datum", "Fach")
ROWS = (
    ("Deutschland", "Universität Aue", "2019-01-02", "Physik"),
    ("Deutschland", "Hochschule Bernd", "2018-03-04", ""),
    ("Deutschland", "TU Calw", "2011-03-04", "Chemie"),
    ("Polska", "Uniwersytet Dom", "2015-07-04", ""),
    ("Suomi", "Eka yliopisto", "2001-12-14", "Biologia"),
    ("Suomi", "Toka yliopisto", "2001-12-11", "Biologia"),
)
PAIRS = tuple(zip((None, *ROWS[:-1]), ROWS, strict=True))
"""Each row with the one above."""

RULE = "| Land | Einrichtung | Datum | Fach |\n|---|---|---|---|\n"


def text(drawn: str) -> bytes:
    return dedent(drawn).lstrip("\n").encode()


def rows(found: SourceGrid) -> dict[int, tuple[str, ...]]:
    return {
        number: tuple(cell.strip() for cell in cells)
        for number, cells in zip(found.numbers, found.cells, strict=True)
    }


def merged(row: tuple[str, ...], above: tuple[str, ...] | None) -> list[str]:
    """The cells of a row as printed where a country is printed once for its rows."""
    return [*(row[1:] if above and above[0] == row[0] else row)]


def cell_lines(*, before: str, after: str, gap: str) -> str:
    """Every cell in a line of its own, then a line with its pipe."""
    written = []
    for above, row in PAIRS:
        cells = (f"{cell}\n|\n" if cell else "|\n" for cell in merged(row, above))
        written.append(before + "".join(cells) + after)
    return RULE + gap.join(written)


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [("", "", ""), ("|\n", "", ""), ("", "", "\n"), ("|\n", "\n", "\n")],
)
def test_cells_in_lines_of_their_own_are_rows(before: str, after: str, gap: str):
    found = read_grid(cell_lines(before=before, after=after, gap=gap).encode())
    assert [*rows(found).values()] == [HEADING, *ROWS]
    lines = found.text.split("\n")
    printed = [merged(row, above)[0] for above, row in PAIRS]
    assert [lines[number - 1] for number in found.numbers[1:]] == printed


def test_text_of_a_merged_cell_is_remembered_to_be_printed_above():
    found = read_grid(cell_lines(before="", after="", gap="\n").encode())
    numbers = found.numbers
    assert found.spans == {
        (numbers[2], 0): (numbers[1], 0),
        (numbers[3], 0): (numbers[1], 0),
        (numbers[6], 0): (numbers[5], 0),
    }


def test_heading_in_lines_of_its_own_says_how_many_cells_a_row_has():
    found = read_grid(
        text("""
        Partner
        | Stát |
        Škola |
        Rok |
        |
        Česko
        |
        Univerzita Lípa
        |
        2014
        |
        |
        Slovensko
        |
        Univerzita Javor
        |
        |
        |
        Polsko
        |
        Uniwersytet Klon
        |
        2016
        |
        """)
    )
    assert rows(found) == {
        1: ("Partner",),
        2: ("Stát", "Škola", "Rok"),
        6: ("Česko", "Univerzita Lípa", "2014"),
        13: ("Slovensko", "Univerzita Javor", ""),
        19: ("Polsko", "Uniwersytet Klon", "2016"),
    }


def test_two_columns_may_stand_cell_by_cell():
    found = read_grid(
        text("""
        | Maa |
        Yliopisto |
        |---|---|
        Viro
        |
        Tammen yliopisto
        |

        Viro
        |
        Koivun yliopisto
        |

        Latvia
        |
        Lepän yliopisto
        |
        """)
    )
    assert rows(found) == {
        1: ("Maa", "Yliopisto"),
        4: ("Viro", "Tammen yliopisto"),
        9: ("Viro", "Koivun yliopisto"),
        14: ("Latvia", "Lepän yliopisto"),
    }


def test_rows_torn_at_some_cells_are_found_by_what_their_columns_hold():
    found = read_grid(
        text("""
        国名 | 大学名 | 都市 | 締結日 | 種別 | |
        インド India | ガンガ大学 Ganga University |
        デリー |
        2017年4月7日 | 包括 | 学生交換 |
        ネパール Nepal | ヒマール大学 | ポカラ |
        2009年6月2日 |
        包括 | 学生交換 |
        ラカン大学 |
        ポカラ |
        2020年2月6日 | 学生交換 |
        トルコ Turkey | アナ大学 |
        イズミル |
        2018年8月22日 | 包括 | 学生交換 |
        エゲ大学 |
        イズミル |
        2014年2月14日 | 包括 | 学生交換 |
        """)
    )
    assert rows(found) == {
        1: ("国名", "大学名", "都市", "締結日", "種別", ""),
        2: (
            *("インド India", "ガンガ大学 Ganga University", "デリー"),
            *("2017年4月7日", "包括", "学生交換"),
        ),
        5: (
            "ネパール Nepal",
            "ヒマール大学",
            "ポカラ",
            "2009年6月2日",
            "包括",
            "学生交換",
        ),
        8: ("ネパール Nepal", "ラカン大学", "ポカラ", "2020年2月6日", "", "学生交換"),
        11: (
            "トルコ Turkey",
            "アナ大学",
            "イズミル",
            "2018年8月22日",
            "包括",
            "学生交換",
        ),
        14: (
            "トルコ Turkey",
            "エゲ大学",
            "イズミル",
            "2014年2月14日",
            "包括",
            "学生交換",
        ),
    }


def test_cells_that_fit_no_rows_stay_lines():
    found = read_grid(
        text("""
        | Land | Ort |
        |---|---|
        Kenya
        |
        Mlima
        |
        Ziwa
        |
        """)
    )
    lines = [row for row in rows(found).values() if any(row)]
    assert lines == [("Land", "Ort"), ("---", "---"), ("Kenya",), ("Mlima",), ("Ziwa",)]


def test_table_below_a_title_of_its_own_is_another_table():
    main, other = read_grids(
        text("""
        Accords
        N | Pays | Université | Début | Fin |
        1 | Mexique | Universidad Sol | 2021 | 2026 |
        2 | Chine | Université du Lac | 2021 | 2026 |
        3 | Chine | Université du Mont | 2020 | 2025 |
        Réseaux
        1 | AUF |
        2 | EUA |
        Voir aussi la page des réseaux.
        """)
    )
    assert rows(main) == {
        1: ("Accords",),
        2: ("N", "Pays", "Université", "Début", "Fin"),
        3: ("1", "Mexique", "Universidad Sol", "2021", "2026"),
        4: ("2", "Chine", "Université du Lac", "2021", "2026"),
        5: ("3", "Chine", "Université du Mont", "2020", "2025"),
        9: ("Voir aussi la page des réseaux.",),
    }
    assert (other.name, rows(other)) == (
        "Réseaux",
        {6: ("Réseaux",), 7: ("1", "AUF"), 8: ("2", "EUA")},
    )


def test_rows_that_lost_cells_below_a_label_are_no_other_table():
    (found,) = read_grids(
        text("""
        | Region | Pays | Université | Type |
        | Asie | Japon | Umi University | A |
        | Asie | Japon | Kawa University | A |
        | Asie | Japon | Yama University | A |
        | Europe |
        | France | Université du Mont |
        | France | Université du Lac |
        """)
    )
    assert len(found.cells) == 7


def test_columns_stand_where_blanks_run_through_the_lines():
    found = read_grid(
        text("""
        Université                    Pays        PL   AN
        UNIVERSITÀ DEGLI STUDI MARE   Italie       3    2
        ÉCOLE DU LAC                  Suisse       2
        UNIVERSIDADE DO VALE          Portugal          1
        """)
    )
    assert (found.kind, rows(found)) == (
        "text",
        {
            1: ("Université", "Pays", "PL", "AN"),
            2: ("UNIVERSITÀ DEGLI STUDI MARE", "Italie", "3", "2"),
            3: ("ÉCOLE DU LAC", "Suisse", "2", ""),
            4: ("UNIVERSIDADE DO VALE", "Portugal", "", "1"),
        },
    )


def test_full_width_letters_take_two_places():
    found = read_grid(
        text("""
        国        大学          部局    交換
        ラオス    メコン大学    農学部  ○
        韓国      漢江大学校    工学部
        台湾      玉山大学      理学部  ○
        """)
    )
    assert rows(found) == {
        1: ("国", "大学", "部局", "交換"),
        2: ("ラオス", "メコン大学", "農学部", "○"),
        3: ("韓国", "漢江大学校", "工学部", ""),
        4: ("台湾", "玉山大学", "理学部", "○"),
    }


def test_lines_around_and_between_keep_their_text():
    found = read_grid(
        text("""
                      Lista partnerów
        Wykaz obejmuje wszystkie uczelnie, z którymi zawarto umowę.

        Kraj       Uczelnia                           Rodzaj     Rok
        Szwecja    Universitetet Skog                 Erasmus    2012
                   Högskolan för konst och            Umowa      2013
                   hantverk
        Polska     Uniwersytet imienia bardzo długiej nazwy   Umowa  2014
        Czechy     Univerzita Calw                    Umowa      2015
        Litwa      Ab                                            2016

        Strona 1
        """)
    )
    assert rows(found) == {
        1: ("Lista partnerów",),
        2: ("Wykaz obejmuje wszystkie uczelnie, z którymi zawarto umowę.",),
        4: ("Kraj", "Uczelnia", "Rodzaj", "Rok"),
        5: ("Szwecja", "Universitetet Skog", "Erasmus", "2012"),
        6: ("", "Högskolan för konst och", "Umowa", "2013"),
        7: ("", "hantverk", "", ""),
        8: ("Polska", "Uniwersytet imienia bardzo długiej nazwy", "Umowa", "2014"),
        9: ("Czechy", "Univerzita Calw", "Umowa", "2015"),
        10: ("Litwa", "Ab", "", "2016"),
        12: ("Strona 1",),
    }


def test_pages_of_one_table_may_have_their_columns_elsewhere():
    found = read_grid(
        text("""
        Land      Hochschule        Jahr
        Polen     Uni Dom           2014
        Polen     Uni Wald          2014

        Bericht der Hochschule, Seite 1
        (c) Hochschule
        Abteilung fuer Austausch
        Postfach
        \fLand          Hochschule   Jahr
        Italien       Uni Alba     2014
        Spanien       Uni Sol      2011
        """)
    )
    assert [*rows(found).values()] == [
        ("Land", "Hochschule", "Jahr"),
        ("Polen", "Uni Dom", "2014"),
        ("Polen", "Uni Wald", "2014"),
        ("Bericht der Hochschule, Seite 1",),
        ("(c) Hochschule",),
        ("Abteilung fuer Austausch",),
        ("Postfach",),
        ("Land", "Hochschule", "Jahr"),
        ("Italien", "Uni Alba", "2014"),
        ("Spanien", "Uni Sol", "2011"),
    ]


def test_csv_padded_with_blanks_is_csv():
    found = read_grid(b"Land,     Uni,        Jahr\nPolen,    Uni Dom,    2014\n" * 2)
    assert (found.kind, len(found.cells[0])) == ("csv", 3)


@pytest.mark.parametrize(
    "drawn",
    [
        "ein Wort\nzwei Worte\ndrei  Worte\n",
        "Satz eins.  Satz zwei.\nSatz drei.  Satz vier.\nSatz fünf.  Satz sechs.\n",
        "a b c\n" * 9,
    ],
)
def test_words_and_sentences_are_no_columns(drawn: str):
    assert read_fixed_width(drawn) is None


def test_tables_with_other_headings_above_their_rules_are_read_into_one_list():
    text = dedent("""\
        # Partners

        ## University-wide agreements

        As of 1 May 2024

        | Country | University | Exchange |
        |---|---|---|
        | Peru | Universidad de Lima | ○ |
        | | Universidad de Piura | |
        | Chile | Universidad de Arica | ○ |

        ## Faculty agreements

        | Country | University | Department | Exchange |
        |---|---|---|---|
        | Japan | Kobe University | Faculty of Law | ○ |
        | Japan | Osaka University | Faculty of Arts | |
        | Korea | Yonsei University | Faculty of Law | ○ |
        """)
    tables = read_grids(text.encode(), "list.md")
    assert [table.name for table in tables] == ["", "Faculty agreements"]
    edition = build_bytes(text.encode(), "list.md")
    columns = ("territory", "institution", "agreement_type", "departments", "exchange")
    wide, own = "University-wide agreements", "Faculty agreements"
    assert published(edition, columns) == {
        9: ("Peru", "Universidad de Lima", wide, "", "○"),
        10: ("Peru", "Universidad de Piura", wide, "", ""),
        11: ("Chile", "Universidad de Arica", wide, "", "○"),
        17: ("Japan", "Kobe University", own, "Faculty of Law", "○"),
        18: ("Japan", "Osaka University", own, "Faculty of Arts", ""),
        19: ("Korea", "Yonsei University", own, "Faculty of Law", "○"),
    }


def test_tables_with_one_heading_stay_one_table():
    table = "| Country | University |\n|---|---|\n| Peru | Universidad de {} |\n\n"
    text = (
        "## South\n\n" + table.format("Lima") + "## North\n\n" + table.format("Piura")
    )
    (grid,) = read_grids(text.encode(), "list.md")
    assert len(grid.numbers) == 8


def test_labels_between_columns_kept_by_blanks_make_no_outline():
    text = dedent("""
        Partner                   Our unit        Since  Kind
        Austria
        Universität Lindau*       Chemistry       2001   Exchange
        Universität Krummbach     Engineering     2004   Research
        Total Austria: 2
        Belgium
        Haute Ecole Valmont       Chemistry       2010   Research
        Hogeschool Waterveld      Law             2012   Exchange
        Total Belgium: 2
    """).strip()
    assert read_grid(text.encode()).kind == "text"
    columns = ("territory", "institution", "departments")
    assert published(build_bytes(text.encode(), "list"), columns) == {
        3: ("Austria", "Universität Lindau", "Chemistry"),
        4: ("Austria", "Universität Krummbach", "Engineering"),
        7: ("Belgium", "Haute Ecole Valmont", "Chemistry"),
        8: ("Belgium", "Hogeschool Waterveld", "Law"),
    }


def test_pipes_that_stand_only_between_cells_leave_a_blank_first_cell():
    bare = read_grid(
        text("""
        Land | Nr. | Einrichtung
        |---|---|---|
        Polska | 1 | Uniwersytet Dom
         | 2 | Akademia Ewa
         | 3 | Szkoła Fala
        Suomi | 4 | Eka yliopisto
        """)
    )
    assert [*rows(bare).values()][2:] == [
        ("Polska", "1", "Uniwersytet Dom"),
        ("", "2", "Akademia Ewa"),
        ("", "3", "Szkoła Fala"),
        ("Suomi", "4", "Eka yliopisto"),
    ]
    framed = read_grid(text("| A | B |\n|---|---|\n| Polska | Dom |\nSuomi | Eka |\n"))
    assert [*rows(framed).values()][2:] == [("Polska", "Dom"), ("Suomi", "Eka")]
