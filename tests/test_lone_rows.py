"""Rows alone above the agreements: whether they are labels is asked once."""

from __future__ import annotations

from pipeline import build_bytes

ROWS = """
<table><tr><th>देश</th><th>सहयोगी संस्थान</th><th>टिप्पणी</th></tr>{above}
<tr><td>पुर्तगाल</td><td>Universidade do Tejo</td><td></td></tr>
<tr><td>ऑस्ट्रिया</td><td>Hochschule Auheim</td><td></td></tr>{between}
<tr><td>यूनान</td><td>University of Lefkos</td><td></td></tr>
<tr><td>जापान</td><td>Kobe University</td><td></td></tr></table>
"""
EXCHANGE = '<tr><td colspan="3">छात्र विनिमय</td></tr>'
MEMORANDUM = '<tr><td colspan="3">समझौता ज्ञापन</td></tr>'


def asked_of_all(above: str, between: str) -> list[tuple[str, str]]:
    page = ROWS.format(above=above, between=between)
    findings = build_bytes(page.encode(), "list.html").findings
    found = findings[findings["code"] == "UNREAD_LABELS"]
    return list(found[["severity", "column"]].itertuples(index=False, name=None))


def test_unread_row_above_all_agreements_may_be_a_label():
    assert asked_of_all(EXCHANGE, MEMORANDUM) == [
        (
            "check",
            "region_text|region_id|agreement_type_text|agreement_type_id"
            "|departments_text",
        )
    ]


def test_unread_row_among_agreements_is_a_remark():
    assert asked_of_all("", MEMORANDUM) == []
