"""Cards with the headline numbers: agreements, institutions, territories, exchange.

The numbers stand side by side and are never added to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dashboard import measures, tables
from dashboard.caching import memoize_by_identity
from dashboard.charts.model import Card, Cards
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import Measure
from pipeline.model import Edition

NO_SHARE = "–"
"""The share of nothing."""


@memoize_by_identity
def headline_cards(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> Cards:
    """The three counts, then the share marked for exchange if the list marks it."""
    measure = measures.counts(edition, filters)
    shown = measure.table.drop(columns="marked_institutions")
    return Cards(
        tuple(_cards(measure, labels, words)),
        measure=measure,
        caption=words("caption.counts"),
        make_table=partial(tables.labelled, shown, labels, words),
    )


def _cards(counts: Measure, labels: Labels, words: Translator) -> Iterator[Card]:
    row = counts.table.iloc[0]
    regions = words.count("card.territories_unit", int(row["regions"]))
    for name, term, unit in (
        ("agreements", "agreement", words("card.agreements_unit")),
        ("institutions", "institution", words("card.institutions_unit")),
        ("territories", "territory", regions),
    ):
        meaning = words.glossary[term].definition
        label = words(f"column.{name}")
        yield Card(label, words.number(int(row[name])), unit, meaning)
    if "marked" not in labels.absent:
        context = words(
            "card.marked", marked=int(row["marked"]), agreements=int(row["agreements"])
        )
        share = words.percent(float(row["marked_share"])) if counts.n else NO_SHARE
        meaning = words.glossary["exchange_marked"].definition
        yield Card(words("column.marked"), share, context, meaning)
