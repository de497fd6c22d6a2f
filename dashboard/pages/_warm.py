"""What the first page shows without filters, made before the first reader comes."""

from __future__ import annotations

import pyarrow as pa
from streamlit import env_util

from dashboard import measures, sentences
from dashboard.filters import Filters
from dashboard.pages import _door, _figure, _frame, _pages, _search, _sidebar
from dashboard.pages._ahead import figures_ahead
from dashboard.pages._editions import default_edition
from dashboard.pages._view import labels_in
from dashboard.words import LANGUAGES, load_words

IMPORTED = (_door, _figure, _frame, _pages, _search, _sidebar)


def warm_up() -> None:
    """Make it in both languages.

    Raises:
        AgreementsError: the default list cannot be read.
    """
    env_util.is_repl()  # the framework asks once, and looks through all modules for it
    edition, everything = default_edition(), Filters()
    totals = measures.counts(edition, everything)
    regions = measures.agreements_by_region(edition, everything)
    measures.findings_by_code(edition, everything)
    for lang in LANGUAGES:
        words = load_words(lang)
        labels = labels_in(edition, words)
        sentences.overview_sentence(totals, regions, labels, words)
        _sidebar.fields_of(edition, labels, words)
        figures_ahead("overview", {"lang": lang}, {})
    pa.default_memory_pool().release_unused()  # what opening took and gave back
