"""Every page in both languages, with all agreements and with none, without a browser."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta

import pdfplumber
import pytest

from dashboard.filters import PARAMETERS, Filters
from dashboard.i18n import load_words
from dashboard.labels import reference_label
from dashboard.ui.controls import CONTROLS
from dashboard.ui.editions import default_edition
from dashboard.ui.handout_choices import Choices
from dashboard.ui.handouts import HANDOUT_FORMATS, maker
from dashboard.ui.live import filters
from dashboard.ui.live.endpoint import LIST_HEADER, figure_payloads
from dashboard.ui.state import View, labels_in, zone_named
from pipeline import sandbox
from tests.conftest import ROOT

streamlit_testing = pytest.importorskip("streamlit.testing.v1")

PAGES = (
    "overview",
    "map",
    "regions_types",
    "departments",
    "coverage",
    "compare",
    "explore",
    "institution",
    "agreements",
    "findings",
    "handouts",
    "read",
    "about",
)
LANGUAGES = ("ja", "en")
UNCOUNTED = {"read", "about"}
"""Pages that no filter changes: they state neither n nor filters."""

EMPTY = {"region": "latin_america", "exchange": "marked"}
NOTHING_LEFT = {"ja": "当てはまる協定はありません", "en": "No agreement fits"}


def unfolded(app):
    """Open all that is folded away on a page."""
    for folded in app.expander:
        if folded.proto.id:  # others hold nothing that is made when they open
            app.session_state[folded.proto.id.split("-", 2)[2]] = True
    return app.run()


def open_page(page: str, **query: str):
    """Open a page by a link."""
    app = streamlit_testing.AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"dashboard/pages/{page}.py").run()
    return app


def choose(app, **fields):
    """Choose in the sidebar, as our script tells it: no other script runs here."""
    app.session_state["aa_filters"] = Filters(**fields)
    app.session_state["aa_newer"] = True
    return app.run()


def shown(app) -> str:
    """All HTML of a page as text."""
    texts = [element.proto.body for element in app.get("html")]
    return re.sub(r"<[^>]+>", " ", "\n".join(texts))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages(page, lang):
    app = open_page(page, lang=lang)
    assert not app.exception
    assert ("n=78" in shown(app)) == (page not in UNCOUNTED)
    assert ("2026-11" in shown(app)) == (page != "read")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_agreements_says_so(page, lang):
    app = open_page(page, lang=lang, **EMPTY)
    assert not app.exception
    assert ("n=0" in shown(app)) == (page not in UNCOUNTED)
    if page not in {"findings", "handouts", "read", "about"}:
        assert NOTHING_LEFT[lang] in shown(app)
        assert not app.get("plotly_chart")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_can_be_saved_as_slide_svg_and_png(lang):
    saved = {}
    for page in (
        "overview",
        "map",
        "regions_types",
        "departments",
        "findings",
        "coverage",
        "explore",
    ):
        app = open_page(page, lang=lang)
        assert not [one for one in app.get("download_button") if said_of(one)]
        labels = [said_of(one) for one in unfolded(app).get("download_button")]
        saved[page] = [label[:3] for label in labels if label]
        assert len(app.get("plotly_chart")) * 3 == len(saved[page])
    slide = {"ja": "スライ", "en": "Sli"}[lang]
    assert saved["departments"] == [slide, "SVG", "PNG"] * 3


def said_of(button) -> str:
    label = button.proto.label
    return label if label.startswith(("スライド", "Slide", "SVG", "PNG")) else ""


def test_overview_shows_the_four_numbers():
    text = shown(open_page("overview", lang="ja"))
    for number in ("78", "70", "23", "65.4%", "51 / 78 件"):
        assert number in text


def test_overview_shows_the_numbers_of_a_region():
    text = shown(open_page("overview", lang="en", region="asia"))
    for number in ("44", "36", "68.2%", "30 of 44"):
        assert number in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_department_page_says_that_it_does_not_add_up(lang):
    text = shown(open_page("departments", lang=lang))
    assert {"ja": "足し合わせても対象の協定数とは一致しません", "en": "do not add up"}[
        lang
    ] in text
    assert {
        "ja": "印のない協定は、交換留学がないという意味では",
        "en": "not one without",
    }[lang] in text


def test_filters_are_kept_from_page_to_page_and_in_the_address():
    app = open_page("overview", lang="en", region="asia")
    app.switch_page("dashboard/pages/departments.py").run()
    assert "n=44" in shown(app)
    assert app.query_params["region"] in ("asia", ["asia"])
    assert app.query_params["lang"] in ("en", ["en"])


def test_choosing_in_the_sidebar_filters_and_writes_the_address():
    app = open_page("overview", lang="ja")
    choose(app, regions=("europe",))
    assert "n=23" in shown(app)
    assert app.query_params["region"] in ("europe", ["europe"])
    app.button(key="aa_chip_regions_europe").click().run()
    assert "n=78" in shown(app)


def test_a_press_before_the_address_of_the_last_one_has_come_is_not_lost():
    app = open_page("overview", lang="ja")
    choose(app, regions=("europe",))
    app.query_params["region"] = "asia"  # what the browser still shows
    choose(app, regions=("oceania", "europe"))
    assert app.query_params["region"] in ("oceania,europe", ["oceania,europe"])
    app.query_params["region"] = "asia"
    app.run()
    assert "n=44" in shown(app)  # came without a press: a link, back or forward


@pytest.mark.parametrize("page", ["overview", "read"])
def test_a_hit_of_the_search_box_filters_or_opens_a_page(page):
    app = open_page(page, lang="ja")
    app.text_input(key="aa_find").set_value("Taiwan").run()
    assert app.button(key="aa_hit_territory_0").label == "台湾（10 件）"
    app.button(key="aa_hit_territory_0").click().run()
    assert "n=10" in shown(app)
    assert app.text_input(key="aa_find").value == ""
    assert app.query_params["territory"] in ("TWN", ["TWN"])


def test_a_slip_is_said_and_nothing_is_applied_by_itself():
    app = open_page("overview", lang="en", region="europe")
    app.text_input(key="aa_find").set_value("pissa").run()
    assert "Nothing is called “pissa”. These names are similar." in shown(app)
    assert "n=23" in shown(app)
    app.text_input(key="aa_find").set_value("Zhejiang").run()
    assert "Within the filters nothing is called “Zhejiang”." in shown(app)
    assert "2 more agreements with these words are outside" in shown(app)


def test_language_switch_keeps_the_filters():
    app = open_page("overview", lang="ja", exchange="marked")
    (switch,) = [one for one in app.get("button_group") if one.key == "aa_language"]
    switch.set_value("en").run()
    assert "n=51" in shown(app)
    assert "Overview" in shown(app)


def test_filters_of_a_link_that_do_not_exist_are_named():
    text = shown(open_page("overview", lang="ja", region="narnia"))
    assert "地域「narnia」" in text
    assert "n=78" in text


def test_a_link_to_an_agreement_shows_its_source_line():
    app = open_page("agreements", lang="ja", agreement="A0019")
    app.session_state["aa_controls"] = {"agreement": "A0019"}
    app.run()
    assert not app.exception
    assert "成均館大学校" in shown(app)
    assert any("成均館大学校" in code.value for code in app.code)


def links_of(app) -> list[tuple[str, str]]:
    """The links of tables: their text and what they lead to."""
    bodies = "".join(element.proto.body for element in app.get("html"))
    found = re.findall(r'<a class="aa-go" href="([^"]+)">([^<]+)</a>', bodies)
    return [(text, address.replace("&amp;", "&")) for address, text in found]


def test_institutions_are_listed_until_one_is_chosen():
    app = open_page("institution", lang="ja", region="europe")
    links = links_of(app)
    assert len([text for text, address in links if "/institution?" in address]) == 23
    wanted = "/institution?lang=ja&region=europe&institution=university-of-pisa-ita"
    assert ("ピサ大学", wanted) in links
    app.session_state["aa_controls"] = {"institution": "university-of-pisa-ita"}
    app.run()
    assert "<h1>ピサ大学</h1>" in "".join(one.proto.body for one in app.get("html"))
    row = "/agreements?lang=ja&region=europe&agreement=A0049"
    assert links_of(app)[0] == ("53 行目", row)


def test_an_agreement_that_the_filters_leave_out_is_shown_with_a_word():
    app = open_page("agreements", lang="en", region="asia")
    assert "not in the list below" not in shown(app)
    app.session_state["aa_controls"] = {"agreement": "A0049"}
    app.run()
    assert "University of Pisa" in shown(app)
    assert "not in the list below" in shown(app)


def filter_payload(app) -> dict[str, object]:
    """Return the payload of the filters."""
    parts = [one.proto for one in app.get("bidi_component")]
    (one,) = [one for one in parts if one.component_name == "agreement_atlas_filters"]
    return json.loads(one.json)


def test_filters_are_told_what_is_chosen_and_where_its_figures_stand():
    app = open_page("overview", lang="ja", region="asia")
    first = filter_payload(app)
    assert first["chosen"] == {"region": "asia"}
    assert first["query"] == {"lang": "ja"}
    assert first["figures_url"] == "/app/figures/overview.json"
    assert first["request_id"] is None
    (switch,) = [one for one in app.get("button_group") if one.key == "aa_language"]
    english = filter_payload(switch.set_value("en").run())
    assert english["chosen"] == first["chosen"]
    assert english["query"] == {"lang": "en"}
    assert english["words"]["every"] == "All"
    (chip,) = [one for one in app.button if one.key == "aa_chip_regions_asia"]
    assert filter_payload(chip.click().run())["chosen"] == {}
    app.switch_page("dashboard/pages/agreements.py").run()
    assert filter_payload(app)["figures_url"] == ""


@pytest.mark.parametrize("page", ["overview", "map", "regions_types", "departments"])
def test_every_figure_says_in_words_what_it_shows(page):
    app = open_page(page, lang="ja")
    charts = app.get("plotly_chart")
    assert charts
    for chart in charts:
        assert "。" in chart.proto.alt


def test_every_figure_states_n_filters_and_edition():
    app = open_page("regions_types", lang="ja", region="asia")
    bodies = [element.proto.body for element in app.get("html")]
    captions = [body for body in bodies if 'class="aa-caption"' in body]
    assert len(captions) == len(app.get("plotly_chart"))
    for caption in captions:
        for fact in ("n=44", "絞り込み：アジア", "一覧の時点：不明（2026-11 取込）"):
            assert fact in caption


@pytest.mark.parametrize(
    ("page", "ns"),
    [
        ("overview", [44, 44]),
        ("map", [44, 44]),
        ("regions_types", [44, 44]),
        ("departments", [30, 15, 30]),  # the agreements that each counts
        ("coverage", [44]),
        ("compare", [78 - 11, 78 - 11]),  # both sides, not the chosen region
        ("explore", [44]),
        ("present", [44]),
        ("institution", [3]),
    ],
)
def test_every_figure_holds_the_number_its_caption_states(page, ns):
    link = {"lang": "ja", "region": "asia", "slide": "map"}
    app = open_page(page, institution="hanyang-university-kor", **link)
    specs = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert [spec["layout"]["meta"] for spec in specs] == [{"n": n} for n in ns]


BARE = """| 国・地域 | 大学・機関等名 | 学部等名 |
|---|---|---|
| タイ | マヒドン大学 | 工学部 |
| 韓国 | 漢陽大学校 | |
| ナルニア国 | アスラン大学 | 理学部 |
"""


@pytest.mark.parametrize("page", PAGES)
def test_a_list_with_three_columns_opens_on_every_page(page, tmp_path, monkeypatch):
    path = tmp_path / "list.md"
    path.write_text(BARE, "utf-8")
    monkeypatch.setattr("dashboard.ui.editions.DEFAULT_LIST", path)
    app = open_page(page, lang="ja")
    assert not app.exception
    assert ("n=3" in shown(app)) == (page not in UNCOUNTED)
    assert "65.4%" not in shown(app)


def test_a_list_that_cannot_be_read_gives_a_sentence_not_a_traceback(
    tmp_path, monkeypatch
):
    path = tmp_path / "list.md"
    path.write_text("no table here\n", "utf-8")
    monkeypatch.setattr("dashboard.ui.editions.DEFAULT_LIST", path)
    app = open_page("overview", lang="ja")
    assert not app.exception
    assert "一覧を読み取れない" in shown(app)
    assert app.text[0].value


@pytest.mark.parametrize("page", ["overview", "agreements"])
def test_another_list_can_be_named_for_all_readers(page, tmp_path, monkeypatch):
    path = tmp_path / "list.md"
    path.write_text(BARE, "utf-8")
    monkeypatch.setenv("ATLAS_LIST", str(path))
    app = open_page(page, lang="ja")
    assert not app.exception
    assert "n=3" in shown(app)


@pytest.mark.parametrize(
    ("lang", "sentence", "detail"),
    [
        ("ja", "一覧を読み取れない", "一覧はファイルである必要があります"),
        ("en", "The list could not be read", "The list must be a file"),
    ],
)
@pytest.mark.parametrize("named", ["none.md", "."])
def test_a_named_list_that_is_not_there_is_said(
    named, lang, sentence, detail, tmp_path, monkeypatch
):
    monkeypatch.setenv("ATLAS_LIST", str(tmp_path / named))
    app = open_page("overview", lang=lang)
    assert not app.exception
    assert sentence in shown(app)
    assert app.text[0].value.startswith(detail)


def test_a_readers_own_list_is_never_stored(stored_editions):
    app = open_page("read", lang="ja")
    before = sorted(stored_editions.iterdir())
    app.text_area(key="aa_pasted").set_value(BARE)
    app = app.button(key="aa_start").click().run()
    assert not app.exception
    app = app.button(key="aa_look").click().run()
    app = app.switch_page("dashboard/pages/agreements.py").run()
    assert "n=3" in shown(app)
    assert sorted(stored_editions.iterdir()) == before


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux keeps all limits.")
@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("ja", "1 MiB のメモリーで読める一覧が必要"), ("en", "within 1 MiB of memory")],
)
def test_a_list_that_takes_too_much_is_refused_in_one_sentence(
    lang, sentence, monkeypatch
):
    monkeypatch.setattr(sandbox, "LIMITS", replace(sandbox.LIMITS, memory=2**20))
    app = open_page("read", lang=lang)
    long = BARE + "".join(f"| タイ | {'x' * 5_000}{i} | |\n" for i in range(2_000))
    app.text_area(key="aa_pasted").set_value(long)
    app = app.button(key="aa_start").click().run()
    assert not app.exception
    assert sentence in shown(app)
    monkeypatch.undo()
    app.text_area(key="aa_pasted").set_value(BARE)
    app = app.button(key="aa_start").click().run()
    assert app.session_state["aa_upload"].edition is not None


def present(slide: str = "", **query: str):
    """Open the presentation at a screen."""
    app = open_page("present", **query)
    app.session_state["aa_controls"] = {"slide": slide}
    return app.run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_presentation_opens_with_the_numbers_in_both_languages(lang):
    app = present(lang=lang)
    assert not app.exception
    text = shown(app)
    for number in ("78", "70", "23", "65.4%", "n=78", "2026-11", "1 / "):
        assert number in text
    assert not app.multiselect


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_of_the_presentation_opens(lang):
    app = present(lang=lang)
    screens = int(re.search(r"(?<!\d)1 / (\d+)", shown(app))[1])
    headlines = set()
    for place in range(1, screens + 1):
        app = app.run() if place == 1 else app.button(key="aa_key_Right").click().run()
        assert not app.exception
        assert f"{place} / {screens}" in shown(app)
        headlines.add(shown(app))
    assert len(headlines) == screens
    assert app.button(key="aa_key_Right").disabled


@pytest.mark.parametrize(
    ("slide", "title"),
    [
        ("map", "協定のある国・地域"),
        ("departments", "関連部署"),
        ("coverage", "広がりと空白"),
    ],
)
def test_presentation_opens_at_the_section_of_a_page(slide, title):
    assert title in shown(present(slide, lang="ja"))


def test_presentation_keeps_the_filters():
    text = shown(present("headline", lang="en", region="asia"))
    for number in ("44", "36", "68.2%", "n=44", "Asia"):
        assert number in text


def test_keys_move_through_the_presentation_and_write_the_address():
    app = present("2", lang="ja")
    for key, place in (("PageDown", "3"), ("Space", "4"), ("PageUp", "3")):
        app = app.button(key=f"aa_key_{key}").click().run()
        assert f"{place} / " in shown(app)
        assert app.query_params["slide"] in (place, [place])
    app = app.button(key="aa_key_Home").click().run()
    assert "1 / " in shown(app)


@pytest.mark.parametrize("slide", ["99", "narnia", "0"])
def test_screen_of_a_link_that_does_not_exist_is_named(slide):
    app = present(slide, lang="ja")
    assert not app.exception
    assert f"slide={slide}" in shown(app)
    assert "1 / " in shown(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_presentation_without_agreements_says_so(lang):
    app = present(lang=lang, **EMPTY)
    assert not app.exception
    assert "n=0" in shown(app)
    assert not app.get("plotly_chart")


def test_presentation_of_a_list_with_three_columns_opens(tmp_path, monkeypatch):
    path = tmp_path / "list.md"
    path.write_text(BARE, "utf-8")
    monkeypatch.setattr("dashboard.ui.editions.DEFAULT_LIST", path)
    app = present(lang="ja")
    screens = int(re.search(r"(?<!\d)1 / (\d+)", shown(app))[1])
    for _ in range(screens - 1):
        app = app.button(key="aa_key_Right").click().run()
        assert not app.exception
        assert "n=3" in shown(app)


def test_presentation_ends_on_the_page_it_came_from():
    app = open_page("departments", lang="ja", region="europe")
    app.switch_page("dashboard/pages/present.py").run()
    app.button(key="aa_key_Esc").click().run()
    assert "関連部署と交換留学" in shown(app)
    assert "n=23" in shown(app)
    assert "slide" not in app.query_params


HOST = "http://atlas.example"


@pytest.fixture
def at_an_address(monkeypatch):
    """Let the framework say where the browser is, as it does on a server."""
    proxy = "streamlit.runtime.context.ContextProxy.url"
    monkeypatch.setattr(proxy, property(lambda _: f"{HOST}/map"))


def look_at_own_list(lang: str):
    """Paste a list of three agreements and let all pages show it."""
    app = open_page("read", lang=lang)
    app.text_area(key="aa_pasted").set_value(BARE)
    app = app.button(key="aa_start").click().run()
    return app.button(key="aa_look").click().run()


@pytest.mark.parametrize("page", [*PAGES, "present"])
def test_no_page_of_an_own_list_prints_the_link_of_another(page, at_an_address):
    app = look_at_own_list("en").switch_page(f"dashboard/pages/{page}.py").run()
    assert not app.exception
    assert ("n=3" in shown(app)) == (page not in UNCOUNTED)
    assert HOST not in shown(app)


def test_pages_of_the_default_list_print_their_link(at_an_address):
    app = open_page("map", lang="en", region="asia")
    assert f"Link: {HOST}/map?lang=en&amp;region=asia" in shown(app)


@pytest.mark.parametrize("form", [form.name for form in HANDOUT_FORMATS])
def test_no_file_of_an_own_list_links_to_another(form, at_an_address, tmp_path):
    app = look_at_own_list("en").switch_page("dashboard/pages/handouts.py").run()
    edition, _, report = app.session_state["aa_made"]["report"]
    words = load_words("en")
    view = View(edition, Filters(), words, labels_in(edition, words))
    file_format = next(one for one in HANDOUT_FORMATS if one.name == form)
    made = maker(view, file_format, report, Choices(None, None, "", ""))
    assert (report.n, report.link) == (3, "")
    received = made(lambda _: None)
    if file_format.ending == "pdf":
        with pdfplumber.open(io.BytesIO(received)) as pdf:
            assert not any(HOST in page.extract_text() for page in pdf.pages)
        return
    assert not texts_with(HOST, received)


def texts_with(text: str, received: bytes) -> list[str]:
    """The parts of a ZIP file, and of ZIP files in it, that hold a text."""
    found = []
    with zipfile.ZipFile(io.BytesIO(received)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if zipfile.is_zipfile(io.BytesIO(part)):
                found += texts_with(text, part)
            elif text.encode() in part:
                found.append(name)
    return found


def test_files_of_the_default_list_link_to_their_view(at_an_address):
    app = open_page("handouts", lang="en", region="asia")
    link = f"{HOST}/?lang=en&region=asia"
    assert app.session_state["aa_made"]["report"][2].link == link


@pytest.mark.parametrize(
    ("here", "named", "link"),
    [
        ("http://127.0.0.1:8501/map", "", ""),
        ("http://localhost/map", "", ""),
        ("http://[::1]:8501/map", "", ""),
        ("http://10.0.0.7:8501/map", "", "http://10.0.0.7:8501/?lang=en"),
        (
            "http://127.0.0.1/map",
            "https://a.example/x/",
            "https://a.example/x/?lang=en",
        ),
    ],
)
def test_files_link_to_the_public_address_and_never_to_this_computer(
    here, named, link, monkeypatch
):
    proxy = "streamlit.runtime.context.ContextProxy.url"
    monkeypatch.setattr(proxy, property(lambda _: here))
    monkeypatch.setenv("ATLAS_ADDRESS", named)
    app = open_page("handouts", lang="en")
    assert app.session_state["aa_made"]["report"][2].link == link
    assert ("only this computer" in shown(app)) == (link == "")


@pytest.mark.parametrize(
    "zone",
    [
        "Etc/Unknown",
        "",
        None,
        "Asia",
        "asia/tokyo/..",
        "../../etc/passwd",
        "/etc/passwd",
        "zone.tab",
        "Asia/Tokyo\x00",
        "\ud800",
        "A" * 100_000,
    ],
)
def test_an_unknown_time_zone_is_that_of_japan(zone):
    assert zone_named(zone).utcoffset(NOON) == timedelta(hours=9)


def test_a_known_time_zone_is_the_readers():
    assert zone_named("America/New_York").utcoffset(NOON) == timedelta(hours=-5)


NOON = datetime(2026, 11, 29, 12)


@pytest.mark.parametrize("page", ["timeline", "handouts"])
def test_pages_with_a_day_open_where_the_browser_knows_no_zone(
    page, tmp_path, monkeypatch
):
    zone = property(lambda _: "Etc/Unknown")
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.timezone", zone)
    path = tmp_path / "list.md"
    heading = "| 国・地域 | 大学・機関等名 | 締結日 | 有効期限 |\n|---|---|---|---|\n"
    row = "| タイ | マヒドン大学 | 2020-04-01 | 2027-03-31 |\n"
    path.write_text(heading + row, "utf-8")
    monkeypatch.setattr("dashboard.ui.editions.DEFAULT_LIST", path)
    app = open_page(page, lang="en")
    assert not app.exception
    assert "n=1" in shown(app)


def test_a_decision_is_dated_by_the_readers_day(monkeypatch):
    there = "dashboard.ui.read_list.layout.readers_day"
    monkeypatch.setattr(there, lambda: date(2001, 2, 3))
    app = open_page("read", lang="en")
    app.text_area(key="aa_pasted").set_value(BARE)
    app = app.button(key="aa_start").click().run()
    app = app.button(key="aa_decide").click().run()
    decisions = app.session_state["aa_upload"].decisions
    assert {one.decided_on for one in decisions} == {"2001-02-03"}


GARBAGE = ("\x00..<script>%", "9" * 5000, "(" * 3000, "'\",,😀,９")
CONTROLLED = ("map", "coverage", "explore", "agreements", "timeline", "present")


@pytest.mark.parametrize(
    "garbage", GARBAGE, ids=("marks", "digits", "brackets", "wide")
)
@pytest.mark.parametrize("page", CONTROLLED)
def test_garbage_in_a_link_breaks_no_page(page, garbage):
    link = dict.fromkeys(("lang", *PARAMETERS.values(), *CONTROLS, "nobody"), garbage)
    assert not open_page(page, **link).exception
    assert isinstance(figure_payloads(page, link, {LIST_HEADER: ""}), list)


@pytest.mark.parametrize("page", ["overview", "institution", "coverage", "present"])
def test_a_list_replaced_while_it_is_read_drops_what_it_lacks(
    page, tmp_path, monkeypatch
):
    path = tmp_path / "list.md"
    path.write_text(BARE, "utf-8")
    monkeypatch.setenv("ATLAS_LIST", str(path))
    app = open_page(page, lang="en")
    edition = default_edition()
    korea, hanyang = edition.institutions.query("territory_code == 'KOR'").iloc[0][
        ["territory_code", "institution_id"]
    ]
    app.session_state["aa_controls"] = {"institution": hanyang, "order": "institution"}
    choose(app, territories=("THA", korea))
    assert not app.exception
    assert "left out" not in shown(app)
    path.write_text(BARE.replace("| 韓国 | 漢陽大学校 | |\n", ""), "utf-8")
    app.run()
    assert not app.exception
    told = shown(app)
    assert f"“{reference_label('territories', korea, 'en')}”" in told
    assert f"institution={hanyang}" in told
    assert app.session_state["aa_filters"] == Filters(territories=("THA",))
    assert app.session_state["aa_controls"] == {"order": "institution"}
    app.run()
    assert not app.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_tab_on_show_is_made(lang, monkeypatch):
    made = []
    for name in ("questions", "source", "layout", "downloads"):
        for module in ("questions", "source", "layout"):
            there = f"dashboard.ui.read_list.{module}.show_{name}"
            note = lambda *_, name=name: made.append(name)  # noqa: E731
            monkeypatch.setattr(there, note, raising=False)
    app = open_page("read", lang=lang)
    app.text_area(key="aa_pasted").set_value(BARE)
    app = app.button(key="aa_start").click().run()
    assert not app.exception
    assert set(made) == {"questions"}
    made.clear()
    source = load_words(lang)("read.tab_source")
    app.session_state["aa_read_tabs"] = source
    app.run()
    assert set(made) == {"source"}


def test_a_list_replaced_by_none_is_said_after_a_press_on_a_filter(
    tmp_path, monkeypatch
):
    path = tmp_path / "list.md"
    path.write_text(BARE, "utf-8")
    monkeypatch.setenv("ATLAS_LIST", str(path))
    app = open_page("overview", lang="en")
    path.write_text("no table here\n", "utf-8")
    pressed = {filters.FILTERS_KEY: {"chosen": {"request_id": 1, "territory": "THA"}}}
    monkeypatch.setattr(filters.st, "session_state", pressed)
    filters._apply_choice()
    assert pressed[filters.REQUEST_ID_KEY] == 1
    monkeypatch.undo()
    monkeypatch.setenv("ATLAS_LIST", str(path))
    app.run()
    assert not app.exception
    assert "The list could not be read" in shown(app)
    path.write_text(BARE, "utf-8")
    app.run()
    assert not app.exception
    assert "n=3" in shown(app)
