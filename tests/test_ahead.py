"""Figures ahead of their page are those of the page, for every link."""

from __future__ import annotations

import json

import pytest

streamlit_testing = pytest.importorskip("streamlit.testing.v1")

from dashboard.i18n import load_words  # noqa: E402
from dashboard.ui.editions import default_edition  # noqa: E402
from dashboard.ui.live import charts, filters  # noqa: E402
from dashboard.ui.live.endpoint import LIST_HEADER, figure_payloads  # noqa: E402
from dashboard.ui.page_charts import CHARTS  # noqa: E402
from dashboard.ui.state import labels_in  # noqa: E402
from tests.test_app import BARE, open_page  # noqa: E402

LINKS = (
    {"lang": "ja"},
    {"lang": "en", "region": "asia,europe", "exchange": "marked"},
    {"lang": "ja", "department": "engineering", "color": "marked", "view": "asia"},
    {"lang": "en", "type": "inter_faculty", "unit": "institutions", "view": "nowhere"},
    {"lang": "en", "color": "institutions", "view": "africa", "unit": "students"},
    {"lang": "ja", "by": "territory", "rows": "type", "columns": "nothing"},
)
NOBODY = {"region": "latin_america", "exchange": "marked"}
PHONE = {"User-Agent": "Mozilla/5.0 (Android 15; Mobile)"}


def figures_of(page, **query):
    """What a page tells our script."""
    return told_by(lambda: open_page(page, **query))


def told_by(run):
    charts.draw_with("plotly.js")
    try:
        app = run()
    finally:
        charts.draw_with("")
    parts = [one.proto for one in app.get("bidi_component")]
    (one,) = [one for one in parts if one.component_name == "agreement_atlas_charts"]
    return json.loads(one.json)["figures"]


@pytest.mark.parametrize("query", LINKS, ids=str)
@pytest.mark.parametrize("page", CHARTS)
def test_figures_ahead_of_a_page_are_those_of_the_page(page, query):
    told = figure_payloads(page, query, {})
    assert told == figures_of(page, **query)
    assert told or page == "timeline"  # the list has no dates


def test_a_readers_own_list_has_its_figures_ahead_under_its_key_alone():
    app = open_page("read", lang="en")
    app.text_area(key="aa_pasted").set_value(BARE)
    app = app.button(key="aa_start").click().run()
    app = app.button(key="aa_look").click().run()
    page = "dashboard/pages/regions_types.py"
    figures = told_by(lambda: app.switch_page(page).run())
    own = {LIST_HEADER: app.session_state["aa_upload"].key}
    assert figure_payloads("regions_types", {"lang": "en"}, own) == figures
    assert "n=3" in figures[0]["below"]
    assert figure_payloads("regions_types", {"lang": "en"}, {}) != figures
    assert figure_payloads("regions_types", {"lang": "en"}, {LIST_HEADER: "gone"}) == []


def test_without_agreements_or_figures_there_is_nothing_ahead():
    assert {page: figure_payloads(page, NOBODY, {}) for page in CHARTS} == {
        page: [] for page in CHARTS
    }
    assert figure_payloads("about", {}, {}) == []
    assert figure_payloads("../app", {}, {}) == []


def test_a_phone_is_told_the_map_of_a_phone():
    wide, narrow = (figure_payloads("overview", {}, one)[0] for one in ({}, PHONE))
    assert '"height":500' in wide["spec"].replace(" ", "")
    assert '"height":236' in narrow["spec"].replace(" ", "")


def test_an_unreadable_list_has_no_figures(tmp_path, monkeypatch):
    broken = tmp_path / "list.md"
    broken.write_bytes(b"")
    monkeypatch.setenv("ATLAS_LIST", str(broken))
    assert figure_payloads("overview", {}, {}) == []


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("ja", ["地域", "国・地域", "協定タイプ", "関連部署", "交換留学"]),
        (
            "en",
            [
                "Region",
                "Country or territory",
                "Agreement type",
                "Department",
                "Student exchange",
            ],
        ),
    ],
)
def test_the_sidebar_offers_every_field_in_both_languages(lang, labels):
    edition, words = default_edition(), load_words(lang)
    fields = filters.fields_of(edition, labels_in(edition, words), words)
    assert [field["label"] for field in fields] == labels
    assert [len(field["choices"]) for field in fields] == [6, 23, 4, 8, 3]
    assert [field["single"] for field in fields] == [False] * 4 + [True]
