"""What the first page shows without filters, made before the first reader comes."""

from __future__ import annotations

import pyarrow as pa
from streamlit import env_util

from dashboard import measures, narration
from dashboard.filters import Filters
from dashboard.i18n import LANGUAGES, load_words
from dashboard.ui import figure, frame, navigation, page_setup, search_box
from dashboard.ui.editions import default_edition
from dashboard.ui.live import filters
from dashboard.ui.live.endpoint import figure_payloads
from dashboard.ui.state import labels_in

IMPORTED = (page_setup, figure, frame, navigation, search_box, filters)


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
        narration.overview_sentence(totals, regions, labels, words)
        filters.fields_of(edition, labels, words)
        figure_payloads("overview", {"lang": lang}, {})
    pa.default_memory_pool().release_unused()  # what opening took and gave back
