"""Findings get their words: roles by their labels, what differs by language in each."""

from __future__ import annotations

from pipeline.check.findings import Finding, findings_table
from pipeline.reference import load_reference

REFERENCE = load_reference()


def test_findings_stand_in_the_order_of_the_list_and_name_what_they_found():
    notes = [
        Finding(
            1, "TRUNCATED_TEXT", "partner_unit", {"printed": "100% 工", "tail": "工"}
        ),
        Finding(
            0, "KANA_SLIP", "institution", {"printed": "ピッコカ", "usual": "ビコッカ"}
        ),
        Finding(0, "TOTAL_ROW", "", {}, source_row=99),
    ]
    found = findings_table(notes, [3, 7], REFERENCE)
    assert found[["finding_id", "code", "source_row", "column"]].values.tolist() == [
        ["F0001", "KANA_SLIP", 3, "institution_text"],
        ["F0002", "TRUNCATED_TEXT", 7, "partner_unit_text"],
        ["F0003", "TOTAL_ROW", 99, ""],
    ]
    texts = REFERENCE.finding_texts
    for language in ("ja", "en"):
        assert found[f"text_{language}"].tolist() == [
            getattr(texts[note.code], f"template_{language}").format(**note.names)
            for note in (notes[1], notes[0], notes[2])
        ]


def test_roles_are_named_by_their_labels():
    names = {"cell": "協定", "other": "territory"}
    note = Finding(0, "AMBIGUOUS_ROW", "region", names)
    found = findings_table([note], [3], REFERENCE)
    for language in ("ja", "en"):
        text = found[f"text_{language}"].item()
        for role in ("region", "territory"):
            assert getattr(REFERENCE.roles[role], f"label_{language}") in text


def test_what_differs_by_language_is_named_in_each():
    usual = {"usual_ja": "アジア", "usual_en": "Asia"}
    names = {"printed": "欧州", "territory": "韓国", **usual}
    note = Finding(0, "REGION_CONTRADICTS_TERRITORY", "region", names)
    found = findings_table([note], [3], REFERENCE)
    assert "アジア" in found["text_ja"].item()
    assert "Asia" in found["text_en"].item()
