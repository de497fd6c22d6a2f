"""Tables of measures for reading: labels for ids, headings in the reader's language.

Changes no number: shares become per cent, ids become labels, columns are renamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import LISTED, Measure, Pivot, Trace
from pipeline.model import Edition

LABEL_KINDS = {
    "region_id": "regions",
    "territory_code": "territories",
    "agreement_type_id": "types",
    "department_id": "departments",
    "institution_id": "institutions",
    "exchange": "exchange",
    "severity": "severity",
    "confidence": "confidence",
    "code": "codes",
    "column": "columns",
}
"""Column of ids -> the kind of their labels."""

HIDDEN_COLUMNS = ("latitude", "longitude", "kind", "research", "rank")


def labelled(table: pd.DataFrame, labels: Labels, words: Translator) -> pd.DataFrame:
    """Return a table with labels for ids, per cent for shares, and headings.

    Returns:
        The same rows and order. Shares are per cent (0-100), lists are joined as in a
        sentence; columns are headed by `column.<name>`, or by the list's own heading.
        Cities are left out where the reader's language names none.
    """
    shown: dict[str, object] = {}
    for name in table.columns:
        if name in HIDDEN_COLUMNS or name in labels.absent:
            continue
        if name == "city_en":
            named = cities(table["institution_id"], labels)
            if any(named):
                shown[heading(name, labels, words)] = named
            continue
        values = display_values(table[name], str(name), labels, words)
        shown[heading(str(name), labels, words)] = values
    return pd.DataFrame(shown, index=table.index)


def cities(institution_ids: pd.Series, labels: Labels) -> list[str]:
    """Cities of institutions in the reader's language; "" where it has no name."""
    return [labels.tables["cities"].get(id_, "") for id_ in institution_ids.tolist()]


def heading(column: str, labels: Labels, words: Translator) -> str:
    """Heading of a column: the list's own, or our label."""
    own = labels.tables["columns"]
    return own[column] if column in own else words(f"column.{column}")


def display_values(
    values: pd.Series, column: str, labels: Labels, words: Translator
) -> pd.Series | list[str] | list[float]:
    """Values of one column for reading."""
    if column in LABEL_KINDS:
        if column == "column":
            return [column_names(v, labels, words) for v in values.tolist()]
        empty = "" if column == "exchange" else labels.unknown
        table = labels.tables[LABEL_KINDS[column]]
        return [table.get(v, v) if v else empty for v in values.tolist()]
    if column == "source_row" and (values == 0).any():
        whole = words("findings.whole_list")
        return [str(row) if row else whole for row in values.tolist()]
    if column == "source_rows_listed":
        return [_with_whole_list(rows, words) for rows in values.tolist()]
    if column == "rule":
        return [rule_labels(rule, labels) for rule in values.tolist()]
    if column.endswith("share"):
        return [round(100 * share, 1) for share in values.tolist()]
    if column == "departments_text":
        return [words.listed(text.split("|")) for text in values.tolist()]
    return values


def column_names(columns: str, labels: Labels, words: Translator) -> str:
    """Labels of the published columns that a finding is about, joined by `|` there."""
    table = labels.tables["columns"]
    if not columns or columns in table:
        return table.get(columns, "")
    names = [table.get(name, name) for name in columns.split("|")]
    return words.listed([*dict.fromkeys(names)])


def _with_whole_list(rows: str, words: Translator) -> str:
    """Source rows as listed, where the row 0 is the whole list."""
    named = [words("findings.whole_list") if r == "0" else r for r in rows.split(", ")]
    return ", ".join(named)


def rule_labels(rule: str, labels: Labels) -> str:
    """Labels of the rules applied to a cell, in order."""
    table = labels.tables["rules"]
    return " → ".join(table.get(name, name) for name in rule.split("+") if name)


URL_KEYS = {
    "department_id": ("department", "departments"),
    "region_id": ("region", "regions"),
    "territory_code": ("territory", "territories"),
    "agreement_type_id": ("type", "types"),
    "institution_id": ("institution", "institutions"),
    "exchange": ("exchange", "exchange"),
}
"""Column of ids -> its URL parameter, and the kind of its labels."""


Leads = Mapping[str, Sequence[tuple[str, ...]]]
"""Heading of a column -> what each of its cells leads to: a selection of
`filters.narrow`, `("institution", id)`, `("agreement", id)`, or () for nothing."""


def row_leads(table: pd.DataFrame, labels: Labels, words: Translator) -> Leads:
    """What the cells of `labelled(table)` lead to.

    The first column of ids leads to its agreements; where its rows are pairs, the second
    to those of the pair. Names of institutions lead to their page, and the rows of a
    table of agreements to their trace. What is unknown leads nowhere.
    """
    leads: dict[str, list[tuple[str, ...]]] = {}
    ids = [name for name in table.columns if name in URL_KEYS]
    fields = [name for name in ids if name not in ("institution_id", "exchange")]
    paired = len(fields) > 1 and "institution_id" not in ids
    paired = paired and bool(table[fields[0]].duplicated().any())
    for count in (1, 2) if paired else (1,):
        for name in fields[count - 1 : count]:
            keys = table[fields[:count]].itertuples(index=False, name=None)
            leads[name] = [_selection(fields[:count], key) for key in keys]
    if "institution_id" in ids:
        own = table["institution_id"].tolist()
        leads["institution_id"] = [("institution", id_) if id_ else () for id_ in own]
    if "agreement_id" in table and "source_row" in table:
        traced = table["agreement_id"].tolist()
        leads["source_row"] = [("agreement", id_) if id_ else () for id_ in traced]
    return {heading(name, labels, words): rows for name, rows in leads.items()}


def label_leads(shown: pd.DataFrame, ids: pd.DataFrame, labels: Labels) -> Leads:
    """What the cells of a table of labels lead to, by the ids behind them.

    Args:
        shown: the table; its first column are labels of the first column of ids, and
            headings of others may be labels of the second.
        ids: a table with those columns, in any order; a row is a pair that occurs.
        labels: of the edition.

    Returns:
        Leads of the first column, and of the cells of pairs but those that are 0. What
        two ids share as their label leads nowhere.
    """
    columns = [name for name in ids.columns if name in URL_KEYS][:2]
    if not columns or shown.empty:
        return {}
    first, names = str(shown.columns[0]), shown.iloc[:, 0].astype(str).tolist()
    rows = _ids_of_labels(ids[columns[0]], columns[0], labels)
    leads = {first: [_selection(columns[:1], (rows.get(name, ""),)) for name in names]}
    if len(columns) > 1 and "institution_id" not in columns:
        across = _ids_of_labels(ids[columns[1]], columns[1], labels)
        for position, head in enumerate(map(str, shown.columns)):
            id_ = across.get(head.removesuffix(" %"), "")
            if not position or not id_:
                continue
            leads[head] = [
                _selection(columns, (rows.get(name, ""), id_))
                if str(value) not in ("0", "0.0", "")
                else ()
                for name, value in zip(names, shown.iloc[:, position], strict=True)
            ]
    return {head: cells for head, cells in leads.items() if any(cells)}


def _ids_of_labels(ids: pd.Series, column: str, labels: Labels) -> dict[str, str]:
    """Map the labels of some ids to them; none that two of them share."""
    kind = URL_KEYS[column][1]
    keys = [id_ for id_ in ids.drop_duplicates().tolist() if id_]
    times = Counter(labels.of(kind, id_) for id_ in keys)
    return {name: i for i in keys if times[name := labels.of(kind, i)] == 1}


def _selection(columns: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """Return the selection of a row; () if one of its ids is unknown."""
    if not all(ids):
        return ()
    pairs = zip(columns, ids, strict=True)
    return tuple(text for name, id_ in pairs for text in (URL_KEYS[name][0], id_))


def transposed(table: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Swap rows and columns: the first column gives the headings."""
    first = str(table.columns[0])
    columns = {first: list(table.columns[1:])}
    for row in table.to_dict("records"):
        columns[str(row[first])] = [
            words.decimal(row[name])
            if str(name).endswith("%")
            else words.number(row[name])
            for name in table.columns[1:]
        ]
    return pd.DataFrame(columns)


def pivot_table(pivot: Pivot, labels: Labels, words: Translator) -> pd.DataFrame:
    """Table of a pivot, with totals where the cells add up to them.

    Returns:
        A row for each id down, a column for each across; shares are per cent, under
        headings that end in %.
    """
    scale, suffix = (100, " %") if pivot.unit == "marked_share" else (1, "")
    rows, columns = pivot.row_totals["row_id"], pivot.column_totals["column_id"]
    wide = pivot.table.pivot_table(
        index="row_id", columns="column_id", values=pivot.unit, fill_value=0, sort=False
    ).reindex(index=rows, columns=columns, fill_value=0)
    wide = (wide * scale).round(1) if suffix else wide.astype(int)
    unit = heading(pivot.unit, labels, words)
    heads = (
        labels.each(LABEL_KINDS[pivot.column_key], columns) if pivot.column_key else []
    )
    wide.columns = [f"{head}{suffix}" for head in heads] or [unit]
    total = words("table.total")
    across = pivot.column_key != "" and pivot.adds_up_columns
    if across:
        wide[total] = pivot.row_totals[pivot.unit].tolist()
    names = labels.each(LABEL_KINDS[pivot.row_key], rows)
    if pivot.adds_up_rows:
        last = pivot.column_totals[pivot.unit].tolist() + [pivot.total] * across
        wide.loc[len(wide)] = last
        names.append(total)
    wide.insert(0, heading(pivot.row_key, labels, words), names)
    return wide.reset_index(drop=True)


def pivot_ids(pivot: Pivot) -> pd.DataFrame:
    """Rows of a pivot, or its pairs, by their ids under the names of other measures."""
    if not pivot.column_key:
        return pivot.row_totals.rename(columns={"row_id": pivot.row_key})
    names = {"row_id": pivot.row_key, "column_id": pivot.column_key}
    return pivot.table[[*names]].rename(columns=names)


def pivot_caption(pivot: Pivot, words: Translator) -> str:
    """Say what is counted, and along which axes it adds up."""
    across = pivot.column_key != ""
    adds = pivot.adds_up_rows and (pivot.adds_up_columns or not across)
    some = pivot.adds_up_rows or (across and pivot.adds_up_columns)
    which = "all" if adds else "some" if some else "none"
    return words(f"explore.adds_up_{which}", counted=words(f"column.{pivot.unit}"))


def reading_table(trace: Trace, labels: Labels, words: Translator) -> pd.DataFrame:
    """Cells of one agreement: published text, printed position and text, rule."""
    table = trace.reading.assign(
        place=[
            words("trace.place", row=row, column=column)
            if column
            else words("trace.nowhere")
            for row, column in zip(
                trace.reading["source_row"], trace.reading["source_column"], strict=True
            )
        ],
        source_text=trace.reading["source_text"].str.strip(),
        published=trace.reading["published"].str.replace("|", "、"),
    )
    table = table[["column", "published", "place", "source_text", "rule"]]
    return labelled(table, labels, words)


def agreement_table(
    table: pd.DataFrame, labels: Labels, words: Translator
) -> pd.DataFrame:
    """List of agreements, partners named in both languages."""
    own = labels.tables["columns"]
    shown = pd.DataFrame(
        {
            **institution_names(table, labels),
            "partner_unit_text": table["partner_unit_text"],
            "territory_code": labels.each("territories", table["territory_code"]),
            "agreement_type_id": labels.each("types", table["agreement_type_id"]),
            "exchange": table["exchange"].map({"marked": "○"}).fillna(""),
            "departments_text": department_names(
                table["departments_text"], labels, words
            ),
            "findings": table["findings"],
            "region_id": labels.each("regions", table["region_id"]),
            "source_row": table["source_row"],
        }
    )
    shown = shown.drop(columns=list(labels.absent & set(shown.columns)))
    others = [c for c in table if c not in shown and c not in LISTED and c in own]
    return shown.join(table[others])


def institution_names(table: pd.DataFrame, labels: Labels) -> dict[str, object]:
    """Columns of names as printed and in English, the reader's language first.

    Where the reference table has none of the institutions, only the printed names.
    """
    english = labels.each("institutions_en", table["institution_id"])
    names: list[tuple[str, object]] = [("institution_text", table["institution_text"])]
    if not any(labels.tables["institutions_en"].values()):
        return dict(names)
    names.insert(1 if labels.lang == "ja" else 0, ("institution_other", english))
    return dict(names)


def department_names(texts: pd.Series, labels: Labels, words: Translator) -> list[str]:
    """Departments by their names in the reader's language, or as printed."""
    names = labels.tables["department_names"]
    return [
        words.listed([names.get(name, name) for name in text.split("|")])
        for text in texts.tolist()
    ]


def agreement_headings(
    table: pd.DataFrame, labels: Labels, words: Translator
) -> dict[str, str]:
    """Column -> heading, for a table that keeps the names of its columns."""
    return {name: heading(str(name), labels, words) for name in table.columns}


def rule_table(
    measure: Measure, rules: pd.DataFrame, labels: Labels, words: Translator
) -> pd.DataFrame:
    """The `rules` of an edition: what each does and how often it was applied."""
    text = dict(zip(rules["rule"], rules[f"text_{words.lang}"], strict=True))
    table = measure.table
    explained = table.assign(meaning=[text.get(rule, "") for rule in table["rule"]])
    return labelled(
        explained[["rule", "meaning", "repairs", "source_rows", "likely"]],
        labels,
        words,
    )


def layout_table(edition: Edition, labels: Labels, words: Translator) -> pd.DataFrame:
    """Role that each column of the list was recognized as, and why if stated."""
    layout = edition.layout[edition.layout["role"] != "blank"]
    layout = layout.assign(source_column=layout["source_column"].astype(str))
    columns = ["source_column", "heading", "column", f"why_{words.lang}"]
    return labelled(layout[[c for c in columns if c in layout]], labels, words)
