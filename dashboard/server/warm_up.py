"""Compute what the first page shows without filters, before the first reader comes.

Fills the caches of measures, labels and figures, and loads the modules of the frame.
"""

from __future__ import annotations

import pyarrow as pa
from streamlit import env_util

from dashboard import measures, narration
from dashboard.filters import Filters
from dashboard.i18n import LANGUAGES, load_words
from dashboard.server.first_page import first_page
from dashboard.ui import figure, frame, navigation, page_setup, search_box
from dashboard.ui.editions import default_edition
from dashboard.ui.live import filters
from dashboard.ui.live.endpoint import figure_payloads
from dashboard.ui.state import labels_in

PRELOADED = (page_setup, figure, frame, navigation, search_box, filters)


def warm_up() -> None:
    """Compute the first page in both languages.

    Raises:
        AgreementsError: the default list cannot be read.
    """
    env_util.is_repl()  # cached by the framework; it looks through all modules
    edition, no_filters = default_edition(), Filters()
    totals = measures.counts(edition, no_filters)
    regions = measures.agreements_by_region(edition, no_filters)
    measures.findings_by_code(edition, no_filters)
    for lang in LANGUAGES:
        words = load_words(lang)
        labels = labels_in(edition, words)
        narration.overview_sentence(totals, regions, labels, words)
        filters.fields_of(edition, labels, words)
        figure_payloads("overview", {"lang": lang}, {})
        first_page("", lang, {})
    pa.default_memory_pool().release_unused()  # freed after opening the edition
