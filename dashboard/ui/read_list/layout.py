"""How a list was understood: its heading row and its columns, to be said otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard import html
from dashboard.i18n import Translator, plain_markdown
from dashboard.list_layout import (
    PrintedColumn,
    column_decision,
    first_rows,
    heading_row,
    missing_roles,
    printed_columns,
    role_choices,
)
from dashboard.ui.read_list.intake import show_error
from dashboard.ui.reading import (
    apply_with_effect,
    move_header,
    read_with_layout,
    reading_round,
)
from dashboard.ui.state import View, readers_day
from dashboard.ui.upload import Refusal, Upload, current_refusal
from pipeline import Decision
from pipeline.errors import AgreementsError
from pipeline.model import GIVEN_ROLES

GRID_ROW, GRID_HEIGHT = 35, 380
"""Pixels: of a row of the framework's grid, and of the grid at most."""

HEADING_STYLE = "background-color: rgba(64, 140, 190, .28); font-weight: 600"
"""Legible on the paper of both themes; the row is named in words, too."""

EXAMPLES = 3
UNNAMED = "other"
"""The role of a column until a person says more."""


def said_now(value: str = "", reason: str = "") -> Decision:
    """Return who decides now, and when, as a decision that lacks its subject."""
    role = str(st.session_state.get("aa_role") or "")
    day = readers_day().isoformat()
    return Decision(0, "", "", value, reason, role, day)


def show_layout(view: View, upload: Upload) -> None:
    """Show how the list was understood; each change takes effect at once."""
    words, edition = view.words, view.edition
    st.html(html.paragraph(words("read.columns_lead")))
    st.html(html.facts(_understanding(view)))
    st.text_input(words("read.role"), key="aa_role", max_chars=80)
    st.html(html.section_head(words("read.heading_row")))
    rows = first_rows(edition)
    columns = printed_columns(edition)
    names = [f"{c.number} {_role_label(words, c.role)}" for c in columns]
    chosen = _choose_row(words, rows, names, heading_row(edition))
    if chosen != heading_row(edition):
        with st.spinner(words("read.answering")):
            move_header(chosen, said_now())
        st.rerun()
    st.html(html.section_head(words("read.column_roles")))
    for column in columns:
        role = _choose_role(words, column)
        if role != column.role:
            decision = column_decision(edition, column.number, said_now(role))
            with st.spinner(words("read.answering")):
                apply_with_effect(upload, [decision])
            st.rerun()


def _understanding(view: View) -> list[tuple[str, str]]:
    """Return what was understood of the list and what not, in plain words."""
    words, edition = view.words, view.edition
    row = heading_row(edition)
    columns = printed_columns(edition)
    known = [
        words(
            "read.is_column",
            role=_role_label(words, c.role),
            column=column_name(words, c),
        )
        for c in columns
        if c.role in GIVEN_ROLES and c.role != UNNAMED
    ]
    kept = [
        column_name(words, c) for c in columns if c.role == UNNAMED and c.understood
    ]
    unknown = [
        column_name(words, c) for c in columns if c.role == UNNAMED and not c.understood
    ]
    missing = [_role_label(words, role) for role in missing_roles(edition)]
    heading = words("findings.place", row=str(row)) if row else words("read.no_header")
    facts = [
        ("heading_row", [heading]),
        ("known_columns", known),
        ("kept_columns", kept),
        ("unknown_columns", unknown),
        ("missing_roles", missing),
    ]
    return [
        (words(f"read.{name}"), words.listed(texts)) for name, texts in facts if texts
    ]


def _choose_row(
    words: Translator,
    rows: Sequence[tuple[int, str, tuple[str, ...]]],
    names: Sequence[str],
    heading: int,
) -> int:
    """Ask for the heading row, by its number or by a click on one of its cells.

    Args:
        words: the reader's language.
        rows: as `first_rows` returns them.
        names: what the columns are, from left to right.
        heading: the source row that is the heading now; 0 if there is none.
    """
    numbers = [number for number, _, _ in rows]
    st.html(html.paragraph(words("read.heading_lead")))
    typed = st.number_input(
        words("read.heading_number"),
        0,
        max([*numbers, heading]),
        heading,
        key=f"aa_heading_{reading_round()}",
    )
    grid = _grid(words, rows, names)
    clicked = st.dataframe(
        grid.style.apply(_marked(grid, numbers, heading), axis=None),
        hide_index=True,
        height=min(GRID_HEIGHT, GRID_ROW * (len(rows) + 1) + 3),
        key=f"aa_grid_{reading_round()}",
        on_select="rerun",
        selection_mode="single-cell",
        alt=words("read.printed"),
    )
    cells = clicked["selection"]["cells"]
    if cells and typed == heading:
        return numbers[int(cells[0][0])]
    return int(typed)


def _grid(
    words: Translator,
    rows: Sequence[tuple[int, str, tuple[str, ...]]],
    names: Sequence[str],
) -> pd.DataFrame:
    width = max([len(names), *(len(cells) for _, _, cells in rows)])
    headings = [*names, *map(str, range(len(names) + 1, width + 1))]
    records = [
        [
            str(number),
            words(f"read.line_{kind}"),
            *(cell.strip() for cell in cells),
            *[""] * (width - len(cells)),
        ]
        for number, kind, cells in rows
    ]
    return pd.DataFrame(
        records, columns=[words("read.row"), words("read.line_kind"), *headings]
    )


def _marked(
    grid: pd.DataFrame, numbers: Sequence[int], heading: int
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return a function that styles the heading row of the grid."""
    styles = pd.DataFrame("", grid.index, grid.columns)
    styles.loc[[number == heading for number in numbers]] = HEADING_STYLE
    return lambda _: styles


def _choose_role(words: Translator, column: PrintedColumn) -> str:
    """Ask for the role of a column; show what it holds and why it has its role."""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    choices = role_choices(column)
    chosen = left.selectbox(
        plain_markdown(column_name(words, column)),
        choices,
        index=choices.index(column.role) if column.role in choices else None,
        placeholder=words("read.role_blank"),
        format_func=lambda role: words(f"read.role_{role}"),
        key=f"aa_role_{column.number}_{reading_round()}",
    )
    right.html(html.paragraph(column_note(words, column)))
    return chosen or column.role


def column_note(words: Translator, column: PrintedColumn) -> str:
    """Return what a column holds, and why it has its role."""
    if column.role == "contact" and not column.top_texts:
        return words("read.contact_hidden")
    texts = [text for text, _ in column.top_texts[:EXAMPLES]]
    return words(
        "read.examples", examples=" / ".join(texts), why=column.why[words.lang]
    )


def column_name(words: Translator, column: PrintedColumn) -> str:
    """Return the number and heading of a column."""
    if not column.heading:
        return words("read.no_heading", column=column.number)
    return f"{column.number} {column.heading}"


def _role_label(words: Translator, role: str) -> str:
    return words(f"read.role_{role}")


def show_refusal(words: Translator) -> None:
    """Show the rows of a list whose columns nobody knows yet, and ask for them."""
    refusal = current_refusal()
    if refusal is None:
        return
    show_error(words, refusal.problem)
    st.html(html.section_head(words("read.say_columns"), words("read.say_lead")))
    rows = [(number, "row", cells) for number, cells in refusal.problem.rows]
    heading = _choose_row(words, rows, [], 0)
    columns = _ask_roles(words, refusal, heading)
    if st.button(words("read.read_so"), type="primary", key="aa_read_so"):
        try:
            with st.spinner(words("read.answering")):
                read_with_layout(refusal.upload, heading, columns, said_now())
        except AgreementsError as error:
            show_error(words, error)
        else:
            st.rerun()


def _ask_roles(
    words: Translator, refusal: Refusal, heading: int
) -> dict[int, Decision]:
    """Ask for the role of each column; return those that were named."""
    rows = refusal.problem.rows
    width = max(len(cells) for _, cells in rows)
    named: dict[int, Decision] = {}
    for number in range(1, width + 1):
        texts = [
            text
            for row, cells in rows
            if (text := "".join(cells[number - 1 : number]).strip()) and row != heading
        ]
        header = next((cells for row, cells in rows if row == heading), ())
        name = "".join(header[number - 1 : number]).strip()
        label = f"{number} {name}" if name else words("read.no_heading", column=number)
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        role = left.selectbox(
            plain_markdown(label),
            GIVEN_ROLES,
            index=None,
            placeholder=words("read.role_open"),
            format_func=lambda role: words(f"read.role_{role}"),
            key=f"aa_named_{number}_{reading_round()}",
        )
        examples = " / ".join([*dict.fromkeys(texts)][:EXAMPLES])
        right.html(html.paragraph(words("read.examples_only", examples=examples)))
        if role:
            named[number] = said_now(role)
    return named
