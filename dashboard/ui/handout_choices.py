"""What a reader gives for the files: templates, and the fields of a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from dashboard import html
from dashboard.ui.read_list.intake import show_error
from dashboard.ui.state import View
from pipeline.errors import AgreementsError

if TYPE_CHECKING:
    from dashboard.exports.paper import WordTemplate
    from dashboard.exports.slides import Template

Read = TypeVar("Read")

MAX_TEMPLATE_MB = 20
"""The largest template, in megabytes."""

TEMPLATE_KEY = "aa_template_read"
WORD_TEMPLATE_KEY = "aa_word_template_read"

LONGEST_FIELD = 60
"""Most characters of the number and the author of a paper."""


def ask_template(view: View) -> Template | None:
    """Ask for a university's own slides as the template of the handout."""
    words = view.words
    with st.expander(words("handouts.template"), key="aa_template_more"):
        st.html(html.paragraph(words("handouts.template_lead")))
        return _ask_file(view, TEMPLATE_KEY, "handouts.template", _read_slides)


def _read_slides(received: bytes) -> Template:
    from dashboard.exports.slides import read_template

    return read_template(received)


def _read_word(received: bytes) -> WordTemplate:
    from dashboard.exports.paper import read_word_template

    return read_word_template(received)


def _ask_file(
    view: View, key: str, text_id: str, read: Callable[[bytes], Read]
) -> Read | None:
    """Ask for a file and return what is read from it, or say why it can't be used.

    Each file is read once.
    """
    words = view.words
    drop = "handouts.drop" if key == TEMPLATE_KEY else "handouts.word_drop"
    texts = (words(drop), words("read.browse"), words("read.too_large"))
    widget = key.removesuffix("_read")
    st.html(html.uploader_texts(*texts, widget))
    label = f"{text_id}_file" if key == TEMPLATE_KEY else text_id
    uploaded = st.file_uploader(
        words(label), key=widget, max_upload_size=MAX_TEMPLATE_MB
    )
    if uploaded is None:
        st.session_state.pop(key, None)
        return None
    cached = st.session_state.get(key)
    if cached is None or cached[0] != uploaded.file_id:
        try:
            cached = (uploaded.file_id, read(uploaded.getvalue()), None)
        except AgreementsError as error:
            cached = (uploaded.file_id, None, error)
        st.session_state[key] = cached
    if cached[2] is not None:
        show_error(words, cached[2])
        return None
    st.html(html.paragraph(words("handouts.template_used", name=uploaded.name)))
    template: Read | None = cached[1]
    return template


@dataclass(frozen=True)
class Choices:
    """What a reader gives for the files: templates, and the fields of a paper."""

    slides: Template | None
    word: WordTemplate | None
    number: str
    author: str


def ask_choices(view: View) -> Choices:
    """Ask for templates of slides and papers, and for a paper's number and author."""
    words = view.words
    slides = ask_template(view)
    with st.expander(words("handouts.paper_fields"), key="aa_paper_more"):
        st.html(html.paragraph(words("handouts.paper_fields_lead")))
        number = st.text_input(
            words("handouts.paper_number"), max_chars=LONGEST_FIELD, key="aa_number"
        )
        author = st.text_input(
            words("handouts.paper_author"), max_chars=LONGEST_FIELD, key="aa_author"
        )
        st.html(html.paragraph(words("handouts.word_template_lead")))
        word = _ask_file(view, WORD_TEMPLATE_KEY, "handouts.word_template", _read_word)
    return Choices(slides, word, number.strip(), author.strip())
