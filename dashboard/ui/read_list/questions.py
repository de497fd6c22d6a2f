"""The open questions about a reader's list, shown one at a time, and their answers."""

from __future__ import annotations

import streamlit as st

from dashboard import html
from dashboard.i18n import Translator, plain_markdown
from dashboard.questions import (
    Question,
    decide,
    open_questions,
    similar_questions,
)
from dashboard.source import row_signs, rows_around
from dashboard.ui.read_list.intake import show_error, translate_uploader
from dashboard.ui.read_list.source import show_printed, show_reading
from dashboard.ui.state import View, readers_day
from dashboard.ui.upload import (
    SKIPPED_KEY,
    Upload,
    apply_decisions,
    apply_record,
    reading_round,
    undo_decisions,
)
from pipeline import read_decisions
from pipeline.decide import WHOLE_ROW
from pipeline.errors import AgreementsError


def show_questions(view: View, upload: Upload) -> None:
    """Show the next open question and take its answer."""
    words = view.words
    questions = open_questions(view.edition)
    answered = sum(len(step) for step in upload.decisions)
    if upload.decisions and st.button(words("read.undo"), key="aa_undo"):
        with st.spinner(words("read.answering")):
            undo_decisions()
        st.rerun()
    _show_record_upload(view, upload)
    if not questions:
        st.html(html.paragraph(words("read.all_answered"), "notice"))
        return
    done = answered / (answered + len(questions))
    st.progress(done, text=words.count("read.left", len(questions)))
    index = st.session_state.get(SKIPPED_KEY, 0) % len(questions)
    _ask(view, questions[index], questions)


def _show_record_upload(view: View, upload: Upload) -> None:
    """Apply a record of decisions on this list or an earlier edition."""
    words = view.words
    with st.expander(words("read.record_use"), key="aa_record_more"):
        translate_uploader(words)
        record = st.file_uploader(
            words("read.record"), key=f"aa_record_{reading_round()}", type="csv"
        )
        if record and st.button(words("read.record_apply"), key="aa_record_apply"):
            try:
                with st.spinner(words("read.answering")):
                    decisions = read_decisions(record.getvalue(), record.name)
                    apply_record(upload, decisions)
            except AgreementsError as error:
                show_error(words, error)
            else:
                st.rerun()


def _ask(view: View, question: Question, questions: list[Question]) -> None:
    words = view.words
    _show_question(view, question)
    key = question.finding_id + str(question.source_row)
    answer, text = _ask_answer(words, question, key)
    similar = similar_questions(question, questions)
    answer_all = len(similar) > 1 and st.checkbox(
        words.count("read.same", len(similar) - 1), value=True, key=f"aa_same_{key}"
    )
    with st.container(horizontal=True, key="aa-why"):
        role = st.text_input(words("read.role"), key="aa_role", max_chars=80)
        reason = st.text_input(words("read.reason"), key=f"aa_reason_{key}")
    with st.container(horizontal=True, key="aa-answer"):
        decided = st.button(words("read.decide"), type="primary", key="aa_decide")
        st.button(words("read.skip"), key="aa_skip", on_click=_skip)
    if decided:
        _apply(
            view,
            similar if answer_all else [question],
            text,
            whole_row=question.column == WHOLE_ROW or answer == "drop",
            reason=reason,
            role=role,
        )


def _show_question(view: View, question: Question) -> None:
    """Show a question with the rows around it, as printed and as read."""
    words = view.words
    st.html(html.minor_head(view.labels.of("codes", question.code)))
    st.html(
        html.finding_with_line(
            question.texts[words.lang],
            words("findings.place", row=str(question.source_row)),
            question.line,
        )
    )
    rows = rows_around(view.edition, question.source_row)
    with st.expander(words("read.around"), expanded=True, key="aa_around"):
        show_printed(view, rows, row_signs(view.edition), question.source_row)
        show_reading(view, [question.source_row])


def _ask_answer(words: Translator, question: Question, key: str) -> tuple[str, str]:
    """Ask for the answer; return it with the text or the word that decides the cell."""
    answer = st.radio(
        words("read.answer"),
        _answers(question),
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
    return answer, texts.get(answer, question.expect)


def _answer_label(words: Translator, answer: str, question: Question) -> str:
    """Return the label of an answer; an empty text is called blank."""
    if answer == "keep" and not question.expect:
        return words("read.way_keep_blank")
    return words(
        f"read.way_{answer}", suggestion=question.suggestion, expect=question.expect
    )


def _answers(question: Question) -> list[str]:
    if question.column == WHOLE_ROW:
        return ["leave_out", "publish"] if question.expect else ["leave_out"]
    suggested = ["accept"] if question.suggestion else []
    return [*suggested, "keep", "change", "drop"]


def _apply(
    view: View,
    questions: list[Question],
    value: str,
    *,
    whole_row: bool,
    reason: str,
    role: str,
) -> None:
    decisions = decide(
        questions,
        value.strip(),
        whole_row=whole_row,
        reason=reason,
        decided_by=role,
        decided_on=readers_day().isoformat(),
    )
    try:
        with st.spinner(view.words("read.answering")):
            apply_decisions(decisions)
    except AgreementsError as error:
        show_error(view.words, error)
        return
    st.rerun()


def _skip() -> None:
    st.session_state[SKIPPED_KEY] = st.session_state.get(SKIPPED_KEY, 0) + 1
