"""Writes an edition as a folder of tables (design.md, section 4), whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pipeline.errors import SourceError
from pipeline.model import GIVEN_ROLES, Edition

TABLE_NAMES = ("agreements", "provenance", "repairs", "findings")


def edition_counts(edition: Edition) -> dict[str, int]:
    """Return the counts of an edition, for its summary and its edition.json."""
    return {
        "agreements": len(edition.agreements),
        "institutions": len(edition.institutions),
        "territories": len(edition.territories),
        "repairs": len(edition.repairs),
        "findings": len(edition.findings),
    }


def summary(edition: Edition, out: Path | None) -> str:
    """Summarize in a few lines what was read, in both languages."""
    n = edition_counts(edition)
    to_check = int((edition.findings["severity"] == "check").sum())
    where = f"\n{out}" if out else ""
    return (
        f"協定 {n['agreements']} 件、大学・機関 {n['institutions']}、国・地域"
        f" {n['territories']}、補正 {n['repairs']} 件、確認事項 {n['findings']} 件"
        f"（要確認 {to_check} 件）\n"
        f"{n['agreements']} agreements, {n['institutions']} institutions,"
        f" {n['territories']} territories, {n['repairs']} repairs,"
        f" {n['findings']} findings ({to_check} to check){where}\n"
    )


def explanation(edition: Edition) -> str:
    """Explain how the list was understood, what is asked, and how to answer that."""
    read = edition.about
    lines = [
        f"{read.get('kind', '')} {read.get('encoding', '')} {read.get('table', '')}".strip(),
        f"見出し / heading: {read.get('heading_row', '')}"
        f"  行 / rows: {read.get('source_rows', '')}",
    ]
    lines += [
        f"  {c['source_column']:>3}  {c['heading'] or '-'}  ->  {c['column'] or '-'}"
        f"  ({c['why_ja']} / {c['why_en']})"
        for c in edition.layout.to_dict("records")
    ]
    lines.append(f"除いた行 / rows left out: {read.get('skipped_rows', '')}")
    lines += _questions(edition)
    return "\n".join(lines) + "\n"


def _questions(edition: Edition) -> list[str]:
    """Return the questions for the whole list, and what to pass to answer them."""
    findings = edition.findings
    whole = findings[(findings["source_row"] == 0) & (findings["severity"] == "check")]
    lines = [f"一覧全体の質問 / questions for the whole list: {len(whole)}"]
    answers: dict[int, str] = {}
    for finding in whole.to_dict("records"):
        lines.append(f"  ? {finding['text_ja']}\n    {finding['text_en']}")
        question = edition.questions.get(str(finding["finding_id"]))
        if question and question.options:
            options = [f"{question.source_column}={role}" for role in question.options]
            lines.append(f"    --columns: {' | '.join(options)}")
            answers.setdefault(question.source_column, question.options[0])
    if answers:
        lines.append("今の読み方のままでよければ / if all is right as it is read:")
        lines.append(f"  {_columns_option(answers)}")
    lines.append("読み方を指定する / to say how it is to be read:")
    roles = {
        int(c["source_column"]): "contact" if c["meaning"] == "contact" else c["role"]
        for c in edition.layout.to_dict("records")
        if c["source_column"] > 0 and c["role"] in GIVEN_ROLES
    }
    row = edition.about.get("heading_row", "-")
    header = "" if row == "-" else f" --header-row {row}"
    lines.append(f"  {_columns_option({**roles, **answers})}{header}")
    return lines


def _columns_option(roles: Mapping[int, str]) -> str:
    pairs = (f"{column}={role}" for column, role in sorted(roles.items()))
    return f'--columns "{",".join(pairs)}"'


def write_edition(edition: Edition, out: Path) -> None:
    """Write the tables beside `out`, then put them in its place.

    Raises:
        SourceError: `out` is a file, or a folder holding something else than an edition.
    """
    if out.exists() and not out.is_dir():
        msg = f"--out must be a folder, but '{out}' is a file. Name another."
        raise SourceError(msg)
    foreign = _foreign(out) if out.is_dir() else []
    if foreign:
        msg = (
            f"--out must be an empty folder or an earlier edition, but '{out}' holds"
            f" '{foreign[0]}'. Name another folder."
        )
        raise SourceError(msg)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _write_tables(edition, beside)
        beside.chmod(0o755)
        if out.exists():
            _exchange(out, beside)
        else:
            beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def restore_edition(out: Path) -> None:
    """Bring back the earlier edition that a run put aside and did not live to replace."""
    earlier = _aside(out.resolve())
    if not earlier.is_dir() or _foreign(earlier):
        return
    if out.exists():
        shutil.rmtree(earlier)
    else:
        earlier.rename(out.resolve())


def _exchange(out: Path, beside: Path) -> None:
    """Put a folder in the place of another; Python has no call for that in one step."""
    earlier = _aside(out)
    out.rename(earlier)
    try:
        beside.rename(out)
    except BaseException:
        earlier.rename(out)
        raise
    shutil.rmtree(earlier)


def _aside(out: Path) -> Path:
    """Where the earlier edition stands while the new one takes its place."""
    return out.with_name(f".{out.name}-earlier-edition")


def _foreign(folder: Path) -> list[str]:
    """What stands in a folder that is no part of an edition."""
    ours = {f"{name}.csv" for name in TABLE_NAMES} | {"edition.json"}
    return sorted({path.name for path in folder.iterdir()} - ours)


def _write_tables(edition: Edition, folder: Path) -> None:
    agreements = edition.agreements.assign(
        exchange_marked=edition.agreements["exchange_marked"].map(
            {True: "true", False: "false"}
        )
    )
    findings = edition.findings.drop(columns="agreement_id")
    rows = findings["source_row"].astype("Int64")
    findings["source_row"] = rows.where(rows > 0)  # blank: the whole list
    repairs = edition.repairs.drop(columns="agreement_id")
    tables = {
        "agreements": agreements,
        "provenance": edition.provenance,
        "repairs": repairs,
        "findings": findings,
    }
    for name, table in tables.items():
        if edition.grid.lines:
            lines = table["source_row"].replace(dict(edition.grid.lines))
            table = table.assign(source_row=lines)
        _write_table(table, folder / f"{name}.csv")
    metadata = {
        "title": dict(edition.title),
        "about": dict(edition.about),
        "counts": edition_counts(edition),
    }
    text = json.dumps(metadata, ensure_ascii=False, indent=2)
    (folder / "edition.json").write_bytes(f"{text}\n".encode())


def _write_table(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
