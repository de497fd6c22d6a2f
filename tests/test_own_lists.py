"""Which list a view belongs to: in its address, after a reload, for another reader."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex

import pytest

from dashboard.i18n import load_words
from dashboard.ui import upload
from dashboard.ui.list_store import ListStore
from tests.conftest import ROOT
from tests.heap import holders
from tests.test_app import open_page, shown
from tests.test_forgetting import FOR_TESTS

LIST = (
    "国・地域,大学名,協定タイプ\nタイ,マヒドン大学,大学間\nドイツ,ミュンヘン工科大学,大学間\n"
    "韓国,釜山大学校,部局間\n韓国,釜山大学校,部局間\n"
)
FINGERPRINT = sha256(LIST.encode()).hexdigest()[:12]
KOBE = (ROOT / "data/lists/kobe-engineering/input.md").read_bytes()
KOBE_FINGERPRINT = sha256(KOBE).hexdigest()[:12]
ANN, BOB = "a" * 43, "b" * 43


@pytest.fixture
def visitor(monkeypatch):
    """Say who visits: the value of the cookie that the server sets."""
    lists = ListStore[upload.Upload]()
    monkeypatch.setattr(upload, "_lists", lists)

    def come(token: str) -> ListStore[upload.Upload]:
        monkeypatch.setattr(upload, "visitor_token", lambda: token)
        return lists

    return come


def bring(app, received: str = LIST):
    app.text_area(key="aa_pasted").set_value(received)
    return app.button(key="aa_start").click().run()


def look(app=None):
    """Bring the list, and look at it on the first page."""
    app = bring(app or open_page("read", lang="en"))
    app = app.button(key="aa_look").click().run()
    return app.switch_page("dashboard/pages/overview.py").run()


def parameter(app, name: str) -> str:
    value = app.query_params.get(name, "")
    return value if isinstance(value, str) else ",".join(value)


def test_address_of_an_own_list_names_it_and_that_of_the_public_list_does_not():
    app = look()
    assert parameter(app, "list") == FINGERPRINT
    app = app.button(key="aa_banner_default").click().run()
    assert parameter(app, "list") == ""
    assert "n=78" in shown(app)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_link_to_a_list_that_is_not_here_shows_no_other(lang, visitor):
    visitor(BOB)
    words = load_words(lang)
    app = open_page("overview", lang=lang, list=FINGERPRINT, region="asia")
    assert not app.exception
    assert words("missing.title") in shown(app)
    assert FINGERPRINT in shown(app)
    assert "n=" not in shown(app)
    app = bring(app, LIST.replace("タイ", "台湾"))
    assert words("missing.title") in shown(app)
    assert "n=" not in shown(app)
    app = bring(app)
    assert not app.exception
    assert "n=3" in shown(app)  # the agreements in Asia
    assert parameter(app, "region") == "asia"


def test_public_list_can_be_seen_instead_of_one_that_is_not_here():
    app = open_page("overview", lang="en", list="0" * 12, region="asia")
    app = app.button(key="aa_missing_default").click().run()
    assert "n=78" in shown(app)
    assert parameter(app, "list") == ""


def test_link_that_names_the_public_list_opens_it():
    app = open_page("overview", lang="en", list=KOBE_FINGERPRINT)
    assert "n=78" in shown(app)


def test_reload_finds_the_list_its_answers_and_filters_again(visitor):
    lists = visitor(ANN)
    app = look()
    app = app.switch_page("dashboard/pages/read.py").run()
    app.radio[0].set_value("leave_out")
    app = app.run()
    app = app.button(key="aa_decide").click().run()
    app = app.switch_page("dashboard/pages/overview.py").run()
    assert "n=3" in shown(app)
    here = parameter(app, "list")
    assert here.startswith(f"{FINGERPRINT}-")
    assert lists.get(ANN, f"aa_upload/{FINGERPRINT}").edition is None

    again = open_page("overview", lang="en", list=here, region="europe")
    assert "n=1" in shown(again)
    assert load_words("en")("banner.other_reading") not in shown(again)
    assert len(again.session_state["aa_upload"].decisions) == 1

    visitor(BOB)
    other = open_page("overview", lang="en", list=here)
    assert load_words("en")("missing.title") in shown(other)
    visitor("")
    other = open_page("overview", lang="en", list=here)
    assert load_words("en")("missing.title") in shown(other)


def test_list_put_away_is_gone_for_a_reload_too(visitor):
    lists = visitor(ANN)
    app = look()
    assert lists.names(ANN) == [f"aa_upload/{FINGERPRINT}"]
    app = app.switch_page("dashboard/pages/read.py").run()
    app = app.button(key="aa_close").click().run()
    assert lists.names(ANN) == []
    again = open_page("overview", lang="en", list=FINGERPRINT)
    assert load_words("en")("missing.title") in shown(again)


def test_text_of_a_list_put_away_is_nowhere(visitor):
    visitor(ANN)
    mark = f"zq{token_hex(4)}"
    app = bring(open_page("read", lang="en"), LIST.replace("マヒドン", mark))
    assert holders(mark)
    app = app.button(key="aa_close").click().run()
    del app.session_state[FOR_TESTS]
    assert holders(mark) == []


def settle(app, answer: str):
    """Answer the first finding of the page."""
    ask = next(b for b in app.button if b.key.startswith("aa_ask_"))
    app = ask.click().run()
    way = next(r for r in app.radio if r.key.startswith("aa_way_"))
    assert way.value is None
    assert app.button(key="aa_decide").disabled
    app = way.set_value(answer).run()
    return app.button(key="aa_decide").click().run()


def test_finding_of_the_public_list_is_settled_where_it_is_read_and_undone(visitor):
    visitor(ANN)
    app = settle(open_page("findings", lang="ja"), "publish")
    assert not app.exception
    assert "n=79" in shown(app)
    assert "協定 78 → 79" in shown(app)
    (decision,) = app.session_state["aa_answered"].decisions
    assert (decision.source_row, decision.column, decision.value) == (78, "row", "keep")
    with_answers = parameter(app, "list")
    assert with_answers.startswith(f"{KOBE_FINGERPRINT}-")

    again = open_page("overview", lang="ja", list=with_answers)  # a reload
    assert "n=79" in shown(again)
    visitor(BOB)
    other = open_page("overview", lang="ja", list=with_answers)
    assert "n=78" in shown(other)
    assert load_words("ja")("banner.other_reading") in shown(other)

    visitor(ANN)
    app = app.button(key="aa_undo").click().run()
    assert "n=78" in shown(app)
    assert app.session_state["aa_answered"].decisions == ()
    assert parameter(app, "list") == KOBE_FINGERPRINT


def test_answers_to_the_public_list_and_an_own_list_stay_apart():
    app = settle(open_page("findings", lang="en"), "publish")
    app = look(app.switch_page("dashboard/pages/read.py").run())
    assert "n=4" in shown(app)
    app = app.button(key="aa_banner_default").click().run()
    assert "n=78" in shown(app)
    app = app.button(key="aa_banner_look_answered").click().run()
    assert "n=79" in shown(app)
    assert app.session_state["aa_upload"].steps == ()


def test_list_has_the_title_publisher_and_date_that_its_reader_says():
    app = bring(open_page("read", lang="en"))
    for name, text in (("title_en", "Partners"), ("dated", "2026-04-01")):
        box = next(b for b in app.text_input if b.key.startswith(f"aa_{name}_"))
        box.set_value(text)
    app = next(b for b in app.button if b.label == load_words("en")("read.describe"))
    app = app.click().run()
    assert not app.exception
    edition = app.session_state["aa_upload"].edition
    assert edition.title == {"ja": "Partners", "en": "Partners"}
    app = app.button(key="aa_look").click().run()
    app = app.switch_page("dashboard/pages/overview.py").run()
    assert "List as of 2026-04-01" in shown(app)
    assert "Partners" in shown(app)


def test_filters_of_a_link_that_a_list_lacks_are_named_in_words():
    app = open_page("overview", lang="ja", territory="JPN")
    assert "国・地域「日本」" in shown(app)
