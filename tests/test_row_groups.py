"""Regions and territories that a list prints outside of its columns."""

from __future__ import annotations

import pytest

from pipeline import edition_of
from pipeline.layout import find_layout
from pipeline.model import Edition, SourceGrid
from pipeline.read import read_grids
from tests.stages import REFERENCE, findings_of
from tests.tables import grid, published


def read(drawn: str) -> Edition:
    return edition_of(grid(drawn))


def places(edition: Edition) -> dict[int, tuple[str, ...]]:
    """Source row -> printed region, printed territory, territory code."""
    columns = ["source_row", "region_text", "territory_text", "territory_code"]
    rows = edition.agreements[columns].itertuples(index=False)
    return {int(row): tuple(texts) for row, *texts in rows}


def origin(edition: Edition, source_row: int) -> tuple:
    """Where the territory of a row was printed, and by which rule it was found."""
    found = edition.provenance.merge(
        edition.agreements[["agreement_id", "source_row"]].rename(
            columns={"source_row": "own"}
        ),
        on="agreement_id",
    )
    row = found[(found["own"] == source_row) & (found["column"] == "territory_text")]
    columns = ["source_row", "source_column", "source_text", "rule"]
    return tuple(row[columns].iloc[0])


LABELLED = """
    | Lp. | Uczelnia | Rodzaj umowy |
    | NIEMCY | | |
    | 1 | Universität Kassel | Umowa ogólna |
    | 2 | Universität Bremen | Erasmus+ |
    | 2. FRANCJA (1): | | |
    | 3 | Université de Lille | Erasmus+ |
"""


def test_label_in_a_row_of_its_own_names_the_rows_below():
    edition = read(LABELLED)
    assert places(edition) == {
        3: ("", "NIEMCY", "DEU"),
        4: ("", "NIEMCY", "DEU"),
        6: ("", "FRANCJA", "FRA"),
    }
    assert origin(edition, 4) == (2, 1, " NIEMCY ", "from_label")
    assert origin(edition, 6) == (5, 1, " 2. FRANCJA (1): ", "from_label")
    skipped = find_layout(grid(LABELLED), REFERENCE).skipped
    assert skipped == ((1, "heading"), (2, "label"), (5, "label"))


def test_label_above_the_heading_names_the_first_rows():
    page = """<h1>Partner</h1><h2>Belgien</h2>
        <table><tr><th>Hochschule<th>Stadt<th>Plätze
        <tr><td>Universiteit Gent<td>Gent<td>2</table>
        <h2>Dänemark</h2>
        <table><tr><th>Hochschule<th>Stadt<th>Plätze
        <tr><td>Aarhus Universitet<td>Aarhus<td>1</table>"""
    edition = edition_of(read_grids(page.encode(), "a.html"))
    assert list(places(edition).values()) == [
        ("", "Belgien", "BEL"),
        ("", "Dänemark", "DNK"),
    ]
    assert set(edition.findings["code"]) == {"UNKNOWN_INSTITUTION"}


def test_region_above_rows_that_print_their_territory():
    edition = read("""
        | Pays | Université |
        | Europe | |
        | Belgique | Université de Liège |
        | Suisse | Université de Genève |
        | Asie (1) | |
        | Japon | Université de Kyoto |
    """)
    assert places(edition) == {
        3: ("Europe", "Belgique", "BEL"),
        4: ("Europe", "Suisse", "CHE"),
        6: ("Asie", "Japon", "JPN"),
    }


def test_new_region_ends_the_territory_above():
    edition = read("""
        | Universidad | Centro |
        | Europa | |
        | Italia | |
        | Università di Pisa | Facultad de Derecho |
        | Asia | |
        | Universidad de Kioto | Facultad de Derecho |
    """)
    assert places(edition) == {4: ("Europa", "Italia", "ITA"), 6: ("Asia", "", "")}
    assert (6, "MISSING_TERRITORY", "territory_text") in findings_of(edition)


def test_label_that_is_not_understood_is_asked_and_never_passed_over():
    edition = read("""
        | Universidad | Centro |
        | Italia | |
        | Università di Pisa | Facultad de Derecho |
        | Narnia | |
        | Universidad de Cair Paravel | Facultad de Derecho |
    """)
    assert places(edition) == {3: ("", "Italia", "ITA"), 5: ("", "Narnia", "")}
    assert (5, "UNKNOWN_TERRITORY", "territory_text") in findings_of(edition)


def test_remark_among_labels_is_no_label():
    edition = read("""
        | Universidad | Centro |
        | Italia | |
        | Università di Pisa | Facultad de Derecho |
        | * Sólo para estudiantes de máster. | |
        | Università di Siena | Facultad de Derecho |
    """)
    assert places(edition)[5] == ("", "Italia", "ITA")


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        (
            "Universidad de Chile (Chile)",
            "Kyoto University (Japón)",
            ("Chile", "Japón"),
        ),
        ("Universidad de Chile, Chile", "Kobe University, Japón", ("Chile", "Japón")),
        ("Chile - Universidad de Chile", "Japón - Kobe", ("Chile", "Japón")),
    ],
)
def test_territory_inside_the_name_is_found(first: str, second: str, texts: tuple):
    edition = read(f"""
        | Universidad | Tipo de acuerdo |
        | {first} | Convenio marco |
        | {second} | Convenio marco |
    """)
    assert places(edition) == {2: ("", texts[0], "CHL"), 3: ("", texts[1], "JPN")}
    assert [row[0] for row in published(edition, ["institution"]).values()] == [
        first,
        second,
    ]
    assert origin(edition, 2) == (2, 1, f" {first} ", "part_of_cell")


def test_territory_is_found_in_the_code_of_the_erasmus_programme():
    edition = read("""
        | Erasmus-Code | Hochschule | Fachbereich |
        | D KASSEL01 | Universität Kassel | Jura |
        | SF TURKU01 | Turun yliopisto | Jura |
        | X NARNIA01 | Cair Paravel University | Jura |
    """)
    assert places(edition) == {
        2: ("", "D", "DEU"),
        3: ("", "SF", "FIN"),
        4: ("", "", ""),
    }
    assert (4, "MISSING_TERRITORY", "territory_text") in findings_of(edition)


INSIDE = """
    | Universidad | Tipo de acuerdo |
    | Università di Pisa | Convenio marco |
    | Universidad de Chile (Chile) | Convenio marco |
    | Georgia, University of | Convenio marco |
"""
OTHERS = "".join(f"| Universität {name} | Convenio marco |\n" for name in "ABCDE")


def test_one_territory_inside_of_names_is_read_and_the_rows_without_are_asked():
    edition = read(INSIDE)
    assert places(edition) == {
        2: ("", "", ""),
        3: ("", "Chile", "CHL"),
        4: ("", "", ""),
    }
    assert [f[:2] for f in findings_of(edition) if f[1] == "MISSING_TERRITORY"] == [
        (2, "MISSING_TERRITORY"),
        (4, "MISSING_TERRITORY"),
    ]


@pytest.mark.parametrize(
    "drawn", [INSIDE.strip() + "\n" + OTHERS, INSIDE.replace(" (Chile)", "")]
)
def test_many_rows_without_a_territory_are_one_question(drawn: str):
    asked = [f for f in findings_of(read(drawn)) if "territory" in f[2]]
    assert asked == [(0, "TERRITORIES_INSIDE", "territory_text|territory_code")]


def test_remark_below_labels_is_named_in_a_finding():
    more = "| 4 | Université de Nantes | Erasmus+ |\n| 5 | Université de Metz | Erasmus+ |\n"
    edition = read(LABELLED + more + "| | Biuro Współpracy z Zagranicą | |\n")
    assert len(edition.agreements) == 5
    assert [f[:2] for f in findings_of(edition) if f[0] == 9] == [(9, "UNPLACED_ROW")]


def test_grid_is_left_as_it_was_read():
    table: SourceGrid = grid(LABELLED)
    assert edition_of(table).grid == table


def test_numbered_labels_with_counts_are_labels():
    edition = read("""
        | 序号 | 学校名称 | 协议类型 |
        | 一、亚洲（2所） | | |
        | 日本（2） | | |
        | 1 | 京都大学 | 校际 |
        | 2 | 神户大学 | 校际 |
        | 二、欧洲（1所） | | |
        | 荷兰（1） | | |
        | 3 | 莱顿大学 | 校际 |
    """)
    assert places(edition) == {
        4: ("亚洲", "日本", "JPN"),
        5: ("亚洲", "日本", "JPN"),
        8: ("欧洲", "荷兰", "NLD"),
    }


def test_city_that_is_called_like_a_territory_stays_a_city():
    edition = read("""
        | Land | Ort | Hochschule |
        | Spanien | Madrid | Universidad Complutense |
        | | Granada | Universidad de Granada |
        | | Sevilla | Universidad de Sevilla |
        | Italien | Pisa | Università di Pisa |
    """)
    assert places(edition)[3] == ("", "Spanien", "ESP")
    assert edition.agreements["Ort"].tolist() == [
        "Madrid",
        "Granada",
        "Sevilla",
        "Pisa",
    ]


def test_codes_stand_for_territories():
    edition = read("""
        | Hochschule | Länder | Art |
        | Universität Graz | A | Erasmus |
        | Universität Kassel | D | Erasmus |
        | Universitetet i Oslo | N | Erasmus |
        | Univerzita Karlova | CZ | Erasmus |
        | Harvard University | USA | Erasmus |
    """)
    codes = ["AUT", "DEU", "NOR", "CZE", "USA"]
    assert edition.agreements["territory_code"].tolist() == codes
    assert set(edition.findings["severity"]) == {"note"}
