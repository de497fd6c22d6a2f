"""One box for all names: what people type, and what they must be given."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.filters import Filters
from dashboard.measures import MATCHES, SEARCHED_KINDS, agreements_listed, search
from dashboard.measures.fuzzy import fewest_slips
from pipeline import edition_of
from tests.tables import grid
from tests.test_measures import BARE, EVERYTHING, KOBE, as_rows, filters_of

PISA = ("institution", "university-of-pisa-ita", 1)
ZHEJIANG = ("institution", "zhejiang-university-chn", 2)
VICTORIA = ("institution", "victoria-university-aus", 1)
MEMBRANE = ("department", "research-center-for-membrane-and-film-technology", 17)


def first(text, filters=EVERYTHING):
    """The best hit: kind, id, agreements."""
    rows = as_rows(search(KOBE, filters, text).table, "kind", "found_id", "agreements")
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("浙江", ZHEJIANG),
        ("浙江大学", ZHEJIANG),
        ("浙江大學", ZHEJIANG),
        ("Zhejiang", ZHEJIANG),
        ("zhejiang university", ZHEJIANG),
        ("ＺＨＥＪＩＡＮＧ", ZHEJIANG),
        ("Zhejiang Univ.", ZHEJIANG),
        ("University Zhejiang", ZHEJIANG),
        ("pisa", PISA),
        ("ピサ", PISA),
        ("ﾋﾟｻ", PISA),
        ("ぴさ", PISA),
        ("ピーサ", PISA),
        ("Università di Pisa", PISA),
        ("universita-di-pisa", PISA),
        ("同济大学", ("institution", "tongji-university-chn", 1)),
        ("同濟", ("institution", "tongji-university-chn", 1)),
        ("鄭州大學", ("institution", "zhengzhou-university-chn", 1)),
        ("郑州", ("institution", "zhengzhou-university-chn", 1)),
        ("漢陽大學校", ("institution", "hanyang-university-kor", 3)),
        ("한양대학교", ("institution", "hanyang-university-kor", 3)),
        ("ヴィクトリア", VICTORIA),
        ("ビクトリア大学", VICTORIA),
        ("ミラノビコッカ", ("institution", "university-of-milano-bicocca-ita", 1)),
        ("ミラノ・ビコッカ", ("institution", "university-of-milano-bicocca-ita", 1)),
        ("milano‐bicocca", ("institution", "university-of-milano-bicocca-ita", 1)),
        ("göttingen", ("institution", "university-of-gottingen-deu", 1)),
        ("gottingen", ("institution", "university-of-gottingen-deu", 1)),
        ("UGM", ("institution", "universitas-gadjah-mada-idn", 1)),
        ("先端膜工学研究センタ", MEMBRANE),
        ("membrane and film", MEMBRANE),
        ("イタリア", ("territory", "ITA", 3)),
        ("Italy", ("territory", "ITA", 3)),
        ("Italien", ("territory", "ITA", 3)),
        ("米国", ("territory", "USA", 4)),
        ("アメリカ合衆国", ("territory", "USA", 4)),
        ("台灣", ("territory", "TWN", 10)),
        ("アジア", ("region", "asia", 44)),
        ("Asia", ("region", "asia", 44)),
        ("欧州", ("region", "europe", 23)),
        ("東アジア", ("region", "asia", 44)),
        ("ハワイ", ("territory", "USA", 4)),
    ],
)
def test_name_is_found_however_it_is_written(typed, found):
    assert first(typed) == found
    assert not search(KOBE, EVERYTHING, typed).slipped


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Zhejang", ZHEJIANG),
        ("Zehjiang", ZHEJIANG),
        ("Zhejianng", ZHEJIANG),
        ("zhejiang univeristy", ZHEJIANG),
        ("浙紅大学", ZHEJIANG),
        ("ピザ", PISA),
        ("ヒサ大学", PISA),
        ("Universty of Piza", PISA),
        ("ビコカ大学", ("institution", "university-of-milano-bicocca-ita", 1)),
        ("Goettingen", ("institution", "university-of-gottingen-deu", 1)),
        ("フライブング大学", ("institution", "university-of-freiburg-deu", 1)),
        ("Swedden", ("territory", "SWE", 1)),
        ("Europa-Afrika", None),
        ("Narnia", None),
        ("xy", None),
        ("量子", None),
    ],
)
def test_slip_is_forgiven_and_said(typed, found):
    result = search(KOBE, EVERYTHING, typed)
    assert first(typed) == found
    assert result.slipped == (found is not None)
    assert set(result.table["match"]) <= {"slip"}
    assert result.agreements == 0


@pytest.mark.parametrize("typed", ["", "  ", "ー", "・", "○○○○○○"])
def test_nothing_typed_finds_nothing(typed):
    result = search(KOBE, EVERYTHING, typed)
    assert result.table.empty
    assert not result.slipped


def test_hits_are_ranked_by_match_then_kind_then_agreements():
    table = search(KOBE, EVERYTHING, "工学部").table
    assert as_rows(table, "kind", "found_id", "agreements", "match")[:3] == [
        ("department", "faculty-of-engineering", 47, "whole"),
        ("unit", "工学部", 7, "whole"),
        ("unit", "工学部、建築学部", 1, "start"),
    ]
    order = [
        (MATCHES.index(match), SEARCHED_KINDS.index(kind), -agreements)
        for match, kind, agreements in as_rows(table, "match", "kind", "agreements")
    ]
    assert order == sorted(order)


def test_many_hits_are_cut_off_and_counted():
    result = search(KOBE, EVERYTHING, "大学")
    assert len(result.table) == 50
    assert result.more > 0


def test_best_hits_stand_kind_by_kind_and_the_others_are_counted():
    result = search(KOBE, EVERYTHING, "工学部")
    kinds, more = result.first(3)
    assert kinds == {
        "unit": [("工学部", 7), ("工学部、建築学部", 1)],
        "department": [("faculty-of-engineering", 47)],
    }
    assert more == len(result.table) - 3


@pytest.mark.parametrize("typed", ["大学間", "university-wide"])
def test_agreement_type_is_found(typed):
    assert first(typed) == ("agreement_type", "inter_university", 16)


def test_words_of_several_kinds_find_agreements_and_no_slip():
    result = search(KOBE, EVERYTHING, "台湾 大学間")
    assert result.table.empty
    assert (result.agreements, result.slipped) == (2, False)


def test_what_the_filters_leave_out_is_said_and_no_slip_is_looked_for():
    europe = Filters(regions=("europe",))
    result = search(KOBE, europe, "浙江")
    assert result.table.empty
    assert (result.slipped, result.agreements, result.left_out) == (False, 0, 2)
    assert first("pisa", europe) == PISA


def test_part_of_a_territory_leads_to_it_but_lists_no_agreements():
    result = search(KOBE, EVERYTHING, "ハワイ")
    assert as_rows(result.table, "found_id", "match") == [("USA", "wider")]
    assert result.agreements == 0
    assert agreements_listed(KOBE, EVERYTHING, "東アジア").n == 0


@pytest.mark.parametrize(
    ("typed", "agreements"),
    [
        ("浙江大學", 2),
        ("zhejiang 膜", 2),
        ("ぴさ", 1),
        ("ミラノビコッカ", 1),
        ("米国", 4),
        ("United States", 4),
        ("先端膜工学研究センタ", 17),
        ("台灣 大学間", 2),
        ("Zhejang", 0),
    ],
)
def test_list_of_agreements_is_as_forgiving_but_for_slips(typed, agreements):
    assert agreements_listed(KOBE, EVERYTHING, typed).n == agreements
    assert search(KOBE, EVERYTHING, typed).agreements == agreements


def test_unknown_names_are_found_as_printed():
    narnia = search(BARE, EVERYTHING, "アスラン")
    assert narnia.table["kind"].tolist() == ["institution"]
    assert search(BARE, EVERYTHING, "アズラン大学").slipped
    assert search(BARE, EVERYTHING, "ナルニア国").agreements == 1


def test_every_spelling_the_list_prints_is_found():
    drawn = """
        | 国・地域 | 大学・機関等名 | 関連部署 |
        |---|---|---|
        | 中国 | 浙江大学 | 工学部 |
        | 中国 | Chekiang University | 理学部 |
        """
    edition = edition_of(grid(drawn))
    for typed in ("chekiang", "浙江", "zhejiang"):
        found = search(edition, EVERYTHING, typed)
        assert as_rows(found.table, "found_id", "agreements") == [
            ("zhejiang-university-chn", 2)
        ]


@settings(max_examples=60)
@given(data=st.data())
def test_each_name_finds_its_own_thing_under_any_filters(data):
    filters = data.draw(filters_of(KOBE))
    row = data.draw(st.sampled_from(KOBE.institutions.to_dict("records")))
    name = data.draw(
        st.sampled_from([row["name_ja"], row["name_en"], row["name_text"]])
    )
    result = search(KOBE, filters, name)
    kept = agreements_listed(KOBE, filters).table["institution_id"].tolist()
    agreements = kept.count(row["institution_id"])
    hits = as_rows(result.table, "kind", "found_id", "agreements", "match")
    own = ("institution", row["institution_id"], agreements, "whole")
    assert (own in hits) == bool(agreements)
    assert result.agreements == agreements_listed(KOBE, filters, name).n
    assert not result.slipped


def plain_slips(key, text):
    """The fewest slips of a key anywhere in a text, cell by cell."""
    table = [[0] * (len(text) + 1) for _ in range(len(key) + 1)]
    for i in range(1, len(key) + 1):
        table[i][0] = i
        for j in range(1, len(text) + 1):
            table[i][j] = min(
                table[i - 1][j - 1] + (key[i - 1] != text[j - 1]),
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
            )
            swapped = key[i - 2 : i] == text[j - 2 : j][::-1]
            if i > 1 and j > 1 and swapped:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return min(table[-1])


@given(
    key=st.text("abcd", min_size=1, max_size=7),
    texts=st.lists(st.text("abcd", max_size=9), max_size=5),
)
def test_slips_are_counted_as_by_the_plain_table(key, texts):
    assert fewest_slips(key, texts).tolist() == [
        plain_slips(key, text) for text in texts
    ]


@pytest.mark.parametrize("text", ["a " * 30_000, "x" * 60_000, "大学" * 30_000])
def test_a_search_of_any_length_is_answered_by_its_beginning(text):
    assert len(LONGEST_NAME) < 200
    beginning, begun = text[:200], perf_counter()
    found = search(KOBE, EVERYTHING, text)
    listed = agreements_listed(KOBE, EVERYTHING, text)
    assert perf_counter() - begun < 1
    assert found.table.equals(search(KOBE, EVERYTHING, beginning).table)
    assert listed.table.equals(agreements_listed(KOBE, EVERYTHING, beginning).table)


LONGEST_NAME = max(KOBE.institutions["name_text"], key=len)
