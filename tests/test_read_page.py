"""Read a list: its columns and heading row are said by a person, and undone again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.i18n import load_words
from pipeline import Decision, edition_of, read_decisions, write_decisions
from pipeline.errors import UndecidedLayoutError
from pipeline.model import ListQuestion
from tests.stages import asked_edition
from tests.tables import grid
from tests.test_app import open_page, shown

PARTNERS = """| Stand 2031 | | | |
| Ort | Haus | Wer | Was |
| 韓国 | 北都大学 | 工学部 | 済 |
| 台湾 | 元智大学 | 理学部 | 未 |
| タイ | 南海大学 | 工学部 | 予定 |
"""


def bring(received: str, lang: str = "ja"):
    app = open_page("read", lang=lang)
    app.text_area(key="aa_pasted").set_value(received)
    return app.button(key="aa_start").click().run()


def open_tab(app, name: str, lang: str = "ja"):
    app.session_state["aa_read_tabs"] = load_words(lang)(f"read.tab_{name}")
    return app.run()


def role_box(app, number: int):
    return next(b for b in app.selectbox if b.key.startswith(f"aa_role_{number}_"))


def heading_box(app):
    return next(b for b in app.number_input if b.key.startswith("aa_heading_"))


def upload_of(app):
    return app.session_state["aa_upload"]


def headings_of(app) -> dict[int, tuple[str, str]]:
    layout = upload_of(app).edition.layout.to_dict("records")
    return {
        c["source_column"]: (c["heading"], c["role"])
        for c in layout
        if c["source_column"] > 0
    }


def give(app, number: int, role: str):
    app = role_box(app, number).select(role).run()
    assert not app.exception
    return app


@pytest.fixture
def partners():
    """The list with its heading row and three roles said; the layout is on show."""
    app = open_tab(bring(PARTNERS), "columns")
    if heading_box(app).value != 2:
        app = heading_box(app).set_value(2).run()
    for number, role in ((1, "territory"), (2, "institution"), (3, "departments")):
        if role_box(app, number).value != role:
            app = give(app, number, role)
    return app


def test_role_of_a_column_takes_effect_at_once_and_is_undone():
    app = open_tab(
        bring("国,大学名,段階\n韓国,北都大学,強い\n台湾,南海大学,弱い\n"), "columns"
    )
    app = give(app, 3, "agreement_type")
    assert "協定タイプのある協定 0 → 2" in shown(app)
    assert headings_of(app)[3] == ("段階", "agreement_type")
    (decision,) = upload_of(app).decisions
    assert (decision.column, decision.expect, decision.value, decision.context) == (
        *("column_role", "段階", "agreement_type", "3 of 3"),
    )
    app = app.button(key="aa_undo").click().run()
    assert "協定タイプのある協定 2 → 0" in shown(app)
    assert upload_of(app).decisions == ()
    assert headings_of(app)[3] == ("段階", "other")


def test_another_role_for_the_same_column_replaces_the_first(partners):
    app = give(partners, 3, "partner_unit")
    said = [d.value for d in upload_of(app).decisions if d.expect == "Wer"]
    assert said == ["partner_unit"]


def test_role_given_to_another_column_leaves_the_first(partners):
    app = give(partners, 4, "departments")
    assert not [d for d in upload_of(app).decisions if d.expect == "Wer"]
    assert headings_of(app)[4] == ("Was", "departments")


def test_moved_heading_row_keeps_the_roles(partners):
    app = heading_box(partners).set_value(3).run()
    assert not app.exception
    heading, role = headings_of(app)[3]
    assert (heading.endswith("工学部"), role) == (True, "departments")
    assert len(upload_of(app).edition.agreements) == 2
    assert "協定 3 → 2" in shown(app)
    app = app.button(key="aa_undo").click().run()
    assert headings_of(app)[3] == ("Wer", "departments")
    assert heading_box(app).value == 2


def test_row_that_can_be_no_heading_changes_nothing(partners):
    app = heading_box(partners).set_value(5).run()
    assert not app.exception
    assert load_words("ja")("read.as_before") in shown(app)
    assert heading_box(app).value == 2


def test_answers_give_the_next_edition_the_same_reading(partners):
    record = write_decisions(upload_of(partners).decisions)
    decisions = read_decisions(record.encode(), "record.csv")
    following = """
        | Nr | Ort | Neu | Wer | Haus |
        | 1 | 韓国 | x | 工学部 | 北都大学 |
        | 2 | タイ | y | 理学部 | 東雲大学 |
    """
    fitting = [d for d in decisions if d.column == "column_role"]
    header = Decision(1, "header_row", "Nr | Ort | Neu | Wer | Haus", "heading")
    layout = edition_of(grid(following), decisions=[header, *fitting]).layout
    roles = dict(zip(layout["heading"], layout["role"], strict=True))
    assert [roles[name] for name in ("Ort", "Haus", "Wer")] == [
        *("territory", "institution", "departments"),
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_is_understood_and_what_not_is_said(lang):
    received = "国,大学名,段階,\n韓国,北都大学,強い,\n台湾,南海大学,弱い,\n"
    app = open_tab(bring(received, lang), "columns", lang)
    assert not app.exception
    words = load_words(lang)
    for name in ("known_columns", "unknown_columns", "missing_roles"):
        assert words(f"read.{name}") in shown(app)
    assert "3 段階" in shown(app)


def undecided(*_given, **named):
    """Refuse to build until the columns are named, as a list without any hint does."""
    if not named["roles"]:
        error = UndecidedLayoutError("No column is known.", "列が分かりません。")
        error.rows = tuple(
            zip(grid(PARTNERS).numbers, grid(PARTNERS).cells, strict=True)
        )
        raise error
    return edition_of(
        grid(PARTNERS),
        roles=named["roles"],
        header_row=named["header_row"],
        decisions=named["decisions"],
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_list_whose_columns_nobody_knows_is_shown_and_its_columns_asked(
    lang, monkeypatch
):
    monkeypatch.setattr("dashboard.ui.upload.build_isolated", undecided)
    app = bring(PARTNERS, lang)
    assert not app.exception
    assert load_words(lang)("read.say_lead") in shown(app)
    assert [len(table.value) for table in app.dataframe] == [5]
    app = heading_box(app).set_value(2).run()
    boxes = {b.label: b for b in app.selectbox if b.key.startswith("aa_named_")}
    assert [*boxes] == ["1 Ort", "2 Haus", "3 Wer", "4 Was"]
    boxes["2 Haus"].select("institution")
    boxes["1 Ort"].select("territory")
    app = app.button(key="aa_read_so").click().run()
    assert not app.exception
    assert headings_of(app)[2] == ("Haus", "institution")
    assert [(d.column, d.expect, d.value) for d in upload_of(app).decisions] == [
        ("header_row", "Ort | Haus | Wer | Was", "heading"),
        ("column_role", "Ort", "territory"),
        ("column_role", "Haus", "institution"),
    ]


OF_LIST = ListQuestion("MISSING_REGION", ("region",))
OF_COLUMN = ListQuestion(
    "UNUSUAL_TYPE", ("agreement_type",), (("cell", "段階"),), 3, ("other",)
)
ASKED = """
    | 国・地域 | 大学名 | 段階 |
    | 韓国 | 北都大学 | 強い |
    | 台湾 | 南海大学 | 弱い |
"""


@pytest.fixture
def questions_asked(monkeypatch):
    """Both questions are asked about the list as long as no decision answers them."""

    def build(*_given, **named):
        answered = {decision.column for decision in named["decisions"]}
        asked = [
            question
            for question, answer in ((OF_LIST, "list"), (OF_COLUMN, "column_role"))
            if answer not in answered
        ]
        return asked_edition(ASKED, *asked)

    monkeypatch.setattr("dashboard.ui.upload.build_isolated", build)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_questions_for_the_list_come_first_and_are_answered(lang, questions_asked):
    words = load_words(lang)
    app = bring(ASKED, lang)
    assert words("read.level_list") in shown(app)
    assert words("findings.whole_list") in shown(app)
    app = app.button(key="aa_decide").click().run()
    assert not app.exception
    assert words("read.level_column") in shown(app)
    assert "強い" in shown(app)
    app = app.button(key="aa_decide").click().run()
    assert not app.exception
    assert words("read.all_answered") in shown(app)
    assert [(d.column, d.expect, d.value) for d in upload_of(app).decisions] == [
        ("list", "MISSING_REGION", "keep"),
        ("column_role", "段階", "other"),
    ]


def test_column_can_be_named_where_none_was_found(questions_asked):
    app = bring(ASKED)
    which = next(b for b in app.selectbox if b.key.startswith("aa_which_region"))
    which.select(3)
    app = app.run()
    app = app.button(key="aa_decide").click().run()
    assert [(d.column, d.expect, d.value) for d in upload_of(app).decisions] == [
        ("column_role", "段階", "region"),
    ]


@pytest.mark.parametrize(
    "page", ["overview", "findings", "about", "handouts", "present"]
)
def test_whole_list_stands_where_a_row_would(page, questions_asked):
    app = bring(ASKED)
    app = app.button(key="aa_look").click().run()
    app.session_state["aa_controls"] = {"slide": "findings"}
    app = app.switch_page(f"dashboard/pages/{page}.py").run()
    assert not app.exception
    if page in ("overview", "findings"):
        assert "一覧全体" in shown(app)
    assert "0 行目" not in shown(app)
    assert "A0000" not in shown(app)


def test_no_answer_that_drops_a_row_is_chosen_beforehand():
    received = "国,大学名\n韓国,北都大学\n韓国,北都大学\n台湾,南海大学\n"
    app = bring(received)
    way = next(r for r in app.radio if r.key.startswith("aa_way_"))
    assert way.value is None
    assert app.button(key="aa_decide").disabled
    app = way.set_value("publish").run()
    assert not app.button(key="aa_decide").disabled
    app = app.button(key="aa_decide").click().run()
    assert len(upload_of(app).edition.agreements) == 3


def test_upload_keeps_every_step(partners):
    steps = upload_of(partners).steps
    assert len(steps) >= 2
    assert [len(step) for step in steps] == sorted(len(step) for step in steps)
    assert replace(upload_of(partners), steps=()).decisions == ()


LEAGUES = """Country,University,Signed
Wide ring,,
Peru,Universidad de Lima,2001
Chile,Universidad de Arica,2002
Small ring,,
Peru,Universidad de Piura,2003
Peru,Universidad del Sur,2003
"""


def test_labels_between_the_rows_are_named():
    app = bring(LEAGUES)
    assert not app.exception
    way = next(r for r in app.radio if r.label == load_words("ja")("read.what_labels"))
    app = way.set_value("departments").run()
    app = app.button(key="aa_decide").click().run()
    assert not app.exception
    assert len(upload_of(app).edition.departments) == 2
    assert [(d.column, d.value, d.context) for d in upload_of(app).decisions] == [
        ("column_role", "departments", "labels"),
    ]
