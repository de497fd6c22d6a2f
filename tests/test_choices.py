"""How many agreements each choice of a filter leaves, under the other filters."""

from __future__ import annotations

from dashboard.filters import PARAMETERS, Filters, apply, options
from dashboard.i18n import load_words
from dashboard.measures import (
    agreements_by_choice,
    agreements_by_printed_type,
    other_leads,
)
from dashboard.ui.live.filters import counts_of, fields_of
from dashboard.ui.state import labels_in
from pipeline import edition_of
from tests.tables import grid

DRAWN = edition_of(
    grid(
        """
        | 地域 | 国・地域 | 大学・機関等名 | 協定タイプ | 関連部署 | 交換留学 |
        |---|---|---|---|---|---|
        | アジア | タイ | マヒドン大学 | 大学間 | 工学部、大学院工学研究科 | ○ |
        | アジア | 韓国 | 漢陽大学校 | 部局間 | 大学院工学研究科 | |
        | ヨーロッパ | イタリア | ピサ大学 | 部局間 | 大学院工学研究科 | ○ |
        | ヨーロッパ | イタリア | ローマ大学 | 部局間 | | |
        | ヨーロッパ | フランス | リール大学 | 部局間 | 工学部 | |
        """
    )
)


def drawn(filters: Filters) -> list[tuple[str, str, int]]:
    table = agreements_by_choice(DRAWN, filters).table
    return list(table.itertuples(index=False, name=None))


def test_each_choice_counts_the_agreements_that_pass_the_other_fields():
    assert drawn(Filters(regions=("europe",), exchange="marked")) == [
        ("region", "asia", 1),
        ("region", "europe", 1),
        ("territory", "FRA", 0),
        ("territory", "ITA", 1),
        ("territory", "KOR", 0),
        ("territory", "THA", 0),
        ("type", "inter_university", 0),
        ("type", "inter_faculty", 1),
        ("department", "faculty-of-engineering", 0),
        ("department", "graduate-school-of-engineering", 1),
        ("exchange", "marked", 1),
        ("exchange", "not_marked", 2),
    ]


def test_a_number_beside_a_choice_is_that_of_the_page_after_it_alone_is_chosen():
    chosen = Filters(types=("inter_faculty",), departments=("faculty-of-engineering",))
    counted = {(field, choice): number for field, choice, number in drawn(chosen)}
    for name, parameter in PARAMETERS.items():
        for choice in options(DRAWN, name):
            alone = choice if name == "exchange" else (choice,)
            left = apply(DRAWN, Filters(**{**vars(chosen), name: alone}))
            assert counted[parameter, choice] == len(left)


def test_printed_types_are_shown_where_other_leads():
    drawn = edition_of(
        grid(
            """
            | 国・地域 | 大学・機関等名 | 協定タイプ |
            |---|---|---|
            | タイ | マヒドン大学 | 一般 |
            | 韓国 | 漢陽大学校 | 一般 |
            | 韓国 | ソウル大学校 | 教員の派遣 |
            | イタリア | ピサ大学 | 大学間 |
            """
        )
    )
    table = agreements_by_printed_type(drawn, Filters()).table
    assert table.to_numpy().tolist() == [
        ["一般", "other", 2],
        ["大学間", "inter_university", 1],
        ["教員の派遣", "other", 1],
    ]
    assert other_leads(drawn, Filters())
    assert not other_leads(DRAWN, Filters())


def test_choices_stand_in_the_order_of_their_size_whatever_is_chosen():
    words = load_words("en")
    fields = fields_of(DRAWN, labels_in(DRAWN, words), words)
    assert {
        field["name"]: [label for _, label in field["choices"]] for field in fields
    } == {
        "region": ["Europe", "Asia"],
        "territory": ["Italy", "France", "South Korea", "Thailand"],
        "type": ["Departmental", "University-wide"],
        "department": ["Graduate School of Engineering", "Faculty of Engineering"],
        "exchange": ["All", "Marked", "Not marked"],
    }
    counts = counts_of(DRAWN, Filters(regions=("asia",)), words)
    assert counts["region"] == {"asia": "2", "europe": "3"}
    assert counts["territory"] == {"KOR": "1", "THA": "1", "FRA": "0", "ITA": "0"}
