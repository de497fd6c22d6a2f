"""A person's decisions win over the rules, or stop the line where they no longer fit."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import Decision, edition_of, read_decisions, write_decisions
from pipeline.__main__ import main
from pipeline.decide import decide_rows
from pipeline.errors import RepairError
from pipeline.model import Edition, ListQuestion
from pipeline.normalize import Normalized
from tests.stages import normalized_of
from tests.tables import grid

LIST = """
    | 地域 | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |
    | アジア | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
    | | ナルニア | 北都大学 | 理学部、工 | 部局間 | 工学部 | |
    | | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |
"""
MOVED = """
    | 地域 | 国・地域 | 大学・機関等名 | 学部等名 | 協定タイプ | 関連部署 | 交換留学 |
    | アジア | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |
    | | 韓国 | 漢陽大学校 | 工学部 | 部局間 | 工学部 | ○ |
    | | ナルニア | 北都大学 | 理学部、工 | 部局間 | 工学部 | |
"""
NARNIA = Decision(
    3, "territory_text", "ナルニア", "ドイツ", "確認済み", "国際課", "2026-11-22"
)
UNIT = Decision(
    3, "partner_unit_text", "理学部、工", "理学部、工", "原本どおり", "国際課"
)
DROP = Decision(4, "row", "元智大学", "drop", "終了", "国際課", "2026-11-22")


def decided(*decisions: Decision, drawn: str = LIST) -> Edition:
    return edition_of(grid(drawn), decisions=decisions)


def codes(edition: Edition) -> list[tuple[str, str, int]]:
    found = edition.findings[["code", "severity", "source_row"]]
    return [tuple(row) for row in found.itertuples(index=False)]


def test_decided_text_is_published_identified_again_and_recorded():
    edition = decided(NARNIA)
    row = edition.agreements.set_index("source_row").loc[3]
    assert (row["territory_text"], row["territory_code"]) == ("ドイツ", "DEU")
    repairs = edition.repairs[edition.repairs["rule"].str.contains("decided")]
    columns = ["source_row", "column", "before", "after", "rule", "confidence"]
    assert repairs[columns].values.tolist() == [
        [3, "territory_text", "ナルニア", "ドイツ", "decided", "sure"]
    ]
    origin = edition.provenance.query("source_row == 3 and column == 'territory_code'")
    assert origin["rule"].tolist() == ["decided+looked_up"]


def test_decision_settles_its_finding_and_no_other():
    assert ("UNKNOWN_TERRITORY", "check", 3) in codes(decided())
    found = codes(decided(NARNIA))
    assert ("DECIDED", "note", 3) in found
    assert ("TRUNCATED_TEXT", "check", 3) in found
    assert "UNKNOWN_TERRITORY" not in {code for code, _, _ in found}


def test_text_kept_as_printed_settles_without_a_repair():
    edition = decided(UNIT)
    assert ("DECIDED_AS_PRINTED", "note", 3) in codes(edition)
    assert "TRUNCATED_TEXT" not in {code for code, _, _ in codes(edition)}
    assert not edition.repairs["rule"].str.contains("decided").any()


def test_dropped_row_is_not_published_but_named():
    edition = decided(DROP)
    assert edition.agreements["source_row"].tolist() == [2, 3]
    assert ("DECIDED", "note", 4) in codes(edition)


def test_departments_are_decided_as_items():
    edition = decided(Decision(2, "departments_text", "工学部", "工学部|理学部"))
    assert edition.agreements["departments_text"].tolist()[0] == "工学部|理学部"
    assert len(edition.agreement_departments) == 4


def test_text_may_be_decided_to_be_blank():
    edition = decided(Decision(2, "partner_unit_text", "工学部", ""))
    assert edition.agreements["partner_unit_text"].tolist()[0] == ""


def test_decision_follows_its_text_to_another_row():
    edition = decided(NARNIA, drawn=MOVED)
    row = edition.agreements.set_index("source_row").loc[4]
    assert (row["institution_text"], row["territory_code"]) == ("北都大学", "DEU")


def test_context_tells_rows_with_the_same_text_apart():
    unit = Decision(9, "partner_unit_text", "工学部", "工学院")
    with pytest.raises(RepairError, match="stands in 2 other rows"):
        decided(unit)
    edition = decided(replace(unit, context="元智大学|工学部"))
    units = edition.agreements.set_index("source_row")["partner_unit_text"]
    assert (units[2], units[4]) == ("工学部", "工学院")


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (
            replace(NARNIA, expect="アルカディア"),
            "Decision 1 no longer fits: row 3, column territory_text, should read"
            " 'アルカディア' but reads 'ナルニア'",
        ),
        (replace(NARNIA, column="国"), "'国' is none"),
        (replace(NARNIA, source_row=99, expect="x"), "but is not in this list"),
        (replace(DROP, value="away"), "must be 'drop' or 'keep'"),
    ],
)
def test_decision_that_does_not_fit_stops_the_line(decision: Decision, message: str):
    with pytest.raises(RepairError, match=message) as caught:
        decided(decision)
    assert caught.value.text_ja


def test_repeat_may_be_kept_by_decision():
    again = LIST + "    | 北米 | 台湾 | 元智大学 | 工学部 | 部局間 | 工学部 | ○ |\n"
    assert len(decided(drawn=again).agreements) == 3
    kept = decided(Decision(5, "row", "元智大学", "keep"), drawn=again)
    assert len(kept.agreements) == 4


def test_decisions_are_read_back_as_they_were_written():
    formula = Decision(2, "institution_text", "=1+1", "'+x", "-", "@", "", "a|b")
    written = write_decisions([NARNIA, UNIT, DROP, formula])
    assert "\n=" not in written.replace(",", "\n")
    found = read_decisions(b"\xef\xbb\xbf" + written.encode(), "decisions.csv")
    assert found == (NARNIA, UNIT, DROP, formula)


@pytest.mark.parametrize(
    ("received", "message"),
    [
        (b"\xff\xfe\x00", "must be a CSV table in UTF-8"),
        (b"", "lacks source_row, column, expect, value"),
        (b"source_row,column,expect,value\nx,row,a,drop\n", "line 2 of 'd' reads 'x'"),
    ],
)
def test_file_that_holds_no_decisions_is_refused(received: bytes, message: str):
    with pytest.raises(RepairError, match=message):
        read_decisions(received, "d")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("8,partner_unit_text", "line 2 of 'd' holds only 2 cells"),
        ("8,institution_text,a,b\x00", "line 2 of 'd' holds the character 0x00"),
    ],
)
def test_line_that_is_not_whole_decides_nothing(line: str, message: str):
    with pytest.raises(RepairError, match=message):
        read_decisions(f"source_row,column,expect,value\n{line}\n".encode(), "d")


def test_command_line_takes_decisions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    lines = [line.strip() for line in LIST.strip().splitlines()]
    (tmp_path / "list.md").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "decisions.csv").write_text(write_decisions([DROP]), "utf-8")
    command = ["build", str(tmp_path / "list.md"), "--decisions"]
    assert main([*command, str(tmp_path / "decisions.csv")]) == 0
    assert "2 agreements" in capsys.readouterr().out
    assert main([*command, str(tmp_path / "none.csv")]) == 1


def test_all_decisions_that_do_not_fit_are_named_at_once():
    gone = [replace(NARNIA, expect=f"消えた国{i}") for i in range(6)]
    with pytest.raises(RepairError, match=r"And 1 more do not fit\.") as caught:
        decided(UNIT, *gone)
    assert list(caught.value.misfits) == [2, 3, 4, 5, 6, 7]
    assert "消えた国4" in caught.value.text_ja
    assert "消えた国5" not in caught.value.text_ja


PARTNERS = """
    | Stand 2031 | | | |
    | Ort | Haus | Wer | Haus |
    | 韓国 | 北都大学 | 工学部 | 済 |
    | 台湾 | 元智大学 | 理学部 | 未 |
    | タイ | 南海大学 | 工学部 | 予定 |
"""
"""Headings that no table knows; two columns have the same."""

INSTITUTION = Decision(
    0, "column_role", "Haus", "institution", "確認済み", "国際課", "", "2 of 4"
)
DEPARTMENTS = Decision(0, "column_role", "Wer", "departments", context="3 of 4")
HEADER = Decision(2, "header_row", "Ort | Haus | Wer | Haus", "heading")


def roles_of(edition: Edition) -> dict[int, tuple[str, str]]:
    layout = edition.layout
    return dict(
        zip(
            layout["source_column"],
            zip(layout["heading"], layout["role"], strict=True),
            strict=True,
        )
    )


def test_role_of_a_column_is_decided():
    place = Decision(0, "column_role", "Ort", "territory")
    edition = decided(HEADER, place, INSTITUTION, DEPARTMENTS, drawn=PARTNERS)
    assert roles_of(edition) == {
        1: ("Ort", "territory"),
        2: ("Haus", "institution"),
        3: ("Wer", "departments"),
        4: ("Haus", "other"),
    }
    assert edition.agreements["departments_text"].tolist() == [
        *("工学部", "理学部", "工学部")
    ]


def test_decided_column_is_found_by_its_heading_in_the_next_edition():
    moved = """
        | Nr. | Neu | Wer | Ort | Haus |
        | 1 | a | 工学部 | 韓国 | 北都大学 |
        | 2 | b | 理学部 | 台湾 | 元智大学 |
    """
    header = replace(HEADER, source_row=1, expect="Nr. | Neu | Wer | Ort | Haus")
    edition = decided(header, INSTITUTION, DEPARTMENTS, drawn=moved)
    assert roles_of(edition)[3] == ("Wer", "departments")
    assert roles_of(edition)[5] == ("Haus", "institution")


def test_decided_heading_row_is_found_by_its_text():
    lower = "| Stand | Juli | | |\n| 2031 | | | |\n" + "\n".join(
        line.strip() for line in PARTNERS.strip().splitlines()
    )
    edition = decided(HEADER, INSTITUTION, drawn=lower)
    assert edition.about["heading_row"] == "4"
    assert len(edition.agreements) == 3


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (
            replace(INSTITUTION, expect="Hochschule"),
            "heading 'Hochschule', but 0 have it. Read: 'Ort | Haus | Wer | Haus'",
        ),
        (replace(INSTITUTION, context=""), "heading 'Haus', but 2 have it"),
        (replace(INSTITUTION, context="2 of 5"), "heading 'Haus', but 2 have it"),
        (replace(DEPARTMENTS, value="faculty"), "must be one of region, territory"),
        (
            replace(DEPARTMENTS, value="institution"),
            "'institution' is given to two columns",
        ),
        (replace(HEADER, expect="Ort | Haus"), "that text stands in 0 rows"),
        (replace(HEADER, value="x"), "must be 'heading', but it reads 'x'"),
    ],
)
def test_decision_on_columns_that_does_not_fit_stops_the_line(
    decision: Decision, message: str
):
    with pytest.raises(RepairError, match=re.escape(message)) as caught:
        decided(HEADER, INSTITUTION, decision, drawn=PARTNERS)
    assert [*caught.value.misfits] == [3]
    assert caught.value.text_ja


def test_later_decision_on_a_column_counts():
    later = replace(DEPARTMENTS, value="partner_unit")
    edition = decided(HEADER, INSTITUTION, DEPARTMENTS, later, drawn=PARTNERS)
    assert roles_of(edition)[3] == ("Wer", "partner_unit")


def test_given_roles_win_over_decided_ones():
    edition = edition_of(
        grid(PARTNERS),
        roles={3: "partner_unit"},
        header_row=2,
        decisions=[replace(HEADER, source_row=3), INSTITUTION, DEPARTMENTS],
    )
    assert roles_of(edition)[3] == ("Wer", "partner_unit")


def test_column_of_persons_is_left_out_by_decision():
    contact = replace(DEPARTMENTS, value="contact")
    edition = decided(HEADER, INSTITUTION, contact, drawn=PARTNERS)
    assert "Wer" not in edition.agreements
    meanings = edition.layout.set_index("source_column")["meaning"]
    assert meanings[3] == "contact"


def test_decisions_on_cells_are_counted_together_with_those_on_columns():
    gone = Decision(9, "institution_text", "消えた大学", "x")
    with pytest.raises(RepairError, match=r"Decision 3 no longer fits") as caught:
        decided(HEADER, INSTITUTION, gone, drawn=PARTNERS)
    assert [*caught.value.misfits] == [3]


def test_decisions_on_the_list_are_read_back_as_they_were_written():
    kept = Decision(0, "list", "NO_TERRITORIES", "keep")
    decisions = (HEADER, INSTITUTION, DEPARTMENTS, kept)
    written = write_decisions(decisions)
    assert written.splitlines()[2].startswith(",column_role,Haus,institution,")
    assert read_decisions(written.encode(), "d") == decisions
    with pytest.raises(RepairError, match="line 2 of 'd' reads '' and 'row'"):
        read_decisions(b"source_row,column,expect,value\n,row,a,drop\n", "d")


def asking(*questions: ListQuestion) -> Normalized:
    normalized = normalized_of(LIST)
    aligned = replace(normalized.aligned, questions=questions)
    return replace(normalized, aligned=aligned)


def test_question_for_the_whole_list_is_settled_by_a_decision():
    of_list = ListQuestion("NO_TERRITORIES", ("territory",))
    of_column = ListQuestion("COLUMN", ("territory",), source_column=3)
    kept = [Decision(0, "list", code, "keep") for code in ("NO_TERRITORIES", "COLUMN")]
    rest = decide_rows(asking(of_list, of_column), kept)
    assert rest.aligned.questions == (of_column,)


LEAGUES = """
    | Country | University | Signed |
    | Wide ring | | |
    | Peru | Universidad de Lima | 2001 |
    | Chile | Universidad de Arica | 2002 |
    | Small ring | | |
    | Peru | Universidad de Piura | 2003 |
    | Peru | Universidad del Sur | 2003 |
"""


def test_role_of_the_labels_between_the_rows_is_decided():
    labels = Decision(0, "column_role", "", "departments", context="labels")
    assert "SECTION_LABELS" in {code for code, _, _ in codes(decided(drawn=LEAGUES))}
    edition = decided(labels, drawn=LEAGUES)
    assert "SECTION_LABELS" not in {code for code, _, _ in codes(edition)}
    assert edition.agreements["departments_text"].tolist() == [
        *("Wide ring", "Wide ring", "Small ring", "Small ring"),
    ]
