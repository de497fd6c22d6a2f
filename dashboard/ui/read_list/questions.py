"""The questions about a reader's list, one by one, and their answers."""

from __future__ import annotations

import streamlit as st

from dashboard import html
from dashboard.i18n import Translator, plain_markdown
from dashboard.questions import (
    WHOLE_ROW,
    Question,
    decide,
    open_questions,
    similar_questions,
)
from dashboard.source import row_signs, rows_around
from dashboard.ui.read_list.intake import show_error, uploader_in_words
from dashboard.ui.read_list.source import show_printed, show_reading
from dashboard.ui.state import View, readers_day
from dashboard.ui.upload import (
    SKIPPED,
    Upload,
    answer,
    answer_from_record,
    reading_round,
    take_back,
)
from pipeline import read_decisions
from pipeline.errors import AgreementsError


def show_questions(view: View, upload: Upload) -> None:
    """Show the next open question and take its answer."""
    words = view.words
    questions = open_questions(view.edition)
    answered = sum(len(step) for step in upload.decisions)
    if upload.decisions and st.button(words("read.undo"), key="aa_undo"):
        with st.spinner(words("read.answering")):
            take_back()
        st.rerun()
    _bring_record(view, upload)
    if not questions:
        st.html(html.paragraph(words("read.all_answered"), "notice"))
        return
    done = answered / (answered + len(questions))
    st.progress(done, text=words.count("read.left", len(questions)))
    place = st.session_state.get(SKIPPED, 0) % len(questions)
    _ask(view, questions[place], questions)


def _bring_record(view: View, upload: Upload) -> None:
    """Use answers that were given before, to this list or an earlier edition."""
    words = view.words
    with st.expander(words("read.record_use"), key="aa_record_more"):
        uploader_in_words(words)
        record = st.file_uploader(
            words("read.record"), key=f"aa_record_{reading_round()}", type="csv"
        )
        if record and st.button(words("read.record_apply"), key="aa_record_apply"):
            try:
                with st.spinner(words("read.answering")):
                    decisions = read_decisions(record.getvalue(), record.name)
                    answer_from_record(upload, decisions)
            except AgreementsError as error:
                show_error(words, error)
            else:
                st.rerun()


def _ask(view: View, question: Question, questions: list[Question]) -> None:
    words = view.words
    st.html(html.minor_head(view.labels.of("codes", question.code)))
    st.html(
        html.doubt(
            question.texts[words.lang],
            words("findings.place", row=str(question.source_row)),
            question.line,
        )
    )
    rows = rows_around(view.edition, question.source_row)
    with st.expander(words("read.around"), expanded=True, key="aa_around"):
        show_printed(view, rows, row_signs(view.edition), question.source_row)
        show_reading(view, [question.source_row])
    key = question.finding_id + str(question.source_row)
    chosen = st.radio(
        words("read.answer"),
        _ways(question),
        format_func=lambda way: plain_markdown(_way(words, way, question)),
        key=f"aa_way_{key}",
    )
    value = question.expect
    if chosen == "change":
        value = st.text_input(
            words("read.new_text"), value=question.expect, key=f"aa_value_{key}"
        )
    same = similar_questions(question, questions)
    together = len(same) > 1 and st.checkbox(
        words.count("read.same", len(same) - 1), value=True, key=f"aa_same_{key}"
    )
    with st.container(horizontal=True, key="aa-why"):
        role = st.text_input(words("read.role"), key="aa_role", max_chars=80)
        reason = st.text_input(words("read.reason"), key=f"aa_reason_{key}")
    with st.container(horizontal=True, key="aa-answer"):
        decided = st.button(words("read.decide"), type="primary", key="aa_decide")
        st.button(words("read.skip"), key="aa_skip", on_click=_skip)
    if decided:
        values = {
            "accept": question.suggestion,
            "leave_out": "drop",
            "publish": "keep",
            "drop": "drop",
        }
        _apply(
            view,
            same if together else [question],
            values.get(chosen, value),
            whole_row=question.column == WHOLE_ROW or chosen == "drop",
            reason=reason,
            role=role,
        )


def _way(words: Translator, way: str, question: Question) -> str:
    """What an answer is called; a text that is not there is called blank."""
    if way == "keep" and not question.expect:
        return words("read.way_keep_blank")
    return words(
        f"read.way_{way}", suggestion=question.suggestion, expect=question.expect
    )


def _ways(question: Question) -> list[str]:
    if question.column == WHOLE_ROW:
        return ["leave_out", "publish"] if question.expect else ["leave_out"]
    ways = ["accept"] if question.suggestion else []
    return [*ways, "keep", "change", "drop"]


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
            answer(decisions)
    except AgreementsError as error:
        show_error(view.words, error)
        return
    st.rerun()


def _skip() -> None:
    st.session_state[SKIPPED] = st.session_state.get(SKIPPED, 0) + 1
