"""Figures ahead of their page: what a link shows, for a page that already stands.

A reader who filters sees the figures change before the framework makes the page anew.
Promises what the page itself shows for that link, made by the same functions. Whose list
it is stands in a header, not in the link: a link is passed on and noted in places.
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
"""Holds the key of a reader's own list; "" for the list that all readers see."""

Payload = dict[str, str]


def figure_payloads(
    page: str, query: Mapping[str, str], headers: Mapping[str, str]
) -> list[Payload]:
    """The figures of a page as a link shows them.

    Args:
        page: its name.
        query: of the link: language, filters, controls.
        headers: what the browser says of itself, and of which list.

    Returns:
        For each figure what the page would tell our script (`Plot.to_payload`). Empty where
        the page has none, no agreement is left, or there is no such list or it can't be
        read; the page itself says so.
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
    return [plot_of(view, one).to_payload() for one in charts_of(page, view, controls)]
