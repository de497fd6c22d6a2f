"""The figures of the Kobe list, counted by hand from its lines, are on screen."""

import re
from pathlib import Path

import pytest

REGIONS = {
    "アジア": {"協定": 44, "大学・機関": 36, "国・地域": 7, "交換留学 ○": 30},
    "オセアニア": {"協定": 4, "大学・機関": 4, "国・地域": 1, "交換留学 ○": 1},
    "ヨーロッパ": {"協定": 23, "大学・機関": 23, "国・地域": 11, "交換留学 ○": 19},
    "中南米": {"協定": 1, "大学・機関": 1, "国・地域": 1, "交換留学 ○": 0},
    "中東": {"協定": 1, "大学・機関": 1, "国・地域": 1, "交換留学 ○": 1},
    "北米": {"協定": 5, "大学・機関": 5, "国・地域": 2, "交換留学 ○": 0},
}
TYPES = {
    "部局間": {"協定": 58},
    "大学間": {"協定": 16},
    "その他": {"協定": 3},
    "ダブル・ディグリー": {"協定": 1},
}
DEPARTMENTS = {
    name: dict(
        zip(("協定", "交換留学 ○", "大学・機関", "国・地域"), figures, strict=True)
    )
    for name, *figures in [
        ("大学院工学研究科", 57, 49, 55, 21),
        ("工学部", 47, 42, 46, 18),
        ("先端膜工学研究センター", 17, 0, 14, 8),
        ("都市安全研究センター", 3, 1, 3, 3),
        ("大学院システム情報学研究科", 2, 0, 2, 2),
        ("大学院農学研究科", 2, 0, 2, 2),
        ("自然科学研究科", 1, 1, 1, 1),
        ("計算科学教育センター", 1, 0, 1, 1),
    ]
}


def by_label(tables, wanted):
    """The rows of all tables that have the wanted columns, by their first cell."""
    columns = next(iter(wanted.values()))
    found = {}
    for headings, *rows in tables:
        if set(columns) <= set(headings) and rows and rows[0][0] in wanted:
            places = {name: headings.index(name) for name in columns}
            for row in rows:
                found[row[0]] = {name: int(row[i]) for name, i in places.items()}
    return found


def numbers(tables):
    """Every cell of every table that reads the same in both languages."""
    return [
        [[cell for cell in row if cell.replace(".", "").isdigit()] for row in rows]
        for _, *rows in tables
    ]


def test_overview_shows_the_three_counts_and_the_marked_share(visit):
    visit.open("/?lang=ja")
    text = re.sub(r"\s", "", visit.text())
    for label, figure in (
        ("協定", "78件"),
        ("大学・機関", "70"),
        ("国・地域", "23"),
        ("交換留学○", "65.4%51/78件"),
    ):
        assert re.search(rf"{label}{figure}\D", text)
    visit.must_be_quiet()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("regions_types", (REGIONS, TYPES)),
        ("departments", (DEPARTMENTS,)),
    ],
    ids=["regions_types", "departments"],
)
def test_tables_show_the_figures_counted_by_hand_in_both_languages(
    visit, path, expected
):
    page = visit.open(f"/{path}?lang=ja")
    japanese = visit.open_tables()
    for figures in expected:
        assert by_label(japanese, figures) == figures
    page.get_by_text("English", exact=True).first.click()
    page.wait_for_url(re.compile("lang=en"))
    visit.settle()
    assert numbers(visit.open_tables()) == numbers(japanese)
    visit.must_be_quiet()


def test_a_figure_is_saved_as_it_is_seen(visit):
    page = visit.open("/regions_types?lang=en&region=europe")
    page.locator('[data-testid="stMain"] summary').first.click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").first.click()
    assert saved.value.suggested_filename == (
        "International-agreements-of-the-Graduate-School_counts_Europe"
        "_obtained-2026-11_en.svg"
    )
    svg = Path(saved.value.path()).read_text("utf-8")
    shown = re.findall("<text[^>]*>([^<]*)</text>", svg)
    assert {"Counts", "Europe", "14", "9", "23"} <= set(shown)
    said = "".join(shown)
    facts = "23 agreements counted · Filters: Europe · List's own date unknown (obtained 2026-11)"
    assert facts.replace(" ", "") in said.replace(" ", "")  # it breaks over two lines
    assert f"{visit.address}/regions_types?lang=en&amp;region=europe" in said
    visit.must_be_quiet()


def test_bars_carry_the_counts_of_their_regions(visit):
    visit.open("/regions_types?lang=ja")
    bars = visit.page.locator(".stPlotlyChart").first.locator("svg text")
    shown = [text.strip() for text in bars.all_text_contents()]
    assert {"44", "23", "5", "4", "1"} <= set(shown)
