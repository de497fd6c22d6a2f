"""Findings answered where they are read, for the list on show; the answers to take away.

The answers are this reader's alone: they change the figures of this session.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import html
from dashboard.i18n import Translator
from dashboard.questions import open_questions, question_about
from dashboard.ui.read_list.intake import offer_undo, show_effect
from dashboard.ui.read_list.questions import (
    ASKED_KEY,
    ask_question,
    show_evidence,
    show_record_upload,
)
from dashboard.ui.read_list.source import offer_decisions
from dashboard.ui.state import View, labels_in, prefer_session
from dashboard.ui.upload import Upload, answers_go_to, upload_in_view


def show_answers(view: View) -> None:
    """Show what the reader answered about the list on show, to undo or take away."""
    words, answered = view.words, upload_in_view()
    st.html(html.paragraph(words("findings.settle_lead")))
    n = len(answered.decisions) if answered else 0
    if answered and n:
        st.html(html.paragraph(words.count("findings.settled", n), "notice"))
        with st.container(horizontal=True, key="aa-settled"):
            offer_undo(words, answered)
            offer_decisions(view, answered)
    with st.container(key="aa-said"):  # always there, so that the list below stays
        upload = answered or _answered_before()
        if upload:
            show_effect(words, upload)


def _answered_before() -> Upload | None:
    """Return the list of all readers if its answers were all undone."""
    before: Upload | None = st.session_state.get("aa_answered")
    return before


def show_record(view: View) -> None:
    """Take a record of earlier answers for the list on show."""
    show_record_upload(view.words, answers_go_to)


def offer_answer(view: View, finding_id: str) -> None:
    """Offer to answer a finding, unless its question is being asked."""
    if st.session_state.get(ASKED_KEY) != finding_id:
        st.button(
            view.words("findings.answer"),
            key=f"aa_ask_{finding_id}",
            icon=":material/edit:",
            on_click=_ask,
            args=(finding_id,),
        )


def show_asked(view: View, finding_id: str) -> None:
    """Ask the question of a finding here, if the reader wants to answer it."""
    words = view.words
    if st.session_state.get(ASKED_KEY) != finding_id:
        return
    upload = answers_go_to()
    edition = upload.edition or view.edition
    question = question_about(finding_id, open_questions(edition))
    if question is None:
        return
    of_list = replace(view, edition=edition, labels=labels_in(edition, words))
    with st.container(border=True, key="aa-asked"):
        show_evidence(of_list, question)
        record = words("findings.record")
        ask_question(of_list, upload, question, record, partial(_offer_later, words))


def _offer_later(words: Translator) -> None:
    st.button(words("read.skip"), key="aa_answer_later", on_click=_ask, args=("",))


def _ask(finding_id: str) -> None:
    prefer_session()
    st.session_state[ASKED_KEY] = finding_id
