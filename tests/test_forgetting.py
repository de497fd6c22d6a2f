"""A closed list leaves no text of its own anywhere in the process."""

from __future__ import annotations

import gc
import re
import weakref
from functools import partial
from secrets import token_hex
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

streamlit_testing = pytest.importorskip("streamlit.testing.v1")

from streamlit.runtime.memory_uploaded_file_manager import (  # noqa: E402
    MemoryUploadedFileManager,
)
from streamlit.runtime.uploaded_file_manager import UploadedFileRec  # noqa: E402

from dashboard import measures  # noqa: E402
from dashboard.exports.slides import make_slides  # noqa: E402
from dashboard.exports.tables import agreements_csv, agreements_xlsx  # noqa: E402
from dashboard.filters import Filters  # noqa: E402
from dashboard.i18n import load_words  # noqa: E402
from dashboard.labels import label_edition  # noqa: E402
from dashboard.report import PARTS, make_report  # noqa: E402
from dashboard.ui import framework_memory  # noqa: E402
from dashboard.ui.framework_memory import forget_file  # noqa: E402
from pipeline.reference.normal_forms import fold  # noqa: E402
from pipeline.text_caches import LONGEST, cache_texts, forget_texts  # noqa: E402
from tests.conftest import ROOT  # noqa: E402
from tests.heap import holders  # noqa: E402
from tests.test_app import open_page  # noqa: E402

FOR_TESTS = "$$STREAMLIT_INTERNAL_KEY_TESTING"
"""What the framework itself remembers for tests alone."""

WALK = (
    *("overview", "map", "regions_types", "departments", "coverage", "explore"),
    *("institution", "agreements", "findings", "timeline", "handouts", "present"),
    "about",
)


def listed(mark: str) -> str:
    """A list in which every cell that can bears a mark."""
    return (
        "国・地域,大学・機関等名,学部等名,協定タイプ,関連部署,交換留学,締結日,備考\n"
        f"タイ,マヒドン大学{mark},工学部{mark},部局間,大学院{mark}研究科、工学部{mark},"
        f"○,2020年4月1日,{mark}備考\n"
        f",チュラロンコン大学{mark},理学部,部局間,工学部{mark},,{mark} 2020,x\n"
        f"ナルニア国{mark},アスラン大学{mark},理学部{mark},大学間{mark},工学部{mark},"
        "○,2021/5/3,y\n"
        f"韓国,釜山大学校 {mark},,大学間,理学部{mark},○,2021/5/3,y\n"
    )


def take_away(edition, mark: str) -> None:
    """Make all files of a list, and search it."""
    words = load_words("en")
    labels = label_edition(edition, words)
    report = make_report(edition, Filters(), labels, words, parts=PARTS)
    assert make_slides(report, words)
    assert agreements_xlsx(edition, "list")
    assert mark.encode() in agreements_csv(edition)
    measures.search(edition, Filters(), f"大学{mark}")


def test_a_closed_list_leaves_no_text_behind():
    mark = f"zq{token_hex(4)}"
    app = open_page("read", lang="en")
    app.text_area(key="aa_pasted").set_value(listed(mark))
    app = app.button(key="aa_start").click().run()
    app = app.button(key="aa_decide").click().run()
    app = app.button(key="aa_look").click().run()
    for page in WALK:
        app = app.switch_page(f"dashboard/pages/{page}.py").run()
        assert not app.exception, page
        if page == "agreements":
            app = app.text_input(key="aa_search").set_value("大学").run()
    take_away(app.session_state["aa_upload"].edition, mark)
    left = weakref.ref(app.session_state["aa_upload"].edition)
    assert len(holders(mark)) > 20
    app = app.switch_page("dashboard/pages/read.py").run()
    app = app.button(key="aa_close").click().run()
    assert not app.exception
    del app.session_state[FOR_TESTS]
    gc.collect()
    assert left() is None
    assert holders(mark) == []


def test_a_list_goes_when_its_session_does():
    mark = f"zq{token_hex(4)}"
    app = open_page("read", lang="ja")
    app.text_area(key="aa_pasted").set_value(listed(mark))
    app = app.button(key="aa_start").click().run()
    take_away(app.session_state["aa_upload"].edition, mark)
    del app
    assert holders(mark) == []


@pytest.mark.parametrize(
    "hold",
    [
        lambda text: text,
        lambda text: {"a": [text.encode()]},
        lambda text: np.array([text], object),
        lambda text: np.array([text]),
        lambda text: pa.table({"a": [text]}),
        lambda text: pa.array([text]).dictionary_encode(),
        lambda text: pd.DataFrame({"a": pd.Categorical([text])}),
        lambda text: partial(print, text),
    ],
)
def test_a_text_is_found_wherever_it_is(hold):
    assert holders("zqmark", [hold("a zqmark b")])
    assert not holders("zqmark", [hold("another")])


def test_a_file_that_was_read_is_forgotten(monkeypatch):
    files = MemoryUploadedFileManager("/upload")
    for name in ("list", "template"):
        files.add_file("session", UploadedFileRec(name, name, "text/csv", b"a,b"))
    monkeypatch.setattr(framework_memory.runtime, "exists", lambda: True)
    monkeypatch.setattr(
        framework_memory.runtime,
        "get_instance",
        lambda: SimpleNamespace(uploaded_file_mgr=files),
    )
    context = SimpleNamespace(session_id="session")
    monkeypatch.setattr(framework_memory, "get_script_run_ctx", lambda: context)
    forget_file(SimpleNamespace(file_id="list"))
    forget_file(None)
    assert list(files.file_storage["session"]) == ["template"]


def test_caches_of_texts_are_bounded_and_forget():
    made = []

    @cache_texts
    def length(text: str) -> int:
        made.append(text)
        return len(text)

    assert [length("ab"), length("ab"), length("x" * (LONGEST + 1))] == [2, 2, 81]
    length("x" * (LONGEST + 1))
    assert list(map(len, made)) == [2, LONGEST + 1, LONGEST + 1]
    forget_texts()
    length("ab")
    assert len(made) == 4


CACHES = {
    "_advance",
    "_blank_costs",
    "_column",
    "_digest",
    "_eras",
    "_font",
    "_format_number",
    "_forms",
    "_kinds_by_word",
    "_longest_word",
    "_may_break",
    "_month_names",
    "_names_of_parts",
    "_page",
    "_words",
    "centers",
    "char_em",
    "character_kind",
    "extent",
    "largest_parts",
    "load_land",
    "load_reference",
    "load_texts",
    "load_words",
    "outlines",
    "own_package",
    "read_columns",
    "read_glossary",
    "release",
    "rules_version",
    "script_url",
    "themes",
}
"""Functions whose results stay as long as the process and are not bounded by bytes.

They hold what is ours (tables, fonts, outlines, words of the page), single characters,
numbers, or names of columns of a workbook: a list puts none of its texts there.
"""


def test_no_other_cache_lives_as_long_as_the_process():
    cached = re.compile(r"^@(?:lru_cache.*|cache)\ndef (\w+)", re.MULTILINE)
    found = [
        name
        for package in ("pipeline", "dashboard")
        for path in (ROOT / package).rglob("*.py")
        for name in cached.findall(path.read_text("utf-8"))
    ]
    assert sorted(found) == sorted(CACHES)


def test_long_texts_leave_nothing_in_the_caches():
    mark = f"zq{token_hex(4)}"
    fold(mark + "x" * LONGEST)
    assert holders(mark) == []
