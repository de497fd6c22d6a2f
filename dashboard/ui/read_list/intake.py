"""How a list comes in: a file or a pasted table, and what was read of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import html, measures
from dashboard.charts import Card
from dashboard.filters import Filters
from dashboard.i18n import Translator, plain_markdown
from dashboard.narration import effect_sentence
from dashboard.questions import open_questions
from dashboard.ui.framework_memory import forget_file
from dashboard.ui.state import View, url_query
from dashboard.ui.upload import (
    Upload,
    apply_record,
    close_upload,
    last_reading_effect,
    read_upload,
    reading_round,
    reread,
    show_own_list,
)
from pipeline import read_decisions, start_isolation
from pipeline.errors import AgreementsError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MAX_UPLOAD_MB = 20
"""Megabytes; the server refuses more (.streamlit/config.toml)."""

MAX_ERRORS_SHOWN = 20
"""At most so many earlier answers that do not fit are named."""

ENCODINGS = (
    *("", "utf-8", "cp932", "euc-jp", "utf-16", "big5", "gb18030", "euc-kr"),
    *("cp1252", "cp1250"),
)


def show_intake(words: Translator) -> None:
    """Ask for a list, and read it."""
    start_isolation()
    translate_uploader(words)
    brought = st.file_uploader(
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
        if brought is None and not (pasted or "").strip():
            st.html(html.paragraph(words("read.nothing_brought"), "notice"))
            return
        name = brought.name if brought else words("read.pasted_name")
        received = brought.getvalue() if brought else (pasted or "").encode()
        chosen = encoding if brought else "utf-8"
        upload = Upload(name, received, chosen, contacts=contacts)
        attempt(words, upload, record, brought)


def translate_uploader(words: Translator) -> None:
    """Let the framework's uploaders speak the reader's language."""
    names = ("drop", "browse", "too_large")
    st.html(html.uploader_words(*(words(f"read.{name}") for name in names)))


def choose_encoding(words: Translator, chosen: str, key: str) -> str:
    """Which encoding a text file has, where it is not found rightly."""
    return st.selectbox(
        words("read.encoding"),
        ENCODINGS,
        index=ENCODINGS.index(chosen) if chosen in ENCODINGS else 0,
        format_func=lambda one: one or words("read.encoding_found"),
        key=key,
    )


def attempt(words: Translator, upload: Upload, *files: UploadedFile | None) -> None:
    """Read a list and show it, or say in one sentence why that can't be done.

    Args:
        words: the reader's language.
        upload: the list.
        files: answers given before, if any, and the file of the list itself, if it is
            one; both are forgotten when the list is read.
    """
    record = files[0]
    problem: AgreementsError | None = None
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
    show_error(words, problem)


def show_error(words: Translator, error: AgreementsError) -> None:
    """One sentence in the reader's language; the English detail is folded away."""
    st.html(html.paragraph(error_sentence(words, error), "notice"))
    if words.lang != "en":
        with st.expander(words("app.detail"), key="aa_error_detail"):
            st.text(str(error))


def show_summary(view: View, upload: Upload) -> None:
    """What was read, and the ways on."""
    words = view.words
    row = measures.counts(view.edition, Filters()).table.iloc[0]
    cards = [
        Card(words(f"column.{name}"), words.number(int(row[name])), "", "")
        for name in ("agreements", "institutions", "territories")
    ]
    asked = len(open_questions(view.edition))
    cards.append(Card(words("read.open"), words.number(asked), "", ""))
    st.html(html.cards(cards))
    st.html(html.paragraph(_how_read(view, upload)))
    with st.container(horizontal=True, key="aa-read-ways"):
        if not upload.in_view and st.button(
            words("read.look"), key="aa_look", type="primary"
        ):
            show_own_list(True)
            st.switch_page("dashboard/pages/overview.py", query_params=url_query())
        st.button(words("read.close"), key="aa_close", on_click=close_upload)
    with st.expander(words("read.more"), key="aa_more_read"):
        _show_choices(view, upload)
    with st.container(key="aa-said"):  # always there, so that the tabs below stay
        _show_said(words)


def _show_choices(view: View, upload: Upload) -> None:
    """How the list is read, to be changed by hand."""
    words, at = view.words, reading_round()
    encoding = upload.encoding
    if view.edition.about.get("encoding"):
        encoding = choose_encoding(words, encoding, f"aa_encoding_{at}")
    contacts = st.checkbox(
        words("read.contacts"), value=upload.contacts, key=f"aa_contacts_{at}"
    )
    if (encoding, contacts) != (upload.encoding, upload.contacts):
        reread_and_show(words, replace(upload, encoding=encoding, contacts=contacts))


def reread_and_show(words: Translator, upload: Upload) -> None:
    """Read the list another way and show what that changes, at once."""
    with st.spinner(plain_markdown(words("read.working", name=upload.name))):
        reread(upload)
    st.rerun()


def _show_said(words: Translator) -> None:
    """What the last change in how the list is read did to the numbers."""
    said = last_reading_effect()
    if said is None:
        return
    if said.problem:
        st.html(html.paragraph(words("read.as_before"), "notice"))
        show_error(words, said.problem)
    elif said.before and said.before.edition and said.after and said.after.edition:
        effect = effect_sentence(said.before.edition, said.after.edition, words)
        st.html(html.paragraph(effect, "notice"))
    if said.left_out:
        n = len(said.left_out)
        st.html(html.paragraph(words.count("read.left_out", n), "notice"))
        shown = said.left_out[:MAX_ERRORS_SHOWN]
        st.html(html.items([error_sentence(words, one) for one in shown]))


def error_sentence(words: Translator, error: AgreementsError) -> str:
    """What an error says in the reader's language."""
    own = error.text_ja if words.lang == "ja" else str(error)
    return own or words("read.refused_plain")


def _how_read(view: View, upload: Upload) -> str:
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
