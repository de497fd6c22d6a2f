"""What was changed and what is in doubt: repairs and findings, listed and counted."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboard.cube import once_per_question
from dashboard.filters import Filters, apply
from dashboard.measures.measure import Measure, count
from dashboard.measures.partners import counts
from dashboard.privacy import line_shown
from dashboard.questions import open_questions
from pipeline.model import Edition
from pipeline.reference import load_reference

SEVERITIES = ("check", "note")
"""`check`: a person should look. `note`: worth knowing."""

NAMED_ROWS = 12


@once_per_question
def findings_listed(edition: Edition, filters: Filters, severity: str = "") -> Measure:
    """List the findings on what the filters keep.

    Returns:
        One row per finding, those to check first, then by kind in the order of the
        reference table, then by source row: the columns of `edition.findings` and `line`, the source row exactly as printed. Findings on
        rows that are not published are listed only while nothing is filtered.
    """
    found = _on_kept(edition, filters, edition.findings)
    if severity:
        found = found[found["severity"] == severity]
    found = found.assign(
        rank=found["severity"].map(_places(SEVERITIES)),
        kind=found["code"].map(_places(load_reference().finding_texts)),
    )
    found = found.sort_values(["rank", "kind", "source_row"], kind="stable")
    found = found.drop(columns=["rank", "kind"]).reset_index(drop=True)
    lines = [line_shown(edition, row) for row in found["source_row"].tolist()]
    n = count(edition, filters).n
    return Measure(found.assign(line=lines), "findings", adds_up=True, n=n)


@once_per_question
def findings_by_code(edition: Edition, filters: Filters) -> Measure:
    """Count the findings of each kind.

    Returns:
        One row per code, in the order of `findings_listed`: severity, code, findings,
        source_rows_listed (the rows they are on, as text, at most NAMED_ROWS). Adds up.
    """
    listed = findings_listed(edition, filters)
    rows = []
    by = ["severity", "code"]
    for (severity, code), part in listed.table.groupby(by, sort=False):
        places = part["source_row"].drop_duplicates().tolist()
        more = "…" if len(places) > NAMED_ROWS else ""
        named = ", ".join(str(row) for row in places[:NAMED_ROWS]) + more
        rows.append((severity, code, len(part), named))
    columns = ["severity", "code", "findings", "source_rows_listed"]
    table = pd.DataFrame(rows, columns=columns)
    return Measure(table, "findings", adds_up=True, n=listed.n)


@once_per_question
def repairs_listed(edition: Edition, filters: Filters) -> Measure:
    """List the changed cells of the agreements the filters keep.

    Returns:
        One row per repair, in the order of the list: the columns of `edition.repairs`.
    """
    kept = _on_kept(edition, filters, edition.repairs).reset_index(drop=True)
    return Measure(kept, "repairs", adds_up=True, n=count(edition, filters).n)


@once_per_question
def repairs_by_rule(edition: Edition, filters: Filters) -> Measure:
    """Count the changed cells by the rule that changed them.

    Returns:
        One row per rule: rule, repairs (cells changed), source_rows (rows touched),
        likely (repairs that are not sure). Most frequent first. Does not add up: two
        rules may have worked on one cell.
    """
    listed = repairs_listed(edition, filters)
    single = listed.table.assign(rule=listed.table["rule"].str.split("+"))
    single = single.explode("rule", ignore_index=True)
    single["likely"] = single["confidence"] == "likely"
    table = single.groupby("rule", as_index=False).agg(
        repairs=("repair_id", "size"),
        source_rows=("source_row", "nunique"),
        likely=("likely", "sum"),
    )
    table = table.sort_values("repairs", ascending=False, kind="stable")
    table = table.reset_index(drop=True)
    return Measure(table, "repairs", adds_up=False, n=listed.n)


@once_per_question
def repair_counts(edition: Edition, filters: Filters) -> Measure:
    """Count repairs and findings side by side.

    Returns:
        One row: repairs (cells), repaired_rows (source rows with any), likely (repairs
        that are not sure), checks and notes (findings by severity), agreements.
    """
    repairs = repairs_listed(edition, filters)
    found = findings_listed(edition, filters).table["severity"]
    table = pd.DataFrame(
        {
            "repairs": [len(repairs.table)],
            "repaired_rows": [repairs.table["source_row"].nunique()],
            "likely": [int((repairs.table["confidence"] == "likely").sum())],
            "checks": [int((found == "check").sum())],
            "notes": [int((found == "note").sum())],
            "agreements": [repairs.n],
        }
    )
    return Measure(table, "repairs", adds_up=True, n=repairs.n)


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _on_kept(edition: Edition, filters: Filters, table: pd.DataFrame) -> pd.DataFrame:
    if not filters.active:
        return table
    kept = apply(edition, filters)["agreement_id"]
    return table[table["agreement_id"].isin(kept)]


def reading_numbers(edition: Edition) -> dict[str, int]:
    """What a list was read as, in numbers that show what another reading changes.

    Returns:
        agreements, institutions, territories, regions, departments; marked and typed
        (agreements marked for exchange, and with a type); questions (open ones).
    """
    row = counts(edition, Filters()).table.iloc[0]
    kinds = ("agreements", "institutions", "territories", "regions", "marked")
    return {
        **{name: int(row[name]) for name in kinds},
        "typed": int((edition.agreements["agreement_type_text"] != "").sum()),
        "departments": len(edition.departments),
        "questions": len(open_questions(edition)),
    }
