"""The open questions about a reader's list, shown one at a time, and their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import html
from dashboard.i18n import Translator, plain_markdown
from dashboard.list_layout import (
    PrintedColumn,
    column_decision,
    missing_roles,
    printed_columns,
    role_choices,
)
from dashboard.questions import (
    Question,
    count_questions,
    decide,
    group_heads,
    open_questions,
    questions_of_kind,
    similar_questions,
)
from dashboard.source import row_signs, rows_around
from dashboard.ui.read_list.intake import show_error, translate_uploader
from dashboard.ui.read_list.layout import column_name, said_now
from dashboard.ui.read_list.source import show_printed, show_reading
from dashboard.ui.reading import apply_record, apply_with_effect, reading_round
from dashboard.ui.state import View
from dashboard.ui.upload import SKIPPED_KEY, Upload
from pipeline import Decision, read_decisions
from pipeline.decide import WHOLE_ROW
from pipeline.errors import AgreementsError

ASKED_KEY = "aa_asked"
"""The session key of the finding that is being answered where it is read."""


def show_questions(view: View, upload: Upload) -> None:
    """Show the next open question and take its answer."""
    words = view.words
    questions = open_questions(view.edition)
    answered, left = len(upload.decisions), count_questions(questions)
    show_record_upload(words, lambda: upload)
    if not questions:
        st.html(html.paragraph(words("read.all_answered"), "notice"))
        return
    done = answered / (answered + left)
    st.progress(done, text=words.count("read.left", left))
    heads = group_heads(questions)
    question = heads[st.session_state.get(SKIPPED_KEY, 0) % len(heads)]
    similar = similar_questions(question, questions)
    kind = questions_of_kind(question, questions)
    _show_question(view, question, len(kind if question.grouped else similar))
    decide_label = words("read.decide")
    ask_question(view, upload, question, decide_label, partial(_offer_skip, words))


def ask_question(
    view: View,
    upload: Upload,
    question: Question,
    label: str,
    offer_other: Callable[[], None],
) -> None:
    """Ask a question, and apply its answer to the list.

    Args:
        view: of the edition that the question is about.
        upload: the list that the answer is for.
        question: the question.
        label: of the button that records the answer.
        offer_other: shows what can be done instead of an answer.
    """
    if question.source_row:
        questions = open_questions(view.edition)
        similar = similar_questions(question, questions)
        decisions = _ask_cell(view, question, similar, questions)
    else:
        decisions = _ask_list(view, question)
    with st.container(horizontal=True, key="aa-answer"):
        decided = st.button(
            label,
            type="primary",
            key="aa_decide",
            disabled=not decisions,
        )
        offer_other()
    if decided:
        with st.spinner(view.words("read.answering")):
            apply_with_effect(upload, decisions)
        st.session_state.pop(ASKED_KEY, None)
        st.rerun()


def _offer_skip(words: Translator) -> None:
    st.button(words("read.skip"), key="aa_skip", on_click=_skip)


def show_record_upload(words: Translator, get_list: Callable[[], Upload]) -> None:
    """Apply a record of decisions on this list or an earlier edition to a list."""
    with st.expander(words("read.record_use"), key="aa_record_more"):
        translate_uploader(words)
        record = st.file_uploader(
            words("read.record"), key=f"aa_record_{reading_round()}", type="csv"
        )
        if record and st.button(words("read.record_apply"), key="aa_record_apply"):
            try:
                with st.spinner(words("read.answering")):
                    decisions = read_decisions(record.getvalue(), record.name)
                    apply_record(get_list(), decisions)
            except AgreementsError as error:
                show_error(words, error)
            else:
                st.rerun()


def _show_question(view: View, question: Question, similar: int) -> None:
    """Show a question and its evidence: a column's values, or rows as printed and read."""
    words = view.words
    row = question.source_row
    place = (
        words("findings.place", row=str(row)) if row else words("findings.whole_list")
    )
    concerned = similar if row else len(view.edition.agreements)
    level = words(f"read.level_{question.level}")
    st.html(html.tags([level, words.count("read.concerned", concerned)]))
    st.html(html.section_head(view.labels.of("codes", question.code)))
    text = question.texts[words.lang]
    st.html(html.finding_with_line(text, place, question.line))
    show_evidence(view, question)


def show_evidence(view: View, question: Question) -> None:
    """Show the rows around a question as printed and read, or a column's values."""
    words, row = view.words, question.source_row
    if row:
        rows = rows_around(view.edition, row)
        with st.expander(words("read.around"), expanded=True, key="aa_around"):
            show_printed(view, rows, row_signs(view.edition), row)
            show_reading(view, [row])
    elif column := _column_of(view, question):
        values = words.listed(
            [words("read.value", text=text, rows=n) for text, n in column.top_texts]
        )
        st.html(
            html.paragraph(
                words(
                    "read.evidence",
                    column=column_name(words, column),
                    filled=column.filled,
                    distinct=column.distinct,
                    values=values,
                )
            )
        )


def _column_of(view: View, question: Question) -> PrintedColumn | None:
    columns = printed_columns(view.edition)
    return next((c for c in columns if c.number == question.source_column), None)


def _ask_list(view: View, question: Question) -> list[Decision]:
    """Ask about the whole list or a column; return the decisions of the answer."""
    words, edition = view.words, view.edition
    key = f"{question.finding_id}_{reading_round()}"
    column = _column_of(view, question)
    if column:
        role = st.radio(
            words("read.what_is", column=plain_markdown(column_name(words, column))),
            role_choices(column, question.options),
            format_func=lambda role: _role_answer(words, role, column),
            key=f"aa_way_{key}",
        )
        return [column_decision(edition, column.number, _ask_author(words, key, role))]
    if question.options:
        role = st.radio(
            words("read.what_labels"),
            question.options,
            format_func=lambda role: words(f"read.role_{role}"),
            key=f"aa_way_{key}",
        )
        return [column_decision(edition, 0, _ask_author(words, key, role))]
    wanted = [role for role in missing_roles(edition) if role in question.roles]
    names = {c.number: column_name(words, c) for c in printed_columns(edition)}
    found = {}
    for role in wanted:
        label = words("read.which_column", role=words(f"read.role_{role}"))
        found[role] = st.selectbox(
            label,
            [0, *names],
            format_func=lambda n: plain_markdown(names[n]) if n else words("read.none"),
            key=f"aa_which_{role}_{key}",
        )
    chosen = {number: role for role, number in found.items() if number}
    if not chosen:
        st.html(html.paragraph(words("read.keep_reading")))
    said = _ask_author(words, key, "keep")
    return [
        column_decision(edition, number, replace(said, value=role))
        for number, role in chosen.items()
    ] or decide([question], "keep", whole_row=False, **_author(said))


def _role_answer(words: Translator, role: str, column: PrintedColumn) -> str:
    label = words(f"read.role_{role}")
    return words("read.as_now", role=label) if role == column.role else label


def _ask_author(words: Translator, key: str, value: str = "") -> Decision:
    """Ask who decides, and why."""
    with st.container(horizontal=True, key="aa-why"):
        st.text_input(words("read.role"), key="aa_role", max_chars=80)
        reason = st.text_input(words("read.reason"), key=f"aa_reason_{key}")
    return said_now(value, reason)


def _author(said: Decision) -> dict[str, str]:
    names = ("reason", "decided_by", "decided_on")
    return {name: getattr(said, name) for name in names}


def _ask_cell(
    view: View,
    question: Question,
    similar: list[Question],
    questions: list[Question],
) -> list[Decision]:
    """Ask about a cell or row, and those like it; return the decisions of the answer."""
    words = view.words
    key = question.finding_id + str(question.source_row)
    answer, text = _ask_answer(words, question, key)
    scope = _ask_scope(words, question, similar, questions, answer, key)
    said = _ask_author(words, key)
    if answer is None:
        return []
    texts = {"accept": lambda q: q.suggestion, "keep": lambda q: q.expect}
    return decide(
        scope,
        texts.get(answer, text.strip()),
        whole_row=question.column == WHOLE_ROW or answer == "drop",
        **_author(said),
    )


def _ask_scope(
    words: Translator,
    question: Question,
    similar: list[Question],
    questions: list[Question],
    answer: str | None,
    key: str,
) -> list[Question]:
    """Ask which questions an answer settles: this, the same texts, or all of its kind."""
    kind = questions_of_kind(question, questions)
    if answer == "accept":
        kind = [q for q in kind if q.suggestion]
    scopes = {"one": [question], "same": similar, "kind": kind}
    offered = ["same"] if len(similar) > 1 else []
    offered.append("one")
    if answer not in (None, "change", "drop") and len(kind) > len(similar):
        first = question.grouped and answer != "leave_out"
        offered.insert(0 if first else len(offered), "kind")
    if len(offered) == 1:
        return [question]
    names = {"kind": "rows"} if question.column == WHOLE_ROW else {}
    chosen = st.radio(
        words("read.scope"),
        offered,
        format_func=lambda scope: words.count(
            f"read.scope_{names.get(scope, scope)}", len(scopes[scope])
        ),
        key=f"aa_scope_{key}_{'_'.join(offered)}",
    )
    return scopes[chosen]


def _ask_answer(
    words: Translator, question: Question, key: str
) -> tuple[str | None, str]:
    """Ask for the answer; return it with the text or the word that decides the cell.

    No answer about a whole row is chosen beforehand: one of them may drop it.
    """
    answer = st.radio(
        words("read.answer"),
        _answers(question),
        index=None if question.column == WHOLE_ROW else 0,
        format_func=lambda answer: plain_markdown(
            _answer_label(words, answer, question)
        ),
        key=f"aa_way_{key}",
    )
    if answer == "change":
        return answer, st.text_input(
            words("read.new_text"), value=question.expect, key=f"aa_value_{key}"
        )
    texts = {
        "accept": question.suggestion,
        "leave_out": "drop",
        "publish": "keep",
        "drop": "drop",
    }
    return answer, texts.get(str(answer), question.expect)


def _answer_label(words: Translator, answer: str, question: Question) -> str:
    """Return the label of an answer; an empty text is called blank."""
    if answer == "keep" and not question.expect:
        return words("read.way_keep_blank")
    return words(
        f"read.way_{answer}", suggestion=question.suggestion, expect=question.expect
    )


def _answers(question: Question) -> list[str]:
    if question.column == WHOLE_ROW:
        return ["publish", "leave_out"] if question.expect else ["leave_out"]
    suggested = ["accept"] if question.suggestion else []
    return [*suggested, "keep", "change", "drop"]


def _skip() -> None:
    st.session_state[SKIPPED_KEY] = st.session_state.get(SKIPPED_KEY, 0) + 1
