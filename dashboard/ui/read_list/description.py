"""What a reader says of a list as a whole: its title, publisher and date."""

from __future__ import annotations

import streamlit as st

from dashboard.i18n import Translator
from dashboard.ui.reading import describe, reading_round
from dashboard.ui.upload import Upload

FIELDS = ("title_ja", "title_en", "publisher_ja", "publisher_en", "dated")
LONGEST = 120
"""Characters of a title or name; longer ones have no room on a slide."""


def ask_description(words: Translator, upload: Upload) -> None:
    """Ask for title, publisher and date, which pages, files and slides then state."""
    with st.form(f"aa_description_{reading_round()}", border=False):
        said = {name: _ask(words, upload, name) for name in FIELDS}
        if st.form_submit_button(words("read.describe"), key="aa_describe"):
            describe(upload, _in_both_languages(said))
            st.rerun()


def _ask(words: Translator, upload: Upload, name: str) -> str:
    text = st.text_input(
        words(f"read.{name}"),
        value=upload.described.get(name, ""),
        max_chars=LONGEST,
        key=f"aa_{name}_{reading_round()}",
    )
    return " ".join((text or "").split())


def _in_both_languages(said: dict[str, str]) -> dict[str, str]:
    """Return the texts, those given in one language only in the other too."""
    filled = dict(said)
    for name in ("title", "publisher"):
        ja, en = said[f"{name}_ja"], said[f"{name}_en"]
        filled |= {f"{name}_ja": ja or en, f"{name}_en": en or ja}
    return filled
