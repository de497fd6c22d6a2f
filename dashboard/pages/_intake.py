"""How a list comes in: a file or a pasted table, and what was read of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import markup, measures
from dashboard.filters import Filters
from dashboard.markup import Card
from dashboard.pages._upload import Upload, close_upload, look_at, read_upload
from dashboard.pages._view import View
from dashboard.questions import open_questions
from dashboard.words import Words, plain_markdown
from pipeline.errors import AgreementsError

LARGEST = 20
"""Megabytes; the server refuses more (.streamlit/config.toml)."""

ENCODINGS = (
    *("", "utf-8", "cp932", "euc-jp", "utf-16", "big5", "gb18030", "euc-kr"),
    *("cp1252", "cp1250"),
)


def show_intake(words: Words) -> None:
    """Ask for a list, and read it."""
    st.html(markup.uploader_words(words("read.drop"), words("read.browse")))
    brought = st.file_uploader(
        words("read.upload"), key="aa_file", max_upload_size=LARGEST
    )
    pasted = st.text_area(
        words("read.paste"),
        key="aa_pasted",
        height=160,
        placeholder=words("read.paste_hint"),
    )
    with st.expander(words("read.more"), key="aa_more"):
        encoding = choose_encoding(words, "")
        contacts = st.checkbox(words("read.contacts"), key="aa_contacts")
    st.html(markup.paragraph(words("read.private")))
    if st.button(words("read.start"), type="primary", key="aa_start"):
        if brought is None and not (pasted or "").strip():
            st.html(markup.paragraph(words("read.nothing_brought"), "notice"))
            return
        name = brought.name if brought else words("read.pasted_name")
        received = brought.getvalue() if brought else (pasted or "").encode()
        chosen = encoding if brought else "utf-8"
        attempt(words, Upload(name, received, chosen, contacts=contacts))


def choose_encoding(words: Words, chosen: str) -> str:
    """Which encoding a text file has, where it is not found rightly."""
    return st.selectbox(
        words("read.encoding"),
        ENCODINGS,
        index=ENCODINGS.index(chosen) if chosen in ENCODINGS else 0,
        format_func=lambda one: one or words("read.encoding_found"),
        key="aa_encoding",
    )


def attempt(words: Words, upload: Upload) -> None:
    """Read a list and show it, or say in one sentence why that can't be done."""
    problem: AgreementsError | None = None
    with st.status(plain_markdown(words("read.working", name=upload.name))) as status:
        try:
            read_upload(upload)
        except AgreementsError as error:
            problem = error
            status.update(label=words("read.refused"), state="error")
    if problem is None:
        st.rerun()
    show_error(words, problem)


def show_error(words: Words, error: AgreementsError) -> None:
    """One sentence in the reader's language; the English detail is folded away."""
    own = error.text_ja if words.lang == "ja" else str(error)
    st.html(markup.paragraph(own or words("read.refused_plain"), "notice"))
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
    st.html(markup.cards(cards))
    st.html(markup.paragraph(_how_read(view, upload)))
    with st.container(horizontal=True, key="aa-read-ways"):
        if not upload.looked_at:
            st.button(
                words("read.look"),
                key="aa_look",
                type="primary",
                on_click=look_at,
                args=(True,),
            )
        st.button(words("read.close"), key="aa_close", on_click=close_upload)
    with st.expander(words("read.more"), key="aa_more_read"):
        encoding = choose_encoding(words, upload.encoding)
        contacts = st.checkbox(
            words("read.contacts"), value=upload.contacts, key="aa_contacts_read"
        )
        if (encoding, contacts) != (upload.encoding, upload.contacts):
            attempt(words, replace(upload, encoding=encoding, contacts=contacts))


def _how_read(view: View, upload: Upload) -> str:
    about = view.edition.about
    kind = " ".join(about.get(key, "") for key in ("kind", "encoding", "table"))
    return view.words(
        "read.how",
        name=upload.name,
        kind=" ".join(kind.split()),
        rows=about.get("source_rows", ""),
    )
