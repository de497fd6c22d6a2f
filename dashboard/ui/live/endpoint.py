"""The endpoint of figures: what a page shows for a link, without running the page.

A reader who filters sees the figures change before the framework reruns the page.
Promises the figures that the page itself shows for that link, made by the same
functions. The key of the list is in a header, not in the link, because links are shared
and logged.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import measures
from dashboard.filters import from_query
from dashboard.i18n import choose_language, load_words
from dashboard.ui.controls import read_controls
from dashboard.ui.figure import plot_of
from dashboard.ui.page_charts import charts_of
from dashboard.ui.state import View, is_phone, labels_in
from dashboard.ui.upload import edition_by_key
from pipeline.errors import AgreementsError

LIST_HEADER = "aa-list"
"""The header with the key of a reader's own list; "" for the list of all readers."""

Payload = dict[str, str]


def figure_payloads(
    page: str, query: Mapping[str, str], headers: Mapping[str, str]
) -> list[Payload]:
    """Return the payloads of a page's figures as a link shows them.

    Args:
        page: the name of the page.
        query: URL parameters of the link: language, filters, controls.
        headers: of the request: the kind of browser, and the key of the list.

    Returns:
        The payload of each figure (`Plot.to_payload`). Empty where the page has no
        figures, no agreement is left, or there is no such list or it can't be read;
        the page itself says so.
    """
    try:
        edition = edition_by_key(headers.get(LIST_HEADER, ""))
    except AgreementsError:
        return []
    if edition is None:
        return []
    filters, _ = from_query(query, edition)
    controls, _ = read_controls(query, edition)
    words = load_words(choose_language(query.get("lang")))
    phone = is_phone(headers)
    view = View(edition, filters, words, labels_in(edition, words), phone=phone)
    if measures.counts(edition, filters).empty:
        return []
    return [
        plot_of(view, chart).to_payload() for chart in charts_of(page, view, controls)
    ]
