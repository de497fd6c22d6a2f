"""The intake of a list, as a file or a pasted table, and a summary of its reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import html, measures
from dashboard.charts import Card
from dashboard.filters import Filters
from dashboard.i18n import Translator, plain_markdown
from dashboard.narration import effect_sentence
from dashboard.questions import count_questions, open_questions
from dashboard.ui.framework_memory import forget_file
from dashboard.ui.read_list.description import ask_description
from dashboard.ui.reading import (
    apply_record,
    last_reading_effect,
    read_upload,
    reading_round,
    reread,
    undo_step,
)
from dashboard.ui.state import View, readers_day, url_query
from dashboard.ui.upload import (
    Upload,
    close_upload,
    current_refusal,
    forget_refusal,
    list_in_view,
    show_own_list,
)
from pipeline import read_decisions, start_isolation
from pipeline.errors import AgreementsError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MAX_UPLOAD_MB = 20
"""The largest file in megabytes; the server has the same limit
(.streamlit/config.toml)."""

MAX_ERRORS_SHOWN = 20
"""How many earlier decisions that do not fit are shown at most."""

ENCODINGS = (
    *("", "utf-8", "cp932", "euc-jp", "utf-16", "big5", "gb18030", "euc-kr"),
    *("cp1252", "cp1250"),
)


def show_intake(words: Translator) -> None:
    """Ask for a list, and read it."""
    start_isolation()
    translate_uploader(words)
    uploaded = st.file_uploader(
        words("read.upload"), key="aa_file", max_upload_size=MAX_UPLOAD_MB
    )
    pasted = st.text_area(
        words("read.paste"),
        key="aa_pasted",
        height=160,
        placeholder=words("read.paste_hint"),
    )
    with st.expander(words("read.more_intake"), key="aa_more"):
        encoding = choose_encoding(words, "", "aa_encoding")
        contacts = st.checkbox(words("read.contacts"), key="aa_contacts")
        record = st.file_uploader(
            words("read.record"),
            key="aa_record",
            type="csv",
            max_upload_size=MAX_UPLOAD_MB,
        )
    st.html(html.paragraph(words("read.private")))
    if st.button(words("read.start"), type="primary", key="aa_start"):
        if uploaded is None and not (pasted or "").strip():
            st.html(html.paragraph(words("read.nothing_brought"), "notice"))
            return
        name = uploaded.name if uploaded else words("read.pasted_name")
        received = uploaded.getvalue() if uploaded else (pasted or "").encode()
        chosen = encoding if uploaded else "utf-8"
        described = {"obtained_on": readers_day().isoformat()}
        upload = Upload(name, received, chosen, contacts=contacts, described=described)
        attempt(words, upload, record, uploaded)


def translate_uploader(words: Translator) -> None:
    """Translate the framework's file uploaders into the reader's language."""
    names = ("drop", "browse", "too_large")
    st.html(html.uploader_texts(*(words(f"read.{name}") for name in names)))


def choose_encoding(words: Translator, chosen: str, key: str) -> str:
    """Ask for the encoding of a text file, for when it is not detected correctly."""
    return st.selectbox(
        words("read.encoding"),
        ENCODINGS,
        index=ENCODINGS.index(chosen) if chosen in ENCODINGS else 0,
        format_func=lambda encoding: encoding or words("read.encoding_found"),
        key=key,
    )


def attempt(words: Translator, upload: Upload, *files: UploadedFile | None) -> None:
    """Read a list and show it, or say in a sentence why it can't be read.

    Args:
        words: the reader's language.
        upload: the list.
        files: the record of earlier decisions, and the file of the list, each None if
            there is none; both are forgotten when the list is read.
    """
    record = files[0]
    problem: AgreementsError | None = None
    forget_refusal()
    with st.status(plain_markdown(words("read.working", name=upload.name))) as status:
        try:
            if record:
                decisions = read_decisions(record.getvalue(), record.name)
                apply_record(upload, decisions)
            else:
                read_upload(upload)
        except AgreementsError as error:
            problem = error
            status.update(label=words("read.refused"), state="error")
    if problem is None:
        for file in files:
            forget_file(file)
        st.rerun()
    if current_refusal() is None:  # else the page shows it with the rows
        show_error(words, problem)


def show_error(words: Translator, error: AgreementsError) -> None:
    """Show an error in the reader's language; the English detail is in an expander."""
    st.html(html.paragraph(error_sentence(words, error), "notice"))
    if words.lang != "en":
        with st.expander(words("app.detail"), key="aa_error_detail"):
            st.text(str(error))


def show_summary(view: View, upload: Upload) -> None:
    """Show a summary of the reading, and the next steps."""
    words = view.words
    row = measures.counts(view.edition, Filters()).table.iloc[0]
    cards = [
        Card(words(f"column.{name}"), words.number(int(row[name])), "", "")
        for name in ("agreements", "institutions", "territories")
    ]
    n_questions = count_questions(open_questions(view.edition))
    cards.append(Card(words("read.open"), words.number(n_questions), "", ""))
    st.html(html.cards(cards))
    st.html(html.paragraph(_reading_sentence(view, upload)))
    with st.container(horizontal=True, key="aa-read-ways"):
        is_in_view = list_in_view() == upload.fingerprint
        if not is_in_view and st.button(
            words("read.look"), key="aa_look", type="primary"
        ):
            show_own_list(True)
            st.switch_page("dashboard/pages/overview.py", query_params=url_query())
        offer_undo(words, upload)
        st.button(words("read.close"), key="aa_close", on_click=close_upload)
    with st.expander(words("read.description"), key="aa_description"):
        ask_description(words, upload)
    with st.expander(words("read.more"), key="aa_more_read"):
        _show_settings(view, upload)
    with st.container(key="aa-said"):  # always there, so that the tabs below stay
        show_effect(words, upload)


def offer_undo(words: Translator, upload: Upload) -> None:
    """Offer to undo the last step of answers, if there is any."""
    if upload.steps and st.button(words("read.undo"), key="aa_undo"):
        with st.spinner(words("read.answering")):
            undo_step(upload)
        st.rerun()


def _show_settings(view: View, upload: Upload) -> None:
    """Show the settings of the reading, to be changed by hand."""
    words, number = view.words, reading_round()
    encoding = upload.encoding
    if view.edition.about.get("encoding"):
        encoding = choose_encoding(words, encoding, f"aa_encoding_{number}")
    contacts = st.checkbox(
        words("read.contacts"), value=upload.contacts, key=f"aa_contacts_{number}"
    )
    if (encoding, contacts) != (upload.encoding, upload.contacts):
        reread_and_show(words, replace(upload, encoding=encoding, contacts=contacts))


def reread_and_show(words: Translator, upload: Upload) -> None:
    """Read the list with other settings, and rerun the page to show the effect."""
    with st.spinner(plain_markdown(words("read.working", name=upload.name))):
        reread(upload)
    st.rerun()


def show_effect(words: Translator, upload: Upload) -> None:
    """Show how the last change of the reading changed the numbers."""
    effect = last_reading_effect(upload)
    if effect is None:
        return
    if effect.problem:
        st.html(html.paragraph(words("read.as_before"), "notice"))
        show_error(words, effect.problem)
    elif (
        effect.before
        and effect.before.edition
        and effect.after
        and effect.after.edition
    ):
        sentence = effect_sentence(effect.before.edition, effect.after.edition, words)
        st.html(html.paragraph(sentence, "notice"))
    if effect.left_out:
        n = len(effect.left_out)
        st.html(html.paragraph(words.count("read.left_out", n), "notice"))
        shown = effect.left_out[:MAX_ERRORS_SHOWN]
        st.html(html.items([error_sentence(words, error) for error in shown]))


def error_sentence(words: Translator, error: AgreementsError) -> str:
    """Return the text of an error in the reader's language."""
    text = error.text_ja if words.lang == "ja" else str(error)
    return text or words("read.refused_plain")


def _reading_sentence(view: View, upload: Upload) -> str:
    words, about = view.words, view.edition.about
    kind = words(f"read.kind_{about['kind'].partition(' ')[0]}")
    encoding, table = about.get("encoding", ""), about.get("table", "")
    facts = [kind]
    if encoding:
        facts.append(words("read.in_encoding", encoding=encoding.upper()))
    if table:
        facts.append(words("read.in_table", table=table))
    return words(
        "read.how",
        name=upload.name,
        kind=words.listed(facts),
        rows=int(about["source_rows"]),
    )
