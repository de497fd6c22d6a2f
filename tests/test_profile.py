"""An institution's profile: everything the list says of it, whatever is filtered."""

from __future__ import annotations

import pytest

from dashboard.measures import institution_profile
from pipeline import edition_of
from tests.tables import grid


@pytest.fixture(scope="module")
def drawn():
    return edition_of(
        grid(
            """
            | 地域 | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |
            |---|---|---|---|---|---|---|
            | アジア | タイ | マヒドン大学 | 工学部 | 大学間 | 工学部、大学院工学研究科 | ○ |
            | アジア | タイ | マヒドン大学 | 理学部 | 部局間 | 工学部 | |
            | アジア | タイ | タマサート大学 | | 部局間 | 工学部 | ○ |
            | ヨーロッパ | イタリア | ピサ大学 | 工学部 | 部局間 | 先端膜工学研究センター | |
            """
        )
    )


def id_of(edition, name):
    known = edition.institutions
    return known.loc[known["name_text"] == name, "institution_id"].iloc[0]


def test_a_profile_counts_types_departments_and_neighbours(drawn):
    profile = institution_profile(drawn, id_of(drawn, "マヒドン大学"))
    labels = dict(
        drawn.departments[["department_id", "label_ja"]].itertuples(index=False)
    )
    departments = [
        (labels[one], agreements, marked)
        for one, agreements, marked in profile.departments.itertuples(index=False)
    ]
    assert profile.agreements["source_row"].tolist() == [3, 4]
    assert profile.types.to_dict("list") == {
        "agreement_type_id": ["inter_university", "inter_faculty"],
        "agreements": [1, 1],
    }
    assert departments == [("工学部", 2, 1), ("大学院工学研究科", 1, 1)]
    assert profile.neighbours["institution_id"].tolist() == [
        id_of(drawn, "タマサート大学")
    ]


def test_one_alone_in_its_territory_has_no_neighbours(drawn):
    profile = institution_profile(drawn, id_of(drawn, "ピサ大学"))
    assert profile.neighbours.empty


def test_an_unknown_institution_is_refused(drawn):
    with pytest.raises(ValueError, match="Can't show 'nowhere'"):
        institution_profile(drawn, "nowhere")
