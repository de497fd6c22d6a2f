"""Names of downloaded files: which list, what, which filters, as of when, language."""

from __future__ import annotations

import re

from dashboard.filters import active_filters
from dashboard.i18n import load_words
from dashboard.report import list_date, obtained_on
from dashboard.ui.state import View, labels_in

LONGEST_LIST, LONGEST_FILTERS = 48, 40
"""Characters of the list's title and of the filters; a name has at most 255 bytes."""


def file_name(view: View, ending: str, what: str = "", lang: str = "") -> str:
    """Return the name of a file with figures of a view.

    Args:
        view: the reader's view.
        ending: such as `xlsx`.
        what: the part that the file contains, "" for a handout.
        lang: of the file; that of the page if it is not given.
    """
    words = load_words(lang or view.words.lang)
    labels = labels_in(view.edition, words)
    chosen = "-".join(label for _, _, label in active_filters(view.filters, labels))
    dated, obtained = list_date(view.edition), obtained_on(view.edition)
    if obtained and not dated:
        obtained = words("file.obtained", date=obtained)
    title = view.edition.title[words.lang] or words("file.list")
    parts = (
        _cut(title, LONGEST_LIST),
        what,
        _cut(chosen, LONGEST_FILTERS),
        dated or obtained,
        words.lang,
    )
    return f"{'_'.join(filter(None, map(_plain, parts)))}.{ending}"


def _cut(text: str, longest: int) -> str:
    """Return a text cut at a word if it is too long."""
    if len(text) <= longest:
        return text
    return re.sub(r"(?<!\W)\W++\w*+$", "", text[:longest]) or text[:longest]


def _plain(text: str) -> str:
    """Return a text with only letters, digits, full stops and hyphens."""
    return re.sub(r"[^\w.]+|_+", "-", text).strip("-.")
