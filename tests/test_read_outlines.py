"""Outlines of any file: what becomes a row, which column, and what stays apart."""

from __future__ import annotations

import io
from textwrap import dedent

import pytest

from pipeline import build_bytes
from pipeline.errors import SourceError
from pipeline.model import SourceGrid
from pipeline.read import OUTLINE, read_grid

TERRITORY = "国・地域（見出しから） / Territory (from headings)"
REGION = "地域（見出しから） / Region (from headings)"
TYPE_ABOVE = "協定タイプ（見出しから） / Agreement type (from headings)"
INSTITUTION = "大学・機関等名（項目から） / Institution (from items)"
UNIT = "学部等名（下の項目から） / Partner unit (from items below)"
TYPE_IN_BRACKETS = "協定タイプ（かっこから） / Agreement type (from brackets)"
UNIT_IN_BRACKETS = "学部等名（かっこから） / Partner unit (from brackets)"
TYPE_BELOW = "協定タイプ（次の行から） / Agreement type (from the next line)"
NEXT_LINE = "次の行 / Next line"


def read(text: str) -> dict[int, tuple[str, ...]]:
    """The rows of an outline whose first line is source row 1."""
    found = read_grid(dedent(text).lstrip("\n").encode())
    assert found.kind == OUTLINE
    return rows(found)


def rows(found: SourceGrid) -> dict[int, tuple[str, ...]]:
    return dict(zip(found.numbers, found.cells, strict=True))


def test_headings_items_and_brackets_are_columns():
    assert read("""
        ## Italia
        * [Università di Alba](https://alba.example) (Erasmus+)
        * Politecnico di Brina (MoU)

        ## Portugal
        * Universidade da Costa (Erasmus+)
        """) == {
        1: (TERRITORY, INSTITUTION, TYPE_IN_BRACKETS),
        2: ("Italia", "Università di Alba", "Erasmus+"),
        3: ("Italia", "Politecnico di Brina", "MoU"),
        6: ("Portugal", "Universidade da Costa", "Erasmus+"),
    }


def test_faculties_in_brackets_are_those_of_the_institution():
    assert read("""
        ## Österreich
        - Universität Krummbach
        - Hochschule Lindtal (Fakultät für Recht)
        - Universität Moosberg
        ## Belgien
        - Universität Nordfeld (Institut für Chemie)
        - Universität Birkenau
        """) == {
        1: (TERRITORY, INSTITUTION, UNIT_IN_BRACKETS),
        2: ("Österreich", "Universität Krummbach", ""),
        3: ("Österreich", "Hochschule Lindtal", "Fakultät für Recht"),
        4: ("Österreich", "Universität Moosberg", ""),
        6: ("Belgien", "Universität Nordfeld", "Institut für Chemie"),
        7: ("Belgien", "Universität Birkenau", ""),
    }


def test_units_below_with_types_of_their_own_are_rows():
    assert read("""
        # Polska
        - Uniwersytet Dębowy (Erasmus)
            - Wydział Prawa (Double degree)
        # Česko
        - Univerzita Lípa (Erasmus)
        """) == {
        1: (TERRITORY, INSTITUTION, TYPE_IN_BRACKETS, UNIT),
        2: ("Polska", "Uniwersytet Dębowy", "Erasmus", ""),
        3: ("Polska", "Uniwersytet Dębowy", "Double degree", "Wydział Prawa"),
        5: ("Česko", "Univerzita Lípa", "Erasmus", ""),
    }


def test_nested_items_need_no_headings():
    assert read("""
        - 韓国
          - 漢江大学校
            - 工学部
            - 法学部
          - 南山大学校
        - タイ
          - メーコン大学
        """) == {
        1: (TERRITORY, INSTITUTION, UNIT),
        2: ("韓国", "漢江大学校", "工学部; 法学部"),
        5: ("韓国", "南山大学校", ""),
        7: ("タイ", "メーコン大学", ""),
    }


def test_signs_before_a_line_tell_its_level():
    assert read("""
        協定校

        【アジア】
        ■ベトナム
        ・ソンホン大学（大学間）
        ■台湾
        ・玉山大学（部局間）
        【ヨーロッパ】
        ■スイス
        ・レマン工科大学（部局間）
        """) == {
        1: ("協定校",),
        4: (REGION, TERRITORY, INSTITUTION, TYPE_IN_BRACKETS),
        5: ("アジア", "ベトナム", "ソンホン大学", "大学間"),
        7: ("アジア", "台湾", "玉山大学", "部局間"),
        10: ("ヨーロッパ", "スイス", "レマン工科大学", "部局間"),
    }


def test_lines_below_an_institution_are_its_type_and_its_small_table():
    assert read("""
        Norvège

        Université de Fjordane
        Erasmus
        Faculté\tPlaces
        Droit\t2
        Lettres\t3
        Suède

        Université de Skogby
        Erasmus
        Faculté\tPlaces
        Droit\t1
        Institut supérieur de Sjöby
        Convention bilatérale
        Faculté\tPlaces
        Lettres\t4
        """) == {
        2: (TERRITORY, INSTITUTION, TYPE_BELOW, "Faculté", "Places"),
        3: ("Norvège", "Université de Fjordane", "Erasmus", "Droit; Lettres", "2; 3"),
        10: ("Suède", "Université de Skogby", "Erasmus", "Droit", "1"),
        14: (
            "Suède",
            "Institut supérieur de Sjöby",
            "Convention bilatérale",
            "Lettres",
            "4",
        ),
    }


def test_lines_without_signs_are_institutions_below_known_territories():
    assert read("""
        Đối tác

        Nhật Bản
        Đại học Mizuumi
        Đại học Kawabe
        Hàn Quốc
        Đại học Sanmaru
        """) == {
        1: ("Đối tác",),
        3: (TERRITORY, INSTITUTION),
        4: ("Nhật Bản", "Đại học Mizuumi"),
        5: ("Nhật Bản", "Đại học Kawabe"),
        7: ("Hàn Quốc", "Đại học Sanmaru"),
    }


def test_a_single_territory_may_stand_above_institutions():
    found = read_grid(b"Chile\n  Universidad de Arica\n  Universidad de Talca\n")
    assert list(zip(found.numbers[1:], found.cells[1:], strict=True)) == [
        (2, ("Chile", "Universidad de Arica")),
        (3, ("Chile", "Universidad de Talca")),
    ]


def test_types_above_the_territories_are_a_column():
    assert read("""
        大学間協定
        タイ
        チャオ大学
        部局間協定
        韓国
        白頭大学校
        台湾
        玉山大学
        """) == {
        2: (TYPE_ABOVE, TERRITORY, INSTITUTION),
        3: ("大学間協定", "タイ", "チャオ大学"),
        6: ("部局間協定", "韓国", "白頭大学校"),
        8: ("部局間協定", "台湾", "玉山大学"),
    }


def test_named_lines_below_are_columns_of_that_name():
    assert read("""
        **Chile**

        1. Universidad de Loma
           Tipo: Intercambio
           Desde: 2012
        2. Universidad de Vega
           Tipo: Investigación

        **Perú**

        1. Universidad de Cumbre
           Desde: 2019
        """) == {
        2: (TERRITORY, INSTITUTION, "Tipo", "Desde"),
        3: ("Chile", "Universidad de Loma", "Intercambio", "2012"),
        6: ("Chile", "Universidad de Vega", "Investigación", ""),
        11: ("Perú", "Universidad de Cumbre", "", "2019"),
    }


@pytest.mark.parametrize("bracket", ["NTU", "TUB"])
def test_short_name_in_brackets_stays_in_the_name(bracket: str):
    found = read(f"# Taiwan\n- North University ({bracket})\n- South University\n")
    assert found[2] == ("Taiwan", f"North University ({bracket})")


def test_brackets_of_several_parts_with_a_date_are_columns():
    assert read("""
        Laos
        • Mahavithanyalai Dok (MoU, 2014)
        • Sathaban Ton (MoA, 2016)
        Nepal
        • Himal Vishwa (MoU, 2015)
        """) == {
        1: (TERRITORY, INSTITUTION, TYPE_IN_BRACKETS, "かっこ内 / In brackets"),
        2: ("Laos", "Mahavithanyalai Dok", "MoU", "2014"),
        3: ("Laos", "Sathaban Ton", "MoA", "2016"),
        5: ("Nepal", "Himal Vishwa", "MoU", "2015"),
    }


def test_tabs_before_the_items_part_no_cells():
    text = "Partners\n\nPeru\n\tUniversidad del Lago (MoU)\n\tInstituto Sur (MoU)\n"
    text += "Laos\n\tMahavithanyalai Dok (MoA)\n\tSathaban Ton (MoU)\n"
    edition = build_bytes(text.encode(), "list.txt")
    columns = [
        "source_row",
        "territory_text",
        "institution_text",
        "agreement_type_text",
    ]
    assert edition.agreements[columns].values.tolist() == [
        [4, "Peru", "Universidad del Lago", "MoU"],
        [5, "Peru", "Instituto Sur", "MoU"],
        [7, "Laos", "Mahavithanyalai Dok", "MoA"],
        [8, "Laos", "Sathaban Ton", "MoU"],
    ]


def test_comma_in_every_item_parts_no_cells():
    assert read("* University of Aster, Oslo\n* Cedar College, Bergen\n") == {
        0: (INSTITUTION,),
        1: ("University of Aster, Oslo",),
        2: ("Cedar College, Bergen",),
    }


def test_items_whose_words_are_all_unknown_are_rows():
    assert read("* Zork Kwa\n* Blip Dulu (MX)\n") == {
        0: (INSTITUTION,),
        1: ("Zork Kwa",),
        2: ("Blip Dulu (MX)",),
    }


def test_lines_outside_of_the_outline_are_rows_of_one_cell():
    found = read("""
        # Partners
        As of May.

        ## Kenya
        - University of Ziwa
        - University of Mlima

        ## Contact
        Write to us.
        """)
    assert found == {
        1: ("Partners",),
        2: ("As of May.",),
        4: (TERRITORY, INSTITUTION),
        5: ("Kenya", "University of Ziwa"),
        6: ("Kenya", "University of Mlima"),
        8: ("Contact",),
        9: ("Write to us.",),
    }


PAGE = """<!DOCTYPE html><html><body>
<nav><ul><li><a href="/">Home</a></li><li>University news</li></ul></nav>
<h1>Exchange</h1>
<h3>Österreich</h3>
<ul>
<li><a href="x">Universität Lindau</a> (Erasmus)</li>
<li>Hochschule Moor (MoU)<ul>
<li>Fakultät für Recht</li></ul></li>
</ul>
<h3>Ungarn</h3><ul><li>Egyetem Tó (Erasmus)</li><li>Egyetem Kő (Erasmus)</li></ul>
<footer><ul><li>University of ours</li></ul></footer>
"""


def test_lists_of_a_page_are_an_outline_without_its_menus():
    found = read_grid(PAGE.encode())
    assert (found.kind, rows(found)) == (
        OUTLINE,
        {
            5: (TERRITORY, INSTITUTION, TYPE_IN_BRACKETS, UNIT),
            6: ("Österreich", "Universität Lindau", "Erasmus", ""),
            7: ("Österreich", "Hochschule Moor", "MoU", "Fakultät für Recht"),
            10: ("Ungarn", "Egyetem Tó", "Erasmus", ""),
            11: ("Ungarn", "Egyetem Kő", "Erasmus", ""),
        },
    )


@pytest.mark.parametrize(
    "fragment",
    [
        "<dl>\n<dt>Brasil</dt>\n<dd>Universidade do Rio</dd>\n"
        "<dd>Universidade da Mata</dd></dl>",
        "<ul>\n<li>Brasil<ul>\n<li>Universidade do Rio</li>\n"
        "<li>Universidade da Mata</li></ul></ul>",
        "<ul>\n<li><b>Brasil</b>\n<ul><li>Universidade do Rio</li>\n"
        "<li>Universidade da Mata</li></ul></ul>",
    ],
)
def test_terms_and_nested_lists_are_levels(fragment: str):
    found = rows(read_grid(fragment.encode()))
    assert list(found.values()) == [
        (TERRITORY, INSTITUTION),
        ("Brasil", "Universidade do Rio"),
        ("Brasil", "Universidade da Mata"),
    ]
    assert list(found)[1:] == [3, 4]


def test_lines_of_a_page_below_its_headings_are_items():
    page = (
        "<!doctype html><h2>Asia</h2><h3>Japan</h3>\n"
        "<p>Umi University<br>Yama University</p>\n<h3>Nepal</h3>\n"
        "<p>Himal University</p><p>Write to us for other questions.</p>"
    )
    assert rows(read_grid(page.encode())) == {
        1: (REGION, TERRITORY, INSTITUTION),
        2: ("Asia", "Japan", "Umi University"),
        3: ("Asia", "Japan", "Yama University"),
        4: ("Asia", "Nepal", "Himal University"),
    }


def test_small_tables_of_a_page_belong_to_the_institution_above():
    small = "<table>\n<tr><th>Ambito<th>Posti\n<tr><td>{}<td>{}</table>\n"
    page = (
        f"<!doctype html><h2>Grecia</h2>\n<h3>University of Ammos</h3>"
        f"{small.format('Diritto', 2)}<h2>Malta</h2>\n<h3>University of Zebbug</h3>"
        f"{small.format('Lettere', 3)}<h3>Istituto Blata</h3>{small.format('Arte', 1)}"
    )
    found = read_grid(page.encode())
    assert [*rows(found).values()] == [
        (TERRITORY, INSTITUTION, "Ambito", "Posti"),
        ("Grecia", "University of Ammos", "Diritto", "2"),
        ("Malta", "University of Zebbug", "Lettere", "3"),
        ("Malta", "Istituto Blata", "Arte", "1"),
    ]


def test_tables_of_institutions_below_headings_stay_tables():
    row = "<tr><td>University of {}<td>2"
    page = "".join(
        f"<h2>{land}</h2><table>{row.format(name)}</table>"
        for land, name in (("Malta", "Zebbug"), ("Grecia", "Ammos"))
    )
    assert read_grid(f"<!doctype html>{page}".encode()).kind == "html"


def test_page_of_menus_and_prose_is_refused():
    page = (
        "<!doctype html><ul><li>About<li>News</ul><p>Our university. Welcome to us.</p>"
    )
    with pytest.raises(SourceError, match="holds none with two columns"):
        read_grid(page.encode())


def test_lists_of_a_document_are_an_outline():
    docx = pytest.importorskip("docx", reason="writes the document that is read")
    document = docx.Document()
    for style, text in (
        ("Heading 1", "Partners"),
        ("Heading 2", "Danmark"),
        ("List Bullet", "Universitetet i Bølge"),
        ("List Bullet 2", "Det Juridiske Fakultet"),
        ("Heading 2", "Finland"),
        ("List Bullet", "Kuusen yliopisto"),
    ):
        document.add_paragraph(text, style)
    file = io.BytesIO()
    document.save(file)
    assert rows(read_grid(file.getvalue(), "list.docx")) == {
        2: (TERRITORY, INSTITUTION, UNIT),
        3: ("Danmark", "Universitetet i Bølge", "Det Juridiske Fakultet"),
        6: ("Finland", "Kuusen yliopisto", ""),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Wir haben Partner in Italien, Spanien und Polen.\nMehr folgt, bald. So ist es.\n",
        "Our partners:\n\nCountry University Year\nJapan Umi University 2019\n"
        "France University of Aube, Troyes 2017\nKenya Ziwa University 2018\n",
        "本学は、多くの大学と協定を結んでいます。\n詳しくは、国際課まで。\n",
        "# Regeln\n\nEin Satz. Noch ein Satz.\n\n* Ein Punkt, der gilt.\n* Ein anderer.\n",
    ],
)
def test_text_whose_cells_nothing_parts_is_refused_with_the_way_to_copy_it(text: str):
    with pytest.raises(SourceError, match="copy its table into a spreadsheet") as error:
        read_grid(text.encode())
    assert "表計算ソフトに貼り付けて" in error.value.text_ja


def test_numbered_names_with_a_comma_are_items_and_no_csv():
    assert read("""
        1. Universität Krummbach, Austria
        2. Haute Ecole Valmont, Faculty of Law, Belgium
        3. University of Setouchi, Japan
        """) == {
        0: (INSTITUTION,),
        1: ("Universität Krummbach, Austria",),
        2: ("Haute Ecole Valmont, Faculty of Law, Belgium",),
        3: ("University of Setouchi, Japan",),
    }


def test_numbered_cells_parted_by_tight_commas_are_csv():
    grid = read_grid(b"1. Setouchi University,Japan\n2. Lindau University,Austria\n")
    assert grid.kind == "csv"


def test_a_colon_is_no_part_of_the_label_before_it():
    assert read("""
        Belgie:

        - Hogeschool Waterveld

        Italië :

        - Università di Alba
        - Università di Brina
        """) == {
        2: (TERRITORY, INSTITUTION),
        3: ("Belgie", "Hogeschool Waterveld"),
        7: ("Italië", "Università di Alba"),
        8: ("Italië", "Università di Brina"),
    }


def test_what_several_items_say_behind_their_names_stands_in_columns_of_its_own():
    assert read("""
        Italia
        - Università di Alba, firmato il 3/5/2019; valido 5 anni
        - Politecnico di Brina, Torino, firmato il 12/5/2020; valido 3 anni
        Portugal
        - Universidade da Costa, firmato il 1/2/2021; valido 5 anni
        """) == {
        1: (TERRITORY, INSTITUTION, NEXT_LINE, f"{NEXT_LINE} 2"),
        2: ("Italia", "Università di Alba", "firmato il 3/5/2019", "valido 5 anni"),
        3: (
            "Italia",
            "Politecnico di Brina, Torino",
            "firmato il 12/5/2020",
            "valido 3 anni",
        ),
        5: (
            "Portugal",
            "Universidade da Costa",
            "firmato il 1/2/2021",
            "valido 5 anni",
        ),
    }


def test_what_one_item_alone_says_stays_in_its_name():
    assert read("""
        Italia
        - Università di Alba
        - Politecnico di Brina, fondato nel 1872
        Portugal
        - Universidade da Costa
        """) == {
        1: (TERRITORY, INSTITUTION),
        2: ("Italia", "Università di Alba"),
        3: ("Italia", "Politecnico di Brina, fondato nel 1872"),
        5: ("Portugal", "Universidade da Costa"),
    }


def test_lines_that_begin_with_their_territory_are_items_below_it():
    assert read("""
        Onze partners in het buitenland:

        Italië – Università di Alba
        Italië – Politecnico di Brina, Torino
        Japan – Setouchi University
        Universiteit Waterveld
        """) == {
        1: ("Onze partners in het buitenland",),
        2: (TERRITORY, INSTITUTION),
        3: ("Italië", "Università di Alba"),
        4: ("Italië", "Politecnico di Brina, Torino"),
        5: ("Japan", "Setouchi University"),
        6: ("", "Universiteit Waterveld"),
    }


def test_lines_that_end_with_their_territory_are_items():
    assert read("""
        Setouchi University (Japan)
        Universität Krummbach, Graz (Austria)
        Universidade da Costa, Portugal
        """) == {
        0: (INSTITUTION,),
        1: ("Setouchi University (Japan)",),
        2: ("Universität Krummbach, Graz (Austria)",),
        3: ("Universidade da Costa, Portugal",),
    }


def test_the_heading_that_the_reader_makes_is_said_in_the_grid():
    grid = read_grid(b"Ours\n\n- Setouchi University\n- Lindau University\n")
    assert (grid.heading_row, grid.row(grid.heading_row)) == (2, (INSTITUTION,))


def test_what_follows_the_brackets_of_a_name_is_said_of_it():
    """A blank alone parts a date from a name in brackets; so does a wide one."""
    read_items = read("""
        1. Universität Lindau (Austria) signed 2001-03
        2. Haute Ecole Valmont (Belgium) signed 2004-11
        3. University of Setouchi (Japan)　signed 2010-06
        """)
    assert read_items == {
        0: (INSTITUTION, "次の行 / Next line"),
        1: ("Universität Lindau (Austria)", "signed 2001-03"),
        2: ("Haute Ecole Valmont (Belgium)", "signed 2004-11"),
        3: ("University of Setouchi (Japan)", "signed 2010-06"),
    }


def test_items_of_a_page_stand_in_the_lines_where_their_texts_begin():
    page = """<html><body>
    <h2>Norge</h2>
    <p>
    Fjordvik universitet<br>
    Høgskolen i Nordli<br>
    </p>
    <h2>Sverige</h2>
    <p>Lunds universitet<br>Umeå universitet</p>
    </body></html>"""
    names = [r for r in read_grid(page.encode()).cells if len(r) > 1][1:]
    rows = read_grid(page.encode())
    lines = [rows.lines.get(n, n) for n in rows.numbers][1:]
    assert [*zip(lines, names, strict=True)] == [
        (4, ("Norge", "Fjordvik universitet")),
        (5, ("Norge", "Høgskolen i Nordli")),
        (8, ("Sverige", "Lunds universitet")),
        (8, ("Sverige", "Umeå universitet")),
    ]


def test_label_above_items_is_read_without_the_word_for_what_it_is():
    assert read("""
        País: Austria
        - Universität Krummbach
        - Universität Lindau
        País: Bélgica
        - Hogeschool Waterveld
        """) == {
        1: (TERRITORY, INSTITUTION),
        2: ("Austria", "Universität Krummbach"),
        3: ("Austria", "Universität Lindau"),
        5: ("Bélgica", "Hogeschool Waterveld"),
    }


def test_items_of_a_page_below_no_label_are_a_list_if_each_ends_in_its_territory():
    names = ["Lindau, Austria", "Waterveld, Belgium", "Setouchi, Japan", "Nord, Norway"]
    items = "".join(f"<li>{name}</li>\n" for name in [*names, "Alba (Italy)"])
    page = f"<html><body><ul>\n{items}</ul></body></html>"
    edition = build_bytes(page.encode(), "list")
    rows = edition.agreements[["source_row", "territory_code"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        (2, "AUT"),
        (3, "BEL"),
        (4, "JPN"),
        (5, "NOR"),
        (6, "ITA"),
    ]


def test_menu_of_a_page_is_no_list():
    items = "".join(f"<li>{name}</li>" for name in ["Home", "News", "Jobs", "A", "B"])
    with pytest.raises(SourceError):
        read_grid(f"<html><body><ul>{items}</ul></body></html>".encode())


def test_what_stands_behind_several_names_is_no_short_form_of_them():
    found = read("""
        Italia
          Università di Alba (MDC)
          Università di Brina (MDC)
          Politecnico di Cedro (PC)
          Scuola di Duna (FL)
        Polonia
          Akademia Ewa (FL)
    """)
    assert [row[1:] for row in found.values()][1:] == [
        ("Università di Alba", "MDC"),
        ("Università di Brina", "MDC"),
        ("Politecnico di Cedro (PC)", ""),
        ("Scuola di Duna", "FL"),
        ("Akademia Ewa", "FL"),
    ]


def test_first_line_of_a_group_is_a_label_where_nearly_all_groups_begin_so():
    found = build_bytes(
        dedent("""
        Italia

        Università di Alba

        Polonia
        Akademia Ewa
        Uniwersytet Dom

        Spania
        Universidad del Lago
        Universidad del Sur

        Francia
        Université du Lac
        """)
        .lstrip()
        .replace("Italia\n\n", "Italia\n")
        .encode(),
        "list.txt",
    )
    table = found.agreements[["territory_text", "institution_text"]]
    assert table[table["territory_text"] == "Spania"]["institution_text"].tolist() == [
        "Universidad del Lago",
        "Universidad del Sur",
    ]


def test_line_of_a_contact_below_the_items_is_no_institution():
    page = """<html><body><h2>Norge</h2><p>Fjordvik universitet<br>Nordli universitet</p>
    <h2>Sverige</h2><p>Lunds universitet</p>
    <p>Kontakt: Studieseksjonen, tlf. 55 00 00 00</p></body></html>"""
    names = build_bytes(page.encode(), "list").agreements["institution_text"]
    assert names.tolist() == [
        "Fjordvik universitet",
        "Nordli universitet",
        "Lunds universitet",
    ]
